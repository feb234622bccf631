"""The documents say what is true: the commands, pages and environment names in them exist, and none is left out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from koperasi.__main__ import app
from pages import PAGES

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "panduan.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme() -> None:
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    shown = set(re.findall(r"python -m koperasi (\w+)", README))
    assert commands == shown


def test_every_page_is_in_the_guide() -> None:
    titles = [page.title for page in PAGES]
    assert {page.file for page in PAGES} == {
        f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__"
    }
    assert [title for title in titles if f"**{title}**" not in GUIDE] == []


def test_every_environment_name_is_in_the_readme() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "koperasi").rglob("*.py")]
    words = {it.value for tree in trees for it in ast.walk(tree) if isinstance(it, ast.Constant)}
    names = {word for word in words if isinstance(word, str) and re.fullmatch("KOPERASI_[A-Z]+|BROWSER_PATH", word)}
    assert names >= {"KOPERASI_DATA", "KOPERASI_MEMORY", "KOPERASI_THREADS", "KOPERASI_HOSTS", "BROWSER_PATH"}
    assert [name for name in names if f"`{name}`" not in README] == []


def test_links_lead_somewhere() -> None:
    for name, text in (("README.md", README), ("docs/panduan.md", GUIDE)):
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert target.startswith("http") or (ROOT / name).parent.joinpath(target).exists(), target


def test_messages_quoted_in_the_guide_are_the_ones_that_are_shown() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "koperasi").rglob("*.py"))
    for phrase in (
        "tidak dapat dipakai",
        "Gambar tidak jadi",
        "tidak memiliki Chromium",
        "Tidak ada data untuk",
        "DATA CONTOH",
    ):
        assert phrase in GUIDE
        assert phrase in code
