"""Registers held to their rules, and files that are none: what is wrong is named, and takes nothing else with it."""

from __future__ import annotations

import io
import os
import random
import shutil
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from koperasi.__main__ import main
from koperasi.cards import render
from koperasi.intake import schema, seal
from koperasi.press import files, package
from koperasi.store import Filters, Places, Store, TableUnavailable, build, datasets, rules
from koperasi.store import store as store_module
from koperasi.store.registers import active_folder, is_date, open_register
from tests.registers import OURS, Row, valid, write
from tests.test_cli import store_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
NEXT = date.today().year + 1
Check = Callable[[Path], tuple[int, str]]


def opened(folder: Path, tables: dict[str, list[Row]], notes: dict[str, str] | None = None) -> Store:
    write(folder / "office", tables, OURS if notes is None else notes)
    return store_of(Places(data=folder))


def unsealed(folder: Path) -> Path:
    """The shipped sample as another program would have written it: nothing tells of a flipped bit."""
    for path in SAMPLE.glob("*.parquet"):
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(pq.read_table(path), folder / path.name)
    return folder


def zeroed(path: Path) -> None:
    """Pages of zeros behind a footer that is whole."""
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 3
    whole[4:middle] = bytes(middle - 4)
    path.write_bytes(bytes(whole))


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """`python -m koperasi check` of a data folder: its exit code and what it says."""

    def call(data: Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["koperasi", "check"])
        monkeypatch.setattr(store_module, "Places", lambda: Places(data=data))
        monkeypatch.setattr(store_module, "Store", store_of)  # what it found of the same files stands
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, capsys.readouterr().out

    return call


# --- the rules


def test_rows_that_keep_every_rule_are_all_counted(tmp_path: Path, check: Check) -> None:
    store = opened(tmp_path, valid())
    assert {it.verdict for it in store.registers.values()} == {rules.Verdict()}
    assert check(tmp_path) == (0, "Semua berkas sesuai aturan.\n")


BREACHES = [
    ("cooperatives", "nomor_induk_koperasi", " ", " ", "wajib diisi"),
    ("cooperatives", "nomor_induk_koperasi", "A2", "A2", "tidak boleh berulang"),
    ("cooperatives", "jenis_koperasi", "Lain", "Lain", "harus salah satu dari Simpan Pinjam"),
    ("cooperatives", "status_koperasi", "AKTIF", "AKTIF", "harus salah satu dari Aktif, Tidak Aktif"),
    ("cooperatives", "pola_pengelolaan", "syari'ah", "syari'ah", "harus salah satu dari KONVENSIONAL, SYARIAH"),
    ("cooperatives", "regency_code", "9999", "9999", "harus ada di seeds/regencies.csv"),
    ("cooperatives", "kecamatan", "Kelua", "6301, Kelua", "harus ada di seeds/merah_putih_kecamatan.csv"),
    ("cooperatives", "tanggal_badan_hukum", date(1899, 12, 31), "1899-12-31", f"harus dari tahun 1900 sampai {NEXT}"),
    ("cooperatives", "tanggal_badan_hukum", date(NEXT + 1, 1, 1), f"{NEXT + 1}-01-01", f"sampai {NEXT}"),
    ("cooperatives", "tahun_rat_terakhir", 32767, "32767", f"sampai {NEXT}"),
    ("cooperatives", "anggota_pria", -1, "-1", "harus dari 0 sampai 10.000.000"),
    ("cooperatives", "anggota_wanita", 2**31 - 1, "2147483647", "harus dari 0 sampai 10.000.000"),
    ("cooperatives", "aset", -5, "-5", "harus dari 0"),
    ("cooperatives", "shu", 2**62, str(2**62), "harus dari -1.000.000.000.000.000"),
    ("ratings", "nomor_induk_koperasi", "X9", "X9", "harus ada di cooperatives.parquet"),
    ("ratings", "tahun", -2024, "-2024", "harus dari tahun 1900"),
    ("ratings", "peringkat", "AA", "AA", "harus salah satu dari AAA"),
    ("health_checks", "tahun", None, "", "wajib diisi"),
    ("health_checks", "skor", float("nan"), "nan", "harus dari 0 sampai 100"),
    ("pesantren", "nspp", "P1", "P1", "tidak boleh berulang"),
    ("opop_participants", "nspp", "P7", "P7", "harus ada di pesantren.parquet"),
    ("opop_participants", "omzet", -1, "-1", "harus dari 0"),
    ("trainings_register", "peserta_pria", -3420, "-3420", "harus dari 0"),
    ("facilities", "regency_code", "", "", "harus ada di seeds/regencies.csv"),
    ("facilities", "id_fasilitas", None, "", "wajib diisi"),
    ("packaging_machines", "kondisi", "Baik", "Baik", "harus salah satu dari Berfungsi"),
]


FRESH: dict[str, Callable[[int], Row]] = {  # a key that no row has yet
    "cooperatives": lambda it: {"nomor_induk_koperasi": f"N{it}"},
    "ratings": lambda it: {"nomor_induk_koperasi": "A3", "tahun": 1950 + it},
    "health_checks": lambda it: {"nomor_induk_koperasi": "A3", "tahun": 1950 + it},
    "pesantren": lambda it: {"nspp": f"N{it}"},
    "opop_participants": lambda it: {"nspp": "P2", "kohort": 1950 + it},
    "trainings_register": lambda it: {"id_pelatihan": f"N{it}"},
    "facilities": lambda it: {"id_fasilitas": f"N{it}"},
    "packaging_machines": lambda it: {"id_mesin": f"N{it}"},
}


def test_each_row_that_breaks_a_rule_is_set_aside_and_named(tmp_path: Path) -> None:
    tables, places = valid(), []
    for number, (register, *_) in enumerate(BREACHES):
        rows = tables[register]
        rows.append(rows[-1] | FRESH[register](number))
        places.append(len(rows))
    assert {it.verdict for it in opened(tmp_path, tables).registers.values()} == {rules.Verdict()}, "it proves nothing"
    for place, (register, column, cell, *_) in zip(places, BREACHES, strict=True):
        tables[register][place - 1][column] = cell
    found = opened(tmp_path, tables).registers
    assert {name: it.verdict.set_aside for name, it in found.items()} == Counter(it[0] for it in BREACHES)
    for place, (register, column, _, shown, expected) in zip(places, BREACHES, strict=True):
        named = [it for it in found[register].verdict.breaches if (place, shown) in it.examples]
        (breach,) = [it for it in named if expected in it.expected]
        assert breach.column.split(", ")[-1] == column or "berulang" in expected
        said = f'baris {place}, kolom {breach.column}: "{shown}"'
        assert any(said in it and expected in it for it in found[register].problems()), said


def test_what_refers_to_a_row_set_aside_is_set_aside_too(tmp_path: Path) -> None:
    tables = valid()
    tables["cooperatives"][0]["anggota_pria"] = -1
    store = opened(tmp_path, tables)
    aside = {name: it.verdict.set_aside for name, it in store.registers.items() if it.verdict.set_aside}
    assert aside == {"cooperatives": 1, "ratings": 2, "health_checks": 1, "opop_participants": 1}


def test_of_equal_keys_the_first_that_is_not_set_aside_counts(tmp_path: Path) -> None:
    tables = valid()
    first = tables["pesantren"][0]
    tables["pesantren"] = [first | {"santri": -1}, first | {"santri": 5}, first | {"santri": 6}]
    store = opened(tmp_path, tables)
    assert [(it.column, it.examples) for it in store.registers["pesantren"].verdict.breaches] == [
        ("santri", ((1, "-1"),)),
        ("nspp", ((3, "P1"),)),
    ]
    with store.cursor() as cursor:
        assert cursor.execute("select santri from pesantren").fetchall() == [(5,)]


def test_doubled_pesantren_and_null_numbers_change_no_number(tmp_path: Path, store: Store) -> None:
    """H2 of the review: 22 of 70 instead of 11 of 35; 1 rated cooperative instead of 76."""
    folder = unsealed(tmp_path / "sample")
    pesantren = pq.read_table(folder / "pesantren.parquet")
    pq.write_table(pa.concat_tables([pesantren, pesantren]), folder / "pesantren.parquet")
    ratings = pq.read_table(folder / "ratings.parquet").to_pandas()
    lost = ratings.index % 3 == 0
    ratings.loc[lost, "nomor_induk_koperasi"] = None
    shape = pq.read_schema(folder / "ratings.parquet")
    pq.write_table(pa.Table.from_pandas(ratings, shape, preserve_index=False), folder / "ratings.parquet")
    spoilt = Store(Places(data=tmp_path))
    assert render(spoilt, "opop/stages", Filters()).finding == render(store, "opop/stages", Filters()).finding
    kept = ratings[~lost].sort_values("tanggal_peringkat").groupby(["nomor_induk_koperasi", "tahun"]).last()
    found = spoilt.ask("sharia/grades_by_year").rows.groupby("rating_year")["cooperatives"].sum()
    assert found.to_dict() == kept.groupby("tahun").size().to_dict()
    assert spoilt.registers["pesantren"].verdict.set_aside == len(pesantren)
    assert spoilt.registers["ratings"].verdict.set_aside == lost.sum()


def test_it_is_said_on_the_cards_in_the_catalogue_by_check_and_in_the_zip(tmp_path: Path, check: Check) -> None:
    tables = valid()
    tables["ratings"][0]["tahun"] = -2020
    tables["ratings"] += [tables["ratings"][1] | {"tahun": 2022, "peringkat": "ZZ"} for _ in range(30)]
    store = opened(tmp_path, tables)
    shown = render(store, "sharia/grades_by_year", Filters())
    assert shown.cautions == (
        "31 baris ekspor dinas melanggar aturan, disisihkan, dan tidak dihitung; rinciannya ada di halaman Data dan "
        "sumber.",
    )
    assert shown.source_line.endswith(" 31 baris disisihkan karena melanggar aturan.")
    assert not render(store, "programs/machines", Filters()).cautions
    told = next(it for it in datasets(store) if it.name == "ratings")
    assert (told.rows, told.set_aside) == (2, 31)
    assert "31 baris disisihkan" in told.checks
    code, said = check(tmp_path)
    assert code == 1
    assert 'office/ratings.parquet baris 1, kolom tahun: "-2020" — harus dari tahun 1900' in said
    assert "office/ratings.parquet, kolom peringkat: … dan 10 baris lagi" in said
    out = io.BytesIO()
    package.write(store, out)
    with zipfile.ZipFile(out) as archive:
        assert len(pd.read_csv(archive.open("registers/ratings.csv"))) == 2
        assert "31 lain disisihkan" in archive.read("README.md").decode()


def test_a_register_that_is_wrong_in_every_row_leaves_its_cards_without_data(tmp_path: Path) -> None:
    tables = valid()
    for row in tables["cooperatives"]:
        row["regency_code"] = "9999"
    shown = render(opened(tmp_path, tables), "growth/by_type", Filters())
    assert shown.empty
    assert "3 baris" in shown.cautions[0]


def test_every_rule_is_declared_and_counted() -> None:
    assert {name: rules.count(name) for name in schema.registers()} == {
        "cooperatives": 17,
        "ratings": 8,
        "health_checks": 7,
        "pesantren": 4,
        "opop_participants": 8,
        "trainings_register": 6,
        "facilities": 7,
        "packaging_machines": 5,
    }


# --- a large register is judged once


@pytest.mark.parametrize(("most", "anew"), [(1, []), (build.IN_MEMORY_ROWS, ["ratings"])], ids=["large", "small"])
def test_a_verdict_is_kept_and_made_anew_when_a_byte_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, anew: list[str]
) -> None:
    """Of a large register in a file; of a small one in this process, if it kept every rule."""
    monkeypatch.setattr(build, "IN_MEMORY_ROWS", most)
    monkeypatch.setattr(build, "_clean", set())
    tables = valid()
    tables["ratings"][0]["tahun"] = -2020
    first = opened(tmp_path, tables)
    examined: list[str] = []
    examine = rules.examine

    def counted(con: duckdb.DuckDBPyConnection, table: str, *more: Any) -> rules.Verdict:
        examined.append(table)
        return examine(con, table, *more)

    monkeypatch.setattr(rules, "examine", counted)
    again = Store(Places(data=tmp_path))
    assert examined == anew
    examined.clear()
    assert again.registers["ratings"].verdict == first.registers["ratings"].verdict
    assert again.registers["ratings"].verdict.set_aside == 1
    assert set(again.ask("sharia/grades_by_year").rows["rating_year"]) == {2024}
    path = tmp_path / "office" / "cooperatives.parquet"
    stat, whole = path.stat(), path.read_bytes()
    assert whole.count(b"Koperasi A1")
    path.write_bytes(whole.replace(b"Koperasi A1", b"Koperasi B1"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    Store(Places(data=tmp_path))
    assert examined == ["cooperatives", "ratings", "health_checks", "opop_participants"], "and who refers to it"


# --- damage


def test_damage_in_the_middle_is_found_and_the_right_file_named(tmp_path: Path, check: Check, store: Store) -> None:
    """H1 of the review, by what the issue wants shown: check exits 1, the other cards work, the zip says so."""
    folder = unsealed(tmp_path / "sample")
    zeroed(folder / "ratings.parquet")
    code, said = check(tmp_path)
    assert code == 1
    assert said.count("\n") == 1
    assert said.startswith("Berkas ")
    assert "sample/ratings.parquet: rusak di tengah berkas." in said
    spoilt = store_of(Places(data=tmp_path))
    with pytest.raises(TableUnavailable, match="ratings"):
        spoilt.ask("sharia/movement")
    for card in ("growth/by_type", "sharia/health", "opop/stages"):
        assert render(spoilt, card, Filters()).finding == render(store, card, Filters()).finding
    (told,) = [it for it in datasets(spoilt) if it.problem]
    assert (told.name, told.rows, told.checks) == ("ratings", None, "1 masalah")
    out = io.BytesIO()
    package.write(spoilt, out)
    with zipfile.ZipFile(out) as archive:
        assert not [name for name in archive.namelist() if "ratings" in name]
        assert "tidak disertakan: " in archive.read("README.md").decode()


def test_no_flipped_bit_passes_where_there_is_a_seal(tmp_path: Path) -> None:
    dice = random.Random(63)
    passed = []
    for _ in range(40):
        path = dice.choice(sorted(SAMPLE.glob("*.parquet")))
        whole = bytearray(path.read_bytes())
        place, bit = dice.randrange(len(whole)), dice.randrange(8)
        whole[place] ^= 1 << bit
        (tmp_path / path.name).write_bytes(bytes(whole))
        if open_register(duckdb.connect(), path.stem, tmp_path).problem is None:
            passed.append((path.name, place, bit))
    assert passed == []


def test_a_seal_holds_for_the_file_that_it_was_made_of_only(tmp_path: Path) -> None:
    for path in SAMPLE.glob("*.parquet"):
        assert seal.digest(path)
    path = tmp_path / "pesantren.parquet"
    pq.write_table(pq.read_table(SAMPLE / "pesantren.parquet"), path)  # another program keeps the text of the seal
    assert seal.KEY.encode() in path.read_bytes()
    assert seal.digest(path)
    path.write_bytes(path.read_bytes().replace(b"sha256:", b"sha255:"))
    with pytest.raises(seal.Broken):
        seal.digest(path)


# --- what is no file


NO_FILES = {"loop": "{name}", "dangling": "nowhere", "link to a folder": ".", "folder": ""}


def no_file(folder: Path, name: str, how: str) -> None:
    path = folder / f"{name}.parquet"
    path.unlink(missing_ok=True)
    if how == "folder":
        path.mkdir()
    else:
        path.symlink_to(NO_FILES[how].format(name=path.name))


@pytest.mark.parametrize("how", NO_FILES)
def test_what_is_no_file_takes_only_its_own_cards(tmp_path: Path, how: str, check: Check) -> None:
    folder = write(tmp_path / "office", valid())
    no_file(folder, "cooperatives", how)
    places = Places(data=tmp_path)
    assert places.stamp()
    store = store_of(places)
    assert len(store.ask("programs/machines").rows)
    with pytest.raises(TableUnavailable, match="bukan berkas"):
        store.ask("growth/by_type")
    code, said = check(tmp_path)
    assert code == 1
    assert "office/cooperatives.parquet: bukan berkas" in said


def test_what_is_no_file_and_no_register_takes_nothing(tmp_path: Path, check: Check) -> None:
    folder = write(tmp_path / "office", valid())
    for place, how in enumerate(NO_FILES):
        no_file(folder, f"stray{place}", how)
    assert Places(data=tmp_path).stamp()
    assert len(store_of(Places(data=tmp_path)).ask("growth/by_type").rows)
    assert check(tmp_path)[0] == 0


@pytest.mark.parametrize("stray", ["~$cooperatives.parquet", "laporan.parquet", "cooperatives.parquet/"])
def test_a_stray_file_does_not_make_an_office(tmp_path: Path, stray: str) -> None:
    (tmp_path / "office").mkdir()
    if stray.endswith("/"):
        (tmp_path / "office" / stray).mkdir()
    else:
        (tmp_path / "office" / stray).write_bytes(b"")
    assert active_folder(tmp_path) == tmp_path / "sample"
    write(tmp_path / "office", {"ratings": valid()["ratings"]})
    assert active_folder(tmp_path) == tmp_path / "office"


# --- dates


@pytest.mark.parametrize("text", ["2026", "2026-10", "2026-10-31", "1900", str(NEXT)])
def test_dates_that_a_register_can_be_of(text: str) -> None:
    assert is_date(text)


WRONG_DATES = [
    "31 Oktober 2026",
    "2026-10-31T00:00:00",
    "2026-02-30",
    "kemarin",
    "20261031",
    "9999-12-31",
    "1899",
    "2026-W05-1",
]


@pytest.mark.parametrize("text", WRONG_DATES)
def test_dates_that_no_register_can_be_of(text: str) -> None:
    assert not is_date(text)


@pytest.mark.parametrize("text", [WRONG_DATES[0], "2026-02-30"])
def test_a_date_that_is_none_is_said_and_takes_no_page(tmp_path: Path, text: str, check: Check) -> None:
    store = opened(tmp_path, valid(), OURS | {"koperasi.as_of": text})
    assert {it.as_of for it in store.registers.values()} == {""}
    assert "Keadaan: tanggal tidak dicatat." in render(store, "growth/by_type", Filters()).source_line
    code, said = check(tmp_path)
    assert code == 1
    assert f'office/ratings.parquet: koperasi.as_of "{text}" bukan tanggal' in said


def test_a_file_that_says_nothing_of_itself_is_shown_without_a_date(tmp_path: Path, check: Check) -> None:
    store = opened(tmp_path, valid(), {})
    shown = render(store, "growth/by_type", Filters())
    assert shown.as_of == "tanggal tidak dicatat"
    assert "Register koperasi – " in shown.source_line
    assert not shown.answer.sample
    assert set(files.described(shown.answer)["as_of"]) == {"tanggal tidak dicatat"}
    assert "| tanggal tidak dicatat |" in package.readme(store, datasets(store))
    code, said = check(tmp_path)
    assert code == 0
    assert "Catatan: ratings.parquet tidak menyebut tanggalnya" in said


@pytest.mark.parametrize(
    ("page", "notes"),
    [
        ("pages/pertumbuhan.py", {}),
        ("pages/data.py", {"koperasi.as_of": "kemarin"}),
        ("pages/program.py", {"koperasi.as_of": "kemarin"}),
    ],
)
def test_pages_say_that_the_date_is_not_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, notes: dict[str, str]
) -> None:
    write(tmp_path / "office", valid(), notes)
    monkeypatch.setattr(store_module, "Places", lambda: Places(data=tmp_path))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    app.switch_page(page).run()
    assert not app.exception
    assert not app.error
    assert "register dinas, tanggal tidak dicatat" in app.caption[-1].value


def test_bytes_that_are_no_text_in_the_metadata_stop_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "office", valid())
    path = folder / "pesantren.parquet"
    path.write_bytes(path.read_bytes().replace(b"Ekspor dinas", b"Ekspor \xff\xfe\xfd\xfc\xfb"))
    assert Store(Places(data=tmp_path)).registers["pesantren"].problem is None


def test_a_copy_of_the_sample_in_the_office_is_still_one(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "office")
    assert all(it.sample for it in Store(Places(data=tmp_path)).registers.values())
