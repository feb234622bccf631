"""Every text that leaves the house is held to rules: each card, each set of filters that it follows.

A rule is a function of a rendered card: it gives what is wrong, in words, nothing where all is well. Each is shown a
bad text below, so that none can fall asleep. PENDING may only shrink: an entry that holds by now fails the test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from koperasi.cards import SAMPLE_LEAD, Rendered, cards, find, render
from koperasi.look import formats
from koperasi.look.columns import cell, is_empty
from koperasi.store import Filters, Store
from tests import SWEEP

pytestmark = pytest.mark.slow

CARDS = list(cards())
Rule = Callable[[Rendered, Store], Iterator[str]]
RULES: dict[str, Rule] = {}

# (card, rule) that does not hold yet
PENDING: set[tuple[str, str]] = set()

LONGEST = 260
WINDOWS = ((2020, 2023), (2015, None), (None, 2021))


def rule(function: Rule) -> Rule:
    RULES[function.__name__] = function
    return function


def texts(rendered: Rendered) -> dict[str, str]:
    """All that is printed, copied or read aloud."""
    return {
        "title": rendered.title,
        "finding": rendered.finding,
        "alt": rendered.alt,
        "source line": rendered.source_line,
        "caption": rendered.caption,
    }


# --- the rules


@rule
def filter_is_named(rendered: Rendered, store: Store) -> Iterator[str]:
    said = [word for words in rendered.filters.words(store) for word in words]
    for name in ("alt", "source line", "caption"):
        missing = [word for word in said if word not in texts(rendered)[name]]
        if missing:
            yield f"{name} does not say {missing}"


@rule
def sample_is_said_first(rendered: Rendered, _: Store) -> Iterator[str]:
    for name in ("finding", "alt", "caption"):
        text = texts(rendered)[name]
        if text.startswith(SAMPLE_LEAD) != rendered.answer.sample or text.count(SAMPLE_LEAD) > 1:
            yield f"{name}: {text}"


@rule
def a_sample_row_has_the_sample_as_its_source(rendered: Rendered, _: Store) -> Iterator[str]:
    """Files name the register in every row, unless the rows name sources of their own: those of figures in them."""
    rows = rendered.answer.rows
    column = next((name for name in ("source_ids", "source_id") if name in rows), None)
    if not rendered.answer.sample or column is None or {"figure_id", "figure_ids"} & set(rows):
        return
    named = {key for cell in rows[column] for key in ([cell] if isinstance(cell, str) else cell)}
    if any(not key.startswith("register:") for key in named):
        yield f"rows of a sample name {sorted(named)}"


_BROKEN = re.compile(
    r"\bNaN\b|\bnan\b|\bNone\b|\binf\b|\bNaT\b|: ?[.;,]|(?<!kop)\. ?[;,]|; ?[.;,]|, ?[.;,]|\(\)|\( | \)|\.\.|  | [.,;]|"
    r" dan [.;,]|^[,;.]|\{|\}|<br>"
)


@rule
def nothing_is_empty_or_doubled(rendered: Rendered, _: Store) -> Iterator[str]:
    for name, text in texts(rendered).items():
        if found := _BROKEN.search(text):
            yield f"{name}, {found[0]!r}: {text}"


@rule
def no_change_of_nothing(rendered: Rendered, _: Store) -> Iterator[str]:
    for name, text in texts(rendered).items():
        if found := re.search(r"\b(naik|turun) 0(,0+)?%|(?<![\d.,])0 dari 0(?![.,]?\d)", text):
            yield f"{name}, {found[0]!r}: {text}"


@rule
def no_promise_that_a_picture_cannot_keep(rendered: Rendered, _: Store) -> Iterator[str]:
    """There is no table below a picture, nothing to click, and no dashboard around it."""
    promise = re.compile(
        r"\b(di|dalam|pada|lihat) tabel\b|\bdi (bawah|atas) ini\b|\bklik\b|\b(halaman|kartu|dasbor) ini\b|"
        r"sumber mana pun",
        re.I,
    )
    for name, text in texts(rendered).items():
        if found := promise.search(text):
            yield f"{name}, {found[0]!r}: {text}"


@rule
def a_finding_fits_two_lines(rendered: Rendered, _: Store) -> Iterator[str]:
    if len(rendered.finding) > LONGEST:
        yield f"{len(rendered.finding)}: {rendered.finding}"


@cache
def _figures(store: Store) -> dict[str, Any]:
    """Every published figure by its id, with its quality."""
    with store.cursor() as cursor:
        rows = cursor.execute("select * from figures").df()
    return {row.figure_id: row for row in rows.itertuples()}


_DOUBT = {
    "approximate": re.compile(r"sekitar|±|perkiraan|kira-kira|lebih dari|hampir", re.I),
    "disputed": re.compile(r"diperselisihkan|bertentangan|sumber lain|menurut|diragukan", re.I),
    "suspect": re.compile(r"diragukan", re.I),
}
_NEAR = 90


def _ids(rows: pd.DataFrame) -> set[str]:
    """The published figures that the rows were made of."""
    found: set[str] = set()
    for name in ("figure_id", "figure_ids"):
        if name in rows:
            for cell in rows[name]:
                found |= {cell} if isinstance(cell, str) else set() if is_empty(cell) else set(cell)
    return found


def _as_written(value: float, unit: str) -> set[str]:
    return {formats.number(value, 0 if float(value).is_integer() else 2), formats.measured(value, unit)}


@rule
def doubt_stands_beside_its_figure(rendered: Rendered, store: Store) -> Iterator[str]:
    """A number that only a doubtful figure has, with the word for its doubt near it."""
    known = _figures(store)
    here = [known[it] for it in _ids(rendered.answer.rows) if it in known]
    plain = {word for it in here if it.is_plain for word in _as_written(it.value, it.unit)}
    for it in here:
        if it.is_plain:
            continue
        for word in _as_written(it.value, it.unit) - plain:
            if len(re.sub(r"\D", "", word)) < 3:  # small numbers stand for many things
                continue
            for name in ("finding", "alt"):
                text = texts(rendered)[name]
                for found in re.finditer(rf"(?<![\d.,]){re.escape(word)}(?![\d]|[.,]\d)", text):
                    around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
                    if not _DOUBT[it.quality].search(around):
                        yield f"{name}: {word} is {it.quality} ({it.figure_id}): {around}"


@rule
def no_percentage_from_an_approximate_figure(rendered: Rendered, store: Store) -> Iterator[str]:
    """ "naik 5,4%" only where some row has that change, and both its ends are exact."""
    rows, known = rendered.answer.rows, _figures(store)
    column = next((name for name in ("growth_pct", "change_pct") if name in rows), None)
    if column is None or not {"figure_id", "figure_ids"} & set(rows):
        return
    exact: set[str] = set()
    blurred: set[str] = set()
    for place, change in enumerate(rows[column]):
        if is_empty(change):
            continue
        ends = [known[it] for it in _ids(rows.iloc[[place]]) if it in known]
        (blurred if any(it.quality == "approximate" for it in ends) else exact).add(formats.percent(abs(float(change))))
    for name in ("finding", "alt"):
        for found in re.findall(r"(?:naik|turun) ([\d.,]+%)", texts(rendered)[name]):
            if found in blurred - exact:
                yield f"{name}: {found}: {texts(rendered)[name]}"


@rule
def one_of_several_is_named(rendered: Rendered, store: Store) -> Iterator[str]:
    """Where two regencies were picked and the rows are of one of them, its name stands before the number."""
    picked, rows = rendered.filters.regencies, rendered.answer.rows
    column = next((name for name in ("region_code", "regency_code") if name in rows), None)
    if len(picked) != 2 or column is None:
        return
    there = {code for code in rows[column].dropna() if len(str(code)) == 4}
    if len(there) == 1 and there < set(picked):
        name = next(name for code, name in _short_names(store).items() if code in there)
        if name not in rendered.finding:
            yield f"only {name} is in the rows: {rendered.finding}"


@cache
def _short_names(store: Store) -> dict[str, str]:
    rows = store.ask("frame/regencies").rows
    with store.cursor() as cursor:
        short = cursor.execute("select regency_code, regency_short from regencies").fetchall()
    return {code: name for code, name in short if code in set(rows["regency_code"])}


_BEST = re.compile(r"\b(tertinggi|terbanyak|terbesar|terendah|paling banyak|teratas)\b[^;.]*", re.I)
_COUNTED = re.compile(r"\d+ (lain|kecamatan|kabupaten|wilayah|kelompok|jenis|koperasi|tahun)|lainnya|sama banyak", re.I)
_NO_VALUE = re.compile("rank|_sum$|_alike|_order|year|code|_row|_col|regencies")
_KINDS = ("savings_kind", "rating_grade", "indicator", "measure", "step")
_LABELS = ("regency_short", "region_name", "district", "cooperative_type", "cooperative_group", "product_group")


@rule
def a_superlative_is_carried_by_the_rows(rendered: Rendered, _: Store) -> Iterator[str]:
    """Who is named first as highest or lowest has the best value of some column, and nobody unnamed has it too."""
    clauses = [it[0] for it in _BEST.finditer(rendered.finding)]
    frame = rendered.answer.rows
    labels = [name for name in _LABELS if name in frame]
    if not clauses or not labels:
        return
    rows = [row for row in frame.to_dict("records") if all(row.get(name, keep) == keep for name, keep in _IN)]
    numbers = [str(it) for it in frame.select_dtypes("number") if not _NO_VALUE.search(str(it))]
    for clause in clauses if len(rows) > 1 else ():
        complaints = [it for label in labels for it in _complaints(clause, rows, label, numbers)]
        if complaints and all(complaints):
            yield f"{complaints[0]}: {clause}"


_IN = (("is_selected", True), ("is_suspect", False), ("is_blank", False), ("is_province", False))
Row = dict[str, Any]


def _complaints(clause: str, rows: list[Row], label: str, numbers: list[str]) -> Iterator[str]:
    """For each number that may be the one that is told: what is wrong with it, "" for nothing."""
    found = {str(row[label]): _place(str(row[label]), clause) for row in rows}
    there = {name: place for name, place in found.items() if place >= 0}
    if not there:
        return
    leader = min(there, key=there.__getitem__)
    for row in (it for it in rows if str(it[label]) == leader):
        groups = [rows, *([it for it in rows if it[kind] == row[kind]] for kind in _KINDS if kind in row)]
        for name in numbers:
            if not is_empty(row[name]) and re.search(rf"(?<![\d.,p]){re.escape(_number(name, row))}(?!,?\d)", clause):
                yield from (_judged(clause, group, label, name, row[name]) for group in groups)


def _place(name: str, clause: str) -> int:
    """Where a name stands as a name: Banjar is not in Banjarmasin."""
    found = re.search(rf"\b{re.escape(name)}\b", clause) if name in clause else None
    return found.start() if found else -1


def _number(column: str, row: Row) -> str:
    return (
        formats.measured(row[column], row["unit"])
        if column == "measure_value" and "unit" in row
        else cell(column, row[column])
    )


def _judged(clause: str, rows: list[Row], label: str, column: str, value: float) -> str:
    known = [row for row in rows if not is_empty(row[column])]
    best = (min if clause.lower().startswith("terendah") else max)(row[column] for row in known)
    if value != best:
        return f"{value} is not the best {column}, {best}"
    tied = [row[label] for row in known if row[column] == best and _place(str(row[label]), clause) < 0]
    return f"{tied} have the same {column}" if tied and not _COUNTED.search(clause) else ""


# --- all cards under all filters


@cache
def wanted(store: Store) -> tuple[list[Filters], list[Filters], list[Filters]]:
    """What every card is shown under: no filter, windows, both polas, a type; each regency; and the rest, many.

    The rest: pairs of regencies, in a sweep all of them, else each with the next two; each year;
    a regency inside a window.
    """
    codes = list(_short_names(store))
    first, last = (int(it) for it in store.ask("frame/bounds").rows.iloc[0])
    count = len(codes)
    apart = [(one, other, min(other - one, one + count - other)) for one, other in combinations(range(count), 2)]
    pairs = [(codes[one], codes[other]) for one, other, steps in apart if SWEEP or steps <= 2]
    return (
        [
            Filters(),
            *(Filters(year_from=start, year_to=end) for start, end in WINDOWS),
            *(Filters(pola=pola) for pola in ("konvensional", "syariah")),
            Filters(cooperative_types=("Simpan Pinjam",)),
        ],
        [Filters((code,), *window) for window in ((), WINDOWS[0])[: 1 + SWEEP] for code in codes],
        [
            *(Filters(picked) for picked in pairs),
            *(Filters(year_from=year, year_to=year) for year in range(first, last + 1)),
            *(Filters((code,), *WINDOWS[0]) for code in codes if not SWEEP),
        ],
    )


def renderings(store: Store, card_id: str) -> Iterator[Rendered]:
    """Each distinct one. Cards, and the choices of a card, take turns with regencies and with the rest.

    Choices other than the first take turns with what the first is always shown under, too. In a sweep there are no
    turns, but that the choices other than the first share the rest.
    """
    it, seen, mine = find(card_id), set(), CARDS.index(card_id)
    others = list(product(*([(choice.name, value) for value in choice.values] for choice in it.choices)))
    always, regencies, rest = wanted(store)
    for place, options in enumerate(others, mine):
        first = place == mine
        if SWEEP:
            each, few, many = 1, 1, 1 if first else len(others) - 1
        else:
            each, few, many = (1, 4, 12) if first else (len(always), len(regencies), max(24, len(others) - 1))
            each = min(each, max(1, len(others) - 1))  # a card with one more choice has nobody to take turns with
        for filters in (*always[place % each :: each], *regencies[place % few :: few], *rest[place % many :: many]):
            chosen = replace(filters, options=options)
            followed = chosen.only(store.queries[it.query_for(chosen)].parameters)
            if followed not in seen:
                seen.add(followed)
                yield render(store, card_id, followed)


@pytest.mark.parametrize("card", CARDS)
def test_every_text_keeps_the_rules(card: str, store: Store, record_property: Callable[[str, object], None]) -> None:
    broken: dict[str, list[str]] = {}
    count = 0
    for rendered in renderings(store, card):
        count += len(texts(rendered))
        for name, holds in RULES.items():
            for complaint in holds(rendered, store):
                broken.setdefault(name, []).append(f"[{rendered.selection}] {complaint}")
    record_property("texts", count)
    record_property("rules", len(RULES))
    record_property("broken", sum(map(len, broken.values())))
    pending = {name for it, name in PENDING if it == card}
    new = {name: (len(found), found[:4]) for name, found in broken.items() if name not in pending}
    assert new == {}
    assert pending <= broken.keys(), f"holds by now, so take it out of PENDING: {pending - broken.keys()}"


def test_what_is_pending_is_a_card_and_a_rule() -> None:
    assert {card for card, _ in PENDING} <= set(CARDS)
    assert {name for _, name in PENDING} <= set(RULES)


# --- each rule fails on a bad text


def said(store: Store, card: str, words: str, filters: Filters | None = None) -> Rendered:
    """A card that says these words instead of its own."""
    return replace(render(store, card, filters or Filters()), words=words)


def complaints(name: str, rendered: Rendered, store: Store) -> list[str]:
    return list(RULES[name](rendered, store))


def test_a_filter_that_is_not_named_is_seen(store: Store) -> None:
    shown = render(store, "merah_putih/missing_nib", Filters(("6303",)))
    assert complaints("filter_is_named", shown, store) == []
    assert len(complaints("filter_is_named", replace(shown, selection=""), store)) == 3


def test_a_sample_that_is_not_said_first_is_seen(store: Store) -> None:
    shown = render(store, "growth/by_type", Filters())
    assert complaints("sample_is_said_first", shown, store) == []
    real = replace(shown, answer=replace(shown.answer, sample=False), words=f"Ini {SAMPLE_LEAD}bukan.")
    assert complaints("sample_is_said_first", real, store) == []
    assert complaints("sample_is_said_first", replace(shown, words=f"{SAMPLE_LEAD}dua kali."), store) != []
    assert complaints("sample_is_said_first", said(store, "growth/total", f"{SAMPLE_LEAD}palsu."), store) != []


def test_a_sample_row_with_a_published_source_is_seen(store: Store) -> None:
    shown = render(store, "growth/by_type", Filters())
    rows = shown.answer.rows.assign(source_id="tempo-2021-02-pp7")
    spoiled = replace(shown, answer=replace(shown.answer, rows=rows))
    assert complaints("a_sample_row_has_the_sample_as_its_source", spoiled, store) != []


@pytest.mark.parametrize(
    "words",
    [
        "Tertinggi: .",
        "A. ;",
        "A .. B.",
        "Nilai NaN.",
        "None: A.",
        "A  B.",
        "A, .",
        "A ().",
        "A dan .",
        "A {nilai}.",
        "A;.",
    ],
)
def test_what_is_empty_or_doubled_is_seen(words: str, store: Store) -> None:
    assert complaints("nothing_is_empty_or_doubled", said(store, "growth/total", words), store) != []


@pytest.mark.parametrize(("words", "bad"), [("naik 0%", True), ("turun 0,0%", True), ("naik 0,4%", False)])
def test_a_change_of_nothing_is_seen(words: str, bad: bool, store: Store) -> None:
    assert bool(complaints("no_change_of_nothing", said(store, "growth/total", words), store)) == bad


def test_nothing_out_of_nothing_is_seen(store: Store) -> None:
    assert complaints("no_change_of_nothing", said(store, "growth/total", "Yang memenuhi 0 dari 0."), store) != []
    assert (
        complaints(
            "no_change_of_nothing", said(store, "growth/total", "Yang memenuhi 0 dari 0,5 atau 10 dari 03."), store
        )
        == []
    )


@pytest.mark.parametrize(
    "words",
    ["Selebihnya di tabel.", "Lihat tabel.", "Klik satu wilayah.", "Kartu ini kosong.", "Tidak di sumber mana pun."],
)
def test_a_promise_is_seen(words: str, store: Store) -> None:
    assert complaints("no_promise_that_a_picture_cannot_keep", said(store, "growth/total", words), store) != []


def test_a_long_finding_is_seen(store: Store) -> None:
    assert complaints("a_finding_fits_two_lines", said(store, "growth/total", "a" * (LONGEST + 1)), store) != []


@pytest.mark.parametrize(
    ("words", "bad"),
    [
        ("Kalimantan Selatan: aktif 1.875 (2021).", True),
        ("Kalimantan Selatan: aktif 1.875 (2021, diragukan).", False),
        ("Kalimantan Selatan: aktif 11.875.", False),
    ],
)
def test_a_doubtful_figure_without_its_word_is_seen(words: str, bad: bool, store: Store) -> None:
    """1.875 active ones in 2021 are suspect in seeds/figures.csv."""
    shown = said(store, "growth/activity", words, Filters(year_from=2021, year_to=2021))
    found = [it for it in complaints("doubt_stands_beside_its_figure", shown, store) if it.startswith("finding: 1.875")]
    assert bool(found) == bad


def test_a_percentage_from_an_approximate_figure_is_seen(store: Store) -> None:
    """Banjarmasin's 530 of 2018 are "sekitar", and their 600 before it "secara teori"."""
    shown = render(store, "growth/total", Filters(("6371",)))
    rows = shown.answer.rows
    blurred = rows.assign(growth_pct=[-11.7 if value == 530 else None for value in rows["cooperatives"]])
    told = replace(shown, answer=replace(shown.answer, rows=blurred), words="Turun, atau turun 11,7%.")
    assert complaints("no_percentage_from_an_approximate_figure", told, store) != []
    assert complaints("no_percentage_from_an_approximate_figure", shown, store) == []


def test_one_of_several_without_its_name_is_seen(store: Store) -> None:
    shown = render(store, "growth/total", Filters(("6304", "6372")))
    alone = shown.answer.rows[shown.answer.rows["region_code"] == "6372"]
    nameless = replace(shown, answer=replace(shown.answer, rows=alone), words="Koperasi 151 (2013).")
    assert complaints("one_of_several_is_named", nameless, store) != []
    assert complaints("one_of_several_is_named", replace(nameless, words="Banjarbaru: 151."), store) == []


@pytest.mark.parametrize(
    ("words", "bad"),
    [
        ("Tertinggi Banjar (290).", False),
        ("Tertinggi Kotabaru (202).", True),
        ("Terendah Banjarbaru (20).", False),
        ("Terendah Banjarmasin (52).", True),
    ],
)
def test_a_false_superlative_is_seen(words: str, bad: bool, store: Store) -> None:
    shown = said(store, "growth/regency_map", words, Filters(options=(("measure", "merah_putih"),)))
    assert bool(complaints("a_superlative_is_carried_by_the_rows", shown, store)) == bad


def test_a_superlative_that_leaves_an_equal_out_is_seen(store: Store) -> None:
    shown = said(store, "growth/regency_map", "", Filters(options=(("measure", "merah_putih"),)))
    rows = shown.answer.rows.copy()
    for column in rows.select_dtypes("number"):
        if (rows.loc[rows["regency_short"] == "Banjar", column] == 290).fillna(False).all():
            rows.loc[rows["regency_short"] == "Tapin", column] = 290
    tied = replace(shown, answer=replace(shown.answer, rows=rows))
    for words, bad in (("Tertinggi Banjar (290).", True), ("Tertinggi Banjar dan Tapin (290).", False)):
        assert bool(complaints("a_superlative_is_carried_by_the_rows", replace(tied, words=words), store)) == bad


def test_every_rule_is_shown_a_bad_text() -> None:
    source = Path(__file__).read_text(encoding="utf-8").partition("# --- each rule fails on a bad text")[2]
    assert [name for name in RULES if f'"{name}"' not in source] == []
