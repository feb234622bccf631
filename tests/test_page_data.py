"""The page "Data dan sumber" under AppTest, and the links that lead to it from every card."""

from __future__ import annotations

import re
import shutil
from datetime import date
from html import unescape
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from koperasi.screen import words
from koperasi.screen.data.figures import PAGE_ROWS
from koperasi.store import Places, Store, datasets
from koperasi.store import store as store_module
from tests.reading import answer, hrefs, titles
from tests.test_pages import open_page

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
KEY = ["indicator", "region_code", "as_of", "source_id"]
FIGURE = "cooperatives_total.63.2022-01.gatra-2022-01-902-tidak-aktif"


def figures() -> pd.DataFrame:
    rows = pd.read_csv(ROOT / "seeds" / "figures.csv", dtype=str, keep_default_na=False)
    return rows.set_index(rows[KEY].agg(".".join, axis=1))


def open_data(part: str = "", **params: str | list[str]) -> AppTest:
    """As a link opens it: the page first, with these parameters. part: its section."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params.update(params | ({"bagian": part} if part else {}))
    app.switch_page("pages/data.py").run()
    assert not app.exception, app.exception
    return app


def html(app: AppTest, box: str | None = None) -> str:
    found = app.get_by_key(f"card-data-{box}") if box else app
    return "\n".join(it.proto.body for it in found.get("html"))


@pytest.mark.parametrize("params", [{}, {"kabupaten": "6303"}, {"kabupaten": "6304", "dari": "2012", "sampai": "2013"}])
def test_page_opens(params: dict[str, str]) -> None:
    for part, boxes in {
        "": ["Himpunan data", "Unduh semua data"],
        "angka": ["Angka terbitan"],
        "bertentangan": ["Angka yang bertentangan"],
        "kamus": ["Kamus"],
    }.items():
        app = open_data(part, **params)
        assert not app.error
        assert not app.warning
        assert sorted(titles(app)) == boxes
    assert sum("versi data" in it.value for it in (*app.caption, *app.markdown)) == 1


def test_catalogue_says_what_is_late_and_what_is_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    class Today(date):
        day_of_test = (2026, 11, 4)

        @classmethod
        def today(cls) -> date:
            return date(*cls.day_of_test)

    monkeypatch.setattr(import_module("koperasi.screen.data.catalogue"), "date", Today)
    rows = {unescape(row): row for row in html(open_data(), "catalogue").split("<tr>") if "Angka terbitan" in row}
    (row,) = (text for text in rows if "534" in text)
    assert "3 November 2026<br>" in row  # 5 August and 90 days
    assert "lewat" in row
    monkeypatch.setattr(Today, "day_of_test", (2026, 11, 3))
    listed = turned(open_data(), "catalogue")
    (row,) = (text for text in listed if "Angka terbitan" in text and "534" in text)
    assert "lewat" not in row
    samples = [text for text in listed if "DATA CONTOH" in text]
    assert len(samples) == len(list((ROOT / "data" / "sample").glob("*.parquet")))


def turned(app: AppTest, box: str) -> list[str]:
    """The rows of the table in a box, over all of its pages; none of them is long."""
    pages = int(app.get_by_key(f"card-data-{box}").number_input[0].max)
    found: list[str] = []
    for page in range(1, pages + 1):
        app.get_by_key(f"card-data-{box}").number_input[0].set_value(page).run()
        rows = html(app, box).split("<tr>")[2:]  # what stands before the table, and its head
        assert 1 <= len(rows) <= 25
        found += rows
    assert pages > 1
    return found


def test_every_dataset_stands_on_one_page_of_the_catalogue(store: Store) -> None:
    names = [re.search(r"himpunan=(\w+)", row) for row in turned(open_data(), "catalogue")]
    found = [it[1] for it in names if it]
    assert sorted(found) == sorted(it.name for it in datasets(store))


def test_every_contradiction_stands_on_one_page(store: Store) -> None:
    app = open_data("bertentangan")
    found: list[str] = []
    for page in (1, 2):
        app.get_by_key("card-data-contradictions").number_input[0].set_value(page).run()
        shown = re.findall(r"<summary>(.*?)</summary>", html(app, "contradictions"))
        assert len(shown) <= 25
        found += shown
    titles_of = pd.read_csv(ROOT / "seeds" / "contradictions.csv")["title_id"]
    assert sorted(map(unescape, found)) == sorted(titles_of)


def test_other_rows_start_again_at_their_first_page() -> None:
    app = open_data("angka")
    app.get_by_key("card-data-figures").number_input[0].set_value(3).run()
    app.text_input(key="cari").set_value("koperasi").run()
    assert app.get_by_key("card-data-figures").number_input[0].value == 1
    assert html(app, "figures") == html(open_data(cari="koperasi"), "figures")


@pytest.mark.parametrize(("kabupaten", "whole"), [([], False), (["6309"], True)])
def test_on_paper_a_list_is_whole_or_not_there(kabupaten: list[str], whole: bool) -> None:
    app = open_data(cetak="halaman", kabupaten=kabupaten)
    assert not [it for name in ("catalogue", "figures", "contradictions") for it in _pagers(app, name)]
    rows = html(app, "figures").count("<tr>") - 1 if whole else 0
    there = app.get_by_key("card-data-figures")
    if whole:
        assert rows == (figures()["region_code"] == "6309").sum() > PAGE_ROWS
    else:
        assert not there.get("html")
        assert any("534 angka, lebih dari 150: tidak dicetak" in it.value for it in there.markdown)
    assert html(app, "catalogue").count("himpunan=") >= 31
    assert "Unduh semua data" not in titles(app)


def _pagers(app: AppTest, box: str) -> list[object]:
    return list(app.get_by_key(f"card-data-{box}").number_input)


def test_search_and_filters_change_the_table_and_the_url() -> None:
    app = open_data("angka")
    app.text_input(key="cari").set_value("tabalong sehat")
    app.selectbox(key="mutu").set_value("disputed").run()
    assert dict(app.query_params) == {"cari": "tabalong sehat", "mutu": "disputed"}
    table = html(app, "figures")
    expected = figures().query("region_code == '6309' and quality == 'disputed'")
    expected = expected[expected["indicator"].str.contains("health")]
    keys = [parse_qs(urlsplit(href).query)["figure"][0] for href in hrefs(table) if href.startswith("data?")]
    assert sorted(keys) == sorted(expected.index)
    again = open_data(cari="tabalong sehat", mutu="disputed")
    assert html(again, "figures") == table
    again.text_input(key="cari").set_value("![gambar](http://luar/x.png)").run()
    (said,) = (it.value for it in again.get_by_key("card-data-figures").markdown if "Tidak ada data" in it.value)
    assert "![" not in said
    again.button(key="data-figures-clear").click().run()
    assert dict(again.query_params) == {"bagian": "angka"}
    app.switch_page("pages/opop.py").run()
    assert dict(app.query_params) == {}


def test_one_page_at_a_time_and_all_pages_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("koperasi.screen.data.figures"), "PAGE_ROWS", 100)
    app = open_data(urut="oldest")
    found: list[str] = []
    number = app.get_by_key("card-data-figures").number_input[0]
    for page in range(1, int(number.max) + 1):
        app.get_by_key("card-data-figures").number_input[0].set_value(page).run()
        shown = [parse_qs(urlsplit(href).query) for href in hrefs(html(app, "figures"))]
        found += [it["figure"][0] for it in shown if "figure" in it]
    assert page == 6
    assert len(found) == 534
    assert set(found) == set(figures().index)


def test_a_figure_is_shown_with_all_that_is_known() -> None:
    app = open_data(figure=FIGURE)
    box = html(app, "figure")
    for text in ("2.651 unit", "Kalimantan Selatan", "Januari 2022", "catatan dinas provinsi", "diperselisihkan"):
        assert text in box
    assert "https://" in box
    assert "figure=cooperatives_total.63.2022-03.sonora-2022-03-2572" in box  # the one that contradicts it
    app.button(key="data-close-figure").click().run()
    assert dict(app.query_params) == {}
    assert "Angka ini" not in titles(app)


def test_units_and_suspect_figures() -> None:
    box = html(open_data(figure="cooperative_business_volume.6309.2023.antara-2025-07-tabalong-volume"), "figure")
    assert "Rp9,62 miliar (Rp9.624.000.000)" in box
    assert "Rp7,5 miliar" in box
    box = html(open_data(figure="kdmp_principal_savings.6303.2026-08-05.simkopdes-2026-08-kabkota"), "figure")
    assert "diragukan" in box
    assert "Karang Intan" in box


@pytest.mark.parametrize(
    "text",
    [
        "cooperatives_total.63.2022-01.tidak-ada",
        "tanpa titik",
        "a.b.c.d.e",
        "x.![a](http://luar/x.png).[b](http://luar).<img src=http://luar/x.png>",
        "'; drop table figures; --.63.2022-01.x",
    ],
)
def test_an_unknown_or_hostile_figure_is_said_to_be_unknown(text: str) -> None:
    app = open_data(figure=text)
    (warning,) = app.warning
    assert "tidak ada dalam data ini" in warning.value
    assert words.plain(text) in warning.value
    assert not re.search(r"(?<!\\)[\[\]()!:*_`$]", words.plain(text))
    assert "luar/x.png" not in html(app)
    assert "Angka ini" not in titles(app)


def test_unknown_values_are_dropped_with_a_notice() -> None:
    app = open_data(sumber="tidak-ada", himpunan="[x](http://luar)", mutu="ungu", urut="miring", subjek="opop")
    notice = app.warning[0].value
    for word in ("tidak\\-ada", "ungu", "miring", "luar"):
        assert word in notice
    assert "](http" not in notice
    assert dict(app.query_params) == {"subjek": "opop"}


def test_text_from_the_files_is_shown_not_acted_upon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copytree(ROOT / "data" / "sample", tmp_path / "data" / "sample")
    path = tmp_path / "seeds" / "figures.csv"
    text = path.read_text(encoding="utf-8")
    hostile = "<img src=x onerror=alert(1)>"
    path.write_text(text.replace("Catatan dinas provinsi; 1.749 aktif", hostile), encoding="utf-8")
    there = Places(seeds=tmp_path / "seeds", data=tmp_path / "data")
    monkeypatch.setattr(store_module, "Places", lambda: there)
    shown = html(open_data(figure=FIGURE))
    assert "onerror" in shown
    assert "<img" not in shown


def test_dataset_and_source_links() -> None:
    app = open_data(himpunan="cooperatives")
    assert titles(app)[0] == "Register koperasi"
    assert "1.500 baris" in html(app, "dataset")
    assert "nomor_induk_koperasi" in html(app, "dataset")
    assert "Dalam rupiah. Bilangan bulat." in html(app, "dataset")
    # this one has no figure of its own: a table of kecamatan comes from it
    app = open_data(sumber="simkopdes-2026-08-kecamatan")
    assert not app.warning
    assert "himpunan=merah_putih_kecamatan" in html(app, "source")
    assert any("Tidak ada data" in it.value for it in app.get_by_key("card-data-figures").markdown)
    app = open_data(sumber="antara-2024-09-3057", kabupaten="6303")
    assert app.selectbox(key="sumber").value == "antara-2024-09-3057"
    assert dict(app.query_params) == {"sumber": "antara-2024-09-3057", "kabupaten": "6303"}


def test_a_card_links_every_number_to_its_row() -> None:
    app = open_page("pertumbuhan", kabupaten="6309", dari="2012")
    about = answer(app, "growth/total", "about")["about"]
    assert sum("versi data" in it.value for it in app.caption) == 1
    found = [it for it in map(urlsplit, hrefs(about)) if not it.netloc]
    assert {it.path for it in found} == {"data"}
    outside = {href for href in hrefs(about) if urlsplit(href).netloc}
    asked = [parse_qs(it.query) for it in found]
    assert all(it["kabupaten"] == ["6309"] and it["dari"] == ["2012"] for it in asked)
    all_figures = figures()
    expected = all_figures.query("indicator == 'cooperatives_total' and region_code == '6309'")
    assert {it["figure"][0] for it in asked if "figure" in it} == set(expected.index)
    named = [it["sumber"][0] for it in asked if "sumber" in it]
    # those of the figures, and of the events that are drawn within their time
    days = pd.to_datetime(expected["as_of"], format="ISO8601")
    dated = pd.read_csv(ROOT / "seeds" / "events.csv", dtype=str).query("cards.str.contains('growth/total')")
    dated = dated[pd.to_datetime(dated["as_of"], format="ISO8601").between(days.min(), days.max())]
    events = {it for column in ("source_id", "more_source_id") for it in dated[column].dropna()}
    assert events
    assert sorted(named) == sorted({*expected["source_id"], *events}), "each source once"
    assert len(outside) == len(named)
    one = next(it for it in asked if "figure" in it)
    followed = open_data(**one)
    assert f">{float(all_figures.loc[one['figure'][0], 'value']):.0f} unit<" in html(followed, "figure")
