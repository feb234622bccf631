"""What a figure is drawn for: a room in pixels and a size of letters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True)
class Surface:
    """width: the least that a figure has there, in pixels; it may be given more. height: None where it may choose.

    letter: of the plain text, in pixels. least: of any text, where the height is given and the rows are many.
    """

    name: str
    width: int
    height: int | None
    letter: int
    least: float = 8

    def high(self, height: int) -> Self:
        """The same with so much height."""
        return replace(self, height=height)


SCREEN = Surface("screen", 420, None, 14)
PHONE = Surface("phone", 310, None, 14)
# a low or narrow card among others: as wide as it is given; what a figure holds beside its heart is left out
SMALL = Surface("small", 240, None, 13)
# the figure's part of a picture of 800 x 450; how much height is left depends on the words above it
PICTURE = Surface("picture", 744, 300, 13)
SLIDE = Surface("slide", 1280, 520, 22)
SURFACES = {it.name: it for it in (SCREEN, PHONE, PICTURE, SLIDE)}
