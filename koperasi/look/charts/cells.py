"""Words in boxes: the tile map, boxes, names, marks on a scale, and big numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any, ClassVar, Self

import pandas as pd

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
    cells,
    figure,
    floats,
    hovers,
    legend_height,
    missing_words,
    note,
    rule,
    untagged,
)
from koperasi.look.columns import records, write
from koperasi.look.ink import SHADES, Ink
from koperasi.look.surface import Surface

ZERO, OUT = "nol", "tidak dipilih"
_BIG = 2  # letters of a big number, of those beside it


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
class Boxes(Spec):
    """One box a row: a head in bold, words below it; hollow (a column) stands for what is not in force or not dated."""

    head: str
    text: str
    hollow: str = ""
    code: str = ""

    default_kind: ClassVar[str] = "Daftar"
    shortens: ClassVar[bool] = True

    def listing(self) -> list[str]:
        found = zip(self.written(self.head), self.written(self.text), strict=True)
        return [f"{head}: {said}".removesuffix(".") for head, said in found]

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        heads, texts = self.written(self.head), self.written(self.text)
        hollow = [bool(it) for it in self.per_row(self.hollow, False)]
        letter: float = surface.letter
        while True:
            room = surface.width - 4 * GAP
            said = [
                f"{text.wrap(f'<b>{head}</b>', room, letter)}<br>{text.wrap(words, room, letter)}"
                for head, words in zip(heads, texts, strict=True)
            ]
            heights = [letter * text.LINE * len(text.lines(it)) + 1.5 * GAP for it in said]
            whole = sum(heights) + EDGE * len(heights)
            if surface.height is None or whole <= surface.height or letter <= surface.least:
                break
            letter -= 0.5
        tops = [sum(heights[:place]) + EDGE * place for place in range(len(heights))]
        middles = [top + height / 2 for top, height in zip(tops, heights, strict=True)]
        bars: Json = {
            "type": "bar",
            "orientation": "h",
            "x": [1] * len(said),
            "y": middles,
            "width": heights,
            "marker": {
                "color": [ink.paper if empty else ink.colour("first") for empty in hollow],
                "line": {"color": ink.soft_text, "width": [int(empty) for empty in hollow]},
            },
            "hovertext": hovers((f"{head}: {words}" for head, words in zip(heads, texts, strict=True)), surface),
            "hoverinfo": "text",
        }
        if codes := self.codes(self.code):
            bars["customdata"] = codes
        filled = text.readable(ink.colour("first"))
        # notes rather than texts of the bars, which Plotly can only centre
        notes = [
            note(it, 0, y, ink.text if empty else filled, letter, xanchor="left", xshift=GAP, align="left")
            for it, y, empty in zip(said, middles, hollow, strict=True)
        ]
        return figure(
            ink,
            surface,
            [bars],
            surface.height or round(whole),
            {"l": 1, "r": 1, "t": 1, "b": 1},
            xaxis={"visible": False, "range": [0, 1]},
            # the same pixels a letter, also where the room is higher than the boxes
            yaxis={"visible": False, "range": [max(whole, surface.height or 0) - EDGE + 1, -1], "rangemode": "normal"},
            annotations=notes,
        )


@dataclass(frozen=True, eq=False)
class Names(Spec):
    """One cell a row with a name in it, in blocks by regency; an empty name is said to be none.

    name: column. group: template of a block's name beside it. none: said in the cell of a block without names.
    """

    name: str
    group: str
    none: str

    default_kind: ClassVar[str] = "Daftar nama yang dikelompokkan menurut kabupaten/kota"
    shortens: ClassVar[bool] = True

    def _blocks(self) -> dict[str, list[str]]:
        blocks: dict[str, list[str]] = {}
        for group, name in zip(self.written(self.group), cells(self.rows[self.name]), strict=True):
            blocks.setdefault(group, []).append(str(name or self.none))
        return blocks

    def listing(self) -> list[str]:
        return [f"{group} {formats.listed(names)}" for group, names in self._blocks().items()]

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        blocks = self._blocks()
        known = [name is not None for name in cells(self.rows[self.name])]
        groups = list(blocks)
        # a gap before each block, so that its cells read as one
        places, middles, place = [], [], 0.0
        for names in blocks.values():
            place += 0.3
            middles.append(place + (len(names) - 1) / 2)
            for _ in names:
                places.append(place)
                place += 1
        letter: float = surface.letter
        if surface.height is not None:
            letter = max(surface.least, min(letter, surface.height / place / 1.25))
        labels = [text.wrap(group, 0.34 * surface.width, letter, most=2) for group in groups]
        left = max(text.width(label, letter) for label in labels) + GAP
        said = [text.wrap(name, surface.width - left - 3 * GAP, letter) for names in blocks.values() for name in names]
        deep = max(len(text.lines(it)) for it in said)
        bars: Json = {
            "type": "bar",
            "orientation": "h",
            "x": [1] * len(said),
            "y": places,
            "width": 0.92,
            "text": said,
            "textposition": "inside",
            "insidetextanchor": "start",
            "textangle": 0,
            "constraintext": "none",
            "textfont": {
                "color": [text.readable(ink.colour("first")) if it else ink.text for it in known],
                "size": letter,
            },
            "marker": {
                "color": [ink.colour("first") if it else ink.paper for it in known],
                "line": {"color": ink.soft_text, "width": [int(not it) for it in known]},
            },
            "customdata": self.codes("regency_code"),
            "hovertext": [f"{name}, {where}" for name, where in zip(said, self.rows["regency_short"], strict=True)],
            "hoverinfo": "text",
        }
        return figure(
            ink,
            surface,
            [bars],
            surface.height or round(place * max(36, deep * letter * text.LINE + 10)),
            {"l": left, "r": 1, "t": 1, "b": 1},
            xaxis={"visible": False, "range": [0, 1]},
            yaxis={
                "tickvals": middles,
                "ticktext": labels,
                "range": [place - 0.4, -0.3],
                "showgrid": False,
                "zeroline": False,
                "rangemode": "normal",
                "tickfont": {"color": ink.text, "size": letter},
            },
        )


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


@dataclass(frozen=True)
class Tally:
    """One big number with what it counts above and what belongs to it below."""

    value: str
    label: str
    detail: str


@dataclass(frozen=True, eq=False)
class Tallies(Spec):
    """Big numbers in a grid of at most three columns; for pictures, since the screen has tiles of its own.

    value, label, detail: templates, one number a row; or `tallies` made by hand.
    """

    tallies: Sequence[Tally] = ()
    value: str = ""
    label: str = ""
    detail: str = ""

    default_kind: ClassVar[str] = "Angka"
    shortens: ClassVar[bool] = True

    def all(self) -> list[Tally]:
        """Each of the numbers."""
        if not self.value:
            return list(self.tallies)
        return list(map(Tally, *(self.written(it) for it in (self.value, self.label, self.detail))))

    def listing(self) -> list[str]:
        return [f"{it.label} {it.value}, {it.detail}" for it in self.all()]

    @property
    def count(self) -> int:
        return len(self.all())

    def shortened(self, most: int) -> Self:
        cut = self.count - most
        if cut <= 0:
            return self
        return replace(super().shortened(most) if self.value else self, tallies=self.all()[:most], left_out=cut)

    def _columns(self, surface: Surface) -> tuple[int, list[list[tuple[str, str, str]]], list[float]]:
        """How many side by side, their words wrapped in rows, and the pixels of each row: the lowest of all ways."""
        found = []
        for across in range(1, 1 + (min(3, self.count) if surface.height or surface.width > 500 else 1)):
            wide = surface.width / across - 2 * GAP
            said = [
                (f"<b>{text.wrap(it.label, wide, surface.letter, bold=True)}</b>", f"<b>{it.value}</b>", it.detail)
                for it in self.all()
            ]
            words = [(label, value, text.wrap(detail, wide, surface.letter)) for label, value, detail in said]
            rows = [words[place : place + across] for place in range(0, len(words), across)]
            high = [max(sum(size for _, size in self._sizes(it, surface)) for it in row) + GAP for row in rows]
            broad = max(text.width(it, _BIG * surface.letter) for _, it, _ in words)
            if broad <= wide or across == 1:
                found.append((across, rows, high))
        # where all fit, the most side by side
        ways = [it for it in found if surface.height is None or sum(it[2]) <= surface.height]
        return ways[-1] if ways else min(found, key=lambda it: sum(it[2]))

    def _sizes(self, words: tuple[str, str, str], surface: Surface) -> list[tuple[float, float]]:
        """Letters and pixels of each."""
        letters = (surface.letter, _BIG * surface.letter, surface.letter)
        return [
            (letter, letter * text.LINE * len(text.lines(it)) + 2) for it, letter in zip(words, letters, strict=True)
        ]

    def fits(self, ink: Ink, surface: Surface) -> bool:  # noqa: ARG002 - of any colour
        return surface.height is None or sum(self._columns(surface)[2]) <= surface.height

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        across, rows, high = self._columns(surface)
        height = surface.height or round(sum(high))
        spare = max(height - sum(high), 0) / len(high)
        notes: list[Json] = []
        above = 0.0
        for row, pixels in zip(rows, high, strict=True):
            for column, words in enumerate(row):
                top = above
                colours = (ink.text, ink.text, ink.soft_text)
                for said, (size, takes), colour in zip(words, self._sizes(words, surface), colours, strict=True):
                    placed: Json = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
                    placed |= {"align": "left", "yshift": -top, "borderpad": 0}
                    notes.append(note(said, column / across, 1, colour, size, **placed))
                    top += takes
            above += pixels + spare
        hidden = {"visible": False, "range": [0, 1]}
        margin = {"l": 1, "r": 1, "t": 1, "b": 1}
        return figure(ink, surface, [], height, margin, annotations=notes, xaxis=hidden, yaxis=hidden)
