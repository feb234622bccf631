"""How the cards of Ringkasan look on the screen and on a slide: tiles, sentences, a list."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from koperasi.cards import Rendered
from koperasi.cards.parts import each
from koperasi.cards.summary import change_sentence, findings_of, headlines_of
from koperasi.look import formats, ink
from koperasi.look.columns import write
from koperasi.screen import html, links, state
from koperasi.screen.words import sentence

_SHOWN = 6  # as on a slide and in a picture
_GLANCE = 4  # of them, beside other cards


def _publishers(rendered: Rendered, source_ids: Sequence[str]) -> str:
    by_id = {source.id: source.publisher for source in rendered.answer.sources}
    return ", ".join(dict.fromkeys(by_id[it] for it in source_ids if it in by_id))


def _spark(history: Sequence[Mapping[str, float]]) -> str:
    """The address of a small picture, drawn from zero.

    Not st.metric: it draws from the lowest figure, every step a cliff, and cuts "Tidak sebanding: …" to one line.
    """
    values = [step["value"] for step in history]
    top = max(values) or 1
    points = [(100 * place / (len(values) - 1), 28 - 26 * value / top) for place, value in enumerate(values)]
    svg = html.filled("spark.svg", points=points, colour=ink.ink(state.view().mode).categories[0])
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _tiles(rendered: Rendered, *, linked: bool) -> str:
    return html.filled(
        "tile.html",
        groups=[
            (found, links.to_card(found[0].row.headline_cards) if linked else None)
            for found in headlines_of(rendered.answer.rows)
        ],
        spark=_spark,
    )


def tiles(rendered: Rendered) -> str:
    """The headline figures side by side, each with a link to its card."""
    return _tiles(rendered, linked=True)


def tiles_large(rendered: Rendered) -> None:
    """The same on a slide."""
    st.html(_tiles(rendered, linked=False))


def _sentences(rendered: Rendered, rows: pd.DataFrame) -> str:
    changes = [(change_sentence(row), _publishers(rendered, row.source_ids[:1])) for row in each(rows)]
    return html.filled("sentences.html", changes=changes)


def sentences(rendered: Rendered) -> str:
    """What changed, a sentence each, after the first: that is the title."""
    return _sentences(rendered, rendered.answer.rows.iloc[1:])


def sentences_large(rendered: Rendered) -> None:
    """The same on a slide."""
    st.html(_sentences(rendered, rendered.answer.rows))


def attention(rendered: Rendered) -> str:
    """What fired, most serious first, each with a link to its card for that regency; then what was found in order."""
    rows = rendered.answer.rows
    found = findings_of(rows)
    listed = [
        (
            it,
            write("Keadaan {as_of}.", it.row) if hasattr(it.row, "as_of") else "",
            links.to_card(it.row.cards, it.row.region_code if len(it.row.region_code) == 4 else ""),
        )
        for it in found[:_SHOWN]
    ]
    quiet = formats.listed(rows[~rows["is_fired"]]["rule_title"].tolist())
    return html.filled("attention.html", found=listed, more=len(found) - len(listed), glance=_GLANCE, quiet=quiet)


def attention_large(rendered: Rendered) -> None:
    """The same on a slide."""
    found = findings_of(rendered.answer.rows)
    html.show("findings", found=found[:_SHOWN], more=len(found) - len(found[:_SHOWN]))
    rows = rendered.answer.rows
    if quiet := rows[~rows["is_fired"]]["rule_title"].tolist():
        st.caption(f":material/check: Diperiksa, tidak melampaui ambang: {sentence(formats.listed(quiet))}.")


class Body(NamedTuple):
    """What stands in a card instead of a figure: HTML on the screen, elements on a slide, and how high it is."""

    html: Callable[[Rendered], str]
    large: Callable[[Rendered], None]
    height: int


# every other card shows its figure
BODIES: dict[str, Body] = {
    "summary/headlines": Body(tiles, tiles_large, 192),
    "summary/changes": Body(sentences, sentences_large, 280),
    "summary/attention": Body(attention, attention_large, 440),
    "summary/attention_register": Body(attention, attention_large, 280),
}
