"""What went wrong, where, and what to do next: said in Bahasa Indonesia on the screen, logged in full on the server."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from koperasi.screen.words import sentence
from koperasi.store import BrokenQuery, TableUnavailable


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Say that `what` cannot be shown instead of a redacted English traceback; the rest of the page goes on."""
    try:
        yield
    except BrokenQuery as fault:
        logging.getLogger(__name__).exception(what)
        st.error(
            f"{sentence(fault.why)}\n\nPerbaiki berkas itu, lalu periksa dengan: `python -m koperasi check`",
            title=f"{what} tidak dapat ditampilkan: queries/{fault.query}.sql rusak",
            icon=":material/error:",
        )
    except Exception:
        logging.getLogger(__name__).exception(what)
        st.error(
            "Muat ulang halaman ini. Bila berulang, catat jamnya dan hubungi pengelola dasbor: rinciannya ada di "
            "catatan server (jendela tempat dasbor dijalankan).",
            title=f"{what} tidak dapat ditampilkan",
            icon=":material/error:",
        )


def unavailable(fault: TableUnavailable) -> None:
    """Say which file is at fault, what is wrong with it, and what to do."""
    st.error(
        f"{fault.what.capitalize()} {fault.todo}",
        title=f"Berkas {fault.file} tidak dapat dipakai",
        icon=":material/error:",
    )
