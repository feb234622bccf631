"""Koperasi Merah Putih at work: savings, transactions, outlets, the health index, and what was published before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from koperasi.cards.card import MOST, Choice, card, place, sentence
from koperasi.cards.parts import SUSPECTS, across, doubts, each, first, told
from koperasi.look import formats
from koperasi.look.charts import Bars, Grouped, Part, Table
from koperasi.look.columns import is_empty, write
from koperasi.store import Answer, Filters

if TYPE_CHECKING:
    import pandas as pd

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


@card("merah_putih/savings", figure=_savings_bars, choices=(SUSPECTS,))
def savings(answer: Answer, _: Filters) -> str:
    """Of the province, or of one picked regency; the largest of several. A suspect sum is named, its value is not."""
    rows, head = answer.rows, first(answer.rows)
    if not head.is_province and rows["region_code"].nunique() > 1:
        largest = [_largest(rows[rows["savings_kind"] == kind]) for kind in rows["savings_kind"].unique()]
        said = formats.capital("; ".join(filter(None, largest)))
        return f"{said}.{doubts(rows, '{savings_label:lower} {region_name}')}"
    kinds = "; ".join(_of_kind(row) for row in each(rows[rows["region_code"] == head.region_code]))
    return f"{head.region_name}: {kinds}."


# the bars are in the order of progress, not of size
card("merah_putih/outlet_progress", figure=Bars("{progress_band}", "outlets", "{outlets} ({share_pct})"))(
    sentence(
        "{region_name}, {as_of}: {outlets} dari {outlets_sum} gerai yang dilaporkan sudah selesai, atau {share_pct}.",
        -1,
    )
)


def _published(rows: pd.DataFrame, value: str) -> Table:
    """In the order of the rows: bars would compare numbers of different things, dates and places."""
    place = {"Wilayah": "{region_name}"} if rows["region_code"].nunique() > 1 else {}
    columns = {"Waktu": "{as_of}", **place, "Yang dihitung": "{indicator_short}"}
    number = {"Angka": f"{{about}}{value}{{doubt_note:aside}}"}
    return Table(columns=columns | number, prose=True, kind="Daftar angka menurut tanggal").on(rows)


card(
    "merah_putih/health",
    figure=Bars(
        "{index_category}",
        "cooperatives",
        "{cooperatives}[ ({assessed_share_pct} dari yang dinilai)]",
        by="is_unassessed",
        colours={True: "soft"},
        hatched="is_unassessed",
    ),
)(
    sentence(
        "{here}, {as_of}: baru {assessed} dari {cooperatives_sum} Koperasi Merah Putih dinilai; {unhealthy} di "
        "antaranya tidak sehat. Rata-rata indeksnya {index_average:0}."
    )
)


@card(
    "merah_putih/history",
    figure=lambda answer, _: _published(
        answer.rows.sort_values(["as_of_date", "region_code"], kind="stable"), "{published_value:unit}"
    ),
    choices=(Choice("published", "Angka terbit", {"cooperatives": "koperasi", "outlets": "gerai"}, titled=False),),
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


@card(
    "merah_putih/outlets",
    figure=lambda answer, _: _published(answer.rows, "{outlets}"),
    of="merah_putih/history?published=outlets",
)
def outlets(answer: Answer, _: Filters) -> str:
    """The newest, of several that cannot be compared; the table is in the order of dates."""
    rows = answer.rows
    if len(rows) == 1:
        return write("{region_name}: {indicator_short:lower} {about}{outlets} ({as_of}{doubt_note}).", first(rows))
    newest = rows[rows["as_of"] == rows["as_of"].iloc[-1]]
    said = told("{indicator_short:lower} {about}{outlets} di {region_name} ({as_of}{doubt_note})", newest)
    return f"Angka terbaru: {said}. Yang dihitung, tanggal, atau wilayahnya berbeda, jadi tidak diperbandingkan."
