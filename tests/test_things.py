"""The colour of each thing: declared once, for all that the seeds and registers hold, never by position."""

from __future__ import annotations

from itertools import pairwise

import pytest

from koperasi.cards import every_view, render
from koperasi.look import things
from koperasi.look.charts import Bars, Lines
from koperasi.look.ink import DARK, LIGHT, Ink
from koperasi.look.surface import SCREEN
from koperasi.store import Filters, Store
from tests.reading import figure_of
from tests.test_look import contrast

SOME = Filters(("6303", "6309", "6371"))
CUT = Filters(year_from=2020)


def register_colours(store: Store, filters: Filters) -> dict[str, set[str]]:
    """Register -> colours of its lines and points in growth/total, by the place and the value of each point."""
    rendered = render(store, "growth/total", filters)
    assert isinstance(rendered.spec, Lines)
    register = {
        (row.as_of_date.date().isoformat(), float(row.cooperatives)): row.register
        for row in rendered.answer.rows.itertuples()
    }
    found: dict[str, set[str]] = {}
    for trace in rendered.spec.draw(LIGHT, SCREEN)["data"]:
        for point in zip(trace["x"], trace["y"], strict=True):
            if point in register:
                found.setdefault(register[point], set()).add(trace["line"]["color"])
    return found


def test_a_register_keeps_its_colour_whatever_the_filters_leave(store: Store) -> None:
    whole, cut = register_colours(store, Filters()), register_colours(store, CUT)
    assert set(cut) < set(whole)
    assert {len(colours) for colours in whole.values()} == {1}
    assert cut == {register: whole[register] for register in cut}


def test_every_register_of_the_seeds_that_is_drawn_has_a_colour(store: Store) -> None:
    drawn = {it for card in ("growth/total",) for it in render(store, card, Filters()).answer.rows["register"]}
    drawn |= set(render(store, "growth/total", SOME).answer.rows["register"])
    assert drawn <= things.REGISTERS.keys()
    assert things.REGISTERS.keys() <= set(store.ask("data/figures").rows["register"]) | {"oss"}


def test_a_regency_has_one_colour_on_a_card_that_draws_several(store: Store) -> None:
    spec = render(store, "growth/total", SOME).spec
    assert spec is not None
    colours: dict[str, set[str]] = {}
    for trace in spec.draw(LIGHT, SCREEN)["data"]:
        if trace.get("customdata"):
            colours.setdefault(trace["customdata"][0], set()).add(trace["line"]["color"])
    assert {len(found) for found in colours.values()} == {1}
    assert len({colour for found in colours.values() for colour in found}) == len(SOME.regencies)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_grades_are_one_ramp_that_health_has_no_part_in(look: Ink) -> None:
    away = [contrast(look.colour(things.RATING[grade]), look.paper) for grade in ("AAA", "AAB", "ABB", "BBB")]
    assert away == sorted(away, reverse=True)
    assert all(better / worse >= 1.25 for better, worse in pairwise(away))
    health = {look.colour(it) for it in things.HEALTH.values()}
    assert len(health) == 4
    assert not health & {look.colour(it) for it in things.RATING.values()}


def test_what_the_registers_hold_has_a_colour_of_its_own(store: Store) -> None:
    budgets = store.ask("programs/training_budgets").rows
    assert set(budgets[~budgets["is_blank"]]["budget_source"]) <= things.BUDGETS.keys()
    for table in (things.BUDGETS, things.STATUS, things.RATING, things.HEALTH):
        assert len(set(table.values())) == len(table)


def test_four_years_in_a_row_differ_and_a_year_keeps_its_colour() -> None:
    assert len({things.of_year(year) for year in range(2021, 2025)}) == 4
    assert things.in_order(["b", "a"]) == things.in_order(["a", "b"]) == {"a": "first", "b": "second"}
    assert list(things.in_order("abcde").values())[-1] == "soft"


def test_only_what_is_unsure_or_not_measured_is_hatched_and_a_plan_is_an_outline(store: Store) -> None:
    """Hatching is not for plans: a bar with a plan's outline has paper inside and no lines."""
    outlined = 0
    for card in every_view():
        spec = render(store, card, Filters()).spec
        if not isinstance(spec, Bars) or not spec.planned:
            continue
        figure = figure_of(render(store, card, Filters()))
        assert figure is not None
        marker = figure.data[0].marker
        for colour, shape in zip(marker.color, marker.pattern.shape, strict=True):
            assert not (colour == LIGHT.paper and shape), card
            outlined += colour == LIGHT.paper
    assert outlined >= 5
