"""On a telephone no words of a card's figure lie over others, are cut or outside it: cards under choices."""

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
from tests import SWEEP
from tests.boxes import blank, faults

pytestmark = [pytest.mark.xdist_group("pictures"), pytest.mark.browser]
OTHERWISE = Filters(options=(("berdiri", "kumulatif"), ("facility_by", "regency"), ("machines_by", "year")))
PLACES = (Filters(("6303",)), Filters(("6301", "6303", "6371")))


def each(store: Store) -> Iterator[Rendered]:
    """Every card as it is, with other choices, and of one place or of three in turn; once where these are alike."""
    for place, card in enumerate(every_view()):
        places = PLACES if SWEEP else (PLACES[place % len(PLACES)],)
        yield from {
            it.filters: it for it in (render(store, card, given) for given in (Filters(), *places, OTHERWISE))
        }.values()


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
    assert drawn > 1.5 * len(shown)
    assert lines > 10 * drawn
    assert wrong == []
