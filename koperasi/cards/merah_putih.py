"""Koperasi Merah Putih by place: legality, one measure over regencies and kecamatan, missing NIB, suspect savings."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from koperasi.cards.card import Choice, card
from koperasi.cards.parts import ONE_DATE, SUSPECTS, doubts, each, first, spread, told, top
from koperasi.look.charts import Bars, Tiles
from koperasi.look.columns import NOT_FILLED, write
from koperasi.store import Answer, Filters

_MOST = 15  # bars that a picture of 450 pixels has room for
_MEASURES = Choice(
    "kdmp_measure",
    "Ukuran Merah Putih",
    {
        "cooperatives": "jumlah koperasi",
        "nib_share": "bagian yang memiliki NIB",
        "per_residents": "koperasi per 10.000 penduduk",
        "transaction_value": "nilai transaksi",
        "principal_savings": "simpanan pokok",
        "mandatory_savings": "simpanan wajib",
        "principal_per_saver": "simpanan pokok per penyetor",
        "mandatory_per_saver": "simpanan wajib per penyetor",
    },
)
_ABOUT = (
    "Koperasi Desa dan Kelurahan Merah Putih menurut SIMKOPDES pada satu tanggal; di kota semuanya koperasi kelurahan. "
    "Nilai 0 pada simpanan dan transaksi berarti tidak ada yang tercatat di sumber, mungkin belum diisi. "
)
_PLACES_ABOUT = _ABOUT + (
    "Ukuran per 10.000 penduduk membagi dengan penduduk terdaftar 2025. Angka yang diragukan tidak ikut diurutkan "
    "kecuali bila disertakan; aturannya ada di kartu “Simpanan yang diragukan”."
)
_VALUE = "{measure_value:unit}"
_measured_card = partial(card, about=_PLACES_ABOUT, choices=(_MEASURES, SUSPECTS), unmoved=ONE_DATE)


@card(
    "merah_putih/legality",
    "Akun, NPWP, NIB, dan RAT Koperasi Merah Putih",
    _ABOUT,
    figure=Bars("{step_label}", "cooperatives", "{cooperatives} ({share_pct})", missing=NOT_FILLED),
    unmoved=ONE_DATE,
)
def legality(answer: Answer, _: Filters) -> str:
    """From "formed" to RAT, of one area; what is not filled in is said."""
    steps = {row.step: row for row in each(answer.rows)}

    def said(step: str, template: str, blank: str) -> str:
        return blank if pd.isna(steps[step].cooperatives) else write(template, steps[step])

    formed = write("{region_name}: {cooperatives} Koperasi Merah Putih", steps["cooperatives"])
    nib = said("with_nib", "{cooperatives} ({share_pct})", NOT_FILLED)
    blank = "RAT belum diisi per kabupaten/kota; itu bukan nol."
    rat = said("held_rat", "Yang sudah RAT {cooperatives} ({share_pct}).", blank)
    return f"{formed}; yang memiliki NIB {nib}. {rat}"


def _sure(rows: pd.DataFrame) -> pd.DataFrame:
    """What may be ranked and headlined, highest first."""
    return rows[rows["sure_rank"].notna()].sort_values("sure_rank", kind="stable")


def _is_one(rows: pd.DataFrame) -> bool:
    return bool(rows["regency_code"].nunique() == 1)


def _place(rows: pd.DataFrame) -> str:
    """How a row is called; not by the kecamatan alone: "Simpang Empat" exists in two regencies."""
    if "district" not in rows:
        return "{regency_short}"
    return "{district}" if _is_one(rows) else "{district}, {regency_short}"


def _bars(answer: Answer, _: Filters) -> Bars:
    """All regencies or kecamatan of one regency, else the highest; what is suspect and not to be included last."""
    rows = answer.rows.sort_values("measure_rank", na_position="last", kind="stable")
    out = rows["is_suspect"] & rows["measure_rank"].isna()
    if "district" in rows and not _is_one(rows):
        rows = pd.concat([rows[~out].head(_MOST), rows[out]])
    return Bars(
        _place(rows),
        "ranked_value",
        "{ranked_value:unit}",
        code="regency_code",
        suspect="is_suspect",
        selected="is_selected" if "is_selected" in rows else "",
        rows=rows,
    )


def _placed(row: Any) -> str:
    ranked = "{regency_short} {measure_value:unit}, urutan {sure_rank} dari {sure_regencies}"
    return write(ranked if row.is_recorded else "{regency_short}: tidak ada yang tercatat", row)


@_measured_card(
    "merah_putih/regency_map",
    "Peta Koperasi Merah Putih",
    figure=Tiles("ranked_value", "{ranked_value:unit}", suspect="is_suspect"),
    query="merah_putih/by_regency",
)
def regency_map(answer: Answer, _: Filters) -> str:
    """Highest and lowest of all, or the picked ones with their place; a zero in money is nothing recorded."""
    rows, picked = answer.rows, answer.rows[answer.rows["is_selected"]]
    sure, doubted = _sure(picked), doubts(picked, "{regency_short}")
    if len(picked) < len(rows):
        words = [_placed(row) for row in each(sure.sort_index())]
        blank = [f"{name}: {NOT_FILLED}" for name in picked[picked["measure_value"].isna()]["regency_short"].head(3)]
        rest = f"; dan {len(words) - 3} lainnya" if len(words) > 3 else ""
        said = "; ".join([*words[:3], *blank]) + rest
        return f"{said}.{doubted}" if said else doubted.strip()
    some, zeros = sure[sure["is_recorded"]], sure[~sure["is_recorded"]]
    if some.empty:
        return f"Tidak ada yang tercatat di {answer.province.regencies} kabupaten/kota.{doubted}"
    none = f" Tidak ada yang tercatat di {told('{regency_short}', zeros.head(3))}." if len(zeros) else ""
    return spread(some, _VALUE) + none + doubted


@_measured_card("merah_putih/by_regency", "Koperasi Merah Putih per kabupaten/kota", figure=_bars)
def by_regency(answer: Answer, _: Filters) -> str:
    """The three highest of what is picked, then the sum where adding makes sense."""
    picked = answer.rows[answer.rows["is_selected"]]
    sure, doubted = _sure(picked), doubts(picked, "{regency_short}")
    if len(sure) < 2:
        return ("".join(f"{_placed(row)}." for row in each(sure)) or "Tidak ada yang dapat diurutkan.") + doubted
    return top(sure, _VALUE, added=bool(sure["selected_sum"].notna().all())) + doubted


@_measured_card(
    "merah_putih/by_kecamatan",
    "Koperasi Merah Putih per kecamatan",
    about=f"{_PLACES_ABOUT} Tanpa pilihan satu kabupaten/kota, gambar memuat {_MOST} kecamatan teratas dan tabel "
    "memuat semuanya.",
    figure=_bars,
)
def by_kecamatan(answer: Answer, filters: Filters) -> str:
    """The highest, how many recorded nothing, and which are suspect."""
    rows, sure, place = answer.rows, _sure(answer.rows), _place(answer.rows)
    area = write("{districts_sum} kecamatan" + (" di {regency_name}" if _is_one(rows) else ""), first(rows))
    if ("kdmp_measure", "per_residents") in filters.options:
        return f"Penduduk {area} tidak ada dalam data; ukuran ini hanya ada per kabupaten/kota."
    some, doubted = sure[sure["is_recorded"]], doubts(rows, place)
    if some.empty:
        return f"{area}: tidak ada yang tercatat untuk ukuran ini; mungkin belum diisi.{doubted}"
    highest = told(f"{place} ({_VALUE})", some.head(3 if _is_one(rows) else 2))
    none = write(" {districts_without_sum} bernilai 0: tidak ada yang tercatat.", first(rows))
    return f"{area}; tertinggi {highest}.{none if len(some) < len(sure) else ''}{doubted}"


_LACKING = "{without_nib} dari {cooperatives}"


@card(
    "merah_putih/missing_nib",
    "Koperasi Merah Putih yang belum memiliki NIB",
    _ABOUT,
    figure=lambda answer, _: Bars(
        _place(answer.rows), "without_nib", _LACKING, code="regency_code", rows=answer.rows.head(_MOST)
    ),
    unmoved=ONE_DATE,
)
def missing_nib(answer: Answer, _: Filters) -> str:
    """How many in all, and the kecamatan that lack the most."""
    most = told(f"{_place(answer.rows)} ({_LACKING})", answer.rows.head(3))
    whole = "{without_nib_sum} koperasi di {districts_sum} kecamatan belum memiliki NIB"
    return f"{write(whole, first(answer.rows))}; terbanyak {most}."


@card(
    "merah_putih/suspects",
    "Simpanan yang diragukan",
    "Simpanan satu kecamatan diragukan bila simpanan per penyetornya dan bagiannya dari provinsi sama-sama di atas "
    "ambang (seeds/attention_rules.csv). Kartu ini memuat semua yang diragukan dan sepuluh yang terdekat ambang.",
    figure=Bars(
        "{district}, {regency_short}",
        "times_median",
        "{times_median:1} kali, {savings_short}",
        code="regency_code",
        by="is_suspect",
        colours={True: "third"},
        suspect="is_suspect",
    ),
    unmoved=ONE_DATE,
)
def suspects(answer: Answer, _: Filters) -> str:
    """The one farthest above both thresholds, or the nearest below them."""
    top, flagged = first(answer.rows), answer.rows[answer.rows["is_suspect"]]
    bounds = write("{times_threshold} kali median dan {share_threshold} provinsi", top)
    if flagged.empty:
        near = write("{district}, {regency_short}: {times_median:1} kali", top)
        return f"Tidak ada simpanan kecamatan yang melampaui kedua ambang ({bounds}); paling tinggi {near}."
    how_much = "{savings_label:lower} {savings}, {times_median:1} kali median, {province_share_pct} provinsi"
    return f"Diragukan: {told(f'{{district}}, {{regency_short}} ({how_much})', flagged, most=1)}. Ambangnya {bounds}."
