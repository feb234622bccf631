"""The chart component: what Python sends to it. What the browser makes of it is in test_browser_plot.py."""

from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from koperasi.screen import card
from tests.conftest import ROOT
from tests.reading import plots

pytestmark = pytest.mark.slow

FIGURE = {
    "data": [
        {"type": "bar", "x": [2, 1], "customdata": ["6303", "6371"]},
        {"type": "bar", "x": [0], "customdata": [["6303"]]},
    ],
    "layout": {"height": 321},
}


def page(app: AppTest, name: str) -> AppTest:
    return app.switch_page(f"pages/{name}.py").run()


@pytest.fixture(scope="module")
def app() -> AppTest:
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()


def test_a_page_sends_its_figures_with_words_and_marks(app: AppTest) -> None:
    shown = plots(page(app, "opop"))
    tiles = shown["opop/coverage_map-chart"]
    assert tiles.alt.startswith("Peta dan diagram batang")
    assert tiles.marks["6303"] == "Kabupaten Banjar"
    assert len(tiles.marks) == 13
    # the room that its card has left, whatever it was drawn for
    assert tiles.height == 0
    assert tiles.figure["layout"]["height"] in [it - card.AROUND for it in card.HEIGHTS]
    app.session_state["_surface"] = "phone"
    tall = plots(app.run())["opop/coverage_map-chart"]
    assert tall.height == tall.figure["layout"]["height"] > 300
    app.session_state["_surface"] = "screen"
    app.run()
    cohorts = shown["opop/cohorts-chart"]
    assert cohorts.marks == {}
    assert cohorts.figure["data"]
    assert [it for it in shown.values() if not it.alt] == []


def test_a_filter_changes_the_figure_and_keeps_the_component(app: AppTest) -> None:
    def ids() -> dict[str, str]:
        return {it.key: it.proto.id for it in app.get("bidi_component")}

    page(app, "pertumbuhan")
    before, drawn = ids(), plots(app)
    app.multiselect(key="kabupaten").set_value(["6303"]).run()
    assert ids() == before
    assert plots(app)["growth/total-chart"].figure != drawn["growth/total-chart"].figure
    app.multiselect(key="kabupaten").set_value([]).run()


def mounted(**given: object) -> AppTest:
    def script(given: dict[str, object]) -> None:
        from koperasi.screen import plot

        plot.show(key="x", alt="alt", **given)  # type: ignore[arg-type]

    return AppTest.from_function(script, args=(given,)).run()


def test_height_is_the_figures_unless_said_otherwise() -> None:
    bare = json.dumps({"data": [], "layout": {}})
    templated = json.dumps({"data": [], "layout": {"template": {"layout": {"height": 360}}}})
    asked = [
        ({"figure_json": json.dumps(FIGURE)}, 321),
        ({"figure_json": bare}, 450),
        ({"figure_json": templated}, 360),
    ]
    for given, height in [*asked, ({"figure_json": bare, "height": 200}, 200), ({"figure_json": bare, "height": 0}, 0)]:
        app = mounted(**given)
        assert not app.exception
        assert plots(app)["x"].height == height
        # the place is kept before the browser has drawn anything
        assert app.get("bidi_component")[0].proto.id


def test_only_known_codes_can_be_picked_and_each_once() -> None:
    text = json.dumps(FIGURE)
    names = {"6303": "Banjar", "9999": "elsewhere"}
    assert plots(mounted(figure_json=text, names=names, on_pick=print))["x"].marks == {"6303": "Banjar"}
    assert plots(mounted(figure_json=text, names=names))["x"].marks == {}


def test_charts_are_drawn_for_a_screen_until_one_says_otherwise() -> None:
    def script() -> None:
        import streamlit as st

        from koperasi.screen import plot

        st.text(plot.surface())
        plot.show('{"data": [], "layout": {}}', key="x", alt="alt", drawn_for=plot.surface())

    app = AppTest.from_function(script).run()
    assert app.text[0].value == plots(app)["x"].drawn_for == "screen"
    app.session_state["_surface"] = "phone"
    app.run()
    assert app.text[0].value == plots(app)["x"].drawn_for == "phone"


@pytest.mark.parametrize("sheet", ["style", "frame", "briefing", "card"])
def test_no_style_rule_asks_at_each_change_of_a_chart(sheet: str) -> None:
    """Only classes stand in :has(): an attribute, a state, a tag or "*" is asked again whenever a chart changes."""
    text = (ROOT / f"koperasi/screen/browser/{sheet}.css").read_text(encoding="utf-8")
    asked = re.findall(r":has\(([^)]*\)?)", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    assert asked
    assert [it for it in asked if not re.fullmatch(r"(> )?\.[\w-]+( > \.[\w-]+)*\)", it)] == []
