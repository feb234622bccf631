"""The store: headers, parameters, threads, broken files, changed files, the sample mark."""

from __future__ import annotations

import re
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from koperasi.store import BadParameter, BrokenQuery, Filters, Places, Store, TableUnavailable, UnknownQuery, current
from koperasi.store.queries import parse
from koperasi.store.registers import SCHEMAS

ROOT = Path(__file__).resolve().parents[1]
HEADER = "-- question: q\n-- grain: g\n-- key: one row\n-- unit: u\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the shipped registers that a test may spoil."""
    shutil.copytree(ROOT / "data" / "sample", tmp_path / "data" / "sample")
    return tmp_path / "data"


def test_header_is_read_with_types_defaults_and_allowed_values() -> None:
    query = parse(
        "a/b",
        HEADER
        + "-- parameters:\n--   regencies varchar[]\n--   year integer = 2024\n--   sort varchar = up in (up, down)\n"
        "-- a remark: not a field\nselect $regencies, $year, $sort",
    )
    assert query.bind({}) == {"regencies": [], "year": 2024, "sort": "up"}
    assert query.bind({"regencies": ("6303",), "sort": "down"})["regencies"] == ["6303"]
    assert (query.question, query.grain, query.unit) == ("q", "g", "u")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("-- question: q\n-- grain: g\n-- key: k\nselect 1", "unit"),
        ("-- question: q\n-- grain: g\n-- unit: u\nselect 1", "key"),
        (HEADER + "select 1; select 2", "2 statements"),
        (HEADER + "copy (select 1) to 'data/sample/ratings.parquet' (use_tmp_file false)", "not a select"),
        (HEADER + "select from where", "syntax error"),
        (HEADER + "select $year", "year"),
        (HEADER + "-- parameters:\n--   year integer\nselect 1", "year"),
        (HEADER + "-- parameters:\n--   year date\nselect $year", "year date"),
    ],
)
def test_header_that_disagrees_with_its_query_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse("a/b", text)


def test_every_query_has_a_header_and_runs_with_its_defaults(store: Store) -> None:
    assert len(store.queries) >= 20
    for name in store.queries:
        assert store.ask(name).query.question.endswith("?"), name


def test_unknown_query_names_the_near_ones(store: Store) -> None:
    with pytest.raises(UnknownQuery, match="growth/total"):
        store.ask("growth/totl")


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"regency": ["6303"]}, "regencies"),
        ({"regencies": "6303"}, "daftar teks"),
        ({"regencies": [6303]}, "daftar teks"),
        ({"year_from": "2015"}, "bilangan bulat"),
        ({"year_from": True}, "bilangan bulat"),
    ],
)
def test_bad_parameters_are_refused_before_duckdb_sees_them(
    store: Store, given: dict[str, object], complaint: str
) -> None:
    with pytest.raises(BadParameter, match=complaint):
        store.ask("growth/total", **given)


def test_value_outside_the_allowed_ones_is_refused(store: Store) -> None:
    with pytest.raises(BadParameter, match="konvensional"):
        store.ask("growth/founded", pola="syari'ah")


def test_hostile_text_stays_text(store: Store) -> None:
    hostile = "'; drop table cooperatives; --"
    assert store.ask("growth/register", search=hostile).rows.empty
    assert store.ask("growth/register_size").rows["cooperatives"].iloc[0] == 1500


def test_the_database_reads_no_file_and_keeps_its_settings(store: Store) -> None:
    with store.cursor() as cursor:
        for statement in (
            "select * from read_csv('/etc/passwd')",
            "copy (select 1) to '/tmp/out.csv'",
            "set enable_external_access = true",
            "install httpfs",
        ):
            with pytest.raises(duckdb.Error):
                cursor.execute(statement)
        limits = dict(cursor.sql("select name, value from duckdb_settings()").fetchall())
    assert limits["autoload_known_extensions"] == limits["autoinstall_known_extensions"] == "false"
    assert int(limits["threads"]) <= 4
    assert re.fullmatch(r"1\.8 GiB|\d+(\.\d+)? [MG]iB", limits["memory_limit"])


class _Together:
    """A cursor that waits after each execute until all threads have executed theirs, and only then fetches."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, all_asked: threading.Barrier):
        self._cursor, self._all_asked = cursor, all_asked

    def __enter__(self) -> _Together:
        return self

    def __exit__(self, *_: object) -> None:
        """Not closed: it may be everybody's."""

    def execute(self, *asked: object) -> duckdb.DuckDBPyConnection:
        try:
            result = self._cursor.execute(*asked)
        except Exception:
            self._all_asked.abort()  # the others would wait for this one until their time is up
            raise
        self._all_asked.wait(timeout=30)
        return result


def _mixed_up(store: Store, monkeypatch: pytest.MonkeyPatch, shared: duckdb.DuckDBPyConnection | None = None) -> int:
    """How many of 13 threads, each asking for a regency of its own, get another answer than when alone, or none."""
    codes = [str(code) for code in store.ask("frame/regencies").rows["regency_code"]]
    right = {
        code: int(store.ask("growth/register_size", regencies=[code]).rows["cooperatives"].iloc[0]) for code in codes
    }
    assert len(set(right.values())) > 8, "answers must differ, or a mix-up would not show"
    assert sum(right.values()) == 1500
    all_asked, own = threading.Barrier(len(codes)), store.cursor
    with monkeypatch.context() as patch:
        patch.setattr(store, "cursor", lambda: _Together(shared or own(), all_asked))

        def asks(code: str) -> bool:
            bound = store.queries["growth/register_size"].bind({"regencies": [code]})
            try:
                rows = store._run("growth/register_size", tuple(bound.items())).rows
                return int(rows["cooperatives"].iloc[0]) != right[code]
            except Exception:
                return True

        with ThreadPoolExecutor(len(codes)) as pool:
            return sum(pool.map(asks, codes))


def test_threads_that_ask_at_once_get_no_wrong_answer(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the cache, and with every query asked before any answer is fetched: no luck is involved (DESIGN 2.5)."""
    assert _mixed_up(store, monkeypatch) == 0


def test_a_shared_cursor_would_be_found_each_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.cursor() as shared:
        for _ in range(7):
            assert _mixed_up(store, monkeypatch, shared) >= 12


def test_every_query_has_a_cursor_of_its_own(store: Store) -> None:
    first, second = store.cursor(), store.cursor()
    assert first is not second
    first.execute("select 1")
    second.execute("select 2")
    assert (first.fetchall(), second.fetchall()) == ([(1,)], [(2,)])


def test_answers_are_cached_by_query_and_parameters(store: Store) -> None:
    first = store.ask("growth/total", regencies=["6303"])
    assert store.ask("growth/total", regencies=["6303"]) is first
    assert store.ask_filtered("growth/total", Filters(("6303",))) is first
    assert store.ask("growth/total") is not first


def _spoil(path: Path, how: str) -> None:
    if how == "missing":
        path.unlink()
    elif how == "truncated":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif how == "garbage":
        path.write_bytes(b"PAR1 is not enough")
    elif how == "holes":
        whole = bytearray(path.read_bytes())
        whole[8:1000] = bytes(992)
        path.write_bytes(bytes(whole))
    else:
        table = pq.read_table(path)
        name = next(iter(SCHEMAS[path.stem]))
        if how == "column":
            table = table.drop_columns([name])
        else:
            table = table.set_column(0, name, pa.array(range(len(table))))
        pq.write_table(table, path)


BROKEN = {  # register -> how it is, what is said of that, and who needs it
    "ratings": ("missing", "tidak ada", "sharia/movement"),
    "health_checks": ("truncated", "terpotong", "sharia/health"),
    "opop_participants": ("garbage", "terpotong", "opop/products"),
    "trainings_register": ("holes", "rusak", "programs/trainees"),
    "facilities": ("column", "tidak memiliki kolom", "programs/facility_share"),
    "packaging_machines": ("type", "bertipe", "programs/machines"),
}


def test_a_broken_register_fails_only_what_needs_it(data: Path) -> None:
    for register, (how, *_) in BROKEN.items():
        _spoil(data / "sample" / f"{register}.parquet", how)
    store = Store(Places(data=data))
    for register, (how, said, question) in BROKEN.items():
        with pytest.raises(TableUnavailable) as fault:
            store.ask(question)
        assert said in str(fault.value), how
        assert f"{register}.parquet" in str(fault.value), how
        assert fault.value.todo, how
    assert len(store.ask("growth/total").rows) == 7
    assert len(store.ask("growth/by_type").rows) > 0
    assert {name for name, it in store.registers.items() if it.problem} == BROKEN.keys()


def test_changed_data_is_picked_up_and_makes_another_version(data: Path) -> None:
    places = Places(data=data)
    before = current(places)
    assert current(places) is before
    table = pq.read_table(data / "sample" / "cooperatives.parquet")
    pq.write_table(table.slice(0, 100), data / "sample" / "cooperatives.parquet")
    after = current(places)
    assert after.version != before.version
    assert int(after.ask("growth/register_size").rows["cooperatives"].iloc[0]) == 100
    assert int(before.ask("growth/register_size").rows["cooperatives"].iloc[0]) == 1500


def test_version_depends_on_content_not_on_the_clock(data: Path) -> None:
    first = Store(Places(data=data)).version
    for path in (data / "sample").iterdir():
        path.touch()
    assert Store(Places(data=data)).version == first


def test_sample_mark_reaches_answers_and_survives_a_copy_to_the_office_folder(data: Path, store: Store) -> None:
    assert store.ask("growth/founded").sample
    assert not store.ask("growth/total").sample
    shutil.copytree(data / "sample", data / "office")
    office = Store(Places(data=data))
    assert office.registers["cooperatives"].path.parent.name == "office"
    assert office.ask("growth/founded").sample


def test_office_registers_without_the_mark_are_not_a_sample(data: Path) -> None:
    (data / "office").mkdir()
    for path in (data / "sample").glob("*.parquet"):
        table = pq.read_table(path)
        pq.write_table(
            table.replace_schema_metadata({"koperasi.as_of": "2026-10-31", "koperasi.title": "Ekspor"}),
            data / "office" / path.name,
        )
    answer = Store(Places(data=data)).ask("growth/founded")
    assert not answer.sample
    assert answer.as_of == ("2026-10-31",)
    assert [source.title for source in answer.sources] == ["Ekspor"]


def test_sources_come_from_the_rows(store: Store) -> None:
    ids = [source.id for source in store.ask("growth/total").sources]
    assert "antara-2024-09-3057" in ids
    assert "mckalsel-2024-03-koperasi-modern" in ids
    assert all(source.url.startswith("http") for source in store.ask("growth/total").sources)


def test_the_newest_figures_decide_which_sources_are_named_first(store: Store) -> None:
    answer = store.ask("growth/total")
    rows = answer.rows.sort_values("as_of", ascending=False, kind="stable")
    newest_first = list(dict.fromkeys(key for cell in rows["source_id"] for key in cell.split(";")))
    assert [source.id for source in answer.sources] == newest_first
    assert newest_first != list(dict.fromkeys(answer.rows["source_id"])), "the rows' own order would pass as well"


def test_the_sources_of_one_row_are_named_in_its_order(store: Store) -> None:
    counted = [source.id for source in store.ask("growth/by_regency", measure="inactive").sources]
    rate = [source.id for source in store.ask("growth/by_regency", measure="inactive_rate").sources]
    assert rate[:-1] == counted  # what is divided, then the residents by whom


def test_midnight_makes_another_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers that depend on today are cached as long as the stamp stays the same."""

    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return date(2031, 1, 1)

    before = Places().stamp()
    monkeypatch.setattr("koperasi.store.places.date", Tomorrow)
    assert Places().stamp() != before
    assert Places().stamp()[1] == before[1]


def test_one_sample_among_the_registers_marks_the_answer(data: Path) -> None:
    """Ratings of the office beside cooperatives of the sample: whatever joins the two is no real number."""
    (data / "office").mkdir()
    for path in (data / "sample").glob("*.parquet"):
        table = pq.read_table(path)
        with pq.ParquetWriter(data / "office" / path.name, table.schema.remove_metadata(), store_schema=False) as file:
            file.write_table(table.replace_schema_metadata(None))
            file.add_key_value_metadata({"koperasi.kind": "sample" if path.stem == "cooperatives" else "office"})
    store = Store(Places(data=data))
    assert [name for name, register in store.registers.items() if register.sample] == ["cooperatives"]
    answer = store.ask("sharia/role_models")
    assert {register.table for register in answer.registers} == {"cooperatives", "ratings"}
    assert answer.sample
    assert not store.ask("programs/machines").sample


@pytest.fixture
def spoiled_queries(tmp_path: Path) -> Store:
    """Three questions are broken: one that DuckDB cannot plan, one that it cannot read, one without a key."""
    folder = tmp_path / "queries"
    shutil.copytree(ROOT / "queries", folder)
    for name, old, new in (
        ("growth/by_type", "order by cooperatives desc", "order by no_such_column desc"),
        ("growth/total", "select * from final", "select * form final"),
        ("growth/founded", "-- key: founded_year\n", ""),
    ):
        path = folder / f"{name}.sql"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    return Store(Places(queries=folder))


def test_a_broken_query_is_named_and_takes_nobody_down(spoiled_queries: Store) -> None:
    broken = {"growth/by_type": "no_such_column", "growth/total": "syntax error", "growth/founded": "lacks key"}
    for name, said in broken.items():
        for fails in (spoiled_queries.ask, spoiled_queries.plan):
            with pytest.raises(BrokenQuery, match=said) as caught:
                fails(name)
            assert f"queries/{name}.sql" in str(caught.value)
            assert "\n" not in str(caught.value)
    assert len(spoiled_queries.ask("growth/by_status").rows)


def test_planning_tells_the_registers_without_running(store: Store) -> None:
    assert [it.table for it in store.plan("sharia/role_models")] == ["cooperatives", "ratings"]
    assert store.plan("growth/total") == ()
    for name in store.queries:
        assert store.plan(name) == store.ask(name).registers, name
