"""What AppTest sees of a page: titles and words of its cards, and what our components are told."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

import plotly.graph_objects as go
from streamlit.testing.v1 import AppTest

from koperasi.cards import Rendered
from koperasi.look.ink import Mode
from koperasi.look.surface import SCREEN, Surface
from koperasi.screen.plot import NAME


class Plot(NamedTuple):
    """One chart. marks: code -> the name it is chosen by."""

    key: str
    figure: dict[str, Any]
    alt: str
    height: int
    marks: dict[str, str]
    drawn_for: str


def plots(app: AppTest) -> dict[str, Plot]:
    """The charts on a page by key, in their order."""
    found = {}
    for it in app.get("bidi_component"):
        if it.proto.component_name == NAME:
            data = json.loads(it.proto.json)
            figure = json.loads(data["figure"])
            found[it.key] = Plot(it.key, figure, data["alt"], data["height"], dict(data["marks"]), data["surface"])
    return found


def chrome(app: AppTest) -> dict[str, Any]:
    """What the page says to browser/chrome.js; there is one on every page, before all else."""
    (found,) = (it for it in app.get("bidi_component") if it.proto.component_name == "koperasi.chrome")
    return dict(json.loads(found.proto.json))


def figure_of(rendered: Rendered, surface: Surface = SCREEN, mode: Mode = "light") -> go.Figure | None:
    """A card's figure, every property of it validated by Plotly."""
    drawn = rendered.figure(surface, mode)
    return None if drawn is None else go.Figure(json.loads(json.dumps(drawn)))


def beside_map(figure: go.Figure | None) -> go.BaseTraceType:
    """The bars beside a map: the trace on the second axes."""
    assert figure is not None
    (bars,) = (it for it in figure.data if it.xaxis == "x2" and it.showlegend is False)
    return bars


def paragraphs(app: AppTest | Any) -> list[str]:
    """What is said on a page or in a box, without the titles of cards."""
    found = [part for it in app.markdown for part in it.value.split("\n\n") if not part.startswith("## ")]
    return [*found, *(it.value for it in app.caption)]


def titles(app: AppTest | Any) -> list[str]:
    """The titles of the cards, without the mark of a sample."""
    return [it.replace("\\", "") for text in app.markdown for it in _TITLE.findall(text.value)]


_TITLE = re.compile(r"^## (.+?)(?: :violet-badge\[.*)?$", re.MULTILINE)
