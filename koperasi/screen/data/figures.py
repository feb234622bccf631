"""Every published figure, and those that contradict one another."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from koperasi.cards import in_words
from koperasi.look import formats
from koperasi.press import files
from koperasi.screen import html, paging, state
from koperasi.screen.data.box import address, box
from koperasi.screen.data.kept import (
    ORDERS,
    QUALITY,
    REGISTER,
    SEARCH,
    SORT,
    SOURCE,
    SUBJECT,
    SUBJECTS,
    clear,
    labels,
    sources,
)
from koperasi.screen.words import plain, sentence

PAGE_ROWS = 15  # as many as two screens of an office PC hold
_GROUPS = 20
_ON_PAPER = 150  # rows; a list longer than that is read in its CSV
_UNMOVED = {"pola": "Angka terbitan tidak dirinci menurut pola; penyaring pola tidak mengubahnya."}


def _pick(label: str, key: str, values: dict[str, str], everything: str, width: int = 200) -> str | None:
    chosen = st.selectbox(
        label, ["", *values], format_func=lambda code: values.get(code, everything), key=key, width=width
    )
    return chosen or None


def figures() -> None:
    """Every published figure under the shared filters and this table's own."""
    view = state.view()
    store = view.store
    with box("figures", "Angka terbitan"):
        controls = st.container(horizontal=True, vertical_alignment="bottom")
        with controls:
            search = st.text_input(
                "Cari indikator, wilayah, sumber, atau catatan", key=SEARCH, icon=":material/search:", width=300
            )
            subject = _pick("Pokok", SUBJECT, SUBJECTS, "Semua pokok")
            register = _pick("Register", REGISTER, labels(store, "register", "register_label"), "Semua register")
            quality = _pick("Mutu angka", QUALITY, labels(store, "quality", "quality_label"), "Semua mutu", 160)
            order = {code: label for code, label in ORDERS.items() if code != "newest"}
            sort = _pick("Urutkan", SORT, order, ORDERS["newest"], 140)
            source = _pick("Sumber", SOURCE, sources(store), "Semua sumber", 340)
        asked = {
            "search": " ".join(search.split()) or None,
            "subject": subject,
            "register": register,
            "quality": quality,
            "source": source,
            "sort": sort or "newest",
        }
        with st.container():  # always there, so that the table below does not shift
            for ignored in view.filters.ignored(store.queries["data/figures"].parameters):
                st.caption(f":material/filter_alt_off: {_UNMOVED.get(ignored.name, ignored.why_not)}")
        answer = store.ask_filtered("data/figures", view.filters, **asked)
        found = len(answer.rows)
        if not found:
            typed = f" dengan “{plain(search)}”" if search.strip() else ""
            st.markdown(f"Tidak ada data untuk {sentence(in_words(store, view.filters))}{typed}.")
            own = (SEARCH, SUBJECT, REGISTER, QUALITY, SOURCE)
            st.button(
                "Hapus penyaring", key="data-figures-clear", on_click=clear, args=own, icon=":material/filter_alt_off:"
            )
            return
        if state.on_paper() and found > _ON_PAPER:
            st.markdown(
                f"{formats.number(found)} angka, lebih dari {_ON_PAPER}: tidak dicetak. Persempit dengan penyaring dan "
                "pencarian, atau unduh CSV-nya."
            )
            return
        with controls:
            seen = paging.rows_seen("data", found, PAGE_ROWS, "angka", view.filters, *asked.values())
        shown = html.records(answer.rows.iloc[seen])
        html.show("figures", figures=[(row, address(row)) for row in shown])
        st.download_button(
            f"CSV {formats.number(found)} angka",
            lambda: files.csv_for_office(answer),
            "data-figures.csv",
            "text/csv",
            icon=":material/table:",
            on_click="ignore",
            key="data-figures-csv",
        )


def contradictions() -> None:
    """Groups of figures that contradict one another, with the likely reason."""
    view = state.view()
    with box("contradictions", "Angka yang bertentangan"):
        answer = view.store.ask_filtered("data/contradictions", view.filters)
        if answer.rows.empty:
            st.markdown(f"Tidak ada data untuk {sentence(in_words(view.store, view.filters))}.")
            return
        count = answer.rows["contradiction"].nunique()
        st.markdown(
            f"{count} kelompok angka yang tidak cocok satu sama lain. Dasbor tidak memilih pemenang: semuanya "
            "ditunjukkan, dengan sebab yang mungkin."
        )
        named = answer.rows["contradiction"].unique()
        seen = paging.rows_seen("contradictions", count, _GROUPS, "kelompok", view.filters)
        groups(answer.rows[answer.rows["contradiction"].isin(named[seen])])


def groups(rows: pd.DataFrame, opened: bool = False) -> None:
    """Rows of data/contradictions, folded group by group."""
    found = [html.records(group) for _, group in rows.groupby("contradiction", sort=False)]
    html.show("contradictions", groups=[[(row, address(row)) for row in group] for group in found], opened=opened)
