"""Questions -> answers: one state of all data, asked by many threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

import duckdb

from koperasi import settings
from koperasi.store import memory, queries
from koperasi.store.build import Database, enough_memory
from koperasi.store.cache import Cache
from koperasi.store.errors import BrokenQuery, TableUnavailable, UnknownQuery
from koperasi.store.filters import Filters
from koperasi.store.outlines import Outlines, read_outlines
from koperasi.store.places import Places
from koperasi.store.province import Province, read_province
from koperasi.store.queries import Query, Value
from koperasi.store.registers import Register
from koperasi.store.words import Words, read_words

T = TypeVar("T")
if TYPE_CHECKING:  # DuckDB imports it with the first answer; `check` never asks
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True)
class Source:
    """Where numbers come from: a published page, or a register (then `url` is empty).

    is_rule: the rows are judged by what it says; none of their numbers is its.
    """

    id: str
    publisher: str
    title: str
    url: str
    published_on: str
    is_rule: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Answer:
    """The rows of one question, and what must be said along with them.

    rows: shared by everybody who asked the same, so never changed in place. sample: some row is synthetic.
    as_of: ISO dates ("2024-09", "2021"), oldest first, of every number in the rows: a share of one list in another has
    two, `as_of` and a column whose name ends so ("participants_as_of"). registers: those that the rows were drawn from.
    province: whose dashboard answers. outlines: of its regencies, and credit: who is to be named for them.
    """

    query: Query
    rows: pd.DataFrame
    sample: bool
    sources: tuple[Source, ...]
    as_of: tuple[str, ...]
    registers: tuple[Register, ...]
    province: Province
    outlines: Outlines = field(default_factory=Outlines)
    credit: str = ""


class Store:
    """One immutable state of all data, answering questions from many threads at once.

    Raises SeedError when a seed breaks its rules; a bad register only fails what needs it.
    """

    def __init__(self, places: Places | None = None):
        self.places = places or Places()
        self.version = self.places.version()
        self.queries = queries.load(self.places.queries)
        with enough_memory():
            self._db = Database(self.places, self.queries)
        self.seeds, self.registers = self._db.seeds, self._db.registers
        self.cursor, self.close = self._db.cursor, self._db.close
        with self.cursor() as cursor:
            self.province = read_province(cursor, self._query("frame/province"), self.places.seeds)
            self.words: Mapping[str, Words] = read_words(
                cursor, self._query("frame/cards"), self._query("frame/unmoved"), self.province
            )
            self._sources = _read_sources(cursor)
        self._outlines = read_outlines(self.places.seeds)
        drawn_by = self._sources.get(self._outlines.source_id)
        self._credit = drawn_by.publisher if drawn_by else ""
        self._cache = Cache(settings.size("KOPERASI_CACHE", "64MB"))

    def ask(self, name: str, **parameters: object) -> Answer:
        """Answer the question `name`; cached by (query, parameters).

        Raises UnknownQuery, BadParameter, BrokenQuery, or TableUnavailable where a register it needs is missing or
        broken.
        """
        bound = self._query(name).bind(parameters)
        frozen = tuple((key, tuple(value) if isinstance(value, list) else value) for key, value in bound.items())
        return self._cache.get((name, frozen), lambda: self._run(name, frozen))

    def ask_filtered(self, name: str, filters: Filters, **more: object) -> Answer:
        """Like ask(), giving the query those of the viewer's filters that its header names, and `more`."""
        return self.ask(name, **filters.parameters(self._query(name).parameters) | more)

    def derive(self, make: Callable[..., T], *key: Hashable) -> T:
        """make(store, *key), remembered while there is room; the result is shared, never changed."""
        return self._cache.get((make, key), lambda: make(self, *key))

    def forget(self) -> None:
        """Let all remembered answers go: nobody is there to ask for them again."""
        self._cache.clear()

    def plan(self, name: str) -> tuple[Register, ...]:
        """The registers that `name` draws on, after DuckDB planned it with its defaults; nothing is run.

        Raises what ask() raises, but for errors that only a value brings out.
        """
        bound = self._query(name).bind({})
        self._db.check(self._db.reads[name])
        with self.cursor() as cursor:
            try:
                # binds every name and type as explain would, at a fifth of its time
                cursor.execute(f"describe {self.queries[name].sql}", bound)
            except duckdb.Error as error:
                raise BrokenQuery(name, str(error)) from error
        return self._registers_of(name)

    def plan_all(
        self, names: Iterable[str]
    ) -> Iterator[tuple[str, tuple[Register, ...] | BrokenQuery | TableUnavailable]]:
        """Each name with what plan() returns or raises, in their order; planned two at a time."""

        def planned(name: str) -> tuple[str, tuple[Register, ...] | BrokenQuery | TableUnavailable]:
            try:
                return name, self.plan(name)
            except (BrokenQuery, TableUnavailable) as fault:
                return name, fault

        with ThreadPoolExecutor(2) as pool:
            yield from pool.map(planned, names)

    def _query(self, name: str) -> Query:
        if name not in self.queries:
            raise UnknownQuery(name, self.queries)
        return self.queries[name]

    def _registers_of(self, name: str) -> tuple[Register, ...]:
        return tuple(self.registers[it] for it in sorted(self._db.registers_of(self._db.reads[name])))

    def _run(self, name: str, frozen: tuple[tuple[str, Value | tuple[str, ...]], ...]) -> Answer:
        query, tables = self.queries[name], self._db.reads[name]
        with enough_memory():
            self._db.make(tables)
        try:
            with enough_memory(), self.cursor() as cursor:
                rows = cursor.execute(query.sql, dict(frozen)).df()
        except duckdb.Error as error:
            self._db.check_unchanged(tables)
            self._db.check_readable(tables)
            if isinstance(error, duckdb.ProgrammingError | duckdb.DataError):  # what the query's text is to blame for
                raise BrokenQuery(name, str(error)) from error
            raise
        self._db.check_unchanged(tables)
        registers = self._registers_of(name)
        return Answer(
            query,
            rows,
            any(register.sample for register in registers),
            (
                *self._published(rows),
                *(_as_source(register, self.province) for register in registers),
                *self._rules(rows),
            ),
            tuple(sorted(_dates(rows) or {r.as_of for r in registers})),
            registers,
            self.province,
            self._outlines,
            self._credit,
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

    def _rules(self, rows: pd.DataFrame) -> list[Source]:
        """The pages of the rules that the rows are judged by."""
        named = rows["rule_source_id"].dropna() if "rule_source_id" in rows else ()
        return [replace(self._sources[key], is_rule=True) for key in dict.fromkeys(named)]

    def register_batches(self, name: str, size: int = 50_000) -> Iterator[pa.RecordBatch]:
        """The rows of a register as its file holds them, `size` at a time, without those set aside.

        Raises TableUnavailable where the file is missing, broken, or no longer the one that this store has opened: its
        rows would not belong to `version`.
        """
        import pyarrow as pa  # noqa: PLC0415 - only whoever copies whole registers needs them
        import pyarrow.compute as pc  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415

        register = self.registers[name]
        if register.problem:
            raise register.problem
        if not register.stamp or not register.stamp.holds():
            raise TableUnavailable(register.shown, "diganti sejak dibaca.", "Muat ulang halaman ini.")
        aside, first = pa.array(self._db.set_aside(name), pa.int64()), 0
        try:
            with pq.ParquetFile(register.path) as file:
                for batch in file.iter_batches(size):
                    numbers = pa.array(range(first, first + batch.num_rows), pa.int64())
                    first += batch.num_rows
                    yield batch.filter(pc.invert(pc.is_in(numbers, aside))) if len(aside) else batch
        except (OSError, pa.ArrowException) as error:
            raise TableUnavailable(register.shown, "rusak sejak dibaca.", register.todo) from error


def _read_sources(cursor: duckdb.DuckDBPyConnection) -> dict[str, Source]:
    rows = cursor.sql("select source_id, publisher, title, url, published_on from seed_sources").fetchall()
    return {row[0]: Source(*("" if cell is None else str(cell) for cell in row)) for row in rows}


def _dates(rows: pd.DataFrame) -> set[str]:
    """The ISO dates of what the rows hold."""
    named = [name for name in map(str, rows) if name == "as_of" or name.endswith("_as_of")]
    return {str(cell) for name in named for cell in rows[name].dropna()}


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
        stood, known = _current.get(places, (None, None))
        if known is None or stood != stamp:
            _current[places] = (stamp, Store(places))
            # not closed: a thread may still be reading from the one before, which dies with its last reader
            if known is not None:
                memory.give_back_after(known)
        return _current[places][1]


def rest() -> None:
    """Give the memory back that answers take: nobody looks any more. The next question is answered as the first was."""
    with _lock:
        for _, store in _current.values():
            store.forget()
    memory.give_back()
