"""Hundreds of made-up registers: whatever a file holds, every card drawn from it says something true or nothing.

States are tables in one database, so that three hundred of them cost seconds; what a file can be besides (damaged, a
folder, without a date) is tried in test_registers.py.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from koperasi.cards import cards, render
from koperasi.intake import schema
from koperasi.store import Filters, Places, Store, rules
from tests import SWEEP
from tests.registers import Row, shape, valid, write

pytestmark = pytest.mark.slow

YEAR = date.today().year
# registers that are joined are swapped together; so many states are tried in a sweep, else a fifth
FAMILIES = {
    ("cooperatives", "ratings", "health_checks"): 60,
    ("pesantren", "opop_participants"): 70,
    ("facilities",): 70,
    ("trainings_register",): 60,
    ("packaging_machines",): 50,
}
# what no reader may meet: Python's and DuckDB's words for nothing, and a share of nothing
NONSENSE = re.compile(r"\bNone\b|\bnan\b|NaN|NaT|<NA>|\binf\b|\b0 dari 0\b")
done: Counter[str] = Counter()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store(Places(data=write(tmp_path_factory.mktemp("states") / "sample", valid()).parent))
    yield made
    made.close()


def _cells(register: str, it: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Cells as an export may hold them: mostly as they should be, else empty, beyond any bound, or unknown."""
    name, limits = it["name"], it.get("constraints", {})
    if it["type"] == "date":
        good = st.sampled_from([date(2010, 5, 2), date(2023, 12, 31), date(2024, 1, 1), date(YEAR, 1, 1)])
        odd = st.sampled_from([date(1, 1, 1), date(1899, 12, 31), date(YEAR + 2, 1, 1), date(9999, 12, 31)])
    elif "years" in it:
        good, odd = st.sampled_from([2020, 2023, 2024, YEAR]), st.sampled_from([-2020, 0, 1899, YEAR + 2, 32767])
    elif it["type"] == "integer":
        most = 2 ** (it["bits"] - 1) - 1
        good = st.sampled_from([0, 1, 7, 250, limits.get("maximum", most)])
        odd = st.sampled_from([-1, -most - 1, most])
    elif it["type"] == "number":
        good, odd = (
            st.sampled_from([0.0, 12.5, 30.0, 100.0]),
            st.sampled_from([-0.1, float("nan"), float("inf"), 1e300]),
        )
    elif "enum" in limits:
        good, odd = st.sampled_from(limits["enum"]), st.sampled_from(["", "LAIN", limits["enum"][0].lower() + " "])
    elif name == "regency_code":
        good, odd = st.sampled_from(["6303", "6371", "6301"]), st.sampled_from(["", "9999", "63"])
    elif name == "kecamatan":
        good, odd = st.sampled_from(["Gambut", "gambut.", "Jorong", "Banjarmasin Barat"]), st.just("Entah")
    else:  # a key of few values, so that it is repeated and referred to
        good, odd = st.sampled_from(["A1", "A2", "A3", "A4"]), st.sampled_from(["", " ", "ZZ"])
    return st.integers(0, 19).flatmap(lambda dice: odd if dice == 0 else st.none() if dice == 1 else good)


def _rows(register: str) -> st.SearchStrategy[list[Row]]:
    needed = [it for it in schema.fields(register) if not it.get("optional")]
    return st.lists(st.fixed_dictionaries({it["name"]: _cells(register, it) for it in needed}), max_size=6)


def in_order(tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Each after those that it refers to."""
    return {name: tables[name] for name in schema.registers() if name in tables}


def swap(store: Store, tables: dict[str, list[Row]]) -> None:
    """Have `store` answer from these rows, by the way that every register takes: rules, then queries/tables."""
    db = store._db
    for register, rows in in_order(tables).items():
        columns = shape(register)
        table = pa.Table.from_pylist(rows, columns)
        table = table.append_column("file_row_number", pa.array(range(len(rows)), pa.int64()))
        db._con.register("given_rows", table)
        db._con.execute(f"create or replace table file_{register} as from given_rows")
        db._con.unregister("given_rows")
        db._con.execute(f"drop view if exists register_{register}; drop table if exists aside_{register}")
        verdict = rules.examine(db._con, register, columns.names, set(tables), YEAR)
        rules.apply(db._con, register, verdict)
        store.registers[register] = replace(store.registers[register], rows=len(rows), verdict=verdict)
    for name in db._in_order():
        if db._needs[name] & tables.keys():
            db._con.execute(f"create or replace table {name} as\n{db._sql[name]}")
    store.forget()


def kept(tables: dict[str, list[Row]]) -> dict[str, int]:
    """How many rows keep every rule, judged without SQL; references by what is kept itself."""
    places = {("6303", "gambut"), ("6301", "jorong"), ("6371", "banjarmasinbarat")}
    keys: dict[str, set[Any]] = {}
    found = {}
    for register, rows in in_order(tables).items():
        declared = schema.registers()[register]["schema"]
        seen: set[Any] = set()
        for row in rows:
            right = all(_fits(it, row.get(it["name"])) for it in declared["fields"])
            right &= all(any(row[it] is not None for it in names) for names in declared.get("anyOf", ()))
            for link in declared["foreignKeys"]:
                (first, *more), other = [row[it] for it in link["fields"]], link["reference"]["resource"]
                if other == "regencies":
                    right &= first in (None, "6303", "6371", "6301")
                elif more:
                    told = first in ("6303", "6371", "6301") and more[0] is not None
                    right &= not told or (first, re.sub("[^a-z]", "", more[0].lower())) in places
                elif other in keys:
                    right &= first is None or first in keys[other]
            key = tuple(row[it] for it in declared["primaryKey"])
            if right and key not in seen:
                seen.add(key)
        found[register] = len(seen)
        keys[register] = {key[0] for key in seen}
    return found


def _fits(it: dict[str, Any], cell: Any) -> bool:
    limits = it.get("constraints", {})
    if cell is None or (limits.get("required") and isinstance(cell, str) and not cell.strip()):
        return not limits.get("required")
    if "enum" in limits and cell not in limits["enum"]:
        return False
    if "minimum" in limits and not limits["minimum"] <= cell <= limits.get("maximum", float("inf")):
        return False
    year = cell.year if isinstance(cell, date) else cell
    return "years" not in it or it["years"]["from"] <= year <= YEAR + it["years"]["ahead"]


def drawn_from(store: Store, registers: tuple[str, ...]) -> list[str]:
    """The cards that a family's registers feed, with every choice they let the viewer make."""
    return [
        name
        for name, card in cards().items()
        if any(it.table in registers for query in card.queries for it in store._registers_of(query))
    ]


def look_at(store: Store, card: str, filters: Filters) -> None:
    """Render a card and read all that it says and draws."""
    shown = render(store, card, filters)
    figure = shown.figure()
    said = [shown.title, shown.finding, shown.alt, shown.source_line, *shown.cautions]
    said.append(json.dumps(figure, ensure_ascii=False, allow_nan=False) if figure else "")
    for text in said:
        assert not NONSENSE.search(text), (card, NONSENSE.search(text), text[:400])


@pytest.mark.parametrize("registers", FAMILIES, ids=lambda names: names[-1])
def test_whatever_a_register_holds_every_card_says_something_true(store: Store, registers: tuple[str, ...]) -> None:
    fed = drawn_from(store, registers)
    assert fed

    @settings(
        max_examples=FAMILIES[registers] if SWEEP else FAMILIES[registers] // 5,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.fixed_dictionaries({name: _rows(name) for name in registers}), st.booleans())
    def states(tables: dict[str, list[Row]], narrowed: bool) -> None:
        swap(store, tables)
        assert {name: store.registers[name].rows_kept for name in registers} == kept(tables)
        for card in fed:
            look_at(store, card, Filters(("6303",)) if narrowed else Filters())
            done["cards"] += 1
        done["states"] += 1

    try:
        states()
    finally:
        swap(store, {name: valid()[name] for name in registers})
    print(f"{registers}: {done['states']} states, {done['cards']} cards of {len(fed)} so far")  # noqa: T201 - the figures of a run


def test_enough_states_were_tried() -> None:
    assert sum(FAMILIES.values()) >= 300
