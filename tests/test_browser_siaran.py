"""The press officer's way in a real Chromium: a link, an edit, the zip and its numbers; one that is cancelled."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import docx
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from koperasi.press import kit
from koperasi.store import Store
from tests.browsing import card, check_clean, check_fits, visit

pytestmark = pytest.mark.xdist_group("browser")
SAID = "Dinas mencatat 3.014 koperasi pada Januari 2024."


def test_from_a_link_to_a_zip_whose_numbers_are_the_querys(
    tab: Page, phone: Page, address: str, store: Store, tmp_path: Path
) -> None:
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit(tab, f"{address}/siaran?siaran=growth/total&siaran=sharia/rating_round&ukuran=1080x1080")
    seen = page.locator(".k-feed > img")
    expect(seen).to_be_visible(timeout=40_000)
    assert seen.evaluate("it => [it.naturalWidth, it.naturalHeight, it.offsetWidth]") == [1080, 1080, 360 - 2]
    before = seen.get_attribute("src")
    page.get_by_label("Temuan").fill(SAID)
    page.get_by_role("button", name="Terapkan").click()
    expect(page.locator(".k-feed figcaption")).to_contain_text(f"{SAID} Sumber: ", timeout=40_000)
    assert seen.get_attribute("src") != before
    page.get_by_role("button", name="Salin keterangan").click()
    expect(page.get_by_text("Tersalin: keterangan.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(SAID)
    assert copied.endswith("Disunting: temuan.")
    page.get_by_text("Ukuran sebenarnya").click()
    assert page.locator(".k-true img").evaluate("it => it.offsetWidth") == 1080
    page.get_by_role("button", name="Buat zip").click()
    take = page.get_by_role("button", name="Unduh zip")
    expect(take).to_be_visible(timeout=40_000)
    with page.expect_download() as download:
        take.click()
    download.value.save_as(tmp_path / "kit.zip")
    check_clean(page)
    check_fits(page)
    check_fits(visit(phone, page.url), ())
    with zipfile.ZipFile(tmp_path / "kit.zip") as archive:
        names = archive.namelist()
        for query in ("growth/total", "sharia/rating_round"):
            (place,) = [it for it in names if query.replace("/", "-").replace("_", "-") in it and it.endswith(".csv")]
            rows = list(csv.DictReader(io.StringIO(archive.read(place).decode("utf-8-sig"))))
            asked = store.ask(query).rows
            assert [int(it["cooperatives"]) for it in rows] == asked["cooperatives"].tolist()
            with Image.open(io.BytesIO(archive.read(place.replace(".csv", "_1080x1080.png")))) as image:
                assert image.size == (1080, 1080)
        facts = [json.loads(archive.read(it)) for it in names if it.endswith("metadata.json")]
        assert [it["edited"] for it in facts] == [["temuan"], []]
        written = "\n".join(it.text for it in docx.Document(io.BytesIO(archive.read(kit.RELEASE))).paragraphs)
        assert SAID in written


def test_what_is_cancelled_leaves_no_zip(tab: Page, address: str) -> None:
    sizes = "&".join(f"ukuran={it}" for it in ("1600x900", "1200x628", "1080x1080", "1080x1350", "a4-half"))
    kinds = "&".join(f"berkas={it}" for it in ("png", "svg", "pdf"))
    visit(tab, f"{address}/siaran?siaran=growth/total&siaran=opop/coverage_map&siaran=growth/founded&{sizes}&{kinds}")
    tab.get_by_role("button", name="Buat zip").click()
    tab.get_by_role("button", name="Batalkan").click()
    expect(tab.get_by_text("Dibatalkan; tidak ada yang disimpan.")).to_be_visible()
    expect(tab.get_by_role("button", name="Unduh zip")).to_have_count(0)
    # by keyboard: the card goes up, the focus with it, and the address with it
    tab.get_by_role("button", name="Naikkan: Koperasi menurut tahun berdiri").press("Enter")
    tab.wait_for_url(lambda it: it.index("founded") < it.index("coverage_map"))
    expect(tab.get_by_role("button", name="Naikkan: Koperasi menurut tahun berdiri")).to_be_focused()
    # a card of another page joins what was picked
    tab.get_by_test_id("stSidebar").get_by_role("link", name="Pertumbuhan").click()
    card(tab, "growth-activity").get_by_role("button", name="Lainnya").click()
    tab.get_by_role("menuitem", name="Tambahkan ke siaran pers").click()
    tab.wait_for_url(lambda it: len(re.findall("siaran=", it)) == 4 and "siaran=growth%2Factivity" in it)
    expect(tab.get_by_role("button", name="Buat zip")).to_be_visible()
