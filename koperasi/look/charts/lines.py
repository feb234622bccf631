"""Lines over time that break between registers, and one that only ever rises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from koperasi.look import formats, text
from koperasi.look.charts.base import EDGE, GAP, LEGEND, Figure, Json, Spec, cells, figure, legend_height, note
from koperasi.look.charts.plain import Chart, Run
from koperasi.look.charts.tallies import Tallies
from koperasi.look.charts.ticks import count_axis, every
from koperasi.look.columns import label_of, write_all
from koperasi.look.ink import Ink
from koperasi.look.surface import SMALL, Surface
from koperasi.look.things import in_order

if TYPE_CHECKING:
    import pandas as pd

SUSPECT = "suspect"
_SYMBOLS = {"approximate": "circle", "disputed": "diamond", SUSPECT: "x-thin"}
_OTHER = ("soft", "solid")  # of what no table knows
_MARK = 10  # pixels of a point
_LOW, _EVENTFUL, _TIGHT = 4, 12, 7  # letters of a plot's height, at least: without events, with, and on a small card
_TIERS = 3  # rows of labels of events, one above the other


@dataclass(frozen=True)
class Event:
    """What happened on a day: its label on the line, and all that is told of it elsewhere."""

    day: date
    label: str
    told: str


@dataclass(frozen=True, eq=False)
class Lines(Spec):
    """Lines over time that break between series. x: column of dates; y: of values; hover: template.

    series: columns; rows that agree in them are one unbroken line. name: column, said at a line's last point unless it
    is empty. by, looks: cell of a column -> (colour, dash). code: column of the regency; where there are several, each
    has its own colour whatever `looks` says, and its lines carry only their last numbers. told: template of a point for
    the alternative text. A column `quality` decides the mark of a point; a suspect one stands alone, off its line.
    events: thin lines with a label above the plot, where no mark is; those outside the time of the rows are not drawn.
    alone: templates of number, label and detail of each point, where no two of them make a line.
    """

    y: str
    hover: str
    told: str
    series: Sequence[str]
    name: str
    by: str
    looks: Mapping[Any, tuple[str, str]]
    code: str = ""
    x: str = "as_of_date"
    events: Sequence[Event] = ()
    alone: tuple[str, str, str] | None = None

    default_kind: ClassVar[str] = "Grafik garis, terputus antar-register"

    def listing(self) -> list[str]:
        return write_all(self.told, self.rows)

    def suited(self) -> Spec:
        """Points that stand alone are numbers."""
        if self.alone is None or any(len(line.x) > 1 for line in _series(self)):
            return self
        return Tallies((), *self.alone, rows=self.rows)

    def alt(self) -> str:
        told = "; ".join(it.told for it in self.drawn_events())
        return super().alt() + (f" Peristiwa: {told}." if told else "")

    def fits(self, ink: Ink, surface: Surface) -> bool:
        """Lines need some height, and more where events stand among them."""
        layout = self.draw(ink, surface)["layout"]
        high = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        return high >= (_EVENTFUL if self.drawn_events() else _LOW) * surface.letter and super().fits(ink, surface)

    def simpler(self) -> Lines | None:
        """Without the events."""
        return replace(self, events=()) if self.drawn_events() else None

    def drawn_events(self) -> list[Event]:
        """Those within the time of the rows, the earliest first."""
        days = [day.date() for day in self.rows[self.x]]
        return sorted((it for it in self.events if min(days) <= it.day <= max(days)), key=lambda it: it.day)

    def plain(self) -> Chart:
        lines = _series(self)
        days = sorted({day for line in lines for day in line.x})
        return Chart("lines", tuple(days), tuple(_run(line, days) for line in lines), keyed=True)

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        odd = self.rows[self.rows["quality"].isin(list(_SYMBOLS))]
        keys = {f"angka {label}": q for q, label in zip(odd["quality"], odd["quality_label"], strict=True)}
        events = self.drawn_events()
        above = legend_height(list(keys), surface, 0.6 * surface.width)
        plot = _Plot.measure(self, surface, above)
        if surface.name == SMALL.name and plot.high < _TIGHT * surface.letter:
            events = []
        if surface.name == SMALL.name and plot.high < _LOW * surface.letter:  # the finding says what is not sure
            keys, plot = {}, _Plot.measure(self, surface, 0)
        plot, shapes, labels = _dated(ink, surface, plot, events)
        numbers = _place_numbers(plot, surface)
        data = [_trace(ink, surface, self, line, at) for line, at in zip(plot.lines, numbers, strict=True)]
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
            legend=LEGEND | {"y": 1 + plot.band / plot.high},
            xaxis=plot.xaxis,
            yaxis=plot.yaxis,
            annotations=[*_names(ink, surface, plot), *labels],
            shapes=shapes,
        )


@dataclass(frozen=True, eq=False)
class _Series:
    """The points of a line; `joined` False for those that stand alone. code: of its regency."""

    rows: pd.DataFrame
    x: list[date]
    y: list[float]
    shown: list[str]
    name: str
    colour: str
    dash: str
    code: str
    joined: bool


def _series(spec: Lines) -> list[_Series]:
    found = []
    one = not spec.code or spec.rows[spec.code].nunique(dropna=False) == 1
    colours = {} if one else in_order(spec.rows[spec.code].dropna())
    for _, line in spec.rows.groupby(list(spec.series), sort=False):
        colour, dash = spec.looks.get(line[spec.by].iloc[0], _OTHER)
        code = str(line[spec.code].iloc[0] or "") if spec.code else ""
        colour = colours.get(code, colour)
        doubted = line["quality"] == SUSPECT
        for part, joined in ((line[~doubted], True), (line[doubted], False)):
            if part.empty:
                continue
            days, values = [day.date() for day in part[spec.x]], [float(value) for value in part[spec.y]]
            numbers = [formats.number(value) for value in values]
            shown = numbers if one else ["" for _ in numbers[:-1]] + numbers[-1:]
            name = str(cells(part[spec.name])[-1] or "") if joined else ""
            found.append(_Series(part, days, values, shown, name, colour, dash, code, joined))
    return found


def _run(line: _Series, days: Sequence[date]) -> Run:
    """Its points over all days of the chart; what is not firm is hatched."""
    at = {day: place for place, day in enumerate(line.x)}
    places = [at.get(day) for day in days]
    odd = [it in _SYMBOLS for it in line.rows["quality"]]
    return Run(
        line.name if line.joined else "diragukan",
        tuple(None if place is None else line.y[place] for place in places),
        tuple("" if place is None else line.shown[place] for place in places),
        (line.colour,) * len(days),
        tuple(place is not None and odd[place] for place in places),
        (False,) * len(days),
        line.joined,
        line.dash,
    )


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
    rules: tuple[float, ...] = ()  # pixels from the left of what is drawn from top to bottom
    band: float = 0.0  # pixels above the plot for labels of events

    @staticmethod
    def measure(spec: Lines, surface: Surface, above: float) -> _Plot:
        lines = _series(spec)
        days = [day for line in lines for day in line.x]
        first, last = min(days), max(days)
        top = max(value for line in lines for value in line.y) or 1.0
        # the last point's name stands right of it; a fifth of the width at most, then it breaks
        name_width = 0.24 * surface.width
        names = [text.wrap(line.name, name_width, surface.letter) for line in lines if line.name]
        right = max((text.width(name, surface.letter) for name in names), default=0) + 2 * GAP + surface.letter
        height, below = surface.height or 400, surface.letter * text.LINE + GAP
        high = height - above - EDGE - below
        yaxis, left = count_axis(top, surface, high)
        yaxis["range"] = [0, top * 1.18]
        span = max((last - first).days, 365)
        begin = date.fromordinal(first.toordinal() - round(0.08 * span))
        end = date.fromordinal(last.toordinal() + round(0.03 * span))
        wide = surface.width - left - right
        # whole years only: a tick at "Jul 2016" would claim a precision that nobody printed
        years = [year for year in range(begin.year, last.year + 2) if begin <= date(year, 1, 1) <= end]
        if not years:
            years, begin = [first.year], date(first.year, 1, 1)
        years = years[:: every(len(years), wide, text.width("0000", surface.letter) + 2 * GAP)]
        xaxis = {
            "range": [begin.isoformat(), end.isoformat()],
            "type": "date",
            "tickvals": [f"{year}-01-01" for year in years],
            "ticktext": [str(year) for year in years],
        }
        margin = {"l": left, "r": right, "t": above + EDGE, "b": below}
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


def _trace(ink: Ink, surface: Surface, spec: Lines, series: _Series, numbers: tuple[list[str], list[str]]) -> Json:
    colour = ink.colour(series.colour)
    trace: Json = {
        "type": "scatter",
        "x": [day.isoformat() for day in series.x],
        "y": series.y,
        "mode": ("lines+" if series.joined else "") + "markers+text",
        "line": {"color": colour, "width": 2.5, "dash": series.dash},
        "marker": _mark(ink, colour, list(series.rows["quality"])),
        "text": numbers[0],
        "textposition": numbers[1],
        "textfont": {"size": surface.letter - 1, "color": ink.text},
        "cliponaxis": False,
        "name": series.name,
        "showlegend": False,
        "hovertext": write_all(spec.hover, series.rows),
        "hoverinfo": "text",
    }
    if series.code:
        trace["customdata"] = [series.code] * len(series.x)
    return trace


def _mark(ink: Ink, colour: str, qualities: Sequence[str]) -> Json:
    """Filled where the figure is plain; filled with paper where it is not, so that no line shows through."""
    return {
        "symbol": [_SYMBOLS.get(quality, "circle") for quality in qualities],
        "color": [ink.paper if quality in _SYMBOLS else colour for quality in qualities],
        "line": {"width": 2.5, "color": colour},
        "size": _MARK,
    }


def _place_numbers(plot: _Plot, surface: Surface) -> list[tuple[list[str], list[str]]]:
    """For each series its numbers and where they stand: at the least crowded place around a point, newest points first.

    What would lie on another number, a point or a name is left to the hover, but for the last number of a line.
    """
    letter = surface.letter - 1.0
    taken = [(x - _MARK / 2, x + _MARK / 2, y - _MARK / 2, y + _MARK / 2) for x, y in plot.points()]
    for middle, high, _ in plot.names:
        ink = high / 2 - 0.2 * surface.letter  # without the air above the first line and below the last
        taken.append((plot.wide + GAP, plot.wide + 400, middle - ink, middle + ink))
    found = [(list(series.shown), ["top center"] * len(series.x)) for series in plot.lines]
    order = sorted(((day, line, at) for line, it in enumerate(plot.lines) for at, day in enumerate(it.x)), reverse=True)
    for day, line, at in order:
        numbers, places = found[line]
        if not numbers[at]:
            continue
        boxes = _boxes(plot.at(day, plot.lines[line].y[at]), text.width(numbers[at], letter), letter)
        crowded = {place: _crowded(box, taken, plot) for place, box in boxes.items()}
        best = min(crowded, key=crowded.__getitem__)
        if crowded[best] >= _HIT and at < len(numbers) - 1:
            numbers[at] = ""
            continue
        places[at] = best
        taken.append(boxes[best])
    return found


Box = tuple[float, float, float, float]  # left, right, top, bottom
_HIT = 10
_AIR = 2.0  # pixels between two numbers: those of Plotly and ours are not the same to the last one


def _boxes(point: tuple[float, float], wide: float, letter: float) -> dict[str, Box]:
    """Where the digits of a number may stand, the best places first."""
    # as plotly places a text beside a mark; digits are three quarters of a letter high
    x, y = point
    off, tall = _MARK / 2 / 0.8 + 1, 0.75 * letter
    across = {"center": x - wide / 2, "right": x + off, "left": x - off - wide}
    down = {"top": y - off - 0.95 * letter, "bottom": y + off + 0.05 * letter, "middle": y - tall / 2}
    places = ("top center", "bottom center", "middle right", "middle left")
    corners = ("top left", "top right", "bottom right", "bottom left")
    found = {}
    for place in (*places, *corners):
        vertical, horizontal = place.split()
        left, top = across[horizontal], down[vertical]
        found[place] = (left, left + wide, top, top + tall)
    return found


def _crowded(box: Box, taken: Sequence[Box], plot: _Plot) -> float:
    left, right, top, bottom = box
    hit = sum(
        left < it[1] + _AIR and it[0] < right + _AIR and top < it[3] + _AIR and it[2] < bottom + _AIR for it in taken
    )
    outside = max(0.0, bottom - plot.high) + max(0.0, -left) + max(0.0, -top - 20)
    crossed = sum(_crosses(box, plot.at(*a), plot.at(*b)) for a, b in _segments(plot))
    crossed += sum(left < it < right for it in plot.rules)
    return hit * _HIT + crossed * 4 + outside


def _segments(plot: _Plot) -> list[tuple[tuple[date, float], tuple[date, float]]]:
    found = []
    for line in plot.lines:
        points = list(zip(line.x, line.y, strict=True))
        found += list(pairwise(points)) if line.joined else []
    return found


def _crosses(box: Box, a: tuple[float, float], b: tuple[float, float]) -> bool:
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
            f'<span style="color:{ink.colour(series.colour)}">●</span> {name}',
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


def _dated(ink: Ink, surface: Surface, plot: _Plot, events: Sequence[Event]) -> tuple[_Plot, list[Json], list[Json]]:
    """The plot below a band for the labels of events, their lines, and the labels."""
    if not events:
        return plot, [], []
    letter = max(surface.least, surface.letter - 2.0)
    places = [plot.at(it.day, 0)[0] for it in events]
    wide = [text.width(it.label, letter) + GAP for it in events]
    found = _tiers(places, wide, plot.wide) or [None] * len(events)
    step = letter * text.LINE
    band = step * (1 + max((tier for tier, _ in filter(None, found)), default=-1))
    plot = replace(
        plot,
        margin=plot.margin | {"t": plot.margin["t"] + band},
        high=plot.high - band,
        rules=tuple(places),
        band=band,
    )
    shapes: list[Json] = []
    labels: list[Json] = []
    for event, place in zip(events, found, strict=True):
        tier, side = place or (0, "left")
        day, ends = event.day.isoformat(), 1 + (step * (tier + 0.9) if place else 0) / plot.high
        line = {"color": ink.soft_text, "width": 1, "dash": "dot"}
        across: Json = {"x0": day, "x1": day, "y0": 0, "y1": ends, "yref": "paper"}
        shapes.append({"type": "line", "line": line, "layer": "below", **across})
        if place:
            beside: Json = {
                "xanchor": side,
                "yanchor": "bottom",
                "yref": "paper",
                "yshift": step * tier,
                "borderpad": 0,
            }
            beside["xshift"] = GAP / 2 if side == "left" else -GAP / 2
            labels.append(note(event.label, day, 1, ink.soft_text, letter, hovertext=event.told, **beside))
    return plot, shapes, labels


Tier = tuple[int, str]  # from the plot up, and which side of the label its line is


def _tiers(places: Sequence[float], wide: Sequence[float], room: float) -> list[Tier | None] | None:
    """Where each label stands so that none lies on another or on a line, in the fewest tiers; None for nowhere."""

    def free(placed: list[Tier | None]) -> bool:
        (tier, side), at = placed[-1] or (0, ""), len(placed) - 1
        left, right = _span(places[at], wide[at], side)
        if left < 0 or right > room:
            return False
        for other, (level, way) in enumerate(it for it in placed[:-1] if it):
            begin, end = _span(places[other], wide[other], way)
            if tier == level and left < end and begin < right:
                return False
            # a line goes up to the tier of its label
            if (tier <= level and left < places[other] < right) or (level <= tier and begin < places[at] < end):
                return False
        return True

    def rest(placed: list[Tier | None], most: int) -> list[Tier | None] | None:
        if len(placed) == len(places):
            return placed
        for tier in range(most):
            for side in ("left", "right"):
                longer: list[Tier | None] = [*placed, (tier, side)]
                if free(longer) and (found := rest(longer, most)):
                    return found
        return None

    return next(filter(None, (rest([], most) for most in range(1, _TIERS + 1))), None)


def _span(place: float, wide: float, side: str) -> tuple[float, float]:
    return (place, place + wide) if side == "left" else (place - wide, place)


@dataclass(frozen=True, eq=False)
class Area(Spec):
    """A running total as steps, its last value written over it. x: column of whole years. hover: template."""

    x: str
    y: str
    hover: str
    colour: str = "first"

    default_kind: ClassVar[str] = "Grafik garis kumulatif"

    def suited(self) -> Spec:
        """One year makes no line."""
        alone = f"{{{self.y}}}", label_of(self.y), f"{{{self.x}}}"
        return Tallies((), *alone, rows=self.rows) if self.count == 1 else self

    def plain(self) -> Chart:
        values = tuple(float(value) for value in self.rows[self.y])
        texts = (*("" for _ in values[1:]), formats.number(values[-1]))
        plain = (False,) * len(values)
        run = Run(label_of(self.y), values, texts, (self.colour,) * len(values), plain, plain)
        return Chart("area", tuple(str(int(year)) for year in self.rows[self.x]), (run,))

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
        beyond = text.width("0000", surface.letter) / 2 + 2  # the last year stands half over the edge of the plot
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
            {"l": left, "r": beyond, "t": EDGE, "b": surface.letter * text.LINE + GAP},
            xaxis={"tickvals": years[::-step], "ticktext": [str(year) for year in years[::-step]]},
            yaxis=yaxis,
            annotations=[
                note(last, years[-1], values[-1], ink.text, surface.letter, xanchor="right", yanchor="bottom")
            ],
        )
