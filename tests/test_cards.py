"""Every card, whatever it draws: words, sources, units, tables, empty states, sample marks, valid figures."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import replace
from itertools import cycle, pairwise
from pathlib import Path

import plotly.graph_objects as go
import pytest

from koperasi.cards import SAMPLE_MARK, Rendered, UnknownCard, cards, every_view, figure_json, find, render
from koperasi.cards.card import Card, sentence
from koperasi.look import columns
from koperasi.look.charts import Spec
from koperasi.look.ink import LIGHT
from koperasi.look.surface import SCREEN, SURFACES
from koperasi.press import files, pictures
from koperasi.screen import state, twin
from koperasi.store import Filters, Places, Store
from pages import PAGES
from tests import SWEEP
from tests.reading import figure_of

ROOT = Path(__file__).resolve().parents[1]
CARDS = every_view()
NOWHERE = Filters(("6301",), 1901, 1902)
FILTERS = {
    "all": Filters(),
    "one": Filters(("6303",)),
    "several": Filters(("6303", "6309", "6371")),
    "all thirteen": Filters(tuple(f"63{n:02}" for n in (*range(1, 12), 71, 72))),
    "years": Filters(year_from=2015, year_to=2023),
    "sharia": Filters(pola="syariah"),
    "types": Filters(cooperative_types=("Jasa", "Simpan Pinjam")),
}
ALWAYS, TURNS = ("all", "one"), ("several", "all thirteen", "years", "sharia", "types")
ENGLISH = re.compile(r"\b(the|and|of|total|year|count|source|unknown|none|nan|true|false|null)\b", re.IGNORECASE)
# what no cell may show: Python's own words, the id of a source ("antara-2024-09-3057"), a date that is not written out
RAW = re.compile(r"\b(None|nan|NaT|True|False)\b|\b[a-z]+(-[a-z0-9]+)*-(19|20)\d\d\b|register:|\b(19|20)\d\d-\d\d\b")
# a decimal point between digits that is no thousands separator: 12.5, 3.05
POINT = re.compile(r"(?<![\d.])\d+\.\d{1,2}(?!\d)")


def in_turn(card: str) -> dict[str, Filters]:
    """What a card is looked at under: nothing, one regency, and two of the others, which cards take in turns.

    In a sweep all of them.
    """
    place = CARDS.index(card)
    turns = TURNS if SWEEP else [TURNS[(place + step) % len(TURNS)] for step in (0, 2)]
    return {name: FILTERS[name] for name in (*ALWAYS, *turns)}


@pytest.fixture(scope="module", params=CARDS)
def renderings(request: pytest.FixtureRequest, store: Store) -> dict[str, Rendered]:
    """One card under its filters; one test a card, because a thousand tiny tests cost more than what they check."""
    return {name: render(store, request.param, filters) for name, filters in in_turn(request.param).items()}


def test_every_subject_has_cards() -> None:
    subjects = {"growth", "merah_putih", "opop", "profile", "programs", "sharia", "summary"}
    assert {card.split("/")[0] for card in CARDS} == subjects


def test_words(renderings: dict[str, Rendered]) -> None:
    for name, rendered in renderings.items():
        finding, alt = rendered.finding, rendered.alt
        assert finding.endswith((".", "?")), name
        assert len(finding) <= 230, f"{name}: more than two lines"
        assert len(alt) >= len(finding) or len(alt) > 60 or rendered.empty, name
        for text in (finding, alt, rendered.title, rendered.about, *rendered.notes):
            assert not ENGLISH.search(text), (name, text)
            assert not POINT.search(text), (name, text)
            assert "Nopember" not in text, name


def test_source_date_and_unit(renderings: dict[str, Rendered]) -> None:
    for name, rendered in renderings.items():
        assert rendered.answer.query.unit, name
        if not rendered.empty:
            assert rendered.answer.sources, name
            assert rendered.source_line.startswith("Sumber: "), name
            assert rendered.as_of or rendered.card.id == "sharia/schemes", name


def test_table_has_a_label_for_every_column(renderings: dict[str, Rendered]) -> None:
    for name, rendered in renderings.items():
        table = columns.table(rendered.answer.rows)
        assert len(table) == len(rendered.answer.rows), name
        assert len(set(table.columns)) == len(table.columns), name
        assert not (table.map(str) == "nan").any().any(), name


def test_the_table_of_the_screen_is_written_out(
    renderings: dict[str, Rendered], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "link", lambda page, **_: page)  # it asks the session for the filters
    for name, rendered in renderings.items():
        told = twin.table(rendered)
        assert json.dumps(told, allow_nan=False), name
        assert len(told["rows"]) == len(rendered.answer.rows), name
        for row in told["rows"]:
            for (label, _), it in zip(told["heads"], row, strict=True):
                for words in [it[0]] if isinstance(it, list) else [text for text, _ in it["links"]]:
                    assert words, (name, label)
                    assert not RAW.search(words), (name, label, words)


def test_figure_is_valid_and_plain_on_every_surface(renderings: dict[str, Rendered]) -> None:
    """Under each filter on the screen and on another surface in turn, which Plotly, who takes long, finds valid."""
    for (name, rendered), turn in zip(renderings.items(), cycle(SURFACES.values()), strict=False):
        for surface in dict.fromkeys((SCREEN, turn)):
            figure = rendered.figure(surface)
            assert (figure is None) == (rendered.spec is None), name
            if figure is None:
                assert rendered.empty or "nol" in rendered.finding.lower() or "idak ada" in rendered.finding, name
                continue
            figure = json.loads(json.dumps(figure, allow_nan=False))
            assert "title" not in figure["layout"], name
            assert figure["layout"]["height"] == (surface.height or figure["layout"]["height"]) > 0, name
            texts = json.dumps([trace | {"customdata": None} for trace in figure["data"]], ensure_ascii=False)
            assert "NaN" not in texts, name
            assert not POINT.search(" ".join(re.findall(r'"text": (\[[^\]]*\]|"[^"]*")', texts))), name
            if surface is turn:
                assert go.Figure(figure) is not None, name


def test_zero_is_on_the_value_axis_of_every_bar(renderings: dict[str, Rendered]) -> None:
    for name, rendered in renderings.items():
        figure = rendered.figure()
        if figure is None or not figure["data"] or any(trace["type"] != "bar" for trace in figure["data"]):
            continue
        first, layout = figure["data"][0], figure["layout"]
        if first.get("base") is not None:
            continue
        bounds = layout["xaxis" if first.get("orientation") == "h" else "yaxis"].get("range")
        assert bounds is None or bounds[0] == 0, name


@pytest.mark.slow
def test_picture_and_file_say_title_finding_source_and_sample(renderings: dict[str, Rendered]) -> None:
    for name, rendered in [it for it in renderings.items() if it[0] != "one"]:
        notes = [note["text"] for note in pictures.compose(rendered)["layout"]["annotations"]]
        assert any(SAMPLE_MARK in note for note in notes) == rendered.answer.sample, name
        words = " ".join(re.sub(r"<[^>]+>", " ", note) for note in notes).split()
        for text in (
            rendered.title,
            rendered.finding,
            pictures.fitted(rendered).credit,
            rendered.answer.province.agency,
        ):
            sought = text.split()
            assert any(words[i : i + len(sought)] == sought for i in range(len(words))), (name, text)
        marked = SAMPLE_MARK in files.csv_text(rendered.answer)
        assert marked == (rendered.answer.sample and not rendered.empty), name


def test_composing_leaves_what_is_shared_alone(store: Store) -> None:
    rendered = render(store, "growth/total", Filters())
    before = figure_json(store, rendered), json.dumps(LIGHT.template)
    composed = pictures.compose(rendered)
    assert (composed["layout"]["width"], composed["layout"]["height"]) == (800, 450)
    assert (
        json.dumps(rendered.figure(), ensure_ascii=False, separators=(",", ":")),
        json.dumps(LIGHT.template),
    ) == before


@pytest.mark.parametrize("card", CARDS)
def test_words_and_figures_are_cached_per_card_and_filters(card: str, store: Store) -> None:
    first = render(store, card, Filters(("6303",)))
    again = render(store, card, Filters(("6303",)))
    assert again.answer is first.answer
    assert again.words is first.words
    drawn = figure_json(store, first)
    assert figure_json(store, again) is drawn
    dark = figure_json(store, first, mode="dark")
    assert not drawn or dark != drawn


def test_a_figure_is_drawn_for_its_surface(store: Store) -> None:
    rendered = render(store, "growth/total", Filters())
    assert len({figure_json(store, rendered, surface) for surface in SURFACES.values()}) == len(SURFACES)


def test_words_are_made_without_a_figure(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("drawn for nobody")

    for shape in subclasses(Spec):
        monkeypatch.setattr(shape, "draw", fail)
    fresh = Store(store.places)
    for card in CARDS:
        assert render(fresh, card, Filters()).finding
    fresh.close()


def subclasses(kind: type) -> list[type]:
    return [kind, *(it for sub in kind.__subclasses__() for it in subclasses(sub))]


@pytest.mark.parametrize("card", CARDS)
def test_a_filter_changes_the_card_or_the_card_says_why_not(card: str, store: Store) -> None:
    plain = render(store, card, Filters())
    for filters in in_turn(card).values():
        narrowed = render(store, card, filters)
        followed = len(filters.active()) - _ignored(narrowed, filters)
        assert bool(narrowed.notes) == bool(_ignored(narrowed, filters))
        if followed and filters is FILTERS["one"]:
            assert narrowed.words != plain.words or figure_json(store, narrowed) != figure_json(store, plain)


def _ignored(rendered: Rendered, filters: Filters) -> int:
    return sum(name not in rendered.answer.query.parameters for name in filters.active())


@pytest.mark.parametrize("card", CARDS)
def test_no_rows_is_a_sentence_not_an_error(card: str, store: Store) -> None:
    shown = render(store, card, NOWHERE)
    if shown.empty:
        assert shown.finding.startswith(
            ("Tidak ada data untuk ", "Data contoh: Tidak ada satu pun dalam register untuk ")
        )
        assert figure_of(shown) is None
    else:
        assert shown.notes or "year_from" in shown.answer.query.parameters


@pytest.mark.parametrize(
    ("card", "filters", "said"),
    [
        ("merah_putih/outlets", Filters(("6372",)), "Tidak ada data untuk Kota Banjarbaru."),
        (
            "growth/total",
            Filters(("6303",), 1901, 1902),
            "Tidak ada data untuk Kabupaten Banjar, tahun 1901–1902; di luar tahun itu datanya ada.",
        ),
        (
            "growth/founded",
            Filters(("6303",), 1901, 1902, "syariah"),
            "Data contoh: Tidak ada satu pun dalam register untuk Kabupaten Banjar, tahun 1901–1902, pola syariah.",
        ),
    ],
    ids=["nothing known", "filtered to nothing", "none in a register"],
)
def test_no_rows_are_told_apart(card: str, filters: Filters, said: str, store: Store) -> None:
    shown = render(store, card, filters)
    assert shown.finding == shown.alt == said
    assert shown.empty


def test_the_best_is_not_told_as_a_gap(store: Store) -> None:
    """Known and zero: said with its number, its source and its date."""
    shown = render(store, "merah_putih/missing_nib", Filters(("6306",)))
    assert shown.finding == "Semua 148 Koperasi Merah Putih di Hulu Sungai Selatan sudah memiliki NIB (5 Agustus 2026)."
    assert shown.is_zero
    assert not shown.empty
    assert shown.spec is None
    assert shown.source_line.startswith("Sumber: SIMKOPDES Kemenkop")
    assert "148" in files.csv_bytes(shown).decode()
    assert not render(store, "merah_putih/missing_nib", Filters()).is_zero


def test_good_news_that_the_rows_do_not_bear_out_is_not_told(store: Store) -> None:
    card = find("merah_putih/missing_nib")
    assert card.zero is not None
    steps = store.ask("merah_putih/legality", regencies=["6306"])
    short = steps.rows.assign(cooperatives=[147 if step == "with_nib" else 148 for step in steps.rows["step"]])
    assert card.zero.say(replace(steps, rows=short), Filters()) == ""


def picked_one_by_one(store: Store, card: str) -> list[tuple[str, Rendered]]:
    """Each filter that the card follows, alone, with the word that has to be said."""
    found = []
    takes = render(store, card, Filters()).answer.query.parameters
    given = {
        "Kabupaten Banjar": Filters(("6303",)),
        "2016–2023": Filters(year_from=2016, year_to=2023),
        "syariah": Filters(pola="syariah"),
        "Simpan Pinjam": Filters(cooperative_types=("Simpan Pinjam",)),
    }
    for word, filters in given.items():
        rendered = render(store, card, filters)
        if set(filters.active()) <= set(takes):
            found.append((word, rendered))
        else:
            assert rendered.selection == "", (word, "said, though the card does not follow it")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("card", CARDS)
def test_what_leaves_the_house_says_what_was_filtered(card: str, store: Store) -> None:
    """A picture, which takes long to lay out, of one of them in turn."""
    picked = picked_one_by_one(store, card)
    for place, (word, rendered) in enumerate(picked):
        for text in (rendered.source_line, rendered.caption, rendered.alt):
            assert word in text, text
        if SWEEP or place == CARDS.index(card) % len(picked):
            notes = pictures.compose(rendered)["layout"]["annotations"]
            assert word in " ".join(note["text"].replace("<br>", " ") for note in notes), word
        rows = (
            [] if rendered.empty else list(csv.DictReader(io.StringIO(files.csv_bytes(rendered).decode("utf-8-sig"))))
        )
        assert all(word in row["selection"] for row in rows)
        assert len(rows) == len(rendered.answer.rows)


def test_nothing_picked_is_nothing_said(store: Store) -> None:
    rendered = render(store, "merah_putih/missing_nib", Filters())
    assert "Dipilih" not in rendered.source_line + rendered.alt
    assert "selection" not in files.csv_bytes(rendered).decode().splitlines()[0]


def test_a_figure_that_shows_some_of_its_rows_says_so(store: Store) -> None:
    said = {card: render(store, card, Filters()).source_line.partition("Gambar memuat ")[2] for card in sorted(CARDS)}
    assert said["merah_putih/missing_nib"] == "15 dari 81 kecamatan."
    assert said["growth/by_type"] == ""
    part = render(store, "merah_putih/missing_nib", Filters(("6303",)))
    assert part.source_line.endswith("Dipilih: Kabupaten Banjar. Gambar memuat 15 dari 18 kecamatan.")
    assert part.alt.endswith("Dipilih: Kabupaten Banjar. Gambar memuat 15 dari 18 kecamatan.")
    few = render(store, "merah_putih/missing_nib", Filters(("6371",)))
    assert "Gambar memuat" not in few.source_line + few.alt


def test_suspect_figures_are_never_headlined(store: Store) -> None:
    banjarmasin = render(store, "growth/total", Filters(("6371",)))
    assert 782 in set(banjarmasin.answer.rows["cooperatives"])
    assert "782" not in banjarmasin.finding
    assert "1.875" not in render(store, "growth/activity", Filters()).finding


def test_the_line_breaks_between_registers(store: Store) -> None:
    figure = figure_of(render(store, "growth/total", Filters()))
    assert figure is not None
    lines = [trace for trace in figure.data if trace.mode and "lines" in trace.mode]
    joined = {value for trace in lines for pair in pairwise(trace.y) for value in [pair]}
    assert (3014.0, 3057.0) not in joined
    assert (2512.0, 2580.0) not in joined
    assert (2572.0, 3014.0) in joined
    assert "Daftarnya berbeda" in render(store, "growth/total", Filters()).finding
    tabalong = render(store, "growth/total", Filters(("6309",)))
    assert "naik" not in tabalong.finding
    assert figure_of(tabalong) is not None
    drawn = [tuple(trace.y) for trace in figure_of(tabalong).data if trace.mode and "lines" in trace.mode]
    assert (237.0,) in drawn


def test_choice_switches_between_published_and_register(store: Store) -> None:
    published = render(store, "growth/regency_map", Filters(options=(("measure", "merah_putih"),)))
    register = render(store, "growth/regency_map", Filters(options=(("measure", "register"),)))
    assert not published.answer.sample
    assert register.answer.sample
    assert published.answer.rows["measure_value"].sum() == 2013
    assert register.answer.rows["measure_value"].sum() == 1500
    assert published.title != register.title


def test_marks_that_stand_for_a_regency_carry_its_code(store: Store) -> None:
    codes = set(store.ask("frame/regencies").rows["regency_code"])
    for card in (
        "growth/regency_map",
        "opop/coverage_map",
        "merah_putih/regency_map",
        "sharia/grades_by_regency",
    ):
        figure = figure_of(render(store, card, Filters()))
        assert figure is not None
        found = {
            str(c[0] if isinstance(c, list | tuple) else c)
            for t in figure.data
            if t.customdata is not None
            for c in t.customdata
        }
        assert found & codes, card
        if card.startswith(("growth", "opop", "merah")):
            assert found == codes, card


def test_unknown_card() -> None:
    with pytest.raises(UnknownCard, match="python -m koperasi cards"):
        find("growth/nothing")


def test_every_card_is_on_a_page() -> None:
    shown = {card for page in PAGES for card in page.cards()}
    assert [card for card in cards() if card not in shown] == []
    assert [card for card in shown if card not in CARDS] == []


@pytest.mark.parametrize(
    ("old", "now", "shown"),
    [
        ("growth/by_group", "growth/by_type", {"register_by": "group"}),
        ("growth/founded_so_far", "growth/founded", {"berdiri": "kumulatif"}),
        ("growth/regency_bars", "growth/regency_map", {}),
        ("merah_putih/outlets", "merah_putih/history", {"published": "outlets"}),
        ("merah_putih/transactions", "merah_putih/regency_map", {"kdmp_measure": "transaction_value"}),
        ("opop/turnover", "opop/products", {"opop_by": "turnover"}),
        ("profile/merah_putih", "merah_putih/missing_nib", {}),
        ("programs/airport_gallery", "programs/public_infrastructure", {}),
        ("programs/facility_by_regency", "programs/facility_by_kind", {"facility_by": "regency"}),
        ("programs/facility_missing", "programs/facility_share", {"facility_shown": "missing"}),
        ("programs/modern_target", "programs/modern", {}),
        ("programs/training_budgets", "programs/trainees", {"trainings_by": "budget"}),
        ("sharia/grades_by_regency", "sharia/grades_by_year", {"rating_by": "regency"}),
        ("sharia/pola_comparison", "sharia/grades_by_year", {"rating_by": "pola"}),
    ],
)
def test_an_older_id_is_the_card_as_it_was(store: Store, old: str, now: str, shown: dict[str, str]) -> None:
    """Whatever else is picked: links, slides and the command line name it."""
    assert old not in cards()
    usual = tuple((choice.name, choice.default) for choice in find(now).choices)
    before, after = (
        render(store, old, Filters(options=usual)),
        render(store, now, Filters(options=tuple(shown.items()))),
    )
    assert before.card.id == now
    assert {name: dict(before.filters.options)[name] for name in shown} == shown
    assert (before.title, before.finding, before.alt, before.about) == (
        after.title,
        after.finding,
        after.alt,
        after.about,
    )
    if shown:
        default = render(store, now, Filters())
        assert (before.title, before.finding) != (default.title, default.finding)
    view = find(now).viewed(before.filters)
    assert view.query_for(before.filters) == before.answer.query.name


def test_two_cards_are_not_called_the_same() -> None:
    for taken in ("growth/total", "growth/by_group"):
        with pytest.raises(ValueError, match="two cards are called"):
            Card(taken)(lambda _answer, _filters: "")


def test_an_office_words_a_card_anew(tmp_path: Path) -> None:
    """In seeds/cards.csv and seeds/unmoved.csv, without a line of Python; the province's own words are written in."""
    seeds = shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    for name, old, new in (
        ("cards.csv", "growth/total,Jumlah koperasi menurut waktu dan register", "growth/total,Koperasi di {province}"),
        ("unmoved.csv", "Profil menunjukkan keadaan terbaru;", "Keadaan terbaru ke-{regencies} wilayah;"),
    ):
        text = (seeds / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (seeds / name).write_text(text.replace(old, new), encoding="utf-8")
    anew = Store(Places(seeds=seeds, data=ROOT / "data"))
    assert render(anew, "growth/total", Filters()).title == "Koperasi di Kalimantan Selatan"
    noted = render(anew, "profile/headlines", Filters(year_from=2020))
    assert noted.notes == ("Keadaan terbaru ke-13 wilayah; penyaring tahun tidak mengubah kartu ini.",)
    anew.close()


def test_a_sentence_reads_its_template_and_not_the_names_in_it(store: Store) -> None:
    answer = store.ask("growth/by_status")
    odd = replace(answer, province=replace(answer.province, name="{Kalimantan} [Selatan]"))
    said = sentence("Di {here}: {cooperatives_sum} koperasi[, {inactive_sum:some} tidak aktif].")(odd, Filters())
    assert said == "Di {Kalimantan} [Selatan]: 1.500 koperasi, 447 tidak aktif."


def test_a_total_of_none_has_a_sentence_and_no_figure(store: Store) -> None:
    nobody = render(store, "opop/turnover", Filters(("6311",), 2023, 2023))
    assert nobody.spec is None
    assert nobody.finding == (
        "Data contoh: Tidak ada peserta OPOP dalam register di Balangan untuk kohort yang ditanyakan."
    )
