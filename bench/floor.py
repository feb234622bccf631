"""Our cards against the same figures on a bare Streamlit page, and what whole pages cost the server: see README.md.

python bench/floor.py                    # bench/run.py runs it too
python bench/floor.py --before ../old    # another checkout of the project beside this one, in the same rounds
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from typing import Annotated, Any, NamedTuple

import typer
from live import connected, rerun, serve
from office import OFFICE, Tab, office
from timing import PAGES, PATIENCE, ROOT, codes, cpu_ms

LIMIT = 0.8  # ours against the floor
SECTION_MS, MANY = 400.0, 1.2  # the open section of a page; the same at many rows against few
CPU_LIMIT = 120.0  # milliseconds of server CPU for a filter change, over all pages
# all four cards are in view, and so are drawn
HIGH = (1366, 1800)
FOUR = (("growth/regency_map", "growth/activity"), ("growth/founded", "growth/by_type"))
WHOLE = "pertumbuhan?bagian=wilayah"
# as dashboard.py is
OURS = """
import streamlit as st
from streamlit import runtime
from koperasi.screen import frame, server
from koperasi.screen.card import show
if not runtime.exists():
    app = st.App(__file__, middleware=server.middleware(), lifespan=server.lifespan)
else:
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
# Counts what the server sends, and every change of the document from the press of the mouse on; notes the last one to
# what a viewer looks at.
ARM = """
const bench = (window.bench = { messages: 0 });
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", () => { bench.messages += 1; });
  }
};
bench.watcher = new MutationObserver((found) => {
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
addEventListener("mousedown", (e) => {
  Object.assign(bench, { begin: e.timeStamp, messages: 0, mutations: 0, drawn: 0, any: 0 });
  bench.watcher.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}, true);
"""
# what is drawn; the colours too: where all regencies stay in view, a filter changes no word of a map
SHOWN = '[...document.querySelectorAll(".js-plotly-plot")].map(it => it.textContent + JSON.stringify(it.data)).join()'
IDLE = 'document.querySelector(".stApp")?.dataset.testScriptState === "notRunning"'
# the script is done, and nothing has changed for half a second
REST = f"{IDLE} && bench.drawn && performance.now() - bench.any > 500 && {SHOWN} !== bench.before"
# the chart with 13 tiles or bars, and what of it can be pointed at: a legend's entry is a bar of no size
CHART = '(document.querySelector(".st-key-card-growth-regency_map") ?? document).querySelector(".js-plotly-plot")'
BARS = (
    f"[...({CHART}?.querySelectorAll('.barlayer .point path') ?? [])].filter((it) => it.getBoundingClientRect().width)"
)
CENTRE = """(() => {
  const bar = %s[%d];
  bar.scrollIntoView({ block: "center" });
  const { x, y, width, height } = bar.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
})()"""


@contextmanager
def script(root: Path, name: str, text: str) -> Iterator[str]:
    """A file beside dashboard.py for as long as it is served: Streamlit looks for pages/ there."""
    path = root / f"_bench_{name}.py"  # the name of a module: Streamlit imports it
    path.write_text(text, encoding="utf-8")
    try:
        yield path.name
    finally:
        path.unlink()


def click(tab: Tab, pid: int, place: int) -> dict[str, float]:
    """Point at one bar beside the map, press, and wait until all is at rest."""
    tab.ask("Page.bringToFront")
    tab.mouse("mouseMoved", 1, 1)
    at = tab.value(CENTRE % (BARS, place))
    tab.mouse("mouseMoved", *at)
    tab.wait('!!document.querySelector(".hoverlayer .hovertext")')
    tab.value(f"(bench.before = {SHOWN}, null)")
    spent = cpu_ms(pid)
    tab.mouse("mousePressed", *at)
    tab.mouse("mouseReleased", *at)
    tab.wait(REST)
    found = tab.value("(bench.watcher.disconnect(), { ...bench, watcher: null, before: null })")
    cpu = cpu_ms(pid) - spent
    return {"ms": found["drawn"], "messages": found["messages"], "mutations": found["mutations"], "cpu_ms": cpu}


class Kind(NamedTuple):
    """One page that takes its turn. text: the script in the place of dashboard.py. ahead: see `live.serve`."""

    data: Path
    path: str
    text: str = ""
    root: Path = ROOT
    ahead: bool = False


def kinds_of(data: Path, before: Path | None, many: Path | None) -> dict[str, Kind]:
    """Ours and bare; the open section as it is served, and where nothing was thought of; the same of more rows."""
    found = {
        "ours": Kind(data, "pertumbuhan", OURS, ahead=True),
        "ours, asked first": Kind(data, "pertumbuhan", OURS),
        "bare": Kind(data, "", BARE),
        "section": Kind(data, WHOLE, ahead=True),
        "section, asked first": Kind(data, WHOLE),
    }
    if many:
        found["section, many"] = Kind(many, WHOLE, ahead=True)
        found["section, many, asked first"] = Kind(many, WHOLE)
    if before:
        found["ours before"] = Kind(data, "pertumbuhan", OURS, before)
        found["section before"] = Kind(data, WHOLE, "", before)
    return found


def at_rest(pid: int) -> None:
    """Wait until the server computes nothing more."""
    until = time.monotonic() + PATIENCE
    spent = cpu_ms(pid)
    while time.monotonic() < until:
        time.sleep(1.5)
        spent, before = cpu_ms(pid), spent
        if spent - before < 300:  # what Streamlit takes while nothing is asked is up to 120
            return
    raise RuntimeError("the server does not come to rest")


def measure(
    data: Path, before: Path | None = None, rounds: int = 12, many: Path | None = None
) -> dict[str, dict[str, float]]:
    """Medians of all, taking turns: milliseconds from press to drawn, messages, mutations, server CPU."""
    kinds = kinds_of(data, before, many)
    times: dict[str, list[dict[str, float]]] = {name: [] for name in kinds}
    with ExitStack() as held:
        tabs: dict[str, tuple[Tab, int]] = {}
        pc = held.enter_context(office(Path(held.enter_context(TemporaryDirectory()))))
        for name, it in kinds.items():
            # one file for each: two servers of the same folder take turns
            file = f"{list(kinds).index(name)}"
            file = held.enter_context(script(it.root, file, it.text.format(rows=FOUR))) if it.text else "dashboard.py"
            port, pid = held.enter_context(serve(it.data, file, it.root, it.ahead))
            tab = pc.open(f"http://127.0.0.1:{port}/{it.path}", ARM, HIGH if it.text else OFFICE)
            tab.wait(f"({CHART}?.scrollIntoView(), {BARS}.length >= 13)")  # ours is drawn once it is near the view
            tab.wait(
                f'document.querySelectorAll(".js-plotly-plot .main-svg").length >= {4 if it.text else 1} && {IDLE}'
            )
            at_rest(pid)
            tabs[name] = tab, pid
        for turn in range(rounds + 1):
            for name, (tab, pid) in tabs.items():
                times[name].append(click(tab, pid, turn % 13))
    # the first one of each warms everything up
    return {
        name: {what: round(median(it[what] for it in found[1:]), 1) for what in found[0]}
        | {"ms_min": round(min(it["ms"] for it in found[1:]), 1), "ms_max": round(max(it["ms"] for it in found[1:]), 1)}
        for name, found in times.items()
    }


def server_cpu(data: Path, before: Path | None = None) -> dict[str, dict[str, tuple[float, float]]]:
    """Page -> milliseconds of server CPU for a regency not asked for before, and for one that was; medians, in turn."""
    with ExitStack() as held:
        roots = {"now": ROOT} | ({"before": before} if before else {})
        servers = {name: held.enter_context(serve(data, root=root, ahead=False)) for name, root in roots.items()}
        result: dict[str, dict[str, tuple[float, float]]] = {name: {} for name in servers}
        for name in PAGES:
            spent: dict[str, list[float]] = {which: [] for which in servers}
            with ExitStack() as lines:
                ways = {which: lines.enter_context(connected(port)) for which, (port, _) in servers.items()}
                for line in ways.values():
                    rerun(line, name)
                for code in [*codes(), *codes()]:
                    for which, line in ways.items():
                        begun = cpu_ms(servers[which][1])
                        rerun(line, name, f"kabupaten={code}")
                        spent[which].append(cpu_ms(servers[which][1]) - begun)
            for which, found in spent.items():
                half = len(found) // 2
                result[which][name] = round(median(found[1:half]), 1), round(median(found[half + 1 :]), 1)
    return result


def report(clicks: dict[str, dict[str, float]], cpu: dict[str, dict[str, tuple[float, float]]]) -> list[dict[str, Any]]:
    """Print both tables; returns the checks."""
    print("\nClick on a bar to everything drawn, in turn: medians. Four cards: ours and bare; then the open section.")
    print("Asked first: nothing was thought of before the click (KOPERASI_AHEAD=0); bare never does")
    print(f"{'':28}{'ms (min-max)':>18}{'messages':>10}{'mutations':>11}{'server CPU ms':>15}")
    for name, it in clicks.items():
        spread = f"{it['ms']:.0f} ({it['ms_min']:.0f}-{it['ms_max']:.0f})"
        print(f"{name:28}{spread:>18}{it['messages']:>10.0f}{it['mutations']:>11.0f}{it['cpu_ms']:>15.0f}")
    print("\nServer CPU of another regency, ms: asked for the first time, and again")
    print(f"{'':14}" + "".join(f"{which:>18}" for which in cpu))
    means = {which: tuple(mean(pair[at] for pair in pages.values()) for at in (0, 1)) for which, pages in cpu.items()}
    for name in (*PAGES, "mean"):
        cells = [means[which] if name == "mean" else cpu[which][name] for which in cpu]
        print(f"{name:14}" + "".join(f"{f'{first:.0f}, {again:.0f}':>18}" for first, again in cells))
    checks = [
        ("click to drawn, ours against bare: times", ratio(clicks, "ours", "bare"), LIMIT),
        ("click to drawn, the open section: ms", clicks["section"]["ms"], SECTION_MS),
        ("server CPU of a filter change, mean of all pages: ms", round(means["now"][0], 1), CPU_LIMIT),
    ]
    if "section, many" in clicks:
        checks.append(("click to drawn, many rows against few: times", ratio(clicks, "section, many", "section"), MANY))
    return [{"target": what, "value": got, "limit": limit, "pass": got <= limit} for what, got, limit in checks]


def ratio(clicks: dict[str, dict[str, float]], one: str, other: str) -> float:
    """How many times as long the one takes."""
    return round(clicks[one]["ms"] / clicks[other]["ms"], 2)


def main(
    before: Annotated[Path | None, typer.Option(help="Another checkout, measured in turn.")] = None,
    rounds: Annotated[int, typer.Option(help="Clicks that count.")] = 12,
) -> None:
    """Measure clicks and server CPU; PASS or FAIL."""
    begin = time.perf_counter()
    checks = report(measure(ROOT / "data", before, rounds), server_cpu(ROOT / "data", before))
    print()
    for check in checks:
        print(f"{'PASS' if check['pass'] else 'FAIL'}  {check['target']}: {check['value']} (at most {check['limit']})")
    load = [round(value, 1) for value in os.getloadavg()]
    print(f"\n{round(time.perf_counter() - begin)} s, {os.cpu_count()} cores, load {load}")


if __name__ == "__main__":
    typer.run(main)
