"""The press kit: what is in the zip against its readme and the query, what a person may write, and what fails."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import sys
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import docx
import pytest
from PIL import Image

from koperasi.cards import Rendered, render
from koperasi.press import chromium as drawing
from koperasi.press import kit, pictures
from koperasi.press.cited import citation_of
from koperasi.press.edits import BadEdit, Edit, edited
from koperasi.press.presets import LINK, PAPER, PRESETS, SQUARE, WIDE
from koperasi.press.release import Refused
from koperasi.store import Filters, Store
from tests.test_chromium import Running

pytestmark = [pytest.mark.xdist_group("pictures"), pytest.mark.usefixtures("chromium")]
CARDS = ("growth/total", "sharia/rating_round", "growth/founded")


def rendered(store: Store, cards: tuple[str, ...] = CARDS, filters: Filters | None = None) -> list[Rendered]:
    return [render(store, card, filters or Filters()) for card in cards]


def opened(made: kit.Kit) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(made.data))
    assert archive.testzip() is None
    return archive


@pytest.fixture(scope="module")
def whole(store: Store, chromium: str) -> kit.Kit:
    return kit.kit(store, rendered(store), Filters(), kit.Order((WIDE, SQUARE, PAPER)))


def test_the_zip_holds_what_its_readme_lists_and_no_more(whole: kit.Kit) -> None:
    with opened(whole) as archive:
        readme = archive.read(kit.README).decode()
        listed = re.findall(r"^\| (\S+\.\S+) \|", readme, re.MULTILINE)
        assert sorted([*listed, kit.README]) == sorted(archive.namelist())
        assert len(listed) == len(CARDS) * (3 + 4) + 1
    assert whole.failed == {}
    assert "Cara mengutip" in readme
    assert "Koperasi menurut tahun berdiri" in readme.partition("## DATA CONTOH")[2].partition("##")[0]


def test_each_card_has_its_pictures_words_rows_and_sources(whole: kit.Kit, store: Store) -> None:
    with opened(whole) as archive:
        for it in rendered(store):
            (place,) = [name for name in archive.namelist() if name.endswith("metadata.json") and _card(it) in name]
            facts = json.loads(archive.read(place))
            folder, name = place.partition("/")[0], place.partition("/")[0]
            assert (facts["card"], facts["title"], facts["finding"]) == (it.card.id, it.title, it.finding)
            assert facts["sample"] == it.answer.sample
            assert facts["citation"] == citation_of(store, it)
            assert [source["publisher"] for source in facts["sources"]] == [it.publisher for it in it.answer.sources]
            assert archive.read(f"{folder}/{name}_keterangan.txt").decode() == f"{it.caption}\n"
            assert archive.read(f"{folder}/{name}_teks-alternatif.txt").decode() == f"{it.alt}\n"
            rows = list(csv.DictReader(io.StringIO(archive.read(f"{folder}/{name}.csv").decode("utf-8-sig"))))
            assert len(rows) == len(it.answer.rows)
            for drawn in facts["pictures"]:
                assert 0 < drawn["rows_drawn"] <= drawn["rows"]
                with Image.open(io.BytesIO(archive.read(f"{folder}/{drawn['file']}"))) as image:
                    assert image.size == tuple(drawn["pixels"]) == PRESETS[drawn["preset"]].pixels


def _card(it: Rendered) -> str:
    return it.card.id.replace("/", "-").replace("_", "-")


def test_the_release_is_that_of_the_cards(whole: kit.Kit) -> None:
    with opened(whole) as archive:
        words = "\n".join(it.text for it in docx.Document(io.BytesIO(archive.read(kit.RELEASE))).paragraphs)
    assert "SIARAN PERS (KONSEP)" in words
    assert "3.057" in words or "3.014" in words


def test_the_same_bytes_twice_and_two_at_once_get_their_own(store: Store) -> None:
    kinds: list[pictures.Format] = ["png", "svg", "pdf"]
    orders = [
        (("growth/total",), Filters()),
        (("sharia/rating_round",), Filters()),
        (("growth/total",), Filters(("6303",))),
    ]

    def made(order: tuple[tuple[str, ...], Filters]) -> bytes:
        cards, filters = order
        return kit.kit(store, rendered(store, cards, filters), filters, kit.Order((LINK,), kinds)).data

    alone = [made(it) for it in orders]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(made, orders)) == alone
    assert len(set(alone)) == 3


def test_a_card_that_fails_is_named_and_the_rest_is_there(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    right = pictures.picture

    def picture(it: Rendered, *given: object) -> bytes:
        if it.card.id == "growth/total":
            raise pictures.PictureError("Pembuatan gambar gagal.")
        return right(it, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(pictures, "picture", picture)
    done: list[str] = []
    made = kit.kit(store, rendered(store), Filters(), each=lambda it: done.append(it.card.id))
    assert made.failed == {"growth/total": "Pembuatan gambar gagal."}
    assert done == list(CARDS)
    with opened(made) as archive:
        assert not [name for name in archive.namelist() if "growth-total" in name]
        assert "- growth/total: Pembuatan gambar gagal." in archive.read(kit.README).decode()
        assert len(archive.namelist()) == 2 * (1 + 4) + 2


def test_what_is_told_of_a_card_may_end_the_making(store: Store) -> None:
    class Enough(Exception):
        pass

    def each(_: Rendered) -> None:
        raise Enough

    with pytest.raises(Enough):
        kit.kit(store, rendered(store), Filters(), each=each)
    assert kit.kit(store, rendered(store, ("growth/total",)), Filters()).failed == {}


def test_between_two_pictures_the_making_may_be_ended(store: Store) -> None:
    class Enough(Exception):
        pass

    asked: list[str] = []

    def before() -> None:
        asked.append("")
        if len(asked) == 4:  # the second picture of the second card
            raise Enough

    done: list[str] = []
    with pytest.raises(Enough):
        kit.kit(
            store,
            rendered(store),
            Filters(),
            kit.Order((LINK, SQUARE)),
            lambda it: done.append(it.card.id),
            before=before,
        )
    assert done == ["growth/total"]


@pytest.mark.skipif(sys.platform != "linux", reason="finds the browser's process in /proc")
def test_a_browser_that_dies_fails_its_card_and_the_rest_is_made(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice within one picture, so that its second attempt fails too; the next card has a browser again."""
    right, killed = drawing.Drawer._draw, []

    async def dying(self: drawing.Drawer, figure: object, options: Mapping[str, object]) -> bytes:
        if len(killed) < 2:
            await right(self, figure, options)  # it is warm for certain
            killed.append(Running().main)
            os.kill(killed[-1], signal.SIGKILL)
        return await right(self, figure, options)

    monkeypatch.setattr(drawing.Drawer, "_draw", dying)
    made = kit.kit(store, rendered(store), Filters(), kit.Order((LINK,)))
    assert len(set(killed)) == 2
    assert list(made.failed) == ["growth/total"]
    assert "Pembuatan gambar gagal" in made.failed["growth/total"]
    with opened(made) as archive:
        pngs = [name for name in archive.namelist() if name.endswith(".png")]
        assert ["sharia" in pngs[0], "founded" in pngs[1]] == [True, True]
        assert "- growth/total: Pembuatan gambar gagal" in archive.read(kit.README).decode()
    again = kit.kit(store, rendered(store), Filters(), kit.Order((LINK,)))
    assert again.failed == {}
    with opened(again) as archive, opened(made) as before:
        assert {name: archive.read(name) for name in pngs} == {name: before.read(name) for name in pngs}


def test_an_edit_is_marked_everywhere_and_its_figures_stay(store: Store) -> None:
    it = render(store, "growth/total", Filters())
    edit = Edit(title="Koperasi di provinsi ini", finding="Dinas mencatat 3.014 koperasi pada Januari 2024.")
    told, caption = edited(it, edit)
    assert told.title == edit.title
    assert told.finding == edit.finding
    assert told.edited == ("judul", "temuan")
    for said in (told.source_line, told.credit, caption):
        assert "Disunting: judul dan temuan." in said
    assert told.answer is it.answer
    assert told.alt == it.alt
    made = kit.kit(store, [it], Filters(), kit.Order((WIDE,), ("svg",), edits={"growth/total": edit}))
    with opened(made) as archive:
        (svg,) = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".svg")]
        (facts,) = [json.loads(archive.read(name)) for name in archive.namelist() if name.endswith("metadata.json")]
        assert "Koperasi di provinsi ini: judul dan temuan." in archive.read(kit.README).decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", svg).split())
    assert edit.title in words
    assert "Disunting: judul dan temuan." in words
    assert facts["edited"] == ["judul", "temuan"]
    assert facts["before_editing"]["finding"] == it.finding


def test_an_edit_that_says_the_same_is_none(store: Store) -> None:
    it = render(store, "growth/founded", Filters())
    told, caption = edited(it, Edit(it.title, it.finding, it.caption))
    assert (told.edited, told.finding, caption) == ((), it.finding, it.caption)
    assert it.finding.startswith("Data contoh: ")
    changed, caption = edited(it, Edit(finding="Koperasi berdiri setiap tahun.", caption="Koperasi berdiri."))
    assert changed.finding.startswith("Data contoh: ")
    assert caption.startswith("Data contoh: Koperasi berdiri. Sumber: ")


@pytest.mark.parametrize("where", ["title", "finding", "caption"])
def test_a_number_that_the_card_does_not_hold_is_refused(where: str, store: Store) -> None:
    it = render(store, "growth/total", Filters())
    with pytest.raises(BadEdit, match=r"menyebut 3\.999"):
        edited(it, Edit(**{where: "Ada 3.999 koperasi."}))
    with pytest.raises(BadEdit, match="300 huruf"):
        edited(it, Edit(**{where: "koperasi " * 40}))


def test_growth_between_registers_is_refused(store: Store) -> None:
    with pytest.raises(Refused):
        edited(render(store, "growth/total", Filters()), Edit(finding="Koperasi naik dari 3.014 menjadi 3.057."))


def test_the_name_of_the_zip_says_what_was_filtered(store: Store) -> None:
    name = kit.file_name(store, Filters(("6303",), 2020))
    assert re.fullmatch(r"koperasi-kalsel_siaran-pers_kabupaten-banjar-tahun-2020-[a-z-]+_[0-9a-f]+\.zip", name)
