"""The frame around every page: navigation, shared filters, footer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import streamlit as st

from koperasi import __version__
from koperasi.cards import SAMPLE_MARK, cards, in_words
from koperasi.look import formats, ink
from koperasi.look.ink import Mode
from koperasi.screen import chrome, navigation, state, words
from koperasi.screen.contents import Page, find_page
from koperasi.screen.faults import explained
from koperasi.screen.navigation import ensure, navigate
from koperasi.screen.sidebar import sidebar
from koperasi.screen.state import View
from koperasi.store import SeedError, Store, current

__all__ = ["around", "ensure", "navigate", "open_store"]

_WANTED = "_wanted"  # the card of a link, until a page is drawn
_PROFILE = "profil"


def open_store() -> Store:
    """The store of what is on disk now, or a page that says what is wrong with the seeds."""
    try:
        with st.spinner("Membaca data…"):
            return current()
    except SeedError as fault:
        _stop_for(fault)


def _stop_for(fault: SeedError) -> NoReturn:
    st.error(
        "Perbaiki baris-baris di bawah ini, lalu muat ulang halaman. Periksa dengan: python -m koperasi check",
        title=f"Angka terbitan tidak dapat dipakai: {len(fault.problems)} kesalahan di seeds/",
        icon=":material/error:",
    )
    for problem in fault.problems[:200]:
        st.code(str(problem), language=None, wrap_lines=True)
    st.stop()


@contextmanager
def around(page: st.Page) -> Iterator[int]:
    """The frame above and below a page; yields the slide that lies over it, 0 for none."""
    shown = find_page(page.url_path)
    with explained(f"Halaman “{shown.title}”"):
        _begin(page, shown)
        yield state.slide()
        _end()


def _begin(page: st.Page, shown: Page) -> None:
    """Everything above the page's own cards; afterwards state.view() is there."""
    st.session_state[navigation.FRAMED] = True
    store = open_store()
    # a picture of ours: Streamlit fetches an icon by name from the net
    st.set_page_config(store.province.dashboard, str(store.places.seeds / store.province.icon))
    if state.CARD in st.query_params:
        st.session_state[_WANTED] = st.query_params[state.CARD]
    controls = state.shared_controls(store)
    dropped = state.synchronise(store, page.url_path, shown.keeps, controls)
    mode: Mode = "dark" if st.context.theme.type == "dark" else "light"
    view = st.session_state["_view"] = View(store, state.filters(store), mode, controls)
    wanted = "" if state.slide() else st.session_state.pop(_WANTED, "")
    chrome.show(
        shown.id,
        " · ".join(
            (page.title, in_words(store, view.filters), f"data sampai {_newest(store)}", f"versi {store.version}")
        ),
        ink.ink(mode).paper,
        card=wanted if wanted in cards() else "",
        slide=bool(state.slide()),
    )
    with st.container():  # see below
        if dropped:
            st.warning(
                f"Penyaring di tautan tidak dikenal dan diabaikan: {formats.listed(map(words.plain, dropped))}.",
                icon=":material/link_off:",
            )
    sidebar(store)
    if state.slide():
        return
    st.title(page.title, anchor=False)
    st.caption(words.sentence(f"Menampilkan {in_words(store, view.filters)}"))
    # a place that is always there: a row that comes and goes would shift all below it, and Streamlit mounts that anew
    with st.container():
        if shown.id != _PROFILE:
            _link_to_profile(store)


def _link_to_profile(store: Store) -> None:
    """Where one regency is picked, by the filter or by a click on its tile or bar: the way to its own page."""
    picked = state.view().filters.regencies
    if len(picked) == 1:
        st.page_link(
            find_page(_PROFILE).file,
            label=words.sentence(f"Buka profil {state.regency_names(store)[picked[0]]}"),
            icon=":material/location_city:",
            query_params=st.query_params.to_dict(),
        )


def _newest(store: Store) -> str:
    return formats.as_of(str(store.ask("frame/newest").rows["as_of"].iloc[0]))


def _end() -> None:
    """The footer: whose, which version, how old, and whether a sample is shown."""
    st.session_state[navigation.FRAMED] = False
    if state.slide():
        return
    store = state.view().store
    registers = list(store.registers.values())
    dates = formats.as_of_span(register.as_of for register in registers)
    word = f"register contoh ({SAMPLE_MARK})" if any(r.sample for r in registers) else "register dinas"
    # every printed sheet has a foot of its own; this one would take a sheet for itself
    with st.container(key="screen-only-foot"):
        st.divider()
        st.caption(
            f"{store.province.agency} · {store.province.dashboard} {__version__} · versi data {store.version} · "
            f"angka terbitan sampai {_newest(store)} · {word}{f' per {dates}' if dates else ' tidak tersedia'}"
        )
