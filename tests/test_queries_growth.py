"""Every query of the growth page and the frame against answers computed without DuckDB."""

import csv
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from koperasi.cards import render
from koperasi.look.charts import Tallies
from koperasi.store import BadParameter, Filters, Places, Store
from tests.reading import figure_of
from tests.together import together

ROOT = Path(__file__).parents[1]
BLANK = "Belum diisi"
COMPARABLE = {"stated", "counted", "approximate"}
NO_REGISTER = {"press", "unknown"}
TABLES = ["regencies", "figures", "cooperatives", "cooperative_list", "cooperative_counts"]
MEASURES = {
    "inactive": ("cooperatives_inactive", "2022-01", False),
    "inactive_rate": ("cooperatives_inactive", "2022-01", True),
    "merah_putih": ("kdmp_total", "2026-08-05", False),
    "merah_putih_rate": ("kdmp_total", "2026-08-05", True),
}

# 6304 has no published total; 9999 has nothing anywhere
PICKS = [(), ("6303",), ("6303", "6309", "6371"), ("6304",), ("9999",)]
YEARS = [(None, None), (2016, 2022), (2022, None), (None, 2015), (2024, 2024), (1900, 1901)]
PUBLISHED = [(picked, years) for picked in PICKS for years in YEARS]
COUNTED = [
    *(((), years, {}) for years in YEARS),
    *((picked, (None, None), {}) for picked in PICKS[1:]),
    *(((), (None, None), {"pola": pola}) for pola in ("konvensional", "syariah")),
    *(((), (None, None), {"cooperative_types": types}) for types in (["Jasa"], ["Produsen", BLANK], ["Tak ada"])),
    (("6303", "6309", "6371"), (2016, 2022), {}),
    (("6303",), (2022, None), {"pola": "konvensional", "cooperative_types": ["Jasa", "Konsumen"]}),
    (("6303", "6371"), (None, 2015), {"pola": "syariah"}),
]

Row = dict[str, Any]


def seed(name: str, folder: Path = ROOT / "seeds") -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{key: value or None for key, value in row.items()} for row in csv.DictReader(file)]


def records(rows: pd.DataFrame) -> list[Row]:
    """Rows as plain Python, so that an empty cell, a date and a whole number each compare as one."""

    def plain(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return value.tolist()
        if value is None or pd.isna(value):
            return None
        if isinstance(value, datetime):
            return value.date()
        return value.item() if hasattr(value, "item") else value

    return [{key: plain(value) for key, value in row.items()} for row in rows.astype(object).to_dict("records")]


def ask(store: Store, name: str, picked: Iterable[str] = (), *years: int | None, **more: Any) -> list[Row]:
    limits = dict(zip(("year_from", "year_to"), years, strict=False))
    return records(store.ask(name, regencies=list(picked), **limits, **more).rows)


def rounded(value: Fraction, decimals: int = 1) -> float:
    step = Decimal(1).scaleb(-decimals)
    return float((Decimal(value.numerator) / Decimal(value.denominator)).quantize(step, ROUND_HALF_UP))


def within(year: int | None, first: int | None, last: int | None) -> bool:
    if first is None and last is None:
        return True
    return year is not None and (first is None or year >= first) and (last is None or year <= last)


# --- the stores: a copy of queries/ with one more question a table, since a store answers only questions


def with_probes(folder: Path) -> Path:
    shutil.copytree(ROOT / "queries", folder)
    (folder / "probe").mkdir()
    for name in TABLES:
        text = f"-- question: {name}\n-- grain: row\n-- key: one row\n-- unit: row\nselect * from {name}\n"
        (folder / "probe" / f"{name}.sql").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def queries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_probes(tmp_path_factory.mktemp("growth") / "queries")


@pytest.fixture(scope="module")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only the sample, also where an office keeps its own registers beside it."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(ROOT / "data/sample", folder / "sample")
    return folder


@pytest.fixture(scope="module")
def store(queries: Path, sample_data: Path):
    made = Store(Places(seeds=ROOT / "seeds", data=sample_data, queries=queries))
    yield made
    made.close()


@pytest.fixture(scope="module")
def sample() -> list[Row]:
    return staged(pq.read_table(ROOT / "data/sample/cooperatives.parquet").to_pylist())


# A register small enough to read: ties and blanks in every column, names with the characters that LIKE would
# take for wildcards, and one that would end a quoted string.
HAND_COLUMNS = [
    "nomor_induk_koperasi", "nama_koperasi", "regency_code", "tanggal_badan_hukum", "pola_pengelolaan",
    "jenis_koperasi", "kelompok_koperasi", "status_koperasi", "anggota_pria", "anggota_wanita", "aset",
    "volume_usaha", "shu", "tahun_rat_terakhir",
]  # fmt: skip
K, S, ON, OFF = "KONVENSIONAL", "SYARIAH", "Aktif", "Tidak Aktif"
HAND = [
    ("N-01", "Maju Bersama", "6303", date(2001, 5, 2), K, "Jasa", "KSU", ON, 10, 5, 500, 90, 9, 2024),
    ("N-02", "Berkah 100%", "6303", date(2001, 5, 2), S, "Jasa", "KSPPS", ON, 0, 0, 0, 0, 0, 2024),
    ("N-03", "Berkah 1000", "6303", date(1903, 1, 1), S, None, None, None, 7, None, None, None, None, None),
    ("N-04", "Tani_Jaya", "6371", date(2016, 1, 1), None, "Produsen", "KUD", OFF, 15, 0, 500, 90, -9, 2010),
    ("N-05", "Tani Jaya", "6371", date(2015, 12, 31), K, "Produsen", "KUD", ON, 3, 3, 7, 8, 1, 2010),
    ("N-06", "Syari'ah Al-Amin", "6371", None, S, "Konsumen", "KSPPS", ON, None, 4, 1, None, 1, None),
    ("N-07", "MAJU BERSAMA", "6309", date(2022, 12, 31), K, "Jasa", "KSU", ON, 8, 7, 500, 1, 1, 2023),
    ("N-08", "Maju Bersama", "6309", date(2023, 1, 1), K, "Konsumen", "KSU", ON, 1, 1, 2, 3, 4, 2023),
    ("n-08", "maju bersama", "6309", None, None, None, "KSU", None, None, None, None, None, None, None),
    ("N-10", "Tanpa wilayah\\", None, date(2010, 1, 1), S, "Jasa", "KSU", ON, 1, 2, 3, 4, 5, 2020),
    ("N-11", "Anggota N-01", "6301", date(2010, 1, 1), S, "Jasa", "KSU", ON, 1, 1, 3, 4, 5, 2020),
]  # fmt: skip
KECAMATAN = {"6303": "Gambut", "6371": "Banjarmasin Barat", "6309": "JARO", "6301": "Bati-bati", None: "Mana saja"}


def write_register(folder: Path, rows: list[Row]) -> None:
    shape = pq.read_schema(ROOT / "data/sample/cooperatives.parquet")
    folder.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows, shape), folder / "cooperatives.parquet")


@pytest.fixture(scope="module")
def hand_rows() -> list[Row]:
    raw = [dict(zip(HAND_COLUMNS, row, strict=True)) | {"kecamatan": KECAMATAN[row[2]]} for row in HAND]
    return raw[::-1]  # the order in the file must not matter


@pytest.fixture(scope="module")
def hand(hand_rows: list[Row], queries: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("hand")
    write_register(folder / "sample", hand_rows)
    made = Store(Places(seeds=ROOT / "seeds", data=folder, queries=queries))
    yield made
    made.close()


@pytest.fixture(params=["sample", "hand"])
def register(request: pytest.FixtureRequest, store: Store, hand: Store, sample: list[Row], hand_rows: list[Row]):
    """Each question about the register is asked of the shipped sample and of the small one."""
    return (store, sample) if request.param == "sample" else (hand, staged(hand_rows))


# --- the tables


REGENCIES = {row["code"]: row for row in seed("regencies")}


def region_name(code: str) -> str:
    return REGENCIES[code]["short_name"] if code in REGENCIES else {"63": "Kalimantan Selatan", "00": "Indonesia"}[code]


def drawn_on(as_of: str) -> date:
    parts = [int(part) for part in as_of.split("-")]
    return date(parts[0], 7, 1) if len(parts) == 1 else date(*parts, *[1] * (3 - len(parts)))


@cache
def figures(folder: Path = ROOT / "seeds") -> list[Row]:
    """seeds/figures.csv with the words that belong to each row."""
    indicators = {row["indicator"]: row for row in seed("indicators", folder)}
    registers = {row["register"]: row for row in seed("registers", folder)}
    qualities = {row["quality"]: row for row in seed("qualities", folder)}
    short = {key(row): row["short_id"] for row in seed("breaks", folder)}
    return [
        {
            "figure_id": ".".join(key(row)),
            "indicator": row["indicator"],
            "indicator_label": indicators[row["indicator"]]["label_id"],
            "unit": indicators[row["indicator"]]["unit_id"],
            "good_direction": indicators[row["indicator"]]["good_direction"],
            "region_code": row["region_code"],
            "as_of": row["as_of"],
            "as_of_year": int(row["as_of"][:4]),
            "as_of_date": drawn_on(row["as_of"]),
            "value": float(row["value"]),
            "register": row["register"],
            "register_label": registers[row["register"]]["label_id"],
            "quality": row["quality"],
            "quality_label": "dengan tahun perkiraan"
            if row["inexact"] == "date"
            else qualities[row["quality"]]["label_id"],
            "inexact": row["inexact"],
            **doubts(row, short.get(key(row))),
            "is_break": key(row) in short,
            "is_plain": row["quality"] in ("stated", "counted"),
            "is_sure": row["quality"] in ("stated", "counted", "approximate"),
            "is_suspect": row["quality"] == "suspect",
            "quality_rank": ["stated", "counted", "approximate", "disputed", "suspect"].index(row["quality"]) + 1,
            "same_as": row["same_as"] or None,
            "source_id": row["source_id"],
            "note": row["note"],
            "region_name": region_name(row["region_code"]),
        }
        for row in seed("figures", folder)
    ]


def doubts(row: Row, counts: str | None) -> Row:
    """How sure a figure is in words, and what it counts that those before it do not; by hand."""
    behind = {"disputed": ", diperselisihkan", "suspect": ", diragukan", "approximate": ""}.get(row["quality"], "")
    alone = {"disputed": ", angka diperselisihkan", "suspect": ", angka diragukan", "approximate": ", angka perkiraan"}
    if row["inexact"] == "date":
        behind, alone = ", tahun perkiraan", {"approximate": ", tahun perkiraan"}
    more = f", {counts}" if counts else ""
    return {
        "about": "sekitar " if row["inexact"] == "value" else "",
        "doubt_note": behind + more,
        "quality_note": alone.get(row["quality"], "") + more,
    }


def staged(raw: list[Row]) -> list[Row]:
    """Register rows in the project's own words, in the order of names."""
    ordered = sorted(raw, key=lambda row: (row["nama_koperasi"], row["nomor_induk_koperasi"]))
    return [
        {
            "cooperative_id": row["nomor_induk_koperasi"],
            "cooperative_name": row["nama_koperasi"],
            "regency_code": row["regency_code"],
            "district": row["kecamatan"],
            "members": None
            if None in (row["anggota_pria"], row["anggota_wanita"])
            else row["anggota_pria"] + row["anggota_wanita"],
            "assets": row["aset"],
            "turnover": row["volume_usaha"],
            "surplus": row["shu"],
            "last_rat_year": row["tahun_rat_terakhir"],
            "founded_on": row["tanggal_badan_hukum"],
            "founded_year": row["tanggal_badan_hukum"].year if row["tanggal_badan_hukum"] else None,
            "cooperative_type": row["jenis_koperasi"] or BLANK,
            "cooperative_group": row["kelompok_koperasi"] or BLANK,
            "cooperative_status": row["status_koperasi"] or BLANK,
            "pola": (row["pola_pengelolaan"] or "belum diisi").lower(),
            "position": position,
            "search_name": row["nama_koperasi"].lower(),
        }
        for position, row in enumerate(ordered, start=1)
    ]


def test_table_regencies(store: Store):
    expected = [
        {
            "regency_code": row["code"],
            "regency_name": row["name"],
            "regency_short": row["short_name"],
            "regency_abbr": row["abbr"],
            "kind": row["kind"],
            "residents": int(row["population"]),
            "tile_col": int(row["tile_col"]),
            "tile_row": int(row["tile_row"]),
        }
        for row in REGENCIES.values()
    ]
    found = records(store.ask("probe/regencies").rows)
    assert sorted(found, key=lambda row: row["regency_code"]) == expected
    assert len(found) == 13


def key(row: Row) -> tuple[str, ...]:
    return row["indicator"], row["region_code"], row["as_of"], row["source_id"]


def test_table_figures(store: Store):
    found = records(store.ask("probe/figures").rows)
    assert sorted(found, key=key) == sorted(figures(), key=key)
    assert len(found) == len(seed("figures"))


@pytest.mark.parametrize(
    ("as_of", "drawn"), [("2016", "2016-07-01"), ("2019-10", "2019-10-01"), ("2026-08-05", "2026-08-05")]
)
def test_a_date_is_drawn_within_its_period(store: Store, as_of: str, drawn: str):
    found = {row["as_of_date"] for row in records(store.ask("probe/figures").rows) if row["as_of"] == as_of}
    assert found == {date.fromisoformat(drawn)}


def test_table_cooperative_list(register: tuple[Store, list[Row]]):
    """Whole and in its order; `cooperatives` is the same without the two columns that only a list needs."""
    store, rows = register
    assert sorted(records(store.ask("probe/cooperative_list").rows), key=lambda row: row["position"]) == rows
    found = {row["cooperative_id"]: row for row in records(store.ask("probe/cooperatives").rows)}
    assert {row["cooperative_id"]: row for row in rows} == {
        row["cooperative_id"]: found[row["cooperative_id"]]
        | {"position": row["position"], "search_name": row["search_name"]}
        for row in rows
    }
    assert len(found) == len(rows)


def test_table_cooperative_counts(register: tuple[Store, list[Row]]):
    store, rows = register
    by = [
        "regency_code",
        "founded_year",
        "pola",
        "cooperative_type",
        "cooperative_group",
        "cooperative_status",
    ]
    found = records(store.ask("probe/cooperative_counts").rows)
    assert all(list(row) == [*by, "cooperatives"] for row in found)
    pairs = [(tuple(row[name] for name in by), row["cooperatives"]) for row in found]
    assert dict(pairs) == Counter(tuple(row[name] for name in by) for row in rows)
    assert len(dict(pairs)) == len(pairs)


# --- frame


def test_frame(store: Store):
    expected = [
        {"regency_code": c, "regency_name": row["name"], "regency_short": row["short_name"]}
        for c, row in REGENCIES.items()
    ]
    assert records(store.ask("frame/regencies").rows) == expected
    assert [row["regency_short"] for row in expected if row["regency_code"] == "6303"] == ["Banjar"]
    years = [row["as_of_year"] for row in figures() if row["region_code"] != "00"]
    assert records(store.ask("frame/bounds").rows) == [{"year_first": min(years), "year_last": max(years)}]
    newest = max((row["as_of_date"], row["as_of"]) for row in figures())[1]
    assert records(store.ask("frame/newest").rows) == [{"as_of": newest}]


def rewrite(folder: Path, change: Callable[[list[Row]], list[Row]]) -> Path:
    """A copy of seeds/ whose figures went through `change`."""
    shutil.copytree(ROOT / "seeds", folder)
    # the figures that these point at may be gone from the changed ones
    for name in ("breaks", "contradicting_figures"):
        header = (ROOT / "seeds" / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0]
        (folder / f"{name}.csv").write_text(header + "\n", encoding="utf-8")
    rows = change(seed("figures"))
    with (folder / "figures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def figure(region: str, as_of: str, value: float, register: str, quality: str = "stated", **more: str) -> Row:
    row = {"indicator": "cooperatives_total", "region_code": region, "as_of": as_of, "value": f"{value:g}"}
    return (
        row
        | {
            "register": register,
            "source_id": "gatra-2022-01-902-tidak-aktif",
            "quality": quality,
            "inexact": "value" if quality == "approximate" else "",
            "note": "uji",
        }
        | more
    )


@pytest.fixture
def seeded(tmp_path: Path, queries: Path):
    """A store over a copy of seeds/ with the figures changed, and no register."""
    made: list[Store] = []

    def make(change: Callable[[list[Row]], list[Row]]) -> Store:
        seeds = rewrite(tmp_path / "seeds", change)
        made.append(Store(Places(seeds=seeds, data=tmp_path, queries=queries)))
        return made[0]

    yield make
    for one in made:
        one.close()


def test_the_nation_does_not_widen_the_years_and_the_most_exact_date_is_newest(seeded):
    store = seeded(
        lambda rows: [
            *(row for row in rows if row["as_of"] < "2024"),
            figure("00", "1950", 1, "bps"),
            figure("6301", "1999", 2, "bps"),
            figure("6301", "2024-07-01", 2, "bps"),
            figure("6301", "2024", 2, "bps"),
            figure("00", "2024-06-30", 2, "bps"),
        ]
    )
    assert records(store.ask("frame/bounds").rows) == [{"year_first": 1999, "year_last": 2024}]
    assert records(store.ask("frame/newest").rows) == [{"as_of": "2024-07-01"}]


# --- growth/total


BREAKS = {tuple(row[:4]) for row in csv.reader((ROOT / "seeds/breaks.csv").read_text(encoding="utf-8").splitlines())}


def segment(row: Row, asked: list[Row]) -> int:
    """How many breaks lie at or before this figure in its region and register."""
    same = [o for o in asked if (o["region_code"], o["register"]) == (row["region_code"], row["register"])]
    return sum(key(other) in BREAKS and other["as_of_date"] <= row["as_of_date"] for other in same)


def totals(rows: list[Row], picked=(), first=None, last=None) -> list[Row]:
    asked = [
        row for row in rows if row["indicator"] == "cooperatives_total" and row["region_code"] in (picked or ("63",))
    ]
    answer = []
    for row in sorted(asked, key=lambda row: (row["region_code"], row["as_of_date"], row["source_id"])):
        before = [
            other
            for other in asked
            if row["quality"] in COMPARABLE
            and other["quality"] in COMPARABLE
            and row["register"] not in NO_REGISTER
            and (other["region_code"], other["register"]) == (row["region_code"], row["register"])
            and other["as_of_date"] < row["as_of_date"]
            and segment(other, asked) == segment(row, asked)
        ]
        base = max(before, key=lambda other: (other["as_of_date"], other["source_id"]), default=None)
        change = base and row["value"] - base["value"]
        growth = base and rounded(100 * (Fraction(row["value"]) / Fraction(base["value"]) - 1))
        if not growth or not (row["is_plain"] and base["is_plain"]):
            growth = None
        if row["quality"] not in COMPARABLE:
            said = f"angka {row['quality_label']}, jadi tidak dibandingkan"
        elif row["register"] in NO_REGISTER:
            said = "sumber tidak menyebut daftar yang dihitung, jadi tidak dibandingkan"
        elif key(row) in BREAKS:
            said = "tidak dibandingkan dengan angka sebelumnya, karena yang dihitung berbeda"
        else:
            said = ("daftar yang sama: " if base else "belum ada angka sebelumnya dari ") + row["register_label"]
        answer.append(
            {name: row[name] for name in ("region_code", "region_name", "as_of", "as_of_date")}
            | {
                "regency_code": None if row["region_code"] == "63" else row["region_code"],
                "cooperatives": row["value"],
                "register": row["register"],
                "register_label": row["register_label"],
            }
            | {"series": f"{row['register']} {segment(row, asked)}", "is_province": row["region_code"] == "63"}
            | {"as_of_before": base["as_of"] if base else None}
            | {"cooperatives_before": base["value"] if base else None}
            | {f"{it}_before": base[it] if base else "" for it in ("about", "doubt_note")}
            | {"line_break": "garis terputus" if key(row) in BREAKS else None}
            | {"figure_ids": [it["figure_id"] for it in (row, base) if it]}
            | {name: row[name] for name in ("quality", "quality_label", "is_plain", "source_id", "note")}
            | {name: row[name] for name in ("about", "doubt_note")}
            | {"change": change, "growth_pct": growth, "comparison": said}
        )
    shown = [row for row in answer if within(drawn_year(row), first, last)]
    named = "register_label" if len({row["region_code"] for row in shown}) == 1 else "region_name"
    more = max(0, len({row["region_code"] for row in shown if row["quality"] != "suspect"}) - 3)
    for code in {row["region_code"] for row in shown}:
        speaks = in_turn([row for row in shown if row["region_code"] == code])
        other = [row for row in speaks if row["register"] != speaks[0]["register"] and row["quality"] != "suspect"]
        for row in speaks:
            row["is_newest"] = row is speaks[0] and row["quality"] != "suspect"
            row["is_other"] = row in other[:1]
    return [row | {"line_name": row[named], "regions_more": more} for row in shown]


QUALITIES = ["stated", "counted", "approximate", "disputed", "suspect"]


def in_turn(rows: list[Row]) -> list[Row]:
    """Which figure speaks first: not suspect, then the newest, then the surest, then by source."""
    by_source = sorted(rows, key=lambda row: (QUALITIES.index(row["quality"]), row["source_id"]))
    by_date = sorted(by_source, key=lambda row: row["as_of_date"], reverse=True)
    return sorted(by_date, key=lambda row: row["quality"] == "suspect")


def drawn_year(row: Row) -> int:
    return int(row["as_of"][:4])


@together(("picked", "years"), PUBLISHED)
def test_total(store: Store, picked, years):
    assert ask(store, "growth/total", picked, *years) == totals(figures(), picked, *years)


def test_total_as_published(store: Store):
    rows = ask(store, "growth/total")
    assert [(row["as_of"], row["cooperatives"]) for row in rows] == [
        ("2010-12", 2512),
        ("2016", 2580),
        ("2019-10", 2620),
        ("2022-01", 2651),
        ("2022-03", 2572),
        ("2024-01", 3014),
        ("2024-09", 3057),
    ]
    agency, oss = rows[-2:]
    assert (agency["register"], agency["source_id"]) == (
        "provincial-agency",
        "mckalsel-2024-03-koperasi-modern",
    )
    assert (oss["register"], oss["source_id"]) == ("oss", "antara-2024-09-3057")
    assert (agency["as_of_before"], agency["growth_pct"]) == ("2019-10", 15.0)
    # 2.580 is "about": 2.620 is more, but by how many percent nobody can say
    assert [row["growth_pct"] for row in rows] == [None, None, None, None, None, 15.0, None]
    assert [row["change"] for row in rows] == [None, None, 40, None, None, 394, None]
    assert oss["comparison"] == "belum ada angka sebelumnya dari OSS (perizinan)"
    assert {row["quality"] for row in rows[3:5]} == {"disputed"}
    assert {row["comparison"] for row in rows[3:5]} == {"angka diperselisihkan, jadi tidak dibandingkan"}
    answer = store.ask("growth/total")
    assert not answer.sample
    assert sorted(source.id for source in answer.sources) == sorted(row["source_id"] for row in rows)


def test_a_regency_is_never_added_up_to_the_province_and_without_figures_stays_empty(store: Store):
    assert {row["region_code"] for row in ask(store, "growth/total")} == {"63"}
    assert ask(store, "growth/total", ["6304"]) == []
    assert [row["cooperatives"] for row in ask(store, "growth/total", ["6303"])] == [240, 253]


# value and growth by hand: 110, 120 and 999 are doubted, 150 opens another register, 50 another region
STEPS = [
    (figure("63", "2010", 100, "provincial-agency"), None, None),
    (figure("63", "2012", 110, "provincial-agency", "suspect"), None, None),
    (figure("63", "2013", 150, "oss"), None, None),
    (figure("63", "2014-02", 120, "provincial-agency", "disputed"), None, None),
    (figure("63", "2015", 130, "provincial-agency", "approximate"), None, "2010"),
    (figure("63", "2016-01-31", 300, "oss", "counted"), 100.0, "2013"),
    (figure("63", "2017", 65, "provincial-agency"), None, "2015"),
    (figure("63", "2018-03", 130, "provincial-agency"), 100.0, "2017"),
    (figure("63", "2018", 999, "oss", "suspect"), None, None),
    (figure("63", "2019", 308, "oss"), 2.7, "2016-01-31"),
    (figure("6303", "2020", 50, "provincial-agency"), None, None),
]


def only(*rows: Row) -> Callable[[list[Row]], list[Row]]:
    return lambda old: [*(row for row in old if row["indicator"] != "cooperatives_total"), *rows]


def test_growth_stays_in_one_register_and_steps_over_doubted_figures(seeded, tmp_path: Path):
    store = seeded(only(*(row for row, _, _ in STEPS[::-1])))
    rows = ask(store, "growth/total", ["63", "6303"])
    found = [(row["as_of"], row["growth_pct"], row["as_of_before"]) for row in rows]
    assert found == [(row["as_of"], growth, before) for row, growth, before in STEPS]
    assert rows == totals(figures(tmp_path / "seeds"), ("63", "6303"))
    # the year filter hides rows, it does not change what a figure is compared with
    late = ask(store, "growth/total", [], 2015, 2016)
    assert [(row["cooperatives"], row["growth_pct"]) for row in late] == [(130, None), (300, 100.0)]


def test_two_figures_of_one_date_are_no_growth(seeded):
    store = seeded(
        only(
            figure("63", "2016", 100, "oss"),
            figure("63", "2018", 120, "oss", source_id="antara-2016-2580"),
            figure("63", "2018", 150, "oss"),
            figure("63", "2019", 300, "oss"),
        )
    )
    rows = ask(store, "growth/total")
    assert [(row["as_of_before"], row["growth_pct"]) for row in rows] == [
        (None, None),
        ("2016", 20.0),
        ("2016", 50.0),
        ("2018", 100.0),
    ]


@pytest.mark.parametrize("register", ["unknown", "press"])
def test_registers_that_nobody_named_are_not_one_register(seeded, register: str):
    store = seeded(only(figure("63", "2016", 100, register), figure("63", "2018", 120, register)))
    rows = ask(store, "growth/total")
    assert [(row["as_of_before"], row["growth_pct"]) for row in rows] == [(None, None)] * 2
    assert all(row["comparison"].startswith("sumber tidak menyebut daftar") for row in rows)


# --- growth/activity


@together(("picked", "years"), PUBLISHED)
def test_activity(store: Store, picked, years):
    kinds = ("cooperatives_active", "cooperatives_inactive", "cooperatives_held_rat")
    kept = [
        row
        for row in figures()
        if row["indicator"] in kinds and row["region_code"] in (picked or ("63",)) and within(row["as_of_year"], *years)
    ]
    kept.sort(key=lambda row: (row["region_code"], row["indicator"], row["as_of_date"], row["source_id"]))
    names = [
        "region_code",
        "region_name",
        "indicator",
        "indicator_label",
        "as_of",
        "as_of_date",
        "cooperatives",
    ]
    names += ["register", "register_label", "quality", "quality_label", "is_plain", "source_id", "note"]
    names += ["about", "doubt_note"]
    expected = [
        {name: row["value"] if name == "cooperatives" else row[name] for name in names}
        | {"figure_ids": [row["figure_id"]]}
        for row in kept
    ]
    for row in expected:
        same = [it for it in expected if all(it[name] == row[name] for name in ("region_code", "indicator"))]
        short = dict(zip(kinds, ("Aktif", "Tidak aktif", "Sudah RAT"), strict=True))[row["indicator"]]
        speaks = in_turn(same)
        register = [it["register"] for it in speaks[:1] if it["quality"] != "suspect"]
        row |= {"indicator_short": short, "is_newest": row is speaks[0]}
        row |= {"other_value": other_disputed(row) if row["is_newest"] else None}
        active = {it["region_code"] for it in expected if it["indicator"] == kinds[0] and it["quality"] != "suspect"}
        row |= {"regions_more": max(0, len(active) - 3)}
        row |= {"line_name": short if [row["register"]] == register else None}
    assert ask(store, "growth/activity", picked, *years) == expected


def other_disputed(row: Row) -> int | None:
    """The newest disputed figure of the year before a disputed one: what it is disputed by."""
    others = [
        it
        for it in figures()
        if row["quality"] == it["quality"] == "disputed"
        and (it["indicator"], it["region_code"]) == (row["indicator"], row["region_code"])
        and it["figure_id"] not in row["figure_ids"]
        and row["as_of_date"].replace(year=row["as_of_date"].year - 1) <= it["as_of_date"] <= row["as_of_date"]
    ]
    return max(others, key=lambda it: (it["as_of_date"], it["source_id"]))["value"] if others else None


BESIDE = [("6371",), ("6371", "6303"), ("6371", "6303", "6309"), tuple(REGENCIES)]


def test_a_city_has_the_same_figures_whoever_is_beside_it(store: Store):
    """327 or 190, 330 or 355: one rule picks, whatever else is asked, and the doubt is said."""

    def newest(picked: tuple[str, ...]) -> set[tuple[Any, ...]]:
        rows = [row for row in ask(store, "growth/activity", picked) if row["is_newest"]]
        return {(r["indicator_short"], r["cooperatives"], r["as_of"]) for r in rows if r["region_code"] == "6371"}

    assert [newest(picked) for picked in BESIDE] == [
        {("Aktif", 514, "2025-11"), ("Tidak aktif", 190, "2022-10"), ("Sudah RAT", 150, "2016")}
    ] * len(BESIDE)
    said = [render(store, "growth/activity", Filters(picked)).finding for picked in BESIDE[:3]]
    assert "aktif 514 (November 2025, diperselisihkan)" in said[0]
    assert "tidak aktif 190 (Oktober 2022, diperselisihkan; sumber lain 327)" in said[0]
    assert all("Banjarmasin 514 (November 2025, diperselisihkan)" in it for it in said[1:])
    # 2021 holds one figure, a suspect one: no headline
    assert "1.875" not in render(store, "growth/activity", Filters(year_from=2021, year_to=2021)).finding


def test_two_lists_in_one_sentence_are_named(store: Store):
    said = render(store, "growth/activity", Filters(("6302",))).finding
    assert "aktif 129 (2014, catatan dinas kabupaten/kota, tahun perkiraan)" in said
    assert "tidak aktif 91 (Januari 2022, catatan dinas provinsi)" in said


def test_tabalong_says_that_it_holds_merah_putih_wherever_it_is_told(store: Store):
    for card in ("growth/total", "summary/headlines"):
        for picked in (("6309",), ("6303", "6309")):
            shown = render(store, card, Filters(picked))
            for text in (shown.finding, shown.alt):
                assert re.search(r"237[^;]* Juli 2025,? \(?termasuk 131 Merah Putih", text.replace("237 (", "237 ")), (
                    text
                )
    alone = render(store, "growth/total", Filters(("6309",)))
    assert "100 (Juli 2023); garis terputus: Tabalong" in alone.alt
    assert (
        "237 koperasi pada Juli 2025 (termasuk 131 Merah Putih) menurut catatan dinas kabupaten/kota" in alone.finding
    )


def test_no_percentage_comes_from_an_approximate_figure(store: Store):
    said = {code: render(store, "growth/total", Filters((code,))).finding for code in ("6302", "6303", "6371")}
    assert "230 koperasi pada 2017 (tahun perkiraan) menurut " in said["6302"]
    assert said["6302"].endswith(", naik dari 213 pada 2014 (tahun perkiraan).")
    assert said["6303"].startswith("Banjar: sekitar 253 koperasi")
    assert said["6303"].endswith(", naik dari 240 pada Oktober 2017.")
    same = render(store, "growth/total", Filters(("6371",), 2017, 2017)).finding
    assert same.endswith("sama dengan sekitar 600 pada 2016.")


def test_dates_differ_only_between_several(store: Store):
    one = render(store, "growth/activity", Filters(("6372", "6301"))).finding
    assert "Banjarbaru 110 (2013, tahun perkiraan)." in one
    assert "Tanggalnya berbeda" not in one


def test_activity_as_published(store: Store):
    rows = ask(store, "growth/activity")
    found = {(row["indicator"], row["as_of"]): row["cooperatives"] for row in rows}
    assert found == {
        ("cooperatives_active", "2014-12-31"): 1669,
        ("cooperatives_active", "2019-10"): 1737,
        ("cooperatives_active", "2021"): 1875,
        ("cooperatives_active", "2022-01"): 1749,
        ("cooperatives_active", "2022-03"): 1804,
        ("cooperatives_held_rat", "2014-12-31"): 792,
        ("cooperatives_held_rat", "2022-03"): 566,
        ("cooperatives_inactive", "2010-12"): 879,
        ("cooperatives_inactive", "2019-10"): 883,
        ("cooperatives_inactive", "2022-01"): 902,
        ("cooperatives_inactive", "2022-03"): 768,
    }
    assert [row["quality"] for row in rows if row["cooperatives"] == 1875] == ["suspect"]


# --- growth/members_volume


@together(("picked", "years"), PUBLISHED)
def test_members_volume(store: Store, picked, years):
    short = {"cooperative_members": "Anggota", "cooperative_business_volume": "Volume usaha"}
    kept = [
        row
        for row in figures()
        if row["indicator"] in short and row["region_code"] in (picked or ("63",)) and within(row["as_of_year"], *years)
    ]
    order = list(short)
    kept.sort(key=lambda r: (r["region_code"], order.index(r["indicator"]), r["as_of_date"], r["source_id"]))
    same = [[o for o in kept if (o["region_code"], o["indicator"]) == (r["region_code"], r["indicator"])] for r in kept]
    left_out = ("as_of_year", "good_direction", "figure_id", "register", "quality_note", "inexact", "same_as")
    expected = [
        {name: value for name, value in row.items() if name not in left_out and not name.startswith("is_")}
        | {"indicator_short": short[row["indicator"]], "figure_ids": [row["figure_id"]], "is_plain": row["is_plain"]}
        | {"is_newest": row is in_turn(others)[0] and row["quality"] != "suspect"}
        for row, others in zip(kept, same, strict=True)
    ]
    for row in expected:
        del row["quality_rank"]
    assert ask(store, "growth/members_volume", picked, *years) == expected


def test_members_and_volume_as_published(store: Store):
    rows = {row["indicator"]: row for row in ask(store, "growth/members_volume")}
    assert {name: (row["value"], row["as_of"], row["source_id"]) for name, row in rows.items()} == {
        "cooperative_members": (396_197, "2019-10", "antara-2019-10-2620"),
        "cooperative_business_volume": (1_648_000_000_000, "2019-10", "antara-2019-10-2620"),
    }
    said = render(store, "growth/members_volume", Filters()).finding
    assert said == "Kalimantan Selatan: anggota 396.197 (Oktober 2019) dan volume usaha Rp1,65 triliun (Oktober 2019)."
    kotabaru = render(store, "growth/members_volume", Filters(("6302",))).finding
    assert kotabaru.startswith("Kotabaru: anggota 34.980 (2014, tahun perkiraan)")


# --- growth/by_regency


def by_regency(rows: list[Row], picked, measure: str) -> list[Row]:
    indicator, as_of, is_rate = MEASURES[measure]
    counted = {row["region_code"]: row for row in rows if (row["indicator"], row["as_of"]) == (indicator, as_of)}
    residents = {
        row["region_code"]: row for row in rows if (row["indicator"], row["as_of"]) == ("population_registered", "2025")
    }
    answer = []
    for code, regency in REGENCIES.items():
        count, people = counted.get(code), residents[code]
        value, made_from = None, [count] if count else []
        if count:
            value = count["value"]
            if is_rate:
                made_from.append(people)
                value = rounded(Fraction(10_000) * Fraction(count["value"]) / Fraction(people["value"]), 2)
        answer.append(
            place(code, regency)
            | {"cooperatives": count and count["value"], "residents": people["value"]}
            | {
                n: count and count[n]
                for n in ("as_of", "register_label", "quality", "quality_label", "is_plain", "note")
            }
            | {"doubt_note": count["doubt_note"] if count else ""}
            | {"measure_value": value, "is_selected": not picked or code in picked}
            | {f"{name}s": [it[name] for it in made_from] for name in ("source_id", "figure_id")}
        )
    whole = dict.fromkeys(("province_guided", "province_printed", "guided_sum")) | {"province_printed_doubt_note": ""}
    if measure == "inactive":
        said = [row for row in rows if (row["region_code"], row["as_of"]) == ("63", "2022-01")]
        guided = next(it for it in said if it["indicator"] == "cooperatives_province_guided_inactive")
        printed = next(it for it in said if it["indicator"] == indicator)
        for row in answer:
            row["figure_ids"] += sorted(it["figure_id"] for it in (guided, printed)) if row["figure_ids"] else []
        whole |= {"province_guided": guided["value"], "province_printed": printed["value"]}
        whole["province_printed_doubt_note"] = printed["doubt_note"]
        if all(row["is_selected"] for row in answer):
            known = [row["measure_value"] for row in answer if row["measure_value"] is not None]
            whole["guided_sum"] = sum(known) + guided["value"]
    return placed([row | whole for row in answer], added=not is_rate)


def placed(rows: list[Row], added: bool = True) -> list[Row]:
    """With the rank of each known value, how many are known, and the sum of what is picked where it can be added."""
    known = [row["measure_value"] for row in rows if row["measure_value"] is not None]
    chosen = [row["measure_value"] for row in rows if row["is_selected"] and row["measure_value"] is not None]
    return [
        row
        | {
            "regency_rank": None
            if row["measure_value"] is None
            else 1 + sum(value > row["measure_value"] for value in known),
            "ranked_regencies": len(known),
            "selected_sum": sum(chosen) if added and chosen else None,
        }
        for row in rows
    ]


def place(code: str, regency: Row) -> Row:
    return {
        "regency_code": code,
        "regency_name": regency["name"],
        "regency_short": regency["short_name"],
        "regency_abbr": regency["abbr"],
        "tile_col": int(regency["tile_col"]),
        "tile_row": int(regency["tile_row"]),
    }


@together("measure", MEASURES)
@together("picked", PICKS)
def test_by_regency(store: Store, picked, measure: str):
    assert ask(store, "growth/by_regency", picked, measure=measure) == by_regency(figures(), picked, measure)


def test_by_regency_as_published(store: Store):
    inactive = ask(store, "growth/by_regency")
    assert inactive == ask(store, "growth/by_regency", measure="inactive")
    assert sum(row["measure_value"] for row in inactive) == 867
    assert {row["as_of"] for row in inactive} == {"2022-01"}
    merah_putih = {row["regency_code"]: row for row in ask(store, "growth/by_regency", measure="merah_putih")}
    assert sum(row["measure_value"] for row in merah_putih.values()) == 2013
    assert merah_putih["6303"]["measure_value"] == 290
    with pytest.raises(BadParameter):
        store.ask("growth/by_regency", measure="total")


def test_the_inactive_are_one_number_or_it_is_said_why_not(store: Store):
    row = ask(store, "growth/by_regency")[0]
    whole = ("selected_sum", "province_guided", "guided_sum", "province_printed")
    assert [row[it] for it in whole] == [867, 45, 912, 902]
    assert row["selected_sum"] + row["province_guided"] == row["guided_sum"]
    every = render(store, "growth/regency_bars", Filters()).finding
    assert every == (
        "Koperasi tidak aktif (Januari 2022): tertinggi Banjarmasin (211, diperselisihkan), terendah Tapin (26); "
        "13 kabupaten/kota 867, "
        "dengan 45 binaan provinsi 912, padahal tercetak 902 (diperselisihkan)."
    )
    one = render(store, "growth/regency_bars", Filters(("6304",))).finding
    assert "57" in one
    assert "peringkat 6 dari 13" in one
    assert not re.search("seluruhnya|teratas|bersama", one), "one regency is no ranking and no sum"
    two = render(store, "growth/regency_bars", Filters(("6304", "6371"))).finding
    assert two.endswith("; bersama-sama 268.")
    for card in ("growth/regency_map", "growth/regency_bars"):
        shown = render(store, card, Filters())
        assert "211, diperselisihkan" in shown.finding
        assert "211, diperselisihkan" in shown.alt
    rates = render(store, "growth/regency_bars", Filters(options=(("measure", "inactive_rate"),))).finding
    assert rates.endswith("Kotabaru (2,73).") or "3,10, diperselisihkan" in rates
    assert "binaan" not in render(store, "growth/regency_bars", Filters(options=(("measure", "merah_putih"),))).finding


def test_rates_by_hand(store: Store):
    def rates(measure: str) -> dict[str, float]:
        rows = ask(store, "growth/by_regency", measure=measure)
        return {row["regency_code"]: row["measure_value"] for row in rows}

    # Banjar 87 and 290 of 590,393 residents, Banjarmasin 211 and 52 of 681,693
    inactive, merah_putih = rates("inactive_rate"), rates("merah_putih_rate")
    assert (inactive["6303"], inactive["6371"]) == (1.47, 3.10)
    assert (merah_putih["6303"], merah_putih["6371"]) == (4.91, 0.76)


def test_a_rate_names_both_its_sources(store: Store):
    published = {row["source_id"] for row in figures() if row["indicator"] == "population_registered"}
    for measure, (*_, is_rate) in MEASURES.items():
        named = {source.id for source in store.ask("growth/by_regency", measure=measure).sources}
        assert bool(published & named) == is_rate


def test_an_unknown_regency_is_empty_and_a_zero_is_zero(seeded):
    def change(rows: list[Row]) -> list[Row]:
        inactive = [r for r in rows if (r["indicator"], r["as_of"]) == ("cooperatives_inactive", "2022-01")]
        zero, gone = (next(r for r in inactive if r["region_code"] == code) for code in ("6303", "6304"))
        return [r | {"value": "0"} if r is zero else r for r in rows if r is not gone]

    store = seeded(change)
    for measure in ("inactive", "inactive_rate"):
        rows = {row["regency_code"]: row for row in ask(store, "growth/by_regency", measure=measure)}
        assert len(rows) == 13
        assert rows["6303"]["measure_value"] == 0
        assert rows["6304"]["measure_value"] is None
        assert rows["6304"]["source_ids"] == []
        assert rows["6304"]["as_of"] is None


def test_by_regency_keeps_one_row_each_where_sources_disagree(seeded):
    more = {"indicator": "kdmp_total", "source_id": "antara-2016-2580"}
    doubted = figure("6303", "2026-08-05", 299, "press", "disputed", **more)
    later = figure("6303", "2026", 1, "dukcapil", indicator="population_registered")
    store = seeded(lambda rows: [*rows, doubted, later])
    for measure, expected in (("merah_putih", 290), ("merah_putih_rate", 4.91)):
        rows = ask(store, "growth/by_regency", measure=measure)
        assert [row["regency_code"] for row in rows] == list(REGENCIES)
        assert {row["regency_code"]: row["measure_value"] for row in rows}["6303"] == expected


# --- what the register holds


def kept(rows: list[Row], picked=(), first=None, last=None, pola="semua", cooperative_types=()) -> list[Row]:
    return [
        row
        for row in rows
        if (not picked or row["regency_code"] in picked)
        and within(row["founded_year"], first, last)
        and pola in ("semua", row["pola"])
        and (not cooperative_types or row["cooperative_type"] in cooperative_types)
    ]


def composition(rows: list[Row], column: str) -> list[Row]:
    counts = Counter(row[column] for row in rows)
    return [
        {
            column: name,
            "cooperatives": count,
            "cooperatives_sum": len(rows),
            "share_pct": rounded(Fraction(100 * count, len(rows))),
            "is_blank": name == BLANK,
        }
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


@together(("picked", "years", "more"), COUNTED)
def test_by_type_and_by_group(register: tuple[Store, list[Row]], picked, years, more):
    store, rows = register
    rows = kept(rows, picked, *years, **more)
    assert ask(store, "growth/by_type", picked, *years, **more) == composition(rows, "cooperative_type")
    assert ask(store, "growth/by_group", picked, *years, **more) == composition(rows, "cooperative_group")


@together(("picked", "years", "more"), COUNTED)
def test_by_status(register: tuple[Store, list[Row]], picked, years, more):
    store, rows = register
    rows = [row for row in kept(rows, picked, *years, **more) if row["regency_code"]]
    whole = Counter(row["regency_code"] for row in rows)
    counts = Counter((row["regency_code"], row["cooperative_status"]) for row in rows)
    inactive = sum(row["cooperative_status"] == "Tidak Aktif" for row in rows)
    expected = [
        {
            "regency_code": code,
            "regency_short": REGENCIES[code]["short_name"],
            "cooperative_status": status,
            "cooperatives": count,
            "share_pct": rounded(Fraction(100 * count, whole[code])),
            "inactive_sum": inactive,
            "regency_cooperatives": whole[code],
            "cooperatives_sum": len(rows),
            "inactive_pct": rounded(Fraction(100 * inactive, len(rows))),
            "is_blank": status == BLANK,
        }
        for (code, status), count in sorted(counts.items())
    ]
    assert ask(store, "growth/by_status", picked, *years, **more) == expected


@together(("picked", "years", "more"), COUNTED)
def test_founded(register: tuple[Store, list[Row]], picked, years, more):
    store, rows = register
    counts = Counter(row["founded_year"] for row in kept(rows, picked, **more))
    undated = counts.pop(None, 0)
    expected, so_far = [], 0
    for year in sorted(counts):
        so_far += counts[year]
        if within(year, *years):
            row = {"founded_year": year, "founded": counts[year], "founded_so_far": so_far, "undated": undated}
            expected.append(row)
    assert ask(store, "growth/founded", picked, *years, **more) == expected


def test_founding_years_are_one_card_with_a_switch(store: Store):
    """By year or so far: the same rows, so the older id of the second leads to the first."""
    rows = store.ask("growth/founded").rows
    each, so_far = render(store, "growth/founded", Filters()), render(store, "growth/founded_so_far", Filters())
    assert each.card.id == so_far.card.id == "growth/founded"
    assert list(figure_of(each).data[0].y) == rows["founded"].tolist()
    assert list(figure_of(so_far).data[0].y) == rows["founded"].cumsum().tolist()
    last = rows.iloc[-1]
    assert so_far.finding.endswith(
        f" menjadi {last.founded_so_far:,} koperasi pada {last.founded_year}.".replace(",", ".")
    )
    alone = [
        render(store, "growth/founded", Filters(year_from=2020, year_to=2020, options=(("berdiri", it),)))
        for it in ("per-tahun", "kumulatif")
    ]
    assert all(isinstance(it.spec, Tallies) for it in alone), "one year is a number"


@together(("picked", "years", "more"), COUNTED)
def test_registered(register: tuple[Store, list[Row]], picked, years, more):
    store, rows = register
    counts = Counter(row["regency_code"] for row in kept(rows, (), *years, **more))
    expected = [
        place(code, regency)
        | {
            "cooperatives": counts[code],
            "measure_value": counts[code],
            "is_selected": not picked or code in picked,
        }
        for code, regency in REGENCIES.items()
    ]
    assert ask(store, "growth/registered", picked, *years, **more) == placed(expected)


def test_what_comes_from_the_sample_says_so(store: Store):
    for name in ("by_type", "by_group", "by_status", "founded", "registered", "register", "register_size"):
        answer = store.ask(f"growth/{name}")
        assert answer.sample
        assert [source.id for source in answer.sources] == ["register:cooperatives"]


# --- growth/register and growth/register_size

SORTS = {
    "name": "position",
    "founded": "founded_on",
    "members": "members",
    "assets": "assets",
    "turnover": "turnover",
    "rat": "last_rat_year",
}
LISTED = [
    "cooperative_id",
    "cooperative_name",
    "regency_short",
    "district",
    "cooperative_type",
    "cooperative_group",
]
LISTED += [
    "cooperative_status",
    "pola",
    "founded_on",
    "members",
    "assets",
    "turnover",
    "surplus",
    "last_rat_year",
]
ALL = 10_000


def matching(rows: list[Row], search: str | None) -> list[Row]:
    if search is None:
        return rows
    return [
        row
        for row in rows
        if search.lower() in row["cooperative_name"].lower() or row["cooperative_id"] == search.upper()
    ]


def ordered(rows: list[Row], sort: str = "name", descending: bool = False) -> list[Row]:
    """Nulls last and ties by name in both directions."""
    column = SORTS[sort]
    by_name = sorted(rows, key=lambda row: row["position"])
    filled = [row for row in by_name if row[column] is not None]
    filled.sort(key=lambda row: row[column], reverse=descending)  # stable, so ties stay by name
    return filled + [row for row in by_name if row[column] is None]


def as_listed(rows: list[Row]) -> list[Row]:
    # who is registered without a regency is listed all the same
    short = {code: row["short_name"] for code, row in REGENCIES.items()}
    named = [row | {"regency_short": short.get(row["regency_code"])} for row in rows]
    return [{name: row[name] for name in LISTED} for row in named]


@pytest.fixture
def small(hand: Store, hand_rows: list[Row]) -> tuple[Store, list[Row]]:
    return hand, staged(hand_rows)


def size(store: Store, **parameters: Any) -> int:
    (row,) = records(store.ask("growth/register_size", **parameters).rows)
    assert list(row) == ["cooperatives"]
    return row["cooperatives"]


@together(("picked", "years", "more"), COUNTED)
def test_register_and_its_size(register: tuple[Store, list[Row]], picked, years, more):
    asked, rows = register
    expected = ordered(kept(rows, picked, *years, **more))
    given = {"regencies": list(picked), "year_from": years[0], "year_to": years[1]} | more
    assert records(asked.ask("growth/register", **given).rows) == as_listed(expected[:25])
    assert size(asked, **given) == len(expected)


SEARCHES = {
    None: 11,
    "": 11,
    "maju": 4,
    "MAJU BERSAMA": 4,
    "mAjU b": 4,
    "%": 1,
    "100%": 1,
    "1%0": 0,
    "_": 1,
    "tani_jaya": 1,
    "Tani Jaya": 1,
    "ani?jaya": 0,
    "'": 1,
    "syari'AH": 1,
    "' or 1=1 --": 0,
    "\\": 1,
    "n-01": 2,  # the number of one, the name of another
    "N-08": 1,  # a number is written in capitals
    "-": 2,
    "N-0": 1,  # a number is found whole or not at all
    "tidak ada": 0,
}


@together("search", SEARCHES)
def test_search_is_literal_and_blind_to_case(small, search: str | None):
    store, rows = small
    expected = ordered(matching(rows, search))
    assert records(store.ask("growth/register", search=search).rows) == as_listed(expected)
    assert size(store, search=search) == len(expected) == SEARCHES[search]


def test_a_search_narrows_within_the_filters(small, store: Store, sample: list[Row]):
    hand, _ = small
    given = {"regencies": ["6309"], "year_from": 2023, "pola": "konvensional", "search": "maju"}
    found = records(hand.ask("growth/register", **given).rows)
    assert [row["cooperative_id"] for row in found] == ["N-08"]
    assert size(hand, **given) == 1
    # an OR in the search must not let anything past the other filters
    outside = next(row for row in sample if row["regency_code"] != "6303")
    given = {"regencies": ["6303"], "search": outside["cooperative_id"]}
    assert records(store.ask("growth/register", **given).rows) == []
    assert size(store, **given) == 0
    expected = ordered(matching(kept(sample, ("6303",)), "contoh 00"))
    given = {"regencies": ["6303"], "search": "CONTOH 00", "rows": ALL}
    assert records(store.ask("growth/register", **given).rows) == as_listed(expected)
    assert len(expected) > 1


@together("descending", [False, True])
@together("sort", SORTS)
def test_every_order_in_both_directions(store: Store, small, sample: list[Row], sort: str, descending: bool):
    for asked, rows in ((store, sample), small):
        found = records(asked.ask("growth/register", sort=sort, descending=descending, rows=ALL).rows)
        assert found == as_listed(ordered(rows, sort, descending))
        column = "cooperative_name" if sort == "name" else SORTS[sort]
        empty = [row[column] is None for row in found]
        assert empty == sorted(empty)  # nulls last


def test_orders_of_the_small_register_by_hand(small):
    store, _ = small

    def ids(**given: Any) -> list[str]:
        return [row["cooperative_id"] for row in records(store.ask("growth/register", **given).rows)]

    by_name = ["N-11", "N-02", "N-03", "N-07", "N-01", "N-08", "N-06", "N-05", "N-04", "N-10", "n-08"]
    assert ids() == by_name
    assert ids(descending=True) == by_name[::-1]
    assert ids(sort="members") == [
        *["N-02", "N-11", "N-08", "N-10", "N-05", "N-07", "N-01", "N-04"],
        *["N-03", "N-06", "n-08"],
    ]
    assert ids(sort="founded")[:4] == ["N-03", "N-02", "N-01", "N-11"]
    assert ids(sort="founded", descending=True)[-3:] == ["N-03", "N-06", "n-08"]
    with pytest.raises(BadParameter):
        ids(sort="surplus")


@together("descending", [False, True])
@together("sort", SORTS)
def test_pages_join_without_gaps_or_repeats(store: Store, small, sort: str, descending: bool):
    for asked, rows, picked in ((small[0], 3, []), (store, 100, ["6303"])):
        given = {"regencies": picked, "sort": sort, "descending": descending}
        whole = records(asked.ask("growth/register", rows=ALL, **given).rows)
        count = size(asked, regencies=picked)
        assert len(whole) == count
        assert count % rows  # the last page is a short one
        pages = [
            records(asked.ask("growth/register", rows=rows, skip=skip, **given).rows)
            for skip in range(0, count + rows, rows)
        ]
        assert [len(page) for page in pages] == [rows] * (count // rows) + [count % rows, 0]
        assert [row for page in pages for row in page] == whole
        assert len({row["cooperative_id"] for row in whole}) == count


def test_without_paging_the_first_25_are_given(store: Store):
    rows = records(store.ask("growth/register").rows)
    assert len(rows) == 25
    assert all(a["cooperative_name"] < b["cooperative_name"] for a, b in pairwise(rows))
    assert size(store) == 1500


def test_tabalong_with_merah_putih_is_no_growth(store: Store):
    """237 (July 2025) counts 131 Merah Putih that the figures before it do not: seeds/breaks.csv."""
    rows = {row["as_of"]: row for row in ask(store, "growth/total", ("6309",))}
    assert rows["2025-07"]["cooperatives"] == 237
    assert rows["2025-07"]["growth_pct"] is None
    assert rows["2025-07"]["series"] != rows["2023-07"]["series"]
    assert rows["2023-07"]["growth_pct"] == pytest.approx(-2.9)
