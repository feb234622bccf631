"""What the page "Data dan sumber" keeps in its URL, and the values that each may have."""

from __future__ import annotations

from koperasi.screen import state
from koperasi.screen.state import Own
from koperasi.store import Dataset, Store, datasets

FIGURE, DATASET, SOURCE = "figure", "himpunan", "sumber"
SEARCH, SUBJECT, REGISTER, QUALITY, SORT = "cari", "subjek", "daftar", "mutu", "urut"
GLOSSARY = "kamus"
SOUGHT = (SEARCH, SUBJECT, REGISTER, QUALITY, SORT, SOURCE)  # what narrows or sorts the table of figures
SUBJECTS = {
    "cooperatives": "Koperasi",
    "merah_putih": "Merah Putih",
    "ratings": "Peringkat dan kesehatan",
    "sharia": "Koperasi syariah",
    "opop": "OPOP dan pesantren",
    "modern": "Koperasi modern",
    "programs": "Program",
    "umkm": "UMKM",
    "population": "Penduduk dan wilayah",
    "regulation": "Aturan",
}
ORDERS = {"newest": "Terbaru", "oldest": "Terlama", "indicator": "Indikator", "region": "Wilayah"}


def labels(store: Store, code: str, label: str) -> dict[str, str]:
    """Code -> label of every register or quality that a figure has."""
    rows = store.ask("data/figures").rows.sort_values(label)
    return dict(zip(rows[code], rows[label], strict=True))


def sources(store: Store) -> dict[str, str]:
    """Id -> publisher and title of every source."""
    rows = store.ask("data/sources").rows
    return dict(zip(rows["source_id"], rows["publisher"] + ": " + rows["source_title"], strict=True))


def named(store: Store) -> dict[str, Dataset]:
    """Every dataset by its name."""
    return {it.name: it for it in store.derive(datasets)}


KEEPS: Own = {
    FIGURE: None,  # said to be unknown where it would stand
    DATASET: named,
    SEARCH: None,
    SUBJECT: lambda _: SUBJECTS,
    REGISTER: lambda store: labels(store, "register", "register_label"),
    QUALITY: lambda store: labels(store, "quality", "quality_label"),
    SOURCE: sources,
    SORT: lambda _: ORDERS,
    GLOSSARY: None,
}


def clear(*names: str) -> None:
    """Callback: these are asked for no more."""
    state.act(dict.fromkeys(names, ""))
