"""Koperasi Merah Putih by place: legality, one measure over regencies and kecamatan, missing NIB, suspect savings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from koperasi.cards.card import MOST, Choice, Zero, card, place
from koperasi.cards.parts import MAP, SUSPECTS, alike, doubts, each, first, leading, mapped, measured, told
from koperasi.look.charts import Bars, Tiles
from koperasi.look.columns import NOT_FILLED, is_empty, write
from koperasi.store import Answer, Filters

if TYPE_CHECKING:
    import pandas as pd

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
    said={
        "cooperatives": "Koperasi Merah Putih ({as_of})",
        "nib_share": "Merah Putih yang memiliki NIB ({as_of})",
        "per_residents": "Merah Putih ({as_of}) per 10.000 penduduk",
        "transaction_value": "Transaksi Merah Putih ({as_of})",
        "principal_savings": "Simpanan pokok Merah Putih ({as_of})",
        "mandatory_savings": "Simpanan wajib Merah Putih ({as_of})",
        "principal_per_saver": "Simpanan pokok Merah Putih per penyetor ({as_of})",
        "mandatory_per_saver": "Simpanan wajib Merah Putih per penyetor ({as_of})",
    },
)
_VALUE, _TOGETHER = "{measure_value:unit}", "[; seluruhnya {selected_sum:unit}]"
_measured_card = partial(card, choices=(_MEASURES, SUSPECTS))


@card(
    "merah_putih/legality",
    figure=Bars("{step_label}", "cooperatives", "{cooperatives} ({share_pct})", missing=NOT_FILLED),
)
def legality(answer: Answer, filters: Filters) -> str:
    """From "formed" to RAT, of all that was picked together; what is not filled in is said."""
    steps = {row.step: row for row in each(answer.rows)}

    def said(step: str, template: str, blank: str) -> str:
        return blank if is_empty(steps[step].cooperatives) else write(template, steps[step])

    formed = write("{as_of}: {cooperatives} Koperasi Merah Putih", steps["cooperatives"])
    nib = said("with_nib", "{cooperatives} ({share_pct})", NOT_FILLED)
    blank = "RAT belum diisi per kabupaten/kota; itu bukan nol."
    rat = said("held_rat", "Yang sudah RAT {cooperatives} ({share_pct}).", blank)
    return f"{place(answer, filters)}, {formed}; yang memiliki NIB {nib}. {rat}"


def _sure(rows: pd.DataFrame) -> pd.DataFrame:
    """What may be ranked and headlined, highest first."""
    return rows[rows["sure_rank"].notna()].sort_values("sure_rank", kind="stable")


_DISTRICT = "{district}"


def _is_one(rows: pd.DataFrame) -> bool:
    return bool(rows["regency_code"].nunique() == 1)


def _place(rows: pd.DataFrame) -> str:
    """How a row is called; not by the kecamatan alone: "Simpang Empat" exists in two regencies."""
    if "district" not in rows:
        return "{regency_short}"
    return _DISTRICT if _is_one(rows) else f"{_DISTRICT}, {{regency_short}}"


def _bars(answer: Answer, _: Filters) -> Bars:
    """All regencies or kecamatan of one regency, else the highest; what is suspect and not to be included last."""
    rows = answer.rows.sort_values("measure_rank", na_position="last", kind="stable")
    out = rows["is_suspect"] & rows["measure_rank"].isna()
    if "district" in rows and not _is_one(rows):
        rows = rows.loc[[*rows[~out].head(_MOST).index, *rows[out].index]]
    return Bars(
        _place(rows),
        "ranked_value",
        "{ranked_value:unit}",
        code="regency_code",
        suspect="is_suspect",
        selected="is_selected" if "is_selected" in rows else "",
        rows=rows,
        left_out=len(answer.rows) - len(rows),
        things="kecamatan",
    )


def _placed(row: Any) -> str:
    ranked = "{regency_short} {measure_value:unit}, urutan {sure_rank} dari {sure_regencies}"
    return write(ranked if row.is_recorded else "{regency_short}: tidak ada yang tercatat", row)


def _unrecorded(zeros: pd.DataFrame) -> str:
    """Where a zero of money says that nothing was recorded."""
    return f" Tidak ada yang tercatat di {told('{regency_short}', zeros, most=MOST)}." if len(zeros) else ""


def _ends(rows: pd.DataFrame) -> list[float]:
    """The ranks of the highest and the lowest; one where all are the same."""
    return list(dict.fromkeys((rows["sure_rank"].min(), rows["sure_rank"].max())))


def _end(rows: pd.DataFrame, rank: float, named: str, things: str) -> str:
    """Those that share the value of a rank, by name or counted, and that value."""
    held = rows[rows["sure_rank"] == rank]
    return alike(held, named, f"{{measure_alike}} {things}") + write(f" ({_VALUE})", first(held))


@_measured_card(
    "merah_putih/regency_map",
    figure=lambda answer, filters: mapped(
        answer, filters, Tiles("ranked_value", "{ranked_value:unit}", suspect="is_suspect"), _bars(answer, filters)
    ),
    query="merah_putih/by_regency",
    choices=(_MEASURES, SUSPECTS, MAP),
    aliases={"merah_putih/by_regency": "", "merah_putih/transactions": "kdmp_measure=transaction_value"},
)
def regency_map(answer: Answer, filters: Filters) -> str:
    """Highest and lowest of all, the highest of several, or the place of one; a zero in money is nothing recorded."""
    one, picked = first(answer.rows), answer.rows["is_selected"].sum()
    blank = "[ Tanpa catatan: {districts_without_sum} dari {districts_sum} kecamatan.]"
    said = measured(_MEASURES, filters, one, _across_regencies(answer, filters))
    # of several, where three are named, there is no room for it; the card of kecamatan says it
    return said + (write(blank, one) if picked in (1, len(answer.rows)) else "")


def _across_regencies(answer: Answer, filters: Filters) -> str:
    rows, picked = answer.rows, answer.rows[answer.rows["is_selected"]]
    sure, doubted = _sure(picked), doubts(picked, "{regency_short}")
    if len(picked) < len(rows):
        blank = picked[picked["measure_value"].isna()]["regency_short"]
        if len(picked) == len(blank) == 1:
            return f"{blank.iloc[0]}: {NOT_FILLED}."
        return _of_picked(answer, filters)
    some, zeros = sure[sure["is_recorded"]], sure[~sure["is_recorded"]]
    if some.empty:
        return f"Tidak ada yang tercatat di {answer.province.regencies} kabupaten/kota.{doubted}"
    ends = [_end(some, rank, "{regency_short}", "kabupaten/kota") for rank in _ends(some)]
    said = f"Tertinggi {ends[0]}, terendah {ends[1]}" if len(ends) > 1 else f"Sama di {ends[0]}"
    return f"{said}{write(_TOGETHER, first(some))}.{_unrecorded(zeros)}{doubted}"


def _of_picked(answer: Answer, filters: Filters) -> str:
    """The three highest of what is picked, then the sum where adding makes sense."""
    picked = answer.rows[answer.rows["is_selected"]]
    sure, doubted = _sure(picked), doubts(picked, "{regency_short}")
    some, zeros = sure[sure["is_recorded"]], sure[~sure["is_recorded"]]
    if len(sure) < 2 or some.empty:
        said = "".join(f"{_placed(row)}." for row in each(sure)) if len(sure) < 2 else _unrecorded(sure)
        return (said + doubted).strip() or "Tidak ada yang dapat diurutkan."
    many = "{measure_alike} kabupaten/kota ({measure_value:unit})"
    most = leading(some, "sure_rank", f"{{regency_short}} ({_VALUE})", many)
    whole = write(_TOGETHER, first(some))
    return f"Di {place(answer, filters)}, tertinggi {most}{whole}.{_unrecorded(zeros)}{doubted}"


@_measured_card("merah_putih/by_kecamatan", figure=_bars)
def by_kecamatan(answer: Answer, filters: Filters) -> str:
    """The highest, how many recorded nothing or are not known, and which are suspect."""
    return measured(_MEASURES, filters, first(answer.rows), _across_districts(answer, filters))


def _across_districts(answer: Answer, filters: Filters) -> str:
    rows, sure, named = answer.rows, _sure(answer.rows), _place(answer.rows)
    area = write("{districts_sum} kecamatan", first(rows)) + f" di {place(answer, filters)}"
    if ("kdmp_measure", "per_residents") in filters.options:
        return f"Penduduk {area} tidak ada dalam data; ukuran ini hanya ada per kabupaten/kota."
    some, doubted = sure[sure["is_recorded"]], doubts(rows, named)
    if some.empty:
        return f"{area}: tidak ada yang tercatat untuk ukuran ini; mungkin belum diisi.{doubted}"
    rest = "[ {districts_without_sum} bernilai 0: tidak ada yang tercatat.]" if len(some) < len(sure) else ""
    rest += " {districts_unknown_sum} tanpa penyetor." if first(rows).districts_unknown_sum else ""
    return f"{area}{_extremes(some, named)}.{write(rest, first(rows))}{doubted}"


def _extremes(rows: pd.DataFrame, named: str) -> str:
    """The highest of known rows; where too many share that value to be named, how many, and the lowest."""
    best, *worst = _ends(rows)
    if len(rows) > 1 and not worst:
        return f", semuanya {write(_VALUE, first(rows))}"
    if (rows["sure_rank"] == best).sum() <= MOST:
        many = "{measure_alike} kecamatan ({measure_value:unit})"
        room = MOST if named == _DISTRICT else 2
        return f"; tertinggi {leading(rows, 'sure_rank', f'{named} ({_VALUE})', many, room)}"
    high = write("{measure_value:unit}, di {measure_alike} kecamatan", first(rows))
    return f"; tertinggi {high}; terendah {_end(rows, worst[0], named, 'kecamatan')}"


_LACKING = "{without_nib} dari {cooperatives}"


def _all_have_nib(answer: Answer, _: Filters) -> str:
    """Said where the steps of legality bear it out: as many with NIB as were formed."""
    steps = {row.step: row for row in each(answer.rows)}
    formed, with_nib = steps["cooperatives"], steps["with_nib"]
    said = "Semua {cooperatives} Koperasi Merah Putih di {region_name} sudah memiliki NIB ({as_of})."
    return write(said, with_nib) if with_nib.cooperatives == formed.cooperatives else ""


def _missing_bars(answer: Answer, _: Filters) -> Bars:
    bars = Bars(_place(answer.rows), "without_nib", _LACKING, code="regency_code", most=_MOST, things="kecamatan")
    return bars.on(answer.rows)


@card(
    "merah_putih/missing_nib",
    figure=_missing_bars,
    aliases={"profile/merah_putih": ""},
    zero=Zero("merah_putih/legality", _all_have_nib),
)
def missing_nib(answer: Answer, filters: Filters) -> str:
    """How many in all, and the kecamatan that lack the most."""
    rows, named = answer.rows, f"{_place(answer.rows)} ({_LACKING})"
    if len(rows) == 1:
        said = "{without_nib_sum} Koperasi Merah Putih belum memiliki NIB, di Kecamatan {district}"
        return f"Di {place(answer, filters)}, {write(said, first(rows))} ({write(_LACKING, first(rows))})."
    whole = "{without_nib_sum} Koperasi Merah Putih di {districts_sum} kecamatan belum memiliki NIB"
    many = "{without_nib}, di {measure_alike} kecamatan"
    most = leading(rows, "gap_rank", named, many, MOST if _is_one(rows) else 2)
    return f"Di {place(answer, filters)}, {write(whole, first(rows))}; terbanyak {most}."


@card(
    "merah_putih/suspects",
    figure=Bars(
        "{district}, {regency_short}",
        "times_median",
        "{times_median:1} kali, {savings_short}",
        code="regency_code",
        by="is_suspect",
        colours={True: "third"},
        suspect="is_suspect",
    ),
)
def suspects(answer: Answer, filters: Filters) -> str:
    """The one farthest above both thresholds, or the nearest below them."""
    top, flagged = first(answer.rows), answer.rows[answer.rows["is_suspect"]]
    bounds = write("{times_threshold} kali median dan {share_threshold} provinsi", top)
    if flagged.empty:
        near = write("{district}, {regency_short}: {times_median:1} kali", top)
        none = f"Tidak ada simpanan kecamatan di {place(answer, filters)} yang melampaui kedua ambang"
        return f"{none} ({bounds}); paling tinggi {near}."
    how_much = "{savings_label:lower} {savings}, {times_median:1} kali median, {province_share_pct} provinsi"
    return f"Diragukan: {told(f'{{district}}, {{regency_short}} ({how_much})', flagged, most=1)}. Ambangnya {bounds}."
