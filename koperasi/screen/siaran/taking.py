"""Files that take their time: the kit of the picked cards, and documents on the present filters."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from koperasi.cards import Rendered, title_of
from koperasi.look import formats
from koperasi.press import briefing, edits, kit, pictures, release, slides
from koperasi.press.edits import Edit
from koperasi.screen import state
from koperasi.screen.making import Made, Making
from koperasi.screen.siaran import kept
from koperasi.screen.siaran.box import box, tellings
from koperasi.screen.words import sentence
from koperasi.store import Filters, Store

_LOOK = 0.5  # seconds between two looks at what is being made
_OWN, _WANTED = "siaran-own-cards", "_siaran_wanted"
_NAMES = {"zip": "zip", "pdf": "lembar paparan", "pptx": "paparan", "docx": "siaran pers"}
_TYPES = {
    "zip": "application/zip",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class _Wish:
    """A file that can be made. kind: its ending. asked: all that it depends on. whole: of how many cards."""

    kind: str
    asked: Hashable
    whole: int
    make: Callable[[Making], Made]


def making_kit() -> None:
    """The zip of the picked cards."""
    with box("kit", "Bahan siaran (zip)"):
        st.markdown(
            "Gambar, keterangan, teks alternatif, CSV, dan metadata tiap kartu; konsep siaran (Word); daftar isi, cara "
            "mengutip, dan syarat pemakaian."
        )
        _offer(_kit())


def _kit() -> _Wish:
    view = state.view()
    store, filters, ids = view.store, view.filters, tuple(kept.picked())
    sizes = tuple(kept.sizes()) if pictures.browser_path() else ()
    order = kit.Order(sizes, tuple(kept.kinds()), kept.style(), _edits(), kept.place(), kept.day())
    asked = (store.version, ids, filters, sizes, order.kinds, order.style, *order.edits.items(), order.place, order.day)
    return _Wish("zip", asked, len(ids), partial(_make_kit, store, ids, filters, order))


def _edits() -> dict[str, Edit]:
    """Those of the picked cards."""
    found = {it.card.card.id: kept.edit_of(it.card) for it in tellings()[0]}
    return {card_id: edit for card_id, edit in found.items() if edit != Edit()}


def _make_kit(store: Store, ids: Sequence[str], filters: Filters, order: kit.Order, making: Making) -> Made:
    rendered, missing = kit.gather(store, ids, filters)
    made = kit.kit(store, rendered, filters, order, partial(_tell, making), missing, making.check)
    return Made(made.data, kit.file_name(store, filters), _by_title(store, made.failed))


def _tell(making: Making, it: Rendered) -> None:
    making.step(it.title)


def _by_title(store: Store, failed: Mapping[str, str]) -> dict[str, str]:
    return {title_of(store, card_id): why for card_id, why in failed.items()}


def documents() -> None:
    """Briefing, slides and release on the present filters, each made when it is asked for."""
    usual = briefing.usual(state.view().filters)
    documents_of = (
        ("pdf", "Lembar paparan (PDF)", "Dua sampai empat halaman A4: angka utama, yang berubah, temuan.", usual),
        ("pptx", "Paparan (PowerPoint)", "Satu kartu satu salindia; grafiknya dapat disunting.", state.deck()),
        ("docx", "Siaran pers (Word)", "Konsep; setiap angka bercatatan kaki, contoh dikurung.", release.USUAL),
    )
    with st.container(key="screen-only-documents"):  # paper has nothing to click
        own = bool(kept.picked()) and _own()
        for place, (kind, title, what, cards) in zip(st.columns(3), documents_of, strict=True):
            with place, box(kind, title):
                st.markdown(what)
                _offer(_document(kind, kept.picked() if own else cards, own))


def _own() -> bool:
    """Whether the documents are of the picked cards."""
    words = {"usual": "Kartu yang biasa", "own": f"Kartu pilihan ({len(kept.picked())})"}
    st.session_state.setdefault(_OWN, "usual")
    picked = st.segmented_control(
        "Kartu dalam dokumen", list(words), format_func=words.__getitem__, key=_OWN, required=True
    )
    return picked == "own"


def _document(kind: str, cards: Sequence[str], own: bool) -> _Wish:
    view = state.view()
    ids, written = tuple(cards), _edits() if own else {}
    order = kit.Order(edits=written, place=kept.place(), day=kept.day())
    asked = (view.store.version, ids, own, view.filters, *written.items(), order.place, order.day)
    return _Wish(kind, asked, len(ids), partial(_make, kind, view.store, ids, own, view.filters, order))


def _make(
    kind: str, store: Store, ids: Sequence[str], own: bool, filters: Filters, order: kit.Order, making: Making
) -> Made:
    rendered, missing = kit.gather(store, ids, filters)
    told = [edits.edited(it, order.edits.get(it.card.id, Edit()))[0] for it in rendered]
    each = partial(_tell, making)
    if kind == "pdf":
        data = briefing.briefing(store, told if own else briefing.unasked(told), filters, each_done=each)
    elif kind == "pptx":
        data = slides.slides(store, told, filters, each=each)
    else:
        data = release.release(store, told, filters, place=order.place, day=order.day)
    return Made(data, kit.file_name(store, filters, _NAMES[kind], kind), _by_title(store, missing))


def _offer(wish: _Wish) -> None:
    """The button that has it made, how far it is, and the file itself: never one of another selection."""
    known = kept.makings()
    # asked for by a word: a callback's arguments would lie in the session, and the store with them
    if st.session_state.get(_WANTED) == wish.kind:
        del st.session_state[_WANTED]
        known[wish.kind] = Making(wish.asked, wish.whole, wish.make)
    making = known.get(wish.kind)
    if making is not None and making.asked != wish.asked:
        making.cancel()
        del known[wish.kind]
        making = None
    if making is not None and making.running:
        st.fragment(_watch, run_every=_LOOK)(wish.kind)
        return
    if making is not None:
        _outcome(wish.kind, making)
    if making is None or making.made is None or making.made.failed:
        st.button(
            f"Buat {_NAMES[wish.kind]}",
            key=f"siaran-make-{wish.kind}",
            icon=":material/play_arrow:",
            on_click=_want,
            args=(wish.kind,),
        )


def _want(kind: str) -> None:
    """Callback: the file of this kind, please."""
    st.session_state[_WANTED] = kind


def _watch(kind: str) -> None:
    """How far it is; once it has ended, the page is drawn anew."""
    making = kept.makings().get(kind)
    if making is None or not making.running:
        st.rerun()
    making.look()
    said = f"{making.done} dari {making.whole} kartu"
    said += f"; terakhir: {sentence(making.last)}" if making.last else ""
    st.progress(min(making.done / making.whole, 1.0), f"Membuat {_NAMES[kind]}: {said}")
    st.button(
        "Menghentikan…" if making.stopping else "Batalkan",
        key=f"siaran-cancel-{kind}",
        icon=":material/close:",
        disabled=making.stopping,
        on_click=making.cancel,
    )


def _outcome(kind: str, making: Making) -> None:
    if making.cancelled:
        st.info("Dibatalkan; tidak ada yang disimpan.", icon=":material/cancel:")
    elif making.made is None:
        st.error(sentence(making.fault), title="Berkas tidak jadi", icon=":material/error:")
    else:
        size = formats.number(len(making.made.data) / 1e6, 1)
        st.download_button(
            f"Unduh {_NAMES[kind]} ({size} MB)",
            making.made.data,
            making.made.name,
            _TYPES[kind],
            icon=":material/download:",
            type="primary",
            on_click="ignore",
            key=f"siaran-take-{kind}",
        )
        if making.made.failed:
            lines = "\n".join(f"- {sentence(title)}: {sentence(why)}" for title, why in making.made.failed.items())
            st.warning(f"Tidak ikut, selebihnya jadi:\n\n{lines}", icon=":material/warning:")
