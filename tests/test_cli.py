"""The command line as an office would call it: answers, pictures, exit codes, one line on stderr."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from koperasi.store.registers import SCHEMAS

ROOT = Path(__file__).resolve().parents[1]


def koperasi(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "koperasi", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | (env or {}), capture_output=True, text=True, check=False)


def rows(*arguments: str) -> list[dict[str, str]]:
    done = koperasi("ask", *arguments, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_growth_total_has_both_registers() -> None:
    found = {row["as_of"]: row for row in rows("growth/total")}
    assert found["2024-01"]["cooperatives"] == "3014"
    assert found["2024-09"]["cooperatives"] == "3057"
    assert found["2024-01"]["register"] != found["2024-09"]["register"]
    assert found["2024-01"]["source_id"] != found["2024-09"]["source_id"]
    assert found["2024-09"]["source_url"].startswith("https://")


def test_opop_coverage_sums() -> None:
    found = rows("opop/coverage")
    assert len(found) == 13
    assert sum(int(row["pesantren"]) for row in found) == 242
    assert sum(int(row["participants_named"]) for row in found) == 10


def test_rating_round() -> None:
    found = {row["rating_grade"]: row["cooperatives"] for row in rows("sharia/rating_round")}
    assert found == {"AAA": "1", "AAB": "9", "ABB": "4", "BBB": "1"}


def test_filters_and_sample_mark() -> None:
    found = rows("growth/founded", "--kabupaten", "6303", "--from", "2015", "--to", "2020", "--pola", "syariah")
    assert found
    assert all(2015 <= int(row["founded_year"]) <= 2020 for row in found)
    assert {row["data_contoh"] for row in found} == {"DATA CONTOH"}
    assert "DATA CONTOH" in koperasi("ask", "growth/by_type").stdout


def test_json_has_sources_and_nulls() -> None:
    document = json.loads(koperasi("ask", "growth/total", "--format", "json").stdout)
    assert document["sample"] is False
    assert len(document["rows"]) == 7
    assert document["rows"][-1]["growth_pct"] is None
    assert {source["id"] for source in document["sources"]} >= {"antara-2024-09-3057"}


def test_cards_are_listed_with_their_kind() -> None:
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
        (("picture", "growth/total", "--out", "/nowhere/a.png"), 1, "/nowhere"),
        (("sample", "--rows", "0"), 2, "--rows"),
        (("frobnicate",), 2, "frobnicate"),
    ],
)
def test_wrong_use_and_failures_are_one_line(arguments: tuple[str, ...], code: int, said: str, chromium: str) -> None:
    done = koperasi(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_no_browser_is_a_failure_with_advice(tmp_path: Path) -> None:
    done = koperasi("picture", "growth/total", "--out", str(tmp_path / "a.png"), env={"BROWSER_PATH": "/nowhere"})
    assert done.returncode == 1
    assert "BROWSER_PATH" in done.stderr
    assert not (tmp_path / "a.png").exists()


def test_picture_is_the_same_bytes_twice(tmp_path: Path, chromium: str) -> None:
    for name in ("a.png", "b.png"):
        done = koperasi("picture", "growth/total", "--out", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (1600, 900)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_check_lists_every_bad_row(tmp_path: Path) -> None:
    assert koperasi("check").returncode == 0
    done = koperasi("check", env={"KOPERASI_DATA": str(tmp_path)})
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == len(SCHEMAS)
    assert len(done.stderr.splitlines()) == 1


def test_sample_is_written(tmp_path: Path) -> None:
    done = koperasi("sample", "--rows", "50", "--seed", "7", "--out", str(tmp_path / "s"))
    assert done.returncode == 0, done.stderr
    assert "cooperatives: 50 baris" in done.stdout
    assert {path.stem for path in (tmp_path / "s").glob("*.parquet")} == set(SCHEMAS)
