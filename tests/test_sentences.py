"""What cards say: every number is a cell of the answer, and the functions that several cards share tell the truth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from koperasi.cards import Rendered, every_view, growth, render
from koperasi.cards.card import place
from koperasi.cards.parts import alike, change, each, leading, some, spread, where
from koperasi.look import columns, formats
from koperasi.look.columns import write_all
from koperasi.store import Filters, Store
from tests.conftest import ROOT
from tests.test_cards import FILTERS, in_turn

pytestmark = pytest.mark.slow

NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")


def tokens(text: str) -> list[str]:
    """ "Rp1,4 miliar, 3.057." -> ["1,4", "3.057"]; thousands and decimals as they are written."""
    return [found.rstrip(".") for found in NUMBER.findall(text)]


def written(cell: object) -> Iterator[str]:
    """Every way in which a cell may stand in a sentence."""
    if isinstance(cell, list | tuple) or type(cell).__name__ == "ndarray":
        for part in cell:
            yield from written(part)
    elif isinstance(cell, dict):
        for part in cell.values():
            yield from written(part)
    elif isinstance(cell, bool) or cell is None or cell is pd.NaT:
        return
    elif isinstance(cell, str):
        yield from tokens(cell)
        if re.fullmatch(r"\d{4}(-\d{2}){0,2}", cell):
            yield from tokens(formats.as_of(cell))
    elif isinstance(cell, pd.Timestamp):
        yield from tokens(formats.as_of(cell.date().isoformat()))
    elif pd.notna(cell):
        value = abs(float(cell))  # type: ignore[arg-type]
        yield from (formats.number(value, decimals) for decimals in range(3))
        yield from tokens(formats.percent(value))
        yield from tokens(formats.rupiah(value))
        yield str(int(value))  # a year


def cells(rendered: Rendered) -> set[str]:
    """Every number that the answer's rows hold, as it may be written; and those of the card's own title and rules."""
    rows = rendered.answer.rows
    found = {token for name in rows for cell in rows[name].tolist() for token in written(cell)}
    return found | set(tokens(rendered.title)) | set(tokens(rendered.about))


@pytest.mark.parametrize("card", every_view())
def test_every_number_of_a_finding_is_a_cell(card: str, store: Store) -> None:
    for name, filters in in_turn(card).items():
        rendered = render(store, card, filters)
        if not rendered.empty:
            known = cells(rendered)
            missing = [token for token in tokens(rendered.finding) if token not in known]
            assert missing == [], f"{name}: {rendered.finding}"


# around what is written out of a cell; no letter, so that no sentence changes
_OPEN, _CLOSE = "\u2062", "\u2063"
_FROM_CELL = re.compile(f"{_OPEN}[^{_OPEN}{_CLOSE}]*{_CLOSE}")


def of_the_code(marked: str) -> str:
    """What is left of a sentence without all that was written out of cells, one in another too."""
    while (without := _FROM_CELL.sub("", marked)) != marked:
        marked = without
    return marked


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store whose cards are written anew, each cell between marks."""
    by_column, by_unit = columns._written, formats.Amount.__format__
    monkeypatch.setattr(columns, "_written", lambda *cell: f"{_OPEN}{by_column(*cell)}{_CLOSE}")
    monkeypatch.setattr(formats.Amount, "__format__", lambda *cell: f"{_OPEN}{by_unit(*cell)}{_CLOSE}")
    store = Store()
    yield store
    store.close()


def test_no_number_of_a_finding_is_of_the_code(marked: Store) -> None:
    """Not only does some cell hold the same number: it was written out of one, or is part of a name."""
    names = pd.read_csv(ROOT / "seeds/regulations.csv")["short_name"].dropna().tolist()
    for card_id in every_view():
        for name in in_turn(card_id):
            rendered = render(marked, card_id, FILTERS[name])
            if rendered.empty:
                continue
            rows = rendered.answer.rows
            texts = [
                it for column in rows.select_dtypes(["object", "str"]) for it in rows[column] if isinstance(it, str)
            ]
            known = {token for text in (rendered.title, rendered.about, *names, *texts) for token in tokens(text)}
            left = [token for token in tokens(of_the_code(rendered.finding)) if token not in known]
            assert left == [], f"{card_id}, {name}: {rendered.finding}"


def test_a_number_of_the_code_is_found(marked: Store) -> None:
    row = next(each(pd.DataFrame([{"cooperatives": 186}])))
    assert tokens(of_the_code(columns.write("{cooperatives} dan 187", row))) == ["187"]
    assert of_the_code(f"a {_OPEN}1 {_OPEN}2{_CLOSE}{_CLOSE} b") == "a  b"


def test_the_reader_of_numbers_finds_one_that_is_no_cell(store: Store) -> None:
    rendered = render(store, "growth/by_type", Filters())
    assert tokens("Rp1,4 miliar dari 3.057, atau 12,5% pada 2024.") == ["1,4", "3.057", "12,5", "2024"]
    assert "1.500" in cells(rendered)
    assert "1.501" not in cells(rendered)


def regencies(*values: float | None, picked: tuple[int, ...] = ()) -> pd.DataFrame:
    """Regency rows A, B, C ... as the queries give them."""
    known = [value for value in values if value is not None]
    chosen = [not picked or place in picked for place in range(len(values))]
    return pd.DataFrame(
        {
            "regency_short": list("ABCDEFGH"[: len(values)]),
            "measure_value": pd.Series(values, dtype="float64"),
            "is_selected": chosen,
            "regency_rank": pd.Series(
                [None if v is None else 1 + sum(other > v for other in known) for v in values], dtype="float64"
            ),
            "ranked_regencies": len(known),
            "selected_sum": sum(v for v, it in zip(values, chosen, strict=True) if it and v is not None),
        }
    )


def test_spread_names_the_highest_and_the_lowest_known() -> None:
    assert spread(regencies(5, None, 9, 2)) == "Tertinggi C (9), terendah D (2)."


def test_spread_of_picked_ones_gives_their_rank_among_the_known() -> None:
    rows = regencies(5, None, 9, 2, picked=(0, 1, 3))
    assert spread(rows) == "A 5, peringkat 2 dari 3 dan D 2, peringkat 3 dari 3."
    assert spread(regencies(4, 3, 2, 1, 0, picked=(0, 1, 2, 3))).endswith("; dan 1 lainnya.")


def test_spread_names_equals_together() -> None:
    assert spread(regencies(9, 9, 2)) == "Tertinggi A dan B (masing-masing 9), terendah C (2)."
    assert spread(regencies(9, 2, 2, 2, 2)) == "Tertinggi A (9), terendah beberapa kabupaten/kota (masing-masing 2)."
    assert spread(regencies(4, 4)) == "Semuanya sama: 4."
    assert spread(regencies(0, 0, 1)) == "Tertinggi C (1), terendah A dan B (masing-masing 0)."


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"change": None}, ""),
        ({"change": 10.0, "growth_pct": 5.4}, ", naik 5,4% dari 186 pada 2020"),
        ({"change": -10.0, "growth_pct": -5.4}, ", turun 5,4% dari 186 pada 2020"),
        ({"change": 0.0, "growth_pct": 0.0}, ", sama dengan 186 pada 2020"),
        ({"change": -70.0, "about_before": "sekitar "}, ", turun dari sekitar 186 pada 2020"),
        ({"change": 5.0, "doubt_note_before": ", tahun perkiraan"}, ", naik dari 186 pada 2020 (tahun perkiraan)"),
    ],
    ids=["none to compare", "rise", "fall", "nothing", "approximate", "guessed year"],
)
def test_change_has_a_percentage_only_between_exact_figures(cells: dict[str, object], said: str) -> None:
    row = {"growth_pct": None, "about_before": "", "cooperatives_before": 186, "as_of_before": "2020"}
    assert change(next(each(pd.DataFrame([row | {"doubt_note_before": ""} | cells])))) == said


def test_some_counts_what_it_does_not_name() -> None:
    assert some(["A", "B", "C"], 3) == "A, B, dan C"
    assert some(["A", "B", "C", "D", "E"], 3) == "A, B, C, dan 2 lainnya"


def test_where_names_few_and_counts_many() -> None:
    rows = pd.DataFrame({"regency_short": ["A", "A", "B", "C", "D"], "regencies": 4})
    assert where(rows, "{regencies} wilayah") == "4 wilayah"
    assert where(rows, "{regencies} wilayah", most=4) == "A, B, C, dan D"
    assert where(rows.head(3), "{regencies} wilayah") == "A dan B"


def ranks(*values: float | None) -> pd.DataFrame:
    """Rows A, B, C ... with the rank of their value, the same for equals, and how many have it."""
    known = [value for value in values if value is not None]
    return pd.DataFrame(
        {
            "name": list("ABCDEFGH"[: len(values)]),
            "value": values,
            "rank": [None if v is None else 1 + sum(other > v for other in known) for v in values],
            "alike": [known.count(v) if v is not None else 0 for v in values],
        }
    )


@pytest.mark.parametrize(
    ("values", "most", "said"),
    [
        ((9, 7, 5, 1), 3, "A 9, B 7, dan C 5"),
        ((1, 9, 5, 7), 3, "B 9, D 7, dan C 5"),
        ((9, 7, 5, 5), 3, "A 9 dan B 7"),  # the third place is nobody's
        ((9, 7, 7, 7), 3, "A 9"),
        ((9, 9, 9, 1), 3, "A 9, B 9, dan C 9"),
        ((9, 9, 9, 9), 3, "4 kali 9"),
        ((9, 9, 5), 1, "2 kali 9"),
        ((9, 9), 3, "A 9 dan B 9"),
        ((None, 9, None, 5), 1, "B 9"),
        ((0,), 3, "A 0"),
        ((None,), 3, ""),
    ],
)
def test_leading_never_names_some_of_several_equals(values: tuple[float | None, ...], most: int, said: str) -> None:
    assert leading(ranks(*values), "rank", "{name} {value:0}", "{alike} kali {value:0}", most) == said


def test_alike_names_all_or_counts_them() -> None:
    assert alike(ranks(9, 9, 9), "{name}", "{alike} wilayah") == "A, B, dan C"
    assert alike(ranks(9, 9, 9, 9), "{name}", "{alike} wilayah") == "4 wilayah"


@pytest.mark.parametrize(
    ("picked", "said"),
    [
        ((), "Kalimantan Selatan"),
        (("6371",), "Banjarmasin"),
        (("6303", "6371"), "Banjar dan Banjarmasin"),
        (("6303", "6309", "6371"), "Banjar, Tabalong, dan Banjarmasin"),
        (("6301", "6302", "6303", "6304"), "kabupaten/kota terpilih"),
    ],
)
def test_place_is_the_province_or_what_was_picked(picked: tuple[str, ...], said: str, store: Store) -> None:
    assert place(store.ask("merah_putih/legality"), Filters(picked)) == said


def test_doubt_is_a_word_only_where_there_is_doubt() -> None:
    rows = pd.DataFrame({"quality": ["stated", "counted", "suspect"], "quality_label": ["x", "y", "diragukan"]})
    assert write_all("1{quality_label:doubt}", rows) == ["1", "1", "1, diragukan"]
    assert write_all("{quality_label:capital}", rows) == ["X", "Y", "Diragukan"]


def test_a_fall_is_not_told_as_a_rise(store: Store) -> None:
    """Within one register the word follows the sign of the change, and a percentage needs two exact figures."""
    answer = render(store, "growth/total", Filters(("6303",))).answer
    assert growth.total(answer, Filters()).endswith(", naik dari 240 pada Oktober 2017.")
    grown = answer.rows["change"].notna()
    exact = answer.rows.assign(growth_pct=answer.rows["growth_pct"].where(~grown, 5.4))
    assert ", naik 5,4% dari 240" in growth.total(replace(answer, rows=exact), Filters())
    for share, said in ((-5.4, ", turun 5,4% dari 240"), (None, ", turun dari 240")):
        rows = exact.assign(
            growth_pct=exact["growth_pct"].where(~grown, share), change=exact["change"].where(~grown, -13)
        )
        assert said in growth.total(replace(answer, rows=rows), Filters())
