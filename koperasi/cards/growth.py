"""Pertumbuhan koperasi: published totals and activity, the regencies, and what the register holds."""

from __future__ import annotations

from typing import Any

import pandas as pd

from koperasi.cards.card import Choice, card
from koperasi.cards.parts import (
    SUSPECT,
    across,
    first,
    newest,
    regency_bars,
    regency_tiles,
    spread,
    told,
    top,
)
from koperasi.look import formats
from koperasi.look.charts import Area, Bars, Columns, Grouped, Lines, Part, Spec, Stacked, widen
from koperasi.look.columns import write
from koperasi.store import Answer, Filters


@card(
    "growth/total",
    "Jumlah koperasi menurut waktu dan register",
    "Banyaknya koperasi yang tercatat pada register yang disebut sumber, aktif maupun tidak. Register yang berbeda "
    "menghitung hal yang berbeda, jadi garis putus antar-register dan pertumbuhan hanya dihitung di dalam satu "
    "register.",
    figure=Lines(
        "cooperatives",
        "<b>{cooperatives}</b> · {region_name} · {as_of}<br>{register_label} · angka {quality_label}<br>"
        "[{growth_pct} sejak {as_of_before}, ]{comparison}",
        "{region_name}, {register_label}: {cooperatives} ({as_of})",
        ["region_code", "series"],
        "line_name",
        code="regency_code",
    ),
    unmoved={
        "pola": "Jumlah terbitan tidak dirinci menurut pola pengelolaan; penyaring pola tidak mengubah kartu ini."
    },
)
def total(answer: Answer, _: Filters) -> str:
    """The newest figure, and the newest of another register, which is never compared with it."""
    rows = answer.rows
    if rows["region_code"].nunique() > 1:
        return newest(rows)
    sure = rows[rows["quality"] != SUSPECT].sort_values("as_of_date")
    if sure.empty:
        return "Hanya ada angka yang diragukan; lihat tabel dan catatannya."
    last = sure.iloc[-1]
    sentence = formats.capital(
        ("" if last.is_province else f"{last.region_name}: ")
        + ("sekitar " if last.quality == "approximate" else "")
        + write("{cooperatives} koperasi menurut {register_label} pada {as_of}", last)
    )
    others = sure[sure["register"] != last["register"]]
    if not others.empty:
        other = write("{cooperatives} menurut {register_label} pada {as_of}", others.iloc[-1])
        return f"{sentence}; {other}. Kedua register tidak sebanding."
    if pd.notna(last.growth_pct):
        return sentence + write(", {growth_pct:moved} sejak {as_of_before}.", last)
    return f"{sentence} (angka {last.quality_label})."


_ACTIVITY = {
    "cooperatives_active": ("first", "solid"),
    "cooperatives_inactive": ("third", "dash"),
    "cooperatives_held_rat": ("second", "dot"),
}
_ACTIVITY_LINES = Lines(
    "cooperatives",
    "<b>{cooperatives}</b> · {indicator_label} · {as_of}<br>{register_label} · angka {quality_label}",
    "{indicator_label}, {register_label}: {cooperatives} ({as_of})",
    ["indicator", "register"],
    "line_name",
    "indicator",
    _ACTIVITY,
)


def _activity_figure(answer: Answer, _: Filters) -> Spec:
    """Lines over time for one region; the newest figures side by side for several."""
    rows = answer.rows
    if rows["region_code"].nunique() == 1:
        return _ACTIVITY_LINES.on(rows)
    newest_rows = rows[rows["is_newest"]]
    names = dict(zip(newest_rows["indicator"], newest_rows["indicator_short"], strict=True))
    parts = [
        Part(names[it], f"cooperatives_{it}", colour, text=f"[{{cooperatives_{it}:0}} ({{as_of_{it}:as_of}})]")
        for it, (colour, _) in _ACTIVITY.items()
        if it in names
    ]
    wide = across(newest_rows, ["region_code", "region_name"], "indicator", ["cooperatives", "as_of"])
    return Grouped("{region_name}", parts, "region_code", rows=wide)


@card(
    "growth/activity",
    "Koperasi aktif, tidak aktif, dan RAT",
    "Koperasi yang dinyatakan aktif, tidak aktif, atau menyelenggarakan Rapat Anggota Tahunan (RAT) oleh sumbernya, "
    "pada tanggal terbitannya. Batas “tidak aktif” tidak seragam antarsumber.",
    figure=_activity_figure,
)
def activity(answer: Answer, _: Filters) -> str:
    """The newest figure of each kind of one region; of several, how many are active."""
    latest = answer.rows[answer.rows["is_newest"]].sort_values("as_of_date", kind="stable")
    if latest["region_code"].nunique() == 1:
        kinds = told("{indicator_short:lower} {cooperatives} ({as_of})", latest)
        return write("{region_name}: ", first(latest)) + f"{kinds}."
    active = latest[latest["indicator"] == "cooperatives_active"]
    return f"Koperasi aktif. {newest(active)}" if len(active) else "Tidak ada angka koperasi aktif untuk pilihan ini."


MEASURES = Choice(
    "measure",
    "Ukuran",
    {
        "inactive": "tidak aktif, Januari 2022",
        "inactive_rate": "tidak aktif per 10.000 penduduk",
        "merah_putih": "Merah Putih, Agustus 2026",
        "merah_putih_rate": "Merah Putih per 10.000 penduduk",
        "register": "jumlah dalam register",
    },
)
_REGENCY_ABOUT = (
    "Satu ukuran untuk {regencies} kabupaten/kota pada satu tanggal. Ukuran per 10.000 penduduk membagi dengan "
    "penduduk terdaftar 2025, satu-satunya hitungan yang ada untuk ke-{regencies} wilayah; tanggalnya tidak sama "
    "dengan pembilangnya."
)
_REGENCY_UNMOVED = {
    "years": "Ukuran terbitan ini berlaku untuk satu tanggal; penyaring tahun tidak mengubahnya.",
    "pola": "Ukuran terbitan tidak dirinci menurut pola; pilih “jumlah dalam register” untuk memakai penyaring itu.",
    "cooperative_types": "Ukuran terbitan tidak dirinci menurut jenis koperasi; pilih “jumlah dalam register” untuk "
    "memakai penyaring itu.",
}


def _is_rate(filters: Filters) -> bool:
    return str(dict(filters.options)["measure"]).endswith("rate")


def _value(filters: Filters) -> str:
    return "{measure_value:2}" if _is_rate(filters) else "{measure_value}"


@card(
    "growth/regency_map",
    "Peta koperasi",
    _REGENCY_ABOUT,
    figure=lambda answer, filters: regency_tiles(answer.rows, _value(filters)),
    query="growth/by_regency",
    choices=(MEASURES,),
    switch={"register": "growth/registered"},
    unmoved=_REGENCY_UNMOVED,
)
def regency_map(answer: Answer, filters: Filters) -> str:
    """Highest and lowest of the picked measure."""
    return spread(answer.rows, _value(filters))


@card(
    "growth/regency_bars",
    "Urutan kabupaten/kota",
    _REGENCY_ABOUT,
    figure=lambda answer, filters: regency_bars(answer.rows, _value(filters)),
    query="growth/by_regency",
    choices=(MEASURES,),
    switch={"register": "growth/registered"},
    unmoved=_REGENCY_UNMOVED,
)
def regency_order(answer: Answer, filters: Filters) -> str:
    """The three highest of the same measure."""
    return top(answer.rows, _value(filters), added=not _is_rate(filters))


_REGISTER_ABOUT = "Dihitung dari register; tahun adalah tahun badan hukum, dan yang tidak terisi disebut “Belum diisi”."


def _undated(row: Any) -> str:
    return write(" Tanggal berdiri {undated} koperasi belum diisi.", row) if row.undated else ""


@card(
    "growth/founded",
    "Koperasi berdiri per tahun",
    _REGISTER_ABOUT,
    figure=Columns(
        "founded_year",
        [Part("Berdiri", "founded")],
        peak=True,
        hover="<b>{founded_year}</b>: {founded} berdiri<br>seluruhnya {founded_so_far}",
    ),
)
def founded(answer: Answer, _: Filters) -> str:
    """How many so far, and the year with the most."""
    peak, last = answer.rows.iloc[answer.rows["founded"].argmax()], answer.rows.iloc[-1]
    so_far = write("{founded_so_far} koperasi berdiri sampai {founded_year}", last)
    return f"{so_far}; terbanyak pada {write('{founded_year}, yaitu {founded}', peak)}.{_undated(last)}"


@card(
    "growth/founded_so_far",
    "Koperasi berdiri, kumulatif",
    _REGISTER_ABOUT,
    figure=Area("founded_year", "founded_so_far", "{founded_year}: {founded_so_far}"),
    query="growth/founded",
)
def founded_so_far(answer: Answer, _: Filters) -> str:
    """From the first year to the last."""
    start, last = answer.rows.iloc[0], answer.rows.iloc[-1]
    begin = write("{founded_so_far} koperasi pada {founded_year}", start)
    return f"Dari {begin} menjadi {write('{founded_so_far} pada {founded_year}', last)}.{_undated(last)}"


def _composition(answer: Answer, column: str, word: str) -> str:
    most = first(answer.rows)
    share = write("{cooperatives} dari {cooperatives_sum} koperasi, atau {share_pct}", most)
    return f"{getattr(most, column)} adalah {word} terbanyak: {share}."


def _shares(column: str, word: str) -> Bars:
    return Bars(f"{{{column}}}", "cooperatives", "{cooperatives} ({share_pct})", kind=f"Diagram batang menurut {word}")


@card("growth/by_type", "Koperasi menurut jenis", _REGISTER_ABOUT, figure=_shares("cooperative_type", "jenis"))
def by_type(answer: Answer, _: Filters) -> str:
    """The most frequent jenis."""
    return _composition(answer, "cooperative_type", "jenis")


@card(
    "growth/by_group",
    "Koperasi menurut kelompok",
    _REGISTER_ABOUT + " Kopontren dikenali dari kelompok ini, bukan dari jenis.",
    figure=_shares("cooperative_group", "kelompok"),
)
def by_group(answer: Answer, _: Filters) -> str:
    """The most frequent kelompok."""
    return _composition(answer, "cooperative_group", "kelompok")


def _status_bars(answer: Answer, _: Filters) -> Stacked:
    """By regency, the largest first."""
    statuses = sorted(set(answer.rows["cooperative_status"]))
    wide = widen(answer.rows, ["regency_code", "regency_short"], "cooperative_status", "cooperatives")
    order = wide[statuses].sum(axis=1).sort_values(ascending=False, kind="stable").index
    looks = {"Aktif": "first", "Tidak Aktif": "third"}
    parts = [Part(it.capitalize(), it, looks.get(it, "muted")) for it in statuses]
    return Stacked("{regency_short}", parts, "regency_code", rows=wide.loc[order])


@card("growth/by_status", "Koperasi menurut status dan kabupaten/kota", _REGISTER_ABOUT, figure=_status_bars)
def by_status(answer: Answer, _: Filters) -> str:
    """How many are not active."""
    return write(
        "{inactive_sum} dari {cooperatives_sum} koperasi tidak aktif, atau {inactive_pct}.", first(answer.rows)
    )
