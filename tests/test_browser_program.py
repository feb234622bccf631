"""Program dan kemitraan in a real Chromium: a click on a bar filters the facilities."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import card, click_mark, ready

pytestmark = pytest.mark.xdist_group("browser")


def test_a_bar_filters_the_facilities(page: Page, address: str) -> None:
    ready(page, f"{address}/program?facility_by=regency")
    share = card(page, "programs-facility_share")
    expect(share).to_contain_text("DATA CONTOH")
    click_mark(page, "programs-facility_by_kind", 0)
    expect(page).to_have_url(re.compile(r"kabupaten=6371"))
    expect(share).to_contain_text("dari 13 fasilitas terukur")
