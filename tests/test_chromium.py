"""A browser that hangs, dies or never starts: a message in time, nothing of it left, and the next picture is right."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page

from koperasi.cards import Rendered, render
from koperasi.press import chromium as drawing
from koperasi.press import pictures
from koperasi.store import Filters, Store
from tests.browsing import card, ready
from tests.conftest import serve

pytestmark = [
    pytest.mark.xdist_group("pictures"),
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]


@pytest.fixture(autouse=True, scope="module")
def stopped(chromium: str) -> Iterator[None]:
    yield
    pictures.stop()


@pytest.fixture
def rendered(store: Store) -> Rendered:
    return render(store, "growth/total", Filters())


class Running:
    """The browser that is warm now: its processes, found by its profile, and the one that matters."""

    def __init__(self) -> None:
        kaleido = pictures._drawer()._kaleido
        assert kaleido
        self.profile = drawing._profile(kaleido)
        (main,) = Path(f"/proc/{kaleido.subprocess.pid}/task/{kaleido.subprocess.pid}/children").read_text().split()
        self.main = int(main)

    def processes(self) -> list[int]:
        """Dead ones that init has not reaped have no environment."""
        return drawing._having(self.profile)

    def gone(self) -> bool:
        """Ended, and its files removed."""
        return not self.processes() and not Path(self.profile).exists()


def test_it_is_started_meanwhile_and_only_once(rendered: Rendered, monkeypatch: pytest.MonkeyPatch) -> None:
    right = pictures.picture(rendered)
    pictures.stop()
    opened: list[str] = []
    usual = drawing._Kaleido.open

    async def counted(it: drawing._Kaleido) -> None:
        opened.append("opened")
        await usual(it)

    monkeypatch.setattr(drawing._Kaleido, "open", counted)
    pictures.warm()
    assert pictures.picture(rendered) == right
    assert opened == ["opened"]


def test_what_goes_wrong_at_the_start_is_told_by_the_picture(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures.stop()
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    pictures.warm()
    with pytest.raises(pictures.PictureError, match="Tidak ada Chromium"):
        pictures.picture(rendered)


def test_a_browser_that_hangs_is_ended_and_the_next_picture_is_right(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = pictures.picture(rendered)
    for _ in range(3):
        hung = Running()
        assert len(hung.processes()) > 3
        os.kill(hung.main, signal.SIGSTOP)
        with monkeypatch.context() as patch:
            patch.setattr(drawing, "SECONDS", 4.0)
            begun = time.monotonic()
            with pytest.raises(pictures.PictureError, match="tidak selesai dalam 4 detik"):
                pictures.picture(rendered)
            assert time.monotonic() - begun < 6
        assert hung.gone()
        assert pictures.picture(rendered) == right


def test_a_browser_that_died_is_replaced_before_anybody_notices(rendered: Rendered) -> None:
    right = pictures.picture(rendered)
    dead = Running()
    os.kill(dead.main, signal.SIGKILL)
    assert pictures.picture(rendered) == right
    assert dead.gone()
    assert Running().main != dead.main


def test_all_who_wait_are_told_in_time(rendered: Rendered, monkeypatch: pytest.MonkeyPatch) -> None:
    """Together, not one after another: the wait for others counts."""
    pictures.picture(rendered)
    hung = Running()
    os.kill(hung.main, signal.SIGSTOP)
    monkeypatch.setattr(drawing, "SECONDS", 4.0)

    def told(_: int) -> float:
        begun = time.monotonic()
        with pytest.raises(pictures.PictureError, match="tidak selesai"):
            pictures.picture(rendered)
        return time.monotonic() - begun

    with ThreadPoolExecutor(6) as pool:
        assert max(pool.map(told, range(6))) < 7
    assert hung.gone()


def test_who_has_waited_too_long_does_not_end_a_browser_that_works(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures.picture(rendered)
    before = Running()
    monkeypatch.setattr(drawing, "SECONDS", 0.0)
    with pytest.raises(pictures.PictureError, match="tidak selesai"):
        pictures.picture(rendered)
    monkeypatch.undo()
    assert pictures.picture(rendered).startswith(b"\x89PNG")
    assert Running().main == before.main


def test_one_that_never_starts_is_ended_too(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pictures.stop()
    fake = tmp_path / "chromium"
    fake.write_text("#!/bin/sh\nexec sleep 1000\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(fake))
    monkeypatch.setenv("KOPERASI_OF_THIS_TEST", str(tmp_path))
    monkeypatch.setattr(drawing, "SECONDS", 6.0)
    with pytest.raises(pictures.PictureError, match="tidak selesai"):
        pictures.picture(rendered)
    assert drawing._having(f"KOPERASI_OF_THIS_TEST={tmp_path}") == []


def test_it_asks_nobody_for_anything(rendered: Rendered) -> None:
    pictures.picture(rendered)
    command = Path(f"/proc/{Running().main}/cmdline").read_text(encoding="utf-8")
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in command


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_the_process_that_started_it(how: signal.Signals, tmp_path: Path) -> None:
    """A server or a command that is told to end while a picture is drawn."""
    mark = {"KOPERASI_OF_THIS_TEST": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "koperasi", "picture", "growth/total", "--out", str(tmp_path / "a.png")],
        cwd=Path(__file__).parents[1],
        env=os.environ | mark,
        stderr=subprocess.PIPE,
        text=True,
    )
    inside = f"KOPERASI_OF_THIS_TEST={tmp_path}"
    while len(drawing._having(inside)) < 4:  # the command, Chromium's wrapper, and Chromium with a child
        assert process.poll() is None
    process.send_signal(how)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 128 + how
    assert len(said.splitlines()) == 1
    assert drawing._having(inside) == []
    assert list(tmp_path.iterdir()) == []


def test_it_ends_with_the_server(page: Page, tmp_path: Path) -> None:
    mark = {"KOPERASI_OF_THIS_TEST": str(tmp_path)}
    inside = f"KOPERASI_OF_THIS_TEST={tmp_path}"
    for address in serve(env=mark):
        ready(page, f"{address}/opop")
        card(page, "opop-cohorts").get_by_role("button", name="Unduh").click()
        with page.expect_download(timeout=60_000):
            card(page, "opop-cohorts").get_by_role("menuitem", name="PNG").click()
        assert len(drawing._having(inside)) > 3
    assert drawing._having(inside) == []
