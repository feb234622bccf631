"""Sentences and figures that several cards make from rows of the same shape.

"Regency rows" have regency_code, regency_short, tile_col, tile_row, measure_value (NaN: unknown) and is_selected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from koperasi.look import charts, formats
from koperasi.look.charts import Tile
from koperasi.look.ink import Ink


def each(rows: pd.DataFrame) -> Iterator[Any]:
    """The rows as named tuples; what a column holds is the query's promise, which no type can tell."""
    return iter(rows.itertuples())


def quality_words(rows: pd.DataFrame) -> dict[str, str]:
    """The qualities other than plain that occur: code -> label."""
    odd = rows[~rows["is_plain"].astype(bool)]
    return dict(zip(odd["quality"], odd["quality_label"], strict=True))


def newest(rows: pd.DataFrame, column: str = "cooperatives") -> str:
    """The newest undoubted figure of each region in one sentence, at most four regions by name."""
    sure = rows[rows["quality"] != "suspect"].sort_values("as_of_date")
    latest = sure.groupby("region_code", sort=False).tail(1).sort_values(column, ascending=False)
    words = [f"{r.region_name} {formats.number(getattr(r, column))} ({formats.as_of(r.as_of)})" for r in each(latest)]
    rest = f"; {len(words) - 4} wilayah lain ada di tabel" if len(words) > 4 else ""
    return f"Angka terbaru: {formats.listed(words[:4])}{rest}. Tanggalnya berbeda, jadi tidak untuk diperbandingkan."


def _known(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["measure_value"].notna()].sort_values("measure_value", ascending=False, kind="stable")


def spread(rows: pd.DataFrame, decimals: int = 0, unit: str = "") -> str:
    """Highest and lowest of the 13, or the picked ones with their rank."""
    known = _known(rows).reset_index(drop=True)
    picked = known[known["is_selected"]]
    if len(picked) == len(known):
        high, low = known.iloc[0], known.iloc[-1]
        return (
            f"Tertinggi {high.regency_short} ({formats.number(high.measure_value, decimals)}{unit}), "
            f"terendah {low.regency_short} ({formats.number(low.measure_value, decimals)}{unit})."
        )
    words = [
        f"{r.regency_short} {formats.number(r.measure_value, decimals)}{unit}, peringkat {rank + 1} dari {len(known)}"
        for rank, r in zip(picked.index, each(picked), strict=True)
    ]
    return formats.listed(words[:3]) + (f"; dan {len(words) - 3} lainnya" if len(words) > 3 else "") + "."


def top(rows: pd.DataFrame, decimals: int = 0, unit: str = "") -> str:
    """The three highest, then the sum where adding makes sense (whole numbers)."""
    known = _known(rows[rows["is_selected"]])
    words = [f"{r.regency_short} ({formats.number(r.measure_value, decimals)}{unit})" for r in each(known.head(3))]
    sentence = f"Urutan teratas: {formats.listed(words)}"
    return f"{sentence}; seluruhnya {formats.number(known['measure_value'].sum())}." if not decimals else f"{sentence}."


def ranked(rows: pd.DataFrame, decimals: int = 0, unit: str = "") -> str:
    """Every regency with its value, highest first."""
    words = [f"{r.regency_short} {formats.number(r.measure_value, decimals)}{unit}" for r in each(_known(rows))]
    unknown = [str(name) for name in rows[rows["measure_value"].isna()]["regency_short"]]
    return formats.listed(words) + (f". Tidak ada data: {formats.listed(unknown)}." if unknown else ".")


def regency_tiles(ink: Ink, rows: pd.DataFrame, decimals: int = 0, unit: str = "") -> go.Figure:
    """The tile map of regency rows."""
    return charts.tile_map(
        ink,
        [
            Tile(
                r.regency_code,
                r.regency_short,
                int(r.tile_col),
                int(r.tile_row),
                None if pd.isna(r.measure_value) else float(r.measure_value),
                "" if pd.isna(r.measure_value) else formats.number(r.measure_value, decimals) + unit,
                bool(r.is_selected),
            )
            for r in each(rows)
        ],
    )


def regency_bars(ink: Ink, rows: pd.DataFrame, decimals: int = 0, unit: str = "") -> go.Figure:
    """Regency rows as bars, highest first, unknown ones last, what is filtered out in grey."""
    ordered = rows.sort_values("measure_value", ascending=False, na_position="last", kind="stable")
    return charts.bars(
        ink,
        list(ordered["regency_short"]),
        [None if pd.isna(value) else float(value) for value in ordered["measure_value"]],
        ["" if pd.isna(value) else formats.number(value, decimals) + unit for value in ordered["measure_value"]],
        codes=list(ordered["regency_code"]),
        colours=[ink.categories[0] if selected else ink.muted for selected in ordered["is_selected"]],
    )


def text_cells(
    ink: Ink, heads: Sequence[str], texts: Sequence[str], *, hollow: Sequence[bool], codes: Sequence[str] | None = None
) -> go.Figure:
    """One box a row: a head in bold and words below it; hollow stands for what is not in force or not dated."""
    # what fits a phone
    wrapped = [f"<b>{charts.wrap(h, 40)}</b><br>{charts.wrap(t, 42)}" for h, t in zip(heads, texts, strict=True)]
    heights = [20 * (text.count("<br>") + 1) + 14 for text in wrapped]
    tops = [sum(heights[:place]) + 6 * place for place in range(len(heights))]
    figure = ink.figure(height=sum(heights) + 6 * len(heights) + 24)
    middles = [top + height / 2 for top, height in zip(tops, heights, strict=True)]
    figure.add_bar(
        x=[1] * len(texts),
        y=middles,
        width=heights,
        orientation="h",
        marker={
            "color": [ink.paper if empty else ink.categories[0] for empty in hollow],
            "line": {"color": ink.soft_text, "width": [1 if empty else 0 for empty in hollow]},
        },
        customdata=list(codes) if codes else None,
        hovertext=[charts.wrap(f"{head}: {text}", 60) for head, text in zip(heads, texts, strict=True)],
        hoverinfo="text",
    )
    # notes rather than bar texts, which Plotly can only centre
    for middle, text, empty in zip(middles, wrapped, hollow, strict=True):
        figure.add_annotation(
            x=0,
            y=middle,
            text=text,
            xanchor="left",
            xshift=6,
            align="left",
            showarrow=False,
            font={"color": ink.text if empty else charts.readable(ink.categories[0])},
        )
    figure.update_xaxes(visible=False, range=[0, 1])
    figure.update_yaxes(visible=False, range=[tops[-1] + heights[-1] + 3, -3], rangemode="normal")
    return figure
