"""A draft press release in the agency's manner, every figure of which comes from a query and bears its source.

It treats no sample as news, and never says that something grew between two registers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import permutations
from pathlib import Path

import pandas as pd

from koperasi import __version__
from koperasi.cards import SAMPLE_LEAD, SAMPLE_MARK, Rendered, render
from koperasi.cards.parts import each
from koperasi.cards.summary import change_sentence
from koperasi.look import formats
from koperasi.press.cited import MOST as MOST_SOURCES
from koperasi.press.cited import cited
from koperasi.press.settled import made_on, settled
from koperasi.press.word import Draft, Piece
from koperasi.said import Said
from koperasi.store import Filters, Source, Store

TEMPLATE = Path(__file__).parent / "templates" / "siaran.docx"
USUAL = ("growth/total", "merah_putih/legality", "opop/cohorts", "sharia/rating_round")
MOST = 5  # paragraphs of figures: the lead and four behind it
_NUMBER = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3})+|\d+)(?![.,]?\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PERCENT = re.compile(r"(\d+(?:,\d+)?)\s?(?:%|persen)")
_GROWTH = re.compile(
    r"\b(?:naik|turun|(?:ber)?tumbuh|pertumbuhan|bertambah|berkurang|meningkat|menurun|melonjak|kenaikan|penurunan"
    r"|peningkatan|lebih (?:banyak|sedikit))\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;.] ")


class Refused(Said):
    """A sentence that the figures do not allow."""


@dataclass(frozen=True)
class Paragraph:
    """style: as Word calls it."""

    pieces: tuple[Piece, ...]
    style: str = "Normal"


def release(
    store: Store,
    rendered: Sequence[Rendered],
    filters: Filters,
    *,
    template: Path | None = None,
    place: str = "",
    day: date | None = None,
) -> bytes:
    """The draft as .docx; the same bytes for the same data and arguments.

    place, day: of the release; a gap to be filled in where not given. Raises Refused, BadDocument or BadSetting.
    """
    said, told = draft(store, rendered, filters, place=place, day=day), _told_of(rendered)
    document = Draft(template or TEMPLATE)
    if template is None:
        document.write([Piece(store.province.agency, bold=True)])
    for it in said:
        document.write(it.pieces, it.style)
    if any(it.answer.sample for it in told):
        document.mark(SAMPLE_MARK)
    when_made = made_on(store)
    _describe(document, store, told[0], when_made)
    return settled(document.saved(), when_made)


def draft(
    store: Store, rendered: Sequence[Rendered], filters: Filters, *, place: str = "", day: date | None = None
) -> list[Paragraph]:
    """What the release says, from top to bottom. The first card that is no sample leads. Raises Refused."""
    told, province = _told_of(rendered), store.province
    for words in (it.finding for it in told):
        check(words, rendered)
    lead, *others = told
    where = Piece(f"{place.upper() or '[TEMPAT]'}, ", bold=True, open=not place)
    when = Piece(formats.as_of(day.isoformat()) if day else "[tanggal terbit]", bold=True, open=day is None)
    made_of = f"{province.dashboard} {__version__}, versi data {store.version}"
    return [
        _paragraph(Piece("SIARAN PERS (KONSEP)"), style="Subtitle"),
        _paragraph(_bracketed(headline(lead), lead), style="Title"),
        _paragraph(where, when, Piece(" – "), *_told(lead), *_compared(store, lead, filters)),
        *(_paragraph(*_told(it), *_compared(store, it, filters)) for it in others),
        _paragraph(_gap("KUTIPAN KEPALA DINAS BELUM ADA: minta, tulis di sini, dan mintakan persetujuannya")),
        _paragraph(Piece("Latar belakang"), style="Heading 1"),
        *(paragraph for it in told for paragraph in _background(it)),
        _paragraph(Piece("Kontak"), style="Heading 1"),
        _paragraph(Piece(f"{province.agency}, "), _gap("nama, jabatan, telepon, dan surel humas")),
        _paragraph(Piece(f"Konsep dari {made_of}. Periksa sebelum terbit.")),
    ]


def remarks(rendered: Sequence[Rendered]) -> list[str]:
    """What whoever takes the draft must know besides what it says: what is left out of it, and what is no news."""
    ranked = _ranked(rendered)
    told, left = ranked[:MOST], ranked[MOST:]
    samples = [it.title for it in told if it.answer.sample]
    found = [f"“{it.title}” tidak masuk siaran: {formats.lowered(it.finding)}" for it in rendered if it.empty]
    if left:
        names = formats.listed(f"“{it.title}”" for it in left)
        found.append(f"Siaran memuat {len(told)} kartu, yang bukan contoh lebih dahulu; tidak masuk: {names}.")
    if samples:
        names = formats.listed(f"“{it}”" for it in samples)
        found.append(f"{SAMPLE_MARK}: {names} dikurung dan dokumennya bercap air. Hapus sebelum terbit.")
    return found


def _ranked(rendered: Sequence[Rendered]) -> list[Rendered]:
    """Those with rows, samples last."""
    return sorted((it for it in rendered if not it.empty), key=lambda it: it.answer.sample)


def _told_of(rendered: Sequence[Rendered]) -> list[Rendered]:
    """Those that are told. Raises Refused where none is."""
    if told := _ranked(rendered)[:MOST]:
        return told
    raise Refused("Tidak satu pun kartu itu berisi data; siaran pers tidak dibuat.")


def _paragraph(*pieces: Piece, style: str = "Normal") -> Paragraph:
    return Paragraph(pieces, style)


def _background(it: Rendered) -> list[Paragraph]:
    """What its figures count, and what must be known of them."""
    about = _paragraph(Piece(f"{it.title}. ", bold=True), _bracketed(it.about, it, note=_note(it, it.about)))
    return [
        about,
        *(_paragraph(_bracketed(said, it, note=_note(it, said))) for said in (*it.notes, *it.cautions)),
    ]


def _describe(made: Draft, store: Store, lead: Rendered, when: datetime) -> None:
    core = made.document.core_properties
    core.title = f"Siaran pers: {_bracketed(headline(lead), lead).words}"
    core.author = core.last_modified_by = store.province.agency
    core.language, core.revision = "id-ID", 1
    core.created = core.modified = when.replace(tzinfo=None)


def headline(lead: Rendered) -> str:
    """The first clause of the lead: what follows there says it again, with its source."""
    return formats.capital(_CLAUSE.split(_said(lead))[0].removesuffix("."))


def _said(it: Rendered) -> str:
    return it.finding.removeprefix(SAMPLE_LEAD)


def _bracketed(words: str, it: Rendered, note: str = "") -> Piece:
    """As it is; of a sample in brackets that say so."""
    if not it.answer.sample:
        return Piece(words, note)
    return Piece(f"[{SAMPLE_MARK}, jangan diterbitkan: {words}]", note, sample=True)


def _gap(words: str) -> Piece:
    """What only a person can write."""
    return Piece(f"[{words}]", open=True)


def _told(it: Rendered) -> list[Piece]:
    return [_bracketed(_said(it), it, _note(it, it.finding))]


def _note(it: Rendered, words: str) -> str:
    """The sources of the figures in `words`, each with its date; "" where there is no figure."""
    if not re.search(r"\d", words):
        return ""
    rows = it.answer.rows
    if "as_of" in rows:
        # the rows that are spoken of are those whose date is said; of dates that nobody says all count
        spoken = rows[[formats.as_of(day) in words for day in rows["as_of"].fillna("")]]
        rows = spoken if len(spoken) else rows
    named: list[tuple[object, str]] = []
    for row in each(rows):
        listed = getattr(row, "source_ids", None)
        keys = [getattr(row, "source_id", None)] if listed is None else listed
        named += [(key, getattr(row, "as_of", "") or "") for key in keys]
    return _cited(named, it.answer.sources, it.as_of)


def _cited(named: Iterable[tuple[object, str]], sources: Sequence[Source], as_of: str) -> str:
    """named: ids of sources, each with the date of a figure of its."""
    by_id = {source.id: source for source in sources}
    days: dict[Source, set[str]] = {}
    for key, day in named:
        if key in by_id:
            days.setdefault(by_id[str(key)], set()).add(day)
    # rows that name none were counted in registers, or judged by a rule
    found = {source: formats.as_of_span(its) for source, its in days.items()} or dict.fromkeys(sources, as_of)
    told = [
        f"{cited(source)}{f' {source.url}' if source.url else ''}{f' Keadaan: {day}.' if day else ''}"
        for source, day in [*found.items()][:MOST_SOURCES]
    ]
    more = len(found) - MOST_SOURCES
    return "Sumber: " + " ".join(told) + (f" Dan {more} sumber lain di dasbor." if more > 0 else "")


def _compared(store: Store, it: Rendered, filters: Filters) -> list[Piece]:
    """What changed of the same indicators, by the question that compares within one list only."""
    changes = render(store, "summary/changes", filters)
    if changes.empty or changes.is_zero or it.answer.sample or "figure_ids" not in it.answer.rows:
        return []
    named = it.answer.rows["figure_ids"].explode().dropna()
    indicators = {str(key).partition(".")[0] for key in named}
    pieces = []
    for row in each(changes.answer.rows):
        sentence = change_sentence(row)
        if row.indicator in indicators and _figures(sentence) - _figures(it.finding):
            # the newer figure's source first; one page may give both
            dates = [(key, row.as_of) for key in row.source_ids[:1]]
            dates += [(key, row.as_of_before) for key in row.source_ids[-1:]]
            check(sentence, [it])
            pieces.append(Piece(f" {sentence}", _cited(dates, changes.answer.sources, changes.as_of)))
    return pieces


def _figures(words: str) -> set[str]:
    return set(_NUMBER.findall(words))


def check(words: str, rendered: Iterable[Rendered]) -> None:
    """Raise Refused where a sentence says that something grew, and its figures stand in two registers.

    For what a person wrote as much as for what was made: two figures of one card from registers that differ, or the
    percentage between two such.
    """
    for sentence in re.split(r"(?<=[.;]) ", words):
        if not _GROWTH.search(sentence):
            continue
        figures, percents = _figures(sentence), set(_PERCENT.findall(sentence))
        if sum(not _YEAR.fullmatch(it) for it in figures) > 1:
            percents = set()  # it is the change between those two, which are looked at by themselves
        for value, other in (pair for it in rendered for pair in _apart(it)):
            said = [formats.number(value), formats.number(other)]
            if set(said) <= figures or _growth(value, other) & percents:
                apart = f"{formats.listed(said)} berasal dari register yang berbeda dan tidak sebanding."
                raise Refused(f"Ditolak: “{sentence.strip()}” {apart}")


def _apart(it: Rendered) -> list[tuple[float, float]]:
    """Pairs of its figures that stand in different registers, and in no one together."""
    rows = it.answer.rows
    numeric = [name for name in map(str, rows) if pd.api.types.is_numeric_dtype(rows[name])]
    whole = [name for name in numeric if rows[name].notna().all()]
    if "register" not in rows or not whole:
        return []
    pairs = [*permutations(zip(rows["register"], rows[whole[0]].astype(float), strict=True), 2)]
    same = {(a, b) for (one, a), (two, b) in pairs if one == two}
    return [(a, b) for (one, a), (two, b) in pairs if one != two and a and b and (a, b) not in same]


def _growth(value: float, other: float) -> set[str]:
    """How a person would write the change from one to the other in percent."""
    change = abs(other / value - 1) * 100
    return {formats.number(change, places) for places in (0, 1, 2)}
