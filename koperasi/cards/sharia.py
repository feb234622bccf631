"""Peringkat koperasi syariah: the published round, the register's ratings, health apart from them, the terms.

Rating (AAA to BBB), health predicate, NIK grade and SIMKOPDES index are four things: no two share a chart of
numbers, a column or a colour. :func:`_rating_colours` and :func:`_health_colours` have no colour in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from koperasi.cards.card import Drawing, card
from koperasi.cards.parts import each
from koperasi.look import charts, formats
from koperasi.look.charts import Part
from koperasi.look.ink import Ink
from koperasi.store import FILTERS, Answer, Filters

_BLANK = "Belum diisi"
_RATED_ABOUT = (
    "Peringkat AAA, AAB, ABB, BBB dari lembaga independen menurut register pemeringkatan. Hanya koperasi "
    "yang diperingkat yang dihitung; yang lain belum tentu lebih baik atau lebih buruk. Peringkat bukan "
    "predikat kesehatan."
)


def _rating_colours(ink: Ink) -> dict[str, str]:
    """One colour a grade, best first, the same in every rating card."""
    best, good, poor, fair = ink.categories
    return {"AAA": best, "AAB": good, "ABB": fair, "BBB": poor, _BLANK: ink.muted}


def _health_colours(ink: Ink) -> dict[str, str]:
    """Blues for healthy, greys for under supervision."""
    return {
        "Sehat": ink.sequence[1],
        "Cukup Sehat": ink.sequence[0],
        "Dalam Pengawasan": ink.muted,
        "Dalam Pengawasan Khusus": ink.soft_text,
        _BLANK: ink.paper,
    }


def _graded(rows: pd.DataFrame, grade: str, count: str = "cooperatives") -> str:
    """ "AAA 1, AAB 9, ABB 4, BBB 1" """
    return ", ".join(f"{name} {formats.number(value)}" for name, value in zip(rows[grade], rows[count], strict=True))


@card(
    "sharia/rating_round",
    "Putaran pemeringkatan yang diterbitkan",
    "Koperasi binaan provinsi yang diperingkat lembaga independen dengan dana APBD, pola apa pun. Putaran "
    "2023 hanya mencakup 15 koperasi dan tidak mengatakan apa-apa tentang semua koperasi. Peringkat bukan "
    "predikat kesehatan.",
    unmoved={"pola": "Sumber tidak merinci peringkat menurut pola; penyaring pola tidak mengubah kartu ini."},
)
def rating_round(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """One bar a grade, best first."""
    rows = answer.rows
    colours = _rating_colours(ink)
    rated, as_of = formats.number(rows["rated"].iloc[0]), formats.as_of(str(rows["as_of"].iloc[0]))
    figure = charts.bars(
        ink,
        [f"{r.rating_grade} · {r.grade_label}" for r in each(rows)],
        [float(value) for value in rows["cooperatives"]],
        [f"{formats.number(r.cooperatives)} ({formats.percent(r.share_pct)})" for r in each(rows)],
        colours=[colours[grade] for grade in rows["rating_grade"]],
    )
    figure.update_xaxes(range=[0, float(rows["cooperatives"].max()) * 1.5])
    said = (
        f"Dari {rated} koperasi binaan provinsi yang diperingkat pada {as_of}: "
        f"{_graded(rows, 'rating_grade')}. Ini tidak mewakili semua koperasi."
    )
    meaning = formats.listed(
        f"{r.rating_grade} ({r.grade_label.lower()}) "
        f"{formats.number(r.cooperatives)} atau {formats.percent(r.share_pct)}"
        for r in each(rows)
    )
    return Drawing(said, f"Diagram batang peringkat {rated} koperasi binaan provinsi, {as_of}: {meaning}.", figure)


def _year_columns(
    ink: Ink, rows: pd.DataFrame, year: str, grade: str, colours: Mapping[str, str], *, named: bool
) -> go.Figure:
    """Stacked columns, their sum on top, the best grade below; `named` writes the grade into the parts."""
    wide = rows.pivot_table(index=year, columns=grade, values="cooperatives", aggfunc="sum", sort=False).fillna(0)
    years = [int(value) for value in wide.index]
    figure = charts.columns(
        ink,
        years,
        [
            Part(
                str(name),
                [float(value) for value in wide[name]],
                [f"{name} {formats.number(v)}" if named and v else formats.number(v) if v else "" for v in wide[name]],
                colours[str(name)],
            )
            for name in wide.columns
        ],
    )
    for trace in figure.data:
        trace.hovertext = [
            f"{when}, {trace.name}: {formats.number(value)} koperasi"
            for when, value in zip(years, wide[trace.name], strict=True)
        ]
        trace.insidetextanchor = "middle"
    _cut(figure, ink)
    sums = [float(value) for value in wide.sum(axis=1)]
    step = -(-len(years) // 8)
    for when, value in list(zip(years, sums, strict=True))[::-step]:
        charts.mark(figure, ink, when, value, formats.number(value))
    room = max(0.6, (3 - (years[-1] - years[0])) / 2)
    figure.update_xaxes(tickvals=years[::-step], range=[years[0] - room, years[-1] + room])
    figure.update_yaxes(tickformat=",d", dtick=1 if max(sums) < 5 else None, range=[0, max(sums) * 1.12])
    return figure


def _by_year(rows: pd.DataFrame, year: str, grade: str) -> str:
    parts = (f"{when}: {_graded(part, grade)}" for when, part in rows.groupby(year, sort=False))
    return "; ".join(parts)


@card(
    "sharia/grades_by_year",
    "Koperasi yang diperingkat per tahun",
    _RATED_ABOUT + " Penyaring tahun memakai tahun peringkat.",
)
def grades_by_year(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Stacked columns per rating year."""
    rows = answer.rows
    sums = rows.groupby("rating_year")["cooperatives"].sum()
    last = rows[rows["rating_year"] == sums.index[-1]]
    graded = f": {_graded(last, 'rating_grade')}" if sums.iloc[-1] else ""
    before = f"; pada {sums.index[0]} ada {formats.number(sums.iloc[0])}" if len(sums) > 1 else ""
    rated = formats.number(sums.iloc[-1])
    said = f"Pada {sums.index[-1]} ada {rated} koperasi yang diperingkat{graded}{before}."
    alt = f"Diagram batang bertumpuk peringkat per tahun. {_by_year(rows, 'rating_year', 'rating_grade')}."
    figure = _year_columns(ink, rows, "rating_year", "rating_grade", _rating_colours(ink), named=True)
    return Drawing(said, alt, figure)


def _leaders(counts: pd.Series) -> str:
    """ "Banjar (4)", all that share the highest count by name, or how many they are."""
    first = counts[counts == counts.max()]
    names = formats.listed(str(name) for name in first.index) if len(first) <= 3 else f"{len(first)} wilayah"
    each = "masing-masing " if len(first) > 1 else ""
    return f"{names} ({each}{formats.number(counts.max())})"


@card(
    "sharia/grades_by_regency",
    "Peringkat menurut kabupaten/kota",
    _RATED_ABOUT + " Yang ditunjukkan adalah tahun peringkat terakhir dalam rentang tahun; angka dalam kurung adalah "
    "seluruh koperasi yang diperingkat di wilayah itu.",
)
def grades_by_regency(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Stacked bars by regency, most rated first."""
    rows = answer.rows
    colours = _rating_colours(ink)
    ordered = rows.sort_values("rated", ascending=False, kind="stable")
    places = ordered.drop_duplicates("regency_short")
    names = [str(name) for name in places["regency_short"]]
    parts = []
    for grade in dict.fromkeys(rows["rating_grade"]):
        found = rows[rows["rating_grade"] == grade].set_index("regency_short")["cooperatives"]
        values = [float(found.get(name, 0)) for name in names]
        parts.append(Part(str(grade), values, [formats.number(v) if v else "" for v in values], colours[str(grade)]))
    # None where the register does not know the regency: such a bar sets no filter
    codes: list[Any] = [code if isinstance(code, str) else None for code in places["regency_code"]]
    figure = charts.stacked(ink, names, parts, codes)
    _cut(figure, ink)
    labels = [f"{name} ({formats.number(sum_)})" for name, sum_ in zip(names, places["rated"], strict=True)]
    figure.update_yaxes(ticktext=[charts.wrap(label, 16) for label in labels])
    figure.update_layout(height=90 + 36 * len(labels))
    for trace, part in zip(figure.data, parts, strict=True):
        trace.hovertext = [
            f"{name}, {part.name}: {formats.number(v)} koperasi" for name, v in zip(names, part.values, strict=True)
        ]
    year = rows["rating_year"].iloc[0]
    listing = "; ".join(f"{name}: {_graded(rows[rows['regency_short'] == name], 'rating_grade')}" for name in names)
    return Drawing(
        _regency_finding(rows, places, int(year)),
        f"Diagram batang bertumpuk peringkat {year} menurut kabupaten/kota. {listing}.",
        figure,
    )


def _regency_finding(rows: pd.DataFrame, places: pd.DataFrame, year: int) -> str:
    rated = places.set_index("regency_short")["rated"]
    if len(rated) == 1:
        graded = _graded(rows, "rating_grade")
        return f"{rated.index[0]}, {year}: {formats.number(rated.iloc[0])} koperasi diperingkat, yaitu {graded}."
    best = rows[rows["rating_grade"] == "AAA"].set_index("regency_short")["cooperatives"]
    most = f"AAA terbanyak di {_leaders(best)}" if best.max() else "belum ada AAA"
    whole = formats.number(rated.sum())
    return f"Dari {whole} koperasi yang diperingkat pada {year}, terbanyak di {_leaders(rated)}; {most}."


def _cut(figure: go.Figure, ink: Ink) -> None:
    """A thin gap between the parts: neighbours of one lightness stay two in grey print."""
    for trace in figure.data:
        trace.marker.line = {"color": ink.paper, "width": 1}


_UNRATED = "Tidak dinilai"
_OUTSIDE = ("baru dinilai", "tidak dinilai lagi")


@card(
    "sharia/movement",
    "Perpindahan peringkat",
    "Koperasi menurut peringkat pada tahun peringkat pertama dan terakhir dalam rentang tahun. Naik, "
    "tetap, dan turun hanya dihitung bagi yang diperingkat pada kedua tahun; tahun di antaranya tidak "
    "dilihat.",
)
def movement(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """A Sankey diagram from the grades of the first year to those of the last."""
    rows = answer.rows
    first, last = rows["rating_year_first"].iloc[0], rows["rating_year_last"].iloc[0]
    sums = rows.groupby("movement")["cooperatives"].sum()
    count = {name: formats.number(sums.get(name, 0)) for name in ("naik", "tetap", "turun", *_OUTSIDE)}
    said = (
        f"Dari {first} ke {last}: {count['naik']} koperasi naik, {count['tetap']} tetap, {count['turun']} "
        f"turun; {count['baru dinilai']} baru dinilai dan {count['tidak dinilai lagi']} tidak dinilai lagi."
    )
    detail = "; ".join(
        f"{r.rating_grade_first} ke {r.rating_grade_last} {formats.number(r.cooperatives)}"
        for r in each(rows)
        if r.movement not in _OUTSIDE
    )
    return Drawing(
        said,
        f"Diagram alir peringkat. {said}" + (f" Rinciannya: {detail}." if detail else ""),
        _sankey(ink, rows),
    )


_SANKEY_HEIGHT, _SANKEY_PAD = 400, 16


def _side(rows: pd.DataFrame, column: str, unrated: str) -> dict[str, tuple[str, float]]:
    """Grade -> (name, sum) of the nodes of one year, best first, those not rated then last."""
    sums = rows.groupby(column)["cooperatives"].sum()
    order = [
        *(grade for grade in sorted(sums.index) if grade != _UNRATED),
        *(g for g in sums.index if g == _UNRATED),
    ]
    return {grade: (unrated if grade == _UNRATED else grade, float(sums[grade])) for grade in order}


def _middles(sums: Iterable[float], scale: float, gap: float) -> list[float]:
    middles, top = [], 0.0
    for sum_ in sums:
        middles.append(top + sum_ * scale / 2)
        top += sum_ * scale + gap
    return middles


def _sankey(ink: Ink, rows: pd.DataFrame) -> go.Figure:
    left = _side(rows, "rating_grade_first", "Baru dinilai")
    right = _side(rows, "rating_grade_last", "Tidak dinilai lagi")
    nodes = [*left.values(), *right.values()]
    gap = _SANKEY_PAD / _SANKEY_HEIGHT
    whole = float(rows["cooperatives"].sum())
    scale = (1 - gap * (max(len(left), len(right)) - 1)) / whole
    middles = [
        *_middles([s for _, s in left.values()], scale, gap),
        *_middles([s for _, s in right.values()], scale, gap),
    ]
    colours = _rating_colours(ink)
    fills = {"naik": ink.sequence[1], "tetap": ink.muted, "turun": ink.soft_text}
    places = {grade: place for place, grade in enumerate(right)}
    figure = ink.figure(height=_SANKEY_HEIGHT + 76, margin={"l": 8, "r": 8, "t": 30, "b": 46})
    figure.add_sankey(
        arrangement="fixed",
        node={
            "label": [f"{name} {formats.number(sum_)}" for name, sum_ in nodes],
            # plotly takes 0 and 1 for "not given"
            "x": [0.001] * len(left) + [0.999] * len(right),
            "y": [min(max(middle, 0.001), 0.999) for middle in middles],
            "color": [colours.get(name, ink.paper) for name, _ in nodes],
            "line": {"color": ink.soft_text, "width": 0.5},
            "pad": _SANKEY_PAD,
            "thickness": 14,
            "hoverinfo": "none",
        },
        link={
            "source": [list(left).index(grade) for grade in rows["rating_grade_first"]],
            "target": [len(left) + places[grade] for grade in rows["rating_grade_last"]],
            "value": [float(value) for value in rows["cooperatives"]],
            "color": [
                _see_through(fills[name], 0.62) if name in fills else _see_through(ink.grid, 0.45)
                for name in rows["movement"]
            ],
            "label": [
                f"{r.rating_grade_first} ke {r.rating_grade_last}, {r.movement}: "
                f"{formats.number(r.cooperatives)} koperasi"
                for r in each(rows)
            ],
            "hovertemplate": "%{label}<extra></extra>",
        },
        textfont={"size": 14, "color": ink.text},
    )
    _key_movement(figure, ink, fills)
    for x, year in ((0, rows["rating_year_first"].iloc[0]), (1, rows["rating_year_last"].iloc[0])):
        figure.add_annotation(
            x=x,
            y=1,
            xref="paper",
            yref="paper",
            xanchor="left" if x == 0 else "right",
            yanchor="bottom",
            text=f"<b>{year}</b>",
            showarrow=False,
            font={"color": ink.text, "size": 14},
        )
    return figure


def _see_through(colour: str, alpha: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def _key_movement(figure: go.Figure, ink: Ink, fills: Mapping[str, str]) -> None:
    for name, colour in fills.items():
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            marker={
                "symbol": "square",
                "size": 12,
                "color": colour,
                "line": {"color": ink.soft_text, "width": 1},
            },
            name=name,
            hoverinfo="skip",
        )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.update_layout(showlegend=True, legend={"y": -0.03, "yanchor": "top"})


@card(
    "sharia/pola_comparison",
    "Syariah dibanding konvensional",
    _RATED_ABOUT
    + " Bagian dihitung dari koperasi yang diperingkat dalam pola yang sama, pada tahun peringkat terakhir "
    "dalam rentang tahun.",
    unmoved={"pola": "Kartu ini membandingkan kedua pola, jadi selalu menunjukkan semuanya tanpa penyaring pola."},
)
def pola_comparison(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Bars of 100 percent, one per pola, with the counts written beside the shares."""
    rows = answer.rows
    colours = _rating_colours(ink)
    polas = rows.drop_duplicates("pola")
    parts = []
    for grade in dict.fromkeys(rows["rating_grade"]):
        found = rows[rows["rating_grade"] == grade].set_index("pola")
        shares = [float(found["share_pct"].get(pola, 0) or 0) for pola in polas["pola"]]
        texts = [
            f"<b>{formats.percent(share)}</b><br>{formats.number(found['cooperatives'][pola])} kop."
            if share > 0
            else ""
            for pola, share in zip(polas["pola"], shares, strict=True)
        ]
        parts.append(Part(str(grade), [0 if pd.isna(share) else share for share in shares], texts, colours[str(grade)]))
    labels = [f"{_of_pola(r.pola).capitalize()}<br>{formats.number(r.rated)} koperasi" for r in each(polas)]
    figure = charts.stacked(ink, [_of_pola(pola) for pola in polas["pola"]], parts)
    _cut(figure, ink)
    for trace in figure.data:
        trace.hovertext = [text.replace("<br>", " · ") for text in trace.hovertext]
    figure.update_yaxes(ticktext=labels)
    figure.update_layout(height=76 + 72 * len(labels))
    year = rows["rating_year"].iloc[0]
    both = rows[(rows["rating_grade"] == "AAA") & rows["pola"].isin(["syariah", "konvensional"])]
    best = formats.listed(_best_of(r) for r in each(both) if r.rated) or "tidak ada koperasi berpola yang diperingkat"
    none = [f"tidak ada koperasi {r.pola} yang diperingkat" for r in each(both) if not r.rated]
    few = ["jumlahnya terlalu kecil untuk dibandingkan"] if not none and both["rated"].min() < 10 else []
    said = f"Pada {year}, AAA dipegang {'; '.join([best, *none, *few])}."
    listing = "; ".join(_pola_words(part) for _, part in rows.groupby("pola", sort=False))
    return Drawing(said, f"Diagram batang 100 persen peringkat {year} menurut pola. {listing}.", figure)


def _of_pola(pola: str) -> str:
    return pola if pola in ("syariah", "konvensional") else f"pola {pola}"


def _best_of(row: Any) -> str:
    held, rated = formats.number(row.cooperatives), formats.number(row.rated)
    return f"{held} dari {rated} koperasi {row.pola} ({formats.percent(row.share_pct)})"


def _pola_words(rows: pd.DataFrame) -> str:
    name, rated = _of_pola(str(rows["pola"].iloc[0])), rows["rated"].iloc[0]
    if not rated:
        return f"{name}: tidak ada yang diperingkat"
    shares = (f"{r.rating_grade} {formats.number(r.cooperatives)} ({formats.percent(r.share_pct)})" for r in each(rows))
    return f"{name}, {formats.number(rated)} koperasi: {', '.join(shares)}"


@card(
    "sharia/role_models",
    "Koperasi percontohan: pemegang AAA",
    _RATED_ABOUT
    + " Tabel memuat paling banyak 200 koperasi, yang syariah lebih dahulu. Masa berlaku dilihat per tanggal "
    "peringkat terbaru dalam register, bukan hari ini.",
)
def role_models(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """How many hold AAA by regency; their names are in the table."""
    rows = answer.rows
    one = rows.iloc[0]
    places = rows.drop_duplicates("regency_short").sort_values(
        ["regency_role_models", "regency_short"], ascending=[False, True], kind="stable"
    )
    codes: list[Any] = [code if isinstance(code, str) else None for code in places["regency_code"]]
    texts = [formats.number(value) for value in places["regency_role_models"]]
    figure = charts.bars(
        ink,
        list(places["regency_short"]),
        [float(value) for value in places["regency_role_models"]],
        texts,
        codes=codes,
        colours=[_rating_colours(ink)["AAA"]] * len(places),
    )
    ending = [
        *([f"{formats.number(one.role_models_expired)} kedaluwarsa"] if one.role_models_expired else []),
        *([f"{formats.number(one.role_models_expiring)} berakhir dalam 90 hari"] if one.role_models_expiring else []),
    ]
    held = (
        f"{formats.number(one.role_models)} koperasi ber-AAA pada {one.rating_year}, "
        f"{formats.number(one.role_models_sharia)} syariah{'; ' if ending else ''}{', '.join(ending)}"
    )
    said = f"{held}. Koperasi AAA dari putaran terbitan 2023 tidak disebut namanya oleh sumbernya."
    listing = formats.listed(f"{name} {text}" for name, text in zip(places["regency_short"], texts, strict=True))
    return Drawing(said, f"Diagram batang pemegang AAA menurut kabupaten/kota: {listing}. {said}", figure)


@card(
    "sharia/health",
    "Kesehatan KSPPS per tahun",
    "Predikat kesehatan dari pengawas koperasi bagi KSPPS (koperasi simpan pinjam dan pembiayaan syariah), "
    "dikenali dari kelompoknya. Kesehatan bukan peringkat AAA–BBB: pemberi, ukuran, dan cakupannya berbeda.",
)
def health(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Stacked columns per year in the colours of health, which no rating card uses."""
    rows = answer.rows
    year = rows["health_year"].iloc[-1]
    last = rows[rows["health_year"] == year].set_index("health_predicate")["cooperatives"]
    checked, well = int(last.sum()), int(last["Sehat"] + last["Cukup Sehat"])
    said = f"Pada {year} tidak ada KSPPS yang dinilai kesehatannya."
    if checked:
        said = (
            f"Pada {year}, {formats.number(well)} dari {formats.number(checked)} KSPPS yang dinilai "
            f"berpredikat Sehat atau Cukup Sehat ({formats.percent(round(100 * well / checked, 1))}); "
            f"{formats.number(last['Dalam Pengawasan Khusus'])} Dalam Pengawasan Khusus."
        )
    listing = _by_year(rows, "health_year", "health_predicate")
    figure = _year_columns(ink, rows, "health_year", "health_predicate", _health_colours(ink), named=False)
    return Drawing(said, f"Diagram batang bertumpuk predikat kesehatan KSPPS. {listing}.", figure)


_TERMS = "Kartu ini menerangkan istilah, bukan menghitung; penyaring tidak mengubahnya."


@card(
    "sharia/schemes",
    "Empat nilai yang jangan disamakan",
    "Arti tiap nilai, siapa pemberinya, dan batas skornya. Batas skor pemeringkatan menurut aturan 2015 "
    "tidak ditemukan dan tidak diperkirakan. Batas skor kesehatan adalah yang tercetak untuk aturan 2016; "
    "batas aturan sekarang belum diperiksa.",
    unmoved={it.name: _TERMS for it in FILTERS},
)
def schemes(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """A matrix of words: a column for each scheme, a cell for each grade."""
    rows = answer.rows
    parts = [part for _, part in rows.groupby("scheme", sort=False)]
    names = [_scheme_name(part["scheme_label"].iloc[0], part["scheme_grade"]) for part in parts]
    unknown = rows[(rows["scheme"] == "rating") & rows["score_max"].isna()]
    no_band = " Batas skor pemeringkatan tidak ditemukan." if len(unknown) else ""
    said = f"{formats.listed(names)} adalah {len(parts)} nilai yang berbeda.{no_band}"
    return Drawing(said, f"Tabel istilah. {' '.join(_scheme_words(part) for part in parts)}", _matrix(ink, parts))


def _scheme_name(label: str, grades: pd.Series) -> str:
    """With the first and last grade where they are letters: "Grade NIK (A–D)"."""
    best, worst = grades.iloc[0], grades.iloc[-1]
    return f"{label} ({best}–{worst})" if len(best) <= 3 else label


def _scheme_words(rows: pd.DataFrame) -> str:
    grades = formats.listed(
        str(r.scheme_grade) + (f" (skor {r.score_band})" if pd.notna(r.score_max) else "") for r in each(rows)
    )
    first = rows.iloc[0]
    return f"{first.scheme_label}, dari {first.given_by}, untuk {first.covers}: {grades}."


def _matrix(ink: Ink, schemes: Sequence[pd.DataFrame]) -> go.Figure:
    """Cells as bars, as in the tile map; without the colours of the grades, which belong to their charts."""
    cells = []
    for column, rows in enumerate(schemes):
        first = rows.iloc[0]
        cells.append((column, 0, charts.wrap(first.scheme_label, 13), ink.soft_text, f"Untuk: {first.covers}"))
        cells.append((column, 1, charts.wrap(first.given_by, 13), ink.grid, f"Pemberi: {first.given_by}"))
        for line, row in enumerate(each(rows)):
            cells.append((column, 2 + line, _grade_words(row), ink.paper, str(row.scheme_grade_label)))
    columns, lines, texts, fills, hovers = zip(*cells, strict=True)
    deepest = max(lines)
    figure = ink.figure(height=72 * (deepest + 1), barmode="overlay", bargap=0, margin={"l": 0, "r": 0, "t": 4, "b": 4})
    figure.add_bar(
        x=list(columns),
        y=[0.94] * len(cells),
        base=[-line - 0.47 for line in lines],
        width=0.96,
        marker={
            "color": list(fills),
            "line": {"color": ink.soft_text, "width": [1 if fill == ink.paper else 0 for fill in fills]},
        },
        text=list(texts),
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": 12, "color": [charts.readable(fill) for fill in fills]},
        hovertext=list(hovers),
        hoverinfo="text",
    )
    figure.update_xaxes(visible=False, range=[-0.5, len(schemes) - 0.5])
    figure.update_yaxes(visible=False, range=[-deepest - 0.5, 0.5], rangemode="normal")
    return figure


def _grade_words(row: Any) -> str:
    """The grade, below it its score band or what it means."""
    grade = row.scheme_grade[0].upper() + row.scheme_grade[1:]
    said = (
        str(row.score_band)
        if pd.notna(row.score_max)
        else ""
        if row.scheme != "rating"
        else str(row.scheme_grade_label)
    )
    return f"<b>{charts.wrap(grade, 13)}</b>" + (f"<br>{charts.wrap(said, 12)}" if said else "")
