"""HTML from the templates in templates/: what comes from a file is escaped there, always."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from koperasi.cards import SAMPLE_MARK
from koperasi.look import formats


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"as_of": formats.as_of, "number": formats.number}
    templates.globals |= {"valued": formats.valued, "SAMPLE_MARK": SAMPLE_MARK}
    return templates


def filled(template: str, **values: object) -> str:
    """The text of a file in templates/ with these values, which stay text whatever they hold."""
    return _templates().get_template(template).render(values)


def show(template: str, **values: object) -> None:
    """templates/<template>.html on the page."""
    st.html(filled(f"{template}.html", **values))


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows for a template: what is missing is None."""
    return [{str(name): _plain(cell) for name, cell in row.items()} for row in rows.to_dict("records")]


def _plain(cell: object) -> object:
    return None if cell is None or cell is pd.NaT or (isinstance(cell, float) and math.isnan(cell)) else cell
