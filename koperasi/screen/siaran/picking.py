"""Which cards, in which order, and as which pictures."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from koperasi.cards import SAMPLE_MARK, cards, find, title_of
from koperasi.press.presets import PRESETS
from koperasi.screen import links, state
from koperasi.screen.siaran import kept
from koperasi.screen.siaran.box import Telling, box, tellings
from koperasi.screen.words import plain, sentence

_ADD = "siaran-add"


def picking() -> None:
    """The cards as a list that can be put in another order, with what each lacks."""
    with box("cards", "Kartu siaran"):
        st.selectbox(
            "Tambah kartu",
            [it for it in cards() if it not in kept.picked()],
            index=None,
            format_func=links.named().__getitem__,
            key=_ADD,
            placeholder="Tambah kartu",
            on_change=_added,
            label_visibility="collapsed",
        )
        if kept.picked():
            _list(*tellings())
        else:
            _nothing()


def _added() -> None:
    """Callback: the box was used; it is empty again for the next one."""
    if card_id := st.session_state[_ADD]:
        kept.pick([*kept.picked(), card_id])
        kept.open_card(card_id)
        st.session_state[_ADD] = None


def _nothing() -> None:
    names = "; ".join(title_of(state.view().store, it) for it in kept.USUAL)
    st.markdown(
        "Belum ada kartu. Tambahkan lewat kotak di atas: setiap kartu dasbor dapat dipilih, dengan penyaring yang "
        f"sedang berlaku. Atau mulai dengan tiga kartu yang biasa: {sentence(names)}."
    )
    with st.container(horizontal=True):
        st.button(
            "Mulai dengan tiga kartu",
            key="siaran-usual",
            icon=":material/playlist_add:",
            type="primary",
            on_click=kept.pick,
            args=(list(kept.USUAL),),
        )
        if count := kept.before():
            st.button(
                f"Lanjutkan susunan terakhir ({count} kartu)",
                key="siaran-before",
                icon=":material/history:",
                on_click=kept.pick_as_before,
            )


def _list(told: list[Telling], missing: Mapping[str, str]) -> None:
    by_id = {it.card.card.id: it for it in told}
    order = kept.picked()
    for place, card_id in enumerate(order):
        it = by_id.get(card_id)
        _row(place, len(order), card_id, it.told.title if it else title_of(state.view().store, card_id))
        for remark in _remarks(it, missing.get(card_id, "")):
            st.caption(sentence(remark))


def _row(place: int, count: int, card_id: str, title: str) -> None:
    key = card_id.replace("/", "-")
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False, key=f"siaran-row-{key}"):
        st.button(
            f"{place + 1}. {plain(title)}",
            key=f"siaran-open-{key}",
            type="primary" if card_id == kept.opened() else "tertiary",
            on_click=kept.open_card,
            args=(card_id,),
        )
        for name, icon, by, off in (
            ("Naikkan", "arrow_upward", -1, place == 0),
            ("Turunkan", "arrow_downward", 1, place == count - 1),
        ):
            st.button(
                f"{name}: {plain(title)}",
                key=f"siaran-{name}-{key}",
                icon=f":material/{icon}:",
                type="tertiary",
                disabled=off,
                on_click=kept.move,
                args=(card_id, by),
                help=name,
            )
        st.button(
            f"Keluarkan: {plain(title)}",
            key=f"siaran-drop-{key}",
            icon=":material/close:",
            type="tertiary",
            on_click=kept.drop,
            args=(card_id,),
            help="Keluarkan dari susunan",
        )


def _remarks(it: Telling | None, missing: str) -> list[str]:
    """What must be known of a card before it leaves the house."""
    if it is None:
        return [f"Tidak ikut: {missing}"]
    return [
        *([f"{SAMPLE_MARK}: bukan bahan berita."] if it.card.answer.sample else []),
        *([f"Disunting: {', '.join(it.told.edited)}."] if it.told.edited else []),
        *([f"Suntingan tidak berlaku lagi: {it.fault}"] if it.fault else []),
        *([f"{it.card.finding} Siaran melewatinya; gambarnya hanya kalimat ini."] if it.card.empty else []),
    ]


def drawing() -> None:
    """In which sizes, as which files, with or without colours, and what single cards let a viewer pick."""
    with box("drawing", "Ukuran dan berkas"):
        st.pills(
            "Ukuran gambar",
            list(PRESETS),
            selection_mode="multi",
            format_func=lambda name: f"{name} ({PRESETS[name].used})",
            key=kept.SIZES,
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.pills(
                "Jenis berkas",
                list(kept.FORMATS),
                selection_mode="multi",
                format_func=kept.FORMATS.__getitem__,
                key=kept.KINDS,
            )
            st.segmented_control(
                "Warna", list(kept.STYLES), format_func=kept.STYLES.__getitem__, key=kept.STYLE, required=True
            )
        names = [choice.name for it in kept.picked() for choice in find(it).choices]
        for name in dict.fromkeys(names):
            choice = state.choices()[name]
            st.selectbox(choice.label, list(choice.values), format_func=choice.values.__getitem__, key=name)
