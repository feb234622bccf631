"""Terms and indicators with what they mean and the rule behind them."""

from __future__ import annotations

import streamlit as st

from koperasi.screen import html, state
from koperasi.screen.data.box import box
from koperasi.screen.data.kept import GLOSSARY, SUBJECTS
from koperasi.screen.figure_links import PAGE
from koperasi.screen.words import plain


def glossary() -> None:
    """Folded by kind and subject; unfolded where something is searched for."""
    store = state.view().store
    with box("glossary", "Kamus"):
        search = st.text_input("Cari istilah atau indikator", key=GLOSSARY, icon=":material/search:", width=340)
        rows = store.ask("data/glossary", search=" ".join(search.split()) or None).rows
        if rows.empty:
            st.markdown(f"Tidak ada istilah atau indikator dengan “{plain(search)}”.")
            return
        entries = [(row, state.link(PAGE, cari=row["entry"])) for row in html.records(rows)]
        kinds = {"Istilah": ("istilah", None)} | {
            f"Indikator: {it}": ("indikator", code) for code, it in SUBJECTS.items()
        }
        groups = {
            title: [it for it in entries if it[0]["entry_kind"] == kind and subject in (None, it[0]["subject"])]
            for title, (kind, subject) in kinds.items()
        }
        html.show("glossary", groups={title: of for title, of in groups.items() if of}, opened=bool(search.strip()))
