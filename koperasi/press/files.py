"""Answers as files: CSV and JSON whose every row carries source, date and, where it applies, the sample mark."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pandas as pd

from koperasi.cards import SAMPLE_MARK, Rendered
from koperasi.look import formats
from koperasi.look.columns import COLUMNS
from koperasi.store import Answer

# what a spreadsheet takes for a formula, behind blanks too; and what is a number all the same
_RUNS = re.compile(r"\s*[=+\-@\x00-\x1f\x7f\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def described(answer: Answer, title: str = "", selection: str = "") -> pd.DataFrame:
    """The rows with what must travel along: title, unit, source, URL, mark, filters: a copied row keeps them.

    selection: what was filtered, in words.
    Columns that the query gives already (as_of, source_id, quality) stay as they are.
    """
    rows = answer.rows.copy()
    urls = {source.id: source.url for source in answer.sources}
    registers = [source for source in answer.sources if source.id.startswith("register:")]
    # outer joins leave rows of which nothing is known: no source to name there
    if "source_ids" in rows:
        rows["source_url"] = [" ".join(urls[key] for key in cell) for cell in rows["source_ids"]]
    elif "source_id" in rows:
        rows["source_url"] = [urls[key] if isinstance(key, str) else "" for key in rows["source_id"]]
    elif registers:
        rows["source_ids"] = [[source.id for source in registers]] * len(rows)
    if "rule_source_id" in rows:
        rows["rule_source_url"] = [urls[key] for key in rows["rule_source_id"]]
    if "as_of" not in rows and registers:
        rows["as_of"] = max(source.published_on for source in registers) or formats.UNDATED
    if answer.sample:
        rows["data_contoh"] = SAMPLE_MARK
    if title:
        rows["title"] = title
        rows["unit"] = answer.query.unit
    if selection:
        rows["selection"] = selection
    return rows


def _flat(rows: pd.DataFrame) -> pd.DataFrame:
    """For a file of plain cells: a list is joined by semicolons, what the house alone needs is left out."""
    kept = rows[[name for name in rows if not (name in COLUMNS and COLUMNS[name].inside)]].copy()
    for name in kept:
        if any(isinstance(cell, list | np.ndarray) for cell in kept[name]):
            kept[name] = [";".join(map(_member, cell)) or None for cell in kept[name]]
    return kept.rename(columns={"source_ids": "source_id"})


def _member(it: object) -> str:
    return "=".join(map(str, it.values())) if isinstance(it, dict) else str(it)


def csv_text(answer: Answer, title: str = "", selection: str = "") -> str:
    """RFC 4180, decimal point, empty cell for unknown: for machines."""
    return _written(_flat(described(answer, title, selection)))


def _written(rows: pd.DataFrame) -> str:
    return str(rows.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d"))


def csv_for_office(answer: Answer, title: str = "", selection: str = "") -> bytes:
    """The same for a spreadsheet: a byte order mark, without which Excel misreads it, and no cell that would run."""
    rows = _flat(described(answer, title, selection))
    for name in rows:
        if not pd.api.types.is_numeric_dtype(rows[name]) and not pd.api.types.is_datetime64_any_dtype(rows[name]):
            rows[name] = rows[name].map(tame, na_action="ignore")
    return _written(rows).encode("utf-8-sig")


def tame(cell: object) -> object:
    """A text that a spreadsheet would reckon out (=, +, -, @ or a control character first) as the text that it is.

    A number stays a number, also one that is written out ("-5").
    """
    if isinstance(cell, str) and _RUNS.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def csv_bytes(rendered: Rendered) -> bytes:
    """The rows of a card as a download."""
    return csv_for_office(rendered.answer, rendered.title, rendered.selection)


def json_text(answer: Answer, selection: str = "") -> str:
    """One object: the question, its sources and its rows; null for unknown."""
    rows = described(answer, selection=selection)
    for name in rows.select_dtypes(include="datetime"):
        rows[name] = rows[name].dt.strftime("%Y-%m-%d")
    document: dict[str, Any] = {
        "query": answer.query.name,
        "question": answer.query.question,
        "unit": answer.query.unit,
        "sample": answer.sample,
        "as_of": [date or formats.UNDATED for date in answer.as_of],
        "sources": [vars(source) for source in answer.sources],
        "rows": json.loads(rows.to_json(orient="records")),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
