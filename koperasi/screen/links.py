"""Links from one card to another: page, card and filters in one address, so that they can be shared and go back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

import streamlit as st

from koperasi.cards import cards, find
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
        if card_id in cards() and page_of(card_id):
            return card_id, dict(pair.split("=", 1) for pair in picked.split("&") if "=" in pair)
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
    return Link(address, label, f"Buka kartu “{find(card_id).title}”")


def to_profile(regency: str) -> str:
    """The address of its profile under the present filters, "" for no regency."""
    return f"{PROFILE}?{urlencode(state.address() | {REGENCIES.urls[0]: [regency]}, doseq=True)}" if regency else ""


def named(card_id: str) -> str:
    """A card by title and page: Streamlit tells its options apart by what they are called."""
    page = page_of(card_id)
    return f"{find(card_id).title} ({page.name})" if page else find(card_id).title


def follow(address: str) -> None:
    """Open a relative address of ours as the menu would, without loading the page anew; nothing for another."""
    parts = urlsplit(address)
    page = next((it for it in pages() if it.id == parts.path), None)
    if page is not None and not parts.netloc:
        st.switch_page(page.file, query_params=parse_qs(parts.query))
