"""The draft release as text, with what must be known of it, and where and when it is given."""

from __future__ import annotations

from typing import Any

import streamlit as st

from koperasi.press import release
from koperasi.press.release import Paragraph, Refused
from koperasi.press.word import Piece
from koperasi.screen import copies, html, state
from koperasi.screen.siaran import kept
from koperasi.screen.siaran.box import box, tellings
from koperasi.screen.words import plain, sentence

_TAGS = {"Title": "h3", "Subtitle": "h4", "Heading 1": "h4"}


def drafting() -> None:
    """The release of the picked cards as it will stand in the document; why there is none where it is refused."""
    with box("draft", "Konsep siaran pers"):
        told, _ = tellings()
        if not told:
            st.markdown("Belum ada kartu. Pilih dahulu di bagian **Kartu dan gambar**.")
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input("Tempat siaran", key=kept.PLACE, max_chars=60, width=260)
            st.text_input("Tanggal terbit", key=kept.DAY, max_chars=10, width=180, placeholder="2026-11-26")
        if (typed := str(st.session_state[kept.DAY]).strip()) and kept.day() is None:
            st.warning(
                f"“{plain(typed)}” bukan tanggal; tulis tahun-bulan-hari, misalnya 2026-11-26.",
                icon=":material/event_busy:",
            )
        cards, view = [it.told for it in told], state.view()
        for remark in release.remarks(cards):
            st.warning(sentence(remark), icon=":material/rule:")
        try:
            said = release.draft(view.store, cards, view.filters, place=kept.place(), day=kept.day())
        except Refused as fault:
            st.error(
                f"{sentence(str(fault))} Ubah temuannya di bagian **Kartu dan gambar**, atau keluarkan kartunya.",
                title="Siaran pers tidak dibuat",
                icon=":material/block:",
            )
            return
        copies.show({"teks siaran": _text(said)}, key="siaran-copies-draft")
        _preview(said, any(it.answer.sample for it in cards))


def _text(said: list[Paragraph]) -> str:
    return "\n\n".join("".join(piece.words for piece in it.pieces) for it in said)


def _preview(said: list[Paragraph], sample: bool) -> None:
    notes: list[str] = []
    html.show(
        "siaran_draft",
        agency=state.view().store.province.agency,
        sample=sample,
        paragraphs=[(_TAGS.get(it.style, "p"), [_piece(piece, notes) for piece in it.pieces]) for it in said],
        notes=notes,
    )


def _piece(it: Piece, notes: list[str]) -> tuple[str, str, bool, Any]:
    """Its words, what is special about them, whether they are bold, and the number of its footnote."""
    if it.note:
        notes.append(it.note)
    return it.words, "sample" if it.sample else "gap" if it.open else "", it.bold, len(notes) if it.note else ""
