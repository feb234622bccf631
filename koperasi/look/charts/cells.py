"""Cells and marks: the tile map, and marks on a scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, ClassVar, Self

from koperasi.look import formats, text
from koperasi.look.charts.base import (
    EDGE,
    GAP,
    LEGEND,
    SUSPECT,
    UNKNOWN,
    Figure,
    Json,
    Rows,
    Spec,
    figure,
    floats,
    legend_height,
    missing_words,
    rule,
    untagged,
)
from koperasi.look.columns import records, write
from koperasi.look.ink import SHADES, Ink
from koperasi.look.surface import Surface

if TYPE_CHECKING:
    import pandas as pd

ZERO, OUT = "nol", "tidak dipilih"


def natural_breaks(values: Sequence[float], most: int) -> list[tuple[float, float]]:
    """At most `most` classes of sorted, different values, lowest first, as (lowest, highest) of each.

    Fisher's and Jenks's natural breaks: of all ways to cut, the one with the least sum of squared distances to the
    mean of the class (G. F. Jenks, "The data model concept in statistical mapping", 1967). All ways are tried: a
    province has few regencies.
    """
    if not values:
        return []
    count = min(most, len(values))
    cuts = ((0, *inner, len(values)) for inner in combinations(range(1, len(values)), count - 1))
    best = min(cuts, key=lambda ends: sum(_scatter(values[a:b]) for a, b in pairwise(ends)))
    return [(values[a], values[b - 1]) for a, b in pairwise(best)]


def _scatter(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values)


@dataclass(frozen=True, eq=False)
class Tiles(Spec):
    """Regency rows as equal cells of a grid: white for zero, three shades by natural breaks.

    value: column. text: template of a tile's words; bound: template of a legend's bound, where `text` says more than
    the value; hover: template, where more is to be said than name and `text`. Grey: filtered out. Hatched: unknown or,
    crosswise, suspect (a column); such values set no bound.
    """

    value: str
    text: str
    bound: str = ""
    hover: str = ""
    suspect: str = ""
    missing: str = ""

    default_kind: ClassVar[str] = "Peta petak"

    def said(self) -> list[str]:
        """The words of each tile; those of a suspect one are heard, not shown: no number stands on hatching."""
        missing = self.written(self.missing or missing_words(self.value))
        doubted = self.per_row(self.suspect, False)
        found = zip(floats(self.rows[self.value]), self.written(self.text), missing, doubted, strict=True)
        return [
            (SUSPECT if odd else nothing) if value is None else f"{words} ({SUSPECT})" if odd else words
            for value, words, nothing, odd in found
        ]

    def listing(self) -> list[str]:
        ordered = self.rows.sort_values(self.value, ascending=False, na_position="last", kind="stable")
        spec = self.on(ordered)
        # a tile has no room for how sure its figure is
        notes = spec.per_row("doubt_note" if "doubt_note" in ordered else "", "")
        found = zip(ordered["regency_short"], spec.said(), notes, strict=True)
        return [f"{name} {said}{note or ''}" for name, said, note in found]

    def _classes(self) -> list[tuple[float, float]]:
        """Lowest and highest value of each shade; fewer shades where there are fewer values."""
        doubted = self.per_row(self.suspect, False)
        known = {v for v, odd in zip(floats(self.rows[self.value]), doubted, strict=True) if v and not odd}
        return natural_breaks(sorted(known), len(SHADES))

    def looks(self) -> list[str]:
        """For each tile the name of its look: a shade, ZERO, SUSPECT, UNKNOWN or OUT."""
        classes = self._classes()
        found = []
        for value, odd, picked in zip(
            floats(self.rows[self.value]), self.per_row(self.suspect, False), self.rows["is_selected"], strict=True
        ):
            if value is None:
                found.append(SUSPECT if odd else UNKNOWN)
            elif odd:
                found.append(SUSPECT)
            elif not picked:
                found.append(OUT)
            else:
                found.append(
                    ZERO if not value else SHADES[next(i for i, (_, top) in enumerate(classes) if value <= top)]
                )
        return found

    def legend(self) -> dict[str, str]:
        """Look -> its words: zero, every shade with its printed bounds, then what else occurs."""
        looks = self.looks()
        first: Any = records(self.rows)[0]
        spans = [
            dict.fromkeys(write(self.bound or self.text, first._replace(**{self.value: end})) for end in ends)
            for ends in self._classes()
        ]
        shades = {shade: "–".join(span) for shade, span in zip(SHADES, spans, strict=False)}
        others = {it: it for it in (SUSPECT, UNKNOWN, OUT) if it in looks}
        return ({ZERO: "0"} if ZERO in looks else {}) | shades | others

    def styles(self, ink: Ink) -> dict[str, tuple[str, str]]:
        """Look -> colour and hatching."""
        shades = {shade: (ink.colour(shade), "") for shade in SHADES}
        others = {ZERO: (ink.paper, ""), OUT: (ink.muted, ""), SUSPECT: (ink.muted, "x"), UNKNOWN: (ink.muted, "/")}
        return shades | others

    def letters(self, ink: Ink) -> dict[str, str]:
        """Look -> colour of words on it, where it is not that of all text."""
        return dict(zip(SHADES, ink.sequence_text, strict=True))

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        above = legend_height(list(self.legend().values()), surface, surface.width)
        rows = int(self.rows["tile_row"].max()) + 1
        height = surface.height or round(rows * 80 + above + 2 * EDGE)
        data, axes = self.grid(ink, surface, height - above)
        return figure(
            ink,
            surface,
            [*data, *self.keys(ink)],
            height,
            {"l": EDGE, "r": EDGE, "t": above + EDGE, "b": EDGE},
            barmode="overlay",
            bargap=0,
            showlegend=True,
            **axes,
        )

    def grid(self, ink: Ink, surface: Surface, height: float) -> tuple[list[Json], Json]:
        """The tiles as traces, and their axes, for a room as wide as the surface and `height` pixels high."""
        looks, said = self.looks(), self.said()
        styles, on = self.styles(ink), self.letters(ink)
        columns, rows = int(self.rows["tile_col"].max()) + 1, int(self.rows["tile_row"].max()) + 1
        letter = min(surface.letter - 2.0, height / rows / 4.2) if surface.height else surface.letter - 2
        letter = max(letter, 9.0, surface.least)
        wide = surface.width / columns * 0.9
        names = [text.wrap(str(name), wide, letter, most=2) for name in self.rows["regency_short"]]
        marker = {
            "color": [styles[look][0] for look in looks],
            "line": {
                "color": ink.soft_text,
                "width": [1 if look in (ZERO, SUSPECT, UNKNOWN) else 0 for look in looks],
            },
            # the lines take the colour of the bar, whatever fgcolor says
            "pattern": {"shape": [styles[look][1] for look in looks], "bgcolor": ink.paper, "size": 8, "solidity": 0.2},
        }
        # bars, because a bar can be clicked and grows with the screen; a heat map can not, a marker does not
        tiles: Json = {
            "type": "bar",
            "x": [int(it) for it in self.rows["tile_col"]],
            "y": [0.94] * len(looks),
            "base": [-int(it) - 0.47 for it in self.rows["tile_row"]],
            "width": 0.96,
            "marker": marker,
            "text": [
                f"{name}<br><b>{text.wrap(SUSPECT if look == SUSPECT else it, wide, letter)}</b>"
                for name, it, look in zip(names, said, looks, strict=True)
            ],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "constraintext": "none",
            "textfont": {"color": [on.get(look, ink.text) for look in looks], "size": letter},
            "customdata": self.codes("regency_code"),
            "hovertext": self.written(self.hover)
            if self.hover
            else [f"{name}: {it}" for name, it in zip(self.rows["regency_short"], said, strict=True)],
            "hoverinfo": "text",
            "showlegend": False,
        }
        axes: Json = {
            "xaxis": {"visible": False, "range": [-0.5, columns - 0.5]},
            "yaxis": {"visible": False, "range": [0.5 - rows, 0.5], "rangemode": "normal"},
        }
        return [tiles], axes

    def keys(self, ink: Ink) -> list[Json]:
        """Traces of the legend only."""
        styles = self.styles(ink)
        return [
            {
                "type": "bar",
                "x": [None],
                "y": [None],
                "name": words,
                "showlegend": True,
                "hoverinfo": "skip",
                "marker": {
                    "color": styles[look][0],
                    "line": {"color": ink.soft_text, "width": 1},
                    "pattern": {"shape": styles[look][1], "bgcolor": ink.paper, "size": 6, "solidity": 0.3},
                },
            }
            for look, words in self.legend().items()
        ]


@dataclass(frozen=True, eq=False)
class Dots(Spec):
    """One mark a row on a scale of percent. label: template; rows of one label share a line.

    value: column of percents; an empty one gets no mark. by, looks: cell of a column -> (name, colour, symbol). at:
    column of the value to be marked. hover: template.
    """

    label: str
    value: str
    by: str
    looks: Mapping[str, tuple[str, str, str]]
    hover: str
    at: str = ""

    default_kind: ClassVar[str] = "Diagram titik menurut jenis"
    shortens: ClassVar[bool] = True

    @property
    def count(self) -> int:
        """How many lines; each may hold many rows."""
        return self._labels().nunique()

    def shortened(self, most: int) -> Self:
        labels = self._labels()
        kept = labels.isin(list(dict.fromkeys(labels))[:most])
        cut = self.count - most
        return replace(self, rows=self.rows[kept], left_out=self.left_out + cut) if cut > 0 else self

    def listing(self) -> list[str]:
        found = []
        for label, part in self.rows[self.rows[self.value].notna()].groupby(self._labels(), sort=False):
            counts = ((name.lower(), sum(part[self.by] == key)) for key, (name, _, _) in self.looks.items())
            told = ", ".join(f"{name} {count}" for name, count in counts if count)
            span = f"{formats.percent(part[self.value].min())} sampai {formats.percent(part[self.value].max())}"
            found.append(f"{untagged(str(label))}: {told}, {span}")
        return found

    def _labels(self) -> pd.Series:
        import pandas as pd  # noqa: PLC0415 - cards are declared without it

        return pd.Series(self.written(self.label), self.rows.index, dtype=object)

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        labels, at = self._labels(), self.only(self.at)
        kinds = list(dict.fromkeys(labels))
        below = surface.letter * text.LINE + GAP
        room = surface.width - Rows.fit(kinds, surface, below, bars=2).left - 3 * GAP
        above = legend_height([name for name, _, _ in self.looks.values()], surface, room)
        lines = Rows.fit(kinds, surface, above + below, bars=2)
        # marks of one kind are spread over five heights, so that equal shares do not hide one another
        spread = self.rows.groupby(labels).cumcount() % 5 - 2
        height = labels.map(kinds.index) + spread * 0.13
        data: list[Json] = []
        for key, (name, colour, symbol) in self.looks.items():
            part = self.rows[(self.rows[self.by] == key) & self.rows[self.value].notna()]
            data.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": floats(part[self.value]),
                    "y": floats(height[part.index]),
                    "name": name,
                    "marker": {"symbol": symbol, "size": 10, "color": ink.colour(colour)},
                    "hovertext": self.on(part).written(self.hover),
                    "hoverinfo": "text",
                }
            )
        top = max([value for trace in data for value in trace["x"]] + [at or 0.0]) * 1.08 or 1.0
        return figure(
            ink,
            surface,
            data,
            round(lines.height + above + below),
            {"l": lines.left, "r": 3 * GAP, "t": above + EDGE, "b": below},
            showlegend=True,
            legend=LEGEND,
            shapes=[rule(ink, x=at)] if at is not None else [],
            xaxis={"range": [-2, top], "ticksuffix": "%", "rangemode": "normal", "nticks": min(6, round(room / 45))},
            yaxis=lines.axis(ink) | {"showgrid": True},
        )
