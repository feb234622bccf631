"""A card on the screen: one component of ours, from its topic to its bottom row (browser/card.js).

What Streamlit spends on a page is by the number of its elements, so a card is one, not ten. What is not on the screen
is not made: the table, what stands behind ⓘ and every file are sent in answer to a click.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

import streamlit as st

from koperasi.cards import Choice, Rendered, figure_json, find, render, title_of
from koperasi.look.charts import Table
from koperasi.look.surface import SCREEN, SMALL, SURFACES, Surface
from koperasi.screen import about, ahead, downloads, frame, html, links, plot, served, state, told, twin
from koperasi.screen.contents import Glance
from koperasi.screen.faults import explained, unavailable
from koperasi.screen.siaran import kept
from koperasi.screen.summary import BODIES
from koperasi.screen.words import head
from koperasi.store import Store, TableUnavailable

NAME = "koperasi.card"
HEIGHTS = (280, 440, 600)  # pixels of a whole card on a screen; on a phone it is as high as it needs
AROUND = 110  # of them, at most, for all that is not the figure
_ALONE = 1080  # of the width of a card that stands alone in its row, at least
_GLANCE, _BORDERS = 1118, 30  # the least width of an office PC's piles, and what the frame of a card takes of its own
_WORDS = 30  # what is left of a lower card is no room for a figure: its finding says it
_SQUEEZED = 1.25  # so much less than a figure asks for is still readable
_CHART, _TABLE = "chart", "table"
_ASKED, _FOLLOWED = "_asked", "_followed"
_MISSING = "Kartu tidak dapat ditampilkan: bagian untuk menggambarnya tidak termuat. Muat ulang halaman ini."

_mount = st.components.v2.component(NAME, js=served.script("card.js", _MISSING, plot.UNDRAWN), isolate_styles=False)
_heights: WeakKeyDictionary[Store, dict[tuple[str, bool], int]] = WeakKeyDictionary()


def show(*card_ids: str) -> None:
    """Cards side by side, one below the other on a narrow screen."""
    frame.ensure()
    _row(card_ids)


@st.fragment
def _row(card_ids: tuple[str, ...]) -> None:
    # a fragment: what is asked of one card redraws this row only. One a row and not a card, because Streamlit copies
    # all that stands around a fragment for each: 9 of 60 ms of a page
    links.follow(st.session_state.pop(_FOLLOWED, ""))
    with state.same_store():
        height = max(_height(it, alone=len(card_ids) == 1) for it in card_ids)
        if len(card_ids) == 1:
            _card(card_ids[0], height)
            return
        for place, card_id in zip(st.columns(len(card_ids)), card_ids, strict=True):
            with place:
                _card(card_id, height)


@st.fragment
def glance(row: Glance) -> None:
    """Piles of cards side by side, one below the other on a narrow screen."""
    links.follow(st.session_state.pop(_FOLLOWED, ""))
    with state.same_store(), st.container(key="glance"):
        shares = [it for it, _ in row.piles]
        for place, (share, pile) in zip(st.columns(shares), row.piles, strict=True):
            width = round(_GLANCE * share / sum(shares)) - _BORDERS
            with place:
                for card_id, height in pile.items():
                    if card_id in row.picks:
                        choose(row.picks[card_id])
                    _card(card_id, height, replace(SMALL, width=width))


def choose(*names: str) -> None:
    """The widgets for what cards on this page let the viewer pick, side by side where there is room."""
    with st.container(horizontal=True):
        for name in names:
            choice = state.choices()[name]
            st.selectbox(
                choice.label,
                list(choice.values),
                format_func=partial(_option, choice),
                key=name,
                width=360,
                label_visibility="collapsed",  # said in the box, which costs no height
            )


def _option(choice: Choice, value: str) -> str:
    return f"{choice.label}: {choice.values[value]}"


def _card(card_id: str, height: int, small: Surface | None = None) -> None:
    with (
        st.container(border=True, height="stretch", key=f"card-{card_id.replace('/', '-')}"),
        explained(f"Kartu “{title_of(state.view().store, card_id)}”"),
    ):
        _fill(card_id, height, small)


def _fill(card_id: str, height: int, small: Surface | None) -> None:
    view = state.view()
    try:
        rendered = render(view.store, card_id, view.filters)
    except TableUnavailable as fault:
        st.markdown(head(title_of(state.view().store, card_id)), anchors=False)
        unavailable(fault)
        return
    served.serve()
    key = f"{card_id}-card"
    data = _data(rendered, height, small)
    drawn = "html" not in data and card_id not in BODIES and height - AROUND >= _WORDS
    shown = ahead.Shown(card_id, view.filters, _surface(height, small) if drawn else None, view.mode)
    _mount(
        key=key,
        data=data | {"next": ahead.expect(view.store, shown)},
        height=height,  # known before anything is drawn, so that the page does not jump
        on_surface_change=partial(plot.resized, key),
        on_asked_change=partial(_asked, key, card_id),
    )


def _data(rendered: Rendered, height: int, small: Surface | None) -> dict[str, Any]:
    """All that browser/card.js draws."""
    card_id, store = rendered.card.id, state.view().store
    data: dict[str, Any] = {
        **told.words(store, rendered),
        "link": "?" + urlencode(state.address() | {state.CARD: [card_id]}, doseq=True),
        "slide": card_id in state.deck(),
        "view": _CHART if rendered.empty else st.session_state.get(_view_key(card_id), _CHART),
        **_body(rendered, height, small),
    }
    if data["view"] == _TABLE:
        data["table"] = twin.table(rendered)
    return data | _answer(rendered)


def _body(rendered: Rendered, height: int, small: Surface | None) -> dict[str, Any]:
    """The figure as JSON, or HTML where words are the figure."""
    if rendered.empty or height - AROUND < _WORDS:
        return {}
    view = state.view()
    # what has a body of its own has none where the rows are of another question
    if rendered.card.id in BODIES and not rendered.is_zero:
        return {"html": BODIES[rendered.card.id].html(rendered)}
    if isinstance(rendered.spec, Table):
        spec = rendered.spec
        to = [links.to_profile(it) for it in spec.regencies]
        return {"html": html.filled("table.html", heads=spec.heads, body=spec.body, prose=spec.prose, to=to)}
    return told.chart(view.store, rendered, _surface(height, small), view.mode)


def _surface(height: int, small: Surface | None) -> Surface:
    """What the figure of a card of this height is drawn for."""
    viewer = SURFACES[plot.surface()]
    return viewer if viewer.name == plot.PHONE else (small or viewer).high(height - AROUND)


def _height(card_id: str, *, alone: bool) -> int:
    """The lowest of HEIGHTS that has room for a card without filters: with some its place stays as it is."""
    store = state.view().store
    known = _heights.setdefault(store, {})
    if (card_id, alone) not in known:
        known[card_id, alone] = _fitting(store, card_id, alone=alone)
    return known[card_id, alone]


def _fitting(store: Store, card_id: str, *, alone: bool) -> int:
    if card_id in BODIES:
        return BODIES[card_id].height
    try:
        needed = max(_needed(render(store, card_id, it), alone=alone) for it in find(card_id).shown())
    except Exception:  # the card itself says what is wrong with it
        return HEIGHTS[0]
    return next((it for it in HEIGHTS if needed <= _SQUEEZED * (it - AROUND)), HEIGHTS[-1])


def _needed(rendered: Rendered, *, alone: bool) -> int:
    """Pixels of the height that its figure would take; 0 for none."""
    # sentences take the width that they find; a chart is drawn for SCREEN in a wide place too
    wide = alone and isinstance(rendered.spec, Table) and rendered.spec.prose
    text = figure_json(state.view().store, rendered, replace(SCREEN, width=_ALONE) if wide else SCREEN)
    return plot.natural_height(text) if text else 0


def _view_key(card_id: str) -> str:
    return f"{card_id}-view"


def _answer(rendered: Rendered) -> dict[str, Any]:
    """What this card was asked for in this run, once."""
    asked = st.session_state.get(_ASKED)
    if asked is None or asked["card"] != rendered.card.id:
        return {}
    del st.session_state[_ASKED]
    store, what = state.view().store, asked["what"]
    if what == "about":
        found: dict[str, Any] = {"about": about.text(store, rendered)}
    elif what in downloads.KINDS:
        found = {"file": downloads.made(store, rendered, what)}
    else:
        return {}
    return {"answer": found | {"number": asked["number"]}}


def _asked(key: str, card_id: str) -> None:
    """Callback: a button of the card, or a link in it. asked: what, and the number that the answer is known by."""
    asked = st.session_state[key].asked
    if not asked:
        return
    what = str(asked["what"])
    if what in (_CHART, _TABLE):
        st.session_state[_view_key(card_id)] = what
    elif what == "clear":
        state.clear()
        st.rerun()
    elif what == "slide" and card_id in state.deck():
        state.go_to_slide(state.deck().index(card_id) + 1)
        st.rerun()
    elif what == "press":
        st.session_state[_FOLLOWED] = kept.address_with(card_id)
    elif what == "follow":
        st.session_state[_FOLLOWED] = str(asked["to"])
    else:
        st.session_state[_ASKED] = {"card": card_id, "what": what, "number": asked["number"]}
