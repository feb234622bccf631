"""What is wrong is said once, in Bahasa Indonesia, with what to do: on its card, or before the page begins."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from koperasi import settings
from koperasi.store import BrokenQuery, OutOfMemory, Places, SeedError, Store
from koperasi.store import store as store_module
from tests.conftest import ROOT, serve

pytestmark = pytest.mark.slow


def page() -> None:
    import streamlit as st

    from koperasi.screen.faults import explained
    from koperasi.store import BrokenQuery

    with explained("Kartu “Jenis”"):
        raise BrokenQuery("growth/by_type", 'Binder Error: column "men" not found')
    st.header("Kartu berikutnya")


def test_a_broken_question_is_named_on_its_card() -> None:
    app = AppTest.from_function(page, default_timeout=30).run()
    assert not app.exception
    assert len(app.error) == 1
    assert "men" in app.error[0].value
    assert "python -m koperasi check" in app.error[0].value
    assert "queries/growth/by_type.sql" in str(app.error[0].proto)
    assert app.header[0].value == "Kartu berikutnya"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of seeds/ and queries/ that the dashboard reads instead."""
    for name in ("seeds", "queries"):
        shutil.copytree(ROOT / name, tmp_path / name)
    places = partial(Places, seeds=tmp_path / "seeds", queries=tmp_path / "queries")
    monkeypatch.setattr(store_module, "Places", places)
    monkeypatch.setattr(store_module, "_current", {})
    return tmp_path


def _without_seeds(copy: Path) -> None:
    shutil.rmtree(copy / "seeds")


def _without_queries(copy: Path) -> None:
    shutil.rmtree(copy / "queries")


def _broken_declaration(copy: Path) -> None:
    path = copy / "seeds" / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace(",", "", 1), encoding="utf-8")


def _bad_row(copy: Path) -> None:
    path = copy / "seeds" / "regencies.csv"
    path.write_text(path.read_text(encoding="utf-8") + "x,y\n", encoding="utf-8")


def _spoilt(name: str) -> Callable[[Path], None]:
    def spoil(copy: Path) -> None:
        path = copy / "queries" / f"{name}.sql"
        path.write_text(path.read_text(encoding="utf-8").replace("select", "selekt"), encoding="utf-8")

    return spoil


FAULTS = {
    "no seeds": (_without_seeds, {}, "datapackage.json: berkas ini harus ada"),
    "a broken declaration": (_broken_declaration, {}, 'datapackage.json baris 3: "'),
    "no queries": (_without_queries, {}, "macros.sql"),
    "a row": (_bad_row, {}, "kesalahan di seeds/"),
    "the province's query": (_spoilt("frame/province"), {}, "queries/frame/province.sql rusak"),
    "the frame's query": (_spoilt("frame/newest"), {}, "queries/frame/newest.sql rusak"),
    "a table": (_spoilt("tables/cooperative_list"), {}, "queries/tables/cooperative_list.sql rusak"),
    "macros": (_spoilt("macros"), {}, "queries/macros.sql rusak"),
    "little memory": (lambda _: None, {"KOPERASI_MEMORY": "20MB"}, "KOPERASI_MEMORY"),
    "no memory": (lambda _: None, {"KOPERASI_MEMORY": "banyak"}, "KOPERASI_MEMORY"),
    "no threads": (lambda _: None, {"KOPERASI_THREADS": "abc"}, "KOPERASI_THREADS"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_before_the_page_begins_is_said_once(name: str, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil, environment, said = FAULTS[name]
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    spoil(copy)
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    assert not app.exception
    assert len(app.error) == 1
    shown = " ".join([app.error[0].proto.title, app.error[0].value, *(it.value for it in app.code)])
    assert said.replace("_", "") in shown.replace("\\", "").replace("_", "")
    assert any(todo in shown for todo in ("Perbaiki", "Kembalikan", "Naikkan", "isi dengan")), shown
    assert not app.title


def test_the_box_of_streamlit_is_never_shown(page: Page, copy: Path) -> None:
    """On the real server too, where `explained` cannot reach: a fault of the menu, before there is any page."""
    script = copy / "bad.py"
    script.write_text(
        "import streamlit as st\nfrom streamlit import runtime\nfrom koperasi.screen import faults\n"
        "if not runtime.exists():\n    app = st.App(__file__, on_script_error=faults.uncaught)\n"
        "else:\n    raise ValueError('inside')\n",
        encoding="utf-8",
    )
    for address in serve(script=str(script)):
        page.goto(address)
        expect(page.get_by_text("Halaman tidak dapat ditampilkan")).to_be_visible()
        expect(page.get_by_text("Muat ulang halaman ini")).to_be_visible()
        assert page.get_by_test_id("stException").count() == 0
    assert "on_script_error=faults.uncaught" in (ROOT / "dashboard.py").read_text(encoding="utf-8")


def test_the_store_says_which(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = store_module.Places()
    monkeypatch.setenv("KOPERASI_MEMORY", "20MB")
    with pytest.raises(OutOfMemory, match="KOPERASI_MEMORY membatasinya pada 20MB"):
        Store(places)
    monkeypatch.undo()
    _spoilt("tables/cooperative_list")(copy)
    with pytest.raises(BrokenQuery, match="tables/cooperative_list"):
        Store(places)
    _bad_row(copy)
    with pytest.raises(SeedError):
        Store(places)


@pytest.mark.parametrize("text", ["abc", "0MB", "-1MB", "20", "1e9MB", "²MB", "20MB;drop"])
def test_a_size_that_makes_no_sense_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOPERASI_MEMORY", text)
    with pytest.raises(settings.BadSetting, match=r"KOPERASI_MEMORY.*700MB"):
        settings.size("KOPERASI_MEMORY", "700MB")


def test_sizes_and_counts_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for text, many in (("", 700_000_000), ("1.5GiB", 1_610_612_736), ("64 mb", 64_000_000)):
        monkeypatch.setenv("KOPERASI_MEMORY", text)
        assert settings.size("KOPERASI_MEMORY", "700MB") == many
    for text in ("0", "1.5", "257", "²"):
        monkeypatch.setenv("KOPERASI_THREADS", text)
        with pytest.raises(settings.BadSetting):
            settings.count("KOPERASI_THREADS", 2)
    monkeypatch.setenv("KOPERASI_THREADS", "3")
    assert settings.count("KOPERASI_THREADS", 2) == 3
