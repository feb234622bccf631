"""Whether another checkout answers alike: every question under six filters, cell by cell.

python bench/answers.py --before ../old    # prints what differs; exits 1 where a shared column does
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from timing import ROOT

# runs in each checkout with its own code; nothing newer than the two may be asked of it
ASK = """
import json
from koperasi.store import Filters, Store
filters = {
    "none": Filters(), "one": Filters(("6303",)), "three": Filters(("6303", "6309", "6371")),
    "all 13": Filters(tuple(f"63{n:02}" for n in (*range(1, 12), 71, 72))),
    "years": Filters(year_from=2015, year_to=2023), "pola": Filters(pola="syariah"),
}
def flat(cell):  # a list as an older version wrote it: joined
    if isinstance(cell, dict):
        return "=".join(map(flat, cell.values()))
    if hasattr(cell, "__len__") and not isinstance(cell, str):
        return ";".join(map(flat, cell))
    return "" if str(cell) in ("nan", "None", "<NA>", "NaT") else str(cell).removesuffix(".0")
store, found = Store(), {}
for name in store.queries:
    for which, picked in filters.items():
        rows = store.ask_filtered(name, picked).rows
        found[f"{name} | {which}"] = {
            column.replace("source_ids", "source_id"): list(map(flat, rows[column].tolist())) for column in rows
        }
print(json.dumps(found))
"""
Answers = dict[str, dict[str, list[str]]]


def answers(root: Path) -> Answers:
    """(question, filters) -> column -> its cells as text."""
    done = subprocess.run([sys.executable, "-c", ASK], cwd=root, capture_output=True, text=True, check=True)
    found: Answers = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(before: Answers, now: Answers) -> dict[str, Any]:
    """What differs, question by question."""
    told: dict[str, Any] = {"same": 0, "columns gone": {}, "columns new": {}, "other rows": {}, "other cells": {}}
    told |= {"gone": sorted(before.keys() - now.keys()), "new": sorted(now.keys() - before.keys())}
    for key in sorted(before.keys() & now.keys()):
        old, new = before[key], now[key]
        name = key.partition(" | ")[0]
        if gone := old.keys() - new.keys():
            told["columns gone"][name] = sorted(gone)
        if more := new.keys() - old.keys():
            told["columns new"][name] = sorted(more)
        counts = len(next(iter(old.values()), [])), len(next(iter(new.values()), []))
        if counts[0] != counts[1]:
            told["other rows"][key] = counts
            continue
        other = {
            column: next((a, b) for a, b in zip(old[column], new[column], strict=True) if a != b)
            for column in old.keys() & new.keys()
            if any(a != b for a, b in zip(old[column], new[column], strict=True))
        }
        if other:
            told["other cells"][key] = other
        else:
            told["same"] += 1
    return told


def main(before: Annotated[Path, typer.Option(help="The other checkout.")]) -> None:
    """Compare all answers of two checkouts."""
    told = compare(answers(before.resolve()), answers(ROOT))
    print(json.dumps(told, indent=2, ensure_ascii=False))
    raise SystemExit(bool(told["gone"] or told["other rows"] or told["other cells"]))


if __name__ == "__main__":
    typer.run(main)
