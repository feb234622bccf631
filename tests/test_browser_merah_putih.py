"""Going down from a regency to its kecamatan and back, in a real Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests import test_browser
from tests.test_browser import _click_mark, card, page, ready

__all__ = ["page"]
pytestmark = pytest.mark.xdist_group("browser")


def test_a_regency_opens_its_kecamatan_and_a_second_click_returns(page: Page, address: str) -> None:
    ready(page, f"{address}/merah_putih")
    kecamatan = card(page, "merah_putih-by_kecamatan")
    expect(kecamatan).to_contain_text("156 kecamatan")
    _click_mark(page, "merah_putih-regency_map", 2)  # codes in order: the third is 6303
    expect(page).to_have_url(re.compile(r"kabupaten=6303"))
    expect(kecamatan).to_contain_text("20 kecamatan di Kabupaten Banjar")
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    _click_mark(page, "merah_putih-by_regency", 0)  # the longest bar is Banjar's: the same one again
    expect(page).not_to_have_url(re.compile("kabupaten"))
    expect(kecamatan).to_contain_text("156 kecamatan")


def test_page_is_clean_with_and_without_a_regency(page: Page, address: str) -> None:
    for path in ("merah_putih", "merah_putih?kabupaten=6303&kdmp_measure=principal_savings&suspects=include"):
        test_browser.test_page_is_clean(page, address, path)
        page.errors.clear()  # type: ignore[attr-defined]
    test_browser.test_nothing_is_wider_than_the_screen(page, address, "merah_putih")
