"""A map and the bars of one measure in one figure: outlines or equal tiles left, regencies in their order right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import ClassVar

from koperasi.look import text
from koperasi.look.charts.bars import Bars
from koperasi.look.charts.base import EDGE, GAP, Figure, Json, Spec, figure, hovers, legend_height, note
from koperasi.look.charts.cells import Tiles
from koperasi.look.ink import Ink
from koperasi.look.surface import PHONE, SCREEN, Surface

Point = tuple[float, float]  # degrees east and north
Rings = Sequence[Sequence[Point]]  # of one regency, each ending where it begins

_WIDE = 700  # pixels that the screen gives it: it stands alone in its row
_SHARE = 0.42  # of the width, for the map
_TALL = 400  # pixels of the map where it may choose
_TILE = 62  # pixels of a row of tiles on a phone
_SMALL = 18  # pixels: what is narrower and lower is called out in a box of its own
_BOX = 26  # pixels of such a box
_SCANS = 24  # lines on which the widest place of a regency is sought


@dataclass(frozen=True, eq=False)
class Map(Spec):
    """Rows of regencies twice: on a map and as bars.

    tiles: says value, words, looks and legend of both kinds of map. bars: with rows of their own. outlines: rings by
    regency code; without them, and on a phone, the map is of tiles. credit: who drew the outlines.
    """

    tiles: Tiles
    bars: Bars
    outlines: Mapping[str, Rings] = field(default_factory=dict)
    credit: str = ""

    default_kind: ClassVar[str] = "Peta dan diagram batang terurut"

    def listing(self) -> list[str]:
        return self.bars.listing()

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        if surface.name == PHONE.name:
            return self._below_each_other(ink, surface)
        if surface.name == SCREEN.name:
            surface = replace(surface, width=max(surface.width, _WIDE))
        outlined = self.tiles.rows["regency_code"].isin(list(self.outlines)).all() and bool(self.outlines)
        wide = _SHARE * surface.width
        above = legend_height(list(self.tiles.legend().values()), surface, surface.width)
        below = surface.letter * text.LINE + EDGE
        natural = self.bars.draw(ink, replace(surface, width=round(surface.width - wide), height=None))
        height = surface.height or round(max(natural["layout"]["height"], _TALL) + above + below)
        room = height - above - EDGE - below
        beside = replace(surface, width=round(surface.width - wide), height=round(room + EDGE))
        bars = self.bars.draw(ink, beside)
        across = surface.width - 2 * EDGE
        right = (wide + bars["layout"]["margin"]["l"] - EDGE) / across
        if outlined:
            data, axes, notes = self._outlined(ink, surface, wide - 2 * EDGE, room)
        else:
            data, axes = self.tiles.grid(ink, replace(surface, width=round(wide)), room)
            notes = []
        axes["xaxis"] |= {"domain": [0, (wide - 2 * EDGE) / across]}
        return self._joined(
            ink,
            surface,
            [*data, *self.tiles.keys(ink)],
            bars,
            height,
            {"l": EDGE, "r": EDGE, "t": above + EDGE, "b": below},
            axes,
            {"domain": [right, 1]},
            {"domain": [0, 1]},
            notes,
        )

    def _below_each_other(self, ink: Ink, surface: Surface) -> Figure:
        """Tiles, then bars."""
        above = legend_height(list(self.tiles.legend().values()), surface, surface.width)
        high = _TILE * (int(self.tiles.rows["tile_row"].max()) + 1)
        bars = self.bars.draw(ink, surface)
        margin, below = bars["layout"]["margin"], bars["layout"]["margin"]["b"]
        plot = bars["layout"]["height"] - margin["t"] - below
        whole = high + 2 * GAP + plot
        data, axes = self.tiles.grid(ink, surface, high)
        axes["yaxis"] |= {"domain": [1 - high / whole, 1]}
        across = surface.width - 2 * EDGE
        return self._joined(
            ink,
            surface,
            [*data, *self.tiles.keys(ink)],
            bars,
            round(whole + above + EDGE + below),
            {"l": EDGE, "r": EDGE, "t": above + EDGE, "b": below},
            axes,
            {"domain": [(margin["l"] - EDGE) / across, 1]},
            {"domain": [0, plot / whole]},
            [],
        )

    def _joined(
        self,
        ink: Ink,
        surface: Surface,
        data: list[Json],
        bars: Figure,
        height: int,
        margin: Json,
        axes: Json,
        across: Json,
        down: Json,
        notes: list[Json],
    ) -> Figure:
        """One figure of the map on the first axes and the bars on the second."""
        second = bars["layout"]
        moved = [it | {"xaxis": "x2", "yaxis": "y2"} for it in bars["data"]]
        return figure(
            ink,
            surface,
            [*data, *moved],
            height,
            margin,
            **axes,
            xaxis2=second["xaxis"] | across | {"anchor": "y2", "fixedrange": True},
            yaxis2=second["yaxis"] | down | {"anchor": "x2", "fixedrange": True, "automargin": False},
            shapes=[_second(it) for it in second.get("shapes", [])],
            annotations=[*notes, *(_second(it) for it in second.get("annotations", []))],
            showlegend=True,
            barmode="overlay",
            bargap=second["bargap"],
        )

    def _outlined(self, ink: Ink, surface: Surface, wide: float, high: float) -> tuple[list[Json], Json, list[Json]]:
        """Traces, axes and notes of the outlines in a room of so many pixels."""
        codes = [str(code) for code in self.tiles.rows["regency_code"]]
        points = [point for code in codes for ring in self.outlines[code] for point in ring]
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        degree = min(wide / (east - west), high / (north - south))  # pixels of a degree: the least that it can be
        looks, said = self.tiles.looks(), self.tiles.said()
        styles, on = self.tiles.styles(ink), self.tiles.letters(ink)
        names = list(self.tiles.rows["regency_short"])
        told = self.tiles.written(self.tiles.hover) if self.tiles.hover else []
        told = told or [f"{name}: {words}" for name, words in zip(names, said, strict=True)]
        told = hovers(told, surface)
        letter = max(9.0, surface.letter - 3.0)
        data: list[Json] = []
        notes: list[Json] = []
        small: list[int] = []
        for place, code in enumerate(codes):
            rings = self.outlines[code]
            data.append(_area(ink, rings, code, styles[looks[place]], told[place]))
            span = max(rings, key=_size)
            size = [max(it[axis] for it in span) - min(it[axis] for it in span) for axis in (0, 1)]
            if max(size) * degree < 2.2 * _SMALL:
                small.append(place)
                continue
            words, spot = _label(span, str(names[place]), letter, degree)
            if words and looks[place] not in _HATCHED:
                colour = on.get(looks[place], ink.text)
                notes.append(note(words, *spot, colour, letter, xref="x", yref="y", borderpad=0, captureevents=False))
        data_, notes_ = self._called_out(ink, small, wide, degree, (west, east, south, north), letter, told)
        data += data_
        notes += notes_
        if self.credit:
            below: Json = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "borderpad": 0}
            words = f"Garis luar: {self.credit}"
            notes.append(note(words, 0, 0, ink.soft_text, max(9.0, 0.75 * surface.letter), yshift=-2, **below))
        axes: Json = {
            "xaxis": {"visible": False, "range": [west, east], "constrain": "domain"},
            "yaxis": {
                "visible": False,
                "range": [south, north],
                "rangemode": "normal",
                "scaleanchor": "x",
                "constrain": "domain",
            },
        }
        return data, axes, notes

    def _called_out(
        self,
        ink: Ink,
        small: Sequence[int],
        wide: float,
        degree: float,
        frame: tuple[float, float, float, float],
        letter: float,
        told: Sequence[str],
    ) -> tuple[list[Json], list[Json]]:
        """Boxes for what is too small to be seen or hit, one below the other in the corner with the least land."""
        west, east, south, north = frame
        looks, styles = self.tiles.looks(), self.tiles.styles(ink)
        names = [text.wrap(str(self.tiles.rows["regency_short"].iloc[place]), 0.3 * wide, letter) for place in small]
        side, step = _BOX / degree, (_BOX + GAP) / degree
        across = side + (max((text.width(it, letter) for it in names), default=0.0) + GAP) / degree
        down = len(small) * step
        corners = [(x, y) for y in (north, south + down) for x in (west, east - across)]
        points = [point for rings in self.outlines.values() for ring in rings for point in ring]

        def land(corner: Point) -> int:
            left, top = corner
            return sum(left <= x <= left + across and top - down <= y <= top for x, y in points)

        left, top = min(corners, key=land)
        data: list[Json] = []
        notes: list[Json] = []
        for count, (place, words) in enumerate(zip(small, names, strict=True)):
            code = str(self.tiles.rows["regency_code"].iloc[place])
            upper = top - count * step
            frame_of_box = [(left, upper), (left + side, upper), (left + side, upper - side), (left, upper - side)]
            heart = _heart(self.outlines[code])
            start = (left + side / 2, upper - side) if heart[1] < upper - side else (left + side / 2, upper)
            # the lowest box has the way free; the others leave at their side
            if count < len(small) - 1 and start[1] < upper:
                start = (left, upper - side / 2) if heart[0] < left else (left + side, upper - side)
            data += [
                _leader(ink, start, heart),
                _area(ink, [[*frame_of_box, frame_of_box[0]]], code, styles[looks[place]], told[place]),
            ]
            beside = {"xanchor": "left", "align": "left", "xshift": GAP / 2, "borderpad": 0, "bgcolor": ink.paper}
            notes.append(note(words, left + side, upper - side / 2, ink.text, letter, xref="x", yref="y", **beside))
        return data, notes


_HATCHED = ("diragukan", "tidak ada data")


def _area(ink: Ink, rings: Rings, code: str, style: tuple[str, str], told: str) -> Json:
    """One regency as a filled line; a click anywhere in it is a click on its code."""
    points = [point for ring in rings for point in (*ring, (None, None))][:-1]
    colour, shape = style
    area: Json = {
        "type": "scatter",
        "mode": "lines",
        "fill": "toself",
        "hoveron": "fills",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "line": {"color": ink.soft_text if shape or colour == ink.paper else ink.paper, "width": 1},
        "fillcolor": colour,
        "customdata": [code],
        "name": "",
        "text": told,
        "hoverinfo": "text",
        "hoverlabel": {"namelength": 0},
        "showlegend": False,
    }
    if shape:
        area["fillpattern"] = {"shape": shape, "fgcolor": colour, "bgcolor": ink.paper, "size": 8, "solidity": 0.2}
    return area


def _leader(ink: Ink, start: Point, end: Point) -> Json:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [start[0], end[0]],
        "y": [start[1], end[1]],
        "line": {"color": ink.soft_text, "width": 1},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _size(ring: Sequence[Point]) -> float:
    """Its area in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def _heart(rings: Rings) -> Point:
    ring = max(rings, key=_size)
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def _crossings(ring: Sequence[Point], north: float) -> list[tuple[float, float]]:
    """Where a line of one latitude lies inside: pairs of degrees east."""
    cuts = sorted(
        a[0] + (north - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for a, b in pairwise(ring)
        if (a[1] > north) != (b[1] > north)
    )
    return list(zip(cuts[::2], cuts[1::2], strict=True))


def _rooms(ring: Sequence[Point], high: float) -> Iterator[tuple[float, Point]]:
    """Width and middle of places in which a text `high` degrees tall lies inside."""
    low, top = min(y for _, y in ring), max(y for _, y in ring)
    for step in range(1, _SCANS):
        north = low + (top - low) * step / _SCANS
        for span in _crossings(ring, north):
            left, right = span
            for level in (north - high / 2, north + high / 2):
                middle = (left + right) / 2
                inside = next((it for it in _crossings(ring, level) if it[0] < middle < it[1]), (middle, middle))
                left, right = max(left, inside[0]), min(right, inside[1])
            yield right - left, ((left + right) / 2, north)


def _label(ring: Sequence[Point], name: str, letter: float, degree: float) -> tuple[str, Point]:
    """The name on as many lines as let it lie inside, and where; "" where none does."""
    options = dict.fromkeys([name, *(text.wrap(name, room, letter) for room in (90, 60, 30))])
    for words in options:
        high = letter * text.LINE * len(text.lines(words)) / degree
        room, spot = max(_rooms(ring, high), default=(0.0, (0.0, 0.0)))
        if room * degree >= text.width(words, letter) + 4:
            return words, spot
    return "", (0.0, 0.0)


def _second(it: Json) -> Json:
    """A note or a shape of the bars on the second axes."""
    moved = dict(it)
    for name, axis in (("xref", "x2"), ("yref", "y2")):
        moved[name] = f"{axis} domain" if it.get(name) == "paper" else axis
    return moved
