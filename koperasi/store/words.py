"""What each card is called and counts: seeds/cards.csv and seeds/unmoved.csv, which an office words anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koperasi.store.errors import BrokenQuery

if TYPE_CHECKING:
    import duckdb

    from koperasi.store.province import Province
    from koperasi.store.queries import Query


@dataclass(frozen=True)
class Words:
    """What a card is called, what it counts, and, by filter, why that does not move it where it knows better."""

    title: str
    about: str
    unmoved: Mapping[str, str]


def read_words(con: duckdb.DuckDBPyConnection, cards: Query, unmoved: Query, province: Province) -> Mapping[str, Words]:
    """Card or view -> its words, with the province's own name and number of regencies; raises BrokenQuery."""
    named = {"{province}": province.name, "{regencies}": str(province.regencies)}

    def words(text: str) -> str:
        for place, name in named.items():
            text = text.replace(place, name)
        return text

    why: dict[str, dict[str, str]] = {}
    for card, which, reason in _rows(con, unmoved):
        why.setdefault(card, {})[which] = words(reason)
    return {card: Words(words(title), words(about), why.get(card, {})) for card, title, about in _rows(con, cards)}


def _rows(con: duckdb.DuckDBPyConnection, query: Query) -> list[tuple[str, str, str]]:
    import duckdb  # noqa: PLC0415 - `--help` needs none

    try:
        return [(first, second, third) for first, second, third in con.sql(query.sql).fetchall()]
    except (duckdb.Error, ValueError) as error:
        raise BrokenQuery(query.name, query.fault or str(error)) from error
