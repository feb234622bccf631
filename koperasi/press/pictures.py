"""Pictures of cards: title, finding, source, as-of date and, where it applies, DATA CONTOH inside them.

Laid out once at 800x450 and scaled by two, never laid out wide: a newspaper's 1600x900 then reads like the screen.
Same data, same bytes: one font (Source Sans, put inside the SVG) and no random names.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import shutil
import threading
from concurrent.futures import TimeoutError as WaitTimeoutError
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import plotly.graph_objects as go
from kaleido import Kaleido, PageGenerator

from koperasi.cards import SAMPLE_MARK, Rendered
from koperasi.look import locale, text
from koperasi.look.charts import Figure
from koperasi.look.ink import FONT, LIGHT
from koperasi.look.surface import PICTURE

WIDTH, HEIGHT, SCALE = 800, 450, 2
SECONDS = 30.0
Format = Literal["png", "svg"]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_MARGIN = 28
_TITLE, _FINDING, _FOOTER = 22, 15, 12  # letters
_MARK_WIDTH = 240  # of DATA CONTOH beside the title
_EMPTY: Figure = {"xaxis": {"visible": False}, "yaxis": {"visible": False}}


class PictureError(Exception):
    """No picture could be made; the text says why and what to do."""


def browser_path() -> str | None:
    """The Chromium to draw with: BROWSER_PATH if set, else the first one on PATH."""
    given = os.environ.get("BROWSER_PATH")
    if given:
        return given if Path(given).is_file() else None
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


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
    """PNG of 1600x900 pixels, or SVG with the font inside. Raises PictureError after SECONDS at the latest."""
    return _server().draw(go.Figure(compose(rendered)), format)


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


class _Server:
    """One warm Chromium, drawing one picture at a time.

    Not kaleido.start_sync_server: its two queues give one caller the picture of another when threads meet.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kaleido: Kaleido | None = None
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True, name="pictures").start()

    def draw(self, figure: go.Figure, format: Format) -> bytes:
        options = {
            "format": format,
            "width": WIDTH,
            "height": HEIGHT,
            "scale": SCALE if format == "png" else 1,
        }
        with self._lock:
            task = asyncio.run_coroutine_threadsafe(self._draw(figure, options), self._loop)
            try:
                return task.result(SECONDS)
            except PictureError:
                raise
            except Exception as error:
                task.cancel()
                self._abandon()
                late = isinstance(error, WaitTimeoutError | TimeoutError)
                what = f"tidak selesai dalam {SECONDS:.0f} detik" if late else "gagal"
                raise PictureError(
                    f"Pembuatan gambar {what}. Coba sekali lagi; bila berulang, mulai ulang dasbor."
                ) from error

    async def _draw(self, figure: go.Figure, options: dict[str, Any]) -> bytes:
        if self._kaleido is None:
            path = browser_path()
            if path is None:
                raise PictureError(
                    "Tidak ada Chromium di komputer ini. Pasang Chromium atau isi BROWSER_PATH, atau unduh gambar "
                    "lewat peramban di tab Unduh."
                )
            kaleido = Kaleido(n=1, timeout=SECONDS, page_generator=_Page(), path=path)
            await kaleido.open()
            self._kaleido = kaleido
        return bytes(await self._kaleido.calc_fig(figure, opts=options))

    def _abandon(self) -> None:
        """Let a hung or dead browser go; the next picture starts another."""
        kaleido, self._kaleido = self._kaleido, None
        if kaleido is not None:
            asyncio.run_coroutine_threadsafe(kaleido.close(), self._loop)

    def close(self) -> None:
        """Stop the browser; the next picture starts it again."""
        with self._lock:
            kaleido, self._kaleido = self._kaleido, None
            if kaleido is not None:
                asyncio.run_coroutine_threadsafe(kaleido.close(), self._loop).result(SECONDS)


@cache
def _server() -> _Server:
    return _Server()


def stop() -> None:
    """Stop the warm browser, if any."""
    _server().close()
