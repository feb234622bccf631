"""What was made once and is asked for again, within a number of bytes."""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, TypeVar, cast
from weakref import ref

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
_DEPTH = 3  # of values inside values that are weighed; what lies deeper is shared by all
_SMALL = 200  # bytes of what is not looked into


class Cache:
    """The values asked for last, at most so many bytes of them; for many threads.

    What weighs more than all may is made anew each time. Two threads may make the same value; the first to be ready is
    kept. It refers to nothing but its values, so that a store dies with its last user, not at some garbage collection.
    """

    def __init__(self, most: int):
        self.most, self.weight = most, 0
        self._kept: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value under `key`, made now if it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("T", self._kept[key][0])
        made = make()
        weight = weigh(key) + weigh(made)
        with self._lock:
            if key in self._kept:
                return cast("T", self._kept[key][0])
            if weight <= self.most:
                self._kept[key] = made, weight
                self.weight += weight
                while self.weight > self.most:
                    self.weight -= self._kept.popitem(last=False)[1][1]
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self.weight = 0


def weigh(value: object, depth: int = _DEPTH) -> int:
    """About how many bytes `value` takes: exact for texts and tables, which are nearly all of it."""
    if isinstance(value, str | bytes):
        return sys.getsizeof(value)
    pandas = sys.modules.get("pandas")  # what is no table needs no pandas
    if pandas is not None and isinstance(value, pandas.DataFrame):
        return _of_table(cast("pd.DataFrame", value))
    return _SMALL + sum(weigh(it, depth - 1) for it in _inside(value)) if depth else _SMALL


_weighed: dict[int, tuple[ref[object], int]] = {}  # id of a table that is alive -> what it weighs


def _of_table(rows: pd.DataFrame) -> int:
    """An answer's table is part of all that is made of it, and weighing it takes a millisecond: once."""
    place = id(rows)
    known = _weighed.get(place)
    if known is None or known[0]() is not rows:
        known = ref(rows, lambda _: _weighed.pop(place, None)), _SMALL + int(rows.memory_usage(deep=True).sum())
        _weighed[place] = known
    return known[1]


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return (it for pair in value.items() for it in pair)
    if isinstance(value, list | tuple | set | frozenset):
        return value
    return (getattr(value, it.name) for it in fields(value)) if is_dataclass(value) else ()
