"""The briefing paper: A4 through Typst, two to four pages of headline figures, findings, cards and sources."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import typst

from koperasi import __version__
from koperasi.cards import Rendered, in_words, render
from koperasi.cards.parts import each
from koperasi.cards.summary import change_sentence, findings_of, headlines_of
from koperasi.look import formats
from koperasi.look.charts import Table
from koperasi.look.columns import write
from koperasi.look.ink import FONT
from koperasi.look.surface import Surface
from koperasi.press import pictures
from koperasi.press.cited import cited, sources_of
from koperasi.press.settled import made_on
from koperasi.said import Said
from koperasi.store import Filters, Store

TEMPLATE = Path(__file__).parent / "templates" / "lembar.typ"
PROVINCE = (
    "growth/total",
    "merah_putih/legality",
    "merah_putih/regency_map",
    "opop/coverage_map",
    "sharia/rating_round",
    "summary/targets",
    "growth/by_status",
)
REGENCIES = ("profile/headlines", "growth/total", "merah_putih/legality", "opop/coverage_map", "growth/by_status")
_FONTS = TEMPLATE.parent / "fonts"
_FAMILY = "Dasbor Sans"  # Source Sans in a form that Typst takes (fonts/dasbor_sans.txt)
_WIDTH, _HEIGHT, _LETTER = 680, 250, 13  # of a figure; its height is the least of this and what it would take
_ROWS, _CHANGES, _FINDINGS = 16, 4, 8  # at most


class BadTypst(Said):
    """A template of the office's that Typst cannot set."""


def usual(filters: Filters) -> tuple[str, ...]:
    """The ids of the cards of a briefing on the province, or on some regencies."""
    return REGENCIES if filters.regencies else PROVINCE


def unasked(rendered: Sequence[Rendered]) -> list[Rendered]:
    """Those that may come without being named: nobody is briefed on a sample who did not ask for it."""
    return [it for it in rendered if not it.answer.sample]


def briefing(
    store: Store,
    rendered: Sequence[Rendered],
    filters: Filters,
    *,
    template: Path | None = None,
    each_done: Callable[[Rendered], None] = lambda _: None,
) -> bytes:
    """The paper as PDF, tagged, its fonts inside; the same bytes for the same data and arguments.

    each_done: told of every card whose figure is drawn. Raises BadTypst, BadSetting, and PictureError where there is
    no Chromium.
    """
    place = template or TEMPLATE
    cards = []
    for it in rendered:
        cards.append(_card(it))
        each_done(it)
    head = [render(store, name, filters) for name in ("summary/headlines", "summary/changes", "summary/attention")]
    data = _front(store, filters, *head) | {
        "cards": cards,
        "sources": [{"said": cited(it), "url": it.url} for it in sources_of([*head, *rendered])],
    }
    return _set(place, json.dumps(data, ensure_ascii=False), store)


def _set(place: Path, data: str, store: Store) -> bytes:
    try:
        if "@preview/" in place.read_text(encoding="utf-8"):
            raise BadTypst(
                f"{place}: memakai paket dari internet (@preview); dasbor tidak mengambil apa pun dari sana."
            )
        compiler = typst.Compiler(
            place, place.resolve().parent, [_FONTS], ignore_system_fonts=True, sys_inputs={"data": data}
        )
        # a form of the office's may lack what PDF/UA asks for, such as words for a picture
        standards: Any = ["ua-1"] if place == TEMPLATE else []
        made: Any = compiler.compile(format="pdf", pdf_standards=standards, timestamp=int(made_on(store).timestamp()))
    except typst.TypstError as error:
        raise BadTypst(f"{place}: Typst tidak dapat memakainya: {error.message}") from error
    except UnicodeDecodeError:
        raise BadTypst(f"{place}: bukan berkas Typst (teks UTF-8).") from None
    return bytes(made)


def _front(store: Store, filters: Filters, head: Rendered, changes: Rendered, attention: Rendered) -> dict[str, Any]:
    province = store.province
    newest = formats.as_of(str(store.ask("frame/newest").rows["as_of"].iloc[0]))
    place = in_words(store, filters) if filters.active() else province.name
    changed = [] if _nothing(changes) else [change_sentence(it) for it in each(changes.answer.rows.head(_CHANGES))]
    return {
        "title": "Lembar paparan koperasi",
        "place": place,
        "agency": province.agency,
        "state": f"Angka terbitan sampai {newest}",
        "version": f"{province.dashboard} {__version__}, versi data {store.version}",
        "icon": list((store.places.seeds / province.icon).read_bytes()),
        "headlines": _headlines(head),
        "changes": changed,
        **_findings(attention),
    }


def _nothing(it: Rendered) -> bool:
    return it.empty or it.is_zero


def _headlines(it: Rendered) -> list[dict[str, str]]:
    if _nothing(it):
        return []
    publishers = {source.id: source.publisher for source in it.answer.sources}
    return [
        {
            "label": ", ".join(filter(None, (one.row.headline_label, one.place))),
            "value": one.value,
            "as_of": one.as_of,
            "before": one.before or one.also,
            "publisher": formats.listed(dict.fromkeys(publishers[key] for key in one.row.source_ids[:2])),
        }
        for group in headlines_of(it.answer.rows)
        for one in group
    ]


def _findings(it: Rendered) -> dict[str, Any]:
    if it.empty:
        return {"findings": [], "findings_more": "", "quiet": ""}
    found = findings_of(it.answer.rows)
    quiet = it.answer.rows[~it.answer.rows["is_fired"]]["rule_title"].tolist()
    more = len(found) - _FINDINGS
    return {
        "findings": [
            {
                "title": one.row.rule_title,
                "place": one.row.place,
                "sentence": one.sentence,
                "as_of": write("Keadaan {as_of}.", one.row),
            }
            for one in found[:_FINDINGS]
        ],
        "findings_more": f"Dimuat {_FINDINGS} dari {len(found)} hal; selebihnya di dasbor." if more > 0 else "",
        "quiet": f"Diperiksa, tidak melampaui ambang: {formats.listed(quiet)}." if quiet else "",
    }


def _card(it: Rendered) -> dict[str, Any]:
    spec, table, figure = it.spec, None, ""
    cut = ""
    if isinstance(spec, Table):
        body = [[str(cell) for cell in row] for row in spec.body[:_ROWS]]
        table = {"heads": list(spec.heads), "body": body, "prose": spec.prose}
        cut = f"Dimuat {len(body)} dari {len(spec.body)} baris." if len(body) < len(spec.body) else ""
    elif spec is not None:
        figure = _figure(it)
    return {
        "title": it.title,
        "finding": it.finding,
        "sample": it.answer.sample,
        "source_line": " ".join(filter(None, (it.source_line, cut))),
        "notes": [*it.notes, *it.cautions],
        "alt": it.alt,
        "figure": figure,
        "table": table,
    }


def _figure(it: Rendered) -> str:
    """As SVG whose letters are those that the paper carries."""
    surface = Surface("briefing", _WIDTH, None, _LETTER)
    drawn = it.figure(surface)
    if drawn is None or drawn["layout"]["height"] > _HEIGHT:
        surface = replace(surface, height=_HEIGHT)
    svg = pictures.drawing(it, surface, "svg").decode()
    return svg.replace(FONT.partition(",")[0], _FAMILY)
