"""Files for an office: what Excel needs to read them."""

from __future__ import annotations

import codecs
import csv
import io

from koperasi.cards import render
from koperasi.look.columns import COLUMNS
from koperasi.press import files
from koperasi.store import Filters, Store


def test_the_download_starts_with_one_byte_order_mark_and_the_command_line_with_none(store: Store) -> None:
    rendered = render(store, "growth/total", Filters())
    data = files.csv_bytes(rendered)
    assert data.startswith(codecs.BOM_UTF8)
    assert data.count(codecs.BOM_UTF8) == 1
    assert data.decode("utf-8-sig") == files.csv_text(rendered.answer, rendered.title)
    assert not files.csv_text(rendered.answer).startswith("\ufeff")


def test_what_the_house_alone_needs_is_in_no_file(store: Store) -> None:
    answer = store.ask("growth/total")
    assert {"is_province"} <= {name for name in answer.rows if COLUMNS[name].inside}
    head, *rows = csv.reader(io.StringIO(files.csv_text(answer)))
    assert head == [*(name for name in answer.rows if not COLUMNS[name].inside), "source_url"]
    assert len(rows) == len(answer.rows)
