"""Settings from the environment, read when they are needed, so that one that makes no sense is said and not a crash."""

from __future__ import annotations

import os
import re

from koperasi.said import Said

_BYTES = {"kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12, "kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40}
_SIZE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,3})?) ?([kmgt]i?b)", re.IGNORECASE)
_MOST_THREADS = 256


class BadSetting(Said):
    """A variable of the environment that makes no sense."""

    def __init__(self, name: str, value: str, expected: str):
        super().__init__(f'{name}="{value}" tidak dapat dipakai: isi dengan {expected}, atau kosongkan.')


def size(name: str, default: str) -> int:
    """Bytes, written "700MB" or "1.5GiB"; raises BadSetting."""
    text = os.environ.get(name, "").strip() or default
    found = _SIZE.fullmatch(text)
    if not found or not (many := int(float(found[1]) * _BYTES[found[2].lower()])):
        raise BadSetting(name, text, f"ukuran seperti {default}")
    return many


def count(name: str, default: int) -> int:
    """A whole number from 1 on; raises BadSetting."""
    text = os.environ.get(name, "").strip() or str(default)
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= _MOST_THREADS:
        raise BadSetting(name, text, f"bilangan bulat dari 1 sampai {_MOST_THREADS}")
    return int(text)


def address(name: str) -> str:
    """Where something is served, without a slash at its end, "" for not said; raises BadSetting."""
    text = os.environ.get(name, "").strip().rstrip("/")
    if text and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text):
        raise BadSetting(name, text, "alamat seperti http://dasbor.lan:8501")
    return text
