"""Registers made up for tests: a few rows that keep every rule, to be spoilt; written as an office would have them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from koperasi.intake import schema

Row = dict[str, Any]
OURS = {"koperasi.as_of": "2026-10-31", "koperasi.title": "Ekspor dinas"}


def _cooperative(number: str, regency: str, kecamatan: str, **more: Any) -> Row:
    return {
        "nomor_induk_koperasi": number,
        "nama_koperasi": f"Koperasi {number}",
        "jenis_koperasi": "Jasa",
        "pola_pengelolaan": "SYARIAH",
        "status_koperasi": "Aktif",
        "kelompok_koperasi": "KSPPS",
        "kecamatan": kecamatan,
        "regency_code": regency,
        "tanggal_badan_hukum": date(2010, 5, 2),
        "anggota_pria": 10,
        "anggota_wanita": 20,
        "aset": 1_000_000,
        "volume_usaha": 2_000_000,
        "shu": -5,
        "tahun_rat_terakhir": 2024,
    } | more


def valid() -> dict[str, list[Row]]:
    """Rows of every register, none of which breaks a rule."""
    return {
        "cooperatives": [
            _cooperative("A1", "6303", "Gambut"),
            _cooperative("A2", "6371", "BANJARMASIN  barat", status_koperasi="Tidak Aktif", pola_pengelolaan=None),
            _cooperative("A3", "6301", "Jorong", pola_pengelolaan="KONVENSIONAL", kelompok_koperasi="KUD"),
        ],
        "ratings": [
            {
                "nomor_induk_koperasi": number,
                "tahun": year,
                "peringkat": grade,
                "tanggal_peringkat": date(year, 5, 1),
                "berlaku_sampai": date(year + 2, 5, 1),
            }
            for number, year, grade in (("A1", 2023, "AAA"), ("A1", 2024, "AAB"), ("A2", 2024, "AAA"))
        ],
        "health_checks": [
            {"nomor_induk_koperasi": number, "tahun": 2024, "skor": 80.5, "predikat": "Sehat"}
            for number in ("A1", "A2")
        ],
        "pesantren": [
            {"nspp": f"P{place}", "nama": f"Pesantren {place}", "regency_code": "6303", "santri": 90}
            for place in (1, 2)
        ],
        "opop_participants": [
            {
                "nspp": f"P{place}",
                "kohort": 2023,
                "nomor_induk_koperasi": number,
                "tahap_badan_hukum": "Berbadan hukum",
                "tanggal_tahap": date(2024, 1, 2),
                "kelompok_produk": "Jasa",
                "omzet": 5_000_000,
            }
            for place, number in ((1, "A1"), (2, None))
        ],
        "trainings_register": [
            {
                "id_pelatihan": f"L{place}",
                "nama_pelatihan": "Akuntansi",
                "topik": "Akuntansi",
                "sasaran": "Pengurus",
                "regency_code": code,
                "tanggal_mulai": date(2024, 3, 4),
                "peserta_pria": 3,
                "peserta_wanita": 4,
                "sumber_anggaran": "APBN",
            }
            for place, code in ((1, "6303"), (2, None))
        ],
        "facilities": [
            {
                "id_fasilitas": f"F{place}",
                "nama_fasilitas": f"Bandara {place}",
                "jenis_fasilitas": "Bandara",
                "regency_code": "6303",
                "luas_komersial_m2": 1000,
                "luas_umk_m2": small,
                "sewa_pct": 25.5,
                "tanggal_periksa": date(2024, 6, 7),
            }
            for place, small in ((1, 300), (2, 299))
        ],
        "packaging_machines": [
            {
                "id_mesin": f"M{place}",
                "jenis_mesin": "Penyegel",
                "penerima": "Koperasi A",
                "jenis_penerima": "Koperasi",
                "regency_code": "6303",
                "tanggal_serah": date(2022, 1, 2),
                "kondisi": "Berfungsi",
            }
            for place in (1, 2)
        ],
    }


def shape(register: str) -> pa.Schema:
    """The columns that a register must have, as Arrow has them."""
    needed = [it for it in schema.fields(register) if not it.get("optional")]
    return pa.schema([(it["name"], pa.type_for_alias(schema.kind(it).arrow)) for it in needed])


def write(folder: Path, tables: Mapping[str, list[Row]], notes: Mapping[str, str] = OURS) -> Path:
    """The tables as Parquet in `folder`, with what each file says of itself; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = shape(name)
        full = [dict.fromkeys(columns.names) | row for row in rows]
        table = pa.Table.from_pylist(full, columns)
        with pq.ParquetWriter(folder / f"{name}.parquet", columns, store_schema=False) as file:
            file.write_table(table)
            file.add_key_value_metadata(dict(notes))
    return folder
