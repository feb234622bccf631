"""The summary's questions against pandas over the CSV files; every attention rule made to fire and not to fire."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from koperasi.cards import cards, render
from koperasi.cards.slides import SLIDES
from koperasi.cards.summary import Headline, UnknownMetric, change_sentence, findings_of, headlines_of, rise
from koperasi.look.charts import Table
from koperasi.screen.contents import page_of
from koperasi.store import Filters, Places, Store
from koperasi.store import places as places_module
from koperasi.store.catalogue import datasets

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-08-06"
PLAIN = ("stated", "counted")
SURE = (*PLAIN, "approximate")


def seed(name: str) -> pd.DataFrame:
    return pd.read_csv(
        ROOT / "seeds" / f"{name}.csv", dtype={"region_code": str, "regency_code": str, "as_of": str, "code": str}
    )


def figures() -> pd.DataFrame:
    rows = seed("figures")
    rows["day"] = pd.to_datetime(
        [a + "-07-01" if len(a) == 4 else a + "-01" if len(a) == 7 else a for a in rows["as_of"]]
    )
    return rows


def comparable(rows: pd.DataFrame, indicator: str, region: str) -> pd.DataFrame:
    """Pairs of undoubted figures that one register gives after another, none across a break; written by hand."""
    chosen = rows[
        (rows.indicator == indicator) & (rows.region_code == region) & ~rows.register.isin(["press", "unknown"])
    ]
    breaks = {tuple(row) for row in seed("breaks")[["indicator", "region_code", "as_of", "source_id"]].to_numpy()}
    pairs = []
    for _, group in chosen.sort_values(["day", "source_id"]).groupby("register"):
        before = None
        for row in group.itertuples():
            if (row.indicator, row.region_code, row.as_of, row.source_id) in breaks:
                before = None
            if row.quality not in SURE:
                continue
            if before is not None and before.day < row.day:
                pairs.append((row.as_of, row.value, before.as_of, before.value))
            before = row
    return pd.DataFrame(pairs, columns=["as_of", "value", "as_of_before", "value_before"])


def test_headlines_of_the_province(store: Store) -> None:
    rows = store.ask("summary/headlines").rows.set_index("headline")
    known = {name: (row.value, row.as_of, row.source_ids[0]) for name, row in rows.iterrows()}
    assert known == {
        # the newest of the agency's own count, which has a series; OSS's stands beside it
        "cooperatives": (3014, "2024-01", "mckalsel-2024-03-koperasi-modern"),
        "inactive": (768, "2022-03", "sonora-2022-03-2572"),
        "kdmp_nib": (1652, "2026-08-05", "simkopdes-2026-08-provinsi"),
        "opop": (25, "2024", "antara-2024-09-3057"),
        "role_models": (1, "2023", "mckalsel-2024-03-koperasi-modern"),
    }
    assert rows["value_before"].dropna().to_dict() == {"cooperatives": 2620, "opop": 10}
    assert rows.loc["opop", "history"].tolist() == [{"as_of": "2023", "value": 10}, {"as_of": "2024", "value": 25}]
    beside = ["companion_label", "companion_value", "companion_as_of"]
    assert rows.loc["cooperatives", beside].tolist() == ["OSS (perizinan)", 3057, "2024-09"]
    assert rows.loc["role_models", beside].tolist() == ["Koperasi yang diperingkat", 15, "2023"]
    whole = rows.loc["kdmp_nib"]
    assert (whole.companion_value, whole.companion_as_of) == (2013, whole.as_of)
    assert (whole.share_pct, whole.missing) == (round(100 * 1652 / 2013, 1), 2013 - 1652)
    assert rows["share_pct"].count() == 1


def test_a_share_needs_its_whole_on_the_same_day_in_the_same_list(store: Store, spoiled: Callable[..., Store]) -> None:
    figures_ = seed("figures")
    for code in seed("regencies")["code"]:
        row = store.ask("summary/headlines", regencies=[code]).rows.set_index("headline").loc["kdmp_nib"]
        of = {
            name: float(
                figures_.query(f"indicator == '{name}' and region_code == '{code}'")
                .query("as_of == '2026-08-05'")["value"]
                .iloc[0]
            )
            for name in ("kdmp_with_nib", "kdmp_total")
        }
        assert row.share_pct == pytest.approx(100 * of["kdmp_with_nib"] / of["kdmp_total"], abs=0.051)
        assert row.missing == of["kdmp_total"] - of["kdmp_with_nib"]

    def spoil(rows: list[dict[str, str]]) -> None:
        for it in rows:
            if (it["indicator"], it["region_code"], it["as_of"]) == ("kdmp_total", "63", "2026-08-05"):
                it["as_of"] = "2026-08-04"

    row = spoiled(figures=spoil).ask("summary/headlines").rows.set_index("headline").loc["kdmp_nib"]
    assert pd.isna(row.share_pct)
    assert pd.isna(row.missing)


def test_a_sixth_headline_is_a_row_in_the_seeds_with_its_label_and_cards(
    store: Store, spoiled: Callable[..., Store]
) -> None:
    listed = seed("headlines")
    told = [h.row for (h,) in headlines_of(store.ask("summary/headlines").rows)]
    assert [row.headline for row in told] == list(listed.sort_values("rank")["headline"])
    assert {row.headline: (row.headline_label, ";".join(row.headline_cards)) for row in told} == {
        row.headline: (row.label_id, row.cards) for row in listed.itertuples()
    }
    for row in told:
        assert any(page_of(opens.partition("?")[0]) for opens in row.headline_cards), row.headline
    sixth = {"headline": "pesantren", "rank": "6", "label_id": "Pesantren", "indicator": "pesantren_total"}
    rest = {"register": "", "companion": "", "companion_role": "", "cards": "opop/coverage_map"}
    more = headlines_of(spoiled(headlines=lambda rows: rows.append(sixth | rest)).ask("summary/headlines").rows)
    assert [(h.row.headline, h.row.headline_label, list(h.row.headline_cards)) for (h,) in more[5:]] == [
        ("pesantren", "Pesantren", ["opop/coverage_map"])
    ]


def test_headlines_of_every_regency_are_the_newest_or_the_provinces(store: Store) -> None:
    rows = figures()
    indicators = {
        "cooperatives": "cooperatives_total",
        "inactive": "cooperatives_inactive",
        "kdmp_nib": "kdmp_with_nib",
        "opop": "opop_pesantren",
        "role_models": "cooperatives_rated_aaa",
    }
    for code in seed("regencies")["code"]:
        asked = store.ask("summary/headlines", regencies=[code]).rows.set_index("headline")
        assert len(asked) == 5
        for headline, indicator in indicators.items():
            own = rows[(rows.indicator == indicator) & (rows.region_code == code) & (rows.quality != "suspect")]
            got = asked.loc[headline]
            if own.empty:
                assert (got.region_code, got.scope) == ("63", "angka provinsi"), (code, headline)
                continue
            assert (got.region_code, got.scope) == (code, "wilayah ini"), (code, headline)
            newest = own[own.day == own.day.max()]
            assert got.value in set(newest.value), (code, headline)
            pairs = comparable(rows, indicator, code)
            pair = pairs[(pairs.as_of == got.as_of) & (pairs.value == got.value)]
            assert (list(pair.value_before) or [None]) == [None if pd.isna(got.value_before) else got.value_before], (
                code
            )


@pytest.mark.parametrize("picked", [(), ("6303",), ("6303", "6309", "6371"), ("6372",)], ids=str)
@pytest.mark.parametrize("year_to", [None, 2023, 2021])
def test_what_a_headline_says_beside_its_number(store: Store, picked: tuple[str, ...], year_to: int | None) -> None:
    rows = store.ask("summary/headlines", regencies=list(picked), year_to=year_to).rows
    names = list(dict.fromkeys(rows["headline"]))
    leading = [it for it in names if it in ("cooperatives", "inactive", "kdmp_nib")] or names[:2]
    for row in rows.itertuples():
        assert row.is_told == (row.headline in leading)
        assert row.regions == (rows["headline"] == row.headline).sum()
        assert row.regions_more == max(row.regions - 2, 0)
        assert row.is_own == (row.region_code in (picked or ("63",)))
        assert row.asked == len(picked)
        names = seed("regencies").set_index("code")["short_name"]
        assert (row.asked_place or "") == ", ".join(names[list(picked)])
        assert pd.isna(row.change) if pd.isna(row.value_before) else row.change == row.value - row.value_before


def test_headlines_are_told_of_one_region_or_of_several(store: Store) -> None:
    def said(*codes: str, **years: int) -> str:
        return render(store, "summary/headlines", Filters(codes, **years)).finding

    assert said("6303").startswith("Banjar: Koperasi sekitar 253 (Maret 2022), ")
    assert said("6303", "6309", "6371").startswith("Koperasi: Banjar sekitar 253 (Maret 2022), ")
    assert ", dan 1 lainnya. Koperasi tidak aktif: " in said("6303", "6309", "6371")
    assert "lainnya" not in said("6303", "6309")
    tallies = render(store, "summary/headlines", Filters(("6303", "6309", "6371"))).alt
    assert "Koperasi 3 wilayah, Banjar sekitar 253" in tallies
    assert "Koperasi teladan (AAA), angka provinsi 1, 2023" in tallies


def test_no_number_of_the_province_stands_behind_a_regencys_name(store: Store) -> None:
    """Barito Kuala has no total of its own, seven regencies have no OPOP pesantren that was named."""
    names = seed("regencies").set_index("code")["short_name"]
    for code, name in names.items():
        rows = store.ask("summary/headlines", regencies=[code]).rows
        said = render(store, "summary/headlines", Filters((code,))).finding
        assert said.startswith(f"{name}: ")
        for row in rows[rows["is_told"]].itertuples():
            label = row.headline_label[:1].lower() + row.headline_label[1:]
            lacking = said.partition("; tidak ada angka sendiri untuk ")[2]
            assert (label in lacking.rstrip(".").replace(" dan ", ", ").split(", ")) == (not row.is_own), said
        assert "3.014" not in said
        assert "3.057" not in said
    assert render(store, "summary/headlines", Filters(("6304",))).finding.endswith(
        "; tidak ada angka sendiri untuk koperasi."
    )
    alone = render(store, "summary/headlines", Filters(("6304",), year_to=2021)).finding
    assert alone == "Barito Kuala: tidak ada angka sendiri untuk koperasi dan koperasi tidak aktif."


def test_a_tile_of_one_of_several_names_it(store: Store) -> None:
    """Each regency with its neighbours: a number that only one of them has bears its name, a lone regency's none."""
    codes = list(seed("regencies")["code"])
    for pair in zip(codes, [*codes[1:], codes[0]], strict=True):
        for tile, *more in headlines_of(store.ask("summary/headlines", regencies=list(pair)).rows):
            if not more:
                assert tile.place == (tile.row.region_name if tile.row.is_own else tile.row.scope), pair
    (first, *_), *_ = headlines_of(store.ask("summary/headlines", regencies=["6303"]).rows)
    assert (first.place, first.row.region_name) == ("", "Banjar")


def test_headlines_keep_to_the_years(store: Store) -> None:
    rows = store.ask("summary/headlines", year_to=2024).rows.set_index("headline")
    assert "kdmp_nib" not in rows.index
    assert store.ask("summary/headlines", year_to=2023).rows.set_index("headline").loc["cooperatives", "value"] == 2572


def test_a_suspect_figure_is_no_headline_and_a_target_no_change(store: Store, spoiled: Callable[..., Store]) -> None:
    def spoil(rows: list[dict[str, str]]) -> None:
        for it in rows:
            if it["value"] in ("3057", "3014") and it["indicator"] == "cooperatives_total":
                it["quality"] = "suspect"
        aim = next(it for it in rows if it["indicator"] == "kopontren_legal_entity_target")
        rows.append(aim | {"as_of": "2025-10", "value": "30"})

    other = spoiled(figures=spoil)
    assert other.ask("summary/headlines").rows.set_index("headline").loc["cooperatives", "value"] == 2572
    assert "kopontren_legal_entity_target" not in set(other.ask("summary/changes").rows["indicator"])
    # 782 for Banjarmasin is suspect, 520 of the same month is not
    rows = store.ask("summary/headlines", regencies=["6371"]).rows.set_index("headline")
    assert rows.loc["cooperatives", "value"] == 520


def test_whether_a_rise_is_good_is_known_or_refused(store: Store) -> None:
    def by_name(rows: pd.DataFrame) -> dict[str, Headline]:
        return {h.row.headline: h for (h,) in headlines_of(rows)}

    told = by_name(store.ask("summary/headlines").rows)
    assert told["opop"].better is True
    assert told["opop"].before == "+15 dari 10 (2023)"
    assert told["cooperatives"].rise == ""
    assert told["cooperatives"].before == "+394 dari 2.620 (Oktober 2019)"
    assert told["cooperatives"].also == "OSS (perizinan): 3.057 (September 2024)"
    assert told["kdmp_nib"].also == "1.652 dari 2.013; 361 belum"
    assert told["kdmp_nib"].before == "", "it is told of its whole"
    assert told["inactive"].before == "Angka diperselisihkan, jadi tidak dibandingkan"
    rows = store.ask("summary/headlines").rows.assign(change=-5.0, good_direction="down")
    assert by_name(rows)["opop"].better is True
    assert by_name(rows)["opop"].before == "−5 dari 10 (2023)"
    assert by_name(rows.assign(change=5.0))["opop"].better is False
    assert by_name(rows.assign(change=0.0))["opop"].before == "Tetap dari 10 (2023)"
    for same in (rows.assign(change=0.0), rows.assign(change=None), rows.assign(good_direction="none")):
        assert by_name(same)["opop"].better is None
    for direction in ("sideways", None, float("nan")):
        with pytest.raises(UnknownMetric):
            rise(direction)


def test_changes_are_the_newest_comparable_pairs(store: Store) -> None:
    rows = figures()
    subjects = seed("indicators").set_index("indicator")["subject"]
    wanted = {"cooperatives", "merah_putih", "ratings", "sharia", "opop", "modern"}
    exact = {(it.indicator, it.region_code, it.as_of, it.value) for it in rows.itertuples() if it.quality in PLAIN}
    for region in ("63", *seed("regencies")["code"]):
        expected = []
        for indicator in rows[rows.region_code == region]["indicator"].unique():
            if subjects[indicator] not in wanted or indicator.endswith("_target") or "_planned" in indicator:
                continue
            pairs = comparable(rows, indicator, region)
            if indicator.endswith("_held_rat"):
                pairs = pairs[(pairs.as_of.str.len() == 4) & (pairs.as_of_before.str.len() == 4)]
            if len(pairs):
                newest = pairs.assign(day=rows.set_index("as_of")["day"].groupby(level=0).first()[pairs.as_of].values)
                pair = newest.sort_values("day").iloc[-1]
                ends = [
                    (indicator, region, pair.as_of, pair.value),
                    (indicator, region, pair.as_of_before, pair.value_before),
                ]
                growth = round(100 * (pair.value - pair.value_before) / pair.value_before, 1) or None
                expected.append(
                    (indicator, pair.day, pair.value, pair.value_before, growth if exact >= set(ends) else None)
                )
        expected.sort(key=lambda it: (-it[1].value, it[0]))
        asked = store.ask("summary/changes", regencies=[] if region == "63" else [region], today=TODAY).rows
        growth = [None if pd.isna(it) else it for it in asked.growth_pct]
        got = list(zip(asked.indicator, asked.value, asked.value_before, growth, strict=True))
        assert got == [(i, v, b, g) for i, _, v, b, g in expected[:5]], region
        assert set(asked.changes_more) <= {len(got) - 1}
        # three years before today, by hand; a year or month counts by its last day
        old = [{4: f"{it}-12-31", 7: f"{it}-31"}.get(len(it), it) < "2023-08-06" for it in asked.as_of]
        assert list(asked.is_old) == old, region
        assert set(asked.changes_new) <= {old.count(False)}
    province = store.ask("summary/changes").rows
    assert 3 <= len(province) <= 5
    assert 3057 not in set(province["value"])


def test_pesantren_of_two_lists_are_no_growth(store: Store) -> None:
    """PDPP's files and what local offices say: eight pairs, told as contradictions and never as a change."""
    pairs = {}
    for code in seed("regencies")["code"]:
        changed = store.ask("summary/changes", regencies=[code]).rows
        assert "pesantren_total" not in set(changed["indicator"]), code
        shown = store.ask("data/contradictions", regencies=[code]).rows
        if len(told := shown[shown["indicator"] == "pesantren_total"]):
            pairs[code] = sorted(told["value"])
            assert told["register_label"].nunique() == len(set(told["register_label"])) > 1
    assert pairs == {
        "6303": [34, 36],
        "6304": [16, 18],
        "6306": [21, 23],
        "6308": [19, 27, 32],
        "6309": [10, 15],
        "6310": [23, 34],
        "6311": [10, 11],
        "6372": [15, 17],
    }
    province = store.ask("summary/changes").rows.set_index("indicator")
    assert 314 not in set(province["value"]), "said without naming its list, after three others in 2022"
    every = "".join(render(store, "summary/changes", Filters((code,))).finding for code in pairs)
    assert "pesantren" not in every.lower()


def test_no_pair_to_compare_is_no_gap_in_the_data(store: Store) -> None:
    """Eight regencies have figures and no two that compare; outside all years there is nothing at all."""
    short = seed("regencies").set_index("code")["short_name"]
    rows = figures()
    wanted = (
        seed("indicators").set_index("indicator")["subject"].isin(["cooperatives", "merah_putih", "ratings", "opop"])
    )
    lone = set()
    for code in short.index:
        named = rows[rows.region_code == code]["indicator"].unique()
        if all(comparable(rows, it, code).empty for it in named if wanted[it]):
            lone.add(code)
            said = render(store, "summary/changes", Filters((code,))).finding
            assert said == f"{short[code]}: angkanya ada, tetapi belum ada dua yang sebanding untuk menyebut perubahan."
        else:
            assert "belum ada dua" not in render(store, "summary/changes", Filters((code,))).finding, code
    assert {"6301", "6305", "6307", "6308", "6372"} <= lone
    nothing = render(store, "summary/changes", Filters(("6301",), 1950, 1951)).finding
    assert nothing.startswith("Tidak ada data untuk Kabupaten Tanah Laut, tahun 1950–1951")


def test_a_change_says_how_sure_and_how_old_it_is(store: Store) -> None:
    def said(*codes: str) -> str:
        return render(store, "summary/changes", Filters(codes)).finding

    old = "Tidak ada perubahan baru; yang terakhir diketahui: "
    assert said("6371").startswith(
        old + "Banjarmasin: Koperasi aktif sekitar 350 pada Maret 2022, turun dari sekitar 400 pada 2016, menurut "
    )
    assert said("6302").startswith(
        old + "Kotabaru: Jumlah koperasi 230 pada 2017 (tahun perkiraan), naik dari 213 pada 2014 (tahun perkiraan), "
    )
    assert said("6309").startswith("Tabalong: Koperasi aktif 53 pada Juli 2025, turun 18,5% dari 65 pada Juni 2024, ")
    rows = store.ask("summary/changes", regencies=["6309"], today=TODAY).rows
    sentences = {row.indicator: change_sentence(row) for row in rows.itertuples()}
    assert sentences["cooperatives_total"].startswith("Data lama. Tabalong: Jumlah koperasi 100 pada Juli 2023, turun ")
    volume = sentences["cooperative_business_volume"]
    assert "Rp9,81 miliar pada 2024, naik dari Rp6,9 miliar pada 2022 (tahun perkiraan)" in volume
    same = store.ask("summary/changes").rows.set_index("indicator").loc[["modern_cooperatives_new"]]
    assert "2 pada 2023, sama dengan 2 pada 2022" in change_sentence(next(same.reset_index().itertuples()))
    tiny = rows.assign(change=1.0, growth_pct=None, is_old=False)
    assert all("0%" not in change_sentence(row) and " naik dari " in change_sentence(row) for row in tiny.itertuples())


def test_dua_ribuan_is_answered_by_the_counts_and_whose_they_are(store: Store) -> None:
    rows = figures()
    totals = rows[(rows.indicator == "cooperatives_total") & (rows.region_code == "63") & (rows.quality != "suspect")]
    kept = totals[totals.day >= totals.day.max() - pd.DateOffset(years=3)].sort_values("day")
    got = store.ask("summary/register_step").rows
    columns = ["as_of", "register", "quality", "source_id"]
    assert list(got["cooperatives"]) == list(kept["value"]) == [2651, 2572, 3014, 3057]
    assert got[columns].to_numpy().tolist() == kept[columns].to_numpy().tolist()
    assert list(got["is_new_register"]) == [False, False, False, True]
    assert render(store, "summary/register_step", Filters()).finding == (
        "Dari “dua ribuan”: catatan dinas provinsi 2.651 (Januari 2022, diperselisihkan), 2.572 (Maret 2022, "
        "diperselisihkan), dan 3.014 (Januari 2024), lalu OSS (perizinan) 3.057 (September 2024); langkah terakhir "
        "juga pergantian daftar."
    )


def test_targets_stand_beside_what_is_known(store: Store) -> None:
    rows = store.ask("summary/targets").rows.set_index("indicator")
    assert set(rows.index) == {"opop_pesantren_joined", "public_infrastructure_umkm_share_pct"}, (
        "candidates are no target"
    )
    assert rows["realised"].isna().all(), "36 came to a meeting, a year late; 41,6% is the nation's"
    assert rows.loc["opop_pesantren_joined", ["target", "target_high", "start", "start_as_of"]].tolist() == [
        50,
        100,
        34,
        "2022-08",
    ]
    assert set(rows["targets_unknown"]) == set(rows["targets_sum"]) == {2}
    drawn = render(store, "summary/targets", Filters())
    assert drawn.finding == (
        "Realisasinya tidak diketahui: realisasi ruang UMKM di infrastruktur publik (target 30% sejak Februari 2021) "
        "dan pesantren yang bergabung dengan OPOP (target 50–100 sejak Agustus 2022, saat itu 34)."
    )
    assert rows["target_pct"].to_dict() == {"opop_pesantren_joined": 200, "public_infrastructure_umkm_share_pct": 100}
    assert isinstance(drawn.spec, Table)
    assert {tuple(it.words for it in row[1:]) for row in drawn.spec.body} == {
        ("Februari 2021", "30%", "tidak diketahui"),
        ("Agustus 2022", "50–100", "tidak diketahui"),
    }
    published = {(r.indicator, r.since) for r in seed("targets").itertuples()}
    assert {(i, r.since) for i, r in rows.iterrows()} == published


def test_a_realisation_is_of_the_same_thing_within_the_time_of_its_target(spoiled: Callable[..., Store]) -> None:
    """All ways in which a figure is none, each of the two in which it is, by hand."""
    none = (
        ("2022-07", "stated"),
        ("2022-08", "stated"),  # where the target set out from
        ("2023-01", "disputed"),
        ("2023-09", "stated"),
    )
    # the last month still counts
    for added, expected in ((none, None), ([("2022-09", "stated")], 60), ([("2023-08", "approximate")], 60)):

        def add(rows: list[dict[str, str]], added: Iterable[tuple[str, str]] = added) -> None:
            model = next(it for it in rows if it["indicator"] == "opop_pesantren_joined")
            for as_of, quality in added:
                inexact = "value" if quality == "approximate" else ""
                source = "antara-2024-09-3057"
                rows.append(
                    model | {"as_of": as_of, "value": "60", "quality": quality, "inexact": inexact, "source_id": source}
                )

        row = spoiled(figures=add).ask("summary/targets").rows.set_index("indicator").loc["opop_pesantren_joined"]
        assert (None if pd.isna(row.realised) else row.realised) == expected, added
        share = 120 if added == [("2022-09", "stated")] else None
        assert (None if pd.isna(row.achieved_pct) else row.achieved_pct) == share, added

    # no end, and a break after the beginning: the 36 of a meeting are still no realisation, a figure before it is
    def open_ended(rows: list[dict[str, str]]) -> None:
        for it in rows:
            it["until"] = ""

    row = spoiled(targets=open_ended).ask("summary/targets").rows.set_index("indicator").loc["opop_pesantren_joined"]
    assert pd.isna(row.realised)
    whole = spoiled(targets=open_ended, breaks=lambda rows: rows.pop(1))
    row = whole.ask("summary/targets").rows.set_index("indicator").loc["opop_pesantren_joined"]
    assert (row.realised, row.realised_as_of) == (36, "2024-10")
    assert "36 (Oktober 2024) dari target 50–100 (Agustus 2022)" in render(whole, "summary/targets", Filters()).finding


# --- attention: each rule fires and does not fire -------------------------------------------------------------------


Edit = Callable[[list[dict[str, str]]], object]


def edited(folder: Path, **edits: Edit) -> Store:
    """A store of the seeds copied to `folder` and edited: file -> function of its rows, which changes them."""
    shutil.copytree(ROOT / "seeds", folder)
    for name, edit in edits.items():
        path = folder / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        names = list(rows[0])
        edit(rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return Store(Places(seeds=folder))


@pytest.fixture
def spoiled(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """A store of a test's own, as :func:`edited` makes it."""
    made: list[Store] = []

    def make(**edits: Edit) -> Store:
        made.append(edited(tmp_path / f"seeds{len(made)}", **edits))
        return made[-1]

    yield make
    for it in made:
        it.close()


def fired(store: Store, rule: str, card: str = "attention", **asked: object) -> set[str]:
    rows = store.ask(f"summary/{card}", **({"today": TODAY} | asked)).rows
    assert rule in set(rows["rule"]), "a rule that found nothing is still told"
    return set(rows[(rows["rule"] == rule) & rows["is_fired"]]["place"])


def thresholds(values: dict[str, float]) -> Edit:
    return lambda rows: [row.update(threshold=str(values[row["rule"]])) for row in rows if row["rule"] in values]


LIMITS = {"kdmp_unhealthy_pct": 96.1, "kdmp_unassessed_pct": 55.7, "kdmp_idle_pct": 92.9}  # what is found today


def filled(rows: list[dict[str, str]]) -> None:
    """Seven regencies say that none of theirs held a meeting."""
    model = next(it for it in rows if it["indicator"] == "kdmp_held_rat" and it["region_code"] == "63")
    rows += [model | {"region_code": code, "value": "0"} for code in sorted(seed("regencies")["code"])[:7]]


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Each rule by itself has another threshold, above what there is or at its edge."""
    limits = {rule: round(share + 0.1, 1) for rule, share in LIMITS.items()}
    more = {
        "suspect_savings_per_saver": 1000,
        "kdmp_without_nib_pct": 45.18,
        "inactive_rate_times": 1.6,
        "kdmp_no_transaction_pct": 90,
        "rating_expiring_pct": 0,
        "register_inactive_times": round(sorted(_register_inactive())[-3], 2),
    }
    made = edited(tmp_path_factory.mktemp("strict") / "seeds", attention_rules=thresholds(limits | more))
    yield made
    made.close()


@pytest.fixture(scope="module")
def lenient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Thresholds below what there is, or at its edge; and 6 of 13 are left without an annual meeting filled in."""
    limits = {rule: round(share - 0.1, 1) for rule, share in LIMITS.items()}
    rules = thresholds(limits | {"kdmp_without_nib_pct": 15, "kdmp_rat_blank_pct": 40})
    made = edited(tmp_path_factory.mktemp("lenient") / "seeds", attention_rules=rules, figures=filled)
    yield made
    made.close()


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Other figures under the usual thresholds: those of one rule each, and one dataset that comes every week."""

    def figures(rows: list[dict[str, str]]) -> None:
        filled(rows)
        model = next(it for it in rows if (it["indicator"], it["region_code"]) == ("kdmp_active", "63"))
        rows.append(model | {"as_of": "2026-08-05", "value": "2000"})

    def areas(rows: list[dict[str, str]]) -> None:
        for it in rows:
            if it["kecamatan"] == "Karang Intan":
                it["principal_savings"] = "20000000"
                it["savings_total"] = str(20000000 + int(it["mandatory_savings"]))

    def weekly(rows: list[dict[str, str]]) -> None:
        for it in rows:
            it["rhythm_days"] = "7" if it["dataset"] == "figures" else ""

    folder = tmp_path_factory.mktemp("mended") / "seeds"
    made = edited(folder, figures=figures, merah_putih_kecamatan=areas, datasets=weekly)
    yield made
    made.close()


def test_suspect_savings(store: Store, strict: Store, mended: Store) -> None:
    assert fired(store, "suspect_savings_share") == {"Karang Intan, Banjar"}
    assert fired(store, "suspect_savings_share", regencies=["6309"]) == set()
    row = store.ask("summary/attention", today=TODAY).rows.iloc[0]
    areas = seed("merah_putih_kecamatan")
    savings = areas.set_index("kecamatan").loc["Karang Intan", "principal_savings"]
    assert row.found == savings
    assert row.measure_value == pytest.approx(100 * savings / areas["principal_savings"].sum())
    assert fired(mended, "suspect_savings_share") == set()
    assert fired(strict, "suspect_savings_share") == set(), "both thresholds at once, as in merah_putih_areas"


def test_without_nib(store: Store, strict: Store, lenient: Store) -> None:
    rows = figures()
    now = rows[(rows.as_of == "2026-08-05") & (rows.register == "simkopdes") & (rows.region_code != "63")]
    formed, nib = (
        now[now.indicator == name].set_index("region_code")["value"] for name in ("kdmp_total", "kdmp_with_nib")
    )
    share = (100 * (formed - nib) / formed).rename(seed("regencies").set_index("code")["short_name"])
    assert (
        fired(store, "kdmp_without_nib_pct")
        == set(share[share > 30].index)
        == {
            "Tapin",
            "Barito Kuala",
            "Tanah Bumbu",
            "Balangan",
        }
    )
    assert fired(strict, "kdmp_without_nib_pct") == {"Tapin"}
    assert share["Banjarbaru"] == 15
    assert fired(lenient, "kdmp_without_nib_pct") == set(share[share > 15].index), "Banjarbaru is exactly there"
    assert fired(store, "kdmp_without_nib_pct", regencies=["6308"]) == set()


def test_inactive_far_above_the_province(store: Store, strict: Store) -> None:
    rows = figures()
    inactive = rows[
        (rows.indicator == "cooperatives_inactive")
        & (rows.as_of == "2022-01")
        & (rows.region_code.str.len() == 4)
        & (rows.register == "provincial-agency")
    ].set_index("region_code")["value"]
    people = rows[(rows.indicator == "population_registered") & (rows.region_code.str.len() == 4)]
    people = people.set_index("region_code")["value"][inactive.index]
    times = (inactive / people) / (inactive.sum() / people.sum())
    short = seed("regencies").set_index("code")["short_name"]
    assert fired(store, "inactive_rate_times") == set(short[times[times > 1.4].index])
    assert len(times) == 13
    assert fired(strict, "inactive_rate_times") == set()


def test_rat_not_filled_in(store: Store, lenient: Store, mended: Store) -> None:
    assert fired(store, "kdmp_rat_blank_pct") == {"Kalimantan Selatan"}
    row = store.ask("summary/attention", today=TODAY).rows.set_index("rule").loc["kdmp_rat_blank_pct"]
    assert (row.found, row.of_all) == (13, 13)
    assert fired(mended, "kdmp_rat_blank_pct") == set(), "6 of 13 are left, less than half; a zero is filled in"
    one = store.ask("summary/attention", regencies=["6372"], today=TODAY).rows
    assert "kdmp_rat_blank_pct" not in set(one["rule"]), "no regency can clear it, so it is told of the province alone"
    left = lenient.ask("summary/attention", today=TODAY).rows.set_index("rule").loc["kdmp_rat_blank_pct"]
    assert (left.found, left.of_all) == (6, 13)


def test_what_the_health_index_and_the_operating_ones_say(
    store: Store, strict: Store, lenient: Store, mended: Store
) -> None:
    rows = store.ask("summary/attention", today=TODAY).rows.set_index("rule")
    known = {
        rule: (row.found, row.of_all, round(row.measure_value, 1)) for rule, row in rows[rows["is_fired"]].iterrows()
    }
    assert {rule: known[rule] for rule in PROVINCIAL} == {
        "kdmp_unhealthy_pct": (857, 892, 96.1),
        "kdmp_unassessed_pct": (1121, 2013, 55.7),
        "kdmp_idle_pct": (142, 2013, 92.9),
        "kdmp_rat_blank_pct": (13, 13, 100),
    }
    said = {it.row.rule: it.sentence for it in findings_of(store.ask("summary/attention", today=TODAY).rows)}
    assert said["kdmp_unhealthy_pct"] == "857 dari 892 koperasi Merah Putih yang sudah dinilai (96,1%) tidak sehat."
    assert said["kdmp_idle_pct"] == "Baru 142 dari 2.013 koperasi Merah Putih beroperasi; 92,9% belum."
    for code in ("6303", "6371"):
        assert not set(PROVINCIAL) & set(store.ask("summary/attention", regencies=[code], today=TODAY).rows["rule"])
    assert {rule: known[rule][2] for rule in PROVINCIAL[:3]} == LIMITS
    for rule in LIMITS:
        assert fired(strict, rule) == set()
        assert fired(lenient, rule) == {"Kalimantan Selatan"}
    assert fired(mended, "kdmp_idle_pct") == set(), "the newest count of those in operation"


PROVINCIAL = ["kdmp_unhealthy_pct", "kdmp_unassessed_pct", "kdmp_idle_pct", "kdmp_rat_blank_pct"]


def test_kecamatan_without_a_transaction(store: Store, strict: Store) -> None:
    areas = seed("merah_putih_kecamatan")
    none = (areas["transaction_value"] == 0).groupby(areas["regency_code"])
    short = seed("regencies").set_index("code")["short_name"]
    rows = store.ask("summary/attention", today=TODAY).rows.set_index("rule").loc["kdmp_no_transaction_pct"]
    assert (rows.place, rows.found, rows.of_all) == ("Kalimantan Selatan", none.sum().sum(), len(areas))
    assert (rows.found, rows.of_all) == (135, 156)
    for code in short.index:
        found = fired(store, "kdmp_no_transaction_pct", regencies=[code])
        assert found == ({short[code]} if 100 * none.mean()[code] > 50 else set()), code
    several = fired(store, "kdmp_no_transaction_pct", regencies=["6303", "6309"])
    assert several == {"Banjar", "Tabalong"}
    assert fired(strict, "kdmp_no_transaction_pct") == set()


def test_a_doubted_count_is_doubted_in_its_finding(store: Store) -> None:
    found = findings_of(store.ask("summary/attention", regencies=["6371"], today=TODAY).rows)
    (said,) = (it.sentence for it in found if it.row.rule == "inactive_rate_times")
    assert (
        said.startswith("3,1 koperasi tidak aktif, diperselisihkan, per 10.000 penduduk") or "diperselisihkan" in said
    )
    others = findings_of(store.ask("summary/attention", today=TODAY).rows)
    assert ["diperselisihkan" in it.sentence for it in others if it.row.rule == "inactive_rate_times"].count(True) == 1


def late(store: Store, today: str) -> set[str]:
    rows = store.ask("summary/attention", today=today).rows.set_index("rule")
    row = rows.loc["data_late_times"]
    named = set(row["what"].split("; ")) if row["is_fired"] else set()
    assert len(named) == (row["found"] if row["is_fired"] else 0)
    return named


def test_late_data(store: Store, mended: Store) -> None:
    newest = date(2026, 8, 5)
    on_day = {days: late(store, (newest + timedelta(days)).isoformat()) for days in (89, 90, 91)}
    assert on_day[89] == on_day[90]
    assert on_day[91] - on_day[90] == {"Angka terbitan", "Koperasi Merah Putih menurut kecamatan"}
    for today in (TODAY, "2024-12-30", "2024-12-31", "2026-11-23"):
        listed = {
            it.title for it in datasets(store) if it.kind == "published" and it.overdue(date.fromisoformat(today))
        }
        assert late(store, today) == listed, f"as the catalogue says on {today}"
    assert "data_late_times" not in set(store.ask("summary/attention", regencies=["6303"]).rows["rule"])
    assert late(mended, "2026-08-13") == {"Angka terbitan"}
    assert late(mended, "2026-08-12") == set()
    # a year is as old as its last day: the modern cooperatives of 2023 after a rhythm of 365 days
    for today, expected in (("2024-12-30", False), ("2024-12-31", True)):
        assert ("Koperasi modern yang disebut namanya" in late(store, today)) == expected


def _ratings() -> pd.DataFrame:
    rows = pd.read_parquet(ROOT / "data" / "sample" / "ratings.parquet")
    rows = rows.sort_values(["tahun", "tanggal_peringkat"]).groupby("nomor_induk_koperasi").tail(1)
    return rows[rows["berlaku_sampai"].notna()]


def test_ratings_expiring_and_expired(store: Store, strict: Store) -> None:
    ends = _ratings()["berlaku_sampai"]
    for today in (date(2024, 10, 1), date(2025, 6, 1), date(2025, 12, 1), date(2030, 1, 1)):
        expired, soon = sum(ends < today), sum((ends >= today) & (ends <= today + timedelta(90)))
        for rule, found, limit in (("rating_expired_pct", expired, 50), ("rating_expiring_pct", soon, 5)):
            asked = {"card": "attention_register", "today": today.isoformat()}
            assert bool(fired(store, rule, **asked)) == (100 * found / len(ends) > limit), (rule, today)
            rows = store.ask("summary/attention_register", today=today.isoformat()).rows.set_index("rule")
            if rows.loc[rule, "is_fired"]:
                assert (rows.loc[rule, "found"], rows.loc[rule, "of_all"]) == (found, len(ends)), (rule, today)
    # the last day still counts
    last = max(ends)
    judged = store.ask("sharia/role_models", today=last.isoformat()).rows
    assert set(judged["checked_on"].dt.date) == {last}, "one day and one rule for both"
    day = {"card": "attention_register", "regencies": []}
    told = store.ask("summary/attention_register", today=last.isoformat()).rows.set_index("rule")
    assert told.loc["rating_expired_pct", "found"] == sum(ends < last) < len(ends)
    assert fired(strict, "rating_expiring_pct", today=last.isoformat(), **day)
    assert not fired(strict, "rating_expiring_pct", today=(last + timedelta(1)).isoformat(), **day)


def _register_inactive() -> pd.Series:
    """Each regency's share of inactive cooperatives in the register, in shares of the province."""
    rows = pd.read_parquet(ROOT / "data" / "sample" / "cooperatives.parquet")
    rows = rows[rows["status_koperasi"].isin(["Aktif", "Tidak Aktif"])]
    inactive = rows["status_koperasi"] == "Tidak Aktif"
    return inactive.groupby(rows["regency_code"]).mean() / inactive.mean()


def test_inactive_in_the_register(store: Store, strict: Store) -> None:
    times = _register_inactive()
    short = seed("regencies").set_index("code")["short_name"]
    edge = sorted(times)[-3]
    expected = set(short[times[times > round(edge, 2)].index])
    assert 0 < len(expected) < 5
    assert fired(strict, "register_inactive_times", card="attention_register") == expected
    assert fired(store, "register_inactive_times", card="attention_register") == set(short[times[times > 1.3].index])


def test_a_share_of_nothing_is_no_finding(store: Store, tmp_path: Path) -> None:
    """No rating, no status, no RAT at all: unknown, though DuckDB takes NaN for the largest number."""
    shutil.copytree(ROOT / "data" / "sample", tmp_path / "sample")
    for name in ("ratings", "cooperatives"):
        path = tmp_path / "sample" / f"{name}.parquet"
        pq.write_table(pq.read_table(path).slice(0, 0), path)
    empty = Store(Places(data=tmp_path))
    rows = empty.ask("summary/attention_register", today=TODAY).rows
    assert set(rows["rule"]) >= {"rating_expired_pct", "rating_expiring_pct"}
    assert not rows["is_fired"].any()
    # a code that no regency has stands for a choice of none
    assert not store.ask("summary/attention", regencies=["9999"], today=TODAY).rows["is_fired"].any()


def test_the_sample_is_never_mixed_with_published_figures(store: Store) -> None:
    assert not store.ask("summary/attention").sample
    assert store.ask("summary/attention_register").sample
    rules = [set(store.ask(f"summary/{card}").rows["rule"]) for card in ("attention", "attention_register")]
    assert not rules[0] & rules[1]
    listed = seed("attention_rules")
    assert rules[0] | rules[1] == set(listed[listed["severity"].notna()]["rule"])


def test_every_finding_says_what_where_how_far_and_opens_a_card(store: Store) -> None:
    for card, today in (
        ("attention", "2027-01-01"),
        ("attention_register", "2026-07-15"),
        ("attention_register", None),
    ):
        found = findings_of(store.ask(f"summary/{card}", **({"today": today} if today else {})).rows)
        assert found
        assert [it.row.severity for it in found] == sorted(it.row.severity for it in found)
        for it in found:
            assert it.row.rule_title
            assert it.row.place
            assert "{" not in it.sentence
            assert not re.search(r"\bnan\b", it.sentence)
            assert any(page_of(opens.partition("?")[0]) for opens in it.row.cards), it.row.rule
    named = {it.row.rule: it.sentence for it in findings_of(store.ask("summary/attention", today=TODAY).rows)}
    assert "78,9% simpanan pokok provinsi, Rp2,21 miliar dari Rp2,8 miliar" in named["suspect_savings_share"]


@pytest.mark.parametrize("card", ["attention", "attention_register"])
def test_what_fired_and_what_kept_quiet_is_counted(store: Store, card: str) -> None:
    for codes in ([], ["6303"], ["6372", "6311"]):
        rows = store.ask(f"summary/{card}", regencies=codes, today=TODAY).rows
        fired = rows["measure_value"].notna()
        assert set(rows["findings"]) == {sum(fired)}
        assert set(rows["rules_quiet"]) == {sum(~fired)}


def test_that_nothing_fired_is_told_and_drawn(spoiled: Callable[..., Store]) -> None:
    calm = spoiled(attention_rules=lambda rows: [it.update(threshold="9999") for it in rows])
    shown = render(calm, "summary/attention_register", Filters())
    assert shown.finding == "Data contoh: Tidak ada yang melampaui ambang; 3 aturan diperiksa."
    assert "hal di atas ambang 0, 3 aturan diperiksa" in shown.alt


def test_slides_are_cards_of_pages_headlines_first() -> None:
    assert SLIDES[0] == "summary/headlines"
    assert len(set(SLIDES)) == len(SLIDES)
    assert [it for it in SLIDES if it not in cards() or not page_of(it)] == []


def test_a_new_day_makes_a_new_store(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Places().stamp()
    assert Places().stamp() == before

    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return date.fromordinal(date.today().toordinal() + 1)

    monkeypatch.setattr(places_module, "date", Tomorrow)
    assert Places().stamp() != before


def test_the_state_of_a_row_is_a_column_and_not_its_words(spoiled: Callable[..., Store]) -> None:
    def reword(rows: list[dict[str, str]]) -> None:
        for it in rows:
            if "topic" in it:
                it["topic"] = it["topic"].replace("Rencana", "Akan ada")
            elif it["same_as"]:
                it["note"] = "kata lain"

    other = spoiled(trainings=reword, figures=reword)
    events = other.ask("programs/trainings").rows
    assert list(events[events["is_plan"]]["topic"].str[:8]) == ["Akan ada"]
    assert set(other.ask("opop/legal_entities").rows["same_in"]) == {"ANTARA", "Kompas Pemburu Keadilan"}


def test_what_is_sure_is_said_by_the_seeds_alone(spoiled: Callable[..., Store]) -> None:
    def doubt(rows: list[dict[str, str]]) -> None:
        for it in rows:
            if it["quality"] == "stated":
                it["is_sure"] = "0"

    assert spoiled(qualities=doubt).ask("summary/changes").rows.empty
