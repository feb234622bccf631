"""The command line: `python -m koperasi --help`. Exit codes: 0 done, 2 wrong use, 1 failure (one line on stderr).

Imports stand in the commands that need them: pandas alone takes longer than `--help` may.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from koperasi.store.errors import BadParameter, BrokenQuery, StoreError, TableUnavailable, UnknownQuery
from koperasi.store.filters import FILTERS

if TYPE_CHECKING:
    from koperasi.store import Filters, Store
    from koperasi.store.queries import Parameter, Value

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


Options = Annotated[list[str] | None, typer.Option("--set", help="Parameter lain: --set measure=merah_putih")]


class WrongUse(Exception):
    """The command was called in a way that cannot be carried out."""


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give `command` an option for each shared filter; it takes all that was typed for them as `typed`."""
    own = [it for it in inspect.signature(command, eval_str=True).parameters.values() if it.name != "typed"]
    shared = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[it.typed, typer.Option(flag, help=said)],
        )
        for it in FILTERS
        for name, (flag, said) in zip(it.parameters, it.options, strict=True)
    ]

    def run(**given: object) -> None:
        command(**{it.name: given[it.name] for it in own}, typed={it.name: given[it.name] for it in shared})

    takes = [it.replace(kind=inspect.Parameter.KEYWORD_ONLY) for it in own] + shared
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {it.name: it.annotation for it in takes}
    run.__signature__ = inspect.Signature(takes)  # type: ignore[attr-defined]
    return run


def _filters(store: Store, typed: Mapping[str, object], options: Mapping[str, Value] | None = None) -> Filters:
    from koperasi.store import Filters

    given: dict[str, Any] = {}
    for it in FILTERS:
        try:
            given |= it.from_options([typed[name] for name in it.parameters], store)
        except ValueError as fault:
            raise WrongUse(str(fault)) from None
    pairs = tuple((name, value) for name, value in (options or {}).items() if isinstance(value, str | int))
    return Filters(**given, options=pairs)


def _options(query: str, takes: Mapping[str, Parameter], options: list[str] | None) -> dict[str, Value]:
    """--set name=value, each value of the type that the query's header declares; unknown names stay as they are."""
    found: dict[str, Value] = {}
    for option in options or []:
        name, equals, text = option.partition("=")
        if not equals:
            raise WrongUse(f'--set memakai bentuk nama=nilai, bukan "{option}".')
        found[name] = takes[name].read(query, text) if name in takes else text
    return found


@app.command()
@filtered
def ask(
    query: Annotated[str, typer.Argument(help="Nama pertanyaan, misalnya growth/total")],
    typed: Mapping[str, object],
    options: Options = None,
    form: Annotated[Format, typer.Option("--format", help="Bentuk keluaran")] = Format.TABLE,
) -> None:
    """Cetak jawaban satu pertanyaan di queries/."""
    from koperasi.cards.card import SAMPLE_MARK
    from koperasi.look import columns
    from koperasi.press import files
    from koperasi.store import Store

    store = Store()
    takes = store.queries[query].parameters if query in store.queries else {}
    given = _options(query, takes, options)
    filters = _filters(store, typed)
    if ignored := filters.ignored(takes) if query in store.queries else ():
        typer.echo(f"Catatan: {query} tidak memakai {', '.join(it.label.lower() for it in ignored)}.", err=True)
    answer = store.ask(query, **filters.parameters(takes) | given)
    if form is Format.CSV:
        typer.echo(files.csv_text(answer), nl=False)
    elif form is Format.JSON:
        typer.echo(files.json_text(answer))
    else:
        if answer.sample:
            typer.echo(f"*** {SAMPLE_MARK}: bukan angka nyata ***")
        typer.echo(columns.table(answer.rows).to_string(index=False) if len(answer.rows) else "Tidak ada data.")


@app.command("cards")
def list_cards() -> None:
    """Daftar kartu: id, judul, pertanyaan, contoh atau terbitan."""
    from koperasi.cards import cards
    from koperasi.store import Filters, Store

    store = Store()
    rows = [("id", "title", "query", "data")]
    for it in cards().values():
        try:
            registers = store.plan(it.query_for(it.with_defaults(Filters())))
            kind = "sample" if any(register.sample for register in registers) else "published"
        except BrokenQuery as error:
            typer.echo(str(error), err=True)
            kind = "broken"
        except TableUnavailable:
            kind = "unavailable"
        rows.append((it.id, it.title, it.query, kind))
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    for row in rows:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@app.command()
@filtered
def picture(
    card: Annotated[str, typer.Argument(help="Id kartu, misalnya growth/total")],
    out: Annotated[Path, typer.Option("--out", help="Berkas .png atau .svg")],
    typed: Mapping[str, object],
    options: Options = None,
) -> None:
    """Buat gambar satu kartu."""
    from koperasi.cards import UnknownCard, find, render
    from koperasi.press import pictures
    from koperasi.store import Store

    kind = out.suffix.lower()
    if kind not in (".png", ".svg"):
        raise WrongUse(f'Nama berkas harus berakhiran .png atau .svg, bukan "{out.name}".')
    try:
        it = find(card)
    except UnknownCard as error:
        raise WrongUse(str(error)) from None
    store = Store()
    takes = {
        name: parameter
        for query in (it.query, *it.switch.values())
        for name, parameter in store.queries[query].parameters.items()
    }
    given = _options(it.query, takes, options)
    rendered = render(store, card, _filters(store, typed, given))
    for note in rendered.notes:
        typer.echo(f"Catatan: {note}", err=True)
    try:
        data = pictures.picture(rendered, "png" if kind == ".png" else "svg")
    finally:
        pictures.stop()
    out.write_bytes(data)


@app.command()
def sample(
    rows: Annotated[int, typer.Option(min=1, max=100_000_000, help="Banyaknya koperasi")] = 3057,
    seed: Annotated[int, typer.Option(min=0, help="Benih acak")] = 63,
    out: Annotated[Path, typer.Option(help="Folder tujuan")] = Path("data/sample"),
) -> None:
    """Buat register contoh (sintetis)."""
    from koperasi.intake.sample import write_sample
    from koperasi.store.places import Places

    def progress(done: int, whole: int) -> None:
        if sys.stderr.isatty():
            typer.echo(f"\r{done:,} / {whole:,}".replace(",", "."), err=True, nl=done >= whole)

    for table, count in write_sample(out, rows, seed, seeds=Places().seeds, progress=progress).items():
        typer.echo(f"{table}: {count} baris")


@app.command()
def check() -> None:
    """Periksa seeds/, register, dan setiap pertanyaan di queries/; setiap kesalahan satu baris."""
    from koperasi.store.seeds import SeedError
    from koperasi.store.store import Store

    try:
        store = Store()
    except SeedError as error:  # without its seeds there is nothing to ask
        problems = [str(problem) for problem in error.problems]
    else:
        problems = [str(register.problem) for register in store.registers.values() if register.problem]
        for name in store.queries:
            try:
                store.plan(name)
            except TableUnavailable:  # said once, for its register
                continue
            except BrokenQuery as error:
                problems.append(str(error))
    for problem in problems:
        typer.echo(problem)
    if problems:
        _fail(f"{len(problems)} kesalahan ditemukan.", 1)
    typer.echo("Semua berkas sesuai aturan.")


@app.command("package")
def make_package(out: Annotated[Path, typer.Option("--out", help="Berkas .zip")]) -> None:
    """Tulis semua data sebagai zip: CSV, metadata.json (Frictionless Data Package), dan cara mengutip."""
    from koperasi.press import package
    from koperasi.store import Store

    if out.suffix.lower() != ".zip":
        raise WrongUse(f'Nama berkas harus berakhiran .zip, bukan "{out.name}".')
    store = Store()
    # beside its place first: a failure half way leaves no broken zip behind
    partial = out.with_name(f".{out.name}.part")
    try:
        with partial.open("wb") as file:
            package.write(store, file)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(" ".join(message.split()), err=True)
    raise SystemExit(code)


def main() -> None:
    """Run the command line; every expected failure is one line on stderr."""
    try:
        app(standalone_mode=False)
    except typer.Exit as done:
        raise SystemExit(done.exit_code) from None
    except (WrongUse, UnknownQuery, BadParameter) as error:
        _fail(str(error.args[0]), 2)
    except Exception as error:
        usage = getattr(error, "format_message", None)  # click's own usage errors
        if usage is not None:
            _fail(str(usage()), 2)
        _fail(f"{type(error).__name__}: {error}" if not isinstance(error, StoreError) else str(error), 1)


if __name__ == "__main__":
    main()
