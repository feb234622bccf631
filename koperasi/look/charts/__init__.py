"""Figure shapes: frozen specs by column names and formats, drawn for a surface as plain dicts of Plotly's JSON."""

from koperasi.look.charts.bars import Bars, Columns, Grouped, Part, Stacked, widen
from koperasi.look.charts.base import UNKNOWN, Figure, Spec
from koperasi.look.charts.cells import Dots, Tiles
from koperasi.look.charts.flow import Flow
from koperasi.look.charts.lines import Area, Event, Lines
from koperasi.look.charts.maps import Map
from koperasi.look.charts.plain import Chart, Run
from koperasi.look.charts.table import Cell, Table
from koperasi.look.charts.tallies import Tallies, Tally

__all__ = [
    "UNKNOWN",
    "Area",
    "Bars",
    "Cell",
    "Chart",
    "Columns",
    "Dots",
    "Event",
    "Figure",
    "Flow",
    "Grouped",
    "Lines",
    "Map",
    "Part",
    "Run",
    "Spec",
    "Stacked",
    "Table",
    "Tallies",
    "Tally",
    "Tiles",
    "widen",
]
