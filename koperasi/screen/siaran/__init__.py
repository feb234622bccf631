"""The page "Siaran pers": pick cards, see and edit what leaves the house, and take it as one zip or as documents."""

from __future__ import annotations

import streamlit as st

from koperasi.screen import frame, state
from koperasi.screen.siaran.drafting import drafting
from koperasi.screen.siaran.kept import KEEPS, keep, picked
from koperasi.screen.siaran.picking import drawing, picking
from koperasi.screen.siaran.seeing import proofs, seeing
from koperasi.screen.siaran.taking import documents, making_kit

__all__ = ["KEEPS", "documents", "drafting", "keep", "material"]


def material() -> None:
    """The list at the left, the card that is looked at beside it; on paper a proof of every card."""
    frame.ensure()
    if not picked():
        picking()
        return
    if state.on_paper():
        proofs()
        return
    left, right = st.columns((5, 8))
    with left:
        picking()
        making_kit()
        drawing()
    with right:
        seeing()
