"""Session state and URL: which of them wins, case by case, and what each says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from koperasi.cards.slides import SLIDES
from koperasi.screen import state
from koperasi.screen.contents import find_page, pages
from koperasi.screen.state import Case, Last, decide
from koperasi.store import Store

PICKED = {"kabupaten": ["6303"], "pola": "semua"}
LAST = Last("opop", {"kabupaten": ["6303"]}, PICKED)
WENT_BACK = replace(LAST, found=PICKED | {"kabupaten": []})


@pytest.mark.parametrize(
    ("last", "page", "url", "values", "acted", "case"),
    [
        (None, "opop", {"kabupaten": ["6371"]}, {}, False, Case.FIRST),
        (None, "opop", {}, {}, True, Case.FIRST),
        (LAST, "syariah", {}, PICKED, False, Case.MENU),
        # a click on a mark and a page at once: the filter is the newer one
        (LAST, "syariah", {"kabupaten": ["6303"]}, PICKED | {"kabupaten": []}, False, Case.MENU),
        (LAST, "syariah", {"kabupaten": ["6371"]}, PICKED, False, Case.LINK),
        (LAST, "opop", {"kabupaten": ["6303"]}, PICKED | {"kabupaten": ["6303", "6371"]}, False, Case.WIDGET),
        (LAST, "opop", {"kabupaten": ["6303"]}, PICKED, True, Case.WIDGET),
        # the second key, while the browser still has the address before the first
        (LAST, "opop", {"kabupaten": ["6303"], "paparan": ["1"]}, PICKED, True, Case.WIDGET),
        # the second click on a mark, or on a chip, of which the browser had not heard of the first
        (LAST, "opop", {}, PICKED, True, Case.WIDGET),
        (LAST, "opop", {}, PICKED, False, Case.BACK),
        (LAST, "opop", {"kabupaten": ["6371"]}, PICKED, False, Case.BACK),
        (LAST, "opop", {"kabupaten": ["6303"]}, PICKED, False, Case.STILL),
        # back twice in a moment: the widget does not know yet what the first one set
        (WENT_BACK, "opop", {"kabupaten": ["6371"]}, PICKED | {"kabupaten": []}, False, Case.BACK),
        # taken back by a click: what the session holds stands either way
        (WENT_BACK, "opop", {"kabupaten": ["6303"]}, PICKED | {"kabupaten": []}, False, Case.STILL),
        (WENT_BACK, "opop", {"kabupaten": ["6303"]}, PICKED | {"kabupaten": ["6371"]}, False, Case.WIDGET),
        # a widget that came with the page, or went with it, was not used
        (LAST, "opop", {"kabupaten": ["6303"]}, PICKED | {"measure": "inactive"}, False, Case.STILL),
        (LAST, "opop", {"kabupaten": ["6303"]}, {"kabupaten": ["6303"]}, False, Case.STILL),
    ],
)
def test_the_newer_one_wins(
    last: Last | None, page: str, url: state.Params, values: dict[str, object], acted: bool, case: Case
) -> None:
    assert decide(last, page, url, values, acted) is case


def test_what_each_case_reads_from_the_url() -> None:
    assert {case for case in Case if case.shared_from_url} == {Case.FIRST, Case.LINK, Case.BACK}
    assert {case for case in Case if case.own_from_url} == {Case.FIRST, Case.MENU, Case.LINK, Case.BACK}


@pytest.mark.parametrize(
    ("picked", "left"), [([], ["6303"]), (["6303"], []), (["6371"], ["6303"]), (["6303", "6371"], ["6303"])]
)
def test_a_click_on_a_regency_shows_it_alone_or_all_again(picked: list[str], left: list[str]) -> None:
    assert state.only_or_all(picked, "6303") == left


def test_a_free_text_in_the_url_is_bounded(store: Store) -> None:
    _, search = state.own_controls(store, {"cari": None})
    assert search.read({"cari": [" " + "x" * 5000]}) == ("x" * 200, [])
    assert search.write("x") == {"cari": ["x"]}
    assert search.write("") == {}


def test_what_a_page_keeps_must_be_one_of_its_values(store: Store) -> None:
    _, order = state.own_controls(store, {"urut": lambda _: {"oldest": "Terlama"}})
    assert order.read({"urut": ["oldest"]}) == ("oldest", [])
    assert order.read({"urut": ["miring"]}) == ("", ["urut “miring”"])
    (unknown,) = order.read({"urut": ["y" * 5000]})[1]
    assert len(unknown) < 250


def test_what_a_link_says_of_a_shared_filter_is_bounded(store: Store) -> None:
    long = {name: ["z" * 5000] for name in ("kabupaten", "dari", "sampai", "pola", "jenis")}
    values, dropped = state.read(long, state.shared_controls(store))
    assert state.write(values, state.shared_controls(store)) == {}
    assert len(dropped) == len(long)
    assert all(len(it) < 60 for it in dropped)
    many = {"kabupaten": [*map(str, range(4000)), "6303"]}
    assert len(state.read(many, state.shared_controls(store))[1]) < 20


def test_read_and_written_again_a_url_is_the_same(store: Store) -> None:
    controls = state.shared_controls(store)
    url = {
        "kabupaten": ["6303", "6371"],
        "dari": ["2015"],
        "pola": ["syariah"],
        "jenis": ["Jasa", "Simpan Pinjam"],
        "paparan": ["3"],
        "measure": ["merah_putih"],
    }
    values, dropped = state.read(url, controls)
    assert dropped == []
    assert state.write(values, controls) == url
    assert values["paparan"] == 3
    nothing, dropped = state.read({"lain": ["x"]}, controls)
    assert dropped == []
    assert state.write(nothing, controls) == {}
    assert all(nothing[it.key] == it.default for it in controls)


def test_a_section_stands_in_the_url_only_where_the_url_would_lead_elsewhere() -> None:
    page = find_page("pertumbuhan")
    parts = state.Parts([it.id for it in page.sections], page.lead)
    read = parts.control().read
    assert read({}) == ("tren", [])
    assert read({"bagian": ["daftar"]}) == ("daftar", [])
    assert read({"bagian": ["lain"]}) == ("tren", ["bagian “lain”"])
    # links of before there were sections: of a card, and of a choice that one section has
    assert read({"kartu": ["growth/by_group"], "bagian": ["tren"]}) == ("jenis", [])
    assert read({"measure": ["merah_putih"]}) == ("wilayah", [])
    assert read({"measure": ["merah_putih"], "bagian": ["tren"]}) == ("tren", [])
    for opened, url in (("tren", {}), ("daftar", {}), ("wilayah", {"measure": ["x"]}), ("tren", {"measure": ["x"]})):
        written = parts.written(url, opened)
        assert read(written) == (opened, [])
        assert ("bagian" in written) == (page.lead(url) != opened)


def test_every_link_to_a_card_opens_a_section_that_has_it() -> None:
    for page in pages():
        for card in page.cards():
            lead = page.lead({"kartu": [card]})
            assert any(card in it.cards() for it in page.sections if it.id == lead), card


def test_the_deck_is_read_from_the_address_in_its_order(store: Store) -> None:
    """By hand: the order is kept, what is no card is said, none or the usual ones are not in the address."""
    deck = state._several(store, state.DECK, state._DECK)
    read, write = deck.read, deck.write
    assert read({}) == (list(SLIDES), [])
    asked = ["opop/cohorts", "growth/total", "no/where", "opop/cohorts"]
    assert read({state.DECK: asked}) == (["opop/cohorts", "growth/total"], ["salindia “no/where”"])
    assert read({state.DECK: ["no/where"]})[0] == list(SLIDES)
    assert write(["opop/cohorts", "growth/total"]) == {state.DECK: ["opop/cohorts", "growth/total"]}
    assert write(list(SLIDES)) == write([]) == {}
    # a slide past the end of a short deck is none
    assert state._read_slide({state.DECK: ["growth/total"], state.SLIDE: ["2"]}) == (0, ["paparan “2”"])
    assert state._read_slide({state.DECK: ["growth/total"], state.SLIDE: ["1"]}) == (1, [])
