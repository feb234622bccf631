"""Every page under AppTest: all, one and no regency; filters in the URL; broken data; bad seeds."""

from __future__ import annotations

import re
import shutil
from base64 import b64decode
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

import pages as contents
from koperasi.cards import render
from koperasi.look import formats
from koperasi.screen.contents import Section, find_page
from koperasi.store import Filters, Places, Store
from koperasi.store import store as store_module
from koperasi.store.registers import SCHEMAS
from tests import SWEEP
from tests.reading import answer, bodies, cards, paragraphs, table, titles

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
# the others have tests of their own: tests/test_page_data.py, tests/test_page_siaran.py
PAGES = [page.id for page in contents.PAGES if page.cards()]


def open_page(page: str, part: str = "", **params: str | list[str]) -> AppTest:
    """A page under these parameters; part: its section, "*" for all of them as they are printed."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params.update(params)
    if part:
        app.query_params["cetak" if part == "*" else "bagian"] = "halaman" if part == "*" else part
    if page != "ringkasan":
        app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception, app.exception
    return app


def boxes(app: AppTest) -> list[str]:
    """The cards on a page by the key of their box, in its order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        for child in getattr(node, "children", {}).values():
            key = getattr(child, "key", None) or ""
            found.extend([key] if key.startswith("card-") else [])
            walk(child)

    walk(app.main)
    return found


def held(app: AppTest, shown: list[Section]) -> None:
    """A page is whole: these sections' cards and no other, each with a topic, and sources or nothing to tell."""
    assert not app.error
    assert not app.warning
    assert len(app.title) == 1
    # on paper there is no page of a long list
    own = ["card-growth-register"] if [it.id for it in shown] == ["daftar"] else []
    assert boxes(app) == [f"card-{card.replace('/', '-')}" for it in shown for card in it.cards()] + own
    assert len(titles(app)) == len(boxes(app))
    assert any("versi data" in caption.value for caption in app.caption)
    sources = sum(text.startswith("Sumber: ") for text in paragraphs(app))
    nothing = sum(text.removeprefix("Data contoh: ").startswith("Tidak ada ") for text in paragraphs(app))
    assert sources + nothing >= len(titles(app))


@pytest.mark.parametrize("page", PAGES)
def test_page_opens(page: str) -> None:
    """Each section by itself, and all of them on paper."""
    there = find_page(page).there(0)
    for section in there:
        app = open_page(page, part=section.id)
        held(app, [section])
        banner = any("Seluruh bagian ini dihitung dari register contoh" in it.value for it in app.markdown)
        assert banner == section.sample
    held(open_page(page, part="*"), list(there))


FILTERED: list[dict[str, str | list[str]]] = [
    {"kabupaten": ["6303", "6371"]},
    {"dari": "2025", "sampai": "2026", "kabupaten": "6304"},
]
VISITS = [(page, it) for place, page in enumerate(PAGES) for it in (FILTERED if SWEEP else [FILTERED[place % 2]])]


@pytest.mark.parametrize(("page", "params"), VISITS)
def test_page_opens_filtered(page: str, params: dict[str, str | list[str]]) -> None:
    """Pages take turns: two regencies, one within years; in a sweep each page under both."""
    picked = params["kabupaten"]
    there = find_page(page).there(len([picked] if isinstance(picked, str) else picked))
    held(open_page(page, part="*", **params), list(there))


def test_growth_shows_3057_with_its_source() -> None:
    app = open_page("pertumbuhan")
    assert any("3.057 koperasi pada September 2024 menurut OSS" in text for text in paragraphs(app))
    assert any("ANTARA Kalsel" in text for text in paragraphs(app))


def test_choosing_a_regency_changes_every_card_or_says_why() -> None:
    app = open_page("opop", part="*")
    before = {card: _texts(app, card) for card in ("opop-cohorts", "opop-coverage_map", "opop-named", "opop-stages")}
    app.multiselect(key="kabupaten").set_value(["6303"]).run()
    assert not app.exception
    for card, texts in before.items():
        assert _texts(app, card) != texts, card
    assert any("kabupaten/kota" in text for text in _texts(app, "opop-cohorts") if "tidak tersaring" in text)


def _texts(app: AppTest, card: str) -> list[str]:
    return paragraphs(app.get_by_key(f"card-{card}"))


def test_filters_go_into_the_url_and_survive_a_page_change() -> None:
    app = open_page("pertumbuhan")
    app.multiselect(key="kabupaten").set_value(["6303", "6371"])
    app.slider(key="tahun").set_range(2015, 2024)
    app.multiselect(key="jenis").set_value(["Simpan Pinjam"])
    app.selectbox(key="pola").set_value("syariah").run()
    expected = {
        "kabupaten": ["6303", "6371"],
        "dari": "2015",
        "sampai": "2024",
        "pola": "syariah",
        "jenis": "Simpan Pinjam",
    }
    assert dict(app.query_params) == expected
    app.switch_page("pages/syariah.py").run()
    assert dict(app.query_params) == expected
    assert app.multiselect(key="kabupaten").value == ["6303", "6371"]
    assert app.multiselect(key="jenis").value == ["Simpan Pinjam"]


def test_the_type_of_cooperative_narrows_what_the_register_holds_and_nothing_else(store: Store) -> None:
    picked = {"jenis": ["Jasa", "Simpan Pinjam"], "measure": "register"}
    app = open_page("pertumbuhan", part="*", **picked)
    chips = [it.label for it in app.button if (it.key or "").startswith("chip-") and it.key != "chip-all"]
    assert chips[:2] == ["Jasa", "Simpan Pinjam"]
    counts = store.ask("growth/by_type").rows.set_index("cooperative_type")["cooperatives"]
    whole = formats.number(counts["Jasa"] + counts["Simpan Pinjam"])
    assert any(f"dari {whole} koperasi" in text for text in _texts(app, "growth-by_type"))
    listed = open_page("pertumbuhan", part="daftar", **picked)
    assert any(text.endswith(f"{whole} koperasi") for text in _texts(listed, "growth-register"))
    assert any("3.057 koperasi pada September 2024 menurut OSS" in text for text in _texts(app, "growth-total"))
    told = {
        card: [text for text in _texts(app, card) if "tidak tersaring" in text]
        for card in ("growth-total", "growth-regency_map")
    }
    assert "penyaring jenis tidak mengubahnya" in told["growth-total"][0]
    assert not told["growth-regency_map"]
    app.selectbox(key="measure").set_value("merah_putih").run()
    assert any("pilih “jumlah dalam register”" in text for text in _texts(app, "growth-regency_map"))
    next(it for it in app.button if it.label == "Hapus penyaring").click().run()
    assert app.multiselect(key="jenis").value == []
    assert "jenis" not in app.query_params


def test_a_shared_link_opens_the_same_state() -> None:
    app = open_page("pertumbuhan", kabupaten=["6309"], dari="2015", pola="konvensional", measure="merah_putih")
    assert app.multiselect(key="kabupaten").value == ["6309"]
    assert app.slider(key="tahun").value == (2015, 2026)
    assert app.selectbox(key="pola").value == "konvensional"
    assert app.selectbox(key="measure").value == "merah_putih"
    assert any("Merah Putih, Agustus 2026" in header for header in titles(app))


def test_a_link_to_an_older_card_opens_the_one_that_took_it_in_as_it_was() -> None:
    app = open_page("pertumbuhan", kartu="growth/founded_so_far")
    assert dict(app.query_params)["berdiri"] == "kumulatif"
    assert app.session_state["bagian"] == "berdiri"
    # what the link says itself wins
    app = open_page("pertumbuhan", kartu="growth/founded_so_far", berdiri="per-tahun")
    assert "berdiri" not in app.query_params
    # a view with a question of its own; a deck may name it too
    for name in ("kartu", "salindia"):
        app = open_page("opop", **{name: "opop/turnover"})
        assert dict(app.query_params)["opop_by"] == "turnover"


def test_invalid_values_in_the_url_are_dropped_with_a_notice() -> None:
    app = open_page(
        "ringkasan",
        kabupaten=["6303", "9999"],
        dari="abc",
        pola="ungu",
        jenis="jasa raharja",
        measure="<script>",
        paparan="99",
    )
    notice = app.warning[0].value
    for word in ("9999", "abc", "ungu", "jasa raharja", "<script>", "paparan “99”"):
        assert word in notice
    assert dict(app.query_params) == {"kabupaten": "6303"}


def test_no_rows_says_so_and_a_button_clears_the_filter() -> None:
    app = open_page("pertumbuhan", kabupaten="6304", dari="2025")
    assert any(text.startswith("Tidak ada data untuk Kabupaten Barito Kuala") for text in paragraphs(app))
    told = cards(app)["growth/total"]
    assert told["empty"]
    assert "chart" not in told
    next(it for it in app.button if it.label == "Hapus penyaring").click().run()
    assert app.multiselect(key="kabupaten").value == []
    assert not cards(app)["growth/total"]["empty"]


def test_the_table_twin_is_written_out_and_names_publishers() -> None:
    app = open_page("pertumbuhan")
    assert "table" not in cards(app)["growth/total"], "sent when it is asked for"
    shown = table(app, "growth/total")
    assert 3057 in set(shown["Koperasi"])
    assert "ANTARA Kalsel" in set(shown["Sumber"])
    told = cards(app)["growth/total"]["table"]
    cells = [cell for row in told["rows"] for cell in row]
    assert not {"None", "nan", ""} & {cell[0] for cell in cells if isinstance(cell, list)}
    linked = [link for cell in cells if isinstance(cell, dict) for link in cell["links"]]
    assert linked
    assert all(href.startswith("data?sumber=") for _, href in linked)
    app.multiselect(key="kabupaten").set_value(["6303"]).run()
    assert cards(app)["growth/total"]["view"] == "table"


def test_what_stands_behind_the_i() -> None:
    app = open_page("pertumbuhan", kabupaten="6303", pola="syariah")
    text = answer(app, "growth/total", "about")["about"]
    assert "https://" in text
    assert "Mutu angka" in text
    assert "penyaring pola tidak mengubah" in text
    assert "answer" not in cards(app.run())["growth/total"], "said once"


def test_a_csv_is_made_when_it_is_asked_for() -> None:
    file = answer(open_page("pertumbuhan"), "growth/total", "csv")["file"]
    assert file["name"] == "koperasi-kalsel_growth-total_kalsel_2024-09.csv"
    assert "3057" in b64decode(file["bytes"]).decode("utf-8-sig")


def test_register_table_searches_sorts_and_pages() -> None:
    app = open_page("pertumbuhan", part="daftar")
    app.text_input(key="register-search").set_value("contoh 0042").run()
    rows = app.get_by_key("card-growth-register").dataframe[0].value
    assert list(rows["Nama koperasi"]) == ["Koperasi Contoh 0042"]
    app.text_input(key="register-search").set_value("").run()
    app.selectbox(key="register-sort").set_value("assets")
    app.toggle(key="register-descending").set_value(True).run()
    names = list(app.get_by_key("card-growth-register").dataframe[0].value["Nama koperasi"])
    by_assets = Store().ask("growth/register", sort="assets", descending=True, rows=50).rows["cooperative_name"]
    assert names == list(by_assets[:25])
    app.get_by_key("card-growth-register").number_input[0].set_value(2).run()
    names = list(app.get_by_key("card-growth-register").dataframe[0].value["Nama koperasi"])
    assert names == list(by_assets[25:])
    app.text_input(key="register-search").set_value("tidak ada yang begini").run()
    assert any("Tidak ada data untuk" in text for text in _texts(app, "growth-register"))


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app on copies of seeds/ and data/ that a test may spoil."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copytree(ROOT / "data" / "sample", tmp_path / "data" / "sample")
    there = Places(seeds=tmp_path / "seeds", data=tmp_path / "data")
    monkeypatch.setattr(store_module, "Places", lambda: there)
    return tmp_path


def test_a_truncated_register_is_explained_and_the_rest_works(places: Path) -> None:
    path = places / "data" / "sample" / "cooperatives.parquet"
    path.write_bytes(path.read_bytes()[:5000])
    app = open_page("pertumbuhan", part="*")
    assert any("3.057" in text for text in paragraphs(app))
    fault = app.get_by_key("card-growth-by_type").error[0]
    assert "terpotong" in fault.value.lower()
    assert "python -m koperasi sample" in fault.value
    assert not app.get_by_key("card-growth-total").error


def test_one_sample_among_the_registers_is_said_at_the_foot(places: Path) -> None:
    (places / "data" / "office").mkdir()
    for path in (places / "data" / "sample").glob("*.parquet"):
        kind = b"sample" if path.stem == "ratings" else b"office"
        table = pq.read_table(path).replace_schema_metadata({b"koperasi.kind": kind})
        pq.write_table(table, places / "data" / "office" / path.name)
    assert [it for it, register in store_module.current().registers.items() if register.sample] == ["ratings"]
    app = open_page("opop")
    assert any("register contoh (DATA CONTOH)" in it.value for it in app.caption if "versi data" in it.value)


def test_without_registers_every_page_opens(places: Path) -> None:
    """What needs it says which file is missing; nothing falls over, and everything else stays."""
    for path in (places / "data" / "sample").glob("*.parquet"):
        path.unlink()
    told = set()
    for page in (it.id for it in contents.PAGES):
        app = open_page(page, part="*", kabupaten="6303")  # one regency, so that the profile shows its cards
        titles = {fault.proto.title for fault in app.error}
        assert all(title.endswith("tidak dapat dipakai") for title in titles), (page, titles)
        told |= titles
        assert app.multiselect(key="jenis").disabled
    # no card reads the health checks or the pesantren without the register of cooperatives or participants
    assert len(told) >= 5
    assert sum(it.proto.body.count("tidak ada.") for it in app.get("html")) >= len(SCHEMAS), "page of data"


def test_words_from_the_files_are_shown_not_acted_upon(places: Path) -> None:
    """In tiles, sentences, findings, notes and names of sources; the page of data has a test of its own."""
    hostile = "<img src=x onerror=alert(1)> [klik](javascript:alert(1)) $x$ :red[y] **z**"
    for name, *olds in (
        ("indicators", "Jumlah Koperasi Merah Putih"),
        ("attention_rules", "Angka simpanan diragukan"),
        ("sources", "ANTARA Kalsel"),
        ("regencies", "Kabupaten Banjar"),
        ("merah_putih_kecamatan", "Kabupaten Banjar", "Karang Intan"),
    ):
        path = places / "seeds" / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        for old in olds:
            assert f"{old}," in text, name
            text = text.replace(f"{old},", f"{old} {hostile},")
        path.write_text(text, encoding="utf-8")
    for page in ("ringkasan", "profil"):
        app = open_page(page, part="*", kabupaten="6303")
        shown = bodies(app.main)
        for card in list(cards(app))[::3]:  # what stands there is made in one place
            shown += answer(app, card, "about")["about"]
        assert "<img src=x" not in shown
        assert shown.count("&lt;img src=x") >= 2, page
        # the words of a card are text to the browser (tests/test_browser_card.py)
        assert sum("onerror" in text for text in paragraphs(app)) >= 2, page
        marked = [it.value for it in (*app.main.markdown, *app.main.caption, *app.main.title)]
        for text in marked:
            assert not re.search(r"(?<!\\)(\[klik|\$x|:red|\*\*z)", text), text


def test_bad_seeds_are_listed_all_at_once(places: Path) -> None:
    figures = places / "seeds" / "figures.csv"
    text = figures.read_text(encoding="utf-8")
    text = text.replace("63,2024-09,3057,", "63,2024-09,tiga ribu,").replace("63,2024-01,3014,", "63,2024-13,3014,")
    figures.write_text(text, encoding="utf-8")
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    shown = " ".join(block.value for block in app.code)
    assert "tiga ribu" in shown
    assert "2024-13" in shown
    assert not titles(app)


def test_changed_data_is_picked_up_at_the_next_rerun(places: Path) -> None:
    app = open_page("pertumbuhan")
    figures = places / "seeds" / "figures.csv"
    text = figures.read_text(encoding="utf-8")
    figures.write_text(text.replace("63,2024-09,3057,", "63,2024-09,3111,"), encoding="utf-8")
    app.run()
    assert any("3.111 koperasi pada September 2024 menurut OSS" in text for text in paragraphs(app))


def test_a_page_opened_without_the_frame_gets_it() -> None:
    """Streamlit runs pages/opop.py by itself when it is the first thing opened after a start."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.switch_page("pages/opop.py").run()
    assert not app.exception
    assert [it.key for it in app.multiselect] == ["kabupaten", "jenis", "salindia"]
    assert "OPOP" in app.title[0].value


def test_store_is_shared_by_sessions() -> None:
    open_page("pertumbuhan")
    first = store_module.current()
    open_page("opop")
    assert store_module.current() is first
    assert isinstance(first, Store)


def test_each_chip_clears_its_own_filter() -> None:
    app = open_page("pertumbuhan", kabupaten=["6303", "6371"], dari="2015", pola="syariah")

    def chips() -> list[str]:
        return [it.label for it in app.button if (it.key or "").startswith("chip-")]

    assert chips() == [
        "Hapus penyaring",
        "Kabupaten Banjar",
        "Kota Banjarmasin",
        "Tahun 2015 dan sesudahnya",
        "Pola syariah",
    ]
    next(it for it in app.button if it.label == "Kabupaten Banjar").click().run()
    assert dict(app.query_params) == {"kabupaten": "6371", "dari": "2015", "pola": "syariah"}
    next(it for it in app.button if it.label.startswith("Tahun 2015")).click().run()
    assert dict(app.query_params) == {"kabupaten": "6371", "pola": "syariah"}
    next(it for it in app.button if it.label == "Pola syariah").click().run()
    assert chips() == ["Kota Banjarmasin"]  # one chip is its own way to clear all
    app.multiselect(key="kabupaten").set_value(["6303", "6371"]).run()
    app.button(key="chip-all").click().run()
    assert chips() == []
    assert dict(app.query_params) == {}


def test_a_section_is_chosen_kept_in_the_url_and_left_with_its_page() -> None:
    app = open_page("pertumbuhan", kabupaten="6303")
    assert boxes(app)[:2] == ["card-growth-total", "card-growth-activity"]
    assert "card-growth-by_type" not in boxes(app)
    app.segmented_control(key="sections-pertumbuhan").set_value("jenis").run()
    assert dict(app.query_params) == {"kabupaten": "6303", "bagian": "jenis"}
    assert "card-growth-by_type" in boxes(app)
    app.button(key="print-page").click().run()
    assert app.query_params["cetak"] == "halaman"
    assert {"card-growth-total", "card-growth-by_type"} <= set(boxes(app))
    app.button(key="paper-leave").click().run()
    assert dict(app.query_params) == {"kabupaten": "6303", "bagian": "jenis"}
    del app.query_params["bagian"]  # the menu leads to an address without parameters
    app.switch_page("pages/opop.py").run()
    assert "bagian" not in app.query_params
    assert not app.warning


def test_published_figures_and_a_sample_never_share_a_section(store: Store) -> None:
    for page in contents.PAGES:
        for section in page.sections:
            samples = {render(store, card, Filters()).answer.sample for card in section.cards()}
            assert samples <= {section.sample}, (page.id, section.id)
