"""The card: one question with its answer, declared once and used on the screen, in pictures and on the command line.

A card is a function from an answer to a Drawing, under the decorator :func:`card`. Everything else (the table twin,
"tentang angka ini", the picture, the CSV, the tests over all cards) follows from that one declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import plotly.graph_objects as go

from koperasi.look import formats
from koperasi.look.ink import Ink, Mode, ink
from koperasi.store import Answer, Filters, Source, Store

SAMPLE_MARK = "DATA CONTOH"


class UnknownCard(LookupError):
    """No card has this id."""


@dataclass(frozen=True)
class Drawing:
    """What a card function returns.

    finding: one sentence made from the rows, at most two lines, fit to be quoted. alt: what a person who cannot see
    the figure needs to hear. figure: without title; None where words say it all.
    """

    finding: str
    alt: str
    figure: go.Figure | None


@dataclass(frozen=True)
class Choice:
    """Something one card lets the viewer pick: query parameter `name`, and the label of each of its values.

    titled: whether the title says what was picked; not needed where the finding and the marks do.
    """

    name: str
    label: str
    values: Mapping[str, str]
    titled: bool = True

    @property
    def default(self) -> str:
        """The first value."""
        return next(iter(self.values))


Draw = Callable[[Answer, Ink, Filters], Drawing]


@dataclass(frozen=True)
class Card:
    """See :func:`card`."""

    id: str
    title: str
    query: str
    draw: Draw
    about: str
    choices: tuple[Choice, ...] = ()
    switch: Mapping[str, str] = field(default_factory=dict)
    unmoved: Mapping[str, str] = field(default_factory=dict)

    def with_defaults(self, filters: Filters) -> Filters:
        """`filters` with this card's own choices only, each filled in."""
        given = dict(filters.options)
        options = ((choice.name, given.get(choice.name, choice.default)) for choice in self.choices)
        return replace(filters, options=tuple(options))

    def query_for(self, filters: Filters) -> str:
        """The query to ask: another one where a choice switches from published figures to the register."""
        picked = (str(value) for _, value in filters.options)
        return next((self.switch[value] for value in picked if value in self.switch), self.query)


@dataclass(frozen=True)
class Rendered:
    """A card with its answer for some filters. `title` includes what was picked."""

    card: Card
    title: str
    answer: Answer
    drawing: Drawing
    filters: Filters
    notes: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether no row was left."""
        return self.answer.rows.empty

    @property
    def as_of(self) -> str:
        """The span of as-of dates in words."""
        return formats.as_of_span(self.answer.as_of)

    @property
    def source_line(self) -> str:
        """Sources and as-of dates in one line, at most three publishers by name."""
        names = list(dict.fromkeys(_publisher(source) for source in self.answer.sources))
        shown = names if len(names) <= 3 else [*names[:3], f"{len(names) - 3} sumber lain"]
        line = f"Sumber: {formats.listed(shown)}." if names else ""
        return f"{line} Keadaan: {self.as_of}." if self.as_of else line


def _publisher(source: Source) -> str:
    return f"{source.title} – {source.publisher}" if source.id.startswith("register:") else source.publisher


_cards: dict[str, Card] = {}


def card(
    id: str,
    title: str,
    about: str,
    *,
    query: str = "",
    choices: tuple[Choice, ...] = (),
    switch: Mapping[str, str] | None = None,
    unmoved: Mapping[str, str] | None = None,
) -> Callable[[Draw], Draw]:
    """Declare the decorated function a card.

    id: also the query's name, unless `query` says otherwise. about: what the number counts and what it does not, one
    to three sentences. switch: choice value -> other query. unmoved: filter ("regencies", "years", "pola") -> why it
    does not apply, where the general reason is not the right one.
    """

    def declare(draw: Draw) -> Draw:
        if id in _cards:
            raise ValueError(f"two cards are called {id}")
        _cards[id] = Card(
            id,
            title,
            query or id,
            draw,
            about,
            choices,
            MappingProxyType(switch or {}),
            MappingProxyType(unmoved or {}),
        )
        return draw

    return declare


def cards() -> dict[str, Card]:
    """Every card by id, in the order of declaration."""
    return dict(_cards)


def find(card_id: str) -> Card:
    """The card with this id; raises UnknownCard."""
    try:
        return _cards[card_id]
    except KeyError:
        raise UnknownCard(f'Tidak ada kartu bernama "{card_id}". Daftarnya: python -m koperasi cards') from None


def render(store: Store, card_id: str, filters: Filters, mode: Mode = "light") -> Rendered:
    """Ask, draw and say; cached by (card, filters that it follows, data version), so the result must not be changed.

    Raises UnknownCard, and what Store.ask raises.
    """
    it = find(card_id)
    filters = it.with_defaults(filters)
    takes = store.queries[it.query_for(filters)].parameters
    rendered = store.derive(_render, card_id, filters.only(takes), mode)
    notes = tuple(it.unmoved.get(which.name, which.why_not) for which in filters.ignored(takes))
    return replace(rendered, notes=notes)


def _render(store: Store, card_id: str, filters: Filters, mode: Mode) -> Rendered:
    it = find(card_id)
    answer = store.ask_filtered(it.query_for(filters), filters)
    if answer.rows.empty:
        sentence = f"Tidak ada data untuk {in_words(store, filters)}."
        drawing = Drawing(sentence, sentence, None)
    else:
        drawing = it.draw(answer, ink(mode), filters)
    options = zip(it.choices, filters.options, strict=True)
    picked = [choice.values[str(value)] for choice, (_, value) in options if choice.titled]
    return Rendered(it, ": ".join([it.title, *picked]), answer, drawing, filters, ())


def in_words(store: Store, filters: Filters) -> str:
    """The filters as a person would say them: "Kabupaten Banjar, 2015–2024, pola syariah"."""
    return ", ".join(formats.listed(said) for said in filters.words(store)) or "semua kabupaten/kota"
