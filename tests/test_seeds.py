"""The published figures: known totals recomputed, and every kind of mistake reported where it is."""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from frictionless import Package
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koperasi.cards import every_view
from koperasi.store import FILTERS, Store, outlines, seeds
from koperasi.store.seeds import SeedError, SeedProblem, check_seeds, inspect_seeds

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
PACK = Path(__file__).parents[2] / "shared" / "facts"
EVENTS = PACK.parent / "map-and-events"

KECAMATAN_INDICATORS = {
    "cooperatives": "kdmp_total",
    "with_account": "kdmp_with_account",
    "with_npwp": "kdmp_with_npwp",
    "with_nib": "kdmp_with_nib",
    "transaction_volume": "kdmp_transaction_volume",
    "transaction_value": "kdmp_transaction_value",
    "principal_savings": "kdmp_principal_savings",
    "principal_savers": "kdmp_principal_savers",
    "mandatory_savings": "kdmp_mandatory_savings",
    "mandatory_savers": "kdmp_mandatory_savers",
    "savings_total": "kdmp_savings_total",
}


def frame(name: str) -> pd.DataFrame:
    """Reads a seed without the code under test; text stays text, so codes keep their zeros."""
    return pd.read_csv(SEEDS / f"{name}.csv", dtype=str, keep_default_na=False)


def figures(indicator: str, as_of: str) -> pd.Series:
    rows = frame("figures").query("indicator == @indicator and as_of == @as_of")
    return rows.set_index("region_code")["value"].astype(float)


def regency_codes() -> list[str]:
    return frame("regencies")["code"].tolist()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


def rewrite(folder: Path, file: str, edit: Callable[[list[list[str]]], object]) -> None:
    with (folder / file).open(newline="", encoding="utf-8") as source:
        rows = list(csv.reader(source))
    edit(rows)
    with (folder / file).open("w", newline="", encoding="utf-8") as target:
        csv.writer(target, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)


def plant(folder: Path, file: str, line: int, column: str, value: str) -> None:
    def edit(rows: list[list[str]]) -> None:
        rows[line - 1][rows[0].index(column)] = value

    rewrite(folder, file, edit)


def only(folder: Path) -> SeedProblem:
    problems = check_seeds(folder)
    assert len(problems) == 1, [str(p) for p in problems]
    return problems[0]


def line_of(file: str, **cells: str) -> int:
    rows = frame(file.removesuffix(".csv"))
    for column, value in cells.items():
        rows = rows[rows[column] == value]
    return int(rows.index[0]) + 2


# --- what the files say -----------------------------------------------------------------------------------


def test_the_shipped_seeds_have_no_problem() -> None:
    assert [str(p) for p in check_seeds(SEEDS)] == []


def test_every_file_is_declared() -> None:
    package = json.loads((SEEDS / "datapackage.json").read_text(encoding="utf-8"))
    assert {r["path"] for r in package["resources"]} == {p.name for p in SEEDS.glob("*.csv")}


def test_every_column_says_what_it_is() -> None:
    package = json.loads((SEEDS / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        assert resource["description"]
        for column in resource["schema"]["fields"]:
            assert column["title"], column
            assert column["description"], column


def test_the_readme_describes_every_file_register_and_quality() -> None:
    text = (SEEDS / "README.md").read_text(encoding="utf-8")
    words = [p.name for p in SEEDS.glob("*.csv")]
    words += [*frame("registers")["register"], *frame("qualities")["quality"]]
    assert [word for word in words if word not in text] == []


def test_number_of_figures() -> None:
    assert len(frame("figures")) >= 534


def test_the_headline_totals_and_their_registers() -> None:
    rows = frame("figures").query("indicator == 'cooperatives_total' and region_code == '63'")
    found = {r.as_of: (r.value, r.register) for r in rows.itertuples()}
    assert found == {
        "2010-12": ("2512", "unknown"),
        "2016": ("2580", "provincial-agency"),
        "2019-10": ("2620", "provincial-agency"),
        "2022-01": ("2651", "provincial-agency"),
        "2022-03": ("2572", "provincial-agency"),
        "2024-01": ("3014", "provincial-agency"),
        "2024-09": ("3057", "oss"),
    }
    assert (rows.query("as_of != '2010-12'")["note"] != "").all()


def test_sums_over_the_thirteen_regencies() -> None:
    codes = regency_codes()
    assert len(codes) == 13
    pesantren = figures("pesantren_total", "2021-07")
    assert pesantren[codes].sum() == pesantren["63"] == 242
    assert figures("cooperatives_inactive", "2022-01")[codes].sum() == 867
    population = figures("population_registered", "2025")
    listed = frame("regencies").set_index("code")["population"].astype(float)
    assert population[codes].to_dict() == listed.to_dict()
    assert population[codes].sum() == population["63"] == 4305281


def test_parts_add_to_their_whole() -> None:
    for parts, whole, as_of in (
        ([f"cooperatives_rated_{g}" for g in ("aaa", "aab", "abb", "bbb")], "cooperatives_rated", "2023"),
        (
            [f"kdmp_health_{g}" for g in ("healthy", "fair", "unhealthy")],
            "kdmp_health_assessed",
            "2026-08-05",
        ),
        (
            ["nonfarm_businesses_micro_small", "nonfarm_businesses_medium_large"],
            "nonfarm_businesses_total",
            "2016",
        ),
    ):
        assert sum(figures(part, as_of)["63"] for part in parts) == figures(whole, as_of)["63"], whole


def test_the_kecamatan_add_to_the_regency_and_province_figures() -> None:
    kecamatan = frame("merah_putih_kecamatan")
    assert len(kecamatan) == 156
    assert kecamatan["cooperatives"].astype(int).sum() == 2013
    for column, indicator in KECAMATAN_INDICATORS.items():
        sums = kecamatan[column].astype(float).groupby(kecamatan["regency_code"]).sum()
        published = figures(indicator, "2026-08-05")
        assert sums.to_dict() == published[regency_codes()].to_dict(), indicator
        assert sums.sum() == published["63"], indicator


def test_the_named_opop_pesantren_are_the_counted_ones() -> None:
    named = frame("opop_pesantren")
    published = figures("opop_pesantren", "2023")
    assert len(named) == published["63"] == 10
    assert Counter(named["regency_code"]) == published.drop("63").to_dict()
    with_number = named[named["nspp"] != ""]
    assert (with_number["nspp"].str[4:8] == with_number["regency_code"]).all()


def test_every_source_and_indicator_is_used() -> None:
    package = json.loads((SEEDS / "datapackage.json").read_text(encoding="utf-8"))
    citing = [r["name"] for r in package["resources"] if r["name"] != "sources"]
    named = [frame(name).get(column, ()) for name in citing for column in ("source_id", "more_source_id")]
    cited = {s for column in named for s in column if s}
    cited.add(json.loads((SEEDS / outlines.FILE).read_text(encoding="utf-8"))["source_id"])
    assert cited == set(frame("sources")["source_id"])
    assert set(frame("figures")["indicator"]) == set(frame("indicators")["indicator"])


def test_an_event_belongs_to_cards_that_exist() -> None:
    events = frame("events")
    assert list(events["event"]) == ["pp-7-2021", "opop-launch", "perda-2024", "inpres-9-2025"]
    assert list(events["as_of"]) == sorted(events["as_of"])
    named = {card for cell in events["cards"] for card in cell.split(";")}
    assert named <= set(every_view()), named - set(every_view())


def test_regencies_are_the_ones_the_descriptor_allows() -> None:
    package = json.loads((SEEDS / "datapackage.json").read_text(encoding="utf-8"))
    columns = {(r["name"], c["name"]): c for r in package["resources"] for c in r["schema"]["fields"]}
    assert columns["figures", "region_code"]["constraints"]["enum"] == ["00", "63", *regency_codes()]
    assert columns["trainings", "region_code"]["constraints"]["enum"] == ["63", *regency_codes()]
    regencies = frame("regencies")
    assert not regencies.duplicated(["tile_col", "tile_row"]).any()
    assert (regencies["name"] == regencies["kind"].str.capitalize() + " " + regencies["short_name"]).all()


def test_grades_run_from_one_without_a_gap() -> None:
    for scheme, rows in frame("grades").groupby("scheme"):
        assert [int(r) for r in rows["rank"]] == list(range(1, len(rows) + 1)), scheme


def test_issued_regulations_have_a_number() -> None:
    assert (frame("regulations").query("status == 'issued'")["number"] != "").all()


def test_known_traps_keep_their_marks() -> None:
    rows = frame("figures")
    suspect = rows[rows["quality"] == "suspect"]
    marked = set(zip(suspect["indicator"], suspect["region_code"], strict=True))
    assert {(i, r) for i in ("kdmp_principal_savings", "kdmp_savings_total") for r in ("63", "6303")} <= marked
    # The export's regency zeros are cells nobody filled in: they must not come back as figures.
    assert set(rows.query("indicator == 'kdmp_held_rat'")["region_code"]) == {"63"}


def test_the_figures_quoted_from_bps_are_filed_as_bps() -> None:
    rows = frame("figures")
    assert set(rows[rows["note"].str.startswith("Angka BPS")]["register"]) == {"bps"}
    active = rows.query("indicator == 'cooperatives_active' and region_code == '63' and as_of == '2021'")
    assert active[["value", "register"]].to_numpy().tolist() == [["1875", "bps"]]


def test_figures_of_one_sentence_share_a_register() -> None:
    old = frame("figures").query("source_id == 'kalimantannews-2010-12-2512'")
    assert set(old["register"]) == {"unknown"}
    city = frame("figures").query("source_id == 'tribun-2022-10-banjarmasin-327' and as_of == '2022-10'")
    assert set(city["register"]) == {"provincial-agency"}


@pytest.mark.skipif(not PACK.is_dir(), reason=f"the facts pack is not at {PACK}")
def test_nothing_of_the_facts_pack_is_lost_or_changed() -> None:
    def read(path: Path) -> list[dict[str, str]]:
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    kept = ("indicator", "region_code", "as_of", "source_id", "value", "quality", "note")
    ours = {tuple(row[c] for c in kept) for row in read(SEEDS / "figures.csv")}
    assert [row for row in read(PACK / "figures.csv") if tuple(row[c] for c in kept) not in ours] == []
    for path in sorted(PACK.glob("*.csv")):
        if path.name == "figures.csv":
            continue
        mine = SEEDS / path.name.replace("kdmp_kecamatan", "merah_putih_kecamatan")
        pack = read(path)
        # our files have columns of their own beside the pack's
        here = [{name: row[name] for name in pack[0]} for row in read(mine)]
        assert [row for row in pack if row not in here] == [], path.name


@pytest.mark.skipif(not EVENTS.is_dir(), reason=f"the pack of events is not at {EVENTS}")
def test_the_events_are_those_of_the_pack_with_their_sources() -> None:
    def read(path: Path) -> list[dict[str, str]]:
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    ours = [
        (it["event"], it["as_of"], ";".join(filter(None, (it["source_id"], it["more_source_id"]))), it["note"])
        for it in read(SEEDS / "events.csv")
    ]
    assert ours == [(it["event_id"], it["date"], it["source_id"], it["note"]) for it in read(EVENTS / "events.csv")]
    cited = {source for _, _, named, _ in ours for source in named.split(";")}
    theirs = [it for it in read(EVENTS / "sources.csv") if it["source_id"] in cited]
    assert len(theirs) == 2
    assert [it for it in theirs if it not in read(SEEDS / "sources.csv")] == []


# --- loading ----------------------------------------------------------------------------------------------


def test_tables_are_typed_and_an_empty_cell_is_null() -> None:
    tables = {it.name: it.table for it in inspect_seeds(SEEDS)}
    assert tables["figures"].schema.field("value").type == pa.float64()
    assert tables["figures"].schema.field("region_code").type == pa.string()
    assert tables["regencies"].schema.field("population").type == pa.int64()
    assert tables["modern_cooperatives"]["regency_code"].null_count == 4
    assert tables["figures"]["note"].null_count == (frame("figures")["note"] == "").sum()
    expected = frame("figures")["value"].astype(float).tolist()
    assert tables["figures"]["value"].to_pylist() == expected
    assert tables["opop_pesantren"]["nspp"][0].as_py() == "510063010050"


def test_loading_bad_seeds_raises_with_every_problem(folder: Path) -> None:
    for line in range(2, 22):
        plant(folder, "figures.csv", line, "value", "tiga ribu")
    with pytest.raises(SeedError) as raised:
        inspect_seeds(folder)
    assert len(raised.value.problems) == 20
    message = str(raised.value)
    assert message.startswith("20 masalah di 1 berkas seeds:\nfigures.csv baris 2, kolom value:")
    assert message.endswith("… dan 10 lagi.")


# --- mistakes ---------------------------------------------------------------------------------------------


def test_a_problem_is_one_readable_line() -> None:
    problem = SeedProblem("figures.csv", 17, "value", "tiga ribu", "harus angka (contoh 3057 atau 12.5)")
    assert str(problem) == ('figures.csv baris 17, kolom value: "tiga ribu" — harus angka (contoh 3057 atau 12.5)')
    assert "\n" not in str(SeedProblem("figures.csv", 2, "value", "a\nb\x1b" + "c" * 500, "harus angka"))


@pytest.mark.parametrize(
    ("where", "value", "hint"),
    [
        (("figures.csv", 17, "indicator"), "cooperatives_totl", "mungkin cooperatives_total"),
        (("figures.csv", 17, "source_id"), "antara-2024-09-3058", "mungkin antara-2024-09-3057"),
        (("figures.csv", 17, "register"), "odss", "harus ada di registers.csv"),
        (("figures.csv", 17, "quality"), "sure", "harus ada di qualities.csv"),
        (("figures.csv", 17, "region_code"), "6399", "harus salah satu dari 00, 63, 6301"),
        (("figures.csv", 17, "value"), "tiga ribu", "harus angka (contoh 3057 atau 12.5)"),
        (("figures.csv", 17, "value"), "3.057", "ribuan tanpa pemisah: 3057"),
        (("figures.csv", 17, "value"), "3,057", "ribuan tanpa pemisah: 3057"),
        (("figures.csv", 17, "value"), "12,5", "harus angka (contoh 3057 atau 12.5)"),
        (("figures.csv", 17, "value"), "", "wajib diisi angka (contoh 3057 atau 12.5)"),
        (("figures.csv", 17, "value"), "9" * 5000, "paling banyak 15 angka"),
        (("figures.csv", 17, "value"), "nan", "harus angka"),
        (("figures.csv", 17, "value"), "٣٠٥٧", "harus angka"),
        (("figures.csv", 17, "as_of"), "2025-02-30", "tidak ada di kalender"),
        (("figures.csv", 17, "as_of"), "30/01/2025", "harus berbentuk seperti 2025, 2025-07"),
        (("figures.csv", 17, "as_of"), "", "wajib diisi"),
        (("figures.csv", 17, "note"), " spasi", "spasi"),
        (("regencies.csv", 3, "population"), "332.787", "ribuan tanpa pemisah: 332787"),
        (("regencies.csv", 3, "area_km2"), "9.345", "harus dari 50 sampai 20000"),
        (("regencies.csv", 3, "kind"), "kotamadya", "harus salah satu dari kabupaten, kota"),
        (("regencies.csv", 3, "abbr"), "TLA", "sudah ada di baris 2"),
        (("trainings.csv", 2, "month"), "13", "harus dari 1 sampai 12"),
        (("sources.csv", 2, "url"), "abdipersadafm.co.id", "harus berbentuk seperti https://"),
        (("merah_putih_kecamatan.csv", 2, "with_nib"), "10", "paling banyak 9"),
        (("merah_putih_kecamatan.csv", 3, "savings_total"), "10500001", "harus 10500000"),
    ],
)
def test_a_bad_cell_is_reported_where_it_is(folder: Path, where: tuple[str, int, str], value: str, hint: str) -> None:
    plant(folder, *where, value)
    found = only(folder)
    assert (found.file, found.line, found.column, found.value) == (*where, value)
    assert hint in found.expected


def test_a_grade_has_a_lower_and_a_higher_bound(folder: Path) -> None:
    plant(folder, "grades.csv", 7, "score_min", "80")
    found = only(folder)
    assert (found.file, found.line, found.column, found.value) == ("grades.csv", 7, "score_max", "80")


@pytest.mark.parametrize(
    ("sentence", "hint"),
    [
        ("{ditemukan:rupiah} dari {of_all}", "{ditemukan} tidak dikenal"),
        ("{fuond}", "mungkin {found}"),
        ("{found.real}", "{found.real} tidak dikenal"),
        ("{found!r}", "tidak dikenal"),
        ("{found:rupian}", "satuan rupian tidak dikenal"),
        ("{value:persen}", "{value} ditulis tanpa satuan"),
        ("{found dari {of_all}", "kurung kurawal"),
        ("{}", "tidak dikenal"),
    ],
)
def test_a_sentence_that_could_not_be_filled_in(folder: Path, sentence: str, hint: str) -> None:
    plant(folder, "attention_rules.csv", 3, "sentence_id", sentence)
    found = only(folder)
    assert (found.file, found.line, found.column) == ("attention_rules.csv", 3, "sentence_id")
    assert found.value == sentence
    assert hint in found.expected


def test_a_sentence_may_name_all_that_the_card_fills_in(folder: Path) -> None:
    plant(folder, "attention_rules.csv", 3, "sentence_id", "{value} {what} {found:rupiah} {of_all:kali} {{}}")
    assert check_seeds(folder) == []


def test_only_rules_whose_query_tells_what_may_say_it(folder: Path, store: Store) -> None:
    told = set()
    for query in ("summary/attention", "summary/attention_register"):
        rows = store.ask(query, today="2040-01-01").rows
        told |= set(rows[rows["what"].notna()]["rule"]) if "what" in rows else set()
    assert told == set(seeds._WITH_WHAT)
    plant(folder, "attention_rules.csv", 4, "sentence_id", "{found} {what}")
    assert "{what} hanya diisi untuk" in only(folder).expected


def test_every_rule_that_a_query_asks_for_is_there(folder: Path) -> None:
    rewrite(folder, "attention_rules.csv", lambda rows: rows.pop(1))
    assert str(only(folder)) == "attention_rules.csv: baris rule suspect_savings_per_saver harus ada"
    rewrite(folder, "attention_rules.csv", lambda rows: rows.__delitem__(slice(1, None)))
    assert len(check_seeds(folder)) == len(frame("attention_rules"))


@pytest.mark.parametrize(
    ("cells", "value", "hint"),
    [
        ({"indicator": "cooperatives_total"}, "-5", "di bawah nol"),
        ({"indicator": "cooperatives_total"}, "3057.5", "bilangan bulat, karena satuannya unit"),
        ({"indicator": "cooperative_members"}, "0.5", "bilangan bulat, karena satuannya anggota"),
        ({"indicator": "cooperatives_active_pct"}, "-1", "0 dan 100"),
        ({"indicator": "kur_disbursed"}, "-1", "di bawah nol"),
    ],
)
def test_a_figure_is_one_of_its_indicator(folder: Path, cells: dict[str, str], value: str, hint: str) -> None:
    line = line_of("figures.csv", **cells)
    plant(folder, "figures.csv", line, "value", value)
    found = only(folder)
    assert (found.line, found.column, found.value) == (line, "value", value)
    assert hint in found.expected


@pytest.mark.parametrize("as_of", ["2099", "2098-12", "2097-01-31"])
def test_a_figure_is_not_of_the_future(folder: Path, as_of: str) -> None:
    plant(folder, "figures.csv", line_of("figures.csv", indicator="kur_disbursed"), "as_of", as_of)
    assert (only(folder).value, only(folder).expected) == (as_of, "tanggal itu belum tiba")


def test_the_cards_that_a_row_opens_are_known(folder: Path) -> None:
    assert seeds.card_ids() == set(every_view())
    plant(folder, "headlines.csv", 2, "cards", "growth/total;growth/totl?measure=x")
    assert only(folder).expected == "kartu growth/totl tidak ada, mungkin growth/total"
    plant(folder, "headlines.csv", 2, "cards", "growth/total")
    plant(folder, "attention_rules.csv", 3, "cards", "tidak/ada")
    assert (only(folder).file, only(folder).column) == ("attention_rules.csv", "cards")


def test_every_card_has_its_words_and_no_other(folder: Path) -> None:
    assert list(frame("cards")["card"].sort_values()) == sorted(every_view())
    line = line_of("cards.csv", card="opop/turnover")  # a view, which has words of its own
    plant(folder, "cards.csv", line, "card", "opop/omzet")
    assert [str(it) for it in check_seeds(folder)] == [
        "cards.csv: baris card opop/turnover harus ada",
        f'cards.csv baris {line}, kolom card: "opop/omzet" — kartu opop/omzet tidak ada, mungkin opop/named',
    ]
    plant(folder, "cards.csv", line, "card", "opop/turnover")
    plant(folder, "cards.csv", line, "title_id", "")
    assert (only(folder).line, only(folder).expected) == (line, "wajib diisi")
    plant(folder, "cards.csv", line, "title_id", "Omzet")
    plant(folder, "unmoved.csv", 2, "filter", "tahun")
    assert only(folder).column == "filter"


def test_a_reason_names_a_filter_and_a_card_once(folder: Path) -> None:
    assert set(frame("unmoved")["filter"]) <= {it.name for it in FILTERS}
    pairs = [(row.filter, card) for row in frame("unmoved").itertuples() for card in row.cards.split(";")]
    assert len(pairs) == len(set(pairs))
    plant(folder, "unmoved.csv", 3, "cards", "growth/totl")
    assert only(folder).expected == "kartu growth/totl tidak ada, mungkin growth/total"


def test_two_tiles_on_one_place(folder: Path) -> None:
    col, row = (frame("regencies")[name][0] for name in ("tile_col", "tile_row"))
    plant(folder, "regencies.csv", 5, "tile_col", col)
    plant(folder, "regencies.csv", 5, "tile_row", row)
    found = only(folder)
    assert (found.line, found.value) == (5, f"{col}, {row}")
    assert "sudah ada di baris 2" in found.expected


@pytest.mark.parametrize("url", ["https://a/>)![u](https://evil.example/u.png)", "javascript:alert(1)", "https://a b"])
def test_an_address_holds_nothing_that_ends_it(folder: Path, url: str) -> None:
    plant(folder, "sources.csv", 2, "url", url)
    assert (only(folder).line, only(folder).column) == (2, "url")


def test_percentages_stop_at_a_hundred(folder: Path) -> None:
    line = line_of("figures.csv", indicator="cooperatives_active_pct")
    plant(folder, "figures.csv", line, "value", "120")
    found = only(folder)
    assert (found.file, found.line, found.column, found.value) == ("figures.csv", line, "value", "120")
    assert "0 dan 100" in found.expected


@pytest.mark.parametrize("quality", ["disputed", "suspect"])
def test_a_doubted_figure_needs_a_note(folder: Path, quality: str) -> None:
    plant(folder, "figures.csv", line_of("figures.csv", note="", quality="stated"), "quality", quality)
    found = only(folder)
    assert (found.column, found.value) == ("note", "")
    assert quality in found.expected


def test_a_repeated_key_names_the_first_line(folder: Path) -> None:
    rewrite(folder, "figures.csv", lambda rows: rows.append(rows[4]))
    found = only(folder)
    assert (found.file, found.line) == ("figures.csv", len(frame("figures")) + 2)
    assert found.column == "indicator, region_code, as_of, source_id"
    assert found.value == "cooperatives_total, 00, 2012-05, kompasiana-2012-09-koperasi"
    assert "baris 5" in found.expected


def test_a_kecamatan_names_its_own_regency(folder: Path) -> None:
    plant(folder, "merah_putih_kecamatan.csv", 2, "regency", "Kabupaten Tapin")
    found = only(folder)
    assert (found.line, found.column) == (2, "regency_code, regency")
    assert found.value == "6301, Kabupaten Tapin"


def test_a_missing_column(folder: Path) -> None:
    rewrite(folder, "grades.csv", lambda rows: [row.pop(3) for row in rows])
    first, second = check_seeds(folder)
    assert {(p.file, p.line) for p in (first, second)} == {("grades.csv", 1)}
    assert (second.column, second.value, second.expected) == ("rank", "", "kolom ini harus ada")
    assert "scheme,grade,label_id,rank" in first.expected


def test_an_extra_column(folder: Path) -> None:
    rewrite(folder, "grades.csv", lambda rows: [row.append("x") for row in rows])
    assert ("grades.csv", 1, "x", "x") in {(p.file, p.line, p.column, p.value) for p in check_seeds(folder)}


def test_columns_in_another_order(folder: Path) -> None:
    rewrite(folder, "grades.csv", lambda rows: [row.reverse() for row in rows])
    found = only(folder)
    assert (found.file, found.line, found.column) == ("grades.csv", 1, "")


@pytest.mark.parametrize("cells", [["rating", "CCC"], ["rating", "CCC", "x", "5", "", "", "", "https://a.id", "z"]])
def test_a_row_with_the_wrong_number_of_cells(folder: Path, cells: list[str]) -> None:
    rewrite(folder, "grades.csv", lambda rows: rows.insert(3, cells))
    found = only(folder)
    assert (found.file, found.line, found.value) == ("grades.csv", 4, ",".join(cells))
    assert f"tertulis {len(cells)}" in found.expected


def test_a_source_row_that_broke_does_not_blame_the_rows_that_cite_it(folder: Path) -> None:
    line = line_of("sources.csv", source_id="gatra-2022-01-902-tidak-aktif")
    rewrite(folder, "sources.csv", lambda rows: rows[line - 1].append("lebih"))
    assert (only(folder).file, only(folder).line) == ("sources.csv", line)


def test_a_blank_line(folder: Path) -> None:
    rewrite(folder, "grades.csv", lambda rows: rows.insert(5, []))
    assert (only(folder).file, only(folder).line) == ("grades.csv", 6)


def test_a_byte_order_mark(folder: Path) -> None:
    path = folder / "grades.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    found = only(folder)
    assert (found.file, found.line, found.value) == ("grades.csv", 1, "BOM")


def test_bytes_that_are_not_utf8(folder: Path) -> None:
    path = folder / "modern_cooperatives.csv"
    path.write_bytes(path.read_bytes().replace(b"Koperasi Sawit", b"Koperasi \xe9 Sawit"))
    found = only(folder)
    assert (found.file, found.line) == ("modern_cooperatives.csv", 3)
    assert "Koperasi \\xe9 Sawit" in found.value


def test_a_nul_byte(folder: Path) -> None:
    path = folder / "modern_cooperatives.csv"
    path.write_bytes(path.read_bytes().replace(b"Koperasi Sawit", b"Koperasi\0 Sawit"))
    assert (only(folder).file, only(folder).line) == ("modern_cooperatives.csv", 3)


def test_a_missing_file_is_one_problem_and_not_one_per_citation(folder: Path) -> None:
    (folder / "sources.csv").unlink()
    found = only(folder)
    assert (found.file, found.line) == ("sources.csv", 0)
    assert str(found) == "sources.csv: berkas ini harus ada"


def test_an_empty_file(folder: Path) -> None:
    (folder / "grades.csv").write_bytes(b"")
    assert {(p.file, p.line) for p in check_seeds(folder)} == {("grades.csv", 1)}


def test_an_open_quote(folder: Path) -> None:
    with (folder / "grades.csv").open("a", encoding="utf-8") as file:
        file.write('rating,"CCC\n')
    found = only(folder)
    assert found.file == "grades.csv"
    assert found.line >= 18


def test_lines_are_counted_through_cells_of_several_lines(folder: Path) -> None:
    plant(folder, "figures.csv", 4, "note", "baris satu\nbaris dua\nbaris tiga")
    plant(folder, "figures.csv", 6, "value", "salah")
    assert (only(folder).line, only(folder).value) == (8, "salah")


def test_line_ends_of_windows_are_no_problem(folder: Path) -> None:
    path = folder / "figures.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert check_seeds(folder) == []


def test_everything_wrong_in_every_file_is_reported_at_once(folder: Path) -> None:
    plant(folder, "figures.csv", 5, "value", "banyak")
    plant(folder, "figures.csv", 9, "as_of", "2025-13")
    plant(folder, "figures.csv", 9, "region_code", "64")
    plant(folder, "regencies.csv", 2, "population", "")
    plant(folder, "trainings.csv", 4, "source_id", "tidak-ada")
    (folder / "regulations.csv").unlink()
    problems = check_seeds(folder)
    assert [(p.file, p.line, p.column, p.value) for p in problems] == [
        ("figures.csv", 5, "value", "banyak"),
        ("figures.csv", 9, "as_of", "2025-13"),
        ("figures.csv", 9, "region_code", "64"),
        ("regencies.csv", 2, "population", ""),
        ("regulations.csv", 0, "", ""),
        ("trainings.csv", 4, "source_id", "tidak-ada"),
    ]
    assert all(a <= b for a, b in pairwise(problems))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path_factory.mktemp("hypothesis") / "seeds"))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(st.characters(codec="utf-8")) | st.from_regex(r"-?[0-9.,eE]{1,40}", fullmatch=True))
def test_any_text_in_a_numeric_cell_is_a_number_or_a_reported_problem(scratch: Path, text: str) -> None:
    plant(scratch, "figures.csv", 17, "value", text)
    plant(scratch, "regencies.csv", 3, "population", text)
    problems: list[SeedProblem] = []
    try:
        inspect_seeds(scratch)
    except SeedError as refused:
        problems = refused.problems
        assert problems
    assert {p.file for p in problems} <= {"figures.csv", "regencies.csv"}
    for file, line, column in (("figures.csv", 17, "value"), ("regencies.csv", 3, "population")):
        if not any(p.file == file for p in problems):
            stored = pd.read_csv(scratch / file, dtype=str, keep_default_na=False)[column][line - 2]
            assert float(stored) == float(text)
    assert all("\n" not in str(p) for p in problems)


# --- the declaration --------------------------------------------------------------------------------------


def declare(folder: Path, edit: Callable[[dict], object]) -> None:
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    edit(package)
    path.write_text(json.dumps(package), encoding="utf-8")


@pytest.mark.parametrize(
    ("edit", "word"),
    [
        (lambda p: p["resources"][0]["schema"]["fields"][0]["constraints"].update(minLength=3), "minLength"),
        (lambda p: p["resources"][0]["schema"]["fields"][0]["constraints"].update(minimum=3), "minimum"),
        (lambda p: p["resources"][0]["schema"]["fields"][0].update(format="uri"), "format"),
        (lambda p: p["resources"][0]["schema"]["fields"][1].update(type="year"), "year"),
        (lambda p: p["resources"][0]["schema"].update(missingValues=["-"]), "missingValues"),
        (lambda p: p["resources"][0].update(dialect={"delimiter": ";"}), "dialect"),
    ],
)
def test_a_rule_that_would_not_be_kept_is_refused(folder: Path, edit: Callable[[dict], object], word: str) -> None:
    declare(folder, edit)
    found = only(folder)
    assert (found.file, found.value) == ("datapackage.json", word)
    assert found.expected == f"sources: {word} tidak didukung di sini"


def spoil_text(folder: Path, old: str, new: str) -> None:
    path = folder / "datapackage.json"
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode("latin-1"), 1))


@pytest.mark.parametrize(
    ("spoil", "line", "hint"),
    [
        (lambda f: (f / "datapackage.json").unlink(), 0, "harus ada"),
        (lambda f: (f / "datapackage.json").write_text(""), 1, "JSON rusak"),
        (lambda f: spoil_text(f, '"type": "string",', '"type": "string"'), 17, "JSON rusak"),
        (lambda f: spoil_text(f, '"profile"', '\xef\xbb\xbf"profile"'), 2, "JSON rusak"),
        (lambda f: spoil_text(f, "{", "\xef\xbb\xbf{"), 1, "tanpa BOM"),
        (lambda f: spoil_text(f, "Kode sumber", "Kode \xff"), 17, "UTF-8"),
        (lambda f: declare(f, lambda p: p.pop("resources")), 1, "harus daftar berkas"),
        (lambda f: declare(f, lambda p: p["resources"][0].pop("schema")), 1, "schema harus"),
        (lambda f: declare(f, lambda p: p["resources"][0].pop("path")), 1, "name dan path"),
        (lambda f: declare(f, lambda p: p["resources"][0]["schema"].pop("primaryKey")), 1, "primaryKey"),
        (lambda f: declare(f, lambda p: p["resources"][0]["schema"].update(primaryKey=["x"])), 1, "primaryKey"),
        (lambda f: declare(f, lambda p: p["resources"][0].update(path="../../../../etc/passwd")), 1, "tanpa folder"),
        (lambda f: declare(f, lambda p: p["resources"][0].update(path="/etc/passwd")), 1, "tanpa folder"),
        (lambda f: declare(f, lambda p: p["resources"].append(p["resources"][0])), 1, "dua kali"),
        (lambda f: declare(f, lambda p: p["resources"].pop(1)), 1, "harus"),
        (
            lambda f: declare(f, lambda p: p["resources"][0]["schema"]["fields"][0]["constraints"].update(pattern="(")),
            1,
            "schema harus",
        ),
    ],
)
def test_a_broken_declaration_says_file_line_and_what_is_expected(
    folder: Path, spoil: Callable[[Path], object], line: int, hint: str
) -> None:
    spoil(folder)
    problems = check_seeds(folder)
    assert {it.file for it in problems} == {"datapackage.json"}
    assert {it.line for it in problems} == {line}
    assert any(hint in it.expected for it in problems)
    assert "passwd:" not in str(problems), "what lies elsewhere is not read"
    with pytest.raises(SeedError, match=r"datapackage\.json"):
        inspect_seeds(folder)


def test_a_file_that_is_not_declared_is_named(folder: Path) -> None:
    (folder / "salinan.csv").write_text("a,b\n")
    assert str(only(folder)) == "salinan.csv: berkas ini tidak disebut di datapackage.json"


def test_frictionless_finds_the_seeds_valid() -> None:
    report = Package(str(SEEDS / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [("value", "tiga ribu", "type-error"), ("source_id", "tidak-ada", "foreign-key")],
)
def test_frictionless_rejects_what_we_reject(folder: Path, column: str, value: str, kind: str) -> None:
    plant(folder, "figures.csv", 17, column, value)
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.flatten(["rowNumber", "type"]) == [[17, kind]]
    assert (only(folder).line, only(folder).column) == (17, column)


@pytest.mark.parametrize("rows", [0, 2])
def test_there_is_exactly_one_province(rows: int, folder: Path) -> None:
    path = folder / "province.csv"
    head, ours = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *[ours, ours.replace("63", "62", 1)][:rows], ""]), encoding="utf-8")
    said = [str(problem) for problem in check_seeds(folder)]
    assert said == [f"province.csv: harus tepat satu baris, tertulis {rows}"]


def test_what_may_be_done_with_a_quality() -> None:
    rows = frame("qualities").set_index("quality")
    assert list(rows["rank"].sort_values().index) == ["stated", "counted", "approximate", "disputed", "suspect"]
    assert set(rows.index[rows["is_plain"] == "1"]) == {"stated", "counted"}
    assert set(rows.index[rows["is_sure"] == "1"]) == {"stated", "counted", "approximate"}
    assert set(rows.index[rows["is_suspect"] == "1"]) == {"suspect"}


def test_plans_and_repeated_figures_are_columns() -> None:
    trainings = frame("trainings")
    assert set(trainings[trainings["status"] == "planned"]["source_id"]) == {"ktv-2025-10-pelatihan-kdmp"}
    repeated = frame("figures").query("same_as != ''")
    assert set(repeated["indicator"]) == {"kopontren_legal_entity", "kopontren_legal_entity_target"}
    for row in repeated.itertuples():
        assert row.same_as in row.note
