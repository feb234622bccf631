"""The map beside its bars: outlines of ours, legend, looks, call-outs, clicks; and that nobody else is asked for it."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from math import hypot
from pathlib import Path

import pytest

from koperasi.cards import UnknownCard, find, render
from koperasi.cards.parts import MAP
from koperasi.look import formats
from koperasi.look.charts import Map
from koperasi.look.ink import LIGHT
from koperasi.look.surface import PHONE, PICTURE, SCREEN, SLIDE, Surface
from koperasi.store import Filters, Store, outlines
from tests.reading import figure_of

ROOT = Path(__file__).parents[1]
MAPS = ("growth/regency_map", "opop/coverage_map", "merah_putih/regency_map")
TILES = Filters(options=((MAP.name, "petak"),))


ALL = Filters()


def spec_of(store: Store, card: str, filters: Filters = ALL) -> Map:
    spec = render(store, card, filters).spec
    assert isinstance(spec, Map)
    return spec


def areas(figure: dict) -> list[dict]:
    return [trace for trace in figure["data"] if trace.get("fill") == "toself"]


@pytest.mark.parametrize("surface", [SCREEN, PICTURE, SLIDE], ids=lambda it: it.name)
@pytest.mark.parametrize("card", MAPS)
def test_every_regency_is_one_area_and_the_two_small_cities_a_box_too(
    card: str, surface: Surface, store: Store
) -> None:
    figure = spec_of(store, card).draw(LIGHT, surface)
    codes = [trace["customdata"][0] for trace in areas(figure)]
    assert sorted(set(codes)) == sorted(store.ask("frame/regencies").rows["regency_code"])
    assert {code for code in codes if codes.count(code) > 1} == {"6371", "6372"}
    assert not any(trace["type"] in ("choropleth", "scattergeo", "scattermap") for trace in figure["data"])
    assert "geo" not in figure["layout"]
    assert any("cahyadsn" in it["text"] for it in figure["layout"]["annotations"])
    assert figure_of(render(store, card, Filters()), surface) is not None


@pytest.mark.parametrize("card", MAPS)
def test_tiles_where_they_are_picked_and_on_a_phone(card: str, store: Store) -> None:
    for figure in (spec_of(store, card, TILES).draw(LIGHT, SCREEN), spec_of(store, card).draw(LIGHT, PHONE)):
        assert areas(figure) == []
        assert len(figure["data"][0]["base"]) == 13
        assert not any("cahyadsn" in it["text"] for it in figure["layout"].get("annotations", []))


def test_on_a_phone_the_bars_stand_below_the_tiles(store: Store) -> None:
    layout = spec_of(store, MAPS[0]).draw(LIGHT, PHONE)["layout"]
    assert layout["yaxis2"]["domain"][1] < layout["yaxis"]["domain"][0]


@pytest.mark.parametrize("card", MAPS)
def test_the_bounds_of_the_legend_are_numbers_of_the_data_and_hold_all_of_them(card: str, store: Store) -> None:
    """By hand from the rows: each class ends at values that occur, and no value lies between two classes."""
    spec = spec_of(store, card)
    found = spec.rows["measure_value"].dropna().astype(float)
    values = sorted(set(found[found > 0]))
    legend = list(spec.tiles.legend().values())
    assert ("0" in legend) == (found == 0).any()
    ends = [
        tuple(float(it.rstrip("%").replace(".", "").replace(",", ".")) for it in words.split("–"))
        for words in legend
        if words != "0"
    ]
    assert (ends[0][0], ends[-1][-1]) == (values[0], values[-1])
    assert {it for pair in ends for it in pair} <= set(values)
    assert all(sum(low <= value <= high for low, high in ((it[0], it[-1]) for it in ends)) == 1 for value in values)


def test_a_value_far_above_the_others_is_a_class_of_its_own(store: Store) -> None:
    assert list(spec_of(store, "opop/coverage_map").tiles.legend().values())[-1] == "33,3%"  # 5% is not called the same


@pytest.mark.parametrize("card", MAPS)
def test_a_filter_changes_no_shade_but_greys_what_is_left_out(card: str, store: Store) -> None:
    def colours(filters: Filters) -> dict[str, str]:
        return {it["customdata"][0]: it["fillcolor"] for it in areas(spec_of(store, card, filters).draw(LIGHT, SCREEN))}

    whole, picked = colours(Filters()), colours(Filters(("6303",)))
    assert picked["6303"] == whole["6303"] != LIGHT.muted
    assert {colour for code, colour in picked.items() if code != "6303"} == {LIGHT.muted}
    shades = [spec_of(store, card, it).tiles.legend() for it in (Filters(), Filters(("6303",)))]
    assert {look: shades[1][look] for look in ("light", "deep")} == {
        look: shades[0][look] for look in ("light", "deep")
    }


def test_the_province_is_drawn_beside_shares(store: Store) -> None:
    spec = spec_of(store, "opop/coverage_map")
    whole = float(spec.rows["coverage_sum_pct"].iloc[0])
    figure = spec.draw(LIGHT, SCREEN)
    (line,) = (it for it in figure["layout"]["shapes"] if it["line"]["dash"] == "dash")
    assert (line["x0"], line["xref"], line["yref"]) == (whole, "x2", "y2 domain")
    assert any(it["text"] == f"seluruhnya {formats.number(whole, 1)}%" for it in figure["layout"]["annotations"])


def test_every_word_on_the_map_lies_in_its_regency_or_beside_its_box(store: Store) -> None:
    """No name on hatching, and none where it has no room: what is too narrow goes without, the bars name it."""
    spec = spec_of(store, "growth/regency_map")
    for surface in (SCREEN, PICTURE, SLIDE):
        figure = spec.draw(LIGHT, surface)
        beside = [it["text"] for it in figure["layout"]["annotations"]]
        named = [it.replace("<br>", " ") for it in (*beside, *(words for words, *_ in names(figure)))]
        assert {"Banjarmasin", "Banjarbaru", "Kotabaru", "Banjar"} <= set(named)


@pytest.mark.parametrize("surface", [SCREEN, PICTURE, SLIDE], ids=lambda it: it.name)
@pytest.mark.parametrize("card", MAPS)
def test_boxes_of_small_cities_lie_beside_the_land_and_their_lines_meet_no_name(
    card: str, surface: Surface, store: Store
) -> None:
    """By sampling the drawing itself: corners and edges of each box against the rings, each line against the names."""
    figure = spec_of(store, card).draw(LIGHT, surface)
    drawn = [list(zip(it["x"], it["y"], strict=True)) for it in areas(figure)]
    boxes, land = [it for it in drawn if len(it) == 5], [it for it in drawn if len(it) > 5]
    assert len(boxes) == 2
    for box in boxes:
        spots = [
            (a[0] + (b[0] - a[0]) * k / 9, a[1] + (b[1] - a[1]) * k / 9) for a, b in pairwise(box) for k in range(9)
        ]
        assert not any(inside(spot, area) for spot in spots for area in land)
    (leaders,) = (it for it in figure["data"] if it.get("mode") == "lines+markers")
    ends = list(zip(leaders["x"], leaders["y"], strict=True))
    lines = list(zip(ends[::3], ends[1::3], strict=True))
    assert len(leaders["marker"]["size"]) >= len(ends)
    codes = {it["customdata"][0]: area for it, area in zip(areas(figure), drawn, strict=True) if area in land}
    assert [[code for code in codes if inside(end, codes[code])] for _, end in lines] == [["6371"], ["6372"]]
    assert len(names(figure)) >= 6
    for (x, y), (to_x, to_y) in lines:
        for words, *at in names(figure):
            gap = min(hypot(x + (to_x - x) * k / 99 - at[0], y + (to_y - y) * k / 99 - at[1]) for k in range(99))
            assert gap > 0.03, words


def names(figure: dict) -> list[tuple[str, float, float]]:
    """The words inside the map, with their middles."""
    return [
        at for it in figure["data"] if it.get("mode") == "text" for at in zip(it["text"], it["x"], it["y"], strict=True)
    ]


def inside(spot: tuple[float, float], area: list[tuple[float | None, float | None]]) -> bool:
    """Even and odd crossings of a line to the east; rings of one area stand apart by None."""
    x, y = spot
    crossed = False
    for (a, b), (c, d) in pairwise(area):
        if a is None or b is None or c is None or d is None:
            continue
        if (b > y) != (d > y) and x < a + (y - b) / (d - b) * (c - a):
            crossed = not crossed
    return crossed


def test_a_card_that_was_taken_in_leads_to_the_one_that_took_it(store: Store) -> None:
    for old, new in (
        ("growth/regency_bars", "growth/regency_map"),
        ("opop/coverage", "opop/coverage_map"),
        ("merah_putih/by_regency", "merah_putih/regency_map"),
    ):
        assert find(old) is find(new)
        assert render(store, old, Filters()).card.id == new
    with pytest.raises(UnknownCard):
        find("growth/regency_bar")


def test_outlines_that_miss_a_regency_or_have_an_open_ring_are_refused(tmp_path: Path) -> None:
    drawn = json.loads((ROOT / "seeds" / outlines.FILE).read_text(encoding="utf-8"))
    codes = [it["properties"]["code"] for it in drawn["features"]]

    def faults(changed: object) -> list[str]:
        (tmp_path / outlines.FILE).write_text(json.dumps(changed), encoding="utf-8")
        return list(outlines.faults(tmp_path, codes, [drawn["source_id"]]))

    assert list(outlines.faults(tmp_path, codes, [])) == []  # a province may go without
    assert faults(drawn) == []
    assert "6301" in faults(drawn | {"features": drawn["features"][1:]})[0]
    opened = json.loads(json.dumps(drawn))
    opened["features"][0]["geometry"]["coordinates"][0].pop()
    assert faults(opened) == ["6301: tiap garis harus berakhir di titik awalnya dan berisi derajat bujur dan lintang"]
    assert "source_id" in faults(drawn | {"source_id": "nobody"})[0]
    assert "GeoJSON" in faults([])[0]


def test_without_outlines_the_map_is_of_tiles(store: Store) -> None:
    figure = replace(spec_of(store, MAPS[0]), outlines={}).draw(LIGHT, PICTURE)
    assert areas(figure) == []
    assert len(figure["data"][0]["base"]) == 13
