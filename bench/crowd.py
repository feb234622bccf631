"""Twenty viewers at once: how long a filter change takes, whether all are told the same, and whether memory comes back.

python bench/crowd.py                      # 20 viewers for 3 minutes, each another page and regency every 5 seconds
python bench/crowd.py --minutes 1 --viewers 5

Every finding that a viewer was sent is compared with what the store says to one who asks alone. Exit code 1 where one
is another, where anything was shown as an error, or where a target of README.md is missed.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Annotated, Any
from urllib.parse import parse_qs

import typer
from live import connected, rerun, serve
from soak import resident_mb, said_as_an_error
from streamlit.proto.Element_pb2 import Element
from timing import PAGES, ROOT, clock, codes

from koperasi.cards import SAMPLE_LEAD, render
from koperasi.store import Filters, Store

SLOW = 1500.0  # milliseconds that nine of ten changes may take at most
BACK = 0.10  # of the memory before they came, once they have left
GONE = 50  # seconds after which a session has ended and its memory was given back (.streamlit/config.toml, server.py)


@dataclass
class Crowd:
    """What all viewers together saw. told: (card, regency) -> the findings that it was sent with."""

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    told: dict[tuple[str, str], set[str]] = field(default_factory=dict)


def view(port: int, until: float, pause: float, crowd: Crowd, chance: random.Random) -> None:
    """One viewer at one tab: another page or regency every `pause` seconds."""
    time.sleep(chance.uniform(0, pause))
    try:
        with connected(port) as line:
            while time.monotonic() < until:
                page, code = chance.choice(PAGES), chance.choice(codes())
                took = clock(lambda page=page, code=code: look(line, page, code, crowd))  # type: ignore[misc]
                crowd.waits.append(took)
                time.sleep(max(0.0, pause - took / 1e3))
    except Exception as error:
        crowd.errors.append(f"{type(error).__name__}: {error}")


def look(line: Any, page: str, code: str, crowd: Crowd) -> None:
    """Open a page under a regency, and keep what its cards say."""

    def seen(element: Element) -> None:
        if error := said_as_an_error(element):
            crowd.errors.append(f"{page}?{code}: {error}")
        if element.WhichOneof("type") != "bidi_component" or element.bidi_component.component_name != "koperasi.card":
            return
        told = json.loads(element.bidi_component.json)
        (card,) = parse_qs(told["link"].removeprefix("?"))["kartu"]
        crowd.told.setdefault((card, code), set()).add(f"{told['finding']} {told['remark']}".strip())

    rerun(line, page, f"kabupaten={code}" if code else "", seen)


def wrong(crowd: Crowd) -> list[str]:
    """The cards that said to anybody what the store does not say to one who asks alone."""
    store, found = Store(), []
    for (card, code), told in sorted(crowd.told.items()):
        finding = render(store, card, Filters((code,) if code else ())).finding.removeprefix(SAMPLE_LEAD)
        if any(" ".join(it.split()) != " ".join(finding.split()) for it in told):
            found.append(f"{card} {code}: {told} instead of {finding}")
    return found


def main(viewers: int = 20, minutes: float = 3.0, pause: Annotated[float, typer.Option(help="Seconds.")] = 5.0) -> None:
    """Let them in, and out again."""
    crowd = Crowd()
    with serve(ROOT / "data") as (port, pid):
        with connected(port) as line:
            for page in PAGES:
                look(line, page, "", crowd)
        time.sleep(GONE)
        before, until = resident_mb(pid), time.monotonic() + 60 * minutes
        threads = [
            threading.Thread(target=view, args=(port, until, pause, crowd, random.Random(it))) for it in range(viewers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        most = resident_mb(pid)
        time.sleep(GONE)
        after = resident_mb(pid)
    others, cuts = wrong(crowd), quantiles(crowd.waits, n=100)
    for line_ in [*dict.fromkeys(crowd.errors), *others]:
        sys.stdout.write(f"ERROR {line_}\n")
    told = sum(map(len, crowd.told.values()))
    sys.stdout.write(
        f"{len(crowd.waits)} changes by {viewers} viewers, {told} findings of {len(crowd.told)} cards and places\n"
        f"wait ms  p50 {cuts[49]:.0f}  p90 {cuts[89]:.0f}  p99 {cuts[98]:.0f}  max {max(crowd.waits):.0f}\n"
        f"resident MB  before {before}  with them {most}  after they left {after}\n"
    )
    checks = {
        f"nine of ten changes within {SLOW:.0f} ms": cuts[89] <= SLOW,
        "no error": not crowd.errors,
        "no wrong finding": not others,
        f"memory back within {BACK:.0%}": after <= before * (1 + BACK),
    }
    for name, holds in checks.items():
        sys.stdout.write(f"{'PASS' if holds else 'FAIL'}  {name}\n")
    sys.stdout.write(f"load {[round(it, 1) for it in os.getloadavg()]}\n")
    sys.exit(0 if all(checks.values()) else 1)


if __name__ == "__main__":
    typer.run(main)
