"""The pages as data: each file in pages/ declares its page, and everything else reads it from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from koperasi.cards import current_id
from koperasi.screen.state import CARD, Own
from koperasi.store.filters import Params


@dataclass(frozen=True)
class Glance:
    """Cards that are seen at one glance on an office PC: piles of them side by side, each of a height of its own.

    piles: for each its share of the width, and its cards with their heights in pixels, which add to the same. guests:
    those of them that are at home on another page, where links to them lead. picks: card -> the choice of it that is
    picked above it.
    """

    piles: tuple[tuple[float, dict[str, int]], ...]
    guests: tuple[str, ...] = ()
    picks: dict[str, str] = field(default_factory=dict)

    def cards(self) -> list[str]:
        """The ids of its cards, pile by pile."""
        return [card for _, pile in self.piles for card in pile]


# one card, several side by side, piles of them, or a widget that draws itself
Row = str | tuple[str, ...] | Glance | Callable[[], object]


@dataclass(frozen=True)
class Section:
    """Rows of a page that answer one question: what is seen of the page at one time.

    id: in the URL, `bagian=`. regencies: there only while so many are picked; None for always. sample: drawn from
    registers, and so by itself: a sample never stands between published figures. opens: parameters of the URL that
    lead here where a link names no section.
    """

    id: str
    title: str
    rows: tuple[Row, ...]
    regencies: range | None = None
    sample: bool = False
    opens: tuple[str, ...] = ()

    def cards(self) -> list[str]:
        """The ids of its cards, in the order of the screen."""
        return [card for row in self.rows for card in _cards_of(row)]


def _cards_of(row: Row) -> Iterable[str]:
    if isinstance(row, Glance):
        return row.cards()
    return () if callable(row) else (row,) if isinstance(row, str) else row


@dataclass(frozen=True)
class Page:
    """One screen.

    id: of its file, and its address. name: in the menu. icon: Material. above: rows over every section. keeps: what
    it alone keeps in the URL.
    """

    id: str
    name: str
    title: str
    icon: str
    sections: tuple[Section, ...]
    above: tuple[Callable[[], object], ...] = ()
    keeps: Own = field(default_factory=dict)

    @property
    def file(self) -> str:
        """As Streamlit calls it: "pages/opop.py"."""
        return f"pages/{self.id}.py"

    def cards(self) -> list[str]:
        """The ids of its cards, in the order of the screen."""
        return [card for section in self.sections for card in section.cards()]

    def guests(self) -> set[str]:
        """Its cards that are at home on another page."""
        rows = (row for section in self.sections for row in section.rows)
        return {card for row in rows if isinstance(row, Glance) for card in row.guests}

    def there(self, regencies: int) -> list[Section]:
        """Its sections while so many regencies are picked."""
        return [it for it in self.sections if it.regencies is None or regencies in it.regencies]

    def opened(self, section_id: str, regencies: int) -> Section | None:
        """The section that is seen: the one of this id, or the first while that is not there; None for no section."""
        there = self.there(regencies)
        return next((it for it in there if it.id == section_id), there[0] if there else None)

    def section_of(self, card_id: str) -> Section | None:
        """The first of its sections that has the card."""
        return next((it for it in self.sections if card_id in it.cards()), None)

    def lead(self, params: Params) -> str:
        """The id of the section that a link leads to which names none: of its card, or of a choice in it."""
        of_card = self.section_of(current_id(params.get(CARD, [""])[0]))
        of_choice = (it for it in self.sections if any(name in params for name in it.opens))
        return (of_card or next(of_choice, self.sections[0])).id


def section(
    section_id: str,
    title: str,
    *rows: Row,
    regencies: range | None = None,
    sample: bool = False,
    opens: tuple[str, ...] = (),
) -> Section:
    """A section of a page, written as a table of contents."""
    return Section(section_id, title, rows, regencies, sample, opens)


def pages() -> tuple[Page, ...]:
    """Every page in the order of the menu; the first is the home."""
    # late: a page's file imports the screen, and Streamlit may run one before anything else
    from pages import PAGES  # noqa: PLC0415

    return PAGES


def find_page(page_id: str) -> Page:
    """The page with this id; the home for one that is unknown, as Streamlit serves it at "/"."""
    return next((page for page in pages() if page.id == page_id), pages()[0])


def page_of(card_id: str) -> Page | None:
    """The first page in the menu where the card is at home, or the one that took it in."""
    return _homes().get(current_id(card_id))


@cache
def _homes() -> dict[str, Page]:
    """Id of a card -> its page; every page of every run names dozens."""
    found: dict[str, Page] = {}
    for page in pages():
        for card in page.cards():
            if card not in page.guests():
                found.setdefault(card, page)
    return found
