"""The summary's questions against pandas over the CSV files; every attention rule made to fire and not to fire."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from koperasi.cards import cards, render
from koperasi.cards.summary import Headline, UnknownMetric, findings_of, headlines_of, rise
from koperasi.screen.contents import page_of
from koperasi.screen.slides import SLIDES
from koperasi.store import Filters, Places, Store
from koperasi.store import places as places_module
from koperasi.store.catalogue import datasets
from tests.reading import figure_of

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-08-06"
SURE = ("stated", "counted", "approximate")


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
        "cooperatives": (3057, "2024-09", "antara-2024-09-3057"),
        "merah_putih": (2013, "2026-08-05", "simkopdes-2026-08-provinsi"),
        "opop": (25, "2024", "antara-2024-09-3057"),
        "role_models": (1, "2023", "mckalsel-2024-03-koperasi-modern"),
        "modern": (4, "2023", "antara-2024-03-koperasi-modern-12"),
        "space_rule": (30, "2024-09", "tempo-2021-02-pp7"),
    }
    # 3.014 and the press's 2.013 stand in other registers: nothing may be compared with them
    assert rows["value_before"].dropna().to_dict() == {"opop": 10}
    assert rows.loc["opop", "history"].tolist() == [{"as_of": "2023", "value": 10}, {"as_of": "2024", "value": 25}]
    assert rows.loc["modern", ["companion_value", "companion_as_of"]].tolist() == [8, "2024"]
    words = rows.loc["space_rule", "state_words"]
    assert words == (
        "PP 7/2021 berlaku; Perda disetujui 2024 (nomor tidak ditemukan); Pergub diumumkan 2024 (nomor tidak ditemukan)"
    )


def test_a_seventh_headline_is_a_row_in_the_seeds_with_its_label_and_cards(
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
    seventh = {"headline": "pesantren", "rank": "7", "label_id": "Pesantren", "indicator": "pesantren_total"}
    rest = {"companion": "", "level": "province", "rule_topic": "", "cards": "opop/coverage"}
    more = headlines_of(spoiled(headlines=lambda rows: rows.append(seventh | rest)).ask("summary/headlines").rows)
    assert [(h.row.headline, h.row.headline_label, list(h.row.headline_cards)) for (h,) in more[6:]] == [
        ("pesantren", "Pesantren", ["opop/coverage"])
    ]


def test_headlines_of_every_regency_are_the_newest_or_the_provinces(store: Store) -> None:
    rows = figures()
    indicators = {
        "cooperatives": "cooperatives_total",
        "merah_putih": "kdmp_total",
        "opop": "opop_pesantren",
        "role_models": "cooperatives_rated_aaa",
        "modern": "modern_cooperatives_total",
    }
    for code in seed("regencies")["code"]:
        asked = store.ask("summary/headlines", regencies=[code]).rows.set_index("headline")
        assert len(asked) == 6
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
    leading = [it for it in names if it in ("cooperatives", "merah_putih", "opop")] or names[:2]
    for row in rows.itertuples():
        assert row.is_told == (row.headline in leading)
        assert row.regions == (rows["headline"] == row.headline).sum()
        assert row.regions_more == max(row.regions - 2, 0)
        assert row.is_own == (row.region_code in (picked or ("63",)))
        assert row.scope_note == ("" if row.is_own else f" · {row.scope}")
        assert row.quality_note == ("" if row.quality in ("stated", "counted") else f", angka {row.quality_label}")
        assert pd.isna(row.change) if pd.isna(row.value_before) else row.change == row.value - row.value_before


def test_headlines_are_told_of_one_region_or_of_several(store: Store) -> None:
    def said(*codes: str, **years: int) -> str:
        return render(store, "summary/headlines", Filters(codes, **years)).finding

    assert said("6303").startswith("Banjar: Koperasi 253 (Maret 2022, angka perkiraan), ")
    assert said("6303", "6309", "6371").startswith("Koperasi: Banjar 253 (Maret 2022, angka perkiraan), ")
    assert ", dan 1 lainnya. Koperasi Merah Putih: " in said("6303", "6309", "6371")
    assert "lainnya" not in said("6303", "6309")
    tallies = render(store, "summary/headlines", Filters(("6303", "6309", "6371"))).alt
    assert "Koperasi 3 wilayah, Banjar 253" in tallies
    assert "Koperasi modern 4, 2023 · angka provinsi" in tallies


def test_headlines_keep_to_the_years(store: Store) -> None:
    rows = store.ask("summary/headlines", year_to=2024).rows.set_index("headline")
    assert "merah_putih" not in rows.index
    assert store.ask("summary/headlines", year_to=2023).rows.set_index("headline").loc["cooperatives", "value"] == 2572


def test_a_suspect_figure_is_no_headline_and_a_target_no_change(store: Store, spoiled: Callable[..., Store]) -> None:
    def spoil(rows: list[dict[str, str]]) -> None:
        for it in rows:
            if it["value"] == "3057" and it["indicator"] == "cooperatives_total":
                it["quality"] = "suspect"
        aim = next(it for it in rows if it["indicator"] == "kopontren_legal_entity_target")
        rows.append(aim | {"as_of": "2025-10", "value": "30"})

    other = spoiled(figures=spoil)
    assert other.ask("summary/headlines").rows.set_index("headline").loc["cooperatives", "value"] == 3014
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
    assert told["cooperatives"].rise == "Naik tidak dengan sendirinya baik"
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
                expected.append((indicator, *newest.sort_values("day").iloc[-1][["day", "value", "value_before"]]))
        expected.sort(key=lambda it: (-it[1].value, it[0]))
        asked = store.ask("summary/changes", regencies=[] if region == "63" else [region]).rows
        got = list(zip(asked.indicator, asked.value, asked.value_before, strict=True))
        assert got == [(i, v, b) for i, _, v, b in expected[:5]], region
        assert set(asked.changes_more) <= {len(got) - 1}
    province = store.ask("summary/changes").rows
    assert 3 <= len(province) <= 5
    assert 3057 not in set(province["value"])


def test_targets_stand_beside_what_is_known(store: Store) -> None:
    rows = store.ask("summary/targets").rows.set_index("indicator")
    assert rows.loc["opop_pesantren_joined", ["target", "target_high", "realised", "achieved_pct"]].tolist() == [
        50,
        100,
        36,
        72,
    ]
    for indicator in ("modern_cooperatives_new", "public_infrastructure_umkm_share_pct"):
        assert pd.isna(rows.loc[indicator, "realised"]), "an older figure or the nation's is no realisation"
    drawn = render(store, "summary/targets", Filters())
    assert "tidak diketahui" in drawn.finding
    assert set(rows["targets_unknown"]) == {2}
    assert rows["target_pct"].to_dict() == {
        "opop_pesantren_joined": 200,
        "modern_cooperatives_new": 100,
        "public_infrastructure_umkm_share_pct": 100,
    }
    bars = figure_of(drawn)
    assert bars is not None
    aims, got = bars.data
    assert aims.marker.pattern.shape == "/", "a target is planned"
    assert dict(zip(aims.text, got.text, strict=True)) == {
        "30%": "tidak diketahui",
        "50–100": "36 (Oktober 2024)",
        "8": "tidak diketahui",
    }
    assert sorted(width for width in got.marker.line.width) == [0, 0, 1], "an unknown one is no zero"
    published = {(r.indicator, r.period) for r in seed("targets").itertuples()}
    assert {(i, r.period) for i, r in rows.iterrows()} == published


# --- attention: each rule fires and does not fire -------------------------------------------------------------------


@pytest.fixture
def spoiled(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """A store whose seeds were edited: file -> function from rows to rows."""
    made: list[Store] = []

    def make(**edits: Callable[[list[dict[str, str]]], object]) -> Store:
        folder = tmp_path / f"seeds{len(made)}"
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
        made.append(Store(Places(seeds=folder)))
        return made[-1]

    yield make
    for it in made:
        it.close()


def fired(store: Store, rule: str, card: str = "attention", **asked: object) -> set[str]:
    rows = store.ask(f"summary/{card}", **({"today": TODAY} | asked)).rows
    assert rule in set(rows["rule"]), "a rule that found nothing is still told"
    return set(rows[(rows["rule"] == rule) & rows["is_fired"]]["place"])


def threshold(rule: str, value: float) -> Callable[[list[dict[str, str]]], object]:
    return lambda rows: [row.update(threshold=str(value)) for row in rows if row["rule"] == rule]


def test_suspect_savings(store: Store, spoiled: Callable[..., Store]) -> None:
    assert fired(store, "suspect_savings_share") == {"Karang Intan, Banjar"}
    assert fired(store, "suspect_savings_share", regencies=["6309"]) == set()
    row = store.ask("summary/attention", today=TODAY).rows.iloc[0]
    areas = seed("merah_putih_kecamatan")
    savings = areas.set_index("kecamatan").loc["Karang Intan", "principal_savings"]
    assert row.found == savings
    assert row.measure_value == pytest.approx(100 * savings / areas["principal_savings"].sum())

    def mend(rows: list[dict[str, str]]) -> None:
        for it in rows:
            if it["kecamatan"] == "Karang Intan":
                it["principal_savings"] = "20000000"
                it["savings_total"] = str(20000000 + int(it["mandatory_savings"]))

    assert fired(spoiled(merah_putih_kecamatan=mend), "suspect_savings_share") == set()
    strict = spoiled(attention_rules=threshold("suspect_savings_per_saver", 1000))
    assert fired(strict, "suspect_savings_share") == set(), "both thresholds at once, as in merah_putih_areas"


def test_without_nib(store: Store, spoiled: Callable[..., Store]) -> None:
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
    at_tapin = spoiled(attention_rules=threshold("kdmp_without_nib_pct", 45.18))
    assert fired(at_tapin, "kdmp_without_nib_pct") == {"Tapin"}
    exactly = spoiled(
        attention_rules=threshold("kdmp_without_nib_pct", 15), figures=lambda _: None
    )  # Banjarbaru: 3 of 20 are exactly 15
    assert "Banjarbaru" not in fired(exactly, "kdmp_without_nib_pct")
    assert fired(store, "kdmp_without_nib_pct", regencies=["6308"]) == set()


def test_inactive_far_above_the_province(store: Store, spoiled: Callable[..., Store]) -> None:
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
    assert fired(spoiled(attention_rules=threshold("inactive_rate_times", 1.6)), "inactive_rate_times") == set()


def test_rat_not_filled_in(store: Store, spoiled: Callable[..., Store]) -> None:
    assert fired(store, "kdmp_rat_blank_pct") == {"Kalimantan Selatan"}
    row = store.ask("summary/attention", today=TODAY).rows.set_index("rule").loc["kdmp_rat_blank_pct"]
    assert (row.found, row.of_all) == (13, 13)

    def fill(rows: list[dict[str, str]]) -> None:
        model = next(it for it in rows if it["indicator"] == "kdmp_held_rat" and it["region_code"] == "63")
        codes = sorted(set(seed("regencies")["code"]))
        rows += [model | {"region_code": code, "value": "0"} for code in codes[:7]]

    filled = spoiled(figures=fill)
    assert fired(filled, "kdmp_rat_blank_pct") == set(), "6 of 13 are left, less than half; a zero is filled in"
    assert fired(filled, "kdmp_rat_blank_pct", regencies=["6372"]) == {"Banjarbaru"}
    lower = spoiled(figures=fill, attention_rules=threshold("kdmp_rat_blank_pct", 40))
    left = lower.ask("summary/attention", today=TODAY).rows.set_index("rule").loc["kdmp_rat_blank_pct"]
    assert (left.found, left.of_all) == (6, 13)


def late(store: Store, today: str) -> set[str]:
    rows = store.ask("summary/attention", today=today).rows.set_index("rule")
    row = rows.loc["data_late_times"]
    named = set(row["what"].split("; ")) if row["is_fired"] else set()
    assert len(named) == (row["found"] if row["is_fired"] else 0)
    return named


def test_late_data(store: Store, spoiled: Callable[..., Store]) -> None:
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
    weekly = spoiled(
        datasets=lambda rows: [it.update(rhythm_days="7" if it["dataset"] == "figures" else "") for it in rows]
    )
    assert late(weekly, "2026-08-13") == {"Angka terbitan"}
    assert late(weekly, "2026-08-12") == set()
    # a year is as old as its last day: the modern cooperatives of 2023 after a rhythm of 365 days
    for today, expected in (("2024-12-30", False), ("2024-12-31", True)):
        assert ("Koperasi modern yang disebut namanya" in late(store, today)) == expected


def _ratings() -> pd.DataFrame:
    rows = pd.read_parquet(ROOT / "data" / "sample" / "ratings.parquet")
    rows = rows.sort_values(["tahun", "tanggal_peringkat"]).groupby("nomor_induk_koperasi").tail(1)
    return rows[rows["berlaku_sampai"].notna()]


def test_ratings_expiring_and_expired(store: Store, spoiled: Callable[..., Store]) -> None:
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
    day = {"card": "attention_register", "regencies": []}
    told = store.ask("summary/attention_register", today=last.isoformat()).rows.set_index("rule")
    assert told.loc["rating_expired_pct", "found"] == sum(ends < last) < len(ends)
    everything = spoiled(attention_rules=threshold("rating_expiring_pct", 0))
    assert fired(everything, "rating_expiring_pct", today=last.isoformat(), **day)
    assert not fired(everything, "rating_expiring_pct", today=(last + timedelta(1)).isoformat(), **day)


def test_inactive_in_the_register(store: Store, spoiled: Callable[..., Store]) -> None:
    rows = pd.read_parquet(ROOT / "data" / "sample" / "cooperatives.parquet")
    rows = rows[rows["status_koperasi"].isin(["Aktif", "Tidak Aktif"])]
    inactive = rows["status_koperasi"] == "Tidak Aktif"
    times = inactive.groupby(rows["regency_code"]).mean() / inactive.mean()
    short = seed("regencies").set_index("code")["short_name"]
    edge = sorted(times)[-3]
    between = spoiled(attention_rules=threshold("register_inactive_times", round(edge, 2)))
    expected = set(short[times[times > round(edge, 2)].index])
    assert 0 < len(expected) < 5
    assert fired(between, "register_inactive_times", card="attention_register") == expected
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
    assert not fired(store, "kdmp_rat_blank_pct", regencies=["9999"])


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
        ("attention_register", "2025-06-01"),
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
    assert shown.finding == "Tidak ada yang melampaui ambang; 3 aturan diperiksa."
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
