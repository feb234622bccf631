"""The Chromium that draws pictures: one, warm, one picture at a time; ended with all its children whatever it does.

A browser hangs or dies now and then. Whoever waits for it is told within SECONDS, the waiting for others included, and
no process and no folder of it stays behind.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, MutableMapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

from choreographer.browsers import Chromium
from kaleido import Kaleido, PageGenerator

from koperasi.said import Said

_log = logging.getLogger(__name__)
logging.getLogger("choreographer").setLevel(logging.ERROR)  # it warns of each browser that we end
SECONDS = 30.0
_ENDING = 2.0  # of them to end one that hangs
_TIDYING = 0.2  # until one that was ended has given its files back; what it does after that nobody waits for
_LEAST = 0.25  # of them: who has waited longer for others does not begin, or it would end a browser that works
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


class PictureError(Said):
    """No picture could be made."""


class _Late(PictureError):
    def __init__(self) -> None:
        super().__init__(
            f"Pembuatan gambar tidak selesai dalam {SECONDS:.0f} detik. Coba sekali lagi; bila berulang, mulai ulang "
            "dasbor."
        )


class _Failed(PictureError):
    def __init__(self) -> None:
        super().__init__("Pembuatan gambar gagal. Coba sekali lagi; bila berulang, mulai ulang dasbor.")


def browser_path() -> str | None:
    """The Chromium to draw with: BROWSER_PATH if set, else the first one on PATH."""
    given = os.environ.get("BROWSER_PATH")
    if given:
        return given if Path(given).is_file() else None
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


class _Browser(Chromium):
    """Keeps to itself: asks nobody for anything, and its files lie in its profile, which goes when it does."""

    def get_cli(self) -> Sequence[str]:
        return [*super().get_cli(), "--host-resolver-rules=MAP * ~NOTFOUND", "--font-render-hinting=none"]

    def get_env(self) -> MutableMapping[str, str]:
        return {**super().get_env(), "TMPDIR": str(self.tmp_dir.path)}  # also what its processes are known by


class _Kaleido(Kaleido):  # type: ignore[misc]  # it has no types
    """Does not load its page, with all of Plotly, anew after each picture: ours leaves nothing behind (page.js)."""

    async def _return_kaleido_tab(self, tab: Any) -> None:
        tab.js_logger.reset()
        await self.tabs_ready.put(tab)


class Drawer:
    """One warm Chromium showing one page, drawing one picture at a time.

    Not kaleido.start_sync_server: its two queues give one caller the picture of another when threads meet.
    """

    def __init__(self, page: PageGenerator) -> None:
        self._page = page
        self._lock = threading.Lock()
        self._kaleido: Kaleido | None = None
        self._opening: asyncio.Task[None] | None = None
        self._drawn: Future[bytes] | None = None
        self._closing = False
        self._loop = asyncio.new_event_loop()
        # what a browser leaves unfinished when it is ended has been told to whoever waited for it
        self._loop.set_exception_handler(lambda _, context: _log.debug("%s", context))
        threading.Thread(target=self._loop.run_forever, daemon=True, name="pictures").start()
        atexit.register(self.close)

    def warm(self) -> None:
        """Start the browser while something else is done, with a picture that nobody sees.

        What goes wrong is told by the first picture that somebody waits for.
        """

        def begin() -> None:
            with suppress(PictureError):
                self.draw({"data": [], "layout": {}}, {"format": "svg", "width": 100, "height": 100, "scale": 1})

        threading.Thread(target=begin, daemon=True, name="warming").start()

    def draw(self, figure: object, options: Mapping[str, object]) -> bytes:
        """The picture of a Plotly figure with Kaleido's options; raises PictureError after SECONDS at the latest."""
        until = time.monotonic() + SECONDS - _ENDING
        if not self._lock.acquire(timeout=max(0.0, until - time.monotonic())):
            raise _Late
        try:
            return self._draw_by(until, figure, options)
        finally:
            self._lock.release()

    def _draw_by(self, until: float, figure: object, options: Mapping[str, object], again: bool = True) -> bytes:
        if until - time.monotonic() < SECONDS * _LEAST:
            raise _Late
        self._drawn = task = asyncio.run_coroutine_threadsafe(self._draw(figure, options), self._loop)
        if self._closing:  # told so after who closes looked for what to end
            task.cancel()
        try:
            return task.result(until - time.monotonic())
        except PictureError:
            raise
        except TimeoutError as error:
            task.cancel()
            self._end()
            raise _Late from error
        except Exception as error:
            self._end()
            if again:  # it died, maybe long ago: a new one is tried before anybody is told
                return self._draw_by(until, figure, options, again=False)
            raise _Failed from error

    async def _draw(self, figure: object, options: Mapping[str, object]) -> bytes:
        if self._kaleido is None:
            path = browser_path()
            if path is None:
                raise PictureError(
                    "Tidak ada Chromium di komputer ini. Pasang Chromium atau isi BROWSER_PATH, atau unduh gambar "
                    "lewat peramban di tab Unduh."
                )
            # kept before it is open: one that hangs while it starts has to be ended too
            self._kaleido = _Kaleido(n=1, timeout=SECONDS, page_generator=self._page, path=path, browser_cls=_Browser)
            self._opening = asyncio.create_task(self._kaleido.open())
            await asyncio.shield(self._opening)  # or of a process that starts just then nobody would know
        return bytes(await self._kaleido.calc_fig(figure, opts=dict(options)))

    def _end(self) -> None:
        """Kill the browser and its children, hung or not, and remove its files; the next picture starts another."""
        kaleido, self._kaleido = self._kaleido, None
        if kaleido is None:
            return
        with suppress(Exception):
            asyncio.run_coroutine_threadsafe(self._begun(kaleido), self._loop).result(_ENDING)
        process = getattr(kaleido, "subprocess", None)
        if process is not None:
            profile = _profile(kaleido)
            _kill(process, profile)
            shutil.rmtree(profile, ignore_errors=True)
        with suppress(Exception):
            # what its wrapper says of one that ends; or who reads waits for it for ever, and the next one two seconds
            kaleido._channel._fake_bye()
            asyncio.run_coroutine_threadsafe(kaleido.close(), self._loop).result(_TIDYING)

    async def _begun(self, kaleido: Kaleido) -> None:
        """Return once it has a process, or never will."""
        while self._opening and not self._opening.done() and not hasattr(kaleido, "subprocess"):
            await asyncio.sleep(0.01)

    def close(self) -> None:
        """End the browser at once, also while it starts or draws; the next picture starts it again.

        Who waits for one is told that it failed.
        """
        self._closing = True
        try:
            if self._drawn:
                self._drawn.cancel()
            with self._lock:
                self._end()
        finally:
            self._closing = False


def _profile(kaleido: Kaleido) -> str:
    return str(kaleido._browser_impl.tmp_dir.path)


def _kill(process: subprocess.Popen[Any], profile: str) -> None:
    """End the process, its group, and what left the group but still has the profile in its environment."""
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, timeout=_ENDING, check=False)  # noqa: S603
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # choreographer starts it as the leader of its own session
        for pid in _having(profile):
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_ENDING)


def _having(profile: str) -> list[int]:
    """The processes with this profile in their environment, on Linux; elsewhere the group is all there is."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # another's, or gone
            if profile.encode() in environ.read_bytes():
                found.append(int(environ.parent.name))
    return found
