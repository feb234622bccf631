"""The page Program dan kemitraan: it shows the very facilities that `ask` gives, and marks what is a sample."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from koperasi.cards import render
from koperasi.screen.contents import find_page
from koperasi.store import Filters, Store
from tests.reading import answer, figure_of, paragraphs, table, titles
from tests.test_cli import Call, koperasi  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
SAMPLE_CARDS = {"facility_share", "facility_by_kind", "trainees", "machines"}


def open_page(part: str = "", **params: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params.update(params)
    app.switch_page("pages/program.py")
    if part:
        app.query_params["bagian"] = part
    app.run()
    assert not app.exception, app.exception
    assert not app.error
    return app


def asked(koperasi: Call, *arguments: str) -> list[dict[str, str]]:  # noqa: F811
    """What the command line prints, as rows; its remarks start with #."""
    done = koperasi("ask", "programs/facility_share", "--format", "csv", *arguments)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(line for line in done.stdout.splitlines() if not line.startswith("#")))


def test_about_tells_the_rule_from_the_origin_of_the_numbers() -> None:
    app = open_page("fasilitas")
    about = answer(app, "programs/facility_share", "about")["about"]
    listed = re.findall(r"<li>(.*?)</li>", about.partition("k-sources")[2], re.DOTALL)
    rules = {it for it in listed if " (aturan, bukan asal angka)" in it}
    assert len(rules) == 2
    assert all("Tempo" in it or "ANTARA Kalsel" in it for it in rules)
    (register,) = set(listed) - rules
    assert "Register fasilitas" in register


@pytest.mark.parametrize("picked", ["", "6303", "6310"])
def test_the_page_and_ask_agree_for_every_facility(picked: str, store: Store, koperasi: Call) -> None:  # noqa: F811
    app = open_page("fasilitas", **({"kabupaten": picked} if picked else {}))
    listed = table(app, "programs/facility_share")
    said = asked(koperasi, *(["--kabupaten", picked] if picked else []))
    every = asked(koperasi)
    assert len(said) == len(listed) == (64 if not picked else sum(row["regency_code"] == picked for row in every))
    shown = {
        row["Nomor fasilitas"]: (
            row["Fasilitas"],
            row["Jenis fasilitas"],
            row["Kabupaten/kota"],
            None if pd.isna(row["Area UMK (m²)"]) else int(row["Area UMK (m²)"]),
            None if pd.isna(row["Bagian ruang UMK"]) else float(row["Bagian ruang UMK"]),
            row["Pemenuhan 30%"],
        )
        for _, row in listed.iterrows()
    }
    assert shown == {
        row["facility_id"]: (
            row["facility_name"],
            row["facility_kind"],
            row["regency_short"],
            int(float(row["small_firms_m2"])) if row["small_firms_m2"] else None,
            float(row["space_pct"]) if row["space_pct"] else None,
            row["compliance"],
        )
        for row in said
    }
    # the figure holds each measured facility once, on its side of the line
    figure = figure_of(render(store, "programs/facility_share", Filters((picked,) if picked else ())))
    assert figure is not None
    drawn = [
        (re.split(r", ", text)[0], x, trace.name.split(" ")[0].lower())
        for trace in figure.data
        for text, x in zip(trace.hovertext, trace.x, strict=True)
    ]
    assert sorted(drawn) == sorted(
        (row["facility_name"], float(row["space_pct"]), row["compliance"]) for row in said if row["space_pct"]
    )
    assert figure.layout.shapes[0].x0 == 30


def test_one_at_exactly_30_percent_counts_as_compliant_on_the_page(koperasi: Call) -> None:  # noqa: F811
    exact = [
        r
        for r in asked(koperasi)
        if r["small_firms_m2"] and 10 * float(r["small_firms_m2"]) == 3 * float(r["commercial_m2"])
    ]
    assert exact
    assert {row["compliance"] for row in exact} == {"memenuhi"}
    app = open_page("fasilitas")
    box = app.get_by_key("card-programs-facility_share")
    assert any(f"Tepat 30%: {len(exact)}, terhitung memenuhi" in text for text in paragraphs(box))


def test_exactly_the_cards_of_the_registers_are_marked_as_a_sample(store: Store) -> None:
    cards = find_page("program").cards()
    marked = {card for card in cards if render(store, card, Filters()).answer.sample}
    assert marked == {f"programs/{name}" for name in SAMPLE_CARDS}
    assert len(cards) >= 10


def test_the_choice_changes_the_machines_and_is_in_the_link() -> None:
    app = open_page(machines_by="regency", kabupaten=["6303", "6371"])
    assert app.selectbox(key="machines_by").value == "regency"
    assert "Mesin kemasan dan kondisinya: menurut wilayah" in titles(app)
    app.selectbox(key="machines_by").set_value("year").run()
    assert dict(app.query_params)["machines_by"] == "year"
    assert "Mesin kemasan dan kondisinya: menurut tahun serah" in titles(app)
