"""Pictures of cards: title, finding, source, as-of date and, where it applies, DATA CONTOH inside them.

Laid out once at 800x450 and scaled by two, never laid out wide: a newspaper's 1600x900 then reads like the screen.
Same data, same bytes: one font (Streamlit's own Source Sans, put inside the SVG) and no random names.
"""

from __future__ import annotations

import asyncio
import base64
import importlib.util
import json
import os
import shutil
import textwrap
import threading
from concurrent.futures import TimeoutError as WaitTimeoutError
from functools import cache
from pathlib import Path
from typing import Any, Literal

import plotly.graph_objects as go
from kaleido import Kaleido, PageGenerator

from koperasi.cards import SAMPLE_MARK, Rendered
from koperasi.look import charts, locale
from koperasi.look.ink import FONT, LIGHT

WIDTH, HEIGHT, SCALE = 800, 450, 2
SECONDS = 30.0
Format = Literal["png", "svg"]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_MARGIN = 28


class PictureError(Exception):
    """No picture could be made; the text says why and what to do."""


def browser_path() -> str | None:
    """The Chromium to draw with: BROWSER_PATH if set, else the first one on PATH."""
    given = os.environ.get("BROWSER_PATH")
    if given:
        return given if Path(given).is_file() else None
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def compose(rendered: Rendered) -> go.Figure:
    """The card as a self-contained picture at design size; a new figure, the cached one is left alone."""
    ink = LIGHT
    figure = go.Figure(rendered.drawing.figure) if rendered.drawing.figure is not None else ink.figure()
    title = textwrap.wrap(rendered.title, 52 if rendered.answer.sample else 72)
    finding = textwrap.wrap(rendered.drawing.finding, 112)
    footer = textwrap.wrap(f"{rendered.source_line} Gambar: {rendered.answer.province.dashboard}.", 128)
    title_height, finding_height = 30 * len(title), 20 * len(finding)
    top = 20 + title_height + finding_height + 14
    bottom = 18 + 17 * len(footer) + 10
    legend = figure.layout.showlegend
    room = HEIGHT - top - bottom - 14
    if figure.layout.meta:
        figure = charts.flat_table(ink, figure, WIDTH - 2 * _MARGIN - 8, room)
    _unwrap_names(figure, room)
    # what the card drew keeps its place inside the margins that the words leave
    left = _MARGIN + _label_width(figure)
    figure.update_xaxes(automargin=False)
    figure.update_yaxes(automargin=False)
    figure.update_layout(
        width=WIDTH,
        height=HEIGHT,
        margin={
            "l": left,
            "r": _MARGIN + (figure.layout.margin.r or 8),
            "t": top + (6 + 20 * _legend_rows(figure, WIDTH - left - _MARGIN) if legend else 6),
            "b": bottom + _axis_height(figure),
        },
        font={"size": 13},
    )
    above = HEIGHT - figure.layout.margin.b  # of the drawing's lower edge, from which y is counted
    lines = [
        ("<br>".join(f"<b>{line}</b>" for line in title), 22, ink.text, above - 16, "top"),
        ("<br>".join(finding), 15, ink.soft_text, above - 20 - title_height, "top"),
        ("<br>".join(footer), 12, ink.soft_text, 12 - figure.layout.margin.b, "bottom"),
    ]
    for text, size, colour, y, anchor in lines:
        figure.add_annotation(
            text=text,
            x=0,
            y=0,
            xref="paper",
            yref="paper",
            xshift=_MARGIN - left,
            yshift=y,
            xanchor="left",
            yanchor=anchor,
            align="left",
            showarrow=False,
            font={"size": size, "color": colour, "family": FONT},
        )
    if rendered.answer.sample:
        _mark_sample(figure)
    return figure


def _legend_rows(figure: go.Figure, width: int) -> int:
    """How many rows Plotly needs for the legend; from two rows on it sets all entries as wide as the widest."""
    names = [str(trace.name) for trace in figure.data if trace.name and trace.showlegend is not False]
    widths = [50 + round(6.9 * len(name)) for name in names]
    if sum(widths) <= width:
        return 1
    return -(-len(widths) // max(1, width // max(widths)))


def _unwrap_names(figure: go.Figure, room: int) -> None:
    """Names that a telephone needs in several lines stand in one where the rows are too close for more."""
    names = [str(name) for name in figure.layout.yaxis.ticktext or ()]
    if len(names) * 17 * max((name.count("<br>") + 1 for name in names), default=0) > room:
        figure.update_yaxes(ticktext=[name.replace("<br>", " ") for name in names])


def _label_width(figure: go.Figure) -> int:
    """Room in pixels for the y axis; computed here because Plotly's own growing margin would move title and source."""
    axis = figure.layout.yaxis
    if axis.visible is False or not any(trace.type in ("bar", "scatter") for trace in figure.data):
        return 0
    rows = [part for label in axis.ticktext or ("30.000",) for part in str(label).split("<br>")]
    return 10 + round(6.9 * max(len(row) for row in rows))


def _axis_height(figure: go.Figure) -> int:
    return 8 if figure.layout.xaxis.visible is False else 28


def _mark_sample(figure: go.Figure) -> None:
    """Once across the drawing, faint, and once beside the title, plain: a crop keeps at least one of them."""
    figure.add_annotation(
        text=f"<b>{SAMPLE_MARK}</b>",
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        textangle=-18,
        opacity=0.16,
        font={"size": 84, "color": LIGHT.alarm},
    )
    figure.add_annotation(
        text=f"<b>{SAMPLE_MARK}</b> – bukan angka nyata",
        x=1,
        y=1,
        xref="paper",
        yref="paper",
        xanchor="right",
        yanchor="top",
        yshift=figure.layout.margin.t - 16,
        showarrow=False,
        bgcolor=LIGHT.alarm,
        borderpad=4,
        font={"size": 13, "color": LIGHT.paper},
    )


def picture(rendered: Rendered, format: Format = "png") -> bytes:
    """PNG of 1600x900 pixels, or SVG with the font inside. Raises PictureError after SECONDS at the latest."""
    return _server().draw(compose(rendered), format)


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
    """Source Sans as Streamlit ships it, base64; read from the package without importing it."""
    spec = importlib.util.find_spec("streamlit")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    found = sorted(folder.glob("static/static/media/SourceSansVF-Upright*.woff2"))
    if not found:
        raise PictureError("Huruf Source Sans tidak ditemukan di dalam paket Streamlit. Pasang ulang: make install.")
    return base64.b64encode(found[0].read_bytes()).decode()


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
