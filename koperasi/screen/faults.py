"""What went wrong, where, and what to do next: said in Bahasa Indonesia on the screen, logged in full on the server."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from koperasi.said import Said
from koperasi.screen.words import sentence
from koperasi.store import BrokenQuery, SeedError, TableUnavailable

_SHOWN = 200  # lines of seeds to be mended


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Say that `what` cannot be shown instead of a redacted English traceback; the rest of the page goes on."""
    try:
        yield
    except Exception as fault:
        logging.getLogger(__name__).exception(what)
        _explain(what, fault)


def uncaught(fault: Exception) -> bool:
    """For Streamlit: what no other place explained, a callback's fault for one; True instead of its English box."""
    logging.getLogger(__name__).error("Halaman", exc_info=fault)
    _explain("Halaman", fault)
    return True


def _explain(what: str, fault: Exception) -> None:
    """One box: what is wrong and what to do. Seeds have their own list, since each line of it is to be mended."""
    title = f"{what} tidak dapat ditampilkan"
    if isinstance(fault, SeedError):
        title = f"Angka terbitan tidak dapat dipakai: {len(fault.problems)} kesalahan di seeds/"
        todo = "Perbaiki baris-baris di bawah ini, lalu muat ulang halaman. Periksa dengan: `python -m koperasi check`"
    elif isinstance(fault, BrokenQuery):
        title += f": queries/{fault.query}.sql rusak"
        todo = f"{sentence(fault.why)}\n\nPerbaiki berkas itu, lalu periksa dengan: `python -m koperasi check`"
    elif isinstance(fault, Said):
        todo = sentence(str(fault))
    elif isinstance(fault, OSError) and fault.filename:
        todo = (
            f"Tidak dapat dibaca: {sentence(str(fault.filename))}. Kembalikan berkas atau folder itu, atau izinkan "
            "dasbor membacanya, lalu muat ulang halaman ini."
        )
    else:
        todo = (
            "Muat ulang halaman ini. Bila berulang, catat jamnya dan hubungi pengelola dasbor: rinciannya ada di "
            "catatan server (jendela tempat dasbor dijalankan)."
        )
    st.error(todo, title=title, icon=":material/error:")
    if isinstance(fault, SeedError):
        for problem in fault.problems[:_SHOWN]:
            st.code(str(problem), language=None, wrap_lines=True)


def unavailable(fault: TableUnavailable) -> None:
    """Say which file is at fault, what is wrong with it, and what to do."""
    st.error(
        f"{fault.what.capitalize()} {fault.todo}",
        title=f"Berkas {fault.file} tidak dapat dipakai",
        icon=":material/error:",
    )
