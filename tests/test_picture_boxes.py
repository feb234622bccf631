"""No words of a picture outside it, cut, over one another or too small: cards in presets under choices."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Page

from koperasi.cards import Rendered, every_view, render
from koperasi.look.charts import Figure
from koperasi.look.charts.base import letters
from koperasi.press import pictures
from koperasi.press.presets import LEAST, LINK, PAPER, PORTRAIT, PRESETS, SQUARE, WIDE, Preset
from koperasi.store import Filters, Store
from tests import SWEEP
from tests.boxes import blank, faults

pytestmark = [pytest.mark.xdist_group("pictures"), pytest.mark.browser]
CHOICES = (Filters(), Filters(("6303",)), Filters(("6306",)), Filters(("6301", "6303", "6371")))
# too small for what it shows: a flow from left to right
ALONE = {"1200x628": {"sharia/movement"}, "1080x1080": {"sharia/movement"}}


def each(store: Store) -> Iterator[tuple[int, Rendered]]:
    """Every card with its place among them: as it is, and under one of the other choices in turn, or under all of them.

    Once where choices make no difference to it.
    """
    for place, card in enumerate(every_view()):
        others = CHOICES[1:] if SWEEP else (CHOICES[1 + place % (len(CHOICES) - 1)],)
        seen = {it.filters: it for filters in (CHOICES[0], *others) for it in [render(store, card, filters)]}
        yield from ((place, it) for it in seen.values())


def presets(place: int, rendered: Rendered) -> Sequence[Preset]:
    """Where this one is drawn: as it is where there is least room, under a choice elsewhere; in turn, or everywhere."""
    if SWEEP:
        return list(PRESETS.values())
    rooms = (WIDE, PORTRAIT, PAPER) if rendered.selection else (LINK, SQUARE)
    return [rooms[place % len(rooms)]]


def test_no_words_are_outside_cut_or_over_others(page: Page, store: Store) -> None:
    blank(page)
    drawn: Counter[str] = Counter()
    lines, wrong = 0, []
    for place, rendered in each(store):
        for preset in presets(place, rendered):
            count, found = faults(page, pictures.compose(rendered, preset))
            drawn[preset.name] += 1
            lines += count
            wrong += [(preset.name, rendered.card.id, rendered.selection, *it) for it in found]
    sys.stdout.write(f"{dict(drawn)}: {lines} lines of words, {len(wrong)} faults\n")
    assert drawn.keys() == PRESETS.keys()
    assert drawn.total() > 1.5 * len(every_view())
    assert lines > 15 * drawn.total()
    assert wrong == []


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda it: it.name)
def test_letters_can_be_read_and_only_what_cannot_be_drawn_gives_way_to_them(preset: Preset, store: Store) -> None:
    alone = set()
    for _, rendered in each(store):
        figure = pictures.compose(rendered, preset)
        assert min(letters(figure)) >= LEAST, rendered.card.id
        if rendered.spec and not figure["data"] and not pictures.fitted(rendered, preset).spec:
            alone.add(rendered.card.id)
    assert alone <= ALONE.get(preset.name, set())


def _moved(figure: Figure, **change: object) -> Figure:
    """The picture with its finding elsewhere."""
    other: Figure = json.loads(json.dumps(figure))
    next(it for it in other["layout"]["annotations"] if it["font"].get("family")).update(change)
    return other


def test_the_measure_finds_what_is_wrong(page: Page, store: Store) -> None:
    """Each fault made on purpose."""
    blank(page)
    figure = pictures.compose(render(store, "growth/by_type", Filters()), SQUARE)
    assert faults(page, figure)[1] == []
    assert {it[1] for it in faults(page, _moved(figure, xshift=-400))[1]} == {"outside the picture"}
    assert faults(page, _moved(figure, yshift=-100))[1]
    small = {"family": "Source Sans", "size": 9, "color": "#000000"}
    assert {it[1] for it in faults(page, _moved(figure, font=small))[1]} == {"letters of 9"}
    covered = json.loads(json.dumps(figure))
    covered["layout"]["annotations"].append({**covered["layout"]["annotations"][0], "text": " ", "bgcolor": "#FFFFFF"})
    covered["layout"]["annotations"][-1] |= {"width": 200, "height": 30}
    assert {it[1] for it in faults(page, covered)[1]} == {"under a note"}
    bars = json.loads(json.dumps(figure))
    (longest,) = [it for it in bars["data"] if it.get("text")]
    longest["cliponaxis"], longest["text"] = True, ["a word that the edge of the plot cuts" for _ in longest["text"]]
    assert "cut" in {it[1] for it in faults(page, bars)[1]}
