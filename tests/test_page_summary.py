"""Ringkasan and its slides under AppTest: tiles, sentences, links, and the state of a briefing."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from koperasi.cards import title_of
from koperasi.cards.slides import SLIDES
from koperasi.screen.contents import page_of
from koperasi.screen.links import first_shown
from koperasi.store import current
from tests.reading import bodies, cards, chrome, hrefs, paragraphs
from tests.test_pages import open_page

pytestmark = pytest.mark.slow


def words(app: AppTest) -> str:
    return f"{bodies(app.main)} {' '.join(paragraphs(app))}"


def linked(app: AppTest) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(href).query) for href in hrefs(bodies(app.main))]


def test_it_is_the_landing_page_with_five_figures_and_their_links() -> None:
    app = open_page("ringkasan")
    assert "Ringkasan" in app.title[0].value
    shown = words(app)
    for word in (
        "3.014",
        "OSS (perizinan): 3.057 (September 2024)",
        "1.652 dari 2.013; 361 belum",
        "+15 dari 10 (2023)",
        "Koperasi yang diperingkat: 15 (2023)",
    ):
        assert word in shown, word
    assert shown.count('class="kop-value"') == 5
    assert shown.count("kop-spark") == 2, "a line only where figures compare"
    assert "Lebih banyak lebih baik" in shown
    assert len(linked(app)) >= 5
    assert all("kartu" in it for it in linked(app))


def test_a_regency_shows_its_own_figures_or_says_whose() -> None:
    app = open_page("ringkasan", part="*", kabupaten="6303")
    shown = words(app)
    for word in (
        "237 dari 290",
        '<span class="kop-about">sekitar </span>253',
        "angka provinsi",
        "Karang Intan, Banjar",
        "78,9%",
    ):
        assert word in shown, word
    assert "Barito Kuala" not in shown
    links = [it for it in linked(app) if "kartu" in it]
    assert links
    assert all(it["kabupaten"] == ["6303"] for it in links)


def test_sample_and_published_attention_stand_apart() -> None:
    told = cards(open_page("ringkasan", part="*"))
    assert told["summary/attention"]["sample"] == ""
    assert told["summary/attention_register"]["sample"] == "DATA CONTOH"


def test_a_link_to_a_card_is_opened_under_its_own_filters() -> None:
    app = open_page("ringkasan", kabupaten="6371")
    app.query_params.update({"kabupaten": "6303", "kartu": "opop/named"})
    app.switch_page("pages/opop.py").run()
    assert not app.exception
    assert app.multiselect(key="kabupaten").value == ["6303"]
    assert "kartu" not in app.query_params
    first = chrome(app)
    assert first["card"] == "opop-named"
    app.run()
    assert chrome(app)["card"] == ""
    app.query_params["kartu"] = "opop/named"
    app.run()
    assert chrome(app)["visit"] > first["visit"]


def test_links_take_the_first_card_that_is_there() -> None:
    assert first_shown(("no/where", "growth/regency_map?measure=merah_putih")) == (
        "growth/regency_map",
        {"measure": "merah_putih"},
    )
    assert first_shown(("no/where",)) == ("", {})
    for card, page in (
        ("opop/named", "opop"),
        ("summary/attention", "ringkasan"),
        ("profile/headlines", "profil"),
        ("profile/merah_putih", "merah_putih"),
    ):
        found = page_of(card)
        assert found is not None
        assert found.id == page
    assert page_of("no/where") is None


@pytest.mark.parametrize("params", [{}, {"kabupaten": "6303", "dari": "2020"}])
def test_every_slide_shows_its_card(params: dict[str, str]) -> None:
    app = open_page("ringkasan", **params)
    app.button(key="briefing-start").click().run()
    for number, card in enumerate(SLIDES, 1):
        assert not app.exception
        assert not app.error
        assert app.query_params["paparan"] == str(number)
        titles = [body for it in app.html if (body := it.proto.body).startswith("<h1>")]
        assert len(titles) == 1
        assert titles[0].startswith(f"<h1>{escape(title_of(current(), card))}"), card
        assert any(f"{number} / {len(SLIDES)}" in it.value for it in app.markdown)
        shown = [it.value for it in app.markdown]
        assert any(it.startswith("Sumber: ") and "Keadaan: " in it for it in shown) or any(
            it.startswith("Tidak ada data") for it in shown
        ), card
        assert any("DATA CONTOH" in it for it in shown) == (card == "summary/attention_register"), card
        if number < len(SLIDES):
            app.button(key="slide-next").click().run()
    assert app.button(key="slide-next").disabled
    app.button(key="slide-leave").click().run()
    assert "paparan" not in app.query_params
    assert {name: app.query_params[name] for name in params} == params
    assert "Ringkasan" in app.title[0].value


def test_a_regency_without_two_figures_to_compare_has_a_sentence_and_no_list() -> None:
    app = open_page("ringkasan", kabupaten="6304")
    assert not app.exception
    shown = words(app)
    assert "Barito Kuala: angkanya ada, tetapi belum ada dua yang sebanding" in shown
    assert "3.057" in shown
    assert "angka provinsi" in shown
