"""The house style: palette and Plotly template, for light, for dark and for grey print.

Palette: UK Analysis Function, colour-blind safe, at most four categories
(https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-colours-in-charts/).
On a dark ground the same hues are lightened until they reach 3:1 against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

Mode = Literal["light", "dark", "grey"]
FONT = "Source Sans, sans-serif"
CATEGORIES = ("first", "second", "third", "fourth")
SHADES = ("light", "middle", "deep")


@dataclass(frozen=True)
class Ink:
    """Colours by the names that a designer would use; :meth:`colour` finds them by those names."""

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
    pale: str
    mint: str

    def colour(self, name: str) -> str:
        """By its name in a figure spec.

        "first" to "fourth": categories; "pale", "light", "middle", "deep": shades of one hue; "mint": a lighter second;
        "soft": of quiet text.
        """
        return self._named[name]  # a name that is none raises KeyError: a spelling mistake in a card

    @cached_property
    def _named(self) -> dict[str, str]:
        plain = {name: getattr(self, name) for name in ("paper", "text", "grid", "muted", "alarm", "pale", "mint")}
        named = zip((*CATEGORIES, *SHADES), (*self.categories, *self.sequence), strict=True)
        return {**plain, "soft": self.soft_text, **dict(named)}

    @cached_property
    def template(self) -> dict[str, Any]:
        """The Plotly template; shared, never changed. Margins are measured by whoever draws, never grown by Plotly."""
        axis = {
            "gridcolor": self.grid,
            "linecolor": self.soft_text,
            "zerolinecolor": self.grid,
            "tickfont": {"color": self.soft_text},
            "automargin": False,
            "fixedrange": True,
            "ticklabeloverflow": "allow",  # measured by us; Plotly would measure each label again, 18 ms a change
        }
        return {
            "layout": {
                "font": {"family": FONT, "size": 14, "color": self.text},
                "paper_bgcolor": self.paper,
                "plot_bgcolor": self.paper,
                "separators": ",.",
                "hoverlabel": {"font": {"family": FONT, "size": 14}, "align": "left", "namelength": -1},
                "hovermode": "closest",
                "dragmode": False,
                "showlegend": False,
                "legend": {
                    "orientation": "h",
                    "x": 0,
                    "y": 1,
                    "yanchor": "bottom",
                    "title": {"text": ""},
                    "traceorder": "normal",
                    "maxheight": 1,  # of the figure; half of a low one would cut the last row
                    "itemclick": False,
                    "itemdoubleclick": False,
                },
                "xaxis": axis | {"showgrid": False, "ticks": "outside", "tickcolor": self.grid},
                "yaxis": axis | {"rangemode": "tozero"},
                "bargap": 0.28,
                "uniformtext": {"minsize": 10, "mode": "show"},
            }
        }


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
    pale="#BBD9F2",
    mint="#9BD8D1",
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
    pale="#1C3550",
    mint="#1F6E67",
)
# for a newspaper's black: as far apart in lightness as the hues of LIGHT are in colour
GREY = Ink(
    mode="grey",
    paper="#FFFFFF",
    text="#1B1F24",
    soft_text="#4F4F4F",
    grid="#E5E5E5",
    muted="#E0E0E0",
    categories=("#303030", "#8C8C8C", "#5E5E5E", "#B4B4B4"),
    sequence=("#C2C2C2", "#858585", "#303030"),
    sequence_text=("#1B1F24", "#111418", "#FFFFFF"),
    alarm="#1B1F24",
    pale="#E8E8E8",
    mint="#BFBFBF",
)
_INKS: dict[Mode, Ink] = {"light": LIGHT, "dark": DARK, "grey": GREY}


def ink(mode: Mode) -> Ink:
    """The palette for a light or a dark ground, or for print without colours."""
    return _INKS[mode]
