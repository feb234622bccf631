"""Each page in a real Chromium, held to all rules in as few visits as there are: a visit costs seconds."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from koperasi.screen.card import HEIGHTS
from koperasi.screen.contents import Glance, find_page
from pages import PAGES
from tests.browsing import (
    CUT,
    FIRST_NUMBER,
    card,
    check_clean,
    check_fits,
    check_paper,
    check_quiet,
    english,
    sizes,
    visit,
)

pytestmark = pytest.mark.xdist_group("browser")
TILES = 192  # a row of numbers is lower than any card
CHROME = 135  # pixels of a card that are not its figure
SECTION = 1550  # pixels of a section on an office PC
# how high the page would be with each of its sections alone, without the title that a section has on paper
SECTIONS = """() => {
  const main = document.querySelector("[data-testid=stMainBlockContainer]");
  const titles = [...main.querySelectorAll("[data-testid=stHeading] h2")];
  const boxes = titles.map(it => it.closest("[data-testid=stVerticalBlock]").getBoundingClientRect());
  const frame = main.offsetHeight - (boxes.at(-1).bottom - boxes[0].top);
  return boxes.map((it, place) => frame + it.height - titles[place].offsetHeight);
}"""


def at_a_glance(page_id: str) -> dict[str, int]:
    """The declared heights of the cards of a page that are seen at one glance."""
    rows = [row for section in find_page(page_id).sections for row in section.rows if isinstance(row, Glance)]
    piles = [pile for row in rows for _, pile in row.piles]
    return {card_id.replace("/", "-"): height for pile in piles for card_id, height in pile.items()}


@pytest.mark.parametrize("query", ["", "?kabupaten=6303", "?kabupaten=6303&kabupaten=6309&kabupaten=6371"])
def test_ringkasan_is_seen_at_one_glance(tab: Page, address: str, query: str) -> None:
    """At 1366 x 768, without scrolling: five numbers, and every card of the piles, none of them cut."""
    visit(tab, f"{address}/ringkasan{query}")
    assert tab.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    shown, piles = sizes(tab), at_a_glance("ringkasan")
    assert tab.locator(".kop-tile").count() == 5
    assert piles.keys() < shown.keys()
    bottoms = [shown[name]["top"] + shown[name]["height"] for name in piles]
    assert max(bottoms) <= 768
    assert shown["growth-total"]["top"] == shown["summary-attention"]["top"]
    assert tab.evaluate(CUT) == []
    tiles = tab.locator(".st-key-card-summary-headlines .k-words")
    assert tiles.evaluate("it => it.scrollHeight - it.clientHeight") <= 1
    alarms = card(tab, "summary-attention").locator(".kop-found li")
    room = card(tab, "summary-attention").locator(".k-words").bounding_box()
    last = alarms.nth(min(3, alarms.count() - 1)).bounding_box()
    assert room
    assert last
    assert last["y"] + last["height"] <= room["y"] + room["height"] + 1, "the four gravest"


def check_cards(page: Page, path: str) -> set[str]:
    """A card spends little on itself, a row has one height, no section is long; the cards that were seen."""
    rows: dict[float, set[float]] = {}
    shown, glance = sizes(page), at_a_glance(path)
    for name, it in shown.items():
        if name in glance:
            assert it["inner"] == glance[name], (name, it)
            continue
        assert it["height"] - it["body"] <= CHROME, (name, it)
        assert it["inner"] in (*HEIGHTS, TILES), (name, it)
        rows.setdefault(it["top"], set()).add(it["height"])
    assert all(len(heights) == 1 for heights in rows.values()), rows
    assert page.evaluate(CUT) == [], page.url
    heights = page.evaluate(SECTIONS)
    assert heights
    assert max(heights) <= SECTION, heights
    return set(shown)


@pytest.mark.parametrize("path", [it.id for it in PAGES])
def test_every_section_is_clean_indonesian_and_fits(tab: Page, phone: Page, address: str, path: str) -> None:
    """All sections at once, without and with a filter; then on a telephone too, where a card is as high as it needs."""
    cards = {it.replace("/", "-") for it in find_page(path).cards()}
    shown = set()
    for query in ("", *["&kabupaten=6303&kabupaten=6371"] * (path == "profil"), "&kabupaten=6303"):
        visit(tab, f"{address}/{path}?cetak=halaman{query}")
        if path == "profil" and not query:  # a list without a choice
            check_clean(tab)
        if cards:
            shown |= check_cards(tab, path)
        if cards and not query:  # the page without cards is printed by a test of its own
            check_paper(tab)
    assert shown == cards
    check_clean(tab)  # the chips of the filter and what it does not move are there, too
    assert english(tab) == {}
    check_fits(tab)
    visit(phone, tab.url)
    check_quiet(phone)
    check_fits(phone, ())
    assert phone.evaluate(CUT) == []


@pytest.mark.parametrize("path", [it.id for it in PAGES if it.cards() and it.id != "profil"])
def test_the_content_is_wide_and_its_first_number_high(tab: Page, address: str, path: str) -> None:
    visit(tab, f"{address}/{path}")
    boxes = [it.bounding_box() for it in tab.locator("[class*=st-key-card-]").all()]
    left, right = min(it["x"] for it in boxes if it), max(it["x"] + it["width"] for it in boxes if it)
    assert right - left >= 1080
    assert tab.evaluate(FIRST_NUMBER) < 160


@pytest.mark.parametrize(("path", "section"), [("pertumbuhan", "daftar"), ("data", "angka")])
def test_what_opens_and_what_is_typed_is_indonesian(tab: Page, address: str, path: str, section: str) -> None:
    visit(tab, f"{address}/{path}?kabupaten=6303&bagian={section}")
    tab.get_by_role("combobox", name="Kabupaten/kota").click()
    expect(tab.get_by_role("option").first).to_be_visible()
    assert english(tab) == {}
    tab.keyboard.type("zzzz")
    expect(tab.get_by_text("Tidak ada yang cocok")).to_be_visible()
    assert english(tab) == {}
    tab.keyboard.press("Escape")
    tab.locator("[class*=st-key-card-] input[type=text]").first.fill("x")
    expect(tab.get_by_text("Tekan Enter untuk mencari")).to_be_visible()
    assert english(tab) == {}
