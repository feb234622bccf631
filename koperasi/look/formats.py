"""Numbers, money and dates as Indonesians write them: 3.057 · 12,5% · Rp1,4 miliar · 25 Oktober 2024."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

LOCALE = "id"
_SCALES = ((1e12, "triliun"), (1e9, "miliar"), (1e6, "juta"))
MINUS = "\u2212"
UNDATED = "tanggal tidak dicatat"


@lru_cache(maxsize=8192)  # Babel takes 70 us, and a page writes the same numbers in words, marks, hovers and tables
def number(value: float, decimals: int = 0) -> str:
    """3057 -> "3.057"; with decimals, trailing zeros are kept: 12.5, 2 -> "12,50"."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - who declares a card writes no number yet

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    # + 0.0 turns a negative zero into zero; a true minus, because a hyphen is lost in a label
    return str(format_decimal(round(value, decimals) + 0.0, pattern, locale=LOCALE)).replace("-", MINUS)


def percent(value: float, decimals: int = 1) -> str:
    """12.5 -> "12,5%"; a whole number loses its decimals: 30.0 -> "30%"."""
    return number(value, 0 if float(value).is_integer() else decimals) + "%"


def rupiah(value: float) -> str:
    """1_400_000_000 -> "Rp1,4 miliar"; below a million in full."""
    for scale, word in _SCALES:
        shown = round(value / scale, 2)
        if abs(value) >= 1e6 and abs(shown) >= 1:
            digits = f"{shown:.2f}".rstrip("0").partition(".")[2]
            return f"Rp{number(shown, len(digits))} {word}"
    return f"Rp{number(value)}"


def valued(value: float, unit: str) -> str:
    """A published figure in the unit of its indicator: "3.057 unit", "12,5%", "Rp1,4 miliar"."""
    if unit == "persen":
        return percent(value, 2 if round(value, 1) != value else 1)
    if unit == "rupiah":
        return rupiah(value)
    return f"{number(value, 0 if float(value).is_integer() else 2)} {unit}"


def measured(value: float, unit: str) -> str:
    """A number whose unit is said elsewhere: 3.057 · 12,5% · Rp1,4 miliar · 1,5 kali · 4,12 per 10.000."""
    if unit == "persen":
        return percent(value)
    if unit == "rupiah":
        return rupiah(value)
    if unit == "kali":
        return f"{number(value, 1)} kali"
    if "10.000" in unit:
        return number(value, 2)
    return number(value, 0 if float(value).is_integer() else 1)


class Amount(float):
    """A number that a sentence in seeds/ may write as {found:rupiah}, {found:persen}, …: in that unit."""

    def __format__(self, unit: str) -> str:
        return measured(float(self), unit)


def moved(change: float) -> str:
    """A growth in words: 150 -> "naik 150%"; -18.5 -> "turun 18,5%"."""
    return f"{'naik' if change >= 0 else 'turun'} {percent(abs(change))}"


def lowered(words: str) -> str:
    """Without its first capital, unless it is an abbreviation: "Sudah RAT" -> "sudah RAT", "NIB" -> "NIB"."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def capital(words: str) -> str:
    """With a first capital: what stands at the beginning of a sentence."""
    return words[:1].upper() + words[1:]


@lru_cache(1024)
def as_of(iso: str) -> str:
    """ "2024-09-05" -> "5 September 2024"; "2024-09" -> "September 2024"; "2024" -> "2024"; "" -> UNDATED."""
    if not iso:
        return UNDATED
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return iso
    from babel.dates import format_date  # noqa: PLC0415

    pattern = "MMMM yyyy" if len(parts) == 2 else "d MMMM yyyy"
    return format_date(date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1), pattern, locale=LOCALE)


def as_of_span(dates: Iterable[str]) -> str:
    """The oldest and the newest of ISO dates: "2016–September 2024"; "" for none, UNDATED where one is empty."""
    given = set(dates)
    known = sorted(given - {""})
    if not known:
        return UNDATED if given else ""
    first, last = as_of(known[0]), as_of(known[-1])
    span = first if first == last else f"{first}–{last}"
    return f"{span}, sebagian {UNDATED}" if "" in given else span


def listed(words: Iterable[str]) -> str:
    """["A", "B", "C"] -> "A, B, dan C"."""
    known = list(words)
    if len(known) < 3:
        return " dan ".join(known)
    return f"{', '.join(known[:-1])}, dan {known[-1]}"
