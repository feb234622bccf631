"""The sizes of pictures: what each is for, in pixels of the file and in those that a reader sees.

A picture is laid out in the pixels in which a feed shows it and then scaled, never laid out large: a square of 1080
pixels is 360 wide on a telephone, and letters that are readable there are three times as large in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from koperasi.cards import Rendered
from koperasi.look.surface import Surface
from koperasi.said import Said
from koperasi.store import FILTERS, Store
from koperasi.store.filters import REGENCIES

LEAST = 11  # pixels of any letter, as it is shown


class UnknownPreset(Said):
    """No preset is called so."""

    def __init__(self, name: str) -> None:
        super().__init__(f'Tidak ada ukuran gambar "{name}"; pilihannya: {", ".join(PRESETS)}.')


@dataclass(frozen=True)
class Preset:
    """width, height: as shown, in pixels; pixels: of the file. used: where, in words. dpi: of what is printed.

    edge: of the picture. title, plain, small: letters of the finding, of the figure, and of source and topic.
    """

    name: str
    used: str
    width: int
    height: int
    pixels: tuple[int, int]
    edge: int
    title: int
    plain: int
    small: int = LEAST
    dpi: int = 0

    @property
    def scale(self) -> float:
        """Pixels of the file a pixel as shown; what is left over at the edges is cut, less than one of them."""
        return max(self.pixels[0] / self.width, self.pixels[1] / self.height)

    @property
    def paper(self) -> tuple[float, float]:
        """Of the page of a PDF, in pixels of 96 an inch: what the file has on paper, else what is shown."""
        wide, high = self.pixels
        return (wide / self.dpi * 96, high / self.dpi * 96) if self.dpi else (wide / self.scale, high / self.scale)

    def surface(self, height: int) -> Surface:
        """The figure's room, so high."""
        return Surface(f"picture-{self.name}", self.width - 2 * self.edge, height, self.plain, LEAST)


WIDE = Preset("1600x900", "berita dan layar lebar", 800, 450, (1600, 900), 28, 20, 13, 12)
LINK = Preset("1200x628", "kartu tautan", 600, 314, (1200, 628), 18, 16, 12)
SQUARE = Preset("1080x1080", "persegi, media sosial", 360, 360, (1080, 1080), 16, 16, 12)
PORTRAIT = Preset("1080x1350", "tegak, media sosial", 360, 450, (1080, 1350), 16, 17, 12)
PAPER = Preset("a4-half", "setengah halaman A4, 300 dpi", 827, 585, (2480, 1754), 32, 21, 13, 12, 300)
PRESETS = {it.name: it for it in (WIDE, LINK, SQUARE, PORTRAIT, PAPER)}

_NAMED = 3  # regencies by name in the name of a file


def preset(name: str) -> Preset:
    """The preset of this name; raises UnknownPreset."""
    if name not in PRESETS:
        raise UnknownPreset(name)
    return PRESETS[name]


def stem(store: Store, rendered: Rendered) -> str:
    """The name of a card's files without preset and ending: province, card, where and what was filtered, as-of.

    Two that differ by filter, choice or date are not called the same.
    """
    province = store.province
    filters = rendered.filters
    defaults = {choice.name: choice.default for choice in rendered.card.choices}
    picked = [str(value) for name, value in filters.options if value != defaults.get(name)]
    codes = filters.regencies
    places = [province.short_names.get(code, code) for code in codes[:_NAMED]]
    where = places if len(codes) <= _NAMED else [f"{len(codes)} wilayah"]
    others = [word for it in FILTERS if it is not REGENCIES for word in it.words(filters, store)]
    dates = sorted(filter(None, rendered.answer.as_of))
    parts = (
        f"koperasi {province.short}",
        " ".join([rendered.card.id, *picked]),
        " ".join([*(where or [province.short]), *others]),
        dates[-1] if dates else "tanpa tanggal",
    )
    return "_".join(map(slug, parts))


def slug(words: str) -> str:
    """Words as they stand in the name of a file."""
    return re.sub("[^a-z0-9]+", "-", words.lower()).strip("-")
