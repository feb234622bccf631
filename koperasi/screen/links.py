"""From a number on any page to its own row on "Data dan sumber"."""

from __future__ import annotations

import re
from collections import defaultdict
from numbers import Number
from typing import NamedTuple

import pandas as pd

from koperasi.look import formats
from koperasi.store import Answer, Store

PAGE = "data"


class Figure(NamedTuple):
    """What one published figure is found by; written into the URL as its parts, joined by points."""

    indicator: str
    region: str
    date: str
    source: str

    @property
    def key(self) -> str:
        """As in `data?figure=`."""
        return ".".join(self)


def parse(text: str) -> Figure | None:
    """The other way; None where `text` cannot be a key. No part may hold a point (seeds/datapackage.json)."""
    parts = text.split(".")
    return Figure(*parts) if len(parts) == 4 and all(parts) else None


def _by_source(store: Store) -> dict[tuple[str, str], list[tuple[Figure, float, str]]]:
    found = defaultdict(list)
    for row in store.ask("data/figures").rows.itertuples():
        figure = Figure(str(row.indicator), str(row.region_code), str(row.as_of), str(row.source_id))
        words = f"{row.region_name}, {formats.as_of(figure.date)}: {formats.valued(float(row.value), str(row.unit))}"
        found[figure.source, figure.date].append((figure, float(row.value), f"{row.indicator_label}, {words}"))
    return dict(found)


def figures(store: Store, answer: Answer) -> list[tuple[Figure, str]]:
    """The published figures that stand in the rows of an answer, in their order, each with its words.

    A row's figures have its source and date, its region where it names one, and its indicator where it names one,
    else a value that stands in the row and, where the query names indicators, one of those.
    """
    rows = answer.rows
    if not {"source_id", "as_of"} <= set(rows.columns):
        return []
    known = store.derive(_by_source)
    named = set(re.findall(r"'([a-z][a-z0-9_]+)'", answer.query.sql))
    found: dict[Figure, str] = {}
    for _, row in rows.iterrows():
        near = [
            it for source in _text(row["source_id"]).split(";") for it in known.get((source, _text(row["as_of"])), ())
        ]
        region = next((_text(row[name]) for name in ("region_code", "regency_code") if name in rows), "")
        near = [it for it in near if not region or it[0].region == region]
        if "indicator" in rows:
            near = [it for it in near if it[0].indicator == row["indicator"]]
        else:
            values = {float(cell) for cell in row if isinstance(cell, Number) and not pd.isna(cell)}
            near = [it for it in near if it[1] in values]
            near = [it for it in near if it[0].indicator in named] or [it for it in near if it[1]]
        found.update((figure, words) for figure, _, words in near)
    return list(found.items())


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""
