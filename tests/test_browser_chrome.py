"""What a page brings along besides its elements: styles and scripts once a visit, the paper's foot, the language."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import card, go, ready, settled, until, visit

pytestmark = pytest.mark.xdist_group("browser")
# the rule that stands at the foot of a printed sheet
FOOT = """() => [...document.adoptedStyleSheets].flatMap(it => [...it.cssRules]).map(it => it.cssText)
  .filter(it => it.startsWith("@page")).join()"""
OURS = """() => performance.getEntriesByType("resource").map(it => it.name)
  .filter(it => it.includes("/koperasi.files/")).map(it => it.split("/").pop().split("?")[0]).sort()"""


def test_styles_and_scripts_come_once_a_visit_and_the_foot_follows(tab: Page, address: str) -> None:
    page = ready(tab, f"{address}/pertumbuhan")
    assert page.evaluate("document.documentElement.lang") == "id"
    files = [
        "ahead.js",
        "briefing.css",
        "briefing.js",
        "card.css",
        "card.js",
        "chrome.js",
        "copies.js",
        "copy.js",
        "frame.css",
        "frame.js",
        "plot.js",
        "print.css",
        "style.css",
        "words.js",
    ]
    assert page.evaluate(OURS) == files
    assert "Pertumbuhan koperasi · semua kabupaten/kota · data sampai" in page.evaluate(FOOT)
    page.get_by_role("combobox", name="Kabupaten/kota").click()
    page.get_by_role("option", name="Kabupaten Banjar", exact=True).click()
    expect(card(page, "growth-total")).to_contain_text("Banjar: sekitar 253 koperasi")
    page.keyboard.press("Escape")
    until(page, f"({FOOT})().includes('Pertumbuhan koperasi · Kabupaten Banjar · data')")
    page.get_by_role("link", name="OPOP").click()
    expect(page).to_have_url(re.compile("/opop"))
    until(page, f"({FOOT})().includes('Cakupan OPOP pesantren · Kabupaten Banjar · data')")
    assert page.evaluate(OURS) == files
    sheets = "document.querySelectorAll('link[rel=stylesheet][href*=\"koperasi.files\"]').length"
    assert page.evaluate(sheets) == 4
    # no row of the page: the first thing seen is the title, where Streamlit's own padding ends
    assert page.locator(".st-key-chrome").bounding_box() is None


def test_a_link_leads_to_its_card_each_time(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/opop")
    page.set_viewport_size({"width": 1366, "height": 500})
    for _ in range(2):
        go(page, f"{address}/opop?kartu=opop/products")
        expect(card(page, "opop-products")).to_be_in_viewport(timeout=30_000)
        expect(page).to_have_url(re.compile(r"/opop\?bagian=register$"))
        go(page, f"{address}/pertumbuhan?kartu=growth/activity")
        expect(card(page, "growth-activity")).to_be_in_viewport(ratio=0.9, timeout=30_000)
        settled(page)  # until then it is brought into view again
        page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop = 0")
        expect(card(page, "growth-activity")).not_to_be_in_viewport(ratio=0.9)
