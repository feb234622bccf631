"""A card in a real Chromium: its bottom row by mouse and by keyboard, its heights, and a press officer's way."""

from __future__ import annotations

import io
import re
import sys
import time
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browsing import card, check_clean, hold, sizes, until, visit

pytestmark = pytest.mark.xdist_group("browser")


def test_the_place_of_a_card_is_kept_before_it_is_there_and_across_filters(tab: Page, address: str) -> None:
    page, held = tab, hold(tab, "**/koperasi.files/card.js*")
    page.goto(f"{address}/pertumbuhan", wait_until="commit")
    boxes = page.locator("[data-testid=stMain] [class*='st-key-card-']")
    expect(boxes).to_have_count(3, timeout=30_000)
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    until(page, "document.documentElement.dataset.chrome === 'ready'")
    waiting = _heights(boxes)
    assert page.locator(".k-card").count() == 0
    for route in held:
        route.continue_()
    expect(card(page, "growth-total").locator("h2")).to_be_visible()
    assert _heights(boxes) == waiting
    before = sizes(page)
    page.get_by_role("combobox", name="Kabupaten/kota").click()
    page.get_by_role("option", name="Kabupaten Banjar", exact=True).click()
    expect(card(page, "growth-total")).to_contain_text("Banjar: sekitar 253 koperasi")
    assert {name: it["inner"] for name, it in sizes(page).items()} == {name: it["inner"] for name, it in before.items()}
    page.keyboard.press("Escape")  # the list is open, and nothing else is there for who asks by role


def _heights(boxes: Locator) -> list[tuple[float, float]]:
    """Where each begins and how high it is; the menu beside them may still be sliding in."""
    return [(box["y"], box["height"]) for it in boxes.all() if (box := it.bounding_box())]


def test_the_table_takes_the_place_of_the_chart_sorts_and_stays(tab: Page, address: str) -> None:
    visit(tab, f"{address}/pertumbuhan")
    total = card(tab, "growth-total")
    place, button = total.bounding_box(), total.get_by_role("button", name="Tabel")
    button.click()
    table = total.get_by_role("table")
    expect(table).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(total.locator(".k-plot")).to_be_hidden()
    assert total.bounding_box() == place
    shown = table.inner_text()
    assert "None" not in shown
    assert not re.search(r"\b[a-z]+-20\d\d-", shown), "the name of a file"
    assert "Desember 2010" in shown
    cut = table.locator("td").evaluate_all("cells => cells.filter(it => it.scrollWidth > it.clientWidth + 1).length")
    assert cut == 0
    numbers = table.locator(f"tbody tr td:nth-child({1 + _head(table, 'Koperasi')})")
    table.get_by_role("button", name="Koperasi", exact=True).click()
    values = [int(it.replace(".", "")) for it in numbers.all_inner_texts()]
    assert values == sorted(values)
    table.get_by_role("button", name="Koperasi", exact=True).click()
    assert [int(it.replace(".", "")) for it in numbers.all_inner_texts()] == sorted(values, reverse=True)
    # the choice outlives a filter, and the way back costs nothing
    tab.get_by_role("combobox", name="Kabupaten/kota").click()
    tab.get_by_role("option", name="Kabupaten Banjar", exact=True).click()
    expect(total).to_contain_text("Banjar: sekitar 253 koperasi")
    tab.keyboard.press("Escape")
    expect(table).to_contain_text("Banjar")
    button.click()
    expect(total.locator(".k-plot .main-svg").first).to_be_visible()
    expect(table).to_be_hidden()


def _head(table: Locator, label: str) -> int:
    return table.locator("thead th").all_inner_texts().index(label)


def test_all_of_it_by_keyboard_alone(tab: Page, address: str, tmp_path: Path) -> None:
    visit(tab, f"{address}/pertumbuhan")
    total = card(tab, "growth-total")
    buttons = {name: total.get_by_role("button", name=name) for name in ("Tabel", "Unduh", "Tentang angka ini")}
    total.get_by_role("button", name="Tabel").focus()
    tab.keyboard.press("Enter")
    expect(total.get_by_role("table")).to_be_visible()
    tab.keyboard.press("Enter")
    expect(total.get_by_role("table")).to_be_hidden()
    tab.keyboard.press("Tab")
    expect(buttons["Unduh"]).to_be_focused()
    tab.keyboard.press("Enter")
    menu = total.get_by_role("menu")
    expect(menu).to_be_visible()
    expect(total.get_by_role("menuitem", name="PNG")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(buttons["Unduh"]).to_be_focused()
    tab.keyboard.press("Enter")
    expect(total.get_by_role("menuitem", name="PNG")).to_be_focused()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    expect(total.get_by_role("menuitem", name="CSV")).to_be_focused()
    with tab.expect_download() as download:
        tab.keyboard.press("Enter")
    download.value.save_as(tmp_path / "a.csv")
    assert "3057" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    expect(buttons["Unduh"]).to_be_focused()
    tab.keyboard.press("Tab")
    expect(buttons["Tentang angka ini"]).to_be_focused()
    tab.keyboard.press("Enter")
    dialog = tab.get_by_role("dialog")
    expect(dialog).to_contain_text("Sumber dan angkanya")
    check_clean(tab)
    tab.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(buttons["Tentang angka ini"]).to_be_focused()


def test_words_and_links_are_copied(tab: Page, address: str) -> None:
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(tab, f"{address}/pertumbuhan?kabupaten=6303")
    total = card(tab, "growth-total")
    copied = {}
    for name in ("keterangan", "alternatif", "kutipan", "tautan"):
        total.get_by_role("button", name="Unduh").click()
        total.get_by_role("menuitem", name=name).click()
        expect(total.get_by_role("status")).to_contain_text("disalin")
        copied[name] = tab.evaluate("navigator.clipboard.readText()")
    assert "253 koperasi" in copied["keterangan"]
    assert "Sumber: " in copied["keterangan"]
    assert copied["alternatif"].startswith("Grafik garis")
    assert copied["kutipan"].startswith("Dinas Koperasi dan UKM Provinsi Kalimantan Selatan. “Jumlah koperasi")
    assert copied["tautan"] == f"{address}/pertumbuhan?kabupaten=6303&kartu=growth%2Ftotal"
    tab.evaluate("scrollTo(0, 0)")
    visit(tab, copied["tautan"])
    expect(total).to_be_in_viewport(timeout=30_000)


def test_a_filter_that_does_not_apply_is_a_chip_with_its_reason(tab: Page, address: str) -> None:
    visit(tab, f"{address}/opop?kabupaten=6303&pola=syariah")
    cohorts = card(tab, "opop-cohorts")
    chip = cohorts.get_by_role("button", name="tidak tersaring: kabupaten, pola")
    expect(chip).to_have_attribute("title", re.compile("penyaring kabupaten/kota tidak mengubah"))
    chip.click()
    dialog = tab.get_by_role("dialog")
    expect(dialog).to_contain_text("Penyaring yang tidak berlaku di sini")
    expect(dialog).to_contain_text("penyaring kabupaten/kota tidak mengubah")
    dialog.get_by_role("button", name="Tutup").click()
    expect(dialog).to_be_hidden()


def test_a_card_is_opened_as_a_slide(tab: Page, address: str) -> None:
    visit(tab, f"{address}/pertumbuhan")
    total = card(tab, "growth-total")
    total.get_by_role("button", name="Lainnya").click()
    total.get_by_role("menuitem", name="Buka sebagai paparan").click()
    expect(tab.locator(".st-key-slide h1")).to_contain_text("Jumlah koperasi", timeout=30_000)
    expect(tab).to_have_url(re.compile("paparan=4"))


def test_a_press_officers_way_from_a_link_to_a_picture(tab: Page, address: str, tmp_path: Path) -> None:
    visit(tab, f"{address}/pertumbuhan")  # the machine's own Chromium is started by the first picture of a day
    card(tab, "growth-activity").get_by_role("button", name="Unduh").click()
    with tab.expect_download(timeout=60_000):
        card(tab, "growth-activity").get_by_role("menuitem", name="PNG").click()
    began, clicks = time.monotonic(), 0
    tab.goto(f"{address}/pertumbuhan?kabupaten=6303&kartu=growth/total")
    total = card(tab, "growth-total")
    total.get_by_role("button", name="Unduh").click()
    clicks += 1
    with tab.expect_download() as download:
        total.get_by_role("menuitem", name="PNG").click()
        clicks += 1
    download.value.save_as(tmp_path / "a.png")
    took = time.monotonic() - began
    sys.stdout.write(f"{clicks} clicks, {took:.1f} s\n")
    assert clicks <= 4
    assert took <= 15, "5 on a quiet machine"
    with Image.open(io.BytesIO((tmp_path / "a.png").read_bytes())) as picture:
        assert picture.size == (1600, 900)


def test_no_picture_is_made_before_it_is_asked_for(tab: Page, address: str) -> None:
    visit(tab, f"{address}/opop")
    cohorts = card(tab, "opop-cohorts")
    cohorts.get_by_role("button", name="Unduh").click()
    expect(cohorts.get_by_role("menu")).to_be_visible()
    until(tab, "document.querySelector('.stApp').dataset.testScriptState === 'notRunning'")
    expect(cohorts.get_by_role("status")).to_be_empty()


def test_words_with_too_little_room_are_scrolled_by_keyboard(tab: Page, address: str) -> None:
    visit(tab, f"{address}/program?bagian=ruang")
    words = tab.locator(".st-key-card-programs-rules .k-words")
    for width, reached in (("", "-1"), ("900px", "0"), ("", "-1")):  # what is in them is too wide, down or aside
        words.evaluate("(it, width) => { it.firstElementChild.style.minWidth = width; }", width)
        expect(words).to_have_attribute("tabindex", reached)
