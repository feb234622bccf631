"""The shapes of figures: what each draws, for every surface, checked against rules and other computations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from koperasi.cards import render
from koperasi.look import text
from koperasi.look.charts import (
    UNKNOWN,
    Area,
    Bars,
    Cell,
    Columns,
    Dots,
    Flow,
    Grouped,
    Lines,
    Part,
    Spec,
    Stacked,
    Table,
    Tallies,
    Tally,
    Tiles,
    widen,
)
from koperasi.look.charts.base import GAP, legend_height, span_behind
from koperasi.look.charts.cells import natural_breaks
from koperasi.look.charts.ticks import every, steps
from koperasi.look.ink import DARK, LIGHT, SHADES, Ink
from koperasi.look.surface import PHONE, PICTURE, SCREEN, SURFACES, Surface
from koperasi.store import Filters, Store
from tests.test_look import contrast

ROOT = Path(__file__).parents[1]
INKS = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]


def drawn(spec: Spec, surface: Surface = SCREEN, look: Ink = LIGHT) -> go.Figure:
    """The figure, every property of it validated by Plotly."""
    return go.Figure(json.loads(json.dumps(spec.draw(look, surface))))


def plain(words: str) -> str:
    return re.sub("<[^>]+>", "", words.replace("<br>", " ")).strip()


def legend(figure: go.Figure) -> list[str]:
    return [trace.name for trace in figure.data if trace.showlegend]


def room(figure: go.Figure, surface: Surface) -> float:
    """Pixels across the plot."""
    return float(surface.width - figure.layout.margin.l - figure.layout.margin.r)


def high(figure: go.Figure) -> float:
    """Pixels from the top of the plot to its bottom."""
    return float(figure.layout.height - figure.layout.margin.t - figure.layout.margin.b)


# --- rows


def bar_rows(values: list[float | None], **more: list[Any]) -> pd.DataFrame:
    names = ["Tapin", "Banjar", "Kotabaru", "Tabalong", "Balangan"][: len(values)]
    codes = ["6305", "6303", "6302", "6309", "6311"][: len(values)]
    return pd.DataFrame({"regency_short": names, "regency_code": codes, "cooperatives": values, **more})


BARS = Bars("{regency_short}", "cooperatives", "{cooperatives}", code="regency_code")
STATUS = pd.DataFrame(
    {
        "regency_short": ["A", "B", "C"],
        "regency_code": ["1", "2", "3"],
        "active": [3, 0, 500],
        "inactive": [1, 2, None],
        "planned": [40, 0, 0],
    }
)
PARTS = [Part("Aktif", "active"), Part("Tidak aktif", "inactive", "third"), Part("Rencana", "planned", "muted", True)]
YEARS = pd.DataFrame({"year": [2020, 2021, 2022], "active": [3, 0, 5], "inactive": [1, 2, 0]})
PLACES = pd.read_csv(ROOT / "seeds/regencies.csv", dtype={"code": str})


def tile_rows(**changed: tuple[float | None, bool, bool]) -> pd.DataFrame:
    """Our regencies with 10, 20 ... 130; some (value, selected, suspect) by code, as c6301=...."""
    rows = PLACES[["code", "short_name", "tile_col", "tile_row"]].set_axis(
        ["regency_code", "regency_short", "tile_col", "tile_row"], axis=1
    )
    cells = [changed.get(f"c{code}", (10.0 * n, True, False)) for n, code in enumerate(rows["regency_code"], start=1)]
    return rows.assign(
        measure_value=pd.Series([it[0] for it in cells], dtype=float),
        is_selected=[it[1] for it in cells],
        is_suspect=[it[2] for it in cells],
    )


TILES = Tiles("measure_value", "{measure_value}", suspect="is_suspect")


def figures(*points: tuple[str, str, str, float, str], code: str | None = None) -> pd.DataFrame:
    """Rows of (series, name, day, value, quality)."""
    rows = pd.DataFrame(points, columns=["series", "line_name", "day", "cooperatives", "quality"])
    labels = {"stated": "tercatat", "approximate": "perkiraan", "disputed": "diperselisihkan", "suspect": "diragukan"}
    return rows.assign(
        as_of_date=pd.to_datetime(rows["day"]), quality_label=rows["quality"].map(labels), regency_code=code
    )


LOOKS = {"dinas": ("first", "solid"), "oss": ("second", "dash")}
LINES = Lines("cooperatives", "{cooperatives}", "{line_name} {cooperatives}", ["series"], "line_name", "series", LOOKS)
REGISTERS = figures(
    ("dinas", "Dinas", "2016-07-01", 2580, "stated"),
    ("dinas", "Dinas", "2017-01-01", 500, "suspect"),
    ("dinas", "Dinas", "2019-10-01", 2620, "approximate"),
    ("dinas", "Dinas", "2022-01-01", 2651, "disputed"),
    ("oss", "OSS", "2024-09-01", 3057, "stated"),
)
MOVES = pd.DataFrame(
    {
        "start": ["A", "A", "B", "none"],
        "end": ["A", "B", "A", "B"],
        "way": ["Tetap", "Turun", "Naik", "Baru"],
        "cooperatives": [5, 3, 2, 4],
        "first_year": ["2023"] * 4,
        "last_year": ["2024"] * 4,
    }
)
FLOW = Flow(
    "start",
    "end",
    "cooperatives",
    "way",
    ("first_year", "last_year"),
    {"A": "deep", "B": "light"},
    {"Tetap": ("grid", 0.8), "Turun": ("third", 0.5), "Naik": ("second", 0.5), "Baru": ("first", 0.5)},
    key=("Naik", "Turun"),
    last="none",
    ends=("Belum dinilai", "Tidak dinilai lagi"),
)
FACILITIES = pd.DataFrame(
    {
        "kind": ["Terminal", "Terminal", "Bandara", "Bandara"],
        "space_pct": [10.0, 10.0, 45.5, None],
        "state": ["short", "short", "met", "unmeasured"],
        "facility_name": ["T1", "T2", "B1", "B2"],
        "required_pct": [30.0] * 4,
    }
)
DOTS = Dots(
    "{kind}",
    "space_pct",
    "state",
    {"met": ("Memenuhi", "first", "circle"), "short": ("Kurang", "third", "diamond")},
    "{facility_name}: {space_pct}",
    at="required_pct",
)
TABLE = Table(
    heads=["", "Banjar", "Provinsi"],
    body=[[Cell("Koperasi"), Cell("290", "1 dari 13"), Cell("tidak sebanding")], [Cell("Lain"), Cell(""), Cell("2")]],
)
SPECS: dict[str, Spec] = {
    "bars": BARS.on(bar_rows([290.0, None, 0.0])),
    "stacked": Stacked("{regency_short}", PARTS, "regency_code", rows=STATUS),
    "grouped": Grouped("{regency_short}", PARTS[:2], "regency_code", rows=STATUS),
    "columns": Columns("year", PARTS[:2], sums=True, rows=YEARS),
    "tiles": TILES.on(tile_rows(c6301=(None, True, False), c6302=(0.0, True, False), c6303=(9.0, True, True))),
    "lines": LINES.on(REGISTERS),
    "area": Area("year", "active", "{year}: {active}", rows=YEARS),
    "table": TABLE,
    "flow": FLOW.on(MOVES),
    "dots": DOTS.on(FACILITIES),
    "tallies": Tallies(tallies=[Tally("3.057", "Koperasi", "September 2024")] * 4),
}


# --- every shape


@pytest.mark.parametrize("look", INKS)
@pytest.mark.parametrize("name", list(SPECS))
def test_every_shape_is_valid_on_every_surface_and_twice_the_same(name: str, look: Ink) -> None:
    spec = SPECS[name]
    before = pd.DataFrame(spec.rows, copy=True)  # a table need not have any
    for surface in SURFACES.values():
        figure = drawn(spec, surface, look)
        assert figure.layout.height == (surface.height or figure.layout.height) > 0
        assert figure.layout.width is None
        assert figure.layout.title.text is None
        margin = figure.layout.margin
        assert margin.l + margin.r < surface.width
        assert json.dumps(spec.draw(look, surface)) == json.dumps(spec.draw(look, surface))
    pd.testing.assert_frame_equal(pd.DataFrame(spec.rows), before)
    assert spec.draw(LIGHT, SCREEN) != spec.draw(DARK, SCREEN)


@pytest.mark.parametrize("name", list(SPECS))
def test_every_shape_is_told_to_who_cannot_see_it(name: str) -> None:
    told = SPECS[name].alt()
    assert told.endswith(".")
    assert not told.endswith("..")
    assert "<" not in told
    assert told.startswith(f"{SPECS[name].default_kind}: ")
    assert len(told) > len(SPECS[name].default_kind) + 4


def test_a_spec_is_frozen_and_a_new_one_is_made_for_rows() -> None:
    with pytest.raises(FrozenInstanceError):
        BARS.value = "members"  # type: ignore[misc]
    made = BARS.on(bar_rows([1.0]))
    assert not len(BARS.rows)
    assert len(made.rows) == 1
    assert made.label == BARS.label


def test_a_misspelt_colour_or_column_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(KeyError):
        drawn(Bars("{regency_short}", "cooperatives", "", colour="blue", rows=bar_rows([1.0])))
    with pytest.raises(KeyError):
        drawn(Bars("{regency_short}", "cooperative", "", rows=bar_rows([1.0])))


# --- text


FONTS = {weight: ImageFont.truetype(str(text.FONT_FILE), 100) for weight in (400, 700)}
for weight, font in FONTS.items():
    font.set_variation_by_axes([weight])


def pillow(words: str, letter: float) -> float:
    """The width of one line as Pillow sets it, with its own kerning."""
    weight = 700 if "<b>" in words else 400
    return FONTS[weight].getlength(re.sub("<[^>]+>", "", words)) * letter / 100


@pytest.mark.parametrize(
    "words",
    [
        "Hulu Sungai Selatan",
        "Rp1,4 miliar",
        "3.057 (12,5%)",
        "<b>Tanah Bumbu</b>",
        "<i>1 dari 13</i>",
        "Penyetor ×",
        "",
    ],
)
def test_a_text_is_as_wide_as_pillow_says(words: str) -> None:
    for letter in (8.5, 14, 20):
        assert text.width(words, letter) == pytest.approx(pillow(words, letter), rel=0.03)


def test_the_longest_line_counts_and_bold_is_wider() -> None:
    assert text.width("Banjar<br>Hulu Sungai Utara", 14) == text.width("Hulu Sungai Utara", 14)
    assert text.width("<b>Koperasi</b>", 14) > text.width("Koperasi", 14)
    assert text.width("Koperasi", 28) == pytest.approx(2 * text.width("Koperasi", 14))


sentences = st.lists(st.text("abcdeéñ'().,%-–", min_size=1, max_size=30), max_size=8).map(" ".join)


@given(sentences, st.integers(10, 400), st.floats(7, 20), st.integers(1, 6))
def test_wrapping_cuts_nothing_breaks_at_spaces_and_keeps_to_its_room(
    words: str, width: int, letter: float, most: int
) -> None:
    wrapped = text.wrap(words, width, letter, most=most)
    lines = text.lines(wrapped)
    assert wrapped.replace("<br>", " ") == words
    assert len(lines) <= most
    # a line is too long only where one unbroken word is, or where no more lines may be made
    full = lines[:-1] if len(lines) == most else lines
    assert all(text.width(line, letter) <= width or " " not in line for line in full)


@given(sentences, st.integers(10, 400), st.floats(7, 20))
def test_wrapping_is_greedy(words: str, width: int, letter: float) -> None:
    lines = text.lines(text.wrap(words, width, letter, most=99))
    for line, after in pairwise(lines):
        assert text.width(f"{line} {after.split(' ')[0]}", letter) > width


def test_a_break_that_is_there_stays() -> None:
    assert text.wrap("Hulu Sungai<br>Utara", 1000, 14) == "Hulu Sungai<br>Utara"
    assert text.wrap("Hulu Sungai Utara", 90, 14) == "Hulu Sungai<br>Utara"


# --- bars


@pytest.mark.parametrize("look", INKS)
def test_bars_start_at_zero_in_the_order_of_the_rows(look: Ink) -> None:
    figure = drawn(BARS.on(bar_rows([5.0, 2000.0, 0.0])), look=look)
    (trace,) = figure.data
    assert list(trace.x) == [5, 2000, 0]
    assert list(trace.text) == ["5", "2.000", "0"]
    assert list(trace.customdata) == ["6305", "6303", "6302"]
    assert set(trace.marker.color) == {look.categories[0]}
    low, top = figure.layout.xaxis.range
    assert low == 0
    assert top > 2000
    assert list(figure.layout.yaxis.ticktext) == ["Tapin", "Banjar", "Kotabaru"]
    assert list(trace.y) == list(figure.layout.yaxis.tickvals)
    bottom, first = figure.layout.yaxis.range
    assert bottom > 2
    assert first < 0  # the first row is on top
    assert not figure.layout.showlegend


def test_two_bars_of_one_name_stay_two() -> None:
    rows = bar_rows([1.0, 2.0]).assign(regency_short="Sama")
    figure = drawn(BARS.on(rows))
    assert len(set(figure.data[0].y)) == 2
    assert list(figure.layout.yaxis.ticktext) == ["Sama", "Sama"]


def test_zero_is_a_hairline_and_what_nobody_knows_is_words() -> None:
    (trace,) = drawn(BARS.on(bar_rows([None, 0.0, 7.0]))).data
    assert list(trace.text) == [UNKNOWN, "0", "7"] == ["tidak ada data", "0", "7"]
    assert list(trace.marker.line.width) == [0, 1, 1]
    assert UNKNOWN in trace.hovertext[0]
    filled = Bars(
        "{regency_short}",
        "cooperatives",
        "{cooperatives}",
        missing="belum diisi",
        zero="{cooperatives}, tidak tercatat",
    ).on(bar_rows([None, 0.0, 7.0]))
    assert list(drawn(filled).data[0].text) == ["belum diisi", "0, tidak tercatat", "7"]
    assert filled.alt() == "Diagram batang: Tapin belum diisi; Banjar 0, tidak tercatat; Kotabaru 7."


@pytest.mark.parametrize("values", [[], [None], [0.0], [None, None], [0.0, None]])
def test_bars_of_nothing_keep_an_axis(values: list[float | None]) -> None:
    low, top = drawn(BARS.on(bar_rows(values))).layout.xaxis.range
    assert low == 0 < top


def test_a_suspect_bar_is_hatched_and_says_so_in_its_name_or_stays_words() -> None:
    spec = Bars("{regency_short}", "cooperatives", "{cooperatives}", suspect="is_suspect")
    rows = bar_rows([9.0, 5.0, None, None], is_suspect=[True, False, True, False])
    figure = drawn(spec.on(rows))
    (trace,) = figure.data
    assert [bool(shape) for shape in trace.marker.pattern.shape] == [True, False, True, False]
    assert list(map(plain, figure.layout.yaxis.ticktext)) == ["Tapin (diragukan)", "Banjar", "Kotabaru", "Tabalong"]
    assert list(trace.text) == ["9", "5", "diragukan", UNKNOWN]
    assert spec.on(rows).alt() == (
        "Diagram batang: Tapin (diragukan) 9; Banjar 5; Kotabaru diragukan; Tabalong tidak ada data."
    )


@pytest.mark.parametrize("look", INKS)
def test_colours_belong_to_cells_and_what_is_filtered_out_is_grey(look: Ink) -> None:
    rows = bar_rows([3.0, 2.0, 1.0], kind=["a", "b", "c"], picked=[True, True, False], planned=[False, True, False])
    spec = Bars(
        "{regency_short}",
        "cooperatives",
        "{cooperatives}",
        by="kind",
        colours={"b": "third", "c": "second"},
        selected="picked",
        planned="planned",
        key={"Sekarang": ("first", False), "Rencana": ("third", True)},
    )
    figure = drawn(spec.on(rows), look=look)
    assert list(figure.data[0].marker.color) == [look.colour("first"), look.paper, look.muted]
    assert list(figure.data[0].marker.line.color) == [look.colour("first"), look.colour("third"), look.muted]
    assert not any(figure.data[0].marker.pattern.shape)
    assert legend(figure) == ["Sekarang", "Rencana"]
    for trace, (colour, planned) in zip(figure.data[1:], spec.key.values(), strict=True):
        assert trace.x == (None,)  # explains, and draws nothing
        assert trace.marker.line.color == look.colour(colour)
        assert trace.marker.color == (look.paper if planned else look.colour(colour))


lengths = st.one_of(st.none(), st.floats(0, 1e12, allow_nan=False, allow_subnormal=False))
behind = st.text("0123456789. Rpmilar,()%", max_size=24)


@settings(deadline=None)
@given(st.lists(st.tuples(lengths, behind), min_size=1, max_size=12), st.sampled_from(list(SURFACES.values())))
def test_words_behind_bars_never_go_beyond_the_room(pairs: list[tuple[float | None, str]], surface: Surface) -> None:
    values, words = [value for value, _ in pairs], [said for _, said in pairs]
    wide = 0.58 * surface.width - 20
    reach = span_behind(values, words, wide, surface.letter)
    assert reach > 0
    for value, said in pairs:
        long = text.width(said, surface.letter) + GAP
        assert (value or 0) / reach * wide <= wide
        # a bar keeps a fifth of the room, whatever its words want
        if long <= 0.8 * wide:
            assert (value or 0) / reach * wide + long <= wide * 1.0001


@settings(deadline=None, max_examples=40)
@given(st.lists(sentences.filter(bool), min_size=1, max_size=20), st.sampled_from(list(SURFACES.values())))
def test_names_beside_bars_are_wrapped_and_not_cut(names: list[str], surface: Surface) -> None:
    rows = pd.DataFrame({"said": names, "cooperatives": [1.0] * len(names)})
    figure = drawn(Bars("{said}", "cooperatives", "{cooperatives}", rows=rows), surface)
    shown = list(figure.layout.yaxis.ticktext)
    assert [it.replace("<br>", " ") for it in shown] == names
    letter = figure.layout.yaxis.tickfont.size
    assert 8 <= letter <= surface.letter
    assert max(text.width(it, letter) for it in shown) <= figure.layout.margin.l
    if surface.height is None:
        row = high(figure) / len(names)
        assert max(len(text.lines(it)) for it in shown) * letter * text.LINE <= row + 1


def test_rows_of_a_picture_have_letters_that_fit_them() -> None:
    rows = pd.DataFrame({"said": [f"Kecamatan {n}, Hulu Sungai Tengah" for n in range(26)], "cooperatives": [1.0] * 26})
    figure = drawn(Bars("{said}", "cooperatives", "{cooperatives}", rows=rows), PICTURE)
    assert figure.layout.height == PICTURE.height
    letter = figure.layout.yaxis.tickfont.size
    assert letter <= high(figure) / 26
    assert figure.data[0].textfont.size == letter
    assert all("<br>" not in name for name in figure.layout.yaxis.ticktext)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize("name", ["bars", "stacked", "grouped"])
def test_a_bar_stays_a_bar_where_a_picture_has_room_for_a_block(name: str, count: int) -> None:
    rows = pd.DataFrame({"regency_short": list("ABCDE")[:count], "active": [3.0] * count, "inactive": [2.0] * count})
    shapes = {
        "bars": Bars("{regency_short}", "active", "{active}"),
        "stacked": Stacked("{regency_short}", PARTS[:2]),
        "grouped": Grouped("{regency_short}", PARTS[:2]),
    }
    figure = drawn(shapes[name].on(rows), PICTURE)
    side_by_side = 2 if name == "grouped" else 1
    assert high(figure) / count * (1 - figure.layout.bargap) / side_by_side <= 64.01
    assert figure.layout.bargap >= 0.2


def test_a_marked_value_is_a_line_through_the_plot_and_words_lie_over_it() -> None:
    rows = bar_rows([5.0, 40.0], required=[30.0, 30.0])
    figure = drawn(Bars("{regency_short}", "cooperatives", "{cooperatives}", at="required", rows=rows))
    (line,) = figure.layout.shapes
    assert (line.x0, line.x1, line.yref) == (30, 30, "paper")
    assert line.line.dash == "dash"
    assert [(note.text, note.x) for note in figure.layout.annotations] == [("5", 5), ("40", 40)]
    assert {note.bgcolor for note in figure.layout.annotations} == {LIGHT.paper}
    assert figure.data[0].text is None
    low = drawn(Bars("{regency_short}", "cooperatives", "", at="required", rows=rows.head(1)))
    assert low.layout.xaxis.range[1] > 30  # the line is seen, however short the bars are


@pytest.mark.parametrize("stacked", [False, True])
def test_a_dotted_line_stands_where_the_cell_of_a_column_changes(stacked: bool) -> None:
    rows = bar_rows([5.0, 4.0, 9.0, 1.0], kind=["a", "a", "b", "b"], active=[1, 2, 3, 4])
    bars = Bars("{regency_short}", "cooperatives", "{cooperatives}", divided="kind")
    spec: Spec = Stacked("{regency_short}", PARTS[:1], divided="kind") if stacked else bars
    (line,) = drawn(spec.on(rows)).layout.shapes
    assert (line.y0, line.y1, line.line.dash) == (1.5, 1.5, "dot")
    assert not drawn(spec.on(rows.head(2))).layout.shapes


def test_a_longer_name_is_told_where_there_is_room() -> None:
    spec = Bars("{regency_short}", "cooperatives", "{cooperatives}", more="Kabupaten {regency_short}")
    figure = drawn(spec.on(bar_rows([5.0])))
    assert list(figure.layout.yaxis.ticktext) == ["Tapin"]
    assert plain(figure.data[0].hovertext[0]) == "Kabupaten Tapin: 5"
    assert spec.on(bar_rows([5.0])).alt() == "Diagram batang: Kabupaten Tapin 5."


def test_a_spec_may_draw_the_first_rows_only() -> None:
    spec = Bars("{regency_short}", "cooperatives", "{cooperatives}", most=2)
    assert list(drawn(spec.on(bar_rows([5.0, 4.0, 3.0]))).data[0].x) == [5, 4]
    assert spec.on(bar_rows([5.0])).listing() == ["Tapin 5"]


# --- several bars a row


@pytest.mark.parametrize("look", INKS)
def test_stacked_bars_say_their_parts_where_these_are_wide_enough_and_never_on_hatching(look: Ink) -> None:
    figure = drawn(Stacked("{regency_short}", PARTS, "regency_code", after="{regency_short}!", rows=STATUS), look=look)
    assert figure.layout.barmode == "stack"
    assert [trace.name for trace in figure.data] == ["Aktif", "Tidak aktif", "Rencana"]
    assert [list(trace.x) for trace in figure.data] == [[3, 0, 500], [1, 2, 0], [40, 0, 0]]
    active, inactive, planned = figure.data
    assert list(active.text) == ["", "", "500"]  # 3 of 500 has no room for its number
    assert set(planned.text) == {""}
    assert planned.marker.pattern.shape
    assert not active.marker.pattern.shape
    for trace in (active, inactive):
        assert contrast(trace.textfont.color, trace.marker.color) >= 4.5
        assert trace.textangle == 0
        assert list(trace.customdata) == ["1", "2", "3"]
    assert [plain(note.text) for note in figure.layout.annotations] == ["A!", "B!", "C!"]
    assert [note.x for note in figure.layout.annotations] == [44, 2, 500]
    assert figure.layout.xaxis.range[0] == 0
    per_pixel = figure.layout.xaxis.range[1] / room(figure, SCREEN)
    for trace in (active, inactive):
        for words, value in zip(trace.text, trace.x, strict=True):
            assert text.width(words, trace.textfont.size) <= value / per_pixel or not words


def test_grouped_draws_nothing_where_nothing_is_said_and_keeps_a_zero_that_is() -> None:
    parts = [Part("Aktif", "active", text="{active}"), Part("Tidak aktif", "inactive", text="[{inactive:0}]")]
    figure = drawn(Grouped("{regency_short}", parts, rows=STATUS))
    assert figure.layout.barmode == "group"
    assert list(figure.data[0].x) == [3, 0, 500]
    assert list(figure.data[1].x) == [1, 2, None]  # unknown is not a zero
    assert list(figure.data[1].text) == ["1", "2", ""]
    assert legend(figure) or figure.layout.showlegend
    low, top = figure.layout.xaxis.range
    assert low == 0
    assert top > 500


def test_a_part_that_is_hatched_by_row_is_plain_in_the_legend_and_in_its_place() -> None:
    rows = STATUS.assign(odd=[True, False, False])
    figure = drawn(Grouped("{regency_short}", [Part("Aktif", "active", hatched="odd"), *PARTS[1:2]], rows=rows))
    bar, other, key = figure.data
    assert [bool(shape) for shape in bar.marker.pattern.shape] == [True, False, False]
    assert (bar.showlegend, key.showlegend, key.name, key.x) == (False, True, "Aktif", (None,))
    assert not key.marker.pattern.shape
    assert key.offsetgroup == bar.offsetgroup != other.offsetgroup
    assert key.legendrank == bar.legendrank < other.legendrank


def test_letters_behind_grouped_bars_fit_the_bars() -> None:
    rows = pd.DataFrame({"said": list("ABCDEFGH"), "a": [1.0] * 8, "b": [2.0] * 8})
    figure = drawn(Grouped("{said}", [Part("Pokok", "a"), Part("Wajib", "b", "second")], rows=rows), PICTURE)
    bar = high(figure) / 8 * (1 - figure.layout.bargap) / 2
    assert figure.data[0].textfont.size <= bar


def test_widen_sums_by_cell_and_fills_what_is_not_there_with_zero() -> None:
    rows = pd.DataFrame(
        {"place": ["x", "x", "y", "x"], "grade": ["A", "B", "A", "A"], "n": [1, 2, 3, 4]}, index=[5, 6, 7, 8]
    )
    wide = widen(rows, ["place"], "grade", "n")
    assert wide.to_dict("list") == {"place": ["x", "y"], "A": [5, 3], "B": [2, 0]}


@pytest.mark.parametrize("look", INKS)
def test_columns_start_at_zero_stack_upwards_and_say_their_sums(look: Ink) -> None:
    figure = drawn(Columns("year", PARTS[:2], sums=True, rows=YEARS), look=look)
    assert [list(trace.y) for trace in figure.data] == [[3, 0, 5], [1, 2, 0]]
    assert [list(trace.x) for trace in figure.data] == [[2020, 2021, 2022]] * 2
    assert {note.x: plain(note.text) for note in figure.layout.annotations} == {2020: "4", 2021: "2", 2022: "5"}
    assert figure.layout.yaxis.range[0] == 0
    assert figure.layout.yaxis.range[1] > 5
    assert figure.layout.showlegend
    one = drawn(Columns("year", [Part("Berdiri", "active")], peak=True, rows=YEARS), look=look)
    assert not one.layout.showlegend
    assert [(note.x, plain(note.text)) for note in one.layout.annotations] == [(2022, "5")]


@pytest.mark.parametrize("count", [1, 3, 12, 60])
@pytest.mark.parametrize("surface", SURFACES.values(), ids=lambda it: it.name)
def test_years_below_columns_are_whole_end_with_the_last_and_have_room(count: int, surface: Surface) -> None:
    years = list(range(2026 - count + 1, 2027))
    rows = pd.DataFrame({"year": years, "active": range(count)})
    figure = drawn(Columns("year", [Part("Berdiri", "active")], rows=rows), surface)
    ticks = sorted(figure.layout.xaxis.tickvals)
    assert ticks[-1] == 2026
    assert set(ticks) <= set(years)
    low, top = figure.layout.xaxis.range
    apart = room(figure, surface) / (top - low) * min([later - one for one, later in pairwise(ticks)], default=99)
    assert apart > text.width("2026", surface.letter)


# --- axes


@given(st.floats(0, 1e9))
def test_steps_are_round_few_and_reach_the_top(top: float) -> None:
    values = steps(top)
    assert values[0] == 0
    assert values[-1] >= max(top, 1)
    assert 2 <= len(values) <= 6
    assert all(f"{later - one:.0f}".rstrip("0") in ("1", "2", "5") for one, later in pairwise(values))


@given(st.integers(1, 200), st.integers(50, 1300), st.integers(10, 60))
def test_every_leaves_room_for_each_name(count: int, wide: int, name: int) -> None:
    step = every(count, wide, name)
    assert step >= 1
    assert step * wide / count >= name * 0.999
    assert step == 1 or (step - 1) * wide / count < name


# --- the tile map


@pytest.mark.parametrize("surface", SURFACES.values(), ids=lambda it: it.name)
def test_thirteen_regencies_have_thirteen_cells_where_the_seed_puts_them(surface: Surface) -> None:
    figure = drawn(TILES.on(tile_rows()), surface)
    trace = figure.data[0]
    assert list(trace.customdata) == list(PLACES["code"])
    cells = [
        (x - trace.width / 2, x + trace.width / 2, base, base + tall)
        for x, base, tall in zip(trace.x, trace.base, trace.y, strict=True)
    ]
    assert len(set(cells)) == 13
    for (l1, r1, b1, t1), (l2, r2, b2, t2) in combinations(cells, 2):
        assert r1 <= l2 or r2 <= l1 or t1 <= b2 or t2 <= b1  # none lies on another
    west, east = figure.layout.xaxis.range
    south, north = figure.layout.yaxis.range
    for left, right, bottom, top in cells:
        assert west <= left < right <= east
        assert south <= bottom < top <= north
    by_code = dict(zip(trace.customdata, cells, strict=True))
    for one, other in combinations(PLACES.itertuples(), 2):
        if one.tile_row < other.tile_row:  # rows count from the top
            assert by_code[one.code][2] > by_code[other.code][2]


@pytest.mark.parametrize("look", INKS)
def test_zero_unknown_suspect_and_filtered_out_have_four_looks(look: Ink) -> None:
    rows = tile_rows(
        c6301=(None, True, False),
        c6302=(0.0, True, False),
        c6303=(999.0, True, True),
        c6304=(40.0, False, False),
        c6305=(None, True, True),
    )
    figure = drawn(TILES.on(rows), look=look)
    trace = figure.data[0]
    by_code = {
        code: (colour, shape, plain(words))
        for code, colour, shape, words in zip(
            trace.customdata, trace.marker.color, trace.marker.pattern.shape, trace.text, strict=True
        )
    }
    assert by_code["6301"][:2] == (look.muted, "/")
    assert by_code["6302"][:2] == (look.paper, "")
    assert by_code["6303"][:2] == by_code["6305"][:2] == (look.muted, "x")
    assert by_code["6304"][:2] == (look.muted, "")
    for code, (_, shape, words) in by_code.items():
        assert not shape or not re.search(r"\d", words), code  # no number stands on hatching
    assert by_code["6301"][2].endswith(UNKNOWN)
    assert by_code["6302"][2].endswith("0")
    assert by_code["6303"][2].endswith("diragukan")
    assert by_code["6304"][2].endswith("40")
    hover = dict(zip(trace.customdata, trace.hovertext, strict=True))
    assert "999 (diragukan)" in hover["6303"]
    assert hover["6305"].endswith("diragukan")
    assert set(legend(figure)) >= {"0", UNKNOWN, "diragukan", "tidak dipilih"}
    assert trace.marker.pattern.bgcolor == look.paper


def test_a_legend_prints_the_bounds_of_each_shade_and_what_else_occurs_only() -> None:
    values = [1, 2, 3, 50, 52, 55, 58, 100, 101, 102, 103, 104, 105]
    rows = tile_rows().assign(measure_value=[float(value) for value in values])
    figure = drawn(TILES.on(rows))
    assert legend(figure) == ["1–3", "50–58", "100–105"]
    entries = [trace.marker.color for trace in figure.data if trace.showlegend]
    assert entries == [LIGHT.colour(shade) for shade in SHADES]
    shades = [SHADES.index(next(s for s in SHADES if LIGHT.colour(s) == it)) for it in figure.data[0].marker.color]
    assert shades == [0] * 3 + [1] * 4 + [2] * 6
    bounded = Tiles("measure_value", "{measure_value} koperasi", bound="{measure_value}").on(rows)
    assert legend(drawn(bounded)) == ["1–3", "50–58", "100–105"]


def test_a_suspect_value_sets_no_bound_and_a_filter_changes_no_shade() -> None:
    plain_map, odd = drawn(TILES.on(tile_rows())), drawn(TILES.on(tile_rows(c6372=(9e9, True, True))))
    assert legend(odd)[-1] == "diragukan"
    assert "9.000.000.000" not in " ".join(legend(odd))
    part = drawn(TILES.on(tile_rows(c6372=(130.0, False, False))))
    assert part.data[0].marker.color[:12] == plain_map.data[0].marker.color[:12]
    assert legend(part)[:3] == legend(plain_map)


@pytest.mark.parametrize("look", INKS)
def test_words_of_tiles_are_legible(look: Ink) -> None:
    rows = tile_rows(c6301=(10.0, False, False), c6302=(None, True, False), c6303=(0.0, True, False))
    trace = drawn(TILES.on(rows), look=look).data[0]
    for ground, words, shape in zip(trace.marker.color, trace.textfont.color, trace.marker.pattern.shape, strict=True):
        assert contrast(look.paper if shape else ground, words) >= 4.5


@pytest.mark.parametrize("surface", SURFACES.values(), ids=lambda it: it.name)
def test_words_of_tiles_stay_in_their_tiles(surface: Surface) -> None:
    figure = drawn(TILES.on(tile_rows()), surface)
    trace = figure.data[0]
    across = room(figure, surface) / (figure.layout.xaxis.range[1] - figure.layout.xaxis.range[0])
    tall = high(figure) / (figure.layout.yaxis.range[1] - figure.layout.yaxis.range[0])
    for words in trace.text:
        assert text.width(words, trace.textfont.size) <= trace.width * across
        assert len(text.lines(words)) * trace.textfont.size * text.LINE <= 0.94 * tall


@pytest.mark.parametrize("value", [None, 0.0, 5.0])
def test_a_map_of_one_value_is_one_shade_with_one_bound(value: float | None) -> None:
    figure = drawn(TILES.on(tile_rows().assign(measure_value=value)))
    assert len(set(figure.data[0].marker.color)) == 1
    assert legend(figure) == [{None: UNKNOWN, 0.0: "0", 5.0: "5"}[value]]


def partitions(values: list[float], count: int) -> Iterator[list[list[float]]]:
    """Every way to cut `values` into `count` runs."""
    if count == 1:
        yield [values]
        return
    for end in range(1, len(values) - count + 2):
        yield from ([values[:end], *rest] for rest in partitions(values[end:], count - 1))


@given(st.sets(st.integers(1, 10_000), min_size=1, max_size=13).map(sorted), st.integers(1, 4))
def test_natural_breaks_have_the_least_scatter_of_all(values: list[int], most: int) -> None:
    def scatter(classes: list[list[float]]) -> float:
        return sum(sum((value - sum(it) / len(it)) ** 2 for value in it) for it in classes)

    known = [float(value) for value in values]
    found = natural_breaks(known, most)
    assert len(found) == min(most, len(known))
    classes = [[value for value in known if low <= value <= top] for low, top in found]
    assert [value for it in classes for value in it] == known
    assert scatter(classes) == pytest.approx(min(map(scatter, partitions(known, len(found)))), abs=1e-6)


def test_natural_breaks_by_hand() -> None:
    assert natural_breaks([1, 2, 10, 11, 30], 3) == [(1, 2), (10, 11), (30, 30)]
    assert natural_breaks([4, 5], 3) == [(4, 4), (5, 5)]
    assert natural_breaks([], 3) == []


# --- legends


def test_a_legend_takes_one_row_where_it_fits_else_rows_of_the_widest() -> None:
    row = SCREEN.letter * text.LINE + 2
    assert legend_height([], SCREEN, 400) == 0
    assert legend_height(["Aktif", "Tidak aktif"], SCREEN, 400) == row + 6
    long = ["Koperasi yang menyelenggarakan RAT"] * 3
    assert legend_height(long, SCREEN, 400) == 3 * row + 6
    assert legend_height(long, SCREEN, 10) == 3 * row + 6
    assert legend_height(["Satu", "Dua", "Tiga"], SCREEN, 160) == 2 * row + 6


@pytest.mark.parametrize("name", ["stacked", "grouped", "columns", "tiles", "lines", "flow"])
@pytest.mark.parametrize("surface", SURFACES.values(), ids=lambda it: it.name)
def test_a_legend_stands_above_and_the_margin_has_room_for_it(name: str, surface: Surface) -> None:
    figure = drawn(SPECS[name], surface)
    names = [trace.name for trace in figure.data if trace.name and trace.showlegend is not False]
    one_row = surface.letter * text.LINE
    assert figure.layout.showlegend
    assert figure.layout.margin.t >= one_row
    if sum(46 + text.width(it, surface.letter) for it in names) > surface.width:
        assert figure.layout.margin.t >= 2 * one_row
    y = figure.layout.legend.y
    assert y is None or y >= 1


# --- lines


def test_lines_break_between_series_and_never_join_what_is_suspect() -> None:
    figure = drawn(LINES.on(REGISTERS))
    agency, suspect, oss = (trace for trace in figure.data if trace.x != (None,))
    assert list(agency.y) == [2580, 2620, 2651]
    assert list(oss.y) == [3057]  # a register of its own: no point of another is in its line
    assert list(suspect.y) == [500]
    assert "lines" in agency.mode.split("+")
    assert "lines" not in suspect.mode.split("+")
    assert "markers" in suspect.mode.split("+")
    assert not agency.connectgaps
    assert len({agency.line.color, oss.line.color}) == 2
    assert agency.line.color == suspect.line.color


def test_each_quality_has_a_mark_of_its_own_without_colour_and_the_odd_ones_a_legend() -> None:
    figure = drawn(LINES.on(REGISTERS))
    marks = {
        quality: (symbol, colour == LIGHT.paper)
        for trace, qualities in zip(
            figure.data, (["stated", "approximate", "disputed"], ["suspect"], ["plain"]), strict=False
        )
        for quality, symbol, colour in zip(qualities, trace.marker.symbol, trace.marker.color, strict=True)
    }
    assert len(set(marks.values())) == 4
    assert marks["stated"] == marks["plain"] == ("circle", False)
    assert figure.data[0].marker.line.width > 0  # else a hollow mark would be nothing
    assert legend(figure) == ["angka diragukan", "angka perkiraan", "angka diperselisihkan"]
    key = {trace.name: trace.marker.symbol[0] for trace in figure.data if trace.showlegend}
    assert key["angka diragukan"] == marks["suspect"][0]
    assert key["angka diperselisihkan"] == marks["disputed"][0]
    calm = drawn(LINES.on(REGISTERS[REGISTERS["quality"] == "stated"]))
    assert not calm.layout.showlegend


def test_lines_start_at_zero_and_are_named_at_their_last_points() -> None:
    figure = drawn(LINES.on(REGISTERS))
    low, top = figure.layout.yaxis.range
    assert low == 0
    assert top > 3057
    first, last = (pd.Timestamp(it) for it in figure.layout.xaxis.range)
    assert first < pd.Timestamp("2016-07-01")
    assert last > pd.Timestamp("2024-09-01")
    assert [(plain(note.text), note.y) for note in figure.layout.annotations] == [("● OSS", 3057), ("● Dinas", 2651)]
    for note in figure.layout.annotations:
        assert text.width(note.text, SCREEN.letter) + note.xshift <= figure.layout.margin.r
    nameless = drawn(LINES.on(REGISTERS.assign(line_name=None)))
    assert not nameless.layout.annotations


def test_looks_of_lines_belong_to_cells_whatever_else_is_drawn() -> None:
    spec = Lines("cooperatives", "", "", ["series"], "line_name", "series", {"oss": ("second", "dash")})

    def looks(rows: pd.DataFrame) -> dict[str, tuple[str, str]]:
        return {t.name: (t.line.color, t.line.dash) for t in drawn(spec.on(rows)).data if t.name and "lines" in t.mode}

    oss = (LIGHT.colour("second"), "dash")
    assert looks(REGISTERS) == {"Dinas": (LIGHT.soft_text, "solid"), "OSS": oss}  # what no table knows is grey
    assert looks(REGISTERS[REGISTERS["series"] == "oss"]) == {"OSS": oss}


def test_a_regency_has_one_colour_in_one_chart_and_its_registers_differ_by_their_dash() -> None:
    spec = Lines("cooperatives", "", "", ["regency_code", "series"], "line_name", "series", LOOKS, code="regency_code")
    banjar, tapin = (REGISTERS.assign(regency_code=code) for code in ("6303", "6305"))
    for rows in (pd.concat([banjar, tapin]), pd.concat([tapin, banjar])):
        traces = [t for t in drawn(spec.on(rows)).data if t.customdata]
        looks = {(t.customdata[0], t.line.color) for t in traces}
        assert looks == {("6303", LIGHT.colour("first")), ("6305", LIGHT.colour("second"))}
        assert {t.line.dash for t in traces if "lines" in t.mode} == {"solid", "dash"}


def test_lines_of_several_regencies_carry_their_codes_and_last_numbers_only() -> None:
    spec = replace(LINES, code="regency_code")
    rows = REGISTERS.assign(regency_code=["6303"] * 4 + ["6304"])
    traces = [t for t in drawn(spec.on(rows)).data if t.x != (None,)]
    assert [set(t.customdata) for t in traces] == [{"6303"}, {"6303"}, {"6304"}]
    assert list(traces[0].text) == ["", "", "2.651"]
    one = next(iter(drawn(spec.on(rows.assign(regency_code="6303"))).data))
    assert list(one.text) == ["2.580", "2.620", "2.651"]


def test_names_that_would_touch_are_pushed_apart() -> None:
    rows = figures(
        *(
            (name, name, day, 100.0 + n, "stated")
            for n, name in enumerate("ABC")
            for day in ("2020-01-01", "2024-01-01")
        )
    )
    figure = drawn(LINES.on(rows))
    top = figure.layout.yaxis.range[1]
    middles = [high(figure) * (1 - note.y / top) - note.yshift for note in figure.layout.annotations]
    assert all(lower - upper >= SCREEN.letter for upper, lower in pairwise(middles))


@pytest.mark.parametrize(("first", "last"), [(2016, 2016), (2010, 2024), (2016, 2018), (1970, 2026)])
@pytest.mark.parametrize("surface", SURFACES.values(), ids=lambda it: it.name)
def test_years_of_lines_are_whole_and_have_room(first: int, last: int, surface: Surface) -> None:
    rows = figures(("a", "A", f"{first}-07-01", 1, "stated"), ("a", "A", f"{last}-07-01", 2, "stated"))
    figure = drawn(LINES.on(rows), surface)
    ticks = figure.layout.xaxis.tickvals
    assert all(tick.endswith("-01-01") for tick in ticks)
    assert len(ticks) >= 1
    begin, end = (pd.Timestamp(it) for it in figure.layout.xaxis.range)
    per_year = room(figure, surface) / ((end - begin).days / 365)
    for one, later in pairwise(ticks):
        assert (int(later[:4]) - int(one[:4])) * per_year > text.width("2024", surface.letter)


def test_lines_of_zero_still_draw() -> None:
    figure = drawn(LINES.on(figures(("a", "A", "2020-01-01", 0, "stated"))))
    assert figure.layout.yaxis.range[1] > 0


Box = tuple[float, float, float, float]


def touch(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def ink_of_lines(figure: go.Figure, surface: Surface) -> tuple[list[Box], list[Box], list[Box]]:
    """Boxes of numbers, points and names (left, right, top, bottom), as Plotly places them, from the figure alone."""
    begin, end = (pd.Timestamp(it) for it in figure.layout.xaxis.range)
    across, down, top = room(figure, surface), high(figure), figure.layout.yaxis.range[1]
    numbers, points = [], []
    for trace in figure.data:
        if trace.x == (None,):
            continue
        for day, value, words, place in zip(trace.x, trace.y, trace.text, trace.textposition, strict=True):
            x = across * (pd.Timestamp(day) - begin) / (end - begin)
            y = down * (1 - value / top)
            points.append((x - 5, x + 5, y - 5, y + 5))
            if not words:
                continue
            size = trace.textfont.size
            vertical, horizontal = place.split()
            # plotly.js, textPointPosition: the baseline of the text
            away = trace.marker.size / 2 / 0.8 + 1
            base = y + 0.75 * size + {"top": -away - size, "middle": -size / 2, "bottom": away}[vertical]
            wide = pillow(words, size)
            left = x + {"center": -wide / 2, "left": -away - wide, "right": away}[horizontal]
            numbers.append((left, left + wide, base - 0.66 * size, base))  # digits are 0,66 of a letter high
    names = []
    for note in figure.layout.annotations:
        lines = text.lines(note.text)
        middle = down * (1 - note.y / top) - note.yshift
        half = (0.65 + text.LINE / 2 * (len(lines) - 1)) * surface.letter * 0.7
        names.append((across + note.xshift, across + note.xshift + 400, middle - half, middle + half))
    return numbers, points, names


@pytest.mark.parametrize("card", ["growth/total", "growth/activity"])
def test_no_number_lies_on_a_point_a_name_or_another_number(card: str, store: Store) -> None:
    codes = list(store.ask("frame/regencies").rows["regency_code"])
    picks: list[tuple[str, ...]] = [(), ("6303", "6309", "6371"), tuple(codes), *((code,) for code in codes)]
    for surface in (SCREEN, PICTURE):
        for picked in picks:
            spec = render(store, card, Filters(picked)).spec
            if not isinstance(spec, Lines):
                continue
            numbers, points, names = ink_of_lines(drawn(spec, surface), surface)
            assert numbers
            for number in numbers:
                assert not any(touch(number, it) for it in points), (surface.name, picked)
                assert not any(touch(number, it) for it in names), (surface.name, picked)
            assert not any(touch(*pair) for pair in combinations(numbers, 2)), (surface.name, picked)


def test_a_number_without_room_is_left_to_the_hover_but_never_the_last_of_a_line() -> None:
    crowd = figures(*(("a", "A", f"2020-01-{day:02}", 100.0, "stated") for day in range(1, 29)), code="6303")
    crowd = pd.concat([crowd, figures(("a", "A", "2024-01-01", 100.0, "stated"), code="6303")])
    (trace,) = drawn(LINES.on(crowd), PHONE).data
    assert trace.text[-1] == "100"
    assert trace.text.count("") > 20
    assert len(trace.hovertext) == 29


def test_an_area_only_rises_to_its_last_value_which_is_said() -> None:
    rows = pd.DataFrame({"year": range(1990, 2025), "whole": range(100, 135)})
    figure = drawn(Area("year", "whole", "{year}: {whole}", rows=rows))
    (trace,) = figure.data
    assert list(trace.y) == list(range(100, 135))
    assert trace.line.shape == "hv"
    assert figure.layout.yaxis.range[0] == 0
    (note,) = figure.layout.annotations
    assert (plain(note.text), note.x, note.y) == ("134", 2024, 134)
    told = Area("year", "whole", "{year}: {whole}", rows=rows).alt()
    assert "1990: 100" in told
    assert told.endswith("2024: 134.")


# --- numbers


def test_tallies_are_big_numbers_in_a_grid_of_at_most_three_columns() -> None:
    figure = drawn(SPECS["tallies"], PICTURE)
    notes = figure.layout.annotations
    assert len({note.x for note in notes}) == 3
    assert len({note.x for note in drawn(SPECS["tallies"], PHONE).layout.annotations}) == 1
    big = [note for note in notes if plain(note.text) == "3.057"]
    assert len(big) == 4
    assert {note.font.size for note in big} == {4 * PICTURE.letter}
    assert {note.font.size for note in notes} == {PICTURE.letter, 4 * PICTURE.letter}


def test_numbers_are_as_large_as_their_room_and_level() -> None:
    low = drawn(SPECS["tallies"], PICTURE.high(150))
    assert max(note.font.size for note in low.layout.annotations) == 2 * PICTURE.letter
    labels = Tallies([Tally("1", "Kurang", ""), Tally("2", "Sebuah nama yang panjang sekali " * 3, "")])
    one, two = (it for it in drawn(labels, PICTURE).layout.annotations if plain(it.text) in ("1", "2"))
    assert one.yshift == two.yshift
    assert labels.listing()[0] == "Kurang 1"


def test_one_or_two_bars_are_numbers_unless_a_mark_says_what_they_are_compared_to() -> None:
    two = BARS.on(bar_rows([5.0, None]))
    numbers = two.suited()
    assert isinstance(numbers, Tallies)
    assert numbers.listing() == [f"{it}, Koperasi" for it in two.listing()]
    three = BARS.on(bar_rows([5.0, 6.0, 7.0]))
    assert three.suited() is three
    marked = replace(two, rows=two.rows.assign(bound=4.0), at="bound")
    assert marked.suited() is marked
    planned = replace(two, rows=two.rows.assign(plan=[True, False]), planned="plan")
    keyed = replace(planned, key={"ada": ("first", False), "calon": ("first", True)})
    assert [it.detail for it in planned.suited().all()] == ["rencana", "Koperasi"]  # type: ignore[attr-defined]
    assert [it.detail for it in keyed.suited().all()] == ["calon", "ada"]  # type: ignore[attr-defined]


def test_a_single_row_side_by_side_is_a_number_a_part_and_one_of_parts_of_a_whole_is_not() -> None:
    one = Grouped("{regency_short}", PARTS, rows=STATUS.iloc[1:2]).suited()
    assert isinstance(one, Tallies)
    assert one.all() == [Tally("0", "Aktif", "B"), Tally("2", "Tidak aktif", "B"), Tally("0", "Rencana", "B")]
    unknown = Grouped("{regency_short}", PARTS[:2], rows=STATUS.iloc[2:]).suited()
    assert isinstance(unknown, Tallies)
    assert unknown.all()[1] == Tally("tidak ada data", "Tidak aktif", "C")
    for chart in (
        Grouped("{regency_short}", PARTS, rows=STATUS),
        Stacked("{regency_short}", PARTS, rows=STATUS.iloc[:1]),
    ):
        assert chart.suited() is chart


def test_a_single_year_is_numbers() -> None:
    columns = Columns("year", PARTS[:2], rows=YEARS.iloc[:1])
    assert columns.suited().listing() == ["Aktif 3, 2020", "Tidak aktif 1, 2020"]
    several = Columns("year", PARTS[:2], rows=YEARS)
    assert several.suited() is several


def test_points_that_make_no_line_are_numbers() -> None:
    alone = ("{cooperatives}", "{line_name}", "{quality}")
    apart = replace(LINES, alone=alone).on(REGISTERS.iloc[[0, 1, 4]])
    assert apart.suited().listing() == ["Dinas 2.580, stated", "Dinas 500, suspect", "OSS 3.057, stated"]
    joined = replace(LINES, alone=alone).on(REGISTERS)
    assert joined.suited() is joined
    assert isinstance(LINES.on(REGISTERS.iloc[:1]).suited(), Lines)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=lambda it: it.name)
def test_dots_of_one_value_lie_apart_in_the_line_of_their_kind(surface: Surface) -> None:
    figure = drawn(DOTS.on(FACILITIES), surface)
    met, short = figure.data
    assert [trace.name for trace in figure.data] == ["Memenuhi", "Kurang"]
    assert met.marker.symbol != short.marker.symbol
    assert (list(met.x), list(short.x)) == ([45.5], [10, 10])  # what is not measured has no mark
    assert len(set(short.y)) == 2
    assert all(abs(y) < 0.5 for y in short.y)  # the first line
    assert all(abs(y - 1) < 0.5 for y in met.y)
    assert [line.x0 for line in figure.layout.shapes] == [30]
    assert figure.layout.xaxis.range[1] > 45.5
    assert list(figure.layout.yaxis.ticktext) == ["Terminal", "Bandara"]
    assert "T1: 10%" in plain(" ".join(short.hovertext))


def test_dots_are_told_by_kind_with_their_span() -> None:
    assert DOTS.on(FACILITIES).listing() == [
        "Terminal: kurang 2, 10% sampai 10%",
        "Bandara: memenuhi 1, 45,5% sampai 45,5%",
    ]


# --- tables


@pytest.mark.parametrize("surface", [SCREEN, PHONE, PICTURE, Surface("narrow", 250, 60, 13)], ids=lambda it: it.name)
def test_a_table_has_letters_columns_and_lines_that_fit(surface: Surface) -> None:
    figure = drawn(TABLE, surface)
    notes = figure.layout.annotations
    letter = notes[0].font.size
    assert 7 <= letter <= surface.letter
    words = [plain(note.text) for note in notes]
    assert words[:3] == ["", "Banjar", "Provinsi"]
    assert "tidak sebanding" in words
    across = surface.width
    boxes = []
    for note in notes:
        wide = text.width(note.text, letter)
        left = note.x * across - (wide if note.xanchor == "right" else 0)
        assert left >= -1
        assert left + wide <= across + 1
        tall = len(text.lines(note.text)) * letter * text.LINE
        boxes.append((left, left + wide, note.y - tall / 2, note.y + tall / 2))
    assert not any(touch(*pair) for pair in combinations([it for it in boxes if it[1] > it[0]], 2))
    if surface.height and letter > 7:
        assert max(box[3] for box in boxes) <= surface.height


def test_a_table_has_a_row_for_each_of_the_rows_that_it_is_given() -> None:
    columns = Table(columns={"Wilayah": "{regency_short}", "Aktif": "{active}[ dan {inactive:0}]"}, most=2)
    table = columns.on(STATUS.assign(inactive=[1, None, 2]))
    assert table.heads == ("Wilayah", "Aktif")
    assert table.body == ((Cell("A"), Cell("3 dan 1")), (Cell("B"), Cell("0")))
    assert table.extent() == "Gambar memuat 2 dari 3 baris."


def test_a_table_is_told_row_by_row_and_leaves_empty_cells_out() -> None:
    assert TABLE.alt() == "Tabel: Koperasi: Banjar 290 (1 dari 13), Provinsi tidak sebanding; Lain: Provinsi 2."


# --- what went from where to where


@pytest.mark.parametrize("surface", SURFACES.values(), ids=lambda it: it.name)
def test_a_flow_keeps_its_sums_and_its_key_stands_above_its_years(surface: Surface) -> None:
    figure = drawn(FLOW.on(MOVES), surface)
    sankey = figure.data[0]
    assert sum(sankey.link.value) == 14
    went: dict[int, float] = {}
    for source, value in zip(sankey.link.source, sankey.link.value, strict=True):
        went[source] = went.get(source, 0) + value
    assert went == {0: 8, 1: 2, 2: 4}
    assert all(target >= 3 for target in sankey.link.target)
    words = [plain(note.text) for note in figure.layout.annotations]
    for said in ("A 8", "B 2", "Belum dinilai 4", "A 7", "B 7", "2023", "2024"):
        assert said in words, words
    assert "none" not in " ".join(words)
    assert [trace.name for trace in figure.data[1:]] == ["Naik", "Turun"]
    # the key's lower edge, in pixels above the plot, lies over the years
    years = [note for note in figure.layout.annotations if plain(note.text) in ("2023", "2024")]
    below = (figure.layout.legend.y - 1) * high(figure)
    assert below >= max((note.yshift or 0) + surface.letter * text.LINE for note in years) - 1
    assert below + legend_height(["Naik", "Turun"], surface, 999) <= figure.layout.margin.t + 1
    assert FLOW.on(MOVES).listing()[-1] == "Belum dinilai ke B 4"
