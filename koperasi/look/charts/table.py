"""Words and numbers in columns: HTML on the screen, drawn only where a picture needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Self

from koperasi.look import text
from koperasi.look.charts.base import GAP, Figure, Json, Spec, figure, note
from koperasi.look.ink import Ink
from koperasi.look.surface import Surface

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Cell:
    """`words`, and quieter ones below them."""

    words: str
    below: str = ""

    def __str__(self) -> str:
        return f"{self.words} ({self.below})" if self.below else self.words


@dataclass(frozen=True, eq=False)
class Table(Spec):
    """heads: of the columns, the first set left, the others right (or all left: `prose`). body: a Cell a column.

    columns: head -> template of its words, for a body with a row for each of the rows that it is given.
    regencies: the code of the one that each line is about, "" for none: a screen leads to it.
    """

    heads: Sequence[str] = ()
    body: Sequence[Sequence[Cell]] = ()
    regencies: Sequence[str] = ()
    prose: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)

    default_kind: ClassVar[str] = "Tabel"
    shortens: ClassVar[bool] = True

    def on(self, rows: pd.DataFrame) -> Self:
        spec = super().on(rows)
        if not self.columns:
            return spec
        body = zip(*(map(Cell, spec.written(it)) for it in self.columns.values()), strict=True)
        return replace(spec, heads=tuple(self.columns), body=tuple(body))

    @property
    def count(self) -> int:
        return len(self.body)

    def shortened(self, most: int) -> Self:
        cut = self.count - most
        return replace(self, body=self.body[:most], left_out=self.left_out + cut) if cut > 0 else self

    def listing(self) -> list[str]:
        found = []
        for first, *others in self.body:
            told = zip(self.heads[1:], others, strict=True)
            found.append(f"{first}: " + ", ".join(f"{head} {cell}".strip() for head, cell in told if cell.words))
        return found

    def fits(self, ink: Ink, surface: Surface) -> bool:
        letter, widths, rows = self._fit(surface)
        inside = all(text.width(it, letter) <= room for row in rows for it, room in zip(row, widths, strict=True))
        return inside and super().fits(ink, surface)

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        letter, widths, rows = self._fit(surface)
        heights = [max(len(text.lines(cell)) for cell in row) * letter * text.LINE + 0.5 * letter for row in rows]
        tops = [sum(heights[:place]) for place in range(len(rows) + 1)]
        edges = [sum(widths[:place]) for place in range(len(widths) + 1)]
        height = surface.height or round(tops[-1]) + 2
        notes: list[Json] = []
        for place, row in enumerate(rows):
            for column, words in enumerate(row):
                left = self.prose or not column
                notes.append(
                    note(
                        words,
                        (edges[column] + GAP / 2 if left else edges[column + 1] - GAP / 2) / surface.width,
                        (tops[place] + tops[place + 1]) / 2,
                        ink.text,
                        letter,
                        xanchor="left" if left else "right",
                        align="left" if left else "right",
                        borderpad=0,
                    )
                )
        across: Json = {"type": "line", "x0": 0, "x1": 1, "line": {"color": ink.grid, "width": 1}}
        ground: Json = {"type": "rect", "x0": 0, "x1": 1, "y0": 0, "y1": tops[1], "layer": "below"}
        return figure(
            ink,
            surface,
            [],
            height,
            {"l": 0, "r": 0, "t": 1, "b": 1},
            annotations=notes,
            shapes=[
                ground | {"fillcolor": ink.grid, "line": {"width": 0}},
                *(across | {"y0": top, "y1": top} for top in tops[2:-1]),
            ],
            xaxis={"visible": False, "range": [0, 1]},
            yaxis={"visible": False, "range": [max(height, tops[-1]), 0], "rangemode": "normal"},
        )

    def _fit(self, surface: Surface) -> tuple[float, list[float], list[list[str]]]:
        """Letters as large as the surface's, or as small as the room asks for; widths of the columns; wrapped texts."""
        heads = [f"<b>{head}</b>" for head in self.heads]
        letter: float = surface.letter
        while True:
            flat = [heads, *([_one_line(cell) for cell in row] for row in self.body)]
            columns = list(zip(*flat, strict=True))
            wanted = [max(text.width(cell, letter) for cell in column) + 2 * GAP for column in columns]
            words = [max(text.width(it, letter) for cell in column for it in cell.split()) for column in columns]
            widths = _shared(wanted, [it + 1.5 * GAP for it in words], surface.width)
            rows = [
                [text.wrap(cell, room - 1.5 * GAP, letter) for cell, room in zip(row, widths, strict=True)]
                for row in flat
            ]
            high = sum(max(len(text.lines(cell)) for cell in row) * text.LINE + 0.5 for row in rows) * letter
            if surface.height is None or high <= surface.height or letter <= surface.least:
                return letter, widths, rows
            letter -= 0.5


def _one_line(cell: Cell) -> str:
    return f"{cell.words} · <i>{cell.below}</i>" if cell.below else cell.words


def _shared(wanted: Sequence[float], least: Sequence[float], whole: float) -> list[float]:
    """Pixels of each column: what it wants where all fit.

    Else its longest word (`least`), and what is left to those with the most text, as browsers do; where even that is
    too much, or no cell may break, the widest give way first.
    """
    if sum(wanted) <= whole:
        return [it * whole / sum(wanted) for it in wanted]
    if sum(least) < whole:
        spare = (whole - sum(least)) / (sum(wanted) - sum(least))
        return [few + spare * (many - few) for few, many in zip(least, wanted, strict=True)]
    given, open_ = [0.0] * len(wanted), sorted(range(len(wanted)), key=lambda place: wanted[place])
    left = whole
    for count, place in enumerate(open_):
        given[place] = min(wanted[place], left / (len(open_) - count))
        left -= given[place]
    return given
