"""How a result column is called and written, in tables and in files: one place for all cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from koperasi.look import formats

NOT_FILLED = "belum diisi"


def _day(value: object) -> str:
    return formats.as_of(value.date().isoformat() if isinstance(value, datetime) else str(value))


def _plain(value: object) -> str:
    return str(value)


def _count(value: float) -> str:
    return formats.number(value, 0 if float(value).is_integer() else 2)


@dataclass(frozen=True)
class Column:
    """`label` for people, `write` from a cell to text, `hidden` where the table would only repeat itself."""

    label: str
    write: Callable[..., str] = _plain
    hidden: bool = False
    numeric: bool = False


def _counted(label: str) -> Column:
    return Column(label, _count, numeric=True)


def _share(label: str) -> Column:
    return Column(label, formats.percent, numeric=True)


def _money(label: str) -> Column:
    return Column(label, formats.rupiah, numeric=True)


def _hidden(label: str) -> Column:
    return Column(label, hidden=True)


COLUMNS: dict[str, Column] = {
    "region_code": _hidden("Kode wilayah"),
    "region_name": Column("Wilayah"),
    "regency_code": _hidden("Kode BPS"),
    "regency_name": Column("Kabupaten/kota"),
    "regency_short": Column("Kabupaten/kota"),
    "regency_abbr": _hidden("Singkatan"),
    "tile_col": _hidden("Kolom petak"),
    "tile_row": _hidden("Baris petak"),
    "is_selected": _hidden("Terpilih"),
    "indicator": _hidden("Kode indikator"),
    "indicator_label": Column("Indikator"),
    "as_of": Column("Keadaan", formats.as_of),
    "as_of_date": _hidden("Tanggal gambar"),
    "as_of_before": Column("Dibanding", formats.as_of),
    "cooperatives": _counted("Koperasi"),
    "measure_value": _counted("Nilai ukuran"),
    "residents": _counted("Penduduk 2025"),
    "founded_year": Column("Tahun berdiri"),
    "founded": _counted("Berdiri"),
    "founded_so_far": _counted("Berdiri sampai tahun itu"),
    "founded_on": Column("Berdiri", _day),
    "cooperative_id": Column("Nomor induk"),
    "cooperative_name": Column("Nama koperasi"),
    "cooperative_type": Column("Jenis"),
    "cooperative_group": Column("Kelompok"),
    "cooperative_status": Column("Status"),
    "district": Column("Kecamatan"),
    "pola": Column("Pola pengelolaan"),
    "members": _counted("Anggota"),
    "assets": _money("Aset"),
    "turnover": _money("Volume usaha"),
    "surplus": _money("SHU"),
    "last_rat_year": Column("RAT terakhir"),
    "share_pct": _share("Bagian"),
    "growth_pct": _share("Pertumbuhan"),
    "comparison": Column("Perbandingan"),
    "register": _hidden("Kode register"),
    "register_label": Column("Register"),
    "quality": _hidden("Kode mutu"),
    "quality_label": Column("Mutu angka"),
    "source_id": Column("Sumber"),
    "publisher": Column("Penerbit"),
    "note": Column("Catatan"),
    "pesantren": _counted("Pesantren"),
    "pesantren_name": Column("Nama pesantren"),
    "nspp": Column("NSPP"),
    "cohort_year": Column("Kohort"),
    "participants": _counted("Peserta OPOP"),
    "participants_named": _counted("Peserta yang disebut namanya"),
    "participants_as_of": Column("Kohort peserta", formats.as_of),
    "participants_zero": _counted("Omzet nol"),
    "participants_blank": _counted("Omzet belum diisi"),
    "coverage_pct": _share("Cakupan"),
    "unnamed_cohort_year": _hidden("Kohort tanpa nama"),
    "unnamed_participants": _hidden("Peserta kohort tanpa nama"),
    "kopontren": _counted("Koperasi pesantren"),
    "same_in": Column("Angka sama di"),
    "stage": Column("Tahap badan hukum"),
    "stage_order": _hidden("Urutan tahap"),
    "product_group": Column("Kelompok produk"),
    "turnover_total": _money("Jumlah omzet"),
    "turnover_median": _money("Median omzet"),
}


def cell(name: str, value: object) -> str:
    """One cell as text; an empty one says so instead of looking like a zero."""
    if value is None or value is pd.NaT or (not isinstance(value, str | date | list) and pd.isna(value)):  # type: ignore[call-overload]
        return ""
    if name in ("founded_year", "last_rat_year", "rating_year", "year", "cohort_year") and isinstance(value, float):
        return str(int(value))
    return COLUMNS[name].write(value)


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows for reading: hidden columns dropped, labels for names, every cell written out."""
    shown = [name for name in rows.columns if not COLUMNS[name].hidden]
    return pd.DataFrame({COLUMNS[name].label: [cell(name, value) for value in rows[name]] for name in shown})
