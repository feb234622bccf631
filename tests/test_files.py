"""Files for an office: what Excel needs to read them."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import replace

import pandas as pd
import pytest

from koperasi.cards import render
from koperasi.look.columns import COLUMNS
from koperasi.press import files
from koperasi.store import Filters, Store


def test_the_download_starts_with_one_byte_order_mark_and_the_command_line_with_none(store: Store) -> None:
    rendered = render(store, "growth/total", Filters())
    data = files.csv_bytes(rendered)
    assert data.startswith(codecs.BOM_UTF8)
    assert data.count(codecs.BOM_UTF8) == 1
    assert data.decode("utf-8-sig") == files.csv_text(rendered.answer, rendered.title, rendered.selection)
    assert not files.csv_text(rendered.answer).startswith("\ufeff")


def test_what_the_house_alone_needs_is_in_no_file(store: Store) -> None:
    answer = store.ask("growth/total")
    assert {"is_province"} <= {name for name in answer.rows if COLUMNS[name].inside}
    head, *rows = csv.reader(io.StringIO(files.csv_text(answer)))
    assert head == [*(name for name in answer.rows if not COLUMNS[name].inside), "source_url"]
    assert len(rows) == len(answer.rows)


HOSTILE = ["=1+1", "@SUM(1)", "+cmd|'/c calc'!A1", "-2+3", "\t=1", "\r=1", " =1", "\x00=1", "＝1+1", "=HYPERLINK(1)"]
HARMLESS = ["-5", "+3", "-1.5", "Koperasi = kita", "2024-09", "", "a@b.id"]


def test_no_cell_of_a_download_runs_in_a_spreadsheet_and_numbers_stay_numbers(store: Store) -> None:
    answer = store.ask("growth/total")
    count = len(HOSTILE)
    rows = pd.concat([answer.rows.iloc[:1]] * count, ignore_index=True)
    spoilt = replace(answer, rows=rows.assign(note=HOSTILE, cooperatives=range(-5, count - 5)))
    text = files.csv_for_office(spoilt, "=title").decode("utf-8-sig")
    found = pd.read_csv(io.StringIO(text, newline=""), dtype=str, keep_default_na=False, lineterminator="\n")
    assert list(found["note"]) == [f"'{cell}" for cell in HOSTILE]
    assert set(found["title"]) == {"'=title"}
    assert list(found["cooperatives"]) == [str(number) for number in range(-5, count - 5)]
    assert "=1+1" in files.csv_text(spoilt).replace("'=1+1", ""), "a machine reads what is there"


@pytest.mark.parametrize("cell", [*HARMLESS, -5, 1.5, None])
def test_what_cannot_run_is_left_as_it_is(cell: object) -> None:
    assert files.tame(cell) == cell
