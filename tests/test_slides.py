"""The PowerPoint file: native charts that hold the numbers of the query, marks, notes, sources, templates, bytes."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfReader

from koperasi.cards import SAMPLE_MARK, Rendered, every_view, render
from koperasi.cards.slides import SLIDES
from koperasi.look.charts import Area, Bars, Chart, Columns, Grouped, Lines, Part, Stacked, Table, Tallies
from koperasi.look.columns import write_all
from koperasi.press import pictures
from koperasi.press import slides as slides_module
from koperasi.press.settled import made_on, settled
from koperasi.press.slides import BadTemplate, slides
from koperasi.settings import BadSetting
from koperasi.store import Filters, Store
from tests.test_cli import Call, koperasi  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow

NATIVE = (Bars, Stacked, Grouped, Columns, Lines, Area)
NONE, BANJAR = Filters(), Filters(regencies=("6303",))


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures without a Chromium: their place on the slide is what matters here."""
    dot = io.BytesIO()
    from PIL import Image

    Image.new("RGB", (4, 3)).save(dot, "PNG")
    monkeypatch.setattr(pictures, "drawing", lambda *_, **__: dot.getvalue())


def made(store: Store, ids: list[str], filters: Filters = NONE, **more: Any) -> tuple[Any, list[Rendered]]:
    rendered = [render(store, it, filters) for it in ids]
    return Presentation(io.BytesIO(slides(store, rendered, filters, **more))), rendered


def texts(slide: Any) -> str:
    frames = [it.text_frame.text for it in slide.shapes if it.has_text_frame]
    cells = [cell.text for it in slide.shapes if it.has_table for row in it.table.rows for cell in row.cells]
    return "\n".join([*frames, *cells])


def charts(slide: Any) -> list[Any]:
    return [it.chart for it in slide.shapes if it.has_chart]


def workbook(chart: Any, runs: int) -> list[list[float | None]]:
    """The columns of numbers in the chart's own sheet, which PowerPoint opens for editing."""
    with zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    found = {cell: float(value) for cell, value in re.findall(r'<c r="([A-Z]+[0-9]+)"[^>]*?><v>([^<]*)</v>', sheet)}
    rows = range(2, 2 + len(list(chart.plots[0].categories)))
    return [[found.get(f"{chr(ord('B') + place)}{row}") for row in rows] for place in range(runs)]


@pytest.mark.usefixtures("undrawn")
def test_a_slide_a_card_with_its_finding_as_the_title(store: Store) -> None:
    deck, rendered = made(store, list(SLIDES))
    shown = list(deck.slides)
    assert (deck.slide_width, deck.slide_height) == (Inches(40 / 3), Inches(7.5))
    assert store.province.agency in texts(shown[0])
    for slide, it in zip(shown[1:], rendered, strict=False):
        assert slide.shapes.title.text_frame.text == it.finding
        assert it.title in texts(slide)
        assert it.source_line in texts(slide)
        notes = slide.notes_slide.notes_text_frame.text
        for said in (it.finding, it.alt, it.about, *(source.url for source in it.answer.sources)):
            assert said in notes
        assert (SAMPLE_MARK in texts(slide)) == it.answer.sample
    last = shown[1 + len(rendered) :]
    listed = "\n".join(map(texts, last))
    assert last
    assert all(it.shapes.title.text_frame.text.startswith("Sumber") for it in last)
    for source in {source for it in rendered for source in it.answer.sources}:
        assert source.title in listed
        assert source.url in listed


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("filters", [Filters(), BANJAR], ids=["province", "banjar"])
def test_every_card_becomes_what_powerpoint_can_edit(store: Store, filters: Filters) -> None:
    """A chart where there is one, whose workbook holds its numbers; a table, numbers, or a picture elsewhere."""
    rendered = [render(store, it, filters) for it in every_view()]
    deck = Presentation(io.BytesIO(slides(store, rendered, filters)))
    native = 0
    for slide, it in zip(list(deck.slides)[1:], rendered, strict=False):
        plain = it.spec.plain() if it.spec else None
        kinds = [shape for shape in slide.shapes if shape.has_chart or shape.has_table or shape.shape_type == 13]
        if it.spec is None or isinstance(it.spec, Tallies):
            assert not kinds
            continue
        assert len(kinds) == 1
        assert kinds[0]._element.xpath(".//p:cNvPr")[0].get("descr") == it.alt
        assert kinds[0].has_table == isinstance(it.spec, Table)
        assert kinds[0].has_chart == (plain is not None)
        if plain:
            native += 1
            held(kinds[0].chart, plain)
            assert kinds[0].chart.has_title == it.answer.sample
    assert native > 20


def held(chart: Any, plain: Chart) -> None:
    """What is drawn, its cache and its workbook are the same numbers."""
    drawn, book = list(chart.plots[0].series), workbook(chart, len(plain.runs))
    assert [it.name for it in drawn] == [run.name for run in plain.runs]
    for place, (series, run) in enumerate(zip(drawn, plain.runs, strict=True)):
        many = len(series.values)
        assert 0 < many <= len(run.values)
        assert list(series.values) == list(run.values[:many])
        assert book[place] == list(run.values[:many])


def test_the_numbers_are_those_of_the_query(store: Store) -> None:
    """Against the rows of the query themselves, column by column, not against what the figure made of them."""
    ids = [
        "growth/total",
        "merah_putih/by_kecamatan",
        "sharia/grades_by_year",
        "opop/products",
        "growth/founded",
    ]
    deck, _ = made(store, ids)
    total, districts, grades, products, founded = (charts(slide)[0] for slide in list(deck.slides)[1:6])
    rows = store.ask("growth/total").rows
    seen: dict[date, float] = {}
    for series in total.plots[0].series:
        for day, value in zip(total.plots[0].categories, series.values, strict=True):
            if value is not None:
                seen[date(1899, 12, 30) + timedelta(days=float(str(day)))] = value
    assert seen == {row.as_of_date.date(): row.cooperatives for row in rows.itertuples()}
    rows = store.ask("merah_putih/by_kecamatan").rows
    known = {(row.district, row.measure_value) for row in rows.itertuples()}
    found = list(districts.plots[0].series[0].values)
    assert {
        (str(name).split(",")[0], it) for name, it in zip(districts.plots[0].categories, found, strict=True)
    } <= known
    assert found == sorted(rows["measure_value"], reverse=True)[: len(found)]
    rows = store.ask("sharia/grades_by_year").rows
    for series in grades.plots[0].series:
        own = rows[rows["rating_grade"] == series.name].set_index("rating_year")["cooperatives"]
        found = dict(zip(map(int, grades.plots[0].categories), series.values, strict=True))
        assert found == {year: own.get(year, 0) for year in found}
    rows = store.ask("opop/products").rows
    assert list(products.plots[0].series[0].values) == rows["participants"].tolist()
    rows = store.ask("growth/founded").rows
    assert list(founded.plots[0].series[0].values) == rows["founded"].tolist()


def test_a_line_never_joins_two_registers(store: Store) -> None:
    deck, _ = made(store, ["growth/total"])
    chart = charts(deck.slides[1])[0]
    rows = store.ask("growth/total").rows
    values = {value for series in chart.plots[0].series for value in series.values if value}
    assert {3014.0, 3057.0} <= values
    for series in chart.plots[0].series:
        own = rows[rows["cooperatives"].isin([value for value in series.values if value])]
        assert own["register"].nunique() == 1


def test_what_is_unknown_is_no_zero_and_what_is_doubted_is_hatched() -> None:
    rows = pd.DataFrame({"name": ["a", "b", "c"], "cooperatives": [3.0, None, 0.0], "odd": [True, False, False]})
    plain = Bars("{name}", "cooperatives", "{cooperatives}", suspect="odd").on(rows).plain()
    assert plain is not None
    (run,) = plain.runs
    assert run.values == (3.0, None, 0.0)
    assert run.hatched == (True, False, False)
    assert plain.names[1] == "b: tidak ada data"
    assert run.texts == ("3", "", "0")
    parts = [Part("Target", "aim", text="{aim}"), Part("Hasil", "got", text="{got_said}")]
    wide = pd.DataFrame({"name": ["a"], "aim": [2], "got": [None], "got_said": ["tidak diketahui"]})
    assert Grouped("{name}", parts).on(wide).plain().names == ("a: hasil tidak diketahui",)


def test_rows_that_are_apart_stay_apart() -> None:
    rows = pd.DataFrame({"name": ["a", "b", "c"], "cooperatives": [1, 2, 3], "kind": ["x", "x", "y"]})
    plain = Bars("{name}", "cooperatives", "{cooperatives}", divided="kind").on(rows).plain()
    assert plain is not None
    assert plain.names == ("a", "b", " ", "c")
    assert plain.runs[0].values == (1.0, 2.0, None, 3.0)
    assert plain.head(2).runs[0].values == (1.0, 2.0)
    assert plain.head(2).names == ("a", "b")


def test_labels_that_are_numbers_follow_the_workbook(store: Store) -> None:
    """Edit a number in PowerPoint, and the words at its bar change; 1.234 is written so in every language."""
    deck, _ = made(store, ["growth/by_status", "growth/by_type"])
    counted, shares = (charts(slide)[0] for slide in list(deck.slides)[1:3])
    labels = counted._chartSpace.xpath(".//c:dLbl")
    assert labels
    assert all(not it.xpath("c:tx") and it.xpath("c:showVal/@val") == ["1"] for it in labels)
    assert {it.xpath("c:numFmt/@formatCode")[0] for it in labels} == {r"[>=1000000]#\.###\.##0;[>=1000]#\.##0;0"}
    rows = store.ask("growth/by_type").rows
    said = ["".join(it.xpath(".//a:t/text()")) for it in shares._chartSpace.xpath(".//c:dLbl")]
    assert said == write_all("{cooperatives} ({share_pct})", rows)


def test_a_long_list_is_cut_and_says_so(store: Store) -> None:
    many = pd.DataFrame({"name": [f"n{i}" for i in range(40)], "cooperatives": range(40)})
    spec = Bars("{name}", "cooperatives", "{cooperatives}").on(many)
    it = render(store, "growth/by_type", Filters())
    it.__dict__["spec"] = spec
    try:
        deck = Presentation(io.BytesIO(slides(store, [it], Filters())))
    finally:
        del it.__dict__["spec"]
    assert len(charts(deck.slides[1])[0].plots[0].series[0].values) == slides_module.MOST_ROWS
    assert f"Slide memuat {slides_module.MOST_ROWS} dari 40 baris." in texts(deck.slides[1])


def test_the_same_bytes_and_the_date_that_is_asked_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = [render(store, it, Filters()) for it in ("growth/total", "sharia/schemes")]
    first = slides(store, rendered, Filters())
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert slides(store, rendered, Filters()) == first
    core = Presentation(io.BytesIO(first)).core_properties
    assert (core.created, core.language) == (made_on(store).replace(tzinfo=None), "id-ID")
    assert core.created.date() == date(2026, 8, 5)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    other = slides(store, rendered, Filters())
    assert Presentation(io.BytesIO(other)).core_properties.created.date() == date(2023, 11, 14)
    with zipfile.ZipFile(io.BytesIO(other)) as archive:
        assert {it.date_time[0] for it in archive.infolist()} == {1980}
        (book, *_) = [name for name in archive.namelist() if name.endswith(".xlsx")]
        with zipfile.ZipFile(io.BytesIO(archive.read(book))) as inner:
            assert b"2023-11-14T22:13:20Z" in inner.read("docProps/core.xml")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "kemarin")
    with pytest.raises(BadSetting, match="SOURCE_DATE_EPOCH"):
        slides(store, rendered, Filters())


def test_what_is_settled_is_settled(store: Store) -> None:
    data = slides(store, [render(store, "growth/total", Filters())], Filters())
    assert settled(data, made_on(store)) == data


def test_a_master_of_the_office(store: Store, tmp_path: Path) -> None:
    own = Presentation()  # the 4:3 that python-pptx begins with, with a slide of theirs
    own.slides.add_slide(own.slide_layouts[6])
    own.save(tmp_path / "dinas.pptx")
    deck, _ = made(store, ["growth/total"], template=tmp_path / "dinas.pptx")
    assert deck.slide_width == own.slide_width
    assert len(deck.slides) == 1 + 1 + 1
    assert [slide.slide_layout.name for slide in deck.slides] == ["Title Slide", "Title Only", "Title Only"]
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"bukan"], ids=["empty", "cut", "text"])
def test_a_template_that_is_none_is_said(store: Store, tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "x.pptx"
    place.write_bytes(content)
    with pytest.raises(BadTemplate, match="bukan berkas PowerPoint"):
        made(store, [], template=place)


def test_a_template_without_the_layouts_is_said(store: Store, tmp_path: Path) -> None:
    own = Presentation()
    own.slide_layouts.remove(own.slide_layouts.get_by_name("Title Only"))
    own.save(tmp_path / "x.pptx")
    with pytest.raises(BadTemplate, match="Title Only"):
        made(store, [], template=tmp_path / "x.pptx")


def test_the_command_writes_it_whole(koperasi: Call, tmp_path: Path) -> None:  # noqa: F811
    out = tmp_path / "x.pptx"
    done = koperasi("slides", "--out", str(out), "--kabupaten", "6303", "--cards", "growth/total", "sharia/schemes")
    assert done.returncode == 0, done.stderr
    deck = Presentation(str(out))
    assert "Kabupaten Banjar" in texts(deck.slides[0])
    assert len(deck.slides) >= 4
    before = out.read_bytes()
    for wrong, code in (
        (("slides", "--out", str(tmp_path / "x.pdf")), 2),
        (("slides", "--out", str(out), "--cards", "growth/none"), 2),
        (("slides", "--out", str(out), "growth/total"), 2),
        (("slides", "--out", str(out), "--cards", "growth/total", "--template", str(tmp_path / "none.pptx")), 1),
    ):
        done = koperasi(*wrong)
        assert done.returncode == code, done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    assert out.read_bytes() == before
    assert list(tmp_path.iterdir()) == [out]


def test_a_missing_register_leaves_out_its_card(koperasi: Call, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "data" / "sample").mkdir(parents=True)
    out = tmp_path / "x.pptx"
    done = koperasi("slides", "--out", str(out), "--cards", "growth/total", "growth/by_type", data=tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert "growth/by_type dilewati" in done.stderr
    assert len(Presentation(str(out)).slides) == 3


@pytest.fixture
def to_pdf(tmp_path: Path) -> Callable[[Path], PdfReader]:
    """A document as LibreOffice opens and prints it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on PATH (Debian: libreoffice-impress, libreoffice-writer)")

    def convert(document: Path) -> PdfReader:
        command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
        done = subprocess.run(
            [*command, "--outdir", str(tmp_path), str(document)],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
            env=os.environ | {"HOME": str(tmp_path)},
        )
        assert "repair" not in done.stdout + done.stderr
        return PdfReader(document.with_suffix(".pdf"))

    return convert


@pytest.mark.usefixtures("undrawn")
def test_libreoffice_opens_it(store: Store, tmp_path: Path, to_pdf: Callable[[Path], PdfReader]) -> None:
    rendered = [render(store, it, Filters()) for it in SLIDES]
    out = tmp_path / "x.pptx"
    out.write_bytes(slides(store, rendered, Filters()))
    pages = to_pdf(out).pages
    assert len(pages) == len(Presentation(str(out)).slides)
    read = " ".join(pages[1 + SLIDES.index("growth/total")].extract_text().split())
    assert "3.057" in read
    assert "3.014" in read
    assert "2.580" in read
