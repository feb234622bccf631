"""Figures, contradictions and glossary against the CSV files read by pandas, without the code under test."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from koperasi.store import Store

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
KEY = ["indicator", "region_code", "as_of", "source_id"]


def seed(name: str) -> pd.DataFrame:
    return pd.read_csv(SEEDS / f"{name}.csv", dtype=str, keep_default_na=False)


def keys(rows: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(rows[KEY].itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    """figures.csv with the words a reader may search for."""
    rows = seed("figures").merge(seed("indicators")[["indicator", "subject", "label_id"]], on="indicator")
    rows = rows.merge(seed("sources")[["source_id", "publisher", "title"]], on="source_id")
    names = seed("regencies").set_index("code")["short_name"].to_dict() | {
        "63": "Kalimantan Selatan",
        "00": "Indonesia",
    }
    rows["region"] = rows["region_code"].map(names)
    rows["words"] = rows[["label_id", "region", "publisher", "title", "note"]].agg(" ".join, axis=1).str.lower()
    rows["year"] = rows["as_of"].str[:4].astype(int)
    assert len(rows) == len(seed("figures"))
    return rows


def test_figures_follow_search_and_every_filter(store: Store, published: pd.DataFrame) -> None:
    p = published
    cases: list[tuple[dict[str, object], pd.Series]] = [
        ({}, p["year"] > 0),
        ({"search": "antara"}, p["words"].str.contains("antara", regex=False)),
        (
            {"search": "tidak aktif Banjarmasin"},
            p["words"].map(lambda text: all(word in text for word in ("tidak", "aktif", "banjarmasin"))),
        ),
        ({"search": "Sonora"}, p["publisher"].str.contains("Sonora")),
        ({"search": "100%_"}, p["words"].str.contains("100%_", regex=False)),
        ({"subject": "opop"}, p["subject"] == "opop"),
        ({"register": "simkopdes"}, p["register"] == "simkopdes"),
        ({"quality": "disputed"}, p["quality"] == "disputed"),
        ({"source": "antara-2024-09-3057"}, p["source_id"] == "antara-2024-09-3057"),
        ({"regencies": ["6303", "6371"]}, p["region_code"].isin(["6303", "6371"])),
        ({"year_from": 2015, "year_to": 2016}, p["year"].between(2015, 2016)),
        (
            {"regencies": ["6309"], "quality": "disputed", "search": "sehat", "year_to": 2021},
            (p["region_code"] == "6309")
            & (p["quality"] == "disputed")
            & (p["year"] <= 2021)
            & p["words"].str.contains("sehat"),
        ),
    ]
    for asked, expected in cases:
        rows = store.ask("data/figures", **asked).rows
        assert keys(rows) == keys(p[expected]), asked
        assert len(rows) == expected.sum(), asked
    assert len(store.ask("data/figures").rows) == 534
    values = store.ask("data/figures").rows.set_index(KEY)["value"].sort_index()
    assert (values == p.set_index(KEY)["value"].astype(float).sort_index()).all()


def test_figures_are_sorted(store: Store) -> None:
    newest = store.ask("data/figures", sort="newest").rows["as_of_date"]
    assert newest.is_monotonic_decreasing
    assert store.ask("data/figures", sort="oldest").rows["as_of_date"].is_monotonic_increasing
    assert store.ask("data/figures", sort="region").rows["region_code"].is_monotonic_increasing
    assert store.ask("data/figures", sort="indicator").rows["indicator_label"].is_monotonic_increasing


def test_one_figure_with_everything_said_about_it(store: Store) -> None:
    asked = {"indicator": "cooperatives_inactive", "region": "63", "date": "2022-01"}
    rows = store.ask("data/figure", **asked, source="gatra-2022-01-902-tidak-aktif").rows
    assert list(rows["contradiction"]) == ["kalsel-2022", "kalsel-tidak-aktif-2022"]
    row = rows.iloc[0]
    assert row["value"] == 902
    definitions = seed("indicators").set_index("indicator")["definition_id"]
    assert row["definition"] == definitions["cooperatives_inactive"]
    assert row["register_meaning"] == seed("registers").set_index("register")["description_id"]["provincial-agency"]
    assert row["quality_meaning"] == seed("qualities").set_index("quality")["description_id"]["disputed"]
    assert store.ask("data/figure", **asked, source="antara-2024-09-3057").rows.empty


def test_a_figure_names_its_groups_once_and_may_have_none(store: Store) -> None:
    figures, groups = seed("figures"), seed("contradicting_figures").groupby(KEY)["contradiction"].agg(sorted)
    for row in [*groups.index, *figures[KEY].itertuples(index=False, name=None)][:200]:
        indicator, region, as_of, source = row
        found = store.ask("data/figure", indicator=indicator, region=region, date=as_of, source=source).rows
        assert list(found["contradiction"].dropna()) == groups.get(tuple(row), []), row
        assert len(found) == max(1, len(groups.get(tuple(row), []))), row


def test_every_disputed_and_suspect_figure_is_in_a_group(store: Store) -> None:
    figures = seed("figures")
    doubted = figures[figures["quality"].isin(["disputed", "suspect"])]
    assert len(doubted) == 52
    shown = store.ask("data/contradictions").rows
    assert keys(doubted) - keys(shown) == set()
    assert len(shown) == len(seed("contradicting_figures"))
    assert set(shown["contradiction"]) == set(seed("contradictions")["contradiction"])


def test_two_values_for_one_indicator_region_and_date_are_in_one_group() -> None:
    figures, members = seed("figures"), seed("contradicting_figures")
    groups = members.groupby(KEY)["contradiction"].agg(set)
    for where, rows in figures.groupby(["indicator", "region_code", "as_of"]):
        if rows["value"].nunique() > 1:
            shared = set.intersection(*(groups.get(tuple(row), set()) for row in rows[KEY].itertuples(index=False)))
            assert shared, where


def test_a_group_is_shown_whole_for_one_of_its_figures(store: Store) -> None:
    members = seed("contradicting_figures")
    for asked, mine in (
        ({"regencies": ["6371"]}, members["region_code"] == "6371"),
        ({"regencies": ["6307"], "year_to": 2025}, (members["region_code"] == "6307")),
        ({"year_from": 2019, "year_to": 2019}, members["as_of"].str[:4] == "2019"),
    ):
        expected = members[members["contradiction"].isin(members[mine]["contradiction"])]
        assert len(expected)
        rows = store.ask("data/contradictions", **asked).rows
        assert keys(rows) == keys(expected), asked
        assert len(rows) == len(expected), asked
    assert len(store.ask("data/contradictions", year_from=2019, year_to=2019).rows) == 9


def test_sources_are_all_there_with_their_figures(store: Store) -> None:
    rows = store.ask("data/sources").rows.set_index("source_id")
    counts = seed("figures")["source_id"].value_counts()
    assert set(rows.index) == set(seed("sources")["source_id"])
    assert rows["figures"].to_dict() == {name: counts.get(name, 0) for name in rows.index}


def test_glossary_has_every_indicator_and_term(store: Store) -> None:
    rows = store.ask("data/glossary").rows
    indicators, terms = seed("indicators"), seed("terms")
    assert set(rows["entry"]) == set(indicators["label_id"]) | set(terms["term"])
    assert len(rows) == len(indicators) + len(terms)
    assert rows["figures"].sum() == len(seed("figures"))
    assert list(store.ask("data/glossary", search="waralaba sewanya").rows["entry"]) == ["Aturan 30%"]
    ruled = store.ask("data/glossary", search="pp 5/2021").rows["entry"]
    assert set(ruled) == set(terms[terms["rule_id"].str.contains("PP 5/2021")]["term"])
    assert len(ruled) == 2
    assert store.ask("data/glossary", search="tidak ada yang begini").rows.empty
    wanted = (
        "Pemeringkatan",
        "Kesehatan",
        "Grade",
        "Indeks kesehatan",
        "Pola",
        "Kopontren",
        "RAT",
        "OSS",
        "ODS",
        "OPOP",
    )
    assert (terms["rule_id"] + terms["source_id"] != "").all()
    for word in (*wanted, "SIMKOPDES", "NIB", "NIK", "KSPPS"):
        assert any(term.startswith(word) for term in terms["term"]), word
