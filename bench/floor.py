"""Our cards against the same figures on a bare Streamlit page, a click on a tile to everything drawn: see README.md.

Run alone with `python bench/floor.py`; bench/run.py runs it too.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from live import serve
from playwright.sync_api import Page, WebSocket, sync_playwright
from timing import PATIENCE, ROOT, cpu_seconds

from koperasi.press.pictures import browser_path

Frames = list[str | bytes]

LIMIT = 0.8  # ours against the floor
FOUR = (("growth/regency_map", "growth/regency_bars"), ("growth/founded", "growth/by_type"))
OURS = """
import streamlit as st
from koperasi.screen import frame
from koperasi.screen.card import show
st.set_page_config("bench", layout="wide")
page = frame.navigate()
with frame.around(page):
    for row in {rows}:
        show(*row)
"""
# the same question, answer and figure; nothing else of ours
BARE = """
import streamlit as st
from koperasi.cards import render
from koperasi.store import Filters, current
st.set_page_config("bench", layout="wide")
store = current()
def picked():
    points = st.session_state["growth/regency_map"]["selection"]["points"]
    code = points[0]["customdata"] if points else None
    st.session_state.code = code[0] if isinstance(code, list) else code
code = st.session_state.get("code")
for row in {rows}:
    for place, card in zip(st.columns(len(row)), row):
        shown = render(store, card, Filters((code,) if code else ()))
        figure = shown.figure() if hasattr(shown, "figure") else shown.drawing.figure
        with place:
            st.plotly_chart(figure, theme=None, key=card, on_select=picked if card.endswith("_map") else "ignore",
                            selection_mode="points")
"""
# Counts every change of the document from the press of the mouse on, and notes the last one to what a viewer looks at.
ARM = """() => {
  const bench = (window.bench = { mutations: 0 });
  window.watcher?.disconnect();
  addEventListener("mousedown", (e) => {
    bench.begin = e.timeStamp;
    window.watcher = new MutationObserver((found) => {
      bench.mutations += found.length;
      bench.any = performance.now();
      for (const it of found) {
        const at = it.target.nodeType === 1 ? it.target : it.target.parentElement;
        if (it.type !== "attributes" || at?.closest("svg"))
          if (at?.closest("[data-testid=stMain]") && !at.closest(".hoverlayer, .modebar-container, .draglayer")) {
            bench.drawn = performance.now() - bench.begin;
          }
      }
    });
    watcher.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  }, { capture: true, once: true });
}"""
# the script is done, and nothing has changed for half a second
REST = """(before) => document.querySelector(".stApp").dataset.testScriptState === "notRunning"
  && bench.drawn && performance.now() - bench.any > 500
  && [...document.querySelectorAll(".js-plotly-plot")].map(it => it.textContent).join() !== before"""
WORDS = '[...document.querySelectorAll(".js-plotly-plot")].map(it => it.textContent).join()'


@contextmanager
def script(name: str, text: str) -> Iterator[str]:
    """A file beside dashboard.py for as long as it is served: Streamlit looks for pages/ there."""
    path = ROOT / f".bench-{name}.py"
    path.write_text(text, encoding="utf-8")
    try:
        yield path.name
    finally:
        path.unlink()


def click(page: Page, frames: Frames, pid: int, place: int) -> dict[str, float]:
    """Point at one tile of the map, press, and wait until all is at rest."""
    tile = page.locator(".js-plotly-plot").nth(place_of_map(page)).locator(".point path").nth(place)
    tile.evaluate("tile => tile.scrollIntoView({block: 'center'})")
    box = tile.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.locator(".hoverlayer .hovertext").first.wait_for(state="attached")
    page.evaluate(ARM)
    before, spent, seen = page.evaluate(WORDS), cpu_seconds(pid), len(frames)
    page.mouse.click(x, y)
    page.wait_for_function(REST, arg=before, polling=100)
    found = page.evaluate("bench")
    cpu = 1e3 * (cpu_seconds(pid) - spent)
    return {"ms": found["drawn"], "messages": len(frames) - seen, "mutations": found["mutations"], "cpu_ms": cpu}


def listen(frames: Frames, socket: WebSocket) -> None:
    """Keep what the server sends."""

    def keep(frame: str | bytes) -> None:  # playwright cannot mark a method of a list as its own
        frames.append(frame)

    socket.on("framereceived", keep)


def place_of_map(page: Page) -> int:
    """Which chart has the 13 tiles; it is drawn once the page is."""
    counts = page.evaluate(
        '[...document.querySelectorAll(".js-plotly-plot")].map(it => it.querySelectorAll(".point path").length)'
    )
    return next(place for place, count in enumerate(counts) if count == 13)


def measure(data: Path, rounds: int = 12) -> dict[str, dict[str, float]]:
    """Medians of both, taking turns: milliseconds from press to drawn, messages, mutations, server CPU."""
    times: dict[str, list[dict[str, float]]] = {"ours": [], "bare": []}
    with ExitStack() as held:
        pages: dict[str, tuple[Page, Frames, int]] = {}
        chromium = held.enter_context(sync_playwright()).chromium.launch(
            executable_path=browser_path(), args=["--no-sandbox"]
        )
        for name, text, path in (("ours", OURS, "pertumbuhan"), ("bare", BARE, "")):
            file = held.enter_context(script(name, text.format(rows=FOUR)))
            port, pid = held.enter_context(serve(data, file))
            page, frames = chromium.new_page(viewport={"width": 1366, "height": 768}), Frames()
            page.set_default_timeout(PATIENCE * 500)
            page.on("websocket", partial(listen, frames))
            page.goto(f"http://127.0.0.1:{port}/{path}")
            page.wait_for_function('document.querySelectorAll(".js-plotly-plot .main-svg").length >= 4')
            page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
            page.wait_for_timeout(1500)
            pages[name] = page, frames, pid
        for turn in range(rounds + 1):
            for name, (page, frames, pid) in pages.items():
                page.bring_to_front()
                page.mouse.move(1, 1)
                times[name].append(click(page, frames, pid, turn % 13))
        chromium.close()
    # the first one of each warms everything up
    return {
        name: {what: round(median(it[what] for it in found[1:]), 1) for what in found[0]}
        | {"ms_min": round(min(it["ms"] for it in found[1:]), 1), "ms_max": round(max(it["ms"] for it in found[1:]), 1)}
        for name, found in times.items()
    }


def report(found: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Print the two lines; returns the check."""
    print("\nFour cards, click on a tile to everything drawn, ours and bare Streamlit in turn: medians")
    print(f"{'':10}{'ms (min-max)':>24}{'messages':>10}{'mutations':>11}{'server CPU ms':>15}")
    for name, it in found.items():
        spread = f"{it['ms']:.0f} ({it['ms_min']:.0f}-{it['ms_max']:.0f})"
        print(f"{name:10}{spread:>24}{it['messages']:>10.0f}{it['mutations']:>11.0f}{it['cpu_ms']:>15.0f}")
    ratio = round(found["ours"]["ms"] / found["bare"]["ms"], 2)
    return {
        "target": "click to drawn, ours against bare: times",
        "value": ratio,
        "limit": LIMIT,
        "pass": ratio <= LIMIT,
    }


if __name__ == "__main__":
    begin = time.perf_counter()
    result = measure(ROOT / "data")
    print(json.dumps(report(result)))
    load = [round(value, 1) for value in os.getloadavg()]
    print(f"{round(time.perf_counter() - begin)} s, {os.cpu_count()} cores, load {load}")
