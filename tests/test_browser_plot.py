"""The chart component in a real Chromium: it stays, keyboard, late drawing, no Plotly, resizing, leaving, phones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocket, expect

from tests.browsing import card, go, hold, leave, ready, settled, until, visit, watch
from tests.conftest import serve

pytestmark = pytest.mark.xdist_group("browser")
PLOTLY = "**/plotly.min.js*"


def test_a_change_keeps_the_drawing_and_the_keyboard_can_pick(tab: Page, address: str) -> None:
    visit(tab, f"{address}/pertumbuhan?cetak=halaman")
    tab.evaluate("document.querySelectorAll('.k-plot .main-svg').forEach(it => { it.kept = true })")
    charts = tab.locator(".k-plot").count()
    tiles = card(tab, "growth-regency_map")
    choice = tiles.get_by_role("button", name="Saring: Kabupaten Banjar", exact=True)
    choice.evaluate("it => it.closest('ul').querySelector('button').focus()")
    for _ in range(20):
        if choice.evaluate("it => it === document.activeElement"):
            break
        tab.keyboard.press("Tab")
    box = choice.bounding_box()
    assert box
    assert box["height"] > 15  # seen while it has the focus
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile("kabupaten=6303"))
    expect(card(tab, "growth-total")).to_contain_text("Banjar: sekitar 253 koperasi")
    expect(tab.locator("[data-stale=true]")).to_have_count(0)
    expect(choice).to_be_focused()
    kept = "[...document.querySelectorAll('.k-plot .main-svg')].filter(it => it.kept).length"
    assert tab.evaluate(kept) >= 2 * charts  # each chart has several layers; all are the old ones


def test_far_charts_wait_but_not_for_paper(tab: Page, address: str) -> None:
    visit(tab, f"{address}/opop")
    tab.set_viewport_size({"width": 1366, "height": 400})
    go(tab, f"{address}/pertumbuhan?cetak=halaman")
    last = card(tab, "growth-by_status").locator(".k-plot")
    expect(last).to_have_attribute("aria-label", re.compile("Diagram batang"), timeout=30_000)
    expect(card(tab, "growth-total").locator(".main-svg").first).to_be_visible()
    assert last.locator(".main-svg").count() == 0
    place = last.bounding_box()
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    until(tab, "[...document.querySelectorAll('.k-plot')].every(it => it.querySelector('.main-svg'))")
    assert last.bounding_box() == place  # its place was kept


def test_without_plotly_the_page_says_so(tab: Page, address: str) -> None:
    tab.route(PLOTLY, lambda route: route.abort())
    tab.goto(f"{address}/opop")
    expect(card(tab, "opop-cohorts").locator(".k-plot")).to_contain_text("Grafik tidak dapat digambar", timeout=30_000)
    expect(card(tab, "opop-cohorts")).to_contain_text("Sumber:")
    # of a picture only its alternative would be read aloud
    expect(card(tab, "opop-cohorts").locator(".k-plot")).to_have_role("note")
    leave(tab)


def test_without_our_own_script_too(tab: Page, address: str) -> None:
    tab.route("**/koperasi.files/card.js*", lambda route: route.abort())
    tab.goto(f"{address}/opop")
    expect(card(tab, "opop-cohorts")).to_contain_text("Kartu tidak dapat ditampilkan", timeout=30_000)
    leave(tab)


def test_plotly_comes_once_from_here(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/opop")
    ready(page, f"{address}/syariah")
    found = page.evaluate(
        """() => performance.getEntriesByType("resource").filter(it => /plotly/i.test(it.name))
            .map(it => [it.name, it.transferSize])"""
    )
    assert len(found) == 1
    assert found[0][0].startswith(address)
    assert found[0][1] == 0  # out of the browser's own store: the first page fetched it
    kept = "async url => (await fetch(url, { cache: 'no-store' })).headers.get('cache-control')"
    plotly, bare = found[0][0], found[0][0].partition("?")[0]
    assert "immutable" in page.evaluate(kept, plotly)
    for url in (bare, bare.replace("plotly.min", "none") + "?1", f"{address}/?1"):  # no version, no file, not ours
        assert "immutable" not in (page.evaluate(kept, url) or ""), url


def test_drawn_again_at_another_width(tab: Page, address: str) -> None:
    visit(tab, f"{address}/opop")
    sizes = """near => [...document.querySelectorAll(".k-plot")]
        .filter(it => !near || it.getBoundingClientRect().top < innerHeight)
        .every(it => it._fullLayout.width === it.clientWidth)"""
    for width in (1000, 1366):
        tab.set_viewport_size({"width": width, "height": 768})
        until(tab, sizes, arg=True)
        # what is far from the view need not: it takes its size when it comes near, or when all are asked for
        tab.evaluate("dispatchEvent(new Event('koperasi-draw-all'))")
        until(tab, sizes, arg=False)


# two charts that a button takes away and brings back, and what they were drawn for
SCRIPT = """
import json
import streamlit as st
from koperasi.screen import plot
if st.toggle("ada", True):
    for key in ("a", "b"):
        figure = {"data": [{"type": "bar", "y": [1, 2], "customdata": ["1", "2"]}], "layout": {"height": 200}}
        plot.show(json.dumps(figure), key=key, alt="batang", drawn_for=plot.surface(), names={"1": "Satu"},
                  on_pick=lambda code: st.session_state.update(picked=code))
picked, runs = st.session_state.get("picked"), st.session_state.get("runs", 0)
st.text(f"untuk {plot.surface()}, dipilih {picked}, jalan {runs}")
st.session_state.runs = runs + 1
"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The component alone, without the dashboard."""
    path: Path = tmp_path_factory.mktemp("plot") / "bare.py"
    path.write_text(SCRIPT, encoding="utf-8")
    yield from serve(script=str(path))


@pytest.fixture(scope="module")
def alone(office: BrowserContext, bare: str) -> Iterator[Page]:
    """A tab with it, and in `told` each message that it sent to Python."""
    page = watch(office.new_page())
    page.told = []  # type: ignore[attr-defined]

    def told(said: bytes | str) -> None:
        page.told.append(said)  # type: ignore[attr-defined]

    def connected(socket: WebSocket) -> None:
        socket.on("framesent", told)

    page.on("websocket", connected)
    yield page
    page.close()


def told(page: Page, word: bytes) -> int:
    """How often Python was told of this; one message may tell it of several charts."""
    return sum(it.count(word) for it in page.told)  # type: ignore[attr-defined]


def drawn(page: Page, count: int = 2) -> None:
    expect(page.locator(".k-plot .main-svg").first).to_be_visible(timeout=30_000)
    until(page, f"document.querySelectorAll('.k-plot.js-plotly-plot').length === {count}")


def test_a_chart_that_goes_leaves_nothing_behind(alone: Page, bare: str) -> None:
    alone.goto(bare)
    drawn(alone)
    alone.evaluate("""() => {
        const purge = Plotly.purge;
        window.purged = 0;
        Plotly.purge = (box) => { window.purged += 1; return purge(box); };
    }""")
    alone.get_by_text("ada", exact=True).click()
    until(alone, "window.purged === 2")
    alone.get_by_text("ada", exact=True).click()
    drawn(alone)
    assert alone.locator(".k-plot-frame").count() == 2
    assert alone.evaluate("window.purged") == 2


def test_only_a_known_mark_picks_and_the_way_by_keyboard_is_seen_only_with_it(alone: Page, bare: str) -> None:
    alone.goto(bare)
    drawn(alone)
    expect(alone.get_by_role("img", name="batang")).to_have_count(2)
    for chart, mark in ((0, 1), (1, 0)):  # the other mark has no name, and so is no choice
        box = alone.locator(".k-plot").nth(chart).locator(".point path").nth(mark).bounding_box()
        assert box
        alone.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(alone.get_by_text("dipilih 1")).to_be_visible()
    assert told(alone, b"picked") == 1


def test_a_phone_is_told_once_and_a_screen_again(alone: Page, bare: str) -> None:
    leave(alone)  # or what is open would tell it, too
    alone.told.clear()  # type: ignore[attr-defined]
    alone.set_viewport_size({"width": 390, "height": 844})
    alone.goto(bare)
    expect(alone.get_by_text("untuk phone")).to_be_visible(timeout=30_000)
    drawn(alone)
    assert alone.locator(".k-plot-frame").count() == 2
    assert told(alone, b"phone") == 1  # by two charts
    other = alone.context.new_page()  # another tab of the same viewer knows nothing of it
    other.set_viewport_size({"width": 1366, "height": 768})
    other.goto(bare)
    expect(other.get_by_text("untuk screen")).to_be_visible(timeout=30_000)
    expect(alone.get_by_text("untuk phone")).to_be_visible()
    other.close()
    alone.set_viewport_size({"width": 1366, "height": 768})
    expect(alone.get_by_text("untuk screen")).to_be_visible()
    assert alone.outside == []  # type: ignore[attr-defined]


def test_a_change_that_overtakes_the_first_drawing_is_drawn(alone: Page, bare: str) -> None:
    """Streamlit cleans up after a call that another one overtook; the chart must outlive that."""
    held = hold(alone, "**/koperasi.files/plot.js*")
    alone.set_viewport_size({"width": 390, "height": 844})
    alone.goto(bare, wait_until="commit")
    alone.get_by_text("ada", exact=True).wait_for(timeout=30_000)
    alone.emulate_media(color_scheme="dark")  # another theme: every component is called again
    until(alone, "getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'")
    assert alone.locator(".k-plot-frame").count() == 0
    for route in held:
        route.continue_()
    drawn(alone)
    assert alone.locator(".k-plot-frame").count() == 2
    alone.set_viewport_size({"width": 500, "height": 844})
    until(alone, "[...document.querySelectorAll('.k-plot')].every(it => it._fullLayout.width === it.clientWidth)")


def test_dark_and_light_are_followed_without_a_reload(tab: Page, address: str) -> None:
    paper = "getComputedStyle(document.querySelector('.k-plot .main-svg')).backgroundColor"
    visit(tab, f"{address}/opop")
    tab.evaluate("document.querySelector('.k-plot .main-svg').kept = true")
    for scheme, colour in (("dark", "rgb(20, 24, 29)"), ("light", "rgb(255, 255, 255)")):
        tab.emulate_media(color_scheme=scheme)
        until(tab, f"{paper} === '{colour}'")
    assert tab.evaluate("document.querySelector('.k-plot .main-svg').kept")
    settled(tab)
