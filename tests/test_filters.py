"""The shared filters: each declared once, and everything that follows from the declaration."""

from __future__ import annotations

from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest

from koperasi.cards import in_words
from koperasi.store import FILTERS, Filters, Places, SharedFilter, Store
from koperasi.store.filters import PATTERN, REGENCIES, TYPES, YEARS

ALL = Filters(("6303", "6371"), 2015, 2023, "syariah", ("Jasa", "Simpan Pinjam"), options=(("measure", "inactive"),))


def test_every_field_of_the_filters_belongs_to_one_declaration() -> None:
    declared = [name for it in FILTERS for name in it.parameters]
    assert sorted([*declared, "options"]) == sorted(field.name for field in fields(Filters))
    for it in FILTERS:
        assert len(it.options) == len(it.parameters)
    for names in ([it.name for it in FILTERS], [it.key for it in FILTERS], [url for it in FILTERS for url in it.urls]):
        assert len(set(names)) == len(names)


def test_a_query_is_given_what_its_header_names() -> None:
    takes = ("year_from", "year_to", "measure")
    assert ALL.only(takes) == Filters((), 2015, 2023, "semua", options=(("measure", "inactive"),))
    assert ALL.only(("regencies",)) == Filters(("6303", "6371"), options=ALL.options)
    assert ALL.parameters(takes) == {"year_from": 2015, "year_to": 2023, "measure": "inactive"}
    assert ALL.parameters()["regencies"] == ["6303", "6371"]
    assert ALL.ignored(takes) == (REGENCIES, PATTERN, TYPES)
    assert ALL.ignored([*takes, "regencies", "pola", "cooperative_types"]) == ()
    assert Filters().ignored(()) == ()
    assert Filters(year_to=2020).ignored(("year_from",)) == (YEARS,)
    assert Filters(year_to=2020).active() == ["year_to"]


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(), "semua kabupaten/kota"),
        (
            ALL,
            "Kabupaten Banjar dan Kota Banjarmasin, tahun 2015–2023, pola syariah, jenis Jasa dan Simpan Pinjam",
        ),
        (Filters(cooperative_types=("Jasa",)), "jenis Jasa"),
        (Filters(("6303", "6399"), 2020, 2020), "Kabupaten Banjar dan 6399, tahun 2020"),
        (Filters(year_from=2020), "tahun 2020 dan sesudahnya"),
        (Filters(year_to=2020), "tahun 2020 dan sebelumnya"),
    ],
)
def test_filters_in_words(filters: Filters, said: str, store: Store) -> None:
    assert in_words(store, filters) == said


PICKED = {"regencies": ["6303"], "years": (2015, 2023), "pola": "syariah", "cooperative_types": ["Jasa"]}


@pytest.mark.parametrize("it", FILTERS, ids=lambda it: it.name)
def test_url_and_widget_say_the_same(it: SharedFilter, store: Store) -> None:  # type: ignore[type-arg]
    known = it.known(store)
    for value in (PICKED[it.name], it.default(known)):
        assert it.read(it.write(value, known), known) == (value, [])
    assert it.write(it.default(known), known) == {}
    assert it.write(PICKED[it.name], known).keys() == set(it.urls)
    assert it.active(Filters(**it.given(it.default(known), known))) == []
    assert it.active(Filters(**it.given(PICKED[it.name], known))) == list(it.parameters)


@pytest.mark.parametrize("it", FILTERS, ids=lambda it: it.name)
def test_what_a_url_says_wrongly_is_told_and_changes_nothing(it: SharedFilter, store: Store) -> None:  # type: ignore[type-arg]
    known = it.known(store)
    assert it.read({url: ["ungu"] for url in it.urls}, known) == (
        it.default(known),
        [f"{url} “ungu”" for url in it.urls],
    )


def test_a_year_at_the_end_of_the_range_limits_nothing(store: Store) -> None:
    first, last = YEARS.known(store)
    assert YEARS.given((first, last), (first, last)) == {"year_from": None, "year_to": None}
    assert YEARS.given((first + 1, last), (first, last)) == {"year_from": first + 1, "year_to": None}


@pytest.mark.parametrize(
    ("params", "kept", "dropped"),
    [
        ({"dari": ["2024"], "sampai": ["2015"]}, (2010, 2026), ["tahun “2024–2015”"]),
        ({"dari": ["1066"]}, (2010, 2026), ["dari “1066”"]),
        ({"dari": ["２０１５"]}, (2010, 2026), ["dari “２０１５”"]),
        ({"sampai": ["2015"]}, (2010, 2015), []),
        ({"lain": ["x"]}, (2010, 2026), []),
    ],
)
def test_years_in_the_url(params: dict[str, list[str]], kept: tuple[int, int], dropped: list[str]) -> None:
    assert YEARS.read(params, (2010, 2026)) == (kept, dropped)


def test_what_is_typed_is_checked_by_the_declaration(store: Store) -> None:
    assert REGENCIES.from_options([["6371", "6303"]], store) == {"regencies": ("6371", "6303")}
    assert YEARS.from_options([None, 2020], store) == {"year_from": None, "year_to": 2020}
    assert PATTERN.from_options([None], store) == {"pola": "semua"}
    assert TYPES.from_options([["Simpan Pinjam"]], store) == {"cooperative_types": ("Simpan Pinjam",)}
    for it, typed, said in (
        (REGENCIES, [["9999"]], "9999"),
        (YEARS, [2024, 2015], "2024"),
        (PATTERN, ["ungu"], "konvensional, semua, syariah"),
        (TYPES, [["Jasa", "ungu"]], "Jasa, Konsumen"),
    ):
        with pytest.raises(ValueError, match=said):
            it.from_options(typed, store)


def test_without_its_register_a_filter_offers_nothing(tmp_path: Path) -> None:
    with closing(Store(Places(data=tmp_path))) as without:
        assert TYPES.known(without) == {}
        with pytest.raises(ValueError, match="tidak satu pun"):
            TYPES.from_options([["Jasa"]], without)
