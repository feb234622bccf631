"""Sources as documents name them."""

from __future__ import annotations

from collections.abc import Iterable

from koperasi.cards import Rendered
from koperasi.look import formats
from koperasi.store import Source


def cited(source: Source) -> str:
    """Publisher, title and date: 'ANTARA, “30 koperasi dibubarkan” (5 Maret 2024).'; the address stands apart."""
    dated = f" ({formats.as_of(source.published_on)})" if source.published_on else ""
    return f"{source.publisher}, “{source.title}”{dated}."


def sources_of(rendered: Iterable[Rendered]) -> list[Source]:
    """Every page and register that the cards draw on, once, in the order of the cards."""
    return list({source.id: source for it in rendered for source in it.answer.sources}.values())
