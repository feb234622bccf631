"""What the commands of the command line share: their options, the cards they name, and how a file is written.

Imports stand in the functions that need them: pandas alone takes longer than `--help` may.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from koperasi.aside import aside
from koperasi.store.errors import TableUnavailable
from koperasi.store.filters import FILTERS

if TYPE_CHECKING:
    from koperasi.cards import Rendered
    from koperasi.press.presets import Preset
    from koperasi.store import Filters, Store
    from koperasi.store.queries import Parameter, Value


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class Kind(StrEnum):
    """What a picture is written as."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


class Style(StrEnum):
    """Of a picture: for a screen, or for print without colours."""

    COLOUR = "colour"
    GREY = "grey"


Options = Annotated[list[str] | None, typer.Option("--set", help="Parameter lain: --set measure=merah_putih")]

Presets = Annotated[list[str] | None, typer.Option("--preset", help="Ukuran gambar, boleh berulang: 1080x1080")]
Shade = Annotated[Style, typer.Option("--style", help="grey: untuk cetak hitam-putih")]
Cards = Annotated[list[str] | None, typer.Option("--cards", help="Id kartu, boleh berulang; tanpa ini pilihan kami")]
# `--cards a b c`: an option takes one, those behind it follow
More = Annotated[list[str] | None, typer.Argument(hidden=True)]


class WrongUse(Exception):
    """The command was called in a way that cannot be carried out."""


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give `command` an option for each shared filter; it takes all that was typed for them as `typed`.

    A flag that the command has for itself stays its own, and the filter's has the filter's name behind it: --to-tahun.
    """
    own = [it for it in inspect.signature(command, eval_str=True).parameters.values() if it.name != "typed"]
    flags = {f"--{it.name}" for it in own}
    shared = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[it.typed, typer.Option(f"{flag}-{it.key}" if flag in flags else flag, help=said)],
        )
        for it in FILTERS
        for name, (flag, said) in zip(it.parameters, it.options, strict=True)
    ]

    def run(**given: object) -> None:
        command(
            **{it.name: given[it.name] for it in own},
            typed={it.name: given[it.name] for it in shared},
        )

    takes = [it.replace(kind=inspect.Parameter.KEYWORD_ONLY) for it in own] + shared
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {it.name: it.annotation for it in takes}
    run.__signature__ = inspect.Signature(takes)  # type: ignore[attr-defined]
    return run


def filters_of(store: Store, typed: Mapping[str, object], options: Mapping[str, Value] | None = None) -> Filters:
    """What was typed for the shared filters, and the choices of a card. Raises WrongUse."""
    from koperasi.store import Filters

    given: dict[str, Any] = {}
    for it in FILTERS:
        try:
            given |= it.from_options([typed[name] for name in it.parameters], store)
        except ValueError as fault:
            raise WrongUse(str(fault)) from None
    pairs = tuple((name, value) for name, value in (options or {}).items() if isinstance(value, str | int))
    return Filters(**given, options=pairs)


def options_of(query: str, takes: Mapping[str, Parameter], options: list[str] | None) -> dict[str, Value]:
    """--set name=value, each value of the type that the query's header declares; unknown names stay as they are."""
    found: dict[str, Value] = {}
    for option in options or []:
        name, equals, text = option.partition("=")
        if not equals:
            raise WrongUse(f'--set memakai bentuk nama=nilai, bukan "{option}".')
        found[name] = takes[name].read(query, text) if name in takes else text
    return found


def expect(out: Path, *kinds: str) -> None:
    """Raise WrongUse where `out` has another ending."""
    if out.suffix.lower() not in kinds:
        raise WrongUse(f'Nama berkas harus berakhiran {" atau ".join(kinds)}, bukan "{out.name}".')


def chosen(cards: list[str] | None, more: list[str] | None, usual: Sequence[str]) -> list[str]:
    """The cards that were named, else the usual ones. Raises WrongUse for words that no --cards stands before."""
    if more and not cards:
        raise WrongUse(f'"{more[0]}" tidak diminta: id kartu ditulis sesudah --cards.')
    return [*(cards or []), *(more or [])] or list(usual)


def rendered_of(store: Store, cards: list[str], filters: Filters) -> list[Rendered]:
    """The cards under the filters; one whose register is missing is said and left out. Raises WrongUse for no card."""
    from koperasi.cards import UnknownCard, render

    found = []
    for card in dict.fromkeys(cards):
        try:
            found.append(render(store, card, filters))
        except UnknownCard as error:
            raise WrongUse(str(error)) from None
        except TableUnavailable as fault:
            typer.echo(f"Catatan: {card} dilewati. {fault}", err=True)
    return found


def progress(whole: int) -> Callable[[Rendered], None]:
    """Tell how many cards are done, where somebody is looking."""
    done: list[str] = []

    def tell(rendered: Rendered) -> None:
        done.append(rendered.card.id)
        if sys.stderr.isatty():
            typer.echo(f"\r{len(done)} / {whole} {rendered.card.id:<40}", err=True, nl=len(done) == whole)

    return tell


def sizes_of(names: list[str] | None) -> list[Preset]:
    """The presets of these names, the widest where none is named. Raises WrongUse."""
    from koperasi.press.presets import WIDE, UnknownPreset, preset

    try:
        return [preset(name) for name in dict.fromkeys(names or [WIDE.name])]
    except UnknownPreset as fault:
        raise WrongUse(str(fault)) from None


def takes_of(store: Store, card: str) -> dict[str, Parameter]:
    """What the questions of a card take. Raises WrongUse."""
    from koperasi.cards import UnknownCard, find

    try:
        it = find(card)
    except UnknownCard as error:
        raise WrongUse(str(error)) from None
    return {name: parameter for query in it.queries for name, parameter in store.queries[query].parameters.items()}


def asked(
    typed: Mapping[str, object],
    cards: list[str] | None,
    more: list[str] | None,
    usual: Sequence[str] | Callable[[Filters], Sequence[str]],
) -> tuple[Store, Filters, list[Rendered]]:
    """What a document is made from: the store, the filters, and the cards that were named or the usual ones."""
    from koperasi.store import Store

    store = Store()
    filters = filters_of(store, typed)
    names = chosen(cards, more, usual(filters) if callable(usual) else usual)
    return store, filters, rendered_of(store, names, filters)


@contextmanager
def drawing() -> Iterator[None]:
    """The Chromium that draws pictures is ended, whatever happens."""
    from koperasi.press import pictures

    try:
        yield
    finally:
        pictures.stop()


def write(out: Path, data: bytes) -> None:
    """The file whole, or not at all."""
    with aside(out) as part:
        part.write_bytes(data)
