"""The press kit: pictures of some cards with all that is published beside them, in one zip.

A folder a card: its pictures, caption, alternative text, CSV and metadata.json. The same bytes for the same data and
arguments: nothing in it is about when it was made.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from koperasi.cards import SAMPLE_MARK, Rendered, in_words, render
from koperasi.look import formats
from koperasi.press import files, pictures, release
from koperasi.press.cited import citation_of
from koperasi.press.edits import Edit, edited
from koperasi.press.package import citation, entry
from koperasi.press.presets import WIDE, Preset, slug, stem
from koperasi.said import Said
from koperasi.store import Filters, Store, TableUnavailable

README, RELEASE = "BACA.md", "siaran-pers.docx"
_RIGHTS = (
    "Fakta terbitan: sebutkan sumber setiap angka, yang berdiri di keterangannya. Gambar dimuat utuh: baris sumber dan "
    "tanda di dalamnya tidak dipotong."
)
_SAMPLES = "dibuat komputer untuk mencoba dasbor, bukan keadaan sebenarnya. Jangan dimuat."


@dataclass(frozen=True)
class Kit:
    """A zip, and why some cards are not in it whole: card id -> what was said."""

    data: bytes
    failed: Mapping[str, str]


@dataclass(frozen=True)
class Order:
    """How the pictures are made, what a person wrote anew, by card id, and of the release where and when."""

    presets: Sequence[Preset] = (WIDE,)
    kinds: Sequence[pictures.Format] = ("png",)
    style: pictures.Style = "colour"
    edits: Mapping[str, Edit] = field(default_factory=dict)
    place: str = ""
    day: date | None = None


def kit(
    store: Store,
    rendered: Sequence[Rendered],
    filters: Filters,
    order: Order = Order(),
    each: Callable[[Rendered], None] = lambda _: None,
    missing: Mapping[str, str] = MappingProxyType({}),
    before: Callable[[], None] = lambda: None,
) -> Kit:
    """The kit of the cards in their order; one that fails is named and leaves the rest.

    each: told of every card that is done. before: called before every picture. What these raise ends the making.
    missing: cards that could not be rendered, and why. Raises PictureError where there is no Chromium.
    """
    out = io.BytesIO()
    failed = dict(missing)
    said: list[Rendered] = []
    listed: list[tuple[str, str]] = []
    with zipfile.ZipFile(out, "w") as archive:
        for it in rendered:
            try:
                told, made = _card(store, it, order, before)
            except Said as fault:
                if isinstance(fault, pictures.PictureError) and pictures.browser_path() is None:
                    raise
                failed[it.card.id] = str(fault)
            else:
                said.append(told)
                for name, what, data in made:
                    archive.writestr(entry(name), data)
                    listed.append((name, what))
            each(it)
        try:
            words = release.release(store, said, filters, place=order.place, day=order.day)
            archive.writestr(entry(RELEASE), words)
            listed.append((RELEASE, "konsep siaran pers; setiap angka bercatatan kaki"))
            refused = ""
        except Said as fault:
            refused = str(fault)
        archive.writestr(entry(README), _readme(store, said, filters, listed, failed, refused).encode())
    return Kit(out.getvalue(), failed)


def of_section(store: Store, card_ids: Iterable[str], filters: Filters) -> bytes:
    """The kit of the cards of a section of a page; without a Chromium it has no pictures."""
    rendered, missing = gather(store, card_ids, filters)
    order = Order() if pictures.browser_path() else Order(presets=())
    return kit(store, rendered, filters, order, missing=missing).data


def gather(store: Store, card_ids: Iterable[str], filters: Filters) -> tuple[list[Rendered], dict[str, str]]:
    """The cards under the filters, and why the others could not be rendered: card id -> what was said."""
    rendered, missing = [], {}
    for card_id in dict.fromkeys(card_ids):
        try:
            rendered.append(render(store, card_id, filters))
        except TableUnavailable as fault:
            missing[card_id] = fault.what
    return rendered, missing


def file_name(store: Store, filters: Filters, what: str = "siaran pers", ending: str = "zip") -> str:
    """Of the province, what is in it, the filters and the data version: two that differ are not called the same."""
    parts = (f"koperasi {store.province.short}", what, in_words(store, filters), store.version)
    return "_".join(slug(it)[:60] for it in parts) + f".{ending}"


def _card(
    store: Store, it: Rendered, order: Order, before: Callable[[], None]
) -> tuple[Rendered, list[tuple[str, str, bytes]]]:
    """The card as it is told, and its files: (name, what it is, bytes)."""
    told, caption = edited(it, order.edits.get(it.card.id, Edit()))
    name = stem(store, it)
    place = f"{name}/{name}"
    made, drawn = [], []
    for preset in order.presets:
        shown = pictures.fitted(told, preset)
        for kind in order.kinds:
            before()
            path = f"{place}_{preset.name}.{kind}"
            made.append((path, f"gambar, {preset.used}", pictures.picture(told, kind, preset, order.style)))
            drawn.append(_picture(path, preset, told, shown))
    made.append((f"{place}.csv", "data kartu, setiap baris bersumber", files.csv_bytes(it)))
    made.append((f"{place}_keterangan.txt", "keterangan gambar", f"{caption}\n".encode()))
    made.append((f"{place}_teks-alternatif.txt", "teks alternatif", f"{told.alt}\n".encode()))
    facts = json.dumps(_metadata(store, it, told, caption, drawn), ensure_ascii=False, indent=2)
    made.append((f"{name}/metadata.json", "semua ini untuk mesin", f"{facts}\n".encode()))
    return told, made


def _picture(path: str, preset: Preset, told: Rendered, shown: Rendered) -> dict[str, Any]:
    """What stands in metadata.json of one picture; rows that it leaves out are counted."""
    whole = 0 if told.spec is None else told.spec.count
    return {
        "file": path.rpartition("/")[2],
        "preset": preset.name,
        "pixels": list(preset.pixels),
        "rows": whole,
        "rows_drawn": 0 if shown.spec is None else shown.spec.count,
    }


def _metadata(
    store: Store, it: Rendered, told: Rendered, caption: str, drawn: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    answer = it.answer
    return {
        "card": it.card.id,
        "title": told.title,
        "finding": told.finding,
        "caption": caption,
        "alt": told.alt,
        "edited": list(told.edited),
        "before_editing": {"title": it.title, "finding": it.finding, "caption": it.caption} if told.edited else {},
        "selection": it.selection,
        "filters_not_applied": list(it.notes),
        "sample": answer.sample,
        "as_of": list(answer.as_of),
        "query": answer.query.name,
        "question": answer.query.question,
        "unit": answer.query.unit,
        "about": it.about,
        "cautions": list(it.cautions),
        "sources": [vars(source) for source in answer.sources],
        "pictures": list(drawn),
        "data_version": store.version,
        "citation": citation_of(store, it),
    }


def _readme(
    store: Store,
    told: Sequence[Rendered],
    filters: Filters,
    listed: Sequence[tuple[str, str]],
    failed: Mapping[str, str],
    refused: str,
) -> str:
    """What is in the zip, what is not and why, how it is cited and what may be done with it."""
    samples = [it.title for it in told if it.answer.sample]
    changed = [f"- {it.title}: {formats.listed(it.edited)}." for it in told if it.edited]
    lines = [
        f"# Bahan siaran pers: {in_words(store, filters)}",
        "",
        f"{store.province.dashboard}, versi data {store.version}.",
        "",
        *_section("Cara mengutip", [citation(store)]),
        *_section("Pemakaian", [_RIGHTS]),
        *_section(SAMPLE_MARK, [f"{formats.listed(samples)}: {_SAMPLES}"] if samples else []),
        *_section("Isi", ["| Berkas | Isi |", "|---|---|", *(f"| {name} | {what} |" for name, what in listed)]),
        *_section("Disunting", [*changed, "", "Kata-kata semula ada di metadata.json."] if changed else []),
        *_section("Tidak jadi", [f"- {card}: {why}" for card, why in failed.items()]),
        *_section("Siaran pers tidak dibuat", [refused] if refused else []),
    ]
    return "\n".join(lines)


def _section(head: str, lines: Sequence[str]) -> list[str]:
    return [f"## {head}", "", *lines, ""] if lines else []
