"""What browser/card.js is told of a card as far as it follows from its answer, and is the same for every viewer."""

from __future__ import annotations

from typing import Any

from koperasi.cards import SAMPLE_LEAD, SAMPLE_MARK, Rendered, figure_json
from koperasi.look.charts import Table
from koperasi.look.ink import Mode
from koperasi.look.surface import Surface
from koperasi.press.cited import citation_of
from koperasi.screen import plot
from koperasi.screen.words import headline
from koperasi.store import Store
from koperasi.store.filters import REGENCIES


def words(store: Store, rendered: Rendered) -> dict[str, Any]:
    """All but its body."""
    # the mark of a sample stands beside it
    first, more = headline(rendered.finding.removeprefix(SAMPLE_LEAD))
    return {
        "topic": rendered.title,
        "finding": first,
        "remark": more,
        "sample": SAMPLE_MARK if rendered.answer.sample else "",
        "unmoved": list(zip(rendered.unmoved, rendered.notes, strict=True)),
        "cautions": list(rendered.cautions),
        "source": rendered.source_line,
        "brief": _brief(rendered),
        "caption": rendered.caption,
        "alt": rendered.alt,
        "citation": citation_of(store, rendered),
        "empty": rendered.empty,
    }


def _brief(rendered: Rendered) -> str:
    """The line of sources where there is no room for it: the first by its short name, how many more, and the dates."""
    if not rendered.publishers:
        return ""
    first, *more = rendered.publishers
    return f"Sumber: {first.partition(' (')[0]}{f' +{len(more)}' * bool(more)}. {rendered.as_of}"


def chart(store: Store, rendered: Rendered, surface: Surface, mode: Mode) -> dict[str, Any]:
    """The body of one that is drawn; {} where there is nothing to draw."""
    text = "" if rendered.empty or isinstance(rendered.spec, Table) else figure_json(store, rendered, surface, mode)
    if not text:
        return {}
    phone = surface.name == plot.PHONE
    told = plot.told(
        text,
        alt=rendered.alt,
        height=plot.natural_height(text) if phone else 0,
        names=REGENCIES.known(store),
        drawn_for=plot.PHONE if phone else plot.SCREEN,
    )
    return {"chart": told}
