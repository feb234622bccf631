"""queries/sharia/*.sql and their cards against pandas over the same files, and hand-made ones."""

import csv
import datetime as dt
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from koperasi.cards import SAMPLE_LEAD, every_view, find, render
from koperasi.look import text
from koperasi.look.charts import Table
from koperasi.look.columns import COLUMNS, table
from koperasi.look.ink import LIGHT
from koperasi.look.surface import SCREEN, SURFACES
from koperasi.store import Filters, Places, Store
from koperasi.store.registers import SCHEMAS
from tests.reading import figure_of
from tests.together import together

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
GRADES = ["AAA", "AAB", "ABB", "BBB"]
MOVEMENTS = {
    "naik": "risen",
    "tetap": "kept",
    "turun": "fallen",
    "baru dinilai": "rated_anew",
    "tidak dinilai lagi": "rated_no_more",
}
PREDICATES = ["Sehat", "Cukup Sehat", "Dalam Pengawasan", "Dalam Pengawasan Khusus"]
CARDS = [
    "sharia/rating_round",
    "sharia/grades_by_year",
    "sharia/grades_by_regency",
    "sharia/pola_comparison",
    "sharia/movement",
    "sharia/role_models",
    "sharia/health",
    "sharia/schemes",
]
FILTERS = {
    "none": Filters(),
    "one": Filters(("6303",)),
    "several": Filters(("6303", "6306", "6371")),
    "few": Filters(("6307",)),
    "years": Filters(year_from=2021, year_to=2023),
    "from": Filters(year_from=2022),
    "to": Filters(year_to=2021),
    "syariah": Filters(pola="syariah"),
    "konvensional": Filters(pola="konvensional"),
    "type": Filters(cooperative_types=("Konsumen",)),
    "types": Filters(cooperative_types=("Jasa", "Simpan Pinjam")),
    "all": Filters(("6302", "6371"), 2021, 2023, "syariah", ("Simpan Pinjam",)),
    "one year": Filters(year_from=2023, year_to=2023),
    "no year": Filters(year_from=2030),
    "no regency": Filters(("6399",)),
}
each_filter = together("filters", FILTERS.values())


def joined(name):
    register = pq.read_table(SAMPLE / f"{name}.parquet").to_pandas()
    known = pq.read_table(SAMPLE / "cooperatives.parquet").to_pandas()
    both = register.merge(known, on="nomor_induk_koperasi", validate="many_to_one")
    assert len(both) == len(register)
    return both.assign(pola=both["pola_pengelolaan"].str.lower().fillna("belum diisi"))


@pytest.fixture(scope="module")
def ratings():
    return joined("ratings")


@pytest.fixture(scope="module")
def checks():
    both = joined("health_checks")
    return both[both["kelompok_koperasi"] == "KSPPS"]


def in_years(rows, filters):
    first, last = filters.year_from or 0, filters.year_to or 9999
    return rows[(rows["tahun"] >= first) & (rows["tahun"] <= last)]


def in_places(rows, filters):
    return rows[rows["regency_code"].isin(filters.regencies)] if filters.regencies else rows


def of_type(rows, filters):
    return rows[rows["jenis_koperasi"].isin(filters.cooperative_types)] if filters.cooperative_types else rows


def of_kind(rows, filters):
    rows = of_type(rows, filters)
    return rows if filters.pola == "semua" else rows[rows["pola"] == filters.pola]


def asked(store, name, filters):
    return store.ask_filtered(name, filters).rows


def tally(rows, *columns):
    """How many rows there are of each combination, 0 for those that do not occur."""
    return Counter(tuples(rows, *columns))


def tuples(rows, *columns):
    return list(rows[list(columns)].itertuples(index=False, name=None))


def share(part, whole):
    return pytest.approx(100 * part / whole, abs=0.0501)


# --- the published round ----------------------------------------------------------------------------------


def test_published_round(store):
    answer = store.ask("sharia/rating_round")
    columns = ("rating_grade", "grade_label", "cooperatives", "share_pct", "as_of", "source_id", "quality")
    source = ("2023", "mckalsel-2024-03-koperasi-modern", "stated")
    assert tuples(answer.rows, *columns) == [
        ("AAA", "Sangat berkualitas", 1, 6.7, *source),
        ("AAB", "Berkualitas", 9, 60.0, *source),
        ("ABB", "Cukup berkualitas", 4, 26.7, *source),
        ("BBB", "Tidak berkualitas", 1, 6.7, *source),
    ]
    assert set(answer.rows["rated"]) == {15}
    assert not answer.sample
    assert not answer.registers


@pytest.mark.parametrize(
    ("first", "last", "rows"),
    [(2023, 2023, 4), (None, 2023, 4), (2023, None, 4), (2024, None, 0), (None, 2022, 0)],
)
def test_published_round_follows_the_years(store, first, last, rows):
    assert len(store.ask("sharia/rating_round", year_from=first, year_to=last).rows) == rows


def test_the_last_published_round_counts(tmp_path):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    with (tmp_path / "seeds" / "figures.csv").open("a", encoding="utf-8", newline="") as file:
        for indicator, value in {"": 10, "_aaa": 2, "_aab": 3, "_abb": 4, "_bbb": 1}.items():
            file.write(
                f"cooperatives_rated{indicator},63,2021,{value},provincial-agency,"
                "mckalsel-2024-03-koperasi-modern,stated,,,\n"
            )
    two = Store(Places(seeds=tmp_path / "seeds", data=tmp_path))
    assert tuples(two.ask("sharia/rating_round").rows, "as_of", "cooperatives")[0] == ("2023", 1)
    earlier = two.ask("sharia/rating_round", year_to=2022).rows
    assert list(earlier["cooperatives"]) == [2, 3, 4, 1]
    assert list(earlier["share_pct"]) == [20, 30, 40, 10]
    # and without any register the published round is still there
    assert render(two, "sharia/rating_round", Filters()).finding.startswith("Dari 15 koperasi")


# --- the ratings of the register --------------------------------------------------------------------------


@each_filter
def test_grades_by_year(store, ratings, filters):
    found = of_kind(in_places(in_years(ratings, filters), filters), filters)
    rounds = sorted(in_years(ratings, filters)["tahun"].unique()) if len(found) else []
    rows = asked(store, "sharia/grades_by_year", filters)
    counts = tally(found, "tahun", "peringkat")
    expected = [(year, grade, counts[year, grade]) for year in rounds for grade in GRADES]
    assert tuples(rows, "rating_year", "rating_grade", "cooperatives") == expected
    for year, part in rows.groupby("rating_year"):
        whole = (found["tahun"] == year).sum()
        assert set(part["rated"]) == {whole}
        for count, pct in tuples(part, "cooperatives", "share_pct"):
            assert pd.isna(pct) if not whole else pct == share(count, whole)


@each_filter
def test_grades_by_regency(store, ratings, filters):
    rounds = in_years(ratings, filters)["tahun"]
    found = of_kind(in_places(ratings[ratings["tahun"] == rounds.max()], filters), filters)
    codes = sorted(filters.regencies or ratings["regency_code"].unique()) if len(found) else []
    rows = asked(store, "sharia/grades_by_regency", filters)
    counts = tally(found, "regency_code", "peringkat")
    expected = [(code, rounds.max(), grade, counts[code, grade]) for code in codes for grade in GRADES]
    assert tuples(rows, "regency_code", "rating_year", "rating_grade", "cooperatives") == expected
    for code, rated in tuples(rows, "regency_code", "rated"):
        assert rated == (found["regency_code"] == code).sum()
    if codes:
        assert set(rows["rated_sum"]) == {len(found)}
        everywhere = {code: (found["regency_code"] == code).sum() for code in codes}
        leading(rows, "is_most_rated", "most_rated", everywhere)
    for grade, part in rows.groupby("rating_grade"):
        leading(part, "is_most_held", "most_held", {code: counts[code, grade] for code in codes})


def leading(rows, flag, shared_by, found):
    """Those and only those with the highest count are marked, and how many they are stands in every row."""
    most = {code for code, value in found.items() if value == max(found.values())}
    assert set(rows[rows[flag]]["regency_code"]) == most
    assert set(rows[shared_by]) == {len(most)}


@each_filter
def test_movement(store, ratings, filters):
    rounds = in_years(ratings, filters)["tahun"]
    rows = asked(store, "sharia/movement", filters)
    if rounds.nunique() < 2:
        assert rows.empty
        return
    found = of_kind(in_places(ratings, filters), filters)
    held = {
        year: found[found["tahun"] == year].set_index("nomor_induk_koperasi")["peringkat"]
        for year in (rounds.min(), rounds.max())
    }
    before, after = held.values()
    expected: dict[tuple[str, str, str], int] = {}
    for cooperative in {*before.index, *after.index}:
        pair = (before.get(cooperative, "Tidak dinilai"), after.get(cooperative, "Tidak dinilai"))
        if "Tidak dinilai" in pair:
            how = "baru dinilai" if pair[0] == "Tidak dinilai" else "tidak dinilai lagi"
        else:
            step = GRADES.index(pair[0]) - GRADES.index(pair[1])
            how = "naik" if step > 0 else "turun" if step < 0 else "tetap"
        expected[*pair, how] = expected.get((*pair, how), 0) + 1
    columns = ("rating_grade_first", "rating_grade_last", "movement", "cooperatives")
    found_rows = tuples(rows, *columns)
    assert {row[:3]: row[3] for row in found_rows} == expected
    assert len(found_rows) == len(expected)
    assert set(tuples(rows, "rating_year_first", "rating_year_last")) <= {(rounds.min(), rounds.max())}
    sums = {how: sum(value for key, value in expected.items() if key[2] == how) for how in MOVEMENTS}
    if expected:
        for how, column in MOVEMENTS.items():
            assert set(rows[column]) == {sums[how]}, how
    order = [*GRADES, "Tidak dinilai"]
    assert all(
        (order.index(a[0]), order.index(a[1])) < (order.index(b[0]), order.index(b[1])) for a, b in pairwise(found_rows)
    )


@each_filter
def test_pola_comparison(store, ratings, filters):
    found = in_years(ratings, filters)
    found = of_type(in_places(found[found["tahun"] == found["tahun"].max()], filters), filters)
    rows = asked(store, "sharia/pola_comparison", filters)
    counts = tally(found, "pola", "peringkat")
    expected = [
        (pola, grade, counts[pola, grade])
        for pola in ["syariah", "konvensional", "belum diisi"]
        for grade in GRADES
        if len(found) and (pola != "belum diisi" or pola in set(found["pola"]))
    ]
    assert tuples(rows, "pola", "rating_grade", "cooperatives") == expected
    for pola, count, rated, pct in tuples(rows, "pola", "cooperatives", "rated", "share_pct"):
        assert rated == (found["pola"] == pola).sum()
        assert pd.isna(pct) if not rated else pct == share(count, rated)
    for pola, label, compared in tuples(rows, "pola", "pola_label", "is_compared"):
        assert compared == (pola != "belum diisi")
        assert label == (pola if compared else f"pola {pola}")


@each_filter
def test_role_models(store, ratings, filters):
    rounds = in_years(ratings, filters)["tahun"]
    best = of_kind(in_places(ratings[ratings["tahun"] == rounds.max()], filters), filters)
    best = best[best["peringkat"] == "AAA"].assign(other=lambda rows: rows["pola"] != "syariah")
    best = best.sort_values(["other", "nama_koperasi"])
    day = max(ratings["tanggal_peringkat"])
    rows = store.ask_filtered("sharia/role_models", filters, today=day.isoformat()).rows
    assert list(rows["cooperative_id"]) == list(best["nomor_induk_koperasi"])
    assert list(rows["cooperative_name"]) == list(best["nama_koperasi"])
    assert list(rows["valid_until"].dt.date) == list(best["berlaku_sampai"])
    in_90 = day + dt.timedelta(90)
    assert list(rows["validity"]) == [
        "kedaluwarsa" if until < day else "berakhir dalam 90 hari" if until <= in_90 else "berlaku"
        for until in best["berlaku_sampai"]
    ]
    if len(best):
        assert set(rows["checked_on"].dt.date) == {day}
        assert set(rows["horizon_days"]) == {90}
        ends = best["berlaku_sampai"]
        assert set(rows["role_models_expired"]) == {sum(ends < day)}
        assert set(rows["role_models_expiring"]) == {sum((ends >= day) & (ends <= in_90))}
        assert set(rows["role_models"]) == {len(best)}
        assert set(rows["role_models_sharia"]) == {(best["pola"] == "syariah").sum()}
        by_regency = best.groupby("regency_code").size()
        assert list(rows["regency_role_models"]) == [by_regency[code] for code in best["regency_code"]]


@each_filter
def test_health(store, checks, filters):
    found = of_kind(in_places(in_years(checks, filters), filters), filters)
    years = sorted(in_years(checks, filters)["tahun"].unique()) if len(found) else []
    rows = asked(store, "sharia/health", filters)
    counts = tally(found, "tahun", "predikat")
    expected = [(year, predicate, counts[year, predicate]) for year in years for predicate in PREDICATES]
    assert tuples(rows, "health_year", "health_predicate", "cooperatives") == expected
    for year, count, pct in tuples(rows, "health_year", "cooperatives", "share_pct"):
        whole = (found["tahun"] == year).sum()
        assert pd.isna(pct) if not whole else pct == share(count, whole)
    for year, checked, healthy, pct in tuples(rows, "health_year", "checked", "healthy", "healthy_pct"):
        well = sum(counts[year, it] for it in ("Sehat", "Cukup Sehat"))
        assert (checked, healthy) == ((found["tahun"] == year).sum(), well)
        assert pd.isna(pct) if not checked else pct == share(well, checked)


# --- what the sample does not hold ------------------------------------------------------------------------

TYPES = {
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "SMALLINT": pa.int16(),
    "DOUBLE": pa.float64(),
}


def write(folder, name, rows):
    schema = pa.schema([(column, TYPES[kind]) for column, kind in SCHEMAS[name].items()])
    folder.mkdir(parents=True, exist_ok=True)
    full = [dict.fromkeys(schema.names) | row for row in rows]
    pq.write_table(pa.Table.from_pylist(full, schema), folder / f"{name}.parquet")


def cooperative(number, regency, pola, group="KSU"):
    return {
        "nomor_induk_koperasi": number,
        "nama_koperasi": f"Koperasi {number}",
        "regency_code": regency,
        "pola_pengelolaan": pola,
        "kelompok_koperasi": group,
    }


def rating(number, year, grade, on, until="2030-01-01"):
    return {
        "nomor_induk_koperasi": number,
        "tahun": year,
        "peringkat": grade,
        "tanggal_peringkat": dt.date.fromisoformat(on),
        "berlaku_sampai": dt.date.fromisoformat(until) if until else None,
    }


def check(number, year, predicate):
    return {"nomor_induk_koperasi": number, "tahun": year, "predikat": predicate}


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    data = tmp_path_factory.mktemp("odd")
    folder = data / "sample"
    write(
        folder,
        "cooperatives",
        [
            cooperative("A1", "6303", "SYARIAH", "KSPPS"),
            cooperative("A2", "6303", None, "KSPPS"),
            cooperative("A3", "6371", "KONVENSIONAL", "KSP"),
            cooperative("X9", None, None, None),  # nobody filled in where it is
            *(cooperative(f"B{i}", "6371", "SYARIAH") for i in range(1, 6)),
        ],
    )
    write(
        folder,
        "ratings",
        [
            rating("A1", 2022, "AAB", "2022-05-01"),
            rating("A1", 2024, "BBB", "2024-01-05"),  # replaced later in the same year
            rating("A1", 2024, "AAA", "2024-02-05"),
            rating("A2", 2022, "BBB", "2022-05-01"),
            rating("A2", 2024, "AAA", "2024-05-01", None),
            rating("A3", 2022, "AAA", "2022-05-01"),
            rating("A3", 2024, None, "2024-05-01"),
            rating("X9", 2022, "ABB", "2022-05-01"),
            rating("X9", 2024, "ABB", "2024-05-01"),
            rating("Y7", 2024, "ABB", "2024-05-01"),  # in no register of cooperatives: set aside
            rating("B1", None, "AAA", "2024-06-30", "2024-06-29"),  # the newest rating of all
            rating("B2", 2024, "AAA", "2024-05-01", "2024-06-30"),
            rating("B3", 2024, "AAA", "2024-05-01", "2024-09-28"),
            rating("B4", 2024, "AAA", "2024-05-01", "2024-09-29"),
        ],
    )
    write(
        folder,
        "health_checks",
        [
            check("A1", 2023, "Sehat"),
            check("A2", 2023, None),
            check("A3", 2023, "Sehat"),  # not a KSPPS
            check("X9", 2023, "Sehat"),  # not known to be one
            check("Y7", 2023, "Sehat"),  # in no register of cooperatives: set aside
        ],
    )
    return Store(Places(data=data))


def test_last_rating_of_a_year_and_blank_grades(odd):
    rows = odd.ask("sharia/grades_by_year").rows
    assert tuples(rows, "rating_year", "rating_grade", "cooperatives") == [
        *[(2022, "AAA", 1), (2022, "AAB", 1), (2022, "ABB", 1), (2022, "BBB", 1)],
        *[(2024, "AAA", 6), (2024, "AAB", 0), (2024, "ABB", 1), (2024, "BBB", 0), (2024, "Belum diisi", 1)],
    ]


def test_a_rating_of_a_cooperative_without_regency_is_unknown_not_lost(odd):
    rows = odd.ask("sharia/grades_by_regency").rows
    unknown = rows[rows["regency_code"].isna()]
    assert set(unknown["regency_short"]) == {"Tidak diketahui"}
    assert tuples(unknown[unknown["cooperatives"] > 0], "rating_grade", "cooperatives") == [("ABB", 1)]
    assert rows["cooperatives"].sum() == 8
    assert not odd.ask("sharia/grades_by_regency", regencies=["6371"]).rows["regency_code"].isna().any()
    figure = figure_of(render(odd, "sharia/grades_by_regency", Filters()))
    named = dict(zip(figure.layout.yaxis.ticktext, figure.data[0].customdata, strict=True))
    assert named["Tidak diketahui (1)"] is None
    assert named["Banjar (2)"] == "6303"


def test_blank_pola_is_neither(odd):
    rows = odd.ask("sharia/pola_comparison").rows
    best = rows[rows["rating_grade"] == "AAA"]
    assert tuples(best, "pola", "cooperatives", "rated") == [
        ("syariah", 5, 5),
        ("konvensional", 0, 1),
        ("belum diisi", 1, 2),
    ]
    alone = odd.ask("sharia/pola_comparison", regencies=["6303"], year_to=2022).rows
    none = alone[alone["pola"] == "konvensional"]
    assert none["share_pct"].isna().all()
    assert list(none["rated"]) == [0, 0, 0, 0]
    said = render(odd, "sharia/pola_comparison", Filters(("6303",), year_to=2022)).finding
    assert said.endswith(
        "Di Banjar pada 2022, AAA dipegang 0 dari 1 koperasi syariah (0%); "
        "tidak ada koperasi konvensional yang diperingkat."
    )


def test_movement_by_hand(odd):
    rows = odd.ask("sharia/movement").rows
    assert tuples(rows, "rating_grade_first", "rating_grade_last", "movement", "cooperatives") == [
        ("AAA", "Tidak dinilai", "tidak dinilai lagi", 1),  # A3: a blank grade cannot be compared
        ("AAB", "AAA", "naik", 1),
        ("ABB", "ABB", "tetap", 1),
        ("BBB", "AAA", "naik", 1),
        ("Tidak dinilai", "AAA", "baru dinilai", 4),
    ]
    assert odd.ask("sharia/movement", year_from=2023).rows.empty
    assert odd.ask("sharia/movement", year_to=2023).rows.empty
    said = render(odd, "sharia/movement", Filters()).finding
    assert "dari 2022 ke 2024, 2 koperasi naik, 1 tetap, 0 turun; 4 baru dinilai dan 1 tidak dinilai lagi." in said


def test_validity_on_its_edges(odd):
    answer = odd.ask("sharia/role_models", today="2024-06-30")
    rows = answer.rows
    assert tuples(rows, "cooperative_id", "validity") == [
        ("A1", "berlaku"),
        ("B1", "kedaluwarsa"),
        ("B2", "berakhir dalam 90 hari"),  # its last day
        ("B3", "berakhir dalam 90 hari"),  # the 90th day
        ("B4", "berlaku"),
        ("A2", "belum diisi"),
    ]
    assert set(tuples(rows, "role_models_expired", "role_models_expiring")) == {(1, 2)}
    said = find("sharia/role_models").say(answer, Filters())
    assert said == (
        "Di Kalimantan Selatan, 6 koperasi ber-AAA pada 2024, 5 syariah; masa berlaku 1 sudah habis per 30 Juni 2024 "
        "dan 2 berakhir dalam 90 hari sesudahnya."
    )
    later = odd.ask("sharia/role_models", today="2024-06-30", regencies=["6303"])
    said = find("sharia/role_models").say(later, Filters(("6303",)))
    assert said == "Di Banjar, 2 koperasi ber-AAA pada 2024, 1 syariah."
    ended = odd.ask("sharia/role_models", today="2031-01-01", pola="syariah")
    said = find("sharia/role_models").say(ended, Filters())
    assert said.endswith(
        "5 koperasi ber-AAA pada 2024, semuanya syariah; masa berlaku semuanya sudah habis per 1 Januari 2031."
    )


def test_rated_and_none_the_best_is_said(store, odd):
    for code, name, rated in (("6305", "Tapin", 1), ("6309", "Tabalong", 2)):
        assert asked(store, "sharia/role_models", Filters((code,))).empty
        said = render(store, "sharia/role_models", Filters((code,))).finding
        assert said == f"Data contoh: Di {name}, {rated} koperasi diperingkat pada 2024, tidak ada yang AAA."
    # nobody rated at all: nothing is known to say
    assert "Tidak ada satu pun dalam register" in render(odd, "sharia/role_models", Filters(("6301",))).finding


def test_one_round_is_no_movement(odd):
    said = render(odd, "sharia/movement", Filters(year_from=2023)).finding
    assert said == (
        "Data contoh: Di Kalimantan Selatan, hanya ada peringkat 2024 (8 koperasi); perpindahan memerlukan dua tahun."
    )


def test_blank_health_predicate_is_not_a_predicate(odd):
    rows = odd.ask("sharia/health").rows
    assert tuples(rows, "health_predicate", "cooperatives") == [
        *[("Sehat", 1), ("Cukup Sehat", 0), ("Dalam Pengawasan", 0), ("Dalam Pengawasan Khusus", 0)],
        ("Belum diisi", 1),
    ]


def test_ties_are_all_named(tmp_path):
    places = ["6301", "6302", "6303", "6304"]
    members = [cooperative(f"T{code}", code, "SYARIAH") for code in places]
    write(tmp_path / "sample", "cooperatives", members)
    write(tmp_path / "sample", "ratings", [rating(f"T{code}", 2024, "AAA", "2024-05-01") for code in places])
    tied = Store(Places(data=tmp_path))

    def said(*codes):
        return render(tied, "sharia/grades_by_regency", Filters(codes)).finding.removeprefix(SAMPLE_LEAD)

    two = "Tanah Laut dan Kotabaru (masing-masing 1)"
    start = "yang diperingkat pada 2024, terbanyak di"
    some = "Tanah Laut dan Kotabaru"
    assert said("6301", "6302").endswith(f"Dari 2 koperasi di {some} {start} {two}; AAA terbanyak di {two}.")
    four = "4 wilayah (masing-masing 1)"
    assert said(*places).endswith(
        f"Dari 4 koperasi di kabupaten/kota terpilih {start} {four}; AAA terbanyak di {four}."
    )
    assert said("6301").endswith("Tanah Laut, 2024: 1 koperasi diperingkat, yaitu AAA 1, AAB 0, ABB 0, BBB 0.")


def test_200_rows_keep_every_regency_and_the_full_count(tmp_path):
    folder = tmp_path / "sample"
    many = [cooperative(f"S{i:03}", "6371", "SYARIAH") for i in range(230)]
    last = cooperative("Z999", "6307", "KONVENSIONAL")
    write(folder, "cooperatives", [*many, last])
    write(
        folder,
        "ratings",
        [rating(row["nomor_induk_koperasi"], 2024, "AAA", "2024-05-01") for row in [*many, last]],
    )
    crowd = Store(Places(data=tmp_path))
    rows = crowd.ask("sharia/role_models").rows
    assert len(rows) == 200
    assert list(rows["cooperative_id"])[:199] == [f"S{i:03}" for i in range(199)]
    assert list(rows["cooperative_id"])[199] == "Z999"
    assert set(tuples(rows, "role_models", "role_models_sharia")) == {(231, 230)}
    drawn = render(crowd, "sharia/role_models", Filters())
    assert isinstance(drawn.spec, Table)
    assert [row[0].words for row in drawn.spec.body] == list(rows["cooperative_name"].head(10))
    assert drawn.extent == "Gambar memuat 10 dari 200 koperasi."


# --- the terms --------------------------------------------------------------------------------------------


def seed(name):
    with (ROOT / "seeds" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_schemes_are_those_of_the_seeds(store):
    answer = store.ask("sharia/schemes")
    rows = answer.rows
    expected = []
    for scheme in ("rating", "health", "nik", "kdmp_health"):
        grades = [row for row in seed("grades.csv") if row["scheme"] == scheme]
        expected += [
            (scheme, row["grade"].replace("_", " "), row["label_id"], row["source_url"])
            for row in sorted(grades, key=lambda row: int(row["rank"]))
        ]
    assert tuples(rows, "scheme", "scheme_grade", "scheme_grade_label", "source_url") == expected
    assert not answer.sample
    assert set(rows["schemes"]) == {4}
    assert rows["given_by"].notna().all()
    assert rows.groupby("scheme")["given_by"].nunique().eq(1).all()


def test_scores_that_were_not_found_are_not_guessed(store):
    rows = store.ask("sharia/schemes").rows
    by_rating = rows[rows["scheme"] == "rating"]
    assert by_rating[["score_min", "score_max"]].isna().all(axis=None)
    assert set(by_rating["score_band"]) == {"tidak ditemukan"}
    health = rows[rows["scheme"] == "health"]
    assert list(health["score_band"]) == [
        "80 sampai 100",
        "66 sampai di bawah 80",
        "51 sampai di bawah 66",
        "di bawah 51",
    ]
    assert set(rows[rows["scheme"] == "nik"]["score_band"]) == {"tidak memakai skor"}
    assert set(rows[rows["scheme"] == "kdmp_health"]["score_band"]) == {"tidak ditemukan"}


def test_sources_of_the_schemes(store):
    by_url = {row["url"]: row["source_id"] for row in seed("sources.csv")}
    rules = {row["number"]: row["source_id"] for row in seed("regulations.csv") if row["number"]}
    rows = store.ask("sharia/schemes").rows
    seen = {(r["scheme"], r["grade"].replace("_", " ")): r for r in seed("grades.csv")}
    for scheme, grade, source_ids in tuples(rows, "scheme", "scheme_grade", "source_ids"):
        row = seen[scheme, grade]
        expected = {source for number, source in rules.items() if number in row["regulation"]}
        expected |= {by_url[row["source_url"]]} if row["source_url"] in by_url else set()
        assert set(source_ids) == expected, (scheme, grade)
    rating_sources = set(map(tuple, rows[rows["scheme"] == "rating"]["source_ids"]))
    assert rating_sources == {("mckalsel-2024-03-koperasi-modern", "permenkop-21-2015-pemeringkatan")}


# --- the cards --------------------------------------------------------------------------------------------


def test_cards_in_their_order():
    assert [name for name in every_view() if name.startswith("sharia/")] == CARDS


@pytest.mark.parametrize(
    "filters", [FILTERS[name] for name in ("none", "several", "few", "all", "one year", "no year")]
)
@pytest.mark.parametrize("card_id", CARDS)
def test_every_card_says_something_short(store, card_id, filters):
    rendered = render(store, card_id, filters)
    assert 0 < len(rendered.finding) <= 240
    assert rendered.finding.endswith(".")
    assert "nan" not in (rendered.finding + rendered.alt).lower().replace("nanti", "").split()
    assert (figure_of(rendered) is None) == (rendered.empty or rendered.is_zero)
    assert set(rendered.answer.rows.columns) <= COLUMNS.keys()
    assert len(table(rendered.answer.rows)) == len(rendered.answer.rows)


def test_findings_without_filter(store):
    said = {card_id: render(store, card_id, Filters()).finding for card_id in CARDS}
    assert said["sharia/rating_round"] == (
        "Dari 15 koperasi binaan provinsi yang diperingkat pada 2023: AAA 1, AAB 9, ABB 4, BBB 1. "
        "Ini tidak mewakili semua koperasi."
    )
    assert said["sharia/schemes"] == (
        "Pemeringkatan (AAA–BBB), Kesehatan, Grade NIK (A–D), dan Indeks SIMKOPDES adalah 4 penilaian yang berbeda."
    )


def test_findings_repeat_the_rows(store, ratings, checks):
    last = ratings[ratings["tahun"] == ratings["tahun"].max()]
    counts = last["peringkat"].value_counts()
    by_year = render(store, "sharia/grades_by_year", Filters()).finding
    assert f"ada {len(last)} koperasi" in by_year
    assert ", ".join(f"{grade} {counts[grade]}" for grade in GRADES) in by_year
    sharia = last[last["pola"] == "syariah"]
    pola = render(store, "sharia/pola_comparison", Filters()).finding
    assert f"{(sharia['peringkat'] == 'AAA').sum()} dari {len(sharia)} koperasi syariah" in pola
    newest = checks[checks["tahun"] == checks["tahun"].max()]["predikat"]
    health = render(store, "sharia/health", Filters()).finding
    assert f"{newest.isin(['Sehat', 'Cukup Sehat']).sum()} dari {len(newest)} KSPPS" in health


def test_only_the_register_is_a_sample(store):
    published = {card_id for card_id in CARDS if not render(store, card_id, Filters()).answer.sample}
    assert published == {"sharia/rating_round", "sharia/schemes"}


def nodes(figure):
    """(name with its number, fill) of each node of a flow, from the words that stand beside it."""
    node = figure.data[0].node
    beside = {(it.x, round(1 - it.y, 6)): it.text for it in figure.layout.annotations}
    return [(beside[round(x), round(y, 6)], fill) for x, y, fill in zip(node.x, node.y, node.color, strict=True)]


def colours(store, card_id, mode):
    """Grade or predicate -> its fill in the figure."""
    figure = figure_of(render(store, card_id, Filters()), mode=mode)
    if card_id == "sharia/movement":
        return {name[:3]: fill for name, fill in nodes(figure) if name[:3] in GRADES}
    if card_id == "sharia/rating_round":
        labels = figure.layout.yaxis.ticktext
        return {label[:3]: fill for label, fill in zip(labels, figure.data[0].marker.color, strict=True)}
    return {trace.name: trace.marker.color for trace in figure.data}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_grade_keeps_its_colour_and_health_has_others(store, mode):
    scales = [
        colours(store, f"sharia/{name}", mode)
        for name in ("rating_round", "grades_by_year", "grades_by_regency", "movement", "pola_comparison")
    ]
    assert scales == [scales[0]] * 5
    assert list(scales[0]) == GRADES
    assert len(set(scales[0].values())) == 4
    health = colours(store, "sharia/health", mode)
    assert list(health) == PREDICATES
    assert len({*health.values(), *scales[0].values()}) == 8


def test_the_four_grades_share_no_column(store):
    words = {
        card_id: {
            name for name in store.ask(card_id).rows if "grade" in name or "predicate" in name or "scheme" in name
        }
        for card_id in CARDS
    }
    assert words["sharia/health"] == {"health_predicate"}
    assert not words["sharia/schemes"] & {"rating_grade", "health_predicate", "grade_label"}
    for card_id in set(CARDS) - {"sharia/health", "sharia/schemes"}:
        assert words[card_id] <= {"rating_grade", "grade_label", "rating_grade_first", "rating_grade_last"}


def test_a_click_sets_the_regency(store):
    rows = store.ask("sharia/grades_by_regency").rows
    names = dict(zip(rows["regency_code"], rows["regency_short"], strict=True))
    for trace in figure_of(render(store, "sharia/grades_by_regency", Filters())).data:
        said = [text.partition(" (")[0] for text in trace.hovertext]
        assert [names[code] for code in trace.customdata] == said


def test_sankey_flows_add_up(store):
    rows = store.ask("sharia/movement").rows
    figure = figure_of(render(store, "sharia/movement", Filters()))
    sankey = figure.data[0]
    assert sum(sankey.link.value) == rows["cooperatives"].sum()
    for node, (name, _) in enumerate(nodes(figure)):
        ends = [*zip(sankey.link.source, sankey.link.target, sankey.link.value, strict=True)]
        flow = sum(value for source, target, value in ends if node in (source, target))
        assert name.endswith(f" <b>{flow:.0f}</b>")
    assert all(0 < y < 1 for y in sankey.node.y)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES.keys())
def test_nothing_of_a_flow_lies_over_what_stands_around_it(store, surface):
    """The key above the years, the names beside their nodes, all inside the room that the figure has."""
    layout = figure_of(render(store, "sharia/movement", Filters()), surface).layout
    top, left, right = layout.margin.t, layout.margin.l, layout.margin.r
    plot = layout.height - top - layout.margin.b
    # a year stands on the plot, the key on the year
    assert (layout.legend.yanchor or layout.template.layout.legend.yanchor) == "bottom"
    key = (layout.legend.y - 1) * plot
    assert text.LINE * surface.letter <= key < top
    for it in layout.annotations:
        room = left if it.x == 0 else right
        assert text.width(it.text, surface.letter) + abs(it.xshift) <= room
        assert it.xanchor == ("right" if it.x == 0 else "left")


def test_each_scheme_is_a_row_of_words_on_the_screen(store):
    """Only health has score bands, and they stand in words: no column holds numbers of two schemes."""
    rendered = render(store, "sharia/schemes", Filters())
    assert isinstance(rendered.spec, Table)
    assert rendered.spec.prose
    told = {row[0].words: row[-1].words for row in rendered.spec.body}
    assert told == {
        "Pemeringkatan": "AAA (sangat berkualitas), AAB (berkualitas), ABB (cukup berkualitas), "
        "dan BBB (tidak berkualitas)",
        "Kesehatan": "Sehat (skor 80 sampai 100), Cukup Sehat (skor 66 sampai di bawah 80), "
        "Dalam Pengawasan (skor 51 sampai di bawah 66), dan Dalam Pengawasan Khusus (skor di bawah 51)",
        "Grade NIK": "A, B, C1, C2, dan D",
        "Indeks SIMKOPDES": "Sehat, Cukup sehat, dan Tidak sehat",
    }


def test_what_is_not_filled_in_is_hatched_and_without_a_number(odd):
    for card_id in ("sharia/grades_by_year", "sharia/health"):
        rendered, draw = render(odd, card_id, Filters()), find(card_id).figure
        assert "belum diisi 1" in rendered.alt.lower()
        *others, blank = draw(rendered.answer, Filters()).draw(LIGHT, SCREEN)["data"]
        assert blank["name"] == "Belum diisi"
        assert blank["marker"]["pattern"]["shape"] == "/"
        assert sum(blank["y"]) == 1
        assert not any(blank["text"])
        assert all(not trace["marker"]["pattern"]["shape"] for trace in others)


def test_alternative_texts_tell_every_number(store):
    rows = store.ask("sharia/grades_by_year").rows
    alt = render(store, "sharia/grades_by_year", Filters()).alt
    last = rows[rows["rating_year"] == rows["rating_year"].max()]
    told = ", ".join(f"{r.rating_grade} {r.cooperatives}" for r in last.itertuples())
    assert f"{last['rating_year'].iloc[0]}: {told}." in alt
    pola = render(store, "sharia/pola_comparison", Filters()).alt
    assert "<" not in pola
    best = store.ask("sharia/pola_comparison").rows.query("pola == 'syariah' and rating_grade == 'AAA'").iloc[0]
    share = f"{best.share_pct:g}".replace(".", ",")
    assert f"Syariah {best.rated} koperasi: AAA {share}% ({best.cooperatives}), " in pola
    moves = render(store, "sharia/movement", Filters()).alt
    for r in store.ask("sharia/movement").rows.itertuples():
        known = r.movement not in ("baru dinilai", "tidak dinilai lagi")
        assert not known or f"{r.rating_grade_first} ke {r.rating_grade_last} {r.cooperatives}" in moves


@pytest.mark.parametrize(
    ("card_id", "filters", "notes"),
    [
        ("sharia/pola_comparison", Filters(pola="syariah"), 1),
        ("sharia/pola_comparison", Filters(("6303",), 2020, 2024), 0),
        ("sharia/rating_round", Filters(("6303",), pola="syariah"), 2),
        ("sharia/rating_round", Filters(year_from=2020), 0),
        ("sharia/schemes", Filters(("6303",), 2020, 2024, "syariah"), 3),
        ("sharia/movement", Filters(("6303",), 2020, 2024, "syariah"), 0),
    ],
)
def test_a_filter_that_does_nothing_is_explained(store, card_id, filters, notes):
    assert len(render(store, card_id, filters).notes) == notes


def test_pola_note_says_why(store):
    assert "membandingkan kedua pola" in render(store, "sharia/pola_comparison", Filters(pola="syariah")).notes[0]
