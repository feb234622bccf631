"""queries/programs/*.sql: the same answers from pandas or by hand, and the boundary of exactly 30 percent."""

from __future__ import annotations

import csv
import io
import math
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from koperasi.cards import render
from koperasi.look.charts import Table, Tallies
from koperasi.press import files
from koperasi.store import Filters, Places, Store
from koperasi.store.registers import SCHEMAS
from tests.reading import figure_of

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
REGENCIES = pd.read_csv(ROOT / "seeds/regencies.csv", dtype=str).set_index("code")["short_name"]
PP7 = {"Bandara", "Terminal", "Pelabuhan", "Stasiun", "Rest area"}
FILTERS = [(), ("6303",), ("6371", "6310", "6311")]
KINDS = {"VARCHAR": pa.string(), "INTEGER": pa.int32(), "DOUBLE": pa.float64(), "DATE": pa.date32()}


def records(name: str) -> list[dict]:
    """The register as Python values: None where nothing was filled in."""
    return pq.read_table(SAMPLE / f"{name}.parquet").to_pylist()


def plain(rows: pd.DataFrame) -> list[tuple]:
    """The rows as tuples, empty cells as None and dates as dates."""
    cells = rows.astype(object).where(rows.notna(), None)
    return [
        tuple(value.date() if isinstance(value, pd.Timestamp) else value for value in row)
        for row in cells.itertuples(index=False)
    ]


def judge(row: dict) -> tuple[str, float | None, int | None]:
    """compliance, share and missing area of one facility, in exact fractions."""
    commercial, small = row["luas_komersial_m2"], row["luas_umk_m2"]
    if commercial is None or small is None or not commercial or not 0 <= small <= commercial:
        return "belum diukur", None, None
    share, needed = Fraction(small, commercial), math.ceil(Fraction(commercial * 3, 10))
    enough = share >= Fraction(3, 10)
    return ("memenuhi" if enough else "kurang"), math.floor(share * 1000) / 10, 0 if enough else needed - small


def expected_facilities(rows: list[dict], picked: tuple[str, ...] = ()) -> dict[str, tuple]:
    return {
        r["id_fasilitas"]: (r["jenis_fasilitas"], r["regency_code"], *judge(r))
        for r in rows
        if not picked or r["regency_code"] in picked
    }


HAND = [
    # id, kind, regency, commercial, small, rent
    ("exact", "Hotel", "6303", 1000, 300, 30.0),
    ("exact odd", "Terminal", "6303", 110, 33, None),
    ("one short", "Bandara", "6303", 1000, 299, 31.0),
    ("reads as 30.0", "Pelabuhan", "6371", 10_000, 2_999, None),
    ("part of a metre", "Waralaba", "6371", 101, 30, None),
    ("zero", "Rest area", "6371", 500, 0, None),
    ("all", "Lainnya", "6371", 40, 40, None),
    ("large", "Bandara", "6302", 2_000_000_000, 600_000_000, None),
    ("unmeasured", "Terminal", "6302", 700, None, None),
    ("no area", "Hotel", "6302", None, 10, None),
    ("nothing to share", "Waralaba", "6302", 0, 0, None),
    ("impossible", "Lainnya", "6302", 100, 101, None),
    ("negative", "Lainnya", "6302", 100, -1, None),
    ("new kind", "Pasar", "6302", 100, 40, None),
    ("no kind", None, "6302", 100, 10, None),
    ("nowhere", "Hotel", None, 100, 10, None),
]
BY_HAND = {
    "exact": ("memenuhi", 30.0, 0),
    "exact odd": ("memenuhi", 30.0, 0),
    "one short": ("kurang", 29.9, 1),
    "reads as 30.0": ("kurang", 29.9, 1),
    "part of a metre": ("kurang", 29.7, 1),
    "zero": ("kurang", 0.0, 150),
    "all": ("memenuhi", 100.0, 0),
    "large": ("memenuhi", 30.0, 0),
    "unmeasured": ("belum diukur", None, None),
    "no area": ("belum diukur", None, None),
    "nothing to share": ("belum diukur", None, None),
    "impossible": ("belum diukur", None, None),
    "new kind": ("memenuhi", 40.0, 0),
    "no kind": ("kurang", 10.0, 20),
    "nowhere": ("kurang", 10.0, 20),
}


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A register of facilities small enough to judge by hand, with every edge."""
    folder = tmp_path_factory.mktemp("data") / "sample"
    folder.mkdir()
    schema = pa.schema([(name, KINDS[kind]) for name, kind in SCHEMAS["facilities"].items()])
    rows = [(r[0], r[0], r[1], r[2], r[3], r[4], r[5], date(2024, 1, 2)) for r in HAND]
    table = pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema)
    pq.write_table(table, folder / "facilities.parquet")
    made = Store(Places(data=folder.parent))
    yield made
    made.close()


# --- the 30% rule


def test_exactly_30_percent_is_compliant_and_unknown_is_neither(hand: Store) -> None:
    rows = hand.ask("programs/facility_share").rows
    found = {r[0]: r[1:] for r in plain(rows[["facility_id", "compliance", "space_pct", "missing_m2"]])}
    assert found == BY_HAND
    aside = hand.registers["facilities"].verdict
    assert [(it.column, it.examples) for it in aside.breaches] == [("luas_umk_m2", ((13, "-1"),))]
    # the table decides once: other pages read it
    with hand.cursor() as cursor:
        judged = dict(cursor.execute("select facility_id, compliant from facilities").fetchall())
        rents = dict(cursor.execute("select facility_id, rent_compliant from facilities").fetchall())
    words = {"memenuhi": True, "kurang": False, "belum diukur": None}
    assert judged == {name: words[state] for name, (state, _, _) in BY_HAND.items()}
    assert (rents["exact"], rents["one short"], rents["zero"]) == (True, False, None)


def test_the_required_share_is_the_published_one(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", seeds)
    figures = (seeds / "figures.csv").read_text(encoding="utf-8")
    old = "public_facility_umk_space_pct,00,2021-02,30,"
    assert figures.count(old) == 1
    (seeds / "figures.csv").write_text(figures.replace(old, old.replace(",30,", ",40,")), encoding="utf-8")
    stricter = Store(Places(seeds=seeds)).ask("programs/facility_share").rows
    usual = records("facilities")
    assert (stricter["compliance"] == "memenuhi").sum() == sum(
        r["luas_umk_m2"] is not None and r["luas_umk_m2"] * 10 >= r["luas_komersial_m2"] * 4 for r in usual
    )


SHARE_SUMS = [
    "regencies_sum",
    "compliant_sum",
    "measured_sum",
    "unmeasured_sum",
    "exact_sum",
    "pp7_compliant_sum",
    "pp7_measured_sum",
    "short_m2_sum",
]


def is_exact(row: dict) -> bool:
    return bool(row["luas_umk_m2"]) and Fraction(row["luas_umk_m2"], row["luas_komersial_m2"]) == Fraction(3, 10)


@pytest.mark.parametrize("picked", FILTERS)
def test_every_facility_of_the_sample(store: Store, picked: tuple[str, ...]) -> None:
    answer = store.ask("programs/facility_share", regencies=list(picked))
    source = {r["id_fasilitas"]: r for r in records("facilities")}
    expected = expected_facilities(list(source.values()), picked)
    rows = answer.rows
    columns = ["facility_id", "facility_kind", "regency_code", "compliance", "space_pct", "missing_m2"]
    assert {r[0]: r[1:] for r in plain(rows[columns])} == expected
    assert answer.sample
    assert answer.as_of == ("2024-09-30",)
    for r in plain(
        rows[
            [
                "facility_id",
                "facility_name",
                "regency_short",
                "commercial_m2",
                "small_firms_m2",
                "rent_share_pct",
                "facility_checked_on",
                "in_pp7",
                "rule_label",
                "rule_source_id",
            ]
        ]
    ):
        was = source[r[0]]
        assert r[1:7] == (
            was["nama_fasilitas"],
            REGENCIES[was["regency_code"]],
            was["luas_komersial_m2"],
            was["luas_umk_m2"],
            was["sewa_pct"],
            was["tanggal_periksa"],
        )
        assert r[7] == (was["jenis_fasilitas"] in PP7)
        assert (r[8] == "PP 7/2021 Pasal 60") == (was["jenis_fasilitas"] in PP7)
        announced = was["jenis_fasilitas"] in ("Hotel", "Waralaba")
        assert (r[8] == "rencana pergub saja") == announced
        assert r[9] == ("antara-2024-09-3057" if announced else "tempo-2021-02-pp7")
    # the facilities are known from the register alone; the pages are those of the rule
    assert [s.id for s in answer.sources if not s.is_rule] == ["register:facilities"]
    assert {s.id for s in answer.sources if s.is_rule} == set(rows["rule_source_id"])
    judged = list(expected.values())
    measured = [f for f in judged if f[2] != "belum diukur"]
    good = [f for f in measured if f[2] == "memenuhi"]
    exact = [r for r in source.values() if r["id_fasilitas"] in expected and is_exact(r)]
    assert {tuple(sums) for sums in rows[SHARE_SUMS].to_numpy()} == {
        (
            len({f[1] for f in judged}),
            len(good),
            len(measured),
            len(judged) - len(measured),
            len(exact),
            sum(f[0] in PP7 for f in good),
            sum(f[0] in PP7 for f in measured),
            sum(f[4] for f in measured),
        )
    }
    lacking = {i: f[4] or None for i, f in expected.items()}
    assert dict(plain(rows[["facility_id", "lacking_m2"]])) == lacking
    kinds = Counter(f[0] for f in measured)
    assert all(kind_measured == kinds[kind] for kind, kind_measured in plain(rows[["facility_kind", "kind_measured"]]))
    # at the edge on both sides, and all three states
    if not picked:
        assert len(rows) == 64
        exact = rows[rows["small_firms_m2"] * 100 == rows["commercial_m2"] * 30]
        assert len(exact) >= 1
        assert set(exact["compliance"]) == {"memenuhi"}
        assert (rows["missing_m2"] == 1).any()
        assert set(rows["compliance"]) == {"memenuhi", "kurang", "belum diukur"}


def test_a_row_of_the_sample_does_not_carry_the_page_of_the_rule_as_its_source(store: Store) -> None:
    for card in ("programs/facility_share", "programs/facility_missing"):
        drawn = render(store, card, Filters())
        written = list(csv.DictReader(io.StringIO(files.csv_text(drawn.answer))))
        assert {row["source_id"] for row in written} == {"register:facilities"}
        assert all("source_url" not in row for row in written)
        pages = {"tempo-2021-02-pp7": "tempo.co", "antara-2024-09-3057": "antaranews.com"}
        assert {row["rule_source_id"] for row in written} == set(pages)
        assert all(pages[row["rule_source_id"]] in row["rule_source_url"] for row in written)
        source, _, rule = drawn.source_line.partition(" Aturan: ")
        assert rule.startswith("Tempo dan ANTARA Kalsel.")
        assert "Data contoh, bukan data nyata. Keadaan: 30 September 2024." in source


def test_nothing_measured_is_no_share_of_nothing(hand: Store, store: Store, tmp_path: Path) -> None:
    """ "0 dari 0" says nothing; a kind of which nothing is measured is not spoken of."""
    blank = tmp_path / "sample"
    blank.mkdir()
    schema = pa.schema([(name, KINDS[kind]) for name, kind in SCHEMAS["facilities"].items()])
    rows = [("a", "A", "Hotel", "6303", None, None, None, None), ("b", "B", "Terminal", "6371", 9, None, None, None)]
    table = pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema)
    pq.write_table(table, blank / "facilities.parquet")
    unmeasured = Store(Places(data=tmp_path))
    by_regency = (("facility_by", "regency"),)
    cards = [
        ("programs/facility_share", ()),
        ("programs/facility_by_kind", ()),
        ("programs/facility_by_kind", by_regency),
    ]
    for card, options in cards:
        for asked in (unmeasured, hand, store):
            for picked in ((), *((code,) for code in REGENCIES.index)):
                assert "0 dari 0" not in render(asked, card, Filters(picked, options=options)).finding
        said = render(unmeasured, card, Filters(options=options)).finding
        assert "2 fasilitas" in said
        assert said.endswith(", semuanya belum diukur.")
    unmeasured.close()
    assert render(store, "programs/facility_by_kind", Filters(("6309",), options=by_regency)).finding.endswith(
        "Di Tabalong, 1 dari 2 fasilitas terukur memenuhi. Kekurangannya 69 m²."
    )


def tally(facilities: dict[str, tuple]) -> tuple[int, int, int, int, int]:
    states = Counter(f[2] for f in facilities.values())
    return (
        len(facilities),
        states["memenuhi"],
        states["kurang"],
        states["belum diukur"],
        sum(f[4] or 0 for f in facilities.values()),
    )


SUMS = ["facilities", "facilities_compliant", "facilities_short", "facilities_unmeasured", "missing_m2_sum"]


KIND_SUMS = ["facilities_sum", "pp7_compliant_sum", "pp7_measured_sum", "other_compliant_sum", "other_measured_sum"]
REGENCY_SUMS = ["facilities_sum", "compliant_sum", "measured_sum", "pp7_compliant_sum", "pp7_measured_sum"]


@pytest.mark.parametrize("picked", FILTERS)
def test_compliance_by_kind(store: Store, hand: Store, picked: tuple[str, ...]) -> None:
    for asked, known in ((store, records("facilities")), (hand, None)):
        if known is None:
            names = ["id_fasilitas", "jenis_fasilitas", "regency_code", "luas_komersial_m2", "luas_umk_m2"]
            known = [dict(zip(names, row, strict=False)) for row in HAND if row[0] in BY_HAND]  # noqa: PLW2901
        facilities = expected_facilities(known, picked)
        rows = asked.ask("programs/facility_by_kind", regencies=list(picked)).rows
        by_kind = {r[0]: r[1:] for r in plain(rows[["facility_kind", *SUMS]])}
        assert list(by_kind)[:8] == [
            "Bandara",
            "Terminal",
            "Pelabuhan",
            "Stasiun",
            "Rest area",
            "Hotel",
            "Waralaba",
            "Lainnya",
        ]
        for kind, sums in by_kind.items():
            sought = None if kind == "Belum diisi" else kind
            assert sums == tally({i: f for i, f in facilities.items() if f[0] == sought}), kind
        assert sum(sums[0] for sums in by_kind.values()) == len(facilities)
        assert dict(zip(rows["facility_kind"], rows["in_pp7"], strict=True)) == {k: k in PP7 for k in by_kind}
        named = tally({i: f for i, f in facilities.items() if f[0] in PP7})
        others = tally({i: f for i, f in facilities.items() if f[0] not in PP7})
        sums = (len(facilities), named[1], named[1] + named[2], others[1], others[1] + others[2])
        assert set(plain(rows[KIND_SUMS])) == {sums}


def test_a_line_parts_the_kinds_in_force_from_the_others(store: Store) -> None:
    figure = figure_of(render(store, "programs/facility_by_kind", Filters()))
    assert [line.y0 for line in figure.layout.shapes] == [4.5]
    assert figure.layout.yaxis.ticktext[4].startswith("Rest area")


def test_the_marks_are_told_kind_by_kind(store: Store) -> None:
    drawn = render(store, "programs/facility_share", Filters())
    for kind in PP7 | {"Hotel", "Waralaba", "Lainnya"}:
        judged = [judge(row) for row in records("facilities") if row["jenis_fasilitas"] == kind]
        known = [share for _, share, _ in judged if share is not None]
        counts = Counter(state for state, share, _ in judged if share is not None)
        said = ", ".join(f"{state} {counts[state]}" for state in ("memenuhi", "kurang") if counts[state])
        assert (f"{kind} ({len(known)} terukur): {said}, " in drawn.alt) == bool(known)


@pytest.mark.parametrize("picked", FILTERS)
def test_compliance_by_regency(store: Store, picked: tuple[str, ...]) -> None:
    facilities = expected_facilities(records("facilities"), picked)
    rows = store.ask("programs/facility_by_regency", regencies=list(picked)).rows
    assert set(rows["regency_code"]) == set(picked or REGENCIES.index)
    for r in plain(rows[["regency_code", *SUMS, "pp7_facilities", "pp7_compliant", "pp7_unmeasured"]]):
        here = {i: f for i, f in facilities.items() if f[1] == r[0]}
        assert r[1:6] == tally(here)
        named = tally({i: f for i, f in here.items() if f[0] in PP7})
        assert r[6:] == (named[0], named[1], named[3])
    every = tally(facilities)
    named = tally({i: f for i, f in facilities.items() if f[0] in PP7})
    sums = (every[0], every[1], every[1] + every[2], named[1], named[1] + named[2])
    assert set(plain(rows[REGENCY_SUMS])) == {sums}


def test_a_regency_without_a_facility_is_a_zero(hand: Store) -> None:
    rows = hand.ask("programs/facility_by_regency", regencies=["6311"]).rows
    assert plain(rows[["regency_code", *SUMS]]) == [("6311", 0, 0, 0, 0, 0)]
    for by in ("kind", "regency"):
        drawn = render(hand, "programs/facility_by_kind", Filters(("6311",), options=(("facility_by", by),)))
        assert "Tidak ada fasilitas" in drawn.finding


@pytest.mark.parametrize("picked", FILTERS)
def test_those_below_and_the_metres_missing(store: Store, hand: Store, picked: tuple[str, ...]) -> None:
    short = {i: f for i, f in expected_facilities(records("facilities"), picked).items() if f[2] == "kurang"}
    rows = store.ask("programs/facility_missing", regencies=list(picked)).rows
    assert [(r[0], r[1]) for r in plain(rows[["facility_id", "missing_m2"]])] == sorted(
        ((i, f[4]) for i, f in short.items()), key=lambda pair: (-pair[1], pair[0])
    )
    assert (rows["missing_m2"] > 0).all()
    assert list(rows["is_uncertain"]) == [kind not in PP7 for kind in rows["facility_kind"]]
    named = [f[4] for f in short.values() if f[0] in PP7]
    sums = (len(short), len(named), sum(f[4] for f in short.values()), sum(named))
    assert set(plain(rows[["short_sum", "pp7_short_sum", "short_m2_sum", "pp7_short_m2_sum"]])) == {sums}
    drawn = render(store, "programs/facility_missing", Filters(picked))
    assert len(figure_of(drawn).data[0].x) == min(len(short), 10)
    assert (f"Gambar memuat 10 dari {len(short)} fasilitas." in drawn.source_line) == (len(short) > 10)
    if not picked:
        below = {i for i, (state, _, _) in BY_HAND.items() if state == "kurang"}
        assert set(hand.ask("programs/facility_missing").rows["facility_id"]) == below


def test_nothing_short_is_good_news(store: Store, hand: Store) -> None:
    """Balangan has one facility, and it provides the share: no row is not no data."""
    assert store.ask("programs/facility_missing", regencies=["6311"]).rows.empty
    best = render(store, "programs/facility_missing", Filters(("6311",)))
    assert best.finding == ("Data contoh: Di Balangan, tidak ada fasilitas terukur yang kurang dari 30%; 1 memenuhi.")
    assert figure_of(best) is None
    assert "Tidak ada satu pun dalam register" in render(hand, "programs/facility_missing", Filters(("6311",))).finding


def test_the_rules_and_what_is_known_of_them(store: Store) -> None:
    answer = store.ask("programs/rules")
    rows = answer.rows
    assert list(rows["rule_short"]) == ["PP 7/2021", "Perda", "Pergub"]
    assert list(rows["rule_number"]) == ["PP 7/2021", "tidak ditemukan", "tidak ditemukan"]
    assert [state.split(",")[0] for state in rows["rule_state"]] == ["berlaku", "disetujui DPRD", "diumumkan"]
    assert list(rows["is_pending"]) == [False, True, True]
    covers = dict(zip(rows["rule_short"], rows["rule_covers"], strict=True))
    for kind in ("hotel", "waralaba"):
        assert kind in covers["Pergub"]
        assert kind not in covers["PP 7/2021"]
    assert {s.id for s in answer.sources} == {
        "tempo-2021-02-pp7",
        "antara-2025-10-infrastruktur-30-persen",
        "mckalsel-2024-02-perda",
        "antara-2024-09-3057",
    }
    assert not answer.sample


def test_national_space_is_national_and_said_not_to_compare(store: Store) -> None:
    answer = store.ask("programs/public_infrastructure")
    values = dict(zip(answer.rows["indicator"], answer.rows["figure_value"], strict=True))
    assert values == {
        "public_infrastructure_umkm_share_pct": 41.6,
        "public_facility_umk_space_pct": 30.0,
        "public_infrastructure_umkm_area": 263459.0,
        "airport_gallery_ukm_applied": 75.0,
        "airport_gallery_ukm_curated": 58.0,
    }
    drawn = render(store, "programs/public_infrastructure", Filters())
    assert isinstance(drawn.spec, Tallies)
    assert drawn.spec.listing() == [
        "Bagian area komersial untuk UMKM 41,6%, Indonesia, 2022",
        "Bagian area komersial yang wajib untuk UMK 30%, Indonesia, Februari 2021",
        "Luas area komersial untuk UMKM, m² 263.459, Indonesia, 2022",
        "UKM pendaftar gerai bandara 75, Kalimantan Selatan, Agustus 2021",
        "UKM lolos kurasi gerai bandara 58, Kalimantan Selatan, Agustus 2021",
    ]
    assert list(answer.rows["region_code"]) == ["00", "00", "00", "63", "63"]
    assert not answer.sample
    said = drawn.finding
    nation = "Nasional 2022: 41,6% area komersial infrastruktur publik untuk UMKM, seluas 263.459 m². "
    gallery = "Kalimantan Selatan: 58 dari 75 UKM pendaftar lolos kurasi gerai bandara (Agustus 2021). "
    no_register = "Semuanya tidak sebanding dengan register fasilitas."
    assert said == nation + gallery + no_register
    # another province has no such gallery
    without = replace(answer, rows=answer.rows[answer.rows["region_code"] == "00"])
    assert drawn.card.say(without, Filters()) == nation + "Tidak ada angka Kalimantan Selatan. " + no_register


# --- modern cooperatives


def test_modern_cooperatives_and_plans(store: Store) -> None:
    rows = store.ask("programs/modern").rows
    assert [
        (r[0].removeprefix("modern_cooperatives_"), *r[1:])
        for r in plain(rows[["indicator", "as_of", "cooperatives", "is_plan"]])
    ] == [
        ("new", "2022", 2, False),
        ("new", "2023", 2, False),
        ("total", "2023", 4, False),
        ("candidates", "2024", 8, True),
        ("planned_total", "2024", 12, True),
        ("national_target", "2021-07", 100, False),
        ("national_target", "2024", 500, False),
    ]
    assert list(store.ask("programs/modern", year_from=2023, year_to=2023).rows["cooperatives"]) == [2, 4]
    assert list(store.ask("programs/modern", year_from=2024).rows["cooperatives"]) == [8, 12, 500]
    said = render(store, "programs/modern", Filters()).finding
    assert said.startswith("Kalimantan Selatan: 4 koperasi modern sampai 2023 (2 baru pada 2022 dan 2 baru pada 2023)")
    assert "12" not in said, "a plan is no headline"


def test_modern_cooperatives_by_name_stand_beside_their_number(store: Store) -> None:
    names = pd.read_csv(ROOT / "seeds/modern_cooperatives.csv")
    rows = store.ask("programs/modern").rows
    told = {row.as_of: row.cooperative_names for row in rows.itertuples() if not pd.isna(row.cooperative_names)}
    assert told == {str(year): "; ".join(sorted(part["name"])) for year, part in names.groupby("year")}
    new = rows[rows["indicator"] == "modern_cooperatives_new"]
    assert dict(zip(new["as_of"], new["cooperatives"], strict=True)) == Counter(map(str, names["year"]))
    assert all(set(names["source_id"]) <= set(it) for it in new["source_ids"])
    drawn = render(store, "programs/modern_names", Filters())
    assert drawn.card.id == "programs/modern"
    assert all(name in drawn.alt for name in names["name"])


def test_national_targets_of_modern_cooperatives(store: Store) -> None:
    def targets(**years: int) -> list[tuple[object, ...]]:
        rows = store.ask("programs/modern", **years).rows
        rows = rows[rows["indicator"] == "modern_cooperatives_national_target"]
        return plain(rows[["region_code", "as_of", "cooperatives"]])

    early, late = ("00", "2021-07", 100), ("00", "2024", 500)
    assert targets() == [early, late]
    assert targets(year_to=2023) == targets(year_to=2021) == [early]
    assert targets(year_from=2022) == targets(year_from=2024) == [late]
    said = render(store, "programs/modern_target", Filters()).finding
    assert said.endswith(" Target nasional yang pernah disebut: 100 (Juli 2021) dan 500 (2024).")
    alone = render(store, "programs/modern", Filters(year_to=2021)).finding
    assert alone == (
        "Kalimantan Selatan: tidak ada angka sendiri, belum ada yang ditetapkan. "
        "Target nasional yang pernah disebut: 100 (Juli 2021)."
    )


# --- trainings


def test_published_trainings(store: Store) -> None:
    seeds = pd.read_csv(ROOT / "seeds/trainings.csv", dtype={"region_code": str})
    for picked, first, last in (((), None, None), (("6304", "6306"), None, None), ((), 2021, 2022)):
        kept = [
            r
            for r in seeds.itertuples()
            if (not picked or r.region_code in picked)
            and (first is None or r.year >= first)
            and (last is None or r.year <= last)
        ]
        rows = store.ask("programs/trainings", regencies=list(picked), year_from=first, year_to=last).rows
        found = plain(rows[["region_code", "as_of", "topic", "audience", "trainees", "source_id"]])
        expected = [
            (
                r.region_code,
                f"{r.year}" if pd.isna(r.month) else f"{r.year}-{int(r.month):02}",
                r.topic,
                r.audience,
                None if pd.isna(r.participants) else int(r.participants),
                r.source_id,
            )
            for r in kept
        ]
        assert sorted(found, key=str) == sorted(expected, key=str)
        assert [f[1] for f in found] == sorted((f[1] for f in found), reverse=True)
        held = [r for r in kept if not r.topic.startswith("Rencana")]
        known = [int(r.participants) for r in held if pd.notna(r.participants)]
        span = "–".join(dict.fromkeys((str(min(r.year for r in held)), str(max(r.year for r in held)))))
        sums = rows[["training_years", "trainings_held", "trainings_told", "trainees_sum", "trainings_planned"]]
        whole = sum(known) if known else None
        # to which the most came: a sentence names it
        assert rows["trainees_rank"].notna().sum() == len(known)
        for row in rows[rows["trainees_rank"].notna()].itertuples():
            assert (row.trainees_rank, row.trainees_alike) == (
                1 + sum(it > row.trainees for it in known),
                known.count(row.trainees),
            )
        assert set(plain(sums)) == {(span, len(held), len(known), whole, len(kept) - len(held))}
        blurred = any("sekitar" in r.topic for r in held)
        assert set(rows["trainees_about"]) == {"sekitar " if blurred else ""}
        for r in rows.itertuples():
            quality = "approximate" if "sekitar" in r.topic else "stated"
            assert r.about == ("sekitar " if quality == "approximate" else "")
            assert pd.isna(r.quality) if pd.isna(r.trainees) else r.quality == quality
        assert list(rows["place_short"]) == [REGENCIES.get(code, "provinsi") for code in rows["region_code"]]
        unknown = {True: "baru rencana", False: "tidak disebut"}
        assert list(rows["trainees_unknown"]) == [unknown[plan] for plan in rows["is_plan"]]
    assert list(store.ask("programs/trainings").rows.query("is_plan")["source_id"]) == ["ktv-2025-10-pelatihan-kdmp"]
    drawn = render(store, "programs/trainings_by_year", Filters())
    assert drawn.card.id == "programs/trainings"
    assert isinstance(drawn.spec, Table)
    told = {(row[0].words, row[4].words) for row in drawn.spec.body}
    assert len(drawn.spec.body) == len(seeds)
    assert {("2025", "402"), ("Juni 2010", "sekitar 30"), ("Oktober 2025", "baru rencana")} <= told
    # thirteen less the plan; one of the seven sources says "sekitar"
    assert drawn.finding == (
        "Di Kalimantan Selatan, 12 pelatihan diberitakan pada 2010–2025; 7 menyebut pesertanya, "
        "sekitar 596 orang seluruhnya; 1 lainnya baru rencana. "
        "Terbanyak: Pengelolaan Koperasi Merah Putih, dua gelombang dari 200 koperasi (402)."
    )


def test_participants_that_no_source_tells_are_not_none(store: Store) -> None:
    def said(*picked: str, **years: int) -> str:
        return render(store, "programs/trainings", Filters(picked, **years)).finding

    assert said("6371") == "Di Banjarmasin, 1 pelatihan diberitakan pada 2025; jumlah pesertanya tidak disebut."
    assert said("6304") == "Di Barito Kuala, 1 pelatihan diberitakan pada 2025, dengan 402 peserta."
    assert said(year_from=2010, year_to=2010).endswith("dengan sekitar 30 peserta.")


@pytest.mark.parametrize(
    ("picked", "first", "last"), [((), None, None), (("6303", "6371"), None, None), ((), 2022, 2023)]
)
def test_the_register_of_trainings(store: Store, picked: tuple[str, ...], first: int | None, last: int | None) -> None:
    kept = [
        r
        for r in records("trainings_register")
        if (not picked or r["regency_code"] in picked)
        and (first is None or r["tanggal_mulai"].year >= first)
        and (last is None or r["tanggal_mulai"].year <= last)
    ]
    parameters = {"regencies": list(picked), "year_from": first, "year_to": last}
    answer = store.ask("programs/trainees", **parameters)
    found = {r[0]: r[1:8] for r in plain(answer.rows)}
    assert answer.sample
    assert list(found) == sorted({r["tanggal_mulai"].year for r in kept})
    men, women = (sum(r[name] or 0 for r in kept) for name in ("peserta_pria", "peserta_wanita"))
    filled = [r["peserta_pria"] + r["peserta_wanita"] for r in kept if r["peserta_pria"] is not None]
    assert set(answer.rows["trainings_zero_sum"]) == {filled.count(0)}
    assert {r[8:-1] for r in plain(answer.rows.drop(columns="trainings_zero_sum"))} == {
        (
            f"{min(found)}–{max(found)}",
            len(kept),
            sum(r["peserta_pria"] is None for r in kept),
            0,  # every training has its date
            men + women,
        )
    }
    assert list(answer.rows["women_sum_pct"]) == [pytest.approx(100 * women / (men + women), abs=0.051)] * len(found)
    for year, (held, blank, zero, men, women, trainees, women_pct) in found.items():
        here = [r for r in kept if r["tanggal_mulai"].year == year]
        filled = [r for r in here if r["peserta_pria"] is not None]
        assert (held, blank) == (len(here), len(here) - len(filled))
        assert zero == sum(r["peserta_pria"] + r["peserta_wanita"] == 0 for r in filled)
        assert (men, women) == (sum(r["peserta_pria"] for r in filled), sum(r["peserta_wanita"] for r in filled))
        assert trainees == men + women
        assert women_pct == pytest.approx(100 * women / trainees, abs=0.051)

    budgets = store.ask("programs/training_budgets", **parameters).rows
    expected = Counter((r["tanggal_mulai"].year, r["sumber_anggaran"] or "Belum diisi") for r in kept)
    sums: Counter[tuple[int, str]] = Counter()
    blanks: Counter[tuple[int, str]] = Counter()
    for r in kept:
        key = (r["tanggal_mulai"].year, r["sumber_anggaran"] or "Belum diisi")
        sums[key] += (r["peserta_pria"] or 0) + (r["peserta_wanita"] or 0)
        blanks[key] += r["peserta_pria"] is None
    sources = Counter(source for _, source in expected.elements())
    assert {r[:2]: r[2:] for r in plain(budgets)} == {
        key: (
            key[1] == "Belum diisi",
            count,
            blanks[key],
            sums[key] if blanks[key] < count else None,
            sources[key[1]],
            len(kept),
        )
        for key, count in expected.items()
    }


# --- packaging


def test_packaging_houses(store: Store) -> None:
    seeds = pd.read_csv(ROOT / "seeds/packaging_houses.csv", dtype=str)
    rows = store.ask("programs/packaging_houses").rows
    columns = ["regency_code", "house_location", "as_of", "house_cost", "source_id"]
    expected = [
        tuple(None if pd.isna(v) else int(v) if k == "cost_idr" else v for k, v in row.items())
        for row in seeds[["regency_code", "location", "since", "cost_idr", "source_id"]].to_dict("records")
    ]
    assert sorted(plain(rows[columns])) == sorted(expected)
    assert set(rows["houses"]) == {len(seeds)}
    assert list(rows["house_since"].fillna("")) == list(rows["as_of"].fillna(""))
    assert list(rows["regency_code"])[-1] == "6302", "no date: last"
    assert list(store.ask("programs/packaging_houses", regencies=["6371"]).rows["house_cost"]) == [2_600_000_000]
    assert "Mulai tidak ditemukan" in render(store, "programs/packaging_houses", Filters(("6302",))).alt
    assert "Biaya tidak ditemukan" in render(store, "programs/packaging_houses", Filters(("6303",))).alt


@pytest.mark.parametrize("by", ["kind", "recipient", "regency", "year"])
def test_machines(store: Store, by: str) -> None:
    def group(row: dict) -> str:
        if by == "year":
            return str(row["tanggal_serah"].year) if row["tanggal_serah"] else "Belum diisi"
        if by == "regency":
            return REGENCIES[row["regency_code"]]
        return row["jenis_mesin" if by == "kind" else "jenis_penerima"]

    for picked, first, last in (((), None, None), (("6303", "6371"), None, None), ((), 2020, 2022)):
        kept = [
            r
            for r in records("packaging_machines")
            if (not picked or r["regency_code"] in picked)
            and (first is None or (r["tanggal_serah"] and r["tanggal_serah"].year >= first))
            and (last is None or (r["tanggal_serah"] and r["tanggal_serah"].year <= last))
        ]
        answer = store.ask("programs/machines", regencies=list(picked), year_from=first, year_to=last, machines_by=by)
        assert answer.sample
        found = {r[0]: r[2:7] for r in plain(answer.rows)}
        conditions = Counter(r["kondisi"] for r in kept)
        assert set(plain(answer.rows[["machines_working_sum", "machines_known_sum", "machines_blank_sum"]])) == {
            (conditions["Berfungsi"], len(kept) - conditions[None], conditions[None])
        }
        states = {name: Counter(r["kondisi"] for r in kept if group(r) == name) for name in map(group, kept)}
        assert found == {
            name: (sum(c.values()), c["Berfungsi"], c["Rusak"], c["Tidak dipakai"], c[None])
            for name, c in states.items()
        }
        names = [name for name in found if name != "Belum diisi"]
        sizes = Counter(found[name][0] for name in names)
        for r in answer.rows.itertuples():
            assert r.groups_sum == len(names)
            if r.machine_group == "Belum diisi":
                assert pd.isna(r.group_rank)
            else:
                assert r.group_rank == 1 + sum(count for size, count in sizes.items() if size > r.machines)
                assert r.groups_alike == sizes[r.machines]
        assert list(found)[: len(names)] == names, "what is not filled in comes last"
        order = sorted(names) if by == "year" else sorted(names, key=lambda name: (-found[name][0], name))
        assert names == order
        codes = dict(zip(answer.rows["machine_group"], answer.rows["regency_code"], strict=True))
        if by == "regency":
            assert all(REGENCIES[code] == name for name, code in codes.items())
        else:
            assert set(codes.values()) == {None}


def test_the_most_machines_are_those_that_share_the_number(store: Store) -> None:
    """Two kinds of recipient have ten machines each in Banjarmasin; one group alone is not the largest of anything."""

    def said(by: str, *picked: str, **years: int) -> str:
        return render(store, "programs/machines", Filters(picked, **years, options=(("machines_by", by),))).finding

    states = Counter(r["jenis_penerima"] for r in records("packaging_machines") if r["regency_code"] == "6371")
    best = sorted(name for name, count in states.items() if count == max(states.values()))
    assert said("recipient", "6371").endswith(f" Terbanyak: {' dan '.join(best)}, masing-masing 10 mesin.")
    assert said("regency", "6303") == said("regency", "6303").partition(" Terbanyak")[0]
    assert said("year", year_from=2022, year_to=2022).endswith("5 belum diisi.")
    assert said("kind").endswith(" Terbanyak: Penyegel plastik, 44 mesin.")
    assert "0 belum diisi" not in said("kind", "6304")


def test_what_nobody_filled_in_is_kept_and_named(tmp_path: Path) -> None:
    """An office's register may lack anything: a kind, a topic, a regency."""
    for name in ("packaging_machines", "trainings_register"):
        schema = pa.schema([(column, KINDS[kind]) for column, kind in SCHEMAS[name].items()])
        key = schema.names[0]
        rows = [{key: "blank"}, {key: "nowhere"}]
        if name == "trainings_register":
            rows = [row | {"tanggal_mulai": date(2024, 5, 6), "peserta_pria": 3} for row in rows]
        (tmp_path / "sample").mkdir(exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows, schema), tmp_path / "sample" / f"{name}.parquet")
    blank = Store(Places(data=tmp_path))
    for by in ("kind", "recipient", "regency", "year"):
        rows = blank.ask("programs/machines", machines_by=by).rows
        assert set(rows["machine_group"]) == {"Belum diisi"}, by
        assert (rows["machines"].sum(), rows["machines_blank"].sum()) == (2, 2), by
    with blank.cursor() as cursor:
        told = cursor.execute("select distinct topic, audience, budget_source, trainees from training_register")
        assert told.fetchall() == [("Belum diisi", "Belum diisi", "Belum diisi", None)]
    blank.close()


# --- money, and the gallery


def test_funds_are_shown_with_their_doubt_and_never_headlined(store: Store) -> None:
    rows = store.ask("programs/funds").rows
    assert {(r[0], r[1]): r[2:] for r in plain(rows[["indicator", "as_of", "funds", "quality"]])} == {
        ("kur_ceiling", "2023"): (6.5e12, "approximate"),
        ("kur_disbursed", "2023"): (2.2e12, "approximate"),
        ("coop_umkm_funds_allocated", "2025-05"): (5.69e12, "suspect"),
        ("coop_umkm_funds_realised", "2025-05"): (2.1e12, "suspect"),
    }
    assert list(rows["is_odd"]) == [True] * 4
    assert list(rows["is_suspect"]) == [False, False, True, True]
    assert set(rows["figures_suspect"]) == {2}
    assert set(store.ask("programs/funds", year_to=2023).rows["figures_suspect"]) == {0}
    assert list(rows["as_of"]) == ["2023", "2023", "2025-05", "2025-05"]
    assert list(rows["indicator"])[1::2] == ["kur_ceiling", "coop_umkm_funds_allocated"]
    assert set(store.ask("programs/funds", year_from=2024).rows["as_of"]) == {"2025-05"}
    assert set(store.ask("programs/funds", year_from=2025).rows["as_of"]) == {"2025-05"}
    assert set(store.ask("programs/funds", year_to=2024).rows["as_of"]) == {"2023"}
    assert set(store.ask("programs/funds", year_to=2023).rows["as_of"]) == {"2023"}
    assert render(store, "programs/funds", Filters(year_to=2023)).finding == (
        "Kalimantan Selatan: KUR tersalurkan Rp2,2 triliun (2023, tahun perkiraan) dan Plafon KUR Rp6,5 triliun "
        "(2023, tahun perkiraan)."
    )
    for filters in (Filters(), Filters(year_from=2024)):
        said = render(store, "programs/funds", filters).finding
        assert "5,69" not in said
        assert "Rp2,1 " not in said
        assert "diragukan" in said


def test_the_airport_gallery(store: Store) -> None:
    rows = store.ask("programs/public_infrastructure").rows.tail(2)
    assert plain(rows[["indicator", "as_of", "figure_value", "small_firms_applied"]]) == [
        ("airport_gallery_ukm_applied", "2021-08", 75, 75),
        ("airport_gallery_ukm_curated", "2021-08", 58, 75),
    ]
