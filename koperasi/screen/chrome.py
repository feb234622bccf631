"""Styles, paper, language, and the way to a card: one component a page, see browser/chrome.js."""

from __future__ import annotations

from functools import partial

import streamlit as st

from koperasi.screen import plot, served, state
from koperasi.screen.bar import PRINTS

_mount = st.components.v2.component("koperasi.chrome", js=served.script("chrome.js"), isolate_styles=False)
_VISITS = "_visits"


def show(page_id: str, foot: str, paper: str, *, card: str = "", slide: bool = False) -> None:
    """To be called before anything else on the page.

    foot: what stands at the foot of every printed sheet, beside its number. paper: the colour behind a slide.
    card: what to bring into view, once.
    """
    served.serve()
    if card:  # the same card may be asked for twice in a row
        st.session_state[_VISITS] = st.session_state.get(_VISITS, 0) + 1
    _mount(
        key="chrome",
        data={
            "page": page_id,
            "foot": foot,
            "paper": paper,
            "card": card.replace("/", "-"),
            "visit": st.session_state.get(_VISITS, 0),
            "slide": slide,
            "prints": st.session_state.get(PRINTS, 0),
        },
        on_theme_change=_drawn_anew,
        on_picked_change=partial(plot.picked, "chrome", _picked),
        on_printed_change=_printed,
    )


def _printed() -> None:
    """Callback: the browser has printed what it was asked to; the open section again."""
    state.put_on_paper(False)


def _picked(code: str) -> None:
    """Callback: a mark of a card was clicked or chosen by keyboard; its customdata is the regency's code."""
    if code in state.regency_names(state.view().store):
        state.toggle_regency(code)


def _drawn_anew() -> None:
    """Callback: the viewer took another theme; the run that comes with it draws everything in that."""
