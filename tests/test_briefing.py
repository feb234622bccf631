"""The briefing paper: pages, fonts, what it names, its tags, templates of the office, bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from koperasi.cards import Rendered, render
from koperasi.cards.card import cards
from koperasi.cards.summary import findings_of
from koperasi.look import formats
from koperasi.press import pictures
from koperasi.press.briefing import PROVINCE, REGENCIES, TEMPLATE, BadTypst, briefing, unasked, usual
from koperasi.press.settled import made_on
from koperasi.store import Filters, Store
from tests.test_cli import Call, koperasi  # noqa: F401 - a fixture

pytestmark = [pytest.mark.xdist_group("pictures"), pytest.mark.usefixtures("chromium")]
NONE, BANJAR = Filters(), Filters(regencies=("6303",))
A4 = (595, 842)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the figures, which cost the time, in the room of the highest: what stands around them."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 250"><rect width="9" height="9"/></svg>'
    monkeypatch.setattr(pictures, "drawing", lambda *_, **__: svg)


def made(store: Store, filters: Filters, ids: Sequence[str] = (), **more: Any) -> PdfReader:
    rendered = [render(store, it, filters) for it in ids] or unasked(
        [render(store, it, filters) for it in usual(filters)]
    )
    return PdfReader(BytesIO(briefing(store, rendered, filters, **more)))


def read(paper: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())


def squeezed(words: str) -> str:
    """Without blanks: lines break where they must, words and addresses too."""
    return re.sub(r"\s", "", words)


def embedded(paper: PdfReader) -> set[str]:
    """Names of the fonts, each of which must have its letters inside."""
    names = set()
    for page in paper.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(inner)
            names.add(str(inner["/FontName"]))
    return names


def told(store: Store, filters: Filters, squeezed_words: str) -> list[bool]:
    """Which of the usual cards are told; the last is drawn from the sample, and so left out."""
    return [squeezed(render(store, name, filters).finding) in squeezed_words for name in usual(filters)]


def test_banjar_on_two_to_four_pages_with_its_sources(store: Store) -> None:
    paper = made(store, BANJAR)
    assert 2 <= len(paper.pages) <= 4
    assert {(round(float(it.mediabox.width)), round(float(it.mediabox.height))) for it in paper.pages} == {A4}
    names = embedded(paper)
    assert names
    assert all("DasborSans" in it for it in names)
    words = squeezed(read(paper))
    assert "KabupatenBanjar" in words
    for it in [render(store, name, BANJAR) for name in (*REGENCIES[:4], "summary/headlines", "summary/attention")]:
        for source in it.answer.sources:
            assert squeezed(source.title) in words
            assert squeezed(source.url) in words
    assert told(store, BANJAR, words) == [True] * 4 + [False]


def test_the_province(store: Store) -> None:
    paper = made(store, NONE)
    assert 2 <= len(paper.pages) <= 4
    words = read(paper)
    for said in ("3.057", "2.013", "Kalimantan Selatan", f"Halaman 1 dari {len(paper.pages)}", store.version):
        assert said in words
    assert told(store, NONE, squeezed(words)) == [True] * 6 + [False]
    found = findings_of(render(store, "summary/attention", NONE).answer.rows)
    assert f"8 dari {len(found)} hal" in words
    assert squeezed(found[0].sentence) in squeezed(words)
    assert squeezed(found[8].sentence) not in squeezed(words)


def test_letters_of_figures_are_letters(store: Store) -> None:
    """Not outlines: they can be searched and read aloud, in the font of the paper."""
    paper = made(store, NONE, ["merah_putih/regency_map"])
    words = read(paper)
    for row in store.ask("merah_putih/by_regency").rows.itertuples():
        assert row.regency_short in words
        assert formats.number(row.measure_value) in words


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(
    "filters",
    [Filters(regencies=("6306",)), Filters(regencies=("6303", "6371", "6310")), Filters(year_from=2023)],
    ids=["hss", "three", "years"],
)
def test_any_place_has_its_paper(store: Store, filters: Filters) -> None:
    paper = made(store, filters)
    assert 2 <= len(paper.pages) <= 4
    for said in chain.from_iterable(filters.words(store)):
        assert said in read(paper)


@pytest.mark.usefixtures("undrawn")
def test_tagged_with_title_and_language(store: Store) -> None:
    paper = made(store, BANJAR)
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id-ID"
    assert paper.metadata is not None
    assert paper.metadata.title == "Lembar paparan koperasi, Kabupaten Banjar"
    assert paper.metadata.author == store.province.agency
    assert b"pdfuaid" in (paper.xmp_metadata and root["/Metadata"].get_object().get_data())


@pytest.mark.usefixtures("undrawn")
def test_the_same_bytes_and_the_date_that_is_asked_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = [render(store, it, NONE) for it in PROVINCE]
    first = briefing(store, rendered, NONE)
    assert briefing(store, rendered, NONE) == first
    about = PdfReader(BytesIO(first)).metadata
    assert about is not None
    assert about.creation_date == made_on(store)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    other = PdfReader(BytesIO(briefing(store, rendered, NONE))).metadata
    assert other is not None
    assert other.creation_date is not None
    assert other.creation_date.timestamp() == 1700000000


@pytest.mark.usefixtures("undrawn")
def test_a_sample_is_marked(store: Store) -> None:
    assert "DATA CONTOH" not in read(made(store, NONE))
    assert read(made(store, NONE, ["growth/by_type", "growth/by_status", "growth/total"])).count("DATA CONTOH") == 2


def test_the_mark_is_in_the_figure_too(store: Store) -> None:
    assert b"DATA CONTOH" in pictures.drawing(render(store, "growth/by_type", NONE), _surface(), "svg")
    assert b"DATA CONTOH" not in pictures.drawing(render(store, "growth/total", NONE), _surface(), "svg")


def _surface() -> Any:
    from koperasi.look.surface import PICTURE

    return replace(PICTURE, width=640, height=240)


@pytest.mark.usefixtures("undrawn")
def test_what_is_written_is_no_markup(store: Store) -> None:
    """A finding is set as it stands, whatever Typst would make of it."""
    it = render(store, "growth/total", NONE)
    said: list[Rendered] = [replace(it, words='#emph[a] *b* $c$ "d" \\ @e')]
    assert '#emph[a] *b* $c$ "d" \\ @e' in " ".join(
        page.extract_text() for page in PdfReader(BytesIO(briefing(store, said, NONE))).pages
    )


@pytest.mark.usefixtures("undrawn")
def test_a_form_of_the_office(store: Store, tmp_path: Path) -> None:
    own = tmp_path / "kami.typ"
    (tmp_path / "kop.txt").write_text("Kop surat kami", encoding="utf-8")
    own.write_text('#let data = json(bytes(sys.inputs.data))\n#read("kop.txt") untuk #data.place', encoding="utf-8")
    assert read(made(store, BANJAR, template=own)) == "Kop surat kami untuk Kabupaten Banjar"
    for text, why in (
        ("#data.none", "Typst tidak dapat memakainya"),
        ('#import "@preview/cetz:0.3.0"', "internet"),
        ('#read("/etc/hostname")', "Typst tidak dapat memakainya"),
    ):
        own.write_text(text, encoding="utf-8")
        with pytest.raises(BadTypst, match=why):
            made(store, BANJAR, template=own)
    own.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadTypst, match="bukan berkas Typst"):
        made(store, BANJAR, template=own)


def test_the_template_says_all_that_it_is_given(store: Store) -> None:
    """An office changes the template by what stands at its head."""
    head = TEMPLATE.read_text(encoding="utf-8").partition("#let")[0]
    for name in ("headlines", "changes", "findings", "findings_more", "quiet", "cards", "sources", "icon", "state"):
        assert name in head


@pytest.mark.usefixtures("undrawn")
def test_the_command_leaves_samples_out_unless_asked(koperasi: Call, tmp_path: Path) -> None:  # noqa: F811
    out = tmp_path / "x.pdf"
    done = koperasi("briefing", "--kabupaten", "6303", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "Kabupaten Banjar" in read(PdfReader(out))
    assert "DATA CONTOH" not in read(PdfReader(out))
    done = koperasi("briefing", "--out", str(out), "--cards", "growth/by_type", "growth/total")
    assert done.returncode == 0, done.stderr
    assert "DATA CONTOH" in read(PdfReader(out))
    before = out.read_bytes()
    done = koperasi("briefing", "--out", str(out), "--template", str(tmp_path / "none.typ"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "none.typ: tidak ada" in done.stderr
    assert koperasi("briefing", "--out", str(tmp_path / "x.docx")).returncode == 2
    assert out.read_bytes() == before
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("filters", [NONE, BANJAR, Filters(regencies=("6303", "6371"))], ids=["all", "banjar", "two"])
def test_with_the_registers_of_the_office_there_is_still_room(store: Store, filters: Filters) -> None:
    """They are no sample, and so all of the usual cards come."""
    assert len(made(store, filters, usual(filters)).pages) <= 4


def test_a_chromium_that_dies_leaves_the_old_file(
    koperasi: Call,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "x.pdf"
    out.write_bytes(b"lama")
    dying = tmp_path / "chromium"
    dying.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    dying.chmod(0o755)
    pictures.stop()
    monkeypatch.setenv("BROWSER_PATH", str(dying))
    done = koperasi("briefing", "--out", str(out))
    monkeypatch.undo()
    pictures.stop()
    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert out.read_bytes() == b"lama"


def test_its_cards_are_cards() -> None:
    assert set(PROVINCE) | set(REGENCIES) <= set(cards())
