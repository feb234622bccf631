"""What can go wrong between a question and its answer, said in Bahasa Indonesia for the person at the screen."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from koperasi.said import Said


def _closest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.4)
    return f" Mungkin maksudnya: {', '.join(near)}." if near else ""


class StoreError(Said):
    """Any failure of the store."""


class UnknownQuery(StoreError):
    """No file in queries/ answers to this name."""

    def __init__(self, name: str, known: Iterable[str]):
        super().__init__(f'Tidak ada pertanyaan bernama "{name}".{_closest(name, known)}')


class BadParameter(StoreError):
    """A parameter that the query's header does not name, or a value that it does not allow."""

    @classmethod
    def unknown(cls, query: str, name: str, known: Iterable[str]) -> BadParameter:
        """For a name that the header lacks."""
        known = list(known)
        takes = ", ".join(known) or "tidak ada"
        return cls(
            f'Pertanyaan "{query}" tidak mengenal parameter "{name}". Yang dikenal: {takes}.{_closest(name, known)}'
        )

    @classmethod
    def value(cls, query: str, name: str, value: object, expected: str) -> BadParameter:
        """For a value of the wrong type, or outside the allowed ones."""
        return cls(f'Pertanyaan "{query}": parameter "{name}" bernilai {value!r}, padahal harus {expected}.')


class TableUnavailable(StoreError):
    """A register's file is missing or unreadable; only what needs that register is affected."""

    def __init__(self, file: str, what: str, todo: str):
        super().__init__(f"Berkas {file}: {what} {todo}")
        self.file, self.what, self.todo = file, what, todo


class BrokenQuery(StoreError):
    """A file in queries/ that cannot be run as it stands; only what asks it is affected."""

    def __init__(self, query: str, why: str):
        short = " ".join(why.split()).removeprefix(f"queries/{query}.sql: ")
        super().__init__(f"Pertanyaan queries/{query}.sql rusak: {short}")
        self.query, self.why = query, short


class OutOfMemory(StoreError):
    """The memory that DuckDB may take is not enough for the data, or for one question."""

    def __init__(self, setting: str, limit: str):
        super().__init__(
            f"Memori untuk data tidak cukup: {setting} membatasinya pada {limit}. Naikkan batas itu, lalu nyalakan "
            "ulang dasbor."
        )
