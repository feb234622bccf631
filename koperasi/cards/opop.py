"""Cakupan OPOP pesantren: published cohorts, names and legal entities, and the register of participants."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from koperasi.cards.card import Drawing, card
from koperasi.cards.old_parts import each, quality_words, regency_tiles
from koperasi.look import formats
from koperasi.look.charts import old as charts
from koperasi.look.charts.old import Part
from koperasi.look.columns import NOT_FILLED
from koperasi.look.ink import Ink
from koperasi.store import Answer, Filters

_NO_POLA = "Pesantren bukan koperasi dan tidak memiliki pola pengelolaan; penyaring pola tidak mengubah kartu ini."
_COHORT = "opop_pesantren"


@card(
    "opop/cohorts",
    "Peserta OPOP menurut kohort",
    "Pesantren yang dibina dalam program One Pesantren One Product (OPOP) pada satu tahun, di samping "
    "pesantren yang bergabung sebagai anggota dan belum tentu dibina. Kedua ukuran tidak dijumlahkan, dan "
    "tidak ada pertumbuhan yang dihitung di antaranya.",
    unmoved={
        "regencies": "Jumlah peserta terbit untuk provinsi saja, dan sebaran 25 pesantren kohort 2024 tidak "
        "diterbitkan; penyaring kabupaten/kota tidak mengubah kartu ini.",
        "pola": _NO_POLA,
    },
)
def cohorts(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Cohorts as full bars, members hatched in another colour below a line."""
    rows = answer.rows
    is_cohort = [indicator == _COHORT for indicator in rows["indicator"]]
    odd = quality_words(rows)
    labels = [
        f"Dibina, kohort {formats.as_of(as_of)}" if cohort else f"Anggota, {formats.as_of(as_of)}"
        for cohort, as_of in zip(is_cohort, rows["as_of"], strict=True)
    ]
    texts = [
        f"{formats.number(r.pesantren)} {'pesantren' if cohort else 'anggota'}"
        + (f", {odd[r.quality]}" if r.quality in odd else "")
        for cohort, r in zip(is_cohort, each(rows), strict=True)
    ]
    figure = charts.bars(
        ink,
        labels,
        [float(value) for value in rows["pesantren"]],
        texts,
        colours=[ink.categories[0] if cohort else ink.categories[2] for cohort in is_cohort],
        hollow=[not cohort for cohort in is_cohort],
    )
    figure.update_layout(height=60 + 44 * len(rows))
    figure.update_xaxes(range=[0, float(rows["pesantren"].max()) * 1.6])
    if 0 < sum(is_cohort) < len(rows):
        figure.add_hline(y=sum(is_cohort) - 0.5, line={"color": ink.soft_text, "width": 1, "dash": "dot"})
    listing = "; ".join(f"{label}: {text}" for label, text in zip(labels, texts, strict=True))
    alt = f"Diagram batang dengan dua ukuran yang terpisah, pesantren dibina dan anggota. {listing}."
    return Drawing(_cohort_finding(rows), alt, figure)


def _cohort_finding(rows: pd.DataFrame) -> str:
    sure = rows[rows["quality"] != "suspect"]
    chosen, joined = sure[sure["indicator"] == _COHORT], sure[sure["indicator"] != _COHORT]
    chosen_words = formats.listed(
        f"{formats.number(r.pesantren)}{'' if place else ' pesantren'} pada {formats.as_of(r.as_of)}"
        for place, r in enumerate(each(chosen))
    )
    joined_words = formats.listed(f"{formats.number(r.pesantren)} ({formats.as_of(r.as_of)})" for r in each(joined))
    if chosen.empty and joined.empty:
        return "Hanya ada angka yang diragukan; lihat tabel dan catatannya."
    if joined.empty:
        return f"OPOP membina {chosen_words}."
    if chosen.empty:
        return f"Pesantren anggota OPOP: {joined_words}. Anggota belum tentu dibina."
    return f"OPOP membina {chosen_words}. Jumlah anggota, {joined_words}, adalah ukuran lain, bukan tambahannya."


_COVERAGE_ABOUT = (
    "Pesantren kohort OPOP 2023 yang disebut namanya, dibagi pesantren dalam salinan register PDPP Kemenag "
    "Juli 2021. Kedua tanggal berbeda, dan tidak semua nama ditemukan di PDPP. Nol berarti tidak satu pun "
    "dari sepuluh nama berasal dari wilayah itu."
)
_COVERAGE_UNMOVED = {
    "years": "Cakupan menghubungkan dua keadaan tetap, pesantren Juli 2021 dan nama peserta 2023; "
    "penyaring tahun tidak mengubahnya.",
    "pola": _NO_POLA,
}


@card(
    "opop/coverage_map",
    "Peta cakupan OPOP",
    _COVERAGE_ABOUT,
    query="opop/coverage",
    unmoved=_COVERAGE_UNMOVED,
)
def coverage_map(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """The tile map; a regency without a participant is left blank instead of light."""
    rows = answer.rows
    figure = regency_tiles(ink, rows, 1, "%")
    tiles = figure.data[0]
    blank = list((rows["participants_named"] == 0) & rows["pesantren"].notna() & rows["is_selected"])
    fills = [ink.paper if empty else fill for empty, fill in zip(blank, tiles.marker.color, strict=True)]
    inks = [ink.text if empty else colour for empty, colour in zip(blank, tiles.textfont.color, strict=True)]
    tiles.update(marker={"color": fills}, textfont={"color": inks})
    tiles.update(hovertext=[f"{r.regency_short}: {_covered(r)}" for r in each(rows)])
    said = _coverage_words(rows) if not rows["is_selected"].all() else _coverage_top(rows)
    return Drawing(said, f"Peta petak 13 kabupaten/kota. {said} {_without(rows)}", figure)


@card("opop/coverage", "Cakupan OPOP per kabupaten/kota", _COVERAGE_ABOUT, unmoved=_COVERAGE_UNMOVED)
def coverage(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """The same shares as sorted bars, with the two counts behind each."""
    rows = answer.rows
    ordered = rows.sort_values("measure_value", ascending=False, na_position="last", kind="stable")
    some = not rows["is_selected"].all()
    figure = charts.bars(
        ink,
        list(ordered["regency_short"]),
        [None if pd.isna(value) else float(value) for value in ordered["measure_value"]],
        [f"<b>{_covered(r)}</b>" if r.is_selected and some else _covered(r) for r in each(ordered)],
        codes=list(ordered["regency_code"]),
        colours=[ink.categories[0] if selected else ink.muted for selected in ordered["is_selected"]],
    )
    figure.update_xaxes(range=[0, float(rows["measure_value"].max() or 1) * 2.5])
    said = _without(rows)
    if 0 < rows["is_selected"].sum() <= 3:
        said = f"{_coverage_words(rows)} {said}"
    listing = "; ".join(f"{r.regency_short} {_covered(r)}" for r in each(ordered))
    return Drawing(said, f"Diagram batang terurut. {listing}. {_without(rows)}", figure)


def _covered(row: Any) -> str:
    """ "33,3% (5 dari 15)"."""
    if pd.isna(row.coverage_pct):
        return charts.UNKNOWN
    counts = f"{formats.number(row.participants_named)} dari {formats.number(row.pesantren)}"
    return f"{formats.number(row.coverage_pct, 1)}% ({counts})"


def _coverage_top(rows: pd.DataFrame) -> str:
    known = rows[rows["coverage_pct"].notna()]
    high = known[known["coverage_pct"] == known["coverage_pct"].max()]
    words = formats.listed(f"{r.regency_short} {_covered(r)}" for r in each(high.head(3)))
    cohort = rows["participants_as_of"].iloc[0]
    named, whole = int(rows["participants_named"].sum()), int(known["pesantren"].sum())
    share = f", atau {formats.number(100 * named / whole, 1)}%" if len(known) == len(rows) else ""
    return (
        f"Cakupan tertinggi: {words}. Seluruhnya {formats.number(named)} peserta kohort {cohort} dibanding "
        f"{formats.number(whole)} pesantren{share}."
    )


def _coverage_words(rows: pd.DataFrame) -> str:
    picked = rows[rows["is_selected"]].sort_values("coverage_pct", ascending=False, kind="stable")
    words = [f"{r.regency_short} {_covered(r)}" for r in each(picked)]
    rest = [f"{len(words) - 3} lainnya"] if len(words) > 3 else []
    return f"Cakupan OPOP: {formats.listed([*words[:3], *rest])}."


def _without(rows: pd.DataFrame) -> str:
    """Where no participant was named, among what was picked."""
    picked = rows[rows["is_selected"]]
    none = picked[picked["participants_named"] == 0]
    cohort = f"peserta kohort {rows['participants_as_of'].iloc[0]}"
    if len(picked) < len(rows):
        names = formats.listed(none["regency_short"])
        return f"Tanpa {cohort}: {names}." if names else f"Semua yang dipilih memiliki {cohort}."
    covered = f"{cohort.capitalize()} ada di {len(picked) - len(none)} dari {len(picked)} kabupaten/kota"
    return f"{covered}; tidak ada di {formats.listed(none['regency_short'])}." if len(none) else f"{covered}."


@card(
    "opop/named",
    "Pesantren peserta OPOP 2023",
    "Sepuluh pesantren kohort 2023 yang diumumkan dengan nama pada Februari 2023. Ejaan mengikuti PDPP bila "
    "pesantren ditemukan di sana. Nama dan sebaran kohort 2024 tidak diterbitkan.",
    unmoved={
        "years": "Nama peserta hanya terbit untuk kohort 2023; penyaring tahun tidak mengubah kartu ini.",
        "pola": _NO_POLA,
    },
)
def named(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """One cell per pesantren with its name in it, by regency."""
    rows = answer.rows
    said = _named_words(rows)
    missing = _unnamed(rows)
    listing = "; ".join(
        f"{part['regency_short'].iloc[0]}: {formats.listed(part['pesantren_name'])}"
        for _, part in rows[rows["pesantren_name"].notna()].groupby("regency_code", sort=False)
    )
    alt = " ".join(
        filter(None, ["Daftar nama menurut kabupaten/kota.", f"{listing}." if listing else "", said, missing])
    )
    return Drawing(f"{said} {missing}".strip(), alt, _name_cells(ink, rows))


def _named_words(rows: pd.DataFrame) -> str:
    places = rows.drop_duplicates("regency_code")
    having, without = places[places["participants_named"] > 0], places[places["participants_named"] == 0]
    cohort = f"pesantren kohort {rows['cohort_year'].iloc[0]}"
    if having.empty:
        return f"Tidak ada {cohort} di {_places(without)}."
    said = f"{formats.number(rows['pesantren_name'].count())} {cohort} disebut namanya, di {_places(having)}"
    return f"{said}; tidak ada di {_places(without)}." if len(without) else f"{said}."


def _places(rows: pd.DataFrame) -> str:
    return formats.listed(rows["regency_short"]) if len(rows) <= 3 else f"{len(rows)} kabupaten/kota"


def _unnamed(rows: pd.DataFrame) -> str:
    year, count = rows["unnamed_cohort_year"].iloc[0], rows["unnamed_participants"].iloc[0]
    return "" if pd.isna(year) else f"Nama {formats.number(count)} pesantren kohort {int(year)} tidak diterbitkan."


def _name_cells(ink: Ink, rows: pd.DataFrame) -> go.Figure:
    starts = rows["regency_code"] != rows["regency_code"].shift()
    # a gap before each regency, so that its cells read as one block
    rows = rows.assign(place=[float(place) for place in range(len(rows))] + 0.3 * starts.cumsum())
    is_name = list(rows["pesantren_name"].notna())
    texts = [name if known else "0 – tidak ada" for name, known in zip(rows["pesantren_name"], is_name, strict=True)]
    bottom = float(rows["place"].iloc[-1])
    figure = charts.blank(ink, height=round(30 + 38 * (bottom + 1)))
    figure.add_bar(
        x=[1] * len(rows),
        y=list(rows["place"]),
        width=0.92,
        orientation="h",
        text=[charts.wrap(str(text), 30) for text in texts],
        textposition="inside",
        insidetextanchor="start",
        textangle=0,
        constraintext="none",
        textfont={"color": [charts.readable(ink.categories[0]) if known else ink.text for known in is_name]},
        marker={
            "color": [ink.categories[0] if known else ink.paper for known in is_name],
            "line": {"color": ink.soft_text, "width": [0 if known else 1 for known in is_name]},
        },
        customdata=list(rows["regency_code"]),
        hovertext=[f"{text}, {name}" for text, name in zip(texts, rows["regency_short"], strict=True)],
        hoverinfo="text",
    )
    heads = rows.groupby("regency_code", sort=False).agg(
        name=("regency_short", "first"), count=("participants_named", "first"), place=("place", "mean")
    )
    figure.update_xaxes(visible=False, range=[0, 1])
    figure.update_yaxes(
        tickvals=list(heads["place"]),
        ticktext=[charts.wrap(f"{r.name} ({r.count})", 16) for r in each(heads)],
        range=[bottom + 0.6, -0.3],
        showgrid=False,
        rangemode="normal",
        tickfont={"color": ink.text},
    )
    return figure


_LEGAL = {
    "kopontren_legal_entity": "sudah",
    "kopontren_legal_entity_target": "baru akan",
}


@card(
    "opop/legal_entities",
    "Badan hukum koperasi pesantren menurut dua sumber",
    "Koperasi pondok pesantren (kopontren) yang menurut satu sumber sudah berbadan hukum, dan menurut sumber "
    "lain baru akan memperolehnya pada 2024. Keduanya terbit Oktober 2024 dan saling bertentangan; dasbor "
    "ini tidak memilih salah satu.",
    unmoved={
        "years": "Kedua pernyataan terbit pada bulan yang sama; penyaring tahun tidak mengubah kartu ini.",
        "pola": "Sumber tidak merinci kopontren menurut pola pengelolaan; penyaring pola tidak mengubahnya.",
    },
)
def legal_entities(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """One bar per source; what is only planned is hatched."""
    rows = answer.rows
    printed = [[r.publisher, *([] if pd.isna(r.same_in) else [r.same_in])] for r in each(rows)]
    odd = quality_words(rows)
    labels = [
        f"{_LEGAL[r.indicator].capitalize()} berbadan hukum, menurut {formats.listed(names)}"
        + (f" (angka {odd[r.quality]})" if r.quality in odd else "")
        for r, names in zip(each(rows), printed, strict=True)
    ]
    texts = [formats.number(value) for value in rows["kopontren"]]
    planned = [indicator == "kopontren_legal_entity_target" for indicator in rows["indicator"]]
    figure = charts.bars(
        ink,
        labels,
        [float(value) for value in rows["kopontren"]],
        texts,
        colours=[ink.categories[2] if plan else ink.categories[0] for plan in planned],
        hollow=planned,
    )
    figure.update_layout(height=30 + 96 * len(rows))
    figure.update_xaxes(range=[0, float(rows["kopontren"].max()) * 1.4])
    claims = [
        f"{formats.number(r.kopontren)} {'' if place else 'kopontren '}{_LEGAL[r.indicator]} "
        f"{'' if place else 'berbadan hukum '}menurut {r.publisher}"
        for place, r in enumerate(each(rows))
    ]
    clash = " Keduanya bertentangan; dasbor ini tidak memilih." if rows["indicator"].nunique() > 1 else ""
    said = f"{'; '.join(claims)}.{clash}"
    listing = "; ".join(f"{label}: {text}" for label, text in zip(labels, texts, strict=True))
    return Drawing(said, f"Diagram batang satu batang per sumber. {listing}.{clash}", figure)


_REGISTER_ABOUT = "Dihitung dari register peserta OPOP; tahun adalah tahun kohort. "
_REGISTER_UNMOVED = {
    "pola": "Register peserta OPOP mencatat pesantren, bukan koperasi, jadi tidak memuat pola pengelolaan; "
    "penyaring pola tidak mengubah kartu ini.",
}
_NOBODY = "Tidak ada peserta OPOP dalam register untuk wilayah dan kohort yang dipilih."
_LEGAL_BODY = "Berbadan hukum"
_BLANK = "Belum diisi"


@card(
    "opop/stages",
    "Tahap badan hukum kopontren peserta",
    _REGISTER_ABOUT
    + "Tahap adalah yang terakhir dicapai koperasi pesantren (kopontren) tiap peserta menuju badan hukum.",
    unmoved=_REGISTER_UNMOVED,
)
def stages(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Stages in the order of the process, stacked by cohort."""
    rows = answer.rows.assign(cohort=[_cohort(year) for year in answer.rows["cohort_year"]])
    if not rows["participants"].sum():
        return Drawing(_NOBODY, _NOBODY, None)
    order, groups = list(dict.fromkeys(rows["stage"])), list(dict.fromkeys(rows["cohort"]))
    counts = rows.set_index(["stage", "cohort"])["participants"].astype(int)
    by_stage, by_cohort = counts.groupby("stage").sum(), counts.groupby("cohort").sum()
    parts = [
        Part(
            cohort.capitalize(),
            [float(counts[stage, cohort]) for stage in order],
            [formats.number(counts[stage, cohort]) if counts[stage, cohort] else "" for stage in order],
            ink.categories[place % len(ink.categories)],
            ("", "/", "x", ".")[place // len(ink.categories) % 4],
        )
        for place, cohort in enumerate(groups)
    ]
    figure = charts.stacked(ink, [f"{stage} ({formats.number(by_stage[stage])})" for stage in order], parts)
    figure.update_layout(height=90 + 40 * len(order))
    done = int(by_stage.get(_LEGAL_BODY, 0))
    detail = [
        f"{counts[_LEGAL_BODY, cohort]} dari {by_cohort[cohort]} pada {cohort}"
        for cohort in groups
        if by_cohort[cohort]
    ]
    more = f": {formats.listed(detail[-3:])}" if len(detail) > 1 else ""
    said = f"{done} dari {counts.sum()} kopontren peserta OPOP sudah berbadan hukum{more}."
    listing = "; ".join(
        f"{stage} {by_stage[stage]} (" + ", ".join(f"{cohort}: {counts[stage, cohort]}" for cohort in groups) + ")"
        for stage in order
    )
    return Drawing(said, f"Diagram batang bertumpuk menurut tahap, dari awal sampai akhir. {listing}.", figure)


def _cohort(year: Any) -> str:
    return f"kohort {NOT_FILLED}" if pd.isna(year) else f"kohort {int(year)}"


@card(
    "opop/products",
    "Peserta OPOP menurut kelompok produk",
    _REGISTER_ABOUT + "Tiap peserta memiliki satu kelompok produk; yang tidak terisi disebut “Belum diisi”.",
    unmoved=_REGISTER_UNMOVED,
)
def products(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Sorted bars by product group."""
    rows = answer.rows
    whole = int(rows["participants"].sum())
    if not whole:
        return Drawing(_NOBODY, _NOBODY, None)
    texts = [f"{formats.number(r.participants)} ({formats.percent(r.share_pct)})" for r in each(rows)]
    blank = [group == _BLANK for group in rows["product_group"]]
    figure = charts.bars(
        ink,
        list(rows["product_group"]),
        [float(value) for value in rows["participants"]],
        texts,
        colours=[ink.muted if empty else ink.categories[0] for empty in blank],
        hollow=blank,
    )
    figure.update_xaxes(range=[0, float(rows["participants"].max()) * 1.7])
    filled = rows[rows["product_group"] != _BLANK]
    first = filled[filled["participants"] == filled["participants"].max()]
    if not first["participants"].sum():
        first = rows[rows["product_group"] == _BLANK]
    apiece = "masing-masing " if len(first) > 1 else ""
    said = (
        f"Kelompok produk terbanyak: {formats.listed(first['product_group'])}, {apiece}"
        f"{formats.number(first['participants'].iloc[0])} dari {formats.number(whole)} peserta, "
        f"atau {formats.percent(first['share_pct'].iloc[0])}."
    )
    listing = formats.listed(f"{name} {text}" for name, text in zip(rows["product_group"], texts, strict=True))
    return Drawing(said, f"Diagram batang menurut kelompok produk: {listing}.", figure)


@card(
    "opop/turnover",
    "Omzet peserta OPOP menurut kelompok produk",
    _REGISTER_ABOUT
    + "Jumlah dan median dihitung atas omzet yang diisi, termasuk yang nol; yang belum diisi tidak ikut "
    "dihitung dan disebut banyaknya.",
    unmoved=_REGISTER_UNMOVED,
)
def turnover(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Sum and median side by side; zeros and blanks are counted in the label."""
    rows = answer.rows
    if not rows["participants"].sum():
        return Drawing(_NOBODY, _NOBODY, None)
    labels = [f"{r.product_group}: {_filled(r)}" for r in each(rows)]
    totals = [_total_text(r) for r in each(rows)]
    medians = ["" if pd.isna(value) else formats.rupiah(float(value)) for value in rows["turnover_median"]]
    figure = charts.grouped(
        ink,
        labels,
        [
            Part("Jumlah omzet", _amounts(rows["turnover_total"]), totals, ink.categories[0]),
            Part("Median per peserta", _amounts(rows["turnover_median"]), medians, ink.categories[1]),
        ],
    )
    # a zero keeps its hairline; what nobody filled in gets none
    figure.data[0].marker.line.width = [0 if pd.isna(value) else 1 for value in rows["turnover_total"]]
    figure.update_layout(height=76 + 72 * len(rows))
    figure.update_yaxes(
        ticktext=[
            f"{charts.wrap(r.product_group, 24)}<br>{_filled(r).replace(' peserta, ', ' peserta,<br>')}"
            for r in each(rows)
        ]
    )
    figure.update_xaxes(range=[0, max(*_amounts(rows["turnover_total"]), 1.0) * 2.4])
    listing = "; ".join(
        f"{label}, jumlah {total}" + (f", median {median}" if median else "")
        for label, total, median in zip(labels, totals, medians, strict=True)
    )
    return Drawing(_turnover_finding(rows), f"Diagram batang jumlah dan median omzet. {listing}.", figure)


def _amounts(values: pd.Series) -> list[float]:
    return [0.0 if pd.isna(value) else float(value) for value in values]


def _filled(row: Any) -> str:
    """ "15 peserta, 3 nol, 2 belum diisi"."""
    words = [f"{formats.number(row.participants)} peserta"]
    if row.participants_zero:
        words.append(f"{formats.number(row.participants_zero)} nol")
    if row.participants_blank:
        words.append(f"{formats.number(row.participants_blank)} {NOT_FILLED}")
    return ", ".join(words)


def _total_text(row: Any) -> str:
    if not row.participants:
        return "tidak ada peserta"
    total = row.turnover_total
    return NOT_FILLED if pd.isna(total) else formats.rupiah(float(total))


def _turnover_finding(rows: pd.DataFrame) -> str:
    whole, zero, blank = (int(rows[name].sum()) for name in ("participants", "participants_zero", "participants_blank"))
    known = rows[rows["turnover_total"].notna()]
    if known.empty:
        return f"Omzet {NOT_FILLED} untuk semua peserta ({formats.number(whole)})."
    words = [f"{formats.number(zero)} beromzet nol"] if zero else []
    words += [f"{formats.number(blank)} {NOT_FILLED}"] if blank else []
    rest = f"Dari {formats.number(whole)} peserta, {formats.listed(words)}." if words else "Omzet semua peserta terisi."
    named = known[known["product_group"] != _BLANK]
    first = (known if named.empty else named).iloc[0]
    total, median = formats.rupiah(float(first.turnover_total)), formats.rupiah(float(first.turnover_median))
    return f"Omzet terbesar: {first.product_group}, {total} (median {median}). {rest}"
