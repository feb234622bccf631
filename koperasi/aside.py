"""Files that are written whole or not at all: beside their place first, then renamed to it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_DAY = 86_400.0


@contextmanager
def aside(place: Path) -> Iterator[Path]:
    """A path of its own to write to, which takes the place of `place` where the block ends well.

    Where it does not (a full disk, Ctrl-C, a signal), `place` is as it was and nothing is left beside it. Two at once
    do not meet: the later one wins. Raises OSError, which names `place`.
    """
    part = place.with_name(f".{place.name}.{os.urandom(8).hex()}.part")
    try:
        _tidy(place)
        yield part
        with part.open("rb+") as file:  # or a power cut could leave the new name with nothing in it
            os.fsync(file.fileno())
        part.replace(place)
    except OSError as error:
        if error.filename == str(part):
            error.filename, error.filename2 = str(place), None
        raise
    finally:
        part.unlink(missing_ok=True)


def _tidy(place: Path) -> None:
    """Remove what was left a day ago by one that was killed: until then it may be still at work."""
    with suppress(OSError):
        for path in place.parent.iterdir():
            if path.name.startswith(f".{place.name}.") and path.suffix == ".part":
                with suppress(OSError):
                    if path.stat().st_mtime < time.time() - _DAY:
                        path.unlink()
