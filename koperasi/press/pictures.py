"""Pictures of cards: title, finding, source, as-of date and, where it applies, DATA CONTOH inside them.

Laid out once at 800x450 and scaled by two, never laid out wide: a newspaper's 1600x900 then reads like the screen.
Same data, same bytes: one font (Source Sans, put inside the SVG) and no random names.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

import plotly.graph_objects as go
from kaleido import PageGenerator

from koperasi.cards import SAMPLE_MARK, Rendered
from koperasi.look import locale, text
from koperasi.look.charts import Figure
from koperasi.look.ink import FONT, LIGHT
from koperasi.look.surface import PICTURE, Surface
from koperasi.press.chromium import Drawer, PictureError, browser_path

__all__ = ["PictureError", "browser_path", "compose", "drawing", "picture", "stop"]

WIDTH, HEIGHT, SCALE = 800, 450, 2
Format = Literal["png", "svg"]
_MARGIN = 28
_TITLE, _FINDING, _FOOTER = 22, 15, 12  # letters
_MARK_WIDTH = 240  # of DATA CONTOH beside the title
_EMPTY: Figure = {"xaxis": {"visible": False}, "yaxis": {"visible": False}}


def compose(rendered: Rendered) -> Figure:
    """The card as a self-contained picture at design size: Plotly's JSON."""
    sample = rendered.answer.sample
    inner = WIDTH - 2 * _MARGIN
    title = text.wrap(f"<b>{rendered.title}</b>", inner - (_MARK_WIDTH if sample else 0), _TITLE)
    finding = text.wrap(rendered.finding, inner, _FINDING)
    footer = text.wrap(f"{rendered.source_line} Gambar: {rendered.answer.province.dashboard}.", inner, _FOOTER)
    title_height, finding_height, footer_height = (
        size * text.LINE * len(text.lines(words))
        for words, size in ((title, _TITLE), (finding, _FINDING), (footer, _FOOTER))
    )
    top = 16 + title_height + finding_height + 14
    bottom = 12 + footer_height + 10
    room = replace(PICTURE, width=inner, height=round(HEIGHT - top - bottom))
    figure = rendered.figure(room) or {"data": [], "layout": {"template": LIGHT.template, **_EMPTY}}
    layout = figure["layout"]
    drawn = {"l": 0, "r": 0, "t": 0, "b": 0} | layout.get("margin", {})
    margin = {
        "l": _MARGIN + drawn["l"],
        "r": _MARGIN + drawn["r"],
        "t": round(top) + drawn["t"],
        "b": round(bottom) + drawn["b"],
        "pad": 0,
        "autoexpand": False,
    }
    above = HEIGHT - margin["b"]  # of the drawing's lower edge, from which y is counted
    words = [
        _placed("<br>".join(_bold(title)), _TITLE, LIGHT.text, above - 16, "top", margin),
        _placed(finding, _FINDING, LIGHT.soft_text, above - 16 - title_height - 4, "top", margin),
        _placed(footer, _FOOTER, LIGHT.soft_text, 12 - margin["b"], "bottom", margin),
    ]
    legend = {"legend": layout.get("legend", {}) | {"x": _MARGIN / WIDTH}} if "xref" in layout.get("legend", {}) else {}
    layout |= {"width": WIDTH, "height": HEIGHT, "margin": margin, **legend}
    layout["annotations"] = [*layout.get("annotations", []), *words, *(_sample_marks(margin) if sample else [])]
    return figure


def _bold(title: str) -> list[str]:
    """Each line in bold: Plotly ends a tag with its line."""
    return [f"<b>{line}</b>" for line in text.lines(text.TAG.sub(_kept_breaks, title))]


def _kept_breaks(tag: re.Match[str]) -> str:
    return tag[0] if tag[0] == "<br>" else ""


def _placed(words: str, size: int, colour: str, y: float, anchor: str, margin: Figure) -> Figure:
    """Words at the left edge of the picture, `y` pixels above the drawing's lower edge."""
    return {
        "text": words,
        "x": 0,
        "y": 0,
        "xref": "paper",
        "yref": "paper",
        "xshift": _MARGIN - margin["l"],
        "yshift": y,
        "xanchor": "left",
        "yanchor": anchor,
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size, "color": colour, "family": FONT},
    }


def _sample_marks(margin: Figure) -> list[Figure]:
    """Once across the drawing, faint, and once beside the title, plain: a crop keeps at least one of them."""
    shared = {"xref": "paper", "yref": "paper", "showarrow": False}
    return [
        shared
        | {
            "text": f"<b>{SAMPLE_MARK}</b>",
            "x": 0.5,
            "y": 0.5,
            "textangle": -18,
            "opacity": 0.16,
            "font": {"size": 84, "color": LIGHT.alarm},
        },
        shared
        | {
            "text": f"<b>{SAMPLE_MARK}</b> – bukan angka nyata",
            "x": 1,
            "y": 1,
            "xanchor": "right",
            "yanchor": "top",
            "xshift": margin["r"] - _MARGIN,
            "yshift": margin["t"] - 16,
            "bgcolor": LIGHT.alarm,
            "borderpad": 4,
            "font": {"size": 13, "color": LIGHT.paper},
        },
    ]


def picture(rendered: Rendered, format: Format = "png") -> bytes:
    """PNG of 1600x900 pixels, or SVG with the font inside. Raises PictureError after chromium.SECONDS at the latest."""
    scale = SCALE if format == "png" else 1
    options = {"format": format, "width": WIDTH, "height": HEIGHT, "scale": scale}
    return _drawer().draw(go.Figure(compose(rendered)), options)


def drawing(rendered: Rendered, surface: Surface, format: Format = "png", scale: float = 1) -> bytes:
    """The figure alone, for a document that says title, finding and sources itself; DATA CONTOH stays in it.

    Raises PictureError after chromium.SECONDS at the latest.
    """
    figure = rendered.figure(surface) or {"data": [], "layout": {"template": LIGHT.template, **_EMPTY}}
    layout = figure["layout"]
    height = surface.height or layout["height"]
    layout |= {"width": surface.width, "height": height}
    if rendered.answer.sample:
        layout["annotations"] = [*layout.get("annotations", []), _sample_marks(layout["margin"])[0]]
    options = {"format": format, "width": surface.width, "height": height, "scale": scale}
    return _drawer().draw(go.Figure(figure), options)


class _Page(PageGenerator):  # type: ignore[misc]  # Kaleido has no types
    """Kaleido's page with our drawing function, our font and our locale; nothing from the net."""

    def __init__(self) -> None:
        super().__init__(mathjax=False)
        script = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
        self.footer = (
            f'<script>const FONT = "{_font()}"; const LOCALE = {json.dumps(locale.TABLE)};\n{script}</script>'
            '</head><body style="margin:0"></body></html>'
        )


def _font() -> str:
    """Source Sans, base64."""
    return base64.b64encode(text.FONT_FILE.read_bytes()).decode()


@cache
def _drawer() -> Drawer:
    return Drawer(_Page())


def stop() -> None:
    """Stop the warm browser, if any."""
    if _drawer.cache_info().currsize:
        _drawer().close()
