"""The briefing where it is wanted, in a folder or by mail: when the data changed, and never twice for the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote

from koperasi.aside import aside
from koperasi.cards import Rendered, in_words, render
from koperasi.press import briefing, post, presets
from koperasi.press.package import slug
from koperasi.press.sent import Sent
from koperasi.said import Said
from koperasi.store import FILTERS, Filters, Store
from koperasi.store.filters import REGENCIES

_MAIL = "mailto:"


class BadTarget(Said):
    """A place that nothing can be delivered to."""


def targets(to: str) -> list[str]:
    """ "mailto:a@x,b@x" as one target a person; anything else is a folder. Raises BadTarget."""
    if not to.lower().startswith(_MAIL):
        return [to]
    people = [unquote(it).strip() for it in to[len(_MAIL) :].split(",")]
    if wrong := [it for it in people if not post.is_address(it)]:
        raise BadTarget(f"“{wrong[0]}” bukan alamat surel; bentuknya mailto:kadis@dinas.go.id,humas@dinas.go.id.")
    return [_MAIL + it for it in dict.fromkeys(people)]


def file_name(store: Store, filters: Filters) -> str:
    """Of the place, of what else was filtered, and of the newest figure: two that differ are not called the same."""
    newest = str(store.ask("frame/newest").rows["as_of"].iloc[0])
    others = [presets.slug(word) for it in FILTERS if it is not REGENCIES for word in it.words(filters, store)]
    return "_".join([slug(store), "lembar", "-".join([*(filters.regencies or ["semua"]), *others]), newest]) + ".pdf"


def deliver(
    store: Store,
    to: str,
    rendered: Sequence[Rendered],
    filters: Filters,
    sent: Sent,
    *,
    always: bool = False,
    template: Path | None = None,
) -> list[str]:
    """Make and deliver to whoever has not had these data yet; returns to whom, [] for nobody.

    always: also to those who have. Raises BadTarget, sent.Unclear, and post.NotSent at the end where a server did not
    take somebody's; what briefing() raises before anything is sent.
    """
    asked = _digest(rendered, filters, template)
    due = [it for it in targets(to) if always or sent.of(_name(it, asked)) != store.version]
    if not due:
        return []
    by = post.server() if any(it.startswith(_MAIL) for it in due) else None
    paper = briefing.briefing(store, rendered, filters, template=template)
    done, failed = [], []
    for target in due:
        try:
            with sent.delivering(_name(target, asked), store.version, anyway=always):
                if by is not None and target.startswith(_MAIL):
                    post.send(_message(store, target[len(_MAIL) :], filters, paper), by)
                else:
                    _put(Path(target), file_name(store, filters), paper)
            done.append(target)
        except post.NotSent as error:
            failed.append(str(error))
    if failed:
        raise post.NotSent(" ".join([*failed, *([f"Terkirim kepada {', '.join(done)}."] if done else [])]))
    return done


def _name(target: str, asked: str) -> str:
    return f"lembar {asked} {target}"


def _digest(rendered: Sequence[Rendered], filters: Filters, template: Path | None) -> str:
    """Of what was asked for: another place or other cards are another delivery."""
    asked = [[it.card.id for it in rendered], filters, str(template.resolve()) if template else ""]
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:8]


def _put(folder: Path, name: str, paper: bytes) -> None:
    if not folder.is_dir():
        raise BadTarget(f"{folder}: bukan folder. Buat dahulu, atau tulis mailto: di depan alamat surel.")
    with aside(folder / name) as part:
        part.write_bytes(paper)


def _message(store: Store, to: str, filters: Filters, paper: bytes) -> EmailMessage:
    """The finding of the headlines in the body: it can be read without opening anything."""
    place = in_words(store, filters) if filters.active() else store.province.name
    head = render(store, "summary/headlines", filters)
    body = "\n\n".join(
        [
            head.finding,
            head.source_line,
            "Lembar paparan terlampir. Surat ini dikirim bila datanya berubah.",
            f"{store.province.dashboard}, versi data {store.version}.",
        ]
    )
    name = file_name(store, filters)
    return post.message(to, f"Lembar paparan koperasi, {place}", body, [post.File(name, "application/pdf", paper)])
