"""Dated events as thin lines on time series: which, whose, with what source, and that no label lies on another."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koperasi.cards import render
from koperasi.look import formats, text
from koperasi.look.charts import Event, Lines
from koperasi.look.charts.lines import _span, _tiers
from koperasi.look.ink import LIGHT
from koperasi.look.surface import SMALL, SURFACES, Surface
from koperasi.store import Filters, Places, Store

SEEDS = Path(__file__).parents[1] / "seeds"
DATED = ("growth/total", "growth/activity")
WHOLE = Filters()
FILTERS = {
    "whole": WHOLE,
    "banjar": Filters(("6303",)),
    "three": Filters(("6303", "6309", "6371")),
    "from 2022": Filters(year_from=2022),
    "to 2020": Filters(year_to=2020),
}


def seed() -> list[dict[str, str]]:
    with (SEEDS / "events.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(as_of: str) -> date:
    """A year in its middle, a month on its first day, as figures are drawn."""
    return date.fromisoformat(as_of if len(as_of) == 10 else f"{as_of}-01" if len(as_of) == 7 else f"{as_of}-07-01")


@pytest.mark.parametrize("card", [*DATED, "opop/cohorts", "merah_putih/history", "growth/register"])
def test_the_events_of_a_card_are_those_that_the_seeds_give_it(card: str, store: Store) -> None:
    rows = store.ask("frame/events", card=card).rows
    told = [(it.event, it.event_label, it.as_of_date.date(), list(it.source_ids)) for it in rows.itertuples()]
    assert told == [
        (it["event"], it["label_id"], day(it["as_of"]), [s for s in (it["source_id"], it["more_source_id"]) if s])
        for it in sorted(seed(), key=lambda it: day(it["as_of"]))
        if card in it["cards"].split(";")
    ]


def test_an_event_of_a_regency_is_drawn_where_it_was_picked_only(spoiled_events: Store) -> None:
    def events(*codes: str) -> list[str]:
        return list(spoiled_events.ask("frame/events", card="growth/total", regencies=list(codes)).rows["event"])

    assert events() == events("6304") == ["pp-7-2021", "perda-2024", "inpres-9-2025"]
    assert events("6303", "6304") == ["pp-7-2021", "of-banjar", "perda-2024", "inpres-9-2025"]


@pytest.fixture
def spoiled_events(tmp_path: Path) -> Store:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    banjar = seed()[2] | {"event": "of-banjar", "label_id": "Di Banjar", "region_code": "6303", "as_of": "2023"}
    with (tmp_path / "seeds" / "events.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(banjar), lineterminator="\n").writerow(banjar)
    return Store(Places(seeds=tmp_path / "seeds"))


@pytest.mark.parametrize("filters", FILTERS.values(), ids=FILTERS)
@pytest.mark.parametrize("card", DATED)
def test_what_is_drawn_lies_within_the_time_of_the_figures_and_has_its_source(
    card: str, filters: Filters, store: Store
) -> None:
    rendered = render(store, card, filters)
    days = [it.date() for it in rendered.answer.rows["as_of_date"]]
    drawn = [it for it in seed() if card in it["cards"].split(";") and min(days) <= day(it["as_of"]) <= max(days)]
    if not isinstance(rendered.spec, Lines):
        drawn = []  # bars have no time to draw them on
    assert [it.label for it in rendered.events] == [it["label_id"] for it in drawn]
    cited = {it.id for it in rendered.answer.sources}
    assert {it["source_id"] for it in drawn} <= cited
    others = {it["source_id"] for it in seed()} - {it["source_id"] for it in drawn}
    assert not (others - set(rendered.answer.rows["source_id"])) & cited
    for it in drawn:
        assert f"{it['label_id']} ({formats.as_of(it['as_of'])})" in rendered.alt
    figure = rendered.figure()
    assert figure is not None
    lines = [it["x0"] for it in figure["layout"].get("shapes", []) if it.get("layer") == "below"]
    assert lines == [day(it["as_of"]).isoformat() for it in drawn]


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
@pytest.mark.parametrize("card", DATED)
def test_labels_stand_above_the_plot_and_below_the_legend(card: str, surface: Surface, store: Store) -> None:
    figure = render(store, card, WHOLE).figure(surface)
    assert figure is not None
    layout = figure["layout"]
    labels = [it for it in layout["annotations"] if it.get("hovertext")]
    assert labels
    high = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    lines = {it["x0"]: it["y1"] for it in layout["shapes"]}
    legend = (layout["legend"]["y"] - 1) * high
    for label in labels:
        top = label["yshift"] + label["font"]["size"] * text.LINE
        assert (label["y"], label["yanchor"], label["yref"]) == (1, "bottom", "paper")
        assert label["yshift"] < (lines[label["x"]] - 1) * high <= top <= legend + 1  # margins are whole pixels
        assert top <= layout["margin"]["t"]


places = st.lists(st.floats(0, 400), min_size=1, max_size=4).map(sorted)


@given(places, st.lists(st.floats(20, 190), min_size=4, max_size=4))
def test_no_label_lies_on_another_or_on_a_line(places: list[float], wide: list[float]) -> None:
    found = _tiers(places, wide[: len(places)], 400)
    if found is None:
        return
    placed = [(place, *_span(place, w, it[1]), it[0]) for place, w, it in zip(places, wide, found, strict=False) if it]
    assert len(placed) == len(places)
    for (line, left, right, tier), (other, begin, end, level) in combinations(placed, 2):
        assert left >= 0 <= begin
        assert right <= 400 >= end
        assert tier != level or right <= begin or end <= left
        assert not (tier <= level and left < other < right)
        assert not (level <= tier and begin < line < end)


def test_places_are_found_where_there_is_room_and_not_made_up_where_there_is_none() -> None:
    assert _tiers([10, 200], [80, 80], 400) == [(0, "left"), (0, "left")]
    assert _tiers([350], [80], 400) == [(0, "right")]
    assert _tiers([200, 210], [80, 80], 400) == [(0, "right"), (0, "left")]
    assert _tiers([100], [300], 350) is None


def test_an_event_without_a_place_for_its_label_keeps_its_line(store: Store) -> None:
    spec = render(store, "growth/total", WHOLE).spec
    assert isinstance(spec, Lines)
    long = Event(date(2021, 2, 1), "peristiwa " * 40, "lama sekali")
    figure = Lines(
        spec.y, spec.hover, spec.told, spec.series, spec.name, spec.by, spec.looks, events=[long], rows=spec.rows
    ).draw(LIGHT, SURFACES["phone"])
    assert len(figure["layout"]["shapes"]) == 1
    assert not any(it.get("hovertext") for it in figure["layout"]["annotations"])


def test_on_a_small_card_events_and_marks_give_way_to_the_lines(store: Store) -> None:
    """Events where the plot would be low beside them, the legend of marks where even that is not enough."""
    shown = render(store, "growth/total", Filters(("6303", "6309", "6371")))
    drawn = {it: shown.figure(replace(SMALL, width=370, height=it)) for it in (330, 170, 120)}
    found = {it: (bool(f["layout"]["shapes"]), f["layout"]["showlegend"]) for it, f in drawn.items() if f}
    assert found == {330: (True, True), 170: (False, True), 120: (False, False)}
