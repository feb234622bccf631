"""The dashboard as it is served: the real server, its web socket, and Chromium in front of it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from timing import PAGES, PATIENCE, ROOT, clock, environment, pairs, spread
from websockets.sync.client import connect

from koperasi.press.pictures import browser_path

# neighbours differ in their count at both sizes
SEARCHES = ("12", "345", "67", "8", "901", "23", "456", "78")
Took = tuple[float, float]
TILES, TYPES, REGISTER = (f".st-key-card-growth-{name}" for name in ("regency_map", "by_type", "register"))
BARS = ".barlayer .point path >> visible=true"  # a legend's entry is a bar of no size
# Waits for new words in a card and, with `chart`, for new labels on its bars that agree; then for the paint.
ARM = """([card, said, chart, event]) => {
  const read = () => {
    const box = document.querySelector(card);
    const words = [...box.querySelectorAll('h2, p')].map(p => p.textContent);
    const marks = [...box.querySelectorAll('.bars text')].map(text => text.textContent);
    return [words.filter(text => text.includes(said)).join('|'), marks];
  };
  const [words, marks] = read(), bench = (window.bench = {});
  addEventListener(event, e => { bench.begin = e.timeStamp }, {capture: true, once: true});
  const look = () => {
    if (bench.begin === undefined) return;
    const [now, drawn] = read();
    const other = drawn.length && drawn.join() !== marks.join();
    const fits = !chart || (other && now.includes(drawn[0].split(' ')[0]));
    if (!bench.seen && now && now !== words && fits) {
      bench.seen = true;
      requestAnimationFrame(() => setTimeout(() => { bench.painted = performance.now() - bench.begin }));
    }
    if (document.querySelector('.stApp').dataset.testScriptState === 'notRunning')
      bench.idle = performance.now() - bench.begin;
    else delete bench.idle;
  };
  new MutationObserver(look).observe(document, {subtree: true, childList: true, characterData: true,
    attributes: true, attributeFilter: ['data-test-script-state']});
}"""


@contextmanager
def serve(data: Path, script: str = "dashboard.py", root: Path = ROOT) -> Iterator[tuple[int, int]]:
    """The real server of the project in `root` on a free port: its port and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1"]
    server = subprocess.Popen(command, env=environment(data, root), cwd=root, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def _refuse(element: Element) -> None:
    if element.WhichOneof("type") == "exception":
        raise RuntimeError(element.exception.message)


def rerun(line: Any, name: str, query: str = "", seen: Callable[[Element], None] = _refuse) -> None:
    """Ask for a run of a page and wait until the server says that the script finished; `seen` gets all it sends."""
    asked = BackMsg()
    asked.rerun_script.page_name = name if name != PAGES[0] else ""
    asked.rerun_script.query_string = query
    line.send(asked.SerializeToString())
    while True:
        told = ForwardMsg.FromString(line.recv(timeout=PATIENCE))
        seen(told.delta.new_element)
        if told.WhichOneof("type") == "script_finished" and told.script_finished == 0:
            return


def connected(port: int) -> Any:
    """A viewer's web socket."""
    return connect(f"ws://127.0.0.1:{port}/_stcore/stream", max_size=None, compression=None)


def server_reruns(port: int, runs: int) -> dict[str, Any]:
    """Reruns of the server, as `rerun` takes them."""
    result = {}
    for name in PAGES:
        with connected(port) as line:
            rerun(line, name)
            warm = [clock(partial(rerun, line, name)) for _ in range(runs + 1)][1:]
            links = ["&".join(f"kabupaten={code}" for code in pair) for pair in pairs()]
            cold = [clock(partial(rerun, line, name, link)) for link in links]
        result[name] = {"warm": spread(warm), "cold": spread(cold)}
    return result


def act_and_wait(page: Page, watched: tuple[str, str, bool, str], act: Callable[[], object]) -> Took:
    """Milliseconds from the event until the card is painted anew, and until the whole page is at rest."""
    page.evaluate(ARM, list(watched))
    act()
    page.wait_for_function("bench.painted && bench.idle")
    found = page.evaluate("bench")
    return found["painted"], max(found["painted"], found["idle"])


def click_tile(page: Page, place: int) -> Took:
    """Click one tile of the map with the mouse, as a person does: point at it first."""
    page.mouse.move(1, 1)
    page.locator(f"{TILES} .hoverlayer .hovertext").wait_for(state="detached")
    tile = page.locator(TILES).locator(BARS).nth(place)
    tile.evaluate("tile => tile.scrollIntoView({block: 'center'})")  # not below the header
    box = tile.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.locator(f"{TILES} .hoverlayer .hovertext").wait_for(state="attached")
    return act_and_wait(page, (TYPES, " dari ", True, "mousedown"), lambda: page.mouse.click(x, y))


def search(page: Page, text: str) -> Took:
    """Search the register without any filter."""
    field = page.get_by_label("Cari nama atau nomor induk")
    field.fill(text)
    return act_and_wait(page, (REGISTER, "dari ", False, "keydown"), lambda: field.press("Enter"))


def browser(ports: dict[int, int], clicks: int) -> dict[int, Any]:
    """Clicks and searches in Chromium, the sizes taking turns so that their ratio holds on a busy machine."""
    times: dict[int, dict[str, list[Took]]] = {rows: {"click": [], "search": []} for rows in ports}
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        pages = {rows: chromium.new_page(viewport={"width": 1366, "height": 768}, bypass_csp=True) for rows in ports}
        for kind, rounds in (("search", len(SEARCHES)), ("click", clicks + 1)):
            for rows, page in pages.items():
                page.set_default_timeout(PATIENCE * 1e3)
                # the map and the card that answers stand in two sections: on paper both are there
                opened, ready = {
                    "search": ("bagian=daftar", f"{REGISTER} [data-testid=stDataFrame]"),
                    "click": ("cetak=halaman", f"{TYPES} .main-svg"),
                }[kind]
                page.goto(f"http://127.0.0.1:{ports[rows]}/pertumbuhan?{opened}")
                page.locator(ready).first.wait_for(state="attached")
                page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
            for turn in range(rounds):
                for rows, page in pages.items():
                    took = click_tile(page, turn) if kind == "click" else search(page, SEARCHES[turn])
                    times[rows][kind].append(took)
        chromium.close()
    # the first one of each warms the browser up
    return {
        rows: {
            f"{kind}_{what}": spread([took[place] for took in found[1:]])
            for kind, found in kinds.items()
            for place, what in enumerate(("painted", "at_rest"))
        }
        for rows, kinds in times.items()
    }
