"""The page "Siaran pers" under AppTest: what is picked, edited, refused, made and cancelled; without a Chromium."""

from __future__ import annotations

import csv
import gc
import io
import json
import re
import threading
import zipfile
from datetime import date
from functools import partial
from typing import Any
from weakref import ref

import docx
import pytest
from pptx import Presentation
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from koperasi.cards import cards, render
from koperasi.press import kit, pictures, release
from koperasi.press.edits import Edit
from koperasi.screen import making
from koperasi.screen.making import Made, Making
from koperasi.screen.siaran import kept
from koperasi.store import Filters, Store
from tests.reading import paragraphs, titles
from tests.test_pages import open_page

pytestmark = pytest.mark.slow

TOTAL, ROUND, FOUNDED = "growth/total", "sharia/rating_round", "growth/founded"


@pytest.fixture(autouse=True)
def no_chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the business of test_browser_siaran.py."""
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    pictures.stop()  # of another module


def opened(*card_ids: str, part: str = "", **params: str | list[str]) -> AppTest:
    return open_page("siaran", part, **{kept.CARDS: list(card_ids)} if card_ids else {}, **params)


def picked(app: AppTest) -> list[str]:
    found = app.query_params.get(kept.CARDS, [])
    return [found] if isinstance(found, str) else list(found)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception, app.exception
    return app


def field(app: AppTest, name: str) -> str:
    """The key of a field of the words that are edited."""
    fields = [*app.text_input, *app.text_area]
    (key,) = [it.key for it in fields if it.key and it.key.startswith("siaran-") and it.key.endswith(f"-{name}")]
    return key


def submit(app: AppTest, label: str) -> AppTest:
    next(it for it in app.button if it.label == label).click().run()
    assert not app.exception, app.exception
    return app


def copies(app: AppTest) -> dict[str, str]:
    (found,) = [it for it in app.get("bidi_component") if it.proto.component_name == "koperasi.copies"]
    return dict(json.loads(found.proto.json)["texts"])


def made(app: AppTest, kind: str) -> Making:
    found: Making = app.session_state["_siaran_makings"][kind]
    found.wait()
    app.run()
    return found


def taken(app: AppTest) -> list[str]:
    """The files that are offered."""
    return [it.proto.label for it in app.get("download_button") if "Unduh " in it.proto.label]


def test_nothing_picked_says_what_to_do_and_offers_three() -> None:
    app = opened()
    assert any(text.startswith("Belum ada kartu.") for text in paragraphs(app))
    assert "siaran-make-zip" not in [it.key for it in app.button]
    press(app, "siaran-usual")
    assert picked(app) == list(kept.USUAL)
    assert len(kept.USUAL) == 3
    for part in ("konsep", "dokumen"):
        assert not open_page("siaran", part).error


def test_a_link_reopens_what_was_picked_and_unknown_cards_are_said_once() -> None:
    old, new = next((alias, it.id) for it in cards().values() for alias in it.aliases)
    app = opened(ROUND, "no/where", TOTAL, old, ukuran=["1080x1080", "a4-half", "9x9"], berkas="svg", gaya="grey")
    (notice,) = app.warning
    assert "siaran “no/where” dan ukuran “9x9”" in notice.value.replace("\\", "")
    assert picked(app) == [ROUND, TOTAL, new]
    assert app.query_params["ukuran"] == ["1080x1080", "a4-half"]
    assert (app.query_params["berkas"], app.query_params["gaya"]) == ("svg", "grey")
    assert not app.run().warning
    # another section, and back: nothing is forgotten
    for part in ("konsep", "dokumen", "bahan"):
        app.segmented_control(key="sections-siaran").set_value(part).run()
        assert not app.exception
        assert picked(app) == [ROUND, TOTAL, new]
        assert app.query_params["ukuran"] == ["1080x1080", "a4-half"]


def test_cards_are_added_put_in_another_order_and_dropped() -> None:
    app = opened(TOTAL, ROUND)
    app.selectbox(key="siaran-add").set_value(FOUNDED).run()
    assert picked(app) == [TOTAL, ROUND, FOUNDED]
    assert app.selectbox(key="siaran-add").value is None
    assert any("bukan bahan berita" in it.value for it in app.caption)
    press(app, "siaran-Naikkan-growth-founded")
    assert picked(app) == [TOTAL, FOUNDED, ROUND]
    assert app.button(key="siaran-Naikkan-growth-total").disabled
    assert app.button(key="siaran-Turunkan-sharia-rating_round").disabled
    press(app, "siaran-Turunkan-growth-total")
    press(app, "siaran-drop-growth-founded")
    assert picked(app) == [TOTAL, ROUND]
    press(app, "siaran-open-sharia-rating_round")
    assert titles(app)[:4].count("Putaran pemeringkatan yang diterbitkan") == 1


def test_what_a_card_lets_the_viewer_pick_is_picked_here_too(store: Store) -> None:
    app = opened("growth/regency_map")
    app.selectbox(key="measure").set_value("merah_putih").run()
    assert app.query_params["measure"] == "merah_putih"
    there = render(store, "growth/regency_map", Filters(options=(("measure", "merah_putih"),)))
    assert copies(app)["keterangan"] == there.caption


def test_who_comes_back_by_the_menu_may_go_on() -> None:
    app = opened(TOTAL, ROUND, ukuran="1080x1080")
    app.switch_page("pages/opop.py").run()
    for name in list(app.query_params):
        del app.query_params[name]
    app.switch_page("pages/siaran.py").run()
    assert picked(app) == []
    press(app, "siaran-before")
    assert picked(app) == [TOTAL, ROUND]
    assert app.query_params["ukuran"] == "1080x1080"


def test_an_edit_is_marked_belongs_to_its_filters_and_is_undone(store: Store) -> None:
    app = opened(TOTAL)
    said = "Dinas mencatat 3.014 koperasi pada Januari 2024."
    app.text_area(key=field(app, "finding")).set_value(said.replace(" pada", "\npada"))
    submit(app, "Terapkan")
    assert not app.error
    caption = copies(app)["keterangan"]
    assert caption.startswith(said), "what was offered as the caption follows the finding"
    assert caption.endswith("Disunting: temuan.")
    assert any(it.value == "Disunting: temuan." for it in app.caption)
    assert app.text_area(key=field(app, "finding")).value == said
    # of another regency it was never said
    app.multiselect(key="kabupaten").set_value(["6303"]).run()
    there = render(store, TOTAL, Filters(("6303",)))
    assert copies(app)["keterangan"] == there.caption
    app.multiselect(key="kabupaten").set_value([]).run()
    assert copies(app)["keterangan"] == caption
    submit(app, "Kembalikan kata semula")
    assert copies(app)["keterangan"] == render(store, TOTAL, Filters()).caption
    assert app.text_area(key=field(app, "finding")).value == render(store, TOTAL, Filters()).finding


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("finding", "Ada 3.999 koperasi.", "menyebut 3\\.999, yang tidak ada"),
        ("title", "Sejak 1987", "menyebut 1987"),
        ("caption", "Koperasi naik dari 3.014 menjadi 3.057.", "tidak sebanding"),
    ],
)
def test_a_number_of_ones_own_is_refused_and_what_was_typed_stays(
    name: str, typed: str, why: str, store: Store
) -> None:
    app = opened(TOTAL)

    def typing() -> Any:
        return (app.text_input if name == "title" else app.text_area)(key=field(app, name))

    typing().set_value(typed)
    submit(app, "Terapkan")
    (fault,) = app.error
    assert fault.proto.title == "Suntingan ditolak"
    assert re.search(why, fault.value.replace("\\", ""))
    assert typing().value == typed
    assert copies(app)["keterangan"] == render(store, TOTAL, Filters()).caption
    submit(app, "Kembalikan kata semula")
    assert not app.error
    assert typing().value != typed


def test_what_is_copied_cites_its_sources(store: Store) -> None:
    it, texts = render(store, ROUND, Filters()), copies(opened(ROUND))
    assert texts["teks alternatif"] == it.alt
    said = texts["kutipan sumber"]
    assert said.startswith(f"{store.province.agency}. “{it.title}”.")
    assert f"versi data {store.version}" in said
    assert all(source.publisher in said for source in it.answer.sources[:4])


def test_a_card_without_rows_says_so_and_the_release_leaves_it_out() -> None:
    params: dict[str, str | list[str]] = {"kabupaten": "6304", "dari": "2025"}
    app = opened(TOTAL, **params)
    assert any("Tidak ada data untuk Kabupaten Barito Kuala" in it.value for it in app.caption)
    app = opened(TOTAL, part="konsep", **params)
    assert any("tidak masuk siaran" in it.value for it in app.warning)
    (fault,) = app.error
    assert fault.proto.title == "Siaran pers tidak dibuat"


def test_the_draft_is_the_document(store: Store) -> None:
    app = opened(TOTAL, FOUNDED, ROUND, part="konsep", tempat="Marabahan", tanggal="2026-11-26")
    shown = [render(store, it, Filters()) for it in (TOTAL, FOUNDED, ROUND)]
    when = date(2026, 11, 26)
    data = release.release(store, shown, Filters(), place="Marabahan", day=when)
    written = [it.text for it in docx.Document(io.BytesIO(data)).paragraphs][1:]  # without the letterhead
    assert copies(app)["teks siaran"] == "\n\n".join(written)
    assert written[2].startswith("MARABAHAN, 26 November 2026 – 3.057")
    (remark,) = app.warning
    assert remark.value.startswith("DATA CONTOH: “Koperasi menurut tahun berdiri” dikurung")
    body = next(it.proto.body for it in app.get("html") if "k-draft" in it.proto.body)
    assert body.count('<mark class="k-sample">[DATA CONTOH, jangan diterbitkan: ') == 2
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        notes = archive.read("word/footnotes.xml").decode().count("Sumber: ")
    assert body.count("<sup>") == body.count("<li>") == notes
    bad = opened(TOTAL, part="konsep", tanggal="besok")
    assert any("bukan tanggal" in it.value for it in bad.warning)


def test_the_zip_holds_what_the_query_says(store: Store) -> None:
    app = opened(TOTAL, ROUND, kabupaten="6303")
    press(app, "siaran-make-zip")
    whole = made(app, "zip")
    assert taken(app) == ["Unduh zip (0,0 MB)"]
    assert whole.made
    assert re.fullmatch(r"koperasi-kalsel_siaran-pers_kabupaten-banjar_\w+\.zip", whole.made.name)
    with zipfile.ZipFile(io.BytesIO(whole.made.data)) as archive:
        names = archive.namelist()
        (name,) = [it for it in names if it.endswith(".csv") and "growth-total" in it]
        rows = list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
        assert {kit.README, kit.RELEASE} < set(names)
    answer = store.ask("growth/total", regencies=["6303"]).rows
    assert [int(it["cooperatives"]) for it in rows] == answer["cooperatives"].tolist()
    # what is offered is of this selection and of no other
    press(app, "siaran-drop-growth-total")
    assert taken(app) == []


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A kit that waits between its pictures until it is let go on."""
    right, go_on = kit.kit, threading.Event()

    def waiting(*given: object) -> kit.Kit:
        assert go_on.wait(30)
        return right(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(kit, "kit", waiting)
    return go_on


def test_what_is_cancelled_is_not_offered(slow: threading.Event) -> None:
    app = press(opened(TOTAL, ROUND), "siaran-make-zip")
    running = app.session_state["_siaran_makings"]["zip"]
    assert running.running
    assert "siaran-make-zip" not in [it.key for it in app.button]
    press(app, "siaran-cancel-zip")
    slow.set()
    assert made(app, "zip").cancelled
    assert taken(app) == []
    assert any(it.value.startswith("Dibatalkan") for it in app.info)
    press(app, "siaran-make-zip")  # and it can be made all the same
    assert made(app, "zip").made


def test_another_selection_lets_go_of_what_is_being_made(slow: threading.Event) -> None:
    app = press(opened(TOTAL, ROUND), "siaran-make-zip")
    running = app.session_state["_siaran_makings"]["zip"]
    press(app, "siaran-drop-growth-total")
    slow.set()
    running.wait()
    assert running.cancelled
    assert "zip" not in app.session_state["_siaran_makings"]


@pytest.mark.parametrize(
    ("fault", "said"), [(release.Refused("Ditolak: begini."), "Ditolak: begini."), (KeyError("x"), "Coba sekali lagi.")]
)
def test_a_failure_is_said_in_indonesian(fault: Exception, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> kit.Kit:
        raise fault

    monkeypatch.setattr(kit, "kit", failing)
    app = press(opened(TOTAL), "siaran-make-zip")
    made(app, "zip")
    (shown,) = app.error
    assert shown.proto.title == "Berkas tidak jadi"
    assert said in shown.value
    assert taken(app) == []


def test_a_card_that_fails_is_named_and_the_rest_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    right = kit.kit

    def partly(*given: object) -> kit.Kit:
        return kit.Kit(right(*given).data, {TOTAL: "Pembuatan gambar gagal."})  # type: ignore[arg-type]

    monkeypatch.setattr(kit, "kit", partly)
    app = press(opened(TOTAL, ROUND), "siaran-make-zip")
    made(app, "zip")
    assert len(taken(app)) == 1
    (told,) = app.warning
    assert "Jumlah koperasi menurut waktu dan register: Pembuatan gambar gagal." in told.value


def test_an_edit_that_the_data_no_longer_bear_out_is_told_and_fails_its_card_alone(store: Store) -> None:
    app = opened(TOTAL, ROUND)
    it = render(store, TOTAL, Filters())
    app.session_state["_siaran_edits"] = {(TOTAL, it.filters): Edit(finding="Ada 3.999 koperasi.")}
    app.run()
    assert any(text.value.startswith("Suntingan tidak berlaku lagi: ") for text in app.caption)
    assert [fault.proto.title for fault in app.error] == ["Suntingan ditolak"]
    assert copies(app)["keterangan"] == it.caption
    press(app, "siaran-make-zip")
    whole = made(app, "zip").made
    assert whole
    assert list(whole.failed) == [it.title]
    submit(app, "Kembalikan kata semula")
    press(app, "siaran-make-zip")
    assert not made(app, "zip").made.failed  # type: ignore[union-attr]


def test_slides_of_the_picked_card_hold_the_querys_numbers(store: Store) -> None:
    app = opened(ROUND, part="dokumen")
    app.segmented_control(key="siaran-own-cards").set_value("own").run()
    press(app, "siaran-make-pptx")
    whole = made(app, "pptx").made
    assert whole
    shapes = [it for slide in Presentation(io.BytesIO(whole.data)).slides for it in slide.shapes if it.has_chart]
    drawn = [value for it in shapes for plot in it.chart.plots for run in plot.series for value in run.values]
    assert sorted(drawn) == sorted(store.ask(ROUND).rows["cooperatives"])


def test_the_briefing_is_a_paper_on_the_present_filters(chromium: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", chromium)
    app = opened(TOTAL, part="dokumen", kabupaten="6303")
    app.segmented_control(key="siaran-own-cards").set_value("own").run()
    try:
        press(app, "siaran-make-pdf")
        whole = made(app, "pdf").made
    finally:
        pictures.stop()
    assert whole
    assert re.fullmatch(r"koperasi-kalsel_lembar-paparan_kabupaten-banjar_\w+\.pdf", whole.name)
    words = " ".join(it.extract_text() for it in PdfReader(io.BytesIO(whole.data)).pages)
    assert "Kabupaten Banjar" in words
    assert "sekitar 253" in words


def test_documents_are_of_the_usual_cards_or_of_the_picked_ones(store: Store) -> None:
    app = opened(ROUND, part="dokumen")
    press(app, "siaran-make-docx")
    usual = made(app, "docx").made
    assert usual
    assert usual.data == release.release(store, [render(store, it, Filters()) for it in release.USUAL], Filters())
    app.segmented_control(key="siaran-own-cards").set_value("own").run()
    assert taken(app) == []
    press(app, "siaran-make-docx")
    own = made(app, "docx").made
    assert own
    assert own.data == release.release(store, [render(store, ROUND, Filters())], Filters())
    assert own.name.endswith(".docx")
    # what needs pictures says that there is no Chromium
    press(app, "siaran-make-pdf")
    made(app, "pdf")
    assert any("Tidak ada Chromium" in it.value for it in app.error)


def test_on_paper_there_is_a_proof_of_every_card_and_no_button_to_make(store: Store) -> None:
    app = opened(TOTAL, ROUND, part="*")
    boxes = [it for it in titles(app) if it in ("Jumlah koperasi menurut waktu dan register", "Konsep siaran pers")]
    assert sorted(boxes) == ["Jumlah koperasi menurut waktu dan register", "Konsep siaran pers"]


def test_what_nobody_looks_at_any_more_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()

    def make(it: Making) -> Made:
        begun.set()
        while True:
            it.check()

    monkeypatch.setattr(making, "GONE", 0.05)
    it = Making("x", 1, make)
    assert begun.wait(10)
    it.wait()
    assert it.cancelled


def test_a_making_keeps_nothing_of_what_it_was_made_from() -> None:
    """A session lies for days, and would keep an old store."""

    class Source:
        pass

    source = Source()

    def make(_: Source, __: Making) -> Made:
        return Made(b"x", "x.zip")

    it = Making("x", 1, partial(make, source))
    it.wait()
    left = ref(source)
    del source
    gc.collect()
    assert left() is None
    assert it.made


def test_a_making_tells_how_far_it_is_and_keeps_what_it_made() -> None:
    told: list[tuple[int, str]] = []

    def make(it: Making) -> Made:
        for name in ("satu", "dua"):
            it.step(name)
            told.append((it.done, it.last))
        return Made(b"x", "x.zip")

    it = Making("x", 2, make)
    it.wait()
    assert told == [(1, "satu"), (2, "dua")]
    assert (it.made, it.fault, it.cancelled, it.running) == (Made(b"x", "x.zip"), "", False, False)
