"""A chart on the screen: a component of ours around Plotly, on an element that stays where it is.

Streamlit's own st.plotly_chart takes the whole figure for the chart's identity, so that every change throws the chart
away and draws a new one. Here the key is the identity, and a change is `Plotly.react`: browser/plot.js, and the numbers
in bench/README.md. plotly.min.js is the one of the installed `plotly` package, from this server, once a visit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

import streamlit as st

from koperasi.look import locale
from koperasi.screen import served

NAME = "koperasi.plot"
_SURFACE = "_surface"
SCREEN, PHONE = "screen", "phone"
UNDRAWN = (
    "Grafik tidak dapat digambar: bagian untuk menggambarnya tidak termuat. Muat ulang halaman ini; angkanya ada di "
    "Tabel."
)

_mount = st.components.v2.component(NAME, js=served.script("plot.js", UNDRAWN, UNDRAWN), isolate_styles=False)


def surface() -> str:
    """What this viewer's charts are to be drawn for: "screen", or "phone" once a chart told that it is narrow."""
    return str(st.session_state.get(_SURFACE, SCREEN))


def show(
    figure_json: str,
    *,
    key: str,
    alt: str,
    height: int | None = None,
    on_pick: Callable[[str], None] | None = None,
    names: Mapping[str, str] | None = None,
    drawn_for: str = "",
) -> None:
    """Draw a Plotly figure from its JSON text, once it is near the view.

    height: pixels; by default what the figure says. 0 fills the container. on_pick: called with a mark's code
    (its customdata) when it is clicked, or chosen by keyboard; only codes in `names` (code -> what a person calls
    it) can be. drawn_for: the surface the figure was drawn for; where the screen is another one, `surface()` is
    set and the page drawn anew.
    """
    served.serve()
    if height is None:
        height = natural_height(figure_json)
    _mount(
        key=key,
        data=told(figure_json, alt=alt, height=height, names=names if on_pick else None, drawn_for=drawn_for),
        # known before anything is drawn, so that the page does not jump
        height=height or "stretch",
        on_picked_change=partial(picked, key, on_pick),
        on_surface_change=partial(resized, key),
    )


def told(
    figure_json: str, *, alt: str, height: int, names: Mapping[str, str] | None = None, drawn_for: str = ""
) -> dict[str, Any]:
    """What browser/plot.js is told of a chart: see :func:`show`."""
    marks = [(code, names[code]) for code in _facts(figure_json)[1] if code in names] if names else []
    return {
        "figure": figure_json,
        "alt": alt,
        "height": height,
        "marks": marks,
        "surface": drawn_for,
        "config": locale.CONFIG,
    }


def natural_height(figure_json: str) -> int:
    """The pixels that a figure asks for."""
    return _facts(figure_json)[0]


@lru_cache(256)
def _facts(figure_json: str) -> tuple[int, tuple[str, ...]]:
    """Its height in pixels, and the codes of its marks in their order."""
    figure = json.loads(figure_json)
    layout = figure["layout"]
    height = layout.get("height") or layout.get("template", {}).get("layout", {}).get("height") or 450
    codes = dict.fromkeys(
        str(code)
        for trace in figure["data"]
        for cell in trace.get("customdata") or ()
        if (code := cell[0] if isinstance(cell, list) else cell)
    )
    return int(height), tuple(codes)


def picked(key: str, on_pick: Callable[[str], None] | None) -> None:
    """Callback of a component with a chart in it: a mark was clicked, or chosen by keyboard."""
    code = st.session_state[key].picked
    if code and on_pick:
        on_pick(str(code))


def resized(key: str) -> None:
    """Callback of a component with a chart in it: the screen is another surface than the chart was drawn for."""
    seen = st.session_state[key].surface
    if seen in (SCREEN, PHONE) and seen != surface():
        st.session_state[_SURFACE] = seen
        st.rerun()
