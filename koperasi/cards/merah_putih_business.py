"""Koperasi Merah Putih at work: savings, transactions, outlets, the health index, and what was published before."""

from __future__ import annotations

from typing import Any

import pandas as pd

from koperasi.cards.card import Drawing, card
from koperasi.cards.merah_putih import DOUBTED, NOT_FILLED, ONE_DATE, SUSPECTS, widen
from koperasi.cards.old_parts import each
from koperasi.look import formats
from koperasi.look.charts import old as charts
from koperasi.look.charts.old import Part
from koperasi.look.ink import Ink
from koperasi.store import Answer, Filters

_ZERO = "Nilai 0 berarti tidak ada yang tercatat di sumber, mungkin belum diisi."
_DRAWN = 7  # pairs of bars that a picture of 450 pixels has room for


@card(
    "merah_putih/savings",
    "Simpanan pokok dan simpanan wajib",
    "Simpanan anggota Koperasi Merah Putih yang tercatat di SIMKOPDES dan anggota yang menyetornya; penyetor pokok dan "
    f"penyetor wajib dihitung sendiri-sendiri. {_ZERO} Gambar memuat {_DRAWN} kabupaten/kota dengan simpanan terbesar "
    "dan yang diragukan; tabel memuat semuanya.",
    choices=(SUSPECTS,),
    unmoved=ONE_DATE,
)
def savings(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Both kinds side by side per regency; a suspect one hatched where it is included, else in words only."""
    rows = answer.rows
    regencies = rows[~rows["is_province"]]
    parts, order = [], _by_savings(regencies)
    for label, colour in (("Simpanan pokok", 0), ("Simpanan wajib", 1)):
        kind = regencies[regencies["savings_label"] == label].set_index("region_code").loc[order]
        parts.append(
            Part(
                label,
                [float(r.savings) if r.is_ranked and pd.notna(r.savings) else 0.0 for r in each(kind)],
                [_savings_text(r) for r in each(kind)],
                ink.categories[colour],
                ["/" if r.is_suspect else "" for r in each(kind)],
            )
        )
    names = dict(zip(regencies["region_code"], regencies["region_name"], strict=True))
    said = _savings_finding(rows)
    told = "; ".join(
        f"{r.region_name}, {r.savings_label.lower()}: {_savings_text(r)}"
        + (f" ({DOUBTED})" if r.is_suspect and r.is_ranked else "")
        for r in each(regencies)
    )
    drawn = regencies[regencies["is_suspect"] & regencies["is_ranked"]]
    for row in each(drawn):
        names[row.region_code] += f" ({row.savings_label.split()[-1]} {DOUBTED})"
    figure = charts.grouped(ink, [names[code] for code in order], parts, order)
    figure.update_layout(height=90 + 40 * len(order))
    widen(figure, 1.3)
    return Drawing(said, f"Diagram batang berdampingan. {said} {told}.", figure)


def _by_savings(rows: pd.DataFrame) -> list[str]:
    """Codes of the regencies to draw: the largest sums first, and after them, whatever they are, the suspect ones."""
    doubted = set(rows[rows["is_suspect"]]["region_code"])
    sums = rows[~rows["region_code"].isin(doubted)].groupby("region_code")["savings"].sum()
    sure = [str(code) for code in sums.sort_values(ascending=False, kind="stable").index]
    return [*sure[:_DRAWN], *sorted(doubted)]


def _savings_text(row: Any) -> str:
    if not row.is_ranked:
        return DOUBTED
    return NOT_FILLED if pd.isna(row.savings) else formats.rupiah(row.savings)


def _savings_finding(rows: pd.DataFrame) -> str:
    """Of the province, or of one picked regency; the largest of several. A suspect sum is named, its value is not."""
    first = rows["region_code"].iloc[0]
    if not rows["is_province"].iloc[0] and rows["region_code"].nunique() > 1:
        sure = rows[~rows["is_suspect"]].sort_values("savings", ascending=False, kind="stable")
        words = [f"{r.region_name} ({r.savings_label.lower()} {formats.rupiah(r.savings)})" for r in each(sure.head(2))]
        doubted = list(rows[rows["is_suspect"]]["region_name"].drop_duplicates())
        note = f" Diragukan: {formats.listed(doubted)}." if doubted else ""
        return f"Terbesar {formats.listed(words)}.{note}"
    words = []
    for row in each(rows[rows["region_code"] == first]):
        label = row.savings_label.lower()
        if row.is_suspect:
            words.append(f"{label} diragukan")
        elif pd.isna(row.savings) or pd.isna(row.savers):
            words.append(f"{label} {NOT_FILLED}")
        elif row.savers:
            words.append(
                f"{label} {formats.rupiah(row.savings)} dari {formats.number(row.savers)} penyetor, "
                f"{formats.rupiah(row.savings_per_saver)} per penyetor"
            )
        else:
            words.append(f"{label} tidak ada yang tercatat")
    return f"{rows['region_name'].iloc[0]}: {'; '.join(words)}."


@card(
    "merah_putih/transactions",
    "Nilai transaksi Koperasi Merah Putih",
    f"Nilai kumulatif transaksi yang tercatat di SIMKOPDES. {_ZERO} Kolom volume di sumber adalah banyaknya barang "
    "dalam satuan campuran, bukan banyaknya transaksi, jadi tidak digambar.",
    unmoved=ONE_DATE,
)
def transactions(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Sorted bars per regency, and how many kecamatan recorded nothing."""
    rows = answer.rows
    whole = rows["transaction_value"].sum()
    districts, without = int(rows["districts"].sum()), int(rows["districts_without"].sum())
    texts = [
        NOT_FILLED
        if pd.isna(r.transaction_value)
        else formats.rupiah(r.transaction_value)
        if r.transaction_value
        else "Rp0, tidak ada yang tercatat"
        for r in each(rows)
    ]
    said = (
        f"{formats.rupiah(whole)} tercatat; {formats.number(without)} dari {formats.number(districts)} kecamatan "
        "bernilai 0: tidak ada yang tercatat, mungkin belum diisi."
    )
    figure = charts.bars(
        ink,
        list(rows["regency_short"]),
        [None if pd.isna(value) else float(value) for value in rows["transaction_value"]],
        texts,
        codes=list(rows["regency_code"]),
    )
    listing = formats.listed(f"{name} {text}" for name, text in zip(rows["regency_short"], texts, strict=True))
    return Drawing(said, f"Diagram batang nilai transaksi. {said} {listing}.", figure)


@card(
    "merah_putih/outlet_progress",
    "Gerai menurut kemajuan pembangunan",
    "Gerai Koperasi Merah Putih menurut kemajuan pembangunan fisiknya; sumber hanya merincinya per provinsi.",
    unmoved={"years": ONE_DATE["years"]},
)
def outlet_progress(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Bars in the order of progress: an order of steps, not of size."""
    rows = answer.rows
    done, whole = rows.iloc[-1], rows["outlets"].sum()
    texts = [f"{formats.number(r.outlets)} ({formats.percent(r.share_pct)})" for r in each(rows)]
    said = (
        f"{formats.number(done.outlets)} dari {formats.number(whole)} gerai yang dilaporkan sudah selesai, atau "
        f"{formats.percent(done.share_pct)}."
    )
    figure = charts.bars(ink, list(rows["progress_band"]), [float(value) for value in rows["outlets"]], texts)
    listing = formats.listed(f"{name} {text}" for name, text in zip(rows["progress_band"], texts, strict=True))
    return Drawing(said, f"Diagram batang. {said} {listing}.", figure)


@card(
    "merah_putih/outlets",
    "Angka gerai lain yang pernah terbit",
    "Pernyataan di pers: lokasi yang terverifikasi, gerai yang sedang dibangun, dan koperasi dengan gerai siap pakai. "
    "Tanggal dan wilayahnya berbeda, dan tidak sebanding dengan kemajuan pembangunan di SIMKOPDES.",
)
def outlets(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Bars in the order of dates, each with its place and date."""
    rows = answer.rows
    labels = [f"{_OUTLETS[r.indicator]}, {r.region_name} ({formats.as_of(r.as_of)})" for r in each(rows)]
    texts = [formats.number(value) for value in rows["outlets"]]
    last = rows.iloc[-1]
    said = (
        f"Angka terbaru: {_OUTLETS[last.indicator].lower()} {formats.number(last.outlets)} di {last.region_name} "
        f"({formats.as_of(last.as_of)}). Tanggal dan wilayahnya berbeda, jadi tidak untuk diperbandingkan."
    )
    figure = charts.bars(ink, labels, [float(value) for value in rows["outlets"]], texts)
    figure.update_layout(height=60 + 60 * len(rows))  # names of three lines
    listing = formats.listed(f"{label} {text}" for label, text in zip(labels, texts, strict=True))
    return Drawing(said, f"Diagram batang. {said} {listing}.", figure)


_OUTLETS = {
    "kdmp_sites_verified": "Lokasi terverifikasi",
    "kdmp_under_construction": "Sedang dibangun",
    "kdmp_with_outlet": "Gerai siap pakai",
}


@card(
    "merah_putih/health",
    "Indeks kesehatan SIMKOPDES",
    "Indeks buatan SIMKOPDES untuk Koperasi Merah Putih. Berbeda dari predikat kesehatan koperasi simpan pinjam, dari "
    "pemeringkatan, dan dari nilai NIK; tidak boleh dicampur.",
    unmoved={"years": ONE_DATE["years"]},
)
def health(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Bars in one hue, so that they look like no other grade; what is not assessed yet is grey and hatched."""
    rows = answer.rows
    by_name = rows.set_index("index_category")
    texts = [
        formats.number(r.cooperatives)
        + ("" if pd.isna(r.assessed_share_pct) else f" ({formats.percent(r.assessed_share_pct)} dari yang dinilai)")
        for r in each(rows)
    ]
    whole = rows["cooperatives"].sum()
    said = (
        f"Baru {formats.number(rows['assessed'].iloc[0])} dari {formats.number(whole)} koperasi dinilai; "
        f"{formats.number(by_name['cooperatives']['Tidak sehat'])} di antaranya tidak sehat. Rata-rata indeks "
        f"{formats.number(rows['index_average'].iloc[0])}."
    )
    open_ = [pd.isna(share) for share in rows["assessed_share_pct"]]
    figure = charts.bars(
        ink,
        list(rows["index_category"]),
        [float(value) for value in rows["cooperatives"]],
        texts,
        colours=[ink.soft_text if flag else ink.categories[0] for flag in open_],
        hollow=open_,
    )
    listing = formats.listed(f"{name} {text}" for name, text in zip(rows["index_category"], texts, strict=True))
    return Drawing(said, f"Diagram batang. {said} {listing}.", figure)


_PUBLISHED = {
    "kdmp_total": "Jumlah",
    "kdmp_legal_entities": "Berbadan hukum",
    "kdmp_deeds_pct": "Akta selesai",
    "kdmp_village": "Di desa",
    "kdmp_ward": "Di kelurahan",
    "kdmp_active": "Beroperasi",
    "kdmp_assets_recorded": "Aset tercatat",
}


@card(
    "merah_putih/history",
    "Angka Merah Putih yang pernah terbit",
    "Angka dari pers dan dari SIMKOPDES menurut tanggalnya. Jumlah yang sama pada beberapa tanggal adalah satu angka "
    "yang diulang, bukan tren. Persentase ada di tabel dan tidak digambar bersama jumlah.",
)
def history(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Bars in the order of dates, suspect figures hatched; percentages are in the table alone."""
    rows = answer.rows
    several = rows["region_code"].nunique() > 1
    counts = rows[rows["unit"] != "persen"].sort_values(["as_of_date", "region_code"], kind="stable")
    labels = [
        _PUBLISHED[r.indicator]
        + (f", {r.region_name}" if several else "")
        + (f" ({r.quality_label})" if not r.is_plain else "")
        for r in each(counts)
    ]
    texts = [f"{formats.number(r.published_value)} ({formats.as_of(r.as_of)})" for r in each(counts)]
    figure = charts.bars(
        ink,
        labels,
        [float(value) for value in counts["published_value"]],
        texts,
        hollow=[quality == "suspect" for quality in counts["quality"]],
    )
    widen(figure, 1.6)
    listing = formats.listed(f"{label} {text}" for label, text in zip(labels, texts, strict=True))
    said = _history_finding(rows, several)
    return Drawing(said, f"Diagram batang menurut tanggal. {said} {listing}.", figure)


def _history_finding(rows: pd.DataFrame, several: bool) -> str:
    totals = rows[(rows["indicator"] == "kdmp_total") & (rows["quality"] != "suspect")].sort_values("as_of_date")
    if several or totals.empty:
        return (
            f"{len(rows)} angka terbit antara {formats.as_of(rows.sort_values('as_of_date')['as_of'].iloc[0])} dan "
            f"{formats.as_of(rows.sort_values('as_of_date')['as_of'].iloc[-1])}. Tidak sebanding satu sama lain."
        )
    name, last = rows["region_name"].iloc[0], totals.iloc[-1]
    newest = f"{formats.number(last.published_value)} pada {formats.as_of(last.as_of)}"
    if len(totals) > 1 and totals["published_value"].nunique() == 1:
        return (
            f"{name}: {newest}, sama dengan semua angka sejak {formats.as_of(totals.iloc[0].as_of)}. Satu angka dari "
            f"{len(totals)} tanggal, bukan tren."
        )
    return f"{name}: {newest}. Angka pers dan angka SIMKOPDES tidak sebanding, jadi ini bukan tren."
