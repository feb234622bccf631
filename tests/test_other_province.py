"""Another province needs seeds only: with its codes, names and five regencies every page opens and names it alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from koperasi.cards import every_view, render
from koperasi.intake.sample import write_sample
from koperasi.screen.contents import Page, find_page
from koperasi.store import Filters, Places, Store
from koperasi.store import store as store_module
from koperasi.store.province import Province
from koperasi.store.seeds import check_seeds
from pages import PAGES
from tests.provinces import CODE, CODES, NAME, NAMES, OURS, SHORT, other_province

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("other province")]

ROOT = Path(__file__).resolve().parents[1]
FILTERS = {"all": Filters(), "two": Filters((CODES["6303"], CODES["6371"]))}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    folder = tmp_path_factory.mktemp("province")
    other_province(ROOT / "seeds", folder / "seeds")
    write_sample(folder / "data" / "sample", 300, 7, seeds=folder / "seeds")
    return Places(seeds=folder / "seeds", data=folder / "data")


@pytest.fixture
def served(places: Places, monkeypatch: pytest.MonkeyPatch) -> Places:
    monkeypatch.setattr(store_module, "Places", lambda: places)
    return places


def test_its_seeds_pass_the_same_check(places: Places) -> None:
    assert check_seeds(places.seeds) == []


def test_the_store_knows_it(places: Places) -> None:
    assert Store(places).province == Province(
        CODE,
        NAME,
        SHORT,
        f"Dinas Koperasi dan UKM Provinsi {NAME}",
        f"Dinas Koperasi dan UKM Prov. {SHORT}",
        f"Dasbor Koperasi {SHORT}",
        "icon.png",
        5,
        {
            code: name.split(" ", 1)[1]
            for code, name in (
                ("9101", NAMES["6303"]),
                ("9102", NAMES["6304"]),
                ("9103", NAMES["6309"]),
                ("9104", NAMES["6310"]),
                ("9171", NAMES["6371"]),
            )
        },
    )


def test_no_code_and_no_name_of_ours_stands_in_the_code() -> None:
    ours = re.compile(rf"""["']63(\d\d)?["']|{OURS.pattern}""", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for folder, kind in (("queries", "*.sql"), ("koperasi", "*.py"), ("koperasi", "*.html"), ("pages", "*.py"))
        for path in sorted((ROOT / folder).rglob(kind))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ours.search(line)
    ]
    assert found == []


def test_every_card_is_drawn_and_names_no_other_province(places: Places) -> None:
    store, named = Store(places), []
    for card in every_view():
        for name, filters in FILTERS.items():
            shown = render(store, card, filters)
            said = [shown.title, shown.about, shown.source_line, *shown.notes, shown.finding, shown.alt]
            named += [f"{card} {name}: {text}" for text in said if OURS.search(text)]
    assert named == []


ONE, TWO = [CODES["6303"]], [CODES["6303"], CODES["6371"]]
VISITS = [(page, ONE) for page in PAGES]
VISITS += [(find_page("ringkasan"), []), (find_page("profil"), []), (find_page("profil"), TWO)]


@pytest.mark.parametrize(("page", "regencies"), VISITS, ids=[f"{page.id}-{len(picked)}" for page, picked in VISITS])
def test_every_page_opens_and_names_no_other_province(page: Page, regencies: list[str], served: Places) -> None:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    if regencies:
        app.query_params["kabupaten"] = regencies
    app.switch_page(page.file).run()
    assert not app.exception, app.exception
    assert not app.error
    assert set(app.multiselect(key="kabupaten").options) == set(NAMES.values())
    shown = texts(app)
    assert any(NAME in text for text in shown)
    assert [text for text in shown if OURS.search(text)] == []


def texts(app: AppTest) -> list[str]:
    """Every text that reaches the browser, whatever element it stands in."""
    found = []
    for element in (*app.main, *app.sidebar):
        found += [line for line in str(element.proto).splitlines() if '"' in line]
    return found
