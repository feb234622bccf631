"""What is told to end ends: also where Python or a library loses what a handler raises, and after it has put away."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from koperasi.stopping import Stopped, stoppable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends itself signals")
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def forever() -> None:
    """What a command goes on with that has not heard: until the test fails."""
    threading.Event().wait(30)
    pytest.fail("not stopped")


def code_of(command: Callable[[], object]) -> int:
    """With which a command ends that is told to."""
    with pytest.raises(Stopped) as stop, stoppable():
        command()
    return stop.value.code


@pytest.mark.parametrize("told", SIGNALS)
def test_it_stops_with_the_code_of_the_signal(told: signal.Signals) -> None:
    def command() -> None:
        signal.raise_signal(told)
        forever()

    assert code_of(command) == 128 + told


class _Callback:
    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_is_lost_in_a_callback_is_told_again() -> None:
    """Each import that ends makes one; Python writes what it raises on stderr, and goes on."""

    def command() -> None:
        _Callback()
        forever()

    assert code_of(command) == 130


def test_who_takes_it_for_his_own_is_told_again() -> None:
    def command() -> None:
        with suppress(BaseException):
            signal.raise_signal(signal.SIGINT)
        forever()

    assert code_of(command) == 130


def test_what_was_made_of_it_is_no_fault() -> None:
    """DuckDB says of its query that it was interrupted."""

    def command() -> None:
        with suppress(Stopped):
            signal.raise_signal(signal.SIGTERM)
        raise RuntimeError("Query interrupted")

    assert code_of(command) == 143


def test_what_is_put_away_is_put_away_whole() -> None:
    """It is told again meanwhile, and somebody in a hurry tells it too."""
    put_away = []

    def command() -> None:
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            with suppress(FileNotFoundError):
                Path("/nowhere/to/be/found").read_bytes()
            signal.raise_signal(signal.SIGINT)
            threading.Event().wait(0.3)
            put_away.append("all")

    assert code_of(command) == 143
    assert put_away == ["all"]
    signal.raise_signal(signal.SIGINT)  # what is left to do is to end


def test_other_faults_and_answers_stay_as_they_are() -> None:
    with pytest.raises(ValueError, match="mine"), stoppable():
        raise ValueError("mine")
    with stoppable():
        answer = 1
    assert answer == 1


def test_in_another_thread_nothing_is_taken_over() -> None:
    before = [signal.getsignal(it) for it in SIGNALS]

    def elsewhere() -> None:
        with stoppable():
            pass

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert [signal.getsignal(it) for it in SIGNALS] == before
