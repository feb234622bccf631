"""The menu, and the way into the frame."""

from __future__ import annotations

import streamlit as st

from koperasi.screen.contents import Page, pages

FRAMED = "_framed"


def navigate() -> st.Page:
    """The page that was asked for, and the menu."""
    home, *others = pages()
    # Streamlit serves the first page at "/" only; a link that names it must open too
    return st.navigation(
        [
            _entry(home, url_path=f"{home.id}-", default=True),
            *(_entry(page, url_path=page.id) for page in others),
            _entry(home, url_path=home.id, visibility="hidden"),
        ]
    )


def _entry(page: Page, **options: object) -> st.Page:
    # the icon in the title: Streamlit fetches one given by name from the net for the browser's tab
    return st.Page(page.file, title=f"{page.icon} {page.title}", **options)  # type: ignore[arg-type]


def ensure() -> None:
    """Start over inside the frame where Streamlit ran a page file without it.

    A folder called pages/ makes Streamlit run a page by itself when it is the first thing opened after a start
    (https://github.com/streamlit/streamlit/pull/10276); st.navigation ends that for the whole process.
    """
    if not st.session_state.get(FRAMED):
        navigate()
        st.rerun()
