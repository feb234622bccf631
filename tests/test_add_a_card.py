"""docs/architecture.md: a card is one .sql file, one function and one place in a page; done here, word for word."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project with the documented card added."""
    for name in ("koperasi", "pages", "queries", "seeds", "data/sample", "tests", ".streamlit"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("dashboard.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    steps = re.findall(r"`([\w/]+\.(?:sql|py))`[^`]*:\n\n```\w+\n(.*?)```", text, re.DOTALL)
    assert [path for path, _ in steps] == [
        "queries/growth/dissolved.sql",
        "koperasi/cards/growth.py",
        "pages/pertumbuhan.py",
    ]
    for path, block in steps:
        file = tmp_path / path
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        if path.startswith("pages/"):
            assert block.count("\n") == 1
            before, end, after = before.rpartition("    ),\n)\n")
            file.write_text(before + block + end + after, encoding="utf-8")
        else:
            file.write_text(before + "\n\n" * bool(before) + block, encoding="utf-8")
    return tmp_path


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


def test_the_documented_card_works_everywhere(copy: Path) -> None:
    assert re.search(
        r"^growth/dissolved +Koperasi dibubarkan +growth/dissolved +published$", run(copy, "koperasi", "cards"), re.M
    )
    answer = run(copy, "koperasi", "ask", "growth/dissolved", "--kabupaten", "6302", "--format", "csv")
    assert ",75," in answer  # Kotabaru, 2017
    assert "passed" in run(
        copy, "pytest", "-p", "no:cacheprovider", "tests/test_cards.py", "-k", "dissolved or every_card_is_on_a_page"
    )
    page = run(
        copy, "pytest", "-p", "no:cacheprovider", "tests/test_pages.py", "-k", "test_page_opens and params0-pertumbuhan"
    )
    assert "1 passed" in page
