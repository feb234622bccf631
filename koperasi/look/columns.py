"""How a result column is called and written, in tables and in files: one place for all cards."""

from __future__ import annotations

import re
import weakref
from collections import namedtuple
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from math import isnan
from string import Formatter
from typing import TYPE_CHECKING, Any

from koperasi.look import formats

if TYPE_CHECKING:
    import pandas as pd

NOT_FILLED = "belum diisi"
PLAIN = ("stated", "counted")  # qualities that need no word


def _day(value: object) -> str:
    return formats.as_of(value.date().isoformat() if isinstance(value, datetime) else str(value))


def _plain(value: object) -> str:
    return str(value)


def _yes_no(value: object) -> str:
    return "ya" if value else "tidak"


def _count(value: float) -> str:
    return formats.number(value, 0 if float(value).is_integer() else 2)


@dataclass(frozen=True)
class Column:
    """`label` for people, `write` from a cell to text, `hidden` where the table would only repeat itself;
    `inside` where files leave it out too.

    empty: what an empty cell says; nothing known, not filled in, and zero are three different things.
    """

    label: str
    write: Callable[..., str] = _plain
    hidden: bool = False
    inside: bool = False
    numeric: bool = False
    empty: str = "–"


def _year(value: float) -> str:
    return str(int(value))


def _counted(label: str, empty: str = "tidak ada data") -> Column:
    return Column(label, _count, numeric=True, empty=empty)


def _share(label: str) -> Column:
    return Column(label, formats.percent, numeric=True)


def _money(label: str) -> Column:
    return Column(label, formats.rupiah, numeric=True, empty=NOT_FILLED)


def _hidden(label: str) -> Column:
    return Column(label, hidden=True)


def _sum(label: str) -> Column:
    return Column(label, _count, hidden=True)


def _inside(label: str) -> Column:
    return Column(label, hidden=True, inside=True)


COLUMNS: dict[str, Column] = {
    "code": Column("Kode wilayah"),
    "name": Column("Provinsi"),
    "short_name": Column("Nama pendek"),
    "agency": Column("Dinas"),
    "agency_short": Column("Nama pendek dinas"),
    "dashboard": Column("Nama dasbor"),
    "icon": Column("Gambar"),
    "regencies": _sum("Banyaknya kabupaten/kota"),
    "short_names": _inside("Nama kabupaten/kota"),
    "region_code": _hidden("Kode wilayah"),
    "region_name": Column("Wilayah"),
    "is_province": _inside("Provinsi"),
    "is_blank": _inside("Belum diisi"),
    "is_plain": _inside("Tanpa keterangan mutu"),
    "regency_code": _hidden("Kode BPS"),
    "regency_name": _hidden("Nama lengkap"),
    "regency_short": Column("Kabupaten/kota"),
    "regency_abbr": _hidden("Singkatan"),
    "tile_col": _hidden("Kolom petak"),
    "tile_row": _hidden("Baris petak"),
    "is_selected": _hidden("Terpilih"),
    "indicator": _hidden("Kode indikator"),
    "indicator_label": Column("Indikator"),
    "indicator_short": _hidden("Indikator (singkat)"),
    "line_name": _hidden("Nama garis"),
    "is_newest": _hidden("Terbaru"),
    "event": _hidden("Kode peristiwa"),
    "event_label": Column("Peristiwa"),
    "card": Column("Kartu"),
    "card_title": Column("Judul kartu"),
    "card_about": Column("Tentang angka ini"),
    "filter": Column("Penyaring"),
    "unmoved_why": Column("Alasan"),
    "as_of": Column("Keadaan", formats.as_of),
    "as_of_date": _hidden("Tanggal gambar"),
    "as_of_before": Column("Dibanding", formats.as_of),
    "cooperatives": _counted("Koperasi"),
    "measure_value": _counted("Nilai ukuran"),
    "residents": _counted("Penduduk 2025"),
    "measure": _hidden("Kode ukuran"),
    "measure_label": Column("Ukuran"),
    "measure_said": _hidden("Ukuran dalam kalimat"),
    "measure_order": _hidden("Urutan ukuran"),
    "regency_rank": Column("Peringkat (1 = terbesar)", _count, numeric=True, empty="tidak diperingkat"),
    "ranked_regencies": Column("Dari", _count, numeric=True, empty="–"),
    "selected_sum": Column("Jumlah yang dipilih", _count, hidden=True, empty="tidak dijumlahkan"),
    "cooperatives_sum": _sum("Seluruh koperasi"),
    "regency_cooperatives": _sum("Koperasi di wilayah itu"),
    "inactive_sum": _sum("Seluruh yang tidak aktif"),
    "inactive_pct": Column("Bagian yang tidak aktif", formats.percent, hidden=True),
    "is_shared_rank": _hidden("Peringkat bersama"),
    "regencies_alike": _sum("Wilayah terpilih dengan angka yang sama"),
    "province_value": Column("Provinsi", _count, numeric=True, empty="tidak sebanding"),
    "province_quality": _hidden("Kode mutu angka provinsi"),
    "province_printed_doubt_note": _inside("Keraguan angka tercetak"),
    "province_doubt_note": _inside("Keraguan angka provinsi"),
    "province_guided": _sum("Binaan provinsi, di luar kabupaten/kota"),
    "province_printed": _sum("Angka provinsi yang tercetak"),
    "guided_sum": _sum("Jumlah kabupaten/kota dan binaan provinsi"),
    "founded_year": Column("Tahun berdiri", _year),
    "year_first": Column("Tahun pertama"),
    "year_last": Column("Tahun terakhir"),
    "founded": _counted("Berdiri"),
    "undated": _counted("Tanpa tanggal berdiri"),
    "series": _hidden("Deret"),
    "founded_so_far": _counted("Berdiri sampai tahun itu"),
    "founded_on": Column("Berdiri", _day),
    "cooperative_id": Column("Nomor induk"),
    "cooperative_name": Column("Nama koperasi"),
    "cooperative_type": Column("Jenis"),
    "cooperative_group": Column("Kelompok"),
    "cooperative_status": Column("Status"),
    "district": Column("Kecamatan"),
    "pola": Column("Pola pengelolaan"),
    "members": _counted("Anggota", NOT_FILLED),
    "assets": _money("Aset"),
    "turnover": _money("Volume usaha"),
    "surplus": _money("SHU"),
    "last_rat_year": Column("RAT terakhir", _year, empty=NOT_FILLED),
    "share_pct": _share("Bagian"),
    "growth_pct": _share("Pertumbuhan"),
    "comparison": Column("Perbandingan"),
    "register": _hidden("Kode register"),
    "register_label": Column("Register"),
    "quality": _hidden("Kode mutu"),
    "quality_label": Column("Mutu angka"),
    "source_id": Column("Sumber"),
    "source_ids": Column("Sumber", ";".join),
    "rule_source_id": Column("Sumber aturan"),
    "rule_source_url": Column("Halaman sumber aturan"),
    "figure_ids": _inside("Angka terbitan yang membentuknya"),
    "publisher": Column("Penerbit"),
    "rating_year": Column("Tahun peringkat"),
    "rating_grade": Column("Peringkat"),
    "grade_label": Column("Arti peringkat"),
    "rated": _counted("Diperingkat"),
    "rated_on": Column("Diperingkat pada", _day),
    "valid_until": Column("Berlaku sampai", _day),
    "validity": Column("Masa berlaku"),
    "checked_on": Column("Masa berlaku dilihat per", _day),
    "rated_sum": _sum("Seluruh yang diperingkat"),
    "is_most_rated": _inside("Paling banyak diperingkat"),
    "most_rated": _sum("Wilayah yang paling banyak diperingkat"),
    "is_most_held": _inside("Paling banyak pada peringkat itu"),
    "most_held": _sum("Wilayah yang paling banyak pada peringkat itu"),
    "pola_label": _inside("Pola pengelolaan dalam kalimat"),
    "is_compared": _inside("Pola yang dibandingkan"),
    "role_models": _sum("Seluruh pemegang AAA"),
    "role_models_sharia": _sum("Pemegang AAA berpola syariah"),
    "role_models_expired": _sum("Pemegang AAA yang kedaluwarsa"),
    "role_models_expiring": _sum("Pemegang AAA yang berakhir dalam 90 hari"),
    "regency_role_models": _sum("Pemegang AAA di kabupaten/kota itu"),
    "horizon_days": _sum("Hari ke depan yang dilihat"),
    "rating_year_first": Column("Tahun awal"),
    "rating_year_last": Column("Tahun akhir"),
    "rating_grade_first": Column("Peringkat awal"),
    "rating_grade_last": Column("Peringkat akhir"),
    "movement": Column("Perpindahan"),
    "risen": _sum("Naik"),
    "kept": _sum("Tetap"),
    "fallen": _sum("Turun"),
    "rated_anew": _sum("Baru dinilai"),
    "rated_no_more": _sum("Tidak dinilai lagi"),
    "health_year": Column("Tahun penilaian kesehatan"),
    "health_predicate": Column("Predikat kesehatan"),
    "checked": _sum("KSPPS yang dinilai kesehatannya"),
    "healthy": _sum("Sehat atau Cukup Sehat"),
    "healthy_pct": Column("Bagian Sehat atau Cukup Sehat", formats.percent, hidden=True),
    "scheme": _hidden("Kode skema"),
    "scheme_label": Column("Skema"),
    "schemes": _sum("Banyaknya skema"),
    "scheme_grade": Column("Nilai dalam skema"),
    "scheme_grade_label": Column("Artinya"),
    "scheme_grade_rank": _hidden("Urutan dalam skema"),
    "score_min": _hidden("Skor terendah"),
    "score_max": _hidden("Batas atas skor"),
    "score_band": Column("Batas skor"),
    "given_by": Column("Pemberi"),
    "covers": Column("Berlaku untuk"),
    "regulation": Column("Aturan"),
    "source_url": Column("Halaman sumber"),
    "note": Column("Catatan", empty=""),
    "pesantren": _counted("Pesantren"),
    "participation": _hidden("Keikutsertaan"),
    "pesantren_name": Column("Nama pesantren"),
    "nspp": Column("NSPP"),
    "cohort_year": Column("Kohort", _year, empty=NOT_FILLED),
    "participants": _counted("Peserta OPOP"),
    "participants_named": _counted("Peserta yang disebut namanya"),
    "participants_as_of": Column("Kohort peserta", formats.as_of),
    "participants_zero": _counted("Omzet nol"),
    "participants_blank": _counted("Omzet belum diisi"),
    "coverage_pct": _share("Cakupan"),
    "participants_sum": _sum("Seluruh peserta"),
    "participants_zero_sum": _sum("Seluruh peserta beromzet nol"),
    "participants_blank_sum": _sum("Seluruh peserta yang omzetnya belum diisi"),
    "pesantren_sum": _sum("Seluruh pesantren"),
    "coverage_sum_pct": Column("Cakupan seluruhnya", formats.percent, hidden=True),
    "measure_alike": _sum("Yang nilainya sama"),
    "regencies_as_named": _inside("Wilayah dengan peserta sebanyak itu"),
    "regencies_covered": _sum("Kabupaten/kota yang ada pesertanya"),
    "regencies_uncovered": _sum("Kabupaten/kota tanpa peserta"),
    "stage_participants": _sum("Peserta pada tahap itu"),
    "cohort_participants": _sum("Peserta kohort itu"),
    "product_rank": _hidden("Peringkat kelompok produk"),
    "is_done": _hidden("Tahap terakhir"),
    "unnamed_cohort_year": _hidden("Kohort tanpa nama"),
    "unnamed_participants": _hidden("Peserta kohort tanpa nama"),
    "unnamed_as_of": Column("Keadaan kohort tanpa nama", formats.as_of, hidden=True),
    "kopontren": _counted("Koperasi pesantren"),
    "claim": _hidden("Pernyataan"),
    "printed_by": _hidden("Yang memuat"),
    "same_in": Column("Angka sama di"),
    "stage": Column("Tahap badan hukum"),
    "stage_order": _hidden("Urutan tahap"),
    "product_group": Column("Kelompok produk"),
    "step": _hidden("Kode langkah"),
    "step_order": _hidden("Urutan langkah"),
    "step_label": Column("Langkah"),
    "with_account": _counted("Memiliki akun", NOT_FILLED),
    "with_npwp": _counted("Memiliki NPWP", NOT_FILLED),
    "with_nib": _counted("Memiliki NIB", NOT_FILLED),
    "without_nib": _counted("Belum memiliki NIB"),
    "without_nib_pct": _share("Bagian belum memiliki NIB"),
    "without_nib_sum": Column("Seluruh yang belum memiliki NIB", _count, hidden=True),
    "measure_rank": _counted("Urutan", "tidak diurutkan"),
    "is_suspect": _hidden("Diragukan"),
    "doubt": _hidden("Keraguan"),
    "is_ranked": _hidden("Diurutkan"),
    "ranked_value": Column("Nilai yang diurutkan", _count, hidden=True),
    "sure_rank": Column("Urutan tanpa angka diragukan", _count, hidden=True),
    "sure_regencies": Column("Kabupaten/kota tanpa angka diragukan", _count, hidden=True),
    "is_recorded": _hidden("Tercatat"),
    "transaction_value": _money("Nilai transaksi"),
    "districts_sum": Column("Seluruh kecamatan", _count, hidden=True),
    "districts_unknown_sum": Column("Seluruh kecamatan tanpa nilai", _count, hidden=True),
    "districts_without_sum": Column("Seluruh kecamatan yang bernilai 0", _count, hidden=True),
    "principal_savings": _money("Simpanan pokok"),
    "principal_savers": _counted("Penyetor simpanan pokok", NOT_FILLED),
    "mandatory_savings": _money("Simpanan wajib"),
    "mandatory_savers": _counted("Penyetor simpanan wajib", NOT_FILLED),
    "savings_kind": _hidden("Kode simpanan"),
    "savings_label": Column("Jenis simpanan"),
    "savings_state": _hidden("Keadaan simpanan"),
    "savings_short": _hidden("Simpanan (singkat)"),
    "savings": _money("Simpanan"),
    "ranked_savings": Column("Simpanan yang dibandingkan", formats.rupiah, hidden=True, numeric=True, empty=NOT_FILLED),
    "region_savings": Column("Simpanan wilayah itu", formats.rupiah, hidden=True, numeric=True, empty=NOT_FILLED),
    "is_region_suspect": _hidden("Wilayah diragukan"),
    "savers": _counted("Penyetor", NOT_FILLED),
    "savings_per_saver": Column(
        "Simpanan per penyetor", formats.rupiah, numeric=True, empty="tidak ada penyetor yang diisi"
    ),
    "times_median": _counted("Kali median"),
    "times_threshold": _counted("Ambang kali median"),
    "province_share_pct": _share("Bagian provinsi"),
    "share_threshold": _share("Ambang bagian"),
    "band_order": _hidden("Urutan kemajuan"),
    "progress_band": Column("Kemajuan pembangunan"),
    "outlets": _counted("Gerai atau lokasi"),
    "outlets_sum": Column("Seluruh gerai", _count, hidden=True),
    "category_order": _hidden("Urutan kategori"),
    "index_category": Column("Kategori indeks kesehatan"),
    "assessed": _counted("Sudah dinilai"),
    "assessed_share_pct": _share("Bagian yang dinilai"),
    "is_unassessed": _hidden("Belum dinilai"),
    "unhealthy": Column("Seluruh yang tidak sehat", _count, hidden=True),
    "index_average": _counted("Rata-rata indeks"),
    "published_value": _counted("Angka terbit"),
    "figures_sum": Column("Seluruh angka terbit", _count, hidden=True),
    "totals_sum": Column("Tanggal terbit jumlah yang tidak diragukan", _count, hidden=True),
    "unit": Column("Satuan"),
    "regencies_sum": _sum("Seluruh wilayah"),
    "principal_suspect": Column("Simpanan pokok diragukan", _yes_no),
    "principal_share_pct": _share("Bagian simpanan pokok provinsi"),
    "mandatory_suspect": Column("Simpanan wajib diragukan", _yes_no),
    "mandatory_share_pct": _share("Bagian simpanan wajib provinsi"),
    "turnover_total": Column("Jumlah omzet", formats.rupiah, numeric=True, empty="tidak ada yang diisi"),
    "headline": _hidden("Kode angka utama"),
    "headline_label": _inside("Angka utama"),
    "headline_cards": _inside("Kartu angka utama"),
    "value": _counted("Nilai"),
    "scope": Column("Cakupan angka"),
    "regions": _sum("Banyaknya wilayah"),
    "regions_more": _sum("Wilayah yang tidak disebut"),
    "is_own": _inside("Angka wilayah ini sendiri"),
    "is_told": _inside("Disebut dalam kalimat"),
    "quality_note": _inside("Catatan mutu"),
    "about": _inside("Sekitar"),
    "doubt_note": _inside("Keraguan di belakang tanggal"),
    "about_before": _inside("Sekitar, sebelumnya"),
    "doubt_note_before": _inside("Keraguan sebelumnya"),
    "cooperatives_before": _counted("Sebelumnya", "tidak ada yang sebanding"),
    "line_break": _inside("Putusnya garis"),
    "is_other": _inside("Terbaru dari register lain"),
    "is_new_register": Column("Daftar berganti", _yes_no),
    "is_old": Column("Sudah lama", _yes_no),
    "changes_new": _sum("Perubahan yang baru"),
    "other_value": _counted("Menurut sumber lain", ""),
    "asked": _inside("Banyaknya wilayah yang ditanyakan"),
    "asked_place": _inside("Wilayah yang ditanyakan"),
    "is_exact": _inside("Perbandingan angka yang pasti"),
    "value_before": _counted("Nilai sebelumnya", "tidak ada yang sebanding"),
    "good_direction": _hidden("Arah yang baik"),
    "companion_label": Column("Angka pendamping", empty=""),
    "companion_value": _counted("Nilai pendamping", ""),
    "companion_as_of": Column("Keadaan pendamping", formats.as_of, empty=""),
    "missing": _counted("Belum", ""),
    "companion_about": _inside("Sekitar, pendamping"),
    "companion_doubt_note": _inside("Keraguan pendamping"),
    "history": _hidden("Deret yang sebanding"),
    "change": _counted("Selisih"),
    "changes_more": _sum("Perubahan lain"),
    "findings": _sum("Hal yang perlu perhatian"),
    "rules_quiet": _sum("Aturan yang tidak menyala"),
    "rule": _hidden("Kode aturan"),
    "rule_title": Column("Aturan"),
    "place": Column("Di mana"),
    "threshold": _counted("Ambang"),
    "found": _counted("Ditemukan", ""),
    "of_all": _counted("Dibanding", ""),
    "what": Column("Yang mana", empty=""),
    "sentence": _hidden("Kalimat"),
    "cards": _hidden("Kartu yang dibuka"),
    "severity": _hidden("Kegentingan"),
    "threshold_times": _counted("Kali ambang", "tidak melampaui"),
    "is_fired": _hidden("Menyala"),
    "since": Column("Sejak", formats.as_of),
    "until": Column("Sampai", formats.as_of, empty="tidak disebut"),
    "start": _counted("Titik awal", "tidak disebut"),
    "start_as_of": Column("Keadaan titik awal", formats.as_of, empty=""),
    "realised_about": _inside("Sekitar, realisasi"),
    "targets_sum": _sum("Seluruh target"),
    "target": _counted("Target"),
    "target_high": _counted("Batas atas target", ""),
    "target_pct": Column("Target dalam persen batas bawahnya", formats.percent, hidden=True),
    "targets_unknown": _sum("Target yang realisasinya tidak diketahui"),
    "realised": _counted("Realisasi", "tidak diketahui"),
    "realised_as_of": Column("Keadaan realisasi", formats.as_of, empty=""),
    "achieved_pct": _share("Bagian target"),
    "turnover_median": Column("Median omzet", formats.rupiah, numeric=True, empty="tidak ada yang diisi"),
    "is_plan": Column("Baru rencana", _yes_no),
    "cooperative_names": Column("Nama koperasi"),
    "training_year": Column("Tahun pelatihan", _year),
    "topic": Column("Topik"),
    "audience": Column("Sasaran"),
    "budget_source": Column("Sumber anggaran"),
    "trainings": _counted("Pelatihan"),
    "trainings_blank": _counted("Pelatihan yang pesertanya belum diisi"),
    "trainings_zero": _counted("Pelatihan tanpa peserta"),
    "trainings_sum": _sum("Seluruh pelatihan"),
    "trainings_zero_sum": _sum("Seluruh pelatihan tanpa peserta"),
    "trainings_blank_sum": _sum("Seluruh pelatihan yang pesertanya belum diisi"),
    "trainings_undated_sum": _sum("Pelatihan tanpa tanggal"),
    "trainings_held": _sum("Seluruh yang diberitakan terlaksana"),
    "trainings_told": _sum("Di antaranya yang menyebut pesertanya"),
    "trainings_planned": _sum("Seluruh yang baru rencana"),
    "trainees_rank": _inside("Urutan menurut peserta"),
    "trainees_alike": _inside("Pelatihan dengan peserta sama banyak"),
    "trainees_sum": Column("Seluruh peserta", _count, hidden=True, empty="tidak disebut"),
    "trainees_about": _inside("Sekitar, di depan jumlah peserta"),
    "is_dated": _inside("Bulannya disebut"),
    "trainees_unknown": _hidden("Peserta yang tidak ada angkanya"),
    "place_short": _hidden("Tempat"),
    "training_years": _hidden("Rentang tahun"),
    "source_trainings": _sum("Seluruh pelatihan dari sumber anggaran itu"),
    "trainees": _counted("Peserta", "tidak disebut"),
    "men": _counted("Laki-laki", NOT_FILLED),
    "women": _counted("Perempuan", NOT_FILLED),
    "women_pct": _share("Bagian perempuan"),
    "women_sum_pct": Column("Bagian perempuan seluruhnya", formats.percent, hidden=True),
    "rule_level": Column("Tingkat"),
    "rule_short": Column("Nama pendek"),
    "rule_number": Column("Nomor"),
    "rule_state": Column("Status"),
    "rule_covers": Column("Cakupan"),
    "rule_text": Column("Isi"),
    "rule_label": Column("Dasar kewajiban"),
    "figure_value": _counted("Nilai"),
    "facility_id": Column("Nomor fasilitas"),
    "facility_name": Column("Fasilitas"),
    "facility_kind": Column("Jenis fasilitas"),
    "facility_checked_on": Column("Diperiksa", _day, empty="belum diperiksa"),
    "commercial_m2": _counted("Area komersial (m²)", NOT_FILLED),
    "small_firms_m2": _counted("Area UMK (m²)", "belum diukur"),
    "space_pct": Column("Bagian ruang UMK", formats.percent, numeric=True, empty="belum diukur"),
    "required_pct": _hidden("Bagian yang diwajibkan"),
    "rent_share_pct": Column("Sewa UMK dibanding komersial", formats.percent, numeric=True, empty=NOT_FILLED),
    "compliance": Column("Pemenuhan 30%"),
    "missing_m2": _counted("Kekurangan (m²)", "belum diukur"),
    "missing_m2_sum": _counted("Jumlah kekurangan (m²)"),
    "in_pp7": Column("Disebut PP 7/2021", _yes_no),
    "facilities": _counted("Fasilitas"),
    "facilities_compliant": _counted("Memenuhi"),
    "facilities_short": _counted("Kurang"),
    "facilities_unmeasured": _counted("Belum diukur"),
    "pp7_facilities": _counted("Fasilitas jenis PP 7/2021"),
    "pp7_compliant": _counted("Jenis PP 7/2021 yang memenuhi"),
    "pp7_unmeasured": _counted("Jenis PP 7/2021 yang belum diukur"),
    "facilities_sum": _sum("Seluruh fasilitas"),
    "compliant_sum": _sum("Seluruh yang memenuhi"),
    "measured_sum": _sum("Seluruh yang terukur"),
    "unmeasured_sum": _sum("Seluruh yang belum diukur"),
    "exact_sum": _sum("Tepat sebesar yang diwajibkan"),
    "pp7_compliant_sum": _sum("Seluruh jenis PP 7/2021 yang memenuhi"),
    "pp7_measured_sum": _sum("Seluruh jenis PP 7/2021 yang terukur"),
    "other_compliant_sum": _sum("Seluruh jenis lain yang memenuhi"),
    "other_measured_sum": _sum("Seluruh jenis lain yang terukur"),
    "short_sum": _sum("Seluruh yang kurang"),
    "short_m2_sum": _sum("Jumlah seluruh kekurangan (m²)"),
    "pp7_short_sum": _sum("Seluruh jenis PP 7/2021 yang kurang"),
    "pp7_short_m2_sum": _sum("Jumlah kekurangan jenis PP 7/2021 (m²)"),
    "lacking_m2": _sum("Kekurangan, bila ada (m²)"),
    "kind_measured": _sum("Fasilitas jenis itu yang terukur"),
    "is_uncertain": _hidden("Belum pasti wajib"),
    "gap_rank": _sum("Urutan kekurangan"),
    "is_pending": _hidden("Belum terbukti berlaku"),
    "house_location": Column("Lokasi"),
    "house_cost": Column("Biaya", formats.rupiah, numeric=True, empty="tidak ditemukan"),
    "house_note": Column("Keterangan", empty=""),
    "house_since": Column("Mulai", formats.as_of, hidden=True, empty="tidak ditemukan"),
    "houses": _sum("Seluruh rumah kemasan"),
    "machine_group": Column("Rincian"),
    "machines": _counted("Mesin"),
    "machines_working": _counted("Berfungsi"),
    "machines_broken": _counted("Rusak"),
    "machines_idle": _counted("Tidak dipakai"),
    "machines_blank": _counted("Kondisi belum diisi"),
    "machines_working_sum": _sum("Seluruh yang berfungsi"),
    "groups_sum": _inside("Banyaknya kelompok"),
    "group_rank": _inside("Urutan kelompok"),
    "groups_alike": _inside("Kelompok dengan mesin yang sama"),
    "machines_known_sum": _sum("Seluruh yang kondisinya diisi"),
    "machines_blank_sum": _sum("Seluruh yang kondisinya belum diisi"),
    "funds": _money("Dana"),
    "is_odd": _hidden("Angka tidak pasti"),
    "figures_suspect": _sum("Seluruh angka yang diragukan"),
    "small_firms_applied": _sum("UKM pendaftar"),
    "subject": _hidden("Pokok"),
    "definition": Column("Definisi", empty=""),
    "contradiction": _hidden("Kode pertentangan"),
    "contradiction_title": Column("Yang bertentangan"),
    "reason": Column("Kemungkinan sebab"),
    "register_keeper": Column("Pemegang register"),
    "register_meaning": Column("Arti register"),
    "quality_meaning": Column("Arti mutu"),
    "entry_kind": Column("Jenis entri"),
    "entry": Column("Istilah atau indikator"),
    "figures": _counted("Banyaknya angka", ""),
    "source_title": Column("Judul sumber"),
    "source_kind": Column("Jenis sumber"),
    "published_on": Column("Terbit", formats.as_of, empty=""),
}


_NOTHING = {"NoneType", "NaTType", "NAType"}  # by name: who declares cards and columns needs no pandas


def is_empty(value: object) -> bool:
    """Whether a cell holds nothing."""
    return type(value).__name__ in _NOTHING or (isinstance(value, float) and isnan(value))


def label_of(name: str) -> str:
    """What a column is called for people, where it has such a name."""
    return COLUMNS[name].label if name in COLUMNS else name


def cell(name: str, value: object) -> str:
    """One cell as text; an empty one says what kind of empty it is instead of looking like a zero."""
    return COLUMNS[name].empty if is_empty(value) else COLUMNS[name].write(value)


_SOME = "some"  # a form that changes nothing, but says that zero is as good as nothing
_FORMATS: dict[str, Callable[[Any], str]] = {
    "lower": lambda value: formats.lowered(str(value)),
    "capital": lambda value: formats.capital(str(value)),
    "percent": formats.percent,
    "change": lambda value: ("+" if value > 0 else "") + formats.percent(value) if value else "tetap",
    "moved": formats.moved,
    "aside": lambda note: f" ({note.removeprefix(', ')})" if note else "",
    "rupiah": formats.rupiah,
    "as_of": formats.as_of,
}


_Parts = tuple[tuple[str, str | None, str], ...]  # text, then perhaps a column and its form


@cache
def _segments(template: str) -> tuple[tuple[_Parts, ...], ...]:
    """What stands outside square brackets and inside them in turn, there in one way or several."""
    texts = re.split(r"\[(.*?)\]", template)
    return tuple(
        tuple(
            tuple((before, name, form or "") for before, name, form, _ in Formatter().parse(way))
            for way in (text.split("|") if place % 2 else [text])
        )
        for place, text in enumerate(texts)
    )


def write(template: str, row: Any) -> str:
    """`template` with the cells of `row` (a named tuple) written into it.

    "{cooperatives}": as the tables write that column; a column that COLUMNS does not know is text already.
    "{value:2}": a number with two decimals. "{value:unit}": in the unit that the row's column `unit` names.
    "{quality_label:doubt}": ", diragukan" and the like, nothing where the figure is plain.
    "{name:lower}", "{name:capital}", "{share:percent}", "{growth:change}" ("+5%", "tetap"),
    "{growth:moved}" ("naik 5%"), "{funds:rupiah}", "{day:as_of}", "{doubt_note:aside}" (" (diragukan)"). An empty cell
    says what kind of empty it is; what stands in square brackets is left out where a cell in it is empty, or zero where
    it is "{late:some}": "{cooperatives}[ ({share_pct})][; {late:some} terlambat]". Then the next way of several is
    taken: "[{late:some} terlambat|tidak ada yang terlambat]".
    """
    words = ""
    for place, ways in enumerate(_segments(template)):
        parts = next((it for it in ways if not place % 2 or all(_is_there(*part, row) for part in it)), ())
        words += "".join(before + ("" if name is None else _written(name, form, row)) for before, name, form in parts)
    return words


def _is_there(_before: str, name: str | None, form: str, row: Any) -> bool:
    value = getattr(row, name) if name else None
    return name is None or not (is_empty(value) or (form == _SOME and not value))


def _written(name: str, form: str, row: Any) -> str:
    value = getattr(row, name)
    if is_empty(value):
        return COLUMNS[name].empty if name in COLUMNS else ""
    if form == "unit":
        return formats.measured(value, row.unit)
    if form == "doubt":
        return "" if row.quality in PLAIN else f", {value}"
    if form.isdigit():
        return formats.number(value, int(form))
    if form and form != _SOME:
        return _FORMATS[form](value)
    return cell(name, value) if name in COLUMNS else str(value)


def write_all(template: str, rows: pd.DataFrame) -> list[str]:
    """`template` for each row."""
    return [write(template, row) for row in records(rows)]


@cache
def _row_type(names: tuple[str, ...]) -> type[Any]:
    return namedtuple("Row", names, rename=True)  # names are what a query or a pivot gives


_records: dict[int, tuple[weakref.ref[pd.DataFrame], list[Any]]] = {}


def records(rows: pd.DataFrame) -> list[Any]:
    """The rows as named tuples, read once for each frame, which is never changed in place.

    Not itertuples: it takes a millisecond for a dozen rows, and a card reads its rows ten times.
    """
    known = _records.get(id(rows))
    if known is None or known[0]() is not rows:
        made = [*map(_row_type(tuple(rows))._make, rows.to_numpy(dtype=object).tolist())]
        known = weakref.ref(rows, partial(_forget, id(rows))), made
        _records[id(rows)] = known
    return known[1]


def _forget(key: int, gone: weakref.ref[pd.DataFrame]) -> None:
    if key in _records and _records[key][0] is gone:
        del _records[key]


def shown(rows: pd.DataFrame) -> list[str]:
    """The columns that a table shows."""
    return [name for name in rows.columns if not COLUMNS[name].hidden]


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows for reading: hidden columns dropped, labels for names, every cell written out."""
    import pandas as pd  # noqa: PLC0415

    return pd.DataFrame({COLUMNS[name].label: [cell(name, value) for value in rows[name]] for name in shown(rows)})
