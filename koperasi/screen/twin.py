"""The table twin of a card: its rows as browser/card.js draws them, written out, but sorted by what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from koperasi.cards import Rendered
from koperasi.look.columns import COLUMNS, cell, is_empty, shown
from koperasi.screen import about
from koperasi.store import Source

Json = dict[str, Any]
_SOURCES = ("source_id", "source_ids", "rule_source_id")
_ADDRESSES = ("source_url", "rule_source_url")


def table(rendered: Rendered) -> Json:
    """heads: label and whether numeric, a column each. rows: cells of a row.

    A cell is [text, value]; the value is what a column is sorted by, None where nothing is known. Where sources stand,
    their publishers do instead, each a link to its own row: {"links": [[publisher, address], ...]}; an address of the
    web is a link under the name of its host.
    """
    rows = rendered.answer.rows
    names = shown(rows)
    sources = {source.id: source for source in rendered.answer.sources}
    columns = [[_cell(name, value, sources) for value in rows[name]] for name in names]
    return {
        "heads": [[COLUMNS[name].label, COLUMNS[name].numeric] for name in names],
        "rows": [list(cells) for cells in zip(*columns, strict=True)],
    }


def _cell(name: str, value: Any, sources: dict[str, Source]) -> list[Any] | Json:
    if name in _SOURCES:
        return _publishers([value] if isinstance(value, str) else value, sources)
    if name in _ADDRESSES and str(value).startswith(("https://", "http://")):
        return {"links": [[urlsplit(value).netloc, value]]}
    text = cell(name, value)
    return [text or "–", None if is_empty(value) else _plain(value)]


def _publishers(ids: Sequence[str] | None, sources: dict[str, Source]) -> list[Any] | Json:
    if ids is None or is_empty(ids):
        return ["–", None]
    named: dict[str, str] = {}
    for source in (sources[it] for it in ids):
        named.setdefault(source.publisher, about.href(source))
    return {"links": [list(pair) for pair in named.items()]}


def _plain(value: Any) -> Any:
    """As JSON can hold it, in an order of its own: a date as ISO text, a list by its length."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.generic):
        return value.item()
    return len(value) if isinstance(value, list | np.ndarray) else value
