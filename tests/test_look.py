"""The look: what is written, drawn and coloured, checked against rules rather than against pixels."""

import copy
import re
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koperasi.look import columns, formats, locale
from koperasi.look.charts import old as charts
from koperasi.look.charts.old import UNKNOWN, Line, Part, Tile
from koperasi.look.columns import COLUMNS, NOT_FILLED
from koperasi.look.ink import DARK, LIGHT, Ink, ink
from koperasi.store import Places, Store

ROOT = Path(__file__).parents[1]
INKS = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
MINUS = "\N{MINUS SIGN}"
MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"]
MONTHS += ["Agustus", "September", "Oktober", "November", "Desember"]


# --- formats


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (867, 0, "867"),
        (3057, 0, "3.057"),
        (1234567, 0, "1.234.567"),
        (12.5, 2, "12,50"),
        (2, 2, "2,00"),
        (1234.5, 1, "1.234,5"),
        (-3057, 0, f"{MINUS}3.057"),
        (-0.5, 1, f"{MINUS}0,5"),
        (-0.3, 0, "0"),
    ],
)
def test_number(value: float, decimals: int, text: str):
    assert formats.number(value, decimals) == text


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_is_grouped_by_dots_and_signed_by_a_true_minus(value: int):
    assert formats.number(value) == f"{value:,}".replace(",", ".").replace("-", MINUS)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_two_decimals_follow_a_comma(value):
    whole, _, digits = formats.number(float(value), 2).partition(",")
    assert len(digits) == 2
    back = float(whole.replace(".", "").replace(MINUS, "-") + "." + digits)
    assert back == pytest.approx(float(value), abs=1e-9)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.5, "12,5%"),
        (30.0, "30%"),
        (30, "30%"),
        (0, "0%"),
        (100.0, "100%"),
        (-4.2, f"{MINUS}4,2%"),
        (-0.0, "0%"),
    ],
)
def test_percent(value: float, text: str):
    assert formats.percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "Rp0"),
        (950_000, "Rp950.000"),
        (999_999, "Rp999.999"),
        (1_000_000, "Rp1 juta"),
        (12_500_000, "Rp12,5 juta"),
        (1_400_000_000, "Rp1,4 miliar"),
        (2_207_510_000, "Rp2,21 miliar"),
        (10_000_000_000, "Rp10 miliar"),
        (1_050_000_000_000, "Rp1,05 triliun"),
        (1_234_000_000_000_000, "Rp1.234 triliun"),
        (-1_400_000_000, f"Rp{MINUS}1,4 miliar"),
        (-950_000, f"Rp{MINUS}950.000"),
        (999_999_999, "Rp1 miliar"),
    ],
)
def test_rupiah(value: float, text: str):
    assert formats.rupiah(value) == text


def test_as_of_is_as_exact_as_the_date():
    assert formats.as_of("2024-10-25") == "25 Oktober 2024"
    assert formats.as_of("2024-09-05") == "5 September 2024"
    assert formats.as_of("2024-09") == "September 2024"
    assert formats.as_of("2024") == "2024"
    assert [formats.as_of(f"2024-{month:02}") for month in range(1, 13)] == [f"{name} 2024" for name in MONTHS]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_written_in_indonesian(day: date):
    assert formats.as_of(day.isoformat()) == f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@pytest.mark.parametrize(
    ("dates", "text"),
    [
        ([], ""),
        ([""], ""),
        (["2024-09"], "September 2024"),
        (["2024-09", "2024-09"], "September 2024"),
        (["2024-09", "2010-12", "2016"], "Desember 2010–September 2024"),
        (["2016", "", "2024-10-25"], "2016–25 Oktober 2024"),
        (iter(["2022-01", "2021"]), "2021–Januari 2022"),
    ],
)
def test_span(dates, text: str):
    assert formats.as_of_span(dates) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A dan B"),
        (["A", "B", "C"], "A, B, dan C"),
        ((word for word in "ABCD"), "A, B, C, dan D"),
    ],
)
def test_listed(words, text: str):
    assert formats.listed(words) == text


# --- columns


@pytest.fixture(scope="module")
def store():
    made = Store(Places(data=ROOT / "data"))
    yield made
    made.close()


def query_names() -> list[str]:
    return sorted(
        path.relative_to(ROOT / "queries").with_suffix("").as_posix()
        for path in (ROOT / "queries").glob("*/*.sql")
        if path.parent.name != "tables"
    )


EMPTY = [None, float("nan"), np.nan, pd.NA, pd.NaT]


@pytest.mark.parametrize("empty", EMPTY, ids=lambda value: type(value).__name__)
def test_three_kinds_of_empty_and_none_is_a_zero(empty: object):
    said = {name: columns.cell(name, empty) for name in ("note", "assets", "members", "cooperatives", "district")}
    assert said == {
        "note": "",
        "assets": "belum diisi",
        "members": "belum diisi",
        "cooperatives": "tidak ada data",
        "district": "–",
    }
    assert NOT_FILLED == "belum diisi"
    zeros = {name: columns.cell(name, 0) for name in ("assets", "members", "cooperatives", "share_pct")}
    assert zeros == {"assets": "Rp0", "members": "0", "cooperatives": "0", "share_pct": "0%"}


def test_money_is_never_merely_unknown_and_a_count_never_looks_like_zero():
    for name, column in COLUMNS.items():
        said = columns.cell(name, None)
        assert said == column.empty
        assert not any(sign.isdigit() for sign in said)
        if column.write is formats.rupiah:
            # "belum diisi"; of a sum or median "tidak ada yang diisi"; the last is for a published cost
            assert "diisi" in said or said == "tidak ditemukan"


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("cooperatives", 3057, "3.057"),
        ("cooperatives", np.float64(3057.0), "3.057"),
        ("measure_value", 1.47, "1,47"),
        ("residents", np.int64(590393), "590.393"),
        ("growth_pct", 15.0, "15%"),
        ("share_pct", 12.5, "12,5%"),
        ("turnover", 1_400_000_000, "Rp1,4 miliar"),
        ("founded_year", 2024, "2024"),
        ("founded_year", 2024.0, "2024"),
        ("founded_on", pd.Timestamp("2024-10-25"), "25 Oktober 2024"),
        ("founded_on", pd.Timestamp("2024-11-01 00:00"), "1 November 2024"),
        ("as_of", "2022-01", "Januari 2022"),
        ("note", "Menurut dinas.", "Menurut dinas."),
    ],
)
def test_cells(name: str, value: object, text: str):
    assert columns.cell(name, value) == text


# "frame/" questions fill the filters and have no table on the screen, but the command line prints them
@pytest.mark.parametrize("name", query_names())
def test_every_result_column_has_a_name(store: Store, name: str):
    assert set(store.ask(name).rows.columns) <= COLUMNS.keys()


@pytest.mark.parametrize("name", query_names())
def test_labels_are_unique_so_that_a_table_can_be_shown(store: Store, name: str):
    rows = store.ask(name).rows
    shown = [column for column in rows.columns if not COLUMNS[column].hidden]
    labels = [COLUMNS[column].label for column in shown]
    assert sorted(set(labels)) == sorted(labels)
    assert list(columns.table(rows).columns) == labels
    assert pa.Table.from_pandas(columns.styled(rows).data).column_names[: len(labels)] == labels


ROWS = pd.DataFrame(
    {
        "region_code": ["63", "6303", "6304"],
        "cooperative_name": ["Satu", "Dua", None],
        "cooperatives": [3057, 900, None],
        "assets": pd.array([1_400_000_000, 0, None], dtype="Int64"),
        "founded_on": pd.to_datetime(["2024-10-25", "1999-11-02", None]),
        "note": ["a", None, ""],
    }
)


def test_table_writes_every_cell_and_drops_what_is_hidden():
    before = ROWS.copy(deep=True)
    assert columns.table(ROWS).to_dict("list") == {
        "Nama koperasi": ["Satu", "Dua", "–"],
        "Koperasi": ["3.057", "900", "tidak ada data"],
        "Aset": ["Rp1,4 miliar", "Rp0", "belum diisi"],
        "Berdiri": ["25 Oktober 2024", "2 November 1999", "–"],
        "Catatan": ["a", "", ""],
    }
    pd.testing.assert_frame_equal(ROWS, before)


def test_styled_keeps_the_values_under_the_text():
    before = ROWS.copy(deep=True)
    styled = columns.styled(ROWS)
    assert styled.data["Koperasi"].tolist()[:2] == [3057, 900]
    assert pd.api.types.is_numeric_dtype(styled.data["Koperasi"])
    assert pd.api.types.is_numeric_dtype(styled.data["Aset"])
    assert pd.api.types.is_datetime64_any_dtype(styled.data["Berdiri"])
    # by number 900 comes before 3,057, by letter it would not
    assert styled.data.sort_values("Koperasi")["Koperasi"].tolist()[:2] == [900, 3057]
    written = re.findall("<td[^>]*>(.*?)</td>", styled.to_html())
    assert written == columns.table(ROWS).to_numpy().ravel().tolist()
    pd.testing.assert_frame_equal(ROWS, before)


def test_every_numeric_column_is_written_from_a_number():
    assert {name for name, column in COLUMNS.items() if column.write is formats.rupiah} <= {
        name for name, column in COLUMNS.items() if column.numeric
    }
    for column in (column for column in COLUMNS.values() if column.numeric):
        assert any(sign.isdigit() for sign in column.write(3))


# --- colours


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2, written anew so as not to trust the code under test."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    assert colour.startswith("#")
    red, green, blue = (linear(part / 255) for part in bytes.fromhex(colour[1:]))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_as_wcag_gives_it():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("look", INKS)
def test_readable_on_every_colour_of_the_palette(look: Ink):
    for colour in {*look.categories, *look.sequence, look.paper, look.muted, look.grid, look.alarm}:
        assert contrast(charts.readable(colour), colour) >= 4.5


colour_codes = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@given(colour_codes)
def test_readable_is_legible_on_any_colour(colour: str):
    assert charts.readable(colour) in {"#FFFFFF", "#111418"}
    assert contrast(charts.readable(colour), colour) >= 3


@settings(derandomize=True)
@given(st.integers(0, 255).map(lambda grey: f"#{grey:02X}{grey:02X}{grey:02X}"))
def test_readable_takes_whichever_contrasts_more(colour: str):
    best = max(contrast("#FFFFFF", colour), contrast("#111418", colour))
    assert contrast(charts.readable(colour), colour) == best


@pytest.mark.parametrize("look", INKS)
def test_marks_stand_out_from_the_paper(look: Ink):
    """No exception is needed: even the palest of the design's four, #F46A25, has 3.03:1 on white."""
    for colour in (*look.categories, look.alarm):
        assert contrast(colour, look.paper) >= 3


@pytest.mark.parametrize("look", INKS)
def test_text_is_legible(look: Ink):
    for ground in (look.paper, look.muted):  # a filtered-out tile is written on `muted`
        assert contrast(look.text, ground) >= 4.5
    assert contrast(look.soft_text, look.paper) >= 4.5
    for colour, text in zip(look.sequence, look.sequence_text, strict=True):
        assert contrast(text, colour) >= 4.5


@pytest.mark.parametrize("look", INKS)
def test_shades_go_one_way_and_can_be_told_apart(look: Ink):
    """More is farther from the paper. The palest may miss 3:1 there, for a tile also carries its number."""
    away = [contrast(shade, look.paper) for shade in look.sequence]
    assert away == sorted(away)
    assert all(later / earlier >= 1.5 for earlier, later in pairwise(away))
    for one, other in combinations([*look.categories], 2):
        assert one != other
    assert look.muted not in {*look.sequence, *look.categories, look.paper}


def test_the_light_palette_is_the_design_and_there_are_two():
    assert LIGHT.categories == ("#12436D", "#28A197", "#801650", "#F46A25")
    assert set(LIGHT.sequence) == {"#12436D", "#2073BC", "#6BACE6"}
    assert LIGHT.muted == "#D6D6D6"
    assert (ink("light"), ink("dark")) == (LIGHT, DARK)
    assert luminance(DARK.paper) < 0.05 < luminance(LIGHT.paper)


@pytest.mark.parametrize("look", INKS)
def test_every_figure_carries_the_house_style(look: Ink):
    figure = look.figure(height=123)
    template = figure.layout.template.layout
    assert template.separators == ",."
    assert template.paper_bgcolor == template.plot_bgcolor == look.paper
    assert template.font.color == look.text
    assert tuple(template.colorway) == look.categories
    assert template.yaxis.rangemode == "tozero"
    assert template.title.text is None
    assert figure.layout.height == 123
    assert look.figure().layout.height is None  # one call leaves nothing behind for the next


# --- locale


def test_plotly_speaks_indonesian():
    form = locale.TABLE["format"]
    assert form["months"] == MONTHS
    assert len(set(form["shortMonths"])) == 12
    assert "Nopember" not in str(locale.TABLE)
    assert "Nop" not in form["shortMonths"]
    assert (form["decimal"], form["thousands"]) == (",", ".")
    assert form["days"] == ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"]
    assert len(set(form["shortDays"])) == 7


def test_the_table_travels_with_the_name_of_the_locale():
    assert locale.TABLE["name"] == locale.CONFIG["locale"] == "id"
    assert locale.CONFIG["locales"]["id"] is locale.TABLE
    assert locale.TABLE["moduleType"] == "locale"


# --- charts


def xs(trace) -> list[float]:
    return [float(value) for value in trace.x]


@pytest.mark.parametrize("look", INKS)
def test_bars_start_at_zero_in_the_given_order(look: Ink):
    figure = charts.bars(look, ["C", "A", "B"], [5, 20, 0], ["5", "20", "0"], codes=["1", "2", "3"])
    (trace,) = figure.data
    assert xs(trace) == [5, 20, 0]
    assert trace.base is None
    assert list(trace.text) == ["5", "20", "0"]
    assert list(trace.customdata) == ["1", "2", "3"]
    low, high = figure.layout.xaxis.range
    assert low == 0
    assert high > 20
    assert list(figure.layout.yaxis.ticktext) == ["C", "A", "B"]
    assert list(trace.y) == list(figure.layout.yaxis.tickvals)
    bottom, top = figure.layout.yaxis.range
    assert bottom > 2
    assert top < 0  # the first row is on top
    assert figure.layout.title.text is None


def test_two_bars_of_one_name_stay_two():
    figure = charts.bars(LIGHT, ["Sama", "Sama"], [1, 2], ["1", "2"])
    assert len(set(figure.data[0].y)) == 2
    assert list(figure.layout.yaxis.ticktext) == ["Sama", "Sama"]


def test_an_unknown_bar_says_so_and_a_zero_says_zero():
    (trace,) = charts.bars(LIGHT, ["A", "B", "C"], [None, 0, 7], ["", "0", "7"]).data
    assert list(trace.text) == [UNKNOWN, "0", "7"]
    assert UNKNOWN == "tidak ada data"


def test_the_hover_of_an_unknown_bar_says_so():
    (trace,) = charts.bars(LIGHT, ["A", "B"], [None, 7], ["", "7"]).data
    assert UNKNOWN in trace.hovertext[0]


@pytest.mark.parametrize("values", [[], [None], [0], [None, None], [0, None]])
def test_bars_of_nothing_keep_an_axis(values):
    figure = charts.bars(LIGHT, ["x"] * len(values), values, ["t"] * len(values))
    low, high = figure.layout.xaxis.range
    assert low == 0 < high


def test_hollow_bars_differ_without_colour():
    (trace,) = charts.bars(LIGHT, ["A", "B"], [1, 1], ["1", "1"], hollow=[True, False]).data
    hatched, plain = trace.marker.pattern.shape
    assert hatched
    assert not plain


PARTS = [
    Part("Aktif", [3, 0, 5], ["3", "0", "5"], LIGHT.categories[0]),
    Part("Tidak aktif", [1, 2, 0], ["1", "2", ""], LIGHT.categories[2], "/"),
]


def test_stacked_and_columns_start_at_zero_and_say_what_they_stack():
    stacked = charts.stacked(LIGHT, ["A", "B", "C"], PARTS, ["1", "2", "3"])
    upright = charts.columns(LIGHT, [2020, 2021, 2022], PARTS)
    for figure, across in ((stacked, True), (upright, False)):
        assert figure.layout.barmode == "stack"
        assert figure.layout.showlegend
        assert [trace.name for trace in figure.data] == ["Aktif", "Tidak aktif"]
        for trace, part in zip(figure.data, PARTS, strict=True):
            assert list(trace.x if across else trace.y) == part.values
            assert trace.base is None
            assert trace.textangle == 0
            # between the lines of a hatching lies paper
            assert contrast(trace.textfont.color, LIGHT.paper if part.pattern else part.colour) >= 4.5
        assert figure.data[0].marker.pattern.shape != figure.data[1].marker.pattern.shape
    hatched = charts.stacked(DARK, ["A", "B", "C"], [Part("Kurang", [1, 1, 1], ["1"] * 3, DARK.categories[3], "/")])
    assert contrast(hatched.data[0].textfont.color, DARK.paper) >= 4.5
    assert list(stacked.data[0].customdata) == ["1", "2", "3"]
    assert upright.layout.template.layout.yaxis.rangemode == "tozero"
    assert upright.layout.yaxis.range is None
    assert not charts.columns(LIGHT, [2020], [Part("Satu", [1], [""], LIGHT.categories[0])]).layout.showlegend


def test_grouped_draws_nothing_where_nothing_is_known():
    figure = charts.grouped(LIGHT, ["A", "B", "C"], PARTS)
    assert figure.layout.barmode == "group"
    assert list(figure.data[0].x) == [3, 0, 5]
    assert list(figure.data[1].x) == [1, 2, None]  # no text, no bar: unknown is not a zero
    low, high = figure.layout.xaxis.range
    assert low == 0
    assert high > 5


# --- the tile map

PLACES = pd.read_csv(ROOT / "seeds/regencies.csv", dtype={"code": str})


def tiles(**changed: Tile) -> list[Tile]:
    """The 13 regencies with 10, 20 ... 130, some replaced by code (as c6301=...)."""
    made = [
        Tile(row.code, row.short_name, row.tile_col, row.tile_row, 10.0 * place, str(10 * place))
        for place, row in enumerate(PLACES.itertuples(), start=1)
    ]
    return [changed.get(f"c{tile.code}", tile) for tile in made]


def with_value(code: str, value: float | None, selected: bool = True) -> dict[str, Tile]:
    old = next(tile for tile in tiles() if tile.code == code)
    return {f"c{code}": Tile(code, old.name, old.col, old.row, value, "" if value is None else "0", selected)}


@pytest.mark.parametrize("look", INKS)
def test_thirteen_regencies_have_thirteen_cells(look: Ink):
    figure = charts.tile_map(look, tiles())
    (trace,) = figure.data
    assert list(trace.customdata) == list(PLACES["code"])
    cells = [
        (x - trace.width / 2, x + trace.width / 2, base, base + height)
        for x, base, height in zip(trace.x, trace.base, trace.y, strict=True)
    ]
    assert len(set(cells)) == 13
    for (l1, r1, b1, t1), (l2, r2, b2, t2) in combinations(cells, 2):
        assert r1 <= l2 or r2 <= l1 or t1 <= b2 or t2 <= b1  # none lies on another
    west, east = figure.layout.xaxis.range
    south, north = figure.layout.yaxis.range
    for left, right, bottom, top in cells:
        assert west <= left < right <= east
        assert south <= bottom < top <= north
    # Banjarmasin is drawn where the seed puts it: rows count from the top
    by_code = dict(zip(trace.customdata, cells, strict=True))
    for one, other in combinations(PLACES.itertuples(), 2):
        if one.tile_row < other.tile_row:
            assert by_code[one.code][2] > by_code[other.code][2]


@pytest.mark.parametrize("look", INKS)
def test_unknown_is_hatched_zero_is_not_and_filtered_out_is_grey(look: Ink):
    changed = with_value("6301", None) | with_value("6302", 0.0) | with_value("6303", 30.0, selected=False)
    changed |= with_value("6304", None, selected=False)
    (trace,) = charts.tile_map(look, tiles(**changed)).data
    fill = dict(zip(trace.customdata, trace.marker.color, strict=True))
    hatch = dict(zip(trace.customdata, trace.marker.pattern.shape, strict=True))
    text = dict(zip(trace.customdata, trace.text, strict=True))
    hover = dict(zip(trace.customdata, trace.hovertext, strict=True))
    assert {code for code, shape in hatch.items() if shape} == {"6301", "6304"}
    for code in ("6301", "6304"):
        assert fill[code] == look.muted  # the colour of the lines; between them is paper
        assert UNKNOWN in text[code]
        assert UNKNOWN in hover[code]
    assert fill["6302"] == look.sequence[0]
    assert "<b>0</b>" in text["6302"]
    assert UNKNOWN not in text["6302"]
    assert fill["6303"] == look.muted
    assert trace.marker.pattern.bgcolor == look.paper
    assert look.muted not in {fill[code] for code in fill if code not in ("6301", "6303", "6304")}


@pytest.mark.parametrize("look", INKS)
def test_tiles_are_shaded_by_thirds_and_written_legibly(look: Ink):
    (trace,) = charts.tile_map(look, tiles()).data
    shades = [look.sequence.index(colour) for colour in trace.marker.color]
    assert shades == sorted(shades)  # more is never paler
    assert sorted(map(shades.count, range(3))) == [4, 4, 5]
    for ground, text in zip(trace.marker.color, trace.textfont.color, strict=True):
        assert contrast(ground, text) >= 4.5
    changed = with_value("6301", 10.0, selected=False) | with_value("6302", None)
    (trace,) = charts.tile_map(look, tiles(**changed)).data
    for ground, text in zip(trace.marker.color, trace.textfont.color, strict=True):
        assert contrast(ground, text) >= 4.5


def test_filtering_does_not_change_the_shade_of_what_stays():
    (whole,) = charts.tile_map(LIGHT, tiles()).data
    (part,) = charts.tile_map(LIGHT, tiles(**with_value("6372", 130.0, selected=False))).data
    assert whole.marker.color[:12] == part.marker.color[:12]


@pytest.mark.parametrize("value", [None, 0.0, 5.0])
def test_a_map_of_one_value_is_one_shade(value: float | None):
    same = [Tile(t.code, t.name, t.col, t.row, value, "" if value is None else "5") for t in tiles()]
    (trace,) = charts.tile_map(LIGHT, same).data
    assert len(set(trace.marker.color)) == 1


# --- lines


def series() -> list[Line]:
    def one(name: str, days: list[date], y: list[float], qualities: list[str], joined: bool = True) -> Line:
        hover = [f"{value:g}" for value in y]
        return Line(name, days, y, hover, LIGHT.categories[0], qualities, hover, "6303", "dash", joined)

    return [
        one(
            "Dinas",
            [date(2016, 7, 1), date(2019, 10, 1), date(2022, 1, 1)],
            [2580, 2620, 2651],
            ["stated"] * 2 + ["disputed"],
        ),
        one("OSS", [date(2024, 9, 1)], [3057], ["stated"]),
        one("", [date(2017, 1, 1), date(2018, 1, 1)], [500, 600], ["suspect"] * 2, joined=False),
    ]


@pytest.mark.parametrize("look", INKS)
def test_lines_break_between_series_and_never_join_what_is_suspect(look: Ink):
    figure = charts.lines(look, series())
    agency, oss, suspect = figure.data
    assert list(agency.y) == [2580, 2620, 2651]
    assert list(oss.y) == [3057]  # a register of its own: no point of another is in its line
    assert "lines" in agency.mode.split("+")
    assert "lines" not in suspect.mode.split("+")
    assert "markers" in suspect.mode.split("+")
    assert agency.line.dash == "dash"
    assert not agency.connectgaps
    assert set(agency.customdata) == {"6303"}


def test_each_quality_has_a_mark_of_its_own_without_colour():
    kinds = ["stated", "approximate", "disputed", "suspect"]
    days = [date(year, 1, 1) for year in range(2020, 2025)]
    line = Line("A", days, [1] * 5, [""] * 5, "#12436D", [*kinds, "counted"], [""] * 5)
    (trace,) = charts.lines(LIGHT, [line]).data
    hollow = [colour == LIGHT.paper for colour in trace.marker.color]
    *marks, counted = zip(trace.marker.symbol, hollow, strict=True)
    assert len(set(marks)) == 4
    assert counted == marks[0] == ("circle", False)
    assert trace.marker.line.width > 0  # else a hollow mark would be nothing


def test_lines_start_at_zero_and_are_named_at_their_ends():
    figure = charts.lines(LIGHT, series())
    low, high = figure.layout.yaxis.range
    assert low == 0
    assert high > 3057
    first, last = figure.layout.xaxis.range
    assert pd.Timestamp(first).date() < date(2016, 7, 1)
    assert pd.Timestamp(last).date() > date(2024, 9, 1)
    assert [re.sub("<[^>]+>", "", note.text) for note in figure.layout.annotations] == ["● OSS", "● Dinas"]
    assert not figure.layout.showlegend


def test_names_that_would_touch_are_pushed_apart():
    twins = [
        Line(
            name,
            [date(2020, 1, 1), date(2024, 1, 1)],
            [10, 100 + i],
            ["", ""],
            "#12436D",
            ["stated"] * 2,
            ["", ""],
        )
        for i, name in enumerate(["Satu", "Dua", "Tiga"])
    ]
    heights = [note.y for note in charts.lines(LIGHT, twins).layout.annotations]
    assert all(upper - lower > 5 for upper, lower in pairwise(heights))


def test_a_name_inside_the_plot_stands_under_its_point_unless_there_is_no_room():
    def line(name: str, years: list[int], value: float) -> Line:
        days = [date(year, 1, 1) for year in years]
        nothing = [""] * len(days)
        return Line(name, days, [value] * len(days), nothing, "#12436D", ["stated"] * len(days), nothing)

    drawn = [line("Lama", [2010], 80), line("Rendah", [2011], 10), line("Baru", [2018, 2024], 100)]
    notes = {note.text.rpartition(" ")[2]: note for note in charts.lines(LIGHT, drawn).layout.annotations}
    assert (notes["Lama"].yanchor, notes["Rendah"].yanchor, notes["Baru"].yanchor) == ("top", "middle", "middle")
    assert notes["Lama"].yshift < 0


def test_a_flat_table_has_one_line_a_row_and_letters_that_fit():
    heads = ["", "Banjar", "Kalsel"]
    rows = [["<b>Koperasi</b>"], ["", "290<br><i>1 dari 13</i>", "tidak<br>sebanding"], ["Lain", "1", "2"]]
    tall = charts.table(LIGHT, heads, rows, [0.01, 1, 1], size=12)
    flat = charts.flat_table(LIGHT, tall, 700, 60)
    words = [note.text for note in flat.layout.annotations][3:]
    assert words == ["<b>Koperasi</b>", "290 · <i>1 dari 13</i>", "tidak sebanding", "Lain", "1", "2"]
    assert flat.layout.height <= 60 + 8
    narrow = charts.flat_table(LIGHT, tall, 150, 600)
    assert narrow.layout.annotations[0].font.size < 8


@pytest.mark.parametrize(("first", "last"), [(2016, 2016), (2010, 2024), (2016, 2018), (1970, 2026)])
def test_years_are_marked_whole(first: int, last: int):
    line = Line("A", [date(first, 7, 1), date(last, 7, 1)], [1, 2], ["", ""], "#12436D", ["stated"] * 2, ["", ""])
    ticks = charts.lines(LIGHT, [line]).layout.xaxis.tickvals
    assert all(str(tick).endswith("-01-01") for tick in ticks)
    assert 1 <= len(ticks) <= 8
    assert len(set(ticks)) == len(ticks)


@pytest.mark.parametrize("drawn", [[], [Line("A", [date(2020, 1, 1)], [0], [""], "#12436D", ["stated"], ["0"])]])
def test_lines_of_nothing_or_of_zero_still_draw(drawn: list[Line]):
    figure = charts.lines(LIGHT, drawn)
    assert len(figure.data) == len(drawn)
    if drawn:
        assert figure.layout.yaxis.range[1] > 0


def test_key_of_qualities_names_the_odd_marks_only():
    figure = charts.lines(LIGHT, series())
    charts.key_qualities(figure, LIGHT, {"disputed": "diperselisihkan", "suspect": "diragukan"})
    shown = [trace.name for trace in figure.data if trace.showlegend]
    assert shown == ["angka diperselisihkan", "angka diragukan"]
    assert figure.layout.showlegend
    key = {trace.name: trace.marker.symbol[0] for trace in figure.data if trace.showlegend}
    assert key["angka diperselisihkan"] == figure.data[0].marker.symbol[2]
    assert key["angka diragukan"] == figure.data[2].marker.symbol[0]
    plain = charts.lines(LIGHT, series()[:1])
    charts.key_qualities(plain, LIGHT, {})
    assert not plain.layout.showlegend
    assert len(plain.data) == 1


# --- what goes in stays as it was


def test_no_chart_changes_what_it_is_given():
    labels, values, texts, codes = ["A", "B", "C"], [1.0, None, 0.0], ["1", "", "0"], ["1", "2", "3"]
    colours, hollow = list(LIGHT.categories[:3]), [True, False, False]
    given_bars = [labels, values, texts, codes, colours, hollow]
    many = tiles(**with_value("6301", None))
    some, years = series(), [2020, 2021, 2022]
    before = copy.deepcopy([given_bars, PARTS, many, some, years])
    charts.bars(LIGHT, labels, values, texts, codes=codes, colours=colours, hollow=hollow)
    charts.stacked(LIGHT, labels, PARTS, codes)
    charts.grouped(LIGHT, labels, PARTS, codes)
    charts.columns(LIGHT, years, PARTS)
    charts.tile_map(LIGHT, many)
    charts.lines(LIGHT, some)
    assert [given_bars, PARTS, many, some, years] == before


def test_the_same_input_gives_the_same_figure_and_the_template_stays():
    style = LIGHT.figure().to_json()
    first = charts.tile_map(LIGHT, tiles())
    again = charts.tile_map(LIGHT, tiles())
    assert first.to_json() == again.to_json()
    first.data[0].marker.color = "#000000"
    assert charts.tile_map(LIGHT, tiles()).to_json() == again.to_json()
    assert LIGHT.figure().to_json() == style


# --- labels


words = st.lists(st.text("abcdeéñ'().,%-–", min_size=1, max_size=30), max_size=8).map(" ".join)


@given(words, st.integers(1, 40))
def test_wrapping_cuts_nothing(text: str, width: int):
    lines = charts.wrap(text, width).split("<br>")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    # a line is too long only where one unbroken word is
    assert all(len(line) <= width or " " not in line for line in lines)


@given(st.lists(st.text("abcdef", min_size=1, max_size=12), min_size=1).map(" ".join), st.integers(1, 40))
def test_wrapping_breaks_at_spaces_only(text: str, width: int):
    assert charts.wrap(text, width).replace("<br>", " ") == text


def test_a_short_label_is_left_alone():
    assert charts.wrap("Hulu Sungai Utara", 26) == "Hulu Sungai Utara"
    assert charts.wrap("Hulu Sungai Utara", 12) == "Hulu Sungai<br>Utara"
    assert charts.wrap("", 12) == ""


def test_long_row_labels_are_wrapped_not_cut():
    label = "Koperasi Simpan Pinjam dan Pembiayaan Syariah dengan nama yang sangat panjang"
    part = Part("a", [1], ["1"], "#12436D")
    for figure in (
        charts.bars(LIGHT, [label], [1], ["1"]),
        charts.stacked(LIGHT, [label], [part]),
        charts.grouped(LIGHT, [label], [part]),
    ):
        (shown,) = figure.layout.yaxis.ticktext
        assert shown.replace("<br>", " ") == label
        assert "<br>" in shown


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (3057.0, "unit", "3.057 unit"),
        (12.5, "persen", "12,5%"),
        (12.25, "persen", "12,25%"),
        (45.0, "persen", "45%"),
        (1.4e9, "rupiah", "Rp1,4 miliar"),
        (2.75, "indeks", "2,75 indeks"),
    ],
)
def test_a_published_figure_keeps_its_digits_and_its_unit(value: float, unit: str, said: str) -> None:
    assert formats.valued(value, unit) == said
