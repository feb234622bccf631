"""The menu, and the way into the frame."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from koperasi.screen.contents import Page, pages

FRAMED = "_framed"
_STRAYED = "_strayed"  # the address that was asked for and is none of ours


def navigate() -> st.Page:
    """The page that was asked for, and the menu."""
    home, *others = pages()
    entries = [
        # Streamlit serves the first page at "/" only and wants a name for it all the same: one that nobody can ask for
        _entry(home, url_path=".", default=True),
        *(_entry(page, url_path=page.id) for page in others),
        # a link that names the first page must open too
        _entry(home, url_path=home.id, visibility="hidden"),
    ]
    if name := _strayed():
        entries.append(_entry(home, url_path=name, visibility="hidden"))
    return st.navigation(entries)


def strayed(page: st.Page) -> str:
    """The address that was asked for where there is no such page, and the first one is shown; "" where there is."""
    return "" if page.url_path in ("", *(it.id for it in pages())) else str(page.url_path)


def _strayed() -> str:
    """An address without a page, of this session: to Streamlit it becomes one, or it would say so in English, in a
    dialog over everything, a slide too.
    """
    context = get_script_run_ctx()
    name = (context.pages_manager.intended_page_name or "") if context else ""
    name = name.strip().strip("/").strip()
    if name and "/" not in name and name not in {it.id for it in pages()}:
        st.session_state[_STRAYED] = name
    return str(st.session_state.get(_STRAYED, ""))


def _entry(page: Page, **options: object) -> st.Page:
    # the icon in the title: Streamlit fetches one given by name from the net for the browser's tab
    return st.Page(page.file, title=f"{page.icon} {page.name}", **options)  # type: ignore[arg-type]


def ensure() -> None:
    """Start over inside the frame where Streamlit ran a page file without it.

    A folder called pages/ makes Streamlit run a page by itself when it is the first thing opened after a start
    (https://github.com/streamlit/streamlit/pull/10276); st.navigation ends that for the whole process.
    """
    if not st.session_state.get(FRAMED):
        navigate()
        st.rerun()
