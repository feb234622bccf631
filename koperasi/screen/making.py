"""What takes its time, made in a thread of its own while its viewer looks on: told how far it is, ended when asked.

A button inside a running script is not heard before that has ended, so what can be cancelled does not run in one.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from koperasi.said import Said

# seconds: a viewer who has not looked for so long has left; a browser in the background looks once a minute
GONE = 180.0
_BROKEN = (
    "Coba sekali lagi. Bila berulang, catat jamnya dan hubungi pengelola dasbor: rinciannya ada di catatan server."
)


class Cancelled(Exception):
    """Nobody wants it any more."""


@dataclass(frozen=True)
class Made:
    """A whole file. failed: what is not in it, by title, and why."""

    data: bytes
    name: str
    failed: Mapping[str, str] = field(default_factory=dict)


class Making:
    """One file in the making, or what became of it: `made`, or `fault` in words, or neither where it was cancelled.

    asked: all that it depends on. whole: of how many steps. last: what was done last. It keeps no store: a session may
    lie for days.
    """

    def __init__(self, asked: Hashable, whole: int, make: Callable[[Making], Made]) -> None:
        """make: called in the thread; it calls `check` and `step`, which raise Cancelled."""
        self.asked, self.whole = asked, whole
        self.done, self.last = 0, ""
        self.made: Made | None = None
        self.fault = ""
        self._stop, self._seen = threading.Event(), time.monotonic()
        self._thread = threading.Thread(target=self._run, args=(make,), daemon=True, name="making")
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether there is more to come."""
        return self._thread.is_alive()

    @property
    def cancelled(self) -> bool:
        """Whether it was ended before it was whole."""
        return not self.running and self.made is None and not self.fault

    @property
    def stopping(self) -> bool:
        """Whether it was ended, and has not yet heard of it."""
        return self.running and self._stop.is_set()

    def look(self) -> None:
        """Somebody still waits for it."""
        self._seen = time.monotonic()

    def cancel(self) -> None:
        """End it at its next step; what there is of it is let go."""
        self._stop.set()

    def wait(self) -> None:
        """Until it has ended."""
        self._thread.join()

    def check(self) -> None:
        """Raise Cancelled where it was ended, or nobody looks any more."""
        if self._stop.is_set() or time.monotonic() - self._seen > GONE:
            raise Cancelled

    def step(self, what: str) -> None:
        """One more is done, and what it is called."""
        self.done, self.last = self.done + 1, what
        self.check()

    def _run(self, make: Callable[[Making], Made]) -> None:
        try:
            made = make(self)
            self.check()
            self.made = made
        except Cancelled:
            pass
        except Said as fault:
            self.fault = str(fault)
        except Exception:
            logging.getLogger(__name__).exception("Pembuatan berkas")
            self.fault = _BROKEN
