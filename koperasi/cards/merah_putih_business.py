"""Koperasi Merah Putih at work: savings, transactions, outlets, the health index, and what was published before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from koperasi.cards.card import card
from koperasi.cards.parts import MOST, ONE_DATE, SUSPECTS, across, doubts, each, first, place, told
from koperasi.look import formats
from koperasi.look.charts import Bars, Grouped, Part, Table
from koperasi.look.columns import is_empty, write
from koperasi.store import Answer, Filters

if TYPE_CHECKING:
    import pandas as pd

_ZERO = "Nilai 0 berarti tidak ada yang tercatat di sumber, mungkin belum diisi."
_DRAWN = 7  # pairs of bars that a picture of 450 pixels has room for


def _savings_bars(answer: Answer, _: Filters) -> Grouped:
    """Both kinds side by side: the largest sums and, last, the suspect ones; these in words unless included."""
    rows = answer.rows[~answer.rows["is_province"]]
    rows = rows.assign(said=[write("{savings}" if row.is_ranked else "{quality_label}", row) for row in each(rows)])
    region = ["region_code", "region_name", "is_region_suspect", "region_savings"]
    wide = across(rows, region, "savings_kind", ["ranked_savings", "said", "doubt", "is_suspect"])
    sure = wide[~wide["is_region_suspect"]].sort_values("region_savings", ascending=False, kind="stable")
    drawn = wide.loc[[*sure.head(_DRAWN).index, *wide[wide["is_region_suspect"]].index]]
    return Grouped(
        "{region_name}[ (pokok {doubt_principal})][ (wajib {doubt_mandatory})]",
        [
            Part("Simpanan pokok", "ranked_savings_principal", "first", "is_suspect_principal", "{said_principal}"),
            Part("Simpanan wajib", "ranked_savings_mandatory", "second", "is_suspect_mandatory", "{said_mandatory}"),
        ],
        "region_code",
        rows=drawn,
        left_out=len(wide) - len(drawn),
        things="kabupaten/kota",
    )


def _largest(rows: pd.DataFrame) -> str:
    """Of one kind of savings in several regencies; "" where no value may be told."""
    sure = rows[~rows["is_suspect"] & rows["savings"].notna()]
    if sure.empty:
        return ""
    most = sure[sure["savings"] == sure["savings"].max()]
    if not first(most).savings:
        return write("{savings_label:lower} tidak ada yang tercatat", first(most))
    return (
        f"{first(most).savings_label.lower()} terbesar {told('{region_name}', most)}, {write('{savings}', first(most))}"
    )


def _of_kind(row: Any) -> str:
    saved = "{savings} dari {savers} penyetor, {savings_per_saver} per penyetor"
    return write("{savings_label:lower} " + (saved if is_empty(row.savings_state) else "{savings_state}"), row)


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
        largest = [_largest(rows[rows["savings_kind"] == kind]) for kind in rows["savings_kind"].unique()]
        said = formats.capital("; ".join(filter(None, largest)))
        return f"{said}.{doubts(rows, '{savings_label:lower} {region_name}')}"
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
def transactions(answer: Answer, filters: Filters) -> str:
    """What was recorded, and in how many kecamatan nothing was."""
    whole, here = first(answer.rows), place(answer, filters)
    if not whole.transaction_value_sum:
        none = "tidak ada transaksi yang tercatat di {districts_sum} kecamatan sampai {as_of}; mungkin belum diisi."
        return f"Di {here}, {write(none, whole)}"
    value = "transaksi {transaction_value_sum} tercatat sampai {as_of}"
    blank = "di {districts_without_sum} dari {districts_sum} kecamatan tidak ada yang tercatat, mungkin belum diisi"
    return f"Di {here}, {write(f'{value}; {blank}.' if whole.districts_without_sum else f'{value}.', whole)}"


@card(
    "merah_putih/outlet_progress",
    "Gerai menurut kemajuan pembangunan",
    "Gerai Koperasi Merah Putih menurut kemajuan pembangunan fisiknya; sumber hanya merincinya per provinsi.",
    figure=Bars("{progress_band}", "outlets", "{outlets} ({share_pct})"),
    unmoved={"years": ONE_DATE["years"]},
)
def outlet_progress(answer: Answer, _: Filters) -> str:
    """How many are finished; the bars are in the order of progress, not of size."""
    done = "{region_name}, {as_of}: {outlets} dari {outlets_sum} gerai yang dilaporkan sudah selesai, atau {share_pct}."
    return write(done, answer.rows.iloc[-1])


def _published(rows: pd.DataFrame, value: str) -> Table:
    """In the order of the rows: bars would compare numbers of different things, dates and places."""
    place = {"Wilayah": "{region_name}"} if rows["region_code"].nunique() > 1 else {}
    columns = {"Waktu": "{as_of}", **place, "Yang dihitung": "{indicator_short}"}
    number = {"Angka": f"{{about}}{value}{{doubt_note:aside}}"}
    return Table(columns=columns | number, prose=True, kind="Daftar angka menurut tanggal").on(rows)


@card(
    "merah_putih/outlets",
    "Angka gerai lain yang pernah terbit",
    "Pernyataan di pers: lokasi yang terverifikasi, gerai yang sedang dibangun, dan koperasi dengan gerai siap pakai. "
    "Tanggal dan wilayahnya berbeda, dan tidak sebanding dengan kemajuan pembangunan di SIMKOPDES.",
    figure=lambda answer, _: _published(answer.rows, "{outlets}"),
)
def outlets(answer: Answer, _: Filters) -> str:
    """The newest, of several that cannot be compared; the table is in the order of dates."""
    rows = answer.rows
    if len(rows) == 1:
        return write("{region_name}: {indicator_short:lower} {about}{outlets} ({as_of}{doubt_note}).", first(rows))
    newest = rows[rows["as_of"] == rows["as_of"].iloc[-1]]
    said = told("{indicator_short:lower} {about}{outlets} di {region_name} ({as_of}{doubt_note})", newest)
    return f"Angka terbaru: {said}. Yang dihitung, tanggal, atau wilayahnya berbeda, jadi tidak diperbandingkan."


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
    few = (
        "{as_of}: baru {assessed} dari {cooperatives_sum} Koperasi Merah Putih dinilai; {unhealthy} di antaranya tidak "
    )
    said = write(few + "sehat. Rata-rata indeksnya {index_average:0}.", first(answer.rows))
    return f"{answer.province.name}, {said}"


@card(
    "merah_putih/history",
    "Angka Merah Putih yang pernah terbit",
    "Angka dari pers dan dari SIMKOPDES menurut tanggalnya. Jumlah yang sama pada beberapa tanggal adalah satu angka "
    "yang diulang, bukan tren.",
    figure=lambda answer, _: _published(
        answer.rows.sort_values(["as_of_date", "region_code"], kind="stable"), "{published_value:unit}"
    ),
)
def history(answer: Answer, filters: Filters) -> str:
    """The newest total, and whether it is one number told on many dates; no trend in any case."""
    rows = answer.rows.sort_values("as_of_date", kind="stable")
    totals = rows[(rows["indicator"] == "kdmp_total") & ~rows["is_suspect"]]
    if totals.empty or rows["region_code"].nunique() > 1:
        ends = dict.fromkeys(write("{as_of}", row) for row in (rows.iloc[0], rows.iloc[-1]))
        span = (
            f"antara {' dan '.join(ends)}, tidak sebanding satu sama lain"
            if len(ends) > 1
            else f"pada {ends.popitem()[0]}"
        )
        return f"Di {place(answer, filters)}, {write('{figures_sum}', first(rows))} angka terbit {span}."
    said = "{about}{published_value} pada {as_of}{doubt_note}"
    newest = write(
        "{region_name}: {about}{published_value} Koperasi Merah Putih pada {as_of}{doubt_note}", totals.iloc[-1]
    )
    others = totals[totals["published_value"] != totals["published_value"].iloc[-1]]
    if len(others):
        once = told(said, others.drop_duplicates("published_value"), most=MOST)
        return f"{newest}; pernah disebut {once}. Sumbernya berbeda, jadi ini bukan tren."
    if first(totals).totals_sum > 1:
        return (
            f"{newest}, {write('sama sejak {as_of}: satu angka dari {totals_sum} tanggal, bukan tren', first(totals))}."
        )
    return f"{newest}."
