"""The command line as an office would call it: answers, pictures, exit codes, one line on stderr."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from koperasi.__main__ import app, main
from koperasi.cards import Rendered, cards, every_view
from koperasi.options import filtered
from koperasi.press import pictures
from koperasi.store import Places, Store
from koperasi.store import store as store_module
from koperasi.store.registers import SCHEMAS

pytestmark = pytest.mark.slow

Call = Callable[..., "Done"]
drawn = pytest.mark.xdist_group("pictures")  # in the Chromium that is there for other pictures
ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


def process(*arguments: str, env: dict[str, str] | None = None) -> Done:
    """The real thing: a process of its own, which costs a second or more."""
    command = [sys.executable, "-m", "koperasi", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | (env or {}), capture_output=True, text=True, check=False)
    return Done(done.returncode, done.stdout, done.stderr)


OF_A_STORE = {"KOPERASI_THREADS", "KOPERASI_MEMORY", "KOPERASI_CACHE"}
new_store = store_module.Store


@lru_cache(2)
def _kept(places: Places, _stamp: object) -> Store:
    return new_store(places)


def store_of(places: Places | None = None) -> Store:
    """A new one for each state of all data, as for a process; that of the command before, where nothing has changed."""
    places = places or store_module.Places()
    return new_store(places) if OF_A_STORE & os.environ.keys() else _kept(places, places.stamp())


@pytest.fixture
def koperasi(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """The command line in this process, up to its exit code."""

    def call(*arguments: str, data: Path | None = None, queries: Path | None = None) -> Done:
        monkeypatch.chdir(ROOT)
        monkeypatch.setattr(sys, "argv", ["koperasi", *arguments])
        usual = store_module.Places()
        places = partial(store_module.Places, data=data or usual.data, queries=queries or usual.queries)
        capsys.readouterr()
        with monkeypatch.context() as patch:
            patch.setattr(pictures, "stop", lambda: None)  # a browser serves all that need one here
            patch.setattr(store_module, "Places", places)
            patch.setattr(store_module, "Store", store_of)
            try:
                main()
                code = 0
            except SystemExit as stop:
                code = int(stop.code or 0)
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return call


def rows(koperasi: Call, *arguments: str) -> list[dict[str, str]]:
    done = koperasi("ask", *arguments, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_growth_total_has_both_registers(koperasi: Call) -> None:
    found = {row["as_of"]: row for row in rows(koperasi, "growth/total")}
    assert found["2024-01"]["cooperatives"] == "3014"
    assert found["2024-09"]["cooperatives"] == "3057"
    assert found["2024-01"]["register"] != found["2024-09"]["register"]
    assert found["2024-01"]["source_id"] != found["2024-09"]["source_id"]
    assert found["2024-09"]["source_url"].startswith("https://")


def test_opop_coverage_sums(koperasi: Call) -> None:
    found = rows(koperasi, "opop/coverage")
    assert len(found) == 13
    assert sum(int(row["pesantren"]) for row in found) == 242
    assert sum(int(row["participants_named"]) for row in found) == 10


def test_rating_round(koperasi: Call) -> None:
    found = {row["rating_grade"]: row["cooperatives"] for row in rows(koperasi, "sharia/rating_round")}
    assert found == {"AAA": "1", "AAB": "9", "ABB": "4", "BBB": "1"}


def test_filters_and_sample_mark(koperasi: Call) -> None:
    narrowed = ("--kabupaten", "6303", "--from", "2015", "--to", "2020", "--pola", "syariah")
    found = rows(koperasi, "growth/founded", *narrowed)
    assert found
    assert all(2015 <= int(row["founded_year"]) <= 2020 for row in found)
    assert {row["data_contoh"] for row in found} == {"DATA CONTOH"}
    assert "DATA CONTOH" in koperasi("ask", "growth/by_type").stdout
    found = rows(koperasi, "growth/by_type", "--jenis", "Jasa", "--jenis", "Simpan Pinjam")
    assert {row["cooperative_type"] for row in found} == {"Jasa", "Simpan Pinjam"}
    assert "tidak memakai jenis koperasi" in koperasi("ask", "growth/total", "--jenis", "Jasa").stderr


def test_json_has_sources_and_nulls(koperasi: Call) -> None:
    document = json.loads(koperasi("ask", "growth/total", "--format", "json").stdout)
    assert document["sample"] is False
    assert len(document["rows"]) == 7
    assert document["rows"][-1]["growth_pct"] is None
    assert {source["id"] for source in document["sources"]} >= {"antara-2024-09-3057"}


def test_cards_are_listed_with_their_kind(koperasi: Call) -> None:
    lines = koperasi("cards").stdout.splitlines()
    assert lines[0].split() == ["id", "title", "query", "data"]
    kinds = {line.split()[0]: line.split()[-1] for line in lines[1:]}
    assert kinds["growth/total"] == "published"
    assert kinds["growth/founded"] == "sample"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("ask", "growth/totl"), 2, "growth/total"),
        (("ask", "growth/total", "--kabupaten", "9999"), 2, "9999"),
        (("ask", "growth/total", "--from", "2024", "--to", "2015"), 2, "2024"),
        (("ask", "growth/total", "--set", "measure"), 2, "nama=nilai"),
        (("ask", "growth/by_regency", "--set", "measure=tinggi"), 2, "merah_putih"),
        (("ask", "growth/total", "--format", "xml"), 2, "xml"),
        (("picture", "growth/totl", "--out", "a.png"), 2, "growth/totl"),
        (("picture", "growth/total", "--out", "a.gif"), 2, ".png"),
        (("kit", "--out", "a.tar"), 2, ".zip"),
        (("kit", "--cards", "growth/totl", "--out", "a.zip"), 2, "growth/totl"),
        (("kit", "--preset", "tegak", "--out", "a.zip"), 2, "1080x1350"),
        (("picture", "growth/total"), 2, "--out"),
        (("picture", "--out", "a.png"), 2, "--all"),
        (("picture", "growth/total", "--all", "--out", "a"), 2, "--all"),
        (("picture", "--all", "--out", "a.png"), 2, "folder"),
        (("picture", "growth/total", "--out", "a.png", "--preset", "1080x1081"), 2, "1080x1350"),
        (("picture", "--all", "--contact-sheet", "a.jpg"), 2, ".png"),
        (("sample", "--rows", "0"), 2, "--rows"),
        (("frobnicate",), 2, "frobnicate"),
    ],
)
def test_wrong_use_and_failures_are_one_line(koperasi: Call, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = koperasi(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_no_browser_is_a_failure_with_advice(tmp_path: Path) -> None:
    done = process("picture", "growth/total", "--out", str(tmp_path / "a.png"), env={"BROWSER_PATH": "/nowhere"})
    assert done.returncode == 1
    assert "BROWSER_PATH" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
    assert not (tmp_path / "a.png").exists()


@drawn
def test_picture_is_written(koperasi: Call, tmp_path: Path, chromium: str) -> None:
    done = koperasi("picture", "growth/total", "--out", str(tmp_path / "a.png"))
    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (1600, 900)


@drawn
def test_pictures_of_one_card_in_a_folder_are_called_after_what_they_show(
    koperasi: Call, tmp_path: Path, chromium: str
) -> None:
    sizes = ("--preset", "1200x628", "--preset", "1080x1350")
    sheet = tmp_path / "sheet.png"
    place = ("--out", str(tmp_path / "out"), "--contact-sheet", str(sheet))
    done = koperasi("picture", "growth/total", "--kabupaten", "6303", *sizes, *place)
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert [name.partition("_growth-total_banjar_")[2][8:] for name in names] == ["1080x1350.png", "1200x628.png"]
    for name, size in zip(names, ((1080, 1350), (1200, 628)), strict=True):
        with Image.open(tmp_path / "out" / name) as image:
            assert image.size == size
    with Image.open(sheet) as image:
        assert image.width == 1600
        assert len(image.getcolors(1 << 24)) > 20


@drawn
def test_all_pictures_stand_on_one_sheet_and_one_that_fails_leaves_the_rest(
    koperasi: Call, tmp_path: Path, chromium: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [it for it in every_view() if it in ("growth/total", "opop/cohorts", "sharia/schemes")]
    monkeypatch.setattr("koperasi.cards.every_view", lambda: few)
    right = pictures.picture

    def picture(rendered: Rendered, *given: Any) -> bytes:
        if rendered.card.id == "opop/cohorts":
            raise pictures.PictureError("Pembuatan gambar gagal.")
        return right(rendered, *given)

    monkeypatch.setattr(pictures, "picture", picture)
    done = koperasi("picture", "--all", "--format", "svg", "--style", "grey", "--out", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "opop/cohorts: Pembuatan gambar gagal.",
        "1 gambar tidak jadi: opop/cohorts.",
    ]
    assert [it.name.split("_")[1] for it in sorted(tmp_path.glob("*.svg"))] == ["growth-total", "sharia-schemes"]


@drawn
def test_a_kit_is_the_same_bytes_twice_and_says_what_is_left_out(koperasi: Call, tmp_path: Path, chromium: str) -> None:
    """Once from a process of its own, which draws in a Chromium of its own, once from here."""
    kinds = ("--format", "svg", "--format", "png")
    more = ("--cards", "growth/total", "sharia/rating_round", "--preset", "1200x628", *kinds)
    for call, name in ((process, "a.zip"), (koperasi, "b.zip")):
        done = call("kit", *more, "--kabupaten", "6303", "--out", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert sorted(Path(name).suffix for name in archive.namelist()) == sorted(
            [".md", ".docx", *[".svg", ".png", ".csv", ".txt", ".txt", ".json"] * 2]
        )


@drawn
def test_a_picture_that_cannot_be_written_is_one_line(koperasi: Call, chromium: str) -> None:
    done = koperasi("picture", "growth/total", "--out", "/nowhere/a.png")
    assert done.returncode == 1
    assert "/nowhere" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_set_value_has_the_type_that_the_header_declares(koperasi: Call) -> None:
    found = rows(koperasi, "growth/register", "--set", "search=0042", "--set", "rows=5")
    assert found
    assert all("0042" in row["cooperative_id"] for row in found)
    up, down = (
        [row["cooperative_name"] for row in rows(koperasi, "growth/register", "--set", f"descending={it}")]
        for it in ("false", "true")
    )
    assert down[0] > up[-1]
    refused = koperasi("ask", "growth/register", "--set", "descending=0042")
    assert refused.returncode == 2
    assert "ya atau tidak" in refused.stderr


def test_check_lists_every_register_that_is_missing(koperasi: Call, tmp_path: Path) -> None:
    assert koperasi("check").returncode == 0
    done = koperasi("check", data=tmp_path)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == len(SCHEMAS)
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of queries/ in which one question asks for a column that is not there."""
    shutil.copytree(ROOT / "queries", tmp_path / "queries")
    path = tmp_path / "queries" / "growth" / "by_type.sql"
    path.write_text(path.read_text(encoding="utf-8").replace("from final", "from no_such_table"), encoding="utf-8")
    return tmp_path / "queries"


def test_check_tries_every_question(koperasi: Call, broken: Path) -> None:
    done = koperasi("check", queries=broken)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert "queries/growth/by_type.sql" in done.stdout
    assert "no_such_table" in done.stdout


def test_a_broken_question_is_one_row_of_the_cards(koperasi: Call, broken: Path) -> None:
    done = koperasi("cards", queries=broken)
    assert done.returncode == 0
    kinds = {line.split()[0]: line.split()[-1] for line in done.stdout.splitlines()}
    assert [card for card, kind in kinds.items() if kind == "broken"] == ["growth/by_type"]
    assert len(kinds) == len(cards()) + 1
    assert "queries/growth/by_type.sql" in done.stderr


def test_the_start_imports_nothing_heavy() -> None:
    """In a process of its own, since this one has everything: only who asks for rows or figures pays for them."""
    code = (
        "import sys; sys.argv = ['koperasi', sys.argv[1]]\n"
        "from koperasi.__main__ import main\n"
        "try:\n    main()\nfinally:\n    print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    for command, heavy in (
        ("--help", {"pandas", "plotly", "duckdb", "pyarrow", "pptx", "docx", "typst", "lxml"}),
        ("check", {"pandas", "numpy", "pyarrow", "plotly"}),
        ("cards", {"pandas", "numpy", "pyarrow", "streamlit", "kaleido"}),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, command], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert "typer" in done.stderr.split()
        assert not heavy & set(done.stderr.split()), command


def test_sample_is_written(koperasi: Call, tmp_path: Path) -> None:
    done = koperasi("sample", "--rows", "50", "--seed", "7", "--out", str(tmp_path / "s"))
    assert done.returncode == 0, done.stderr
    assert "cooperatives: 50 baris" in done.stdout
    assert {path.stem for path in (tmp_path / "s").glob("*.parquet")} == set(SCHEMAS)


@pytest.mark.parametrize(
    "arguments",
    [
        ("growth/total", "--from", "99999999999999999999"),
        ("growth/total", "--from", "-1"),
        ("growth/total", "--to", "20240"),
        ("growth/register", "--set", "rows=²"),
        ("growth/register", "--set", "rows=9e22"),
        ("growth/register", "--set", "rows=99999999999"),
        ("growth/register", "--set", "rows=-99999999999"),
    ],
)
def test_a_number_that_cannot_be_meant_is_wrong_use(koperasi: Call, arguments: tuple[str, ...]) -> None:
    done = koperasi("ask", *arguments)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Error" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("KOPERASI_THREADS", "abc"), ("KOPERASI_MEMORY", "banyak"), ("KOPERASI_MEMORY", "20MB")]
)
@pytest.mark.parametrize("command", [("check",), ("ask", "growth/total"), ("package", "--out", "never.zip")])
def test_a_setting_that_makes_no_sense_is_one_line(
    koperasi: Call, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    done = koperasi(*command)
    assert done.returncode == 1
    assert name in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not Path("never.zip").exists()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "Memori"),
        (FileNotFoundError(2, "No such file", "a.csv"), "a.csv: tidak ada"),
        (OSError(28, "No space left on device"), "disk penuh"),
        (KeyError("x"), "koperasi/__main__.py baris"),
    ],
)
def test_a_failure_is_said_without_english(
    koperasi: Call, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(store_module.Store, "ask", fails)
    done = koperasi("ask", "growth/total")
    assert done.returncode == 1
    assert said in done.stderr if "baris" not in said else "baris" in done.stderr
    assert "Error" not in done.stderr
    assert "No such" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_filter_whose_flag_the_command_has_for_itself_has_another() -> None:
    """`deliver --to` is a place; the last year is --to-tahun there."""
    told: dict[str, object] = {}

    @filtered
    def command(to: Annotated[str, typer.Option("--to")], typed: Mapping[str, object]) -> None:
        told.update(typed, to=to)

    other = typer.Typer()
    other.command()(command)
    done = CliRunner().invoke(other, ["--to", "/srv/lembar", "--from", "2015", "--to-tahun", "2024"])
    assert done.exit_code == 0, done.output
    assert (told["to"], told["year_from"], told["year_to"]) == ("/srv/lembar", 2015, 2024)
    assert "--to-tahun" in CliRunner().invoke(app, ["deliver", "--help"]).output
