"""Sentences and figures that several cards make from rows of the same shape.

"Regency rows" have regency_code, regency_short, tile_col, tile_row, measure_value (empty: unknown), is_selected,
regency_rank, ranked_regencies and selected_sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from koperasi.cards.card import MOST, Choice, Draw
from koperasi.look import formats
from koperasi.look.charts import Bars, Columns, Map, Part, Spec, Stacked, Tiles, widen
from koperasi.look.columns import is_empty, records, write
from koperasi.store import Answer, Filters

if TYPE_CHECKING:
    import pandas as pd

SUSPECT = "suspect"
SUSPECTS = Choice(
    "suspects",
    "Angka diragukan",
    {"exclude": "tanpa angka diragukan", "include": "dengan angka diragukan"},
    titled=False,
)


def each(rows: pd.DataFrame) -> Iterator[Any]:
    """The rows as named tuples; what a column holds is the query's promise, which no type can tell."""
    return iter(records(rows))


def first(rows: pd.DataFrame) -> Any:
    """The first row; totals stand in every row alike."""
    return records(rows)[0]


def told(template: str, rows: pd.DataFrame, *, most: int | None = None, rest: str = "{} lainnya") -> str:
    """A template for each row, listed: "A 1, B 2, dan C 3"; more than `most` are counted, not named."""
    return some((write(template, row) for row in each(rows)), most, rest)


def some(words: Iterable[str], most: int | None = None, rest: str = "{} lainnya") -> str:
    """Words listed; more than `most` are counted, not named."""
    known = list(words)
    return formats.listed(
        known if most is None or len(known) <= most else [*known[:most], rest.format(len(known) - most)]
    )


def where(rows: pd.DataFrame, many: str, most: int = MOST) -> str:
    """The regencies of the rows by name; more than `most` as the template `many` of the first row counts them."""
    names = list(dict.fromkeys(rows["regency_short"].fillna("wilayah yang belum diisi")))
    return formats.listed(names) if len(names) <= most else write(many, first(rows))


def alike(rows: pd.DataFrame, said: str, many: str, most: int = MOST) -> str:
    """Rows that share one value, which is not said: all by name, or how many they are by the template `many`."""
    return told(said, rows) if len(rows) <= most else write(many, first(rows))


def leading(rows: pd.DataFrame, rank: str, said: str, many: str, most: int = MOST) -> str:
    """The highest by name, at most `most` and never some of several equals: then fewer, or by `many` how many lead.

    rank: column, 1 for the highest, the same for equals; rows without one lead nothing.
    """
    ordered = rows[rows[rank].notna()].sort_values(rank, kind="stable")
    if len(ordered) <= most:
        return told(said, ordered)
    named = ordered[ordered[rank] < ordered[rank].iloc[most]]
    return told(said, named) if len(named) else write(many, first(ordered))


def doubts(rows: pd.DataFrame, place: str) -> str:
    """Which places have suspect values, never which value; at most three by name, "" for none."""
    names = dict.fromkeys(write(place, row) for row in each(rows[rows["is_suspect"]]))
    return f" Diragukan: {some(names, 3, 'lainnya')}." if names else ""


def across(rows: pd.DataFrame, index: list[str], by: str, values: list[str]) -> pd.DataFrame:
    """One row per `index`, in the order of the rows, with the values of each cell of `by`: "savings_principal"."""
    wide = rows[index].drop_duplicates()
    for name, part in rows.groupby(by, sort=False):
        named = part[[*index, *values]].rename(columns={value: f"{value}_{name}" for value in values})
        wide = wide.merge(named, "left", on=index)
    return wide


def parted(
    shape: type[Stacked] | type[Columns],
    label: str,
    index: list[str],
    by: str,
    colours: Mapping[str, str],
    *,
    value: str = "cooperatives",
    name: Callable[[str], str] = str,
    said: str = "",
    largest: str = "",
    **more: Any,
) -> Draw:
    """Bars in parts from long rows: a bar for each `index`, a part for each cell of `by`, in the order of its colours.

    name: of a part. said: template of its words, its number where it is "" or the part blank. largest: column by which
    bars are sorted. What is blank is grey and hatched, and last. more: as `shape` takes it.
    """

    def draw(answer: Answer, _: Filters) -> Spec:
        rows, order = answer.rows, list(colours)
        blank = dict(zip(rows[by], rows["is_blank"], strict=True))
        parts = [
            Part(
                name(it),
                it,
                colours.get(it, "muted"),
                bool(blank[it]),
                f"{{{it}_said}}" if said and not blank[it] else None,
            )
            for it in sorted(blank, key=lambda it: order.index(it) if it in order else len(order) + bool(blank[it]))
        ]
        if largest:
            rows = rows.sort_values(largest, ascending=False, kind="stable")
        return shape(label, parts, rows=widen(rows, index, by, value, said), **more)

    return draw


def change(row: Any) -> str:
    """What changed since the comparable figure before it: a percentage only between exact figures, "" for none."""
    if is_empty(row.change):
        return ""
    before = write("{about_before}{cooperatives_before} pada {as_of_before}{doubt_note_before:aside}", row)
    if not row.change:
        return f", sama dengan {before}"
    way = "naik" if row.change > 0 else "turun"
    return (
        write(", {growth_pct:moved} dari ", row) + before if not is_empty(row.growth_pct) else f", {way} dari {before}"
    )


_BEGINNINGS = ("Tertinggi ", "Semuanya ", "Sama ", "Di ", "Tidak ")


def measured(choice: Choice, filters: Filters, row: Any, words: str) -> str:
    """A sentence on a picked measure, led by what was measured: "Simpanan wajib: tertinggi Banjar (9)."."""
    what = write(choice.said[str(dict(filters.options)[choice.name])], row)
    return f"{what}: {words[:1].lower() + words[1:] if words.startswith(_BEGINNINGS) else words}"


def ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """The known rows, highest first."""
    return rows[rows["measure_value"].notna()].sort_values("measure_value", ascending=False, kind="stable")


def spread(rows: pd.DataFrame, value: str = "{measure_value}") -> str:
    """Highest and lowest of all regencies, equals together, or the picked ones with their rank.

    value: template of a value.
    """
    known = ranked(rows)
    picked = known[known["is_selected"]]
    if len(picked) == len(known):
        high, low = (known[known["measure_value"] == end] for end in (known["measure_value"].iloc[[0, -1]]))
        if len(high) == len(known) > 1:
            return f"Semuanya sama: {write(value, first(known))}."
        return f"Tertinggi {_equals(high, value)}, terendah {_equals(low, value)}."
    words = [
        write(f"{{regency_short}} {value}, peringkat {{regency_rank}} dari {{ranked_regencies}}", r)
        for r in each(picked)
    ]
    return formats.listed(words[:3]) + (f"; dan {len(words) - 3} lainnya" if len(words) > 3 else "") + "."


def _equals(rows: pd.DataFrame, value: str) -> str:
    """Those that share one value, all by name; too many to be named are not named at all."""
    names = told("{regency_short}", rows) if len(rows) <= MOST else "beberapa kabupaten/kota"
    return f"{names} ({'masing-masing ' * (len(rows) > 1)}{write(value, first(rows))})"


MAP = Choice("peta", "Peta", {"garis-luar": "garis luar", "petak": "petak"}, titled=False)


def mapped(answer: Answer, filters: Filters, tiles: Tiles, bars: Bars) -> Map:
    """A map of the answer's rows beside bars that have rows of their own: outlines, or tiles where these are picked."""
    outlined = dict(filters.options).get(MAP.name) == MAP.default
    outlines = answer.outlines.rings if outlined else {}
    credit = answer.credit if outlined else ""
    return Map(tiles.on(answer.rows), bars, outlines, credit, rows=answer.rows)


def regency_map(answer: Answer, filters: Filters, value: str, told: str) -> Map:
    """Map and bars of regency rows. value, told: templates of the number, and of it with what must be said of it."""
    return mapped(answer, filters, Tiles("measure_value", value), regency_bars(answer.rows, told))


def regency_bars(rows: pd.DataFrame, value: str = "{measure_value}") -> Bars:
    """Regency rows as bars, highest first, unknown ones last, what is filtered out in grey."""
    ordered = rows.sort_values("measure_value", ascending=False, na_position="last", kind="stable")
    return Bars(
        "{regency_short}",
        "measure_value",
        value,
        code="regency_code",
        selected="is_selected",
        kind="Diagram batang terurut",
        rows=ordered,
    )
