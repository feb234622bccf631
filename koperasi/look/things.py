"""The colour of each thing, declared once: a register, a status, a grade keeps its own wherever it is drawn.

Never by position: a filter that leaves things out must not give what stays another colour. Names of colours are those
of :class:`~koperasi.look.ink.Ink`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from koperasi.look.ink import CATEGORIES

# register (seeds/registers.csv) -> (colour, dash): registers of one regency share its colour and differ by the dash
REGISTERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "provincial-agency": ("first", "solid"),
        "regency-agency": ("first", "dashdot"),
        "oss": ("second", "dash"),
        "ministry": ("third", "dot"),
        "simkopdes": ("fourth", "solid"),
        "bps": ("fourth", "dash"),
        "unknown": ("soft", "dot"),
        "press": ("soft", "dashdot"),
    }
)
# an ordered scale, the best deepest
RATING: Mapping[str, str] = MappingProxyType({"AAA": "deep", "AAB": "middle", "ABB": "light", "BBB": "pale"})
# predicates of savings-loan co-operatives: good is green, watched is not; no colour of RATING
HEALTH: Mapping[str, str] = MappingProxyType(
    {"Sehat": "second", "Cukup Sehat": "mint", "Dalam Pengawasan": "fourth", "Dalam Pengawasan Khusus": "third"}
)
STATUS: Mapping[str, str] = MappingProxyType({"Aktif": "first", "Tidak Aktif": "third"})
BUDGETS: Mapping[str, str] = MappingProxyType(
    {"APBD provinsi": "first", "APBD kabupaten/kota": "light", "APBN": "fourth", "DAK nonfisik": "second"}
)


def in_order(things: Iterable[Any]) -> dict[Any, str]:
    """Colours of things that no table can name, by their own order and not by that of the rows; the fifth is grey.

    Four regencies side by side are all that a person tells apart by colour.
    """
    looks = [*CATEGORIES, *["soft"] * 99]
    return dict(zip(sorted(set(things)), looks, strict=False))


def of_year(year: int) -> str:
    """A year's own colour, the same whichever years stand beside it; four in a row differ."""
    return CATEGORIES[year % len(CATEGORIES)]
