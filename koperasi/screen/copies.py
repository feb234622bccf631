"""Buttons that copy a text with one click, also where an office's network has no https: browser/copies.js."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from koperasi.screen import served

NAME = "koperasi.copies"
_mount = st.components.v2.component(NAME, js=served.script("copies.js"), isolate_styles=False)


def show(texts: Mapping[str, str], *, key: str) -> None:
    """A button a text; texts: what it is called ("keterangan") -> itself."""
    served.serve()
    _mount(key=key, data={"texts": list(texts.items())})
