"""How the cards of Ringkasan look on the screen and on a slide: tiles, sentences, a list."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from koperasi.cards import Rendered
from koperasi.cards.parts import each
from koperasi.cards.summary import Finding, Headline, change_sentence, findings_of, headlines_of, quiet_rules
from koperasi.look import formats, ink
from koperasi.screen import links, state
from koperasi.screen.words import sentence

_OPENS = {
    "cooperatives": ("growth/total",),
    "merah_putih": ("merah_putih/by_regency", "growth/regency_map?measure=merah_putih"),
    "opop": ("opop/cohorts",),
    "role_models": ("sharia/rating_round",),
    "modern": ("programs/modern", "summary/targets"),
    "space_rule": ("programs/rules", "summary/targets"),
}
_SHOWN = 8
_GRAVITY = {1: ":material/error:", 2: ":material/warning:", 3: ":material/schedule:"}


def _publishers(rendered: Rendered, source_ids: Sequence[str]) -> str:
    by_id = {source.id: source.publisher for source in rendered.answer.sources}
    return ", ".join(dict.fromkeys(by_id[it] for it in source_ids if it in by_id))


def _grouped(rendered: Rendered) -> list[list[Headline]]:
    told = headlines_of(rendered.answer.rows)
    return [[h for h in told if h.name == name] for name in dict.fromkeys(h.name for h in told)]


def _spark(history: Sequence[float]) -> str:
    """A line from zero through comparable figures; the words beside it say the same."""
    if len(history) < 2:
        return ""
    top = max(history) or 1
    points = [(100 * place / (len(history) - 1), 28 - 26 * value / top) for place, value in enumerate(history)]
    line, colour = " ".join(f"{x:.1f},{y:.1f}" for x, y in points), ink.ink(state.view().mode).categories[0]
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 108 36">'
        f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        f'<circle cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="3.5" fill="{colour}"/></svg>'
    )
    # as a picture, because Streamlit takes drawings out of HTML
    return f'<img class="kop-spark" alt="" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'


def _tile(rendered: Rendered, found: Sequence[Headline]) -> str:
    """One tile in HTML; sizes in em, so that a slide only sets a bigger letter."""
    first = found[0]
    if len(found) > 1:
        shown = "".join(
            f"<div><b>{escape(h.value)}</b> {escape(h.region)} <small>({escape(h.as_of)})</small></div>"
            for h in found[:4]
        )
        more = f"<div><small>dan {len(found) - 4} wilayah lain; lihat tabel</small></div>" if len(found) > 4 else ""
        return f'<div class="kop-tile"><div class="kop-label">{escape(first.label)}</div>{shown}{more}</div>'
    mark = {True: "▲ membaik: ", False: "▼ memburuk: ", None: ""}[first.better]
    scope = f' <span class="kop-scope">{escape(first.scope)}</span>' if first.scope else ""
    register = "" if first.name == "space_rule" else first.register  # a rule stands in no list
    lines = [
        escape(" · ".join(word for word in (first.as_of, register, _publishers(rendered, first.source_ids)) if word)),
        escape(first.also),
        "" if first.name == "space_rule" else f"{mark}{escape(first.before)}. {escape(first.rise)}.",
    ]
    below = "".join(f"<div class='kop-line'>{line}</div>" for line in lines if line)
    return (
        f'<div class="kop-tile"><div class="kop-label">{escape(first.label)}{scope}</div>{_spark(first.history)}'
        f'<div class="kop-value">{escape(first.value)}</div>{below}</div>'
    )


def tiles(rendered: Rendered) -> None:
    """The headline figures three by three, each with a link to its card."""
    groups = _grouped(rendered)
    for start in range(0, len(groups), 3):
        for place, found in zip(st.columns(3), groups[start : start + 3], strict=False):
            with place, st.container(border=True, height="stretch"):
                st.html(_tile(rendered, found))
                links.to_card(_OPENS[found[0].name])


def tiles_large(rendered: Rendered) -> None:
    """The same on a slide."""
    st.html('<div class="kop-grid">' + "".join(_tile(rendered, found) for found in _grouped(rendered)) + "</div>")


def _sentences(rendered: Rendered) -> list[str]:
    return [
        f"{escape(change_sentence(row))} <small>{escape(_publishers(rendered, row.source_id.split(';')[:1]))}</small>"
        for row in each(rendered.answer.rows)
    ]


def sentences(rendered: Rendered) -> None:
    """What changed, a sentence each."""
    listing = "".join(f"<li>{line}</li>" for line in _sentences(rendered))
    st.html(f'<ul class="kop-list">{listing}</ul>')


def _where(found: Finding) -> str:
    return f"<b>{escape(found.title)}</b> · {escape(found.place)}"


def attention(rendered: Rendered) -> None:
    """What fired, most serious first, each with a link to its card for that regency; then what was found in order."""
    found = findings_of(rendered.answer.rows)
    for it in found[:_SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(
                f"{_GRAVITY[it.severity]} **{sentence(it.title)}** · {sentence(f'{it.place}: {it.sentence}')}"
                + (f" Keadaan {formats.as_of(it.as_of)}." if it.as_of else ""),
                width=640,
            )
            links.to_card(it.cards, it.region_code if len(it.region_code) == 4 else "")
    if len(found) > _SHOWN:
        st.caption(f"Dan {len(found) - _SHOWN} lagi di tab Tabel.")
    _quiet(rendered)


def _quiet(rendered: Rendered) -> None:
    if quiet := quiet_rules(rendered.answer.rows):
        st.caption(f":material/check: Diperiksa, tidak melampaui ambang: {sentence(formats.listed(quiet))}.")


def attention_large(rendered: Rendered) -> None:
    """The same on a slide, six at most."""
    found = findings_of(rendered.answer.rows)
    listing = "".join(f"<li>{_where(it)}<br>{escape(it.sentence)}</li>" for it in found[:6])
    rest = f"<p>Dan {len(found) - 6} lagi di dasbor.</p>" if len(found) > 6 else ""
    st.html(f'<ul class="kop-list">{listing}</ul>{rest}')
    _quiet(rendered)


# card -> (name of its first tab, what stands there, what stands on a slide); every other card shows its figure
BODIES: dict[str, tuple[str, Callable[[Rendered], None], Callable[[Rendered], None]]] = {
    "summary/headlines": ("Angka", tiles, tiles_large),
    "summary/changes": ("Kalimat", sentences, sentences),
    "summary/attention": ("Daftar", attention, attention_large),
    "summary/attention_register": ("Daftar", attention, attention_large),
}
