"""What the header of a query promises holds in its answers: the key is a key, and rows are read where it says so."""

from __future__ import annotations

from functools import cache

import duckdb
import numpy as np
import pytest

from koperasi.store import BadParameter, Filters, Places, Store
from koperasi.store.queries import Parameter, Query, load, parse, register_tables
from tests import SWEEP
from tests.test_cards import FILTERS

HEADER = "-- question: q\n-- grain: g\n-- key: a, b?\n-- unit: u\n"
QUERIES = load(Places().queries)


def asked(store: Store, query: Query) -> list[dict[str, object]]:
    """Every filter and every value of the query's own choices; a figure's own row is asked by its key.

    Each value with one of the filters in turn, in a sweep with all of them.
    """
    choices: list[dict[str, object]] = [{}]
    shared = Filters().parameters()
    for parameter in query.parameters.values():
        if parameter.name not in shared:
            choices += [{parameter.name: value} for value in parameter.allowed]
    if query.name == "data/figure":
        figures = store.ask("data/contradictions").rows
        names = {"indicator": "indicator", "region": "region_code", "date": "as_of", "source": "source_id"}
        choices += [{name: row[of] for name, of in names.items()} for _, row in figures.iterrows()]
    return [
        {name: value for name, value in filters.parameters().items() if name in query.parameters} | choice
        for place, filters in enumerate(FILTERS.values())
        for turn, choice in enumerate(choices)
        if SWEEP or not choice or turn % len(FILTERS) == place
    ]


@pytest.mark.parametrize("name", QUERIES)
def test_the_key_is_unique_and_not_null(name: str, store: Store) -> None:
    query = store.queries[name]
    seen = 0
    for parameters in asked(store, query):
        rows = store.ask(name, **parameters).rows
        seen = max(seen, len(rows))
        if not query.key:
            assert len(rows) == 1, parameters
            continue
        keys = rows[list(query.key)].map(lambda it: tuple(it) if isinstance(it, list | np.ndarray) else it)
        assert not keys.duplicated().any(), parameters
        assert rows[[it for it in query.key if it not in query.may_be_null]].notna().all(axis=None), parameters
    assert seen, "the key was never seen to hold"


@cache
def with_macros() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("create table seed_province (code varchar, name varchar)")  # macros are bound when created
    con.execute((Places().queries / "macros.sql").read_text(encoding="utf-8"))
    return con


@cache
def named(sql: str) -> frozenset[str]:
    """The tables that a text names, as DuckDB reads it."""
    return frozenset(with_macros().get_table_names(sql))


@cache
def table_reads() -> dict[str, frozenset[str]]:
    """What each of queries/tables reads."""
    folder = Places().queries / "tables"
    return {path.stem: named(path.read_text(encoding="utf-8")) for path in folder.glob("*.sql")}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_that_reads_rows_of_a_register_says_so(name: str) -> None:
    tables = named(QUERIES[name].sql_without_parameters)
    assert bool(tables & register_tables(Places().queries)) == QUERIES[name].reads_rows


def test_the_tables_with_a_row_per_member_say_so() -> None:
    """Each that is drawn from a register and does not add its rows up."""
    counted = {"cooperative_counts", "health_counts", "rating_counts", "rating_ends", "rating_moves"}
    reads = table_reads()

    def drawn(table: str) -> bool:
        return table.startswith("register_") or any(drawn(other) for other in reads.get(table, ()))

    assert {name for name in reads if drawn(name)} - counted == register_tables(Places().queries)


def test_key_and_rows_are_read_from_the_header() -> None:
    query = parse("a/b", HEADER + "-- reads: rows, because\nselect 1 as a, 2 as b")
    assert (query.key, query.may_be_null, query.reads_rows) == (("a", "b"), {"b"}, True)
    assert not parse("a/b", HEADER + "-- reads rows in a remark\nselect 1").reads_rows
    assert parse("a/b", HEADER.replace("a, b?", "one row") + "select 1").key == ()


def test_a_dollar_in_a_comment_or_a_text_is_no_parameter() -> None:
    query = parse("a/b", HEADER + "-- costs $much\nselect '$more' as a -- and $most")
    assert not query.parameters


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("varchar", "0042", "0042"),
        ("varchar", "true", "true"),
        ("integer", "0042", 42),
        ("integer", "-1", -1),
        ("boolean", "true", True),
        ("boolean", "tidak", False),
        ("varchar[]", "6303, 6371", ["6303", "6371"]),
    ],
)
def test_a_text_is_read_by_the_declared_type(kind: str, text: str, value: object) -> None:
    found = Parameter("p", kind, None).read("a/b", text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [("integer", "1.5", "bilangan bulat"), ("integer", "²", "bilangan bulat"), ("boolean", "1", "ya atau tidak")],
)
def test_a_text_of_another_type_is_refused(kind: str, text: str, expected: str) -> None:
    with pytest.raises(BadParameter, match=expected):
        Parameter("p", kind, None).read("a/b", text)
