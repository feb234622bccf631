"""The house style: palette and Plotly template, for light and dark.

Palette: UK Analysis Function, colour-blind safe, at most four categories
(https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-colours-in-charts/).
On a dark ground the same hues are lightened until they reach 3:1 against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import plotly.graph_objects as go

Mode = Literal["light", "dark"]
FONT = "Source Sans, sans-serif"


@dataclass(frozen=True)
class Ink:
    """Colours by the names that a designer would use."""

    mode: Mode
    paper: str
    text: str
    soft_text: str
    grid: str
    muted: str
    categories: tuple[str, str, str, str]
    sequence: tuple[str, str, str]
    sequence_text: tuple[str, str, str]
    alarm: str

    def figure(self, **layout: object) -> go.Figure:
        """An empty figure in the house style."""
        return go.Figure(layout={"template": _template(self.mode)} | layout)


LIGHT = Ink(
    mode="light",
    paper="#FFFFFF",
    text="#1B1F24",
    soft_text="#50575F",
    grid="#E4E7EA",
    muted="#D6D6D6",
    categories=("#12436D", "#28A197", "#801650", "#F46A25"),
    sequence=("#6BACE6", "#2073BC", "#12436D"),
    sequence_text=("#1B1F24", "#FFFFFF", "#FFFFFF"),
    alarm="#801650",
)
DARK = Ink(
    mode="dark",
    paper="#14181D",
    text="#F2F4F6",
    soft_text="#B7BEC6",
    grid="#343B43",
    muted="#4A525B",
    categories=("#6BACE6", "#3CC4B8", "#E08BBB", "#F79A6B"),
    sequence=("#24507A", "#3F86C6", "#9CCBF2"),
    sequence_text=("#FFFFFF", "#10151A", "#10151A"),
    alarm="#E08BBB",
)


def ink(mode: Mode) -> Ink:
    """The palette for a light or a dark ground."""
    return DARK if mode == "dark" else LIGHT


@cache
def _template(mode: Mode) -> go.layout.Template:
    look = ink(mode)
    axis = {
        "gridcolor": look.grid,
        "linecolor": look.soft_text,
        "zerolinecolor": look.grid,
        "tickfont": {"color": look.soft_text},
        "automargin": True,
        "fixedrange": True,
        "title": {"font": {"color": look.soft_text, "size": 13}, "standoff": 8},
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 14, "color": look.text},
            "paper_bgcolor": look.paper,
            "plot_bgcolor": look.paper,
            "separators": ",.",
            "margin": {"l": 8, "r": 16, "t": 12, "b": 8},
            "height": 360,
            "colorway": list(look.categories),
            "hoverlabel": {"font": {"family": FONT, "size": 14}, "align": "left", "namelength": -1},
            "hovermode": "closest",
            "dragmode": False,
            "showlegend": False,
            "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "title": {"text": ""}},
            "xaxis": axis | {"showgrid": False, "ticks": "outside", "tickcolor": look.grid},
            "yaxis": axis | {"rangemode": "tozero"},
            "bargap": 0.28,
            "uniformtext": {"minsize": 10, "mode": "show"},
        }
    )
