"""Streamlit widgets: the frame with its filters, a card with its tabs, the register table."""

from koperasi.screen import briefing as briefing
from koperasi.screen import sources as sources
from koperasi.screen.card import choose, show
from koperasi.screen.profile import choose_regency
from koperasi.screen.register import register_table

__all__ = ["briefing", "choose", "choose_regency", "register_table", "show", "sources"]
