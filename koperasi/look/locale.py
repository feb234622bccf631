"""Plotly's words in Bahasa Indonesia.

`config={"locale": "id"}` alone does nothing: plotly.js ships English only and wants the table beside it.
"""

from __future__ import annotations

from typing import Any

from babel import Locale

_ID = Locale("id")
_MONTHS, _DAYS = _ID.months["format"], _ID.days["format"]

DICTIONARY = {
    "Autoscale": "Skala otomatis",
    "Box Select": "Pilih kotak",
    "Click to enter Plot title": "",
    "Double-click on legend to isolate one trace": "Klik dua kali pada legenda untuk menampilkan satu deret",
    "Double-click to zoom back out": "Klik dua kali untuk kembali",
    "Download plot": "Unduh gambar",
    "Download plot as a PNG": "Unduh gambar (PNG)",
    "Lasso Select": "Pilih bebas",
    "Pan": "Geser",
    "Reset": "Kembalikan",
    "Reset axes": "Kembalikan sumbu",
    "Zoom": "Perbesar",
    "Zoom in": "Perbesar",
    "Zoom out": "Perkecil",
}

TABLE: dict[str, Any] = {
    "moduleType": "locale",
    "name": "id",
    "dictionary": DICTIONARY,
    "format": {
        "days": [_DAYS["wide"][(i - 1) % 7] for i in range(7)],
        "shortDays": [_DAYS["abbreviated"][(i - 1) % 7] for i in range(7)],
        "months": [_MONTHS["wide"][i] for i in range(1, 13)],
        "shortMonths": [_MONTHS["abbreviated"][i] for i in range(1, 13)],
        "date": "%d/%m/%Y",
        "decimal": ",",
        "thousands": ".",
    },
}

# a bar of twelve buttons is noise at a briefing; downloads have a tab of their own
CONFIG: dict[str, Any] = {
    "locale": "id",
    "locales": {"id": TABLE},
    "displayModeBar": False,
    "displaylogo": False,
    "scrollZoom": False,
    "showTips": False,
}
