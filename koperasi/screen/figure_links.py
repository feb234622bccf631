"""From a number on any page to its own row on "Data dan sumber"."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from koperasi.look import formats
from koperasi.look.columns import COLUMNS
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
    found: dict[tuple[str, str], list[tuple[Figure, float, str]]] = defaultdict(list)
    rows = store.ask("data/figures").rows
    for row, value in zip(rows.to_dict("records"), rows["value"].astype(float), strict=True):
        figure = Figure(*(str(row[name]) for name in ("indicator", "region_code", "as_of", "source_id")))
        written = formats.valued(value, str(row["unit"]))
        words = f"{row['indicator_label']}, {row['region_name']}, {formats.as_of(figure.date)}: {written}"
        found[figure.source, figure.date].append((figure, value, words))
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
    # what is counted, not places on the tile map and the like: those could be the value of another figure by chance
    counted = [name for name in rows.select_dtypes("number") if name in COLUMNS and COLUMNS[name].numeric]
    numbers = rows[counted].astype(float)
    for (_, row), values in zip(rows.iterrows(), map(set, numbers.to_numpy()), strict=True):
        sources, as_of = _text(row["source_id"]).split(";"), _text(row["as_of"])
        near = [it for source in sources for it in known.get((source, as_of), ())]
        region = next((_text(row[name]) for name in ("region_code", "regency_code") if name in rows), "")
        near = [it for it in near if not region or it[0].region == region]
        if "indicator" in rows:
            near = [it for it in near if it[0].indicator == row["indicator"]]
        else:
            near = [it for it in near if it[1] in values]
            near = [it for it in near if _is_named(it[0].indicator, named)] or [it for it in near if it[1]]
        found.update((figure, words) for figure, _, words in near)
    return list(found.items())


def _is_named(indicator: str, words: set[str]) -> bool:
    """Whether the query names it, whole or by its beginning ('cooperatives_rated_' || ...)."""
    return any(indicator == word or (word.endswith("_") and indicator.startswith(word)) for word in words)


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""
