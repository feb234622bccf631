"""Sources as documents name them."""

from __future__ import annotations

from collections.abc import Iterable

from koperasi import __version__
from koperasi.cards import Rendered
from koperasi.look import formats
from koperasi.store import Source, Store

MOST = 4  # sources by name in a footnote, and in a citation


def cited(source: Source) -> str:
    """Publisher, title and date: 'ANTARA, “30 koperasi dibubarkan” (5 Maret 2024).'; the address stands apart."""
    dated = f" ({formats.as_of(source.published_on)})" if source.published_on else ""
    return f"{source.publisher}, “{source.title}”{dated}."


def sources_of(rendered: Iterable[Rendered]) -> list[Source]:
    """Every page and register that the cards draw on, once, in the order of the cards."""
    return list({source.id: source for it in rendered for source in it.answer.sources}.values())


def citation_of(store: Store, it: Rendered) -> str:
    """How a card is cited: whose, what, of when, from which data, and whose figures they are."""
    province, sources = store.province, it.answer.sources
    more = len(sources) - MOST
    said = [
        f"{province.agency}. “{it.title}”{f', {it.selection}' if it.selection else ''}.",
        f"Keadaan: {it.as_of}." if it.as_of else "",
        f"{province.dashboard} {__version__}, versi data {store.version}.",
        f"Sumber: {' '.join(map(cited, sources[:MOST]))}" if sources else "",
        f"Dan {more} sumber lain di dasbor." if more > 0 else "",
    ]
    return " ".join(filter(None, said))
