"""What all figure specs share: rows with names beside them, fills, notes, legends, and the words for blind readers.

A spec is frozen: columns by name, templates by :func:`koperasi.look.columns.write`, colours by the names of
:class:`~koperasi.look.ink.Ink`. It is drawn late, for a surface, as a plain dict of Plotly's JSON; the tests validate
every one of them, nothing does at run time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from koperasi.look import formats, text
from koperasi.look.charts.plain import Chart
from koperasi.look.columns import COLUMNS, is_empty, write_all
from koperasi.look.ink import Ink
from koperasi.look.surface import Surface

if TYPE_CHECKING:
    import pandas as pd

Figure = dict[str, Any]
Json = dict[str, Any]
UNKNOWN, SUSPECT = "tidak ada data", "diragukan"
GAP = 8  # between a name and the plot, and between a mark and its words
EDGE = 6  # of a figure that has nothing beside it
# from the edge of the figure, not of the plot: names beside the rows leave it little room
LEGEND: Json = {"x": 0, "xref": "container", "xanchor": "left"}
_GAP, _THICKEST = 0.25, 64  # of a row, between bars; pixels of a bar
_ROW, _AIR = 27, 9  # pixels: the lowest row, and what a row has beside its lines of text


@dataclass(frozen=True, eq=False, kw_only=True)
class Spec:
    """A figure to be. rows: what it is drawn from, given by `on`, the first `most` of them where that is not zero.

    kind: what it is, for the alternative text. left_out: how many more rows there are, and `things` what they are.
    """

    rows: pd.DataFrame = field(default=cast("pd.DataFrame", ()), repr=False)  # until `on`: declaring needs no pandas
    kind: str = ""
    most: int = 0
    left_out: int = 0
    things: str = "baris"

    default_kind: ClassVar[str] = "Diagram"
    shortens: ClassVar[bool] = False  # whether it is a list, of which the first rows may stand for all

    def on(self, rows: pd.DataFrame) -> Self:
        """The same spec for these rows."""
        shown = rows.head(self.most) if self.most else rows
        return replace(self, rows=shown, left_out=len(rows) - len(shown))

    @property
    def count(self) -> int:
        """How many rows are drawn."""
        return len(self.rows)

    def fits(self, ink: Ink, surface: Surface) -> bool:
        """Whether all of it has room on a surface of given height in letters that are not under its least."""
        # a list is allowed smaller ones, to see whether it would take them
        drawn = self.draw(ink, replace(surface, least=surface.least / 2) if self.shortens else surface)
        return min(letters(drawn), default=surface.least) >= surface.least

    def suited(self) -> Spec:
        """What its rows are shown as: numbers where they are too few for a chart, else itself."""
        return self

    def simpler(self) -> Spec | None:
        """What may stand for it where it does not fit, with the same numbers; None where there is no such thing."""
        return None

    def shortened(self, most: int) -> Self:
        """The same with its first `most` rows only."""
        cut = self.count - most
        return replace(self, rows=self.rows.head(most), left_out=self.left_out + cut) if cut > 0 else self

    def extent(self) -> str:
        """How many of how many rows are drawn, "" for all."""
        shown = self.count
        if not self.left_out:
            return ""
        return f"Gambar memuat {formats.number(shown)} dari {formats.number(shown + self.left_out)} {self.things}."

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        """The figure as Plotly's JSON: data and layout, with a height and margins but without a width or a title."""
        raise NotImplementedError

    def listing(self) -> list[str]:
        """What is plotted, mark by mark, in words."""
        raise NotImplementedError

    def plain(self) -> Chart | None:
        """What is plotted as data, for a program that draws charts by itself; None where it has no such chart."""
        return None

    def alt(self) -> str:
        """What a person who cannot see the figure needs to hear, made from what is plotted."""
        return f"{self.kind or self.default_kind}: {'; '.join(self.listing()).removesuffix('.')}."

    def written(self, template: str) -> list[str]:
        """A template for each row."""
        return write_all(template, self.rows)

    def per_row(self, column: str, otherwise: Any) -> list[Any]:
        """The cells of a column, or the same value for all rows where no column is named."""
        return cells(self.rows[column]) if column else [otherwise] * len(self.rows)

    def only(self, column: str) -> float | None:
        """The value of a column that is the same in every row; None where no column is named."""
        return float(self.rows[column].iloc[0]) if column else None

    def rules_between(self, ink: Ink, column: str) -> list[Json]:
        """Dotted lines between rows whose cells of a column differ; none where no column is named."""
        pairs = enumerate(pairwise(self.per_row(column, None)), start=1)
        return [rule(ink, y=place - 0.5) for place, (above, below) in pairs if above != below]

    def codes(self, column: str) -> list[str | None] | None:
        """Regency codes as Plotly's customdata: a click on the mark sets the filter; None where there is none."""
        return [str(code) if code else None for code in cells(self.rows[column])] if column else None


def letters(it: Any) -> Iterator[float]:
    """The size of every font in Plotly's JSON, the template left out."""
    if isinstance(it, dict):
        for name, value in it.items():
            if name.endswith("font") and "size" in value:
                yield from value["size"] if isinstance(value["size"], list) else [value["size"]]
            elif name != "template":
                yield from letters(value)
    elif isinstance(it, list):
        for value in it:
            yield from letters(value)


def untagged(words: str) -> str:
    """Without tags: for a blind reader."""
    return text.TAG.sub("", words.replace("<br>", " "))


def hovers(words: Iterable[str], surface: Surface) -> list[str]:
    """Words for the hover, broken so that a long one stays inside its figure."""
    return [text.wrap(it, 0.9 * surface.width, surface.letter) for it in words]


def cells(values: pd.Series) -> list[Any]:
    """A column as plain Python values, empty ones as None."""
    return [None if is_empty(value) else value for value in values.tolist()]


def floats(values: pd.Series) -> list[float | None]:
    """A column as numbers, empty ones as None."""
    return [None if is_empty(value) else float(value) for value in values.tolist()]


def missing_words(column: str) -> str:
    """What an empty cell of a plotted column says."""
    return COLUMNS[column].empty if column in COLUMNS else UNKNOWN


def figure(ink: Ink, surface: Surface, data: Sequence[Json], height: int, margin: Json, **layout: Any) -> Figure:
    """A whole figure in the house style."""
    return {
        "data": list(data),
        "layout": {
            "template": ink.template,
            "font": {"size": surface.letter},
            "height": height,
            "margin": {side: round(pixels) for side, pixels in margin.items()} | {"pad": 0, "autoexpand": False},
            **layout,
        },
    }


def fill(
    ink: Ink,
    colour: str | list[str],
    hatched: bool | Sequence[bool] = False,
    planned: bool | Sequence[bool] = False,
) -> Json:
    """Plain colour; lines of it on paper for what is unsure or not measured; its outline for what is only planned."""
    found: Json = {
        "color": colour,
        "line": {"color": colour, "width": _each(planned, 2, 1)},
        "pattern": {"shape": _each(hatched, "/", ""), "fgcolor": colour, "bgcolor": ink.paper, "size": 6},
    }
    found["pattern"]["solidity"] = 0.4
    if not isinstance(planned, bool):
        colours = colour if isinstance(colour, list) else [colour] * len(planned)
        found["color"] = [ink.paper if only else own for only, own in zip(planned, colours, strict=True)]
    elif planned:
        found["color"] = ink.paper
    return found


def _each(flags: bool | Sequence[bool], yes: Any, no: Any) -> Any:
    return (yes if flags else no) if isinstance(flags, bool) else [yes if it else no for it in flags]


def note(words: str, x: Any, y: Any, colour: str, letter: float, **more: Any) -> Json:
    """Words on the plot; all notes of a figure go into one list."""
    return {"text": words, "x": x, "y": y, "showarrow": False, "font": {"color": colour, "size": letter}, **more}


def rule(ink: Ink, *, x: float | None = None, y: float | None = None) -> Json:
    """A line through the whole plot: dashed at a value, dotted between rows."""
    if x is not None:
        across: Json = {"x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper"}
        return {"type": "line", "line": {"color": ink.text, "width": 1.5, "dash": "dash"}, **across}
    across = {"y0": y, "y1": y, "x0": 0, "x1": 1, "xref": "paper"}
    return {"type": "line", "line": {"color": ink.soft_text, "width": 1, "dash": "dot"}, **across}


def legend_height(names: Sequence[str], surface: Surface, room: float) -> float:
    """Pixels that the legend takes above a plot `room` pixels wide.

    From two rows on Plotly sets all entries as wide as the widest.
    """
    if not names:
        return 0
    widths = [46 + text.width(name, surface.letter) for name in names]
    rows = 1 if sum(widths) <= room else -(-len(widths) // max(1, int(room // max(widths))))
    return rows * (surface.letter * text.LINE + 2) + 6


def legend_only(ink: Ink, entries: Mapping[str, tuple[str, bool]]) -> list[Json]:
    """Bars without a value, which only put name and colour, or its outline for a plan, into the legend."""
    return [
        {
            "type": "bar",
            "orientation": "h",
            "x": [None],
            "y": [None],
            "name": name,
            "showlegend": True,
            "hoverinfo": "skip",
            "marker": fill(ink, ink.colour(colour), planned=planned),
        }
        for name, (colour, planned) in entries.items()
    ]


@dataclass(frozen=True)
class Rows:
    """Names beside rows of equal height, measured for a surface."""

    names: tuple[str, ...]
    letter: float
    left: float
    height: float

    @staticmethod
    def below_legend(
        labels: Sequence[str], surface: Surface, keys: Sequence[str], *, bars: int = 1, lines: int = 1
    ) -> tuple[Rows, float]:
        """The same under a legend, and the pixels that it takes: it may be as wide as the plot."""
        left = Rows.fit(labels, surface, EDGE).left
        above = legend_height(keys, surface, surface.width - left - EDGE)
        return Rows.fit(labels, surface, above + EDGE, bars=bars, lines=lines), above

    @staticmethod
    def fit(labels: Sequence[str], surface: Surface, above: float, *, bars: int = 1, lines: int = 1) -> Rows:
        """Wrap and measure. above: pixels that something else takes. bars: side by side in a row.

        lines: of the words behind a bar. On a surface of given height, names that have no room for two lines stand in
        one, in smaller letters where even that is too high.
        """
        count = max(len(labels), 1)
        letter: float = surface.letter
        share, most = 0.42, 4
        if surface.height is not None:
            row = (surface.height - above) / count
            most = max(1, int(row // (letter * text.LINE)))
            # several lines behind a bar stand over their neighbours' sooner than one
            letter = max(surface.least, min(letter, row / (1.15 if lines == 1 else text.LINE * lines)))
            share = 0.42 if most > 1 else 0.62
        names = [text.wrap(label, share * surface.width - GAP, letter, most=most) for label in labels]
        left = max((text.width(name, letter) for name in names), default=0) + GAP + 2
        deepest = max((len(text.lines(name)) for name in names), default=1)
        if surface.height is not None:
            return Rows(tuple(names), letter, left, surface.height - above)
        behind = bars * lines * letter * text.LINE
        if bars > 1 and lines > 1:  # bars side by side share what the gap leaves them
            behind /= 1 - _GAP
        row = max(_ROW * bars, deepest * letter * text.LINE + _AIR, behind + _AIR)
        return Rows(tuple(names), letter, left, max(row * count, 2 * _ROW))

    def gap(self, bars: int = 1) -> float:
        """What a row leaves empty: a bar stays a bar where a picture has room for a block."""
        return max(_GAP, 1 - _THICKEST * bars * len(self.names) / max(self.height, 1))

    def axis(self, ink: Ink) -> Json:
        """Positions rather than names: two rows of the same name must stay two."""
        return {
            "tickvals": list(range(len(self.names))),
            "ticktext": list(self.names),
            "range": [len(self.names) - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
            "rangemode": "normal",
            "tickfont": {"color": ink.text, "size": self.letter},
            "ticklabelstandoff": GAP,
        }


def span_behind(values: Iterable[float | None], words: Sequence[str], room: float, letter: float) -> float:
    """How far an axis from zero must go so that the words behind each bar fit into `room` pixels."""
    known = [(value or 0.0, text.width(said, letter) + GAP) for value, said in zip(values, words, strict=True)]
    top = max((value for value, _ in known), default=0.0) or 1.0
    # a bar keeps a fifth of the room, whatever its words want
    return max([top * 1.02, *(value / max(1 - wide / room, 0.2) for value, wide in known)])
