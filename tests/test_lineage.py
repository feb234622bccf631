"""Every row that is made from published figures names them by their keys; expected here from seeds/ alone."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from koperasi.cards import render
from koperasi.screen import figure_links
from koperasi.store import Filters, Places, Store
from koperasi.store.queries import load
from tests.test_cards import CARDS, in_turn
from tests.test_query_headers import asked, named, table_reads

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
QUERIES = load(Places().queries)
Ids = set[str]
# what figures say about other things than one row: how many there are, and the bounds of the year filter
COUNTED = {
    "data/glossary",
    "data/sources",
    "frame/bounds",
    "frame/newest",
    "programs/facility_by_kind",
    "programs/facility_by_regency",
}


def seed(name: str) -> list[dict[str, str]]:
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PUBLISHED = {
    ".".join(row[it] for it in ("indicator", "region_code", "as_of", "source_id")): row for row in seed("figures")
}
SURE = ("stated", "counted", "approximate", "disputed", "suspect")


def of(indicator: str, region: str, as_of: str = "", source: str = "") -> Ids:
    """The figures of one indicator and region, on one date and by one source if given."""
    return {
        key
        for key, row in PUBLISHED.items()
        if (row["indicator"], row["region_code"]) == (indicator, region)
        and as_of in ("", row["as_of"])
        and source in ("", row["source_id"])
    }


def one(indicator: str, region: str, as_of: str) -> Ids:
    """The surest of them; nothing where there is none."""
    found = of(indicator, region, as_of)
    return set(sorted(found, key=lambda key: (SURE.index(PUBLISHED[key]["quality"]), PUBLISHED[key]["source_id"]))[:1])


def own(row: Any) -> Ids:
    return of(row.indicator, row.region_code, row.as_of, row.source_id)


def kdmp(region: str, *indicators: str) -> Ids:
    return set().union(*(of(f"kdmp_{it}", region, "2026-08-05") for it in indicators))


MEASURES = {
    "cooperatives": (),
    "nib_share": (),
    "per_residents": (),
    "transaction_value": ("transaction_value",),
    "principal_savings": ("principal_savings",),
    "mandatory_savings": ("mandatory_savings",),
    "principal_per_saver": ("principal_savings", "principal_savers"),
    "mandatory_per_saver": ("mandatory_savings", "mandatory_savers"),
}


def merah_putih(measure: str) -> Callable[[Any], Ids]:
    def expected(row: Any) -> Ids:
        found = kdmp(row.regency_code, "total", "with_nib", *MEASURES[measure])
        return found | (one("population_registered", row.regency_code, "2025") if measure == "per_residents" else set())

    return expected


def rate(indicator: str, as_of: str, is_rate: bool) -> Callable[[Any], Ids]:
    def expected(row: Any) -> Ids:
        found = one(indicator, row.regency_code, as_of)
        if indicator == "cooperatives_inactive" and not is_rate:  # beside what the same source says of the province
            found |= one(indicator, "63", as_of) | one("cooperatives_province_guided_inactive", "63", as_of)
        return found | (one("population_registered", row.regency_code, "2025") if is_rate else set())

    return expected


def index_health(row: Any) -> Ids:
    kinds = {"Sehat": "health_healthy", "Cukup sehat": "health_fair", "Tidak sehat": "health_unhealthy"}
    return kdmp("63", kinds.get(row.index_category, "total"), "health_assessed", "health_index_avg")


def legality(row: Any) -> Ids:
    step = "total" if row.step == "cooperatives" else row.step
    return kdmp("63", step, "total")


def outlets(row: Any) -> Ids:
    keys = {key for key in PUBLISHED if key.startswith("kdmp_outlet_build_")}
    return {key for key in keys if PUBLISHED[key]["region_code"] == "63"}


def profile(row: Any) -> Ids:
    places = (row.regency_code, "63")
    named = {
        "kdmp_nib_share": ("kdmp_with_nib", "kdmp_total"),
        "cooperatives_inactive_rate": ("cooperatives_inactive",),
        "kdmp_total_rate": ("kdmp_total",),
        "kdmp_principal_savings": (),
        "opop_named": (),
    }.get(row.measure, (row.measure,))
    found = set()
    for indicator in named if isinstance(row.as_of, str) else ():
        ours, province = (one(indicator, place, row.as_of) for place in places)
        # the province's own figure counts only where it is of the same register
        registers = {PUBLISHED[key]["register"] for key in ours}
        found |= ours | {key for key in province if PUBLISHED[key]["register"] in registers}
    if row.measure.endswith("_rate"):
        found |= set().union(*(one("population_registered", place, "2025") for place in places))
    return found


def attention(row: Any) -> Ids:
    codes = [it["code"] for it in seed("regencies")]
    if row.rule == "kdmp_without_nib_pct" and row.is_fired:
        return kdmp(row.region_code, "total", "with_nib")
    if row.rule == "inactive_rate_times" and row.is_fired:  # beside the rate of all regencies together
        every = [(("cooperatives_inactive", "2022-01"), ("population_registered", "2025"))] * len(codes)
        return set().union(*(one(i, code, day) for code, pair in zip(codes, every, strict=True) for i, day in pair))
    of_province = {
        "kdmp_rat_blank_pct": ("held_rat",),
        "kdmp_unhealthy_pct": ("health_unhealthy", "health_assessed"),
        "kdmp_unassessed_pct": ("health_assessed", "total"),
    }
    if row.rule in of_province and row.is_fired:
        return kdmp("63", *of_province[row.rule])
    if row.rule == "kdmp_idle_pct" and row.is_fired:  # of those that were there then
        active = of("kdmp_active", "63", "2025-10", "habarkalimantan-2025-10-indrasari")
        return active | of("kdmp_total", "63", "2025-07")
    return set()


# query (and its parameters) -> what makes a row of it
MADE_FROM: list[tuple[str, dict[str, str], Callable[[Any], Ids]]] = [
    *((f"growth/{it}", {}, own) for it in ("activity",)),
    *((f"data/{it}", {}, own) for it in ("figures", "contradictions")),
    *((f"merah_putih/{it}", {}, own) for it in ("history", "outlets")),
    *((f"opop/{it}", {}, own) for it in ("cohorts", "legal_entities")),
    *((f"programs/{it}", {}, own) for it in ("funds", "public_infrastructure")),
    (
        "programs/modern",  # the names beside a number are of the seeds, maybe from another source
        {},
        lambda row: set().union(*(of(row.indicator, row.region_code, row.as_of, it) for it in row.source_ids)),
    ),
    ("growth/by_regency", {"measure": "inactive"}, rate("cooperatives_inactive", "2022-01", False)),
    ("growth/by_regency", {"measure": "inactive_rate"}, rate("cooperatives_inactive", "2022-01", True)),
    ("growth/by_regency", {"measure": "merah_putih"}, rate("kdmp_total", "2026-08-05", False)),
    ("growth/by_regency", {"measure": "merah_putih_rate"}, rate("kdmp_total", "2026-08-05", True)),
    *(("merah_putih/by_regency", {"kdmp_measure": it}, merah_putih(it)) for it in MEASURES),
    ("merah_putih/health", {}, index_health),
    ("merah_putih/legality", {}, legality),
    ("merah_putih/outlet_progress", {}, outlets),
    (
        "merah_putih/savings",
        {},
        lambda row: kdmp(row.region_code, f"{row.savings_kind}_savings", f"{row.savings_kind}_savers"),
    ),
    (
        "opop/coverage",
        {},
        lambda row: (
            of("pesantren_total", row.regency_code, "2021-07", "pdpp-2021-07-pesantren")
            | of("opop_pesantren", "63", "2024")
        ),
    ),
    ("opop/named", {}, lambda row: of("opop_pesantren", "63", "2024")),
    ("profile/headlines", {}, profile),
    (
        "sharia/rating_round",
        {},
        lambda row: (
            of(f"cooperatives_rated_{row.rating_grade.lower()}", "63", row.as_of, row.source_id)
            | of("cooperatives_rated", "63", row.as_of, row.source_id)
        ),
    ),
    ("summary/attention", {"today": "2026-08-05"}, attention),
    (
        "summary/targets",
        {},
        lambda row: {
            it
            for as_of in (row.start_as_of, row.realised_as_of)
            if isinstance(as_of, str)
            for it in of(row.indicator, row.region_code, as_of)
        },
    ),
    *(
        (f"programs/{it}", {}, lambda row: {"public_facility_umk_space_pct.00.2021-02.tempo-2021-02-pp7"})
        for it in ("facility_share", "facility_missing")
    ),
]


@pytest.mark.parametrize(
    ("query", "parameters", "expected"), MADE_FROM, ids=[" ".join([it[0], *it[1].values()]) for it in MADE_FROM]
)
def test_a_row_names_the_figures_that_made_it(
    query: str, parameters: dict[str, str], expected: Callable[[Any], Ids], store: Store
) -> None:
    rows = store.ask(query, **parameters).rows
    assert len(rows)
    for row in rows.itertuples():
        assert set(row.figure_ids) == expected(row), row
        assert len(set(row.figure_ids)) == len(row.figure_ids), row


def test_a_change_names_the_figure_before_it_too(store: Store) -> None:
    """By hand: the headlines, growth and what changed of the province."""
    total = store.ask("growth/total").rows.set_index("as_of")["figure_ids"]
    agency = {"2016": "antara-2016-2580", "2019-10": "", "2024-01": "mckalsel-2024-03-koperasi-modern"}
    assert set(total["2019-10"]) == of("cooperatives_total", "63", "2019-10") | of(
        "cooperatives_total", "63", "2016", agency["2016"]
    )
    assert set(total["2024-09"]) == {"cooperatives_total.63.2024-09.antara-2024-09-3057"}
    headlines = store.ask("summary/headlines").rows.set_index("headline")["figure_ids"]
    assert {key.rsplit(".", 1)[0] for key in headlines["opop"]} == {"opop_pesantren.63.2023", "opop_pesantren.63.2024"}
    assert {key.rsplit(".", 1)[0] for key in headlines["kdmp_nib"]} == {
        "kdmp_with_nib.63.2026-08-05",
        "kdmp_total.63.2026-08-05",
    }
    assert {key.rsplit(".", 1)[0] for key in headlines["role_models"]} == {
        "cooperatives_rated_aaa.63.2023",
        "cooperatives_rated.63.2023",
    }
    for row in store.ask("summary/changes").rows.itertuples():
        (now, then) = row.figure_ids
        assert now in of(row.indicator, row.region_code, row.as_of)
        assert then in of(row.indicator, row.region_code, row.as_of_before)
        values = [float(PUBLISHED[key]["value"]) for key in (now, then)]
        assert values == [row.value, row.value_before]


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_that_reads_figures_names_them(name: str, store: Store) -> None:
    tables = named(QUERIES[name].sql_without_parameters)
    reached = {"figures"}
    while more := {table for table, read in table_reads().items() if read & reached} - reached:
        reached |= more
    answers = [store.ask(name, **parameters) for parameters in asked(store, QUERIES[name])]
    made = bool(tables & reached) and name not in COUNTED
    # the machines, trainings and shares of a register stand beside figures, not on them
    assert all(("figure_ids" in it.rows) == made for it in answers)
    for it in answers if made else ():
        assert all(key in PUBLISHED for cell in it.rows["figure_ids"] for key in cell)


def test_a_card_links_to_exactly_the_figures_of_its_rows(store: Store) -> None:
    for card in CARDS:
        for filters in in_turn(card).values():
            answer = render(store, card, filters).answer
            cells = answer.rows.get("figure_ids", ())
            found = figure_links.figures(store, answer)
            assert [key for key, _ in found] == list(dict.fromkeys(key for cell in cells for key in cell)), card
    words = dict(figure_links.figures(store, store.ask("growth/total")))
    key = "cooperatives_total.63.2022-01.gatra-2022-01-902-tidak-aktif"
    assert words[key] == "Jumlah koperasi, Kalimantan Selatan, Januari 2022: 2.651 unit"


@pytest.fixture
def twins(tmp_path: Path) -> Iterator[Store]:
    """A store with one more figure: the same value, source, date and region, but of another indicator."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for path in (ROOT / "seeds").iterdir():
        (seeds / path.name).write_bytes(path.read_bytes())
    rows = seed("figures")
    (total,) = (it for it in rows if (it["indicator"], it["region_code"], it["as_of"]) == TWIN)
    rows.append(total | {"indicator": "pesantren_total"})
    with (seeds / "figures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(total), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    made = Store(Places(seeds=seeds))
    yield made
    made.close()


TWIN = ("cooperatives_total", "63", "2024-09")


def test_a_number_that_is_equal_by_chance_is_not_linked(twins: Store) -> None:
    chance = "pesantren_total.63.2024-09.antara-2024-09-3057"
    assert chance in {key for cell in twins.ask("data/figures").rows["figure_ids"] for key in cell}
    for query in ("growth/total", "summary/headlines", "opop/cohorts"):
        linked = {key for key, _ in figure_links.figures(twins, twins.ask(query))}
        assert chance not in linked
        assert linked
    shown = render(twins, "growth/total", Filters()).answer
    assert "cooperatives_total.63.2024-09.antara-2024-09-3057" in dict(figure_links.figures(twins, shown))
