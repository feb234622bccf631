"""Slides for PowerPoint: a title, one card a slide with its finding as the title, and the sources."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from koperasi import __version__
from koperasi.cards import SAMPLE_MARK, Rendered, in_words
from koperasi.look import formats, text
from koperasi.look.charts import Cell, Table, Tallies
from koperasi.look.ink import LIGHT
from koperasi.look.surface import Surface
from koperasi.press import native, pictures
from koperasi.press.cited import cited, sources_of
from koperasi.press.settled import made_on, settled
from koperasi.said import Said
from koperasi.store import Filters, Store

MASTER = Path(__file__).parent / "templates" / "paparan.pptx"
MOST_ROWS = 16  # of bars on a slide; a table has room for fewer
_TABLE_ROWS = 12
_SOURCES = 12  # on a slide
_LETTERS = (26, 24, 22, 20, 18)  # of a finding, the largest that fits
_LINE = 1.2  # letters
_POINT = 96 / 72  # pixels
_PICTURE_SCALE = 2
_FOOT = Inches(0.75)


class BadTemplate(Said):
    """A template of the office's that cannot be used."""


@dataclass(frozen=True)
class _Deck:
    """A presentation in the making, and the two layouts that it uses."""

    presentation: Any
    cover: Any
    card: Any

    @property
    def width(self) -> int:
        return int(self.presentation.slide_width)

    @property
    def height(self) -> int:
        return int(self.presentation.slide_height)


def slides(
    store: Store,
    rendered: Sequence[Rendered],
    filters: Filters,
    *,
    template: Path | None = None,
    each: Callable[[Rendered], None] = lambda _: None,
) -> bytes:
    """The cards as a .pptx; the same bytes for the same data and arguments. each: told of every card that is done.

    Raises BadTemplate, BadSetting, and PictureError where a card needs a picture and there is no Chromium.
    """
    when, deck = made_on(store), _open(template or MASTER)
    _cover(deck, store, filters, sample=any(it.answer.sample for it in rendered))
    for it in rendered:
        _card(deck, it)
        each(it)
    _sources(deck, rendered)
    _properties(deck, store, when)
    out = io.BytesIO()
    deck.presentation.save(out)
    return settled(out.getvalue(), when)


def _open(template: Path) -> _Deck:
    """Its slides are left out, its master kept. Raises BadTemplate."""
    try:
        presentation = Presentation(str(template))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        raise BadTemplate(f"{template}: bukan berkas PowerPoint (.pptx) yang dapat dibaca.") from None
    listed = presentation.slides._sldIdLst
    for slide in list(listed):
        presentation.part.drop_rel(slide.rId)
        listed.remove(slide)
    kinds = {layout._element.get("type"): layout for layout in reversed(list(presentation.slide_layouts))}
    missing = [
        f"“{name}”" for kind, name in (("title", "Title Slide"), ("titleOnly", "Title Only")) if kind not in kinds
    ]
    if missing:
        raise BadTemplate(f"{template}: tidak mempunyai tata letak {formats.listed(missing)}.")
    return _Deck(presentation, kinds["title"], kinds["titleOnly"])


def _properties(deck: _Deck, store: Store, when: datetime) -> None:
    core = deck.presentation.core_properties
    core.title, core.author, core.language = _title(store), store.province.agency, "id-ID"
    core.last_modified_by, core.comments = store.province.agency, _version(store)
    core.created = core.modified = when.replace(tzinfo=None)
    core.revision = 1


def _title(store: Store) -> str:
    return f"Koperasi di {store.province.name}"


def _version(store: Store) -> str:
    return f"{store.province.dashboard} {__version__}, versi data {store.version}"


def _cover(deck: _Deck, store: Store, filters: Filters, *, sample: bool) -> None:
    slide = deck.presentation.slides.add_slide(deck.cover)
    _write(slide.shapes.title.text_frame, _title(store))
    newest = formats.as_of(str(store.ask("frame/newest").rows["as_of"].iloc[0]))
    lines = [
        formats.capital(in_words(store, filters)),
        store.province.agency,
        f"Angka terbitan sampai {newest}. {_version(store)}.",
    ]
    below = next((it for it in slide.placeholders if it.placeholder_format.idx == 1), None)
    if below is None:
        title = slide.shapes.title
        below = slide.shapes.add_textbox(title.left, title.top + title.height, title.width, Inches(1.5))
    _write(below.text_frame, *lines)
    if sample:
        _badge(deck, slide, f"Sebagian {SAMPLE_MARK}: slide yang bertanda bukan angka nyata")


def _card(deck: _Deck, it: Rendered) -> None:
    slide = deck.presentation.slides.add_slide(deck.card)
    title = slide.shapes.title
    _write(title.text_frame, it.finding)
    _fit(title, it.finding)
    left, width = int(title.left), int(title.width)
    topic = _box(slide, left, title.top + title.height, width, Inches(0.35))
    _write(topic.text_frame, it.title, size=16, bold=True)
    top = topic.top + topic.height
    place = (left, top, width, deck.height - _FOOT - top)
    shown = _body(slide, it, place)
    if it.answer.sample:
        _watermark(slide, place)
        _badge(deck, slide, f"{SAMPLE_MARK} – bukan angka nyata")
    foot = _box(slide, left, deck.height - _FOOT, width - Inches(0.7), Inches(0.6))
    _write(foot.text_frame, " ".join(filter(None, (it.source_line, shown))), size=12, colour="soft")
    foot.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _notes(slide, it)


def _fit(title: Any, words: str) -> None:
    """The largest letters in which the finding stands inside its place."""
    wide, high = (it / Inches(1) * 96 for it in (title.width - Inches(0.2), title.height - Inches(0.1)))
    for letter in _LETTERS:
        if len(text.lines(text.wrap(f"<b>{words}</b>", wide, letter * _POINT))) * letter * _POINT * _LINE <= high:
            break
    for run in title.text_frame.paragraphs[0].runs:
        run.font.size = Pt(letter)


def _body(slide: Any, it: Rendered, place: tuple[int, int, int, int]) -> str:
    """The figure in the form that PowerPoint can edit, else as a picture; what was left out of it, in words."""
    spec = it.spec
    mark = SAMPLE_MARK if it.answer.sample else ""
    if spec is None:
        return ""
    if isinstance(spec, Table):
        _table(slide, spec, place, it.alt)
        return _left_out(len(spec.body), _TABLE_ROWS)
    if isinstance(spec, Tallies):
        _tallies(slide, spec, place)
        return ""
    chart = spec.plain()
    if chart is None:
        _picture(slide, it, place)
        return ""
    rows = len(chart.names)
    if chart.shape in ("bars", "stacked", "grouped"):
        chart = chart.head(MOST_ROWS // (len(chart.runs) if chart.shape == "grouped" else 1))
    _describe(native.draw(slide.shapes, chart, place, mark), it.alt)
    return _left_out(rows, len(chart.names))


def _left_out(rows: int, shown: int) -> str:
    return f"Slide memuat {shown} dari {rows} baris." if shown < rows else ""


def _describe(shape: Any, alt: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def _picture(slide: Any, it: Rendered, place: tuple[int, int, int, int]) -> None:
    left, top, width, height = place
    surface = Surface("slide", round(width / Inches(1) * 96), round(height / Inches(1) * 96), 18)
    data = pictures.drawing(it, surface, "png", _PICTURE_SCALE)
    _describe(slide.shapes.add_picture(io.BytesIO(data), left, top, width, height), it.alt)


def _table(slide: Any, spec: Table, place: tuple[int, int, int, int], alt: str) -> None:
    rows: list[Sequence[Cell | str]] = [spec.heads, *spec.body[:_TABLE_ROWS]]
    left, top, width, height = place
    letter = 14 if len(rows) * len(spec.heads) < 24 else 12 if len(spec.heads) < 6 else 10
    frame = slide.shapes.add_table(len(rows), len(spec.heads), left, top, width, min(height, Inches(0.3) * len(rows)))
    _describe(frame, alt)
    for place_, row in enumerate(rows):
        for column, words in enumerate(row):
            cell = frame.table.cell(place_, column)
            cell.margin_top = cell.margin_bottom = Inches(0.02)
            _write(cell.text_frame, str(words), size=letter, bold=place_ == 0, colour="" if place_ == 0 else "text")
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT if spec.prose or not column else PP_ALIGN.RIGHT


def _tallies(slide: Any, spec: Tallies, place: tuple[int, int, int, int]) -> None:
    """Big numbers, three beside one another."""
    left, top, width, height = place
    told = spec.all()
    across = min(3, len(told))
    wide, high = width // across, height // -(-len(told) // across)
    for number, it in enumerate(told):
        place_ = (left + number % across * wide, top + number // across * high, wide - Inches(0.2), high)
        box = _box(slide, *place_)
        _write(box.text_frame, it.label, it.value, it.detail, size=16)
        box.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        name, value, _ = box.text_frame.paragraphs
        name.runs[0].font.bold = True
        value.runs[0].font.bold, value.runs[0].font.size = True, Pt(44)
        value.runs[0].font.color.rgb = _rgb("first")


def _notes(slide: Any, it: Rendered) -> None:
    """What the speaker may be asked: the sentence, what is drawn, what the number counts, and its sources."""
    told = [
        it.finding,
        f"Yang digambar. {it.alt}",
        f"Tentang angka ini. {it.about}",
        *it.notes,
        *it.cautions,
        it.source_line,
        *(" ".join(filter(None, (cited(source), source.url))) for source in it.answer.sources),
    ]
    slide.notes_slide.notes_text_frame.text = "\n".join(told)


def _sources(deck: _Deck, rendered: Iterable[Rendered]) -> None:
    """Every page and register that the slides draw on, with its address."""
    listed = sources_of(rendered)
    slides = -(-len(listed) // _SOURCES)
    size = -(-len(listed) // max(slides, 1))  # as many on each: the last is no leftover
    parts = [listed[number * size : (number + 1) * size] for number in range(slides)]
    for number, part in enumerate(parts, 1):
        slide = deck.presentation.slides.add_slide(deck.card)
        title = slide.shapes.title
        _write(title.text_frame, "Sumber" if len(parts) == 1 else f"Sumber ({number} dari {len(parts)})")
        top = title.top + Inches(0.7)
        box = _box(slide, title.left, top, title.width, deck.height - _FOOT - top)
        _write(box.text_frame, *map(cited, part), size=12)
        for paragraph, source in zip(box.text_frame.paragraphs, part, strict=True):
            paragraph.space_after = Pt(4)
            if source.url:
                link = paragraph.add_run()
                link.text, link.font.size, link.hyperlink.address = f" {source.url}", Pt(10), source.url


def _box(slide: Any, left: int, top: int, width: int, height: int) -> Any:
    """For words that begin where the title begins."""
    box = slide.shapes.add_textbox(left, top, width, height)
    box.text_frame.margin_left = 0
    return box


def _write(frame: Any, *lines: str, size: int = 0, bold: bool = False, colour: str = "") -> None:
    """A paragraph a line, in Bahasa Indonesia for whoever checks its spelling."""
    frame.word_wrap = True
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        run.font.language_id = MSO_LANGUAGE_ID.INDONESIAN
        if size:
            run.font.size = Pt(size)
        if bold:
            run.font.bold = True
        if colour:
            run.font.color.rgb = _rgb(colour)


def _rgb(name: str) -> RGBColor:
    return RGBColor.from_string(LIGHT.colour(name).removeprefix("#"))


def _badge(deck: _Deck, slide: Any, words: str) -> None:
    """Plain, at the upper edge: above the title, whatever the master is."""
    wide = Inches(len(words) * 0.085 + 0.3)
    box = slide.shapes.add_textbox(deck.width - wide - Inches(0.3), Inches(0.04), wide, Inches(0.3))
    box.fill.solid()
    box.fill.fore_color.rgb = _rgb("alarm")
    _write(box.text_frame, words, size=12, bold=True, colour="paper")
    box.text_frame.word_wrap = False
    box.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE


def _watermark(slide: Any, place: tuple[int, int, int, int]) -> None:
    """Faint, across what is drawn."""
    left, top, width, height = place
    box = slide.shapes.add_textbox(left, top + height // 2 - Inches(0.8), width, Inches(1.6))
    box.rotation = -18
    _write(box.text_frame, SAMPLE_MARK, size=96, bold=True, colour="alarm")
    paragraph = box.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    colour = paragraph.runs[0]._r.find(f".//{qn('a:srgbClr')}")
    colour.append(colour.makeelement(qn("a:alpha"), {"val": "16000"}))
