"""The row that stays at the top of every page: the shared filters, what is set, and what is done with a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import streamlit as st

from koperasi.cards import cards
from koperasi.press import kit
from koperasi.screen import links, state
from koperasi.screen.contents import Page
from koperasi.store import FILTERS, Filters, Store
from koperasi.store.filters import AnyFilter, Many, One, Years

_WIDE = {"kabupaten": 185, "tahun": 130, "pola": 130, "jenis": 130}
_ANY = 150
PRINTS = "_prints"  # how often this viewer asked for paper


def bar(store: Store, page: Page) -> None:
    """One row, of one height whatever is picked: what stands below it never moves."""
    picked = state.filters(store)
    with st.container(key="bar", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        # on a telephone this shows and hides the filters: browser/chrome.js, no run of the script
        st.button(_counted(picked), key="filters-toggle", icon=":material/filter_alt:")
        with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
            for it in FILTERS:
                _widget(store, it)
        _chips(store, picked)
        _actions(store, page)


def _counted(picked: Filters) -> str:
    number = sum(bool(it.active(picked)) for it in FILTERS)
    return f"Penyaring ({number})" if number else "Penyaring"


def _widget(store: Store, it: AnyFilter) -> None:
    known: Any = it.known(store)
    width = _WIDE.get(it.key, _ANY)
    match it:
        case Many():
            st.multiselect(
                it.label,
                list(known),
                format_func=lambda code: known.get(code, code),
                key=it.key,
                placeholder=it.everything,
                label_visibility="collapsed",
                disabled=not known,
                width=width,
            )
        case Years():
            first, last = known
            st.slider(it.label, first, last, key=it.key, label_visibility="collapsed", width=width)
        case One():
            st.selectbox(
                it.label,
                it.values,
                format_func=lambda value: f"{it.label.split()[0]} {value}",
                key=it.key,
                label_visibility="collapsed",
                width=width,
            )


def _set(store: Store, picked: Filters) -> Iterator[tuple[AnyFilter, str, object]]:
    """What is set: its filter, words, and the widget's value without it."""
    for it in FILTERS:
        known: Any = it.known(store)
        if not it.active(picked):
            continue
        if isinstance(it, Many):
            codes = st.session_state[it.key]
            for code in codes:
                yield it, known[code], [other for other in codes if other != code]
        else:
            yield it, " ".join(it.words(picked, store)), it.default(known)


def _chips(store: Store, picked: Filters) -> None:
    chips = list(_set(store, picked))
    with st.container(key="chips", horizontal=True, vertical_alignment="center", gap="xxsmall"):
        if len(chips) > 1:  # before them: where there are more than there is room for, it is seen all the same
            st.button("Hapus penyaring", key="chip-all", icon=":material/filter_alt_off:", on_click=state.clear)
        for place, (it, words, without) in enumerate(chips):
            st.button(
                words[:1].upper() + words[1:],
                key=f"chip-{place}",
                icon=":material/close:",
                icon_position="right",
                on_click=state.narrow,
                args=(it.key, without),
                help=it.hint or None,
            )


def _actions(store: Store, page: Page) -> None:
    with st.container(key="actions", horizontal=True, gap="xsmall", wrap=False, width="content"):
        st.button(
            "Paparan",
            key="briefing-start",
            icon=":material/slideshow:",
            on_click=state.go_to_slide,
            args=(1,),
            help="Mode paparan: layar penuh untuk proyektor; panah kanan dan kiri, Esc untuk keluar",
        )
        with st.popover("Susun salindia", icon=":material/reorder:", key="deck", help="Pilih dan urutkan salindia"):
            st.multiselect(
                "Salindia, menurut urutan dipilih",
                list(cards()),
                format_func=links.named().__getitem__,
                key=state.DECK,
                placeholder="Pilih kartu",
                help="Kosongkan untuk kembali ke susunan semula. Susunan ini ikut dalam tautan yang dibagikan.",
            )
        st.button(
            "Cetak",
            key="print-page",
            icon=":material/print:",
            on_click=print_page,
            help="Cetak seluruh halaman, dengan semua bagiannya",
        )
        # browser/chrome.js copies: the clipboard is the browser's
        st.button("Bagikan", key="share", icon=":material/link:", help="Salin tautan tampilan ini")
        shown = page.opened(state.section(), len(state.view().filters.regencies))
        there = shown.cards() if shown else []
        filters = state.view().filters
        st.download_button(
            "Unduh",
            # made on click: pictures take their time
            lambda: kit.of_section(store, there, filters),
            kit.file_name(store, filters, f"{page.id} {shown.id if shown else ''}"),
            "application/zip",
            icon=":material/download:",
            on_click="ignore",
            disabled=not there,
            key="pack",
            help="Unduh bagian yang terbuka: gambar, keterangan, dan CSV semua kartunya dalam satu zip",
        )


def print_page() -> None:
    """Callback: show the whole page, and have the browser print it once all is drawn."""
    state.put_on_paper(True)
    st.session_state[PRINTS] = st.session_state.get(PRINTS, 0) + 1
