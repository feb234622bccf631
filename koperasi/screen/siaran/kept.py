"""What the page Siaran pers keeps: in its URL which cards, in which order, and how drawn; in the session the edits."""

from __future__ import annotations

from datetime import date
from typing import cast
from urllib.parse import urlencode

import streamlit as st

from koperasi.cards import Rendered, cards, current_id
from koperasi.press import pictures, release
from koperasi.press.edits import Edit
from koperasi.press.presets import PRESETS, WIDE, Preset
from koperasi.screen import state
from koperasi.screen.making import Making
from koperasi.screen.state import Own, Several
from koperasi.store import Filters

PAGE = "siaran"  # its id
CARDS, SIZES, KINDS, STYLE, PLACE, DAY = "siaran", "ukuran", "berkas", "gaya", "tempat", "tanggal"
FORMATS: dict[pictures.Format, str] = {"png": "PNG", "svg": "SVG", "pdf": "PDF"}
STYLES = {"": "Berwarna", "grey": "Hitam-putih"}
USUAL = release.USUAL[:3]  # what is offered to whoever has picked nothing yet
KEEPS: Own = {
    CARDS: Several(lambda _: cards(), now=current_id),
    SIZES: Several(lambda _: PRESETS, (WIDE.name,)),
    KINDS: Several(lambda _: FORMATS, ("png",)),
    STYLE: lambda _: STYLES,
    PLACE: None,
    DAY: None,
}
_OPENED, _EDITS, _BEFORE, _MAKINGS = "_siaran_opened", "_siaran_edits", "_siaran_before", "_siaran_makings"


def keep() -> None:
    """Once a run, before any widget: what stands in another section than the open one is not forgotten."""
    for name in KEEPS:
        st.session_state[name] = st.session_state[name]
    if picked():
        st.session_state[_BEFORE] = {name: st.session_state[name] for name in KEEPS}


def picked() -> list[str]:
    """The ids of the cards, in the order of the kit."""
    return list(st.session_state[CARDS])


def pick(card_ids: list[str]) -> None:
    """Callback: these and no others."""
    state.act({CARDS: card_ids})


def move(card_id: str, by: int) -> None:
    """Callback: so many places down, or up."""
    order = picked()
    place = order.index(card_id)
    order.insert(max(place + by, 0), order.pop(place))
    pick(order)


def drop(card_id: str) -> None:
    """Callback: without this card."""
    pick([it for it in picked() if it != card_id])


def before() -> int:
    """How many cards were picked when this viewer was last here."""
    return len(st.session_state.get(_BEFORE, {}).get(CARDS, ()))


def pick_as_before() -> None:
    """Callback: all as it was then."""
    state.act(st.session_state[_BEFORE])


def address_with(card_id: str) -> str:
    """A link to the page with this card, behind what was picked when this viewer was last there."""
    earlier: dict[str, list[str] | str] = st.session_state.get(_BEFORE, {})
    order = [it for it in earlier.get(CARDS, ()) if it != card_id]
    own = {name: value for name, value in (earlier | {CARDS: [*order, card_id]}).items() if value}
    return f"{PAGE}?{urlencode(state.address() | own, doseq=True)}"


def opened() -> str:
    """The id of the card that is looked at; "" where none is picked."""
    there = picked()
    wanted = st.session_state.get(_OPENED)
    return wanted if wanted in there else there[0] if there else ""


def open_card(card_id: str) -> None:
    """Callback: look at this card."""
    st.session_state[_OPENED] = card_id


def sizes() -> list[Preset]:
    """The presets; the widest where none is picked."""
    return [PRESETS[name] for name in st.session_state[SIZES] or [WIDE.name]]


def kinds() -> list[pictures.Format]:
    """The kinds of files; PNG where none is picked."""
    return cast("list[pictures.Format]", list(st.session_state[KINDS]) or ["png"])


def style() -> pictures.Style:
    """With colours, or for print without."""
    return "grey" if st.session_state[STYLE] else "colour"


def place() -> str:
    """Of the release, "" for a gap."""
    return str(st.session_state[PLACE]).strip()


def day() -> date | None:
    """Of the release; None for a gap, also where what was typed is no date."""
    try:
        return date.fromisoformat(str(st.session_state[DAY]).strip())
    except ValueError:
        return None


def edit_of(it: Rendered) -> Edit:
    """What this viewer wrote anew on the card under its filters; under others it was never said."""
    return _edits().get((it.card.id, it.filters), Edit())


def write(it: Rendered, edit: Edit) -> None:
    """Callback: keep the edit, or none where it changes nothing."""
    key, others = (it.card.id, it.filters), _edits()
    others.pop(key, None)
    if edit != Edit():
        others[key] = edit
    st.session_state[_EDITS] = others


def _edits() -> dict[tuple[str, Filters], Edit]:
    return dict(st.session_state.get(_EDITS, {}))


def makings() -> dict[str, Making]:
    """What is made for this viewer, or was, by its kind."""
    return cast("dict[str, Making]", st.session_state.setdefault(_MAKINGS, {}))
