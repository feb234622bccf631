"""What is remembered fits into a setting, goes when nobody looks, and no tab keeps the data of yesterday."""

from __future__ import annotations

import asyncio
import gc
import shutil
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.testing.v1 import AppTest

from koperasi.cards import cards, figure_json, render
from koperasi.look.surface import SURFACES
from koperasi.screen import server
from koperasi.screen.server import Viewers
from koperasi.store import Filters, Places, Store, current, memory, rest
from koperasi.store import store as store_module
from koperasi.store.cache import Cache, weigh
from tests.browsing import awaited
from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def test_a_cache_holds_no_more_than_it_may() -> None:
    cache = Cache(10_000)
    for number in range(100):
        assert cache.get(number, lambda: "x" * 1_000) == "x" * 1_000
        assert cache.weight <= 10_000
    made: list[int] = []
    for number in (99, 0, 99, 0):
        cache.get(number, lambda number=number: made.append(number) or "x" * 1_000)  # type: ignore[func-returns-value]
    assert made == [0], "the last ones asked for are there, the first are not"
    assert cache.get("large", lambda: "y" * 20_000) == "y" * 20_000
    assert cache.weight <= 10_000
    cache.get(0, lambda: pytest.fail("what does not fit pushes nothing out"))
    cache.clear()
    assert cache.weight == 0


def test_many_threads_share_one_cache() -> None:
    cache = Cache(5_000)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: cache.get(number % 7, lambda: str(number % 7) * 500), range(4_000)))
    assert [it[0] for it in found] == [str(number % 7) for number in range(4_000)]
    assert cache.weight == sum(weight for _, weight in cache._kept.values()) <= 5_000


def test_tables_and_texts_are_weighed_as_they_are() -> None:
    rows = pd.DataFrame({"a": range(100_000), "b": ["Kabupaten"] * 100_000})
    assert weigh(rows) >= 1_600_000
    assert weigh((b"p" * 50_000, "s" * 70_000)) >= 120_000
    assert weigh({"figure": {"data": ["z" * 30_000]}}) >= 30_000


def test_a_store_stays_within_its_setting_and_answers_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOPERASI_CACHE", "300kB")
    small = Store()
    monkeypatch.delenv("KOPERASI_CACHE")
    usual = Store()
    for card_id in list(cards())[:12]:
        shown = [render(store, card_id, Filters()) for store in (small, usual)]
        assert shown[0].finding == shown[1].finding
        texts = [
            figure_json(store, it, SURFACES["screen"], "light") for store, it in zip((small, usual), shown, strict=True)
        ]
        assert texts[0] == texts[1]
        assert 0 < small._cache.weight <= 300_000
    assert usual._cache.weight > 300_000, "else the setting was not put to the test"
    usual.forget()
    assert usual._cache.weight == 0


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the registers that the dashboard reads and a test may change."""
    shutil.copytree(ROOT / "data" / "sample", tmp_path / "data" / "sample")
    monkeypatch.setattr(store_module, "Places", partial(Places, data=tmp_path / "data"))
    monkeypatch.setattr(store_module, "_current", {})
    return tmp_path / "data"


def _shorten(data: Path, rows: int) -> None:
    path = data / "sample" / "cooperatives.parquet"
    table = pq.read_table(path)
    pq.write_table(table.slice(0, rows), path)


def test_an_idle_tab_keeps_no_old_store(data: Path) -> None:
    idle = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    assert not idle.exception
    before = weakref.ref(current())
    _shorten(data, 100)
    other = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    assert not other.exception
    gc.collect()  # of AppTest's own frames
    assert before() is None
    idle.run()
    assert not idle.exception
    assert current().version in idle.caption[-1].value


def test_a_store_dies_with_its_last_user(data: Path) -> None:
    """Without waiting for a garbage collection, which Streamlit runs seldom."""
    gc.disable()
    try:
        store = Store(store_module.Places())
        render(store, "growth/by_type", Filters())
        store.plan("growth/by_type")
        it = weakref.ref(store)
        del store
        assert it() is None
    finally:
        gc.enable()


def test_memory_of_old_data_is_given_back_once_its_last_reader_has_gone(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = threading.Event()
    monkeypatch.setattr(memory, "give_back", given.set)
    monkeypatch.setattr(memory, "give_back_after", partial(memory.give_back_after, seconds=0))
    reader = current()
    _shorten(data, 100)
    assert current().version != reader.version
    assert not given.is_set()
    del reader
    assert given.wait(20)


def test_memory_is_given_back_when_nobody_looks(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = current()
    first = store.ask("growth/by_type").rows
    assert store._cache.weight > 0
    rest()
    assert store._cache.weight == 0
    assert current() is store
    pd.testing.assert_frame_equal(store.ask("growth/by_type").rows, first)


def test_the_last_viewer_who_leaves_is_noticed() -> None:
    """Two come and go, one comes back in time and goes again: only the last going counts."""
    rested: list[str] = []

    async def day() -> None:
        leave = asyncio.Event()

        async def visit(scope: Scope, receive: Receive, send: Send) -> None:
            await leave.wait()

        async def nothing(*_: object) -> Message:
            return {}

        async def told() -> None:
            """Timers that are due have run, and what they started in a thread too."""
            await asyncio.sleep(0)
            await asyncio.get_running_loop().run_in_executor(None, lambda: None)

        viewers = Viewers(visit, lambda: rested.append("rest"), lambda: rested.append("back"), patience=1_000)
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        two = [asyncio.create_task(viewers({"type": "websocket"}, nothing, nothing)) for _ in range(2)]  # type: ignore[arg-type]
        await asyncio.sleep(0)
        assert viewers._waiting is None
        leave.set()
        await asyncio.gather(*two)
        assert viewers._waiting
        waiting = viewers._waiting
        await viewers({"type": "http"}, nothing, nothing)  # type: ignore[arg-type]
        assert not waiting.cancelled(), "what asks for a file is no viewer"
        viewers._patience = 0
        await viewers({"type": "websocket"}, nothing, nothing)  # type: ignore[arg-type]
        assert waiting.cancelled()
        assert rested == []
        await told()
        await told()

    awaited(day())
    assert rested == ["rest"]
    assert server.middleware({})[-1].cls is Viewers


def test_when_some_leave_and_others_stay_memory_is_given_back_once() -> None:
    """Streamlit keeps what a viewer had for a while; all who leave meanwhile are one case."""
    told: list[str] = []

    async def day() -> None:
        done = asyncio.Event()

        async def visit(scope: Scope, receive: Receive, send: Send) -> None:
            await scope["leave"].wait()

        async def nothing(*_: object) -> Message:
            return {}

        def back() -> None:
            told.append("back")
            loop.call_soon_threadsafe(done.set)

        loop = asyncio.get_running_loop()
        viewers = Viewers(visit, lambda: told.append("rest"), back, patience=0.05)
        leaves = [asyncio.Event() for _ in range(3)]
        there = [
            asyncio.create_task(viewers({"type": "websocket", "leave": it}, nothing, nothing))  # type: ignore[arg-type]
            for it in leaves
        ]
        await asyncio.sleep(0)
        for leave, task in zip(leaves[:2], there, strict=False):
            leave.set()
            await task
        await asyncio.wait_for(done.wait(), 20)
        assert told == ["back"]
        there[2].cancel()

    awaited(day())
    assert told[0] == "back"
