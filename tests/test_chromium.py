"""A browser that hangs, dies or never starts: a message in time, nothing of it left, and the next picture is right."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from koperasi.cards import Rendered, render
from koperasi.press import chromium as drawing
from koperasi.press import pictures
from koperasi.screen import server
from koperasi.store import Filters, Store
from tests.browsing import awaited

pytestmark = [
    pytest.mark.xdist_group("pictures"),
    pytest.mark.usefixtures("chromium"),
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]


@pytest.fixture
def rendered(store: Store) -> Rendered:
    return render(store, "growth/total", Filters())


def _child(pid: int) -> int:
    (it,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(it)


class Running:
    """The browser that is warm now: its processes, found by its profile, and the one that matters."""

    def __init__(self) -> None:
        kaleido = pictures._drawer()._kaleido
        assert kaleido
        self.profile = drawing._profile(kaleido)
        self.main = _child(kaleido.subprocess.pid)  # of the wrapper
        if Path(f"/proc/{self.main}/exe").resolve().name in ("sh", "dash", "bash"):  # Debian's script
            self.main = _child(self.main)

    def processes(self) -> list[int]:
        """Dead ones that init has not reaped have no environment."""
        return drawing._having(self.profile)

    def gone(self) -> bool:
        """Ended, and its files removed."""
        return not self.processes() and not Path(self.profile).exists()


@pytest.fixture(scope="module")
def right(store: Store) -> bytes:
    """What any browser must draw."""
    return pictures.picture(render(store, "growth/total", Filters()))


def test_it_is_started_meanwhile_and_only_once(rendered: Rendered, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one of an office, which is on the PATH."""
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    opened: list[str] = []
    usual = drawing._Kaleido.open

    async def counted(it: drawing._Kaleido) -> None:
        opened.append("opened")
        await usual(it)

    monkeypatch.setattr(drawing._Kaleido, "open", counted)
    pictures.stop()
    pictures.warm()
    assert pictures.picture(rendered).startswith(b"\x89PNG")
    assert opened == ["opened"]
    pictures.stop()


def test_it_asks_nobody_for_anything(right: bytes, rendered: Rendered) -> None:
    assert pictures.picture(rendered) == right
    command = Path(f"/proc/{Running().main}/cmdline").read_text(encoding="utf-8")
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in command


def test_who_has_waited_too_long_does_not_end_a_browser_that_works(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures.picture(rendered)
    before = Running()
    with monkeypatch.context() as patch:
        patch.setattr(drawing, "SECONDS", 0.0)
        with pytest.raises(pictures.PictureError, match="tidak selesai"):
            pictures.picture(rendered)
    assert pictures.picture(rendered).startswith(b"\x89PNG")
    assert Running().main == before.main


def test_a_browser_that_died_is_replaced_before_anybody_notices(right: bytes, rendered: Rendered) -> None:
    pictures.picture(rendered)
    dead = Running()
    os.kill(dead.main, signal.SIGKILL)
    assert pictures.picture(rendered) == right
    assert dead.gone()
    assert Running().main != dead.main


def test_a_browser_that_hangs_is_ended_and_all_who_wait_are_told_in_time(
    right: bytes, rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Together, not one after another: the wait for others counts. The next picture is right."""
    pictures.picture(rendered)
    hung = Running()
    assert len(hung.processes()) > 2  # the wrapper, itself, and its children
    os.kill(hung.main, signal.SIGSTOP)

    def told(_: int) -> float:
        begun = time.monotonic()
        with pytest.raises(pictures.PictureError, match="tidak selesai dalam 2 detik"):
            pictures.picture(rendered)
        return time.monotonic() - begun

    with monkeypatch.context() as patch:
        patch.setattr(drawing, "SECONDS", 2.0)
        patch.setattr(drawing, "_ENDING", 1.0)
        with ThreadPoolExecutor(12) as pool:
            assert max(pool.map(told, range(12))) < 9
    assert hung.gone()
    assert pictures.picture(rendered) == right


def test_it_ends_with_the_server(rendered: Rendered, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which ends its lifespan when it is told to end; what else begins there is none of ours.

    Nobody waits for who read what it said: the loop of the next browser would stand for two seconds.
    """
    monkeypatch.setattr(server, "few_heaps", lambda: None)
    monkeypatch.setattr(server, "_begin", lambda: None)
    monkeypatch.setattr(server.served, "serve", lambda: None)
    cleaned, waited_for = threading.Event(), []

    async def served() -> Running:
        async with server.lifespan(None):
            pictures.picture(rendered)
            broker = pictures._drawer()._kaleido._broker
            usual = broker.clean

            def clean() -> None:
                usual()
                waited_for.extend(it for it in broker._executor._threads if it.is_alive())
                cleaned.set()

            monkeypatch.setattr(broker, "clean", clean)
            return Running()

    assert awaited(served()).gone()
    assert cleaned.wait(20)
    assert waited_for == []


def test_what_goes_wrong_at_the_start_is_told_by_the_picture(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures.stop()
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    pictures.warm()
    with pytest.raises(pictures.PictureError, match="Tidak ada Chromium"):
        pictures.picture(rendered)


@pytest.fixture
def sleeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A browser that never answers; gives what stands in the environment of its processes."""
    pictures.stop()
    fake = tmp_path / "chromium"
    fake.write_text("#!/bin/sh\nexec sleep 1000\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(fake))
    return f"KOPERASI_OF_THIS_TEST={tmp_path}"


def test_one_that_never_starts_is_ended_too(rendered: Rendered, sleeping: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(*sleeping.split("="))
    monkeypatch.setattr(drawing, "SECONDS", 2.0)
    monkeypatch.setattr(drawing, "_ENDING", 1.0)
    with pytest.raises(pictures.PictureError, match="tidak selesai"):
        pictures.picture(rendered)
    assert drawing._having(sleeping) == []


def test_one_that_is_starting_is_ended_at_once(sleeping: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever ends the program does not wait until somebody's picture is done, nor leaves one that is just made."""
    monkeypatch.setenv(*sleeping.split("="))
    begun, usual = threading.Event(), drawing._Browser.get_popen_args

    def seen(it: drawing._Browser) -> Mapping[str, Any]:
        begun.set()
        return usual(it)

    monkeypatch.setattr(drawing._Browser, "get_popen_args", seen)
    pictures.warm()
    assert begun.wait(drawing.SECONDS)
    since = time.monotonic()
    pictures.stop()
    assert time.monotonic() - since < drawing.SECONDS / 3
    assert drawing._having(sleeping) == []


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    """A command that is told to end while a picture is drawn."""
    inside = f"KOPERASI_OF_THIS_TEST={tmp_path}"
    process = subprocess.Popen(
        [sys.executable, "-m", "koperasi", "picture", "growth/total", "--out", str(tmp_path / "a.png")],
        cwd=Path(__file__).parents[1],
        env=os.environ | {"KOPERASI_OF_THIS_TEST": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(drawing._having(inside)) < 4:  # the command, Chromium's wrapper, and Chromium with a child
        assert process.poll() is None
    process.terminate()
    _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    assert said == "Dihentikan; berkas yang lama tetap utuh.\n"
    assert drawing._having(inside) == []
    assert list(tmp_path.iterdir()) == []
