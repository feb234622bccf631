"""The chart component in a real Chromium: it stays, keyboard, late drawing, no Plotly, resizing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import POLL, card, ready

pytestmark = pytest.mark.xdist_group("browser")
PLOTLY = "**/plotly.min.js*"


def test_a_change_keeps_the_drawing_and_the_keyboard_can_pick(page: Page, address: str) -> None:
    ready(page, f"{address}/pertumbuhan")
    page.evaluate("document.querySelectorAll('.k-plot .main-svg').forEach(it => { it.kept = true })")
    charts = page.locator(".k-plot").count()
    tiles = card(page, "growth-regency_map")
    choice = tiles.get_by_role("button", name="Saring: Kabupaten Banjar", exact=True)
    tiles.get_by_role("tab", name="Tentang angka ini").focus()
    page.keyboard.press("Tab")  # into the open tab's panel or straight to the first mark
    for _ in range(20):
        if choice.evaluate("it => it === document.activeElement"):
            break
        page.keyboard.press("Tab")
    box = choice.bounding_box()
    assert box
    assert box["height"] > 15  # seen while it has the focus
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("kabupaten=6303"))
    expect(card(page, "growth-total")).to_contain_text("Banjar: sekitar 253 koperasi")
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    expect(choice).to_be_focused()
    kept = "[...document.querySelectorAll('.k-plot .main-svg')].filter(it => it.kept).length"
    assert page.evaluate(kept) >= 2 * charts  # each chart has several layers; all are the old ones


def test_far_charts_wait_but_not_for_paper(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 400})
    page.goto(f"{address}/pertumbuhan")
    last = card(page, "growth-by_status").locator(".k-plot")
    expect(last).to_have_attribute("aria-label", re.compile("Diagram batang"), timeout=30_000)
    expect(card(page, "growth-total").locator(".main-svg").first).to_be_visible()
    assert last.locator(".main-svg").count() == 0
    place = last.bounding_box()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function(
        "[...document.querySelectorAll('.k-plot')].every(it => it.querySelector('.main-svg'))", polling=POLL
    )
    assert last.bounding_box() == place  # its place was kept


def test_without_plotly_the_page_says_so(page: Page, address: str) -> None:
    page.route(PLOTLY, lambda route: route.abort())
    page.goto(f"{address}/opop")
    expect(card(page, "opop-cohorts").locator(".k-plot")).to_contain_text("Grafik tidak dapat digambar", timeout=30_000)
    expect(card(page, "opop-cohorts")).to_contain_text("Sumber:")


def test_plotly_comes_once_from_here(page: Page, address: str) -> None:
    ready(page, f"{address}/opop")
    ready(page, f"{address}/syariah")
    found = page.evaluate(
        """() => performance.getEntriesByType("resource").filter(it => /plotly/i.test(it.name))
            .map(it => [it.name, it.transferSize])"""
    )
    assert len(found) == 1
    assert found[0][0].startswith(address)
    assert found[0][1] == 0  # out of the browser's own store: the first page fetched it


def test_drawn_again_at_another_width(page: Page, address: str) -> None:
    ready(page, f"{address}/opop")
    sizes = """near => [...document.querySelectorAll(".k-plot")]
        .filter(it => !near || it.getBoundingClientRect().top < innerHeight)
        .every(it => it._fullLayout.width === it.clientWidth)"""
    for width in (1000, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        page.wait_for_function(sizes, arg=True, polling=POLL)
        # what is far from the view need not: it takes its size when it comes near, or when all are asked for
        page.evaluate("dispatchEvent(new Event('koperasi-draw-all'))")
        page.wait_for_function(sizes, arg=False, polling=POLL)
