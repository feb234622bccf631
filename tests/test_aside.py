"""What is written is whole or not there: a full disk, two at once, Ctrl-C and signals leave the old file alone."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from koperasi.__main__ import main
from koperasi.aside import aside
from koperasi.press import pictures
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

COMMANDS = {
    "picture": (("picture", "growth/total", "--out", "{}/a.png"), "a.png"),
    "package": (("package", "--out", "{}/a.zip"), "a.zip"),
    "sample": (("sample", "--rows", "20000", "--out", "{}"), "cooperatives.parquet"),
}


def arguments(command: str, folder: Path) -> list[str]:
    return [word.format(folder) for word in COMMANDS[command][0]]


def test_a_file_takes_its_place_only_when_it_is_whole(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text("old", encoding="utf-8")

    def stopped(part: Path) -> None:
        part.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), aside(place) as part:
        stopped(part)
    assert place.read_text(encoding="utf-8") == "old"
    with aside(place) as part:
        part.write_text("new", encoding="utf-8")
        assert place.read_text(encoding="utf-8") == "old"
    assert place.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [place]
    assert place.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    with aside(place) as first:
        first.write_text("first", encoding="utf-8")
        with aside(place) as second:
            second.write_text("second", encoding="utf-8")
        assert place.read_text(encoding="utf-8") == "second"
    assert place.read_text(encoding="utf-8") == "first"
    assert list(tmp_path.iterdir()) == [place]


def test_the_rubbish_of_one_that_was_killed_goes_after_a_day(tmp_path: Path) -> None:
    old, young, other = (tmp_path / name for name in (".a.txt.1.part", ".a.txt.2.part", ".b.txt.1.part"))
    for path in (old, young, other):
        path.touch()
    for path in (old, other):
        os.utime(path, (time.time() - 90_000,) * 2)
    with aside(tmp_path / "a.txt") as part:
        part.touch()
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", young.name, other.name}


def test_a_fault_names_the_place_and_not_the_part(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as fault, aside(tmp_path / "none" / "a.txt") as part:
        part.write_text("", encoding="utf-8")
    assert fault.value.filename == str(tmp_path / "none" / "a.txt")


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow past 20 kB: what a disk does that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_leaves_the_old_file(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / COMMANDS[command][1]
    place.write_text("old", encoding="utf-8")
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(pictures, "picture", lambda *_: bytes(100_000))
    monkeypatch.setattr(sys, "argv", ["koperasi", *arguments(command, tmp_path)])
    with pytest.raises(SystemExit) as stop, full_disk():
        main()
    assert stop.value.code == 1
    assert capsys.readouterr().err.strip().endswith("berkas menjadi terlalu besar untuk disk ini.")
    assert place.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.skipif(sys.platform != "linux", reason="sends signals")
@pytest.mark.parametrize(("command", "how"), [("package", signal.SIGINT), ("sample", signal.SIGTERM)])
def test_told_to_stop_it_leaves_the_old_file(command: str, how: signal.Signals, tmp_path: Path) -> None:
    """While it writes: there is something beside the old file by then."""
    place = tmp_path / COMMANDS[command][1]
    place.write_text("old", encoding="utf-8")
    slow = ("sample", "--rows", "5000000", "--out", "{}") if command == "sample" else COMMANDS[command][0]
    # a shell that runs the tests in its background has Ctrl-C ignored by all its children; a handler is not handed on
    signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [sys.executable, "-m", "koperasi", *(word.format(tmp_path) for word in slow)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(list(tmp_path.iterdir())) == 1:
        assert process.poll() is None
    process.send_signal(how)
    said, told = process.communicate(timeout=30)
    assert process.returncode == 128 + how
    assert said == ""
    assert told == "Dihentikan; berkas yang lama tetap utuh.\n"
    assert place.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [place]


def test_two_packages_to_one_name(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "koperasi", *arguments("package", tmp_path)]
    both = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [(process.communicate()[1], process.returncode) for process in both] == [("", 0), ("", 0)]
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
