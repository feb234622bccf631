"""Seeds + active registers -> DuckDB -> answers."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from koperasi.store.catalogue import Dataset, datasets
    from koperasi.store.errors import BadParameter, BrokenQuery, OutOfMemory, StoreError, TableUnavailable, UnknownQuery
    from koperasi.store.filters import FILTERS, POLA, Filters, SharedFilter
    from koperasi.store.memory import few_heaps
    from koperasi.store.places import Places
    from koperasi.store.registers import Register
    from koperasi.store.seeds import SeedError
    from koperasi.store.store import Answer, Source, Store, current, rest

__all__ = [
    "FILTERS",
    "POLA",
    "Answer",
    "BadParameter",
    "BrokenQuery",
    "Dataset",
    "Filters",
    "OutOfMemory",
    "Places",
    "Register",
    "SeedError",
    "SharedFilter",
    "Source",
    "Store",
    "StoreError",
    "TableUnavailable",
    "UnknownQuery",
    "current",
    "datasets",
    "few_heaps",
    "rest",
]

_HOME = {
    "catalogue": {"Dataset", "datasets"},
    "memory": {"few_heaps"},
    "errors": {"BadParameter", "BrokenQuery", "OutOfMemory", "StoreError", "TableUnavailable", "UnknownQuery"},
    "filters": {"FILTERS", "POLA", "Filters", "SharedFilter"},
    "places": {"Places"},
    "registers": {"Register"},
    "seeds": {"SeedError"},
    "store": {"Answer", "Source", "Store", "current", "rest"},
}


def __getattr__(name: str) -> object:
    """Import the module of a name when it is first used: `--help` needs none of pandas, pyarrow and DuckDB."""
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"koperasi.store.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
