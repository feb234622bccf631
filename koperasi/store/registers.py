"""Registers on disk: which Parquet files there are, what they must hold, and whether they are a sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from koperasi.intake import schema
from koperasi.store.errors import TableUnavailable

# what a register must hold, as DuckDB names it: the ODS export's own columns and those of its public page
SCHEMAS: dict[str, dict[str, str]] = {
    name: {it["name"]: schema.kind(it).duckdb for it in schema.fields(name) if not it.get("optional")}
    for name in schema.registers()
}
_SAMPLE_AGAIN = "Buat ulang data contoh dengan: python -m koperasi sample --out data/sample"
_OFFICE_AGAIN = "Kembalikan berkas dari cadangan kantor atau muat ulang ekspornya."


@dataclass(frozen=True, order=True)
class Stamp:
    """A file as it was at one moment: by it whoever reads it again can tell whether it is still the same."""

    path: Path
    mtime_ns: int
    size: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """Raises OSError."""
        stat = path.stat()
        return cls(path, stat.st_mtime_ns, stat.st_size, stat.st_ino)

    def holds(self) -> bool:
        """Whether the file is there and was neither written nor replaced."""
        try:
            return Stamp.of(self.path) == self
        except OSError:
            return False


@dataclass(frozen=True)
class Register:
    """One register as found on disk when it was opened.

    as_of: an ISO date. sample: whether its rows are synthetic. columns: their DuckDB types, those the dashboard does
    not need included. stamp: None where there is a problem.
    """

    table: str
    path: Path
    title: str
    as_of: str
    sample: bool
    problem: TableUnavailable | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    stamp: Stamp | None = None

    @property
    def shown(self) -> str:
        """The file as a person finds it: data/sample/ratings.parquet."""
        return "/".join(self.path.parts[-3:])


def active_folder(data: Path) -> Path:
    """The folder that is served: the office's registers where there are any, else the sample.

    Whole folders only: a rating of the sample must never be joined to a cooperative of the office.
    """
    office = data / "office"
    return office if any(office.glob("*.parquet")) else data / "sample"


def open_register(con: duckdb.DuckDBPyConnection, table: str, folder: Path) -> Register:
    """Check one register's file and make it readable in `con` as the view `register_<table>`.

    Never raises for a bad file: the fault is kept in `Register.problem`, so that the other pages go on working.
    """
    path = folder / f"{table}.parquet"
    sample = folder.name == "sample"
    todo = _SAMPLE_AGAIN if sample else _OFFICE_AGAIN
    shown = f"{folder.parent.name}/{folder.name}/{path.name}"

    def broken(what: str) -> Register:
        return Register(table, path, table, "", sample, TableUnavailable(shown, what, todo))

    if not path.is_file():
        return broken("tidak ada.")
    try:
        read_at = Stamp.of(path)
        relation = con.read_parquet(str(path))
        notes = dict(
            con.execute(
                "select decode(key), decode(value) from parquet_kv_metadata($file)", {"file": str(path)}
            ).fetchall()
        )
        count = con.execute("select num_rows from parquet_file_metadata($file)", {"file": str(path)}).fetchall()
    except (duckdb.Error, OSError):
        return broken("tidak dapat dibaca, mungkin terpotong atau bukan berkas Parquet.")
    found = dict(zip(relation.columns, (str(kind) for kind in relation.types), strict=True))
    for column, kind in SCHEMAS[table].items():
        if column not in found:
            return broken(f'tidak memiliki kolom "{column}".')
        if found[column] != kind:
            return broken(f'kolom "{column}" bertipe {found[column]}, seharusnya {kind}.')
    relation.create_view(f"register_{table}")
    return Register(
        table,
        path,
        notes.get("koperasi.title", table),
        notes.get("koperasi.as_of", ""),
        # the mark travels inside the file, so that copying a sample into data/office/ does not remove it
        sample or notes.get("koperasi.kind") == "sample",
        columns=found,
        rows=count[0][0],
        stamp=read_at,
    )
