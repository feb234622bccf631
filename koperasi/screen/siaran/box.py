"""What the parts of the page share: a box, and the picked cards as they stand under the present filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from koperasi.cards import Rendered
from koperasi.press import edits, kit
from koperasi.said import Said
from koperasi.screen import state
from koperasi.screen.faults import explained
from koperasi.screen.siaran import kept
from koperasi.screen.words import head


@contextmanager
def box(name: str, title: str) -> Iterator[None]:
    """A border, a header, and a fault inside it that is explained there."""
    with st.container(border=True, key=f"card-siaran-{name}"), explained(f"Bagian “{title}”"):
        st.markdown(head(title), anchors=False)
        yield


@dataclass(frozen=True)
class Telling:
    """A picked card, with the words of its edit; fault: why the edit does not hold any more, "" where it does."""

    card: Rendered
    told: Rendered
    caption: str
    fault: str = ""


def tellings() -> tuple[list[Telling], Mapping[str, str]]:
    """The picked cards in their order, and why the others cannot be told: card id -> what was said."""
    view = state.view()
    rendered, missing = kit.gather(view.store, kept.picked(), view.filters)
    return [telling(it) for it in rendered], missing


def telling(it: Rendered) -> Telling:
    """The card as it is told now."""
    try:
        told, caption = edits.edited(it, kept.edit_of(it))
    except Said as fault:  # the data changed since
        return Telling(it, it, it.caption, str(fault))
    return Telling(it, told, caption)
