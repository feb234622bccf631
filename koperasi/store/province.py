"""Whose dashboard it is: the one row of seeds/province.csv."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Province:
    """A province and its agency. dashboard: the product's own name. icon: a file in seeds/. regencies: how many."""

    code: str
    name: str
    short: str
    agency: str
    agency_short: str
    dashboard: str
    icon: str
    regencies: int


def read_province(con: duckdb.DuckDBPyConnection, sql: str) -> Province:
    """From the seeds that `con` holds, by the question frame/province."""
    (row,) = con.sql(sql).fetchall()
    return Province(*row)
