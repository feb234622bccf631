"""The card that is looked at: its picture, its words to be copied, and what a person writes anew."""

from __future__ import annotations

from base64 import b64encode

import streamlit as st

from koperasi.cards import SAMPLE_LEAD, Rendered, render
from koperasi.press import edits, pictures
from koperasi.press.cited import citation_of
from koperasi.press.edits import MOST, Edit
from koperasi.press.presets import PRESETS, Preset
from koperasi.said import Said
from koperasi.screen import copies, html, state
from koperasi.screen.siaran import kept
from koperasi.screen.siaran.box import Telling, box, tellings
from koperasi.screen.words import sentence
from koperasi.store import Filters, Store

_SIZE, _VIEW, _REFUSED, _UNDONE = "siaran-size", "siaran-view", "_siaran_refused", "_siaran_undone"
_VIEWS = {"feed": "Seperti dibaca orang", "true": "Ukuran sebenarnya"}
_NO_BROWSER = (
    "Komputer ini tidak memiliki Chromium: gambar tidak dapat dibuat di sini, selebihnya jadi. Unduh gambar satu per "
    "satu lewat tombol Unduh pada kartunya; peramban Anda yang membuatnya."
)


def seeing() -> None:
    """The opened card; nothing while none is picked."""
    told, _ = tellings()
    it = next((it for it in told if it.card.card.id == kept.opened()), None)
    if it is None:
        return
    with box("picture", it.told.title):
        _shown(it)
        copies.show(
            {
                "keterangan": it.caption,
                "teks alternatif": it.told.alt,
                "kutipan sumber": citation_of(state.view().store, it.told),
            },
            key=f"siaran-copies-{it.card.card.id}",
        )
    with box("words", "Sunting kata-katanya"):
        _edit(it)


def proofs() -> None:
    """On paper: every picked card with its picture and caption."""
    for it in tellings()[0]:
        with box(f"proof-{it.card.card.id.replace('/', '-')}", it.told.title):
            _picture(it, kept.sizes()[0], true_size=False)


def _shown(it: Telling) -> None:
    names = [size.name for size in kept.sizes()]
    if st.session_state.get(_SIZE) not in names:
        st.session_state[_SIZE] = names[0]
    with st.container(horizontal=True, vertical_alignment="center"):
        view = st.segmented_control(
            "Cara melihat",
            list(_VIEWS),
            default="feed",
            format_func=_VIEWS.__getitem__,
            key=_VIEW,
            required=True,
            label_visibility="collapsed",
        )
        if len(names) > 1:
            st.segmented_control("Ukuran yang dilihat", names, key=_SIZE, required=True, label_visibility="collapsed")
    _picture(it, PRESETS[st.session_state[_SIZE]], true_size=view == "true")


def _picture(it: Telling, preset: Preset, *, true_size: bool) -> None:
    store = state.view().store
    if pictures.browser_path() is None:
        st.info(_NO_BROWSER, icon=":material/image_not_supported:")
        return
    try:
        with st.spinner("Membuat gambar…"):
            edit = Edit() if it.fault else kept.edit_of(it.card)
            data = store.derive(_png, it.card.card.id, it.card.filters, edit, preset, kept.style())
    except pictures.PictureError as fault:
        st.error(sentence(str(fault)), title="Gambar tidak jadi", icon=":material/error:")
        return
    width, height = preset.pixels
    html.show(
        "siaran_picture",
        true_size=true_size,
        source=f"data:image/png;base64,{b64encode(data).decode()}",
        width=width if true_size else preset.width,
        height=height,
        alt=it.told.alt,
        caption=it.caption,
        agency=store.province.agency,
        logo=f"data:image/png;base64,{b64encode((store.places.seeds / store.province.icon).read_bytes()).decode()}",
    )
    if true_size:
        st.caption(f"{preset.name} piksel, {preset.used}; geser untuk melihat seluruhnya.")


def _png(store: Store, card_id: str, filters: Filters, edit: Edit, preset: Preset, style: pictures.Style) -> bytes:
    told, _ = edits.edited(render(store, card_id, filters), edit)
    return pictures.picture(told, "png", preset, style)


def _edit(it: Telling) -> None:
    """The words in fields; a number that the card does not hold is refused, and what was typed stays."""
    card, edit = it.card, kept.edit_of(it.card)
    refused = st.session_state.get(_REFUSED, {}).get((card.card.id, card.filters), "")
    # other fields for another card, other filters, and after an undo
    key = f"siaran-{hash((card.card.id, card.filters, edit, st.session_state.get(_UNDONE, 0)))}"
    plain = card.finding.removeprefix(SAMPLE_LEAD)
    with st.form(key, border=False, enter_to_submit=False):
        st.text_input("Judul", edit.title or card.title, max_chars=MOST, key=f"{key}-title")
        st.text_area("Temuan", edit.finding or plain, max_chars=MOST, key=f"{key}-finding", height=90)
        st.text_area(
            "Keterangan gambar (sumbernya mengikuti sendiri)",
            edit.caption or edit.finding or plain,
            max_chars=MOST,
            key=f"{key}-caption",
            height=90,
        )
        with st.container(horizontal=True):
            st.form_submit_button(
                "Terapkan", type="primary", on_click=_apply, args=(card.card.id, key), icon=":material/check:"
            )
            st.form_submit_button(
                "Kembalikan kata semula",
                on_click=_undo,
                args=(card.card.id,),
                icon=":material/undo:",
                disabled=edit == Edit() and not refused,
            )
    if fault := refused or it.fault:
        st.error(
            f"{sentence(fault)} Angka mengikuti data: pakai angka yang ada di kartu ini, atau kembalikan kata semula.",
            title="Suntingan ditolak",
            icon=":material/block:",
        )
    elif it.told.edited:
        st.caption(f"Disunting: {', '.join(it.told.edited)}. Tanda ini ikut ke dalam gambar dan keterangannya.")


def _apply(card_id: str, key: str) -> None:
    """Callback: keep what was typed where the figures bear it out."""
    card = _now(card_id)
    title, finding, caption = (
        " ".join(str(st.session_state[f"{key}-{name}"]).split()) for name in ("title", "finding", "caption")
    )
    before, plain = kept.edit_of(card), card.finding.removeprefix(SAMPLE_LEAD)
    edit = Edit(
        "" if title == card.title else title,
        "" if finding == plain else finding,
        # as it was offered, it is none: it follows the finding
        "" if caption in (plain, before.finding) else caption,
    )
    try:
        edits.edited(card, edit)
    except Said as fault:
        _refuse(card, str(fault))
    else:
        _refuse(card, "")
        kept.write(card, edit)


def _undo(card_id: str) -> None:
    """Callback: the card's own words again."""
    card = _now(card_id)
    _refuse(card, "")
    kept.write(card, Edit())
    st.session_state[_UNDONE] = st.session_state.get(_UNDONE, 0) + 1


def _now(card_id: str) -> Rendered:
    """For a callback, whose arguments lie in the session: nothing large among them."""
    view = state.view()
    return render(view.store, card_id, view.filters)


def _refuse(card: Rendered, why: str) -> None:
    st.session_state[_REFUSED] = st.session_state.get(_REFUSED, {}) | {(card.card.id, card.filters): why}
