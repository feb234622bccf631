"""Big numbers, where there are too few for a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from koperasi.look import text
from koperasi.look.charts.base import GAP, Figure, Json, Spec, figure, note
from koperasi.look.ink import Ink
from koperasi.look.surface import Surface

_BIG = 2.0  # letters of a big number, of those beside it
_BIGGER = (4.0, 3.0, _BIG)  # where there is room


@dataclass(frozen=True)
class Tally:
    """One big number with what it counts above and what belongs to it below."""

    value: str
    label: str
    detail: str


@dataclass(frozen=True, eq=False)
class Tallies(Spec):
    """Big numbers in a grid of at most three columns.

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
        return [", ".join(filter(None, (f"{it.label} {it.value}", it.detail))) for it in self.all()]

    @property
    def count(self) -> int:
        return len(self.all())

    def shortened(self, most: int) -> Self:
        cut = self.count - most
        if cut <= 0:
            return self
        return replace(super().shortened(most) if self.value else self, tallies=self.all()[:most], left_out=cut)

    def _columns(self, surface: Surface) -> _Grid:
        """The largest numbers that fit, the most of them side by side; where nothing fits, the lowest of all ways."""
        if surface.height is None:
            return self._ways(surface, _BIG)[-1]
        for big in _BIGGER:
            ways = self._ways(surface, big)
            if fitting := [it for it in ways if sum(it.heights) <= surface.height]:
                return fitting[-1]
        return min(ways, key=lambda it: sum(it.heights))

    def _ways(self, surface: Surface, big: float) -> list[_Grid]:
        """All numbers of columns in which none is wider than its own; numbers of the least size stand in one anyhow."""
        found = []
        for across in range(1, 1 + (min(3, self.count) if surface.height or surface.width > 500 else 1)):
            wide = surface.width / across - 2 * GAP
            said = [
                (
                    f"<b>{text.wrap(it.label, wide, surface.letter, bold=True)}</b>",
                    f"<b>{it.value}</b>",
                    text.wrap(it.detail, wide, surface.letter),
                )
                for it in self.all()
            ]
            letters = (surface.letter, big * surface.letter, surface.letter)
            grid = _Grid(letters, tuple(tuple(said[at : at + across]) for at in range(0, len(said), across)))
            broad = max(text.width(it, letters[1]) for _, it, _ in said)
            if broad <= wide or (across == 1 and big == _BIG):
                found.append(grid)
        return found

    def fits(self, ink: Ink, surface: Surface) -> bool:  # noqa: ARG002 - of any colour
        return surface.height is None or sum(self._columns(surface).heights) <= surface.height

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        grid = self._columns(surface)
        height = surface.height or round(sum(grid.heights))
        spare = max(height - sum(grid.heights), 0) / len(grid.rows)
        notes: list[Json] = []
        # several rows share the room between them, one stands a little above its middle
        above = spare / 3 if len(grid.rows) == 1 else 0.0
        for row, pixels in zip(grid.rows, grid.heights, strict=True):
            takes = grid.takes(row)
            for column, words in enumerate(row):
                top = above
                colours = (ink.text, ink.text, ink.soft_text)
                for said, size, high, colour in zip(words, grid.letters, takes, colours, strict=True):
                    placed: Json = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
                    placed |= {"align": "left", "yshift": -top, "borderpad": 0}
                    notes.append(note(said, column / len(grid.rows[0]), 1, colour, size, **placed))
                    top += high
            above += pixels + spare
        hidden = {"visible": False, "range": [0, 1]}
        margin = {"l": 1, "r": 1, "t": 1, "b": 1}
        return figure(ink, surface, [], height, margin, annotations=notes, xaxis=hidden, yaxis=hidden)


@dataclass(frozen=True)
class _Grid:
    """Label, number and detail of each in rows, wrapped, with the letters of the three."""

    letters: tuple[float, float, float]
    rows: tuple[tuple[tuple[str, str, str], ...], ...]

    def takes(self, row: tuple[tuple[str, str, str], ...]) -> list[float]:
        """Pixels of the height of each: the numbers of a row are level."""
        deepest = (max(len(text.lines(it)) for it in said) for said in zip(*row, strict=True))
        return [it * text.LINE * lines + 2 for it, lines in zip(self.letters, deepest, strict=True)]

    @property
    def heights(self) -> list[float]:
        """Pixels of each row."""
        return [sum(self.takes(row)) + GAP for row in self.rows]
