"""What nobody filled in is marked beside its label, so that no code compares with the words."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from koperasi.store import Store

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"


@pytest.mark.parametrize(
    ("query", "counted", "register", "column"),
    [
        ("growth/by_type", "cooperatives", "cooperatives", "jenis_koperasi"),
        ("growth/by_group", "cooperatives", "cooperatives", "kelompok_koperasi"),
        ("growth/by_status", "cooperatives", "cooperatives", "status_koperasi"),
        ("opop/products", "participants", "opop_participants", "kelompok_produk"),
        ("opop/turnover", "participants", "opop_participants", "kelompok_produk"),
        ("opop/stages", "participants", "opop_participants", "tahap_badan_hukum"),
        ("programs/training_budgets", "trainings", "trainings_register", "sumber_anggaran"),
        ("programs/facility_by_kind", "facilities", "facilities", "jenis_fasilitas"),
        ("programs/machines", "machines", "packaging_machines", "jenis_mesin"),
        ("sharia/grades_by_year", "cooperatives", "ratings", "peringkat"),
    ],
)
def test_the_marked_rows_count_the_empty_cells_of_the_register(
    query: str, counted: str, register: str, column: str, store: Store
) -> None:
    rows = store.ask(query).rows
    empty = pq.read_table(SAMPLE / f"{register}.parquet")[column].null_count
    assert rows[rows["is_blank"]][counted].sum() == empty


def test_a_year_that_nobody_filled_in_is_marked_too(store: Store) -> None:
    rows = store.ask("programs/machines", machines_by="year").rows
    empty = pq.read_table(SAMPLE / "packaging_machines.parquet")["tanggal_serah"].null_count
    assert empty
    assert rows[rows["is_blank"]]["machines"].tolist() == [empty]
