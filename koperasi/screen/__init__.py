"""Streamlit widgets: the frame with its filters, a card with its tabs, the register table."""

from koperasi.screen import data as data
from koperasi.screen import siaran as siaran
from koperasi.screen.contents import Glance, Page, section
from koperasi.screen.page import choose, show
from koperasi.screen.profile import choose_regency
from koperasi.screen.register import register_table

__all__ = ["Glance", "Page", "choose", "choose_regency", "data", "register_table", "section", "show", "siaran"]
