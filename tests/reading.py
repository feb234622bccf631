"""What AppTest sees of a page: titles and words of its cards, and what our components are told."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go
from streamlit.testing.v1 import AppTest

from koperasi.cards import Rendered
from koperasi.look.ink import Mode
from koperasi.look.surface import SCREEN, Surface
from koperasi.screen import card, plot


class Plot(NamedTuple):
    """One chart. marks: code -> the name it is chosen by."""

    key: str
    figure: dict[str, Any]
    alt: str
    height: int
    marks: dict[str, str]
    drawn_for: str


def cards(box: AppTest | Any) -> dict[str, dict[str, Any]]:
    """What the cards on a page or in a box are told, by their id, in their order."""
    return {
        it.key.removesuffix("-card"): json.loads(it.proto.json)
        for it in box.get("bidi_component")
        if it.proto.component_name == card.NAME
    }


def plots(app: AppTest) -> dict[str, Plot]:
    """The charts on a page by key, in their order: those of cards, and those that stand alone."""
    told = {f"{key}-chart": it["chart"] for key, it in cards(app).items() if "chart" in it}
    alone = {
        it.key: json.loads(it.proto.json) for it in app.get("bidi_component") if it.proto.component_name == plot.NAME
    }
    return {
        key: Plot(key, json.loads(it["figure"]), it["alt"], it["height"], dict(it["marks"]), it["surface"])
        for key, it in (told | alone).items()
    }


def table(app: AppTest, card_id: str) -> pd.DataFrame:
    """The table twin of a card, which is switched to it: values under their labels, publishers as text."""
    app.session_state[f"{card_id}-view"] = "table"
    shown = cards(app.run())[card_id]["table"]
    rows = [
        [", ".join(name for name, _ in it["links"]) if isinstance(it, dict) else it[1] for it in row]
        for row in shown["rows"]
    ]
    return pd.DataFrame(rows, columns=[label for label, _ in shown["heads"]])


def answer(app: AppTest, card_id: str, what: str) -> dict[str, Any]:
    """What a card says when it is asked for `what`: a file, or what stands behind its i."""
    app.session_state["_asked"] = {"card": card_id, "what": what, "number": "1"}
    return dict(cards(app.run())[card_id]["answer"])


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


def paragraphs(box: AppTest | Any) -> list[str]:
    """What is said on a page or in a box, without the topics of cards."""
    found = [part for it in box.markdown for part in it.value.split("\n\n") if not part.startswith("## ")]
    found += [it.value for it in box.caption]
    for it in cards(box).values():
        said = f"{it['finding']} {it['remark']}".strip()
        found += [said, *(f"tidak tersaring: {name}: {why}" for name, why in it["unmoved"]), it["source"]]
    return found


def bodies(box: AppTest | Any) -> str:
    """HTML that stands on a page or in a box, that of cards too."""
    found = [str(it.proto.body) for it in box.get("html")] + [it.get("html", "") for it in cards(box).values()]
    return " ".join(found)


def hrefs(text: str) -> list[str]:
    """The addresses of the links in some HTML."""
    return [unescape(href) for href in re.findall(r'<a [^>]*?href="([^"]*)"', text)]


def titles(box: AppTest | Any) -> list[str]:
    """The topics of the cards, without the mark of a sample."""
    alone = [it.replace("\\", "") for text in box.markdown for it in _TITLE.findall(text.value)]
    return [it["topic"] for it in cards(box).values()] + alone


_TITLE = re.compile(r"^## (.+?)(?: :violet-badge\[.*)?$", re.MULTILINE)
