"""The card: one question with its answer, declared once and used on the screen, in pictures and on the command line.

A card says and draws apart: the decorated function makes its sentence, a frozen spec of `look` its figure, later and
for a surface. Everything else (the table twin, "tentang angka ini", the picture, the CSV, the tests over all cards)
follows from that one declaration.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from koperasi.look import formats
from koperasi.look.charts import Figure, Spec
from koperasi.look.ink import Mode, ink
from koperasi.look.surface import SCREEN, SURFACES, Surface
from koperasi.store import Answer, Filters, Source, Store

SAMPLE_MARK = "DATA CONTOH"


class UnknownCard(LookupError):
    """No card has this id."""


@dataclass(frozen=True)
class Words:
    """What a card says where its alternative text must differ from what its figure would give."""

    finding: str
    alt: str


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


Say = Callable[[Answer, Filters], str | Words]
Draw = Callable[[Answer, Filters], Spec | None]


@dataclass(frozen=True)
class Card:
    """See :func:`card`."""

    id: str
    title: str
    query: str
    say: Say
    figure: Spec | Draw | None
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

    def spec(self, answer: Answer, filters: Filters) -> Spec | None:
        """The figure of an answer, not yet drawn; None where words say it all."""
        if answer.rows.empty or self.figure is None:
            return None
        return self.figure.on(answer.rows) if isinstance(self.figure, Spec) else self.figure(answer, filters)


@dataclass(frozen=True)
class Rendered:
    """A card with its answer and its words for some filters; the figure is made when it is asked for.

    finding: one sentence made from the rows, at most two lines, fit to be quoted. title: says what was picked.
    """

    card: Card
    title: str
    answer: Answer
    words: Words | str
    filters: Filters
    about: str
    notes: tuple[str, ...] = ()

    @property
    def finding(self) -> str:
        """What the rows show, in one sentence."""
        return self.words if isinstance(self.words, str) else self.words.finding

    @cached_property
    def spec(self) -> Spec | None:
        """The figure, not yet drawn; None where words say it all."""
        return self.card.spec(self.answer, self.filters)

    @cached_property
    def alt(self) -> str:
        """What a person who cannot see the figure needs to hear."""
        if isinstance(self.words, Words):
            return self.words.alt
        return self.finding if self.spec is None else self.spec.alt()

    def figure(self, surface: Surface = SCREEN, mode: Mode = "light") -> Figure | None:
        """The figure as Plotly's JSON, drawn anew; see :func:`figure_json` for the one that is kept."""
        return None if self.spec is None else self.spec.draw(ink(mode), surface)

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
    figure: Spec | Draw | None = None,
    query: str = "",
    choices: tuple[Choice, ...] = (),
    switch: Mapping[str, str] | None = None,
    unmoved: Mapping[str, str] | None = None,
) -> Callable[[Say], Say]:
    """Declare a card, whose finding the decorated function says.

    id: also the query's name, unless `query` says otherwise. about: what the number counts and what it does not, one
    to three sentences. figure: a spec for the rows as they come, or a function that makes one; it is never asked about
    no rows. switch: choice value -> other query. unmoved: filter (its name in FILTERS) -> why it does not apply, where
    the general reason is not the right one. Title, about and unmoved may say {province} and {regencies}.
    """

    def declare(say: Say) -> Say:
        if id in _cards:
            raise ValueError(f"two cards are called {id}")
        _cards[id] = Card(
            id,
            title,
            query or id,
            say,
            figure,
            about,
            choices,
            MappingProxyType(switch or {}),
            MappingProxyType(unmoved or {}),
        )
        return say

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


def render(store: Store, card_id: str, filters: Filters) -> Rendered:
    """Ask and say; cached by (card, filters that it follows, data version), so the result must not be changed.

    Raises UnknownCard, and what Store.ask raises.
    """
    it = find(card_id)
    filters = it.with_defaults(filters)
    takes = store.queries[it.query_for(filters)].parameters
    notes = tuple(_named(it.unmoved.get(which.name, which.why_not), store) for which in filters.ignored(takes))
    return store.derive(_noted, card_id, filters.only(takes), notes)


def _noted(store: Store, card_id: str, filters: Filters, notes: tuple[str, ...]) -> Rendered:
    rendered = store.derive(_render, card_id, filters)
    return replace(rendered, notes=notes) if notes else rendered


def _render(store: Store, card_id: str, filters: Filters) -> Rendered:
    it = find(card_id)
    answer = store.ask_filtered(it.query_for(filters), filters)
    said = f"Tidak ada data untuk {in_words(store, filters)}." if answer.rows.empty else it.say(answer, filters)
    options = zip(it.choices, filters.options, strict=True)
    picked = [choice.values[str(value)] for choice, (_, value) in options if choice.titled]
    title = _named(": ".join([it.title, *picked]), store)
    return Rendered(it, title, answer, said, filters, _named(it.about, store))


def figure_json(store: Store, rendered: Rendered, surface: Surface = SCREEN, mode: Mode = "light") -> str:
    """The figure as the JSON text that Plotly takes, "" for none; cached like :func:`render`."""
    return store.derive(_figure_json, rendered.card.id, rendered.filters, surface.name, mode)


def _figure_json(store: Store, card_id: str, filters: Filters, surface: str, mode: Mode) -> str:
    figure = store.derive(_render, card_id, filters).figure(SURFACES[surface], mode)
    return "" if figure is None else json.dumps(figure, ensure_ascii=False, separators=(",", ":"))


def _named(words: str, store: Store) -> str:
    """With the province's own name and its number of regencies where the words leave room for them."""
    province = store.province
    return words.replace("{province}", province.name).replace("{regencies}", str(province.regencies))


def in_words(store: Store, filters: Filters) -> str:
    """The filters as a person would say them: "Kabupaten Banjar, 2015–2024, pola syariah"."""
    return ", ".join(formats.listed(said) for said in filters.words(store)) or "semua kabupaten/kota"
