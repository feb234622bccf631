"""Streamlit widgets: the frame with its filters, a card with its tabs, the register table."""

from koperasi.screen import sources as sources
from koperasi.screen.card import choose, show
from koperasi.screen.register import register_table

__all__ = ["choose", "register_table", "show", "sources"]
