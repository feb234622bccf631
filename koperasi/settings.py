"""Settings from the environment, read when they are needed, so that one that makes no sense is said and not a crash."""

from __future__ import annotations


class BadSetting(Exception):
    """A variable of the environment that makes no sense; its text is ready to be shown."""

    def __init__(self, name: str, value: str, expected: str):
        super().__init__(f'{name}="{value}" tidak dapat dipakai: isi dengan {expected}, atau kosongkan.')
