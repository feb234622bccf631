"""The register as a table: search, sort, pages, and a CSV of all that is filtered."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from koperasi.cards import in_words, selected
from koperasi.cards.card import cautions
from koperasi.look import columns, formats
from koperasi.press import files
from koperasi.screen import paging, state
from koperasi.screen.faults import unavailable
from koperasi.screen.words import head, plain, sentence
from koperasi.store import Filters, Store, TableUnavailable

PAGE_ROWS = 25
CSV_ROWS = 200_000
_QUERY, _SIZE = "growth/register", "growth/register_size"
_ORDERS = {
    "name": "Nama",
    "founded": "Tanggal berdiri",
    "members": "Anggota",
    "assets": "Aset",
    "turnover": "Volume usaha",
    "rat": "RAT terakhir",
}


def register_table() -> None:
    """One page of cooperatives under the shared filters; on paper nothing, as one page of many says nothing there."""
    if state.on_paper():
        return
    with st.container(border=True, key="card-growth-register"):
        try:
            _table()
        except TableUnavailable as fault:
            st.markdown(head("Daftar koperasi"), anchors=False)
            unavailable(fault)


def _table() -> None:
    store, filters = state.view().store, state.view().filters
    st.markdown(head("Daftar koperasi", sample=store.registers["cooperatives"].sample), anchors=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input("Cari nama atau nomor induk", key="register-search", icon=":material/search:", width=320)
        sort = st.selectbox("Urutkan", list(_ORDERS), format_func=_ORDERS.__getitem__, key="register-sort", width=200)
        descending = st.toggle("Terbesar dahulu", key="register-descending")
    typed = search.strip() or None
    found = int(store.ask_filtered(_SIZE, filters, search=typed).rows["cooperatives"].iloc[0])
    if not found:
        st.markdown(
            f"Tidak ada data untuk {sentence(in_words(store, filters))}"
            + (f" dengan “{plain(search)}”." if search else ".")
        )
        return
    seen = paging.rows_seen("register", found, PAGE_ROWS, "koperasi", filters, typed, sort, descending)
    asked = {"search": typed, "sort": sort, "descending": descending}
    shown = asked | {"rows": PAGE_ROWS, "skip": seen.start}
    answer = store.ask_filtered(_QUERY, filters, **shown)
    # written out once: styling the cells anew took half of a rerun, and the order is chosen above
    st.dataframe(
        store.derive(_written, filters, *shown.items()),
        hide_index=True,
        alt="Daftar koperasi dalam register",
        height="content",
        column_config={
            it.label: st.column_config.Column(alignment="right") for it in columns.COLUMNS.values() if it.numeric
        },
    )
    st.download_button(
        f"CSV {formats.number(min(found, CSV_ROWS))} koperasi",
        # made on click: a hundred thousand rows are not worth writing at every rerun
        lambda: files.csv_for_office(
            store.ask_filtered(_QUERY, filters, **asked, rows=CSV_ROWS), selection=_selection(store, filters, typed)
        ),
        "growth-register.csv",
        "text/csv",
        icon=":material/table:",
        on_click="ignore",
        key="register-csv",
    )
    only = f"CSV memuat {formats.number(CSV_ROWS)} baris pertama; persempit dengan penyaring untuk selebihnya.\n\n"
    picked = selected(store, filters)
    source = _source_line(answer.sources[0].title, answer.sources[0].publisher, answer.as_of)
    said = [source, *([f"Dipilih: {picked}."] if picked else []), *cautions(answer)]
    st.caption((only if found > CSV_ROWS else "") + sentence(" ".join(said)))


def _selection(store: Store, filters: Filters, typed: str | None) -> str:
    """What the list was narrowed down to, "" for nothing."""
    sought = [f"nama atau nomor induk memuat “{typed}”"] if typed else []
    return ", ".join(filter(None, [selected(store, filters), *sought]))


def _written(store: Store, filters: Filters, *more: tuple[str, object]) -> pd.DataFrame:
    return columns.table(store.ask_filtered(_QUERY, filters, **dict(more)).rows)


def _source_line(title: str, publisher: str, as_of: tuple[str, ...]) -> str:
    return f"Sumber: {title} – {publisher}. Keadaan: {formats.as_of_span(as_of)}."
