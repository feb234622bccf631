"""Going down from a regency to its kecamatan and back, in a real Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import card, check_clean, check_fits, click_mark, settled, visit

pytestmark = pytest.mark.xdist_group("browser")


def test_a_regency_opens_its_kecamatan_and_a_second_click_returns(tab: Page, address: str) -> None:
    visit(tab, f"{address}/merah_putih?bagian=wilayah&peta=petak")
    kecamatan = card(tab, "merah_putih-by_kecamatan")
    expect(kecamatan).to_contain_text("156 kecamatan")
    click_mark(tab, "merah_putih-regency_map", 2)  # codes in order: the third is 6303
    expect(tab).to_have_url(re.compile(r"kabupaten=6303"))
    expect(kecamatan).to_contain_text("20 kecamatan di Banjar")
    settled(tab)
    click_mark(tab, "merah_putih-regency_map", 13)  # after the tiles the longest bar is Banjar's: the same one again
    expect(tab).not_to_have_url(re.compile("kabupaten"))
    expect(kecamatan).to_have_count(1)  # while it moves, the old one still stands
    expect(kecamatan).to_contain_text("156 kecamatan")


def test_long_money_and_suspect_bars_fit(tab: Page, phone: Page, address: str) -> None:
    visit(tab, f"{address}/merah_putih?kdmp_measure=principal_savings&suspects=include")
    check_clean(tab)
    check_fits(tab)
    check_fits(visit(phone, tab.url), ())
