"""Mode paparan: one card a slide over the whole screen, by keys, by buttons, and by address (`paparan=4`)."""

from __future__ import annotations

from base64 import b64encode

import streamlit as st

from koperasi.cards import SAMPLE_MARK, Rendered, figure_json, render, title_of
from koperasi.look.charts import Table
from koperasi.look.surface import SLIDE
from koperasi.screen import html, plot, state
from koperasi.screen.faults import explained, unavailable
from koperasi.screen.summary import BODIES
from koperasi.screen.words import sentence
from koperasi.store import TableUnavailable

# seen once it has its styles (browser/chrome.js); should that ever fail, after two seconds all the same
_HIDDEN = """<style>
html:not([data-chrome]) .st-key-slide { visibility: hidden; animation: slide-late 0s 2s forwards; }
@keyframes slide-late { to { visibility: visible; } }
</style>"""


def slide(number: int) -> None:
    """The slide over everything else; it is seen once it has its styles."""
    view = state.view()
    deck = state.deck()
    number = min(number, len(deck))  # it may have become shorter
    card_id = deck[number - 1]
    st.html(_HIDDEN)
    with st.container(key="slide"):
        head, body, foot = (
            st.container(key="slide-head"),
            st.container(key="slide-body"),
            st.container(key="slide-foot"),
        )
        with foot:
            said = st.empty()
            _buttons(number, len(deck))
        with explained(f"Kartu “{title_of(view.store, card_id)}”"):
            try:
                rendered = render(view.store, card_id, view.filters)
            except TableUnavailable as fault:
                with body:
                    unavailable(fault)
                return
            with head:
                _head(rendered)
            with body:
                _body(rendered)
            said.markdown(sentence(f"{rendered.source_line} Versi data {view.store.version}."))


def _buttons(number: int, slides: int) -> None:
    with st.container(horizontal=True, key="slide-buttons", vertical_alignment="center"):
        st.button(
            "Sebelumnya",
            key="slide-back",
            icon=":material/arrow_back:",
            disabled=number == 1,
            on_click=state.step_slide,
            args=(-1,),
        )
        st.markdown(f"**{number} / {slides}**", width="content")
        st.button(
            "Berikutnya",
            key="slide-next",
            icon=":material/arrow_forward:",
            disabled=number == slides,
            on_click=state.step_slide,
            args=(1,),
        )
        st.button("Keluar", key="slide-leave", icon=":material/close:", on_click=state.go_to_slide, args=(0,))
        store = state.view().store
        logo = b64encode((store.places.seeds / store.province.icon).read_bytes()).decode()
        html.show("agency", agency=store.province.agency, logo=f"data:image/png;base64,{logo}")


def _head(rendered: Rendered) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(html.filled("slide_title.html", title=rendered.title), width="content")
        if rendered.answer.sample:
            st.badge(SAMPLE_MARK, icon=":material/science:", color="violet")
    st.markdown(sentence(rendered.finding))


def _body(rendered: Rendered) -> None:
    if rendered.card.id in BODIES and not rendered.empty and not rendered.is_zero:
        BODIES[rendered.card.id].large(rendered)
    elif isinstance(rendered.spec, Table):
        html.show("table", heads=rendered.spec.heads, body=rendered.spec.body, prose=rendered.spec.prose, to=[])
    elif text := figure_json(state.view().store, rendered, SLIDE, state.view().mode):
        plot.show(text, key=f"slide-{rendered.card.id}", alt=rendered.alt, height=0)
