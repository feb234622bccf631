"""A chart on the screen: a component of ours around Plotly, on an element that stays where it is.

Streamlit's own st.plotly_chart takes the whole figure for the chart's identity, so that every change throws the chart
away and draws a new one. Here the key is the identity, and a change is `Plotly.react`; bench/README.md has the numbers.
plotly.min.js is the one of the installed `plotly` package, from this server, once a visit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from koperasi.look import locale

NAME = "koperasi.plot"
_FILES, _PLOTLY = "koperasi.files", "koperasi.plotly"  # what the server hands out under these names
_HERE = Path(__file__).parent
_SURFACE = "_surface"
SCREEN, PHONE = "screen", "phone"

_SCRIPT = f"{_FILES}/plot.js?{sha256((_HERE / 'plot.js').read_bytes()).hexdigest()[:8]}"
_LIBRARY = f"{_PLOTLY}/plotly.min.js?{version('plotly')}"
# inline scripts travel with every chart at every change, so this one only fetches the real one, once
_STUB = f"""
const script = document.querySelector('script[src*="/static/js/"]').src;
const files = script.split("/static/js/")[0] + "/_stcore/bidi-components/";
const real = import(files + "{_SCRIPT}");
export default async (component) => (await real).default({{
  ...component, data: {{ ...component.data, library: files + "{_LIBRARY}" }},
}});
"""

_mount = st.components.v2.component(NAME, js=_STUB, isolate_styles=False)


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
    _serve()
    tall, codes = _facts(figure_json)
    if height is None:
        height = tall
    marks = [(code, names[code]) for code in codes if code in names] if names and on_pick else []
    _mount(
        key=key,
        data={
            "figure": figure_json,
            "alt": alt,
            "height": height,
            "marks": marks,
            "surface": drawn_for,
            "config": locale.CONFIG,
        },
        # known before anything is drawn, so that the page does not jump
        height=height or "stretch",
        on_picked_change=partial(_picked, key, on_pick),
        on_surface_change=partial(_resized, key),
    )


def clickable(figure_json: str) -> bool:
    """Whether any mark carries a code."""
    return bool(_facts(figure_json)[1])


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


def _picked(key: str, on_pick: Callable[[str], None] | None) -> None:
    code = st.session_state[key].picked
    if code and on_pick:
        on_pick(str(code))


def _resized(key: str) -> None:
    told = st.session_state[key].surface
    if told in (SCREEN, PHONE) and told != surface():
        st.session_state[_SURFACE] = told
        st.rerun()


def _serve() -> None:
    """Have the server of this run hand out our script, and Plotly's from its package."""
    manager: Any = get_bidi_component_manager()
    if manager.get_component_path(_PLOTLY):
        return
    found = find_spec("plotly")  # without importing it: a second that no page needs
    assert found is not None
    assert found.origin is not None
    for name, folder in ((_PLOTLY, Path(found.origin).parent / "package_data"), (_FILES, _HERE)):
        owner, _, part = name.partition(".")
        manifest = ComponentManifest(owner, version("streamlit"), [ComponentConfig(part, folder.name)])
        manager.register_from_manifest(manifest, folder.parent)
