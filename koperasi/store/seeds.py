"""Reads seeds/ by its own declaration, seeds/datapackage.json, and says everything that is wrong with it.

An analyst edits these files by hand, so every problem is reported at once, with the line their editor shows.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property, partial
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

from koperasi.intake import schema
from koperasi.said import Said
from koperasi.store import outlines

if TYPE_CHECKING:  # whoever asks a seed for its table imports it: a quarter of what `check` takes
    import pyarrow as pa

_SAMPLE = {"string": "", "integer": "bilangan bulat (contoh 3057)", "number": "angka (contoh 3057 atau 12.5)"}
_DIGITS = {"integer": re.compile(r"-?[0-9]+"), "number": re.compile(r"-?[0-9]+(\.[0-9]+)?")}
_GROUPED = re.compile(r"-?[0-9]{1,3}([.,][0-9]{3})+")
_MAX_DIGITS = 15  # a float64 keeps this many digits exactly; more would change without a word
_RESOURCE_WORDS = {"name", "path", "profile", "description", "schema", "fields", "primaryKey", "foreignKeys"}
_FIELD_WORDS = {"name", "type", "title", "description", "example", "calendar", "decimals", "constraints"}
# what a sentence of attention_rules may name, and whether it may be written in a unit
_PLACEHOLDERS = {"value": False, "found": True, "of_all": True, "what": False}
_WITH_WHAT = (
    "suspect_savings_share",
    "inactive_rate_times",
    "data_late_times",
)  # the rules of which summary/attention tells {what}
# units in which a figure need not be whole; every other one counts something
_PARTS = {"persen", "rupiah", "indeks", "meter persegi", "satuan"}
_RULES = {"string": {"pattern", "enum"}, "integer": {"minimum", "maximum"}, "number": {"minimum", "maximum"}}


@dataclass(frozen=True, order=True)
class SeedProblem:
    """One thing to mend: where it stands, what is written there, what should be."""

    file: str
    line: int  # 0: the whole file
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        if not self.line:
            return f"{self.file}: {self.expected}"
        column = f", kolom {self.column}" if self.column else ""
        shown = "".join(c if c.isprintable() else " " for c in self.value[:60])
        return f'{self.file} baris {self.line}{column}: "{shown}" — {self.expected}'


class SeedError(Said):
    """The seeds cannot be used; `problems` holds every one found."""

    def __init__(self, problems: list[SeedProblem]) -> None:
        self.problems = problems
        more = [f"… dan {len(problems) - 10} lagi."] if len(problems) > 10 else []
        head = f"{len(problems)} masalah di {len({p.file for p in problems})} berkas seeds:"
        super().__init__("\n".join([head, *map(str, problems[:10]), *more]))


@dataclass
class _Sheet:
    file: str
    schema: dict[str, Any]
    problems: list[SeedProblem] = field(default_factory=list)
    rows: list[tuple[int, dict[str, str], bool]] = field(default_factory=list)  # first line, cells, whole
    raw: bytes = b""
    complete: bool = False  # while rows are missing, other files cannot be checked against this one

    def report(self, line: int, column: str, value: str, expected: str) -> None:
        self.problems.append(SeedProblem(self.file, line, column, value, expected))


_CARD = re.compile(r'^@?[a-z_]*card\(\s*"([a-z0-9_]+/[a-z0-9_]+)"', re.MULTILINE)
_PACKAGE = "datapackage.json"
_NEEDED = ("province", "indicators", "attention_rules")  # whose rows the rules below look at
_FILE = re.compile(r"[a-z0-9_]+[.]csv")


def _package(folder: Path) -> dict[str, Any]:
    """The declaration of all files; raises SeedError with what is wrong in it, and where."""
    path = folder / _PACKAGE
    if not path.is_file():
        raise SeedError([SeedProblem(_PACKAGE, 0, "", "", "berkas ini harus ada")])
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
        package = json.loads(text)
    except UnicodeDecodeError as error:
        line, expected = raw[: error.start].count(b"\n") + 1, "harus teks UTF-8"
        raise SeedError([SeedProblem(_PACKAGE, line, "", "", expected)]) from error
    except json.JSONDecodeError as error:
        said = "simpan sebagai UTF-8 tanpa BOM" if raw.startswith(codecs.BOM_UTF8) else "JSON rusak di sini"
        shown = (error.doc.splitlines() or [""])[min(error.lineno, len(error.doc.splitlines()) or 1) - 1]
        raise SeedError([SeedProblem(_PACKAGE, error.lineno, "", shown.strip(), said)]) from error
    except RecursionError as error:
        raise SeedError([SeedProblem(_PACKAGE, 0, "", "", "JSON bersarang terlalu dalam")]) from error
    problems = [SeedProblem(_PACKAGE, _line_of(text, word), "", word, expected) for word, expected in _faults(package)]
    if problems:
        raise SeedError(sorted(problems))
    return dict(package)


def _line_of(text: str, word: str) -> int:
    """The first line that has the word in quotation marks; 1 where none has."""
    place = text.find(json.dumps(word, ensure_ascii=False))
    return text.count("\n", 0, place) + 1 if place >= 0 else 1


def _faults(package: object) -> Iterator[tuple[str, str]]:
    """What of a declaration could not be held to, as (a word near it, what is expected)."""
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list) or not resources:
        yield "resources", "harus daftar berkas, masing-masing dengan name, path, dan schema"
        return
    seen: set[str] = set()
    for it in resources:
        name, path = (it.get("name"), it.get("path")) if isinstance(it, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(path, str):
            yield "resources", "setiap berkas harus memiliki name dan path"
            return
        if not _FILE.fullmatch(path):
            yield path, "path harus nama berkas CSV di folder ini, tanpa folder lain (contoh figures.csv)"
        for word in {name, path} & seen:
            yield word, "tidak boleh disebut dua kali"
        seen |= {name, path}
        if not _is_schema(it.get("schema")):
            yield name, "schema harus memiliki fields (name, type) dan primaryKey dari fields itu"
            return
        # a rule passed over in silence would look kept while guarding nothing
        for word in sorted(_odd_words(it)):
            yield word, f"{name}: {word} tidak didukung di sini"
    columns = {it["name"]: {column["name"] for column in it["schema"]["fields"]} for it in resources}
    for it in resources:
        for link in it["schema"].get("foreignKeys", []):
            if not _is_link(link, columns[it["name"]], columns):
                yield "foreignKeys", f"{it['name']}: rujukan harus menyebut kolom yang ada di kedua berkas"
    for name in _NEEDED:
        if name not in columns:
            yield name, f"{name}.csv harus ada dalam resources"


def _is_schema(declared: object) -> bool:
    if not isinstance(declared, dict):
        return False
    fields, key = declared.get("fields"), declared.get("primaryKey")
    if not isinstance(fields, list) or not isinstance(key, list) or not fields or not key:
        return False
    known = [it.get("name") for it in fields if isinstance(it, dict) and isinstance(it.get("type"), str)]
    rules = [it.get("constraints", {}) for it in fields if isinstance(it, dict)]
    return (
        len(known) == len(fields) == len(set(map(str, known)))
        and all(isinstance(it, str) for it in known)
        and all(it in known for it in key)
        and all(isinstance(it, dict) and _is_rule(it) for it in rules)
    )


def _is_rule(limits: dict[str, Any]) -> bool:
    try:
        re.compile(limits.get("pattern", ""))
    except (re.error, TypeError):
        return False
    bounds = (limits.get("minimum", 0), limits.get("maximum", 0))
    return isinstance(limits.get("enum", []), list) and all(isinstance(it, int | float) for it in bounds)


def _is_link(link: object, mine: Collection[str], columns: dict[str, set[str]]) -> bool:
    if not isinstance(link, dict) or not isinstance(link.get("reference"), dict):
        return False
    names, other, theirs = link.get("fields"), link["reference"].get("resource"), link["reference"].get("fields")
    if not isinstance(names, list) or not isinstance(theirs, list) or other not in columns:
        return False
    return len(names) == len(theirs) and set(names) <= set(mine) and set(theirs) <= columns[other]


def _odd_words(resource: dict[str, Any]) -> set[str]:
    odd = (set(resource) | set(resource["schema"])) - _RESOURCE_WORDS
    for column in resource["schema"]["fields"]:
        rules = _RULES.get(column["type"], set()) | {"required", "unique"}
        odd |= (set(column) - _FIELD_WORDS) | (set(column.get("constraints", {})) - rules)
        odd |= {column["type"]} - set(_RULES)
    return odd


def _read(path: Path, sheet: _Sheet) -> None:
    if not path.is_file():
        return sheet.report(0, "", "", "berkas ini harus ada")
    raw = sheet.raw = path.read_bytes()
    if raw.startswith(codecs.BOM_UTF8):
        sheet.report(1, "", "BOM", "simpan sebagai UTF-8 tanpa BOM")
    for number, line in enumerate(raw.split(b"\n"), 1):
        shown = line.decode("utf-8", "backslashreplace")
        if shown.encode() != line or "\0" in shown:
            sheet.report(number, "", shown.strip(), "harus teks UTF-8 tanpa karakter NUL")
    text = raw.decode("utf-8-sig", "backslashreplace").replace("\0", "")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    names = [column["name"] for column in sheet.schema["fields"]]
    try:
        header = next(reader, [])
        for name in sorted(set(names) - set(header)):
            sheet.report(1, name, "", "kolom ini harus ada")
        for name in sorted(set(header) - set(names)):
            sheet.report(1, name, name, "kolom ini tidak dikenal")
        if header != names:
            return sheet.report(1, "", ",".join(header), f"baris pertama harus persis {','.join(names)}")
        start = reader.line_num + 1  # a quoted cell may span lines: a row is where it starts
        for cells in reader:
            if len(cells) != len(names):
                expected = f"harus {len(names)} kolom, tertulis {len(cells)}; periksa koma dan tanda kutip"
                sheet.report(start, "", ",".join(cells), expected)
            sheet.rows.append((start, dict(zip(names, cells, strict=False)), len(cells) == len(names)))
            start = reader.line_num + 1
        sheet.complete = True
    except csv.Error as error:
        sheet.report(max(reader.line_num, 1), "", "", f"CSV rusak di atau sebelum baris ini: {error}")


def _wrong_cell(column: dict[str, Any], text: str) -> str | None:
    rules = column.get("constraints", {})
    if text == "":
        return f"wajib diisi {_SAMPLE[column['type']]}".strip() if rules.get("required") else None
    if column["type"] != "string":
        return _wrong_number(column, rules, text)
    if "pattern" in rules and not re.fullmatch(rules["pattern"], text):
        return f"harus berbentuk seperti {column.get('example', rules['pattern'])}"
    if "enum" in rules and text not in rules["enum"]:
        return f"harus salah satu dari {', '.join(rules['enum'])}"
    if column.get("calendar") and (why := _wrong_date(text)):
        return why
    return None if text == text.strip() else "tidak boleh diawali atau diakhiri spasi"


def _wrong_date(text: str) -> str | None:
    try:
        day = date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return "tanggal itu tidak ada di kalender"
    return "tanggal itu belum tiba" if day > date.today() else None


def _wrong_number(column: dict[str, Any], rules: dict[str, Any], text: str) -> str | None:
    kind, decimals = column["type"], column.get("decimals", _MAX_DIGITS)
    # 3.057 is three thousand to the reader and three to the computer, so it is refused, not guessed at.
    if not _DIGITS[kind].fullmatch(text) or len(text.partition(".")[2]) > decimals:
        plain = f"; ribuan tanpa pemisah: {re.sub('[.,]', '', text)}" if _GROUPED.fullmatch(text) else ""
        return f"harus {_SAMPLE[kind]}{plain}"
    if len(text.strip("-").replace(".", "")) > _MAX_DIGITS:
        return f"harus paling banyak {_MAX_DIGITS} angka"
    low, high = rules.get("minimum", "tanpa batas"), rules.get("maximum", "tanpa batas")
    fits = (low == "tanpa batas" or float(text) >= low) and (high == "tanpa batas" or float(text) <= high)
    return None if fits else f"harus dari {low} sampai {high}"


@dataclass(frozen=True)
class _Known:
    """What a row's own rules need to know of other files."""

    units: frozenset[str]  # that a sentence of attention_rules may write a number in
    unit_of: Mapping[str, str]  # of an indicator


def _known(sheets: dict[str, _Sheet]) -> _Known:
    rows = {name: [cells for _, cells, _ in sheets[name].rows] for name in ("indicators", "attention_rules")}
    return _Known(
        frozenset(it.get("unit_id", "") for of in rows.values() for it in of),
        {it.get("indicator", ""): it.get("unit_id", "") for it in rows["indicators"]},
    )


def _check(name: str, sheet: _Sheet, sheets: dict[str, _Sheet]) -> None:
    columns = sheet.schema["fields"]
    uniques = [[c["name"]] for c in columns if c.get("constraints", {}).get("unique")]
    uniques += [sheet.schema["primaryKey"]]
    first: dict[tuple[int, tuple[str, ...]], int] = {}
    links = []
    told = _known(sheets)
    for link in sheet.schema.get("foreignKeys", []):
        other, keys = sheets[link["reference"]["resource"]], link["reference"]["fields"]
        if other.complete:
            known = {tuple(cells.get(key, "") for key in keys) for _, cells, _ in other.rows}
            links.append((link["fields"], other.file, known))
    judge = {c["name"]: cache(partial(_wrong_cell, c)) for c in columns}  # most cells of a column say what others do
    for line, cells in ((line, cells) for line, cells, whole in sheet.rows if whole):
        found = [(name, why) for name, wrong in judge.items() if (why := wrong(cells[name]))]
        bad = {column for column, _ in found}
        for number, names in enumerate(uniques):
            value = tuple(cells[n] for n in names)
            earlier = first.setdefault((number, value), line)
            if earlier != line and any(value) and bad.isdisjoint(names):
                found.append((", ".join(names), f"tidak boleh berulang; sudah ada di baris {earlier}"))
        for names, file, known in links:
            value = tuple(cells[n] for n in names)
            if bad.isdisjoint(names) and any(value) and value not in known:
                near = get_close_matches(value[-1], [k[-1] for k in known], 1)
                hint = f", mungkin {near[0]}" if near else ""
                found.append((", ".join(names), f"harus ada di {file}{hint}"))
        for name_of, expected in found or _row_rules(name, cells, told):
            sheet.report(line, name_of, ", ".join(cells[n] for n in name_of.split(", ")), expected)


def _missing(sheet: _Sheet) -> Iterator[str]:
    """Values of a key that are all listed in the declaration, or the cards: code asks for each of them by name."""
    key = sheet.schema["primaryKey"]
    declared = next(it for it in sheet.schema["fields"] if it["name"] == key[0])
    if len(key) == 1 and sheet.complete:
        there = {cells.get(key[0]) for _, cells, _ in sheet.rows}
        wanted = sorted(card_ids()) if key == ["card"] else declared.get("constraints", {}).get("enum", ())
        yield from (it for it in wanted if it not in there)


def _wrong_placeholder(rule: str, sentence: str, units: Collection[str]) -> str | None:
    """Why cards/summary.py could not fill in a sentence of attention_rules: {value}, {what}, {found:rupiah}, …"""
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError:
        return "kurung kurawal harus berpasangan, seperti {found}"
    for _, name, unit, conversion in parts:
        if name is None:
            continue
        if name not in _PLACEHOLDERS or conversion:
            near = get_close_matches(name, _PLACEHOLDERS, 1)
            hint = f", mungkin {{{near[0]}}}" if near else ""
            return f"{{{name}}} tidak dikenal; yang dikenal: {', '.join(f'{{{it}}}' for it in _PLACEHOLDERS)}{hint}"
        if name == "what" and rule not in _WITH_WHAT:
            return f"{{what}} hanya diisi untuk {', '.join(_WITH_WHAT)}"
        if unit and not _PLACEHOLDERS[name]:
            return f"{{{name}}} ditulis tanpa satuan"
        if unit and unit not in units:
            return f"satuan {unit} tidak dikenal; yang dikenal: {', '.join(sorted(units))}"
    return None


def _wrong_value(indicator: str, value: float, unit: str) -> str | None:
    """Why a figure cannot be one of its indicator's: a share above all, a part of a cooperative, less than none."""
    if (unit == "persen" or indicator.endswith("_pct")) and not 0 <= value <= 100:
        return "harus antara 0 dan 100, karena indikatornya persen"
    if value < 0 and not indicator.endswith("_shu"):  # a surplus may be a loss
        return "tidak boleh di bawah nol"
    if unit not in _PARTS and not value.is_integer():
        return f"harus bilangan bulat, karena satuannya {unit}"
    return None


@cache
def card_ids() -> frozenset[str]:
    """Every card and view by its id, read from the text of koperasi/cards, which may not be imported here."""
    folder = Path(__file__).resolve().parents[1] / "cards"
    texts = (path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    return frozenset(found for text in texts for found in _CARD.findall(text))


def _unknown_card(wanted: str) -> str | None:
    for each in filter(None, wanted.split(";")):
        card = each.partition("?")[0]
        if card not in card_ids():
            near = get_close_matches(card, card_ids(), 1)
            return f"kartu {card} tidak ada" + (f", mungkin {near[0]}" if near else "")
    return None


def _row_rules(name: str, cells: dict[str, str], told: _Known) -> Iterator[tuple[str, str]]:
    """The rules of a row that a Table Schema has no words for: between its columns, and of what code knows."""
    for column in ("card", "cards"):
        if why := _unknown_card(cells.get(column, "")):
            yield column, why
    if name == "attention_rules" and (why := _wrong_placeholder(cells["rule"], cells["sentence_id"], told.units)):
        yield "sentence_id", why
    if name == "figures":
        unit = told.unit_of.get(cells["indicator"], "")
        if why := _wrong_value(cells["indicator"], float(cells["value"]), unit):
            yield "value", why
        if cells["quality"] in {"disputed", "suspect"} and not cells["note"]:
            yield "note", f"wajib diisi bila quality {cells['quality']}"
        if (cells["quality"] == "approximate") != bool(cells["inexact"]):
            yield "inexact", "diisi value atau date bila quality approximate, selain itu kosong"
    elif name == "trainings" and bool(cells["participants"]) != bool(cells["quality"]):
        yield "quality", "diisi bila pesertanya disebut, selain itu kosong"
    elif name == "grades" and cells["score_min"] and cells["score_max"]:
        if float(cells["score_min"]) >= float(cells["score_max"]):
            yield "score_max", "harus lebih besar daripada score_min"
    elif name == "merah_putih_kecamatan":
        yield from _wrong_kecamatan(cells)


def _wrong_kecamatan(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    for column in ("with_account", "with_npwp", "with_nib"):
        if int(cells[column]) > int(cells["cooperatives"]):
            yield column, f"paling banyak {cells['cooperatives']}, banyaknya koperasi"
    total = int(cells["principal_savings"]) + int(cells["mandatory_savings"])
    if total != int(cells["savings_total"]):
        yield "savings_total", f"harus {total}, simpanan pokok ditambah simpanan wajib"


def _inspect(folder: Path) -> tuple[dict[str, Any], dict[str, _Sheet], list[SeedProblem]]:
    package = _package(folder)
    sheets = {it["name"]: _Sheet(it["path"], it["schema"]) for it in package["resources"]}
    for sheet in sheets.values():
        _read(folder / sheet.file, sheet)
    for name, sheet in sheets.items():
        _check(name, sheet, sheets)
        for value in _missing(sheet):
            sheet.report(0, "", "", f"baris {sheet.schema['primaryKey'][0]} {value} harus ada")
    _one_tile_a_place(sheets.get("regencies"))
    known = {sheet.file for sheet in sheets.values()}
    strays = [
        SeedProblem(path.name, 0, "", "", f"berkas ini tidak disebut di {_PACKAGE}")
        for path in folder.glob("*.csv")
        if path.name not in known
    ]
    province = sheets["province"]
    if province.complete and len(province.rows) != 1:
        province.report(0, "", "", f"harus tepat satu baris, tertulis {len(province.rows)}")
    found = [*strays, *(problem for sheet in sheets.values() for problem in sheet.problems)]
    if all(name in sheets and sheets[name].complete for name in ("regencies", "sources")):
        codes, sources = (
            [cells.get(column, "") for _, cells, _ in sheets[name].rows]
            for name, column in (("regencies", "code"), ("sources", "source_id"))
        )
        found += [SeedProblem(outlines.FILE, 0, "", "", fault) for fault in outlines.faults(folder, codes, sources)]
    return package, sheets, sorted(found)


def _one_tile_a_place(sheet: _Sheet | None) -> None:
    first: dict[tuple[str, str], int] = {}
    for line, cells, whole in sheet.rows if sheet else ():
        place = (cells.get("tile_col", ""), cells.get("tile_row", ""))
        if whole and first.setdefault(place, line) != line and sheet:
            expected = f"tempat ubin tidak boleh berulang; sudah ada di baris {first[place]}"
            sheet.report(line, "tile_col, tile_row", ", ".join(place), expected)


def check_seeds(folder: Path) -> list[SeedProblem]:
    """Every problem in every file of the folder, in the order of file and line."""
    try:
        return _inspect(folder)[2]
    except SeedError as error:  # nothing can be read without the declaration
        return error.problems


@dataclass(frozen=True)
class SeedReport:
    """One seed file after its check: what it declares, how many rules were held to, and its cells."""

    name: str
    path: Path
    resource: dict[str, Any]  # as declared in datapackage.json
    rules: int  # types, constraints, keys and references; a rule counts once however many rows it holds for
    columns: dict[str, list[str | None]]  # as written, in the order of the rows; None: not filled in
    raw: bytes  # the file as it was checked

    @property
    def kinds(self) -> dict[str, schema.Kind]:
        """What each column is made of."""
        return {it["name"]: schema.kind(it) for it in self.resource["schema"]["fields"]}

    @cached_property
    def table(self) -> pa.Table:
        """Its rows with the types that it declares."""
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow._compute import CastOptions, call_function  # noqa: PLC0415

        made = []
        for name, kind in self.kinds.items():
            texts = pa.lib.StringBuilder()  # pa.array and pa.table would import pandas, a quarter of a second
            texts.append_values(self.columns[name])
            # Array.cast would wrap all 286 functions of pyarrow.compute first, 50 ms of every start
            made.append(call_function("cast", [texts.finish()], CastOptions.safe(pa.type_for_alias(kind.arrow))))
        return pa.Table.from_arrays(made, names=list(self.columns))


def _rules(declared: dict[str, Any]) -> int:
    columns = declared["fields"]
    return (
        sum(1 + len(column.get("constraints", {})) + ("calendar" in column) for column in columns)
        + 1  # the primary key
        + len(declared.get("foreignKeys", []))
    )


def inspect_seeds(folder: Path) -> tuple[SeedReport, ...]:
    """Every seed file, checked anew, in the order of declaration; SeedError if anything is wrong."""
    package, sheets, problems = _inspect(folder)
    if problems:
        raise SeedError(problems)
    return tuple(
        SeedReport(
            it["name"],
            folder / it["path"],
            it,
            _rules(it["schema"]),
            _columns(sheets[it["name"]]),
            sheets[it["name"]].raw,
        )
        for it in package["resources"]
    )


def _columns(sheet: _Sheet) -> dict[str, list[str | None]]:
    names = [it["name"] for it in sheet.schema["fields"]]
    return {name: [cells[name] or None for _, cells, _ in sheet.rows] for name in names}
