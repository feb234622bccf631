"""What went from where to where between two years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from koperasi.look import formats, text
from koperasi.look.charts.base import EDGE, GAP, LEGEND, Figure, Json, Spec, figure, legend_height, note
from koperasi.look.columns import records
from koperasi.look.ink import Ink
from koperasi.look.surface import Surface

_PAD = 16  # pixels between two nodes


@dataclass(frozen=True, eq=False)
class Flow(Spec):
    """A Sankey diagram from the column `start` to the column `end`, `value` wide; by: column that colours a link.

    The names stand outside, beside their nodes: on the links they could not be read.

    heads: templates above the two sides. nodes: cell -> colour; links: cell of `by` -> (colour, opacity), those with a
    name of their own in `key` explained in a legend. ends: what a node is called instead, left and right.
    """

    start: str
    end: str
    value: str
    by: str
    heads: tuple[str, str]
    nodes: Mapping[str, str]
    links: Mapping[str, tuple[str, float]]
    key: Sequence[str] = ()
    last: str = ""
    ends: tuple[str, str] = ("", "")

    default_kind: ClassVar[str] = "Diagram alir"

    def listing(self) -> list[str]:
        found = zip(self.rows[self.start], self.rows[self.end], self.rows[self.value], strict=True)
        return [
            f"{self.ends[0] if a == self.last else a} ke {self.ends[1] if b == self.last else b} {formats.number(n)}"
            for a, b, n in found
        ]

    def _side(self, column: str, last: str) -> dict[str, tuple[str, float]]:
        """Cell -> (name, sum) of the nodes of one side in alphabetical order, `last` at the end."""
        sums = self.rows.groupby(column)[self.value].sum()
        order = sorted(sums.index, key=lambda it: (it == self.last, it))
        return {it: (last if it == self.last else it, float(sums[it])) for it in order}

    def fits(self, ink: Ink, surface: Surface) -> bool:
        """The nodes have at least as much of the height as the gaps between them."""
        margin = self.draw(ink, surface)["layout"]["margin"]
        gaps = self._pad(surface) * (max(self.rows[it].nunique() for it in (self.start, self.end)) - 1)
        return surface.height is None or 2 * gaps <= surface.height - margin["t"] - margin["b"]

    def _pad(self, surface: Surface) -> float:
        """Pixels between nodes: with fewer, names of small ones would stand over one another."""
        return max(_PAD, surface.letter * text.LINE)

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        left, right = self._side(self.start, self.ends[0]), self._side(self.end, self.ends[1])
        nodes = [*left.values(), *right.values()]
        names = [
            text.wrap(f"{name} <b>{formats.number(sum_)}</b>", 0.3 * surface.width, surface.letter)
            for name, sum_ in nodes
        ]
        sides = [names[: len(left)], names[len(left) :]]
        margins = [max(text.width(it, surface.letter) for it in side) + 1.5 * GAP for side in sides]
        legend = legend_height(list(self.key), surface, surface.width - sum(margins))
        above = legend + surface.letter * text.LINE + GAP + EDGE
        height = surface.height or 400 + round(above)
        pad = self._pad(surface)
        gap = pad / (height - above - EDGE)
        whole = float(self.rows[self.value].sum())
        scale = (1 - gap * (max(len(left), len(right)) - 1)) / whole
        middles = [
            *_middles((it for _, it in left.values()), scale, gap),
            *_middles((it for _, it in right.values()), scale, gap),
        ]
        places = {cell: place for place, cell in enumerate(right)}
        moves = self.rows[[self.start, self.end, self.by, self.value]].itertuples(index=False, name=None)
        flow: Json = {
            "type": "sankey",
            "arrangement": "fixed",
            "node": {
                # plotly takes 0 and 1 for "not given"
                "x": [0.001] * len(left) + [0.999] * len(right),
                "y": [min(max(middle, 0.001), 0.999) for middle in middles],
                "color": [ink.colour(self.nodes.get(name, "paper")) for name, _ in nodes],
                "line": {"color": ink.soft_text, "width": 0.5},
                "pad": pad,
                "thickness": 14,
                "hoverinfo": "none",
            },
            "link": {
                "source": [list(left).index(cell) for cell in self.rows[self.start]],
                "target": [len(left) + places[cell] for cell in self.rows[self.end]],
                "value": [float(it) for it in self.rows[self.value]],
                "color": [_see_through(ink.colour(self.links[it][0]), self.links[it][1]) for it in self.rows[self.by]],
                "label": [f"{a} ke {b}, {by}: {formats.number(n)}" for a, b, by, n in moves],
                "hovertemplate": "%{label}<extra></extra>",
            },
        }
        keys = [
            {
                "type": "scatter",
                "mode": "markers",
                "x": [None],
                "y": [None],
                "name": name,
                "hoverinfo": "skip",
                "marker": {
                    "symbol": "square",
                    "size": 12,
                    "color": _see_through(ink.colour(self.links[name][0]), self.links[name][1]),
                    "line": {"color": ink.soft_text, "width": 1},
                },
            }
            for name in self.key
        ]
        first = records(self.rows)[0]
        on_paper = {"xref": "paper", "yref": "paper", "borderpad": 0}
        notes = []
        for x, side, column in ((0, "right", self.heads[0]), (1, "left", self.heads[1])):
            beside = on_paper | {"xanchor": side, "align": side, "xshift": (2 * x - 1) * GAP}
            head = f"<b>{getattr(first, column)}</b>"
            notes.append(note(head, x, 1, ink.text, surface.letter, yanchor="bottom", yshift=GAP, **beside))
            at = middles[: len(left)] if x == 0 else middles[len(left) :]
            notes += [
                note(name, x, 1 - middle, ink.text, surface.letter, yanchor="middle", **beside)
                for name, middle in zip(sides[x], at, strict=True)
            ]
        return figure(
            ink,
            surface,
            [flow, *keys],
            height,
            {"l": margins[0], "r": margins[1], "t": above, "b": EDGE},
            annotations=notes,
            showlegend=bool(keys),
            # over the years, never over what stands below the drawing
            legend=LEGEND | {"y": 1 + (above - legend) / max(height - above - EDGE, 1)},
            xaxis={"visible": False},
            yaxis={"visible": False},
        )


def _middles(sums: Iterable[float], scale: float, gap: float) -> list[float]:
    middles, top = [], 0.0
    for sum_ in sums:
        middles.append(top + sum_ * scale / 2)
        top += sum_ * scale + gap
    return middles


def _see_through(colour: str, alpha: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"
