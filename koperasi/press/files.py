"""Answers as files: CSV and JSON whose every row carries source, date and, where it applies, the sample mark."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from koperasi.cards import SAMPLE_MARK, Rendered
from koperasi.look.columns import COLUMNS
from koperasi.store import Answer


def described(answer: Answer, title: str = "") -> pd.DataFrame:
    """The rows with what must travel along: title, unit, source, URL and mark, so that a copied row keeps them.

    Columns that the query gives already (as_of, source_id, quality) stay as they are; those for the house alone go.
    """
    rows = answer.rows[[name for name in answer.rows if not (name in COLUMNS and COLUMNS[name].inside)]].copy()
    urls = {source.id: source.url for source in answer.sources}
    registers = [source for source in answer.sources if source.id.startswith("register:")]
    if "source_id" in rows:
        # outer joins leave rows of which nothing is known: no source to name there
        known = rows["source_id"].fillna("")
        rows["source_url"] = [" ".join(urls[key] for key in cell.split(";") if key) for cell in known]
    elif registers:
        rows["source_id"] = ";".join(source.id for source in registers)
    if "as_of" not in rows and registers:
        rows["as_of"] = max(source.published_on for source in registers)
    if answer.sample:
        rows["data_contoh"] = SAMPLE_MARK
    if title:
        rows["title"] = title
        rows["unit"] = answer.query.unit
    return rows


def csv_text(answer: Answer, title: str = "") -> str:
    """RFC 4180, decimal point, empty cell for unknown: for machines."""
    return str(described(answer, title).to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d"))


def csv_for_office(answer: Answer, title: str = "") -> bytes:
    """The same as a download: UTF-8 with a byte order mark, without which Excel misreads it."""
    return csv_text(answer, title).encode("utf-8-sig")


def csv_bytes(rendered: Rendered) -> bytes:
    """The rows of a card as a download."""
    return csv_for_office(rendered.answer, rendered.title)


def json_text(answer: Answer) -> str:
    """One object: the question, its sources and its rows; null for unknown."""
    rows = described(answer)
    for name in rows.select_dtypes(include="datetime"):
        rows[name] = rows[name].dt.strftime("%Y-%m-%d")
    document: dict[str, Any] = {
        "query": answer.query.name,
        "question": answer.query.question,
        "unit": answer.query.unit,
        "sample": answer.sample,
        "as_of": list(answer.as_of),
        "sources": [vars(source) for source in answer.sources],
        "rows": json.loads(rows.to_json(orient="records")),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
