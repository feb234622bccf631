"""Mode paparan in a real Chromium: by keys through all slides and back, a reload, Esc, nothing outside the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from koperasi.cards.slides import SLIDES
from tests.browsing import chip, go, leave, until, visit

pytestmark = pytest.mark.xdist_group("browser")
LAST = len(SLIDES)
# nothing scrolls, and no part of the slide lies outside the screen or over another part
FITS = """() => {
  const box = name => document.querySelector('.st-key-slide-' + name).getBoundingClientRect();
  const [head, body, foot] = ['head', 'body', 'foot'].map(box);
  const inside = [...document.querySelectorAll('.st-key-slide :is(h1, p, li, button, .kop-tile, .js-plotly-plot)')]
    .map(e => e.getBoundingClientRect()).filter(b => b.width && b.height)
    .every(b => b.left >= 0 && b.right <= innerWidth + 0.5 && b.top >= 0 && b.bottom <= innerHeight + 0.5);
  const held = ['body', 'foot', 'head'].map(n => document.querySelector('.st-key-slide-' + n))
    .every(e => e.scrollHeight <= e.clientHeight + 1);
  const tiles = [...document.querySelectorAll('.kop-grid .kop-tile')].every(e => e.scrollHeight <= e.clientHeight + 1);
  const all = document.documentElement;
  const flat = all.scrollHeight <= innerHeight && all.scrollWidth <= innerWidth;
  return inside && held && tiles && flat && head.bottom <= body.top + 0.5 && body.bottom <= foot.top + 0.5;
}"""
# each line of words in the chart, which is 1.25 times as high as its letters, has letters of at least so many pixels
LETTERS = """least => [...document.querySelectorAll(".st-key-slide .main-svg text")]
  .map(it => it.getBoundingClientRect().height).filter(Boolean).every(it => it / 1.25 >= least)"""


def on(page: Page, number: int) -> None:
    said = f"document.querySelector('.st-key-slide-buttons')?.textContent.includes('{number} / {LAST}')"
    until(page, f"{said} && new URLSearchParams(location.search).get('paparan') === '{number}'")


def test_a_briefing_by_keyboard(tab: Page, address: str) -> None:
    page = visit(tab, address)
    page.set_viewport_size({"width": 1920, "height": 1080})  # and smaller on the way back
    page.get_by_role("button", name="Paparan").click(timeout=30_000)
    on(page, 1)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    keys = ["ArrowRight", "PageDown", " "]
    for number in range(1, LAST + 1):
        on(page, number)
        until(page, FITS, timeout=20_000)
        if number < LAST:
            page.keyboard.press(keys[number % 3])
    expect(page.locator(".st-key-slide").get_by_text("DATA CONTOH").first).to_be_visible()
    page.keyboard.press("ArrowRight")  # there is none after the last
    page.reload()
    page.locator(".st-key-slide h1").wait_for(timeout=30_000)
    page.keyboard.press("ArrowLeft")  # as soon as the slide is seen, its buttons perhaps not yet
    on(page, LAST - 1)
    page.set_viewport_size({"width": 1366, "height": 768})
    for number in range(LAST - 1, 3, -1):
        on(page, number)
        until(page, FITS, timeout=20_000)
        if number > 4:
            page.keyboard.press("PageUp" if number % 2 else "ArrowLeft")
    expect(page.locator(".st-key-slide-head")).to_contain_text("3.057 koperasi pada September 2024 menurut OSS")
    go(page, f"{address}/?kabupaten=6303&paparan=4")
    expect(page.locator(".st-key-slide-head")).to_contain_text("Banjar: sekitar 253 koperasi", timeout=30_000)
    for number in (3, 2, 1):
        page.keyboard.press("ArrowLeft")
        on(page, number)
        until(page, FITS, timeout=20_000)
    # two at once, the second on a page that does not know the first yet: on by two, or by one, never back
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"paparan=[23]\b"), timeout=30_000)
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-slide")).to_have_count(0)
    expect(chip(page, "Kabupaten Banjar")).to_be_visible()
    expect(page).not_to_have_url(re.compile("paparan"))


def test_a_slide_that_is_seen_hears_its_keys_however_late_the_rest_comes(tab: Page, address: str) -> None:
    page = tab
    page.route("**/chrome.js*", lambda route: route.abort())
    page.goto(f"{address}/?paparan=4")
    page.locator(".st-key-slide h1").wait_for(timeout=30_000)
    page.keyboard.press("ArrowLeft")
    on(page, 3)
    leave(page)


def test_the_letters_of_a_chart_grow_with_the_slide(tab: Page, address: str) -> None:
    page = visit(tab, address)
    go(page, f"{address}/?paparan={1 + SLIDES.index('growth/total')}")
    words = page.locator(".st-key-slide .main-svg text")
    words.first.wait_for(timeout=30_000)
    for width, height in ((1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        until(page, FITS, timeout=20_000)
        until(page, LETTERS, arg=0.026 * height)
    expect(page.locator(".k-agency")).to_contain_text("Dinas Koperasi dan UKM Provinsi Kalimantan Selatan")
    assert page.locator(".k-agency img").evaluate("it => it.complete && it.naturalWidth > 0")


def test_a_tile_opens_its_card(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/?kabupaten=6303")
    tiles = page.locator(".st-key-card-summary-headlines")
    tiles.get_by_role("link", name="Koperasi teladan (AAA)").click(timeout=30_000)
    expect(page).to_have_url(re.compile(r"/syariah\?kabupaten=6303$"), timeout=30_000)
    expect(page.locator(".st-key-card-sharia-rating_round")).to_be_in_viewport()
