"""Everything in one zip: CSV of every dataset, a Frictionless Data Package, and a readme with the citation.

The same bytes for the same data version: fixed order, fixed dates inside the zip, nothing about when it was made.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import IO, Any

import pyarrow as pa

from koperasi import __version__
from koperasi.cards import SAMPLE_MARK
from koperasi.intake import schema
from koperasi.look import formats
from koperasi.store import Dataset, Store, datasets

_NEW_YEAR = (1980, 1, 1, 0, 0, 0)  # the oldest date a zip can hold
_MARK = "data_contoh"
_BATCH = 50_000


def write(store: Store, out: IO[bytes]) -> None:
    """Write the zip to `out`; registers are streamed, so that memory does not grow with them."""
    listed = datasets(store)
    seeds = {seed.name: seed for seed in store.seeds}
    resources: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for it in listed:
            if it.problem:
                continue
            if it.kind != "register":
                resource = dict(seeds[it.name].resource) | {"path": f"seeds/{seeds[it.name].path.name}"}
                with archive.open(entry(str(resource["path"])), "w") as file:
                    file.write(seeds[it.name].raw)
            else:
                columns, mark = store.registers[it.name].columns, SAMPLE_MARK if it.sample else ""
                resource = register_resource(it.name, columns, mark)
                with archive.open(entry(str(resource["path"])), "w", force_zip64=True) as file:
                    write_csv(columns, store.register_batches(it.name, _BATCH), file, mark)
            resources.append(_described(resource, it))
        package = json.dumps(_package(store, resources), ensure_ascii=False, indent=2) + "\n"
        # one descriptor under two names: Frictionless looks for the first, people for the second
        for name, text in (
            ("datapackage.json", package),
            ("metadata.json", package),
            ("README.md", readme(store, listed)),
        ):
            archive.writestr(entry(name), text.encode("utf-8"))


def zipped(store: Store) -> bytes:
    """The zip as bytes, for a download."""
    out = io.BytesIO()
    write(store, out)
    return out.getvalue()


def file_name(store: Store) -> str:
    """Holds the data version: two downloads of different data never have the same name."""
    return f"{slug(store)}-{store.version}.zip"


def slug(store: Store) -> str:
    """The product and the province, for names of files."""
    return re.sub("[^a-z0-9]+", "-", f"koperasi {store.province.short}".lower())


def _title(store: Store) -> str:
    return f"Data koperasi {store.province.name}"


def entry(name: str) -> zipfile.ZipInfo:
    """A file of a zip whose bytes depend on its content alone."""
    found = zipfile.ZipInfo(name, _NEW_YEAR)
    found.compress_type = zipfile.ZIP_DEFLATED
    found.external_attr = 0o644 << 16
    found.create_system = 3  # or Windows and Linux would write different bytes
    return found


def _package(store: Store, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": slug(store),
        "title": _title(store),
        "version": store.version,
        "description": citation(store),
        "contributors": [{"title": store.province.agency, "role": "publisher"}],
        "sample": any(resource["sample"] for resource in resources),
        "resources": resources,
    }


def _described(resource: dict[str, Any], it: Dataset) -> dict[str, Any]:
    title = f"{SAMPLE_MARK}: {it.title}" if it.sample else it.title
    # other words than Table Schema's own may stand beside them; licences are sentences, not codes, so not `licenses`
    return resource | {
        "title": title,
        "sample": it.sample,
        "keeper": it.keeper,
        "licence": it.licence,
        "as_of": it.as_of,
        "rows": it.rows,
        "rows_set_aside": it.set_aside,
    }


def register_resource(name: str, columns: Mapping[str, str], mark: str = "") -> dict[str, Any]:
    """The declaration of what write_csv makes of a register with these columns (DuckDB types), its path included."""
    declared = {it["name"]: it for it in schema.fields(name)} if name in schema.registers() else {}
    fields: list[dict[str, Any]] = [
        {"name": column, "type": schema.kind_of_duckdb(kind).name}
        | {word: declared[column][word] for word in ("title", "description") if column in declared}
        for column, kind in columns.items()
    ]
    if mark:
        fields.append({"name": _MARK, "type": "string", "constraints": {"required": True, "enum": [mark]}})
    return {
        "name": name,
        "path": f"registers/{'contoh_' if mark else ''}{name}.csv",
        "profile": "tabular-data-resource",
        "schema": {"fields": fields},
    }


def write_csv(names: Iterable[str], batches: Iterable[pa.RecordBatch], out: IO[bytes], mark: str = "") -> None:
    """A register as CSV (UTF-8, `\\n`, empty cell for unknown), with `mark` on every row if given."""
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*names, *([_MARK] if mark else [])])
    for batch in batches:
        columns = [[_cell(value) for value in column.to_pylist()] for column in batch.columns]
        writer.writerows((*row, mark) if mark else row for row in zip(*columns, strict=True))
    text.detach()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - a NaN
        return "NaN"
    return value.isoformat() if hasattr(value, "isoformat") else value


def citation(store: Store) -> str:
    """How what comes from here is cited, and whose the figures are."""
    return (
        f"{store.province.agency}. {store.province.dashboard} {__version__}, versi data {store.version}. "
        "Setiap angka terbitan milik sumbernya; sebutkan sumber pada barisnya bila mengutip."
    )


def readme(store: Store, listed: tuple[Dataset, ...]) -> str:
    """What is in the zip, what must be said along with it, and how to cite it."""
    samples = [it for it in listed if it.sample and not it.problem]
    lines = [f"# {_title(store)}", "", "## Cara mengutip", "", citation(store), ""]
    if samples:
        names = formats.listed(f"registers/contoh_{it.name}.csv" for it in samples)
        lines += [
            f"## {SAMPLE_MARK}",
            "",
            f"{names} adalah {SAMPLE_MARK}: dibuat komputer untuk mencoba dasbor, bukan keadaan sebenarnya. "
            f"Setiap barisnya bertanda {SAMPLE_MARK}. Jangan dikutip.",
            "",
        ]
    lines += [
        "## Isi",
        "",
        "| Himpunan | Berkas | Baris | Keadaan | Pemegang | Pemakaian |",
        "|---|---|---|---|---|---|",
    ]
    for it in listed:
        folder = "seeds/" if it.kind != "register" else f"registers/{'contoh_' if it.sample else ''}"
        title = f"{SAMPLE_MARK}: {it.title}" if it.sample else it.title
        where = f"tidak disertakan: {it.problem}" if it.problem else f"{folder}{it.name}.csv"
        rows = "" if it.rows is None else formats.number(it.rows)
        rows += f" ({formats.number(it.set_aside)} lain disisihkan)" if it.set_aside else ""
        as_of = formats.as_of(it.as_of) if it.is_dated else ""
        lines.append(f"| {title} | {where} | {rows} | {as_of} | {it.keeper} | {it.licence} |")
    lines += [
        "",
        "## Cara membaca",
        "",
        "CSV UTF-8 dengan koma, titik desimal, dan sel kosong untuk yang tidak diketahui (bukan nol). datapackage.json "
        "(sama dengan metadata.json) menjelaskan setiap kolom menurut Frictionless Data Package. Angka yang "
        "bertentangan dan sebabnya ada di seeds/contradictions.csv. Jangan menyambung angka dari register yang "
        "berbeda. Baris register yang melanggar aturan disisihkan: tidak disertakan dan tidak dihitung.",
        "",
    ]
    return "\n".join(lines)
