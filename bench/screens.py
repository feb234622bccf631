"""Heights of every page and section, where the first number and chart stand, and what a card spends on itself.

    python bench/screens.py                     this checkout
    python bench/screens.py --before ../before  another one first, which needs to know nothing of this file
    python bench/screens.py --shots /tmp/shots  the first screens too, light and dark, at three sizes

Pixels at 1366 x 768 and 390 x 844. A card's chrome is its height without its chart, table, tiles or list.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from live import serve
from playwright.sync_api import Browser, Page, sync_playwright

from koperasi.press.pictures import browser_path
from tests.browsing import FIRST_NUMBER

HERE = Path(__file__).resolve().parents[1]
SIZES = ((1366, 768), (390, 844))
BEFORE, AFTER = "before", "after"
FIRST_SCREENS = (*SIZES, (1920, 1080))
# pages with their sections; [""] where a checkout has none, and its pages are the files only
_LIST = """
import json
from pathlib import Path
try:
    from pages import PAGES
except ImportError:
    print(json.dumps([[it.stem, [""]] for it in sorted(Path("pages").glob("[a-z]*.py"))]))
else:
    def ids(page):
        found = [getattr(it, "id", "") for it in page.sections if getattr(it, "regencies", None) in (None, range(1))]
        return found if all(found) else [""]
    print(json.dumps([[page.id, ids(page)] for page in PAGES]))
"""
_SETTLED = """() => {
  const app = document.querySelector(".stApp");
  const main = document.querySelector("[data-testid=stMainBlockContainer]");
  if (!app || !main || app.dataset.testScriptState !== "notRunning") return false;
  if (!main.querySelector("[class*=st-key-card-]")) return false;
  if (document.querySelector("[data-stale=true], [data-testid=stSkeleton]")) return false;
  dispatchEvent(new Event("koperasi-draw-all"));
  if ([...main.querySelectorAll(".k-plot, .stPlotlyChart")].some(it => !it.querySelector(".main-svg"))) return false;
  // a card's place is there before the card is
  if ([...main.querySelectorAll("[data-testid=stBidiComponentRegular]")].some(
    it => it.offsetHeight && !it.textContent)) return false;
  window.same = main.scrollHeight === window.tall ? (window.same || 0) + 1 : 0;
  window.tall = main.scrollHeight;
  return window.same >= 4;
}"""
_MEASURE = """() => {
  const main = document.querySelector("[data-testid=stMainBlockContainer]");
  const scroll = document.querySelector("[data-testid=stMain]").scrollTop;
  const top = it => Math.round(it.getBoundingClientRect().top + scroll);
  const cards = [...main.querySelectorAll("[class*=st-key-card-]")].filter(it => it.offsetHeight);
  const bodies = ".k-card-body, .k-plot-frame, .stPlotlyChart, .k-room, .stHtml, .k-map, "
    + "[data-testid=stDataFrame], [data-testid=stImage]";
  const first = (FIRST_NUMBER)(), number = first < Infinity ? Math.round(first + scroll) : null;
  const chart = [...main.querySelectorAll(".k-plot, .stPlotlyChart, .k-map")].filter(it => it.offsetHeight).map(top);
  const chrome = cards.map(card => {
    // of bodies within one another the outer one
    const inside = [...card.querySelectorAll(bodies)].filter(it => !it.parentElement.closest(bodies));
    return Math.round(card.offsetHeight - inside.reduce((sum, it) => sum + it.offsetHeight, 0));
  });
  return {
    height: Math.round(main.offsetHeight), number,
    chart: chart.length ? Math.min(...chart) : null, chrome, cards: cards.length,
    width: cards.length ? Math.round(Math.max(...cards.map(it => it.getBoundingClientRect().right))
      - Math.min(...cards.map(it => it.getBoundingClientRect().left))) : 0,
  };
}""".replace("FIRST_NUMBER", FIRST_NUMBER)


def listed(root: Path) -> list[tuple[str, list[str]]]:
    """Every page of the checkout in `root` with its sections."""
    said = subprocess.run([sys.executable, "-c", _LIST], cwd=root, check=True, capture_output=True, text=True)
    return [(page, sections) for page, sections in json.loads(said.stdout)]


def _opened(page: Page, port: int, page_id: str, section: str) -> None:
    query = f"?bagian={section}" if section else ""
    page.goto(f"http://127.0.0.1:{port}/{page_id}{query}")
    page.wait_for_function(_SETTLED, timeout=90_000, polling=100)


def measure(browser: Browser, port: int, places: list[tuple[str, list[str]]]) -> list[dict[str, Any]]:
    """A row for every section at every size."""
    rows = []
    for width, height in SIZES:
        page = browser.new_page(viewport={"width": width, "height": height}, bypass_csp=True)
        for page_id, sections in places:
            for section in sections:
                _opened(page, port, page_id, section)
                rows.append({"size": width, "page": page_id, "section": section, **page.evaluate(_MEASURE)})
        page.close()
    return rows


def shoot(browser: Browser, port: int, places: list[tuple[str, list[str]]], out: Path) -> None:
    """The first screen of every page at three sizes, light and dark."""
    out.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        for width, height in FIRST_SCREENS:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True
            )
            page = context.new_page()
            for page_id, _ in places:
                _opened(page, port, page_id, "")
                page.screenshot(path=out / f"{page_id}-{width}-{scheme}.png")
            context.close()


def report(rows: list[dict[str, Any]]) -> None:
    """As a table in Markdown: page by page, what was before what is."""
    print("| size | page | section | of | cards | height | content | number | chart | chrome per card: median (most) |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    order = list(dict.fromkeys((it["size"], it["page"]) for it in rows))
    for it in sorted(rows, key=lambda it: (order.index((it["size"], it["page"])), it["of"] == AFTER)):
        chrome = f"{statistics.median(it['chrome']):.0f} ({max(it['chrome'])})" if it["chrome"] else "-"
        cells = [it["size"], it["page"], it["section"] or "all", it["of"], it["cards"], it["height"], it["width"]]
        cells += ["-" if it[name] is None else it[name] for name in ("number", "chart")]
        print("| " + " | ".join(map(str, [*cells, chrome])) + " |")


def main() -> None:
    """Serve each checkout, measure, and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--before", type=Path)
    ask.add_argument("--shots", type=Path)
    ask.add_argument("--json", type=Path)
    given = ask.parse_args()
    rows = []
    checkouts = {BEFORE: given.before.resolve()} if given.before else {}
    for of, root in (checkouts | {AFTER: HERE}).items():
        places = listed(root)
        with serve(root / "data", root=root) as (port, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
            rows += [{"of": of, **it} for it in measure(browser, port, places)]
            if given.shots:
                shoot(browser, port, places, given.shots / of)
            browser.close()
    if given.json:
        given.json.write_text(json.dumps(rows))
    report(rows)


if __name__ == "__main__":
    main()
