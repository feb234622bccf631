"""The widgets of the shared filters: one for each declaration in store/filters.py, by its form."""

from __future__ import annotations

import streamlit as st

from koperasi.screen import state
from koperasi.store import FILTERS, Store
from koperasi.store.filters import Many, One, Years


def sidebar(store: Store) -> None:
    """Whose dashboard it is, and what narrows its numbers."""
    with st.sidebar:
        st.markdown(f"**{store.province.agency}**")
        for it in FILTERS:
            hint = it.hint or None
            match it:
                case Many():
                    labels = it.known(store)
                    st.multiselect(
                        it.label,
                        list(labels),
                        format_func=lambda code, labels=labels: labels.get(code, code),
                        key=it.key,
                        placeholder=it.everything,
                        help=hint,
                        disabled=not labels,
                    )
                case Years():
                    st.slider(it.label, *it.known(store), key=it.key, help=hint)
                case One():
                    st.segmented_control(
                        it.label, it.values, format_func=str.capitalize, key=it.key, help=hint, width="stretch"
                    )
        if state.filters(store).active():
            st.button("Hapus penyaring", on_click=state.clear, icon=":material/filter_alt_off:", width="stretch")
