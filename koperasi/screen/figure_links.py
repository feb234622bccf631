"""From a number on any page to its own row on "Data dan sumber"."""

from __future__ import annotations

from typing import NamedTuple

from koperasi.look import formats
from koperasi.store import Answer, Store

PAGE = "data"


class Figure(NamedTuple):
    """What one published figure is found by: the parts of its id (tables/figures.sql), as in `data?figure=`."""

    indicator: str
    region: str
    date: str
    source: str


def parse(text: str) -> Figure | None:
    """The parts of an id; None where `text` cannot be one. No part may hold a point (seeds/datapackage.json)."""
    parts = text.split(".")
    return Figure(*parts) if len(parts) == 4 and all(parts) else None


def _words(store: Store) -> dict[str, str]:
    return {
        row["figure_ids"][0]: f"{row['indicator_label']}, {row['region_name']}, {formats.as_of(row['as_of'])}: "
        + formats.valued(row["value"], row["unit"])
        for row in store.ask("data/figures").rows.to_dict("records")
    }


def figures(store: Store, answer: Answer) -> list[tuple[str, str]]:
    """The published figures that made the rows of an answer, in the order of the rows: id and words of each."""
    if "figure_ids" not in answer.rows:
        return []
    words = store.derive(_words)
    return [(key, words[key]) for key in dict.fromkeys(key for cell in answer.rows["figure_ids"] for key in cell)]


def by_source(store: Store, answer: Answer) -> dict[str, list[tuple[str, str]]]:
    """The same under the id of the source that published each."""
    found: dict[str, list[tuple[str, str]]] = {}
    for key, words in figures(store, answer):
        found.setdefault(Figure(*key.split(".")).source, []).append((key, words))
    return found
