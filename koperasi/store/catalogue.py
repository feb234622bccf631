"""What data there is: every seed and every register, how old it is, when the next is due, and what was checked."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from koperasi.intake import schema
from koperasi.store import rules
from koperasi.store.registers import SCHEMAS, Register
from koperasi.store.rules import Breach
from koperasi.store.seeds import SeedReport
from koperasi.store.store import Source, Store

# where a seed says what time its rows describe, the most exact first
_DATES = ("as_of", "since", "published_on", "period", "cohort_year", "year")


@dataclass(frozen=True)
class Dataset:
    """One dataset. `as_of`: the newest date in it, ISO, "" for none; `problem`: why it cannot be read, "" if it can.

    rows: those that keep every rule; None where it cannot be read. set_aside: the others, with why in `breaches`.
    sources: the published ones that its rows name. fields: (name, title, what).
    """

    name: str
    file: str
    kind: str
    title: str
    keeper: str
    licence: str
    rhythm_days: int | None
    as_of: str
    rows: int | None
    sources: tuple[Source, ...]
    sample: bool
    checks: str
    problem: str
    fields: tuple[tuple[str, str, str], ...]
    set_aside: int = 0
    breaches: tuple[Breach, ...] = ()

    @property
    def is_dated(self) -> bool:
        """Whether a date should stand there: a register without one says so."""
        return bool(self.as_of) or (self.kind == "register" and not self.problem)

    @property
    def due(self) -> date | None:
        """When the next one is expected: the end of the period it describes, and one rhythm. None: not expected.

        A sample is not renewed by anybody: it is replaced by the office's own register.
        """
        if self.sample or not self.as_of or self.rhythm_days is None:
            return None
        return _end_of(self.as_of) + timedelta(days=self.rhythm_days)

    def overdue(self, today: date) -> bool:
        """Whether the next one should have been there before `today`."""
        return self.due is not None and self.due < today


def _end_of(iso: str) -> date:
    """The last day of a day, month or year."""
    parts = [int(part) for part in iso.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def datasets(store: Store) -> tuple[Dataset, ...]:
    """Every seed, then every register; a dataset without a row in seeds/datasets.csv is listed as itself."""
    tables = {seed.name: seed.table for seed in store.seeds}
    said = {row["dataset"]: row for row in tables["datasets"].to_pylist()}
    sources = {row["source_id"]: _source(row) for row in tables["sources"].to_pylist()}
    return (
        *(_seed(seed, said.get(seed.name, {}), sources) for seed in store.seeds),
        *(_register(it, said.get(it.table, {})) for it in store.registers.values()),
    )


def _source(row: dict[str, Any]) -> Source:
    return Source(*(str(row[name] or "") for name in ("source_id", "publisher", "title", "url", "published_on")))


def _seed(seed: SeedReport, said: dict[str, Any], sources: dict[str, Source]) -> Dataset:
    declared = seed.resource["schema"]
    named = seed.table["source_id"].to_pylist() if "source_id" in seed.table.column_names else []
    cited = dict.fromkeys(key for key in named if key)
    if seed.name == "sources":
        cited = {}
    links = len(declared.get("foreignKeys", []))
    return Dataset(
        seed.name,
        f"seeds/{seed.path.name}",
        said.get("kind", "reference"),
        said.get("title_id", seed.name),
        said.get("keeper", "belum dicatat"),
        said.get("licence_id", "belum dicatat"),
        said.get("rhythm_days"),
        _newest(seed.table),
        seed.table.num_rows,
        tuple(sources[key] for key in sorted(cited)),
        False,
        f"datapackage: {len(declared['fields'])} kolom, {seed.rules} aturan"
        + (f", {links} rujukan ke berkas lain" if links else "")
        + ", 0 masalah",
        "",
        tuple((it["name"], it.get("title", ""), it.get("description", "")) for it in declared["fields"]),
    )


def _newest(table: pa.Table) -> str:
    """The newest ISO date of the first date column there is; a year beside a month counts as that month."""
    name = next((name for name in _DATES if name in table.column_names), None)
    if name is None:
        return ""
    dates = [str(value) if value else "" for value in table[name].to_pylist()]
    if name == "year" and "month" in table.column_names:
        months = table["month"].to_pylist()
        dates = [f"{year}-{month:02}" if year and month else year for year, month in zip(dates, months, strict=True)]
    return max(dates, default="")


def _columns(register: Register) -> tuple[tuple[str, str, str], ...]:
    """All of a register's columns; of one that registers.json does not declare only the type is known."""
    declared = {it["name"]: it for it in schema.fields(register.table)}
    found = []
    for name, kind in register.columns.items():
        it = declared.get(name, {})
        words = schema.kind_of_duckdb(kind).words
        said = f"{it['description']} {words.capitalize()}." if it else words
        found.append((name, str(it.get("title", "")), said))
    return tuple(found)


def _register(register: Register, said: dict[str, Any]) -> Dataset:
    problem = f"{register.problem.file}: {register.problem.what}" if register.problem else ""
    return Dataset(
        register.table,
        register.shown,
        "register",
        said.get("title_id", register.title),
        "Data contoh, dibuat komputer" if register.sample else said.get("keeper", "belum dicatat"),
        "MIT, seperti dasbor ini; bukan data nyata." if register.sample else said.get("licence_id", "belum dicatat"),
        said.get("rhythm_days"),
        register.as_of,
        None if problem else register.rows_kept,
        (),
        register.sample,
        "1 masalah" if problem else _checks(register),
        problem,
        _columns(register),
        register.verdict.set_aside,
        register.verdict.breaches,
    )


def _checks(register: Register) -> str:
    held = (
        f"Parquet: {len(SCHEMAS[register.table])} kolom wajib dan tipenya, {rules.count(register.table)} aturan baris"
    )
    aside, faults = register.verdict.set_aside, "".join(f"; {it}" for it in (*register.faults, *register.notices))
    return f"{held}, {f'{aside:,}'.replace(',', '.') + ' baris disisihkan' if aside else '0 masalah'}{faults}"
