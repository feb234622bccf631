"""Profil kabupaten/kota under AppTest: no, one, several and too many regencies, a city, and the links to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.reading import paragraphs, titles

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
BOX = "profile-regency"


def open_profile(*codes: str, page: str = "profil") -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    if codes:
        app.query_params["kabupaten"] = list(codes)
    app.switch_page(f"pages/{page}.py")
    app.query_params["cetak"] = "halaman"  # all sections, as they are printed
    app.run()
    assert not app.exception, app.exception
    assert not app.error
    return app


def texts(app: AppTest) -> str:
    return "\n".join(paragraphs(app))


def offered(app: AppTest) -> bool:
    """Whether the page says how a regency is picked."""
    return any("klik satu wilayah pada peta" in it.value for it in app.caption)


def test_without_a_regency_the_thirteen_are_offered() -> None:
    app = open_profile()
    box = app.selectbox(key=BOX)
    assert len(box.options) == 13
    assert box.value is None
    assert offered(app)
    assert [title.partition(":")[0] for title in titles(app)] == ["Angka utama", "Koperasi menurut kabupaten/kota"]
    box.set_value("6303").run()
    assert app.multiselect(key="kabupaten").value == ["6303"]
    assert dict(app.query_params) == {"kabupaten": "6303", "cetak": "halaman"}
    assert not offered(app)
    assert "Di Banjar, 53 Koperasi Merah Putih di 18 kecamatan belum memiliki NIB" in texts(app)


def test_one_regency_by_its_address() -> None:
    app = open_profile("6303")
    assert app.selectbox(key=BOX).value == "6303"
    shown = texts(app)
    assert "Urutan terdepan Kabupaten Banjar: Koperasi Merah Putih (290, ke-1 dari 13)" in shown
    assert "sekitar 253 koperasi" in shown
    assert len(titles(app)) == len(set(titles(app))) == 7
    assert sum(text.startswith("Sumber: ") for text in paragraphs(app)) == 7
    # emptied, the box offers the thirteen again
    app.selectbox(key=BOX).set_value(None).run()
    assert app.multiselect(key="kabupaten").value == []
    assert offered(app)


def test_a_city_is_called_one() -> None:
    shown = texts(open_profile("6372"))
    assert "Kota Banjarbaru" in shown
    assert "Kabupaten Banjarbaru" not in shown


def test_two_regencies_are_compared_and_five_are_too_many() -> None:
    app = open_profile("6303", "6371")
    assert app.selectbox(key=BOX).value is None
    assert "Koperasi Merah Putih Banjar 290 dan Banjarmasin 52" in texts(app)
    assert not app.warning
    app.multiselect(key="kabupaten").set_value(["6301", "6302", "6303", "6304", "6305"]).run()
    assert not app.exception
    assert "Paling banyak 4" in app.warning[0].value
    assert "sekarang terpilih 5" in app.warning[0].value
    assert titles(app) == []


def links(app: AppTest) -> list[str]:
    # AppTest has no class of its own for a page link
    return [it.proto.label for it in app.get("page_link") if it.proto.label.startswith("Buka profil")]


def test_another_page_leads_to_the_profile_of_its_only_regency() -> None:
    assert links(open_profile("6303", page="opop")) == ["Buka profil Kabupaten Banjar"]
    assert links(open_profile("6371", page="pertumbuhan")) == ["Buka profil Kota Banjarmasin"]
    assert links(open_profile("6303", "6371", page="opop")) == []
    assert links(open_profile(page="opop")) == []
    assert links(open_profile("6303")) == []
