"""The dashboard as it is served: the real server, its web socket, and Chromium in front of it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from office import Office, office
from playwright.sync_api import Page, ViewportSize, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from timing import PAGES, PATIENCE, ROOT, clock, environment, pairs, spread
from websockets.sync.client import connect

from koperasi.press.pictures import browser_path

# neighbours differ in their count at both sizes
SEARCHES = ("12", "345", "67", "8", "901", "23", "456", "78")
REGISTER = ".st-key-card-growth-register"
LOADED_PAGES = ("", "pertumbuhan", "merah_putih")
# Waits for another count in a card; then for the paint.
ARM_SEARCH = """(card) => {
  const read = () => [...document.querySelectorAll(`${card} :is(h2, p)`)]
    .map(p => p.textContent).filter(text => text.includes('dari ')).join('|');
  const words = read(), bench = (window.bench = {});
  addEventListener('keydown', e => { bench.begin = e.timeStamp }, {capture: true, once: true});
  new MutationObserver(() => {
    if (bench.begin === undefined || bench.seen || [words, ''].includes(read())) return;
    bench.seen = true;
    requestAnimationFrame(() => setTimeout(() => { bench.painted = performance.now() - bench.begin }));
  }).observe(document, {subtree: true, childList: true, characterData: true});
}"""
# Notes, from the start of the navigation, when the first chart is there and when the last of what is looked at changed.
ARM_LOAD = """
window.bench = {};
new MutationObserver((found) => {
  bench.any = performance.now();
  for (const it of found) {
    const at = it.target.nodeType === 1 ? it.target : it.target.parentElement;
    const seen = (it.type !== "attributes" || at?.closest("svg")) && at?.closest("[data-testid=stMain]");
    if (seen) bench.drawn = bench.any;
  }
  if (!bench.first && document.querySelector(".js-plotly-plot .main-svg")) bench.first = bench.any;
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
"""
# the script is done, every chart in view is there, and nothing has changed for half a second
LOADED = """document.querySelector(".stApp")?.dataset.testScriptState === "notRunning" && bench.first
  && performance.now() - bench.any > 500
  && [...document.querySelectorAll(".k-plot")].every((it) =>
    it.querySelector(".main-svg") || it.getBoundingClientRect().top > innerHeight)"""


@contextmanager
def serve(data: Path, script: str = "dashboard.py", root: Path = ROOT, ahead: bool = True) -> Iterator[tuple[int, int]]:
    """The real server of the project in `root` on a free port: its port and process id.

    ahead: it may answer what nobody has asked yet; without, each first answer is made when it is asked for.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1"]
    given = environment(data, root) | {"KOPERASI_AHEAD": str(int(ahead))}
    server = subprocess.Popen(command, env=given, cwd=root, stdout=subprocess.DEVNULL)
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


def search(page: Page, text: str) -> float:
    """Milliseconds until another count of found rows is painted, in the register without any filter."""
    field = page.get_by_label("Cari nama atau nomor induk")
    field.fill(text)
    page.evaluate(ARM_SEARCH, REGISTER)
    field.press("Enter")
    page.wait_for_function("bench.painted")
    return float(page.evaluate("bench.painted"))


def load(pc: Office, port: int, path: str) -> dict[str, float]:
    """Milliseconds from the navigation to the first chart, and until everything in view is drawn."""
    tab = pc.open(f"http://127.0.0.1:{port}/{path}", ARM_LOAD)
    tab.wait(LOADED)
    found = tab.value("bench")
    tab.close()
    return {"first": found["first"], "drawn": found["drawn"]}


def browser(data: dict[int, Path], loads: int) -> dict[int, Any]:
    """First visits, loads and searches in Chromium, the sizes taking turns: milliseconds."""
    found: dict[int, dict[str, list[float]]] = {rows: defaultdict(list) for rows in data}
    with ExitStack() as held:
        profiles = Path(held.enter_context(TemporaryDirectory()))
        ports, pcs = {}, {}
        for rows, folder in data.items():
            ports[rows], _ = held.enter_context(serve(folder))
            pcs[rows] = held.enter_context(office(profiles / str(rows)))
            found[rows]["first visit"].append(load(pcs[rows], ports[rows], "")["drawn"])
            load(pcs[rows], ports[rows], "")  # what a browser has loaded twice it keeps compiled
        for _, page_id, (rows, port) in product(range(loads), LOADED_PAGES, ports.items()):
            took = load(pcs[rows], port, page_id)
            for what, ms in took.items():
                found[rows][f"load /{page_id}, {what}"].append(ms)
        chromium = held.enter_context(sync_playwright()).chromium.launch(
            executable_path=browser_path(), args=["--no-sandbox"]
        )
        pages = {
            rows: chromium.new_page(viewport=ViewportSize(width=1366, height=768), bypass_csp=True) for rows in data
        }
        for rows, page in pages.items():
            page.set_default_timeout(PATIENCE * 1e3)
            page.goto(f"http://127.0.0.1:{ports[rows]}/pertumbuhan?bagian=daftar")
            page.locator(f"{REGISTER} [data-testid=stDataFrame]").wait_for()
            page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
        for text, (rows, page) in product(SEARCHES, pages.items()):
            found[rows]["search"].append(search(page, text))
        chromium.close()
    # what was warmed up first does not count
    return {rows: {what: spread(times[1:] or times) for what, times in kinds.items()} for rows, kinds in found.items()}
