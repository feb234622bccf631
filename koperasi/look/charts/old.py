# ruff: noqa
# mypy: ignore-errors
"""Figure shapes that several cards draw: sorted bars, stacked bars, the tile map, lines that break.

All return a plotly Figure without title: title, finding and source are the card's, on the screen and in the picture.
`codes` are regency codes carried as customdata, so that a click on the mark can set the filter.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go
from plotly.utils import PlotlyJSONEncoder

from koperasi.look import text
from koperasi.look.charts.base import Spec
from koperasi.look.ink import Ink
from koperasi.look.surface import Surface

_BAR = 27


def blank(ink: Ink, **layout: object) -> go.Figure:
    template = {"layout": ink.template["layout"] | {"margin": {"l": 8, "r": 16, "t": 12, "b": 8}, "height": 360}}
    template["layout"]["xaxis"] = template["layout"]["xaxis"] | {"automargin": True}
    template["layout"]["yaxis"] = template["layout"]["yaxis"] | {"automargin": True}
    return go.Figure(layout={"template": template} | layout)


UNKNOWN = "tidak ada data"


@dataclass(frozen=True, eq=False, kw_only=True)
class Old(Spec):
    make: Callable[[Ink], go.Figure]

    def draw(self, ink: Ink, surface: Surface) -> dict:
        drawn = self.make(ink).to_plotly_json()
        drawn = json.loads(json.dumps(drawn, cls=PlotlyJSONEncoder))
        layout = drawn["layout"]
        layout["margin"] = {"l": 8, "r": 16, "t": 12, "b": 8} | layout.get("margin", {})
        layout.setdefault("height", 360)
        if surface.height is not None:
            layout["height"] = surface.height
            y = layout.setdefault("yaxis", {})
            if y.get("ticktext"):
                y["ticktext"] = [it.replace("<br>", " ") for it in y["ticktext"]]
                layout["margin"]["l"] = 12 + max(text.width(it, surface.letter) for it in y["ticktext"])
            elif y.get("visible") is not False:
                layout["margin"]["l"] = 50
            layout["margin"]["b"] = 8 if layout.get("xaxis", {}).get("visible") is False else 28
            layout["margin"]["t"] = 30 if layout.get("showlegend") else 8
            layout["font"] = {"size": surface.letter}
            for axis in ("xaxis", "yaxis"):
                layout.setdefault(axis, {})["automargin"] = False
        return drawn


def _height(bars: int, extra: int = 40) -> int:
    return max(150, bars * _BAR + extra)


def bars(
    ink: Ink,
    labels: Sequence[str],
    values: Sequence[float | None],
    texts: Sequence[str],
    *,
    codes: Sequence[str] | None = None,
    colours: Sequence[str] | None = None,
    hollow: Sequence[bool] | None = None,
) -> go.Figure:
    """Horizontal bars from zero, in the given order from top to bottom; None is said in words, not drawn as zero.

    The words for None are its text ("diragukan", "belum diisi"), or UNKNOWN where that is empty.
    """
    fills = list(colours or [ink.categories[0]] * len(labels))
    pattern = ["/" if open_ else "" for open_ in (hollow or [False] * len(labels))]
    shown = [(text or UNKNOWN) if value is None else text for value, text in zip(values, texts, strict=True)]
    figure = blank(ink, height=_height(len(labels)))
    figure.add_bar(
        x=[0 if value is None else value for value in values],
        y=list(range(len(labels))),
        orientation="h",
        text=shown,
        textposition="outside",
        cliponaxis=False,
        constraintext="none",
        marker=_fill(ink, fills, pattern),
        customdata=list(codes) if codes else None,
        hovertext=[f"{label}: {text}" for label, text in zip(labels, shown, strict=True)],
        hoverinfo="text",
    )
    top = max((value for value in values if value is not None), default=1) or 1
    figure.update_xaxes(visible=False, range=[0, top * _room_for(texts)])
    _name_rows(figure, labels)
    return figure


def _fill(ink: Ink, colour: str | list[str], pattern: str | list[str]) -> dict[str, object]:
    """Plain colour, or the colour as lines on paper: hatching tells apart without colour."""
    return {
        "color": colour,
        "line": {"color": colour, "width": 1},
        "pattern": {"shape": pattern, "fgcolor": colour, "bgcolor": ink.paper, "size": 6, "solidity": 0.4},
    }


def _room_for(texts: Sequence[str]) -> float:
    """How much longer than the longest bar the axis must be, so that the text behind it fits at 360 px too."""
    return 1.1 + 0.045 * max((len(text) for text in texts), default=0)


def _name_rows(figure: go.Figure, labels: Sequence[str]) -> None:
    # positions rather than names: two rows of the same name must stay two
    figure.update_yaxes(
        tickvals=list(range(len(labels))),
        ticktext=[wrap(label, 26) for label in labels],
        range=[len(labels) - 0.5, -0.5],
        showgrid=False,
        rangemode="normal",
        tickfont={"color": figure.layout.template.layout.font.color},
    )


@dataclass(frozen=True)
class Part:
    """One series of a stacked bar: `values` and `texts` by row, None where unknown; `pattern` for all or by row."""

    name: str
    values: Sequence[float]
    texts: Sequence[str]
    colour: str
    pattern: str | list[str] = ""


def stacked(ink: Ink, labels: Sequence[str], parts: Sequence[Part], codes: Sequence[str] | None = None) -> go.Figure:
    """Horizontal stacked bars with a legend line on top, one row per label, in the given order."""
    figure = blank(ink, height=_height(len(labels), 76), barmode="stack", showlegend=True)
    for part in parts:
        figure.add_bar(
            name=part.name,
            x=list(part.values),
            y=list(range(len(labels))),
            orientation="h",
            text=list(part.texts),
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": _text_on(ink, part)},
            marker=_fill(ink, part.colour, part.pattern),
            customdata=list(codes) if codes else None,
            hovertext=[f"{label}, {part.name}: {text}" for label, text in zip(labels, part.texts, strict=True)],
            hoverinfo="text",
        )
    figure.update_xaxes(visible=False)
    figure.update_layout(legend={"traceorder": "normal"}, uniformtext={"mode": "hide"})
    _name_rows(figure, labels)
    return figure


def _text_on(ink: Ink, part: Part) -> str:
    # between the lines of a hatching lies paper
    return ink.text if part.pattern else readable(part.colour)


def columns(ink: Ink, x: Sequence[int], parts: Sequence[Part]) -> go.Figure:
    """Vertical stacked columns over years."""
    figure = blank(ink, barmode="stack", showlegend=len(parts) > 1)
    for part in parts:
        figure.add_bar(
            name=part.name,
            x=list(x),
            y=list(part.values),
            text=list(part.texts) if any(part.texts) else None,
            textposition="inside",
            textangle=0,
            textfont={"color": _text_on(ink, part)},
            marker=_fill(ink, part.colour, part.pattern),
            hovertext=[f"{year}, {part.name}: {value:.0f}" for year, value in zip(x, part.values, strict=True)],
            hoverinfo="text",
        )
    figure.update_layout(legend={"traceorder": "normal"}, uniformtext={"mode": "hide"})
    return figure


@dataclass(frozen=True)
class Tile:
    """One cell of the tile map: column and row from the top left, `value` None where unknown."""

    code: str
    name: str
    col: int
    row: int
    value: float | None
    text: str
    selected: bool = True
    suspect: bool = False


def tile_map(ink: Ink, tiles: Sequence[Tile]) -> go.Figure:
    """The 13 regencies as equal cells; three shades by thirds, grey for what is filtered out, hatched for unknown.

    A suspect one is cross-hatched and sets no third. The words for None are its text, or UNKNOWN where that is empty.
    """
    cuts = _thirds([tile.value for tile in tiles if tile.value is not None and not tile.suspect])
    texts = [(tile.text or UNKNOWN) if tile.value is None else tile.text for tile in tiles]
    fills, inks, hatches = [], [], []
    for tile in tiles:
        shade = sum(tile.value > cut for cut in cuts) if tile.value is not None else 0
        known = tile.value is not None and not tile.suspect
        fills.append(ink.sequence[shade] if known and tile.selected else ink.muted)
        inks.append(ink.sequence_text[shade] if known and tile.selected else ink.text)
        hatches.append("" if known else "x" if tile.suspect else "/")
    # bars, because a bar can be clicked and grows with the screen; a heat map can not, a marker does not
    figure = blank(ink, height=430, barmode="overlay", bargap=0)
    figure.add_bar(
        x=[tile.col for tile in tiles],
        y=[0.94] * len(tiles),
        base=[-tile.row - 0.47 for tile in tiles],
        width=0.96,
        marker={
            "color": fills,
            "line": {"color": ink.soft_text, "width": [0 if tile.value else 1 for tile in tiles]},
            # the lines take the colour of the bar, whatever fgcolor says
            "pattern": {"shape": hatches, "bgcolor": ink.paper, "size": 8, "solidity": 0.2},
        },
        text=[f"{wrap(tile.name, 12)}<br><b>{wrap(text, 14)}</b>" for tile, text in zip(tiles, texts, strict=True)],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"color": inks, "size": 12},
        customdata=[tile.code for tile in tiles],
        hovertext=[f"{tile.name}: {text}" for tile, text in zip(tiles, texts, strict=True)],
        hoverinfo="text",
    )
    figure.update_xaxes(visible=False, range=[-0.5, 3.5])
    figure.update_yaxes(visible=False, range=[-4.5, 0.5], rangemode="normal")
    return figure


def _thirds(values: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(values)
    if not ordered:
        return (0.0, 0.0)
    return ordered[(len(ordered) - 1) // 3], ordered[2 * (len(ordered) - 1) // 3]


@dataclass(frozen=True)
class Line:
    """One unbroken series; `qualities` by point decides its mark, `joined` False leaves the points alone."""

    name: str
    x: Sequence[date]
    y: Sequence[float]
    hover: Sequence[str]
    colour: str
    qualities: Sequence[str]
    labels: Sequence[str]
    code: str = ""
    dash: str = "solid"
    joined: bool = True


def lines(ink: Ink, series: Sequence[Line]) -> go.Figure:
    """Lines over time, named at their last point; the right margin is as wide as the names need."""
    figure = blank(ink, height=400)
    for line in series:
        figure.add_scatter(
            x=list(line.x),
            y=list(line.y),
            mode=("lines+" if line.joined else "") + "markers+text",
            line={"color": line.colour, "width": 2.5, "dash": line.dash},
            marker=_marks(ink, line.colour, line.qualities),
            text=list(line.labels),
            textposition=_label_places(line, series),
            textfont={"size": 13, "color": ink.text},
            cliponaxis=False,
            name=line.name,
            customdata=[line.code] * len(line.x) if line.code else None,
            hovertext=list(line.hover),
            hoverinfo="text",
        )
    _name_ends(figure, ink, series)
    days = [day for line in series for day in line.x]
    values = [value for line in series for value in line.y]
    if days:
        span = max((max(days) - min(days)).days, 365)
        figure.update_xaxes(
            # on a telephone the first number must not touch the numbers of the axis
            range=[_days(min(days), -0.11 * span), _days(max(days), 0.04 * span)],
            tickformat="%Y",
            **_year_ticks(min(days).year, max(days).year),
        )
        figure.update_yaxes(range=[0, max(values) * 1.18 or 1], tickformat=",d")
    return figure


def _label_places(line: Line, series: Sequence[Line]) -> list[str]:
    """Above each point; under it where an undoubted point stands close above; beside it between two such points."""
    points = [(day, value) for other in series if other.joined for day, value in zip(other.x, other.y, strict=True)]
    points = points or list(zip(line.x, line.y, strict=True))
    wide = 0.1 * max((max(points)[0] - min(points)[0]).days, 365)
    high = 0.14 * max(value for _, value in points)
    places = []
    for x, y in zip(line.x, line.y, strict=True):
        near = [value for day, value in points if abs((day - x).days) <= wide and abs(value - y) < high]
        above, below = any(value > y for value in near), any(value < y for value in near)
        places.append("middle right" if above and below else "bottom center" if above else "top center")
    return places


def _days(day: date, offset: float) -> date:
    return date.fromordinal(day.toordinal() + round(offset))


def _year_ticks(first: int, last: int) -> dict[str, object]:
    # whole years only: a tick at "Jul 2016" would claim a precision that nobody printed
    step = max(1, -(-(last - first + 1) // 5))
    return {"tickvals": [f"{year}-01-01" for year in range(first, last + 2, step)]}


def _name_ends(figure: go.Figure, ink: Ink, series: Sequence[Line]) -> None:
    """Names right of the last points, pushed apart where they would overlap."""
    ends = sorted(((line.y[-1], line) for line in series if line.x and line.name), key=lambda end: -end[0])
    if not ends:
        return
    days = [day for line in series for day in line.x]
    near = 0.12 * max((max(days) - min(days)).days, 365)
    # a line of text takes about 0.09 of the axis in a picture; names are centred: half of the lines of both between two
    highest = max(max(line.y) for line in series if line.y)
    line_height = 0.09 * highest
    last_y, last_x, last_lines = float("inf"), None, 0
    room = 16
    for y, line in ends:
        # a name must not run into the last points of the other lines, nor into a number beside its own
        x = max(days) if (max(days) - line.x[-1]).days <= near else line.x[-1]
        place = _label_places(line, series)[-1]
        beside = place == "middle right"
        # inside the plot a name stands under its point: beside it, a telephone has the next line's points
        under = x < max(days) and place == "top center" and y > 0.3 * highest
        name = wrap(line.name, 12)
        lines_now = 1 + name.count("<br>")
        last_y = min(y, last_y - line_height * (last_lines + lines_now) / 2) if x == last_x else y
        last_x, last_lines = x, lines_now
        shift = -5 if under else 14 + (8 * len(line.labels[-1]) if beside else 0)
        if x == max(days):
            # pixels, not a share of the width: on a telephone a share is too little, on a projector too much
            room = max(room, shift + round(7.5 * max(len(part) + 2 for part in name.split("<br>"))))
        figure.add_annotation(
            x=x,
            y=last_y,
            # a dot of the line's colour, because a name that was pushed away no longer stands beside its line
            text=f'<span style="color:{line.colour}">●</span> {name}',
            xanchor="left",
            yanchor="top" if under else "middle",
            xshift=shift,
            yshift=-7 if under else 0,
            align="left",
            showarrow=False,
            font={"color": ink.text, "size": 13},
        )
    figure.update_layout(margin={"r": room})


def wrap(text: str, width: int) -> str:
    """Break at spaces for Plotly; nothing is cut."""
    return "<br>".join(textwrap.wrap(text, width, break_long_words=False)) or text


def readable(colour: str) -> str:
    """White or near-black text, whichever contrasts more with `colour` (WCAG 2 contrast ratio)."""

    def contrast(text: str) -> float:
        low, high = sorted((_luminance(text), _luminance(colour)))
        return (high + 0.05) / (low + 0.05)

    return max("#FFFFFF", "#111418", key=contrast)


def _luminance(colour: str) -> float:
    """WCAG 2 relative luminance of "#RRGGBB"."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


_SYMBOLS = {"approximate": "circle", "disputed": "diamond", "suspect": "x-thin"}


def _marks(ink: Ink, colour: str, qualities: Sequence[str]) -> dict[str, object]:
    """Filled where the figure is plain; filled with paper where it is not, so that no line shows through."""
    return {
        "symbol": [_SYMBOLS.get(quality, "circle") for quality in qualities],
        "color": [ink.paper if quality in _SYMBOLS else colour for quality in qualities],
        "line": {"width": 2.5, "color": colour},
        "size": 10,
    }


def key_qualities(figure: go.Figure, ink: Ink, qualities: Mapping[str, str]) -> None:
    """Explain the hollow marks that occur: a legend of marks, not of lines."""
    for quality, label in qualities.items():
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            marker=_marks(ink, ink.text, [quality]),
            name=f"angka {label}",
            showlegend=True,
            hoverinfo="skip",
        )
    for trace in figure.data[: len(figure.data) - len(qualities)]:
        trace.showlegend = False
    figure.update_layout(showlegend=bool(qualities))


def mark(figure: go.Figure, ink: Ink, x: float, y: float, text: str) -> None:
    """Write a number over one point."""
    figure.add_annotation(x=x, y=y, text=f"<b>{text}</b>", showarrow=False, yshift=11, font={"color": ink.text})


def grouped(ink: Ink, labels: Sequence[str], parts: Sequence[Part], codes: Sequence[str] | None = None) -> go.Figure:
    """Horizontal bars side by side, a group per label; a part without a text draws nothing."""
    figure = blank(ink, height=_height(len(labels) * len(parts), 76), barmode="group", showlegend=True)
    for part in parts:
        figure.add_bar(
            name=part.name,
            x=[value if text else None for value, text in zip(part.values, part.texts, strict=True)],
            y=list(range(len(labels))),
            orientation="h",
            text=list(part.texts),
            textposition="outside",
            cliponaxis=False,
            constraintext="none",
            marker=_fill(ink, part.colour, part.pattern),
            customdata=list(codes) if codes else None,
            hovertext=[f"{label}, {part.name}: {text}" for label, text in zip(labels, part.texts, strict=True)],
            hoverinfo="text",
        )
    biggest = max((value for part in parts for value in part.values), default=1) or 1
    figure.update_xaxes(visible=False, range=[0, biggest * _room_for([text for part in parts for text in part.texts])])
    figure.update_layout(legend={"traceorder": "normal"})
    _name_rows(figure, labels)
    return figure


def table(
    ink: Ink, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, size: int = 13
) -> go.Figure:
    """Words and numbers in columns, as a figure, so that a picture and a sheet of paper hold them too.

    widths: of the columns, relative to one another. The first column is set left, the others right. A row of one cell
    goes over the whole width and belongs to the row below it. A cell may hold <br>; its row is as high as its highest.
    """
    lines = [max(cell.count("<br>") + 1 for cell in row) for row in (heads, *rows)]
    # in text lines, with some air in each row
    tops = [sum(lines[:place]) + 0.6 * place for place in range(len(lines) + 1)]
    edges = [sum(widths[:place]) / sum(widths) for place in range(len(widths) + 1)]
    height = round(tops[-1] * size * 1.32) + 8
    figure = blank(ink, height=height, margin={"l": 0, "r": 0, "t": 4, "b": 4})
    figure.add_bar(
        x=[1], base=[0], y=[tops[1] / 2], width=[tops[1]], orientation="h", marker={"color": ink.grid}, hoverinfo="skip"
    )
    for place, row in enumerate((heads, *rows)):
        for column, cell in enumerate(row):
            figure.add_annotation(
                x=edges[column + 1] - 0.005 if column else 0.005,
                y=(tops[place] + tops[place + 1]) / 2,
                text=cell if place else f"<b>{cell}</b>",
                xanchor="right" if column else "left",
                align="right" if column else "left",
                showarrow=False,
                borderpad=0,
                font={"size": size, "color": ink.text},
            )
        if place > 1 and len(rows[place - 2]) > 1:
            line = {"color": ink.grid, "width": 1}
            figure.add_shape(type="line", x0=0, x1=1, y0=tops[place], y1=tops[place], line=line)
    figure.update_xaxes(visible=False, range=[0, 1])
    figure.update_yaxes(visible=False, range=[tops[-1], 0], rangemode="normal")
    figure.update_layout(meta={"heads": list(heads), "rows": [list(row) for row in rows]})
    return figure


def flat_table(ink: Ink, figure: go.Figure, width: int, height: int) -> go.Figure:
    """What `table` drew, again with one line a row, in letters that fit `width` x `height` pixels: for a picture."""
    heads, rows, above = figure.layout.meta["heads"], [], ""
    for row in figure.layout.meta["rows"]:
        if len(row) == 1:
            above = row[0]
        else:
            rows.append([above or row[0], *row[1:]])
            above = ""
    flat = [[cell.replace("<br><i>", " · <i>").replace("<br>", " ") for cell in row] for row in (heads, *rows)]
    letters = [max(len(re.sub("<[^>]+>", "", cell)) for cell in column) + 2 for column in zip(*flat, strict=True)]
    # a letter is about half as wide as it is high; a row takes 1.6 lines
    size = min(13.0, width / (0.5 * sum(letters)), height / (1.6 * 1.32 * len(flat)))
    return table(ink, flat[0], flat[1:], letters, size=int(size))


@dataclass(frozen=True)
class Tally:
    """One big number with what it counts above and what belongs to it below."""

    value: str
    label: str
    detail: str


def tallies(ink: Ink, tallies: Sequence[Tally]) -> go.Figure:
    """Big numbers in a grid of at most three columns; for pictures, since the screen has tiles of its own."""
    wide = min(3, len(tallies))
    high = -(-len(tallies) // wide)
    figure = blank(ink, height=max(180, 150 * high))
    x, y = [i % wide for i in range(len(tallies))], [-(i // wide) for i in range(len(tallies))]
    figure.add_scatter(
        x=x,
        y=y,
        mode="markers",
        marker={"opacity": 0},
        hovertext=[f"{it.label}: {it.value}. {it.detail}" for it in tallies],
        hoverinfo="text",
    )
    for place, it in enumerate(tallies):
        label = f"<b>{wrap(it.label, 30)}</b>"
        below = 20 * (label.count("<br>") + 1)
        # three notes, because Plotly sets the lines of one as close as its smallest letters allow
        for text, size, shift in (
            (label, 14, 0),
            (f"<b>{it.value}</b>", 28, below - 4),
            (wrap(it.detail, 34), 14, below + 34),
        ):
            figure.add_annotation(
                x=x[place] - 0.47,
                y=y[place] + 0.47,
                text=text,
                showarrow=False,
                align="left",
                xanchor="left",
                yanchor="top",
                yshift=-shift,
                borderpad=0,
                font={"size": size, "color": ink.text},
            )
    figure.update_xaxes(visible=False, range=[-0.5, wide - 0.5])
    figure.update_yaxes(visible=False, range=[0.5 - high, 0.5], rangemode="normal")
    return figure


def enlarged(figure: go.Figure, times: float) -> go.Figure:
    """A copy whose letters are `times` as big, for a projector; it has no height of its own."""
    spec = figure.to_plotly_json()
    copy = go.Figure(_bigger(spec, times))
    base = figure.layout.template.layout.font.size or 14
    copy.update_layout(font={"size": base * times}, height=None)
    # names beside the plot grow too, and stand farther from their points
    copy.update_layout(margin={"r": round((figure.layout.margin.r or 16) * times)})
    for note in copy.layout.annotations:
        note.xshift, note.yshift = (note.xshift or 0) * times, (note.yshift or 0) * times
    return copy


def _bigger(spec: object, times: float) -> object:
    if isinstance(spec, dict):
        return {
            key: value | {"size": value["size"] * times}
            if key.endswith("font") and isinstance(value, dict) and isinstance(value.get("size"), int | float)
            else _bigger(value, times)
            for key, value in spec.items()
        }
    return [_bigger(part, times) for part in spec] if isinstance(spec, list | tuple) else spec
