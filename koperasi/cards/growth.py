"""Pertumbuhan koperasi: published totals and activity, the regencies, and what the register holds."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from koperasi.cards.card import Choice, Drawing, card
from koperasi.cards.parts import each, newest, quality_words, ranked, regency_bars, regency_tiles, spread, top
from koperasi.look import charts, formats
from koperasi.look.charts import Line, Part
from koperasi.look.ink import Ink
from koperasi.store import Answer, Filters

_NO_REGISTER_LINE = (
    "Register yang berbeda menghitung hal yang berbeda, jadi garis putus antar-register dan pertumbuhan hanya dihitung "
    "di dalam satu register."
)


@card(
    "growth/total",
    "Jumlah koperasi menurut waktu dan register",
    "Banyaknya koperasi yang tercatat pada register yang disebut sumber, aktif maupun tidak. " + _NO_REGISTER_LINE,
    unmoved={
        "pola": "Jumlah terbitan tidak dirinci menurut pola pengelolaan; penyaring pola tidak mengubah kartu ini."
    },
)
def total(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Lines by register, or by region and register where regencies are picked."""
    rows = answer.rows
    one = rows["region_code"].nunique() == 1
    series = []
    for place, (_key, part) in enumerate(rows.groupby(["region_code", "series"], sort=False)):
        name = part["register_label"].iloc[0] if one else part["region_name"].iloc[0]
        plain = part[part["quality"] != "suspect"]
        odd = part[part["quality"] == "suspect"]
        for shown, joined in ((plain, True), (odd, False)):
            if not shown.empty:
                series.append(_line(ink, shown, str(name) if joined else "", place, joined, one))
    figure = charts.lines(ink, series)
    charts.key_qualities(figure, ink, quality_words(rows))
    return Drawing(_total_finding(rows, one), _total_alt(rows), figure)


def _line(ink: Ink, rows: pd.DataFrame, name: str, place: int, joined: bool, label_all: bool) -> Line:
    texts = [formats.number(value) for value in rows["cooperatives"]]
    return Line(
        name=name,
        x=[day.date() for day in rows["as_of_date"]],
        y=[float(value) for value in rows["cooperatives"]],
        hover=[_total_hover(row) for row in each(rows)],
        colour=ink.categories[place % len(ink.categories)],
        qualities=list(rows["quality"]),
        labels=texts if label_all else ["" for _ in texts[:-1]] + texts[-1:],
        code="" if rows["is_province"].iloc[0] else rows["region_code"].iloc[0],
        dash=("solid", "dash", "dot", "dashdot")[place // len(ink.categories) % 4],
        joined=joined,
    )


def _total_hover(row: Any) -> str:
    growth = row.growth_pct
    change = (
        row.comparison
        if pd.isna(growth)
        else f"{formats.percent(float(growth))} sejak {formats.as_of(str(row.as_of_before))}"
    )
    return (
        f"<b>{formats.number(row.cooperatives)}</b> · {row.region_name} · {formats.as_of(row.as_of)}"
        f"<br>{row.register_label} · angka {row.quality_label}<br>{change}"
    )


def _total_finding(rows: pd.DataFrame, one: bool) -> str:
    if not one:
        return newest(rows)
    sure = rows[rows["quality"] != "suspect"].sort_values("as_of_date")
    if sure.empty:
        return "Hanya ada angka yang diragukan; lihat tabel dan catatannya."
    last = sure.iloc[-1]
    about = "Sekitar " if last.quality == "approximate" else ""
    place = "" if last.is_province else f"{last.region_name}: "
    sentence = (
        f"{place}{about.lower() if place else about}{formats.number(last.cooperatives)} koperasi menurut "
        f"{last.register_label} pada {formats.as_of(last.as_of)}"
    )
    others = sure[sure["register"] != last["register"]]
    if not others.empty:
        other = others.iloc[-1]
        return (
            f"{sentence}; {formats.number(other.cooperatives)} menurut {other.register_label} pada "
            f"{formats.as_of(other.as_of)}. Kedua register tidak sebanding."
        )
    if pd.notna(last.growth_pct):
        word = "naik" if last.growth_pct >= 0 else "turun"
        return f"{sentence}, {word} {formats.percent(abs(last.growth_pct))} sejak {formats.as_of(last.as_of_before)}."
    return f"{sentence} (angka {last.quality_label})."


def _total_alt(rows: pd.DataFrame) -> str:
    parts = [
        f"{group['region_name'].iloc[0]} menurut {group['register_label'].iloc[0]}: "
        + ", ".join(f"{formats.number(r.cooperatives)} ({formats.as_of(r.as_of)})" for r in each(group))
        for _, group in rows.groupby(["region_code", "register"], sort=False)
    ]
    return "Grafik garis jumlah koperasi, terputus antar-register. " + "; ".join(parts) + "."


_ACTIVITY = {
    "cooperatives_active": ("Aktif", 0, "solid"),
    "cooperatives_inactive": ("Tidak aktif", 2, "dash"),
    "cooperatives_held_rat": ("Sudah RAT", 1, "dot"),
}


@card(
    "growth/activity",
    "Koperasi aktif, tidak aktif, dan RAT",
    "Koperasi yang dinyatakan aktif, tidak aktif, atau menyelenggarakan Rapat Anggota Tahunan (RAT) oleh sumbernya, "
    "pada tanggal terbitannya. Batas “tidak aktif” tidak seragam antarsumber.",
)
def activity(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Lines over time for one region; the newest figures side by side for several."""
    rows = answer.rows
    latest = rows.sort_values("as_of_date").groupby(["region_code", "indicator"], sort=False).tail(1)
    told = "; ".join(_activity_words(part) for _, part in latest.groupby("region_code", sort=False)) + "."
    said = told
    if rows["region_code"].nunique() > 1:
        active = latest[latest["indicator"] == "cooperatives_active"]
        said = (
            "Koperasi aktif. " + newest(active) if len(active) else "Tidak ada angka koperasi aktif untuk pilihan ini."
        )
        figure = _activity_by_region(ink, latest)
    else:
        figure = charts.lines(ink, _activity_lines(ink, rows))
        charts.key_qualities(figure, ink, quality_words(rows))
    return Drawing(said, f"Koperasi aktif, tidak aktif, dan RAT. {told}", figure)


def _activity_words(rows: pd.DataFrame) -> str:
    parts = [
        f"{_ACTIVITY[row.indicator][0].lower().replace('rat', 'RAT')} {formats.number(row.cooperatives)} "
        f"({formats.as_of(row.as_of)})"
        for row in each(rows)
    ]
    return f"{rows['region_name'].iloc[0]}: {formats.listed(parts)}"


def _activity_lines(ink: Ink, rows: pd.DataFrame) -> list[Line]:
    series = []
    for indicator, (name, colour, dash) in _ACTIVITY.items():
        found = rows[rows["indicator"] == indicator]
        newest_register = found[found["quality"] != "suspect"]["register"].tail(1).tolist()
        for register, part in found.groupby("register", sort=False):
            for shown in (part[part["quality"] != "suspect"], part[part["quality"] == "suspect"]):
                if not shown.empty:
                    sure = shown["quality"].iloc[0] != "suspect"
                    series.append(
                        Line(
                            name=name if sure and [register] == newest_register else "",
                            x=[day.date() for day in shown["as_of_date"]],
                            y=[float(value) for value in shown["cooperatives"]],
                            hover=[
                                f"<b>{formats.number(r.cooperatives)}</b> · {name} · {formats.as_of(r.as_of)}"
                                f"<br>{r.register_label} · angka {r.quality_label}"
                                for r in each(shown)
                            ],
                            colour=ink.categories[colour],
                            qualities=list(shown["quality"]),
                            labels=[formats.number(value) for value in shown["cooperatives"]],
                            dash=dash,
                            joined=sure,
                        )
                    )
    return series


def _activity_by_region(ink: Ink, latest: pd.DataFrame) -> go.Figure:
    order = list(dict.fromkeys(latest["region_code"]))
    names = dict(zip(latest["region_code"], latest["region_name"], strict=True))
    parts = []
    for indicator, (name, colour, _) in _ACTIVITY.items():
        found = latest[latest["indicator"] == indicator].set_index("region_code")
        values = [float(found["cooperatives"].get(code, 0)) for code in order]
        texts = [
            f"{formats.number(found['cooperatives'][code])} ({formats.as_of(found['as_of'][code])})"
            if code in found.index
            else ""
            for code in order
        ]
        parts.append(Part(name, values, texts, ink.categories[colour]))
    return charts.grouped(ink, [names[code] for code in order], parts, order)


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
    "Satu ukuran untuk 13 kabupaten/kota pada satu tanggal. Ukuran per 10.000 penduduk membagi dengan penduduk "
    "terdaftar 2025, satu-satunya hitungan yang ada untuk ke-13 wilayah; tanggalnya tidak sama dengan pembilangnya."
)
_REGENCY_UNMOVED = {
    "years": "Ukuran terbitan ini berlaku untuk satu tanggal; penyaring tahun tidak mengubahnya.",
    "pola": "Ukuran terbitan tidak dirinci menurut pola; pilih “jumlah dalam register” untuk memakai penyaring itu.",
    "cooperative_types": "Ukuran terbitan tidak dirinci menurut jenis koperasi; pilih “jumlah dalam register” untuk "
    "memakai penyaring itu.",
}


@card(
    "growth/regency_map",
    "Peta koperasi",
    _REGENCY_ABOUT,
    query="growth/by_regency",
    choices=(MEASURES,),
    switch={"register": "growth/registered"},
    unmoved=_REGENCY_UNMOVED,
)
def regency_map(answer: Answer, ink: Ink, filters: Filters) -> Drawing:
    """The tile map of the picked measure."""
    decimals = 2 if str(dict(filters.options)["measure"]).endswith("rate") else 0
    said = spread(answer.rows, decimals)
    return Drawing(said, f"Peta petak 13 kabupaten/kota. {said}", regency_tiles(ink, answer.rows, decimals))


@card(
    "growth/regency_bars",
    "Urutan kabupaten/kota",
    _REGENCY_ABOUT,
    query="growth/by_regency",
    choices=(MEASURES,),
    switch={"register": "growth/registered"},
    unmoved=_REGENCY_UNMOVED,
)
def regency_order(answer: Answer, ink: Ink, filters: Filters) -> Drawing:
    """The same measure as sorted bars."""
    decimals = 2 if str(dict(filters.options)["measure"]).endswith("rate") else 0
    return Drawing(
        top(answer.rows, decimals),
        "Diagram batang terurut. " + ranked(answer.rows, decimals),
        regency_bars(ink, answer.rows, decimals),
    )


_REGISTER_ABOUT = "Dihitung dari register; tahun adalah tahun badan hukum, dan yang tidak terisi disebut “Belum diisi”."


@card("growth/founded", "Koperasi berdiri per tahun", _REGISTER_ABOUT)
def founded(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Columns per year, the running total in words and in the hover."""
    rows = answer.rows
    peak, last = rows.iloc[rows["founded"].argmax()], rows.iloc[-1]
    figure = charts.columns(
        ink,
        [int(year) for year in rows["founded_year"]],
        [Part("Berdiri", [float(v) for v in rows["founded"]], [""] * len(rows), ink.categories[0])],
    )
    figure.data[0].hovertext = [
        f"<b>{r.founded_year}</b>: {formats.number(r.founded)} berdiri<br>seluruhnya {formats.number(r.founded_so_far)}"
        for r in each(rows)
    ]
    charts.mark(figure, ink, int(peak.founded_year), float(peak.founded), formats.number(peak.founded))
    said = (
        f"{formats.number(last.founded_so_far)} koperasi berdiri sampai {last.founded_year}; terbanyak pada "
        f"{peak.founded_year}, yaitu {formats.number(peak.founded)}." + _undated(rows)
    )
    return Drawing(said, f"Diagram batang koperasi berdiri per tahun. {said}", figure)


def _undated(rows: pd.DataFrame) -> str:
    undated = int(rows["undated"].iloc[0])
    return f" Tanggal berdiri {formats.number(undated)} koperasi belum diisi." if undated else ""


@card("growth/founded_so_far", "Koperasi berdiri, kumulatif", _REGISTER_ABOUT, query="growth/founded")
def founded_so_far(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """The running total as a step line."""
    rows = answer.rows
    first, last = rows.iloc[0], rows.iloc[-1]
    figure = ink.figure(height=360)
    figure.add_scatter(
        x=[int(year) for year in rows["founded_year"]],
        y=[int(value) for value in rows["founded_so_far"]],
        mode="lines",
        fill="tozeroy",
        line={"color": ink.categories[0], "width": 2.5, "shape": "hv"},
        hovertext=[f"{r.founded_year}: {formats.number(r.founded_so_far)}" for r in each(rows)],
        hoverinfo="text",
    )
    figure.update_yaxes(tickformat=",d")
    charts.mark(figure, ink, int(last.founded_year), float(last.founded_so_far), formats.number(last.founded_so_far))
    said = (
        f"Dari {formats.number(first.founded_so_far)} koperasi pada {first.founded_year} menjadi "
        f"{formats.number(last.founded_so_far)} pada {last.founded_year}." + _undated(rows)
    )
    return Drawing(said, f"Grafik garis kumulatif. {said}", figure)


def _composition(answer: Answer, ink: Ink, column: str, word: str) -> Drawing:
    rows = answer.rows
    first, whole = rows.iloc[0], int(rows["cooperatives"].sum())
    texts = [f"{formats.number(r.cooperatives)} ({formats.percent(r.share_pct)})" for r in each(rows)]
    figure = charts.bars(ink, list(rows[column]), [float(v) for v in rows["cooperatives"]], texts)
    said = (
        f"{first[column]} adalah {word} terbanyak: {formats.number(first.cooperatives)} dari {formats.number(whole)} "
        f"koperasi, atau {formats.percent(first.share_pct)}."
    )
    listing = formats.listed(f"{name} {text}" for name, text in zip(rows[column], texts, strict=True))
    return Drawing(said, f"Diagram batang menurut {word}: {listing}.", figure)


@card("growth/by_type", "Koperasi menurut jenis", _REGISTER_ABOUT)
def by_type(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Sorted bars by jenis."""
    return _composition(answer, ink, "cooperative_type", "jenis")


@card(
    "growth/by_group",
    "Koperasi menurut kelompok",
    _REGISTER_ABOUT + " Kopontren dikenali dari kelompok ini, bukan dari jenis.",
)
def by_group(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Sorted bars by kelompok."""
    return _composition(answer, ink, "cooperative_group", "kelompok")


@card("growth/by_status", "Koperasi menurut status dan kabupaten/kota", _REGISTER_ABOUT)
def by_status(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Stacked bars by regency, the largest first."""
    rows = answer.rows
    wide = rows.pivot_table(
        index=["regency_code", "regency_short"],
        columns="cooperative_status",
        values="cooperatives",
        aggfunc="sum",
    )
    wide = wide.fillna(0).loc[wide.sum(axis=1).sort_values(ascending=False).index]
    colours = {"Aktif": ink.categories[0], "Tidak Aktif": ink.categories[2]}
    parts = [
        Part(
            str(status),
            list(wide[status]),
            [formats.number(v) for v in wide[status]],
            colours.get(str(status), ink.muted),
            "" if status == "Aktif" else "/",
        )
        for status in wide.columns
    ]
    whole, inactive = (
        float(wide.to_numpy().sum()),
        float(wide["Tidak Aktif"].sum()) if "Tidak Aktif" in wide else 0.0,
    )
    said = (
        f"{formats.number(inactive)} dari {formats.number(whole)} koperasi tidak aktif, "
        f"atau {formats.percent(100 * inactive / whole)}."
    )
    shares = rows[rows["cooperative_status"] == "Tidak Aktif"].nlargest(3, "share_pct")
    detail = formats.listed(f"{r.regency_short} {formats.percent(r.share_pct)}" for r in each(shares))
    codes = [code for code, _ in wide.index]
    figure = charts.stacked(ink, [name for _, name in wide.index], parts, codes)
    return Drawing(said, f"Diagram batang bertumpuk aktif dan tidak aktif. {said} Tertinggi: {detail}.", figure)
