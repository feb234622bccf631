"""The draft release: its figures and their footnotes, what it refuses, samples in brackets, templates, bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from koperasi.cards import every_view, render
from koperasi.cards.card import cards
from koperasi.cards.summary import change_sentence
from koperasi.look import formats
from koperasi.look.columns import records
from koperasi.press.release import USUAL, Refused, check, headline, release
from koperasi.press.settled import made_on
from koperasi.press.word import MARKER, BadDocument
from koperasi.store import Filters, Store
from tests.test_cli import Call, koperasi  # noqa: F401 - a fixture
from tests.test_slides import to_pdf  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow

NONE, BANJAR = Filters(), Filters(regencies=("6303",))
_BRACKETED = re.compile(r"\[[^\[\]]*\]")


def made(store: Store, ids: Sequence[str] = USUAL, filters: Filters = NONE, **more: Any) -> bytes:
    return release(store, [render(store, it, filters) for it in ids], filters, **more)


def paragraphs(data: bytes) -> list[str]:
    return [it.text for it in Document(io.BytesIO(data)).paragraphs]


def footnotes(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("word/footnotes.xml").decode()
    found = re.findall(r'<w:footnote w:id="(\d+)">(.*?)</w:footnote>', text, re.DOTALL)
    return {number: re.sub(r"<[^>]+>", "", words).strip() for number, words in found}


def referred(paragraph: Any) -> list[str]:
    return [it.get(qn("w:id")) for it in paragraph._p.iter(qn("w:footnoteReference"))]


def test_it_says_what_the_cards_say_and_no_more(store: Store) -> None:
    """The body is the findings and the changes of the same indicators, word for word: no figure is made here."""
    data = made(store)
    findings = [render(store, it, NONE) for it in USUAL]
    changes = {change_sentence(row) for row in records(store.ask("summary/changes").rows)}
    told = paragraphs(data)
    assert told[0] == store.province.agency
    assert told[2] == headline(findings[0]) == "3.057 koperasi pada September 2024 menurut OSS (perizinan)"
    body = told[3 : 3 + len(USUAL)]
    assert body[0].startswith("[TEMPAT], [tanggal terbit] – ")
    for it, said in zip(findings, body, strict=True):
        rest = said.removeprefix("[TEMPAT], [tanggal terbit] – ")
        assert rest.startswith(it.finding)
        rest = rest.removeprefix(it.finding).strip()
        assert not rest or rest in changes
    assert any(it.endswith(sentence) for it in body for sentence in changes)
    assert any("KUTIPAN" in it for it in told)
    assert {"Latar belakang", "Kontak"} <= set(told)


@pytest.mark.parametrize("filters", [NONE, BANJAR], ids=["province", "banjar"])
def test_every_figure_has_its_footnote_with_source_and_date(store: Store, filters: Filters) -> None:
    rendered = [render(store, it, filters) for it in USUAL]
    data = release(store, rendered, filters)
    notes, seen = footnotes(data), []
    for paragraph in Document(io.BytesIO(data)).paragraphs[3:]:
        numbers = referred(paragraph)
        seen += numbers
        figures = re.search(r"\d", _BRACKETED.sub("", paragraph.text))
        assert bool(figures) == bool(numbers) or paragraph.text.startswith("Konsep dari"), paragraph.text
    assert seen == list(notes)
    titles = {source.title for it in rendered for source in it.answer.sources}
    titles |= {source.title for source in render(store, "summary/changes", filters).answer.sources}
    for words in notes.values():
        assert words.startswith("Sumber: ")
        assert any(f"“{title}”" in words for title in titles)
        assert "Keadaan: " in words


def test_a_footnote_gives_each_figure_its_own_date(store: Store) -> None:
    notes = footnotes(made(store, ["growth/total"]))
    first, second = notes["1"], notes["2"]
    for row in records(store.ask("growth/total").rows):
        spoken = row.as_of in ("2024-01", "2024-09")
        assert (f"Keadaan: {formats.as_of(row.as_of)}." in first) == spoken
    assert "Koperasi Kalsel 3.057 unit menurut OSS" in first
    # 3.014 of January 2024, and 2.620 of October 2019
    assert second.count("Keadaan: ") == 2
    assert "Keadaan: Januari 2024." in second
    assert "Keadaan: Oktober 2019." in second


def test_no_growth_between_the_two_registers(store: Store) -> None:
    words = " ".join(paragraphs(made(store, ["growth/total", "summary/register_step"])))
    assert re.search(r"3\.057 [^.;]*OSS", words)
    assert re.search(r"3\.014 [^.;]*catatan dinas", words)
    assert "jangan diselisihkan" in words
    for sentence in re.split(r"(?<=[.;]) ", words):
        if {"3.057", "3.014"} <= set(re.findall(r"\d\.\d{3}", sentence)):
            assert not re.search(r"\b(naik|tumbuh|bertambah|meningkat)\b", sentence)
    growth = formats.number((3057 / 3014 - 1) * 100, 1)
    assert growth == "1,4"
    assert f"{growth}%" not in words
    assert not re.search(r"\b43\b", words)


@pytest.mark.parametrize(
    "words",
    [
        "Jumlah koperasi naik dari 3.014 menjadi 3.057.",
        "Koperasi bertambah: 3.057, sebelumnya 3.014.",
        "Ini kabar baik; koperasi tumbuh 1,4% sejak Januari 2024.",
        "Pertumbuhan koperasi 1,43 persen menjadi 3.057.",
        "Koperasi meningkat dari 2.651 ke 3.057 unit.",
        "Kini 3.057, lebih banyak dari 3.014.",
    ],
)
def test_a_sentence_of_growth_between_registers_is_refused(store: Store, words: str) -> None:
    it = render(store, "growth/total", NONE)
    with pytest.raises(Refused, match="register yang berbeda"):
        check(words, [it])
    with pytest.raises(Refused, match="tidak sebanding"):
        release(store, [replace(it, words=words)], NONE)


@pytest.mark.parametrize(
    "words",
    [
        "Jumlah koperasi 3.014 pada Januari 2024, naik 15% dari 2.620 pada Oktober 2019.",
        "3.057 menurut OSS; 3.014 menurut catatan dinas. Keduanya tidak sebanding.",
        "Koperasi naik kelas pada 2023.",
        "Angka 3.057 berasal dari OSS. Menurut dinas, koperasi naik dari 2.620 menjadi 3.014.",
    ],
)
def test_what_is_within_one_register_or_no_growth_passes(store: Store, words: str) -> None:
    check(words, [render(store, "growth/total", NONE)])


def test_nothing_that_a_card_says_is_refused(store: Store) -> None:
    """For any card and place: what the house says by itself is held by other tests, and must come through here."""
    for filters in (NONE, BANJAR, Filters(regencies=("6306", "6371"))):
        for it in [render(store, name, filters) for name in every_view()]:
            check(it.finding, [it])


def test_a_sample_is_no_news(store: Store) -> None:
    """In brackets that say so, never leading, a watermark over every page."""
    ids = ["growth/by_type", "sharia/pola_comparison", "growth/total"]
    data = made(store, ids)
    told = paragraphs(data)
    assert told[2] == headline(render(store, "growth/total", NONE))
    samples = [render(store, it, NONE) for it in ids[:2]]
    outside = " ".join(_BRACKETED.sub("", it) for it in told).replace(store.version, "")  # it has digits of its own
    for it in samples:
        said = it.finding.removeprefix("Data contoh: ")
        (paragraph,) = [text for text in told if said in text]
        assert paragraph == f"[DATA CONTOH, jangan diterbitkan: {said}]"
        for figure in set(re.findall(r"\d[\d.,]*\d%?|\d%?", said)) - {"2024"}:
            assert figure not in re.findall(r"\d[\d.,]*\d%?|\d%?", outside)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert any('string="DATA CONTOH"' in archive.read(it).decode() for it in archive.namelist() if "header" in it)
    with zipfile.ZipFile(io.BytesIO(made(store))) as archive:
        assert not any(b"DATA CONTOH" in archive.read(it) for it in archive.namelist())


def test_of_samples_alone_the_headline_is_bracketed_too(store: Store) -> None:
    data = made(store, ["growth/by_type"])
    assert paragraphs(data)[2].startswith("[DATA CONTOH, jangan diterbitkan: ")
    title = Document(io.BytesIO(data)).core_properties.title
    assert title.startswith("Siaran pers: [DATA CONTOH")


def test_place_and_day_are_given_or_left_open(store: Store) -> None:
    lead = paragraphs(made(store, place="Banjarbaru", day=date(2026, 11, 26)))[3]
    assert lead.startswith("BANJARBARU, 26 November 2026 – 3.057 koperasi")
    document = Document(io.BytesIO(made(store)))
    gaps = [run.text for it in document.paragraphs for run in it.runs if run.font.highlight_color is not None]
    assert gaps[:2] == ["[TEMPAT], ", "[tanggal terbit]"]
    assert sum("KUTIPAN" in it for it in gaps) == 1


def test_at_most_five_paragraphs_and_none_without_rows(store: Store) -> None:
    ids = [it for it in cards() if not render(store, it, NONE).answer.sample][:8]
    assert len(ids) == 8
    words = paragraphs(made(store, ids))
    assert sum(any(render(store, it, NONE).finding in text for text in words) for it in ids) == 5
    empty = replace(render(store, "growth/total", NONE))
    none = replace(empty, answer=replace(empty.answer, rows=empty.answer.rows.head(0)))
    with pytest.raises(Refused, match="siaran pers tidak dibuat"):
        release(store, [none], NONE)


def test_the_same_bytes_and_the_date_that_is_asked_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [*USUAL, "growth/by_type"]
    first = made(store, ids)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert made(store, ids) == first
    core = Document(io.BytesIO(first)).core_properties
    assert core.created.replace(tzinfo=None) == made_on(store).replace(tzinfo=None)
    assert (core.language, core.author) == ("id-ID", store.province.agency)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert Document(io.BytesIO(made(store, ids))).core_properties.created.date() == date(2023, 11, 14)


def _template(place: Path, *words: str) -> Path:
    document: Any = Document()
    for name in ("Title", "Subtitle"):
        style = document.styles[name]._element
        style.getparent().remove(style)
    document.sections[0].header.paragraphs[0].text = "Kop surat kami"
    for said in words:
        document.add_paragraph(said)
    document.save(place)
    return place


def test_a_form_of_the_office(store: Store, tmp_path: Path) -> None:
    own = _template(tmp_path / "kami.docx", "Nomor: 1", MARKER, "Tembusan: arsip")
    data = made(store, template=own)
    told = paragraphs(data)
    assert (told[0], told[1], told[-1]) == ("Nomor: 1", "SIARAN PERS (KONSEP)", "Tembusan: arsip")
    assert MARKER not in told
    assert Document(io.BytesIO(data)).sections[0].header.paragraphs[0].text == "Kop surat kami"
    told = paragraphs(made(store, template=_template(tmp_path / "tanpa.docx", "Contoh lama")))
    assert told[0] == "SIARAN PERS (KONSEP)"
    assert "Contoh lama" not in told
    # one of ours taken for a template: its footnotes do not come along
    (tmp_path / "lama.docx").write_bytes(data)
    again = footnotes(made(store, ["growth/total"], template=tmp_path / "lama.docx"))
    assert list(again) == ["1", "2"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"bukan"], ids=["empty", "cut", "text"])
def test_a_template_that_is_none_is_said(store: Store, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.docx").write_bytes(content)
    with pytest.raises(BadDocument, match="bukan dokumen Word"):
        made(store, template=tmp_path / "x.docx")


def test_the_command(koperasi: Call, tmp_path: Path, store: Store) -> None:  # noqa: F811
    out = tmp_path / "x.docx"
    place = ("--place", "Banjarbaru", "--date", "2026-11-26")
    done = koperasi("release", "--out", str(out), "--cards", "growth/total", "opop/cohorts", *place)
    assert done.returncode == 0, done.stderr
    assert paragraphs(out.read_bytes())[3].startswith("BANJARBARU, 26 November 2026 – ")
    before = out.read_bytes()
    assert koperasi("release", "--out", str(tmp_path / "x.pdf")).returncode == 2
    done = koperasi("release", "--out", str(out), "--date", "kemarin")
    assert done.returncode == 2
    done = koperasi("release", "--out", str(out), "--template", str(tmp_path / "none.docx"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert out.read_bytes() == before
    assert list(tmp_path.iterdir()) == [out]


def test_libreoffice_opens_it(store: Store, tmp_path: Path, to_pdf: Callable[[Path], PdfReader]) -> None:  # noqa: F811
    out = tmp_path / "x.docx"
    out.write_bytes(made(store, [*USUAL, "growth/by_type"]))
    paper = to_pdf(out)
    assert 1 <= len(paper.pages) <= 3
    words = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for said in ("3.057", "3.014", "Koperasi Kalsel 3.057 unit menurut OSS", "Keadaan: Oktober 2019."):
        assert said in words
