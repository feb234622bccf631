"""Figures in a real Chromium, and what of their words touches: a measure by bounding boxes, not by eye.

One bare page with our font and the Plotly that we ship; no server. :func:`drawn` draws a figure as a surface shows it,
:func:`touching` lists the pairs of texts of what is drawn whose boxes overlap.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import plotly
from playwright.sync_api import Page

from koperasi.look import locale, text

_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_SLACK = 1.5  # pixels that two boxes may share: the air above and below the letters of a line
_TEXTS = """(slack) => {
  const of = (it) => {
    // a text's own box has the air of its whole line: of it the letters take the middle
    const box = it.getBoundingClientRect(), air = it.querySelector("tspan.line") ? 0 : 0.14 * box.height;
    return {words: it.textContent, left: box.left, right: box.right, top: box.top + air, bottom: box.bottom - air};
  };
  const shown = (it) => {
    const style = getComputedStyle(it), box = it.getBoundingClientRect();
    return it.textContent.trim() && box.width && style.visibility !== "hidden" && style.opacity !== "0"
      && !it.closest(".hoverlayer, .k-watermark") && it.closest("[data-unmeasured]") === null;
  };
  const lines = [];
  for (const it of document.querySelectorAll("#plot .main-svg text")) {
    if (!shown(it)) continue;
    const parts = [...it.querySelectorAll("tspan.line")];
    lines.push(...(parts.length ? parts : [it]).map((part) => ({...of(part), whole: it})));
  }
  const room = document.querySelector("#plot").getBoundingClientRect(), found = [];
  lines.forEach((a, place) => {
    if (a.left < room.left - slack || a.right > room.right + slack) found.push([a.words, "the edge of the figure"]);
    for (const b of lines.slice(place + 1)) {
      if (a.whole === b.whole) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > slack && down > slack) found.push([a.words, b.words]);
    }
  });
  return found;
}"""


def blank(page: Page) -> Page:
    """Make the page ready to draw; once for any number of figures."""
    font = base64.b64encode(text.FONT_FILE.read_bytes()).decode()
    page.set_content(
        "<style>@font-face { font-family: 'Source Sans'; font-weight: 200 900; "
        f"src: url(data:font/woff2;base64,{font}) }} "
        "body { margin: 0 }</style><div id='plot'></div>"
    )
    page.add_script_tag(path=str(_PLOTLY))
    page.evaluate("Promise.all([document.fonts.load('14px Source Sans'), document.fonts.load('700 14px Source Sans')])")
    return page


def drawn(page: Page, figure: dict[str, Any], width: int) -> Page:
    """Draw Plotly's JSON in a box of this width, as high as the figure says."""
    page.evaluate(
        """async ([figure, width, config]) => {
          const box = document.querySelector("#plot");
          Plotly.purge(box);
          const height = figure.layout.height;
          Object.assign(box.style, { width: `${width}px`, height: `${height}px` });
          await Plotly.newPlot(box, figure.data, { ...figure.layout, width, height, autosize: false }, config);
        }""",
        [json.loads(json.dumps(figure)), width, locale.CONFIG],
    )
    return page


def touching(page: Page) -> list[tuple[str, str]]:
    """Pairs of words that lie over one another, or beyond the edge, in what is drawn."""
    return [(str(a), str(b)) for a, b in page.evaluate(_TEXTS, _SLACK)]
