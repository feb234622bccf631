"""What a press officer may write anew on a card: its title, its finding, its caption, but no number of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from koperasi.cards import SAMPLE_LEAD, Rendered
from koperasi.look import columns
from koperasi.press.release import check
from koperasi.said import Said

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MOST = 300  # letters of an edit: what a picture has room for


class BadEdit(Said):
    """Words that the card's figures do not bear out."""


@dataclass(frozen=True)
class Edit:
    """Each as the person wrote it; "" leaves what the card says."""

    title: str = ""
    finding: str = ""
    caption: str = ""


def edited(rendered: Rendered, edit: Edit) -> tuple[Rendered, str]:
    """The card with the words of the edit, marked as edited, and its caption.

    A number that neither the card says nor its table holds is refused, and so is growth between registers: BadEdit,
    Refused.
    """
    finding = edit.finding.strip().removeprefix(SAMPLE_LEAD)
    wanted = {"judul": (edit.title.strip(), rendered.title), "temuan": (finding, _plain(rendered))}
    changed = {name: words for name, (words, was) in wanted.items() if words and words != was}
    caption = edit.caption.strip()
    if caption and caption != rendered.caption:
        changed["keterangan"] = caption
    for name, words in changed.items():
        _bear_out(rendered, name, words)
    other = rendered
    if "temuan" in changed:
        other = replace(other, words=finding)
    other = replace(other, title=changed.get("judul", rendered.title), edited=tuple(changed))
    if "keterangan" not in changed:
        return other, other.caption
    lead = SAMPLE_LEAD if rendered.answer.sample and not caption.startswith(SAMPLE_LEAD) else ""
    return other, f"{lead}{caption} {other.source_line}".strip()


def _plain(rendered: Rendered) -> str:
    return rendered.finding.removeprefix(SAMPLE_LEAD)


def _bear_out(rendered: Rendered, name: str, words: str) -> None:
    if len(words) > MOST:
        raise BadEdit(f"{name.capitalize()} lebih dari {MOST} huruf.")
    cells = " ".join(columns.table(rendered.answer.rows).astype(str).to_numpy().ravel())
    known = _NUMBER.findall(" ".join((rendered.title, rendered.caption, rendered.alt, cells)))
    if strange := [it for it in _NUMBER.findall(words) if it not in known]:
        raise BadEdit(f"{name.capitalize()} menyebut {strange[0]}, yang tidak ada dalam data kartu ini.")
    check(words, [rendered])
