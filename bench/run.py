"""Times the dashboard at 3,057 rows and at many, in one run: see bench/README.md."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer
from timing import PAGES, PATIENCE, ROOT, clock, environment, pairs, peak_mb, spread

SMALL = 3057
RERUN_MS, LOAD_MS, FIRST_MS = 150.0, 2200.0, 3500.0
VISIT_S, VISIT_MB, SEARCH_MS = 5.0, 1024, 500.0
WAYS = {"ask": "Store.ask, uncached", "bare": "bare cursor, frame", "bare_tuples": "bare cursor, tuples"}
# beyond the defaults: what the register table asks when somebody works with it
EXTRA: dict[str, dict[str, object]] = {
    "growth/register search": {"search": "123"},
    "growth/register_size search": {"search": "123"},
    "growth/register sort": {"sort": "assets", "descending": True},
    "growth/register regency": {"regencies": ["6303"]},
    "growth/register_size regency": {"regencies": ["6303"]},
}


def part_build(_: int) -> dict[str, Any]:
    """One store in a fresh process, and then every question once, which is more than any first visit asks."""
    from koperasi.store import Store  # noqa: PLC0415 - reads its environment on import

    begin, cpu = time.perf_counter(), time.process_time()
    store = Store()
    built = time.perf_counter()
    for name in store.queries:
        store.ask(name)
    found = {"seconds": built - begin, "visit": time.perf_counter() - begin, "visit_cpu": time.process_time() - cpu}
    return {name: round(value, 2) for name, value in found.items()} | {"peak_mb": peak_mb(), "version": store.version}


def part_queries(runs: int) -> dict[str, Any]:
    """Every query through the emptied cache of Store.ask, and the same SQL on a cursor alone."""
    from koperasi.store import Store  # noqa: PLC0415

    store, result = Store(), {}
    bare = store.cursor()

    def frame(sql: str, bound: dict[str, Any]) -> object:
        return bare.execute(sql, bound).df()

    def tuples(sql: str, bound: dict[str, Any]) -> object:
        return bare.execute(sql, bound).fetchall()

    for label in sorted([*store.queries, *EXTRA]):
        name, given = label.split()[0], EXTRA.get(label, {})
        sql, bound = store.queries[name].sql, store.queries[name].bind(given)
        ways: dict[str, Callable[[], object]] = {
            "ask": partial(store.ask, name, **given),
            "bare": partial(frame, sql, bound),
            "bare_tuples": partial(tuples, sql, bound),
        }
        times: dict[str, list[float]] = {way: [] for way in ways}
        # in turn, so that a busy moment of the machine hits all; the first is not counted
        for _ in range(runs + 1):
            for way, act in ways.items():
                store.forget()
                times[way].append(clock(act))
        result[label] = {way: spread(found[1:]) for way, found in times.items()}
    return result


def part_apptest(runs: int) -> dict[str, Any]:
    """Reruns as AppTest does them, with its own extra work: see README.md."""
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415

    result = {}
    for name in PAGES:
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=PATIENCE).run()
        app = app.switch_page(f"pages/{name}.py").run() if name != PAGES[0] else app
        warm = [clock(app.run) for _ in range(runs)]
        cold = []
        for pair in pairs():
            app.multiselect(key="kabupaten").set_value(list(pair))
            cold.append(clock(app.run))
        if app.exception:
            raise RuntimeError(f"{name}: {app.exception[0].message}")
        result[name] = {"warm": spread(warm), "cold": spread(cold)}
    return result


def worker(part: str, data: Path, runs: int) -> Any:
    """Run one part in a process of its own."""
    command = [sys.executable, __file__, "--part", part, "--runs", str(runs)]
    env = environment(data)
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{part} on {data} failed:\n{done.stderr[-4000:]}")
    return json.loads(done.stdout.splitlines()[-1])


PARTS: dict[str, Callable[[int], dict[str, Any]]] = {
    "build": part_build,
    "queries": part_queries,
    "apptest": part_apptest,
}


def make_data(out: Path, rows: int) -> Path:
    """The folder to serve, with a sample of so many rows, written once."""
    data = out / str(rows)
    if not (data / "sample" / "cooperatives.parquet").is_file():
        from koperasi.intake.sample import write_sample  # noqa: PLC0415

        say(f"writing {rows:,} rows to {data}")
        write_sample(data / "sample", rows, seeds=ROOT / "seeds")
    return data


def say(text: str) -> None:
    """Progress, kept off the table on stdout."""
    print(text, file=sys.stderr, flush=True)


def measure(sizes: list[int], out: Path, quick: bool) -> dict[int, dict[str, Any]]:
    """All parts at all sizes."""
    result: dict[int, dict[str, Any]] = {rows: {} for rows in sizes}
    data = {rows: make_data(out, rows) for rows in sizes}
    for rows in sizes:
        say(f"{rows:,} rows: store, queries, AppTest")
        shutil.rmtree(data[rows] / "sample" / ".rollup", ignore_errors=True)
        first = worker("build", data[rows], 0)
        builds = [worker("build", data[rows], 0) for _ in range(1 if quick else 3)]
        result[rows]["build"] = {
            **{name: median(build[name] for build in builds) for name in ("seconds", "visit", "visit_cpu")},
            "peak_mb": max(build["peak_mb"] for build in builds),
            "without_roll_ups": first,
        }
        result[rows]["version"] = builds[0]["version"]
        result[rows]["queries"] = worker("queries", data[rows], 7 if quick else 15)
        result[rows]["apptest"] = worker("apptest", data[rows], 10 if quick else 20)
    from live import browser, serve, server_reruns  # noqa: PLC0415 - weighs more than the parts above

    with ExitStack() as running:
        servers = {rows: running.enter_context(serve(data[rows], ahead=False)) for rows in sizes}
        for rows, (port, pid) in servers.items():
            say(f"{rows:,} rows: server")
            result[rows]["server"] = server_reruns(port, 10 if quick else 20)
            result[rows]["server_peak_mb"] = peak_mb(pid)
    say("Chromium")
    for rows, found in browser(data, 4 if quick else 8).items():
        result[rows]["browser"] = found
    return result


def rows_targets(rows: int, large: dict[str, Any]) -> list[tuple[str, float, float]]:
    """What many rows may cost: the first visit with roll-ups on disk, memory with and without, a search."""
    build, asked = large["build"], large["queries"]
    search = sum(asked[f"growth/{name} search"]["ask"]["median"] for name in ("register_size", "register"))
    memory = max(build["peak_mb"], build["without_roll_ups"]["peak_mb"])
    return [
        (f"first visit at {rows:,} rows, every question once: s", build["visit"], VISIT_S),
        (f"highest resident memory at {rows:,} rows, roll-ups written or read: MB", memory, VISIT_MB),
        (f"search in the register at {rows:,} rows, its count and its page: ms", round(search), SEARCH_MS),
    ]


def targets(result: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """What was promised, with what came out."""
    small, large = min(result), max(result)
    found = []
    for kind in ("server", "apptest"):
        worst = max(page["warm"]["median"] for page in result[small][kind].values())
        found.append((f"warm rerun at {small:,} rows, slowest page, {kind}: ms", worst, RERUN_MS))
    seen = result[small]["browser"]
    loads = [it["median"] for what, it in seen.items() if what.endswith(", drawn")]
    found += rows_targets(large, result[large])
    found.append(("first visit after a start, in Chromium: ms", round(seen["first visit"]["median"]), FIRST_MS))
    found.append(("warm load to drawn, slowest page, in Chromium: ms", round(max(loads)), LOAD_MS))
    return [{"target": what, "value": got, "limit": limit, "pass": got <= limit} for what, got, limit in found]


def table(title: str, rows: dict[str, list[dict[str, float]]], heads: list[str]) -> None:
    """Print median (min-max) in columns."""
    print(f"\n{title}\n{'':32}" + "".join(f"{head:>27}" for head in heads))
    for name, cells in rows.items():
        shown = (f"{c['median']:.2f} ({c['min']:.2f}-{c['max']:.2f})" for c in cells)
        print(f"{name:32}" + "".join(f"{text:>27}" for text in shown))


def report(result: dict[int, dict[str, Any]]) -> None:
    """The readable form of result.json."""
    heads = [f"{rows:,} rows" for rows in result]
    each = list(result.values())
    print("Store, then every question once, in a fresh process; without roll-ups first, then with them")
    for head, one in zip(heads, each, strict=True):
        for what, it in (("without", one["build"]["without_roll_ups"]), ("with", one["build"])):
            times = f"{it['seconds']:.2f} s, {it['visit']:.2f} s ({it['visit_cpu']:.2f} s CPU)"
            print(f"{head:>18} {what:8}: {times}, {it['peak_mb']:,} MB")
        print(f"{head:>18} {'server':8}: {one['server_peak_mb']:,} MB after all reruns")
    for head, one in zip(heads, each, strict=True):
        rows = {name: list(ways.values()) for name, ways in one["queries"].items()}
        table(f"Queries at {head}: ms, median (min-max)", rows, list(WAYS.values()))
        plain = [ways for name, ways in one["queries"].items() if " " not in name]
        sums = [sum(ways[way]["median"] for ways in plain) for way in WAYS]
        print(f"{f'total of {len(plain)} with defaults':32}" + "".join(f"{value:27.2f}" for value in sums))
        more = (sums[0] - sums[1]) / len(plain)
        print(f"{'our layer over a bare cursor':32}{f'{sums[0] / sums[1] - 1:+.0%}, {more:+.2f} ms each':>27}")
    for kind in ("server", "apptest"):
        cases = [(page, state) for page in PAGES for state in ("warm", "cold")]
        pages = {f"{page}, {state}": [one[kind][page][state] for one in each] for page, state in cases}
        table(f"Page rerun, {kind}: ms, median (min-max)", pages, heads)
    live = {name: [one["browser"][name] for one in each] for name in each[0]["browser"]}
    table("In Chromium: ms, median (min-max)", live, heads)


def main(
    rows: Annotated[int | None, typer.Option(min=SMALL + 1, help="The large size: 10,000,000.")] = None,
    out: Annotated[Path, typer.Option(help="For data and result.json.")] = ROOT / "bench" / "out",
    quick: Annotated[bool, typer.Option(help="Fewer runs, and 100,000 rows unless said otherwise.")] = False,
    part: Annotated[str, typer.Option(hidden=True)] = "",
    runs: Annotated[int, typer.Option(hidden=True)] = 0,
) -> None:
    """Measure build, queries, page reruns and clicks at 3,057 rows and at ROWS; PASS or FAIL."""
    if part:
        print(json.dumps(PARTS[part](runs)))
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped with it
    begin = time.perf_counter()
    sizes = [SMALL, rows or (100_000 if quick else 10_000_000)]
    result = measure(sizes, out.resolve(), quick)
    from floor import measure as clicks_beside_bare  # noqa: PLC0415 - weighs more than the parts above
    from floor import report as report_floor  # noqa: PLC0415
    from floor import server_cpu  # noqa: PLC0415

    say("ours and bare Streamlit")
    small = out.resolve() / str(SMALL)
    clicks = clicks_beside_bare(small, rounds=8 if quick else 12, many=out.resolve() / str(sizes[1]))
    cpu = server_cpu(small)
    report(result)
    checks = [*targets(result), *report_floor(clicks, cpu)]
    print()
    for check in checks:
        print(f"{'PASS' if check['pass'] else 'FAIL'}  {check['target']}: {check['value']} (at most {check['limit']})")
    took = round(time.perf_counter() - begin)
    load = [round(value, 1) for value in os.getloadavg()]  # others on the machine make everything slower
    whole = {
        "sizes": result,
        "floor": clicks,
        "server_cpu": cpu,
        "targets": checks,
        "seconds": took,
        "cores": os.cpu_count(),
        "load": load,
    }
    (out / "result.json").write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
    print(f"\n{took} s, {os.cpu_count()} cores, load {load}; {out / 'result.json'}")


if __name__ == "__main__":
    typer.run(main)
