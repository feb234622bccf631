"""What was delivered, in a file of its own that is written whole, and one delivery at a time."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from koperasi.aside import aside
from koperasi.said import Said

STATE = "KOPERASI_STATE"


class Busy(Said):
    """Another delivery is at work."""


class Unclear(Said):
    """A delivery ended between sending and noting it: whether it arrived, only a person can tell."""


class BadState(Said):
    """The file of what was delivered cannot be read."""


def place() -> Path:
    """The file that holds it: KOPERASI_STATE, else in the user's own folder."""
    given = os.environ.get(STATE, "").strip()
    return Path(given) if given else Path.home() / ".local" / "state" / "dasbor-koperasi" / "terkirim.json"


class Sent:
    """What has been delivered, by the name of a delivery; each change is on disk before it is acted upon."""

    def __init__(self, path: Path):
        self._path = path
        try:
            known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        except ValueError:
            known = None
        if not isinstance(known, dict):
            raise BadState(f"{path}: rusak. Periksa surat yang terakhir, lalu hapus berkas itu.")
        self._known: dict[str, dict[str, Any]] = known

    def of(self, name: str) -> Any:
        """What was noted last; None for nothing."""
        found = self._known.get(name) or {}
        return found.get("done")

    @contextmanager
    def delivering(self, name: str, what: Any, *, anyway: bool = False) -> Iterator[None]:
        """Note that `what` is being sent before, and that it was after; where the block fails, that it was not.

        A process killed in between leaves the first note: never twice, so the next one raises Unclear unless `anyway`.
        """
        before = self._known.get(name) or {}
        if "sending" in before and not anyway:
            raise Unclear(
                f"Pengiriman {name} terputus di tengah jalan. Periksa apakah sudah sampai; kirim lagi dengan --always."
            )
        done = {"done": before["done"]} if "done" in before else {}
        self._note(name, done | {"sending": what})
        try:
            yield
        except Exception:
            self._note(name, done)
            raise
        self._note(name, {"done": what})

    def _note(self, name: str, state: dict[str, Any]) -> None:
        self._known[name] = state
        with aside(self._path) as part:
            part.write_text(json.dumps(self._known, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


@contextmanager
def opened(path: Path) -> Iterator[Sent]:
    """The file, for this process alone. Raises Busy, BadState or OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("a+b") as lock:
        try:
            _lock(lock.fileno())
        except OSError:
            raise Busy("Pengiriman lain sedang berjalan; yang ini tidak dimulai.") from None
        yield Sent(path)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
