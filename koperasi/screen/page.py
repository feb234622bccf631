"""A page on the screen, as its file in pages/ declares it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from koperasi.screen import card, frame, state
from koperasi.screen.contents import Page


def show(page: Page) -> None:
    """Its sections one below the other."""
    frame.ensure()
    st.session_state.pop(card.HINTED, None)
    picked = len(state.view().filters.regencies)
    for section in page.sections:
        with st.container():  # there even when it is empty, so that the sections below do not shift
            if section.regencies is not None and picked not in section.regencies:
                continue
            for row in section.rows:
                if callable(row):
                    row()
                else:
                    card.show(*((row,) if isinstance(row, str) else row))


def choose(*names: str) -> Callable[[], None]:
    """A row of a section: the widgets for what its cards let the viewer pick."""
    return partial(card.choose, *names)
