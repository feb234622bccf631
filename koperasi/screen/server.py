"""The server: by which names it answers, and what a browser may do with its answers.

Streamlit answers to any name, so a page anywhere on the net could have its own name point here and read along (DNS
rebinding); it also lets any page frame it. `Guard` stands before all of Streamlit, for each request and web socket.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import hashlib
import ipaddress
import logging
import os
import re
import socket
import threading
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from koperasi.cards import render
from koperasi.press import pictures
from koperasi.screen import ahead, served
from koperasi.screen.contents import pages
from koperasi.screen.front import Front
from koperasi.settings import BadSetting
from koperasi.store import Filters, current, few_heaps, give_back, rest

HOSTS, FRAMES, METRICS = "KOPERASI_HOSTS", "KOPERASI_FRAMES", "KOPERASI_METRICS"
_LOCAL = ("localhost", "127.0.0.1", "::1")
_NAME = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*")
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9_.-]+?))\.?(?::\d{1,5})?")
_ORIGIN = re.compile(r"https?://(\[[0-9a-f:.]+\]|[a-z0-9_.*-]+)(:\d{1,5})?")
_METRICS_ROUTE = "/_stcore/metrics"
_OURS = "/_stcore/bidi-components/koperasi."  # scripts and styles (served.py); what follows "?" is their version
_INTERNET = (socket.AF_INET, socket.AF_INET6)
_FOREVER = "public, max-age=31536000, immutable"
_STRANGE_HOST = (
    f"Dasbor ini tidak menjawab pada alamat itu. Pengelola dapat mengizinkannya: isi {HOSTS} dengan nama itu, lalu "
    "nyalakan ulang dasbor.\n"
)
_STRANGE_ORIGIN = "Permintaan dari halaman lain ditolak.\n"
_NO_METRICS = f"Tidak ada. Pengelola dapat menyalakan metrik dengan {METRICS}=1.\n"
_BROKEN = "Server gagal menjawab. Muat ulang halaman; bila berulang, hubungi pengelola dasbor.\n"


def middleware(environment: Mapping[str, str] = os.environ) -> list[Middleware]:
    """What stands before Streamlit, by the settings in `environment` and in Streamlit's own configuration.

    Raises SystemExit with one line where a setting makes no sense: better no server than one that is open by mistake.
    """
    try:
        hosts = _words(environment, HOSTS, _is_host, "nama atau alamat komputer seperti dasbor.lan")
        frames = _words(environment, FRAMES, _ORIGIN.fullmatch, "alamat situs seperti https://intranet.lan")
    except BadSetting as fault:
        raise SystemExit(str(fault)) from None
    own = [name for option in ("server.address", "browser.serverAddress") if (name := config.get_option(option))]
    allowed = frozenset((*_LOCAL, *hosts, *(str(name).lower() for name in own)))
    metrics = environment.get(METRICS) == "1"
    # Streamlit itself keeps what a viewer had for so long, should he come back
    patience = float(config.get_option("server.disconnectedSessionTTL")) + 10
    return [
        Middleware(Guard, hosts=allowed, frames=frames, metrics=metrics),
        Middleware(ahead.Answers),
        Middleware(Front),
        Middleware(Viewers, rest=_rest, give_back=give_back, patience=patience),
    ]


def _rest() -> None:
    pictures.stop()
    rest()


def _words(environment: Mapping[str, str], name: str, fits: Callable[[str], object], expected: str) -> tuple[str, ...]:
    """A setting that holds words between commas; each has to fit."""
    found = tuple(word.strip().lower() for word in environment.get(name, "").split(",") if word.strip())
    for word in found:
        if not fits(word):
            raise BadSetting(name, word, expected)
    return found


def _is_host(word: str) -> bool:
    return _address(word) is not None or bool(_NAME.fullmatch(word))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """For as long as the server runs; what it started ends with it."""
    few_heaps()
    _send_at_once()
    served.serve()  # before any run: the first page asks for it at once
    beginning = threading.Thread(target=_begin, name="begin")
    beginning.start()
    yield
    pictures.stop()
    beginning.join()


def _send_at_once() -> None:
    """Have no small message wait until the browser has confirmed the one before, which it does after 40 ms.

    asyncio sets this by itself for a socket that names its protocol; Streamlit's does not. A connection has it from the
    socket that it came in through, which nobody hands out.
    """
    for it in gc.get_objects():
        if type(it) is socket.socket and it.fileno() != -1 and it.family in _INTERNET and it.type == socket.SOCK_STREAM:
            it.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _begin() -> None:
    """Read the data and answer the home page, while the first viewer's browser is still reading its scripts."""
    try:
        store = current()
        for card_id in pages()[0].cards():
            render(store, card_id, Filters())
    except Exception:  # the page says what is wrong, to whoever opens it
        logging.getLogger(__name__).debug("not begun", exc_info=True)


class Guard:
    """Refuses what was not sent to one of our names or came from another page, and puts headers on every answer.

    hosts: lower case, without ports. An address of the net that the request really arrived at needs no naming: no
    other site can have it. frames: the sites that may show this one in a frame. metrics: whether Streamlit's are open.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], frames: Collection[str], metrics: bool) -> None:
        self._app, self._hosts, self._metrics = app, hosts, metrics
        self._headers = _security_headers(frames)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one web socket for as long as it is open."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        begun = False

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "websocket.close" and not begun:  # the server's own refusal would have no headers
                await PlainTextResponse(_STRANGE_ORIGIN, 403)(scope, receive, with_headers)
                return
            begun = True
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                if message.get("status") == 200 and _OURS in scope["path"] and scope["query_string"]:
                    headers["Cache-Control"] = _FOREVER
            await send(message)

        app = self._refusal(scope) or self._app
        try:
            await app(scope, receive, with_headers)
        except Exception:
            # Starlette's own answer is made outside of this, and would have no headers either
            if not begun:
                await PlainTextResponse(_BROKEN, 500)(scope, receive, with_headers)
            raise

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or not self._is_ours(hosts[0], scope):
            return PlainTextResponse(_STRANGE_HOST, 403)
        # before Streamlit, which asks the net for its own address to compare a strange origin with
        if origins and origins not in ([f"http://{hosts[0]}"], [f"https://{hosts[0]}"]):
            return PlainTextResponse(_STRANGE_ORIGIN, 403)
        if not self._metrics and scope["path"].rstrip("/").endswith(_METRICS_ROUTE):
            return PlainTextResponse(_NO_METRICS, 404)
        return None

    def _is_ours(self, host: str, scope: Scope) -> bool:
        parts = _HOST.fullmatch(host.lower())
        if not parts:
            return False
        name = parts[1] or parts[2]
        if name in self._hosts:
            return True
        address, arrived = _address(name), scope.get("server") or ("",)
        return address is not None and address == _address(str(arrived[0]))


class Viewers:
    """Counts who is there; when nobody has been for `patience` seconds, `rest` is called, in a thread of its own.

    When one has left for so long, and Streamlit has let go of what it kept for him, `give_back` is, others being there.
    """

    def __init__(self, app: ASGIApp, rest: Callable[[], None], give_back: Callable[[], None], patience: float) -> None:
        self._app, self._rest, self._give_back, self._patience = app, rest, give_back, patience
        self._here = 0
        self._waiting: asyncio.TimerHandle | None = None
        self._leaving: asyncio.TimerHandle | None = (
            None  # one for all who leave meanwhile: it costs a tenth of a second
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request or web socket through; a viewer is a web socket."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        self._here += 1
        if self._waiting:
            self._waiting.cancel()
        try:
            await self._app(scope, receive, send)
        finally:
            self._here -= 1
            loop = asyncio.get_running_loop()
            if not self._here:
                self._waiting = loop.call_later(self._patience, loop.run_in_executor, None, self._rest)
            elif not self._leaving or self._leaving.when() < loop.time():
                self._leaving = loop.call_later(self._patience, loop.run_in_executor, None, self._give_back)


def _security_headers(frames: Collection[str]) -> dict[str, str]:
    """For every answer. Nothing is fetched from elsewhere: no script, style, font, picture or frame, no data sent."""
    policy = {
        "default-src": "'self'",
        # Streamlit imports the code of our components, which travels with a message, by a blob
        "script-src": " ".join(("'self'", "blob:", *_inline_scripts())),
        "style-src": "'self' 'unsafe-inline'",  # React and Plotly write styles into elements
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self' blob:",
        "worker-src": "'self' blob:",
        "connect-src": "'self' data: blob:",
        "frame-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": " ".join(("'self'", *frames)) if frames else "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in policy.items()),
        "X-Content-Type-Options": "nosniff",
        # addresses hold what somebody looks at: none of it goes along with a link to a source
        "Referrer-Policy": "same-origin",
    }
    # the older header knows no list of sites, and would forbid those that are allowed
    return headers if frames else headers | {"X-Frame-Options": "DENY"}


def _inline_scripts() -> list[str]:
    """The scripts inside Streamlit's page, by their digests: what somebody else puts inside it does not run."""
    page = Path(streamlit.__file__).with_name("static").joinpath("index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(it.encode()).digest()).decode()}'" for it in scripts]
