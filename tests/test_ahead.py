"""What a click on a regency asks for is there before it, and nobody who asks for anything waits for that."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from koperasi.look.surface import PHONE, SCREEN
from koperasi.screen import ahead
from koperasi.screen.ahead import Ahead, Shown
from koperasi.store import Filters, Store
from koperasi.store.filters import REGENCIES
from tests.reading import cards, paragraphs
from tests.test_pages import open_page

ACTIVITY = Shown("growth/activity", Filters(), SCREEN, "light")


@pytest.fixture
def fresh(own: Store) -> Store:
    """One that remembers nothing."""
    own.forget()
    return own


@pytest.fixture(scope="module")
def own() -> Iterator[Store]:
    store = Store()
    yield store
    store.close()


@pytest.fixture
def waiting() -> Iterator[Ahead]:
    """One that begins nothing for an hour; its thread ends with the test, and not within another's."""
    thought = Ahead(quiet=3600)
    yield thought
    thought.stop()


def test_it_draws_a_card_for_each_regency_and_each_once(fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    drawn: list[str] = []
    whole, twice = threading.Event(), threading.Event()
    render, figure_json = ahead.render, ahead.figure_json

    def seen(store: Store, card_id: str, filters: Filters) -> object:
        asked.append(filters.regencies)
        return render(store, card_id, filters)

    def last(store: Store, rendered: object, *for_whom: object) -> str:
        drawn.append(figure_json(store, rendered, *for_whom))  # type: ignore[arg-type]
        if len(drawn) in (14, 28):
            (whole if len(drawn) == 14 else twice).set()
        return drawn[-1]

    monkeypatch.setattr(ahead, "render", seen)
    monkeypatch.setattr(ahead, "figure_json", last)
    monkeypatch.setattr(ahead, "packed", lambda *_: b"x")  # which finds all of it made
    thought = Ahead(quiet=0)
    thought.expect(fresh, ACTIVITY)
    assert whole.wait(20)
    # another viewer who has picked one already may click on the same: there is nothing left to do
    thought.expect(fresh, ACTIVITY._replace(filters=Filters(regencies=("6303",))))
    thought.expect(fresh, ACTIVITY._replace(mode="dark"))  # its thread takes the latest first
    assert twice.wait(20)
    thought.stop()
    assert asked == [*((code,) for code in REGENCIES.known(fresh)), ()] * 2
    assert len(set(drawn)) == 28


def test_told_to_stop_it_ends_after_its_step(fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    thought, asked = Ahead(quiet=0), []
    stopping = threading.Thread(target=thought.stop)
    render = ahead.render

    def seen(store: Store, card_id: str, filters: Filters) -> object:
        asked.append(filters.regencies)
        with thought._changed:  # both are in it in turn, so that the other one has said so before this goes on
            stopping.start()
            assert thought._changed.wait_for(lambda: thought._ending, 20)
        return render(store, card_id, filters)

    monkeypatch.setattr(ahead, "render", seen)
    thought.expect(fresh, ACTIVITY)
    assert thought._thread is not None
    thought._thread.join(20)
    stopping.join(20)
    assert not thought._thread.is_alive()
    assert len(asked) == 1


def test_a_card_that_cannot_be_made_is_left_and_others_are_made(fresh: Store, waiting: Ahead) -> None:
    waiting.expect(fresh, ACTIVITY)
    waiting.expect(fresh, ACTIVITY._replace(card_id="growth/none"))  # the latest is thought of first
    made = packs(waiting, fresh, ACTIVITY)
    assert [code for code in made if code] == list(REGENCIES.known(fresh))


def packs(thought: Ahead, store: Store, shown: Shown) -> dict[str, dict[str, Any]]:
    """What a browser is given of this card, once the thread has thought of all that waits."""
    begun = time.monotonic()
    with thought._changed:
        thought.quiet = 0
        thought._changed.notify()
    while not (found := thought.pack(shown.token(store))):
        assert time.monotonic() - begun < 20
        threading.Event().wait(0.01)
    return dict(json.loads(gzip.decompress(found)))


def test_a_browser_is_given_all_of_a_card_by_its_token_and_nothing_before(fresh: Store, waiting: Ahead) -> None:
    waiting.expect(fresh, ACTIVITY)
    assert waiting.pack(ACTIVITY.token(fresh)) is None
    assert list(packs(waiting, fresh, ACTIVITY)) == [*REGENCIES.known(fresh), ""]
    picked = ACTIVITY._replace(filters=Filters(regencies=("6303",)))
    assert picked.token(fresh) == ACTIVITY.token(fresh), "a click leads to the same from there"
    others = [
        ACTIVITY._replace(card_id="growth/total"),
        ACTIVITY._replace(mode="dark"),
        ACTIVITY._replace(surface=PHONE),
        ACTIVITY._replace(filters=Filters(year_from=2015)),
    ]
    assert len({it.token(fresh) for it in (ACTIVITY, *others)}) == 5
    assert not any(waiting.pack(it.token(fresh)) for it in others)


def test_of_too_many_files_the_oldest_is_forgotten(
    fresh: Store, waiting: Ahead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "packed", lambda *_: b"x")
    several = [ACTIVITY._replace(filters=Filters(year_from=year)) for year in range(1900, 1900 + ahead._PACKS + 1)]
    for it in several:
        waiting._pack(fresh, it)
    assert [bool(waiting.pack(it.token(fresh))) for it in several] == [False] + [True] * ahead._PACKS


def test_it_waits_while_anybody_is_answered(fresh: Store, waiting: Ahead) -> None:
    assert waiting._pause() is None, "nothing to do"
    with waiting.answering():
        waiting.expect(fresh, ACTIVITY)
        with waiting.answering():
            pass
        assert waiting._pause() is None, "another one is still answered"
    with waiting._changed:  # its thread, which has just been told, would begin
        assert 3500 < (waiting._pause() or 0) <= 3600
        waiting.quiet = 0
        assert waiting._pause() == 0
        waiting.quiet = 3600


def test_of_too_many_the_oldest_is_forgotten(fresh: Store, waiting: Ahead) -> None:
    for year in range(1900, 1900 + ahead._MOST + 1):
        waiting.expect(fresh, ACTIVITY._replace(filters=Filters(year_from=year)))
    assert len(waiting._waiting) == ahead._MOST
    assert min(it.filters.year_from or 0 for it in waiting._waiting) == 1901


def test_without_a_server_nothing_is_thought_of(fresh: Store) -> None:
    ahead.expect(fresh, ACTIVITY)
    assert not ahead._ahead._waiting


def test_the_office_can_turn_it_off(fresh: Store, waiting: Ahead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead.runtime, "exists", lambda: True)
    monkeypatch.setattr(ahead, "_ahead", waiting)
    monkeypatch.setenv(ahead.SETTING, "0")
    ahead.expect(fresh, ACTIVITY)
    assert not ahead._ahead._waiting
    monkeypatch.delenv(ahead.SETTING)
    ahead.expect(fresh, ACTIVITY)
    assert list(ahead._ahead._waiting) == [ACTIVITY]


@pytest.mark.slow
@pytest.mark.parametrize(("page", "part"), [("ringkasan", ""), ("pertumbuhan", "wilayah"), ("program", "dana")])
def test_a_click_finds_all_of_its_section(page: str, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[Store, Shown]] = []
    monkeypatch.setattr(ahead, "expect", lambda *it: shown.append(it))
    app: AppTest = open_page(page, part=part)
    assert len(shown) >= 1
    for store, it in shown:
        while ahead._step(store, it.before()):
            pass
    given = {it.card_id: json.loads(gzip.decompress(ahead.packed(store, it))) for store, it in shown if it.surface}

    def forbidden(_: Store, name: str, *__: object) -> None:
        raise AssertionError(f"{name} was asked")

    monkeypatch.setattr(Store, "_run", forbidden)
    app.multiselect(key="kabupaten").set_value(["6302"]).run()
    assert not app.exception
    assert not app.error
    assert any("Kotabaru" in text for text in paragraphs(app))
    # the browser has shown the same already
    said = cards(app)
    assert any("6302" in it for it in given.values())
    for card_id, of in given.items():
        assert of.get("6302", {}).items() <= said[card_id].items()
    app.multiselect(key="kabupaten").set_value([]).run()
    for card_id, of in given.items():
        assert of[""].items() <= cards(app)[card_id].items()
