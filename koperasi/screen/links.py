"""Links from one card to another: page, card and filters in one address, so that they can be shared and go back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit as st

from koperasi.cards import cards, find
from koperasi.screen import frame, state

_HOME = "pages/ringkasan.py"
_PAGES = Path(__file__).resolve().parents[2] / "pages"


@cache
def page_of(card_id: str) -> str:
    """The page file that shows the card, "pages/opop.py"; "" where none does."""
    found = (path for path in sorted(_PAGES.glob("*.py")) if f'"{card_id}"' in path.read_text(encoding="utf-8"))
    return next((f"pages/{path.name}" for path in found), "")


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
    if not card_id:
        return
    params = state.address() | {name: [value] for name, value in picked.items()}
    if regency:
        params[state.REGENCIES] = [regency]
    page = page_of(card_id)
    st.page_link(
        page,
        label="Di bawah" if page == _HOME else frame.title_of(page),
        help=f"Buka kartu “{find(card_id).title}”",
        icon=":material/arrow_downward:" if page == _HOME else ":material/arrow_forward:",
        query_params=params | {state.CARD: [card_id]},
    )
