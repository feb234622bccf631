"""Where the data lies, and how to tell whether it is still the same."""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from koperasi.store.registers import active_folder
from koperasi.store.registers import files as registers_in

ROOT = Path(__file__).resolve().parents[2]
_FOOTER = 1 << 16
_SEEDS = (".csv", ".json", ".geojson")


@dataclass(frozen=True)
class Places:
    """The three folders that a store is made from."""

    seeds: Path = ROOT / "seeds"
    data: Path = Path(os.environ.get("KOPERASI_DATA", ROOT / "data"))
    queries: Path = ROOT / "queries"

    def files(self) -> list[Path]:
        """Every file whose change makes another store."""
        return sorted(path for path in map(Path, self._listed()) if path.is_file())

    def _listed(self) -> Iterator[str]:
        """Their paths, in no order; not by Path.glob, which takes four times as long, and every run asks."""
        for root, ends, deep in ((self.seeds, _SEEDS, False), (self.queries, ".sql", True)):
            for folder, _, names in os.walk(root) if deep else itertools.islice(os.walk(root), 1):
                yield from (os.path.join(folder, name) for name in names if name.endswith(ends))
        yield from map(str, registers_in(active_folder(self.data)))

    def stamp(self) -> tuple[str, tuple[tuple[str, int, int], ...]]:
        """Cheap to compare (about 0.5 ms): differs whenever a file was added, removed or written, and every day.

        The day, because answers that depend on today (a rating that expires) are cached as long as the store lives.
        """
        stats = []
        for path in sorted(self._listed()):
            with suppress(OSError):  # gone since it was listed; the next stamp differs
                stats.append((path, os.stat(path)))
        return date.today().isoformat(), tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats)

    def version(self) -> str:
        """Eight hex digits, the same on every machine for the same content.

        Of a Parquet file only size and footer are read: the footer holds every column chunk's place, size and bounds.
        """
        digest = hashlib.sha256()
        for path in self.files():
            with suppress(OSError), path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - _FOOTER) if path.suffix == ".parquet" else 0)
                digest.update(f"{path.name}\0{size}\0".encode())
                digest.update(file.read())
        return digest.hexdigest()[:8]
