"""How the cards of Ringkasan look on the screen and on a slide: tiles, sentences, a list."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from koperasi.cards import Rendered
from koperasi.cards.parts import each
from koperasi.cards.summary import Headline, change_sentence, findings_of, headlines_of
from koperasi.look import formats, ink
from koperasi.look.columns import write
from koperasi.screen import html, links, state
from koperasi.screen.words import sentence

_SHOWN = 8
_GRAVITY = {1: ":material/error:", 2: ":material/warning:", 3: ":material/schedule:"}


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


def _show_tiles(rendered: Rendered, groups: Sequence[Sequence[Headline]]) -> None:
    html.show("tile", groups=groups, publishers=partial(_publishers, rendered), spark=_spark)


def tiles(rendered: Rendered) -> None:
    """The headline figures three by three, each with a link to its card."""
    groups = headlines_of(rendered.answer.rows)
    for start in range(0, len(groups), 3):
        for place, found in zip(st.columns(3), groups[start : start + 3], strict=False):
            with place, st.container(border=True, height="stretch"):
                _show_tiles(rendered, [found])
                links.to_card(found[0].row.headline_cards)


def tiles_large(rendered: Rendered) -> None:
    """The same on a slide."""
    _show_tiles(rendered, headlines_of(rendered.answer.rows))


def sentences(rendered: Rendered) -> None:
    """What changed, a sentence each."""
    html.show(
        "sentences",
        changes=[
            (change_sentence(row), _publishers(rendered, row.source_ids[:1])) for row in each(rendered.answer.rows)
        ],
    )


def attention(rendered: Rendered) -> None:
    """What fired, most serious first, each with a link to its card for that regency; then what was found in order."""
    found = findings_of(rendered.answer.rows)
    for it in found[:_SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(
                f"{_GRAVITY[it.row.severity]} **{sentence(it.row.rule_title)}** · "
                + sentence(f"{it.row.place}: {it.sentence}")
                + (write(" Keadaan {as_of}.", it.row) if hasattr(it.row, "as_of") else ""),
                width=640,
            )
            links.to_card(it.row.cards, it.row.region_code if len(it.row.region_code) == 4 else "")
    if len(found) > _SHOWN:
        st.caption(f"Dan {len(found) - _SHOWN} lagi di tab Tabel.")
    _quiet(rendered)


def _quiet(rendered: Rendered) -> None:
    rows = rendered.answer.rows
    if quiet := rows[~rows["is_fired"]]["rule_title"].tolist():
        st.caption(f":material/check: Diperiksa, tidak melampaui ambang: {sentence(formats.listed(quiet))}.")


def attention_large(rendered: Rendered) -> None:
    """The same on a slide, six at most."""
    found = findings_of(rendered.answer.rows)
    html.show("findings", found=found[:6], more=len(found) - len(found[:6]))
    _quiet(rendered)


# card -> (name of its first tab, what stands there, what stands on a slide); every other card shows its figure
BODIES: dict[str, tuple[str, Callable[[Rendered], None], Callable[[Rendered], None]]] = {
    "summary/headlines": ("Angka", tiles, tiles_large),
    "summary/changes": ("Kalimat", sentences, sentences),
    "summary/attention": ("Daftar", attention, attention_large),
    "summary/attention_register": ("Daftar", attention, attention_large),
}
