"""Links from one card to another: page, card and filters in one address, so that they can be shared and go back."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from koperasi.cards import cards, find
from koperasi.screen import state
from koperasi.screen.contents import page_of, pages
from koperasi.store.filters import REGENCIES


def first_shown(wanted: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The first of "card/id?choice=value" that a page shows, and its choices; ("", {}) for none."""
    for each in wanted:
        card_id, _, picked = each.partition("?")
        if card_id in cards() and page_of(card_id):
            return card_id, dict(pair.split("=", 1) for pair in picked.split("&") if "=" in pair)
    return "", {}


def to_card(wanted: Iterable[str], regency: str = "") -> None:
    """A link that opens the first card of `wanted` that exists, under the present filters or for one regency."""
    card_id, picked = first_shown(wanted)
    page = page_of(card_id)
    section = page.section_of(card_id) if page else None
    if page is None or section is None:
        return
    params = state.address() | {name: [value] for name, value in picked.items()}
    if regency:
        params[REGENCIES.urls[0]] = [regency]
    st.page_link(
        page.file,
        label=section.title if page is pages()[0] else page.name,
        help=f"Buka kartu “{find(card_id).title}”",
        icon=":material/arrow_forward:",
        query_params=params | {state.CARD: [card_id]},
    )
