"""The pages as data: each file in pages/ declares its page, and everything else reads it from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from koperasi.screen.state import Own

# one card, several side by side, or a widget that draws itself
Row = str | tuple[str, ...] | Callable[[], object]


@dataclass(frozen=True)
class Section:
    """Rows of a page that answer one question. regencies: shown only while so many are picked; None for always."""

    title: str
    rows: tuple[Row, ...]
    regencies: range | None = None

    def cards(self) -> list[str]:
        """The ids of its cards, in the order of the screen."""
        return [card for row in self.rows if not callable(row) for card in ((row,) if isinstance(row, str) else row)]


@dataclass(frozen=True)
class Page:
    """One screen. id: of its file, and its address. icon: Material. keeps: what it alone keeps in the URL."""

    id: str
    title: str
    icon: str
    sections: tuple[Section, ...]
    keeps: Own = field(default_factory=dict)

    @property
    def file(self) -> str:
        """As Streamlit calls it: "pages/opop.py"."""
        return f"pages/{self.id}.py"

    def cards(self) -> list[str]:
        """The ids of its cards, in the order of the screen."""
        return [card for section in self.sections for card in section.cards()]


def section(title: str, *rows: Row, regencies: range | None = None) -> Section:
    """A section of a page, written as a table of contents."""
    return Section(title, rows, regencies)


def pages() -> tuple[Page, ...]:
    """Every page in the order of the menu; the first is the home."""
    # late: a page's file imports the screen, and Streamlit may run one before anything else
    from pages import PAGES  # noqa: PLC0415

    return PAGES


def find_page(page_id: str) -> Page:
    """The page with this id; the home for one that is unknown, as Streamlit serves it at "/"."""
    return next((page for page in pages() if page.id == page_id), pages()[0])


def page_of(card_id: str) -> Page | None:
    """The first page in the menu that shows the card."""
    return next((page for page in pages() if card_id in page.cards()), None)
