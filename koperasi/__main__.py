"""The command line: `python -m koperasi --help`.

Exit codes: 0 done; 2 wrong use, 1 failure, 130 Ctrl-C, 143 told to end: each with one line on stderr.

Imports stand in the commands that need them: pandas alone takes longer than `--help` may.
"""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from koperasi.aside import aside
from koperasi.options import (
    Cards,
    Format,
    Kind,
    More,
    Options,
    Presets,
    Shade,
    Style,
    WrongUse,
    asked,
    drawing,
    expect,
    filtered,
    filters_of,
    options_of,
    progress,
    rendered_of,
    sizes_of,
    takes_of,
    write,
)
from koperasi.said import Said
from koperasi.stopping import Stopped, stoppable
from koperasi.store.errors import BadParameter, BrokenQuery, TableUnavailable, UnknownQuery

if TYPE_CHECKING:
    from koperasi.cards import Rendered
    from koperasi.press.presets import Preset
    from koperasi.store import Store

# that nobody asked for help Typer would find out with pydantic, a tenth of a second; these two need it for nothing else
_UNASKED = {"help": False}
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"default_map": _UNASKED | {"cards": _UNASKED, "check": _UNASKED}},
)


_OF_THE_SYSTEM = {
    errno.ENOENT: "tidak ada",
    errno.ENOTDIR: "bukan folder",
    errno.EISDIR: "adalah folder, bukan berkas",
    errno.EACCES: "tidak boleh dibuka",
    errno.EPERM: "tidak boleh diubah",
    errno.EROFS: "berada di disk yang hanya dapat dibaca",
    errno.ENOSPC: "disk penuh",
    errno.EDQUOT: "jatah disk habis",
    errno.EFBIG: "berkas menjadi terlalu besar untuk disk ini",
    errno.EIO: "disk tidak dapat dibaca atau ditulis",
}


@app.command()
@filtered
def ask(
    query: Annotated[str, typer.Argument(help="Nama pertanyaan, misalnya growth/total")],
    typed: Mapping[str, object],
    options: Options = None,
    form: Annotated[Format, typer.Option("--format", help="Bentuk keluaran")] = Format.TABLE,
) -> None:
    """Cetak jawaban satu pertanyaan di queries/."""
    from koperasi.cards.card import SAMPLE_MARK, selected
    from koperasi.look import columns
    from koperasi.press import files
    from koperasi.store import Store

    store = Store()
    takes = store.queries[query].parameters if query in store.queries else {}
    given = options_of(query, takes, options)
    filters = filters_of(store, typed)
    if ignored := filters.ignored(takes) if query in store.queries else ():
        typer.echo(f"Catatan: {query} tidak memakai {', '.join(it.label.lower() for it in ignored)}.", err=True)
    answer = store.ask(query, **filters.parameters(takes) | given)
    selection = selected(store, filters.only(takes))
    if form is Format.CSV:
        typer.echo(files.csv_text(answer, selection=selection), nl=False)
    elif form is Format.JSON:
        typer.echo(files.json_text(answer, selection))
    else:
        if answer.sample:
            typer.echo(f"*** {SAMPLE_MARK}: bukan angka nyata ***")
        typer.echo(columns.table(answer.rows).to_string(index=False) if len(answer.rows) else "Tidak ada data.")


@app.command("cards")
def list_cards() -> None:
    """Daftar kartu: id, judul, pertanyaan, contoh atau terbitan."""
    from koperasi.cards import cards, title_of
    from koperasi.store import Filters, Store

    store = Store()
    rows = [("id", "title", "query", "data")]
    asked = [it.query_for(it.with_defaults(Filters())) for it in cards().values()]
    for it, (_, found) in zip(cards().values(), store.plan_all(asked), strict=True):
        if isinstance(found, BrokenQuery):
            typer.echo(str(found), err=True)
            kind = "broken"
        elif isinstance(found, TableUnavailable):
            kind = "unavailable"
        else:
            kind = "sample" if any(register.sample for register in found) else "published"
        rows.append((it.id, title_of(store, it.id), it.query, kind))
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    for row in rows:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@app.command()
@filtered
def picture(
    typed: Mapping[str, object],
    card: Annotated[str | None, typer.Argument(help="Id kartu, misalnya growth/total")] = None,
    every: Annotated[bool, typer.Option("--all", help="Semua kartu")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Berkas .png, .svg atau .pdf; atau folder")] = None,
    presets: Presets = None,
    form: Annotated[Kind, typer.Option("--format", help="Jenis berkas dalam folder")] = Kind.PNG,
    style: Shade = Style.COLOUR,
    sheet: Annotated[Path | None, typer.Option("--contact-sheet", help="Berkas .png: semuanya di satu lembar")] = None,
    options: Options = None,
) -> None:
    """Buat gambar satu kartu, atau semua kartu (--all): ke berkas, ke folder, atau ke satu lembar."""
    from koperasi.cards import every_view, render
    from koperasi.press import pictures
    from koperasi.store import Store

    if (card is None) != every:
        raise WrongUse("Sebutkan satu kartu, atau --all untuk semuanya.")
    if out is None and sheet is None:
        raise WrongUse("Sebutkan tempatnya: --out, --contact-sheet, atau keduanya.")
    sizes = sizes_of(presets)
    one = out is not None and bool(out.suffix) and not out.is_dir()
    if out is not None and one:
        expect(out, *(f".{it}" for it in Kind))
        if every or len(sizes) > 1:
            raise WrongUse(f'Beberapa gambar memerlukan folder, bukan berkas "{out.name}".')
        form = Kind(out.suffix.lower().removeprefix("."))
    if sheet is not None:
        expect(sheet, ".png")
    with drawing():
        pictures.warm()
        store = Store()
        if card is None:
            rendered = rendered_of(store, every_view(), filters_of(store, typed))
        else:
            given = options_of(card, takes_of(store, card), options)
            rendered = [render(store, card, filters_of(store, typed, given))]
            for note in (*rendered[0].notes, *rendered[0].cautions):
                typer.echo(f"Catatan: {note}", err=True)
        failed = _pictures(store, rendered, sizes, form, style, out, one, sheet)
    if failed:
        _fail(f"{len(failed)} gambar tidak jadi: {', '.join(failed)}.", 1)


def _pictures(
    store: Store,
    rendered: list[Rendered],
    sizes: Sequence[Preset],
    form: Kind,
    style: Style,
    out: Path | None,
    one: bool,
    sheet: Path | None,
) -> list[str]:
    """Write every card in every size, to the file `out` where it is one, else to the folder; ids of those that failed.

    A single one that fails raises PictureError.
    """
    from koperasi.press import pictures
    from koperasi.press.presets import stem
    from koperasi.press.sheet import contact_sheet

    failed: list[str] = []
    shown: list[tuple[str, bytes, tuple[int, int]]] = []
    tell = progress(len(rendered))
    if out is not None and not one:
        out.mkdir(parents=True, exist_ok=True)
    for it in rendered:
        for size in sizes:
            name = f"{stem(store, it)}_{size.name}"
            try:
                if out is not None:
                    place = out if one else out / f"{name}.{form}"
                    data = pictures.picture(it, form.value, size, style.value)
                    write(place, data)
                if sheet is not None:
                    png = (
                        data if out is not None and form is Kind.PNG else pictures.picture(it, "png", size, style.value)
                    )
                    shown.append((name, png, (size.width, size.height)))
            except pictures.PictureError as fault:
                if len(rendered) == 1 or pictures.browser_path() is None:
                    raise
                typer.echo(f"{it.card.id}: {fault}", err=True)
                failed.append(it.card.id)
        tell(it)
    if sheet is not None:
        write(sheet, contact_sheet(shown))
    return list(dict.fromkeys(failed))


@app.command("slides")
@filtered
def make_slides(
    out: Annotated[Path, typer.Option("--out", help="Berkas .pptx")],
    typed: Mapping[str, object],
    more: More = None,
    cards: Cards = None,
    template: Annotated[Path | None, typer.Option("--template", help="Bentuk .pptx milik kantor")] = None,
) -> None:
    """Buat paparan PowerPoint: satu kartu satu slide, dengan grafik yang dapat disunting."""
    from koperasi.cards.slides import SLIDES
    from koperasi.press import slides

    expect(out, ".pptx")
    store, filters, rendered = asked(typed, cards, more, SLIDES)
    with drawing():
        write(out, slides.slides(store, rendered, filters, template=template, each=progress(len(rendered))))


@app.command("briefing")
@filtered
def make_briefing(
    out: Annotated[Path, typer.Option("--out", help="Berkas .pdf")],
    typed: Mapping[str, object],
    more: More = None,
    cards: Cards = None,
    template: Annotated[Path | None, typer.Option("--template", help="Bentuk .typ milik kantor")] = None,
) -> None:
    """Buat lembar paparan A4 (PDF): angka utama, yang berubah, yang perlu perhatian, temuan, sumber."""
    from koperasi.press import briefing

    expect(out, ".pdf")
    store, filters, named = asked(typed, cards, more, briefing.usual)
    rendered = named if cards else briefing.unasked(named)
    with drawing():
        write(out, briefing.briefing(store, rendered, filters, template=template, each_done=progress(len(rendered))))


@app.command("kit")
@filtered
def make_kit(
    out: Annotated[Path, typer.Option("--out", help="Berkas .zip")],
    typed: Mapping[str, object],
    more: More = None,
    cards: Cards = None,
    presets: Presets = None,
    forms: Annotated[list[Kind] | None, typer.Option("--format", help="Jenis gambar, boleh berulang: svg")] = None,
    style: Shade = Style.COLOUR,
) -> None:
    """Buat bahan siaran pers (zip): gambar, keterangan, teks alternatif, CSV, metadata, dan konsep siaran."""
    from koperasi.press import kit, pictures, release
    from koperasi.press.presets import PRESETS

    expect(out, ".zip")
    sizes = sizes_of(presets or list(PRESETS))
    order = kit.Order(sizes, [it.value for it in dict.fromkeys(forms or [Kind.PNG])], style.value)
    with drawing():
        pictures.warm()
        store, filters, rendered = asked(typed, cards, more, release.USUAL)
        made = kit.kit(store, rendered, filters, order, progress(len(rendered)))
    write(out, made.data)
    for card, why in made.failed.items():
        typer.echo(f"{card}: {why}", err=True)
    if made.failed:
        _fail(f"{len(made.failed)} kartu tidak ikut: {', '.join(made.failed)}.", 1)


@app.command("release")
@filtered
def make_release(
    out: Annotated[Path, typer.Option("--out", help="Berkas .docx")],
    typed: Mapping[str, object],
    more: More = None,
    cards: Cards = None,
    place: Annotated[str, typer.Option("--place", help="Tempat siaran, misalnya Banjarbaru")] = "",
    day: Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Tanggal siaran")] = None,
    template: Annotated[Path | None, typer.Option("--template", help="Bentuk .docx milik kantor")] = None,
) -> None:
    """Buat konsep siaran pers (Word): setiap angka bercatatan kaki; data contoh dikurung."""
    from koperasi.press import release

    expect(out, ".docx")
    store, filters, rendered = asked(typed, cards, more, release.USUAL)
    for it in rendered:
        if it.empty:
            typer.echo(f"Catatan: {it.card.id} dilewati. {it.finding}", err=True)
    said_on = None if day is None else day.date()
    write(out, release.release(store, rendered, filters, template=template, place=place, day=said_on))


@app.command("deliver")
@filtered
def make_delivery(
    to: Annotated[str, typer.Option("--to", help="Folder, atau mailto:kadis@dinas.go.id,humas@dinas.go.id")],
    typed: Mapping[str, object],
    more: More = None,
    cards: Cards = None,
    template: Annotated[Path | None, typer.Option("--template", help="Bentuk .typ milik kantor")] = None,
    always: Annotated[bool, typer.Option("--always", help="Juga bila datanya belum berubah")] = False,
) -> None:
    """Kirim lembar paparan bila datanya berubah, dan peringatan kepada pelanggannya; untuk cron atau systemd."""
    from koperasi.press import alerts, briefing, deliver, post, sent

    deliver.targets(to)  # what is wrong with it is said before anything is drawn
    store, filters, named = asked(typed, cards, more, briefing.usual)
    rendered = named if cards else briefing.unasked(named)
    wishes = alerts.subscriptions(store)
    with drawing(), sent.opened(sent.place()) as known:
        failed = []
        try:
            done = deliver.deliver(store, to, rendered, filters, known, always=always, template=template)
            typer.echo(f"Terkirim: {', '.join(done)}" if done else "Data belum berubah sejak kiriman terakhir.")
        except post.NotSent as error:  # keeps no alert back
            failed.append(str(error))
        if wishes and (told := alerts.send(store, known, post.server(), _card_address, anyway=always)):
            typer.echo(f"Peringatan terkirim: {', '.join(told)}")
        if failed:
            raise post.NotSent(*failed)


def _card_address(card: str, regency: str) -> str:
    """Where the dashboard shows a card, "" where KOPERASI_ADDRESS does not say where it is."""
    from urllib.parse import urlencode

    from koperasi import settings
    from koperasi.screen.contents import page_of
    from koperasi.screen.links import first_shown
    from koperasi.screen.state import CARD
    from koperasi.store.filters import REGENCIES

    base = settings.address("KOPERASI_ADDRESS")
    card_id, picked = first_shown([card])
    page = page_of(card_id)
    if not base or page is None:
        return ""
    where = {REGENCIES.urls[0]: regency} if regency else {}
    return f"{base}/{page.id}?{urlencode(where | picked | {CARD: card_id})}"


@app.command()
def sample(
    rows: Annotated[int, typer.Option(min=1, max=100_000_000, help="Banyaknya koperasi")] = 1500,
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
        problems = [problem for register in store.registers.values() for problem in register.problems()]
        for notice in (it for register in store.registers.values() for it in register.notices):
            typer.echo(f"Catatan: {notice}")
        # what is unavailable was said once, for its register
        problems += [str(it) for _, it in store.try_all(store.queries) if isinstance(it, BrokenQuery)]
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

    expect(out, ".zip")
    store = Store()
    with aside(out) as part, part.open("wb") as file:
        package.write(store, file)


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(" ".join(message.split()), err=True)
    raise SystemExit(code)


def _why(error: Exception) -> str:
    """What went wrong, without the English of a class or of the system."""
    if isinstance(error, Said):
        return str(error)
    if isinstance(error, MemoryError):
        return "Memori komputer ini tidak cukup."
    if isinstance(error, OSError) and error.errno in _OF_THE_SYSTEM:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{_OF_THE_SYSTEM[error.errno]}."
    step = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"Perintah gagal di {step.filename} baris {step.lineno}. Sampaikan baris ini kepada pengelola dasbor: {error}"
    )


def main() -> None:
    """Run the command line; every expected failure is one line on stderr."""
    try:
        with stoppable():
            code = app(standalone_mode=False) or 0
    except Stopped as told:  # what was being written or drawn has been put away on the way out
        _fail("Dihentikan; berkas yang lama tetap utuh.", told.code)
    except (WrongUse, UnknownQuery, BadParameter) as error:
        _fail(str(error.args[0]), 2)
    except Exception as error:
        usage = getattr(error, "format_message", None)  # click's own usage errors
        if usage is not None:
            _fail(str(usage()), 2)
        _fail(_why(error), 1)
    raise SystemExit(code)


if __name__ == "__main__":
    main()
