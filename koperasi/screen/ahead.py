"""What the next click asks for, answered before it comes: a click on a regency is one of a few, and is thought over.

While nobody is being answered, a thread asks and draws what is on the pages that are looked at for each single regency,
which is what such a click leads to (`state.only_or_all`). All of it goes into the store's own memory, where the click
finds it; what does not fit is forgotten there, and made anew when it is asked for.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple
from weakref import ref

from streamlit import runtime

from koperasi.cards import figure_json, render
from koperasi.look.ink import Mode
from koperasi.look.surface import Surface
from koperasi.store import Filters, Store
from koperasi.store.filters import REGENCIES

SETTING = "KOPERASI_AHEAD"
_QUIET = 0.5  # seconds without an answer: the browser of the last viewer draws, and may do so on this machine
_MOST = 64  # cards that wait; the oldest is forgotten


class Shown(NamedTuple):
    """One card on somebody's screen. surface: None where it has no figure."""

    card_id: str
    filters: Filters
    surface: Surface | None
    mode: Mode


class Ahead:
    """The thread, and what waits for it. quiet: seconds that nobody was answered, before each of its steps."""

    def __init__(self, quiet: float = _QUIET):
        self.quiet = quiet
        self._waiting: OrderedDict[Shown, ref[Store]] = OrderedDict()
        self._answering, self._ended = 0, time.monotonic()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._ending = False

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Around all that a viewer waits for."""
        with self._changed:
            self._answering += 1
        try:
            yield
        finally:
            with self._changed:
                self._answering -= 1
                self._ended = time.monotonic()
                self._changed.notify()

    def expect(self, store: Store, shown: Shown) -> None:
        """A viewer looks at this card; the latest is thought of first."""
        shown = shown._replace(filters=replace(shown.filters, regencies=()))
        with self._changed:
            self._waiting[shown] = ref(store)
            self._waiting.move_to_end(shown)
            if len(self._waiting) > _MOST:
                self._waiting.popitem(last=False)
            self._changed.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="ahead")
                self._thread.start()
                atexit.register(self.stop)  # one that is cut off inside DuckDB takes the process with it

    def stop(self) -> None:
        """End the thread after its present step, for good."""
        with self._changed:
            self._ending = True
            self._changed.notify()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                while (pause := self._pause()) != 0 and not self._ending:
                    self._changed.wait(pause)
                if self._ending:
                    return
                shown, kept = self._waiting.popitem()
            store = kept()
            if store is None:
                continue
            if _step(store, shown):
                with self._changed:
                    self._waiting.setdefault(shown, kept)
            del store

    def _pause(self) -> float | None:
        """Seconds until the next step; None: until something changes."""
        if self._answering or not self._waiting:
            return None
        return max(0.0, self._ended + self.quiet - time.monotonic())


def _step(store: Store, shown: Shown) -> bool:
    """Make one of what is left to make of a card; whether there may be more."""
    code = next(store.derive(_codes_left, *shown), None)
    if code is None:
        return False
    try:
        rendered = render(store, shown.card_id, replace(shown.filters, regencies=(code,)))
        if shown.surface:
            figure_json(store, rendered, shown.surface, shown.mode)
    except Exception:  # whoever asks for it is told by the card
        logging.getLogger(__name__).debug("%s of %s", shown.card_id, code, exc_info=True)
        return False
    return True


def _codes_left(store: Store, *_: object) -> Iterator[str]:
    """Kept in the store's memory beside what is made: forgotten with it, and then begun anew."""
    return iter(list(REGENCIES.known(store)))


_ahead = Ahead()
answering = _ahead.answering


def expect(store: Store, shown: Shown) -> None:
    """Think ahead of what this viewer may ask for next; nothing without a server, or where the office turned it off."""
    if os.environ.get(SETTING) != "0" and runtime.exists():
        _ahead.expect(store, shown)
