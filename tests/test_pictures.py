"""Pictures: what is inside them, the same bytes under load, and clear failures."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest
from PIL import Image, ImageChops

from koperasi.cards import render
from koperasi.press import pictures
from koperasi.press.presets import LEAST, LINK, PAPER, PRESETS, SQUARE, Preset, stem
from koperasi.store import Filters, Store

pytestmark = [pytest.mark.xdist_group("pictures"), pytest.mark.usefixtures("chromium")]


def words(svg: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", svg.decode("utf-8")))


def test_svg_holds_title_source_date_and_font(store: Store) -> None:
    svg = pictures.picture(render(store, "growth/total", Filters()), "svg")
    text = words(svg)
    for said in ("Jumlah koperasi menurut waktu", "3.057", "ANTARA Kalsel", "September 2024", "OSS"):
        assert said in text
    assert b'font-family:"Source Sans"' in svg
    assert b"data:font/woff2;base64," in svg
    assert "DATA CONTOH" not in text
    assert pictures.picture(render(store, "growth/total", Filters()), "svg") == svg


def test_no_browser_says_what_to_do(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures.stop()
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    with pytest.raises(pictures.PictureError, match="BROWSER_PATH"):
        pictures.picture(render(store, "growth/total", Filters()))


def test_what_was_drawn_before_changes_no_byte(store: Store) -> None:
    """The page is not loaded anew between two pictures."""
    shown = [render(store, it, Filters()) for it in ("growth/by_status", "merah_putih/savings", "opop/coverage_map")]
    pictures.stop()
    first = [pictures.picture(it, kind) for it in shown for kind in ("svg", "png", "pdf")]
    again = [pictures.picture(it, kind) for it in reversed(shown) for kind in ("pdf", "png", "svg")]
    assert first == again[::-1]


def test_picture_of_a_register_card_says_sample(store: Store) -> None:
    text = words(pictures.picture(render(store, "growth/founded", Filters()), "svg"))
    assert text.count("DATA CONTOH") >= 2


def test_nothing_in_the_picture_is_fetched(store: Store) -> None:
    svg = pictures.picture(render(store, "opop/coverage_map", Filters()), "svg").decode()
    outside = set(re.findall(r'(?:href|src)="(https?:[^"]+)"|url\((https?:[^)]+)\)', svg))
    assert outside == set()


def test_the_font_is_really_used(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """With another family name the text falls back to a system font and the pixels differ."""
    rendered = render(store, "growth/by_type", Filters())
    with_font = pictures.picture(rendered)
    composed = pictures.compose(rendered)
    for note in composed["layout"]["annotations"]:
        note["font"]["family"] = "serif"
    monkeypatch.setattr(pictures, "compose", lambda *_: composed)
    assert pictures.picture(rendered) != with_font


def test_eight_threads_each_get_their_own_picture(store: Store) -> None:
    names = ["growth/total", "growth/by_type", "opop/cohorts", "sharia/rating_round"] * 2
    alone = {name: pictures.picture(render(store, name, Filters())) for name in set(names)}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda name: pictures.picture(render(store, name, Filters())), names))
    assert [alone[name] == data for name, data in zip(names, together, strict=True)] == [True] * 8
    assert len(set(alone.values())) == 4
    assert all(Image.open(io.BytesIO(data)).size == (1600, 900) for data in together)


def test_an_empty_card_is_a_picture_that_says_so(store: Store) -> None:
    for card, said in (("growth/founded", "Tidak ada satu pun dalam register"), ("growth/total", "Tidak ada data")):
        text = words(pictures.picture(render(store, card, Filters(("6303",), 1901, 1902)), "svg"))
        assert f"{said} untuk Kabupaten Banjar, tahun 1901–1902" in text


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda it: it.name)
def test_words_and_drawing_stand_one_below_the_other(preset: Preset, store: Store) -> None:
    """A long legend once stood on the finding and a key on the source."""
    for card in ("programs/training_budgets", "sharia/movement", "growth/by_status", "opop/coverage_map"):
        figure = pictures.compose(render(store, card, Filters()), preset)
        layout = figure["layout"]
        margin = layout["margin"]
        topic, finding, source, agency = [it for it in layout["annotations"] if it["font"].get("family")][:4]
        tops = [margin["t"] - it["yshift"] for it in (topic, finding, source, agency)]
        ends = [
            top + it["font"]["size"] * 1.3 * (it["text"].count("<br>") + 1)
            for top, it in zip(tops, (topic, finding, source), strict=False)
        ]
        below = preset.height - margin["b"]
        drawing = margin["t"] if figure["data"] else below
        assert 0 < tops[0] < ends[0] <= tops[1] < ends[1] <= drawing <= below <= tops[2], card
        assert ends[2] <= tops[3] < preset.height, card


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda it: it.name)
def test_every_preset_is_as_large_as_it_says_and_not_empty(preset: Preset, store: Store) -> None:
    """Opened: its size, an opaque ground, and ink in the room of the figure, more than one colour."""
    for card in ("growth/total", "merah_putih/missing_nib", "growth/founded"):
        data = pictures.picture(render(store, card, Filters()), "png", preset)
        with Image.open(io.BytesIO(data)) as image:
            assert image.size == preset.pixels
            assert image.convert("RGBA").getchannel("A").getextrema() == (255, 255)
            if preset.dpi:
                assert [round(it) for it in image.info["dpi"]] == [preset.dpi] * 2
            width, height = image.size
            middle = image.convert("RGB").crop((0, height // 3, width, height * 4 // 5))
            assert len(middle.getcolors(1 << 24)) > 20, card
        assert pictures.picture(render(store, card, Filters()), "png", preset) == data


def test_pdf_holds_its_words_and_has_the_size_of_half_a_page(store: Store) -> None:
    rendered = render(store, "growth/total", Filters(("6303",)))
    data = pictures.picture(rendered, "pdf", PAPER)
    (page,) = pypdf.PdfReader(io.BytesIO(data)).pages
    assert [round(float(it)) for it in page.mediabox[2:]] == [595, 421]  # points of 210 x 148,5 mm
    text = " ".join(page.extract_text().split())
    for said in (
        "Jumlah koperasi menurut waktu",
        "Kabupaten Banjar",
        "253",
        rendered.answer.province.agency,
        "Sumber:",
    ):
        assert said in text
    assert pictures.picture(rendered, "pdf", PAPER) == data


def test_grey_has_no_colour(store: Store) -> None:
    for card in ("growth/total", "growth/by_status", "opop/coverage_map"):
        data = pictures.picture(render(store, card, Filters()), "png", SQUARE, "grey")
        with Image.open(io.BytesIO(data)) as image:
            red, green, blue = image.convert("RGB").split()
            apart = [ImageChops.difference(red, it).getextrema()[1] for it in (green, blue)]
        assert max(apart) < 16, card  # the ink of the words is a very dark blue


def test_a_long_list_is_shortened_and_says_so(store: Store) -> None:
    """The picture, its words and the rows agree; the rest of the card stays whole."""
    rendered = render(store, "merah_putih/missing_nib", Filters())
    assert rendered.spec is not None
    for preset in PRESETS.values():
        shown = pictures.fitted(rendered, preset)
        assert shown.spec is not None
        figure = pictures.compose(rendered, preset)
        (bars,) = [trace for trace in figure["data"] if trace.get("hovertext")]
        assert len(bars["x"]) == shown.spec.count <= rendered.spec.count
        said = f"Gambar memuat {shown.spec.count} dari 81 kecamatan."
        notes = " ".join(note["text"].replace("<br>", " ") for note in figure["layout"]["annotations"])
        assert said in notes
        assert said in shown.source_line
        assert bars["textfont"]["size"] >= LEAST
    assert pictures.fitted(rendered, LINK).spec.count < rendered.spec.count  # type: ignore[union-attr]
    assert pictures.fitted(rendered, PAPER).spec.count == rendered.spec.count == 15  # type: ignore[union-attr]


def test_a_card_without_a_figure_has_no_axes_and_says_its_sentence_large(store: Store) -> None:
    rendered = render(store, "growth/total", Filters(("6303",), 1901, 1902))
    for preset in PRESETS.values():
        figure = pictures.compose(rendered, preset)
        assert figure["data"] == []
        assert not figure["layout"]["xaxis"]["visible"]
        assert not figure["layout"]["yaxis"]["visible"]
        finding = next(it for it in figure["layout"]["annotations"] if "Tidak ada data" in it["text"])
        assert finding["font"]["size"] >= preset.title


@pytest.mark.parametrize(
    ("card", "filters", "name"),
    [
        ("growth/total", Filters(), "koperasi-kalsel_growth-total_kalsel_2024-09"),
        ("growth/regency_map", Filters(options=(("measure", "inactive"),)), "_growth-regency-map_kalsel_"),
        ("growth/total", Filters(("6303",)), "koperasi-kalsel_growth-total_banjar_"),
        ("growth/total", Filters(("6303", "6306"), 2020), "_banjar-hulu-sungai-selatan-tahun-2020-dan-sesudahnya_"),
        ("growth/total", Filters(("6301", "6302", "6303", "6304")), "koperasi-kalsel_growth-total_4-wilayah_"),
        ("growth/regency_map", Filters(options=(("measure", "merah_putih"),)), "_growth-regency-map-merah-putih_"),
        ("growth/total", Filters(("6303",), 1901, 1902), "_tanpa-tanggal"),
    ],
)
def test_the_name_of_a_file_says_card_place_and_date(card: str, filters: Filters, name: str, store: Store) -> None:
    found = stem(store, render(store, card, filters))
    assert name in found
    assert re.fullmatch(r"[a-z0-9-]+(_[a-z0-9-]+){3}", found)
