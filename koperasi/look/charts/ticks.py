"""Axes of counts and of years, in our own numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from koperasi.look import formats, text
from koperasi.look.charts.base import GAP
from koperasi.look.surface import Surface


def steps(top: float, most: int = 6) -> list[float]:
    """Round values from zero to at least `top` (at least 1): 1, 2 or 5 times a power of ten apart, at most `most`."""
    top = max(top, 1.0)
    power = 10 ** math.floor(math.log10(top / most))
    step = next(power * times for times in (1, 2, 5, 10, 20) if top / (power * times) <= most - 1)
    step = max(step, 1)
    return [step * place for place in range(math.ceil(top / step) + 1)]


def count_axis(top: float, surface: Surface, room: float = math.inf) -> tuple[dict[str, Any], float]:
    """A y axis for whole numbers up to `top`, with room for a word above it; and the pixels left of the plot.

    room: pixels of its height.
    """
    most = max(3, min(6, int(min(room, 999) / (1.6 * surface.letter))))
    values = [value for value in steps(top, most) if value <= top * 1.1 or value <= 1]
    words = [formats.number(value) for value in values]
    wide = max(text.width(word, surface.letter) for word in words)
    return {"tickvals": values, "ticktext": words, "range": [0, max(top, 1.0) * 1.15]}, wide + GAP


def every(count: int, room: float, wide: float) -> int:
    """Of `count` names that are `wide` pixels each, how many steps from one to the next so that they fit `room`."""
    return max(1, math.ceil(count * wide / max(room, 1)))


def apart(years: Sequence[int], least: int) -> list[int]:
    """Places of the last year and of those before it that are at least so many years from the next."""
    found: list[int] = []
    for place in range(len(years) - 1, -1, -1):
        if not found or years[found[-1]] - years[place] >= least:
            found.append(place)
    return found
