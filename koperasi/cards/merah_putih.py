"""Koperasi Merah Putih by place: legality, one measure over regencies and kecamatan, missing NIB, suspect savings."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from koperasi.cards.card import Choice, Drawing, card
from koperasi.cards.old_parts import each
from koperasi.look import formats
from koperasi.look.charts import old as charts
from koperasi.look.charts.old import Tile
from koperasi.look.ink import Ink
from koperasi.store import Answer, Filters

ONE_DATE = {
    "years": "Data SIMKOPDES ini berlaku untuk satu tanggal; penyaring tahun tidak mengubahnya.",
    "pola": "SIMKOPDES tidak merinci angka ini menurut pola pengelolaan; penyaring pola tidak mengubahnya.",
}
NOT_FILLED, DOUBTED = "belum diisi", "diragukan"
_MOST = 15  # bars that a picture of 450 pixels has room for
_LINE = 26  # letters of a bar's name that charts.bars writes on one line
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
_RECORDED = ("transaction_value", "principal_savings", "mandatory_savings")  # a zero says that nothing was recorded
SUSPECTS = Choice(
    "suspects",
    "Angka diragukan",
    {"exclude": "tanpa angka diragukan", "include": "dengan angka diragukan"},
    titled=False,
)
_ABOUT = (
    "Koperasi Desa dan Kelurahan Merah Putih menurut SIMKOPDES pada satu tanggal; di Kota Banjarmasin dan Kota "
    "Banjarbaru semuanya koperasi kelurahan. Nilai 0 pada simpanan dan transaksi berarti tidak ada yang tercatat di "
    "sumber, mungkin belum diisi. "
)
_PLACES_ABOUT = _ABOUT + (
    "Ukuran per 10.000 penduduk membagi dengan penduduk terdaftar 2025. Angka yang diragukan tidak ikut diurutkan "
    "kecuali bila disertakan; aturannya ada di kartu “Simpanan yang diragukan”."
)


def written(measure: str, value: float) -> str:
    """A value of the picked measure as text."""
    if measure == "cooperatives":
        return formats.number(value)
    if measure == "nib_share":
        return formats.percent(value)
    return formats.number(value, 2) if measure == "per_residents" else formats.rupiah(value)


@card("merah_putih/legality", "Akun, NPWP, NIB, dan RAT Koperasi Merah Putih", _ABOUT, unmoved=ONE_DATE)
def legality(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Bars from "formed" to RAT, of one area; what is not filled in is said, not drawn."""
    rows = answer.rows
    texts = [
        NOT_FILLED
        if pd.isna(r.cooperatives)
        else formats.number(r.cooperatives) + (f" ({formats.percent(r.share_pct)})" if r.step_order > 1 else "")
        for r in each(rows)
    ]
    values = [None if pd.isna(value) else float(value) for value in rows["cooperatives"]]
    by_step = dict(zip(rows["step"], texts, strict=True))
    said = (
        f"{rows['region_name'].iloc[0]}: {by_step['cooperatives']} Koperasi Merah Putih; yang memiliki NIB "
        f"{by_step['with_nib']}. "
    )
    blank = pd.isna(rows.set_index("step")["cooperatives"]["held_rat"])
    said += "RAT belum diisi per kabupaten/kota; itu bukan nol." if blank else f"Yang sudah RAT {by_step['held_rat']}."
    listing = formats.listed(f"{label} {text}" for label, text in zip(rows["step_label"], texts, strict=True))
    return Drawing(
        said, f"Diagram batang. {said} {listing}.", charts.bars(ink, list(rows["step_label"]), values, texts)
    )


def _measure(filters: Filters) -> str:
    return str(dict(filters.options)["kdmp_measure"])


def _sure(rows: pd.DataFrame) -> pd.DataFrame:
    """What may be ranked and headlined, highest first."""
    known = rows[rows["measure_value"].notna() & ~rows["is_suspect"]]
    return known.sort_values("measure_value", ascending=False, kind="stable")


def _doubts(rows: pd.DataFrame, column: str) -> str:
    """Which values are suspect, never which value: "" for none."""
    names = list(rows[rows["is_suspect"]][column])
    return f" Diragukan: {formats.listed([*names[:3], *(['lainnya'] if len(names) > 3 else [])])}." if names else ""


def _mark(row: Any, measure: str) -> tuple[float | None, str]:
    """Length and words of one place: a suspect value out of the ranking has words only."""
    if pd.isna(row.measure_value):
        return None, ""
    if row.is_suspect and pd.isna(row.measure_rank):
        return None, DOUBTED
    return float(row.measure_value), written(measure, row.measure_value)


def _named(name: str, row: Any) -> str:
    """A bar's name; the doubt stands there, because behind the longest bar a narrow screen has no room for it."""
    return f"{name} ({DOUBTED})" if row.is_suspect and pd.notna(row.measure_rank) else name


@card(
    "merah_putih/regency_map",
    "Peta Koperasi Merah Putih",
    _PLACES_ABOUT,
    query="merah_putih/by_regency",
    choices=(_MEASURES, SUSPECTS),
    unmoved=ONE_DATE,
)
def regency_map(answer: Answer, ink: Ink, filters: Filters) -> Drawing:
    """The tile map of the picked measure, suspect values cross-hatched."""
    rows, measure = answer.rows, _measure(filters)
    marks = [_mark(row, measure) for row in each(rows)]
    tiles = [
        Tile(
            r.regency_code,
            r.regency_short,
            int(r.tile_col),
            int(r.tile_row),
            value,
            f"{text} ({DOUBTED})" if r.is_suspect and value is not None else text,
            bool(r.is_selected),
            bool(r.is_suspect),
        )
        for r, (value, text) in zip(each(rows), marks, strict=True)
    ]
    said = _spread(rows, measure).strip()
    return Drawing(said, f"Peta petak 13 kabupaten/kota. {said}", charts.tile_map(ink, tiles))


def _spread(rows: pd.DataFrame, measure: str) -> str:
    """Highest and lowest of the 13, or the picked ones with their place; a zero in money is nothing recorded."""
    picked, known = rows[rows["is_selected"]], _sure(rows)
    if len(picked) == len(rows):
        some = known[known["measure_value"] > 0] if measure in _RECORDED else known
        if some.empty:
            return f"Tidak ada yang tercatat di 13 kabupaten/kota.{_doubts(rows, 'regency_short')}"
        high, low = some.iloc[0], some.iloc[-1]
        said = (
            f"Tertinggi {high.regency_short} ({written(measure, high.measure_value)}), "
            f"terendah {low.regency_short} ({written(measure, low.measure_value)})."
        )
        zeros = list(known.drop(some.index)["regency_short"])
        said += f" Tidak ada yang tercatat di {formats.listed(zeros[:3])}." if zeros else ""
        return said + _doubts(rows, "regency_short")
    words = [_placed(row, known, measure) for row in each(picked[picked.index.isin(known.index)])]
    rest = f"; dan {len(words) - 3} lainnya" if len(words) > 3 else ""
    blank = [f"{name}: {NOT_FILLED}" for name in picked[picked["measure_value"].isna()]["regency_short"][:3]]
    said = "; ".join(words[:3] + blank) + rest
    return (f"{said}." if said else "") + _doubts(picked, "regency_short")


def _placed(row: Any, known: pd.DataFrame, measure: str) -> str:
    value = row.measure_value
    if measure in _RECORDED and not value:
        return f"{row.regency_short}: tidak ada yang tercatat"
    place = 1 + int((known["measure_value"] > value).sum())
    return f"{row.regency_short} {written(measure, value)}, urutan {place} dari {len(known)}"


@card(
    "merah_putih/by_regency",
    "Koperasi Merah Putih per kabupaten/kota",
    _PLACES_ABOUT,
    choices=(_MEASURES, SUSPECTS),
    unmoved=ONE_DATE,
)
def by_regency(answer: Answer, ink: Ink, filters: Filters) -> Drawing:
    """The same measure as sorted bars; a suspect one hatched where it is included, else last and without a bar."""
    rows, measure = answer.rows.sort_values("measure_rank", na_position="last", kind="stable"), _measure(filters)
    known = _sure(rows[rows["is_selected"]])
    words = [f"{r.regency_short} ({written(measure, r.measure_value)})" for r in each(known.head(3))]
    names = [_named(r.regency_short, r) for r in each(rows)]
    whole = f"; seluruhnya {formats.number(known['measure_value'].sum())}" if measure == "cooperatives" else ""
    lead = f"Urutan teratas: {formats.listed(words)}{whole}."
    if len(words) < 2:
        lead = "".join(_placed(row, _sure(rows), measure) + "." for row in each(known))
    said = (lead or "Tidak ada yang dapat diurutkan.") + _doubts(rows[rows["is_selected"]], "regency_short")
    values, texts = zip(*(_mark(row, measure) for row in each(rows)), strict=True)
    figure = charts.bars(
        ink,
        names,
        values,
        texts,
        codes=list(rows["regency_code"]),
        colours=[ink.categories[0] if selected else ink.muted for selected in rows["is_selected"]],
        hollow=list(rows["is_suspect"]),
    )
    listing = formats.listed(f"{name} {text}" for name, text in zip(names, texts, strict=True))
    return Drawing(said, f"Diagram batang terurut: {listing}.", figure)


@card(
    "merah_putih/by_kecamatan",
    "Koperasi Merah Putih per kecamatan",
    _PLACES_ABOUT + " Tanpa pilihan satu kabupaten/kota, gambar memuat 15 kecamatan teratas dan tabel memuat semuanya.",
    choices=(_MEASURES, SUSPECTS),
    unmoved=ONE_DATE,
)
def by_kecamatan(answer: Answer, ink: Ink, filters: Filters) -> Drawing:
    """All kecamatan of one regency, or the highest of several; the marks carry their regency's code."""
    measure = _measure(filters)
    one = answer.rows["regency_code"].nunique() == 1
    # not by name alone: "Simpang Empat" exists in two regencies
    rows = answer.rows.assign(
        place=[r.district if one else _place(r) for r in each(answer.rows)],
        label=[r.district if one else _label(r) for r in each(answer.rows)],
    )
    rows = rows.sort_values("measure_rank", na_position="last", kind="stable")
    left_out = rows[rows["is_suspect"] & rows["measure_rank"].isna()]
    shown = rows if one else pd.concat([rows.drop(left_out.index).head(_MOST), left_out])
    values, texts = zip(*(_mark(row, measure) for row in each(shown)), strict=True)
    figure = charts.bars(
        ink,
        [_named(r.label, r) for r in each(shown)],
        values,
        texts,
        codes=list(shown["regency_code"]),
        hollow=list(shown["is_suspect"]),
    )
    if not one:
        widen(figure, 1.4)
    if len(shown) > _MOST + 1:
        figure.update_yaxes(tickfont={"size": 12})
    said = _kecamatan_finding(rows, measure, one)
    listing = formats.listed(
        f"{_named(r.place, r)} {text or charts.UNKNOWN}" for r, text in zip(each(shown), texts, strict=True)
    )
    return Drawing(said, f"Diagram batang kecamatan. {said} {listing}.", figure)


def widen(figure: go.Figure, times: float) -> None:
    """More room behind the bars: where names are long, a narrow screen would cut the words there."""
    figure.update_xaxes(range=[0, times * figure.layout.xaxis.range[1]])


def _place(row: Any) -> str:
    return f"{row.district}, {row.regency_short}"


def _label(row: Any) -> str:
    """The place on one line of an axis: the regency's short form where its name would not fit."""
    return _place(row) if len(_place(row)) <= _LINE else f"{row.district}, {row.regency_abbr}"


def _kecamatan_finding(rows: pd.DataFrame, measure: str, one: bool) -> str:
    area = f"{formats.number(len(rows))} kecamatan" + (f" di {rows['regency_name'].iloc[0]}" if one else "")
    if measure == "per_residents":
        return f"Penduduk {area} tidak ada dalam data; ukuran ini hanya ada per kabupaten/kota."
    known = _sure(rows)
    some = known[known["measure_value"] > 0]
    doubts = _doubts(rows, "place")
    if some.empty:
        return f"{area}: tidak ada yang tercatat untuk ukuran ini; mungkin belum diisi.{doubts}"
    words = [f"{r.place} ({written(measure, r.measure_value)})" for r in each(some.head(3 if one else 2))]
    zeros = len(known) - len(some)
    note = f" {zeros} bernilai 0: tidak ada yang tercatat." if zeros else ""
    return f"{area}; tertinggi {formats.listed(words)}.{note}{doubts}"


@card("merah_putih/missing_nib", "Koperasi Merah Putih yang belum memiliki NIB", _ABOUT, unmoved=ONE_DATE)
def missing_nib(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """The kecamatan that lack the most, at most fifteen."""
    one = answer.rows["regency_code"].nunique() == 1
    rows = answer.rows
    shown = rows.head(_MOST)
    labels = [r.district if one else _label(r) for r in each(shown)]
    places = [r.district if one else _place(r) for r in each(shown)]
    texts = [f"{formats.number(r.without_nib)} dari {formats.number(r.cooperatives)}" for r in each(shown)]
    words = [f"{name} ({text})" for name, text in zip(places[:3], texts[:3], strict=True)]
    said = (
        f"{formats.number(rows['without_nib'].sum())} koperasi di {formats.number(len(rows))} kecamatan belum memiliki "
        f"NIB; terbanyak {formats.listed(words)}."
    )
    figure = charts.bars(
        ink,
        labels,
        [float(value) for value in shown["without_nib"]],
        texts,
        codes=list(shown["regency_code"]),
    )
    listing = formats.listed(f"{name} {text}" for name, text in zip(places, texts, strict=True))
    return Drawing(said, f"Diagram batang. {said} {listing}.", figure)


@card(
    "merah_putih/suspects",
    "Simpanan yang diragukan",
    "Simpanan satu kecamatan diragukan bila simpanan per penyetornya dan bagiannya dari provinsi sama-sama di atas "
    "ambang (seeds/attention_rules.csv). Kartu ini memuat semua yang diragukan dan sepuluh yang terdekat ambang.",
    unmoved=ONE_DATE,
)
def suspects(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """How many times the median each is; hatched where both thresholds are passed."""
    rows = answer.rows
    flagged, rule = rows[rows["is_suspect"]], rows.iloc[0]
    bounds = f"{formats.number(rule.times_threshold)} kali median dan {formats.percent(rule.share_threshold)} provinsi"
    if flagged.empty:
        near = rows.iloc[0]
        said = (
            f"Tidak ada simpanan kecamatan yang melampaui kedua ambang ({bounds}); paling tinggi {near.district}, "
            f"{near.regency_short}: {formats.number(near.times_median, 1)} kali."
        )
    else:
        words = [
            f"{r.district}, {r.regency_short} ({r.savings_label.lower()} {formats.rupiah(r.savings)}, "
            f"{formats.number(r.times_median, 1)} kali median, {formats.percent(r.province_share_pct)} provinsi)"
            for r in each(flagged.head(1))
        ]
        rest = f" dan {len(flagged) - 1} lainnya" if len(flagged) > 1 else ""
        said = f"Diragukan: {words[0]}{rest}. Ambangnya {bounds}."
    texts = [f"{formats.number(r.times_median, 1)} kali, {r.savings_label.split()[-1]}" for r in each(rows)]
    labels = [f"{_place(r)} ({DOUBTED})" if r.is_suspect else _label(r) for r in each(rows)]
    figure = charts.bars(
        ink,
        labels,
        [float(value) for value in rows["times_median"]],
        texts,
        codes=list(rows["regency_code"]),
        colours=[ink.categories[2] if flag else ink.categories[0] for flag in rows["is_suspect"]],
        hollow=list(rows["is_suspect"]),
    )
    widen(figure, 1.6)
    listing = formats.listed(f"{label} {text}" for label, text in zip(labels, texts, strict=True))
    return Drawing(said, f"Diagram batang. {said} {listing}.", figure)
