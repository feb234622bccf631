"""A figure as a chart of PowerPoint's own, which the office can edit; made from the figure's plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pptx.chart.chart import Chart as Drawn
from pptx.chart.data import CategoryChartData
from pptx.chart.series import _BaseCategorySeries
from pptx.dml.chtfmt import ChartFormat
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from koperasi.look.charts import Chart, Run
from koperasi.look.charts.base import span_behind
from koperasi.look.ink import LIGHT
from koperasi.look.text import readable

# digits with points between thousands whatever the language of the computer: \. is a letter, not a separator
NUMBERS = r"[>=1000000]#\.###\.##0;[>=1000]#\.##0;0"
_TYPES = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "grouped": XL_CHART_TYPE.BAR_CLUSTERED,
    "columns": XL_CHART_TYPE.COLUMN_STACKED,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
    "area": XL_CHART_TYPE.AREA,
}
_INSIDE = ("stacked", "columns")
_DASHES = {"dash": MSO_LINE.DASH, "dot": MSO_LINE.ROUND_DOT, "dashdot": MSO_LINE.DASH_DOT}
_LETTERS = ((6, 18), (10, 16), (12, 14))  # names at most: points
_SMALL = 12
_PLOT = 0.7  # of the chart's width, beside the names
_ROUND = {
    XL_LABEL_POSITION.ABOVE: (0.0, 0.055),
    XL_LABEL_POSITION.BELOW: (0.0, -0.055),
    XL_LABEL_POSITION.RIGHT: (0.06, 0.0),
    XL_LABEL_POSITION.LEFT: (-0.06, 0.0),
}
_MOST_LABELS = 30  # numbers of one run; more of them would lie on one another


def data_of(chart: Chart) -> CategoryChartData:
    """What the chart's own workbook holds."""
    data = CategoryChartData(number_format=NUMBERS)
    data.categories = chart.names
    for run in chart.runs:
        data.add_series(run.name, run.values)
    return data


def _letter(chart: Chart) -> int:
    """Points: as large as the rows leave room for, since a slide is read from afar."""
    across = chart.shape in ("bars", "stacked", "grouped")
    rows = len(chart.names) * (len(chart.runs) if chart.shape == "grouped" else 1) if across else 8
    return next((letter for most, letter in _LETTERS if rows <= most), _SMALL)


def draw(shapes: Any, chart: Chart, place: tuple[int, int, int, int], title: str = "") -> Any:
    """The chart on a slide, at (left, top, width, height); returns its frame. title: inside it, "" for none."""
    frame = shapes.add_chart(_TYPES[chart.shape], *place, data_of(chart))
    drawn, letter = frame.chart, _letter(chart)
    drawn.font.size, drawn.font.color.rgb = Pt(letter), _rgb("text")
    drawn.has_title = bool(title)
    if title:
        drawn.chart_title.text_frame.text = title
        letters = drawn.chart_title.text_frame.paragraphs[0].runs[0].font
        letters.size, letters.bold, letters.color.rgb = Pt(letter), True, _rgb("alarm")
    drawn.has_legend = chart.keyed and len(chart.runs) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        for number, run in reversed([*enumerate(chart.runs)]):
            if not run.name:  # a line whose name stands with another of the same look
                drawn.legend._element.insert(1, _unlisted(drawn.legend._element, number))
    _axes(drawn, chart)
    if chart.shape in ("bars", "grouped") and (long := [run for run in chart.runs if not run.counted]):
        # room for words behind the longest bar, which PowerPoint would break into pieces
        room = _PLOT * place[2] / Inches(1) * 96
        drawn.value_axis.maximum_scale = max(span_behind(it.values, it.texts, room, letter * 96 / 72) for it in long)
    spots = _where(chart) if chart.shape == "lines" else {}
    for number, (run, series) in enumerate(zip(chart.runs, drawn.plots[0].series, strict=True)):
        _look(chart, run, series)
        positions = {place: spots[number, place] for place in range(len(run.values)) if (number, place) in spots}
        _label(chart, run, series, letter, positions)
    if chart.shape == "lines":
        # a line goes on over the dates of the others, and never from one register to the next: that is another run
        drawn._chartSpace.chart.find(qn("c:dispBlanksAs")).set("val", "span")
    return frame


def _unlisted(legend: Any, place: int) -> Any:
    entry = legend.makeelement(qn("c:legendEntry"), {})
    entry.append(legend.makeelement(qn("c:idx"), {"val": str(place)}))
    entry.append(legend.makeelement(qn("c:delete"), {"val": "1"}))
    return entry


def _rgb(name: str) -> RGBColor:
    return RGBColor.from_string(LIGHT.colour(name).removeprefix("#"))


def _axes(drawn: Drawn, chart: Chart) -> None:
    names, values = drawn.category_axis, drawn.value_axis
    across = chart.shape in ("bars", "stacked", "grouped")
    names.format.line.color.rgb = _rgb("grid")
    names.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values.minimum_scale = 0
    values.has_major_gridlines = not across
    values.visible = not across
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = NUMBERS, False
    if across:
        names.reverse_order = True
        every = names._element.makeelement(qn("c:tickLblSkip"), {"val": "1"})
        names._element.find(qn("c:noMultiLvlLbl")).addprevious(every)
    else:
        values.major_gridlines.format.line.color.rgb = _rgb("grid")
        values.format.line.fill.background()
    if chart.names and isinstance(chart.names[0], date):
        names.tick_labels.number_format, names.tick_labels.number_format_is_linked = "yyyy", False
        _whole_years(names._element, chart.names)
    plot = drawn.plots[0]
    if chart.shape in ("bars", "grouped", *_INSIDE):
        plot.gap_width = 40
        plot.overlap = 100 if chart.shape in _INSIDE else 0
    plot.vary_by_categories = False


def _whole_years(axis: Any, days: Sequence[Any]) -> None:
    """A mark at most every so many years that twelve of them fit; the days between keep their places."""
    step = str(-(-(days[-1].year - days[0].year + 1) // 12))
    for tag, value in (("majorTimeUnit", "years"), ("majorUnit", step), ("baseTimeUnit", "days")):
        for old in axis.findall(qn(f"c:{tag}")):
            axis.remove(old)
        axis.find(qn("c:lblOffset")).addnext(axis.makeelement(qn(f"c:{tag}"), {"val": value}))


def _look(chart: Chart, run: Run, series: _BaseCategorySeries) -> None:
    if chart.shape == "lines":
        _line(run, series)
        return
    usual = run.colours[0], False, all(run.planned)
    _fill(series.format, *usual)
    if chart.shape in _INSIDE:
        series.format.line.color.rgb = _rgb("paper")  # neighbours of one lightness stay two in grey print
    if chart.shape == "area":
        return
    series.invert_if_negative = False
    for place, look in enumerate(zip(run.colours, run.hatched, run.planned, strict=True)):
        if run.values[place] is not None and look != usual:
            _fill(series.points[place].format, *look)


def _fill(look: ChartFormat, colour: str, hatched: bool, planned: bool) -> None:
    fill = look.fill
    if planned:  # its outline
        fill.solid()
        fill.fore_color.rgb = _rgb("paper")
        look.line.color.rgb, look.line.width = _rgb(colour), Pt(2)
        return
    if not hatched:
        fill.solid()
        fill.fore_color.rgb = _rgb(colour)
        return
    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb, fill.back_color.rgb = _rgb(colour), _rgb("paper")


def _line(run: Run, series: Any) -> None:
    colour = _rgb(run.colours[0])
    series.smooth = False
    if run.joined:
        series.format.line.color.rgb, series.format.line.width = colour, Pt(2.5)
        if run.dash in _DASHES:
            series.format.line.dash_style = _DASHES[run.dash]
    else:
        series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 8
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = colour
    series.marker.format.line.color.rgb = colour
    for place, hatched in enumerate(run.hatched):
        if hatched:  # filled with paper: not firm
            marker = series.points[place].marker
            marker.style, marker.size = XL_MARKER_STYLE.DIAMOND, 9
            marker.format.fill.solid()
            marker.format.fill.fore_color.rgb, marker.format.line.color.rgb = _rgb("paper"), colour


def _label(chart: Chart, run: Run, series: Any, letter: int, positions: Mapping[int, Any]) -> None:
    """Numbers that follow the workbook where the words are the number alone; else the words as they stand."""
    said = [place for place, words in enumerate(run.texts) if words and run.values[place] is not None]
    if len(said) > _MOST_LABELS or chart.shape == "area":  # an area bears its numbers in its middle
        return
    colour = _rgb("text")
    if chart.shape in _INSIDE:
        below = "paper" if all(run.planned) else run.colours[0]
        colour = RGBColor.from_string(readable(LIGHT.colour(below)).removeprefix("#"))
    for place in said:
        if chart.shape in _INSIDE and run.hatched[place]:
            continue  # no number stands on hatching
        if chart.shape == "lines" and place not in positions:
            continue
        label = series.points[place].data_label
        if not run.counted:
            label.text_frame.text = run.texts[place]
            letters = label.text_frame.paragraphs[0].runs[0].font
            letters.size, letters.color.rgb = Pt(letter), colour
        else:
            label.font.size, label.font.color.rgb = Pt(letter), colour
            _follow(label)
        if chart.shape in ("bars", "grouped"):
            label.position = XL_LABEL_POSITION.OUTSIDE_END
        elif chart.shape in _INSIDE:
            label.position = XL_LABEL_POSITION.CENTER
        elif chart.shape == "lines":
            label.position = positions[place]


def _where(chart: Chart) -> dict[tuple[int, int], Any]:
    """Where the number of each point of lines stands, the newest first; one that would lie on another stands nowhere.

    In parts of the plot: a number is about 8 of 100 wide and 5 high.
    """
    days: Any = chart.names
    span = max((days[-1] - days[0]).days, 1)
    top = max(value for run in chart.runs for value in run.values if value is not None) or 1.0
    points = {
        (number, place): ((days[place] - days[0]).days / span, value / top)
        for number, run in enumerate(chart.runs)
        for place, value in enumerate(run.values)
        if value is not None
    }
    found: dict[tuple[int, int], Any] = {}
    taken: list[tuple[float, float]] = []
    for key, (x, y) in sorted(points.items(), key=lambda it: it[1], reverse=True):
        marks = [it for other, it in points.items() if other != key]
        for position, (right, up) in _ROUND.items():
            spot = (x + right, y + up)
            if not (_near(spot, taken, 0.08, 0.055) or _near(spot, marks, 0.05, 0.035)):
                found[key] = position
                taken.append(spot)
                break
    return found


def _near(spot: tuple[float, float], others: Sequence[tuple[float, float]], wide: float, high: float) -> bool:
    return any(abs(spot[0] - x) < wide and abs(spot[1] - y) < high for x, y in others)


def _follow(label: Any) -> None:
    """The value of the workbook, whatever becomes of it."""
    element = label._get_or_add_dLbl()
    for tag, shown in (("showLegendKey", False), ("showVal", True), ("showCatName", False), ("showSerName", False)):
        element.find(qn(f"c:{tag}")).set("val", str(int(shown)))
    number = element.find(qn("c:numFmt"))
    if number is None:
        number = element.makeelement(qn("c:numFmt"), {})
        element.find(qn("c:idx")).addnext(number)
    number.set("formatCode", NUMBERS)
    number.set("sourceLinked", "0")
