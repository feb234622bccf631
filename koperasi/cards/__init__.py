"""The cards, one module a subject; importing this package declares them all."""

from koperasi.cards import facilities as facilities
from koperasi.cards import growth as growth
from koperasi.cards import merah_putih as merah_putih
from koperasi.cards import merah_putih_business as merah_putih_business
from koperasi.cards import opop as opop
from koperasi.cards import profile as profile
from koperasi.cards import programs as programs
from koperasi.cards import sharia as sharia
from koperasi.cards import summary as summary
from koperasi.cards.card import (
    SAMPLE_LEAD,
    SAMPLE_MARK,
    Card,
    Choice,
    Rendered,
    UnknownCard,
    Zero,
    cards,
    current_id,
    every_view,
    figure_json,
    find,
    in_words,
    render,
    selected,
    shown_by,
    title_of,
)

__all__ = [
    "SAMPLE_LEAD",
    "SAMPLE_MARK",
    "Card",
    "Choice",
    "Rendered",
    "UnknownCard",
    "Zero",
    "cards",
    "current_id",
    "every_view",
    "figure_json",
    "find",
    "in_words",
    "render",
    "selected",
    "shown_by",
    "title_of",
]
