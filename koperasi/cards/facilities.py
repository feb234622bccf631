"""The 30% rule: what it says and covers, and the register of facilities against it.

Space for small firms is judged in queries/tables/facilities.sql; nothing here decides what is compliant.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from koperasi.cards.card import Drawing, card
from koperasi.cards.old_parts import each, text_cells
from koperasi.look import formats
from koperasi.look.charts import old as charts
from koperasi.look.charts.old import Part
from koperasi.look.ink import Ink
from koperasi.store import Answer, Filters

_LISTED = 10
_NO_POLA = {"pola": "Ruang usaha tidak memiliki pola pengelolaan koperasi; penyaring pola tidak mengubah kartu ini."}
_STATE_ONLY = _NO_POLA | {
    "years": "Register memuat keadaan pemeriksaan terakhir tiap fasilitas; penyaring tahun tidak mengubah kartu ini."
}
_RULE_ONLY = _NO_POLA | {
    "regencies": "Aturan berlaku untuk semua wilayah; penyaring kabupaten/kota tidak mengubah kartu ini.",
    "years": "Kartu ini menunjukkan status aturan terakhir yang ditemukan; penyaring tahun tidak mengubahnya.",
}
_ABOUT = (
    "Area komersial bagi usaha mikro dan kecil (UMK) dibagi seluruh area komersial fasilitas. Tepat 30% memenuhi; "
    "persen dibulatkan ke bawah. Yang belum diukur tidak dihitung memenuhi maupun kurang. Hotel dan waralaba hanya ada "
    "dalam rencana pergub, jadi belum wajib."
)
_NOTHING = "Tidak ada fasilitas dalam register untuk wilayah yang dipilih."


@card(
    "programs/rules",
    "Aturan 30% ruang bagi usaha mikro dan kecil",
    "Tiga aturan yang disebut sumber dan statusnya. Hanya PP 7/2021 yang terbukti berlaku: Pasal 60 tentang ruang dan "
    "Pasal 67 tentang sewa, paling tinggi 30% dari sewa komersial. Hotel dan waralaba tidak ada dalam daftar PP itu.",
    unmoved=_RULE_ONLY,
)
def rules(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """One box per rule; hollow where the rule is not proven to be in force."""
    rows = answer.rows
    heads = [f"{r.rule_short}: {r.rule_state}" for r in each(rows)]
    texts = [f"Cakupan: {r.rule_covers}." for r in each(rows)]
    in_force = [state == "berlaku" for state in rows["rule_state"]]
    figure = text_cells(ink, heads, texts, hollow=[not force for force in in_force])
    valid = formats.listed(rows[in_force]["rule_number"])
    waiting = "; ".join(f"{r.rule_short.lower()} {r.rule_state}" for r in each(rows[[not force for force in in_force]]))
    said = f"{valid} berlaku; {waiting}. Hotel dan waralaba hanya disebut dalam pengumuman pergub, tidak dalam PP."
    listing = " ".join(f"{head}. {r.rule_title}. {t}" for head, r, t in zip(heads, each(rows), texts, strict=True))
    return Drawing(said, f"Daftar aturan dan statusnya. {listing}", figure)


@card(
    "programs/public_infrastructure",
    "Ruang UMKM di infrastruktur publik secara nasional",
    "Pemantauan kementerian untuk seluruh Indonesia pada 2022, sebagai konteks. Angka ini menghitung hal lain daripada "
    "register fasilitas di halaman ini dan tidak dibandingkan dengannya; batas sewa belum terpenuhi menurut sumbernya.",
    unmoved=_NO_POLA | {"regencies": "Angka nasional; penyaring kabupaten/kota tidak mengubah kartu ini."},
)
def public_infrastructure(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """The realised share above the required one; the area in words."""
    rows = answer.rows
    shares = rows[rows["unit"] == "persen"]
    required = shares["indicator"] == "public_facility_umk_space_pct"
    labels = [
        "Paling sedikit menurut PP 7/2021" if least else f"Realisasi {formats.as_of(as_of)}"
        for least, as_of in zip(required, shares["as_of"], strict=True)
    ]
    texts = [formats.percent(value) for value in shares["figure_value"]]
    figure = charts.bars(
        ink,
        labels,
        [float(value) for value in shares["figure_value"]],
        texts,
        colours=[ink.categories[2] if least else ink.categories[0] for least in required],
        hollow=list(required),
    )
    figure.update_layout(height=260)
    share, area = (
        next(each(rows[rows["indicator"] == f"public_infrastructure_umkm_{n}"])) for n in ("share_pct", "area")
    )
    said = (
        f"Nasional {formats.as_of(share.as_of)}: {formats.percent(share.figure_value)} area infrastruktur publik, "
        f"{formats.number(area.figure_value)} m², untuk UMKM. Bukan angka Kalimantan Selatan dan tidak sebanding "
        "dengan register fasilitas."
    )
    listing = "; ".join(f"{label}: {text}" for label, text in zip(labels, texts, strict=True))
    return Drawing(said, f"Diagram batang. {listing}. {said}", figure)


def _counts(rows: pd.DataFrame) -> str:
    """ "19 dari 58 fasilitas terukur memenuhi 30%"."""
    measured = rows[rows["compliance"] != "belum diukur"]
    good = int((measured["compliance"] == "memenuhi").sum())
    return f"{formats.number(good)} dari {formats.number(len(measured))}"


_MARKS = (("memenuhi", 0, "circle"), ("kurang", 3, "x"))


@card("programs/facility_share", "Bagian ruang UMK tiap fasilitas", _ABOUT, unmoved=_STATE_ONLY)
def facility_share(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """One mark per measured facility, by kind, beside the required share."""
    rows = answer.rows
    required = float(rows["required_pct"].iloc[0])
    exact = rows[
        (rows["compliance"] == "memenuhi") & (rows["small_firms_m2"] * 100 == rows["commercial_m2"] * required)
    ]
    unmeasured = int((rows["compliance"] == "belum diukur").sum())
    said = (
        f"{_counts(rows)} fasilitas terukur menyediakan sedikitnya {formats.percent(required)}"
        f"{f'; {unmeasured} belum diukur' if unmeasured else ''}. "
        f"Di antara jenis yang disebut PP 7/2021: {_counts(rows[rows['in_pp7'].astype(bool)])}."
    )
    if len(exact):
        said += f" Tepat {formats.percent(required)}: {len(exact)}, terhitung memenuhi."
    kinds = [
        f"{kind}: {_counts(part)} memenuhi, terendah {formats.percent(part['space_pct'].min())}, "
        f"tertinggi {formats.percent(part['space_pct'].max())}"
        for kind, part in rows[rows["space_pct"].notna()].groupby("facility_kind", sort=False)
    ]
    return Drawing(said, f"Diagram titik menurut jenis. {'; '.join(kinds)}. {said}", _share_marks(ink, rows, required))


def _share_marks(ink: Ink, rows: pd.DataFrame, required: float) -> go.Figure:
    kinds = list(dict.fromkeys(rows["facility_kind"]))
    by_kind = rows["facility_kind"].map(kinds.index)
    # facilities of one kind are spread over five heights, so that equal shares do not hide one another
    height = by_kind + (rows.groupby("facility_kind").cumcount() % 5 - 2) * 0.13
    figure = charts.blank(ink, height=130 + 54 * len(kinds), showlegend=True)
    for name, colour, symbol in _MARKS:
        part = rows[rows["compliance"] == name]
        figure.add_scatter(
            x=[float(value) for value in part["space_pct"]],
            y=[float(value) for value in height[part.index]],
            mode="markers",
            name=f"{name.capitalize()} ({len(part)})",
            marker={"symbol": symbol, "size": 10, "color": ink.categories[colour]},
            hovertext=[
                f"{r.facility_name}, {r.regency_short}: {formats.percent(r.space_pct)} "
                f"({formats.number(r.small_firms_m2)} dari {formats.number(r.commercial_m2)} m²)"
                for r in each(part)
            ],
            hoverinfo="text",
        )
    figure.add_vline(x=required, line={"color": ink.text, "width": 1.5, "dash": "dash"})
    biggest = float(rows["space_pct"].max()) if rows["space_pct"].notna().any() else required
    figure.update_xaxes(range=[-2, max(biggest, required) * 1.08], ticksuffix="%", rangemode="normal")
    names = []
    for kind in kinds:
        part = rows[rows["facility_kind"] == kind]
        unmeasured = int((part["compliance"] == "belum diukur").sum())
        names.append(f"{kind} ({len(part)})" + (f"<br>{unmeasured} belum diukur" if unmeasured else ""))
    figure.update_yaxes(
        tickvals=list(range(len(kinds))),
        ticktext=names,
        range=[len(kinds) - 0.5, -0.5],
        rangemode="normal",
        tickfont={"color": ink.text},
    )
    return figure


_COMPLIANCE = (
    ("facilities_compliant", "Memenuhi", 0, ""),
    ("facilities_short", "Kurang", 3, "/"),
    ("facilities_unmeasured", "Belum diukur", None, ""),
)


def _compliance_bars(ink: Ink, rows: pd.DataFrame, labels: list[str], codes: list[str] | None = None) -> go.Figure:
    parts = [
        Part(
            name,
            [float(value) for value in rows[column]],
            [formats.number(value) if value else "" for value in rows[column]],
            ink.muted if colour is None else ink.categories[colour],
            hatch,
        )
        for column, name, colour, hatch in _COMPLIANCE
    ]
    figure = charts.stacked(ink, labels, parts, codes)
    figure.update_layout(height=100 + 36 * len(rows))
    return figure


def _compliance_words(row: Any) -> str:
    return (
        f"{row.facilities_compliant} memenuhi, {row.facilities_short} kurang, {row.facilities_unmeasured} belum diukur"
    )


def _measured(rows: pd.DataFrame) -> str:
    good = int(rows["facilities_compliant"].sum())
    return f"{formats.number(good)} dari {formats.number(good + int(rows['facilities_short'].sum()))}"


@card(
    "programs/facility_by_kind",
    "Pemenuhan 30% menurut jenis fasilitas",
    _ABOUT + " Garis titik-titik memisahkan jenis yang disebut PP 7/2021 dari yang tidak.",
    unmoved=_STATE_ONLY,
)
def facility_by_kind(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Stacked by state, the kinds named in force above the line."""
    rows = answer.rows
    if not rows["facilities"].sum():
        return Drawing(_NOTHING, _NOTHING, None)
    named = rows["in_pp7"].astype(bool)
    labels = [f"{r.facility_kind} ({formats.number(r.facilities)})" for r in each(rows)]
    figure = _compliance_bars(ink, rows, labels)
    figure.add_hline(y=int(named.sum()) - 0.5, line={"color": ink.soft_text, "width": 1, "dash": "dot"})
    parts = [
        f"{kind}: {_measured(part)} fasilitas terukur memenuhi"
        for kind, part in (
            ("Jenis yang disebut PP 7/2021", rows[named]),
            ("Jenis lain, yang belum wajib atau belum dipastikan", rows[~named]),
        )
        # "0 dari 0" says nothing
        if part[["facilities_compliant", "facilities_short"]].to_numpy().sum()
    ]
    said = f"{'. '.join(parts) or 'Tidak ada fasilitas yang terukur'}."
    listing = "; ".join(
        f"{label}, {r.rule_label}: {_compliance_words(r)}" for label, r in zip(labels, each(rows), strict=True)
    )
    return Drawing(said, f"Diagram batang bertumpuk menurut jenis. {listing}.", figure)


@card(
    "programs/facility_by_regency",
    "Pemenuhan 30% menurut kabupaten/kota",
    _ABOUT + " Angka jenis yang disebut PP 7/2021 saja ada di tabel.",
    unmoved=_STATE_ONLY,
)
def facility_by_regency(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Stacked by state, most facilities first; a click picks the regency."""
    rows = answer.rows
    if not rows["facilities"].sum():
        return Drawing(_NOTHING, _NOTHING, None)
    labels = [f"{r.regency_short} ({formats.number(r.facilities)})" for r in each(rows)]
    figure = _compliance_bars(ink, rows, labels, list(rows["regency_code"]))
    pp7 = int(rows["pp7_facilities"].sum() - rows["pp7_unmeasured"].sum())
    lacking = rows.sort_values("missing_m2_sum", ascending=False, kind="stable").iloc[0]
    said = (
        f"{_measured(rows)} fasilitas terukur memenuhi, dan {int(rows['pp7_compliant'].sum())} dari {pp7} yang "
        "jenisnya disebut PP 7/2021."
    )
    if lacking.missing_m2_sum:
        said += f" Kekurangan terbesar: {lacking.regency_short}, {formats.number(lacking.missing_m2_sum)} m²."
    listing = "; ".join(f"{label}: {_compliance_words(r)}" for label, r in zip(labels, each(rows), strict=True))
    return Drawing(said, f"Diagram batang bertumpuk menurut kabupaten/kota. {listing}.", figure)


@card(
    "programs/facility_missing",
    "Fasilitas yang kurang dari 30% dan kekurangannya",
    _ABOUT + " Kekurangan adalah meter persegi utuh yang harus ditambah agar mencapai 30%.",
    unmoved=_STATE_ONLY,
)
def facility_missing(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """The largest gaps as bars; the others stand in the table."""
    rows = answer.rows
    shown = rows.head(_LISTED)
    labels = [f"{r.facility_name}, {r.regency_short}" for r in each(shown)]
    texts = [f"{formats.number(r.missing_m2)} m²" for r in each(shown)]
    named = [bool(value) for value in shown["in_pp7"]]
    figure = charts.bars(
        ink,
        labels,
        [float(value) for value in shown["missing_m2"]],
        texts,
        colours=[ink.categories[0] if force else ink.categories[3] for force in named],
        hollow=[not force for force in named],
    )
    # names in one line: two lines would run into the next row of the picture
    figure.update_yaxes(ticktext=labels)
    figure.update_xaxes(range=[0, float(shown["missing_m2"].max()) * 2])
    # nothing is drawn by these two: they only name the two looks
    for name, force in (("jenis disebut PP 7/2021", True), ("jenis lain", False)):
        colour = ink.categories[0 if force else 3]
        pattern = {"shape": "" if force else "/", "fgcolor": colour, "bgcolor": ink.paper, "size": 6, "solidity": 0.4}
        marker = {"color": colour, "line": {"color": colour, "width": 1}, "pattern": pattern}
        figure.add_bar(x=[None], y=[None], orientation="h", name=name, marker=marker)
    figure.data[0].showlegend = False
    figure.update_layout(height=80 + 32 * len(shown), showlegend=True, barmode="overlay")
    rest = f"; gambar memuat {len(shown)} terbesar, selebihnya di tabel" if len(rows) > len(shown) else ""
    in_force = rows[rows["in_pp7"].astype(bool)]
    said = (
        f"{len(rows)} fasilitas kurang, seluruhnya {formats.number(rows['missing_m2'].sum())} m²; {len(in_force)} di "
        f"antaranya jenis yang disebut PP 7/2021 ({formats.number(in_force['missing_m2'].sum())} m²){rest}."
    )
    listing = "; ".join(
        f"{label} {text} (kini {formats.percent(r.space_pct)}, {r.rule_label})"
        for label, text, r in zip(labels, texts, each(shown), strict=True)
    )
    return Drawing(said, f"Diagram batang kekurangan ruang, yang tidak disebut PP diarsir. {listing}.", figure)
