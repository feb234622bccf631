"""What a link from a number asked for: one figure, one dataset, or one source."""

from __future__ import annotations

import streamlit as st

from koperasi.screen import figure_links, html, state
from koperasi.screen.data.box import box, close
from koperasi.screen.data.catalogue import dataset
from koperasi.screen.data.figures import groups
from koperasi.screen.data.kept import DATASET, FIGURE, SOURCE, named
from koperasi.screen.figure_links import PAGE
from koperasi.screen.words import plain
from koperasi.store import Answer, Store


def picked() -> None:
    """The figure, dataset and source that the URL names."""
    store = state.view().store
    if text := str(st.session_state.get(FIGURE) or ""):
        figure = figure_links.parse(text)
        answer = store.ask("data/figure", **figure._asdict()) if figure else None
        if answer is None or answer.rows.empty:
            st.warning(
                f"Angka “{plain(text)}” tidak ada dalam data ini. Mungkin sudah diganti; cari di daftar di bawah.",
                icon=":material/link_off:",
            )
        else:
            _figure(store, answer, text)
    if name := st.session_state.get(DATASET):
        dataset(named(store)[str(name)])
    if source := st.session_state.get(SOURCE):
        _source(store, str(source))


def _figure(store: Store, answer: Answer, key: str) -> None:
    source = answer.sources[0]
    with box("figure", "Angka ini"):
        others = state.link(PAGE, sumber=source.id)
        html.show("figure", row=html.records(answer.rows)[0], source=source, others=others, key=key)
        contradicted = [it for it in answer.rows["contradiction"] if isinstance(it, str)]
        if contradicted:
            st.markdown("**Angka yang bertentangan**")
            groups(store.ask("data/contradictions").rows.query("contradiction in @contradicted"), opened=True)
        close(FIGURE)


def _source(store: Store, source_id: str) -> None:
    rows = store.ask("data/sources").rows
    row = html.records(rows[rows["source_id"] == source_id])[0]
    with box("source", "Sumber ini"):
        users = [it for it in named(store).values() if any(source.id == source_id for source in it.sources)]
        html.show(
            "source",
            row=row,
            datasets=[(it.title, state.link(PAGE, himpunan=it.name)) for it in users],
        )
        close(SOURCE)
