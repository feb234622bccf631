"""The empty page that a browser gets first: Streamlit's own, in Indonesian, and with all begun that it will ask for.

By itself it says "Streamlit" in English and asks for the parts of a page one after the other, each when the one before
has come: its widgets when the first messages are there, our styles when our first element stands, Plotly when the first
chart is in view. Until then a page is seen in Streamlit's clothes. Here all of them are named at the beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from koperasi.screen import served

_KEYS = "briefing.js"
# the parts of Streamlit that the frame of every page needs, by the name before the digest in that of their files
_PARTS = (
    "BidiComponent",
    "Button",
    "ButtonGroup",
    "DownloadButton",
    "Html",
    "Multiselect",
    "Selectbox",
    "Slider",
)
_IMPORT = re.compile(r"""(?:from|import)\s*["']\./([^"']+\.js)["']""")
_UNSEEN = "Dasbor ini memerlukan JavaScript. Aktifkan JavaScript di peramban, lalu muat ulang halaman ini."


class Front:
    """Stands before Streamlit and rewrites the page, whatever its address; everything else passes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = _plain(scope)
        start: Message | None = None
        body = b""

        async def rewritten(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif start is None:
                await send(message)
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body"):
                    page = rewrite(body.decode()).encode() if body else b""  # none: only its headers are asked for
                    _describe(start, page)
                    await send(start)
                    await send({"type": "http.response.body", "body": page})

        await self._app(scope, receive, rewritten)


def _plain(scope: Scope) -> Scope:
    """As it is, but a page is answered in plain letters: Streamlit packs what it sends to whoever can unpack it."""
    if "text/html" not in Headers(scope=scope).get("accept", ""):
        return scope
    return {**scope, "headers": [it for it in scope["headers"] if it[0] != b"accept-encoding"]}


def _is_page(message: Message) -> bool:
    headers = Headers(raw=message["headers"])
    html = headers.get("content-type", "").startswith("text/html")
    return message["status"] == 200 and html and "content-encoding" not in headers


def _describe(start: Message, page: bytes) -> None:
    """Its length; and no mark of Streamlit's file, which stays the same when ours change."""
    headers = MutableHeaders(scope=start)
    for name in ("etag", "last-modified"):
        del headers[name]
    if page:
        headers["content-length"] = str(len(page))


def rewrite(page: str) -> str:
    """Streamlit's page as this one."""
    page = page.replace('<html lang="en">', '<html lang="id">')
    page = re.sub("<title>.*?</title>", "<title>Dasbor Koperasi</title>", page)
    page = re.sub("<noscript>.*?</noscript>", f"<noscript><p>{_UNSEEN}</p></noscript>", page, flags=re.DOTALL)
    links = "".join(f"    {it}\n" for it in begun() if it not in page)
    return page.replace("  </head>", f"{links}  </head>")


@cache
def begun() -> tuple[str, ...]:
    """A link for each file that is to be fetched at once."""
    return (
        # in browser/chrome.js they come again, behind Streamlit's own, where they win
        *(f'<link rel="stylesheet" href="{served.address(name)}" data-early>' for name in ("style.css", "frame.css")),
        f'<link rel="preload" as="script" fetchpriority="low" href="{served.plotly()}">',
        # runs before anything is seen: a key is heard on the first slide, however late the rest comes
        f'<script type="module" src="{served.address(_KEYS)}"></script>',
        *(f'<link rel="modulepreload" href="{served.address(name)}">' for name in served.scripts() if name != _KEYS),
        *(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in sorted(_chunks())),
    )


def _chunks() -> set[str]:
    """The files of _PARTS, and all that they import."""
    folder = Path(streamlit.__file__).with_name("static") / "static" / "js"
    found: set[str] = set()
    new = {path.name for part in _PARTS for path in folder.glob(f"{part}.*.js")}
    while new:
        found |= new
        new = {it for name in new for it in _imported(folder / name)} - found
    return found


def _imported(path: Path) -> Iterator[str]:
    if path.is_file():
        yield from _IMPORT.findall(path.read_text(encoding="utf-8"))
