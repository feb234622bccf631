"""The questions in queries/: one .sql file each, whose header comment says what it answers and what it takes.

A header, read by :func:`parse` and held to by :class:`Query.bind`::

    -- question: Berapa koperasi menurut kabupaten/kota?
    -- grain: one row per regency
    -- unit: koperasi
    -- parameters:
    --   regencies varchar[]
    --   measure varchar = inactive in (inactive, merah_putih)

A parameter without a default is NULL (no limit) or, for a list, empty. A longer line goes on below, indented by five.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from koperasi.store.errors import BadParameter

Value = str | int | bool | list[str] | None

_PARAMETER = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)\s+(?P<type>varchar\[\]|varchar|integer|boolean)"
    r"(?:\s*=\s*(?P<default>[^\s()]+))?(?:\s+in\s+\((?P<allowed>[^)]*)\))?$"
)
_FIELDS = ("question", "grain", "unit", "parameters")
_USED = re.compile(r"\$([a-z][a-z0-9_]*)")
_EXPECTED = {
    "varchar[]": "daftar teks",
    "varchar": "teks",
    "integer": "bilangan bulat",
    "boolean": "ya atau tidak",
}


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
        kind = {"varchar": str, "integer": int, "boolean": bool}.get(self.type)
        # bool is an int to Python, but not to somebody who asked for a year
        if kind is None or not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise BadParameter.value(query, self.name, value, _EXPECTED[self.type])
        if self.allowed and value not in self.allowed:
            raise BadParameter.value(query, self.name, value, f"salah satu dari {', '.join(self.allowed)}")
        return value  # type: ignore[return-value]


@dataclass(frozen=True)
class Query:
    """A question: `name` is its path below queries/ without the ending, `sql` the text that DuckDB runs."""

    name: str
    question: str
    grain: str
    unit: str
    parameters: Mapping[str, Parameter]
    sql: str

    @property
    def sql_without_parameters(self) -> str:
        """For DuckDB's table-name reader, which refuses prepared parameters; never run."""
        return _USED.sub("null", self.sql)

    def bind(self, given: Mapping[str, object]) -> dict[str, Value]:
        """Check `given` against the header and fill in the defaults; raises BadParameter."""
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
    default: Value = [] if kind == "varchar[]" else None
    if text is not None:
        default = int(text) if kind == "integer" else text == "true" if kind == "boolean" else text
    return Parameter(found["name"], kind, default, allowed)


def parse(name: str, text: str) -> Query:
    """Read one .sql file's text; raises ValueError where header and body disagree."""
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
    missing = {"question", "grain", "unit"} - fields.keys()
    if missing:
        raise ValueError(f"queries/{name}.sql: the header lacks {', '.join(sorted(missing))}")
    parameters = {p.name: p for p in (_parameter(line, name) for line in fields.get("parameters", []))}
    used = set(_USED.findall(text))
    if used != parameters.keys():
        raise ValueError(f"queries/{name}.sql: header and body differ in {sorted(used ^ parameters.keys())}")
    question, grain, unit = (" ".join(fields[key]) for key in ("question", "grain", "unit"))
    return Query(name, question, grain, unit, MappingProxyType(parameters), text)


def load(folder: Path) -> dict[str, Query]:
    """Every question below `folder` by name, the tables/ left out."""
    return {
        name: parse(name, path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*/*.sql"))
        if not (name := path.relative_to(folder).with_suffix("").as_posix()).startswith("tables/")
    }
