"""Links from one card to another: page, card and filters in one address, so that they can be shared and go back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import streamlit as st

from koperasi.cards import cards, current_id, shown_by, title_of
from koperasi.screen import state
from koperasi.screen.contents import page_of, pages
from koperasi.store.filters import REGENCIES

PROFILE = "profil"  # the page of one regency


class Link(NamedTuple):
    """A relative address, its words, and what more there is to say of it."""

    href: str
    label: str
    help: str


def first_shown(wanted: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The first of "card/id?choice=value" that a page shows, and its choices; ("", {}) for none."""
    for each in wanted:
        card_id, _, picked = each.partition("?")
        if current_id(card_id) in cards() and page_of(card_id):
            return current_id(card_id), shown_by(card_id) | dict(parse_qsl(picked))
    return "", {}


def to_card(wanted: Iterable[str], regency: str = "") -> Link | None:
    """To the first card of `wanted` that exists, under the present filters or for one regency; None for none."""
    card_id, picked = first_shown(wanted)
    page = page_of(card_id)
    section = page.section_of(card_id) if page else None
    if page is None or section is None:
        return None
    params = state.address() | {name: [value] for name, value in picked.items()}
    if regency:
        params[REGENCIES.urls[0]] = [regency]
    address = f"{page.id}?{urlencode(params | {state.CARD: [card_id]}, doseq=True)}"
    label = section.title if page is pages()[0] else page.name
    return Link(address, label, f"Buka kartu “{title_of(state.view().store, card_id)}”")


def to_profile(regency: str) -> str:
    """The address of its profile under the present filters, "" for no regency."""
    return f"{PROFILE}?{urlencode(state.address() | {REGENCIES.urls[0]: [regency]}, doseq=True)}" if regency else ""


def named() -> dict[str, str]:
    """Each card by title and page: Streamlit tells its options apart by what they are called."""
    store = state.view().store
    pages_of = {it: page_of(it) for it in cards()}
    return {it: title_of(store, it) + (f" ({page.name})" if page else "") for it, page in pages_of.items()}


def follow(address: str) -> None:
    """Open a relative address of ours as the menu would, without loading the page anew; nothing for another."""
    parts = urlsplit(address)
    page = next((it for it in pages() if it.id == parts.path), None)
    if page is not None and not parts.netloc:
        st.switch_page(page.file, query_params=parse_qs(parts.query))
