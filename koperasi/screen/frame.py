"""The frame around every page: navigation, shared filters, footer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import streamlit as st

from koperasi import AGENCY, __version__
from koperasi.cards import SAMPLE_MARK, in_words
from koperasi.look import formats
from koperasi.look.ink import Mode
from koperasi.screen import state, words
from koperasi.screen.faults import explained
from koperasi.screen.state import PATTERN, REGENCIES, YEARS, View
from koperasi.store import POLA, SeedError, Store, current

_PAGES = (
    ("pertumbuhan", "Pertumbuhan koperasi", ":material/trending_up:"),
    ("opop", "Cakupan OPOP pesantren", ":material/mosque:"),
    ("syariah", "Peringkat koperasi syariah", ":material/verified:"),
    ("data", "Data dan sumber", ":material/database:"),
)
_FRAMED = "_framed"
ICON = Path(__file__).with_name("icon.png")  # a picture of ours: Streamlit fetches an icon by name from the net
_STYLE = Path(__file__).with_name("style.html")


def navigate() -> st.Page:
    """The page that was asked for, and the menu."""
    return st.navigation([st.Page(f"pages/{name}.py", title=f"{icon} {title}") for name, title, icon in _PAGES])


def ensure() -> None:
    """Start over inside the frame where Streamlit ran a page file without it.

    A folder called pages/ makes Streamlit run a page by itself when it is the first thing opened after a start
    (https://github.com/streamlit/streamlit/pull/10276); st.navigation ends that for the whole process.
    """
    if not st.session_state.get(_FRAMED):
        navigate()
        st.rerun()


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
def around(page: st.Page) -> Iterator[None]:
    """The frame above and below a page."""
    with explained(f"Halaman “{page.title.rpartition(': ')[2]}”"):
        _begin(page)
        yield
        _end()


def _begin(page: st.Page) -> None:
    """Everything above the page's own cards; afterwards state.view() is there."""
    st.session_state[_FRAMED] = True
    store = open_store()
    dropped = state.synchronise(store, page.url_path)
    if dropped:
        st.warning(
            f"Penyaring di tautan tidak dikenal dan diabaikan: {formats.listed(map(words.plain, dropped))}.",
            icon=":material/link_off:",
        )
    years = state.bounds(store)
    with st.sidebar:
        _filters(store, years)
    mode: Mode = "dark" if st.context.theme.type == "dark" else "light"
    st.session_state["_view"] = View(store, state.filters(years), mode, years)
    st.title(page.title, anchor=False)
    st.caption(f"Menampilkan {in_words(store, state.filters(years))}")


def _filters(store: Store, years: tuple[int, int]) -> None:
    names = state.regency_names(store)
    st.markdown(f"**{AGENCY}**")
    st.multiselect(
        "Kabupaten/kota",
        list(names),
        format_func=lambda code: names.get(code, code),
        key=REGENCIES,
        placeholder="Semua kabupaten/kota",
    )
    st.slider(
        "Tahun",
        *years,
        key=YEARS,
        help="Angka terbitan menurut tanggalnya; register menurut tahun badan hukum.",
    )
    st.segmented_control("Pola pengelolaan", POLA, format_func=str.capitalize, key=PATTERN)
    if state.filters(years).active():
        st.button("Hapus penyaring", on_click=state.clear, icon=":material/filter_alt_off:", width="stretch")


def _end() -> None:
    """The footer: whose, which version, how old, and whether a sample is shown."""
    st.session_state[_FRAMED] = False
    store = state.view().store
    registers = list(store.registers.values())
    dates = formats.as_of_span(register.as_of for register in registers)
    word = f"register contoh ({SAMPLE_MARK})" if any(r.sample for r in registers) else "register dinas"
    newest = formats.as_of(str(store.ask("frame/newest").rows["as_of"].iloc[0]))
    st.divider()
    st.caption(
        f"{AGENCY} · Dasbor Koperasi Kalsel {__version__} · versi data {store.version} · angka terbitan sampai {newest}"
        f" · {word}{f' per {dates}' if dates else ' tidak tersedia'}"
    )
    # last, because even an empty element takes a line's height
    st.html(_STYLE)
    # screen readers choose their voice by it; Streamlit always says "en"
    st.html("<script>document.documentElement.lang = 'id'</script>", unsafe_allow_javascript=True)
