"""Registers on disk: which Parquet files there are, what they must hold, and whether they are a sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb

from koperasi.intake import schema, seal
from koperasi.store.errors import TableUnavailable
from koperasi.store.rules import Verdict

# what a register must hold, as DuckDB names it: the ODS export's own columns and those of its public page
SCHEMAS: dict[str, dict[str, str]] = {
    name: {it["name"]: schema.kind(it).duckdb for it in schema.fields(name) if not it.get("optional")}
    for name in schema.registers()
}
_SAMPLE_AGAIN = "Buat ulang data contoh dengan: python -m koperasi sample --out data/sample"
_OFFICE_AGAIN = "Kembalikan berkas dari cadangan kantor atau muat ulang ekspornya."
_FIRST_YEAR = 1900
# where a register says of when it is, of what title, and whether it is a sample
_AS_OF, _TITLE, _KIND = "koperasi.as_of", "koperasi.title", "koperasi.kind"


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

    as_of: an ISO date, "" where the file tells none. sample: whether its rows are synthetic. columns: their DuckDB
    types, those the dashboard does not need included. rows: all of the file; those that break a rule are in `verdict`,
    and counted nowhere. stamp: None where there is a problem. content: the digest of the file. faults: what is wrong
    in what the file says of itself; notices: what it does not say. Neither stops anything.
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
    content: str = ""
    verdict: Verdict = field(default_factory=Verdict)
    faults: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def problems(self) -> Iterator[str]:
        """All that `check` has to say, a line each: the file, the row, the column, the cell and what is expected."""
        if self.problem:
            yield str(self.problem)
        yield from (f"{self.shown}: {it}" for it in self.faults)
        for breach in self.verdict.breaches:
            for row, cell in breach.examples:
                shown = "".join(c if c.isprintable() else " " for c in (cell or "")[:60])
                yield f'{self.shown} baris {row}, kolom {breach.column}: "{shown}" — {breach.expected}'
            if more := breach.rows - len(breach.examples):
                yield f"{self.shown}, kolom {breach.column}: … dan {more} baris lagi — {breach.expected}"

    @property
    def rows_kept(self) -> int:
        """The rows that keep every rule: all that is ever counted."""
        return self.rows - self.verdict.set_aside

    @property
    def todo(self) -> str:
        """What to do about a file that cannot be used."""
        return _todo(self.path.parent)

    @property
    def shown(self) -> str:
        """The file as a person finds it: data/sample/ratings.parquet."""
        return "/".join(self.path.parts[-3:])


def _todo(folder: Path) -> str:
    return _SAMPLE_AGAIN if folder.name == "sample" else _OFFICE_AGAIN


def files(folder: Path) -> list[Path]:
    """The registers in a folder that are files: no directory, dangling link or stray of another name."""
    return [path for name in SCHEMAS if (path := folder / f"{name}.parquet").is_file()]


def active_folder(data: Path) -> Path:
    """The folder that is served: the office's registers where there are any, else the sample.

    Whole folders only: a rating of the sample must never be joined to a cooperative of the office.
    """
    return data / "office" if files(data / "office") else data / "sample"


def is_date(text: str) -> bool:
    """Whether a text is a year, month or day in ISO's way (2026, 2026-10, 2026-10-31) that a register can be of."""
    with suppress(ValueError):
        day = date.fromisoformat((text + "-01-01")[:10])
        known = len(text) in (4, 7, 10) and day.isoformat().startswith(text)
        return known and _FIRST_YEAR <= day.year <= date.today().year + 1
    return False


def _notes(con: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    """What a file says of itself; bytes that are no text stay out of the way of the others."""
    found = con.execute("select key, value from parquet_kv_metadata($file)", {"file": str(path)}).fetchall()
    return {key.decode("utf-8", "replace"): value.decode("utf-8", "replace") for key, value in found}


def open_register(con: duckdb.DuckDBPyConnection, table: str, folder: Path) -> Register:
    """Check one register's file and make it readable in `con` as the view `file_<table>`, its rows numbered.

    Never raises for a bad file: the fault is kept in `Register.problem`, so that the other pages go on working.
    """
    path = folder / f"{table}.parquet"
    sample = folder.name == "sample"

    def broken(what: str) -> Register:
        register = Register(table, path, table, "", sample)
        return replace(register, problem=TableUnavailable(register.shown, what, _todo(folder)))

    if not path.is_file():
        there = path.is_symlink() or path.exists()
        return broken("bukan berkas (folder, atau tautan yang tidak sampai)." if there else "tidak ada.")
    try:
        read_at = Stamp.of(path)
        content = seal.digest(path)
        relation = con.read_parquet(str(path), file_row_number=True)
        notes = _notes(con, path)
        count = con.execute("select num_rows from parquet_file_metadata($file)", {"file": str(path)}).fetchall()
    except seal.Broken:
        return broken("rusak: isinya berubah sejak ditulis (sidik berkas tidak cocok).")
    except (duckdb.Error, OSError):
        return broken("tidak dapat dibaca, mungkin terpotong atau bukan berkas Parquet.")
    found = dict(zip(relation.columns, (str(kind) for kind in relation.types), strict=True))
    del found["file_row_number"]
    for column, kind in SCHEMAS[table].items():
        if column not in found:
            return broken(f'tidak memiliki kolom "{column}".')
        if found[column] != kind:
            return broken(f'kolom "{column}" bertipe {found[column]}, seharusnya {kind}.')
    relation.create_view(f"file_{table}")
    as_of = notes.get(_AS_OF, "").strip()
    return Register(
        table,
        path,
        notes.get(_TITLE, "").strip() or schema.registers()[table]["title"],
        as_of if is_date(as_of) else "",
        # the mark travels inside the file, so that copying a sample into data/office/ does not remove it
        sample or notes.get(_KIND) == "sample",
        columns=found,
        rows=count[0][0],
        stamp=read_at,
        content=content,
        faults=(f'{_AS_OF} "{as_of[:60]}" bukan tanggal seperti 2026-10-31.',) if as_of and not is_date(as_of) else (),
        notices=() if as_of else (f"{path.name} tidak menyebut tanggalnya ({_AS_OF}).",),
    )
