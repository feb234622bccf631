"""The look's words and colours: formats, columns, templates, the palette, Plotly's locale; charts: test_charts.py."""

from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koperasi.look import columns, formats, locale, text
from koperasi.look.columns import COLUMNS, NOT_FILLED
from koperasi.look.ink import CATEGORIES, DARK, LIGHT, SHADES, Ink, ink
from koperasi.store import Store

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
        ([""], "tanggal tidak dicatat"),
        (["2024-09"], "September 2024"),
        (["2024-09", "2024-09"], "September 2024"),
        (["2024-09", "2010-12", "2016"], "Desember 2010–September 2024"),
        (["2016", "", "2024-10-25"], "2016–25 Oktober 2024, sebagian tanggal tidak dicatat"),
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


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (3057.0, "koperasi", "3.057"),
        (1.26, "orang", "1,3"),
        (12.26, "persen", "12,3%"),
        (30.0, "persen", "30%"),
        (1.4e9, "rupiah", "Rp1,4 miliar"),
        (19.04, "kali", "19,0 kali"),
        (4.1, "koperasi per 10.000 penduduk", "4,10"),
    ],
)
def test_a_number_whose_unit_is_said_elsewhere(value: float, unit: str, said: str) -> None:
    assert formats.measured(value, unit) == said


@pytest.mark.parametrize(
    ("words", "said"), [("Sudah RAT", "sudah RAT"), ("NIB", "NIB"), ("Aktif", "aktif"), ("A", "a"), ("", "")]
)
def test_a_first_capital_is_lowered_but_not_that_of_an_abbreviation(words: str, said: str) -> None:
    assert formats.lowered(words) == said


def test_a_first_capital_is_set_and_no_other() -> None:
    assert formats.capital("sekitar 253 koperasi di Banjar") == "Sekitar 253 koperasi di Banjar"
    assert formats.capital("") == ""


def test_a_growth_in_words() -> None:
    assert formats.moved(150) == "naik 150%"
    assert formats.moved(-18.5) == "turun 18,5%"


# --- columns


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


# --- templates


class Sample(NamedTuple):
    region_name: str = "Kabupaten Banjar"
    cooperatives: float | None = 3057.0
    funds: float | None = 1_400_000_000.0
    share_pct: float | None = 12.5
    value: float | None = 12.26
    unit: str = "persen"
    as_of: str = "2024-09"
    said: str | None = "teks jadi"
    growth: float | None = -5.0


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{cooperatives} di {region_name}", "3.057 di Kabupaten Banjar"),
        ("{funds} pada {as_of}, {share_pct}", "Rp1,4 miliar pada September 2024, 12,5%"),
        ("{said}", "teks jadi"),
        ("{value:1}", "12,3"),
        ("{value:2}", "12,26"),
        ("{value:0}", "12"),
        ("{value:unit}", "12,3%"),
        ("{region_name:lower}", "kabupaten Banjar"),
        ("{said:capital}", "Teks jadi"),
        ("{value:percent}", "12,3%"),
        ("{value:rupiah}", "Rp12"),
        ("{as_of:as_of}", "September 2024"),
        ("{growth:moved}", "turun 5%"),
        ("{growth:change}", f"{MINUS}5%"),
        ("tanpa kolom", "tanpa kolom"),
        ("{cooperatives}[ ({share_pct})]", "3.057 (12,5%)"),
        ("", ""),
    ],
)
def test_a_template_is_written_from_cells(template: str, text: str) -> None:
    assert columns.write(template, Sample()) == text


@pytest.mark.parametrize("change", [(0.0, "tetap"), (5.0, "+5%"), (-2.5, f"{MINUS}2,5%")])
def test_a_change_has_its_sign_and_none_is_said(change: tuple[float, str]) -> None:
    assert columns.write("{growth:change}", Sample(growth=change[0])) == change[1]


@pytest.mark.parametrize("empty", EMPTY, ids=lambda value: type(value).__name__)
def test_an_empty_cell_of_a_template_says_what_kind_of_empty_it_is(empty: Any) -> None:
    row = Sample(cooperatives=empty, funds=empty, said=empty, value=empty)
    assert columns.write("{cooperatives}, {funds}, ({said}), ({value:2})", row) == (
        "tidak ada data, belum diisi, (), (tidak ada data)"
    )
    assert columns.write("{region_name}[ ({cooperatives})][, {said}][ tetap ada]", row) == "Kabupaten Banjar tetap ada"


@pytest.mark.parametrize(
    ("late", "open_", "said"),
    [
        (3, 2.0, "3 terlambat; 2 buka"),
        (3, 0.0, "3 terlambat"),
        (0, 2.0, "2 buka"),
        (0, 0.0, "tidak ada"),
        (float("nan"), pd.NA, "tidak ada"),
    ],
)
def test_a_part_of_a_template_may_be_there_in_several_ways(late: Any, open_: Any, said: str) -> None:
    """The first whose cells are there; zero is as good as nothing where the template says so."""
    row = NamedTuple("row", [("late", Any), ("open", Any)])(late, open_)
    ways = "[{late:some} terlambat; {open:some} buka|{late:some} terlambat|{open:some} buka|tidak ada]"
    assert columns.write(ways, row) == said.replace("2", str(open_))
    assert columns.write("[{late} terlambat]", row) == ("" if pd.isna(late) else f"{late} terlambat")


def test_a_template_with_a_misspelt_column_or_form_is_an_error() -> None:
    with pytest.raises(AttributeError):
        columns.write("{cooperative}", Sample())
    with pytest.raises(KeyError):
        columns.write("{cooperatives:money}", Sample())


def test_a_template_is_written_for_each_row_in_their_order() -> None:
    assert columns.write_all("{cooperative_name}: {cooperatives}", ROWS) == [
        "Satu: 3.057",
        "Dua: 900",
        "–: tidak ada data",
    ]


# --- columns as a whole


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
        assert contrast(text.readable(colour), colour) >= 4.5


colour_codes = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@given(colour_codes)
def test_readable_is_legible_on_any_colour(colour: str):
    assert text.readable(colour) in {"#FFFFFF", "#111418"}
    assert contrast(text.readable(colour), colour) >= 3


@settings(derandomize=True)
@given(st.integers(0, 255).map(lambda grey: f"#{grey:02X}{grey:02X}{grey:02X}"))
def test_readable_takes_whichever_contrasts_more(colour: str):
    best = max(contrast("#FFFFFF", colour), contrast("#111418", colour))
    assert contrast(text.readable(colour), colour) == best


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
    for colour, words in zip(look.sequence, look.sequence_text, strict=True):
        assert contrast(words, colour) >= 4.5


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
def test_the_template_is_the_house_style_and_is_made_once(look: Ink):
    layout = look.template["layout"]
    assert layout["separators"] == ",."
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == look.paper
    assert layout["font"]["color"] == look.text
    assert layout["yaxis"]["rangemode"] == "tozero"
    assert "title" not in layout
    assert look.template is look.template


@pytest.mark.parametrize("look", INKS)
def test_colours_are_found_by_name(look: Ink):
    assert tuple(look.colour(name) for name in CATEGORIES) == look.categories
    assert tuple(look.colour(name) for name in SHADES) == look.sequence
    assert look.colour("soft") == look.soft_text
    for name in ("paper", "text", "grid", "muted", "alarm"):
        assert look.colour(name) == getattr(look, name)
    with pytest.raises(KeyError):
        look.colour("frist")


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


def test_the_records_of_a_frame_are_its_rows_whatever_they_hold(store: Store) -> None:
    for name in ("growth/total", "summary/headlines", "merah_putih/by_kecamatan", "sharia/role_models"):
        rows = store.ask(name).rows
        for ours, theirs in zip(columns.records(rows), rows.itertuples(index=False), strict=True):
            for column, mine, other in zip(rows, ours, theirs, strict=True):
                same = mine is other or (columns.is_empty(mine) and columns.is_empty(other))
                assert same or np.array_equal(mine, other), (name, column)


def test_records_are_read_once_and_forgotten_with_their_frame() -> None:
    rows = pd.DataFrame({"a": [1, 2], "Tidak Aktif": ["x", None]})
    assert columns.records(rows) is columns.records(rows)
    assert columns.records(rows)[1].a == 2
    # a copy, or a new frame in the place of one that is gone, has rows of its own
    assert columns.records(rows.assign(a=[3, 4]))[0].a == 3
    for number in range(50):
        assert columns.records(pd.DataFrame({"a": [number]}))[0].a == number
    before = len(columns._records)
    key = id(rows)
    del rows
    assert key not in columns._records
    assert len(columns._records) == before - 1
