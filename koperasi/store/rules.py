"""The rules of registers.json held against a register's rows, in DuckDB: which rows to set aside, and why.

Rules of one row are counted in the one scan that reads every byte of the file, so that they cost nothing more, and
damage in its middle is found. Keys and references are compared by what is distinct. Rows are looked for only where a
count says that there are any: a register that keeps its rules pays for no list of rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from koperasi.intake import schema

_SHOWN = 20  # rows named of one rule; the others are counted


@dataclass(frozen=True)
class Breach:
    """One rule that rows break: in which column, what is expected there, how many do, the first ones with their cell.

    examples: (row, counted from one, value).
    """

    column: str
    expected: str
    rows: int
    examples: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Verdict:
    """What came of a register's rows: how many were set aside, and why. One row may break several rules."""

    set_aside: int = 0
    breaches: tuple[Breach, ...] = ()


@dataclass(frozen=True)
class _Rule:
    column: str
    broken: str  # SQL, true for a row that breaks it
    expected: str


def quoted(column: str) -> str:
    """The name of a column or table as SQL takes it, whatever it is made of."""
    return '"' + column.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _bound(value: float) -> str:
    return f"{value:,}".replace(",", ".")


def _of_column(it: Mapping[str, Any], year: int) -> Iterator[_Rule]:
    column, limits = quoted(it["name"]), it.get("constraints", {})
    if limits.get("required"):
        blank = f"{column} is null" + (f" or trim({column}) = ''" if it["type"] == "string" else "")
        yield _Rule(it["name"], blank, "wajib diisi")
    if "enum" in limits:
        known = ", ".join(map(_text, limits["enum"]))
        yield _Rule(it["name"], f"{column} not in ({known})", f"harus salah satu dari {', '.join(limits['enum'])}")
    if "minimum" in limits:
        low, high = limits["minimum"], limits.get("maximum")
        broken = f"{column} < {low}" + (f" or {column} > {high}" if high is not None else "")
        if it["type"] == "number":
            broken += f" or isnan({column})"
        expected = f"harus dari {_bound(low)} sampai {_bound(high)}" if high is not None else f"paling sedikit {low}"
        yield _Rule(it["name"], broken, expected)
    if "years" in it:
        first, last = it["years"]["from"], year + it["years"]["ahead"]
        low, high = (f"date '{first}-01-01'", f"date '{last}-12-31'") if it["type"] == "date" else (first, last)
        yield _Rule(it["name"], f"{column} < {low} or {column} > {high}", f"harus dari tahun {first} sampai {last}")


def _of_rows(table: str, columns: Collection[str], year: int) -> list[_Rule]:
    """The rules that one row alone can break; an optional column that is not there breaks none."""
    found = [rule for it in schema.fields(table) if it["name"] in columns for rule in _of_column(it, year)]
    for names in schema.registers()[table]["schema"].get("anyOf", ()):
        empty = " and ".join(f"{quoted(it)} is null" for it in names)
        found.append(_Rule(", ".join(names), empty, "salah satu kolom ini wajib diisi"))
    return found


def count(table: str) -> int:
    """How many rules a register's rows are held to: of its columns, its key, its references."""
    declared = schema.registers()[table]["schema"]
    return len(_of_rows(table, schema.names(table), 2000)) + 1 + len(declared["foreignKeys"])


def examine(
    con: duckdb.DuckDBPyConnection, table: str, columns: Collection[str], known: set[str], year: int
) -> Verdict:
    """Read `file_<table>` once whole and hold it to its rules; the rows that break one become `aside_<table>`.

    known: the registers that a reference can be looked up in, as the view `register_<name>`; what is set aside there
    is not known. Raises duckdb.Error where the file is damaged.
    """
    rules = _of_rows(table, columns, year)
    counts = [f"count(*) filter (where {it.broken})" for it in rules]
    read = [f"bit_xor(hash({quoted(it)}))" for it in columns]
    found = con.execute(f"select {', '.join([*counts, *read])} from file_{table}").fetchall()[0]
    con.execute(f"create table aside_{table} (row bigint)")
    breaches = []
    for rule, rows in zip(rules, found, strict=False):
        if rows:
            # a case, since DuckDB leaves out what the bounds of a page rule out, and those know no NaN
            judged = f"case when {rule.broken} then true else false end"
            breaches.append(_set_aside(con, table, _Rule(rule.column, judged, rule.expected), rows))
    for link in schema.registers()[table]["schema"]["foreignKeys"]:
        if link["reference"]["resource"] in known or link["reference"]["resource"] not in schema.registers():
            breaches += _unknown(con, table, link)
    breaches += _repeated(con, table)
    if not breaches:
        return Verdict()
    con.execute(f"create or replace table aside_{table} as select distinct row from aside_{table} order by row")
    return Verdict(_one(con, f"select count(*) from aside_{table}"), tuple(breaches))


def spotless(con: duckdb.DuckDBPyConnection, table: str) -> Verdict:
    """The verdict on rows that are known to keep every rule, with an `aside_<table>` that holds none."""
    con.execute(f"create table aside_{table} (row bigint)")
    return Verdict()


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(con.execute(sql).fetchall()[0][0])


def _set_aside(con: duckdb.DuckDBPyConnection, table: str, rule: _Rule, rows: int) -> Breach:
    value = "concat_ws(', ', " + ", ".join(f"cast({quoted(it)} as varchar)" for it in rule.column.split(", ")) + ")"
    examples = con.execute(
        f"select file_row_number + 1, {value} from file_{table} where {rule.broken} order by all limit {_SHOWN}"
    ).fetchall()
    con.execute(f"insert into aside_{table} select file_row_number from file_{table} where {rule.broken}")
    return Breach(rule.column, rule.expected, rows, tuple(examples))


def _unknown(con: duckdb.DuckDBPyConnection, table: str, link: Mapping[str, Any]) -> Iterator[Breach]:
    """What refers to something that is not there; an empty cell refers to nothing."""
    names, other = link["fields"], link["reference"]
    of_register = other["resource"] in schema.registers()
    source = f"register_{other['resource']}" if of_register else f"seed_{other['resource']}"
    mine = [quoted(it) for it in names]
    spelt = "lower(regexp_replace({}, '[^A-Za-z0-9]', '', 'g'))" if link.get("compare") == "letters" else "{}"
    same = [
        f"{spelt.format(f'theirs.{quoted(it)}')} = {spelt.format(f'given.{my}')}"
        for it, my in zip(other["fields"], mine, strict=True)
    ]
    filled = " and ".join(f"{it} is not null" for it in mine)
    listed = ", ".join(mine)
    # of a place whose list is not there it cannot be told
    told = f" and exists (from {source} as theirs where {same[0]})" if len(same) > 1 else ""
    unknown = (
        f"from (select distinct {listed} from file_{table} where {filled}) as given "
        f"where not exists (from {source} as theirs where {' and '.join(same)}){told}"
    )
    if _one(con, f"select count(*) {unknown}"):
        con.execute(f"create or replace temp table unknown as {unknown}")
        broken = f"({listed}) in (select ({listed}) from unknown)"
        rows = _one(con, f"select count(*) from file_{table} where {broken}")
        where = f"{other['resource']}.parquet, pada baris yang tidak disisihkan"
        expected = f"harus ada di {where if of_register else 'seeds/' + other['resource'] + '.csv'}"
        yield _set_aside(con, table, _Rule(", ".join(names), broken, expected), rows)
        con.execute("drop table unknown")


def _repeated(con: duckdb.DuckDBPyConnection, table: str) -> Iterator[Breach]:
    """Rows whose key an earlier row has that was not set aside itself."""
    names = schema.registers()[table]["schema"]["primaryKey"]
    key = ", ".join(map(quoted, names))
    # of ten million keys their digests are compared first: two that share one are looked at below
    twice = f"select hash({key}) as digest from file_{table} group by digest having count(*) > 1"
    if _one(con, f"select count(*) from ({twice})"):
        con.execute(
            f"""create or replace temp table again as
            select row, first from (
                select
                    file_row_number as row,
                    min(file_row_number) over (partition by {key}) as first
                from file_{table}
                where
                    hash({key}) in ({twice})
                    and file_row_number not in (select row from aside_{table})
            ) as rows
            where row > first"""
        )
        rows = _one(con, "select count(*) from again")
        if rows:
            yield _set_aside(
                con,
                table,
                _Rule(", ".join(names), "file_row_number in (select row from again)", "tidak boleh berulang"),
                rows,
            )
        con.execute("drop table again")


def apply(con: duckdb.DuckDBPyConnection, table: str, verdict: Verdict) -> None:
    """Make the view `register_<table>` of the rows that keep every rule."""
    without = f"anti join aside_{table} as aside on rows.file_row_number = aside.row" if verdict.set_aside else ""
    con.execute(
        f"create view register_{table} as select * exclude (file_row_number) from file_{table} as rows {without}"
    )


def set_aside(con: duckdb.DuckDBPyConnection, table: str) -> list[int]:
    """The rows of a register that break a rule, counted from zero."""
    return [row for (row,) in con.execute(f"select row from aside_{table}").fetchall()]


def keep(con: duckdb.DuckDBPyConnection, table: str, verdict: Verdict) -> duckdb.DuckDBPyRelation:
    """A verdict as rows, for a file: the rows set aside (`breach` empty), then each breach with its examples."""
    con.execute(
        "create or replace temp table verdict as select row, cast(null as integer) as breach, cast(null as varchar) "
        "as column_name, cast(null as varchar) as expected, cast(null as bigint) as found, "
        f"cast(null as varchar) as cell from aside_{table}"
    )
    for place, it in enumerate(verdict.breaches):
        for row, cell in it.examples:
            con.execute(
                "insert into verdict values (?, ?, ?, ?, ?, ?)", [row, place, it.column, it.expected, it.rows, cell]
            )
    return con.table("verdict")


def recall(con: duckdb.DuckDBPyConnection, table: str, rows: duckdb.DuckDBPyRelation) -> Verdict:
    """What `keep` made of a verdict, with `aside_<table>` as it was."""
    rows.create_view("verdict_file", replace=True)
    con.execute(f"create table aside_{table} as select row from verdict_file where breach is null")
    breaches: dict[tuple[int, str, str, int], list[tuple[int, str]]] = {}
    for place, column, expected, found, row, cell in con.execute(
        "select breach, column_name, expected, found, row, cell from verdict_file where breach is not null "
        "order by breach, row"
    ).fetchall():
        breaches.setdefault((place, column, expected, found), []).append((row, cell))
    con.execute("drop view verdict_file")
    return Verdict(
        _one(con, f"select count(*) from aside_{table}"),
        tuple(Breach(*key[1:], tuple(examples)) for key, examples in breaches.items()),
    )
