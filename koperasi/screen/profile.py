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
    st.selectbox(
        "Tampilkan profil",
        list(names),
        index=None,
        format_func=lambda code: names.get(code, code),
        key=_KEY,
        placeholder="Pilih kabupaten/kota",
        on_change=_chosen,
        width=420,
    )
    with st.container():  # always there, so that the cards below do not shift
        if not picked:
            st.info(
                f"Pilih satu kabupaten/kota: klik petaknya pada peta, atau pakai kotak di atas. Dua sampai {most} "
                "wilayah dapat dibandingkan dengan memilihnya di penyaring Kabupaten/kota.",
                icon=":material/ads_click:",
            )
        elif len(picked) > most:
            st.warning(
                f"Paling banyak {most} kabupaten/kota dapat dibandingkan; sekarang terpilih {len(picked)}. Kurangi "
                "pilihan di penyaring Kabupaten/kota, atau pilih satu wilayah di atas.",
                icon=":material/filter_alt:",
            )


def _chosen() -> None:
    """Callback: the box was used."""
    code = st.session_state[_KEY]
    st.session_state[REGENCIES.key] = [code] if code else []
