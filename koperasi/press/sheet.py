"""The contact sheet: many pictures on one, as small as a feed shows them, for the eye that checks them all."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from koperasi.look import text
from koperasi.look.ink import LIGHT

_ACROSS = 1600  # pixels of the sheet
_EDGE, _LETTER = 12, 13


def contact_sheet(pictures: Sequence[tuple[str, bytes, tuple[int, int]]]) -> bytes:
    """A PNG of many: (name, PNG, size on the sheet), in rows, each with its name below it."""
    font = ImageFont.truetype(text.FONT_FILE, _LETTER)
    places, x, y, deep = [], _EDGE, _EDGE, 0
    for _, _, (width, height) in pictures:
        if x > _EDGE and x + width + _EDGE > _ACROSS:
            x, y, deep = _EDGE, y + deep, 0
        places.append((x, y))
        x += width + _EDGE
        deep = max(deep, height + 2 * _EDGE + _LETTER)
    sheet = Image.new("RGB", (_ACROSS, y + deep), LIGHT.muted)
    pen = ImageDraw.Draw(sheet)
    for (name, png, size), place in zip(pictures, places, strict=True):
        with Image.open(io.BytesIO(png)) as one:
            sheet.paste(one.convert("RGB").resize(size, Image.Resampling.LANCZOS), place)
        pen.text((place[0], place[1] + size[1] + 3), name, LIGHT.text, font)
    out = io.BytesIO()
    sheet.save(out, "png", compress_level=6)
    return out.getvalue()
