"""Registers on disk: which Parquet files there are, what they must hold, and whether they are a sample."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from koperasi.store.errors import TableUnavailable

# The ODS export's own column names (facts/definitions.md 8.3), then those of its public page (8.2).
SCHEMAS: dict[str, dict[str, str]] = {
    "cooperatives": {
        "nomor_induk_koperasi": "VARCHAR",
        "nama_koperasi": "VARCHAR",
        "nomor_badan_hukum": "VARCHAR",
        "bentuk_koperasi": "VARCHAR",
        "jenis_koperasi": "VARCHAR",
        "pola_pengelolaan": "VARCHAR",
        "status_koperasi": "VARCHAR",
        "sektor_usaha": "VARCHAR",
        "kelompok_koperasi": "VARCHAR",
        "kecamatan": "VARCHAR",
        "grade": "VARCHAR",
        "regency_code": "VARCHAR",
        "tanggal_badan_hukum": "DATE",
        "anggota_pria": "INTEGER",
        "anggota_wanita": "INTEGER",
        "aset": "BIGINT",
        "modal_sendiri": "BIGINT",
        "volume_usaha": "BIGINT",
        "shu": "BIGINT",
        "tahun_rat_terakhir": "SMALLINT",
    },
    "ratings": {
        "nomor_induk_koperasi": "VARCHAR",
        "tahun": "SMALLINT",
        "peringkat": "VARCHAR",
        "lembaga": "VARCHAR",
        "tanggal_peringkat": "DATE",
        "berlaku_sampai": "DATE",
    },
    "health_checks": {
        "nomor_induk_koperasi": "VARCHAR",
        "tahun": "SMALLINT",
        "skor": "DOUBLE",
        "predikat": "VARCHAR",
    },
    "pesantren": {"nspp": "VARCHAR", "nama": "VARCHAR", "regency_code": "VARCHAR", "santri": "INTEGER"},
    "opop_participants": {
        "nspp": "VARCHAR",
        "kohort": "SMALLINT",
        "nomor_induk_koperasi": "VARCHAR",
        "tahap_badan_hukum": "VARCHAR",
        "tanggal_tahap": "DATE",
        "kelompok_produk": "VARCHAR",
        "omzet": "BIGINT",
    },
    "trainings_register": {
        "id_pelatihan": "VARCHAR",
        "nama_pelatihan": "VARCHAR",
        "topik": "VARCHAR",
        "sasaran": "VARCHAR",
        "regency_code": "VARCHAR",
        "tanggal_mulai": "DATE",
        "peserta_pria": "INTEGER",
        "peserta_wanita": "INTEGER",
        "sumber_anggaran": "VARCHAR",
    },
    "facilities": {
        "id_fasilitas": "VARCHAR",
        "nama_fasilitas": "VARCHAR",
        "jenis_fasilitas": "VARCHAR",
        "regency_code": "VARCHAR",
        "luas_komersial_m2": "INTEGER",
        "luas_umk_m2": "INTEGER",
        "sewa_pct": "DOUBLE",
        "tanggal_periksa": "DATE",
    },
    "packaging_machines": {
        "id_mesin": "VARCHAR",
        "jenis_mesin": "VARCHAR",
        "penerima": "VARCHAR",
        "jenis_penerima": "VARCHAR",
        "regency_code": "VARCHAR",
        "tanggal_serah": "DATE",
        "kondisi": "VARCHAR",
    },
}
_SAMPLE_AGAIN = "Buat ulang data contoh dengan: python -m koperasi sample --out data/sample"
_OFFICE_AGAIN = "Kembalikan berkas dari cadangan kantor atau muat ulang ekspornya."


@dataclass(frozen=True)
class Register:
    """One register as found on disk. `as_of` is an ISO date, `sample` whether its rows are synthetic."""

    table: str
    path: Path
    title: str
    as_of: str
    sample: bool
    problem: TableUnavailable | None = None


def active_folder(data: Path) -> Path:
    """The folder that is served: the office's registers where there are any, else the sample.

    Whole folders only: a rating of the sample must never be joined to a cooperative of the office.
    """
    office = data / "office"
    return office if any(office.glob("*.parquet")) else data / "sample"


def open_register(con: duckdb.DuckDBPyConnection, table: str, folder: Path) -> Register:
    """Check one register's file and make it readable in `con` as the view `register_<table>`.

    Never raises for a bad file: the fault is kept in `Register.problem`, so that the other pages go on working.
    """
    path = folder / f"{table}.parquet"
    sample = folder.name == "sample"
    todo = _SAMPLE_AGAIN if sample else _OFFICE_AGAIN
    shown = f"{folder.parent.name}/{folder.name}/{path.name}"

    def broken(what: str) -> Register:
        return Register(table, path, table, "", sample, TableUnavailable(shown, what, todo))

    if not path.is_file():
        return broken("tidak ada.")
    try:
        relation = con.read_parquet(str(path))
        notes = dict(
            con.execute(
                "select decode(key), decode(value) from parquet_kv_metadata($file)", {"file": str(path)}
            ).fetchall()
        )
    except duckdb.Error:
        return broken("tidak dapat dibaca, mungkin terpotong atau bukan berkas Parquet.")
    found = dict(zip(relation.columns, (str(kind) for kind in relation.types), strict=True))
    for column, kind in SCHEMAS[table].items():
        if column not in found:
            return broken(f'tidak memiliki kolom "{column}".')
        if found[column] != kind:
            return broken(f'kolom "{column}" bertipe {found[column]}, seharusnya {kind}.')
    relation.create_view(f"register_{table}")
    return Register(
        table,
        path,
        notes.get("koperasi.title", table),
        notes.get("koperasi.as_of", ""),
        # the mark travels inside the file, so that copying a sample into data/office/ does not remove it
        sample or notes.get("koperasi.kind") == "sample",
    )
