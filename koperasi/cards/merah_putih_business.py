"""Koperasi Merah Putih at work: savings, transactions, outlets, the health index, and what was published before."""

from __future__ import annotations

from typing import Any

import pandas as pd

from koperasi.cards.card import card
from koperasi.cards.parts import ONE_DATE, SUSPECTS, across, doubts, each, first, told
from koperasi.look.charts import Bars, Grouped, Part
from koperasi.look.columns import write
from koperasi.store import Answer, Filters

_ZERO = "Nilai 0 berarti tidak ada yang tercatat di sumber, mungkin belum diisi."
_DRAWN = 7  # pairs of bars that a picture of 450 pixels has room for


def _savings_bars(answer: Answer, _: Filters) -> Grouped:
    """Both kinds side by side: the largest sums and, last, the suspect ones; these in words unless included."""
    rows = answer.rows[~answer.rows["is_province"]]
    rows = rows.assign(said=[write("{savings}" if row.is_ranked else "{quality_label}", row) for row in each(rows)])
    region = ["region_code", "region_name", "is_region_suspect", "region_savings"]
    wide = across(rows, region, "savings_kind", ["ranked_savings", "said", "doubt", "is_suspect"])
    sure = wide[~wide["is_region_suspect"]].sort_values("region_savings", ascending=False, kind="stable")
    return Grouped(
        "{region_name}[ (pokok {doubt_principal})][ (wajib {doubt_mandatory})]",
        [
            Part("Simpanan pokok", "ranked_savings_principal", "first", "is_suspect_principal", "{said_principal}"),
            Part("Simpanan wajib", "ranked_savings_mandatory", "second", "is_suspect_mandatory", "{said_mandatory}"),
        ],
        "region_code",
        rows=pd.concat([sure.head(_DRAWN), wide[wide["is_region_suspect"]]]),
    )


def _of_kind(row: Any) -> str:
    saved = "{savings} dari {savers} penyetor, {savings_per_saver} per penyetor"
    return write("{savings_label:lower} " + (saved if pd.isna(row.savings_state) else "{savings_state}"), row)


@card(
    "merah_putih/savings",
    "Simpanan pokok dan simpanan wajib",
    "Simpanan anggota Koperasi Merah Putih yang tercatat di SIMKOPDES dan anggota yang menyetornya; penyetor pokok dan "
    f"penyetor wajib dihitung sendiri-sendiri. {_ZERO} Gambar memuat {_DRAWN} kabupaten/kota dengan simpanan terbesar "
    "dan yang diragukan; tabel memuat semuanya.",
    figure=_savings_bars,
    choices=(SUSPECTS,),
    unmoved=ONE_DATE,
)
def savings(answer: Answer, _: Filters) -> str:
    """Of the province, or of one picked regency; the largest of several. A suspect sum is named, its value is not."""
    rows, head = answer.rows, first(answer.rows)
    if not head.is_province and rows["region_code"].nunique() > 1:
        largest = rows[~rows["is_suspect"]].sort_values("savings", ascending=False, kind="stable").head(2)
        most = told("{region_name} ({savings_label:lower} {savings})", largest)
        return f"Terbesar {most}.{doubts(rows, '{region_name}')}"
    kinds = "; ".join(_of_kind(row) for row in each(rows[rows["region_code"] == head.region_code]))
    return f"{head.region_name}: {kinds}."


@card(
    "merah_putih/transactions",
    "Nilai transaksi Koperasi Merah Putih",
    f"Nilai kumulatif transaksi yang tercatat di SIMKOPDES. {_ZERO} Kolom volume di sumber adalah banyaknya barang "
    "dalam satuan campuran, bukan banyaknya transaksi, jadi tidak digambar.",
    figure=Bars(
        "{regency_short}",
        "transaction_value",
        "{transaction_value}",
        code="regency_code",
        zero="{transaction_value}, tidak ada yang tercatat",
        kind="Diagram batang nilai transaksi menurut kabupaten/kota",
    ),
    unmoved=ONE_DATE,
)
def transactions(answer: Answer, _: Filters) -> str:
    """What was recorded, and in how many kecamatan nothing was."""
    where = "{districts_without_sum} dari {districts_sum} kecamatan bernilai 0: tidak ada yang tercatat"
    return write("{transaction_value_sum} tercatat; " + where + ", mungkin belum diisi.", first(answer.rows))


@card(
    "merah_putih/outlet_progress",
    "Gerai menurut kemajuan pembangunan",
    "Gerai Koperasi Merah Putih menurut kemajuan pembangunan fisiknya; sumber hanya merincinya per provinsi.",
    figure=Bars("{progress_band}", "outlets", "{outlets} ({share_pct})"),
    unmoved={"years": ONE_DATE["years"]},
)
def outlet_progress(answer: Answer, _: Filters) -> str:
    """How many are finished; the bars are in the order of progress, not of size."""
    done = "{outlets} dari {outlets_sum} gerai yang dilaporkan sudah selesai, atau {share_pct}."
    return write(done, answer.rows.iloc[-1])


@card(
    "merah_putih/outlets",
    "Angka gerai lain yang pernah terbit",
    "Pernyataan di pers: lokasi yang terverifikasi, gerai yang sedang dibangun, dan koperasi dengan gerai siap pakai. "
    "Tanggal dan wilayahnya berbeda, dan tidak sebanding dengan kemajuan pembangunan di SIMKOPDES.",
    figure=Bars(
        "{indicator_short}, {region_name} ({as_of})", "outlets", "{outlets}", kind="Diagram batang menurut tanggal"
    ),
)
def outlets(answer: Answer, _: Filters) -> str:
    """The newest; the bars are in the order of dates."""
    newest = "Angka terbaru: {indicator_short:lower} {outlets} di {region_name} ({as_of}). "
    return write(newest, answer.rows.iloc[-1]) + "Tanggal dan wilayahnya berbeda, jadi tidak untuk diperbandingkan."


@card(
    "merah_putih/health",
    "Indeks kesehatan SIMKOPDES",
    "Indeks buatan SIMKOPDES untuk Koperasi Merah Putih. Berbeda dari predikat kesehatan koperasi simpan pinjam, dari "
    "pemeringkatan, dan dari nilai NIK; tidak boleh dicampur.",
    figure=Bars(
        "{index_category}",
        "cooperatives",
        "{cooperatives}[ ({assessed_share_pct} dari yang dinilai)]",
        by="is_unassessed",
        colours={True: "soft"},
        hatched="is_unassessed",
    ),
    unmoved={"years": ONE_DATE["years"]},
)
def health(answer: Answer, _: Filters) -> str:
    """How few are assessed, how many of these are unhealthy, and the average of the index."""
    few = "Baru {assessed} dari {cooperatives_sum} koperasi dinilai; {unhealthy} di antaranya tidak sehat."
    return write(few + " Rata-rata indeks {index_average:0}.", first(answer.rows))


def _history_bars(answer: Answer, _: Filters) -> Bars:
    """In the order of dates; percentages are in the table alone."""
    several = answer.rows["region_code"].nunique() > 1
    rows = answer.rows[answer.rows["unit"] != "persen"].sort_values(["as_of_date", "region_code"], kind="stable")
    return Bars(
        ("{indicator_short}, {region_name}" if several else "{indicator_short}") + "[ ({doubt})]",
        "published_value",
        "{published_value} ({as_of})",
        hatched="is_suspect",
        kind="Diagram batang menurut tanggal",
        rows=rows,
    )


@card(
    "merah_putih/history",
    "Angka Merah Putih yang pernah terbit",
    "Angka dari pers dan dari SIMKOPDES menurut tanggalnya. Jumlah yang sama pada beberapa tanggal adalah satu angka "
    "yang diulang, bukan tren. Persentase ada di tabel dan tidak digambar bersama jumlah.",
    figure=_history_bars,
)
def history(answer: Answer, _: Filters) -> str:
    """The newest total, and whether it is one number told on many dates; no trend in any case."""
    rows = answer.rows.sort_values("as_of_date", kind="stable")
    totals = rows[(rows["indicator"] == "kdmp_total") & ~rows["is_suspect"]]
    if totals.empty or rows["region_code"].nunique() > 1:
        span = f"antara {write('{as_of}', rows.iloc[0])} dan {write('{as_of}', rows.iloc[-1])}"
        return f"{write('{figures_sum}', first(rows))} angka terbit {span}. Tidak sebanding satu sama lain."
    newest = write("{region_name}: {published_value} pada {as_of}", totals.iloc[-1])
    if len(totals) > 1 and totals["published_value"].nunique() == 1:
        since = write("sama dengan semua angka sejak {as_of}. Satu angka dari {totals_sum} tanggal", first(totals))
        return f"{newest}, {since}, bukan tren."
    return f"{newest}. Angka pers dan angka SIMKOPDES tidak sebanding, jadi ini bukan tren."
