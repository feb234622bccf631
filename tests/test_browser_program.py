"""Program dan kemitraan in a real Chromium: clean, no wider than a phone, and a click on a bar filters."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.xdist_group("browser")
expect.set_options(timeout=20_000)
PROBES = re.compile(r"/program/_stcore/(health|host-config)$")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("query", ["", "?kabupaten=6303"])
def test_the_page_is_clean_fits_and_filters(page: Page, address: str, query: str) -> None:
    errors: list[str] = []
    outside: list[str] = []
    page.on("console", lambda m: errors.append(f"{m.text} {m.location['url']}") if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    home = re.compile(r"(https?|wss?)://localhost:|data:|blob:")
    page.on("request", lambda r: None if home.match(r.url) else outside.append(r.url))
    page.goto(f"{address}/program{query}")
    expect(page.get_by_text("versi data")).to_be_visible(timeout=30_000)
    share = page.locator(".st-key-card-programs-facility_share")
    expect(share.locator(".js-plotly-plot")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    expect(share).to_contain_text("DATA CONTOH")
    assert not [e for e in errors if not PROBES.search(e)]
    assert outside == []
    serious = [
        f"{v['id']}: {n['html'][:160]}"
        for v in Axe().run(page).response["violations"]
        for n in v["nodes"]
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []
    # no words of a box, and no label of a bar, may end outside their chart on any screen
    for width, height in ((1920, 1080), (1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        fits = """() => [...document.querySelectorAll(".js-plotly-plot")].every(chart => {
            const box = chart.getBoundingClientRect();
            return box.right <= innerWidth && [...chart.querySelectorAll("text")].every(text => {
                const it = text.getBoundingClientRect();
                return !it.width || (it.left >= box.left - 2 && it.right <= box.right + 2);
            });
        })"""
        page.wait_for_function(fits, timeout=20_000)
    if query:
        return
    page.set_viewport_size({"width": 1366, "height": 768})
    bar = page.locator(".st-key-card-programs-facility_by_regency .point path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + min(8, box["width"] / 2), box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"kabupaten=6371"))
    expect(share).to_contain_text("dari 13 fasilitas terukur")
