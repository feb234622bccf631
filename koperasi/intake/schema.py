"""The columns of every register, declared once in registers.json (a Frictionless Table Schema), and what types mean.

Read by the sample that writes them, the store that checks them, the catalogue that lists them and the package that
describes them. A column the dashboard does not need is `optional` there; a register may hold others besides.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("registers.json")


@dataclass(frozen=True)
class Kind:
    """One type in the four languages that a column travels through: Table Schema, Parquet (Arrow), DuckDB, words."""

    name: str
    arrow: str
    duckdb: str
    words: str


# the first of a name is what a column of that name is, unless it says how many bits
KINDS = (
    Kind("string", "string", "VARCHAR", "teks"),
    Kind("integer", "int64", "BIGINT", "bilangan bulat"),
    Kind("integer", "int32", "INTEGER", "bilangan bulat"),
    Kind("integer", "int16", "SMALLINT", "bilangan bulat"),
    Kind("integer", "int8", "TINYINT", "bilangan bulat"),
    Kind("integer", "uint8", "UTINYINT", "bilangan bulat"),
    Kind("integer", "uint16", "USMALLINT", "bilangan bulat"),
    Kind("integer", "uint32", "UINTEGER", "bilangan bulat"),
    Kind("integer", "uint64", "UBIGINT", "bilangan bulat"),
    Kind("number", "double", "DOUBLE", "angka"),
    Kind("number", "float", "FLOAT", "angka"),
    Kind("number", "decimal", "DECIMAL", "angka"),
    Kind("boolean", "bool", "BOOLEAN", "ya atau tidak"),
    Kind("date", "date32", "DATE", "tanggal"),
)


def kind(field: dict[str, Any]) -> Kind:
    """What a declared column is made of; `bits` tells the integers apart."""
    arrow = f"int{field['bits']}" if "bits" in field else ""
    return next(it for it in KINDS if it.name == field["type"] and arrow in ("", it.arrow))


def kind_of_duckdb(name: str) -> Kind:
    """The kind of a type as DuckDB writes it ("DECIMAL(18,2)"); what has no word of its own is text."""
    return next((it for it in KINDS if it.duckdb == name.partition("(")[0]), KINDS[0])


@cache
def registers() -> dict[str, dict[str, Any]]:
    """Every register's declaration by name, in the order of the file; shared, never changed."""
    return {it["name"]: it for it in json.loads(_FILE.read_text(encoding="utf-8"))["resources"]}


def fields(register: str) -> list[dict[str, Any]]:
    """The columns of one register as declared: name, type, title, description."""
    declared: list[dict[str, Any]] = registers()[register]["schema"]["fields"]
    return declared


def names(register: str) -> list[str]:
    """The names of its columns as declared."""
    return [it["name"] for it in fields(register)]
