"""A figure without a pixel: names, runs of values and the words at them, for a program that draws charts by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from koperasi.look import formats

Shape = Literal["bars", "stacked", "grouped", "columns", "lines", "area"]


@dataclass(frozen=True)
class Run:
    """Values of one kind, one a name of the chart; None where there is none, which is not zero.

    texts: the words at each value, "" for none. colours: of each value, by the names of
    :class:`~koperasi.look.ink.Ink`. hatched: which are not sure. planned: which are only
    planned. joined: False for points that stand alone, off a line.
    dash: of a line.
    """

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    colours: tuple[str, ...]
    hatched: tuple[bool, ...]
    planned: tuple[bool, ...]
    joined: bool = True
    dash: str = "solid"

    @property
    def counted(self) -> bool:
        """Whether every text is its number and no more: a program can then write it anew when the number changes."""
        pairs = zip(self.values, self.texts, strict=True)
        return all(said == formats.number(value or 0) for value, said in pairs if said)


@dataclass(frozen=True)
class Chart:
    """Bars run across, columns up. names: of the rows, years or dates, in the order of reading. keyed: has a legend."""

    shape: Shape
    names: tuple[str, ...] | tuple[date, ...]
    runs: tuple[Run, ...]
    keyed: bool = False

    def head(self, most: int) -> Chart:
        """With its first `most` names only."""
        cut = [
            replace(
                it, **{name: getattr(it, name)[:most] for name in ("values", "texts", "colours", "hatched", "planned")}
            )
            for it in self.runs
        ]
        return replace(self, names=self.names[:most], runs=tuple(cut))


def spaced(chart: Chart, marks: Sequence[object]) -> Chart:
    """With an empty row wherever the mark changes from one row to the next: what is apart stays apart."""
    order: list[int | None] = []
    for place, mark in enumerate(marks):
        if place and mark != marks[place - 1]:
            order.append(None)
        order.append(place)
    if None not in order:
        return chart

    def spread(cells: Sequence[Any], empty: Any) -> tuple[Any, ...]:
        return tuple(empty if place is None else cells[place] for place in order)

    runs = [
        replace(
            it,
            values=spread(it.values, None),
            texts=spread(it.texts, ""),
            colours=spread(it.colours, it.colours[0]),
            hatched=spread(it.hatched, False),
            planned=spread(it.planned, False),
        )
        for it in chart.runs
    ]
    return replace(chart, names=spread(chart.names, " "), runs=tuple(runs))
