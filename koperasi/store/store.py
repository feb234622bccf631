"""Seeds and registers -> DuckDB -> answers. The only place that opens the database."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import duckdb

from koperasi.store import queries
from koperasi.store.errors import BrokenQuery, TableUnavailable, UnknownQuery
from koperasi.store.filters import Filters
from koperasi.store.province import Province, read_province
from koperasi.store.queries import Query, Value
from koperasi.store.registers import SCHEMAS, Register, active_folder, open_register, stamp
from koperasi.store.seeds import inspect_seeds

ROOT = Path(__file__).resolve().parents[2]
MEMORY_LIMIT = os.environ.get("KOPERASI_MEMORY", "2GB")
THREADS = int(os.environ.get("KOPERASI_THREADS", str(min(4, os.cpu_count() or 1))))
_FOOTER = 1 << 16
T = TypeVar("T")
if TYPE_CHECKING:  # DuckDB imports it with the first answer; `check` never asks
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True)
class Source:
    """Where numbers come from: a published page, or a register (then `url` is empty)."""

    id: str
    publisher: str
    title: str
    url: str
    published_on: str


@dataclass(frozen=True)
class Answer:
    """The rows of one question, and what must be said along with them.

    rows: shared by everybody who asked the same, so never changed in place. sample: some row is synthetic.
    as_of: ISO dates ("2024-09", "2021"), oldest first. registers: those that the rows were drawn from. province: whose
    dashboard answers.
    """

    query: Query
    rows: pd.DataFrame
    sample: bool
    sources: tuple[Source, ...]
    as_of: tuple[str, ...]
    registers: tuple[Register, ...]
    province: Province


@dataclass(frozen=True)
class Places:
    """The three folders that a store is made from."""

    seeds: Path = ROOT / "seeds"
    data: Path = Path(os.environ.get("KOPERASI_DATA", ROOT / "data"))
    queries: Path = ROOT / "queries"

    def files(self) -> list[Path]:
        """Every file whose change makes another store."""
        found: Iterable[Path] = [
            *self.seeds.glob("*.csv"),
            *self.seeds.glob("*.json"),
            *self.queries.glob("**/*.sql"),
            *active_folder(self.data).glob("*.parquet"),
        ]
        return sorted(found)

    def stamp(self) -> tuple[str, tuple[tuple[str, int, int], ...]]:
        """Cheap to compare (about 0.5 ms): differs whenever a file was added, removed or written, and every day.

        The day, because answers that depend on today (a rating that expires) are cached as long as the store lives.
        """
        stats = ((str(path), path.stat()) for path in self.files())
        return date.today().isoformat(), tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def _content_version(files: list[Path]) -> str:
    """Eight hex digits, the same on every machine for the same content.

    Of a Parquet file only size and footer are read: the footer holds every column chunk's place, size and bounds.
    """
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _FOOTER) if path.suffix == ".parquet" else 0)
            digest.update(f"{path.name}\0{size}\0".encode())
            digest.update(file.read())
    return digest.hexdigest()[:8]


class Store:
    """One immutable state of all data, answering questions from many threads at once.

    One cursor a query: a connection shared by threads gives silently wrong results (DESIGN 2.5).
    Raises SeedError when a seed breaks its rules; a bad register only fails what needs it.
    """

    def __init__(self, places: Places | None = None):
        self.places = places or Places()
        self.version = _content_version(self.places.files())
        self.queries = queries.load(self.places.queries)
        self._con = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "memory_limit": MEMORY_LIMIT,
                "threads": THREADS,
                "temp_directory": "",
            },
        )
        self.seeds = inspect_seeds(self.places.seeds)
        for seed in self.seeds:
            self._con.register("incoming", seed.table)
            self._con.table("incoming").create(f"seed_{seed.name}")
            self._con.unregister("incoming")
        self._con.execute((self.places.queries / "macros.sql").read_text(encoding="utf-8"))
        self.province = read_province(self._con, self.queries["frame/province"].sql)
        # names are read before the views exist: DuckDB fails to read them through a view over a file
        self._reads = {name: self._con.get_table_names(q.sql_without_parameters) for name, q in self.queries.items()}
        tables = {p.stem: p.read_text(encoding="utf-8") for p in (self.places.queries / "tables").glob("*.sql")}
        reads = {name: self._con.get_table_names(sql) for name, sql in tables.items()}
        folder = active_folder(self.places.data)
        self.registers = {name: open_register(self._con, name, folder) for name in SCHEMAS}
        self._needs: dict[str, frozenset[str]] = {f"register_{name}": frozenset({name}) for name in SCHEMAS}
        self._broken: dict[str, TableUnavailable] = {
            f"register_{r.table}": r.problem for r in self.registers.values() if r.problem
        }
        self._make_tables(tables, reads)
        for register in self.registers.values():
            if not register.problem:
                self._con.sql(f"drop view register_{register.table}")  # names from SCHEMAS, not from outside
        self._con.execute("set enable_external_access = false")
        self._con.execute("set lock_configuration = true")
        self._sources = self._read_sources()
        self._ask = lru_cache(maxsize=512)(self._run)
        self._derived = lru_cache(maxsize=256)(self._derive)

    def close(self) -> None:
        """Free the memory now rather than at the next garbage collection."""
        self._con.close()

    def _make_tables(self, waiting: dict[str, str], reads: dict[str, set[str]]) -> None:
        """Run queries/tables/*.sql, each after those it reads from."""
        while waiting:
            ready = [name for name in sorted(waiting) if not reads[name] & waiting.keys()]
            if not ready:
                raise ValueError(f"queries/tables: these read from one another: {sorted(waiting)}")
            for name in ready:
                self._make_table(name, waiting.pop(name), reads[name])

    def _make_table(self, name: str, sql: str, reads: set[str]) -> None:
        self._needs[name] = frozenset().union(*(self._needs.get(table, frozenset()) for table in reads))
        fault = next((self._broken[table] for table in sorted(reads) if table in self._broken), None)
        if fault is None:
            try:
                self._con.sql(sql).create(name)
            except duckdb.Error as error:
                if not self._needs[name]:
                    raise
                # the footer was whole, the pages behind it were not
                path = self.registers[min(self._needs[name])].path
                fault = TableUnavailable(
                    path.name, "rusak di tengah berkas.", f"Ganti berkasnya. ({type(error).__name__})"
                )
        if fault is not None:
            self._broken[name] = fault

    def _read_sources(self) -> dict[str, Source]:
        rows = self._con.sql("select source_id, publisher, title, url, published_on from seed_sources").fetchall()
        return {row[0]: Source(*("" if cell is None else str(cell) for cell in row)) for row in rows}

    def ask(self, name: str, **parameters: object) -> Answer:
        """Answer the question `name`; cached by (query, parameters) for the life of this data version.

        Raises UnknownQuery, BadParameter, BrokenQuery, or TableUnavailable where a register it needs is missing or
        broken.
        """
        if name not in self.queries:
            raise UnknownQuery(name, self.queries)
        bound = self.queries[name].bind(parameters)
        frozen = tuple((key, tuple(value) if isinstance(value, list) else value) for key, value in bound.items())
        return self._ask(name, frozen)

    def ask_filtered(self, name: str, filters: Filters, **more: object) -> Answer:
        """Like ask(), giving the query those of the viewer's filters that its header names, and `more`."""
        if name not in self.queries:
            raise UnknownQuery(name, self.queries)
        return self.ask(name, **filters.parameters(self.queries[name].parameters) | more)

    def derive(self, make: Callable[..., T], *key: Hashable) -> T:
        """make(store, *key), remembered for the life of this data version; the result is shared, never changed."""
        return cast("T", self._derived(make, key))

    def plan(self, name: str) -> tuple[Register, ...]:
        """The registers that `name` draws on, after DuckDB planned it with its defaults; nothing is run.

        Raises what ask() raises, but for errors that only a value brings out.
        """
        if name not in self.queries:
            raise UnknownQuery(name, self.queries)
        bound = self.queries[name].bind({})
        self._check_tables(name)
        with self._con.cursor() as cursor:
            try:
                # binds every name and type as explain would, at a fifth of its time
                cursor.execute(f"describe {self.queries[name].sql}", bound)
            except duckdb.Error as error:
                raise BrokenQuery(name, str(error)) from error
        return self._registers_of(name)

    def _check_tables(self, name: str) -> None:
        for table in sorted(self._reads[name]):
            if table in self._broken:
                raise self._broken[table]

    def _registers_of(self, name: str) -> tuple[Register, ...]:
        used = sorted(frozenset().union(*(self._needs.get(table, frozenset()) for table in self._reads[name])))
        return tuple(self.registers[table] for table in used)

    def _derive(self, make: Callable[..., object], key: tuple[Hashable, ...]) -> object:
        return make(self, *key)

    def _run(self, name: str, frozen: tuple[tuple[str, Value | tuple[str, ...]], ...]) -> Answer:
        query = self.queries[name]
        self._check_tables(name)
        with self._con.cursor() as cursor:
            try:
                rows = cursor.execute(query.sql, dict(frozen)).df()
            except (duckdb.ProgrammingError, duckdb.DataError) as error:  # what the text of the query is to blame for
                raise BrokenQuery(name, str(error)) from error
        registers = self._registers_of(name)
        return Answer(
            query,
            rows,
            any(register.sample for register in registers),
            (*self._published(rows), *(_as_source(register, self.province) for register in registers)),
            tuple(
                sorted({str(d) for d in rows["as_of"].dropna()} if "as_of" in rows else {r.as_of for r in registers})
            ),
            registers,
            self.province,
        )

    def _published(self, rows: pd.DataFrame) -> list[Source]:
        """Sources named in the rows, newest figures first; a cell of source_ids names several."""
        column = next((name for name in ("source_ids", "source_id") if name in rows), None)
        if column is None:
            return []
        if "as_of" in rows:
            rows = rows.sort_values("as_of", ascending=False, kind="stable")
        cells = rows[column].dropna()
        named = cells.explode().dropna() if column == "source_ids" else cells
        return [self._sources[key] for key in dict.fromkeys(named)]

    def register_batches(self, name: str, size: int = 50_000) -> Iterator[pa.RecordBatch]:
        """The rows of a register as its file holds them, `size` at a time.

        Raises TableUnavailable where the file is missing, broken, or no longer the one that this store has opened: its
        rows would not belong to `version`.
        """
        import pyarrow.parquet as pq  # noqa: PLC0415 - only whoever copies whole registers needs it

        register = self.registers[name]
        if register.problem:
            raise register.problem
        if not register.path.is_file() or stamp(register.path) != register.stamp:
            raise TableUnavailable(register.shown, "diganti sejak dibaca.", "Muat ulang halaman ini.")
        with pq.ParquetFile(register.path) as file:
            yield from file.iter_batches(size)


def _as_source(register: Register, province: Province) -> Source:
    publisher = "Data contoh, bukan data nyata" if register.sample else province.agency_short
    return Source(f"register:{register.table}", publisher, register.title, "", register.as_of)


_lock = threading.Lock()
_current: dict[Places, tuple[object, Store]] = {}


def current(places: Places | None = None) -> Store:
    """The store of what is on disk now: made anew when a file changed, shared by all threads otherwise."""
    places = places or Places()
    with _lock:
        stamp = places.stamp()
        known = _current.get(places)
        if known is None or known[0] != stamp:
            # not closed: a thread may still be reading from the one before
            _current[places] = (stamp, Store(places))
        return _current[places][1]
