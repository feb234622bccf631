"""A map and the bars of one measure in one figure: outlines or equal tiles left, regencies in their order right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from math import dist
from typing import ClassVar

from koperasi.look import text
from koperasi.look.charts.bars import Bars
from koperasi.look.charts.base import EDGE, GAP, Figure, Json, Spec, figure, hovers, legend_height, letters, note
from koperasi.look.charts.cells import Tiles
from koperasi.look.ink import Ink
from koperasi.look.surface import PHONE, SCREEN, SMALL, Surface

Point = tuple[float, float]  # degrees east and north
Ring = tuple[Point, ...]  # ends where it begins
Rings = tuple[Ring, ...]  # of one regency
Frame = tuple[float, float, float, float]  # west, south, east, north

_WIDE = 800  # pixels that the screen gives it: it stands alone in its row
_SHARE = 0.44  # of the width, for the map
_BESIDE = 640  # pixels: in a narrower picture the bars stand alone
_TALL = 400  # pixels of the map where it may choose
_TILE = 62  # pixels of a row of tiles on a phone
_SMALL = 18  # pixels: what is narrower and lower is called out in a box of its own
_BOX = 26  # pixels of such a box
_SCANS = 24  # lines on which the widest place of a regency is sought
_TRIES = 16  # places across, and as many down, at which the boxes are tried
_SMALLEST = 9.0  # pixels of a letter on the map
_CROSSED = 80  # pixels that a line may be longer if it spares a name or another line


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

    def fits(self, ink: Ink, surface: Surface) -> bool:
        """Beside each other, each as wide as it must be."""
        beside = replace(surface, width=round((1 - _SHARE) * surface.width))
        return surface.width >= _BESIDE and self.bars.fits(ink, beside) and self._readable(ink, surface)

    def _readable(self, ink: Ink, surface: Surface) -> bool:
        return min(letters(self.draw(ink, surface))) >= surface.least

    def simpler(self) -> Bars:
        """The bars hold every number of the map."""
        return self.bars

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        if surface.name == PHONE.name:
            return self._below_each_other(ink, surface)
        if surface.name == SMALL.name:
            return self._alone(ink, surface)
        if surface.name == SCREEN.name:
            surface = replace(surface, width=max(surface.width, _WIDE))
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
        data, axes, notes = self._map(ink, replace(surface, width=round(wide)), room)
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

    def _map(self, ink: Ink, surface: Surface, high: float) -> tuple[list[Json], Json, list[Json]]:
        """Traces, axes and notes of the map as wide as the surface: outlines, where each regency has its own."""
        if self.outlines and self.tiles.rows["regency_code"].isin(list(self.outlines)).all():
            return self._outlined(ink, surface, surface.width - 2 * EDGE, high)
        return *self.tiles.grid(ink, surface, high), []

    def _alone(self, ink: Ink, surface: Surface) -> Figure:
        """The map without the bars."""
        above = legend_height(list(self.tiles.legend().values()), surface, surface.width)
        below = surface.letter * text.LINE + EDGE
        height = surface.height or round(_TALL + above + below)
        data, axes, notes = self._map(ink, surface, height - above - EDGE - below)
        return figure(
            ink,
            surface,
            [*data, *self.tiles.keys(ink)],
            height,
            {"l": EDGE, "r": EDGE, "t": above + EDGE, "b": below},
            **axes,
            annotations=notes,
            showlegend=True,
            barmode="overlay",
            bargap=0,
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
        drawn = [self.outlines[code] for code in codes]
        west, south, east, north = _frame(drawn)
        degree = min(wide / (east - west), high / (north - south))  # pixels of a degree: the least that it can be
        spans = [max(rings, key=_size) for rings in drawn]
        small = [place for place, span in enumerate(spans) if _extent(span) * degree < 2.2 * _SMALL]
        # from north to south, so that no two lines cross
        small.sort(key=lambda place: -_heart(drawn[place])[1])
        looks, said = self.tiles.looks(), self.tiles.said()
        styles, on = self.tiles.styles(ink), self.tiles.letters(ink)
        names = [str(name) for name in self.tiles.rows["regency_short"]]
        told = self.tiles.written(self.tiles.hover) if self.tiles.hover else []
        told = told or [f"{name}: {words}" for name, words in zip(names, said, strict=True)]
        told = hovers(told, surface)
        least = max(_SMALLEST, surface.least)
        letter = max(least, surface.letter - 3.0)
        called = [text.wrap(names[place], 0.3 * wide, letter) for place in small]
        block = _BOX + GAP + max((text.width(it, letter) for it in called), default=0.0) if small else 0.0
        data = [_area(ink, drawn[place], code, styles[looks[place]], told[place]) for place, code in enumerate(codes)]
        notes: list[Json] = []
        inside: list[tuple[str, Point, str, float]] = []  # names: words, middle, colour, letter
        words_at: list[Frame] = []
        for place, span in enumerate(spans):
            if place in small:
                continue
            words, size, spot = _label(span, names[place], letter, least, degree)
            if words and looks[place] not in _HATCHED:
                inside.append((words, spot, on.get(looks[place], ink.text), size))
                words_at.append(_around(words, spot, size, degree))
        # room beside the map for them; where it has more than it needs, as on most screens, it grows back
        degree = max(0.8 * degree, min(degree, (wide - block - GAP) / (east - west)))
        across = block / degree
        spare = wide / degree - (east - west)
        hearts = tuple(_heart(drawn[place]) for place in small)
        eastward, corner = _free_corner(tuple(drawn), tuple(words_at), hearts, across, (_BOX + GAP) / degree, spare)
        lines: list[tuple[Point, Point]] = []
        for step, (place, words, heart) in enumerate(zip(small, called, hearts, strict=True)):
            box, start, at, beside = _box(corner, step, across, eastward, degree)
            style = styles[looks[place]]
            lines.append((start, heart))
            data.append(_area(ink, (box,), codes[place], style, told[place]))
            notes.append(note(words, *at, ink.text, letter, xref="x", yref="y", borderpad=0, **beside))
        data += [_leaders(ink, lines)] * bool(lines) + [_names(inside)] * bool(inside)
        if self.credit:
            below: Json = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "borderpad": 0}
            words = f"Garis luar: {self.credit}"
            notes.append(note(words, 0, 0, ink.soft_text, max(least, 0.75 * surface.letter), yshift=-2, **below))
        if small:
            west, east = min(west, corner[0]), max(east, corner[0] + across)
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


def _leaders(ink: Ink, lines: Sequence[tuple[Point, Point]]) -> Json:
    """Each from a box to a dot in what it stands for; one trace, for what a trace costs."""
    points = [point for line in lines for point in (*line, (None, None))][:-1]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "line": {"color": ink.text, "width": 1},
        "marker": {
            "size": [0, 6, 0] * len(lines),
            "color": ink.text,
            "line": {"color": ink.paper, "width": 1},
        },
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _names(inside: Sequence[tuple[str, Point, str, float]]) -> Json:
    """Words on the map. A trace and not annotations, which take a browser more than twice as long."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x for _, (x, _), _, _ in inside],
        "y": [y for _, (_, y), _, _ in inside],
        "text": [words for words, _, _, _ in inside],
        "textfont": {"color": [colour for _, _, colour, _ in inside], "size": [letter for *_, letter in inside]},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _box(corner: Point, step: int, across: float, eastward: bool, degree: float) -> tuple[Ring, Point, Point, Json]:
    """A box as a ring, where its line begins, its name's place and anchor. eastward: the box east of its name."""
    left, top = corner[0], corner[1] - step * (_BOX + GAP) / degree
    side, middle = _BOX / degree, top - _BOX / degree / 2
    if eastward:
        left += across - side
        start = left + side
        at, beside = left, {"xanchor": "right", "align": "right", "xshift": -GAP / 2}
    else:
        start = left
        at, beside = left + side, {"xanchor": "left", "align": "left", "xshift": GAP / 2}
    ring = ((left, top), (left + side, top), (left + side, top - side), (left, top - side), (left, top))
    return ring, (start, middle), (at, middle), beside


@lru_cache(maxsize=64)  # the same for all measures and filters
def _free_corner(
    drawn: tuple[Rings, ...],
    words_at: tuple[Frame, ...],
    hearts: tuple[Point, ...],
    across: float,
    step: float,
    spare: float,
) -> tuple[bool, Point]:
    """The north-western corner of a block of boxes, one a heart: clear of land, with short lines that cross no name.

    Before it: whether the hearts lie east of it. across, step: degrees of the block's width and of the height of one
    box. spare: degrees that the map may be wider.
    """
    west, south, east, north = _frame(drawn)
    if not hearts:
        return True, (west, north)
    down = len(hearts) * step
    points = [point for rings in drawn for ring in rings for point in ring]
    lefts = [west - spare + (east - west + 2 * spare - across) * it / _TRIES for it in range(_TRIES + 1)]
    tops = [south + down + (north - south - down) * it / _TRIES for it in range(_TRIES + 1)]

    def eastward(left: float) -> bool:
        return sum(x for x, _ in hearts) / len(hearts) > left + across / 2

    def cost(corner: Point) -> float:
        left, top = corner
        air = 0.2 * step
        land = sum(left - air <= x <= left + across + air and top - down <= y <= top + air for x, y in points)
        spots = [(left + across * i / 4, top - down * j / 4) for i in range(5) for j in range(5)]
        land += sum(_inside(ring, spot) for rings in drawn for ring in rings for spot in spots if not land)
        start = left + across if eastward(left) else left
        lines = [((start, top - (place + 0.5) * step), heart) for place, heart in enumerate(hearts)]
        crossed = sum(_meets(frame, line) for frame in words_at for line in lines)
        # a block that makes the map wider moves it to the side
        outside = max(0.0, west - left, left + across - east)
        return 1000.0 * land + sum(dist(*line) for line in lines) + 0.3 * outside + crossed * _CROSSED / _BOX * step

    best = min(((left, top) for left in lefts for top in tops), key=cost)
    return eastward(best[0]), best


def _inside(ring: Ring, spot: Point) -> bool:
    return any(left < spot[0] < right for left, right in _crossings(ring, spot[1]))


def _meets(frame: Frame, line: tuple[Point, Point]) -> bool:
    """Whether a line runs through a frame; sampled, since a pixel more or less does not matter."""
    (x, y), (to_x, to_y) = line
    west, south, east, north = frame
    found = ((x + (to_x - x) * it / 24, y + (to_y - y) * it / 24) for it in range(25))
    return any(west <= a <= east and south <= b <= north for a, b in found)


def _extent(ring: Ring) -> float:
    """Degrees of its longer side."""
    west, south, east, north = _frame([(ring,)])
    return max(east - west, north - south)


def _frame(drawn: Sequence[Rings]) -> Frame:
    points = [point for rings in drawn for ring in rings for point in ring]
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _around(words: str, spot: Point, letter: float, degree: float) -> Frame:
    """Of words whose middle is at a spot."""
    x, y = text.width(words, letter) / degree / 2, letter * text.LINE * len(text.lines(words)) / degree / 2
    return spot[0] - x, spot[1] - y, spot[0] + x, spot[1] + y


def _size(ring: Ring) -> float:
    """Its area in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def _heart(rings: Rings) -> Point:
    ring = max(rings, key=_size)
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def _crossings(ring: Ring, north: float) -> list[tuple[float, float]]:
    """Where a line of one latitude lies inside: pairs of degrees east."""
    cuts = sorted(
        a[0] + (north - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for a, b in pairwise(ring)
        if (a[1] > north) != (b[1] > north)
    )
    return list(zip(cuts[::2], cuts[1::2], strict=True))


def _rooms(ring: Ring, high: float) -> Iterator[tuple[float, Point]]:
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


@lru_cache(maxsize=256)
def _label(ring: Ring, name: str, letter: float, least: float, degree: float) -> tuple[str, float, Point]:
    """The name on as many lines as let it lie inside, else the initials of three words; its letters and its middle.

    "" where even small letters have no room.
    """
    parts = name.split()
    short = ["".join(part[0] for part in parts)] if len(parts) > 2 else []
    options = dict.fromkeys([name, *(text.wrap(name, room, letter) for room in (90, 60, 30)), *short])
    for size in (letter, *(it for it in (0.85 * letter, 0.7 * letter) if it >= least)):
        for words in options:
            high = size * text.LINE * len(text.lines(words)) / degree
            room, spot = max(_rooms(ring, high), default=(0.0, (0.0, 0.0)))
            if room * degree >= text.width(words, size) + 4:
                return words, size, spot
    return "", letter, (0.0, 0.0)


def _second(it: Json) -> Json:
    """A note or a shape of the bars on the second axes."""
    moved = dict(it)
    for name, axis in (("xref", "x2"), ("yref", "y2")):
        moved[name] = f"{axis} domain" if it.get(name) == "paper" else axis
    return moved
