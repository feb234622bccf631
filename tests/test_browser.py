"""The important paths in a real Chromium: start, filter, share, click, download, narrow screens, no outside calls."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from koperasi.store import FILTERS
from tests.browsing import STILL, card, chip, click_mark, ready, settled, until, visit
from tests.conftest import serve

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.xdist_group("browser")


def test_every_filter_is_in_view_on_an_office_pc(tab: Page, address: str) -> None:
    visit(tab, f"{address}/opop")
    for it in FILTERS:
        box = tab.locator(f".st-key-{it.key}").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 60, it.label
        assert box["x"] + box["width"] <= 1366, it.label


# each chip: whether it is wholly in its room, wholly out of it (on a line to be scrolled to), or cut
CHIPS = """() => {
  const room = document.querySelector(".st-key-chips").getBoundingClientRect();
  const boxes = [...document.querySelectorAll(".st-key-chips button")].map(it => it.getBoundingClientRect());
  return boxes.filter(it => it.height).map(it => {
    const wide = it.left >= room.left - 1 && it.right <= room.right + 1;
    return wide && it.bottom <= room.bottom + 1 ? "seen" : wide && it.top >= room.bottom - 1 ? "below" : "cut";
  });
}"""


def test_a_chip_is_seen_whole_or_not_at_all_and_all_can_be_cleared(tab: Page, address: str) -> None:
    for query, expected in (
        ("kabupaten=6303&kabupaten=6309&kabupaten=6371", ["seen"] * 4),  # the first clears all
        # the longest names, and more
        ("kabupaten=6306&kabupaten=6307&dari=2012&sampai=2020&pola=syariah", ["seen"] * 3 + ["below"] * 2),
    ):
        visit(tab, f"{address}/data?bagian=kamus&{query}")
        until(tab, "document.documentElement.dataset.chrome === 'ready'")
        assert tab.evaluate(CHIPS) == expected
        expect(tab.get_by_role("button", name="Hapus penyaring")).to_be_in_viewport(ratio=1)


def test_filter_and_reload(tab: Page, address: str) -> None:
    visit(tab, f"{address}/pertumbuhan")
    total = card(tab, "growth-total")
    expect(total).to_contain_text("3.057 koperasi pada September 2024 menurut OSS")
    expect(total).to_contain_text("ANTARA Kalsel")
    tab.get_by_role("combobox", name="Kabupaten/kota").click()
    tab.get_by_role("option", name="Kabupaten Banjar", exact=True).click()
    expect(total).to_contain_text("Banjar: sekitar 253 koperasi")
    expect(tab).to_have_url(re.compile(r"kabupaten=6303"))
    tab.reload()
    expect(total).to_contain_text("Banjar: sekitar 253 koperasi", timeout=30_000)


def test_filters_survive_a_page_change_and_the_back_button(tab: Page, address: str) -> None:
    visit(tab, f"{address}/pertumbuhan?kabupaten=6372")
    tab.get_by_role("link", name="OPOP").click()
    tab.get_by_text("Pesantren", exact=True).click()
    expect(card(tab, "opop-named")).to_contain_text("Banjarbaru")
    expect(tab).to_have_url(re.compile(r"/opop\?kabupaten=6372&bagian=pesantren"))
    chip(tab, "Kota Banjarbaru").click()
    expect(tab).not_to_have_url(re.compile("kabupaten"))
    expect(card(tab, "opop-named")).to_contain_text("di 6 kabupaten/kota")
    tab.go_back()
    expect(tab).to_have_url(re.compile("kabupaten=6372"))
    expect(chip(tab, "Kota Banjarbaru")).to_be_visible()


def test_clicking_a_tile_and_a_bar_sets_the_regency(tab: Page, address: str) -> None:
    visit(tab, f"{address}/pertumbuhan?bagian=wilayah&peta=petak")
    click_mark(tab, "growth-regency_map", 2)  # codes in order: the third is 6303
    expect(tab).to_have_url(re.compile(r"kabupaten=6303"))
    expect(chip(tab, "Kabupaten Banjar")).to_be_visible()
    settled(tab)
    click_mark(tab, "growth-regency_map", 13)  # after the tiles the longest bar: Banjarmasin
    expect(tab).to_have_url(re.compile(r"kabupaten=6371"))
    settled(tab)
    click_mark(tab, "growth-regency_map", 11)  # the same one again: all of them
    expect(tab).not_to_have_url(re.compile("kabupaten"))


def test_clicking_an_outline_sets_its_regency(tab: Page, address: str) -> None:
    """Kotabaru, at places in it that are not its name; a second click on the same spot takes the choice back."""
    page = visit(tab, f"{address}/pertumbuhan?bagian=wilayah")
    seeds = pd.read_csv(ROOT / "seeds" / "figures.csv", dtype={"region_code": str})
    shown = seeds[(seeds["indicator"] == "cooperatives_inactive") & (seeds["as_of"] == "2022-01")]
    values = shown[shown["region_code"].str.len() == 4]["value"]
    legend = "–".join(card(page, "growth-regency_map").locator(".legendtext").all_text_contents()).split("–")
    assert (float(legend[0]), float(legend[-1])) == (values.min(), values.max())
    for (east, north), code in (((115.9, -2.6), "6302"), ((116.2, -3.4), "6302")):
        spot = page.evaluate(
            """([card, east, north]) => {
              const chart = document.querySelector(`.st-key-card-${card} .js-plotly-plot`);
              chart.scrollIntoView({ block: "center" });
              const { xaxis, yaxis } = chart._fullLayout, box = chart.getBoundingClientRect();
              return [box.left + xaxis._offset + xaxis.d2p(east), box.top + yaxis._offset + yaxis.d2p(north)];
            }""",
            ["growth-regency_map", east, north],
        )
        page.mouse.move(*spot)
        page.mouse.click(*spot)
        expect(page).to_have_url(re.compile(f"kabupaten={code}"))
        settled(page)
        page.mouse.click(*spot)
        expect(page).not_to_have_url(re.compile("kabupaten"))
        settled(page)
    # a click holds the page where it is, but not the one that the viewer goes back to
    page.go_back()
    expect(card(page, "growth-regency_map").locator("h2")).to_contain_text("Kotabaru")  # its run wrote the address
    settled(page)
    scrolled = """() => {
      const main = document.querySelector("[data-testid=stMain]");
      main.scrollTop = main.scrollTop ? 0 : main.scrollHeight;
      main.querySelector("[data-testid=stMainBlockContainer]").append(document.createComment("any change of the page"));
      return main.scrollTop;
    }"""
    to = page.evaluate(scrolled)
    page.evaluate(STILL)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == to
    assert page.outside == []  # type: ignore[attr-defined]  # Plotly's own maps would ask its maker for shapes


def test_clicking_the_end_of_a_line_sets_the_regency(tab: Page, address: str) -> None:
    ready(tab, f"{address}/pertumbuhan?kabupaten=6303&kabupaten=6309")  # loaded: the test before went back by hand
    points = card(tab, "growth-total").locator(".scatterlayer .point")
    points.last.scroll_into_view_if_needed()
    card(tab, "growth-total").locator(".scatterlayer .trace").nth(1).locator(".point").last.click(force=True)
    expect(tab).to_have_url(re.compile(r"/pertumbuhan\?kabupaten=6309$"))


def test_pictures_are_downloaded(tab: Page, address: str, tmp_path: Path) -> None:
    visit(tab, f"{address}/pertumbuhan?kabupaten=6303")
    total = card(tab, "growth-total")
    for label, ending in (("PNG 1600 x 900", "png"), ("SVG", "svg"), ("CSV dengan sumber", "csv")):
        total.get_by_role("button", name="Unduh").click()
        with tab.expect_download(timeout=40_000) as download:
            total.get_by_role("menuitem", name=label).click()
        size = "" if ending == "csv" else "_1600x900"
        named = f"koperasi-kalsel_growth-total_banjar_2022-03{size}.{ending}"
        assert download.value.suggested_filename == named
        download.value.save_as(tmp_path / f"a.{ending}")
    assert Image.open(io.BytesIO((tmp_path / "a.png").read_bytes())).size == (1600, 900)
    assert "Source Sans" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "Kabupaten Banjar" in (tmp_path / "a.svg").read_text(encoding="utf-8") or "Banjar" in (
        tmp_path / "a.csv"
    ).read_text(encoding="utf-8-sig")


def test_a_shared_link_right_after_a_start_and_a_picture_without_chromium(page: Page, tmp_path: Path) -> None:
    """The first thing opened after a start is a page, not the root: Streamlit then runs the page file by itself."""
    for address in serve(env={"BROWSER_PATH": "/nowhere/chromium"}):
        ready(page, f"{address}/pertumbuhan?kabupaten=6303&bagian=jenis")
        expect(chip(page, "Kabupaten Banjar")).to_be_visible()
        expect(page.get_by_role("combobox", name="Kabupaten/kota")).to_be_visible()
        expect(page.get_by_text("Page not found")).to_have_count(0)
        types = card(page, "growth-by_type")  # whose picture the viewer's own browser makes
        expect(types).to_contain_text("dari 150 koperasi")
        types.get_by_role("button", name="Unduh").click()
        with page.expect_download() as download:
            types.get_by_role("menuitem", name="PNG").click()
        expect(types.get_by_role("status")).to_contain_text("dibuat oleh peramban Anda")
        download.value.save_as(tmp_path / "b.png")
        with Image.open(tmp_path / "b.png") as image:
            assert image.size == (1600, 900)
