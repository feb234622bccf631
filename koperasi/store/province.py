"""Whose dashboard it is: the one row of seeds/province.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from koperasi.store.errors import BrokenQuery

if TYPE_CHECKING:
    import duckdb

    from koperasi.store.queries import Query


@dataclass(frozen=True)
class Province:
    """A province and its agency. dashboard: the product's own name. icon: a file in seeds/. regencies: how many.

    short_names: of the regencies by code, in their order. logo: the bytes of the icon, b"" where the file is not there.
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
    logo: bytes = field(default=b"", compare=False, repr=False)


def read_province(con: duckdb.DuckDBPyConnection, query: Query, seeds: Path) -> Province:
    """From the seeds that `con` holds, by the question frame/province; raises BrokenQuery. seeds: where its icon is."""
    import duckdb  # noqa: PLC0415 - `--help` needs none

    try:
        (row,) = con.sql(query.sql).fetchall()
        found = Province(*row)
    except (duckdb.Error, ValueError, TypeError) as error:
        raise BrokenQuery(query.name, query.fault or str(error)) from error
    icon = seeds / found.icon
    return replace(found, logo=icon.read_bytes() if icon.is_file() else b"")
