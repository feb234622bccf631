"""Failures that say what is wrong themselves."""

from __future__ import annotations


class Said(Exception):
    """A failure whose text is ready to be shown: in Bahasa Indonesia, what is wrong and what to do."""
