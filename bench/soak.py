"""Several viewers for a while, with the data swapped under them: errors, how long they wait, and whether memory grows.

    python bench/soak.py                    # 10 minutes, 5 viewers, other data every minute
    python bench/soak.py --minutes 2

Exit code 1 where anything was shown as an error, or where memory is not flat after the first three minutes.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from live import connected, rerun, serve
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.Element_pb2 import Element
from timing import PAGES, ROOT, clock, codes

from koperasi.intake.sample import write_sample

SETTLING = 3  # minutes in which caches may still fill
FLAT = 0.05  # of the memory after that
THINKING = (0.5, 3.0)  # seconds between two looks of a viewer
LOOKS = 40  # of one tab, before it is closed and another one opened
EVERY = 5.0  # seconds between two looks at the memory


@dataclass
class Seen:
    """What all viewers together saw; milliseconds, and megabytes by minute."""

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: dict[int, list[int]] = field(default_factory=dict)
    swaps: int = 0


def resident_mb(pid: int) -> int:
    """What a process holds in memory now."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) // 1024


def said_as_an_error(element: Element) -> str:
    """What an element tells a viewer went wrong, "" for all others."""
    if element.WhichOneof("type") == "exception":
        return str(element.exception.message)
    if element.WhichOneof("type") == "alert" and element.alert.format == Alert.ERROR:
        return f"{element.alert.title} {element.alert.body}"
    return ""


def look(line: Any, page: str, query: str, errors: list[str]) -> None:
    """Open a page under a filter, until the server says that it is done; what is shown as an error is noted."""

    def noted(element: Element) -> None:
        if error := said_as_an_error(element):
            errors.append(f"{page}?{query}: {error}")

    rerun(line, page, query, noted)


def view(port: int, until: float, seen: Seen, chance: random.Random) -> None:
    """One viewer: any page under any regency, tab after tab."""
    known = ["", *(f"kabupaten={code}" for code in codes())]
    while time.monotonic() < until:
        try:
            with connected(port) as line:
                for _ in range(LOOKS):
                    page, query = chance.choice(PAGES), chance.choice(known)
                    seen.waits.append(clock(lambda page=page, query=query: look(line, page, query, seen.errors)))  # type: ignore[misc]
                    time.sleep(chance.uniform(*THINKING))
                    if time.monotonic() >= until:
                        return
        except Exception as error:
            seen.errors.append(f"{type(error).__name__}: {error}")


def soak(minutes: float, viewers: int, rows: int) -> Seen:
    """Serve a sample of its own to so many viewers, with another seed every minute."""
    seen = Seen()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        write_sample(data / "sample", rows, 1, seeds=ROOT / "seeds")
        with serve(data) as (port, pid):
            begun = time.monotonic()
            until = begun + 60 * minutes
            threads = [
                threading.Thread(target=view, args=(port, until, seen, random.Random(number)))
                for number in range(viewers)
            ]
            for thread in threads:
                thread.start()
            while (now := time.monotonic()) < until:
                minute = int((now - begun) / 60)
                seen.memory.setdefault(minute, []).append(resident_mb(pid))
                if minute > seen.swaps:
                    seen.swaps += 1
                    write_sample(data / "sample", rows, 1 + seen.swaps, seeds=ROOT / "seeds")
                time.sleep(EVERY)
            for thread in threads:
                thread.join()
    return seen


def report(seen: Seen, minutes: float) -> bool:
    """Print the figures; whether all is well."""
    by_minute = {minute: median(found) for minute, found in sorted(seen.memory.items())}
    cuts = quantiles(seen.waits, n=100)
    print(f"looks {len(seen.waits)}  swaps {seen.swaps}  errors {len(seen.errors)}")
    print(f"wait ms  p50 {cuts[49]:.0f}  p90 {cuts[89]:.0f}  p99 {cuts[98]:.0f}  max {max(seen.waits):.0f}")
    print("resident MB by minute (median): " + "  ".join(f"{minute}: {mb:.0f}" for minute, mb in by_minute.items()))
    for error in dict.fromkeys(seen.errors):
        print(f"ERROR {error}")
    late = [mb for minute, mb in by_minute.items() if minute >= SETTLING]
    if minutes <= SETTLING + 1 or not late:
        print(f"memory: not judged in {minutes:g} minutes; {SETTLING + 2} are needed")
        return not seen.errors
    growth = max(late) / min(late) - 1
    flat = growth <= FLAT
    print(f"{'PASS' if flat else 'FAIL'} memory after {SETTLING} minutes within {growth:.1%} (at most {FLAT:.0%})")
    print(f"{'FAIL' if seen.errors else 'PASS'} no error")
    return flat and not seen.errors


def main() -> None:
    """Run the soak as asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--viewers", type=int, default=5)
    parser.add_argument("--rows", type=int, default=3057)
    asked = parser.parse_args()
    sys.exit(0 if report(soak(asked.minutes, asked.viewers, asked.rows), asked.minutes) else 1)


if __name__ == "__main__":
    main()
