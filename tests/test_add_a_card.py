"""docs/architecture.md: a card is one .sql file, one declaration and one section; done here, word for word."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with both documented cards added."""
    there = tmp_path_factory.mktemp("project")
    for name in ("koperasi", "pages", "queries", "seeds", "data/sample", "tests", ".streamlit"):
        shutil.copytree(ROOT / name, there / name)  # what is compiled of it too: four processes need not do so again
    for name in ("dashboard.py", "pyproject.toml"):
        shutil.copy(ROOT / name, there / name)
    guide = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    guide = guide.partition("## Adding a card")[2].partition("\n## ")[0]
    # prose and blocks in turn; the file of a block is the first that the paragraph above it names
    prose, blocks = (re.split(r"```\w*\n(.*?)```\n", guide, flags=re.DOTALL)[start::2] for start in (0, 1))
    above = [text.strip().rpartition("\n\n")[2] for text in prose[:-1]]
    steps = [(text.split("`")[1], block) for text, block in zip(above, blocks, strict=True)]
    assert [path for path, _ in steps] == [
        path
        for sql in ("queries/growth/dissolved.sql", "queries/growth/members.sql")
        for path in (sql, "koperasi/cards/growth.py", "seeds/cards.csv", "pages/pertumbuhan.py")
    ]
    for path, block in steps:
        file = there / path
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        if path.startswith("pages/"):
            before, end, after = before.rpartition("    ),\n)\n")
            file.write_text(f"{before}{block.strip()},\n{end}{after}", encoding="utf-8")
        else:
            file.write_text(before + "\n\n" * (bool(before) and file.suffix == ".py") + block, encoding="utf-8")
    return there


def run(copy: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_documented_cards_work_everywhere(copy: Path) -> None:
    listed = run(copy, "koperasi", "cards")
    assert re.search(r"^growth/dissolved +Koperasi dibubarkan +growth/dissolved +published$", listed, re.M)
    assert re.search(r"^growth/members +Anggota menurut jenis koperasi +growth/members +sample$", listed, re.M)
    answer = run(copy, "koperasi", "ask", "growth/dissolved", "--kabupaten", "6302", "--format", "csv")
    assert ",75," in answer  # Kotabaru, 2017
    tests = ("tests/test_cards.py", "tests/test_query_headers.py", "tests/test_look.py", "tests/test_pages.py")
    which = "growth/dissolved] or growth/members] or every_card_is_on_a_page or test_page_opens[pertumbuhan]"
    told = run(copy, "pytest", "-p", "no:cacheprovider", *tests, "-k", which, "-vv")
    for name in ("growth/dissolved", "growth/members", "every_card_is_on_a_page", "test_page_opens[pertumbuhan]"):
        assert re.search(f"{re.escape(name)}.* PASSED", told), name


def test_the_card_from_a_register_counts_what_the_register_holds(copy: Path) -> None:
    rows = pq.read_table(ROOT / "data" / "sample" / "cooperatives.parquet").to_pandas()
    rows["members"] = rows["anggota_pria"] + rows["anggota_wanita"]
    kept = rows[(rows["regency_code"] == "6303") & (rows["pola_pengelolaan"] == "SYARIAH") & rows["members"].notna()]
    kept = kept.assign(jenis=kept["jenis_koperasi"].fillna("Belum diisi"))
    narrowed = ("--kabupaten", "6303", "--pola", "syariah", "--format", "csv")
    found = csv.DictReader(io.StringIO(run(copy, "koperasi", "ask", "growth/members", *narrowed)))
    assert {row["cooperative_type"]: int(row["members"]) for row in found} == dict(
        kept.groupby("jenis")["members"].sum()
    )
    assert len(kept) > 10
