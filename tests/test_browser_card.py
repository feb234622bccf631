"""A card in a real Chromium: its bottom row by mouse and by keyboard, its heights, and a press officer's way."""

from __future__ import annotations

import io
import re
import sys
import time
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from koperasi.screen.card import HEIGHTS
from koperasi.screen.contents import Glance, find_page
from pages import PAGES
from tests.browsing import DRAWN, card, check_clean, ready, until

pytestmark = pytest.mark.xdist_group("browser")
TILES = 192  # a row of numbers is lower than any card
CHROME = 135  # pixels of a card that are not its figure
SECTION = 1550  # pixels of a section on an office PC
SIZES = """() => [...document.querySelectorAll(".k-card")].map(it => {
  const box = it.closest("[class*=st-key-card-]"), body = it.querySelector(".k-card-body").getBoundingClientRect();
  const whole = box.getBoundingClientRect(), foot = it.querySelector(".k-card-foot").getBoundingClientRect();
  return {name: box.className.match(/st-key-card-(\\S+)/)[1], top: whole.top, height: whole.height, body: body.height,
          inner: it.getBoundingClientRect().height, foot: foot.bottom};
})"""
# cards of which a word or a piece is cut: the line of sources, and whatever is higher than the room it has
CUT = """() => [...document.querySelectorAll(".k-card")].filter(it => {
  const source = it.querySelector(".k-source"), room = it.closest(".stElementContainer");
  return [source, room].some(box => box.scrollHeight > box.clientHeight + 1);
}).map(it => it.closest("[class*=st-key-card-]").className.match(/st-key-card-(\\S+)/)[1])"""
# how high the page would be with each of its sections alone, without the title that a section has on paper
SECTIONS = """() => {
  const main = document.querySelector("[data-testid=stMainBlockContainer]");
  const titles = [...main.querySelectorAll("[data-testid=stHeading] h2")];
  const boxes = titles.map(it => it.closest("[data-testid=stVerticalBlock]").getBoundingClientRect());
  const frame = main.offsetHeight - (boxes.at(-1).bottom - boxes[0].top);
  return boxes.map((it, place) => frame + it.height - titles[place].offsetHeight);
}"""


def sizes(page: Page) -> dict[str, dict[str, float]]:
    return {it["name"]: it for it in page.evaluate(SIZES)}


def at_a_glance(page_id: str) -> dict[str, int]:
    """The declared heights of the cards of a page that are seen at one glance."""
    rows = [row for section in find_page(page_id).sections for row in section.rows if isinstance(row, Glance)]
    piles = [pile for row in rows for _, pile in row.piles]
    return {card_id.replace("/", "-"): height for pile in piles for card_id, height in pile.items()}


@pytest.mark.parametrize("query", ["", "?kabupaten=6303", "?kabupaten=6303&kabupaten=6309&kabupaten=6371"])
def test_ringkasan_is_seen_at_one_glance(page: Page, address: str, query: str) -> None:
    """At 1366 x 768, without scrolling: five numbers, and every card of the piles, none of them cut."""
    ready(page, f"{address}/ringkasan{query}")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    shown, piles = sizes(page), at_a_glance("ringkasan")
    assert page.locator(".kop-tile").count() == 5
    assert piles.keys() < shown.keys()
    bottoms = [shown[name]["top"] + shown[name]["height"] for name in piles]
    assert max(bottoms) <= 768
    assert shown["growth-total"]["top"] == shown["summary-attention"]["top"]
    assert page.evaluate(CUT) == []
    tiles = page.locator(".st-key-card-summary-headlines .k-words")
    assert tiles.evaluate("it => it.scrollHeight - it.clientHeight") <= 1
    alarms = card(page, "summary-attention").locator(".kop-found li")
    room = card(page, "summary-attention").locator(".k-words").bounding_box()
    last = alarms.nth(min(3, alarms.count() - 1)).bounding_box()
    assert room
    assert last
    assert last["y"] + last["height"] <= room["y"] + room["height"] + 1, "the four gravest"


@pytest.mark.parametrize("path", [it.id for it in PAGES if it.cards()])
def test_a_card_spends_little_on_itself_and_a_row_has_one_height(page: Page, address: str, path: str) -> None:
    shown, glance = set(), at_a_glance(path)
    for query in ("", "&kabupaten=6303", *["&kabupaten=6303&kabupaten=6371"] * (path == "profil")):
        ready(page, f"{address}/{path}?cetak=halaman{query}")  # every section
        rows: dict[float, set[float]] = {}
        for name, it in sizes(page).items():
            shown.add(name)
            if name in glance:
                assert it["inner"] == glance[name], (name, it)
                continue
            assert it["height"] - it["body"] <= CHROME, (name, it)
            assert it["inner"] in (*HEIGHTS, TILES), (name, it)
            rows.setdefault(it["top"], set()).add(it["height"])
        assert all(len(heights) == 1 for heights in rows.values()), rows
        assert page.evaluate(CUT) == [], query
        if not query:
            check_clean(page)
        heights = page.evaluate(SECTIONS)
        assert heights
        assert max(heights) <= SECTION, heights
    assert shown == {it.replace("/", "-") for it in find_page(path).cards()}
    # a telephone: as high as it needs, once its figure is drawn for it
    page.set_viewport_size({"width": 390, "height": 844})
    until(page, "() => [...document.querySelectorAll('.k-card .k-plot')].every(it => it.style.height.endsWith('px'))")
    until(page, DRAWN)
    assert page.evaluate(CUT) == []


def test_the_place_of_a_card_is_kept_before_it_is_there_and_across_filters(page: Page, address: str) -> None:
    page.route("**/koperasi.files/card.js*", lambda route: (page.wait_for_timeout(1500), route.continue_()))
    page.goto(f"{address}/pertumbuhan")
    boxes = page.locator("[data-testid=stMain] [class*='st-key-card-']")
    expect(boxes).to_have_count(3, timeout=30_000)
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    until(page, "document.documentElement.dataset.chrome === 'ready'")
    waiting = _heights(boxes)
    assert page.locator(".k-card").count() == 0
    expect(card(page, "growth-total").locator("h2")).to_be_visible()
    assert _heights(boxes) == waiting
    before = sizes(page)
    page.get_by_role("combobox", name="Kabupaten/kota").click()
    page.get_by_role("option", name="Kabupaten Banjar", exact=True).click()
    expect(card(page, "growth-total")).to_contain_text("Banjar: sekitar 253 koperasi")
    assert {name: it["inner"] for name, it in sizes(page).items()} == {name: it["inner"] for name, it in before.items()}


def _heights(boxes: Locator) -> list[tuple[float, float]]:
    """Where each begins and how high it is; the menu beside them may still be sliding in."""
    return [(box["y"], box["height"]) for it in boxes.all() if (box := it.bounding_box())]


def test_the_table_takes_the_place_of_the_chart_sorts_and_stays(page: Page, address: str) -> None:
    ready(page, f"{address}/pertumbuhan")
    total = card(page, "growth-total")
    place, button = total.bounding_box(), total.get_by_role("button", name="Tabel")
    button.click()
    table = total.get_by_role("table")
    expect(table).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(total.locator(".k-plot")).to_be_hidden()
    assert total.bounding_box() == place
    shown = table.inner_text()
    assert "None" not in shown
    assert not re.search(r"\b[a-z]+-20\d\d-", shown), "the name of a file"
    assert "Desember 2010" in shown
    cut = table.locator("td").evaluate_all("cells => cells.filter(it => it.scrollWidth > it.clientWidth + 1).length")
    assert cut == 0
    numbers = table.locator(f"tbody tr td:nth-child({1 + _head(table, 'Koperasi')})")
    table.get_by_role("button", name="Koperasi", exact=True).click()
    values = [int(it.replace(".", "")) for it in numbers.all_inner_texts()]
    assert values == sorted(values)
    table.get_by_role("button", name="Koperasi", exact=True).click()
    assert [int(it.replace(".", "")) for it in numbers.all_inner_texts()] == sorted(values, reverse=True)
    # the choice outlives a filter, and the way back costs nothing
    page.get_by_role("combobox", name="Kabupaten/kota").click()
    page.get_by_role("option", name="Kabupaten Banjar", exact=True).click()
    expect(total).to_contain_text("Banjar: sekitar 253 koperasi")
    page.keyboard.press("Escape")
    expect(table).to_contain_text("Banjar")
    button.click()
    expect(total.locator(".k-plot .main-svg").first).to_be_visible()
    expect(table).to_be_hidden()


def _head(table: Locator, label: str) -> int:
    return table.locator("thead th").all_inner_texts().index(label)


def test_all_of_it_by_keyboard_alone(page: Page, address: str, tmp_path: Path) -> None:
    ready(page, f"{address}/pertumbuhan")
    total = card(page, "growth-total")
    buttons = {name: total.get_by_role("button", name=name) for name in ("Tabel", "Unduh", "Tentang angka ini")}
    total.get_by_role("button", name="Tabel").focus()
    page.keyboard.press("Enter")
    expect(total.get_by_role("table")).to_be_visible()
    page.keyboard.press("Enter")
    expect(total.get_by_role("table")).to_be_hidden()
    page.keyboard.press("Tab")
    expect(buttons["Unduh"]).to_be_focused()
    page.keyboard.press("Enter")
    menu = total.get_by_role("menu")
    expect(menu).to_be_visible()
    expect(total.get_by_role("menuitem", name="PNG")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(buttons["Unduh"]).to_be_focused()
    page.keyboard.press("Enter")
    expect(total.get_by_role("menuitem", name="PNG")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(total.get_by_role("menuitem", name="CSV")).to_be_focused()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "a.csv")
    assert "3057" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    expect(buttons["Unduh"]).to_be_focused()
    page.keyboard.press("Tab")
    expect(buttons["Tentang angka ini"]).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Sumber dan angkanya")
    check_clean(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(buttons["Tentang angka ini"]).to_be_focused()


def test_words_and_links_are_copied(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = ready(context.new_page(), f"{address}/pertumbuhan?kabupaten=6303")
    total = card(page, "growth-total")
    copied = {}
    for name in ("keterangan", "alternatif", "kutipan", "tautan"):
        total.get_by_role("button", name="Unduh").click()
        total.get_by_role("menuitem", name=name).click()
        expect(total.get_by_role("status")).to_contain_text("disalin")
        copied[name] = page.evaluate("navigator.clipboard.readText()")
    assert "253 koperasi" in copied["keterangan"]
    assert "Sumber: " in copied["keterangan"]
    assert copied["alternatif"].startswith("Grafik garis")
    assert copied["kutipan"].startswith("Dinas Koperasi dan UKM Provinsi Kalimantan Selatan. “Jumlah koperasi")
    assert copied["tautan"] == f"{address}/pertumbuhan?kabupaten=6303&kartu=growth%2Ftotal"
    page.goto(copied["tautan"])
    expect(total).to_be_in_viewport(timeout=30_000)
    context.close()


def test_a_filter_that_does_not_apply_is_a_chip_with_its_reason(page: Page, address: str) -> None:
    ready(page, f"{address}/opop?kabupaten=6303&pola=syariah")
    cohorts = card(page, "opop-cohorts")
    chip = cohorts.get_by_role("button", name="tidak tersaring: kabupaten, pola")
    expect(chip).to_have_attribute("title", re.compile("penyaring kabupaten/kota tidak mengubah"))
    chip.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Penyaring yang tidak berlaku di sini")
    expect(dialog).to_contain_text("penyaring kabupaten/kota tidak mengubah")
    dialog.get_by_role("button", name="Tutup").click()
    expect(dialog).to_be_hidden()


def test_a_card_is_opened_as_a_slide(page: Page, address: str) -> None:
    ready(page, f"{address}/pertumbuhan")
    total = card(page, "growth-total")
    total.get_by_role("button", name="Lainnya").click()
    total.get_by_role("menuitem", name="Buka sebagai paparan").click()
    expect(page.locator(".st-key-slide h1")).to_contain_text("Jumlah koperasi", timeout=30_000)
    expect(page).to_have_url(re.compile("paparan=4"))


def test_a_press_officers_way_from_a_link_to_a_picture(page: Page, address: str, tmp_path: Path) -> None:
    ready(page, f"{address}/pertumbuhan")  # the machine's own Chromium is started by the first picture of a day
    card(page, "growth-activity").get_by_role("button", name="Unduh").click()
    with page.expect_download(timeout=60_000):
        card(page, "growth-activity").get_by_role("menuitem", name="PNG").click()
    began, clicks = time.monotonic(), 0
    page.goto(f"{address}/pertumbuhan?kabupaten=6303&kartu=growth/total")
    total = card(page, "growth-total")
    total.get_by_role("button", name="Unduh").click()
    clicks += 1
    with page.expect_download() as download:
        total.get_by_role("menuitem", name="PNG").click()
        clicks += 1
    download.value.save_as(tmp_path / "a.png")
    took = time.monotonic() - began
    sys.stdout.write(f"{clicks} clicks, {took:.1f} s\n")
    assert clicks <= 4
    assert took <= 15, "5 on a quiet machine"
    with Image.open(io.BytesIO((tmp_path / "a.png").read_bytes())) as picture:
        assert picture.size == (1600, 900)


def test_no_picture_is_made_before_it_is_asked_for(page: Page, address: str) -> None:
    ready(page, f"{address}/opop")
    cohorts = card(page, "opop-cohorts")
    cohorts.get_by_role("button", name="Unduh").click()
    expect(cohorts.get_by_role("menu")).to_be_visible()
    until(page, "document.querySelector('.stApp').dataset.testScriptState === 'notRunning'")
    expect(cohorts.get_by_role("status")).to_be_empty()
