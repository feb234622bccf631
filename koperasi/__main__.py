"""The command line: `python -m koperasi --help`. Exit codes: 0 done, 2 wrong use, 1 failure (one line on stderr)."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from koperasi.cards import SAMPLE_MARK, UnknownCard, cards, find, render
from koperasi.look import columns
from koperasi.store import BadParameter, Filters, Places, Store, StoreError, UnknownQuery

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class Pola(StrEnum):
    """Pola pengelolaan."""

    ALL = "semua"
    CONVENTIONAL = "konvensional"
    SHARIA = "syariah"


Regencies = Annotated[list[str] | None, typer.Option("--kabupaten", help="Kode BPS, boleh berulang: --kabupaten 6303")]
YearFrom = Annotated[int | None, typer.Option("--from", help="Mulai tahun ini")]
YearTo = Annotated[int | None, typer.Option("--to", help="Sampai tahun ini")]
PolaOption = Annotated[Pola, typer.Option("--pola", help="Pola pengelolaan")]
Options = Annotated[list[str] | None, typer.Option("--set", help="Parameter lain: --set measure=merah_putih")]


class WrongUse(Exception):
    """The command was called in a way that cannot be carried out."""


def _filters(
    store: Store,
    regencies: list[str] | None,
    first: int | None,
    last: int | None,
    pola: Pola,
    options: list[str] | None,
) -> Filters:
    known = set(store.ask("frame/regencies").rows["regency_code"])
    for code in regencies or []:
        if code not in known:
            raise WrongUse(f'Kode kabupaten/kota "{code}" tidak dikenal. Yang ada: {", ".join(sorted(known))}.')
    if first is not None and last is not None and first > last:
        raise WrongUse(f"Tahun awal {first} lebih besar daripada tahun akhir {last}.")
    pairs = []
    for option in options or []:
        name, equals, value = option.partition("=")
        if not equals:
            raise WrongUse(f'--set memakai bentuk nama=nilai, bukan "{option}".')
        pairs.append((name, int(value) if value.isdigit() else value))
    return Filters(tuple(regencies or ()), first, last, pola.value, tuple(pairs))


@app.command()
def ask(
    query: Annotated[str, typer.Argument(help="Nama pertanyaan, misalnya growth/total")],
    kabupaten: Regencies = None,
    year_from: YearFrom = None,
    year_to: YearTo = None,
    pola: PolaOption = Pola.ALL,
    options: Options = None,
    form: Annotated[Format, typer.Option("--format", help="Bentuk keluaran")] = Format.TABLE,
) -> None:
    """Cetak jawaban satu pertanyaan di queries/."""
    from koperasi.press import files  # noqa: PLC0415 - kept out of the start of the other commands

    store = Store()
    filters = _filters(store, kabupaten, year_from, year_to, pola, options)
    takes = store.queries[query].parameters if query in store.queries else {}
    ignored = [name for name in filters.active() if takes and name not in takes]
    if ignored:
        typer.echo(f"Catatan: {query} tidak memakai {', '.join(ignored)}.", err=True)
    given = {name: value for name, value in filters.parameters().items() if name in takes} | dict(filters.options)
    answer = store.ask(query, **given)
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
    store = Store()
    rows = [("id", "title", "query", "data")]
    for it in cards().values():
        try:
            kind = "sample" if render(store, it.id, Filters()).answer.sample else "published"
        except StoreError:
            kind = "unavailable"
        rows.append((it.id, it.title, it.query, kind))
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    for row in rows:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@app.command()
def picture(
    card: Annotated[str, typer.Argument(help="Id kartu, misalnya growth/total")],
    out: Annotated[Path, typer.Option("--out", help="Berkas .png atau .svg")],
    kabupaten: Regencies = None,
    year_from: YearFrom = None,
    year_to: YearTo = None,
    pola: PolaOption = Pola.ALL,
    options: Options = None,
) -> None:
    """Buat gambar satu kartu."""
    from koperasi.press import pictures  # noqa: PLC0415 - Kaleido is slow to import

    kind = out.suffix.lower()
    if kind not in (".png", ".svg"):
        raise WrongUse(f'Nama berkas harus berakhiran .png atau .svg, bukan "{out.name}".')
    find(card)
    store = Store()
    rendered = render(store, card, _filters(store, kabupaten, year_from, year_to, pola, options))
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
    from koperasi.intake.sample import write_sample  # noqa: PLC0415 - numpy and pyarrow are needed only here

    def progress(done: int, whole: int) -> None:
        if sys.stderr.isatty():
            typer.echo(f"\r{done:,} / {whole:,}".replace(",", "."), err=True, nl=done >= whole)

    for table, count in write_sample(out, rows, seed, seeds=Places().seeds, progress=progress).items():
        typer.echo(f"{table}: {count} baris")


@app.command()
def check() -> None:
    """Periksa seeds/ dan register; setiap kesalahan satu baris."""
    from koperasi.store.seeds import check_seeds  # noqa: PLC0415

    problems = [str(problem) for problem in check_seeds(Places().seeds)]
    if not problems:
        problems = [str(register.problem) for register in Store().registers.values() if register.problem]
    for problem in problems:
        typer.echo(problem)
    if problems:
        _fail(f"{len(problems)} kesalahan ditemukan.", 1)
    typer.echo("Semua berkas sesuai aturan.")


@app.command("package")
def make_package(out: Annotated[Path, typer.Option("--out", help="Berkas .zip")]) -> None:
    """Tulis semua data sebagai zip: CSV, metadata.json (Frictionless Data Package), dan cara mengutip."""
    from koperasi.press import package  # noqa: PLC0415 - needed only here

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
    except (WrongUse, UnknownQuery, UnknownCard, BadParameter) as error:
        _fail(str(error.args[0]), 2)
    except Exception as error:
        usage = getattr(error, "format_message", None)  # click's own usage errors
        if usage is not None:
            _fail(str(usage()), 2)
        _fail(f"{type(error).__name__}: {error}" if not isinstance(error, StoreError) else str(error), 1)


if __name__ == "__main__":
    main()
