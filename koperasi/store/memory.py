"""Memory given back to the system: what Python and Arrow have freed stays with the process otherwise."""

from __future__ import annotations

import ctypes
import gc
import sys


def give_back() -> None:
    """Collect what is left of anything that was let go, and return its pages. Some 0.1 s: after rare events only."""
    gc.collect()
    if "pyarrow" in sys.modules:
        sys.modules["pyarrow"].default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's
        if trim:
            trim(0)
