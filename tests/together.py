"""Many small cases as one test, where pytest would take longer for each than the case itself takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

Test = Callable[..., None]


def together(names: str | tuple[str, ...], cases: Iterable[Any]) -> Callable[[Test], Test]:
    """Like pytest.mark.parametrize, in one item; the first case that fails ends it and is named in a note.

    Fixtures are made once for all of them: for tests that change nothing.
    """
    taken = (names,) if isinstance(names, str) else names
    listed = [dict(zip(taken, (it,) if isinstance(names, str) else it, strict=True)) for it in cases]
    assert listed, "a test of nothing"

    def in_one(test: Test) -> Test:
        @wraps(test)
        def whole(**given: Any) -> None:
            for case in listed:
                try:
                    test(**given, **case)
                except BaseException as error:
                    error.add_note(f"with {case}")
                    raise

        asked = inspect.signature(test)
        left = [it for name, it in asked.parameters.items() if name not in taken]
        whole.__signature__ = asked.replace(parameters=left)  # type: ignore[attr-defined]
        return whole

    return in_one
