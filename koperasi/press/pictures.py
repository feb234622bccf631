"""Pictures of cards: topic, finding, what was filtered, source, as-of date, agency and, where it applies, DATA CONTOH.

Each is laid out for its own size (:mod:`koperasi.press.presets`); a list too long for it is shortened and says so.
Same data, same bytes: one font (Source Sans, put inside the SVG), no random names, and no date of making.
"""

from __future__ import annotations

import base64
import io
import json
import re
import struct
import zlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from kaleido import PageGenerator
from PIL import Image

from koperasi.cards import SAMPLE_MARK, Rendered
from koperasi.look import locale, text
from koperasi.look.charts import Figure
from koperasi.look.ink import FONT, Ink, Mode, ink
from koperasi.look.surface import Surface
from koperasi.press.chromium import Drawer, PictureError, browser_path
from koperasi.press.presets import WIDE, Preset

__all__ = ["PictureError", "browser_path", "compose", "drawing", "fitted", "picture", "stop", "warm"]

Format = Literal["png", "svg", "pdf"]
Style = Literal["colour", "grey"]
_MODES: dict[Style, Mode] = {"colour": "light", "grey": "grey"}
_MARKED = f"{SAMPLE_MARK} – bukan angka nyata"
_BAND, _STRIPE = 22, 4  # pixels at the top: of a sample's mark, else of the agency's colour
_GAP = 6  # between blocks of words
_TITLE_SHARE, _ALONE_SHARE = 0.3, 0.6  # of the height, at most, for the finding over a figure, and for one alone
_ALONE = 1.5  # letters of a finding that no figure stands under, of the usual ones
_LOGO = 1.7  # its height in letters of the agency's name
_NOWHERE: Figure = {"xaxis": {"visible": False}, "yaxis": {"visible": False}}


def fitted(rendered: Rendered, preset: Preset = WIDE) -> Rendered:
    """The card as its picture shows it: a list too long for letters of LEAST pixels loses its last rows."""
    return _Layout(rendered, preset, ink("light")).rendered


def compose(rendered: Rendered, preset: Preset = WIDE, style: Style = "colour") -> Figure:
    """The card as a self-contained picture in the pixels of its preset: Plotly's JSON."""
    return _Layout(rendered, preset, ink(_MODES[style])).composed()


class _Layout:
    """Where the words of a picture stand, and how much room they leave its figure."""

    def __init__(self, rendered: Rendered, preset: Preset, colours: Ink) -> None:
        self.preset, self.ink = preset, colours
        self.inner = preset.width - 2 * preset.edge
        self.sample = rendered.answer.sample
        self.top = (_BAND if self.sample else _STRIPE) + preset.edge * 0.5
        topic = " · ".join(filter(None, (rendered.title, rendered.selection)))
        self.topic = text.wrap(topic, self.inner, preset.small, bold=True)
        self._say(rendered, preset.title * (1 if rendered.spec else _ALONE))
        self.agency = self._agency(rendered)
        self.rendered = self._fitted(rendered)

    def _say(self, rendered: Rendered, letter: float) -> None:
        """Wrap the finding, in smaller letters down to the plain ones where it would take more than its share."""
        most = self.preset.height * (_TITLE_SHARE if rendered.spec else _ALONE_SHARE)
        while True:
            self.finding, self.letter = text.wrap(rendered.finding, self.inner, letter, bold=True), letter
            if letter <= self.preset.plain or _high(self.finding, letter) <= most:
                return
            letter -= 1

    def _agency(self, rendered: Rendered) -> str:
        province, small = rendered.answer.province, self.preset.small
        room = self.preset.width - self.preset.edge - self._name_at
        names = (f"{province.agency} · {province.dashboard}", province.agency, province.agency_short)
        return next((it for it in names if text.width(it, small, bold=True) <= room), names[-1])

    @property
    def _name_at(self) -> float:
        """Beside the logo."""
        return self.preset.edge + 1.4 * _LOGO * self.preset.small

    def credit(self, rendered: Rendered) -> str:
        """Source, dates and extent, wrapped."""
        return text.wrap(rendered.credit, self.inner, self.preset.small)

    def above(self) -> float:
        """Pixels over the figure."""
        return self.top + _high(self.topic, self.preset.small) + _high(self.finding, self.letter) + 2 * _GAP

    def below(self, rendered: Rendered) -> float:
        """Pixels under it."""
        small = self.preset.small
        return self.preset.edge * 0.5 + _LOGO * small + _GAP + _high(self.credit(rendered), small) + _GAP

    def _room(self, rendered: Rendered) -> Surface:
        return self.preset.surface(round(self.preset.height - self.above() - self.below(rendered)))

    def _fitted(self, rendered: Rendered) -> Rendered:
        """What fits: all, then under a lower finding, then what is simpler or the first rows of it, at last words."""
        if rendered.spec is None or self._fits(rendered):
            return rendered
        self._say(rendered, self.preset.plain)
        if self._fits(rendered):
            return rendered
        spec = rendered.spec.simpler() or rendered.spec
        if self._fits(rendered.drawn_as(spec)):
            return rendered.drawn_as(spec)
        few, many = 0, spec.count if spec.shortens else 1
        while many - few > 1:
            middle = (few + many) // 2
            if self._fits(rendered.drawn_as(spec.shortened(middle))):
                few = middle
            else:
                many = middle
        found = rendered.drawn_as(spec.shortened(few) if few else None)
        if not few:
            self._say(found, self.preset.title * _ALONE)
        return found

    def _fits(self, rendered: Rendered) -> bool:
        return rendered.spec is None or rendered.spec.fits(self.ink, self._room(rendered))

    def composed(self) -> Figure:
        """The picture."""
        preset, colours, rendered = self.preset, self.ink, self.rendered
        above, below = round(self.above()), round(self.below(rendered))
        figure = rendered.figure(self._room(rendered), colours.mode)
        figure = figure or {"data": [], "layout": {"template": colours.template, **_NOWHERE}}
        layout = figure["layout"]
        drawn = {"l": 0, "r": 0, "t": 0, "b": 0} | layout.get("margin", {})
        margin = {
            "l": preset.edge + drawn["l"],
            "r": preset.edge + drawn["r"],
            "t": above + drawn["t"],
            "b": below + drawn["b"],
            "pad": 0,
            "autoexpand": False,
        }
        page = _Paper(preset, margin)
        small, credit = preset.small, self.credit(rendered)
        finding = self.top + _high(self.topic, small) + 2
        if rendered.spec is None:  # in the middle of what is left
            finding += (preset.height - above - below) * 0.4
        foot = preset.height - preset.edge * 0.5 - _LOGO * small
        words = [
            page.note(_bold(self.topic), preset.edge, self.top, small, colours.soft_text),
            page.note(_bold(self.finding), preset.edge, finding, self.letter, colours.text),
            page.note(credit, preset.edge, foot - _GAP - _high(credit, small), small, colours.soft_text),
            page.note(
                _bold(self.agency), self._name_at, foot + _LOGO * small / 2, small, colours.text, yanchor="middle"
            ),
        ]
        marks = [page.box(0, 0, preset.width, _STRIPE, colours.colour("first"))]
        if self.sample:
            marks = [page.box(0, 0, preset.width, _BAND, colours.alarm)]
            words += _sample_marks(page, colours, preset)
        if "xref" in layout.get("legend", {}):
            layout["legend"] = layout["legend"] | {"x": preset.edge / preset.width}
        layout |= {"width": preset.width, "height": preset.height, "margin": margin}
        layout["annotations"] = [*layout.get("annotations", []), *words]
        layout["shapes"] = [*layout.get("shapes", []), *marks]
        if logo := rendered.answer.province.logo:
            source = _logo(logo, colours.mode == "grey")
            layout["images"] = [page.image(source, preset.edge, foot, _LOGO * small)]
        return figure


def _high(words: str, letter: float) -> float:
    return letter * text.LINE * len(text.lines(words))


def _bold(words: str) -> str:
    """Each line in bold: Plotly ends a tag with its line."""
    return "<br>".join(f"<b>{line}</b>" for line in text.lines(text.TAG.sub(_kept_breaks, words)))


def _kept_breaks(tag: re.Match[str]) -> str:
    return tag[0] if tag[0] == "<br>" else ""


class _Paper:
    """Places on the whole picture, in pixels from its upper left corner, for Plotly, which counts from the plot."""

    def __init__(self, preset: Preset, margin: Figure) -> None:
        self._left, self._top = margin["l"], margin["t"]
        self._width = preset.width - margin["l"] - margin["r"]
        self._height = preset.height - margin["t"] - margin["b"]

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (x - self._left) / self._width, 1 - (y - self._top) / self._height

    def note(self, words: str, x: float, y: float, size: float, colour: str, **more: Any) -> Figure:
        """Words whose upper left corner is there."""
        return {
            "text": words,
            "x": 0,
            "y": 1,
            "xref": "paper",
            "yref": "paper",
            "xshift": x - self._left,
            "yshift": self._top - y,
            "xanchor": "left",
            "yanchor": "top",
            "align": "left",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": size, "color": colour, "family": FONT},
            **more,
        }

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> Figure:
        """A filled rectangle."""
        (left, top), (right, bottom) = self._at(x, y), self._at(x + width, y + height)
        ends = {"x0": left, "x1": right, "y0": bottom, "y1": top}
        return {"type": "rect", "xref": "paper", "yref": "paper", "fillcolor": colour, "line": {"width": 0}, **ends}

    def image(self, source: str, x: float, y: float, size: float) -> Figure:
        """A square picture."""
        left, top = self._at(x, y)
        sizes = {"sizex": size / self._width, "sizey": size / self._height, "xanchor": "left", "yanchor": "top"}
        return {"source": source, "xref": "paper", "yref": "paper", "x": left, "y": top, **sizes}


def _watermark(colours: Ink, size: float) -> Figure:
    """Across the drawing, faint."""
    return {
        "text": f"<b>{SAMPLE_MARK}</b>",
        "x": 0.5,
        "y": 0.5,
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
        "textangle": -18,
        "opacity": 0.16,
        "font": {"size": size, "color": colours.alarm},
        "name": WATERMARK,
    }


WATERMARK = "watermark"  # the name of its note: it lies over other words on purpose


def _sample_marks(page: _Paper, colours: Ink, preset: Preset) -> list[Figure]:
    """Once across the drawing, and once over all of it on a band: a crop keeps at least one of them."""
    middle = {"xanchor": "center", "yanchor": "middle"}
    band = page.note(f"<b>{_MARKED}</b>", preset.width / 2, _BAND / 2, preset.small + 1, colours.paper, **middle)
    return [_watermark(colours, preset.width / 9.5), band]


@lru_cache(maxsize=4)
def _logo(icon: bytes, grey: bool) -> str:
    """The agency's icon as a data URI."""
    if grey:
        picture = Image.open(io.BytesIO(icon)).convert("LA")
        out = io.BytesIO()
        picture.save(out, "png")
        icon = out.getvalue()
    return f"data:image/png;base64,{base64.b64encode(icon).decode()}"


def picture(rendered: Rendered, format: Format = "png", preset: Preset = WIDE, style: Style = "colour") -> bytes:
    """A picture in the pixels of its preset; SVG and PDF with the font inside.

    Raises PictureError after chromium.SECONDS at the latest.
    """
    data = _draw(compose(rendered, preset, style), format, preset.scale, preset.pixels, preset.paper)
    if format == "pdf":
        return _undated(data)
    return _with_dpi(data, preset.dpi) if format == "png" and preset.dpi else data


def _draw(
    figure: Figure, format: Format, scale: float, pixels: tuple[int, int], paper: tuple[float, float] = (0, 0)
) -> bytes:
    """paper: pixels of a PDF's page, 96 of them an inch."""
    layout = figure["layout"]
    layout["meta"] = {"pixels": pixels, "paper": paper}  # the only way through Kaleido for what it does not know
    options = {"format": format, "width": layout["width"], "height": layout["height"], "scale": scale}
    return _drawer().draw(figure, options)


def _with_dpi(png: bytes, dpi: int) -> bytes:
    """With the size on paper, which a canvas does not write: a pHYs chunk behind the header."""
    metre = round(dpi / 0.0254)
    chunk = b"pHYs" + struct.pack(">IIB", metre, metre, 1)
    header = 8 + 25  # the signature and IHDR
    return png[:header] + struct.pack(">I", 9) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[header:]


_DATED = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)[0-9]{14}")


def _undated(pdf: bytes) -> bytes:
    """Without the hour of its making; no byte more or less, or the file's own table would be wrong."""
    return _DATED.sub(rb"\g<1>19800101000000", pdf)


def drawing(rendered: Rendered, surface: Surface, format: Format = "png", scale: float = 1) -> bytes:
    """The figure alone, for a document that says title, finding and sources itself; DATA CONTOH stays in it.

    Raises PictureError after chromium.SECONDS at the latest.
    """
    colours = ink("light")
    figure = rendered.figure(surface) or {"data": [], "layout": {"template": colours.template, **_NOWHERE}}
    layout = figure["layout"]
    width, height = surface.width, surface.height or layout["height"]
    layout |= {"width": width, "height": height}
    if rendered.answer.sample:
        layout["annotations"] = [*layout.get("annotations", []), _watermark(colours, 84)]
    return _draw(figure, format, scale, (round(width * scale), round(height * scale)))


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


def warm() -> None:
    """Have the browser started meanwhile: two seconds that the first picture need not wait."""
    _drawer().warm()


def stop() -> None:
    """Stop the warm browser, if any."""
    if _drawer.cache_info().currsize:
        _drawer().close()
