"""The cards of one section in a zip: a picture and a CSV of each, under the filters that are set."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from koperasi.cards import Rendered, in_words, render
from koperasi.press import files, pictures
from koperasi.press.package import slug
from koperasi.store import Filters, Store, TableUnavailable


def zipped(store: Store, card_ids: Iterable[str], filters: Filters) -> bytes:
    """PNG and CSV of each card, and BACA.txt with finding, source and alternative text of each.

    A card whose register is missing is named in BACA.txt only; without a Chromium there are no pictures.
    """
    out = io.BytesIO()
    said = [f"Penyaring: {in_words(store, filters)}. Versi data {store.version}.", ""]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for card_id in dict.fromkeys(card_ids):
            name = card_id.replace("/", "-")
            try:
                rendered = render(store, card_id, filters)
            except TableUnavailable as fault:
                said += [f"{name}: {fault.what}", ""]
                continue
            said += _said(name, rendered)
            if rendered.empty:
                continue
            archive.writestr(f"{name}.csv", files.csv_bytes(rendered))
            if pictures.browser_path() is not None:
                archive.writestr(f"{name}.png", pictures.picture(rendered, "png"))
        archive.writestr("BACA.txt", "\n".join(said))
    return out.getvalue()


def _said(name: str, rendered: Rendered) -> list[str]:
    return [name, rendered.title, rendered.finding, rendered.source_line, f"Teks alternatif: {rendered.alt}", ""]


def file_name(store: Store, page: str, section: str, filters: Filters) -> str:
    """Of the data version and the regencies: two downloads that differ are not called the same."""
    parts = (slug(store), page, section, "-".join(filters.regencies), store.version)
    return "-".join(part for part in parts if part) + ".zip"
