"""What both halves of the benchmark share; imports little, so that it does not weigh on what is measured."""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the package is not installed
# as in pages/; the first one is also "/"
PAGES = ("ringkasan", "pertumbuhan", "merah_putih", "opop", "syariah", "program", "profil", "siaran", "data")
PATIENCE = 120.0  # seconds until something is taken for stuck


def clock(act: Callable[[], object]) -> float:
    """Milliseconds that `act` takes."""
    begin = time.perf_counter()
    act()
    return 1e3 * (time.perf_counter() - begin)


def spread(times: list[float]) -> dict[str, float]:
    """Min, median and max of some milliseconds."""
    found = {"min": min(times), "median": median(times), "max": max(times), "runs": len(times)}
    return {name: round(value, 3) for name, value in found.items()}


def peak_mb(pid: int | str = "self") -> int:
    """Highest resident memory of a process so far; not ru_maxrss, which starts at the parent's."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def cpu_ms(pid: int) -> float:
    """What a process has computed so far, in user and in system, all its threads, those that ended too."""
    return 1e3 * time.clock_gettime(~pid << 3 | 2)  # the clock of another process, as clock_getcpuclockid() makes it


def codes() -> list[str]:
    """The regencies."""
    with (ROOT / "seeds" / "regencies.csv").open(encoding="utf-8", newline="") as lines:
        return [row["code"] for row in csv.DictReader(lines)]


def pairs() -> list[tuple[str, str]]:
    """Two neighbours each, so that a filter of one regency stays unasked for the clicks."""
    all_codes = codes()
    return list(zip(all_codes, all_codes[1:] + all_codes[:1], strict=True))


def environment(data: Path, root: Path = ROOT) -> dict[str, str]:
    """For a process that serves `data`."""
    return os.environ | {"KOPERASI_DATA": str(data), "PYTHONPATH": str(root)}
