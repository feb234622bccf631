"""Cakupan OPOP pesantren: published cohorts, names and legal entities, and the register of participants."""

from __future__ import annotations

from typing import Any

import pandas as pd

from koperasi.cards.card import card
from koperasi.cards.parts import MOST, SUSPECT, each, first, none_if_zero, regency_bars, told, where
from koperasi.look import formats
from koperasi.look.charts import Bars, Grouped, Names, Part, Stacked, Tiles, part_looks, widen
from koperasi.look.columns import NOT_FILLED, write, write_all
from koperasi.store import Answer, Filters

_NO_POLA = "Pesantren bukan koperasi dan tidak memiliki pola pengelolaan; penyaring pola tidak mengubah kartu ini."
_COHORT, _JOINED = "opop_pesantren", "opop_pesantren_joined"


def _shortened(rows: pd.DataFrame, whole: str, short: str) -> list[str]:
    """A template for the first row, a shorter one for the others."""
    return [write(short if place else whole, row) for place, row in enumerate(each(rows))]


@card(
    "opop/cohorts",
    "Peserta OPOP menurut kohort",
    "Pesantren yang dibina dalam program One Pesantren One Product (OPOP) pada satu tahun, di samping pesantren yang "
    "bergabung sebagai anggota dan belum tentu dibina. Kedua ukuran tidak dijumlahkan, dan tidak ada pertumbuhan yang "
    "dihitung di antaranya.",
    figure=Bars(
        "{participation}, {as_of}",
        "pesantren",
        "{pesantren} pesantren{quality_label:doubt}",
        by="indicator",
        colours={_JOINED: "third"},
        divided="indicator",
        kind="Diagram batang dengan dua ukuran yang terpisah, pesantren dibina dan anggota",
    ),
    unmoved={
        "regencies": "Jumlah peserta terbit untuk provinsi saja, dan sebaran 25 pesantren kohort 2024 tidak "
        "diterbitkan; penyaring kabupaten/kota tidak mengubah kartu ini.",
        "pola": _NO_POLA,
    },
)
def cohorts(answer: Answer, _: Filters) -> str:
    """Every cohort, then every count of members, never added."""
    sure = answer.rows[answer.rows["quality"] != SUSPECT]
    chosen, joined = (sure[sure["indicator"] == indicator] for indicator in (_COHORT, _JOINED))
    chosen_words = formats.listed(_shortened(chosen, "{pesantren} pesantren pada {as_of}", "{pesantren} pada {as_of}"))
    joined_words = told("{pesantren} ({as_of})", joined)
    if sure.empty:
        return "Hanya ada angka yang diragukan; lihat tabel dan catatannya."
    if joined.empty:
        return f"OPOP membina {chosen_words}."
    if chosen.empty:
        return f"Pesantren anggota OPOP: {joined_words}. Anggota belum tentu dibina."
    return f"OPOP membina {chosen_words}. Jumlah anggota, {joined_words}, adalah ukuran lain, bukan tambahannya."


_COVERAGE_ABOUT = (
    "Pesantren kohort OPOP 2023 yang disebut namanya, dibagi pesantren dalam salinan register PDPP Kemenag Juli 2021. "
    "Kedua tanggal berbeda, dan tidak semua nama ditemukan di PDPP. Nol berarti tidak satu pun dari sepuluh nama "
    "berasal dari wilayah itu."
)
_COVERAGE_UNMOVED = {
    "years": "Cakupan menghubungkan dua keadaan tetap, pesantren Juli 2021 dan nama peserta 2023; "
    "penyaring tahun tidak mengubahnya.",
    "pola": _NO_POLA,
}
_COVERED = "{coverage_pct:1}% ({participants_named} dari {pesantren})"


@card(
    "opop/coverage_map",
    "Peta cakupan OPOP",
    _COVERAGE_ABOUT,
    figure=Tiles("measure_value", "{measure_value:1}%", hover=f"{{regency_short}}: {_COVERED}"),
    query="opop/coverage",
    unmoved=_COVERAGE_UNMOVED,
)
def coverage_map(answer: Answer, _: Filters) -> str:
    """The highest share and all of them together, or the shares of what was picked."""
    rows = answer.rows
    if not rows["is_selected"].all():
        return _coverage_of_picked(rows)
    whole = first(rows)
    highest = told(f"{{regency_short}} {_COVERED}", rows[rows["regency_rank"] == 1].head(MOST))
    sums = "{participants_sum} peserta kohort {participants_as_of} dibanding {pesantren_sum} pesantren"
    return f"Cakupan tertinggi: {highest}. Seluruhnya {write(sums + '[, atau {coverage_sum_pct:1}%]', whole)}."


def _coverage_of_picked(rows: pd.DataFrame) -> str:
    picked = rows[rows["is_selected"]].sort_values("coverage_pct", ascending=False, kind="stable")
    return f"Cakupan OPOP: {told(f'{{regency_short}} {_COVERED}', picked, most=MOST)}."


@card(
    "opop/coverage",
    "Cakupan OPOP per kabupaten/kota",
    _COVERAGE_ABOUT,
    figure=lambda answer, _: regency_bars(answer.rows, _COVERED),
    unmoved=_COVERAGE_UNMOVED,
)
def coverage(answer: Answer, _: Filters) -> str:
    """Where no participant was named, among what was picked."""
    rows = answer.rows
    picked = rows[rows["is_selected"]]
    cohort = write("eserta kohort {participants_as_of}", first(rows))
    without = formats.listed(picked[picked["participants_named"] == 0]["regency_short"])
    if len(picked) == len(rows):
        covered = write("ada di {regencies_covered} dari {regencies_sum} kabupaten/kota", first(rows))
        return f"P{cohort} {covered}{f'; tidak ada di {without}' if without else ''}."
    said = f"Tanpa p{cohort}: {without}." if without else f"Semua yang dipilih memiliki p{cohort}."
    return f"{_coverage_of_picked(rows)} {said}" if len(picked) <= MOST else said


@card(
    "opop/named",
    "Pesantren peserta OPOP 2023",
    "Sepuluh pesantren kohort 2023 yang diumumkan dengan nama pada Februari 2023. Ejaan mengikuti PDPP bila pesantren "
    "ditemukan di sana. Nama dan sebaran kohort 2024 tidak diterbitkan.",
    figure=Names("pesantren_name", "{regency_short} ({participants_named})", "0 – tidak ada"),
    unmoved={
        "years": "Nama peserta hanya terbit untuk kohort 2023; penyaring tahun tidak mengubah kartu ini.",
        "pola": _NO_POLA,
    },
)
def named(answer: Answer, _: Filters) -> str:
    """How many are named and where, where none is, and how many names of the next cohort are not known."""
    whole, places = first(answer.rows), answer.rows.drop_duplicates("regency_code")
    is_covered = places["participants_named"] > 0
    having = where(places[is_covered], "{regencies_covered} kabupaten/kota")
    without = where(places[~is_covered], "{regencies_uncovered} kabupaten/kota")
    cohort = write("pesantren kohort {cohort_year}", whole)
    said = f"Tidak ada {cohort} di {without}."
    if having:
        rest = f"; tidak ada di {without}" if without else ""
        said = f"{write('{participants_sum}', whole)} {cohort} disebut namanya, di {having}{rest}."
    unnamed = "[ Nama {unnamed_participants} pesantren kohort {unnamed_cohort_year} tidak diterbitkan.]"
    return said + write(unnamed, whole)


@card(
    "opop/legal_entities",
    "Badan hukum koperasi pesantren menurut dua sumber",
    "Koperasi pondok pesantren (kopontren) yang menurut satu sumber sudah berbadan hukum, dan menurut sumber lain baru "
    "akan memperolehnya pada 2024. Keduanya terbit Oktober 2024 dan saling bertentangan; dasbor ini tidak memilih "
    "salah satu.",
    figure=Bars(
        "{claim:capital} berbadan hukum, menurut {printed_by}",
        "kopontren",
        "{kopontren}{quality_label:doubt}",
        by="is_plan",
        colours={True: "third"},
        hatched="is_plan",
    ),
    unmoved={
        "years": "Kedua pernyataan terbit pada bulan yang sama; penyaring tahun tidak mengubah kartu ini.",
        "pola": "Sumber tidak merinci kopontren menurut pola pengelolaan; penyaring pola tidak mengubahnya.",
    },
)
def legal_entities(answer: Answer, _: Filters) -> str:
    """What each source claims."""
    whole = "{kopontren} kopontren {claim} berbadan hukum menurut {publisher}"
    claims = "; ".join(_shortened(answer.rows, whole, "{kopontren} {claim} menurut {publisher}"))
    clash = " Keduanya bertentangan; dasbor ini tidak memilih." if answer.rows["claim"].nunique() > 1 else ""
    return f"{claims}.{clash}"


_REGISTER_ABOUT = "Dihitung dari register peserta OPOP; tahun adalah tahun kohort. "
_REGISTER_UNMOVED = {
    "pola": "Register peserta OPOP mencatat pesantren, bukan koperasi, jadi tidak memuat pola pengelolaan; "
    "penyaring pola tidak mengubah kartu ini.",
}
_NOBODY = "Tidak ada peserta OPOP dalam register untuk wilayah dan kohort yang dipilih."


def _stage_bars(answer: Answer, _: Filters) -> Stacked:
    """Stages in the order of the process, stacked by cohort."""
    rows = answer.rows.assign(cohort=write_all("Kohort {cohort_year}", answer.rows))
    looks = part_looks(list(dict.fromkeys(rows["cohort"])), blank=f"Kohort {NOT_FILLED}")
    parts = [Part(name, name, colour, hatched) for name, colour, hatched in looks]
    wide = widen(rows, ["stage", "stage_participants"], "cohort", "participants")
    return Stacked("{stage} ({stage_participants})", parts, rows=wide)


@card(
    "opop/stages",
    "Tahap badan hukum kopontren peserta",
    _REGISTER_ABOUT
    + "Tahap adalah yang terakhir dicapai koperasi pesantren (kopontren) tiap peserta menuju badan hukum.",
    figure=none_if_zero("participants_sum", _stage_bars),
    unmoved=_REGISTER_UNMOVED,
)
def stages(answer: Answer, _: Filters) -> str:
    """How many have come to the end, and of the last three cohorts how many each."""
    done = answer.rows[answer.rows["is_done"]]
    whole = first(done)
    if not whole.participants_sum:
        return _NOBODY
    there = done[done["cohort_participants"] > 0]
    detail = told("{participants} dari {cohort_participants} pada kohort {cohort_year}", there.tail(3))
    said = write("{stage_participants} dari {participants_sum} kopontren peserta OPOP sudah berbadan hukum", whole)
    return f"{said}: {detail}." if len(there) > 1 else f"{said}."


@card(
    "opop/products",
    "Peserta OPOP menurut kelompok produk",
    _REGISTER_ABOUT + "Tiap peserta memiliki satu kelompok produk; yang tidak terisi disebut “Belum diisi”.",
    figure=none_if_zero(
        "participants_sum",
        Bars("{product_group}", "participants", "{participants} ({share_pct})", by="is_blank", colours={True: "muted"}),
    ),
    unmoved=_REGISTER_UNMOVED,
)
def products(answer: Answer, _: Filters) -> str:
    """The most frequent product group, or several of them."""
    most = answer.rows[answer.rows["product_rank"] == 1]
    if not first(most).participants_sum:
        return _NOBODY
    apiece = "masing-masing " if len(most) > 1 else ""
    share = write("{participants} dari {participants_sum} peserta, atau {share_pct}", first(most))
    return f"Kelompok produk terbanyak: {formats.listed(most['product_group'])}, {apiece}{share}."


def _filled(row: Any) -> str:
    """ "15 peserta, 3 nol, 2 belum diisi"."""
    zero = "{participants_zero} nol" if row.participants_zero else ""
    blank = "{participants_blank} belum diisi" if row.participants_blank else ""
    return write(", ".join(filter(None, ["{participants} peserta", zero, blank])), row)


def _turnover_bars(answer: Answer, _: Filters) -> Grouped:
    """Sum and median side by side; zeros and blanks are counted beside them."""
    rows = answer.rows
    missing = rows["participants"].map(lambda participants: NOT_FILLED if participants else "tidak ada peserta")
    return Grouped(
        "{product_group}<br>{filled}",
        [
            Part("Jumlah omzet", "turnover_total", text="{total}"),
            Part("Median per peserta", "turnover_median", "second", text="{median}"),
        ],
        rows=rows.assign(
            filled=[_filled(row) for row in each(rows)],
            total=rows["turnover_total"].map(formats.rupiah, na_action="ignore").fillna(missing),
            median=rows["turnover_median"].map(formats.rupiah, na_action="ignore").fillna(""),
        ),
    )


@card(
    "opop/turnover",
    "Omzet peserta OPOP menurut kelompok produk",
    _REGISTER_ABOUT
    + "Jumlah dan median dihitung atas omzet yang diisi, termasuk yang nol; yang belum diisi tidak ikut "
    "dihitung dan disebut banyaknya.",
    figure=none_if_zero("participants_sum", _turnover_bars),
    unmoved=_REGISTER_UNMOVED,
)
def turnover(answer: Answer, _: Filters) -> str:
    """The product group with the most, and how many turnovers are zero or not filled in."""
    rows, whole = answer.rows, first(answer.rows)
    known = rows[rows["turnover_total"].notna()].sort_values("is_blank", kind="stable")
    if not whole.participants_sum:
        return _NOBODY
    if known.empty:
        return write("Omzet belum diisi untuk semua peserta ({participants_sum}).", whole)
    zero = "{participants_zero_sum} beromzet nol" if whole.participants_zero_sum else ""
    blank = "{participants_blank_sum} belum diisi" if whole.participants_blank_sum else ""
    words = formats.listed(filter(None, [zero, blank]))
    rest = write(f"Dari {{participants_sum}} peserta, {words}.", whole) if words else "Omzet semua peserta terisi."
    most = write("{product_group}, {turnover_total} (median {turnover_median})", first(known))
    return f"Omzet terbesar: {most}. {rest}"
