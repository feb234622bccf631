"""The questions in queries/: one .sql file each, whose header comment says what it answers and what it takes.

A header, read by :func:`parse` and held to by :class:`Query.bind`::

    -- question: Berapa koperasi menurut kabupaten/kota?
    -- grain: one row per regency
    -- key: regency_code
    -- unit: koperasi
    -- parameters:
    --   regencies varchar[]
    --   measure varchar = inactive in (inactive, merah_putih)

A parameter without a default is NULL (no limit) or, for a list, empty. A longer line goes on below, indented by five.

`key` names the columns that together are unique in the answer; none of them is null but those followed by a question
mark. "one row" stands for an answer of at most one row. A table with one row per member of a register says
`-- rows: register`; only a query that says `-- reads: rows, <why>` may read it, so that a chart never slows down as a
register grows without somebody having said so. `-- kept: in its register, <why>` on such a table: never copied.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

import duckdb

from koperasi.store.errors import BadParameter, BrokenQuery

Value = str | int | bool | list[str] | None

_PARAMETER = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)\s+(?P<type>varchar\[\]|varchar|integer|boolean)"
    r"(?:\s*=\s*(?P<default>[^\s()]+))?(?:\s+in\s+\((?P<allowed>[^)]*)\))?$"
)
_FIELDS = ("question", "grain", "key", "reads", "rows", "kept", "unit", "parameters")
_REQUIRED = {"question", "grain", "key", "unit"}
_ONE_ROW = "one row"
# what a parameter takes: as Python has it, and in words
_KINDS: dict[str, tuple[type, str]] = {
    "varchar[]": (list, "daftar teks"),
    "varchar": (str, "teks"),
    "integer": (int, "bilangan bulat"),
    "boolean": (bool, "ya atau tidak"),
}
_LARGEST = 2**31 - 1  # DuckDB's integer
_TRUTH = {"true": True, "ya": True, "false": False, "tidak": False}


@dataclass(frozen=True)
class Parameter:
    """One named parameter: its DuckDB type, its default and, where limited, its allowed values."""

    name: str
    type: str
    default: Value
    allowed: tuple[str, ...] = ()

    def check(self, query: str, value: object) -> Value:
        """Return `value` as DuckDB takes it, or raise BadParameter."""
        if value is None:
            return [] if self.type == "varchar[]" else None
        if self.type == "varchar[]" and isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
            return list(value)
        kind, words = _KINDS[self.type]
        # bool is an int to Python, but not to somebody who asked for a year; a list came through above
        if kind is list or not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise BadParameter.value(query, self.name, value, words)
        if kind is int and not -_LARGEST <= value <= _LARGEST:  # type: ignore[operator]
            raise BadParameter.value(query, self.name, value, f"bilangan bulat paling besar {_LARGEST}")
        if self.allowed and value not in self.allowed:
            raise BadParameter.value(query, self.name, value, f"salah satu dari {', '.join(self.allowed)}")
        return value  # type: ignore[return-value]

    def read(self, query: str, text: str) -> Value:
        """`text` as a value of the declared type ("0042" stays text for a varchar), or raise BadParameter.

        A list is separated by commas.
        """
        if self.type == "varchar[]":
            return [word.strip() for word in text.split(",") if word.strip()]
        value: Value = text
        if self.type == "integer" and re.fullmatch(r"-?[0-9]{1,18}", text):
            value = int(text)
        elif self.type == "boolean":
            value = _TRUTH.get(text.lower(), text)
        return self.check(query, value)


@dataclass(frozen=True)
class Query:
    """A question: `name` is its path below queries/ without the ending, `sql` the text that DuckDB runs.

    key: the columns unique together, empty for one row; may_be_null: those of them that may be. reads_rows: whether it
    may read a table with one row per member of a register. fault: why it cannot be asked, "" where it can.
    """

    name: str
    question: str
    grain: str
    key: tuple[str, ...]
    may_be_null: frozenset[str]
    reads_rows: bool
    unit: str
    parameters: Mapping[str, Parameter]
    sql: str
    fault: str = ""

    @property
    def sql_without_parameters(self) -> str:
        """For DuckDB's table-name reader, which refuses prepared parameters; never run."""
        return re.sub(r"\$[a-z][a-z0-9_]*", "null", self.sql)

    def bind(self, given: Mapping[str, object]) -> dict[str, Value]:
        """Check `given` against the header and fill in the defaults; raises BadParameter, BrokenQuery."""
        if self.fault:
            raise BrokenQuery(self.name, self.fault)
        for name in given:
            if name not in self.parameters:
                raise BadParameter.unknown(self.name, name, self.parameters)
        return {
            name: parameter.check(self.name, given[name]) if given.get(name) is not None else parameter.default
            for name, parameter in self.parameters.items()
        }


def _parameter(line: str, where: str) -> Parameter:
    found = _PARAMETER.match(line)
    if not found:
        raise ValueError(f"{where}: cannot read the parameter line {line!r}")
    kind, text = found["type"], found["default"]
    allowed = tuple(word.strip() for word in (found["allowed"] or "").split(",") if word.strip())
    parameter = Parameter(found["name"], kind, [] if kind == "varchar[]" else None, allowed)
    return parameter if text is None else replace(parameter, default=parameter.read(where, text))


def header(text: str) -> dict[str, list[str]]:
    """The fields of a .sql file's header comment, each with its lines; other remarks are left out."""
    fields: dict[str, list[str]] = {}
    field = ""
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        key, _, rest = line[2:].strip().partition(":")
        if line.startswith("--     ") and fields.get(field):  # the line before goes on
            fields[field][-1] += " " + line[2:].strip()
        elif line.startswith("--   "):  # goes on
            fields.setdefault(field, []).append(line[2:].strip())
        else:
            field = key if key in _FIELDS else "remark"
            fields[field] = [rest.strip()] if rest.strip() else []
    return fields


@cache
def parse(name: str, text: str) -> Query:
    """Read one .sql file's text; raises ValueError where header and body disagree."""
    fields = header(text)
    missing = _REQUIRED - fields.keys()
    if missing:
        raise ValueError(f"queries/{name}.sql: the header lacks {', '.join(sorted(missing))}")
    parameters = {p.name: p for p in (_parameter(line, name) for line in fields.get("parameters", []))}
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise ValueError(f"queries/{name}.sql: {error}") from error
    if len(statements) != 1:
        raise ValueError(f"queries/{name}.sql: {len(statements)} statements instead of one")
    if statements[0].type != duckdb.StatementType.SELECT:  # a register that is open to be read must not be written
        raise ValueError(f"queries/{name}.sql: not a select")
    used = statements[0].named_parameters
    if used != parameters.keys():
        raise ValueError(f"queries/{name}.sql: header and body differ in {sorted(used ^ parameters.keys())}")
    question, grain, key, unit = (" ".join(fields[it]) for it in ("question", "grain", "key", "unit"))
    names = [] if key == _ONE_ROW else [word.strip() for word in key.split(",")]
    return Query(
        name,
        question,
        grain,
        tuple(it.rstrip("?") for it in names),
        frozenset(it.rstrip("?") for it in names if it.endswith("?")),
        " ".join(fields.get("reads", [])).startswith("rows"),
        unit,
        MappingProxyType(parameters),
        text,
    )


def _load(name: str, path: Path) -> Query:
    try:
        return parse(name, path.read_text(encoding="utf-8"))
    except ValueError as error:  # one file that cannot be read must not take the others down
        return Query(name, "", "", (), frozenset(), False, "", MappingProxyType({}), "select null", str(error))


def load(folder: Path) -> dict[str, Query]:
    """Every question below `folder` by name, the tables/ left out; one that cannot be read has a `fault`."""
    return {
        name: _load(name, path)
        for path in sorted(folder.glob("*/*.sql"))
        if not (name := path.relative_to(folder).with_suffix("").as_posix()).startswith("tables/")
    }


def register_tables(folder: Path) -> frozenset[str]:
    """The tables below `folder`/tables that have one row per member of a register."""
    return frozenset(
        path.stem
        for path in folder.glob("tables/*.sql")
        if header(path.read_text(encoding="utf-8")).get("rows") == ["register"]
    )
