"""Every Merah Putih query against answers computed by pandas from the CSVs, and from changed copies of them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from koperasi.cards import every_view, render
from koperasi.look.charts import Table
from koperasi.store import Answer, BadParameter, Filters, Places, Store
from tests.reading import beside_map, figure_of

ROOT = Path(__file__).resolve().parents[1]
KEY = ["regency_code", "district"]
ADDED = ["cooperatives", "with_account", "with_npwp", "with_nib", "transaction_value", "principal_savings"]
ADDED += ["principal_savers", "mandatory_savings", "mandatory_savers"]
MEASURES = (
    "cooperatives",
    "nib_share",
    "per_residents",
    "transaction_value",
    "principal_savings",
    "mandatory_savings",
    "principal_per_saver",
    "mandatory_per_saver",
)


def read(name: str, folder: Path = ROOT / "seeds") -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", dtype={"regency_code": str, "region_code": str, "as_of": str})


def kecamatan() -> pd.DataFrame:
    return read("merah_putih_kecamatan").rename(columns={"kecamatan": "district"})


def figures(indicator: str, as_of: str = "2026-08-05") -> pd.Series:
    """Published values by region code."""
    rows = read("figures")
    return rows[(rows["indicator"] == indicator) & (rows["as_of"] == as_of)].set_index("region_code")["value"]


def half_up(values: pd.Series, decimals: int = 0) -> pd.Series:
    """Rounded as people do it; pandas rounds 56,25 down."""
    return (values * 10**decimals + 0.5) // 1 / 10**decimals


def wanted(rows: pd.DataFrame, measure: str, residents: pd.Series | None = None) -> pd.Series:
    """The measure by pandas, unknown where it divides by nothing."""
    if measure == "nib_share":
        return half_up(100 * rows["with_nib"] / rows["cooperatives"], 1)
    if measure == "per_residents":
        if residents is None:
            return pd.Series(float("nan"), rows.index)
        return half_up(10_000 * rows["cooperatives"] / residents, 2)
    if measure.endswith("per_saver"):
        kind = measure.partition("_")[0]
        return half_up(rows[f"{kind}_savings"] / rows[f"{kind}_savers"].where(rows[f"{kind}_savers"] > 0))
    return rows[measure].astype(float)


def published() -> pd.DataFrame:
    names = {name: figures("kdmp_total" if name == "cooperatives" else f"kdmp_{name}") for name in ADDED}
    return pd.DataFrame(names).loc[lambda rows: rows.index.str.fullmatch("63..")]


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Store]:
    """A store over a copy of the seeds in which single cells of one seed were changed."""

    def make(name: str, *edits: tuple[dict[str, str], dict[str, str]]) -> Store:
        seeds = tmp_path / "seeds"
        shutil.copytree(ROOT / "seeds", seeds, dirs_exist_ok=True)
        rows = pd.read_csv(seeds / f"{name}.csv", dtype=str, keep_default_na=False)
        for where, cells in edits:
            found = pd.concat([rows[key] == value for key, value in where.items()], axis=1).all(axis=1)
            assert found.sum() == 1, where
            rows.loc[found, list(cells)] = list(cells.values())
        rows.to_csv(seeds / f"{name}.csv", index=False)
        return Store(Places(seeds=seeds))

    return make


def flagged(store: Store) -> set[tuple[str, str, str]]:
    rows = store.ask("merah_putih/suspects").rows
    rows = rows[rows["is_suspect"]]
    return set(zip(rows["regency_code"], rows["district"], rows["savings_label"], strict=True))


def test_kecamatan_add_up_to_the_published_regencies_and_these_to_the_province() -> None:
    """The two exports of SIMKOPDES agree, so that a regency's tile and its kecamatan never contradict each other."""
    sums = kecamatan().groupby("regency_code")[ADDED].sum()
    pd.testing.assert_frame_equal(sums, published(), check_names=False, check_dtype=False)
    for name in ADDED:
        whole = figures("kdmp_total" if name == "cooperatives" else f"kdmp_{name}")["63"]
        assert sums[name].sum() == whole, name


def test_by_kecamatan_has_156_rows_keyed_by_regency_and_name(store: Store) -> None:
    rows = store.ask("merah_putih/by_kecamatan").rows
    assert len(rows) == 156
    assert rows["cooperatives"].sum() == rows["measure_value"].sum() == 2013
    assert not rows.duplicated(KEY).any()
    same = rows[rows["district"] == "Simpang Empat"].set_index("regency_code")["cooperatives"].to_dict()
    twins = kecamatan().query("district == 'Simpang Empat'")
    assert same == twins.set_index("regency_code")["cooperatives"].to_dict()
    assert set(same) == {"6303", "6310"}
    options = (("kdmp_measure", "principal_savings"),)
    told = render(store, "merah_putih/by_kecamatan", Filters(options=options)).alt
    assert "Simpang Empat, Banjar Rp13,29 juta" in told
    assert "Simpang Empat, Tanah Bumbu Rp55,2 juta" in told


def test_every_measure_of_every_kecamatan_and_regency(store: Store) -> None:
    areas, regions = kecamatan().set_index(KEY), published()
    residents = figures("population_registered", "2025")
    for measure in MEASURES:
        got = store.ask("merah_putih/by_kecamatan", kdmp_measure=measure).rows.set_index(KEY)["measure_value"]
        pd.testing.assert_series_equal(
            got.astype(float).sort_index(), wanted(areas, measure).sort_index(), check_names=False, obj=measure
        )
        rows = store.ask("merah_putih/by_regency", kdmp_measure=measure).rows.set_index("regency_code")
        assert len(rows) == 13
        pd.testing.assert_series_equal(
            rows["measure_value"].astype(float),
            wanted(regions, measure, residents.reindex(regions.index)).sort_index(),
            check_names=False,
            obj=measure,
        )
    assert store.ask("merah_putih/by_regency").rows.set_index("regency_code")["measure_value"]["6303"] == 290
    with pytest.raises(BadParameter):
        store.ask("merah_putih/by_regency", kdmp_measure="members")


UNITS = {"cooperatives": "koperasi", "nib_share": "persen", "per_residents": "koperasi per 10.000 penduduk"}


def test_a_measure_says_its_unit_its_sum_and_what_a_zero_means(store: Store) -> None:
    picked = ["6301", "6303", "6309"]
    for measure in MEASURES:
        regencies = store.ask("merah_putih/by_regency", kdmp_measure=measure, regencies=picked).rows
        areas = store.ask("merah_putih/by_kecamatan", kdmp_measure=measure, regencies=picked).rows
        sure = regencies[~regencies["is_suspect"]]
        for rows in (regencies, areas):
            assert set(rows["unit"]) == {UNITS.get(measure, "rupiah")}
        assert set(regencies["sure_regencies"]) == {len(sure)} == {12 if measure.startswith("principal") else 13}
        if measure == "cooperatives":
            assert set(regencies["selected_sum"]) == {published()["cooperatives"][picked].sum()}
        elif measure == "transaction_value":
            assert set(regencies["selected_sum"]) == {figures("kdmp_transaction_value")[picked].sum()}
        else:
            assert regencies["selected_sum"].isna().all()
        money = measure in ("transaction_value", "principal_savings", "mandatory_savings")
        assert (regencies["is_recorded"] == ((regencies["measure_value"] > 0) | (not money))).all()
        assert (areas["is_recorded"] == (areas["measure_value"] > 0)).all()
        ours = kecamatan()[kecamatan()["regency_code"].isin(picked)]
        values = wanted(ours, measure)
        assert set(areas["districts_sum"]) == {len(ours)}
        assert set(areas["districts_unknown_sum"]) == {values.isna().sum()}
        for rows, chosen in ((areas, areas), (regencies, regencies[regencies["is_selected"]])):
            counts = Counter(chosen[~chosen["is_suspect"]]["measure_value"].dropna())
            told = rows[rows.index.isin(chosen.index) & rows["measure_value"].notna() & ~rows["is_suspect"]]
            assert list(told["measure_alike"]) == [counts[value] for value in told["measure_value"]]
        assert set(areas["districts_without_sum"]) == {(values == 0).sum()}


def test_residents_have_their_own_source(store: Store) -> None:
    def named(measure: str) -> set[str]:
        return {source.id for source in store.ask("merah_putih/by_regency", kdmp_measure=measure).sources}

    assert named("per_residents") - named("cooperatives") == {"kemendagri-2025-penduduk"}


def test_suspects_stay_out_of_the_ranking_until_they_are_included(store: Store) -> None:
    for query, where, name in (
        ("by_regency", "regency_code", "6303"),
        ("by_kecamatan", "district", "Karang Intan"),
    ):
        for measure in MEASURES:
            for switch in ("exclude", "include"):
                rows = store.ask(f"merah_putih/{query}", kdmp_measure=measure, suspects=switch).rows
                doubted = rows[rows["is_suspect"]]
                expected = [name] if measure.startswith("principal") else []
                assert list(doubted[where]) == expected, (query, measure)
                assert set(doubted["quality_label"]) <= {"diragukan"}
                out = rows["is_suspect"] if switch == "exclude" else pd.Series(False, rows.index)
                ranked = rows["measure_value"].where(~out)
                pd.testing.assert_series_equal(
                    rows["measure_rank"].astype(float),
                    ranked.rank(ascending=False, method="min"),
                    check_names=False,
                    obj=f"{query} {measure} {switch}",
                )
                pd.testing.assert_series_equal(rows["ranked_value"].astype(float), ranked, check_names=False)
                sure = rows["measure_value"].where(~rows["is_suspect"])
                pd.testing.assert_series_equal(
                    rows["sure_rank"].astype(float), sure.rank(ascending=False, method="min"), check_names=False
                )
    # the value itself is never hidden from the table
    rows = store.ask("merah_putih/by_kecamatan", kdmp_measure="principal_savings").rows
    assert rows[rows["is_suspect"]]["measure_value"].tolist() == [2_207_510_000]


@pytest.mark.parametrize("switch", ["exclude", "include"])
def test_a_suspect_value_is_drawn_hatched_or_not_at_all_and_never_headlined(store: Store, switch: str) -> None:
    options = (("kdmp_measure", "principal_savings"), ("suspects", switch))
    for card, name in (("by_regency", "Banjar"), ("by_kecamatan", "Karang Intan")):
        drawing = render(store, f"merah_putih/{card}", Filters(options=options))
        assert "Diragukan: " + name in drawing.finding
        assert "miliar" not in drawing.finding
        assert figure_of(drawing) is not None
        figure, on_map = figure_of(drawing), card == "by_regency"
        trace = beside_map(figure) if on_map else figure.data[0]
        hatched = [place for place, shape in enumerate(trace.marker.pattern.shape) if shape]
        assert len(hatched) == 1
        labels = (figure.layout.yaxis2 if on_map else figure.layout.yaxis).ticktext
        assert labels[hatched[0]].startswith(name)
        if switch == "include":
            assert hatched == [0]
            assert trace.x[0] == max(trace.x) > 2e9
            assert "diragukan" in labels[0].replace("<br>", " ")
        else:
            assert hatched == [len(labels) - 1]
            assert (trace.x[-1], trace.text[-1]) == (0, "diragukan")
            assert max(trace.x) < 2e8
    tiles = figure_of(render(store, "merah_putih/regency_map", Filters(options=(*options, ("peta", "petak")))))
    assert tiles is not None
    shapes = dict(zip(tiles.data[0].customdata, tiles.data[0].marker.pattern.shape, strict=True))
    assert {code: shape for code, shape in shapes.items() if shape} == {"6303": "x"}


def test_the_rule_flags_karang_intan_alone(store: Store) -> None:
    assert flagged(store) == {("6303", "Karang Intan", "Simpanan pokok")}
    row = store.ask("merah_putih/suspects").rows.iloc[0]
    areas = kecamatan()
    per_saver = (areas["principal_savings"] / areas["principal_savers"].where(areas["principal_savers"] > 0)).dropna()
    assert row.savings_per_saver == round(2_207_510_000 / 2325)
    assert row.times_median == round(2_207_510_000 / 2325 / per_saver.median(), 1)
    assert row.province_share_pct == round(100 * 2_207_510_000 / areas["principal_savings"].sum(), 1)
    rules = read("attention_rules").set_index("rule")["threshold"]
    assert row.times_threshold == rules["suspect_savings_per_saver"]
    assert row.share_threshold == rules["suspect_savings_share"]
    finding = render(store, "merah_putih/suspects", Filters()).finding
    assert "Karang Intan, Banjar (simpanan pokok Rp2,21 miliar, 19,0 kali median, 78,9% provinsi)" in finding


def test_suspects_lists_what_is_nearest_by_the_same_rule(store: Store) -> None:
    areas = kecamatan()
    near = []
    for kind in ("principal", "mandatory"):
        some = areas[areas[f"{kind}_savers"] > 0]
        per_saver = some[f"{kind}_savings"] / some[f"{kind}_savers"]
        near.append(some[KEY].assign(times=per_saver / per_saver.median()))
    top = pd.concat(near).nlargest(10, "times")
    rows = store.ask("merah_putih/suspects").rows
    assert len(rows) == 10
    assert list(rows["times_median"])[:5] == list(top["times"].round(1))[:5]
    assert (
        list(zip(rows["regency_code"], rows["district"], strict=True))[:5]
        == list(top[KEY].itertuples(index=False, name=None))[:5]
    )


def test_the_flag_goes_away_with_the_value(changed: Callable[..., Store]) -> None:
    where = {"regency_code": "6303", "kecamatan": "Karang Intan"}
    store = changed("merah_putih_kecamatan", (where, {"principal_savings": "116250000", "savings_total": "146650000"}))
    assert flagged(store) == set()
    finding = render(store, "merah_putih/suspects", Filters()).finding
    assert finding.startswith("Tidak ada simpanan kecamatan di Kalimantan Selatan yang melampaui kedua ambang")
    rows = store.ask("merah_putih/by_kecamatan", kdmp_measure="principal_savings").rows
    assert not rows["is_suspect"].any()
    assert rows.set_index(KEY)["measure_rank"]["6303", "Karang Intan"] == 1


def test_another_inflated_kecamatan_is_flagged_with_its_regency(changed: Callable[..., Store]) -> None:
    where = {"regency_code": "6310", "kecamatan": "Simpang Empat"}
    cells = {"mandatory_savings": "90000000000", "mandatory_savers": "10", "savings_total": "90055200000"}
    store = changed("merah_putih_kecamatan", (where, cells))
    assert flagged(store) == {
        ("6303", "Karang Intan", "Simpanan pokok"),
        ("6310", "Simpang Empat", "Simpanan wajib"),
    }
    rows = store.ask("merah_putih/by_kecamatan", kdmp_measure="mandatory_per_saver").rows
    # the namesake in Kabupaten Banjar is not
    assert list(rows[rows["is_suspect"]]["regency_code"]) == ["6310"]
    regions = store.ask("merah_putih/by_regency", kdmp_measure="mandatory_savings").rows
    assert list(regions[regions["is_suspect"]]["regency_code"]) == ["6310"]
    savings = store.ask("merah_putih/savings").rows
    doubted = savings[savings["is_suspect"]]
    assert set(zip(doubted["region_code"], doubted["savings_kind"], strict=True)) == {
        ("63", "principal"),
        ("6303", "principal"),
        ("6310", "mandatory"),
    }


def test_thresholds_stand_in_the_seed(changed: Callable[..., Store]) -> None:
    store = changed("attention_rules", ({"rule": "suspect_savings_share"}, {"threshold": "80"}))
    assert flagged(store) == set()
    row = store.ask("merah_putih/suspects").rows.iloc[0]
    assert (row.times_threshold, row.share_threshold) == (10, 80)


def test_newer_figures_replace_older_ones_region_by_region(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", seeds)
    with (seeds / "figures.csv").open("a", encoding="utf-8") as file:
        file.write("kdmp_outlet_build_100,63,2026-09-05,300,simkopdes,simkopdes-2026-08-pembangunan,stated,,,\n")
        file.write("kdmp_total,63,2026-09-05,2014,simkopdes,simkopdes-2026-08-provinsi,stated,,,\n")
        file.write("kdmp_with_outlet,00,2026-09-05,9,simkopdes,simkopdes-2026-08-nasional,stated,,,\n")
    store = Store(Places(seeds=seeds))
    assert list(store.ask("merah_putih/outlet_progress").rows["outlets"])[-1] == 300
    province = store.ask("merah_putih/legality").rows
    assert set(province["as_of"]) == {"2026-09-05"}
    assert province["cooperatives"].iloc[0] == 2014
    # what the newer export does not hold is not filled in, and an older value does not stand in for it
    assert province["cooperatives"].iloc[1:].isna().all()
    assert store.ask("merah_putih/by_regency").rows["measure_value"].sum() == 2013
    assert "simpanan pokok belum diisi" in render(store, "merah_putih/savings", Filters()).finding
    # the whole country's figure is not the province's
    assert "00" not in set(store.ask("merah_putih/outlets").rows["region_code"])
    assert list(store.ask("merah_putih/health").rows["cooperatives"])[:3] == [18, 17, 857]


def test_a_regency_that_is_missing_is_unknown_and_the_rest_is_drawn(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", seeds)
    for name in ("contradictions", "contradicting_figures"):
        rows = (seeds / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        (seeds / f"{name}.csv").write_text(rows[0] + "\n", encoding="utf-8")
    rows = pd.read_csv(seeds / "figures.csv", dtype=str, keep_default_na=False)
    gone = rows["indicator"].str.startswith("kdmp") & (rows["region_code"] == "6303")
    rows[~gone].to_csv(seeds / "figures.csv", index=False)
    store = Store(Places(seeds=seeds))
    banjar = store.ask("merah_putih/by_regency").rows.set_index("regency_code").loc["6303"]
    assert pd.isna(banjar["measure_value"])
    assert not banjar["is_suspect"]
    for card_id in every_view():
        if card_id.startswith(("merah_putih/", "profile/")):
            for picked in ((), ("6303",), ("6303", "6371")):
                assert render(store, card_id, Filters(picked)).finding, card_id


def test_legality(store: Store) -> None:
    steps = ["cooperatives", "with_account", "with_npwp", "with_nib", "held_rat"]
    rows = store.ask("merah_putih/legality").rows
    assert list(rows["step"]) == steps
    assert list(rows["cooperatives"]) == [2013, 2012, 2013, 1652, 1651]
    # 2.012 of 2.013 is not all of them
    assert list(rows["share_pct"]) == [100.0, 99.9, 100.0, 82.1, 82.0]
    two = store.ask("merah_putih/legality", regencies=["6303", "6371"]).rows.set_index("step")["cooperatives"]
    for name in steps[:-1]:
        column = figures("kdmp_total" if name == "cooperatives" else f"kdmp_{name}")
        assert two[name] == column["6303"] + column["6371"], name


def test_rat_below_the_province_is_not_filled_in_rather_than_zero(store: Store) -> None:
    rows = store.ask("merah_putih/legality", regencies=["6303"]).rows
    assert pd.isna(rows.set_index("step")["cooperatives"]["held_rat"])
    shown = render(store, "merah_putih/legality", Filters(("6303",)))
    assert figure_of(shown) is not None
    assert figure_of(shown).data[0].text[-1] == "belum diisi"
    assert "RAT belum diisi" in shown.finding
    province = render(store, "merah_putih/legality", Filters())
    assert "1.651" in province.finding
    assert "belum diisi" not in province.alt


def test_a_zero_is_nothing_recorded_and_no_savers_is_no_average(store: Store) -> None:
    rows = store.ask("merah_putih/by_regency", kdmp_measure="transaction_value").rows.set_index("regency_code")
    areas = kecamatan()
    zero = areas[areas["transaction_value"] == 0].groupby("regency_code").size()
    assert zero.sum() == 135
    assert rows["measure_value"].to_dict() == figures("kdmp_transaction_value").filter(regex="63..").to_dict()
    assert set(rows["selected_sum"]) == {figures("kdmp_transaction_value")["63"]}
    assert (set(rows["districts_sum"]), set(rows["districts_without_sum"])) == ({len(areas)}, {zero.sum()})
    for code, without in zero.items():  # of one regency: its own kecamatan, and nothing recorded is no sum
        mine = store.ask("merah_putih/by_regency", regencies=[code], kdmp_measure="transaction_value").rows.iloc[0]
        recorded = areas.loc[areas["regency_code"] == code, "transaction_value"].sum()
        assert (mine.districts_sum, mine.districts_without_sum) == (sum(areas["regency_code"] == code), without)
        assert mine.selected_sum == recorded if recorded else pd.isna(mine.selected_sum)
    other = store.ask("merah_putih/by_regency", kdmp_measure="principal_savings").rows
    assert other[["selected_sum", "districts_sum", "districts_without_sum"]].isna().all().tolist() == [
        True,
        True,
        False,
    ]
    tabalong = render(store, "merah_putih/transactions", Filters(("6309",)))
    assert tabalong.card.id == "merah_putih/regency_map"
    assert tabalong.finding == (
        "Transaksi Merah Putih (5 Agustus 2026): Tabalong: tidak ada yang tercatat. "
        "Tanpa catatan: 12 dari 12 kecamatan."
    )
    banjar = render(store, "merah_putih/transactions", Filters(("6303",))).finding
    assert banjar.endswith("Banjar Rp94,7 juta, urutan 4 dari 13. Tanpa catatan: 18 dari 20 kecamatan.")
    per_saver = store.ask("merah_putih/by_kecamatan", kdmp_measure="mandatory_per_saver").rows
    assert per_saver["measure_value"].isna().sum() == (areas["mandatory_savers"] == 0).sum() == 48


def test_savings(store: Store) -> None:
    rows = store.ask("merah_putih/savings").rows.set_index(["region_code", "savings_kind"])
    assert len(rows) == 28
    for kind in ("principal", "mandatory"):
        money, savers = figures(f"kdmp_{kind}_savings"), figures(f"kdmp_{kind}_savers")
        for code in money.index:
            row = rows.loc[(code, kind)]
            assert (row.savings, row.savers) == (money[code], savers[code])
            assert row.savings_per_saver == round(money[code] / savers[code])
    assert set(rows[rows["is_suspect"]].index) == {("63", "principal"), ("6303", "principal")}
    assert (rows["is_ranked"] == ~rows["is_suspect"]).all()
    included = store.ask("merah_putih/savings", suspects="include").rows
    assert included["is_ranked"].all()
    assert included["ranked_savings"].tolist() == included["savings"].tolist()
    assert list(included["doubt"].notna()) == list(included["is_suspect"])
    assert rows["doubt"].isna().all()
    assert rows[rows["ranked_savings"].isna()].index.tolist() == rows[rows["is_suspect"]].index.tolist()
    sums = figures("kdmp_principal_savings") + figures("kdmp_mandatory_savings")
    assert rows["region_savings"].groupby("region_code").agg(["min", "max"]).eq(sums[sums.index], axis=0).all(axis=None)
    assert rows[rows["is_region_suspect"]].index.get_level_values(0).tolist() == ["63", "63", "6303", "6303"]
    assert set(rows["savings_state"].dropna()) == {"diragukan"}
    assert rows["savings_short"].groupby("savings_kind").first().to_dict() == {
        "mandatory": "wajib",
        "principal": "pokok",
    }
    assert "miliar" not in render(store, "merah_putih/savings", Filters()).finding


def test_savings_say_why_there_is_no_number(changed: Callable[..., Store]) -> None:
    found = {"as_of": "2026-08-05", "region_code": "6309", "indicator": "kdmp_mandatory_savers"}
    nobody = changed("figures", (found, {"value": "0"})).ask("merah_putih/savings", regencies=["6309"]).rows
    states = nobody.set_index("savings_kind")["savings_state"]
    assert states["mandatory"] == "tidak ada yang tercatat"
    assert pd.isna(states["principal"])


def test_missing_nib(store: Store) -> None:
    areas = kecamatan().set_index(KEY)
    lacking = (areas["cooperatives"] - areas["with_nib"]).loc[lambda gap: gap > 0]
    rows = store.ask("merah_putih/missing_nib").rows.set_index(KEY)
    assert rows["without_nib"].to_dict() == lacking.to_dict()
    assert rows["without_nib"].is_monotonic_decreasing
    assert rows["without_nib"].sum() == 2013 - 1652
    assert (set(rows["without_nib_sum"]), set(rows["districts_sum"])) == ({2013 - 1652}, {len(lacking)})
    assert rows["without_nib_pct"]["6305", "Tapin Tengah"] == 82.4
    assert rows["gap_rank"].to_dict() == {key: 1 + sum(lacking > gap) for key, gap in lacking.items()}
    counts = Counter(lacking)
    assert rows["measure_alike"].to_dict() == {key: counts[gap] for key, gap in lacking.items()}


def test_equals_are_named_together_or_counted(store: Store) -> None:
    def said(card: str, *picked: str, **options: str) -> str:
        return render(store, f"merah_putih/{card}", Filters(picked, options=tuple(options.items()))).finding

    full = kecamatan().query("with_nib == cooperatives")
    assert len(full) == 75
    assert said("by_kecamatan", kdmp_measure="nib_share") == (
        "Merah Putih yang memiliki NIB (5 Agustus 2026): 156 kecamatan di Kalimantan Selatan; "
        "tertinggi 100%, di 75 kecamatan; terendah Bakarangan, Tapin (8,3%)."
    )
    best = said("by_kecamatan", "6306", kdmp_measure="nib_share")
    assert best == "Merah Putih yang memiliki NIB (5 Agustus 2026): 11 kecamatan di Hulu Sungai Selatan, semuanya 100%."
    # three have 14: with the first they would be four
    assert said("by_kecamatan", "6301") == (
        "Koperasi Merah Putih (5 Agustus 2026): 11 kecamatan di Tanah Laut; tertinggi Pelaihari (20)."
    )
    assert said("by_kecamatan", "6309").endswith("tertinggi Banua Lawas (15) dan Tanjung (15).")
    # three kecamatan lack eleven
    assert said("missing_nib") == (
        "Di Kalimantan Selatan, 361 Koperasi Merah Putih di 81 kecamatan belum memiliki NIB; terbanyak "
        "Tapin Tengah, Tapin (14 dari 17) dan Alalak, Barito Kuala (12 dari 18)."
    )
    assert said("missing_nib", "6308") == (
        "Di Hulu Sungai Utara, 2 Koperasi Merah Putih belum memiliki NIB, di Kecamatan Amuntai Utara (2 dari 26)."
    )
    assert said("by_regency", "6303", "6309", "6371", kdmp_measure="transaction_value") == (
        "Transaksi Merah Putih (5 Agustus 2026): di Banjar, Tabalong, dan Banjarmasin, tertinggi Banjar (Rp94,7 juta); "
        "seluruhnya Rp94,7 juta. Tidak ada yang tercatat di Tabalong dan Banjarmasin."
    )
    assert said("regency_map").startswith(
        "Koperasi Merah Putih (5 Agustus 2026): tertinggi Banjar (290), terendah Banjarbaru (20); seluruhnya 2.013."
    )
    assert said("by_regency", "6301", "6305").endswith("tertinggi Tanah Laut (135) dan Tapin (135); seluruhnya 270.")


def test_each_kind_of_savings_has_its_largest(store: Store) -> None:
    picked = ("6303", "6371", "6372")
    sums = {kind: figures(f"kdmp_{kind}_savings")[list(picked)] for kind in ("principal", "mandatory")}
    assert sums["mandatory"].idxmax() == "6303"
    assert sums["principal"].drop("6303").idxmax() == "6372"  # Banjar's is suspect
    assert render(store, "merah_putih/savings", Filters(picked)).finding == (
        "Simpanan pokok terbesar Banjarbaru, Rp46,7 juta; simpanan wajib terbesar Banjar, Rp59,34 juta. "
        "Diragukan: simpanan pokok Banjar."
    )


def test_outlets_and_health(store: Store) -> None:
    bands = store.ask("merah_putih/outlet_progress").rows
    assert list(bands["outlets"]) == [62, 116, 85, 79, 223]
    assert abs(bands["share_pct"].sum() - 100) < 0.3
    assert bands["share_pct"].iloc[-1] == round(100 * 223 / 565, 1)
    assert set(bands["outlets_sum"]) == {62 + 116 + 85 + 79 + 223}
    other = store.ask("merah_putih/outlets").rows
    assert set(zip(other["region_code"], other["outlets"], strict=True)) == {
        ("6303", 14),
        ("63", 116),
        ("63", 99),
        ("6305", 25),
    }
    assert list(store.ask("merah_putih/outlets", year_from=2026).rows["region_code"]) == ["6305"]
    one = render(store, "merah_putih/outlets", Filters(("6303",))).finding
    assert one == "Banjar: gerai siap pakai 14 (Oktober 2025)."
    assert "tidak diperbandingkan" in render(store, "merah_putih/outlets", Filters()).finding
    assert dict(zip(other["indicator"], other["indicator_short"], strict=True)) == {
        "kdmp_sites_verified": "Lokasi terverifikasi",
        "kdmp_under_construction": "Sedang dibangun",
        "kdmp_with_outlet": "Gerai siap pakai",
    }
    health = store.ask("merah_putih/health").rows
    assert list(health["cooperatives"]) == [18, 17, 857, 2013 - 892]
    assert list(health["assessed_share_pct"].dropna()) == [2.0, 1.9, 96.1]
    assert set(health["index_average"]) == {54}
    assert set(health["cooperatives_sum"]) == {2013}
    assert set(health["unhealthy"]) == {857}
    assert list(health["is_unassessed"]) == [False, False, False, True]


def test_history_is_said_to_be_no_trend(store: Store) -> None:
    rows = store.ask("merah_putih/history").rows
    short = ["Jumlah", "Berbadan hukum", "Akta selesai", "Di desa", "Di kelurahan", "Beroperasi", "Aset tercatat"]
    names = ["total", "legal_entities", "deeds_pct", "village", "ward", "active", "assets_recorded"]
    said = dict(zip(rows["indicator"], rows["indicator_short"], strict=True))
    assert said == {f"kdmp_{name}": words for name, words in zip(names, short, strict=True)}
    seeds = read("figures")
    seeds = seeds[seeds["indicator"].isin(f"kdmp_{name}" for name in names)]
    province = seeds[seeds["region_code"] == "63"]
    keys = ["indicator", "as_of", "source_id"]
    assert set(rows[keys].itertuples(index=False, name=None)) == set(province[keys].itertuples(index=False, name=None))
    assert (rows["published_value"].sum(), len(rows)) == (province["value"].sum(), len(province))
    sure = province[(province["indicator"] == "kdmp_total") & (province["quality"] != "suspect")]
    assert (set(rows["figures_sum"]), set(rows["totals_sum"])) == ({len(province)}, {len(sure)})
    assert list(rows["is_suspect"]) == list(rows["quality"] == "suspect")
    assert set(rows["doubt"].dropna()) == {"perkiraan", "diragukan"}
    assert (rows["doubt"].notna() == ~rows["quality"].isin(["stated", "counted"])).all()
    assert len(store.ask("merah_putih/history", year_to=2025).rows) == (province["as_of"] < "2026").sum()
    banjar = store.ask("merah_putih/history", regencies=["6303"]).rows
    assert len(banjar) == (seeds["region_code"] == "6303").sum()
    alone = render(store, "merah_putih/history", Filters(("6302",))).finding
    assert alone == "Kotabaru: 202 Koperasi Merah Putih pada 5 Agustus 2026."
    assert render(store, "merah_putih/history", Filters(("6307",))).finding == (
        "Hulu Sungai Tengah: 167 Koperasi Merah Putih pada 5 Agustus 2026; pernah disebut 169 pada Juni 2025. "
        "Sumbernya berbeda, jadi ini bukan tren."
    )
    same = render(store, "merah_putih/history", Filters(("6303",))).finding
    assert same.endswith(" sama sejak Juni 2025: satu angka dari 4 tanggal, bukan tren.")
    shown = render(store, "merah_putih/history", Filters())
    assert "bukan tren" in shown.finding
    assert "1.969" not in shown.finding
    assert isinstance(shown.spec, Table)
    told = [(row[1].words, row[2].words) for row in shown.spec.body]
    assert len(told) == len(rows)
    assert ("Di desa", "1.969 (diragukan)") in told
    assert ("Akta selesai", "sekitar 45%") in told
    assert "Wilayah" not in shown.spec.heads, "one region needs no column"
    assert "Wilayah" in render(store, "merah_putih/history", Filters(("6303", "6305"))).spec.heads
    assert [row[0].words for row in shown.spec.body][:: len(rows) - 1] == ["Juni 2025", "5 Agustus 2026"]


def test_regencies_narrow_every_query_that_names_them(store: Store) -> None:
    picked = ["6303", "6371"]
    for name, query in store.queries.items():
        if not name.startswith("merah_putih/") or "regencies" not in query.parameters:
            continue
        rows = store.ask(name, regencies=picked).rows
        if name == "merah_putih/by_regency":
            assert set(rows[rows["is_selected"]]["regency_code"]) == set(picked)
        elif name != "merah_putih/legality":
            code = "regency_code" if "regency_code" in rows else "region_code"
            assert set(rows[code]) <= set(picked), name
            assert len(rows), name
        _has_source_and_date(store.ask(name, regencies=picked))


def _has_source_and_date(answer: Answer) -> None:
    assert answer.sources
    assert answer.as_of
    assert not answer.sample
