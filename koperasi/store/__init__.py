"""Seeds + active registers -> DuckDB -> answers."""

from koperasi.store.catalogue import Dataset, datasets
from koperasi.store.errors import BadParameter, BrokenQuery, StoreError, TableUnavailable, UnknownQuery
from koperasi.store.filters import FILTERS, POLA, Filters, SharedFilter
from koperasi.store.registers import Register
from koperasi.store.seeds import SeedError
from koperasi.store.store import Answer, Places, Source, Store, current

__all__ = [
    "FILTERS",
    "POLA",
    "Answer",
    "BadParameter",
    "BrokenQuery",
    "Dataset",
    "Filters",
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
]
