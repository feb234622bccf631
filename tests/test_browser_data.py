"""From a number on a card to its own row, in a real Chromium; and the page itself: clean, narrow, downloadable."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import card, check_clean, check_fits, visit

SECTION = 1550  # pixels on an office PC: two screens
pytestmark = pytest.mark.xdist_group("browser")


def test_from_a_card_to_the_row_of_its_number(tab: Page, phone: Page, address: str, tmp_path: Path) -> None:
    visit(tab, f"{address}/pertumbuhan?kabupaten=6309")
    total = card(tab, "growth-total")
    total.get_by_role("button", name="Tentang angka ini").click()
    tab.get_by_role("dialog").get_by_role("link", name=re.compile(r"Tabalong, Juli 2025: 237 unit")).click()
    expect(tab).to_have_url(
        re.compile(r"/data\?.*figure=cooperatives_total\.6309\.2025-07\.antara-2025-07-tabalong-volume")
    )
    expect(tab).to_have_url(re.compile("kabupaten=6309"))
    figure = card(tab, "data-figure")
    expect(figure).to_contain_text("237 unit", timeout=30_000)
    expect(figure).to_contain_text("131 koperasi Merah Putih")
    expect(tab.get_by_text("versi data")).to_have_count(1)
    source = figure.get_by_role("row", name=re.compile("^Sumber")).get_by_role("link")
    expect(source).to_have_attribute("href", re.compile("^https://"))
    expect(source).to_have_attribute("rel", re.compile("noopener"))
    expect(tab.locator("[data-stale=true]")).to_have_count(0)
    check_clean(tab)
    check_fits(tab)
    check_fits(visit(phone, tab.url), ())
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Unduh zip").click()
    download.value.save_as(tmp_path / "all.zip")
    assert "metadata.json" in zipfile.ZipFile(io.BytesIO((tmp_path / "all.zip").read_bytes())).namelist()


def test_each_section_is_two_screens_and_a_phone_shows_the_values(tab: Page, phone: Page, address: str) -> None:
    for part in ("katalog", "angka", "bertentangan", "kamus"):
        visit(tab, f"{address}/data?bagian={part}")
        assert tab.get_by_test_id("stMainBlockContainer").evaluate("it => it.offsetHeight") <= SECTION, part
    visit(phone, f"{address}/data?bagian=angka")
    values = card(phone, "data-figures").locator("td.k-num")
    for place in (0, values.count() - 1):
        box = values.nth(place).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    room = card(phone, "data-figures").locator(".k-scroll")
    assert room.evaluate("it => it.scrollWidth - it.clientWidth") <= 0, "nothing to be found by scrolling sideways"
