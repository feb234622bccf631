"""What the parts of the page "Data dan sumber" share: a box, and the address of a figure's own row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from koperasi.screen import state
from koperasi.screen.data.kept import clear
from koperasi.screen.faults import explained
from koperasi.screen.figure_links import PAGE
from koperasi.screen.words import head


@contextmanager
def box(name: str, title: str, *, sample: bool = False) -> Iterator[None]:
    """A border, a header, and a fault inside it that is explained there."""
    with st.container(border=True, key=f"card-data-{name}"), explained(f"Bagian “{title}”"):
        st.markdown(head(title, sample=sample), anchors=False)
        yield


def close(name: str) -> None:
    """The button that takes what a link asked for off the page; `name` in the URL."""
    st.button("Tutup", key=f"data-close-{name}", on_click=clear, args=(name,), icon=":material/close:")


def address(row: Mapping[str, Any]) -> str:
    """Where the figure of this row stands by itself."""
    (key,) = row["figure_ids"]
    return state.link(PAGE, figure=key)
