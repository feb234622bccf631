"""A click on a regency in a real Chromium, whose answer is shown before the server's: by holding that one back."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browsing import card, check_quiet, chip, click_mark, ready, settled, until, visit, watch
from tests.conftest import OFFICE, serve

pytestmark = pytest.mark.xdist_group("browser")

MAP, BESIDE = "merah_putih-regency_map", "merah_putih-by_kecamatan"
FIRST = "Hulu Sungai Utara"  # the second bar
FETCHED = """() => performance.getEntriesByType("resource")
  .filter(it => it.name.includes("/ahead/") && it.responseStatus === 200).length"""
# what changes inside an element from now on
NOTED = """it => {
  it.noted = [];
  new MutationObserver((all) => it.noted.push(...all.map((one) => one.target.nodeName + it.textContent)))
    .observe(it, { childList: true, subtree: true, characterData: true });
}"""


@pytest.fixture(scope="module")
def thinking() -> Iterator[str]:
    """A dashboard that thinks of the next click."""
    yield from serve(env={"KOPERASI_AHEAD": "1"})


class Line:
    """The web socket of one tab: what the server says waits while `held`."""

    def __init__(self, page: Page) -> None:
        self.held, self._page, self._ended = False, page, 0
        self._waiting: list[str | bytes] = []
        page.route_web_socket(re.compile("/_stcore/stream"), self._opened)

    def _opened(self, route: WebSocketRoute) -> None:
        self._route = route
        route.connect_to_server().on_message(self._said)

    def _said(self, message: str | bytes) -> None:
        assert isinstance(message, bytes)
        told = ForwardMsg.FromString(message)
        self._ended += told.WhichOneof("type") == "script_finished" and told.script_finished == 0
        self._waiting.append(message)
        if not self.held:
            self.release()

    def answered(self, act: Callable[[], None]) -> None:
        """Do something, and wait until the server has answered it, heard or not."""
        before, begun = self._ended, time.monotonic()
        act()
        while self._ended == before:
            assert time.monotonic() - begun < 20
            self._page.wait_for_timeout(10)

    def release(self) -> None:
        self.held = False
        for message in self._waiting:
            self._route.send(message)
        self._waiting.clear()


@pytest.fixture(scope="module")
def known(browser: Browser, thinking: str) -> Iterator[tuple[Page, Line]]:
    """The map of the Merah Putih cooperatives, and all that a click on it leads to."""
    own = browser.new_context(viewport=OFFICE, locale="en-US")  # the clock of one tab is that of all
    page = watch(own.new_page())
    line = Line(page)
    ready(page, f"{thinking}/merah_putih?bagian=wilayah")
    until(page, f"({FETCHED})() > 1")
    yield page, line
    own.close()


@pytest.fixture
def viewer(known: tuple[Page, Line], thinking: str) -> tuple[Page, Line]:
    """The same without a regency."""
    visit(known[0], f"{thinking}/merah_putih?bagian=wilayah")
    return known


def test_cards_say_and_draw_it_at_once_and_the_server_has_the_last_word(viewer: tuple[Page, Line]) -> None:
    page, line = viewer
    cards = [card(page, MAP), card(page, BESIDE)]
    drawn = [it.locator(".k-plot svg").first.evaluate_handle("it => it") for it in cards]
    before = [it.inner_html() for it in cards]
    line.held = True
    click_mark(page, MAP, 1)
    for it in cards:
        expect(it.locator("h2")).to_contain_text(FIRST)
    expect(page).not_to_have_url(re.compile("kabupaten"))
    foreseen = [it.inner_html() for it in cards]
    assert all(a != b for a, b in zip(before, foreseen, strict=True))
    plots = [it.locator(".k-plot") for it in cards]
    for it in plots:
        it.evaluate(NOTED)
    line.release()
    expect(page).to_have_url(re.compile("kabupaten=6308"))
    settled(page)
    assert [it.evaluate("it => it.noted") for it in plots] == [[], []], "drawn twice"
    assert [it.inner_html() for it in cards] == foreseen
    assert all(it.evaluate("it => it.isConnected") for it in drawn)
    # the same again: all of them
    line.held = True
    click_mark(page, MAP, 1)
    expect(cards[1].locator("h2")).to_contain_text("156 kecamatan")
    line.release()
    expect(page).not_to_have_url(re.compile("kabupaten"))
    settled(page)
    check_quiet(page)


def test_of_two_clicks_the_answer_to_the_first_is_not_shown(viewer: tuple[Page, Line]) -> None:
    page, line = viewer
    said = card(page, MAP).locator("h2")
    line.held = True
    click_mark(page, MAP, 1)
    expect(said).to_contain_text(FIRST)
    click_mark(page, MAP, 0)
    expect(said).not_to_contain_text(FIRST)
    second = said.inner_text()
    said.evaluate(NOTED)
    line.release()
    expect(page).to_have_url(re.compile("kabupaten=63(?!08)"))
    settled(page)
    assert said.inner_text() == second
    assert said.evaluate("it => it.noted") == []


def test_a_second_click_before_the_first_is_heard_of_undoes_nothing(viewer: tuple[Page, Line]) -> None:
    """The browser's address is then that of before the first, and its widgets hold what they held then."""
    page, line = viewer
    said, chosen = card(page, MAP).locator("h2"), chip(page, f"Kabupaten {FIRST}")
    line.held = True
    line.answered(lambda: click_mark(page, MAP, 1))
    line.answered(lambda: click_mark(page, MAP, 1))
    line.release()
    expect(page).to_have_url(re.compile("kabupaten=6308"))
    settled(page)
    expect(chosen).to_be_visible()
    expect(said).to_contain_text(f"{FIRST} 219")
    line.held = True
    line.answered(chosen.click)
    line.answered(chosen.click)
    line.release()
    expect(page).not_to_have_url(re.compile("kabupaten"))
    settled(page)
    expect(chosen).to_have_count(0)
    expect(said).to_contain_text("seluruhnya 2.013")


def test_clicks_that_are_answered_all_at_once_leave_the_page_alive(viewer: tuple[Page, Line]) -> None:
    """Streamlit sends a large message that it sent lately as a digest, which the browser may not know any more."""
    page, line = viewer
    for codes in (("6308", "6371", "6303"), ("6302", "6308", "6371"), ("6303", "6302", "6308")):
        line.held = True
        for code in codes:
            mark = page.locator(f".st-key-card-{MAP} .k-plot-marks [data-code='{code}']")
            line.answered(partial(mark.dispatch_event, "click"))
        line.release()
        expect(page).to_have_url(re.compile(f"kabupaten={codes[-1]}"))
        settled(page)
    expect(card(page, MAP).locator("h2")).to_contain_text(f"{FIRST} 219")
    expect(chip(page, f"Kabupaten {FIRST}")).to_be_visible()
    check_quiet(page)


def test_what_the_server_does_not_confirm_is_taken_back(viewer: tuple[Page, Line]) -> None:
    page, line = viewer
    said = card(page, MAP).locator("h2")
    before = said.inner_text()
    line.held = True
    page.clock.install()  # for good: this test is the last in this tab
    click_mark(page, MAP, 1)
    expect(said).to_contain_text(FIRST)
    page.clock.fast_forward(5_000)
    expect(said).to_have_text(before)
    line.release()
    expect(said).to_contain_text(FIRST)
    expect(chip(page, f"Kabupaten {FIRST}")).to_be_visible()
