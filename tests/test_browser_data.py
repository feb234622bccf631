"""From a number on a card to its own row, in a real Chromium; and the page itself: clean, narrow, downloadable."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.xdist_group("browser")
expect.set_options(timeout=20_000)
# Streamlit finds out where it is mounted by asking below the page first
PROBES = re.compile(r"/data/_stcore/(health|host-config)$")


def test_from_a_card_to_the_row_of_its_number(browser: Browser, address: str, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    outside: list[str] = []
    errors: list[str] = []
    page.on(
        "request",
        lambda it: None if "//localhost:" in it.url or it.url[:5] in ("data:", "blob:") else outside.append(it.url),
    )
    page.on("console", lambda it: errors.append(f"{it.text} {it.location['url']}") if it.type == "error" else None)
    page.goto(f"{address}/?kabupaten=6309")
    card = page.locator(".st-key-card-growth-total")
    card.get_by_role("tab", name="Tentang angka ini").click()
    card.get_by_role("link", name=re.compile(r"Tabalong, Juli 2025: 237 unit")).click()
    expect(page).to_have_url(
        re.compile(r"/data\?.*figure=cooperatives_total\.6309\.2025-07\.antara-2025-07-tabalong-volume")
    )
    expect(page).to_have_url(re.compile("kabupaten=6309"))
    figure = page.locator(".st-key-card-data-figure")
    expect(figure).to_contain_text("237 unit", timeout=30_000)
    expect(figure).to_contain_text("131 koperasi Merah Putih")
    expect(page.get_by_text("versi data")).to_have_count(1)
    source = figure.get_by_role("row", name=re.compile("^Sumber")).get_by_role("link")
    expect(source).to_have_attribute("href", re.compile("^https://"))
    expect(source).to_have_attribute("rel", re.compile("noopener"))
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    bad = [
        f"{v['id']}: {n['html'][:160]}"
        for v in Axe().run(page).response["violations"]
        for n in v["nodes"]
        if v["impact"] in ("serious", "critical")
    ]
    assert bad == []
    for width in (1920, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_function(
            "(main => main.scrollWidth <= main.clientWidth)(document.querySelector('[data-testid=stMain]'))"
        )
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh zip").click()
    download.value.save_as(tmp_path / "all.zip")
    assert "metadata.json" in zipfile.ZipFile(io.BytesIO((tmp_path / "all.zip").read_bytes())).namelist()
    assert outside == []
    assert [error for error in errors if not PROBES.search(error)] == []
    context.close()
