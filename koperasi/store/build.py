"""Seeds and registers -> tables in DuckDB. The only place that opens the database, and locks it."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date

import duckdb

import koperasi
from koperasi import settings
from koperasi.intake import schema
from koperasi.store import rollups, rules
from koperasi.store.errors import BrokenQuery, OutOfMemory, TableUnavailable
from koperasi.store.places import Places
from koperasi.store.queries import Query, header
from koperasi.store.registers import SCHEMAS, Register, Stamp, active_folder, open_register
from koperasi.store.rollups import Rollups
from koperasi.store.rules import quoted
from koperasi.store.seeds import inspect_seeds

# ten million rows are served in this, and rolled up in it
MEMORY, MEMORY_LIMIT = "KOPERASI_MEMORY", "700MB"
# a table drawn from registers of at most so many rows is made at once and kept in memory: it takes a few ms
IN_MEMORY_ROWS = 200_000


# what only the text of a query can be to blame for; a damaged file gives others
_OF_THE_TEXT = (duckdb.ParserException, duckdb.SyntaxException, duckdb.BinderException, duckdb.CatalogException)


@contextmanager
def _named(file: str) -> Iterator[None]:
    """Say that queries/<file>.sql is broken where DuckDB says that what it was given is."""
    try:
        yield
    except _OF_THE_TEXT as error:
        raise BrokenQuery(file, str(error)) from error


@contextmanager
def enough_memory() -> Iterator[None]:
    """Raise OutOfMemory where DuckDB may not take the memory that it needs."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise OutOfMemory(MEMORY, os.environ.get(MEMORY) or MEMORY_LIMIT) from error


_tables: dict[tuple[str, str], frozenset[str]] = {}  # macros and a text -> the tables that it names
_clean: set[str] = set()  # digests of registers that kept every rule: the same bytes need not be read again


class Database:
    """All tables of one state of all data, open to the cursors of many threads.

    Those of queries/tables that draw on large registers are views at first. The first question that needs one makes
    it: from its roll-up, or once by a scan which leaves the roll-up behind.
    """

    def __init__(self, places: Places, questions: Mapping[str, Query]):
        threads = settings.count("KOPERASI_THREADS", min(4, os.cpu_count() or 1))
        self._con = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "memory_limit": f"{settings.size(MEMORY, MEMORY_LIMIT)}B",
                "threads": 1,  # of few rows it makes tables at the same speed for a quarter less
                "temp_directory": "",
            },
        )
        self._macros = (places.queries / "macros.sql").read_text(encoding="utf-8")
        self._sql = {it.stem: it.read_text(encoding="utf-8") for it in sorted(places.queries.glob("tables/*.sql"))}
        folder = active_folder(places.data)
        self._add_seeds(places)
        with _named("macros"):
            self._con.execute(self._macros)
        self._table_reads: dict[str, frozenset[str]] = {}
        for name, sql in self._sql.items():
            with _named(f"tables/{name}"):
                self._table_reads[name] = self._tables_in(sql)
        self._rules_keys: dict[str, str] = {}
        self._needs = {f"register_{name}": frozenset({name}) for name in SCHEMAS}
        order = self._in_order()
        for name in order:
            self._needs[name] = self.registers_of(self._table_reads[name])
        with ThreadPoolExecutor(1) as pool:  # DuckDB makes the one half while Python reads texts and files of the other
            published = pool.submit(self._add_published, [name for name in order if not self._needs[name]])
            # names are read before the views exist: DuckDB fails to read them through a view over a file
            self.reads = {name: self._tables_in(it.sql_without_parameters) for name, it in questions.items()}
            self.registers = {name: open_register(self._con, name, folder) for name in SCHEMAS}
            large = sum(it.rows for it in self.registers.values()) > IN_MEMORY_ROWS
            self._rollups = Rollups(folder) if large else None
            if self._rollups:  # keys of ten million rows are compared beside the memory
                self._con.execute("set temp_directory = ?", [str(self._rollups.spill)])
                self._con.execute("set threads = ?", [threads])
            for name in SCHEMAS:  # each after those that it refers to
                self.registers[name] = self._judged(self.registers[name])
            published.result()
        self._broken = {f"register_{it.table}": it.problem for it in self.registers.values() if it.problem}
        self._unmade: set[str] = set()
        self._files: dict[str, frozenset[Stamp]] = {}  # what a table is read from whenever it is asked
        self._making = threading.Lock()
        for name in order:
            if self._needs[name]:
                self._add_table(name)
        self._con.execute("set threads = ?", [threads])
        self._lock_down()

    def _tables_in(self, sql: str) -> frozenset[str]:
        """The tables that a text names; read once a process, of which a third of a store's time would go."""
        key = self._macros, sql
        if key not in _tables:
            _tables[key] = frozenset(self._con.get_table_names(sql))
        return _tables[key]

    def _add_seeds(self, places: Places) -> None:
        self.seeds = inspect_seeds(places.seeds)
        for seed in self.seeds:
            cells = [
                f"cast(unnest(?::varchar[]) as {kind.duckdb}) as {quoted(name)}" for name, kind in seed.kinds.items()
            ]
            named = quoted(f"seed_{seed.name}")
            self._con.execute(f"create table {named} as select {', '.join(cells)}", list(seed.columns.values()))

    def _judged(self, register: Register) -> Register:
        """The register read whole and held to its rules, as the view `register_<table>` of the rows that keep them.

        What came of a large one is kept beside the roll-ups, so that the next store need not read it again.
        """
        table = register.table
        if register.problem:
            return register
        known = {name for name, it in self.registers.items() if it.stamp and not it.problem}
        kept = self._rollups if self._rollups and register.rows > IN_MEMORY_ROWS else None
        key = self._rules_key(register)
        try:
            there = kept.find(f"rules_{table}", key) if kept else None
            if there:
                verdict = rules.recall(self._con, table, self._con.read_parquet(str(there.path)))
            elif key in _clean:
                verdict = rules.spotless(self._con, table)
            else:
                verdict = rules.examine(self._con, table, register.columns, known, date.today().year)
        except duckdb.OutOfMemoryException:  # no fault of the file
            raise
        except duckdb.Error:
            return self._refused(register, "rusak di tengah berkas.")
        if not register.stamp or not register.stamp.holds():
            return self._refused(register, "diganti selagi dibaca.")
        if kept and not there:
            with suppress(OSError, duckdb.Error):  # a full disk: the next store reads the register again
                kept.write(rules.keep(self._con, table, verdict), f"rules_{table}", key, lambda: None)
        rules.apply(self._con, table, verdict)
        if not verdict.set_aside:
            _clean.add(key)
        return replace(register, verdict=verdict)

    @staticmethod
    def _refused(register: Register, what: str) -> Register:
        return replace(register, problem=TableUnavailable(register.shown, what, register.todo), stamp=None)

    def _rules_key(self, register: Register) -> str:
        """A digest of all that a verdict follows from: the rows, the rules, the year, and what can be referred to."""
        if register.table not in self._rules_keys:
            self._rules_keys[register.table] = self._digest_of_rules(register)
        return self._rules_keys[register.table]

    def _digest_of_rules(self, register: Register) -> str:
        parts = [duckdb.__version__, koperasi.__version__, str(date.today().year), register.content]
        declared = schema.registers()[register.table]["schema"]
        parts.append(json.dumps(declared))
        for link in declared["foreignKeys"]:
            name = link["reference"]["resource"]
            if name in self.registers:
                other = self.registers[name]
                parts += [name, str(other.problem or ""), self._rules_key(other)]
            else:
                parts += [name, *(it.raw.hex() for it in self.seeds if it.name == name)]
        return rollups.key(it.encode() for it in parts)

    def set_aside(self, register: str) -> list[int]:
        """The rows of a register that break a rule, counted from zero."""
        with self.cursor() as cursor:
            return rules.set_aside(cursor, register)

    def _in_order(self) -> list[str]:
        """The tables of queries/tables, each after those it reads from."""
        found: list[str] = []
        while len(found) < len(self._sql):
            waiting = self._sql.keys() - set(found)
            ready = sorted(name for name in waiting if not self._table_reads[name] & waiting)
            if not ready:
                raise BrokenQuery(f"tables/{min(waiting)}", f"saling membaca: {', '.join(sorted(waiting))}")
            found += ready
        return found

    def _add_published(self, names: Iterable[str]) -> None:
        """Make the tables that draw on no register."""
        with self.cursor() as cursor:
            for name in names:
                self._create(cursor, name)

    def _create(self, con: duckdb.DuckDBPyConnection, name: str) -> None:
        with _named(f"tables/{name}"):
            con.execute(f"create table {name} as\n{self._sql[name]}")  # once: a relation binds it twice

    def _add_table(self, name: str) -> None:
        """Make a table that draws on registers, or have it made when it is asked, where they are large."""
        reads = self._table_reads[name]
        fault = next((self._broken[table] for table in sorted(reads) if table in self._broken), None)
        if fault:
            self._broken[name] = fault
        elif sum(self.registers[it].rows for it in self._needs[name]) <= IN_MEMORY_ROWS:
            try:
                self._create(self._con, name)
            except duckdb.Error as error:
                self._broken[name] = self._damaged(name, error)
        else:
            with _named(f"tables/{name}"):
                self._con.execute(f"create view {name} as\n{self._sql[name]}")
            self._files[name] = frozenset(self._stamps(name))
            if "kept" not in header(self._sql[name]):
                self._unmade.add(name)

    def _lock_down(self) -> None:
        """From here on nothing but the large registers and their roll-ups can be read, and no setting changed."""
        read_on = frozenset().union(*(self._needs[name] for name in self._files))
        for register in self.registers.values():
            if not register.problem and register.table not in read_on:
                self._con.sql(f"drop view register_{register.table}")  # names from SCHEMAS, not from outside
                self._con.sql(f"drop view file_{register.table}")
        if self._rollups:
            self._con.execute("set parquet_metadata_cache = true")
            self._con.execute("set allowed_directories = ?", [[str(it) for it in self._rollups.folders]])
            self._con.execute("set allowed_paths = ?", [[str(self.registers[it].path) for it in sorted(read_on)]])
        self._con.execute("set enable_external_access = false")
        self._con.execute("set lock_configuration = true")

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """One cursor a query: a connection shared by threads gives silently wrong results (DESIGN 2.5)."""
        return self._con.cursor()

    def close(self) -> None:
        """Free the memory now rather than at the next garbage collection."""
        self._con.close()

    def registers_of(self, tables: Iterable[str]) -> frozenset[str]:
        """The names of the registers that `tables` were drawn from."""
        return frozenset().union(*(self._needs.get(table, frozenset()) for table in tables))

    def check(self, tables: Iterable[str]) -> None:
        """Raise TableUnavailable where one of `tables` cannot be had."""
        for table in sorted(tables):
            if table in self._broken:
                raise self._broken[table]

    def make(self, tables: Iterable[str]) -> None:
        """Have `tables` ready to be asked; raises TableUnavailable."""
        self.check(tables)
        if not self._unmade.isdisjoint(tables):
            with self._making:
                for table in sorted(self._unmade.intersection(tables)):
                    self._make(table)

    def check_unchanged(self, tables: Iterable[str]) -> None:
        """Raise TableUnavailable where a file that `tables` are read from was replaced: rows of two would be mixed."""
        for table in tables:
            for stamp in sorted(self._files.get(table, ())):
                if not stamp.holds():
                    raise TableUnavailable(stamp.path.name, "diganti sejak dibaca.", "Muat ulang halaman ini.")

    def check_readable(self, tables: Iterable[str]) -> None:
        """Raise TableUnavailable where a file that `tables` are read from was damaged since it was read whole."""
        for table in sorted(self._files.keys() & set(tables)):
            try:
                with self.cursor() as cursor:
                    cursor.table(table).aggregate("bit_xor(hash(columns(*)))").fetchall()
            except duckdb.Error as error:
                raise self._damaged(table, error) from error

    def _damaged(self, table: str, error: duckdb.Error) -> TableUnavailable:
        """The fault of the register that can no longer be read; of none, where its rows cannot be reckoned with."""
        if isinstance(error, duckdb.OutOfMemoryException):  # no fault of a file
            raise error
        for name in sorted(self._needs[table]):
            register = self.registers[name]
            try:
                with self.cursor() as cursor:
                    cursor.table(f"file_{name}").aggregate("bit_xor(hash(columns(*)))").fetchall()
            except duckdb.Error:
                return TableUnavailable(register.shown, "rusak di tengah berkas.", register.todo)
        shown = ", ".join(self.registers[name].shown for name in sorted(self._needs[table]))
        return TableUnavailable(
            shown, "tidak dapat dihitung.", f"Catat pesan ini bagi pengelola dasbor: {type(error).__name__}, {table}."
        )

    def _stamps(self, table: str) -> Iterator[Stamp]:
        for name in self._needs[table]:
            if stamp := self.registers[name].stamp:
                yield stamp

    def _make(self, table: str) -> None:
        """Turn a view into a table in memory or, where it has a row per member, into a view of its roll-up."""
        rolled = self._rolled_up(table)
        with self.cursor() as cursor:
            if header(self._sql[table]).get("rows"):
                if rolled:  # else it stays as it is, and each question scans the register
                    cursor.read_parquet(str(rolled.path)).create_view(table, replace=True)
                    self._files[table] = frozenset({rolled})
            else:
                try:
                    cursor.begin()
                    cursor.execute(f"drop view {table}")
                    rows = cursor.read_parquet(str(rolled.path)) if rolled else cursor.sql(self._sql[table])
                    rows.create(table)
                    if not rolled:
                        self.check_unchanged([table])
                    cursor.commit()
                except duckdb.Error as error:
                    self._broken[table] = self._damaged(table, error)
                    raise self._broken[table] from error
                del self._files[table]
        self._unmade.discard(table)

    def _rolled_up(self, table: str) -> Stamp | None:
        """The roll-up of `table`, written now where there is none; None where it cannot be written."""
        assert self._rollups
        try:
            drawn_from = self._key(table)
            if found := self._rollups.find(table, drawn_from):
                return found
            for other in sorted(self._table_reads[table] & self._unmade):
                self._make(other)
            with self.cursor() as cursor:
                rows = cursor.sql(self._sql[table])
                return self._rollups.write(rows, table, drawn_from, lambda: self.check_unchanged([table]))
        except (duckdb.Error, OSError):
            self.check_unchanged([table])
            return None

    def _key(self, table: str) -> str:
        """A digest of all that decides what is in `table`: registers and seeds to the last byte, SQL, and versions."""
        parts = [koperasi.__version__.encode(), duckdb.__version__.encode(), self._macros.encode()]
        tables = self._drawn_from(table)
        parts += [f"{name}\n{self._sql[name]}".encode() for name in sorted(tables & self._sql.keys())]
        parts += [str(it.resource).encode() + it.raw for it in self.seeds if self._uses_seed(it.name, tables)]
        for name in sorted(self._needs[table]):
            parts += [self.registers[name].content.encode(), self._rules_key(self.registers[name]).encode()]
        self.check_unchanged([table])
        return rollups.key(parts)

    def _uses_seed(self, name: str, tables: Collection[str]) -> bool:
        return f"seed_{name}" in tables or f"seed_{name}" in self._macros  # DuckDB does not name what a macro reads

    def _drawn_from(self, table: str) -> set[str]:
        """`table` and all that it reads, through others too."""
        return {table}.union(*(self._drawn_from(it) for it in self._table_reads.get(table, ())))
