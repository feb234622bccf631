"""Roll-ups: never a wrong number from one that is stale, cut short, another's, or drawn from a file swapped since."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from koperasi.store import Places, Store, TableUnavailable, build
from koperasi.store.rollups import Rollups

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ("growth/by_type", "growth/register", "growth/register_size", "sharia/role_models", "sharia/movement")


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every register counts as large."""
    monkeypatch.setattr(build, "IN_MEMORY_ROWS", 0)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the shipped registers that a test may spoil."""
    shutil.copytree(ROOT / "data" / "sample", tmp_path / "data" / "sample")
    return tmp_path / "data"


def text(store: Store, name: str, **given: object) -> str:
    """An answer as text: cells may be lists, which do not compare as one."""
    return store.ask(name, **given).rows.to_csv()


def rolled_up(data: Path, table: str = "*") -> list[Path]:
    found = (data / "sample" / ".rollup").glob(f"{table}-*.parquet")
    return sorted(path for path in found if not path.name.startswith("rules_"))


def by_type(store: Store) -> dict[str, int]:
    rows = store.ask("growth/by_type").rows
    return dict(zip(rows["cooperative_type"], rows["cooperatives"], strict=True))


def in_file(path: Path) -> dict[str, int]:
    """The same, counted without the store."""
    counts = pq.read_table(path)["jenis_koperasi"].value_counts().to_pylist()
    return {it["values"]: it["counts"] for it in counts}


def made_other(path: Path) -> None:
    """Other rows in the same place: what was Jasa is Konsumen."""
    table = pq.read_table(path)
    kinds = table["jenis_koperasi"]
    other = pc.if_else(pc.equal(kinds, "Jasa"), "Konsumen", kinds)
    place = table.column_names.index("jenis_koperasi")
    pq.write_table(table.set_column(place, "jenis_koperasi", other), path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def test_every_question_is_answered_as_from_memory(data: Path, store: Store) -> None:
    """`store` keeps its tables in memory; the first one writes the roll-ups, the second one reads them."""
    drawn = [name for name in store.queries if store.plan(name)]
    assert {name.split("/")[0] for name in drawn} >= {"growth", "sharia", "opop", "programs", "summary"}
    for _ in range(2):
        large = Store(Places(data=data))
        for name in drawn:
            assert text(large, name) == text(store, name), name
        assert text(large, "growth/register", search="12") == text(store, "growth/register", search="12")
    assert {path.name.split("-")[0] for path in rolled_up(data)} > {"cooperative_counts", "cooperative_list", "ratings"}


def test_a_roll_up_is_written_when_first_needed_and_never_again(data: Path) -> None:
    first = Store(Places(data=data))
    assert rolled_up(data) == []
    first.ask("growth/by_type")
    (path,) = rolled_up(data)
    before = path.stat()
    assert by_type(Store(Places(data=data))) == in_file(data / "sample" / "cooperatives.parquet")
    assert rolled_up(data) == [path]
    assert path.stat().st_ino == before.st_ino


def test_small_registers_leave_no_file_behind(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    one = Store(Places(data=data))
    for name in QUESTIONS:
        one.ask(name)
    assert not (data / "sample" / ".rollup").exists()


def test_other_rows_make_another_roll_up(data: Path) -> None:
    path = data / "sample" / "cooperatives.parquet"
    before = by_type(Store(Places(data=data)))
    made_other(path)
    after = by_type(Store(Places(data=data)))
    assert after == in_file(path) != before


def test_one_changed_byte_behind_an_unchanged_footer_makes_another_roll_up(data: Path) -> None:
    """Size, time and footer are those of before: only the content tells."""
    path = data / "sample" / "cooperatives.parquet"
    table = pq.read_table(path)
    pq.write_table(table, path, compression="none", use_dictionary=False, write_statistics=False)
    before, stat = by_type(Store(Places(data=data))), path.stat()
    path.write_bytes(path.read_bytes().replace(b"Konsumen", b"Produsen", 1))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_size == stat.st_size
    after = by_type(Store(Places(data=data)))
    assert (before["Konsumen"] - after["Konsumen"], after["Produsen"] - before["Produsen"]) == (1, 1)


def test_other_sql_or_another_version_makes_another_roll_up(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "queries", tmp_path / "queries")
    places = Places(data=data, queries=tmp_path / "queries")

    def made() -> int:
        Store(places).ask("growth/by_type")
        return len(rolled_up(data))

    before = made()
    for file in ("tables/cooperative_counts.sql", "tables/cooperatives.sql", "macros.sql"):
        with (tmp_path / "queries" / file).open("a", encoding="utf-8") as sql:
            sql.write("\n-- changed\n")
        assert (before := before + 1) == made(), file
    for version in ("duckdb.__version__", "koperasi.__version__"):
        monkeypatch.setattr(version, "9.9.9")
        assert (before := before + 1) == made(), version


def test_a_seed_that_it_reads_makes_another_roll_up(data: Path, tmp_path: Path) -> None:
    """facilities judges by figures and regulations; cooperative_counts reads none."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    places = Places(data=data, seeds=tmp_path / "seeds")
    for _ in range(2):
        made = Store(places)
        made.ask("growth/by_type")
        made.ask("programs/facility_share")
        with (tmp_path / "seeds" / "regulations.csv").open("rb+") as file:
            text = file.read().replace(b"2021", b"2020", 1)
            file.seek(0)
            file.write(text)
    assert (len(rolled_up(data, "facilities")), len(rolled_up(data, "cooperative_counts"))) == (2, 1)


def flipped(whole: bytes) -> bytes:
    middle = len(whole) // 2
    return whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]


def test_a_spoiled_roll_up_is_ignored_and_made_anew(data: Path, store: Store) -> None:
    """One that is loaded, and one that is read from."""
    asked = {"cooperative_counts": "growth/by_type", "cooperative_list": "growth/register"}
    first, whole = Store(Places(data=data)), {}
    for table, question in asked.items():
        first.ask(question)
        (kept,) = rolled_up(data, table)
        whole[kept] = kept.read_bytes()
    assert len(whole) == len(asked)
    for how, spoil in {
        "truncated": lambda it: it[: len(it) // 2],
        "empty": lambda _: b"",
        "flipped": flipped,
        "text": lambda _: b"not a table",
    }.items():
        for path in rolled_up(data):
            path.unlink()
        for path, its in whole.items():
            path.write_bytes(spoil(its))
        again = Store(Places(data=data))
        for (table, question), (path, its) in zip(asked.items(), whole.items(), strict=True):
            assert text(again, question) == text(store, question), (how, table)
            assert path.read_bytes() == its or len(rolled_up(data, table)) == 2, (how, table)


def test_a_roll_up_of_other_rows_under_the_right_name_is_not_read(data: Path, store: Store) -> None:
    Store(Places(data=data)).ask("growth/by_type")
    (kept,) = rolled_up(data)
    made_other(data / "sample" / "cooperatives.parquet")
    Store(Places(data=data)).ask("growth/by_type")
    (other,) = set(rolled_up(data)) - {kept}
    shutil.copyfile(kept, other)
    found = by_type(Store(Places(data=data)))
    assert found == in_file(data / "sample" / "cooperatives.parquet") != by_type(store)


def test_stores_at_once_write_the_same_and_none_is_wrong(data: Path, store: Store) -> None:
    found: list[bool] = []

    def work() -> None:
        one = Store(Places(data=data))
        found.extend(text(one, name) == text(store, name) for name in QUESTIONS)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 4 * len(QUESTIONS)
    assert not [path for path in (data / "sample" / ".rollup").iterdir() if path.suffix != ".parquet"]


def test_many_threads_that_need_a_table_at_once_make_it_once(data: Path, store: Store) -> None:
    one, found = Store(Places(data=data)), []
    threads = [
        threading.Thread(target=lambda name=name: found.append(text(one, name) == text(store, name)))
        for name in QUESTIONS * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * len(threads)
    assert len(rolled_up(data, "cooperative_list")) == 1


def test_a_folder_that_cannot_be_written_to_is_served_and_stays_as_it_is(data: Path, store: Store) -> None:
    """Root may write anywhere, so a file stands where the folder should be."""
    (data / "sample" / ".rollup").write_bytes(b"")
    one = Store(Places(data=data))
    for name in QUESTIONS:
        assert text(one, name) == text(store, name), name
    assert (data / "sample" / ".rollup").read_bytes() == b""


def test_a_read_only_folder_is_served_from_the_roll_ups_that_it_has(
    data: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(Places(data=data)).ask("growth/register")
    (there,) = rolled_up(data, "cooperative_list")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("koperasi.store.rollups.tempfile.TemporaryFile", refuse)
    one = Store(Places(data=data))
    for name in QUESTIONS:
        assert text(one, name) == text(store, name), name
    assert {it.path for it in one._db._files["cooperative_list"]} == {there}
    assert len(rolled_up(data)) == 1, "the others went elsewhere"


def test_a_full_disk_is_slower_and_no_error(data: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Rollups, "write", refuse)
    one = Store(Places(data=data))
    for name in QUESTIONS:
        assert text(one, name) == text(store, name), name
    assert rolled_up(data) == []


@pytest.mark.parametrize("how", ["replaced", "removed"])
def test_a_register_replaced_under_a_living_store_is_unavailable(data: Path, how: str) -> None:
    path = data / "sample" / "cooperatives.parquet"
    one = Store(Places(data=data))
    made_other(path) if how == "replaced" else path.unlink()
    for question in ("growth/by_type", "growth/register"):
        with pytest.raises(TableUnavailable, match="diganti"):
            one.ask(question)
    assert rolled_up(data) == [], "nothing drawn from other rows is left behind"
    assert len(one.ask("growth/total").rows) == 7


def test_what_was_rolled_up_is_still_answered_after_the_register_was_replaced(data: Path, store: Store) -> None:
    one = Store(Places(data=data))
    one.ask("growth/register")
    made_other(data / "sample" / "cooperatives.parquet")
    assert text(one, "growth/register", skip=25) == text(store, "growth/register", skip=25)


def test_a_register_replaced_while_it_is_rolled_up_leaves_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, write = Store(Places(data=data)), Rollups.write

    def swap(self: Rollups, *given: object) -> object:
        made_other(data / "sample" / "cooperatives.parquet")
        return write(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Rollups, "write", swap)
    with pytest.raises(TableUnavailable, match="diganti"):
        one.ask("growth/by_type")
    assert [path for path in (data / "sample" / ".rollup").iterdir() if not path.name.startswith("rules_")] == []


def test_a_roll_up_replaced_under_a_living_store_is_unavailable(data: Path) -> None:
    one, questions = Store(Places(data=data)), ("growth/register", "sharia/role_models")
    for question in questions:
        one.ask(question)
    for path in rolled_up(data):
        path.write_bytes(path.read_bytes()[:-1])
    for question in questions:
        with pytest.raises(TableUnavailable, match="diganti"):
            one.ask(question, regencies=["6303"])


def test_a_register_damaged_behind_its_footer_fails_only_what_needs_it(data: Path, store: Store) -> None:
    """It was read whole when it was opened: every question about it says so, not only those that meet the damage."""
    path = data / "sample" / "cooperatives.parquet"
    whole = bytearray(path.read_bytes())
    whole[8:4000] = bytes(3992)
    path.write_bytes(bytes(whole))
    one = Store(Places(data=data))
    for name in ("growth/register", "sharia/role_models", "growth/by_type"):
        with pytest.raises(TableUnavailable, match=r"cooperatives.parquet: rusak: isinya berubah"):
            one.ask(name)
    assert text(one, "programs/machines") == text(store, "programs/machines")


def test_only_registers_and_their_roll_ups_can_be_read(data: Path) -> None:
    (data / "sample" / "secret.parquet").write_bytes((data / "sample" / "ratings.parquet").read_bytes())
    one = Store(Places(data=data))
    one.ask("growth/register")
    with one.cursor() as cursor:
        for statement in (
            "select * from read_csv('/etc/passwd')",
            f"select * from '{data}/sample/secret.parquet'",
            f"select * from '{data}/sample/.rollup/../secret.parquet'",
            "copy (select 1) to '/tmp/out.csv'",
            f"copy (select 1) to '{data}/sample/secret.parquet'",
            f"set allowed_paths = ['{data}/sample/secret.parquet']",
            "set enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                cursor.execute(statement)


def test_what_stood_in_for_other_data_goes_after_a_day(data: Path) -> None:
    Store(Places(data=data)).ask("growth/by_type")
    (old,) = rolled_up(data)
    left = old.with_name(".cooperative_counts-1.part")
    left.touch()
    made_other(data / "sample" / "cooperatives.parquet")
    Store(Places(data=data)).ask("growth/by_type")
    assert old.exists(), "a store may still read it"
    yesterday = time.time() - 90_000
    for path in (old, left):
        os.utime(path, (yesterday, yesterday))
    made_other(data / "sample" / "cooperatives.parquet")
    table = pq.read_table(data / "sample" / "cooperatives.parquet").slice(0, 100)
    pq.write_table(table, data / "sample" / "cooperatives.parquet")
    Store(Places(data=data)).ask("growth/by_type")
    assert not old.exists()
    assert not left.exists()
    assert len(rolled_up(data)) == 2


def test_race_on_views_too(data: Path) -> None:
    """As in test_store, with the rows in files: a shared connection would mix answers up."""
    one = Store(Places(data=data))
    codes = [str(code) for code in one.ask("frame/regencies").rows["regency_code"]]

    def count(code: str) -> int:
        bound = one.queries["growth/register_size"].bind({"regencies": [code], "search": "koperasi"})
        frozen = tuple((key, tuple(it) if isinstance(it, list) else it) for key, it in bound.items())
        return int(one._run("growth/register_size", frozen).rows["cooperatives"].iloc[0])

    right = {code: count(code) for code in codes}
    assert sum(right.values()) == 1500
    wrong: list[str] = []

    def work(offset: int) -> None:
        for turn in range(20):
            code = codes[(turn * 7 + offset) % len(codes)]
            if count(code) != right[code]:
                wrong.append(code)

    threads = [threading.Thread(target=work, args=(offset,)) for offset in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
