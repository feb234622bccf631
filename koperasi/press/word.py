"""A Word document from a template: paragraphs with real footnotes, which python-docx does not know, and a watermark."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import BadZipFile

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import RGBColor
from lxml import etree

from koperasi.look.ink import LIGHT
from koperasi.said import Said

MARKER = "{{isi}}"  # the paragraph of the office's template that gives way to ours
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RULES = """<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"""
_SHAPE = """<w:r %s xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>
</v:shapetype><v:shape id="mark" type="#_x0000_t136" alt="%s" style="position:absolute;width:440pt;height:80pt;
rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;
mso-position-vertical-relative:margin" fillcolor="%s" stroked="f"><v:fill opacity="0.2"/>
<v:textpath style="font-family:Calibri;font-weight:bold" string="%s"/></v:shape></w:pict></w:r>"""


class BadDocument(Said):
    """A template of the office's that cannot be used."""


@dataclass(frozen=True)
class Piece:
    """Words of a paragraph. note: its footnote, "" for none. open: still to be written by somebody, and seen to be."""

    words: str
    note: str = ""
    bold: bool = False
    open: bool = False
    sample: bool = False


class Draft:
    """A document in the making, written from top to bottom into a template."""

    def __init__(self, template: Path):
        """Raises BadDocument."""
        try:
            self.document = Document(str(template))
        except (PackageNotFoundError, BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
            raise BadDocument(f"{template}: bukan dokumen Word (.docx) yang dapat dibaca.") from None
        marked = [it for it in self.document.paragraphs if it.text.strip() == MARKER]
        self._place = marked[0]._p if marked else None
        if self._place is None:  # a letterhead stands in the header: what the body holds is an example
            body = self.document.element.body
            for it in [it for it in body if it.tag != qn("w:sectPr")]:
                body.remove(it)
        self._styles = {it.name for it in self.document.styles}
        self._notes: list[str] = []

    def write(self, pieces: Sequence[Piece], style: str = "Normal") -> None:
        """One paragraph; in the plain style where the template has no such one."""
        paragraph = self.document.add_paragraph(style=style if style in self._styles else None)
        for piece in pieces:
            run = paragraph.add_run(piece.words)
            run.bold = True if piece.bold else None
            if piece.open:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            if piece.sample:
                run.font.color.rgb = RGBColor.from_string(LIGHT.alarm.removeprefix("#"))
            if piece.note:
                self._notes.append(piece.note)
                self._refer(paragraph, len(self._notes))
        if self._place is not None:
            self._place.addprevious(paragraph._p)

    @staticmethod
    def _refer(paragraph: Any, number: int) -> None:
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(number))
        run._r.append(reference)

    def mark(self, words: str) -> None:
        """Across every page, behind the text."""
        for section in self.document.sections:
            first = [section.first_page_header] if section.different_first_page_header_footer else []
            for header in (section.header, *first):
                paragraph = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
                paragraph._p.append(parse_xml(_SHAPE % (nsdecls("w"), words, LIGHT.alarm, words)))

    def saved(self) -> bytes:
        """The document, with its footnotes."""
        if self._place is not None:
            self._place.getparent().remove(self._place)
        self._add_notes()
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _add_notes(self) -> None:
        """The footnotes; those of the template go with the body that they belonged to."""
        package = self.document.part.package
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
            '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val="18"/>'
            f'</w:rPr><w:t xml:space="preserve"> {escape(words)}</w:t></w:r></w:p></w:footnote>'
            for number, words in enumerate(self._notes, 1)
        )
        blob = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f"<w:footnotes {nsdecls('w')}>{_RULES}{notes}</w:footnotes>"
        )
        for key, rel in list(self.document.part.rels.items()):
            if rel.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
                self.document.part.rels.pop(key)
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob.encode(), package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
