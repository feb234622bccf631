"""Which regency a profile shows: the shared filter, with a select box of its own."""

from __future__ import annotations

import streamlit as st

from koperasi.screen import frame, state
from koperasi.store.filters import REGENCIES

_KEY = "profile-regency"


def choose_regency(most: int) -> None:
    """A box that sets the shared filter to one regency, and what to do where none is picked, or too many.

    most: how many can be compared.
    """
    frame.ensure()
    view = state.view()
    names, picked = state.regency_names(view.store), view.filters.regencies
    # the filter is the truth, the box only shows it
    st.session_state[_KEY] = picked[0] if len(picked) == 1 else None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.selectbox(
            "Tampilkan profil",
            list(names),
            index=None,
            format_func=lambda code: names.get(code, code),
            key=_KEY,
            placeholder="Pilih kabupaten/kota",
            on_change=_chosen,
            width=300,
            label_visibility="collapsed",
        )
        # always there, so that the cards below do not shift
        st.caption(
            ""
            if picked
            else f"atau klik satu wilayah pada peta. Dua sampai {most} wilayah dibandingkan lewat penyaring "
            "Kabupaten/kota."
        )
    with st.container():
        if len(picked) > most:
            st.warning(
                f"Paling banyak {most} kabupaten/kota dapat dibandingkan; sekarang terpilih {len(picked)}. Kurangi "
                "pilihan di penyaring Kabupaten/kota, atau pilih satu wilayah di atas.",
                icon=":material/filter_alt:",
            )


def _chosen() -> None:
    """Callback: the box was used."""
    code = st.session_state[_KEY]
    state.act({REGENCIES.key: [code] if code else []})
