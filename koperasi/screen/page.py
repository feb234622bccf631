"""A page on the screen, as its file in pages/ declares it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from koperasi.cards import SAMPLE_MARK, render
from koperasi.screen import card, frame, state
from koperasi.screen.contents import Glance, Page, Section
from koperasi.store import TableUnavailable

_SAMPLE = "Seluruh bagian ini dihitung dari register contoh yang dibuat komputer; bukan keadaan sebenarnya."


def show(page: Page) -> None:
    """What stands over every section, then the open one; on paper all of them, one below the other."""
    frame.ensure()
    picked = len(state.view().filters.regencies)
    for draw in page.above:
        draw()
    opened = page.opened(state.section(), picked)
    shown = page.there(picked) if state.on_paper() else [opened] if opened else []
    for section in shown:
        at_a_glance = any(isinstance(row, Glance) for row in section.rows)
        with st.container(key="section-glance" if at_a_glance else None):
            if state.on_paper() and section.cards():  # what has none is a box with a title of its own, or nothing there
                st.header(section.title, anchor=False)
            _rows(section)


def _rows(section: Section) -> None:
    # on paper a list of a register is left out: a banner would stand there alone
    if section.sample and (section.cards() or not state.on_paper()) and _has_sample(section):
        with st.container(key=f"sample-banner-{section.id}"):
            st.markdown(f"**{SAMPLE_MARK}.** {_SAMPLE}")
    for row in section.rows:
        if callable(row):
            row()
        elif isinstance(row, Glance):
            card.glance(row)
        else:
            card.show(*((row,) if isinstance(row, str) else row))


def _has_sample(section: Section) -> bool:
    """Whether the registers that it asks are samples; where it has no card, whether any is."""
    store, answers = state.view().store, []
    for card_id in section.cards():
        try:
            answers.append(render(store, card_id, state.view().filters).answer.sample)
        except TableUnavailable:  # its card says so
            continue
    return any(answers or (it.sample for it in store.registers.values()))


def choose(*names: str) -> Callable[[], None]:
    """A row of a section: the widgets for what its cards let the viewer pick."""
    return partial(card.choose, *names)
