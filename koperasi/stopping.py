"""Ctrl-C and the signal to end: a command that is told so stops, whatever it is doing just then.

A handler that raises is not enough. Python drops what it raises in a callback (each import that ends makes one), and
DuckDB makes an error of its own of it; the command would go on, or fail with something that is no fault. So it is told
again and again until it has heard.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 0.05  # seconds


class Stopped(BaseException):
    """The command was told to end. code: its exit code."""

    def __init__(self, told: int) -> None:
        super().__init__(told)
        self.code = 128 + told


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped from the block once Ctrl-C or SIGTERM has come, whatever else goes wrong in it because of that.

    After the block both are ignored: what is left to do is to end. In a thread that is not the main one nothing is
    heard.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    hearing = _Hearing()
    try:
        try:
            yield
        finally:
            hearing.over()
    except Exception as error:
        if hearing.told:
            raise Stopped(hearing.told) from error
        raise
    finally:
        hearing.over()


class _Hearing:
    """What the process has been told; told: the signal, 0 for none."""

    def __init__(self) -> None:
        self.told = 0
        self._over = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._tell)

    def over(self) -> None:
        self._over.set()

    def _tell(self, number: int, _frame: FrameType | None) -> None:
        if not self.told:
            self.told = number
            threading.Thread(target=self._repeat, daemon=True, name="stopping").start()
        # not while things are put away because of it
        if not self._over.is_set() and not _heard(sys.exc_info()[1]):
            raise Stopped(self.told)

    def _repeat(self) -> None:
        while not self._over.wait(_AGAIN):
            if sys.platform == "win32":
                signal.raise_signal(self.told)
            else:
                signal.pthread_kill(threading.main_thread().ident or 0, self.told)


def _heard(error: BaseException | None) -> bool:
    """Whether it is handled now, or what is handled went wrong because of it."""
    while error and not isinstance(error, Stopped):
        error = error.__context__
    return error is not None
