"""The page Koperasi Merah Putih: its choices, what follows a regency, and the link that keeps them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.reading import table, titles
from tests.test_pages import _texts, open_page

pytestmark = pytest.mark.slow


def _finding(app: AppTest, card: str) -> str:
    return _texts(app, f"merah_putih-{card}")[0]


def _answer(app: AppTest, card: str) -> str:
    return " ".join(_texts(app, f"merah_putih-{card}"))


def test_a_regency_narrows_the_page_and_its_kecamatan() -> None:
    app = open_page("merah_putih", part="*")
    assert "156 kecamatan" in _finding(app, "by_kecamatan")
    app.multiselect(key="kabupaten").set_value(["6372"]).run()
    assert not app.exception
    assert "5 kecamatan di Banjarbaru" in _finding(app, "by_kecamatan")
    assert "RAT belum diisi per kabupaten/kota" in _finding(app, "legality")
    assert "urutan 13 dari 13" in _finding(app, "regency_map")
    for card in ("outlet_progress", "health"):
        assert "Sumber hanya menerbitkan angka provinsi" in _answer(app, card)
    app.selectbox(key="published").set_value("outlets").run()
    assert "Tidak ada data untuk Kota Banjarbaru" in _finding(app, "history")
    app.multiselect(key="kabupaten").set_value([]).run()
    assert "156 kecamatan" in _finding(app, "by_kecamatan")


def test_one_choice_of_measure_serves_map_bars_and_kecamatan_and_is_kept_in_the_link() -> None:
    app = open_page("merah_putih", part="wilayah")
    app.selectbox(key="kdmp_measure").set_value("principal_savings").run()
    assert sum(header.endswith(": simpanan pokok") for header in titles(app)) == 2
    assert "Diragukan: Banjar." in _finding(app, "regency_map")
    app.selectbox(key="suspects").set_value("include").run()
    assert not app.exception
    assert dict(app.query_params) == {"kdmp_measure": "principal_savings", "suspects": "include"}
    again = open_page("merah_putih", kdmp_measure="principal_savings", suspects="include")
    assert again.selectbox(key="suspects").value == "include"
    assert _texts(again, "merah_putih-by_kecamatan") == _texts(app, "merah_putih-by_kecamatan")


def test_the_table_holds_every_kecamatan_and_says_what_is_not_ranked() -> None:
    app = open_page("merah_putih", kdmp_measure="principal_savings")
    shown = table(app, "merah_putih/by_kecamatan")
    assert len(shown) == 156
    doubted = shown[shown["Mutu angka"] == "diragukan"]
    assert list(doubted["Kecamatan"]) == ["Karang Intan"]
    assert doubted["Urutan"].isna().all()
    assert shown["Urutan"].notna().sum() == 155
