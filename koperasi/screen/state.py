"""The viewer's filters: session state and URL kept equal, so that a link, a reload and a page change keep them.

Streamlit's own bind="query-params" writes labels ("Kabupaten Banjar") into the URL; ours holds codes
(`kabupaten=6303`), which stay valid when a label is reworded and are the command line's words too.

Which of the two wins is decided by :func:`decide` alone, from what the last run left behind:

| case   | this run ...                                                        | shared filters from | page's own from |
|--------|---------------------------------------------------------------------|---------------------|-----------------|
| FIRST  | is this viewer's first                                              | the URL             | the URL         |
| MENU   | shows another page; Streamlit emptied the URL, or a widget was used | the session         | the URL         |
| LINK   | shows another page, and its URL says something                      | the URL             | the URL         |
| WIDGET | shows the same page after a widget was used, or a callback acted    | the session         | the session     |
| BACK   | shows the same page under another URL than the last run wrote       | the URL             | the URL         |
| STILL  | shows the same page under the same URL                              | the session         | the session     |

The open section (`bagian=`) belongs to the page. It stands in the URL only where the URL without it would lead to
another one: to that of its card (`kartu=`), of a choice that it alone has, or to the first.

A widget was used where its value is neither what the last run left nor what that run found: a browser that goes back
twice in a moment sends, with the second address, what its widgets held before they heard of the first.

What a callback sets (:func:`act`: a slide turned, a mark or a chip clicked) counts as used by a flag, not by its value:
the second of two clicks may come before the browser has the address of the first, and that old address must not win.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode
from weakref import ReferenceType

import streamlit as st

from koperasi.cards import Choice, cards, current_id, shown_by
from koperasi.cards.slides import SLIDES
from koperasi.look.ink import Mode
from koperasi.screen import ahead
from koperasi.store import FILTERS, Filters, Store, current
from koperasi.store.filters import REGENCIES, Params

SLIDE = "paparan"  # the slide of a briefing, 0 for none
DECK = "salindia"  # the cards that are its slides, where it is not SLIDES
CARD = "kartu"  # the card that a link wants to be seen; not kept
SECTION = "bagian"  # the part of the page that is seen
PAPER = "cetak"  # the whole page, as it is printed
_WHOLE = "halaman"  # the one value of PAPER
_LAST, _ACTED = "_last", "_acted"
_LONGEST = 200  # of a free text in the URL


@dataclass(frozen=True)
class Several:
    """Some of `known`, in the viewer's order. usual: those where none is named. now: an older word -> today's."""

    known: Callable[[Store], Collection[str]]
    usual: tuple[str, ...] = ()
    now: Callable[[str], str] = str


_DECK = Several(lambda _: cards(), SLIDES, current_id)
# what one page alone keeps in the URL: parameter -> its allowed values, None for free text; "" is the default of one
Own = Mapping[str, Callable[[Store], Collection[str]] | Several | None]


class Case(Enum):
    """Why this run is there; see the table above."""

    FIRST = auto()
    MENU = auto()
    LINK = auto()
    WIDGET = auto()
    BACK = auto()
    STILL = auto()

    @property
    def shared_from_url(self) -> bool:
        """Whether the URL says the shared filters; else the session does."""
        return self in (Case.FIRST, Case.LINK, Case.BACK)

    @property
    def own_from_url(self) -> bool:
        """Whether the URL says what the page keeps for itself; else the session does."""
        return self.shared_from_url or self is Case.MENU


@dataclass(frozen=True)
class Last:
    """What the last run left behind: its page, the URL that it wrote, the values of its widgets; found: before it."""

    page: str
    url: Params
    values: Mapping[str, object]
    found: Mapping[str, object] = field(default_factory=dict)


def decide(last: Last | None, page: str, url: Params, values: Mapping[str, object], acted: bool) -> Case:
    """The case of this run: `page`, `url` and the widgets' `values` as they are before anything is made equal."""
    if last is None:
        return Case.FIRST
    # a widget that came or went with a page was not used
    kept, found = last.values, last.found
    used = acted or any(
        name in kept and value not in (kept[name], found.get(name, kept[name])) for name, value in values.items()
    )
    if page != last.page:
        return Case.LINK if url and not used else Case.MENU
    if used:
        return Case.WIDGET
    return Case.STILL if url == last.url else Case.BACK


@dataclass(frozen=True)
class Control:
    """One thing that stands in the URL and, under `key`, in the session. write: what is at its default is left out."""

    key: str
    default: Any
    read: Callable[[Params], tuple[Any, list[str]]]
    write: Callable[[Any], Params]


@dataclass(frozen=True)
class Parts:
    """The sections of a page. ids: at least one. lead: URL -> the section that it leads to where it names none."""

    ids: Sequence[str]
    lead: Callable[[Params], str]

    def control(self) -> Control:
        """It reads the section; `write` needs the whole URL and is :meth:`written`."""
        return Control(SECTION, self.ids[0], self._read, lambda _: {})

    def _read(self, params: Params) -> tuple[str, list[str]]:
        if CARD in params:  # a link to a card wins
            return self.lead(params), []
        return _read(SECTION, self.ids, self.lead(params), params)

    def written(self, url: Params, opened: str) -> Params:
        """The URL with the open section, where that does not follow from it."""
        return url if self.lead(url) == opened else url | {SECTION: [opened]}


@dataclass(frozen=True)
class View:
    """What every card on the page is drawn from. controls: what all pages share in the URL.

    It lies in the session between two runs, and so do those of tabs that nobody has touched for days: none of them may
    keep an old store, which whoever draws holds himself.
    """

    drawn_from: ReferenceType[Store]
    filters: Filters
    mode: Mode
    controls: Sequence[Control]

    @property
    def store(self) -> Store:
        """The store of the page, or the present one where that is gone."""
        return self.drawn_from() or current()


@contextmanager
def same_store() -> Iterator[None]:
    """Hold the store that the page was drawn from; where it is gone with its data, the page is drawn anew instead."""
    store = view().drawn_from()
    if store is None:
        st.rerun()
    with ahead.answering():
        yield


def view() -> View:
    """The view of this run; set by the frame before any page runs."""
    return st.session_state["_view"]  # type: ignore[no-any-return]


def choices() -> dict[str, Choice]:
    """What single cards let the viewer pick, by URL parameter."""
    return {choice.name: choice for it in cards().values() for choice in it.choices}


def shared_controls(store: Store) -> list[Control]:
    """What every page keeps in the URL: the shared filters, the slide, and what single cards let the viewer pick."""
    found = []
    for it in FILTERS:
        known = it.known(store)
        found.append(Control(it.key, it.default(known), partial(it.read, known=known), partial(it.write, known=known)))
    found.append(_several(store, DECK, _DECK))
    found.append(Control(SLIDE, 0, _read_slide, partial(_write, SLIDE, 0)))
    for name, choice in choices().items():
        read, write = partial(_read, name, choice.values, choice.default), partial(_write, name, choice.default)
        found.append(Control(name, choice.default, read, write))
    return found


def own_controls(store: Store, own: Own) -> list[Control]:
    """What one page keeps in the URL for itself."""
    whole = Control(PAPER, "", partial(_read, PAPER, [_WHOLE], ""), partial(_write, PAPER, ""))
    return [whole, *(_own(store, name, known) for name, known in own.items())]


def _own(store: Store, name: str, known: Callable[[Store], Collection[str]] | Several | None) -> Control:
    if isinstance(known, Several):
        return _several(store, name, known)
    values = None if known is None else known(store)
    return Control(name, "", partial(_read, name, values, ""), partial(_write, name, ""))


def _several(store: Store, name: str, of: Several) -> Control:
    read, write = partial(_read_several, name, of.known(store), of), partial(_write_several, name, of.usual)
    return Control(name, list(of.usual), read, write)


def _read(name: str, known: Collection[str] | None, default: str, params: Params) -> tuple[str, list[str]]:
    text = "".join(params.get(name, [])[:1]).strip()[:_LONGEST]
    if not text or known is None or text in known:
        return text or default, []
    return default, [f"{name} “{text}”"]


def _read_several(name: str, known: Collection[str], of: Several, params: Params) -> tuple[list[str], list[str]]:
    asked = dict.fromkeys(of.now(text.strip()[:_LONGEST]) for text in params.get(name, [])[: len(known)])
    found = [it for it in asked if it in known]
    return found or list(of.usual), [f"{name} “{it}”" for it in asked if it not in known]


def _write_several(name: str, usual: tuple[str, ...], value: object) -> Params:
    picked = list(cast("list[str]", value or []))
    return {} if picked in ([], list(usual)) else {name: picked}


def _read_slide(params: Params) -> tuple[int, list[str]]:
    slides = [str(number) for number in range(1, len(_read_several(DECK, cards(), _DECK, params)[0]) + 1)]
    text, dropped = _read(SLIDE, slides, "0", params)
    return int(text), dropped


def _write(name: str, default: object, value: object) -> Params:
    return {} if value in (None, default) else {name: [str(value)]}


def read(params: Params, controls: Sequence[Control]) -> tuple[dict[str, object], list[str]]:
    """URL -> widget values, and what was not understood, in words. Unknown names are left alone."""
    values, dropped = {}, []
    for it in controls:
        values[it.key], unknown = it.read(params)
        dropped += unknown
    return values, dropped


def write(values: Mapping[str, object], controls: Sequence[Control]) -> Params:
    """Widget values -> URL; what is at its default stays out of it."""
    found: Params = {}
    for it in controls:
        if values.get(it.key) is not None:
            found |= it.write(values[it.key])
    return found


def as_shown(params: Params) -> Params:
    """A URL with the choices that show what it names by an older id of a card, unless it makes them itself."""
    older = (shown_by(text) for texts in params.values() for text in texts)
    return {name: [value] for shown in older for name, value in shown.items()} | params


def link(page: str, **own: str) -> str:
    """A relative address of `page` under the shared filters of this viewer: for plain links."""
    keys = {it.key for it in FILTERS}
    shared = {name: value for name, value in st.session_state.items() if name in keys}
    return f"{page}?{urlencode(write(shared, view().controls) | own, doseq=True)}"


def regency_names(store: Store) -> dict[str, str]:
    """BPS code -> full name, in the order of codes."""
    return REGENCIES.known(store)


def synchronise(store: Store, page: str, own: Own, shared: Sequence[Control], parts: Parts) -> list[str]:
    """Make URL and widgets agree; to be called before the widgets. Returns what in the URL was dropped, in words."""
    state, of_page = st.session_state, [parts.control(), *own_controls(store, own)]
    here = as_shown({name: st.query_params.get_all(name) for name in st.query_params})
    found = _values(shared, of_page)
    case = decide(state.get(_LAST), page, here, found, state.pop(_ACTED, False))
    dropped: list[str] = []
    for from_url, controls in ((case.shared_from_url, shared), (case.own_from_url, of_page)):
        if from_url:
            values, unknown = read(here, controls)
            state.update(values)
            dropped += unknown
        for it in controls:
            state.setdefault(it.key, it.default)
    for name in choices():
        # set anew though it is there: its widget stands in one section, and without it Streamlit would forget
        state[name] = state[name]
    values = _values(shared, of_page)
    url = parts.written(write(values, [*shared, *of_page]), section())
    state[_LAST] = Last(page, url, values, found)
    if url != here:
        st.query_params.from_dict(url)
    return dropped


def _values(*controls: Sequence[Control]) -> dict[str, object]:
    """What the session holds of these now."""
    keys = [it.key for group in controls for it in group]
    return {key: st.session_state[key] for key in keys if key in st.session_state}


def filters(store: Store) -> Filters:
    """The widgets' values as filters."""
    state = st.session_state
    given: dict[str, Any] = {}
    for it in FILTERS:
        given |= it.given(state[it.key], it.known(store))
    options = tuple((name, state[name]) for name in choices() if state.get(name) is not None)
    return Filters(**given, options=options)


def act(values: Mapping[str, object]) -> None:
    """For callbacks: set what stands in the URL, whatever the browser's address still says."""
    st.session_state.update({**values, _ACTED: True})


def clear() -> None:
    """Callback: no filter."""
    store = view().store
    act({it.key: it.default(it.known(store)) for it in FILTERS})


def address() -> Params:
    """The present filters as URL parameters, for links."""
    kept = st.session_state[_LAST].url.items()
    return {name: value for name, value in kept if name not in (SLIDE, SECTION, PAPER)}


def section() -> str:
    """The id of the section that is asked for."""
    return str(st.session_state[SECTION])


def open_section(section_id: str) -> None:
    """Callback: show this part of the page."""
    act({SECTION: section_id})


def on_paper() -> bool:
    """Whether the whole page is shown, to be printed."""
    return bool(st.session_state.get(PAPER))


def put_on_paper(whole: bool) -> None:
    """Callback: show the whole page, or its open section again."""
    act({PAPER: _WHOLE if whole else ""})


def narrow(key: str, value: object) -> None:
    """Callback: set one filter."""
    act({key: value})


def deck() -> list[str]:
    """The ids of the cards that are the slides of the briefing, in their order."""
    return list(st.session_state.get(DECK) or SLIDES)


def slide() -> int:
    """The slide of the briefing that is asked for, from 1; 0 for none."""
    return int(st.session_state.get(SLIDE, 0))


def go_to_slide(number: int) -> None:
    """Callback: show this slide, or leave the briefing with 0."""
    act({SLIDE: number})


def step_slide(by: int) -> None:
    """Callback: so many slides on, or back; never past the ends."""
    go_to_slide(min(max(slide() + by, 1), len(deck())))


def only_or_all(picked: list[str], code: str) -> list[str]:
    """What a click on a regency leaves picked: only this one, or all again where it is the only one already."""
    return [] if picked == [code] else [code]


def toggle_regency(code: str) -> None:
    """Callback: a mark of this regency was clicked."""
    act({REGENCIES.key: only_or_all(st.session_state[REGENCIES.key], code)})
