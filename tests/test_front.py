"""The empty page that a browser gets first: it speaks Indonesian, and what it will ask for is named in it and there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import streamlit
from playwright.sync_api import Page
from starlette.types import Message, Receive, Scope, Send

from koperasi.screen import front, server
from koperasi.store import Store
from tests.browsing import awaited, hold, until
from tests.test_server import asked

OWN = (Path(streamlit.__file__).with_name("static") / "index.html").read_text(encoding="utf-8")


def test_it_says_nothing_in_english() -> None:
    page = front.rewrite(OWN)
    assert '<html lang="id">' in page
    assert "<title>Dasbor Koperasi</title>" in page
    assert "memerlukan JavaScript" in page
    seen = re.sub(r"<!--.*?-->|<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"\b(enable|browser without|app)\b", re.sub(r"<[^>]*>", "", seen))
    # nothing of it is lost that runs: the policy knows its scripts by what is in them
    kept = [it for it in re.findall(r"<script.*?</script>", page, re.DOTALL) if "briefing.js" not in it]
    assert kept == re.findall(r"<script.*?</script>", OWN, re.DOTALL)


@pytest.mark.parametrize("part", front._PARTS)
def test_each_part_is_one_of_streamlits(part: str) -> None:
    assert sum(name.startswith(f"{part}.") for name in front._chunks()) == 1


def test_what_a_part_imports_is_there_too() -> None:
    folder = Path(streamlit.__file__).with_name("static") / "static" / "js"
    for name in front._chunks():
        imported = re.findall(r'from"\./([^"]+)"', (folder / name).read_text(encoding="utf-8"))
        assert front._chunks().issuperset(imported)


def passed(headers: list[tuple[bytes, bytes]], *bodies: bytes, status: int = 200) -> tuple[Message, bytes]:
    """What comes out of Front for an answer in these pieces."""
    sent: list[Message] = []

    async def answers(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for place, body in enumerate(bodies, 1):
            await send({"type": "http.response.body", "body": body, "more_body": place < len(bodies)})

    async def keep(message: Message) -> None:
        sent.append(message)

    async def nothing() -> Message:
        return {"type": "http.request"}

    scope: dict[str, Any] = {"type": "http", "path": "/", "headers": []}
    awaited(front.Front(answers)(scope, nothing, keep))
    return sent[0], b"".join(it["body"] for it in sent[1:])


def test_a_page_in_pieces_is_rewritten_whole() -> None:
    html, old = (b"content-type", b"text/html; charset=utf-8"), (b"etag", b'"1"')
    whole = OWN.encode()
    start, body = passed([html, old, (b"content-length", str(len(whole)).encode())], whole[:700], whole[700:], b"")
    assert body.decode() == front.rewrite(OWN)
    assert dict(start["headers"])[b"content-length"] == str(len(body)).encode()
    # what a browser has stored of Streamlit's file must not pass for ours
    assert b"etag" not in dict(start["headers"])
    start, body = passed([html, (b"content-length", b"9")], b"")  # HEAD
    assert body == b""
    assert dict(start["headers"])[b"content-length"] == b"9"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([(b"content-type", b"text/css")], 200),
        ([(b"content-type", b"text/html")], 404),
        ([(b"content-type", b"text/html"), (b"content-encoding", b"gzip")], 200),
    ],
)
def test_all_else_passes(headers: list[tuple[bytes, bytes]], status: int) -> None:
    start, body = passed(headers, b"<html>", b"  </head>", status=status)
    assert body == b"<html>  </head>"
    assert start["headers"] == headers


def test_a_browser_that_unpacks_gets_it_too(page: Page, address: str) -> None:
    """Streamlit's answer to one is packed, and nothing could be read in it."""
    answer = page.request.get(
        f"{address}/opop", headers={"accept": "text/html,*/*;q=0.8", "accept-encoding": "gzip, br"}
    )
    assert answer.text() == front.rewrite(OWN)
    page.goto(f"{address}/opop", wait_until="commit")
    assert page.locator("link[href*='koperasi.files/card.js']").count() == 1


@pytest.mark.slow
def test_all_that_it_names_is_there_before_any_visit(address: str) -> None:
    page: str = asked(address, "/opop").body  # type: ignore[attr-defined]
    named = re.findall(r'<(?:link|script)[^>]*(?:href|src)="\.(/[^"]+)"', page)
    ours = [it for it in named if "bidi-components" in it]
    assert {it.split("/")[-1].split("?")[0] for it in ours} >= {"style.css", "frame.css", "card.js", "plotly.min.js"}
    for path in named:
        answer = asked(address, path)
        assert answer.status == 200, path
        assert path not in ours or "immutable" in (answer.getheader("cache-control") or ""), path


@pytest.mark.slow
def test_the_data_are_read_before_the_first_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    render = server.render

    def seen(store: Store, card_id: str, filters: object) -> object:
        begun.append(card_id)
        return render(store, card_id, filters)  # type: ignore[arg-type]

    monkeypatch.setattr(server, "render", seen)
    server._begin()
    assert begun == server.pages()[0].cards()

    def broken() -> Store:
        raise OSError("no data")

    monkeypatch.setattr(server, "current", broken)
    server._begin()  # the page says it


def test_a_chart_is_drawn_in_styles_that_are_there(page: Page, address: str) -> None:
    """Plotly is begun by the empty page, and our sheets stand in it until their own come, behind Streamlit's."""
    page.add_init_script(
        """new MutationObserver(() => {
          if (!window.styled && document.querySelector(".js-plotly-plot .main-svg"))
            window.styled = document.documentElement.dataset.chrome ?? "not yet";
        }).observe(document, { subtree: true, childList: true })"""
    )
    held = hold(page, "**/koperasi.files/chrome.js*")  # which brings the styles
    page.goto(f"{address}/pertumbuhan", wait_until="commit")
    until(page, "window.Plotly && document.querySelector('.k-plot')")
    page.evaluate("dispatchEvent(new Event('koperasi-draw-all'))")  # a chart that comes later than the first
    for route in held:
        route.continue_()
    until(page, "() => window.styled")
    assert page.evaluate("window.styled") == "ready"
    sheets = page.evaluate(
        "[...document.styleSheets].map((it) => it.href ?? '').filter((it) => it.includes('style.css'))"
    )
    assert len(sheets) == 1
