"""Text from outside (a URL, a search box, a seed) made harmless: what is typed is shown, never acted upon."""

from __future__ import annotations

import re
from urllib.parse import quote

from koperasi.cards import SAMPLE_MARK

# all that Markdown and Streamlit's own additions (:material/x:, :red[x], $x$) act upon; < and > Streamlit escapes
_ACTS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:$@&/^=\"'])")
# the same where it acts inside a sentence; a full stop, a bracket or ": " between words does nothing there
_ACTS_INSIDE = re.compile(r"([\\`*_\[\]|~$&^]|:(?=[a-z_+-]))")
# what becomes a link by itself; a joiner that nobody sees parts it, where a backslash would not
_LINKS = re.compile(r"(?<=https:)(?=//)|(?<=http:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=\w)", re.IGNORECASE)
_SAFE = ":/?#@!$&*+,;=%~'"  # in an address as it is; brackets, quotes and a backslash are not
_JOINER = "\u2060"


def _unlinked(text: str) -> str:
    return _LINKS.sub(_JOINER, " ".join(text.split()))


def plain(text: str) -> str:
    """For Markdown: no link, picture, formula or directive comes of it."""
    return _ACTS.sub(r"\\\1", _unlinked(text))


def sentence(text: str) -> str:
    """For Markdown: a sentence made from rows, in which words of a file can do nothing either."""
    return _ACTS_INSIDE.sub(r"\\\1", _unlinked(text))


def link(text: str, url: str) -> str:
    """For Markdown: a link to a web address, in which nothing of the address can end it; else the text alone."""
    if not url.startswith(("https://", "http://")):
        return sentence(text)
    return f"[{sentence(text)}](<{quote(url, safe=_SAFE)}>)"


# a full stop after these ends no sentence
_SHORT = ("Kab.", "Kec.", "Prov.", "No.", "dkk.", "dll.", "hlm.")
_END = re.compile(r"[.!?]\s+(?=[A-Z0-9“])")


def headline(finding: str) -> tuple[str, str]:
    """The first sentence of a finding and what follows it: "Tertinggi A. Diragukan: B." is a title and a remark."""
    for end in _END.finditer(finding):
        first = finding[: end.start() + 1]
        if not first.endswith(_SHORT):
            return first, finding[end.end() :]
    return finding, ""


def head(title: str, *below: str, sample: bool = False) -> str:
    """For Markdown: a card's title with the mark of a sample, and paragraphs below it.

    One element instead of five or six: what Streamlit spends on a page is by the number of its elements.
    """
    mark = f" :violet-badge[:material/science: {SAMPLE_MARK}]" if sample else ""
    return "\n\n".join([f"## {sentence(title)}{mark}", *below])
