"""What stands behind the ⓘ of a card: definition, unit, quality, notes, and each source with its rows."""

from __future__ import annotations

from typing import NamedTuple

from koperasi.cards import Rendered
from koperasi.look import formats
from koperasi.screen import figure_links, html, state
from koperasi.store import Source, Store

_REGISTER = "register:"


class _Named(NamedTuple):
    """One source: the address of all that it gave, what that is, and the numbers of this card with theirs."""

    source: Source
    href: str
    label: str
    numbers: list[tuple[str, str]]


def text(store: Store, rendered: Rendered) -> str:
    """HTML of the dialog's body."""
    answer = rendered.answer
    counts = dict(answer.rows["quality_label"].value_counts()) if "quality_label" in answer.rows else {}
    return html.filled(
        "about.html",
        it=rendered,
        quality=formats.listed(f"{label} {count}" for label, count in counts.items()),
        unmoved=list(zip(rendered.unmoved, rendered.notes, strict=True)),
        remarks=_remarks(rendered),
        sources=_sources(store, rendered),
        version=store.version,
    )


def _remarks(rendered: Rendered) -> list[str]:
    """The notes of the rows, each once, with place and date."""
    rows = rendered.answer.rows
    if "note" not in rows:
        return []
    noted = rows[rows["note"].notna() & (rows["note"] != "")]
    where = next((name for name in ("region_name", "regency_short") if name in noted), "")
    said = []
    for row in noted.to_dict("records"):
        date = formats.as_of(row["as_of"]) if isinstance(row.get("as_of"), str) else ""
        place = " ".join(part for part in (str(row[where]) if where else "", date) if part)
        said.append(f"{place}: {row['note']}" if place else str(row["note"]))
    return list(dict.fromkeys(said))


def _sources(store: Store, rendered: Rendered) -> list[_Named]:
    numbers = figure_links.by_source(store, rendered.answer)
    return [
        _Named(
            source,
            href(source),
            "himpunan datanya" if source.id.startswith(_REGISTER) else "semua angka dari sumber ini",
            [(words, state.link(figure_links.PAGE, figure=key)) for key, words in numbers.get(source.id, [])],
        )
        for source in rendered.answer.sources
    ]


def href(source: Source) -> str:
    """The address of a source, or of a register, on the page of data."""
    if source.id.startswith(_REGISTER):
        return state.link(figure_links.PAGE, himpunan=source.id.removeprefix(_REGISTER))
    return state.link(figure_links.PAGE, sumber=source.id)
