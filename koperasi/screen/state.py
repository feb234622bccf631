"""The viewer's filters: session state and URL kept equal, so that a link, a reload and a page change keep them.

Streamlit's own bind="query-params" writes labels ("Kabupaten Banjar") into the URL; ours holds codes
(`kabupaten=6303`), which stay valid when a label is reworded and are the command line's words too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

import streamlit as st

from koperasi.cards import Choice, cards
from koperasi.look.ink import Mode
from koperasi.screen.slides import SLIDES
from koperasi.store import POLA, Filters, Store

REGENCIES, YEARS, PATTERN = "kabupaten", "tahun", "pola"
_FROM, _TO = "dari", "sampai"
SLIDE = "paparan"  # the slide of a briefing, 0 for none
CARD = "kartu"  # the card that a link wants to be seen; not kept
_PAGE, _URL, _SEEN, _MOVED = "_page", "_url", "_seen", "_moved"
_LONGEST = 200  # of a free text in the URL
Params = dict[str, list[str]]
# what one page alone keeps in the URL: parameter -> its allowed values, None for free text; "" is its default
Own = Mapping[str, Callable[[Store], Collection[str]] | None]
_own: dict[str, Own] = {}


@dataclass(frozen=True)
class View:
    """What every card on the page is drawn from."""

    store: Store
    filters: Filters
    mode: Mode
    bounds: tuple[int, int]


def view() -> View:
    """The view of this run; set by the frame before any page runs."""
    return st.session_state["_view"]  # type: ignore[no-any-return]


def choices() -> dict[str, Choice]:
    """What single cards let the viewer pick, by URL parameter."""
    return {choice.name: choice for it in cards().values() for choice in it.choices}


def keep(page: str, own: Own) -> None:
    """Let `page` (its URL path) keep these parameters in session state and URL, under the same names."""
    _own[page] = own


def link(page: str, **own: str) -> str:
    """A relative address of `page` under the shared filters of this viewer: for plain links."""
    shared = {name: st.session_state[name] for name in (REGENCIES, YEARS, PATTERN) if name in st.session_state}
    return f"{page}?{urlencode(as_params(shared, view().bounds) | own, doseq=True)}"


def regency_names(store: Store) -> dict[str, str]:
    """BPS code -> full name, in the order of codes."""
    rows = store.ask("frame/regencies").rows
    return dict(zip(rows["regency_code"], rows["regency_name"], strict=True))


def bounds(store: Store) -> tuple[int, int]:
    """First and last year with a figure."""
    row = store.ask("frame/bounds").rows.iloc[0]
    return int(row.year_first), int(row.year_last)


def synchronise(store: Store, page: str) -> list[str]:
    """Make URL and widgets agree; to be called before the widgets. Returns what in the URL was dropped, in words.

    The newer one wins: a widget that was used, else a URL that was opened or gone back to. A page change by the menu
    empties the URL and so never wins; one by a link with filters does.
    """
    state, first = st.session_state, _PAGE not in st.session_state
    here = {name: st.query_params.get_all(name) for name in st.query_params}
    opened = first or state[_PAGE] != page
    turned = not first and opened and not here
    moved = state.pop(_MOVED, False)
    used = moved or (not first and _used(state[_SEEN], page))
    dropped: list[str] = []
    if first or not (turned or used or here == state[_URL]):
        values, dropped = parse(here, list(regency_names(store)), bounds(store))
        state.update(values)
    if opened or not (used or here == state[_URL]):
        values, unknown = _parse_own(store, page, here)
        state.update(values)
        dropped += unknown
    for name, value in (_defaults(bounds(store)) | dict.fromkeys(_own.get(page, ()), "")).items():
        state.setdefault(name, value)
    state[_PAGE], state[_SEEN] = page, _widgets(page)
    own = {name: [state[name]] for name in _own.get(page, ()) if state[name]}
    state[_URL] = as_params(_widgets(page), bounds(store)) | own
    if state[_URL] != here:
        st.query_params.from_dict(state[_URL])
    return dropped


def _parse_own(store: Store, page: str, params: Mapping[str, list[str]]) -> tuple[dict[str, object], list[str]]:
    values: dict[str, object] = {}
    dropped = []
    for name, allowed in _own.get(page, {}).items():
        text = "".join(params.get(name, [])[:1]).strip()[:_LONGEST]
        if text and allowed is not None and text not in allowed(store):
            dropped.append(f"{name} “{text}”")
            text = ""
        values[name] = text
    return values, dropped


def _used(seen: Mapping[str, object], page: str) -> bool:
    """Whether a widget has another value than in the last run; one that came or went with a page was not used."""
    return any(name in seen and seen[name] != value for name, value in _widgets(page).items())


def _widgets(page: str) -> dict[str, object]:
    names = (REGENCIES, YEARS, PATTERN, SLIDE, *choices(), *_own.get(page, ()))
    return {name: st.session_state[name] for name in names if name in st.session_state}


def _defaults(years: tuple[int, int]) -> dict[str, object]:
    return {REGENCIES: [], YEARS: years, PATTERN: POLA[0], SLIDE: 0}


def parse(
    params: Mapping[str, list[str]], codes: list[str], years: tuple[int, int]
) -> tuple[dict[str, object], list[str]]:
    """URL parameters -> widget values and, in words, what was not understood. Unknown names are left alone."""
    values, dropped = _defaults(years), []
    given = list(dict.fromkeys(params.get(REGENCIES, [])))
    values[REGENCIES] = [code for code in given if code in codes]
    dropped += [f"kabupaten “{code}”" for code in given if code not in codes]
    first, last = years
    for name in (_FROM, _TO):
        for text in params.get(name, [])[:1]:
            year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
            if not years[0] <= year <= years[1]:
                dropped.append(f"{name} “{text}”")
            elif name == _FROM:
                first = year
            else:
                last = year
    if first > last:
        dropped.append(f"tahun “{first}–{last}”")
        first, last = years
    values[YEARS] = (first, last)
    slides = tuple(str(number) for number in range(1, len(SLIDES) + 1))
    picks = {PATTERN: POLA, SLIDE: slides, **{name: tuple(choice.values) for name, choice in choices().items()}}
    for name, allowed in picks.items():
        for text in params.get(name, [])[:1]:
            if text in allowed:
                values[name] = text
            else:
                dropped.append(f"{name} “{text}”")
    values[SLIDE] = int(str(values[SLIDE]))
    return values, dropped


def as_params(values: Mapping[str, object], years: tuple[int, int]) -> Params:
    """Widget values -> URL parameters; what is at its default stays out of the URL."""
    params: Params = {}
    if values.get(REGENCIES):
        params[REGENCIES] = list(cast("list[str]", values[REGENCIES]))
    first, last = cast("tuple[int, int]", values.get(YEARS) or years)
    if first != years[0]:
        params[_FROM] = [str(first)]
    if last != years[1]:
        params[_TO] = [str(last)]
    if values.get(PATTERN) not in (None, POLA[0]):
        params[PATTERN] = [str(values[PATTERN])]
    if values.get(SLIDE):
        params[SLIDE] = [str(values[SLIDE])]
    for name, choice in choices().items():
        if values.get(name) not in (None, choice.default):
            params[name] = [str(values[name])]
    return params


def filters(years: tuple[int, int]) -> Filters:
    """The widgets' values as filters; a year at the end of the range limits nothing."""
    state = st.session_state
    first, last = state[YEARS]
    options = tuple((name, state[name]) for name in choices() if state.get(name) is not None)
    return Filters(
        tuple(sorted(state[REGENCIES])),
        first if first != years[0] else None,
        last if last != years[1] else None,
        state[PATTERN] or POLA[0],
        options,
    )


def clear() -> None:
    """Callback: no filter."""
    st.session_state.update(_defaults(bounds(view().store)))


def address() -> Params:
    """The present filters as URL parameters, for links."""
    return {name: value for name, value in st.session_state[_URL].items() if name != SLIDE}


def slide() -> int:
    """The slide of the briefing that is asked for, from 1; 0 for none."""
    return int(st.session_state.get(SLIDE, 0))


def go_to_slide(number: int) -> None:
    """Callback: show this slide, or leave the briefing with 0."""
    st.session_state[SLIDE] = number
    # a second key may come before the browser has the address of the first: that address must not win
    st.session_state[_MOVED] = True


def step_slide(by: int) -> None:
    """Callback: so many slides on, or back; never past the ends."""
    go_to_slide(min(max(slide() + by, 1), len(SLIDES)))


def toggle_regency(code: str) -> None:
    """Callback: show only this regency, or all again where it is the only one already."""
    st.session_state[REGENCIES] = [] if st.session_state[REGENCIES] == [code] else [code]
