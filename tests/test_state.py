"""Session state and URL: which of them wins, case by case, and what each says."""

from __future__ import annotations

import pytest

from koperasi.screen import state
from koperasi.screen.state import Case, Last, decide
from koperasi.store import Store

PICKED = {"kabupaten": ["6303"], "pola": "semua"}
LAST = Last("opop", {"kabupaten": ["6303"]}, PICKED)


@pytest.mark.parametrize(
    ("last", "page", "url", "values", "slide_turned", "case"),
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
        (LAST, "opop", {}, PICKED, False, Case.BACK),
        (LAST, "opop", {"kabupaten": ["6371"]}, PICKED, False, Case.BACK),
        (LAST, "opop", {"kabupaten": ["6303"]}, PICKED, False, Case.STILL),
        # a widget that came with the page, or went with it, was not used
        (LAST, "opop", {"kabupaten": ["6303"]}, PICKED | {"measure": "inactive"}, False, Case.STILL),
        (LAST, "opop", {"kabupaten": ["6303"]}, {"kabupaten": ["6303"]}, False, Case.STILL),
    ],
)
def test_the_newer_one_wins(
    last: Last | None, page: str, url: state.Params, values: dict[str, object], slide_turned: bool, case: Case
) -> None:
    assert decide(last, page, url, values, slide_turned) is case


def test_what_each_case_reads_from_the_url() -> None:
    assert {case for case in Case if case.shared_from_url} == {Case.FIRST, Case.LINK, Case.BACK}
    assert {case for case in Case if case.own_from_url} == {Case.FIRST, Case.MENU, Case.LINK, Case.BACK}


@pytest.mark.parametrize(
    ("picked", "left"), [([], ["6303"]), (["6303"], []), (["6371"], ["6303"]), (["6303", "6371"], ["6303"])]
)
def test_a_click_on_a_regency_shows_it_alone_or_all_again(picked: list[str], left: list[str]) -> None:
    assert state.only_or_all(picked, "6303") == left


def test_a_free_text_in_the_url_is_bounded(store: Store) -> None:
    (search,) = state.own_controls(store, {"cari": None})
    assert search.read({"cari": [" " + "x" * 5000]}) == ("x" * 200, [])
    assert search.write("x") == {"cari": ["x"]}
    assert search.write("") == {}


def test_what_a_page_keeps_must_be_one_of_its_values(store: Store) -> None:
    (order,) = state.own_controls(store, {"urut": lambda _: {"oldest": "Terlama"}})
    assert order.read({"urut": ["oldest"]}) == ("oldest", [])
    assert order.read({"urut": ["miring"]}) == ("", ["urut “miring”"])
    (unknown,) = order.read({"urut": ["y" * 5000]})[1]
    assert len(unknown) < 250


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
