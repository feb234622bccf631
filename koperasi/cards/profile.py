"""Profil kabupaten/kota: one regency among the thirteen, and two to four side by side."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from koperasi.cards.card import Drawing, card
from koperasi.cards.old_parts import each
from koperasi.look import formats
from koperasi.look.charts import old as charts
from koperasi.look.charts.old import Part
from koperasi.look.ink import Ink
from koperasi.store import Answer, Filters

MOST = 4
_NO_YEARS = "Profil menunjukkan keadaan terbaru; penyaring tahun tidak mengubah kartu ini."


@card(
    "profile/headlines",
    "Angka utama",
    "Tiap ukuran diambil pada tanggal terbaru yang memuat ke-13 kabupaten/kota. Peringkat 1 berarti angka terbesar, "
    "bukan yang terbaik. Jumlah koperasi terbit pada tanggal yang berbeda-beda, jadi tidak diperingkat; angka yang "
    "diragukan juga tidak. Ukuran per 10.000 penduduk memakai penduduk terdaftar 2025.",
    unmoved={"years": _NO_YEARS},
)
def headlines(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """A table: one regency with rank and province, two to four side by side, else the highest and lowest."""
    rows = answer.rows
    picked = list(dict.fromkeys(rows["regency_code"]))
    if len(picked) > MOST:
        return _extremes(rows, ink)
    if len(picked) == 1:
        heads = ["Ukuran", "Nilai", "Peringkat", "Kalsel"]
        cells = [[_label(r), value_words(r), _cell(rank_words(r)), _cell(province_words(r))] for r in each(rows)]
        figure, said = charts.table(ink, heads, cells, [3.6, 1.7, 1.5, 1.7], size=12), _one_finding(rows)
    else:
        figure = _side_by_side(ink, rows)
        said = _compared(rows)
    listing = "; ".join(_spoken(r) for r in each(rows))
    return Drawing(said, f"Tabel angka utama. {listing}.", figure)


def _side_by_side(ink: Ink, rows: pd.DataFrame) -> go.Figure:
    """The measure over the whole width, its values below it: four regencies and the province fit a phone."""
    names = [charts.wrap(name, 11) for name in dict.fromkeys(rows["regency_short"])]
    cells = []
    for _, part in rows.groupby("measure_order"):
        dates = part["as_of"].dropna()
        same_date = dates.nunique() == 1
        date = f" · <i>{formats.as_of(dates.iloc[0])}</i>" if same_date else ""
        cells.append([f"<b>{part['measure_label'].iloc[0]}</b>{date}"])
        cells.append(["", *(_with_rank(r, not same_date) for r in each(part)), _cell(province_words(next(each(part))))])
    return charts.table(ink, ["", *names, "Kalsel"], cells, [0.01, *[1.0] * (len(names) + 1)], size=12)


def _label(row: Any, width: int = 25) -> str:
    date = "" if pd.isna(row.as_of) else f" · {formats.as_of(row.as_of)}"
    return charts.wrap(row.measure_label + date, width)


def measured(value: float, unit: str) -> str:
    """A value in the words of its unit: "Rp1,4 miliar", "81,7%", "1,47", "290"."""
    if unit == "rupiah":
        return formats.rupiah(value)
    if unit == "persen":
        return formats.percent(value)
    return formats.number(value, 2 if "10.000" in unit else 0)


def value_words(row: Any) -> str:
    """The value; what is suspect is said to be so and not shown as a headline."""
    if pd.isna(row.measure_value):
        return charts.UNKNOWN
    if row.quality == "suspect":
        return "diragukan"
    about = "± " if row.quality == "approximate" else ""
    return about + measured(row.measure_value, row.unit)


def rank_words(row: Any) -> str:
    """ "3 dari 13", with "bersama" where others have the same value; a dash where nothing is ranked."""
    if pd.isna(row.regency_rank):
        return "–"
    shared = " bersama" if row.is_shared_rank else ""
    return f"{int(row.regency_rank)} dari {int(row.ranked_regencies)}{shared}"


def province_words(row: Any) -> str:
    """The province's own figure of the same date and register, if there is one."""
    if pd.isna(row.province_value):
        return "tidak sebanding"
    return "diragukan" if row.province_quality == "suspect" else measured(row.province_value, row.unit)


def _cell(words: str) -> str:
    return charts.wrap(words, 11)


def _with_rank(row: Any, dated: bool) -> str:
    below = "" if pd.isna(row.regency_rank) else _cell(rank_words(row))
    if dated and pd.notna(row.as_of):
        # dates differ from regency to regency, so each stands below its value
        below = _cell(formats.as_of(row.as_of))
    return charts.wrap(value_words(row), 11) + (f"<br><i>{below}</i>" if below else "")


def _spoken(row: Any) -> str:
    rank = "" if pd.isna(row.regency_rank) else f", peringkat {rank_words(row)}"
    return f"{row.regency_short}, {_named(row)}: {value_words(row)}{rank}"


def _named(row: Any) -> str:
    label = str(row.measure_label)
    words = label[0].lower() + label[1:]
    return words.replace("koperasi Merah", "Koperasi Merah").replace("merah Putih", "Merah Putih")


def _one_finding(rows: pd.DataFrame) -> str:
    """Where the regency is first, two at most; else its highest place. How many were ranked differs by measure."""
    ranked = rows[rows["regency_rank"].notna()].sort_values(["regency_rank", "measure_order"])
    first = ranked[ranked["regency_rank"] == 1].head(2)
    best = [f"{_named(r)} ({value_words(r)}, {rank_words(r)})" for r in each(first if len(first) else ranked.head(1))]
    name = rows["regency_name"].iloc[0]
    return f"Peringkat tertinggi {name}: {formats.listed(best)}. Peringkat 1 berarti terbesar, bukan terbaik."


def _compared(rows: pd.DataFrame) -> str:
    parts = []
    for measure in ("kdmp_total", "cooperatives_inactive"):
        found = rows[(rows["measure"] == measure) & rows["measure_value"].notna()]
        if found.empty:
            continue
        found = found.sort_values("measure_value", ascending=False)
        parts.append(
            f"{_named(found.iloc[0])} "
            + formats.listed(f"{r.regency_short} {value_words(r)}" for r in each(found))
            + f" ({formats.as_of(found['as_of'].iloc[0])})"
        )
    said = "; ".join(parts) or "tidak ada angka yang dapat dibandingkan"
    return f"{said[0].upper()}{said[1:]}."


def _extremes(rows: pd.DataFrame, ink: Ink) -> Drawing:
    """Highest and lowest of each ranked measure."""
    cells, spoken = [], []
    for _, part in rows[rows["regency_rank"].notna()].groupby("measure_order"):
        ordered = part.sort_values("regency_rank", kind="stable")
        high, low = ordered.iloc[0], ordered.iloc[-1]
        cells.append([_label(high, 18), _place(ordered, high), _place(ordered, low), _cell(province_words(high))])
        spoken.append(f"{_named(high)}: tertinggi {_who(ordered, high)}, terendah {_who(ordered, low)}")
    figure = charts.table(ink, ["Ukuran", "Tertinggi", "Terendah", "Kalsel"], cells, [3, 2.1, 2.1, 1.6], size=12)
    first = rows[(rows["regency_rank"] == 1) & rows["measure"].isin(["kdmp_total", "cooperatives_inactive"])]
    # kdmp_total may lack a regency: then nothing of it is ranked, and nothing said
    words = [
        f"Koperasi Merah Putih terbanyak di {r.regency_name} ({value_words(r)})"
        if r.measure == "kdmp_total"
        else f"koperasi tidak aktif terbanyak di {r.regency_name} ({value_words(r)}, {formats.as_of(r.as_of)})"
        for r in each(first.sort_values("measure", ascending=False).drop_duplicates("measure"))
    ]
    said = ", ".join(words) or "Tidak ada ukuran yang memuat ke-13 kabupaten/kota pada satu tanggal"
    said = f"{said[0].upper()}{said[1:]}."
    return Drawing(said, f"Tabel yang tertinggi dan terendah. {'; '.join(spoken)}.", figure)


def _who(rows: pd.DataFrame, row: Any) -> str:
    same = rows[rows["measure_value"] == row.measure_value]
    return str(row.regency_short) if len(same) == 1 else f"{len(same)} wilayah"


def _place(rows: pd.DataFrame, row: Any) -> str:
    return f"{charts.wrap(_who(rows, row), 12)}<br>{value_words(row)}"


@card(
    "profile/merah_putih",
    "Koperasi Merah Putih dan NIB",
    "Koperasi Desa/Kelurahan Merah Putih dan berapa di antaranya mencatatkan Nomor Induk Berusaha (NIB) di SIMKOPDES. "
    "Simpanan yang diragukan ditandai menurut aturan di seeds/attention_rules.csv dan tidak ikut diperingkat.",
    unmoved={"years": _NO_YEARS},
)
def merah_putih(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Stacked bars with and without NIB: by kecamatan for one regency, by regency for several."""
    rows = answer.rows
    one = rows["regency_code"].nunique() == 1
    return Drawing(_merah_putih_finding(rows, one), _merah_putih_alt(rows, one), _with_and_without(ink, rows, one))


def _with_and_without(ink: Ink, rows: pd.DataFrame, one: bool) -> go.Figure:
    marked = rows.assign(suspect=rows["principal_suspect"] | rows["mandatory_suspect"])
    grouped = marked.groupby("district" if one else "regency_short", sort=False).agg(
        cooperatives=("cooperatives", "sum"),
        with_nib=("with_nib", "sum"),
        code=("regency_code", "first"),
        suspect=("suspect", "any"),
    )
    grouped = grouped.sort_values("cooperatives", ascending=False, kind="stable")
    labels = [f"{name} (diragukan)" if odd and one else str(name) for name, odd in grouped["suspect"].items()]
    without = grouped["cooperatives"] - grouped["with_nib"]
    nothing = [""] * len(grouped)
    parts = [
        Part("Memiliki NIB", _floats(grouped["with_nib"]), nothing, ink.categories[0]),
        Part("Belum memiliki NIB", _floats(without), nothing, ink.categories[2], "/"),
    ]
    figure = charts.stacked(ink, labels, parts, None if one else list(grouped["code"]))
    for place, row in enumerate(each(grouped)):
        text = f"{formats.number(row.with_nib)} dari {formats.number(row.cooperatives)}"
        figure.add_annotation(x=row.cooperatives, y=place, text=text, xanchor="left", xshift=4, showarrow=False)
    # lower than elsewhere: the 22 kecamatan of Kotabaru and what stands beside them must fit one sheet of paper
    figure.update_layout(height=22 * len(grouped) + 76)
    # room for the words behind the longest bar
    figure.update_xaxes(range=[0, 1.45 * float(grouped["cooperatives"].max())])
    return figure


def _floats(values: pd.Series) -> list[float]:
    return [float(value) for value in values]


def _merah_putih_finding(rows: pd.DataFrame, one: bool) -> str:
    count, with_nib = int(rows["cooperatives"].sum()), int(rows["with_nib"].sum())
    share = f"{formats.percent(round(100 * with_nib / count, 1))} memiliki NIB"
    if not one:
        places = formats.number(rows["regency_code"].nunique())
        where = f"di {formats.number(len(rows))} kecamatan pada {places} kabupaten/kota"
        return f"{formats.number(count)} Koperasi Merah Putih {where}; {share}."
    first = rows.iloc[0]
    # a city has kelurahan only
    kind = "Koperasi Kelurahan Merah Putih" if first.regency_kind == "kota" else "Koperasi Desa/Kelurahan Merah Putih"
    said = f"{formats.number(count)} {kind} di {len(rows)} kecamatan {first.regency_name}; {share}."
    odd = rows[rows["principal_suspect"]]
    shares = [f"{r.district} ({formats.percent(r.principal_share_pct)} simpanan pokok provinsi)" for r in each(odd)]
    return said + (f" Simpanan diragukan: {formats.listed(shares)}." if shares else "")


def _merah_putih_alt(rows: pd.DataFrame, one: bool) -> str:
    if one:
        listing = formats.listed(f"{r.district} {r.cooperatives} ({r.with_nib} memiliki NIB)" for r in each(rows))
    else:
        sums = rows.groupby("regency_short", sort=False)[["cooperatives", "with_nib"]].sum().reset_index()
        listing = formats.listed(f"{r.regency_short} {r.cooperatives} ({r.with_nib} memiliki NIB)" for r in each(sums))
    return f"Diagram batang bertumpuk Koperasi Merah Putih: {listing}."
