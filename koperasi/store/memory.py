"""Memory given back to the system: what Python and Arrow have freed stays with the process otherwise."""

from __future__ import annotations

import ctypes
import gc
import sys
import threading
from typing import Any
from weakref import finalize

_M_ARENA_MAX = -8  # of glibc's malloc.h


def few_heaps() -> None:
    """Have all threads share two heaps: one of its own keeps what a thread once took. Before they are started."""
    if mallopt := _of_glibc("mallopt"):
        mallopt(_M_ARENA_MAX, 2)


def give_back() -> None:
    """Collect what is left of anything that was let go, and return its pages. Some 0.1 s: after rare events only."""
    gc.collect()
    if "pyarrow" in sys.modules:
        sys.modules["pyarrow"].default_memory_pool().release_unused()
    if trim := _of_glibc("malloc_trim"):
        trim(0)


def give_back_after(it: object, seconds: float = 1.0) -> None:
    """The same once the last user of `it` has let it go, which may be long after its owner has."""

    def soon() -> None:
        later = threading.Timer(seconds, give_back)  # what it holds is let go after it
        later.daemon = True
        later.start()

    finalize(it, soon).atexit = False


def _of_glibc(name: str) -> Any:
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
