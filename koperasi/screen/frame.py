"""The frame around every page: navigation, shared filters, footer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import ref

import streamlit as st

from koperasi import __version__
from koperasi.cards import SAMPLE_MARK, cards, current_id, in_words
from koperasi.look import formats, ink
from koperasi.look.ink import Mode
from koperasi.screen import ahead, chrome, html, links, navigation, state, words
from koperasi.screen.bar import bar
from koperasi.screen.contents import Page, find_page
from koperasi.screen.faults import explained
from koperasi.screen.navigation import ensure, navigate
from koperasi.screen.state import View
from koperasi.store import Store, current

__all__ = ["around", "ensure", "navigate"]

_WANTED = "_wanted"  # the card of a link, until a page is drawn


@contextmanager
def around(page: st.Page) -> Iterator[int]:
    """The frame above and below a page; yields the slide that lies over it, 0 for none."""
    with ahead.answering():
        yield from _around(page)


def _around(page: st.Page) -> Iterator[int]:
    shown = find_page(page.url_path)
    what = f"Halaman “{shown.title}”"
    store: Store | None = None  # held here for the whole run: a session holds none
    with explained(what):
        store = _begin(page, shown)
    if store is None:  # said once; without what the frame makes, nothing of the page can be drawn
        st.stop()
    with explained(what):
        yield state.slide()
        _end(store)


def _begin(page: st.Page, shown: Page) -> Store:
    """Everything above the page's own cards; afterwards state.view() is there. Returns what it is drawn from."""
    st.session_state[navigation.FRAMED] = True
    with st.spinner("Membaca data…"):
        store = current()
    # a picture of ours: Streamlit fetches an icon by name from the net
    st.set_page_config(f"{shown.name} · {store.province.dashboard}", str(store.places.seeds / store.province.icon))
    if state.CARD in st.query_params:
        st.session_state[_WANTED] = current_id(st.query_params[state.CARD])
    controls = state.shared_controls(store)
    parts = state.Parts([it.id for it in shown.sections], shown.lead)
    dropped = state.synchronise(store, page.url_path, shown.keeps, controls, parts)
    mode: Mode = "dark" if st.context.theme.type == "dark" else "light"
    view = st.session_state["_view"] = View(ref(store), state.filters(store), mode, controls)
    wanted = "" if state.slide() else st.session_state.pop(_WANTED, "")
    chrome.show(
        shown.id,
        " · ".join(
            (shown.title, in_words(store, view.filters), f"data sampai {_newest(store)}", f"versi {store.version}")
        ),
        ink.ink(mode).paper,
        card=wanted if wanted in cards() else "",
        slide=bool(state.slide()),
    )
    with st.sidebar:
        st.markdown(store.province.agency)
    bar(store, shown)
    if state.slide():
        return store
    _head(store, shown)
    with st.container(key="notices"):  # a place that is always there, or all below it would be mounted anew
        if name := navigation.strayed(page):
            st.warning(
                f"Halaman “{words.plain(name)}” tidak ada. Ini {shown.title}; halaman lain ada di menu.",
                icon=":material/link_off:",
            )
        if dropped:
            st.warning(
                f"Di tautan ini tidak dikenal dan diabaikan: {formats.listed(map(words.plain, dropped))}.",
                icon=":material/link_off:",
            )
    return store


def _head(store: Store, shown: Page) -> None:
    """The title, the sections of the page, and the way to a profile: one row of one height."""
    with st.container(key="letterhead"):  # hidden as a whole: what Streamlit shows while it loads would move the page
        html.show(
            "letterhead",
            agency=store.province.agency,
            dashboard=store.province.dashboard,
            where=in_words(store, state.view().filters),
        )
    with st.container(key="head", horizontal=True, vertical_alignment="center", wrap=False):
        st.title(shown.title, anchor=False, width="content")
        _sections(store, shown)
        # a place that is always there: what comes and goes in it moves nothing
        with st.container(key="head-link", width="content"):
            if shown.id != links.PROFILE:
                _link_to_profile(store)


def _sections(store: Store, shown: Page) -> None:
    """The way from section to section, or back from paper."""
    if state.on_paper():
        st.button(
            "Kembali ke layar",
            key="paper-leave",
            icon=":material/arrow_back:",
            on_click=state.put_on_paper,
            args=(False,),
        )
        return
    picked = len(state.view().filters.regencies)
    there = {it.id: it for it in shown.there(picked)}
    opened = shown.opened(state.section(), picked)
    if opened is None or len(there) < 2:
        return
    sample = any(register.sample for register in store.registers.values())
    key = f"sections-{shown.id}"
    # the state is the truth, the widget only shows it: it may go, and come back as it was
    st.session_state[key] = opened.id
    st.segmented_control(
        "Bagian halaman ini",
        list(there),
        format_func=lambda it: there[it].title + (" (contoh)" if sample and there[it].sample else ""),
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: state.open_section(st.session_state[key]),
    )


def _link_to_profile(store: Store) -> None:
    """Where one regency is picked, by the filter or by a click on its tile or bar: the way to its own page."""
    picked = state.view().filters.regencies
    if len(picked) == 1:
        st.page_link(
            find_page(links.PROFILE).file,
            label=words.sentence(f"Buka profil {state.regency_names(store)[picked[0]]}"),
            icon=":material/location_city:",
            query_params=state.address(),
        )


def _newest(store: Store) -> str:
    return formats.as_of(str(store.ask("frame/newest").rows["as_of"].iloc[0]))


def _end(store: Store) -> None:
    """The footer: whose, which version, how old, and whether a sample is shown."""
    st.session_state[navigation.FRAMED] = False
    if state.slide():
        return
    registers = list(store.registers.values())
    dates = formats.as_of_span(register.as_of for register in registers if not register.problem)
    word = f"register contoh ({SAMPLE_MARK})" if any(r.sample for r in registers) else "register dinas"
    # every printed sheet has a foot of its own; this one would take a sheet for itself
    with st.container(key="screen-only-foot"):
        st.caption(
            f"{store.province.agency} · {store.province.dashboard} {__version__} · versi data {store.version} · "
            f"angka terbitan sampai {_newest(store)} · {word}{_per(dates)}"
        )


def _per(dates: str) -> str:
    if dates == formats.UNDATED:
        return f", {dates}"
    return f" per {dates}" if dates else " tidak tersedia"
