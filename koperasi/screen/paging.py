"""A long list page by page: which of its rows are seen."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from koperasi.look import formats
from koperasi.screen import state


def rows_seen(name: str, found: int, size: int, noun: str, *listed: Hashable) -> slice:
    """The box that turns the pages and how many there are of what; on paper all rows and no box.

    listed: what the rows are of. It is part of the box's key: other rows start again at page one.
    """
    if state.on_paper():
        return slice(0, found)
    pages = -(-found // size)
    with st.container(horizontal=True, vertical_alignment="bottom", width="content"):
        page = st.number_input("Halaman", 1, pages, key=f"{name}-page-{hash(listed)}", width=140)
        st.markdown(f"dari {formats.number(pages)}; {formats.number(found)} {noun}", width="content")
    return slice((page - 1) * size, page * size)
