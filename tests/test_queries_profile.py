"""The questions of the profile against answers computed from the CSV files with pandas."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from koperasi.cards import render
from koperasi.look.charts import Table
from koperasi.store import Filters, Places, Store

ROOT = Path(__file__).parents[1]
SURE = ["stated", "counted", "approximate", "disputed", "suspect"]
DATED = {
    "cooperatives_inactive": ("cooperatives_inactive", "2022-01"),
    "kdmp_total": ("kdmp_total", "2026-08-05"),
    "kdmp_transaction_value": ("kdmp_transaction_value", "2026-08-05"),
    "pesantren_total": ("pesantren_total", "2021-07"),
    "population_registered": ("population_registered", "2025"),
}


def published(indicator: str, as_of: str, folder: Path = ROOT) -> pd.Series:
    rows = pd.read_csv(folder / "seeds" / "figures.csv", dtype={"region_code": str})
    rows = rows[(rows["indicator"] == indicator) & (rows["as_of"] == as_of)]
    rows = rows.assign(place=rows["quality"].map(SURE.index)).sort_values(["place", "source_id"])
    return rows.drop_duplicates("region_code").set_index("region_code")["value"].astype(float).sort_index()


def thirteen(values: pd.Series) -> pd.Series:
    return values.drop(["00", "63"], errors="ignore")


def by_measure(store: Store, *regencies: str) -> dict[str, pd.DataFrame]:
    rows = store.ask("profile/headlines", regencies=list(regencies)).rows
    return {str(name): part.set_index("regency_code") for name, part in rows.groupby("measure", sort=False)}


def expected() -> dict[str, tuple[pd.Series, float]]:
    """Measure -> values of the 13, and the province's own."""
    values = {name: published(*key) for name, key in DATED.items()}
    residents = values["population_registered"]
    for name in ("cooperatives_inactive", "kdmp_total"):
        values[f"{name}_rate"] = (10000 * values[name] / residents).round(2)
    nib = published("kdmp_with_nib", "2026-08-05")
    values["kdmp_nib_share"] = (100 * nib / values["kdmp_total"]).round(1)
    names = pd.read_csv(ROOT / "seeds" / "opop_pesantren.csv", dtype={"regency_code": str})
    named = names[names["cohort_year"] == 2023]["regency_code"].value_counts()
    codes = list(thirteen(residents).index)
    values["opop_named"] = named.reindex(codes).fillna(0).astype(float)
    values["opop_named"].loc["63"] = float(named.sum())
    areas = pd.read_csv(ROOT / "seeds" / "merah_putih_kecamatan.csv", dtype={"regency_code": str})
    values["kdmp_principal_savings"] = areas.groupby("regency_code")["principal_savings"].sum().astype(float)
    values["kdmp_principal_savings"].loc["63"] = float(areas["principal_savings"].sum())
    return {name: (thirteen(series), float(series["63"])) for name, series in values.items()}


def test_values_ranks_and_the_province(store: Store) -> None:
    answers = by_measure(store)
    wanted = expected()
    assert set(answers) == {*wanted, "cooperatives_total"}
    said = {name: rows["measure_said"].iloc[0] for name, rows in answers.items()}
    assert said["kdmp_total"] == "Koperasi Merah Putih"
    assert said["kdmp_nib_share"] == "Merah Putih yang memiliki NIB"
    assert said["cooperatives_inactive"] == "koperasi tidak aktif"
    for name, (values, province) in wanted.items():
        rows = answers[name]
        assert rows["measure_value"].to_dict() == values.to_dict(), name
        assert set(rows["province_value"]) == {province}, name
        ranked = values.drop("6303") if name == "kdmp_principal_savings" else values
        ranks = ranked.rank(method="min", ascending=False)
        found = rows["regency_rank"].dropna()
        assert found.astype(float).to_dict() == ranks.to_dict(), name
        assert set(rows["ranked_regencies"].dropna()) == {len(ranked)}, name
        assert rows.loc[ranked.index, "regencies_alike"].to_dict() == ranked.map(ranked.value_counts()).to_dict(), name
        shared = ranked[ranked.duplicated(keep=False)]
        assert set(rows.index[rows["is_shared_rank"].astype(bool)]) == set(shared.index), name


def test_known_figures_of_banjar(store: Store) -> None:
    rows = {name: part.loc["6303"] for name, part in by_measure(store, "6303").items()}
    said = {name: (row.measure_value, row.regency_rank) for name, row in rows.items() if pd.notna(row.regency_rank)}
    assert said["kdmp_total"] == (290, 1)
    assert said["pesantren_total"] == (36, 1)
    assert said["cooperatives_inactive"] == (87, 3)
    assert rows["kdmp_total"].province_value == 2013
    # the province's sum holds the suspect part
    assert rows["kdmp_principal_savings"].province_quality == "suspect"
    assert rows["cooperatives_inactive"].province_value == 902  # published, not the sum of the 13, which is 867


def test_how_sure_a_measure_is_stands_beside_it(store: Store) -> None:
    rows = pd.read_csv(ROOT / "seeds" / "figures.csv", dtype={"region_code": str})
    january = rows[(rows["indicator"] == "cooperatives_inactive") & (rows["as_of"] == "2022-01")]
    disputed = set(january[january["quality"] == "disputed"]["region_code"])
    answers = by_measure(store)
    for measure in ("cooperatives_inactive", "cooperatives_inactive_rate"):
        found = answers[measure]
        assert set(found.index[found["doubt_note"] != ""]) == disputed - {"63"} == {"6371"}
        assert set(found["province_doubt_note"]) == {", diperselisihkan"}
    totals = answers["cooperatives_total"]
    assert totals.loc["6309", "doubt_note"] == ", termasuk 131 Merah Putih"
    assert totals.loc["6302", ["about", "doubt_note"]].tolist() == ["", ", tahun perkiraan"]
    assert totals.loc["6303", ["about", "doubt_note"]].tolist() == ["sekitar ", ""]
    said = render(store, "profile/headlines", Filters(("6371",)))
    assert "koperasi tidak aktif (211, diperselisihkan, ke-1 dari 13)" in said.finding
    assert "Nilai 520 (diperselisihkan)" in said.alt
    beside = render(store, "profile/headlines", Filters(("6303", "6371"))).finding
    assert "koperasi tidak aktif Banjarmasin 211 (diperselisihkan) dan Banjar 87 (Januari 2022)" in beside
    tabalong = render(store, "profile/headlines", Filters(("6309",))).alt
    assert "Nilai 237 (termasuk 131 Merah Putih)" in tabalong


def test_cooperatives_published_on_different_dates_are_not_ranked_nor_set_beside_the_province(store: Store) -> None:
    rows = by_measure(store)["cooperatives_total"]
    assert rows["as_of"].nunique() > 5
    assert rows[["regency_rank", "ranked_regencies", "province_value"]].isna().all(axis=None)
    # the same number as on the growth page: the newest undoubted figure
    for code, row in rows.iterrows():
        growth = store.ask("growth/total", regencies=[code]).rows
        growth = growth[growth["quality"] != "suspect"]
        if growth.empty:
            assert pd.isna(row.measure_value), code
            continue
        newest = growth[growth["as_of_date"] == growth["as_of_date"].max()]
        assert row.measure_value in set(newest["cooperatives"]), code
        assert row.as_of == newest["as_of"].iloc[0], code
    assert rows.loc["6371", "measure_value"] != 782, "the suspect figure"


def test_numbers_that_stand_on_other_screens_are_the_same(store: Store) -> None:
    answers = by_measure(store)
    for mine, measure in {
        "cooperatives_inactive": "inactive",
        "cooperatives_inactive_rate": "inactive_rate",
        "kdmp_total": "merah_putih",
        "kdmp_total_rate": "merah_putih_rate",
    }.items():
        other = store.ask("growth/by_regency", measure=measure).rows.set_index("regency_code")["measure_value"]
        assert answers[mine]["measure_value"].to_dict() == other.to_dict(), mine
    coverage = store.ask("opop/coverage").rows.set_index("regency_code")
    assert answers["pesantren_total"]["measure_value"].to_dict() == coverage["pesantren"].to_dict()
    assert answers["opop_named"]["measure_value"].to_dict() == coverage["participants_named"].to_dict()


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


def edit(path: Path, change: Any) -> None:
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    change(rows)
    rows.to_csv(path, index=False)


def test_savings_are_suspect_by_rule_and_then_take_no_rank(spoiled: Path) -> None:
    def name(rows: pd.DataFrame) -> pd.Series:
        return (rows["regency_code"] == "6303") & (rows["kecamatan"] == "Karang Intan")

    def mend(rows: pd.DataFrame) -> None:
        rows.loc[name(rows), "principal_savings"] = "2207510"
        rows.loc[name(rows), "savings_total"] = str(2207510 + int(rows.loc[name(rows), "mandatory_savings"].iloc[0]))

    edit(spoiled / "seeds" / "merah_putih_kecamatan.csv", mend)
    mended = Store(Places(seeds=spoiled / "seeds"))
    rows = by_measure(mended)["kdmp_principal_savings"]
    assert set(rows["quality"]) == {"stated"}
    assert set(rows["province_quality"]) == {"stated"}
    assert sorted(rows["regency_rank"]) == list(range(1, 14))
    assert "diragukan" not in render(mended, "profile/headlines", Filters(("6303",))).alt.lower()


def test_one_regency_without_a_figure_on_the_date_moves_all_13_back(spoiled: Path) -> None:
    """The newest date that covers all: a newer figure of twelve is no ranking, and one other date is none either."""

    def drop(rows: pd.DataFrame) -> None:
        gone = (rows["indicator"] == "pesantren_total") & (rows["as_of"] == "2021-07") & (rows["region_code"] == "6305")
        assert gone.sum() == 1
        rows.loc[gone, "as_of"] = "2021-08"

    edit(spoiled / "seeds" / "figures.csv", drop)
    rows = by_measure(Store(Places(seeds=spoiled / "seeds")))["pesantren_total"]
    assert rows["regency_rank"].isna().all()
    assert rows.loc["6305", "as_of"] == "2021-08"
    assert rows.loc["6309", "as_of"] == "2024-01"


def test_newer_figures_are_taken_unless_they_are_suspect_or_of_another_cohort(spoiled: Path) -> None:
    figures = spoiled / "seeds" / "figures.csv"
    rows = pd.read_csv(figures, dtype=str, keep_default_na=False)
    complete = rows[(rows["indicator"] == "pesantren_total") & (rows["as_of"] == "2021-07")].assign(as_of="2025-07")
    total = rows[(rows["indicator"] == "cooperatives_total") & (rows["region_code"] == "6303")].head(1)
    suspect = total.assign(as_of="2026-01", value="9999", quality="suspect", note="uji")
    pd.concat([rows, complete, suspect]).to_csv(figures, index=False)
    names = spoiled / "seeds" / "opop_pesantren.csv"
    named = pd.read_csv(names, dtype=str, keep_default_na=False)
    later = named.head(1).assign(cohort_year="2024", regency_code="6311", name="Uji")
    pd.concat([named, later]).to_csv(names, index=False)
    answers = by_measure(Store(Places(seeds=spoiled / "seeds")))
    assert set(answers["pesantren_total"]["as_of"]) == {"2025-07"}
    assert answers["cooperatives_total"].loc["6303", "measure_value"] == 253
    assert answers["opop_named"].loc["6311", "measure_value"] == 0


def test_words_of_the_headlines(store: Store) -> None:
    banjar = render(store, "profile/headlines", Filters(("6303",)))
    assert "Koperasi Merah Putih (290, ke-1 dari 13) dan pesantren (36, ke-1 dari 13)" in banjar.finding
    # of twelve: the thirteenth is suspect
    tanahbumbu = render(store, "profile/headlines", Filters(("6310",)))
    assert "simpanan pokok Merah Putih (Rp147,9 juta, ke-1 dari 12)" in tanahbumbu.finding
    assert "2,3 miliar" not in banjar.finding + banjar.alt, "a suspect figure is not headlined"
    assert "Simpanan pokok Merah Putih (5 Agustus 2026): Nilai diragukan, Peringkat –, Kalsel diragukan;" in banjar.alt
    assert "Koperasi, angka terbaru (Maret 2022): Nilai sekitar 253, Peringkat –, Kalsel tidak sebanding;" in banjar.alt
    baritokuala = render(store, "profile/headlines", Filters(("6304",)))
    assert "Koperasi, angka terbaru: Nilai tidak ada data," in baritokuala.alt
    assert "Peringkat 2 dari 13 bersama" in baritokuala.alt
    pair = render(store, "profile/headlines", Filters(("6303", "6371")))
    assert pair.finding.startswith("Koperasi Merah Putih Banjar 290 dan Banjarmasin 52 (5 Agustus 2026)")


def test_the_table_of_one_and_of_a_few(store: Store) -> None:
    """Rank beside one regency, below the values of a few."""

    def table(*codes: str) -> tuple[list[str], dict[str, list[str]]]:
        spec = render(store, "profile/headlines", Filters(codes)).spec
        assert isinstance(spec, Table)
        return list(spec.heads), {line[0].words: [str(cell) for cell in line[1:]] for line in spec.body}

    heads, one = table("6303")
    assert heads == ["Ukuran", "Nilai", "Peringkat", "Kalsel"]
    assert one["Koperasi Merah Putih"] == ["290", "1 dari 13", "2.013"]
    assert one["Koperasi, angka terbaru"] == ["sekitar 253", "–", "tidak sebanding"]
    heads, few = table("6303", "6304", "6309", "6371")  # Barito Kuala has no published total
    assert heads == ["Ukuran", "Banjar", "Barito Kuala", "Tabalong", "Banjarmasin", "Kalsel"]
    assert few["Koperasi Merah Putih"][::3] == ["290 (1 dari 13)", "52 (12 dari 13)"]
    assert few["Koperasi, angka terbaru"] == [
        "sekitar 253 (Maret 2022)",
        "tidak ada data",
        "237 (Juli 2025, termasuk 131 Merah Putih)",
        "520 (Oktober 2022, diperselisihkan)",
        "tidak sebanding",
    ]


def test_without_a_regency_all_are_listed_with_three_numbers_each(store: Store) -> None:
    """By hand from seeds/figures.csv: one line a regency, in the order of codes, the province below them."""
    seeds = pd.read_csv(ROOT / "seeds" / "figures.csv", dtype={"region_code": str})
    spec = render(store, "profile/headlines", Filters()).spec
    assert isinstance(spec, Table)
    assert list(spec.heads) == [
        "Kabupaten/kota",
        "Koperasi tidak aktif, Januari 2022",
        "Koperasi Merah Putih, 5 Agustus 2026",
        "Merah Putih yang memiliki NIB, 5 Agustus 2026",
    ]
    *regencies, province = [[str(cell) for cell in line] for line in spec.body]
    assert province == ["Kalsel", "902 (diperselisihkan)", "2.013", "82,1%"]
    codes = [f"63{number:02}" for number in (*range(1, 12), 71, 72)]
    assert list(spec.regencies) == [*codes, ""]

    def figure(indicator: str, as_of: str) -> dict[str, float]:
        rows = seeds[(seeds["indicator"] == indicator) & (seeds["as_of"] == as_of)]
        return dict(zip(rows["region_code"], rows["value"], strict=True))

    inactive = figure("cooperatives_inactive", "2022-01")
    total, with_nib = figure("kdmp_total", "2026-08-05"), figure("kdmp_with_nib", "2026-08-05")
    for code, (name, *cells) in zip(codes, regencies, strict=True):
        assert cells[0].partition(" ")[0] == f"{inactive[code]:.0f}", name
        assert cells[1] == f"{total[code]:.0f}", name
        share = f"{100 * with_nib[code] / total[code]:.1f}".removesuffix(".0").replace(".", ",")
        assert cells[2] == f"{share}%", name
    assert regencies[11] == ["Banjarmasin", "211 (diperselisihkan)", "52", "98,1%"]
