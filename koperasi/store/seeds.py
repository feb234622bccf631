"""Reads seeds/ by its own declaration, seeds/datapackage.json, and says everything that is wrong with it.

An analyst edits these files by hand, so every problem is reported at once, with the line their editor shows.
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from typing import Any

import pyarrow as pa

from koperasi.intake import schema

_SAMPLE = {"string": "", "integer": "bilangan bulat (contoh 3057)", "number": "angka (contoh 3057 atau 12.5)"}
_DIGITS = {"integer": re.compile(r"-?[0-9]+"), "number": re.compile(r"-?[0-9]+(\.[0-9]+)?")}
_GROUPED = re.compile(r"-?[0-9]{1,3}([.,][0-9]{3})+")
_MAX_DIGITS = 15  # a float64 keeps this many digits exactly; more would change without a word
_RESOURCE_WORDS = {"name", "path", "profile", "description", "schema", "fields", "primaryKey", "foreignKeys"}
_FIELD_WORDS = {"name", "type", "title", "description", "example", "calendar", "decimals", "constraints"}
# what a sentence of attention_rules may name, and whether it may be written in a unit
_PLACEHOLDERS = {"value": False, "found": True, "of_all": True, "what": False}
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


class SeedError(Exception):
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


def _declared(folder: Path) -> dict[str, _Sheet]:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        odd = (set(resource) | set(resource["schema"])) - _RESOURCE_WORDS
        for column in resource["schema"]["fields"]:
            rules = _RULES.get(column["type"], set()) | {"required", "unique"}
            odd |= (set(column) - _FIELD_WORDS) | (set(column.get("constraints", {})) - rules)
            odd |= {column["type"]} - set(_RULES)
        if odd:  # a rule passed over in silence would look kept while guarding nothing
            raise ValueError(f"datapackage.json, {resource['name']}: not supported: {', '.join(sorted(odd))}")
    return {r["name"]: _Sheet(r["path"], r["schema"]) for r in package["resources"]}


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
    if column.get("calendar"):
        try:
            date.fromisoformat((text + "-01-01")[:10])
        except ValueError:
            return "tanggal itu tidak ada di kalender"
    return None if text == text.strip() else "tidak boleh diawali atau diakhiri spasi"


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


def _check(name: str, sheet: _Sheet, sheets: dict[str, _Sheet]) -> None:
    columns = sheet.schema["fields"]
    uniques = [[c["name"]] for c in columns if c.get("constraints", {}).get("unique")]
    uniques += [sheet.schema["primaryKey"]]
    first: dict[tuple[int, tuple[str, ...]], int] = {}
    links = []
    units = {it.get("unit_id", "") for which in ("indicators", "attention_rules") for _, it, _ in sheets[which].rows}
    for link in sheet.schema.get("foreignKeys", []):
        other, keys = sheets[link["reference"]["resource"]], link["reference"]["fields"]
        if other.complete:
            known = {tuple(cells.get(key, "") for key in keys) for _, cells, _ in other.rows}
            links.append((link["fields"], other.file, known))
    for line, cells in ((line, cells) for line, cells, whole in sheet.rows if whole):
        found = [(c["name"], why) for c in columns if (why := _wrong_cell(c, cells[c["name"]]))]
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
        for name_of, expected in found or _row_rules(name, cells, units):
            sheet.report(line, name_of, ", ".join(cells[n] for n in name_of.split(", ")), expected)


def _wrong_placeholder(sentence: str, units: Collection[str]) -> str | None:
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
        if unit and not _PLACEHOLDERS[name]:
            return f"{{{name}}} ditulis tanpa satuan"
        if unit and unit not in units:
            return f"satuan {unit} tidak dikenal; yang dikenal: {', '.join(sorted(units))}"
    return None


def _row_rules(name: str, cells: dict[str, str], units: Collection[str]) -> Iterator[tuple[str, str]]:
    """The rules between the columns of a row, which a Table Schema has no words for."""
    if name == "attention_rules" and (why := _wrong_placeholder(cells["sentence_id"], units)):
        yield "sentence_id", why
    if name == "figures":
        if cells["indicator"].endswith("_pct") and not 0 <= float(cells["value"]) <= 100:
            yield "value", "harus antara 0 dan 100, karena indikatornya persen"
        if cells["quality"] in {"disputed", "suspect"} and not cells["note"]:
            yield "note", f"wajib diisi bila quality {cells['quality']}"
    elif name == "grades" and cells["score_min"] and cells["score_max"]:
        if float(cells["score_min"]) >= float(cells["score_max"]):
            yield "score_max", "harus lebih besar daripada score_min"
    elif name == "merah_putih_kecamatan":
        for column in ("with_account", "with_npwp", "with_nib"):
            if int(cells[column]) > int(cells["cooperatives"]):
                yield column, f"paling banyak {cells['cooperatives']}, banyaknya koperasi"
        total = int(cells["principal_savings"]) + int(cells["mandatory_savings"])
        if total != int(cells["savings_total"]):
            yield "savings_total", f"harus {total}, simpanan pokok ditambah simpanan wajib"


def _inspect(folder: Path) -> tuple[dict[str, _Sheet], list[SeedProblem]]:
    sheets = _declared(folder)
    for sheet in sheets.values():
        _read(folder / sheet.file, sheet)
    for name, sheet in sheets.items():
        _check(name, sheet, sheets)
    province = sheets["province"]
    if province.complete and len(province.rows) != 1:
        province.report(0, "", "", f"harus tepat satu baris, tertulis {len(province.rows)}")
    return sheets, sorted(problem for sheet in sheets.values() for problem in sheet.problems)


def check_seeds(folder: Path) -> list[SeedProblem]:
    """Every problem in every file of the folder, in the order of file and line."""
    return _inspect(folder)[1]


@dataclass(frozen=True)
class SeedReport:
    """One seed file after its check: what it declares, how many rules were held to, and its rows."""

    name: str
    path: Path
    resource: dict[str, Any]  # as declared in datapackage.json
    rules: int  # types, constraints, keys and references; a rule counts once however many rows it holds for
    table: pa.Table
    raw: bytes  # the file as it was checked


def _rules(declared: dict[str, Any]) -> int:
    columns = declared["fields"]
    return (
        sum(1 + len(column.get("constraints", {})) + ("calendar" in column) for column in columns)
        + 1  # the primary key
        + len(declared.get("foreignKeys", []))
    )


def inspect_seeds(folder: Path) -> tuple[SeedReport, ...]:
    """Every seed file, checked anew, in the order of declaration; SeedError if anything is wrong."""
    sheets, problems = _inspect(folder)
    if problems:
        raise SeedError(problems)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return tuple(
        SeedReport(
            it["name"],
            folder / it["path"],
            it,
            _rules(it["schema"]),
            _table(sheets[it["name"]]),
            sheets[it["name"]].raw,
        )
        for it in package["resources"]
    )


def _table(sheet: _Sheet) -> pa.Table:
    arrow = {c["name"]: pa.type_for_alias(schema.kind(c).arrow) for c in sheet.schema["fields"]}
    columns = []
    for name, kind in arrow.items():
        texts = pa.lib.StringBuilder()  # pa.array and pa.table would import pandas, a quarter of a second
        texts.append_values([cells[name] or None for _, cells, _ in sheet.rows])
        columns.append(texts.finish().cast(kind))
    return pa.Table.from_arrays(columns, names=list(arrow))
