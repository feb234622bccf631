"""The frame in a real Chromium: width, one row of filters, no jump at a click, Indonesian words, focus, paper."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from koperasi.look import formats
from koperasi.screen.contents import find_page
from tests.browsing import STILL, card, check_paper, chip, click_mark, english, until, visit

pytestmark = pytest.mark.xdist_group("browser")


def test_no_english_on_a_phone_with_the_menu_open(phone: Page, address: str) -> None:
    page = visit(phone, f"{address}/opop")
    kabupaten = page.locator(".st-key-kabupaten")
    expect(kabupaten).to_be_hidden()
    page.get_by_role("button", name="Penyaring").click()
    expect(kabupaten).to_be_visible()
    assert english(page) == {}
    page.get_by_role("button", name="Penyaring").click()
    expect(kabupaten).to_be_hidden()
    page.get_by_role("button", name="Buka menu").click()
    expect(page.get_by_role("link", name="Syariah")).to_be_visible()
    assert english(page) == {}


@pytest.mark.parametrize(
    ("url", "name", "place"),
    [
        ("opop?peta=petak", "opop-coverage_map", 2),
        ("ringkasan?peta=petak", "growth-regency_map", 2),
        ("program?facility_by=regency", "programs-facility_by_kind", 0),
        ("merah_putih?bagian=wilayah", "merah_putih-regency_map", 3),
    ],
)
def test_a_click_on_a_mark_leaves_its_card_where_it_is(
    tab: Page, address: str, url: str, name: str, place: int
) -> None:
    visit(tab, f"{address}/{url}")
    tab.evaluate(
        """() => document.addEventListener("pointerdown", event => {
            const chart = event.target.closest(".k-plot");
            if (chart) window.before = chart.getBoundingClientRect().toJSON();
        }, { capture: true })"""
    )
    for _ in range(2):  # one regency, and all of them again
        asked = tab.url
        click_mark(tab, name, place)
        tab.wait_for_url(lambda it, asked=asked: it != asked)
        expect(tab.locator("[data-stale=true]")).to_have_count(0)
        expect(tab.locator('.stApp[data-test-script-state="notRunning"]')).to_have_count(1)
        tab.evaluate(STILL)
        before = tab.evaluate("window.before")
        now = card(tab, name).locator(".k-plot").evaluate("it => it.getBoundingClientRect().toJSON()")
        # by less than half a line: a second click on the same spot meets the same mark
        assert now == {it: pytest.approx(value, abs=8) for it, value in before.items()}


def test_an_address_that_is_none_is_said_in_our_words(tab: Page, address: str) -> None:
    page = tab
    page.goto(f"{address}/koperasi-lama?kabupaten=6303")
    expect(page.get_by_text("Halaman “koperasi-lama” tidak ada")).to_be_visible(timeout=30_000)
    expect(chip(page, "Kabupaten Banjar")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_test_id("stSidebar").get_by_role("link", name="OPOP").click()
    expect(page.get_by_role("heading", name="Cakupan OPOP pesantren")).to_be_visible()
    expect(page.get_by_text("koperasi-lama")).to_have_count(0)
    page.goto(f"{address}/ringkasan-?paparan=3")
    expect(page.locator(".st-key-slide-buttons")).to_contain_text("3 / ", timeout=30_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert english(page) == {}


def test_the_link_is_copied_and_the_section_downloaded(tab: Page, address: str, tmp_path: Path) -> None:
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(tab, f"{address}/opop?bagian=pesantren&kabupaten=6303")
    tab.get_by_role("button", name="Bagikan").click()
    expect(tab.get_by_role("status").filter(has_text="Tautan disalin")).to_be_visible()
    assert tab.evaluate("navigator.clipboard.readText()") == tab.url
    with tab.expect_download(timeout=60_000) as download:
        tab.locator(".st-key-pack").get_by_role("button", name="Unduh").click()
    assert re.fullmatch(r"koperasi-kalsel_opop-pesantren_kabupaten-banjar_\w+\.zip", download.value.suggested_filename)
    download.value.save_as(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        names = archive.namelist()
        (csv,) = [it for it in names if it.endswith(".csv") and "opop-named" in it]
        (png,) = [it for it in names if it.endswith("_1600x900.png") and "opop-named" in it]
        assert archive.read(png).startswith(b"\x89PNG")
        assert archive.read(csv)
        said = archive.read("BACA.md").decode()
        assert "Kabupaten Banjar" in said
        assert png in said


def test_the_focus_is_seen_wherever_it_is(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/pertumbuhan?kabupaten=6303")
    unseen = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        unseen.add(
            page.evaluate("""() => {
                let it = document.activeElement;
                if (!it || it === document.body) return "";
                const name = `${it.tagName} ${it.getAttribute("aria-label") || it.textContent.slice(0, 40)}`;
                // the ring may be drawn by what stands around a field
                for (let step = 0; it && step < 4; step += 1, it = it.parentElement) {
                    const style = getComputedStyle(it);
                    if (parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none") return "";
                    if (style.boxShadow !== "none" && /\\d/.test(style.boxShadow)) return "";
                }
                return name;
            }""")
        )
    assert unseen == {""}


def test_cetak_prints_the_whole_page_and_comes_back(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/opop?bagian=pesantren")
    page.evaluate(
        "() => { window.printed = []; window.print = () => { "
        "window.printed.push([...document.querySelectorAll('[class*=st-key-card-] h2')].length); "
        "dispatchEvent(new Event('afterprint')); }; }"
    )
    assert page.locator("[class*=st-key-card-]").count() == 2
    for times, ask in enumerate(
        (lambda: page.get_by_role("button", name="Cetak").click(), lambda: page.keyboard.press("Control+p")), 1
    ):
        ask()
        until(page, "times => window.printed.length === times", arg=times, timeout=40_000)
        assert page.evaluate("window.printed").pop() == len(find_page("opop").cards())
        expect(page).to_have_url(re.compile(r"bagian=pesantren$"))
        expect(page.locator("[class*=st-key-card-]")).to_have_count(2)
        expect(page.locator("[data-stale=true]")).to_have_count(0)


def test_paper_has_a_letterhead_and_nothing_folded(tab: Page, address: str) -> None:
    visit(tab, f"{address}/data?cetak=halaman")
    until(tab, "document.documentElement.dataset.chrome === 'ready'")
    expect(tab.locator("h2", has_text="Kamus").last).to_be_visible()  # the last section
    folded = tab.locator("[data-testid=stMain] details:not([open])").count()
    assert folded > 10
    sheets = [re.sub(r"\s", "", it) for it in check_paper(tab)]
    today = tab.evaluate("new Intl.DateTimeFormat('id-ID', {dateStyle: 'long'}).format(new Date())")
    assert re.sub(r"\s", "", f"Dicetak {today}") in sheets[0]
    assert formats.as_of(tab.evaluate("new Date().toLocaleDateString('sv')")) == today
    assert "DinasKoperasidanUKMProvinsiKalimantanSelatan" in sheets[0]
    assert tab.locator("[data-testid=stMain] details:not([open])").count() == folded  # afterwards as before
    assert any("Dikeluarkandariperhitungan" in it or len(it) > 1500 for it in sheets[1:])
    names = tab.locator("[data-testid=stMain] h2").all_inner_texts()
    assert len(names) == len(set(names)), "a section and its only box of one name"
    tab.emulate_media(media="print")
    expect(tab.locator(".st-key-bar")).to_be_hidden()
