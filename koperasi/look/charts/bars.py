"""Bars: one a row, several a row (stacked or side by side), and columns over years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from koperasi.look import formats, text
from koperasi.look.charts.base import (
    EDGE,
    GAP,
    LEGEND,
    SUSPECT,
    Figure,
    Json,
    Rows,
    Spec,
    cells,
    figure,
    fill,
    floats,
    hovers,
    legend_height,
    legend_only,
    missing_words,
    note,
    rule,
    span_behind,
    untagged,
)
from koperasi.look.charts.plain import Chart, Run, Shape, spaced
from koperasi.look.charts.tallies import Tallies, Tally
from koperasi.look.charts.ticks import apart, count_axis, every
from koperasi.look.columns import is_empty, label_of, records, write, write_all
from koperasi.look.ink import Ink
from koperasi.look.surface import Surface

if TYPE_CHECKING:
    import pandas as pd

_FEW = 2  # bars that are no chart


@dataclass(frozen=True, eq=False)
class Bars(Spec):
    """Horizontal bars from zero, a row each, in the order of the rows.

    label, text: templates of the name beside and the words behind a bar. value: column of the length; an empty one is
    said in words (`missing`, else what its column says) and gets no bar. colours: cell of the column `by` -> colour,
    else `colour`. hatched: column, true where the figure is not sure or not measured. planned: for all, or the column,
    true where it is a plan: an outline. suspect: column, true where it is doubted: also hatched, and said behind the
    name, or instead of a value that is empty. selected: column, false where the row is filtered out: grey. at: column
    of the value to be marked, at_text: template of its name below the line. divided: column, a dotted line where its
    cell changes. key: legend, name -> (colour, planned). zero: template of the words behind a zero, where its number
    alone would not do. more: template of the name where there is room: in the hover and in the alternative text.
    """

    label: str
    value: str
    text: str
    code: str = ""
    colour: str = "first"
    by: str = ""
    colours: Mapping[Any, str] = field(default_factory=dict)
    hatched: str = ""
    planned: bool | str = False
    suspect: str = ""
    selected: str = ""
    missing: str = ""
    zero: str = ""
    more: str = ""
    at: str = ""
    at_text: str = ""
    divided: str = ""
    key: Mapping[str, tuple[str, bool]] = field(default_factory=dict)

    default_kind: ClassVar[str] = "Diagram batang"
    shortens: ClassVar[bool] = True

    def _said(self) -> list[str]:
        """The words behind each bar."""
        missing = self.written(self.missing or missing_words(self.value))
        zeros, texts = self.written(self.zero or self.text), self.written(self.text)
        found = zip(floats(self.rows[self.value]), texts, zeros, missing, self._doubted(), strict=True)
        return [
            (SUSPECT if odd else nothing) if value is None else words if value else zero
            for value, words, zero, nothing, odd in found
        ]

    def _doubted(self) -> list[bool]:
        return [bool(odd) for odd in self.per_row(self.suspect, False)]

    def _names(self) -> list[str]:
        """The doubt stands here: behind the longest bar a narrow screen has no room for it."""
        found = zip(self.written(self.label), floats(self.rows[self.value]), self._doubted(), strict=True)
        return [f"{name} ({SUSPECT})" if odd and value is not None else name for name, value, odd in found]

    def _long_names(self) -> list[str]:
        return self.written(self.more) if self.more else self._names()

    def listing(self) -> list[str]:
        return [f"{name} {said}" for name, said in zip(self._long_names(), self._said(), strict=True)]

    def _colours(self) -> list[str]:
        named = [self.colours.get(it, self.colour) for it in self.per_row(self.by, None)]
        picked = self.per_row(self.selected, True)
        return [name if chosen else "muted" for name, chosen in zip(named, picked, strict=True)]

    def _fills(self, ink: Ink) -> list[str]:
        return [ink.colour(name) for name in self._colours()]

    def _hatches(self) -> list[bool]:
        return [bool(it or odd) for it, odd in zip(self.per_row(self.hatched, False), self._doubted(), strict=True)]

    def _plans(self) -> list[bool]:
        plain = self.per_row(self.planned, False) if isinstance(self.planned, str) else [self.planned] * len(self.rows)
        return [bool(it) for it in plain]

    def suited(self) -> Spec:
        """One or two bars are slabs; beside a mark to be compared with even one says something."""
        if self.at or not 0 < self.count <= _FEW:
            return self
        looks = {look: name for name, look in self.key.items()}
        found = zip(self._said(), self._names(), self._colours(), self._plans(), strict=True)
        tallies = [
            Tally(
                untagged(said), untagged(name), looks.get((colour, plan), "rencana" if plan else label_of(self.value))
            )
            for said, name, colour, plan in found
        ]
        return Tallies(tallies, rows=self.rows, left_out=self.left_out, things=self.things)

    def plain(self) -> Chart | None:
        if self.at:  # none of those programs draws a line across bars
            return None
        values, said = floats(self.rows[self.value]), self._said()
        # a bar that is not there can bear no words
        names = [
            untagged(f"{name}: {words}" if value is None else name)
            for name, words, value in zip(self._names(), said, values, strict=True)
        ]
        texts = ["" if value is None else untagged(words) for words, value in zip(said, values, strict=True)]
        looks = tuple(self._colours()), tuple(self._hatches()), tuple(self._plans())
        run = Run(label_of(self.value), tuple(values), tuple(texts), *looks)
        return spaced(Chart("bars", tuple(names), (run,)), self.per_row(self.divided, None))

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        labels, said, values = self._names(), self._said(), floats(self.rows[self.value])
        at = self.only(self.at)
        deepest = max((len(text.lines(it)) for it in said), default=1)
        rows, above = Rows.below_legend(labels, surface, list(self.key), lines=deepest)
        room = surface.width - rows.left - EDGE
        fills = self._fills(ink)
        planned = self._plans()
        marks = fill(ink, fills, self._hatches(), planned)
        names = self._long_names()
        # a zero keeps its hairline; what nobody knows gets none
        widths = [0 if value is None else 2 if plan else 1 for value, plan in zip(values, planned, strict=True)]
        marks["line"] = {"color": fills, "width": widths}
        bars = {
            "type": "bar",
            "orientation": "h",
            "x": [value or 0.0 for value in values],
            "y": list(range(len(values))),
            "marker": marks,
            "hovertext": hovers((f"{name}: {words}" for name, words in zip(names, said, strict=True)), surface),
            "hoverinfo": "text",
            "showlegend": False,
        }
        if codes := self.codes(self.code):
            bars["customdata"] = codes
        layout: Json = {"yaxis": rows.axis(ink)}
        if at is None:
            bars |= {"text": said, "textposition": "outside", "cliponaxis": False, "constraintext": "none"}
            bars["textfont"] = {"size": rows.letter}
        else:
            # notes on paper rather than texts of the bars: they must lie over the line
            over = {"xanchor": "left", "align": "left", "xshift": 3, "bgcolor": ink.paper, "borderpad": 0}
            # the ground of one must not hide the letters of the next
            most = rows.height / max(len(values), 1) / text.LINE
            layout["annotations"] = [
                note(words, value or 0.0, place, ink.text, min(rows.letter, most), **over)
                for place, (words, value) in enumerate(zip(said, values, strict=True))
            ]
        below = EDGE / 2
        if at is not None and self.at_text:
            below += rows.letter * text.LINE
            below_line: Json = {"yref": "paper", "yanchor": "top", "borderpad": 0}
            layout["annotations"].append(
                note(self.written(self.at_text)[0], at, 0, ink.text, rows.letter - 1, **below_line)
            )
        shapes = [rule(ink, x=at)] if at is not None else []
        shapes += self.rules_between(ink, self.divided)
        reach = max(span_behind(values, said, room, rows.letter), (at or 0) * 1.05)
        return figure(
            ink,
            surface,
            [bars, *legend_only(ink, self.key)],
            round(surface.height or rows.height + above + EDGE / 2 + below),
            {"l": rows.left, "r": EDGE, "t": above + EDGE / 2, "b": below},
            xaxis={"visible": False, "range": [0, reach]},
            shapes=shapes,
            showlegend=bool(self.key),
            legend=LEGEND,
            barmode="overlay",
            bargap=rows.gap(),
            **layout,
        )


@dataclass(frozen=True)
class Part:
    """One series of a row of bars. column: its values. text: template of its words, by default its number, "" for none.

    hatched: unsure or not measured, for all, or the column that says so by row. planned: an outline, for all.
    """

    name: str
    column: str
    colour: str = "first"
    hatched: bool | str = False
    text: str | None = None
    planned: bool = False

    def words(self, rows: pd.DataFrame) -> list[str]:
        """What stands in or behind its bars: nothing for zero."""
        if self.text is not None:
            return write_all(self.text, rows)
        return [formats.number(value) if value else "" for value in floats(rows[self.column])]

    def run(self, rows: pd.DataFrame) -> Run:
        """Its values as data; what no words are said of stays empty, but not a zero."""
        hatching, many = self.hatching(rows), len(rows)
        hatched = [bool(it) for it in hatching] if isinstance(hatching, list) else [bool(hatching)] * many
        words = tuple(untagged(it) for it in self.words(rows))
        looks = (self.colour,) * many, tuple(hatched), (self.planned,) * many
        return Run(self.name, tuple(floats(rows[self.column])), words, *looks)

    def hatching(self, rows: pd.DataFrame) -> Any:
        """As :func:`fill` takes it."""
        if not isinstance(self.hatched, str):
            return self.hatched
        return [bool(it) for it in cells(rows[self.hatched])] if self.hatched in rows else False


def widen(rows: pd.DataFrame, index: Sequence[str], by: str, value: str, said: str = "") -> pd.DataFrame:
    """One row per `index`, one column per cell of `by` (as text), in the order of the rows; what is not there is 0.

    said: template of the words of each cell, in columns "AAA_said"; of a row whose value is 0 or empty there are none.
    """
    import pandas as pd  # noqa: PLC0415 - cards are declared without it

    names = [str(name) for name in rows[by].dropna().drop_duplicates()]
    empty = {key: it for name in names for key, it in ((name, 0), (f"{name}_said", "")) if said or key == name}
    wide: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in records(rows):
        place = tuple(getattr(row, name) for name in index)
        cells = wide.setdefault(place, dict(zip(index, place, strict=True)) | empty)
        name, amount = getattr(row, by), getattr(row, value)
        if is_empty(name) or is_empty(amount):
            continue
        cells[str(name)] += amount
        if said and amount > 0:
            cells[f"{name}_said"] = write(said, row)
    return pd.DataFrame(list(wide.values()), columns=[*index, *empty])


def _tallied(parts: Sequence[Part], rows: pd.DataFrame, detail: str) -> Tallies:
    """The parts of a single row, each as a number with the same detail."""
    found = []
    for part in parts:
        value, words = floats(rows[part.column])[0], untagged(part.words(rows)[0])
        nothing = missing_words(part.column) if value is None else formats.number(value)
        # words that name their part do so once
        found.append(Tally(words.removeprefix(f"{part.name} ") or nothing, part.name, detail))
    return Tallies(found, rows=rows)


def told_parts(parts: Sequence[Part], rows: pd.DataFrame) -> list[list[str]]:
    """For each row what its parts are, zeros left out: ["aktif 12", "tidak aktif 3"]; where nothing is known, that."""
    told: list[list[str]] = [[] for _ in range(len(rows))]
    titled = any(" " in part.name and part.name.istitle() for part in parts)  # "Cukup Sehat" keeps its capitals
    for part in parts:
        name = f"{part.name if titled else formats.lowered(part.name)} " if len(parts) > 1 else ""
        for row, words, value in zip(told, part.words(rows), floats(rows[part.column]), strict=True):
            if words or value:
                # words that name their part do so once
                row.append(name + (untagged(words).removeprefix(f"{part.name} ") or formats.number(value or 0)))
    unknown = rows[[part.column for part in parts]].isna().all(axis=1)
    return [row or [missing_words(parts[0].column)] * nothing for row, nothing in zip(told, unknown, strict=True)]


@dataclass(frozen=True, eq=False)
class _Parted(Spec):
    label: str
    parts: Sequence[Part]
    code: str = ""

    shortens: ClassVar[bool] = True

    def listing(self) -> list[str]:
        return [
            f"{untagged(label)}: {', '.join(told) or '0'}"
            for label, told in zip(self.written(self.label), told_parts(self.parts, self.rows), strict=True)
        ]

    def _chart(self, shape: Shape, ends: Sequence[str], divided: str) -> Chart:
        """ends: what is said of each whole row, which no such program can put behind it, nor that a bar is unknown."""
        runs = tuple(part.run(self.rows) for part in self.parts)
        names = []
        for place, (label, end) in enumerate(zip(self.written(self.label), ends, strict=True)):
            lacking = [
                f"{formats.lowered(it.name)} {it.texts[place]}"
                for it in runs
                if it.values[place] is None and it.texts[place]
            ]
            said = ", ".join([*([end] if end else []), *lacking])
            names.append(untagged(f"{label}: {said}" if said else label))
        chart = Chart(shape, tuple(names), runs, keyed=True)
        return spaced(chart, self.per_row(divided, None))

    def _bar(self, ink: Ink, part: Part, labels: Sequence[str]) -> Json:
        values = [value or 0.0 for value in floats(self.rows[part.column])]
        words = part.words(self.rows)
        shown = [it.replace("<br>", " · ") or formats.number(v) for it, v in zip(words, values, strict=True)]
        bar: Json = {
            "type": "bar",
            "orientation": "h",
            "name": part.name,
            "x": values,
            "y": list(range(len(labels))),
            "text": words,
            "marker": fill(ink, ink.colour(part.colour), part.hatching(self.rows), part.planned),
            "hovertext": [f"{untagged(label)}, {part.name}: {it}" for label, it in zip(labels, shown, strict=True)],
            "hoverinfo": "text",
        }
        if codes := self.codes(self.code):
            bar["customdata"] = codes
        return bar

    def _keys(self, ink: Ink, bars: Sequence[Json]) -> list[Json]:
        """Legend entries of parts that are hatched by row: Plotly would show the look of the first row."""
        keys = []
        for place, (part, bar) in enumerate(zip(self.parts, bars, strict=True), start=1):
            bar["legendrank"] = place
            if isinstance(bar["marker"]["pattern"]["shape"], list):
                # in one group, or the entry would take room beside the bars
                same = {"offsetgroup": part.name, "legendrank": place}
                bar.update(same, showlegend=False)
                keys += [key | same for key in legend_only(ink, {part.name: (part.colour, False)})]
        return keys


@dataclass(frozen=True, eq=False)
class Stacked(_Parted):
    """Horizontal stacked bars with a legend on top, a row each. label: template. parts: in the order of stacking.

    after: template of words behind the whole bar. divided: column, a dotted line where its cell changes. lines: of text
    in a bar.
    """

    after: str = ""
    divided: str = ""
    lines: int = 1

    default_kind: ClassVar[str] = "Diagram batang bertumpuk"

    def plain(self) -> Chart:
        return self._chart("stacked", self.written(self.after), self.divided)

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        labels, after = self.written(self.label), self.written(self.after)
        rows, above = Rows.below_legend(labels, surface, [part.name for part in self.parts], lines=self.lines)
        data = [self._bar(ink, part, labels) for part in self.parts]
        sums = [sum(cell or 0.0 for cell in row) for row in zip(*(bar["x"] for bar in data), strict=True)]
        room = surface.width - rows.left - EDGE
        reach = span_behind(sums, after, room, rows.letter) if self.after else max([*sums, 1.0])
        letter = min(rows.letter, rows.height / max(len(labels), 1) * (1 - rows.gap()) / self.lines / 1.15)
        for bar, part in zip(data, self.parts, strict=True):
            on = text.readable(ink.paper if part.planned else ink.colour(part.colour))
            # what does not fit is left to the hover: Plotly would shrink or turn it; nothing stands on hatching
            bar["text"] = [
                words if not part.hatched and text.width(words, letter) + 2 <= room * value / reach else ""
                for words, value in zip(bar["text"], bar["x"], strict=True)
            ]
            bar |= {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0, "constraintext": "none"}
            bar["textfont"] = {"color": on, "size": letter}
            # a thin gap between the parts: neighbours of one lightness stay two in grey print
            bar["marker"]["line"] = {"color": ink.paper, "width": 1}
        notes = [
            note(words, whole, place, ink.text, rows.letter, xanchor="left", xshift=GAP / 2)
            for place, (words, whole) in enumerate(zip(after, sums, strict=True))
            if words
        ]
        return figure(
            ink,
            surface,
            [*data, *self._keys(ink, data)],
            round(rows.height + above + EDGE),
            {"l": rows.left, "r": EDGE, "t": above + EDGE / 2, "b": EDGE / 2},
            xaxis={"visible": False, "range": [0, reach]},
            yaxis=rows.axis(ink),
            shapes=self.rules_between(ink, self.divided),
            annotations=notes,
            barmode="stack",
            showlegend=True,
            legend=LEGEND,
            bargap=rows.gap(),
        )


@dataclass(frozen=True, eq=False)
class Grouped(_Parted):
    """Horizontal bars side by side, a group per row; a part without words draws nothing."""

    default_kind: ClassVar[str] = "Diagram batang berdampingan"

    def suited(self) -> Spec:
        return _tallied(self.parts, self.rows, untagged(self.written(self.label)[0])) if self.count == 1 else self

    def plain(self) -> Chart:
        return self._chart("grouped", [""] * len(self.rows), "")

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        labels = self.written(self.label)
        keys = [part.name for part in self.parts]
        rows, above = Rows.below_legend(labels, surface, keys, bars=len(self.parts))
        letter, room = rows.letter, surface.width - rows.left - EDGE
        words = [part.words(self.rows) for part in self.parts]
        if surface.height is None:  # a bar keeps a fifth of the room, and words that want more than the rest break
            words = [[text.wrap(it, 0.8 * room - GAP, letter) for it in said] for said in words]
            deepest = max((len(text.lines(it)) for said in words for it in said), default=1)
            rows, above = Rows.below_legend(labels, surface, keys, bars=len(self.parts), lines=deepest)
        else:
            bar_height = rows.height / max(len(labels), 1) * (1 - rows.gap(len(self.parts))) / len(self.parts)
            letter = min(letter, max(surface.least, bar_height / 1.1))
        data, behind = [], 1.0
        for part, said in zip(self.parts, words, strict=True):
            bar = self._bar(ink, part, labels) | {"text": said}
            known = floats(self.rows[part.column])
            bar["x"] = [value if words else None for value, words in zip(bar["x"], bar["text"], strict=True)]
            widths = [int(value is not None) for value in known]
            bar["marker"]["line"] = {"color": ink.colour(part.colour), "width": widths}
            outside = {"textposition": "outside", "cliponaxis": False, "constraintext": "none"}
            data.append(bar | outside | {"textfont": {"size": letter}})
            behind = max(behind, span_behind(bar["x"], bar["text"], room, letter))
        return figure(
            ink,
            surface,
            [*data, *self._keys(ink, data)],
            round(rows.height + above + EDGE),
            {"l": rows.left, "r": EDGE, "t": above + EDGE / 2, "b": EDGE / 2},
            xaxis={"visible": False, "range": [0, behind]},
            yaxis=rows.axis(ink),
            barmode="group",
            showlegend=True,
            legend=LEGEND,
            bargap=rows.gap(len(self.parts)),
        )


_COLUMN = 4  # letters of the height of columns, at least


@dataclass(frozen=True, eq=False)
class Columns(Spec):
    """Vertical stacked columns over years. x: column of whole years. parts: from the bottom up.

    sums: write the sum over each column; peak: only over the highest. hover: template for a column of one part.
    """

    x: str
    parts: Sequence[Part]
    sums: bool = False
    peak: bool = False
    hover: str = ""

    default_kind: ClassVar[str] = "Diagram batang menurut tahun"

    def _years(self) -> list[int]:
        return [int(year) for year in self.rows[self.x]]

    def suited(self) -> Spec:
        return _tallied(self.parts, self.rows, str(self._years()[0])) if self.count == 1 else self

    def plain(self) -> Chart:
        names = tuple(str(year) for year in self._years())
        return Chart("columns", names, tuple(part.run(self.rows) for part in self.parts), keyed=len(self.parts) > 1)

    def listing(self) -> list[str]:
        told = zip(self._years(), told_parts(self.parts, self.rows), strict=True)
        return [f"{year}: {', '.join(words) or '0'}" for year, words in told]

    def fits(self, ink: Ink, surface: Surface) -> bool:
        """Under a legend of many lines a column is still one."""
        layout = self.draw(ink, surface)["layout"]
        high = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        return high >= _COLUMN * surface.letter and super().fits(ink, surface)

    def draw(self, ink: Ink, surface: Surface) -> Figure:
        years, several = self._years(), len(self.parts) > 1
        columns = [floats(self.rows[part.column]) for part in self.parts]
        sums = [sum(value or 0.0 for value in row) for row in zip(*columns, strict=True)]
        room = surface.width - count_axis(max(sums, default=0), surface)[1] - EDGE - 4
        above = legend_height([part.name for part in self.parts], surface, room) if several else 0
        height = surface.height or 360
        data: list[Json] = []
        for part in self.parts:
            values = [value or 0.0 for value in floats(self.rows[part.column])]
            words = part.words(self.rows) if several and not part.hatched else [""] * len(years)
            on = text.readable(ink.colour(part.colour))
            bar: Json = {
                "type": "bar",
                "name": part.name,
                "x": years,
                "y": values,
                "text": words,
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "textfont": {"color": on, "size": surface.letter},
                "marker": fill(ink, ink.colour(part.colour), part.hatching(self.rows)),
                "hovertext": self.written(self.hover)
                if self.hover
                else [f"{year}, {part.name}: {formats.number(v)}" for year, v in zip(years, values, strict=True)],
                "hoverinfo": "text",
            }
            if several:
                bar["marker"]["line"] = {"color": ink.paper, "width": 1}
            data.append(bar)
        below = surface.letter * text.LINE + GAP
        axis, left = count_axis(max(sums, default=0), surface, height - above - EDGE - below)
        # a year takes this many pixels, its number five digits' worth; years may be missing between
        span = years[-1] - years[0] + 1 if years else 1
        named = apart(years, every(span, surface.width - left - EDGE, text.width("00.000", surface.letter)))
        marked = named if self.sums else [sums.index(max(sums))] if self.peak and sums else []
        room = max(0.6, (3 - (years[-1] - years[0])) / 2) if years else 0.6
        return figure(
            ink,
            surface,
            data,
            height,
            {"l": left, "r": EDGE + 4, "t": above + EDGE, "b": below},
            barmode="stack",
            showlegend=several,
            legend=LEGEND,
            uniformtext={"mode": "hide", "minsize": 9},
            xaxis={
                "tickvals": [years[at] for at in named],
                "ticktext": [str(years[at]) for at in named],
                "range": [years[0] - room, years[-1] + room],
            },
            yaxis=axis,
            annotations=[
                note(
                    f"<b>{formats.number(sums[at])}</b>",
                    years[at],
                    sums[at],
                    ink.text,
                    surface.letter,
                    yshift=surface.letter * 0.8,
                )
                for at in marked
            ],
        )
