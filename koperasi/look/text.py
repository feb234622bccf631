"""How wide a text is in the font that we draw with, and where it breaks."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageFont

FONT_FILE = Path(__file__).with_name("source_sans.woff2")
LINE = 1.3  # lines of a Plotly text, in letters
_UNIT = 100
_PLAIN, _BOLD = 400, 700
TAG = re.compile(r"<[^>]*>")


@cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - who declares a figure measures nothing yet

    font = ImageFont.truetype(FONT_FILE, _UNIT)
    font.set_variation_by_axes([weight])
    return font


@cache
def _advance(letter: str, weight: int) -> float:
    return _font(weight).getlength(letter) / _UNIT


def lines(text: str) -> list[str]:
    """The lines of a text with <br> in it."""
    return text.split("<br>")


def width(text: str, letter: float, *, bold: bool = False) -> float:
    """Pixels of the longest line of `text` at `letter` pixels, tags left out; kerning is not counted."""
    return max(
        sum(_advance(it, _BOLD if bold or "<b>" in line else _PLAIN) for it in TAG.sub("", line)) * letter
        for line in lines(text)
    )


def wrap(text: str, room: float, letter: float, *, most: int = 9, bold: bool = False) -> str:
    """`text` with <br> where a line would be wider than `room` pixels; nothing is cut, and no word is broken.

    most: lines at most; the last one takes all that is left. A <br> that is there stays.
    """
    found: list[str] = []
    for paragraph in lines(text):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and len(found) < most - 1 and width(longer, letter, bold=bold) > room:
                found.append(line)
                line = word
            else:
                line = longer
        found.append(line)
    return "<br>".join(found)


def readable(colour: str) -> str:
    """White or near-black text, whichever contrasts more with `colour` "#RRGGBB" (WCAG 2 contrast ratio)."""

    def contrast(text: str) -> float:
        low, high = sorted((_luminance(text), _luminance(colour)))
        return (high + 0.05) / (low + 0.05)

    return max("#FFFFFF", "#111418", key=contrast)


@cache
def _luminance(colour: str) -> float:
    """WCAG 2 relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
