"""What the tests share: one store, one running dashboard, one browser."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from streamlit.components.v2 import manifest_scanner

from koperasi.cards import cards
from koperasi.press import pictures
from koperasi.store import Store, current
from tests.browsing import watch

ROOT = Path(__file__).resolve().parents[1]
OFFICE = ViewportSize(width=1366, height=768)
# modules that ask one store about every card or query
ALIKE = {f"test_{it}" for it in ("cards", "rules", "sentences", "lineage", "query_headers", "look", "maps", "events")}
STORES = {"spoiled", "seeded", "strict", "lenient", "mended"}  # fixtures that make one for a single test or for a few
QUERIES = {f"{path.parent.name}/{path.stem}" for path in ROOT.glob("queries/*/*.sql")}


def pytest_configure() -> None:
    """Take what is dear only once, or cheaper.

    Packages are searched for components once a process, not for each AppTest: half of what opening a page costs.
    Debian's headless shell is the same Chromium without a desktop's parts: a start costs half, a page a fifth less, and
    its letters are as wide as the browser's unless it rounds them.
    """
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
    if shell := shutil.which("chromium-headless-shell"):
        os.environ.setdefault("BROWSER_PATH", shell)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Chromium makes a browser test, a store of its own a slow one; who asks the same shares a process."""
    for item in items:
        asked = getattr(item, "fixturenames", ())
        if not STORES.isdisjoint(asked):
            item.add_marker("slow")
        if "chromium" in asked:
            item.add_marker("browser")
        elif (shared := _shared(item)) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(shared))


def pytest_collection_finish() -> None:
    """What is there by now stays to the end: the collector need not walk through it, a third of a second each time."""
    gc.freeze()


def pytest_unconfigure() -> None:
    """So that it goes in order at the end: DuckDB counts what is left of its own."""
    gc.unfreeze()


def _shared(item: pytest.Item) -> str:
    """What a test has in common with others: its question, or the stores of its module; "" for nothing."""
    if item.path.stem.startswith("test_queries_"):
        return item.path.stem
    given = getattr(item, "callspec", None)
    named = [it for it in given.params.values() if isinstance(it, str)] if given and item.path.stem in ALIKE else []
    found = [cards()[it].query if it in cards() else it for it in named]
    return next((it for it in found if it in QUERIES), "")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """A command that is called here takes Ctrl-C and SIGTERM over; after the test they are those of pytest again."""
    before = {it: signal.getsignal(it) for it in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much tests/test_rules.py has read, also where its cards were spread over several processes."""
    reports = [it for kind in ("passed", "failed") for it in terminalreporter.getreports(kind)]
    held = [dict(it.user_properties) for it in reports if it.user_properties]
    if texts := sum(int(it.get("texts", 0)) for it in held):
        rules, failed = max(int(it.get("rules", 0)) for it in held), sum(int(it.get("broken", 0)) for it in held)
        terminalreporter.write_line(f"{texts} texts of {len(held)} cards held to {rules} rules: {failed} broken")


@pytest.fixture(scope="session")
def store() -> Store:
    """That of the shipped files, which pages under AppTest ask too."""
    return current()


@pytest.fixture(scope="session")
def chromium() -> Iterator[str]:
    """The browser's path; one that draws pictures stays warm until the last test."""
    path = pictures.browser_path()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium, though CI must have one")
        pytest.skip("no Chromium on PATH or in BROWSER_PATH")
    yield path
    pictures.stop()


def serve(*extra: str, env: dict[str, str] | None = None, script: str = "dashboard.py") -> Iterator[str]:
    """A dashboard of its own on a free port, or another script; yields its address once it answers."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    process = subprocess.Popen(
        [*command, "--server.address", "localhost", *extra],
        cwd=ROOT,
        # what nobody has asked for yet has a test of its own (tests/test_ahead.py)
        env=os.environ | {"PYTHONPATH": str(ROOT), "KOPERASI_AHEAD": "0"} | (env or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        # Streamlit prints its address once it listens
        for line in process.stdout or []:
            if "URL:" in line:
                break
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    yield from serve()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    flags = ["--no-sandbox", "--font-render-hinting=none"]
    with sync_playwright() as playwright:
        it = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield it
        it.close()


@pytest.fixture(scope="session")
def office(browser: Browser) -> Iterator[BrowserContext]:
    """An office PC, whose browser keeps what it has fetched and compiled: a second load costs a third of the first."""
    context = browser.new_context(viewport=OFFICE, locale="en-US")
    yield context
    context.close()


@pytest.fixture
def page(office: BrowserContext) -> Iterator[Page]:
    """A fresh viewer at it: an own tab, and nothing kept of what the one before set."""
    page = watch(office.new_page())
    yield page
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear()")
    page.close()
    office.clear_permissions()


@pytest.fixture(scope="session")
def used(office: BrowserContext) -> list[Page]:
    """The tab of :func:`tab`, once there is one."""
    return []


@pytest.fixture
def tab(office: BrowserContext, used: list[Page], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A viewer who has been here before: one tab for all tests that do not ask how a visit begins.

    They go on in it by :func:`tests.browsing.visit`. A test that fails, or that leaves another size, is the last in it:
    of another size Python is told some time later.
    """
    if not used:
        used.append(watch(office.new_page()))
    (page,) = used
    page.outside.clear()  # type: ignore[attr-defined]
    page.errors.clear()  # type: ignore[attr-defined]
    before = request.session.testsfailed
    yield page
    office.clear_permissions()
    page.emulate_media(media="null")
    if request.session.testsfailed > before or page.viewport_size != OFFICE:
        used.remove(page)
        page.close()
