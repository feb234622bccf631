"""On a telephone no words of a card's figure lie over others, are cut or outside it: every card, four choices."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from koperasi.cards import Rendered, every_view, render
from koperasi.look.charts import Table
from koperasi.look.surface import PHONE
from koperasi.screen.summary import BODIES
from koperasi.store import Filters, Store
from tests.boxes import blank, faults

pytestmark = pytest.mark.browser
OTHERWISE = Filters(options=(("berdiri", "kumulatif"), ("facility_by", "regency"), ("machines_by", "year")))
CHOICES = (Filters(), Filters(("6303",)), Filters(("6301", "6303", "6371")), OTHERWISE)


def each(store: Store) -> Iterator[Rendered]:
    """Every card under every choice, once where choices make no difference to it."""
    for card in every_view():
        yield from {it.filters: it for it in (render(store, card, filters) for filters in CHOICES)}.values()


def test_on_a_telephone_no_words_touch_in_any_card(page: Page, store: Store) -> None:
    blank(page)
    shown: set[str] = set()
    drawn, lines, wrong = 0, 0, []
    for rendered in each(store):
        # words that the browser sets by itself are no figure there
        if rendered.spec is None or isinstance(rendered.spec, Table) or rendered.card.id in BODIES:
            continue
        figure = rendered.figure(PHONE)
        assert figure is not None
        layout = {"annotations": [], **figure["layout"], "width": PHONE.width}
        count, found = faults(page, {**figure, "layout": layout})
        shown.add(rendered.card.id)
        drawn, lines = drawn + 1, lines + count
        wrong += [(rendered.card.id, rendered.selection, *it) for it in found]
    sys.stdout.write(f"{len(shown)} cards, {drawn} figures, {lines} lines of words, {len(wrong)} faults\n")
    assert len(shown) > len(every_view()) / 2
    assert drawn > 2 * len(shown)
    assert lines > 10 * drawn
    assert wrong == []
