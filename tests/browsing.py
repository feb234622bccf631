"""What the browser tests share: open a page and wait for it, find a card, click a mark, look for faults."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect
from pypdf import PageObject, PdfReader

expect.set_options(timeout=20_000)  # two cores may be busy with the other half of the tests
A4, _FOOT = 842.0, 37.0  # points: of a sheet, and of what stands at its foot
_MIDDLE = (A4 + _FOOT) / 2
# a projector and an office PC; the telephone is a tab of its own, for Python draws it other charts
WIDE = ((1920, 1080), (1366, 768))
# Streamlit finds out where it is mounted by asking below the page first: two expected answers of 404 on a deep link
_PROBES = re.compile(r"/\w+/_stcore/(health|host-config)$")
_HOME = re.compile(r"(https?|wss?)://localhost:|data:|blob:")
# what has not waited long is asked often, later five times a second: at every frame would keep a core from drawing
_UNTIL = """([expression, arg, time]) => new Promise((found, late) => {
  const it = globalThis.eval(expression), begun = performance.now();
  const holds = typeof it === "function" ? () => it(arg) : Function(`return ${expression}`);
  const look = () => {
    const waited = performance.now() - begun;
    const pause = Math.min(200, 10 + waited / 5);
    return holds() ? found() : waited > time ? late(Error(expression)) : setTimeout(look, pause);
  };
  look();
})"""
# every chart's place holds a drawn chart; those far from the view are asked for, as a printer does
DRAWN = """() => {
  dispatchEvent(new Event("koperasi-draw-all"));
  const cards = [...document.querySelectorAll("[data-testid=stMain] .k-card")];
  const there = document.querySelectorAll("[data-testid=stMain] .stElementContainer[class*='-card ']").length;
  // a chart behind a table is drawn once it is seen again
  const charts = [...document.querySelectorAll(".k-plot")].filter(it => it.getClientRects().length);
  return cards.length === there && charts.every(it => it.querySelector(".main-svg"));
}"""
# nothing runs, nothing is of the run before, all is drawn down to the foot
_SETTLED = f"""() => document.querySelector(".stApp")?.dataset.testScriptState === "notRunning"
  && document.documentElement.dataset.chrome === "ready"
  && !document.querySelector("[data-stale=true]")
  && [...document.querySelectorAll(".st-key-screen-only-foot")].some(it => it.textContent.includes("versi data"))
  && document.querySelector("[class*=st-key-card-] h2")
  && ({DRAWN})()"""
# where the first number of a card stands in the window, Infinity for none
FIRST_NUMBER = """() => {
  let top = Infinity;
  for (const card of document.querySelectorAll("[class*=st-key-card-]")) {
    const walk = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      if (!/\\d/.test(walk.currentNode.data)) continue;
      const range = document.createRange();
      range.selectNode(walk.currentNode);
      const box = range.getBoundingClientRect();
      if (box.height) top = Math.min(top, box.top);
    }
  }
  return top;
}"""
# where each card and its figure stand
MEASURED = """() => [...document.querySelectorAll(".k-card")].map(it => {
  const box = it.closest("[class*=st-key-card-]"), body = it.querySelector(".k-card-body").getBoundingClientRect();
  const whole = box.getBoundingClientRect(), foot = it.querySelector(".k-card-foot").getBoundingClientRect();
  return {name: box.className.match(/st-key-card-(\\S+)/)[1], top: whole.top, height: whole.height, body: body.height,
          inner: it.getBoundingClientRect().height, foot: foot.bottom};
})"""
# cards of which a word or a piece is cut: the line of sources, and whatever is higher than the room it has
CUT = """() => [...document.querySelectorAll(".k-card")].filter(it => {
  const source = it.querySelector(".k-source"), room = it.closest(".stElementContainer");
  return [source, room].some(box => box.scrollHeight > box.clientHeight + 1);
}).map(it => it.closest("[class*=st-key-card-]").className.match(/st-key-card-(\\S+)/)[1])"""
# no chart outside the screen, no word of a chart outside the chart, no scrolling sideways
_FITS = """() => {
  dispatchEvent(new Event("koperasi-draw-all"));  // what is far from the view takes its new size when it comes near
  const main = document.querySelector("[data-testid=stMain]");
  const charts = [...document.querySelectorAll("[data-testid=stMain] .js-plotly-plot")];
  const cut = [];
  for (const chart of charts) {
    const box = chart.getBoundingClientRect();
    if (box.left < 0 || box.right > innerWidth) cut.push(`chart ${box.left} ${box.right}`);
    for (const text of chart.querySelectorAll(".main-svg text")) {
      const it = text.getBoundingClientRect();
      if (it.width && (it.left < box.left - 2 || it.right > box.right + 2)) cut.push(text.textContent);
    }
  }
  if (main.scrollWidth > main.clientWidth) cut.push("page");
  window.koperasiCut = cut;
  return cut.length === 0;
}"""

# once the page has kept its height for twelve frames
STILL = """async () => {
  const tall = () => document.querySelector("[data-testid=stMain]").scrollHeight;
  for (let same = 0, last; same < 12; same = tall() === last ? same + 1 : 0) {
    last = tall();
    await new Promise(requestAnimationFrame);
  }
}"""
# words of Streamlit's own; none of them is one of Bahasa Indonesia
_SAID = """
app apply are all and autosize available be cancel choose clear close collapse column columns connecting copy
decrease decrement delete deselect down edit expand file files for found from full fullscreen has help hide icon
increase increment is loading main matches more navigation new no not of open option options page pages press print
record reload remove rerun result results running search select selected settings show sidebar skip sort start end stop
streamlit submit suggestions system the theme this to toggle upload value values view with you your zoom
"""
ENGLISH = frozenset(_SAID.split())
# names that stay as they are: of works and publishers in the sources, and of a product
NAMES = re.compile(r"One Pesantren One Product|Open Data|GitHub \S+|Streamlit/\S+|Banjarmasin Post|https?://\S+")


def awaited(what: Coroutine[Any, Any, Any]) -> Any:
    """What it comes to, in a thread of its own: in this one Playwright may have its event loop running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, what).result()


def watch(page: Page) -> Page:
    """Keep a list of requests to elsewhere and of console errors, for :func:`check_clean`."""
    page.outside, page.errors = [], []  # type: ignore[attr-defined]
    page.on("request", lambda it: None if _HOME.match(it.url) else page.outside.append(it.url))  # type: ignore[attr-defined]
    page.on(
        "console",
        lambda it: page.errors.append(f"{it.text} {it.location['url']}") if it.type == "error" else None,  # type: ignore[attr-defined]
    )
    page.on("pageerror", lambda it: page.errors.append(str(it)))  # type: ignore[attr-defined]
    return page


def until(page: Page, expression: str, arg: object = None, timeout: int = 30_000) -> None:
    """Wait until a function or an expression of JavaScript is true in the page.

    Playwright's own wait_for_function evaluates the text again at every look, which the page's Content-Security-Policy
    allows only at the first one.
    """
    page.evaluate(_UNTIL, [expression, arg, timeout])


def ready(page: Page, url: str) -> Page:
    """Open and wait until everything is drawn."""
    page.goto(url)
    return settled(page)


def settled(page: Page) -> Page:
    """Wait until nothing runs any more and everything is drawn.

    Looked for in the page: Playwright's own expectations look once a second after the first two.
    """
    until(page, _SETTLED)
    return page


# as a link inside the page does; `baru` is no parameter of ours, so the run that reads the address takes it away
_GO = """async url => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame(); // what another width changes has been told
  const to = new URL(url);
  to.searchParams.set("baru", "1"); // an address that says nothing would keep the filters of the page before
  history.pushState({}, "", to);
  dispatchEvent(new PopStateEvent("popstate"));
}"""


def visit(page: Page, url: str) -> Page:
    """Go on to another page or address of the dashboard that is open, and wait until everything is drawn.

    Nothing is loaded anew, which costs a fifth of what :func:`ready` does. Where none is open, this one is opened.
    """
    if urlsplit(page.url)[:2] != urlsplit(url)[:2]:
        return ready(page, url)
    go(page, url)
    return settled(page)


def go(page: Page, url: str) -> None:
    """Go on to another address of the dashboard that is open; wait until it is there, be it drawn or not."""
    # a click whose run has not ended would win over the address
    until(page, "document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'")
    page.evaluate(_GO, url)
    until(page, "!location.search.includes('baru=')")


def hold(page: Page, url: str) -> list[Route]:
    """Keep back what the page asks for at addresses like this one; each route goes on when the test says so."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(url, keep)
    return held


def leave(page: Page) -> None:
    """Go from a page that lacks a part, so that the next visit loads it whole."""
    page.goto("about:blank")


def chip(page: Page, words: str) -> Locator:
    """What says in the row of filters that this is set, and clears it."""
    return page.locator(".st-key-chips").get_by_role("button", name=words)


def card(page: Page, name: str) -> Locator:
    """The card with this id, its "/" written "-"."""
    return page.locator(f".st-key-card-{name}")


def click_mark(page: Page, card_name: str, place: int) -> None:
    """Click the mark at this place; Plotly's own layer lies over it, so by the mouse.

    Those that can be seen are counted: an entry of a legend is a trace of its own, with a mark of no size. It is
    pointed at first: Plotly looks where the mouse is every 50 ms at most, and takes what it saw last for the click.
    """
    mark = card(page, card_name).locator(".point path").locator("visible=true").nth(place)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    spot = box["x"] + min(8, box["width"] / 2), box["y"] + box["height"] / 2
    page.mouse.move(0, 0)
    until(page, "!document.querySelector('.hoverlayer .hovertext')")
    page.mouse.move(*spot)
    until(page, "document.querySelector('.hoverlayer .hovertext')")
    page.mouse.click(*spot)


def check_clean(page: Page) -> None:
    """No serious fault by axe, and quiet."""
    check_quiet(page)
    bad = [
        f"{v['id']}: {n['html'][:160]}"
        for v in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        for n in v["nodes"]
        if v["impact"] in ("serious", "critical")
    ]
    assert bad == []


def check_quiet(page: Page) -> None:
    """No fault is said, no request to elsewhere, no console error, Indonesian to a screen reader."""
    until(page, "document.documentElement.lang === 'id'")
    for kind in ("stException", "stAlertContentError"):
        assert page.get_by_test_id(kind).all_inner_texts() == []
    assert page.outside == []  # type: ignore[attr-defined]
    assert [it for it in page.errors if not _PROBES.search(it)] == []  # type: ignore[attr-defined]


def check_fits(page: Page, sizes: Sequence[tuple[int, int]] = WIDE) -> None:
    """Nothing is cut or wider than the screen, in each of these sizes; without any, in that which it has."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        _check_fits(page)
    if not sizes:
        _check_fits(page)


def _check_fits(page: Page) -> None:
    try:
        until(page, _FITS, timeout=20_000)
    except Exception as fault:
        cut = page.evaluate("[innerWidth, window.koperasiCut]")
        raise AssertionError(f"{page.url}: {cut}") from fault


def sizes(page: Page) -> dict[str, dict[str, float]]:
    """Where each card stands in the window and how high it and its figure are, by its id with "-" for "/"."""
    return {it["name"]: it for it in page.evaluate(MEASURED)}


def english(page: Page) -> dict[str, set[str]]:
    """Names in the accessibility tree that hold a word of Streamlit's."""
    until(page, "document.documentElement.dataset.chrome === 'ready'")
    session = page.context.new_cdp_session(page)
    found = {}
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        if node["ignored"]:
            continue
        said = [node.get(part, {}).get("value") for part in ("name", "description", "value")]
        said += [it["value"].get("value") for it in node.get("properties", []) if it["name"] in ("roledescription",)]
        for text in said:
            words = set(re.findall(r"[a-z]+", NAMES.sub("", str(text or "")).lower()))
            if words & ENGLISH:
                found[str(text)] = words & ENGLISH
    session.detach()
    return found


def check_paper(page: Page) -> list[str]:
    """On A4: no sheet but the last is less than half full, and none ends with the title of what comes next.

    Returns the text of each sheet.
    """
    over = "[data-testid=stMain] [data-testid=stHeading] h2, [class*=st-key-sample-banner] p"
    titles = {_joined(it) for it in page.locator(over).all_inner_texts()}
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    texts = []
    for number, sheet in enumerate(sheets, 1):
        text, lowest, words = _read(sheet)
        where = f"{page.url}: sheet {number} of {len(sheets)}"
        assert number == len(sheets) or lowest < _MIDDLE, f"{where} ends at {lowest}"
        assert _joined(words) not in titles, f"{where} ends with {words}"
        texts.append(text)
    return texts


def _joined(text: str) -> str:
    """Without blanks: how a PDF is cut into words says nothing."""
    return re.sub(r"\s", "", text)


def _read(sheet: PageObject) -> tuple[str, float, str]:
    """Its text; how far from the bottom the last line above the foot stands, in points; and that line."""
    lines: dict[float, str] = {}

    def read(text: str, now: list[float], within: list[float], *_: Any) -> None:
        height = round(now[5] + now[3] * within[5], 1)
        if text.strip() and height > _FOOT:
            lines[height] = lines.get(height, "") + text

    text = sheet.extract_text(visitor_text=read)
    lowest = min(lines, default=A4)
    return text, lowest, lines.get(lowest, "")
