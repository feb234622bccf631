"""What the next click asks for, answered before it comes: a click on a regency is one of a few, and is thought over.

While nobody is being answered, a thread asks and draws what is on the pages that are looked at for each single regency,
and for none, which is what such a click leads to (`state.only_or_all`). All of it goes into the store's own memory,
where the click finds it; what does not fit is forgotten there, and made anew when it is asked for.

The browser fetches it too (browser/ahead.js), one small file a card: so it shows what a click leads to while the
server, which has the last word, still writes the page.
"""

from __future__ import annotations

import atexit
import gzip
import json
import logging
import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple
from weakref import ref

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime

from koperasi.cards import figure_json, render
from koperasi.look.charts import Table
from koperasi.look.ink import Mode
from koperasi.look.surface import Surface
from koperasi.screen import told
from koperasi.store import Filters, Store
from koperasi.store.filters import REGENCIES

SETTING = "KOPERASI_AHEAD"
_QUIET = 0.5  # seconds without an answer: the browser of the last viewer draws, and may do so on this machine
_MOST = 64  # cards that wait; the oldest is forgotten
_PACKS = 256  # files for browsers, of some 5 KB
_ADDRESS = re.compile(r"/ahead/([0-9a-f]{32})$")


class Shown(NamedTuple):
    """One card on somebody's screen. surface: None where it is not drawn."""

    card_id: str
    filters: Filters
    surface: Surface | None
    mode: Mode

    def before(self) -> Shown:
        """The same without regencies: wherever it is looked at, a click leads to the same."""
        return self._replace(filters=replace(self.filters, regencies=()))

    def token(self, store: Store) -> str:
        """What the browser asks by: another one once the data are others."""
        return sha256(repr((store.version, *self.before())).encode()).hexdigest()[:32]


class Ahead:
    """The thread, and what waits for it. quiet: seconds that nobody was answered, before each of its steps."""

    def __init__(self, quiet: float = _QUIET):
        self.quiet = quiet
        self._waiting: OrderedDict[Shown, ref[Store]] = OrderedDict()
        self._packs: OrderedDict[str, bytes] = OrderedDict()
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
        shown = shown.before()
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
            try:
                more = _step(store, shown)
                if not more:
                    self._pack(store, shown)
            except Exception:  # whoever asks for it is told by the card
                logging.getLogger(__name__).debug("%s", shown, exc_info=True)
                more = False
            if more:
                with self._changed:
                    self._waiting.setdefault(shown, kept)
            del store

    def _pack(self, store: Store, shown: Shown) -> None:
        token = shown.token(store)
        if shown.surface and token not in self._packs:
            self._packs[token] = packed(store, shown)
            if len(self._packs) > _PACKS:
                self._packs.popitem(last=False)

    def pack(self, token: str) -> bytes | None:
        """What :func:`packed` made of a card, once all of it is thought of."""
        return self._packs.get(token)

    def _pause(self) -> float | None:
        """Seconds until the next step; None: until something changes."""
        if self._answering or not self._waiting:
            return None
        return max(0.0, self._ended + self.quiet - time.monotonic())


def _step(store: Store, shown: Shown) -> bool:
    """Make one of what is left to make of a card; whether there was any. Raises what the card raises."""
    code = next(store.derive(_codes_left, *shown), None)
    if code is None:
        return False
    rendered = render(store, shown.card_id, _only(shown, code))
    if shown.surface:
        figure_json(store, rendered, shown.surface, shown.mode)
    return True


def _codes_left(store: Store, *_: object) -> Iterator[str]:
    """Kept in the store's memory beside what is made: forgotten with it, and then begun anew."""
    return iter(_codes(store))


def _codes(store: Store) -> list[str]:
    """What a click may lead to; "" is no regency."""
    return [*REGENCIES.known(store), ""]


def _only(shown: Shown, code: str) -> Filters:
    return replace(shown.filters, regencies=(code,) if code else ())


def packed(store: Store, shown: Shown) -> bytes:
    """What a card tells the browser after each click, by what is picked then: gzip of JSON. Tables are left out."""
    assert shown.surface
    found: dict[str, Any] = {}
    for code in _codes(store):
        rendered = render(store, shown.card_id, _only(shown, code))
        if not isinstance(rendered.spec, Table):
            found[code] = told.words(store, rendered) | told.chart(store, rendered, shown.surface, shown.mode)
    return gzip.compress(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)


_ahead = Ahead()
answering = _ahead.answering


def expect(store: Store, shown: Shown) -> dict[str, str] | None:
    """Think ahead of what this viewer may ask for next; nothing without a server, or where the office turned it off.

    Returns what the browser needs to fetch it: by which token, and which regency alone is picked now.
    """
    if os.environ.get(SETTING) == "0" or not runtime.exists():
        return None
    _ahead.expect(store, shown)
    if not shown.surface:
        return None
    picked = shown.filters.regencies
    return {"token": shown.token(store), "only": picked[0] if len(picked) == 1 else ""}


class Answers:
    """Stands before Streamlit; hands a browser what is thought of by the token in the address, 204 while it is not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let it pass."""
        asked = _ADDRESS.search(scope["path"]) if scope["type"] == "http" else None
        if not asked:
            await self._app(scope, receive, send)
            return
        pack, headers = _ahead.pack(asked[1]), {"Cache-Control": "no-store"}
        if pack:
            headers |= {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        await Response(pack, 200 if pack else 204, headers)(scope, receive, send)
