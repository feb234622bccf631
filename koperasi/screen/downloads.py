"""Files of a card, made when they are asked for: what browser/card.js saves on the viewer's disk."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

from koperasi.cards import Rendered, render
from koperasi.look import locale
from koperasi.press import files, pictures
from koperasi.press.presets import WIDE, stem
from koperasi.store import Filters, Store

KINDS = {"png": "image/png", "svg": "image/svg+xml", "csv": "text/csv"}


def made(store: Store, rendered: Rendered, kind: str) -> dict[str, Any]:
    """A file of one of KINDS: its name, type and bytes in base64.

    Where this machine has no Chromium, `compose` is the figure of which the viewer's own browser makes the picture;
    where none could be made, `fault` says why.
    """
    name = stem(store, rendered) + (f"_{WIDE.name}" if kind != "csv" else "")
    file = {"name": f"{name}.{kind}", "type": KINDS[kind]}
    if kind == "csv":
        return file | {"bytes": _text(files.csv_bytes(rendered))}
    if pictures.browser_path() is None:
        return file | {
            "told": "Komputer ini tidak memiliki Chromium; gambar dibuat oleh peramban Anda.",
            "compose": json.dumps(pictures.compose(rendered)),
            "config": locale.CONFIG,
            "size": {
                "format": kind,
                "width": WIDE.width,
                "height": WIDE.height,
                "scale": WIDE.scale if kind == "png" else 1,
            },
        }
    try:
        return file | {"bytes": _text(store.derive(_picture, rendered.card.id, rendered.filters, kind))}
    except pictures.PictureError as fault:
        return {"fault": f"Gambar tidak jadi. {fault}"}


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _picture(store: Store, card_id: str, filters: Filters, kind: pictures.Format) -> bytes:
    return pictures.picture(render(store, card_id, filters), kind)
