"""The card: one question with its answer, declared once and used on the screen, in pictures and on the command line.

A card says and draws apart: the decorated function makes its sentence, a frozen spec of `look` its figure, later and
for a surface. Everything else (the table twin, "tentang angka ini", the picture, the CSV, the tests over all cards)
follows from that one declaration.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import cached_property
from urllib.parse import parse_qsl

from koperasi.look import formats
from koperasi.look.charts import Event, Figure, Lines, Spec
from koperasi.look.columns import records, write
from koperasi.look.ink import Mode, ink
from koperasi.look.surface import SCREEN, Surface
from koperasi.store import FILTERS, Answer, Filters, Source, Store
from koperasi.store.filters import REGENCIES

SAMPLE_MARK = "DATA CONTOH"
SAMPLE_LEAD = "Data contoh: "
MOST = 3  # places that are named in one sentence


class UnknownCard(LookupError):
    """No card has this id."""


@dataclass(frozen=True)
class Choice:
    """Something one card lets the viewer pick: query parameter `name`, and the label of each of its values.

    titled: whether the title says what was picked; not needed where the finding and the marks do. said: what a
    sentence calls it, as a template of a row, where the label is too short for that.
    """

    name: str
    label: str
    values: Mapping[str, str]
    titled: bool = True
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def default(self) -> str:
        """The first value."""
        return next(iter(self.values))


Say = Callable[[Answer, Filters], str]
Draw = Callable[[Answer, Filters], Spec | None]


@dataclass(frozen=True)
class Zero:
    """What a card says where its question has no rows because there is nothing to list: the good news, with a source.

    query: asked instead, under the same filters; its rows are then the card's answer, without a figure. say: the
    sentence made from them, "" where they do not bear it out.
    """

    query: str
    say: Callable[[Answer, Filters], str]


def _silent(_answer: Answer, _filters: Filters) -> str:
    return ""


@dataclass(frozen=True)
class Card:
    """A card, declared by standing above the function that says its finding: `@card(id, figure=...)`.

    id: also the query's name, unless `query` says otherwise; title and definition stand under it in seeds/cards.csv.
    figure: a spec for the rows as they come, or a function that makes one; it is never asked about no rows. zero: what
    is known where there are no rows; without it, or where it knows nothing, the sentence for no rows is the same for
    all cards. none: a total, which stands in every row alike, and what is said without a figure where it is zero.
    aliases: ids of cards that this one took in, which links still name, and the choices that show what each was:
    "berdiri=kumulatif". dated: its lines over time have the events that seeds/events.csv gives it.

    of: "card/id?choice=value" of a card declared above, whose view this is under that choice: with words, a figure and
    a question of its own, but no card beside it. Its id leads there. views: those of a card, by the choice's value.
    """

    id: str
    _: KW_ONLY
    figure: Spec | Draw | None = None
    query: str = ""
    choices: tuple[Choice, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    zero: Zero | None = None
    dated: bool = False
    none: tuple[str, str] = ("", "")
    of: str = ""
    say: Say = _silent
    views: dict[str, Card] = field(default_factory=dict)

    def __call__(self, say: Say) -> Say:
        """Declare it, with what its finding is."""
        it = replace(self, say=say, query=self.query or self.id, views={})
        if it.id in _cards or it.id in _aliases:
            raise ValueError(f"two cards are called {it.id}")
        whole, _, picked = it.of.partition("?")
        if whole:
            _aliases[it.id] = whole, picked
            _cards[whole].views[picked.partition("=")[2]] = replace(it, choices=_cards[whole].choices)
        else:
            _cards[it.id] = it
        _aliases.update({alias: (whole or it.id, shown) for alias, shown in it.aliases.items()})
        return say

    @property
    def queries(self) -> list[str]:
        """What it may ask, under all its choices."""
        return [self.query, *(view.query for view in self.views.values())]

    def with_defaults(self, filters: Filters) -> Filters:
        """`filters` with this card's own choices only, each filled in."""
        given = dict(filters.options)
        options = ((choice.name, given.get(choice.name, choice.default)) for choice in self.choices)
        return replace(filters, options=tuple(options))

    def shown(self) -> list[Filters]:
        """No filter, under each of its views in turn."""
        named = [(choice.name, value) for choice in self.choices for value in self.views if value in choice.values]
        return [Filters(), *(Filters(options=(pair,)) for pair in named)]

    def viewed(self, filters: Filters) -> Card:
        """The view that is picked, else itself."""
        return next((self.views[str(value)] for _, value in filters.options if str(value) in self.views), self)

    def query_for(self, filters: Filters) -> str:
        """The query to ask."""
        return self.viewed(filters).query

    def has_none(self, answer: Answer) -> bool:
        """Whether there are rows, but nothing in them."""
        total, _ = self.none
        return bool(total) and not answer.rows[total].iloc[0]

    def spec(self, answer: Answer, filters: Filters) -> Spec | None:
        """The figure of an answer, not yet drawn; None where words say it all."""
        view = self.viewed(filters)
        figure = view.figure
        if figure is None or answer.rows.empty or view.has_none(answer):
            return None
        spec = figure.on(answer.rows) if isinstance(figure, Spec) else figure(answer, filters)
        return None if spec is None else spec.suited()


card = Card


@dataclass(frozen=True)
class Rendered:
    """A card with its answer and its words for some filters; the figure is made when it is asked for.

    title: says what was picked on the card itself. selection: the filters that it follows in words, "" for none set.
    What leaves the house takes finding, alt and source_line from here: each says by itself that it is of a sample,
    the last two what was filtered.
    notes: why shared filters that are set do not apply, and unmoved: what these are called in short, in the same order.
    edited: what of its words a person wrote anew; the source line says so.
    """

    card: Card
    title: str
    answer: Answer
    words: str
    filters: Filters
    about: str
    selection: str
    notes: tuple[str, ...] = ()
    unmoved: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def cautions(self) -> tuple[str, ...]:
        """What must be known of the registers that the rows were drawn from."""
        return cautions(self.answer)

    @property
    def finding(self) -> str:
        """What the rows show, in one sentence, at most two lines, fit to be quoted."""
        return self._led(self.words)

    def _led(self, words: str) -> str:
        return SAMPLE_LEAD + words if self.answer.sample else words

    @cached_property
    def spec(self) -> Spec | None:
        """The figure, not yet drawn; None where words say it all."""
        spec = None if self.is_zero else self.card.spec(self.answer, self.filters)
        return replace(spec, events=self.events) if self.events and isinstance(spec, Lines) else spec

    @property
    def is_zero(self) -> bool:
        """Whether the answer is that of :class:`Zero`."""
        return self.answer.query.name != self.card.query_for(self.filters)

    @cached_property
    def alt(self) -> str:
        """What a person who cannot see the figure needs to hear."""
        said = self.words if self.spec is None else self.spec.alt()
        # no rows: the sentence itself says what was filtered
        return " ".join([self._led(said), *([] if self.empty else self._limits())])

    def figure(self, surface: Surface = SCREEN, mode: Mode = "light") -> Figure | None:
        """The figure as Plotly's JSON, drawn anew; see :func:`figure_json` for the one that is kept."""
        return None if self.spec is None else self.spec.draw(ink(mode), surface)

    @property
    def empty(self) -> bool:
        """Whether no row was left."""
        return self.answer.rows.empty

    @cached_property
    def as_of(self) -> str:
        """The span of as-of dates in words."""
        return formats.as_of_span(self.answer.as_of)

    @property
    def publishers(self) -> list[str]:
        """Who published what the rows were made from, each once; who made the rules last."""
        return list(dict.fromkeys(map(_publisher, sorted(self.answer.sources, key=lambda it: it.is_rule))))

    @cached_property
    def source_line(self) -> str:
        """Sources, as-of dates, the rules apart, and what was filtered; at most three publishers each by name."""
        return self._sourced(self._limits())

    @property
    def credit(self) -> str:
        """The same without the filters, for a picture that says them beside its title."""
        return self._sourced([self.extent] if self.extent else [])

    def _sourced(self, limits: Sequence[str]) -> str:
        sources = self.answer.sources
        said = [
            _publishers("Sumber", [it for it in sources if not it.is_rule]),
            f"Keadaan: {self.as_of}." if self.as_of else "",
            _publishers("Aturan", [it for it in sources if it.is_rule]),
            *limits,
            f"{formats.number(self._aside)} baris disisihkan karena melanggar aturan." if self._aside else "",
            f"Disunting: {formats.listed(self.edited)}." if self.edited else "",
        ]
        return " ".join(filter(None, said))

    @property
    def extent(self) -> str:
        """How many of how many rows the figure shows, "" for all."""
        return "" if self.spec is None else self.spec.extent()

    def drawn_as(self, spec: Spec | None) -> Rendered:
        """The same with another figure of its rows, such as one that leaves the last ones out, or with none."""
        other = replace(self)
        vars(other)["spec"] = spec  # where the cached property keeps it
        return other

    @property
    def _aside(self) -> int:
        return sum(register.verdict.set_aside for register in self.answer.registers)

    def _limits(self) -> list[str]:
        """What was filtered, and how much of the rest the figure shows: nobody can see it in a picture alone."""
        return [*([f"Dipilih: {self.selection}."] if self.selection else []), *([self.extent] if self.extent else [])]

    @property
    def caption(self) -> str:
        """What is printed below a picture."""
        return f"{self.finding} {self.source_line}"


def _publishers(what: str, sources: Sequence[Source]) -> str:
    """At most three by name; "" for none."""
    names = list(dict.fromkeys(map(_publisher, sources)))
    shown = names if len(names) <= 3 else [*names[:3], f"{len(names) - 3} sumber lain"]
    return f"{what}: {formats.listed(shown)}." if names else ""


def cautions(answer: Answer) -> tuple[str, ...]:
    """A sentence for each register of the answer of which rows were set aside: they are counted nowhere."""
    return tuple(
        f"{formats.number(register.verdict.set_aside)} baris {formats.lowered(register.title)} melanggar aturan, "
        "disisihkan, dan tidak dihitung; rinciannya ada di halaman Data dan sumber."
        for register in answer.registers
        if register.verdict.set_aside
    )


def _publisher(source: Source) -> str:
    return f"{source.title} – {source.publisher}" if source.id.startswith("register:") else source.publisher


_cards: dict[str, Card] = {}
_aliases: dict[str, tuple[str, str]] = {}  # old id -> the card that took it in, and the choices that show it


def cards() -> dict[str, Card]:
    """Every card by id, in the order of declaration."""
    return dict(_cards)


def every_view() -> list[str]:
    """The ids of all cards, each before those of its views: all that there is to be seen."""
    return [shown.id for it in _cards.values() for shown in (it, *it.views.values())]


def current_id(card_id: str) -> str:
    """The id of the card that a link means: its own, or that of the card that took it in."""
    return _aliases.get(card_id, (card_id,))[0]


def shown_by(card_id: str) -> dict[str, str]:
    """The choices that show what a card was that another one took in: {"berdiri": "kumulatif"}; none for others."""
    return dict(parse_qsl(_aliases.get(card_id, ("", ""))[1]))


def find(card_id: str) -> Card:
    """The card with this id, or the one that took it in; raises UnknownCard."""
    try:
        return _cards[current_id(card_id)]
    except KeyError:
        raise UnknownCard(f'Tidak ada kartu bernama "{card_id}". Daftarnya: python -m koperasi cards') from None


def render(store: Store, card_id: str, filters: Filters) -> Rendered:
    """Ask and say; cached by (card, filters that it follows, data version), so the result must not be changed.

    An older id is the card as that one was, whatever else is picked. Raises UnknownCard, and what Store.ask raises.
    """
    it = find(card_id)
    filters = it.with_defaults(replace(filters, options=(*filters.options, *shown_by(card_id).items())))
    takes = store.queries[it.query_for(filters)].parameters
    ignored = filters.ignored(takes)
    unmoved = store.words[it.viewed(filters).id].unmoved
    notes = tuple(unmoved.get(which.name, which.why_not) for which in ignored)
    return store.derive(_noted, it.id, filters.only(takes), notes, tuple(which.key for which in ignored))


def title_of(store: Store, card_id: str) -> str:
    """What a card is called, or the one that took it in."""
    return store.words[current_id(card_id)].title


def _noted(store: Store, card_id: str, filters: Filters, notes: tuple[str, ...], unmoved: tuple[str, ...]) -> Rendered:
    rendered = store.derive(_render, card_id, filters)
    return replace(rendered, notes=notes, unmoved=unmoved) if notes else rendered


def _render(store: Store, card_id: str, filters: Filters) -> Rendered:
    it = find(card_id)
    answer, view = store.ask_filtered(it.query_for(filters), filters), it.viewed(filters)
    said = ""
    if not answer.rows.empty:
        said = (sentence(view.none[1]) if view.has_none(answer) else view.say)(answer, filters)
    elif view.zero:
        known = store.ask_filtered(view.zero.query, filters)
        said = "" if known.rows.empty else view.zero.say(known, filters)
        answer = known if said else answer
    said = said or _nothing(store, answer, filters)
    options = zip(it.choices, filters.options, strict=True)
    picked = [choice.values[str(value)] for choice, (_, value) in options if choice.titled]
    words = store.words[view.id]
    answer, events = _with_events(store, it, answer, filters) if view.dated else (answer, ())
    title, selection = ": ".join([words.title, *picked]), selected(store, filters)
    return Rendered(it, title, answer, said, filters, words.about, selection, events=events)


def place(answer: Answer, filters: Filters) -> str:
    """Where a question was asked: the province, or the picked regencies, at most three by name."""
    names = [answer.province.short_names.get(code, code) for code in filters.regencies]
    return (formats.listed(names) if len(names) <= MOST else "kabupaten/kota terpilih") or answer.province.name


def sentence(template: str, at: int = 0) -> Say:
    """A finding that one template says of one row, the first for totals; {here}: where it was asked."""
    before, _, behind = template.partition("{here}")  # names of places are no templates

    def say(answer: Answer, filters: Filters) -> str:
        row, here = records(answer.rows)[at], place(answer, filters) if "{here}" in template else ""
        return write(before, row) + here + write(behind, row)

    return say


def _with_events(store: Store, it: Card, answer: Answer, filters: Filters) -> tuple[Answer, tuple[Event, ...]]:
    """Those that its lines draw, and the answer with their sources: what is drawn without one is a rumour."""
    spec = it.spec(answer, filters)
    if not isinstance(spec, Lines):
        return answer, ()
    known = store.ask_filtered("frame/events", filters, card=it.id)
    events = {
        Event(row.as_of_date.date(), row.event_label, write("{event_label} ({as_of})", row)): row.source_ids
        for row in records(known.rows)
    }
    drawn = tuple(replace(spec, events=tuple(events)).drawn_events())
    cited = {key for event in drawn for key in events[event]} - {source.id for source in answer.sources}
    more = tuple(source for source in known.sources if source.id in cited)
    return replace(answer, sources=(*answer.sources, *more)), drawn


def _nothing(store: Store, answer: Answer, filters: Filters) -> str:
    """No rows: none in a register, which lists them all; some, but outside these years or this pola; nothing known."""
    here = in_words(store, filters)
    if answer.registers:
        return f"Tidak ada satu pun dalam register untuk {here}."
    narrowing = [it.label.lower() for it in FILTERS if it is not REGENCIES and it.active(filters)]
    if narrowing and not store.ask_filtered(answer.query.name, filters.only(REGENCIES.parameters)).rows.empty:
        return f"Tidak ada data untuk {here}; di luar {formats.listed(narrowing)} itu datanya ada."
    return f"Tidak ada data untuk {here}."


def figure_json(store: Store, rendered: Rendered, surface: Surface = SCREEN, mode: Mode = "light") -> str:
    """The figure as the JSON text that Plotly takes, "" for none; cached like :func:`render`."""
    return store.derive(_figure_json, rendered.card.id, rendered.filters, surface, mode)


def _figure_json(store: Store, card_id: str, filters: Filters, surface: Surface, mode: Mode) -> str:
    figure = store.derive(_render, card_id, filters).figure(surface, mode)
    return "" if figure is None else json.dumps(figure, ensure_ascii=False, separators=(",", ":"))


def in_words(store: Store, filters: Filters) -> str:
    """The filters as a person would say them: "Kabupaten Banjar, 2015–2024, pola syariah"."""
    return selected(store, filters) or "semua kabupaten/kota"


def selected(store: Store, filters: Filters) -> str:
    """The same, but "" where nothing is set."""
    return ", ".join(formats.listed(said) for said in filters.words(store))
