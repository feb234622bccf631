"""Lines over time that break between registers, and one that only ever rises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import ClassVar

import pandas as pd

from koperasi.look import formats, text
from koperasi.look.charts.base import EDGE, GAP, LEGEND, Figure, Json, Spec, figure, legend_height, note
from koperasi.look.charts.ticks import count_axis, every
from koperasi.look.columns import write_all
from koperasi.look.ink import Ink
from koperasi.look.surface import Surface

SUSPECT = "suspect"
_SYMBOLS = {"approximate": "circle", "disputed": "diamond", SUSPECT: "x-thin"}
_MARK = 10  # pixels of a point


@dataclass(frozen=True, eq=False)
class Line:
    """One unbroken series. name: at its last point; "" for none. labels: which points carry their number."""

    name: str
    rows: pd.DataFrame
    colour: str = "first"
    dash: str = "solid"
    labels: str = "all"  # or "last"
    code: str = ""


@dataclass(frozen=True, eq=False)
class Lines(Spec):
    """Lines over time from `rows` (alt and legend) cut into `lines`. x: column of dates; y: of values; hover: template.

    A column `quality` decides the mark of a point; a suspect one stands alone, off its line. told: template of a point
    for the alternative text.
    """

    y: str
    hover: str
    told: str
    lines: Sequence[Line] = ()
    x: str = "as_of_date"

    default_kind: ClassVar[str] = "Grafik garis, terputus antar-register"

    def listing(self) -> list[str]:
        return write_all(self.told, self.rows)

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        odd = self.rows[self.rows["quality"].isin(list(_SYMBOLS))]
        keys = {f"angka {label}": q for q, label in zip(odd["quality"], odd["quality_label"], strict=True)}
        above = legend_height(list(keys), surface, 0.6 * surface.width)
        plot = _Plot.measure(self, surface, above)
        places = _place_numbers(plot, surface)
        data = [_trace(ink, surface, self, line, at) for line, at in zip(plot.lines, places, strict=True)]
        data += [
            {
                "type": "scatter",
                "mode": "markers",
                "x": [None],
                "y": [None],
                "name": name,
                "showlegend": True,
                "marker": _mark(ink, ink.text, [quality]),
                "hoverinfo": "skip",
            }
            for name, quality in keys.items()
        ]
        return figure(
            ink,
            surface,
            data,
            plot.height,
            plot.margin,
            showlegend=bool(keys),
            legend=LEGEND,
            xaxis=plot.xaxis,
            yaxis=plot.yaxis,
            annotations=_names(ink, surface, plot),
        )


@dataclass(frozen=True, eq=False)
class _Series:
    """A line's points; `joined` False for those that stand alone."""

    line: Line
    rows: pd.DataFrame
    x: list[date]
    y: list[float]
    joined: bool

    @property
    def name(self) -> str:
        return self.line.name if self.joined else ""

    @cached_property
    def shown(self) -> list[str]:
        numbers = [formats.number(value) for value in self.y]
        return numbers if self.line.labels == "all" else ["" for _ in numbers[:-1]] + numbers[-1:]


@dataclass(frozen=True, eq=False)
class _Plot:
    """The plot in pixels, as a surface of the least width has it."""

    lines: list[_Series]
    height: int
    margin: Json
    xaxis: Json
    yaxis: Json
    first: date
    days: float
    top: float
    wide: float
    high: float
    name_width: float
    letter: float

    @staticmethod
    def measure(spec: Lines, surface: Surface, above: float) -> _Plot:
        lines = []
        for line in spec.lines:
            doubted = line.rows["quality"] == SUSPECT
            for part, joined in ((line.rows[~doubted], True), (line.rows[doubted], False)):
                if not part.empty:
                    days = [day.date() for day in part[spec.x]]
                    lines.append(_Series(line, part, days, [float(v) for v in part[spec.y]], joined))
        days = [day for line in lines for day in line.x]
        first, last = min(days), max(days)
        top = max(value for line in lines for value in line.y) or 1.0
        # the last point's name stands right of it; a fifth of the width at most, then it breaks
        name_width = 0.24 * surface.width
        names = [text.wrap(line.name, name_width, surface.letter) for line in lines if line.name]
        right = max((text.width(name, surface.letter) for name in names), default=0) + 2 * GAP + surface.letter
        yaxis, left = count_axis(top, surface)
        yaxis["range"] = [0, top * 1.18]
        span = max((last - first).days, 365)
        begin = date.fromordinal(first.toordinal() - round(0.08 * span))
        end = date.fromordinal(last.toordinal() + round(0.03 * span))
        height = surface.height or 400
        wide = surface.width - left - right
        step = every(last.year - begin.year + 1, wide, text.width("0000", surface.letter) + 2 * GAP)
        # whole years only: a tick at "Jul 2016" would claim a precision that nobody printed
        years = [year for year in range(begin.year, last.year + 2, step) if begin <= date(year, 1, 1) <= end]
        xaxis = {
            "range": [begin.isoformat(), end.isoformat()],
            "type": "date",
            "tickvals": [f"{year}-01-01" for year in years],
            "ticktext": [str(year) for year in years],
        }
        below = surface.letter * text.LINE + GAP
        margin = {"l": left, "r": right, "t": above + EDGE, "b": below}
        high = height - above - EDGE - below
        return _Plot(
            lines,
            height,
            margin,
            xaxis,
            yaxis,
            begin,
            (end - begin).days,
            top * 1.18,
            wide,
            high,
            name_width,
            surface.letter,
        )

    def at(self, day: date, value: float) -> tuple[float, float]:
        """Pixels from the left and from the top of the plot."""
        return self.wide * (day - self.first).days / self.days, self.high * (1 - value / self.top)

    def points(self) -> list[tuple[float, float]]:
        return [self.at(day, value) for line in self.lines for day, value in zip(line.x, line.y, strict=True)]

    @property
    def by_height(self) -> list[_Series]:
        """From the highest last point down."""
        return sorted(self.lines, key=lambda line: -line.y[-1])

    @cached_property
    def names(self) -> list[tuple[float, float, str]]:
        """(middle, height, words) of each name, pushed apart where they would overlap."""
        lower, found = -float("inf"), []
        for line in self.by_height:
            if line.name:
                name = text.wrap(line.name, self.name_width, self.letter)
                high = self.letter * text.LINE * len(text.lines(name)) + 2
                middle = max(self.at(line.x[-1], line.y[-1])[1], lower + high / 2)
                found.append((middle, high, name))
                lower = middle + high / 2
        return found


def _trace(ink: Ink, surface: Surface, spec: Lines, series: _Series, places: list[str]) -> Json:
    line, rows = series.line, series.rows
    colour = ink.colour(line.colour)
    trace: Json = {
        "type": "scatter",
        "x": [day.isoformat() for day in series.x],
        "y": series.y,
        "mode": ("lines+" if series.joined else "") + "markers+text",
        "line": {"color": colour, "width": 2.5, "dash": line.dash},
        "marker": _mark(ink, colour, list(rows["quality"])),
        "text": series.shown,
        "textposition": places,
        "textfont": {"size": surface.letter - 1, "color": ink.text},
        "cliponaxis": False,
        "name": series.name,
        "showlegend": False,
        "hovertext": write_all(spec.hover, rows),
        "hoverinfo": "text",
    }
    if line.code:
        trace["customdata"] = [line.code] * len(series.x)
    return trace


def _mark(ink: Ink, colour: str, qualities: Sequence[str]) -> Json:
    """Filled where the figure is plain; filled with paper where it is not, so that no line shows through."""
    return {
        "symbol": [_SYMBOLS.get(quality, "circle") for quality in qualities],
        "color": [ink.paper if quality in _SYMBOLS else colour for quality in qualities],
        "line": {"width": 2.5, "color": colour},
        "size": _MARK,
    }


def _place_numbers(plot: _Plot, surface: Surface) -> list[list[str]]:
    """For each series where its numbers stand: of the places around a point the least crowded, newest points first."""
    tall = surface.letter * text.LINE - 2
    taken = [(x - _MARK / 2, x + _MARK / 2, y - _MARK / 2, y + _MARK / 2) for x, y in plot.points()]
    # twice: a number on a name is worse than one on a point
    taken += 2 * [
        (plot.wide + GAP, plot.wide + 400, middle - high / 2, middle + high / 2) for middle, high, _ in plot.names
    ]
    found = [["top center"] * len(series.x) for series in plot.lines]
    order = sorted(((day, line, at) for line, it in enumerate(plot.lines) for at, day in enumerate(it.x)), reverse=True)
    for day, line, at in order:
        words = plot.lines[line].shown[at]
        if not words:
            continue
        x, y = plot.at(day, plot.lines[line].y[at])
        half, off = text.width(words, surface.letter - 1) / 2, _MARK / 2 + 1
        boxes = {
            "top center": (x - half, x + half, y - off - tall, y - off),
            "bottom center": (x - half, x + half, y + off, y + off + tall),
            "middle right": (x + off, x + off + 2 * half, y - tall / 2, y + tall / 2),
            "middle left": (x - off - 2 * half, x - off, y - tall / 2, y + tall / 2),
        }
        crowded = {place: _crowded(box, taken, plot) for place, box in boxes.items()}
        best = min(crowded, key=crowded.__getitem__)
        found[line][at] = best
        taken.append(boxes[best])
    return found


Box = tuple[float, float, float, float]  # left, right, top, bottom


def _crowded(box: Box, taken: Sequence[Box], plot: _Plot) -> float:
    left, right, top, bottom = box
    hit = sum(left < it[1] and it[0] < right and top < it[3] and it[2] < bottom for it in taken)
    outside = max(0.0, bottom - plot.high) + max(0.0, -left) + max(0.0, -top - 20)
    crossed = sum(_crosses(box, plot.at(*a), plot.at(*b)) for a, b in _segments(plot))
    return hit * 10 + crossed * 4 + outside


def _segments(plot: _Plot) -> list[tuple[tuple[date, float], tuple[date, float]]]:
    found = []
    for line in plot.lines:
        points = list(zip(line.x, line.y, strict=True))
        found += list(pairwise(points)) if line.joined else []
    return found


def _crosses(box: tuple[float, float, float, float], a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Whether the segment from a to b runs through the box; sampled, since a pixel more or less does not matter."""
    left, right, top, bottom = box
    if max(a[0], b[0]) < left or min(a[0], b[0]) > right or max(a[1], b[1]) < top or min(a[1], b[1]) > bottom:
        return False
    samples = ((a[0] + (b[0] - a[0]) * k / 24, a[1] + (b[1] - a[1]) * k / 24) for k in range(25))
    return any(left <= x <= right and top <= y <= bottom for x, y in samples)


def _names(ink: Ink, surface: Surface, plot: _Plot) -> list[Json]:
    """Names right of the plot, level with the last points, a dot of the line's colour before each."""
    found = zip(plot.names, (it for it in plot.by_height if it.name), strict=True)
    return [
        note(
            f'<span style="color:{ink.colour(series.line.colour)}">●</span> {name}',
            1,
            series.y[-1],
            ink.text,
            surface.letter,
            xref="paper",
            xanchor="left",
            yanchor="middle",
            align="left",
            xshift=GAP,
            yshift=plot.at(series.x[-1], series.y[-1])[1] - middle,
        )
        for (middle, _, name), series in found
    ]


@dataclass(frozen=True, eq=False)
class Area(Spec):
    """A running total as steps, its last value written over it. x: column of whole years. hover: template."""

    x: str
    y: str
    hover: str
    colour: str = "first"

    default_kind: ClassVar[str] = "Grafik garis kumulatif"

    def listing(self) -> list[str]:
        # the first, the last, and some between: a running total holds no surprise
        step = max(1, len(self.rows) // 6)
        places = sorted({*range(0, len(self.rows), step), len(self.rows) - 1})
        return write_all(self.hover, self.rows.iloc[places])

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        years, values = [int(v) for v in self.rows[self.x]], [float(v) for v in self.rows[self.y]]
        yaxis, left = count_axis(max(values), surface)
        step = every(len(years), surface.width - left - EDGE, text.width("0000", surface.letter) + 2 * GAP)
        last = f"<b>{formats.number(values[-1])}</b>"
        trace: Json = {
            "type": "scatter",
            "x": years,
            "y": values,
            "mode": "lines" if len(years) > 1 else "markers",
            "fill": "tozeroy",
            "line": {"color": ink.colour(self.colour), "width": 2.5, "shape": "hv"},
            "hovertext": self.written(self.hover),
            "hoverinfo": "text",
        }
        return figure(
            ink,
            surface,
            [trace],
            surface.height or 360,
            {"l": left, "r": EDGE + 4, "t": EDGE, "b": surface.letter * text.LINE + GAP},
            xaxis={"tickvals": years[::-step], "ticktext": [str(year) for year in years[::-step]]},
            yaxis=yaxis,
            annotations=[
                note(last, years[-1], values[-1], ink.text, surface.letter, xanchor="right", yanchor="bottom")
            ],
        )
