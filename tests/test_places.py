"""What comes and goes has a place of its own: a row that shifts what is below it has Streamlit mount that anew."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages import PAGES
from tests.test_pages import open_page

pytestmark = pytest.mark.slow

# links that bring a row: the way to a profile and no rows at all; notes, a warning, too many for a comparison
BRING: tuple[dict[str, str | list[str]], ...] = (
    {"kabupaten": "6304", "dari": "2025"},
    {"kabupaten": ["6303", "6371"], "dari": "2020", "pola": "syariah", "jenis": "ungu"},
)


def places(app: AppTest) -> dict[str, tuple[int, ...]]:
    """Where everything with a key stands, boxes and charts and fields: the way to it from the page's top."""
    found: dict[str, tuple[int, ...]] = {}

    def walk(node: Any, path: tuple[int, ...]) -> None:
        for place, child in getattr(node, "children", {}).items():
            if key := getattr(child, "key", None):
                found[key] = (*path, place)
            walk(child, (*path, place))

    walk(app.main, ())
    walk(app.sidebar, (-1,))
    return found


@pytest.mark.parametrize(("turn", "page"), [*enumerate(page.id for page in PAGES if page.id != "profil")])
def test_nothing_shifts_when_a_row_comes(turn: int, page: str) -> None:
    """A link of one regency or one of several, page by page in turn: what they bring is the frame's."""
    before = places(open_page(page, part="*"))
    assert sum(key.startswith("card-") for key in before) >= 3
    params = BRING[turn % len(BRING)]
    after = places(open_page(page, part="*", **params))
    # the hint of a click goes to the first chart that takes one; it stands last where it stands
    common = (before.keys() & after.keys()) - {"screen-only-hint"}
    assert len(common) >= len(before) / 2
    assert {key: (before[key], after[key]) for key in common if before[key] != after[key]} == {}


def test_a_profile_keeps_its_cards_from_one_regency_to_the_next() -> None:
    one, other = (places(open_page("profil", kabupaten=code)) for code in ("6303", "6372"))
    assert {key: place for key, place in one.items() if other.get(key) != place} == {}
    # with none or several it shows other cards; what both show stays
    for params in ({}, {"kabupaten": ["6303", "6371"]}):
        several = places(open_page("profil", **params))
        for key in ("profile-regency", "screen-only-foot", "kabupaten"):
            assert several[key] == one[key]
