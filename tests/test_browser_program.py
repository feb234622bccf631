"""Program dan kemitraan in a real Chromium: a click on a bar filters the facilities."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import card, click_mark, visit

pytestmark = pytest.mark.xdist_group("browser")


def test_a_bar_filters_the_facilities(tab: Page, address: str) -> None:
    visit(tab, f"{address}/program?facility_by=regency")
    share = card(tab, "programs-facility_share")
    expect(share).to_contain_text("DATA CONTOH")
    click_mark(tab, "programs-facility_by_kind", 0)
    expect(tab).to_have_url(re.compile(r"kabupaten=6371"))
    expect(share).to_contain_text("dari 13 fasilitas terukur")
