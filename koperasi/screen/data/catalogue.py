"""What data there is: whose, how old, when the next is due, what was checked; and all of it in one zip."""

from __future__ import annotations

from datetime import date

import streamlit as st

from koperasi.cards import SAMPLE_MARK
from koperasi.look import formats
from koperasi.press import package
from koperasi.screen import html, paging, state
from koperasi.screen.data.box import box, close
from koperasi.screen.data.kept import DATASET, named
from koperasi.screen.figure_links import PAGE
from koperasi.screen.words import plain, sentence
from koperasi.store import Dataset

_PAGE_ROWS = 11


def dataset(it: Dataset) -> None:
    """One dataset with its columns."""
    with box("dataset", it.title, sample=it.sample):
        if it.problem:
            st.error(plain(it.problem), icon=":material/error:")
        html.show("dataset", it=it, href=state.link(PAGE, himpunan=it.name))
        close(DATASET)


def catalogue() -> None:
    """Every dataset: whose, how old, when the next is due, and what was checked."""
    today, known = date.today(), named(state.view().store).values()
    late = [it for it in known if it.overdue(today)]
    samples = [it for it in known if it.sample]
    with box("catalogue", "Himpunan data", sample=bool(samples)):
        said = f"{len(known)} himpunan data"
        said += f"; {len(samples)} di antaranya {SAMPLE_MARK}" if samples else ""
        said += f". {len(late)} lewat waktu pembaruannya: {formats.listed(it.title for it in late)}." if late else "."
        st.markdown(sentence(said))
        listed = sorted(known, key=_place)
        seen = paging.rows_seen("catalogue", len(listed), _PAGE_ROWS, "himpunan data")
        html.show(
            "catalogue",
            datasets=[(it, state.link(PAGE, himpunan=it.name), it.overdue(today)) for it in listed[seen]],
        )
        st.caption(
            "Irama pembaruan adalah usulan dasbor ini (seeds/datasets.csv), bukan aturan. Dihitung dari akhir masa "
            f"yang digambarkan data; dibandingkan dengan hari ini, {formats.as_of(today.isoformat())}."
        )


def _place(it: Dataset) -> tuple[int, str]:
    return ("published", "register", "reference").index(it.kind), it.title


def download() -> None:
    """Everything in one zip, made when asked for; nothing on paper."""
    if state.on_paper():
        return
    store = state.view().store
    sample = any(it.sample for it in named(store).values())
    with (
        box("download", "Unduh semua data", sample=sample),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        st.markdown(
            "Satu zip: CSV setiap himpunan data, metadata.json (Frictionless Data Package), dan README "
            "dengan cara mengutip."
            + (f" Register contoh bertanda {SAMPLE_MARK} pada nama berkas dan setiap baris." if sample else ""),
            width=880,  # the button beside it on an office PC, below it on a telephone
        )
        st.download_button(
            "Unduh zip",
            # made on click, with Streamlit's own sign of waiting on the button
            lambda: package.zipped(store),
            package.file_name(store),
            "application/zip",
            icon=":material/folder_zip:",
            on_click="ignore",
            key="data-zip",
        )
