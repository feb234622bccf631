"""Files for an office: what Excel needs to read them."""

from __future__ import annotations

import codecs

from koperasi.cards import render
from koperasi.press import files
from koperasi.store import Filters, Store


def test_the_download_starts_with_one_byte_order_mark_and_the_command_line_with_none(store: Store) -> None:
    rendered = render(store, "growth/total", Filters())
    data = files.csv_bytes(rendered)
    assert data.startswith(codecs.BOM_UTF8)
    assert data.count(codecs.BOM_UTF8) == 1
    assert data.decode("utf-8-sig") == files.csv_text(rendered.answer, rendered.title)
    assert not files.csv_text(rendered.answer).startswith("\ufeff")
