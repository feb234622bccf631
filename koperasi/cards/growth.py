"""Pertumbuhan koperasi: published totals and activity, the regencies, and what the register holds."""

from __future__ import annotations

from typing import Any

import pandas as pd

from koperasi.cards.card import Choice, card
from koperasi.cards.parts import (
    SUSPECT,
    each,
    first,
    newest,
    regency_bars,
    regency_tiles,
    spread,
    told,
    top,
)
from koperasi.look import formats
from koperasi.look.charts import Area, Bars, Columns, Grouped, Line, Lines, Part, Spec, Stacked, widen
from koperasi.look.columns import write
from koperasi.look.ink import CATEGORIES
from koperasi.store import Answer, Filters

_DASHES = ("solid", "dash", "dot", "dashdot")


def _total_lines(answer: Answer, _: Filters) -> Lines:
    """Lines by register, or by region and register where regencies are picked."""
    rows = answer.rows
    one = rows["region_code"].nunique() == 1
    change = [
        r.comparison if pd.isna(r.growth_pct) else write("{growth_pct} sejak {as_of_before}", r) for r in each(rows)
    ]
    rows = rows.assign(moved=change)
    return Lines(
        "cooperatives",
        "<b>{cooperatives}</b> · {region_name} · {as_of}<br>{register_label} · angka {quality_label}<br>{moved}",
        "{region_name}, {register_label}: {cooperatives} ({as_of})",
        [
            Line(
                part["register_label"].iloc[0] if one else part["region_name"].iloc[0],
                part,
                CATEGORIES[place % 4],
                _DASHES[place // 4 % 4],
                "all" if one else "last",
                part["regency_code"].iloc[0] or "",
            )
            for place, (_key, part) in enumerate(rows.groupby(["region_code", "series"], sort=False))
        ],
        rows=rows,
    )


@card(
    "growth/total",
    "Jumlah koperasi menurut waktu dan register",
    "Banyaknya koperasi yang tercatat pada register yang disebut sumber, aktif maupun tidak. Register yang berbeda "
    "menghitung hal yang berbeda, jadi garis putus antar-register dan pertumbuhan hanya dihitung di dalam satu "
    "register.",
    figure=_total_lines,
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
    "cooperatives_active": ("Aktif", "first", "solid"),
    "cooperatives_inactive": ("Tidak aktif", "third", "dash"),
    "cooperatives_held_rat": ("Sudah RAT", "second", "dot"),
}


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values("as_of_date").groupby(["region_code", "indicator"], sort=False).tail(1)


def _activity_figure(answer: Answer, _: Filters) -> Spec:
    """Lines over time for one region; the newest figures side by side for several."""
    rows = answer.rows
    if rows["region_code"].nunique() > 1:
        latest = _latest(rows)
        latest = latest.assign(said=[write("{cooperatives} ({as_of})", row) for row in each(latest)])
        places = latest.drop_duplicates("region_code").set_index("region_code")
        for indicator in _ACTIVITY:
            found = latest[latest["indicator"] == indicator].set_index("region_code")
            places = places.assign(
                **{
                    indicator: found["cooperatives"],
                    f"{indicator}_said": found["said"].reindex(places.index, fill_value=""),
                }
            )
        return Grouped(
            "{region_name}",
            [Part(name, it, colour, text=f"{{{it}_said}}") for it, (name, colour, _) in _ACTIVITY.items()],
            "region_code",
            rows=places.reset_index(),
        )
    lines = []
    for indicator, (name, colour, dash) in _ACTIVITY.items():
        found = rows[rows["indicator"] == indicator]
        newest_register = found[found["quality"] != SUSPECT]["register"].tail(1).tolist()
        for register, part in found.groupby("register", sort=False):
            lines.append(Line(name if [register] == newest_register else "", part, colour, dash))
    return Lines(
        "cooperatives",
        "<b>{cooperatives}</b> · {indicator_label} · {as_of}<br>{register_label} · angka {quality_label}",
        "{indicator_label}, {register_label}: {cooperatives} ({as_of})",
        lines,
        rows=rows,
    )


@card(
    "growth/activity",
    "Koperasi aktif, tidak aktif, dan RAT",
    "Koperasi yang dinyatakan aktif, tidak aktif, atau menyelenggarakan Rapat Anggota Tahunan (RAT) oleh sumbernya, "
    "pada tanggal terbitannya. Batas “tidak aktif” tidak seragam antarsumber.",
    figure=_activity_figure,
)
def activity(answer: Answer, _: Filters) -> str:
    """The newest figure of each kind of one region; of several, how many are active."""
    latest = _latest(answer.rows)
    if latest["region_code"].nunique() > 1:
        active = latest[latest["indicator"] == "cooperatives_active"]
        return (
            "Koperasi aktif. " + newest(active) if len(active) else "Tidak ada angka koperasi aktif untuk pilihan ini."
        )
    named = latest.assign(said=[formats.lowered(_ACTIVITY[it][0]) for it in latest["indicator"]])
    return f"{latest['region_name'].iloc[0]}: {told('{said} {cooperatives} ({as_of})', named)}."


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
