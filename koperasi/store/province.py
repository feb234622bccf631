"""Whose dashboard it is: the one row of seeds/province.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koperasi.store.errors import BrokenQuery

if TYPE_CHECKING:
    import duckdb

    from koperasi.store.queries import Query


@dataclass(frozen=True)
class Province:
    """A province and its agency. dashboard: the product's own name. icon: a file in seeds/. regencies: how many.

    short_names: of the regencies by code, in their order.
    """

    code: str
    name: str
    short: str
    agency: str
    agency_short: str
    dashboard: str
    icon: str
    regencies: int
    short_names: Mapping[str, str]


def read_province(con: duckdb.DuckDBPyConnection, query: Query) -> Province:
    """From the seeds that `con` holds, by the question frame/province; raises BrokenQuery."""
    import duckdb  # noqa: PLC0415 - `--help` needs none

    try:
        (row,) = con.sql(query.sql).fetchall()
        return Province(*row)
    except (duckdb.Error, ValueError, TypeError) as error:
        raise BrokenQuery(query.name, query.fault or str(error)) from error
