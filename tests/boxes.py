"""The boxes of all words in figures, measured in a real Chromium: which lie outside, are cut, or touch another's.

One bare page with our font and the Plotly that the pictures are drawn with; no server.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import plotly
from playwright.sync_api import Page

from koperasi.look import locale, text
from koperasi.press.pictures import WATERMARK

_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_MEASURE = """async ([figure, config, watermark]) => {
  const slack = 1.5; // pixels that two boxes may share: letters seldom fill their line
  const room = document.querySelector("#picture");
  const { width, height } = figure.layout;
  Object.assign(room.style, { width: `${width}px`, height: `${height}px` });
  await Plotly.newPlot(room, figure.data, figure.layout, config); // react keeps something of the figure before
  const crossing = new Set(figure.layout.annotations.flatMap((it, place) => (it.name === watermark ? [place] : [])));
  // of a line's box the letters take the middle
  const box = (it) => {
    const { left, right, top, bottom } = it.getBoundingClientRect();
    const air = it.tagName === "path" ? 0 : 0.15 * (bottom - top);
    return { left, right, top: top + air, bottom: bottom - air };
  };
  const clips = new Map();
  const cut = (it) => { // by the nearest clip path, where the words are in its own pixels
    const frame = it.closest("[clip-path]");
    if (!frame) return null;
    const id = frame.getAttribute("clip-path").match(/#([^"')]+)/)?.[1];
    const clip = id && document.getElementById(id)?.querySelector("rect");
    if (!clip) return null;
    if (!clips.has(id)) {
      const at = new DOMPoint(+clip.getAttribute("x") || 0, +clip.getAttribute("y") || 0);
      const from = at.matrixTransform(frame.getScreenCTM());
      const [wide, high] = [+clip.getAttribute("width"), +clip.getAttribute("height")];
      clips.set(id, { left: from.x, right: from.x + wide, top: from.y, bottom: from.y + high });
    }
    return clips.get(id);
  };
  const outside = (a, b) =>
    a.left < b.left - slack || a.right > b.right + slack || a.top < b.top - slack || a.bottom > b.bottom + slack;
  const meet = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack;
  const words = [];
  for (const it of room.querySelectorAll(".main-svg text")) {
    const note = it.closest("g.annotation");
    if (!it.textContent.trim() || it.closest(".hoverlayer") || (note && crossing.has(+note.dataset.index))) continue;
    const style = getComputedStyle(it);
    if (style.visibility === "hidden" || style.display === "none" || !it.getClientRects().length) continue;
    const lines = [...it.querySelectorAll("tspan.line")];
    for (const line of lines.length ? lines : [it]) {
      if (!line.textContent.trim()) continue;
      words.push({ said: line.textContent, of: it, letter: parseFloat(style.fontSize), ...box(line) });
    }
  }
  const points = [...room.querySelectorAll(".barlayer .point > path")].map((it) => ({ of: it.parentNode, ...box(it) }));
  const grounds = [...room.querySelectorAll("g.annotation rect.bg")].flatMap((it) => {
    const seen = +getComputedStyle(it).fillOpacity > 0 && it.getBoundingClientRect().width;
    return seen ? [{ of: it.closest("g.annotation"), ...it.getBoundingClientRect().toJSON() }] : [];
  });
  const whole = { left: 0, top: 0, right: width, bottom: height };
  const found = [];
  words.forEach((a, place) => {
    if (outside(a, whole)) found.push([a.said, "outside the picture"]);
    const clip = cut(a.of);
    if (clip && outside(a, clip)) found.push([a.said, "cut"]);
    if (a.letter < 10.99) found.push([a.said, `letters of ${a.letter}`]);
    for (const b of words.slice(place + 1)) if (a.of !== b.of && meet(a, b)) found.push([a.said, b.said]);
    const note = a.of.closest("g.annotation");
    for (const b of grounds) {
      const over = !note || note.compareDocumentPosition(b.of) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (b.of !== note && over && meet(a, b)) found.push([a.said, "under a note"]);
    }
    const own = a.of.closest(".point");
    if (own) for (const b of points) if (b.of !== own && meet(a, b)) found.push([a.said, "another bar"]);
  });
  return [words.length, found];
}"""


def blank(page: Page) -> Page:
    """Make the page ready to draw; once for any number of pictures."""
    font = base64.b64encode(text.FONT_FILE.read_bytes()).decode()
    page.set_content(
        "<style>@font-face { font-family: 'Source Sans'; font-weight: 200 900; "
        f"src: url(data:font/woff2;base64,{font}) }} body {{ margin: 0 }}</style><div id='picture'></div>"
    )
    page.add_script_tag(path=str(_PLOTLY))
    page.evaluate("Promise.all([document.fonts.load('14px Source Sans'), document.fonts.load('700 14px Source Sans')])")
    page.evaluate("table => Plotly.register(table)", locale.TABLE)
    return page


def faults(page: Page, figure: dict[str, Any]) -> tuple[int, list[tuple[str, str]]]:
    """How many lines of words a figure of a given size has, and those that are wrong, each with what is wrong."""
    count, found = page.evaluate(
        _MEASURE, [json.loads(json.dumps(figure)), {"locale": "id", "staticPlot": True}, WATERMARK]
    )
    return int(count), [(str(words), str(wrong)) for words, wrong in found]
