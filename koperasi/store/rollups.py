"""Tables drawn from large registers, written once as Parquet, so that the next store need not draw them again.

A roll-up is `<table>-<key>-<content>.parquet`. The key is a digest of all that it was drawn from, so a stale one is
never found; the last part is the digest of the file itself, so one that is cut short, damaged or another's is never
read. It appears by one rename, so several processes may write the same one at once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import duckdb

from koperasi.store.registers import Stamp

_DAY = 86_400.0
_DIGITS = 20


def digest(path: Path) -> str:
    """Of every byte: 0.3 s for a register of ten million rows. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:_DIGITS]


def key(parts: Iterable[bytes]) -> str:
    """One digest of several texts, in their order."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(b"%d\0" % len(part) + part)
    return whole.hexdigest()[:_DIGITS]


class Rollups:
    """The roll-ups beside one folder of registers; where that cannot be written to, more in a folder of our own.

    `spill` is for what does not fit into memory while a roll-up is made; no two stores share it.
    """

    def __init__(self, registers: Path):
        beside = registers / ".rollup"
        self.folders: tuple[Path, ...] = (beside,)
        try:
            beside.mkdir(exist_ok=True)
            tempfile.TemporaryFile(dir=beside).close()  # asking for permissions would not tell of a read-only disk
        except OSError:
            own = Path(tempfile.mkdtemp(prefix="koperasi-"))
            weakref.finalize(self, shutil.rmtree, own, ignore_errors=True)
            self.folders = (beside, own)
        self.spill = self.folders[-1] / f"spill-{os.urandom(8).hex()}"
        weakref.finalize(self, shutil.rmtree, self.spill, ignore_errors=True)

    def find(self, table: str, drawn_from: str) -> Stamp | None:
        """The roll-up of `table` drawn from what the key says, whole to the last byte; None if there is none."""
        for folder in self.folders:
            for path in sorted(folder.glob(f"{table}-{drawn_from}-*.parquet")):
                with suppress(OSError):
                    found = Stamp.of(path)
                    if path.stem == f"{table}-{drawn_from}-{digest(path)}":
                        return found
        return None

    def write(self, rows: duckdb.DuckDBPyRelation, table: str, drawn_from: str, still_so: Callable[[], None]) -> Stamp:
        """Write `rows` as the roll-up of `table`, unless `still_so` raises because what it was drawn from changed.

        Raises OSError or duckdb.Error, and then leaves nothing behind.
        """
        folder = self.folders[-1]
        folder.mkdir(exist_ok=True)
        part = folder / f".{table}-{os.urandom(8).hex()}.part"
        try:
            rows.write_parquet(str(part), compression="zstd", use_tmp_file=False)
            still_so()
            content = digest(part)
            whole = folder / f"{table}-{drawn_from}-{content}.parquet"
            try:
                os.link(part, whole)
            except OSError:  # a disk without links; or another was first, and somebody may read it already
                if not whole.is_file() or digest(whole) != content:
                    part.replace(whole)
        finally:
            part.unlink(missing_ok=True)
        self._tidy(folder, table, drawn_from)
        return Stamp.of(whole)

    def _tidy(self, folder: Path, table: str, drawn_from: str) -> None:
        """Remove what stands in for other data, or was left by a crash, a day ago: until then somebody may read it."""
        for path in (*folder.glob(f"{table}-*.parquet"), *folder.glob(f".{table}-*.part"), *folder.glob("spill-*")):
            with suppress(OSError):
                if not path.name.startswith(f"{table}-{drawn_from}-") and path.stat().st_mtime < time.time() - _DAY:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
