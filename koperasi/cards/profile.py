"""Profil kabupaten/kota: one regency among all, and two to four side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from koperasi.cards.card import card
from koperasi.cards.parts import SUSPECT, each, first, some
from koperasi.look import formats
from koperasi.look.charts import UNKNOWN, Cell, Spec, Table
from koperasi.look.columns import is_empty, write
from koperasi.store import Answer, Filters

if TYPE_CHECKING:
    import pandas as pd

MOST = 4  # side by side
_SUSPECT = "diragukan"
_LISTED = ("kdmp_total", "kdmp_nib_share", "cooperatives_inactive")  # of each regency, where none is picked
_DATED = {"kdmp_total": "", "cooperatives_inactive": ", {as_of}"}  # what a sentence on several compares, and its date


def _value(row: Any) -> str:
    """What is suspect is said to be so and not shown as a headline."""
    if is_empty(row.measure_value):
        return UNKNOWN
    return _SUSPECT if row.quality == SUSPECT else write("{about}{measure_value:unit}", row)


def _rank(row: Any) -> str:
    if is_empty(row.regency_rank):
        return ""
    return write("{regency_rank} dari {ranked_regencies}", row) + (" bersama" if row.is_shared_rank else "")


def _said(row: Any, doubt: str = "{doubt_note}") -> str:
    """A value with its doubt, for a sentence."""
    return _value(row) + ("" if row.quality == SUSPECT else write(doubt, row))


def _lines(*words: str) -> str:
    """What stands below a value: its doubt without the comma, its rank or date."""
    return ", ".join(it.removeprefix(", ") for it in words if it)


def _line(part: pd.DataFrame, regencies: int) -> list[Cell]:
    """One measure: its name and date, its values, and the province's own figure of that date and register."""
    row, dates = first(part), part["as_of"].dropna().unique()
    date = formats.as_of(dates[0]) if len(dates) == 1 else ""
    if regencies == 1:
        cells = [Cell(_value(row), _lines(row.doubt_note)), Cell(_rank(row) or "–")]
    else:
        # where dates differ from regency to regency, each stands below its value
        below = [_rank(it) if date or is_empty(it.as_of) else write("{as_of}", it) for it in each(part)]
        cells = [Cell(_value(it), _lines(words, it.doubt_note)) for it, words in zip(each(part), below, strict=True)]
    return [Cell(row.measure_label, date), *cells, _province(row)]


def _province(row: Any) -> Cell:
    words = _SUSPECT if row.province_quality == SUSPECT else write("{province_value:unit}", row)
    return Cell(words, _lines(row.province_doubt_note))


def _list(answer: Answer) -> Table | None:
    """A line a regency, in the order of codes, with a few numbers to choose by; the province below them."""
    measures = [part for _, part in answer.rows[answer.rows["measure"].isin(_LISTED)].groupby("measure_order")]
    if not measures:
        return None
    heads = []
    for part in measures:
        row, dates = first(part), part["as_of"].dropna().unique()
        heads.append(row.measure_label + (write(", {as_of}", row) if len(dates) == 1 else ""))
    lines = zip(*(each(part.sort_values("regency_code")) for part in measures), strict=True)
    body = [
        [Cell(line[0].regency_short), *(Cell(_value(it), _lines(it.doubt_note)) for it in line)]
        for line in map(list, lines)
    ]
    return Table(
        ["Kabupaten/kota", *heads],
        [*body, [Cell(answer.province.short), *(_province(first(part)) for part in measures)]],
        regencies=[*sorted(answer.rows["regency_code"].unique()), ""],
        kind="Daftar kabupaten/kota",
    )


def _table(answer: Answer, _: Filters) -> Spec | None:
    """One regency with its rank, two to four side by side, else a list to choose from."""
    rows, names = answer.rows, list(dict.fromkeys(answer.rows["regency_short"]))
    if len(names) > MOST:
        return _list(answer)
    heads = ["Nilai", "Peringkat"] if len(names) == 1 else names
    body = [_line(part, len(names)) for _measure, part in rows.groupby("measure_order")]
    return Table(["Ukuran", *heads, answer.province.short], body, kind="Tabel angka utama") if body else None


@card("profile/headlines", figure=_table)
def headlines(answer: Answer, _: Filters) -> str:
    """Where one regency stands highest, how a few compare, or which of all is highest."""
    places = answer.rows["regency_code"].nunique()
    if places == 1:
        return _highest_places(answer.rows)
    return _compared(answer.rows) if places <= MOST else _most(answer)


def _highest_places(rows: pd.DataFrame) -> str:
    """Where the regency is first, two at most; else its highest place. How many were ranked differs by measure."""
    ranked = rows[rows["regency_rank"].notna()].sort_values(["regency_rank", "measure_order"])
    best = each(ranked.head(max(1, min(2, (ranked["regency_rank"] == 1).sum()))))
    place = "ke-{regency_rank} dari {ranked_regencies}"
    words = some(
        write(f"{{measure_said}} ({_said(row)}, {place}{', bersama wilayah lain' * bool(row.is_shared_rank)})", row)
        for row in best
    )
    return f"Urutan terdepan {first(rows).regency_name}: {words}. Ke-1 berarti terbesar, bukan terbaik."


def _compared(rows: pd.DataFrame) -> str:
    known = rows[rows["measure_value"].notna() & rows["measure"].isin(list(_DATED))]
    ordered = known.sort_values(["measure", "measure_value"], ascending=False)
    words = [
        write("{measure_said} ", first(part))
        + some(f"{it.regency_short} {_said(it, '{doubt_note:aside}')}" for it in each(part))
        + write(" ({as_of})", first(part))
        for _measure, part in ordered.groupby("measure", sort=False)
    ]
    return formats.capital("; ".join(words) or "tidak ada angka yang dapat dibandingkan") + "."


def _most(answer: Answer) -> str:
    """Of a measure that lacks a regency nothing is ranked, and nothing said."""
    leading = answer.rows[(answer.rows["regency_rank"] == 1) & answer.rows["measure"].isin(list(_DATED))]
    words = [
        write(f"{{measure_said}} terbanyak di {{regency_name}} ({_said(row)}{_DATED[row.measure]})", row)
        for row in each(leading.drop_duplicates("measure").sort_values("measure", ascending=False))
    ]
    nothing = f"Tidak ada ukuran yang memuat ke-{answer.province.regencies} kabupaten/kota pada satu tanggal"
    return formats.capital(", ".join(words) or nothing) + "."
