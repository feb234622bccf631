"""Pictures: what is inside them, the same bytes under load, and clear failures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from koperasi.cards import render
from koperasi.press import pictures
from koperasi.store import Filters, Store

pytestmark = [pytest.mark.xdist_group("pictures"), pytest.mark.browser]


@pytest.fixture(autouse=True, scope="module")
def stopped(chromium: str) -> Iterator[None]:
    yield
    pictures.stop()


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
    monkeypatch.setattr(pictures, "compose", lambda _: composed)
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


def test_no_browser_says_what_to_do(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures.stop()
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    with pytest.raises(pictures.PictureError, match="BROWSER_PATH"):
        pictures.picture(render(store, "growth/total", Filters()))


def test_words_legend_and_drawing_stand_one_below_the_other(store: Store) -> None:
    """Measured in the picture itself, where a long legend once stood on the finding and a key on the source."""
    for card in ("programs/trainings_by_year", "sharia/movement", "growth/by_status", "opop/coverage_map"):
        layout = pictures.compose(render(store, card, Filters()))["layout"]
        margin = layout["margin"]
        above = pictures.HEIGHT - margin["b"]
        title, finding, source = [note for note in layout["annotations"] if note["font"].get("family")]
        low = above - finding["yshift"] + finding["font"]["size"] * 1.3 * (finding["text"].count("<br>") + 1)
        assert above - title["yshift"] < above - finding["yshift"] < low < margin["t"], card
        assert -margin["b"] < source["yshift"] < 0, card
