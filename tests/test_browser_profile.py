"""A profile on two sheets of A4, no card cut in two, nothing but the page itself; from the tile to the profile."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browsing import STILL, click_mark, visit

pytestmark = pytest.mark.xdist_group("browser")
A4 = (595, 842)  # points
# topic and finding of each card: a topic alone may also be named in another card's words
CARDS = """() => [...document.querySelectorAll(".k-card")].map(it =>
    [it.querySelector(".k-topic-words").textContent, it.querySelector("h2").textContent])"""


def printed(page: Page, url: str) -> list[str]:
    """The text of each sheet without blanks: how a PDF is cut into words says nothing."""
    visit(page, f"{url}&cetak=halaman")
    page.evaluate(STILL)  # a chart is drawn at a size of its own first
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert all(abs(it.mediabox.width - A4[0]) < 2 and abs(it.mediabox.height - A4[1]) < 2 for it in sheets)
    return [plain(sheet.extract_text()) for sheet in sheets]


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def check_sheets(page: Page, sheets: list[str], title: str, shown: str) -> None:
    cards = [(plain(name), plain(finding)) for name, finding in page.evaluate(CARDS)]
    assert len(cards) >= 6
    for number, text in enumerate(sheets, 1):
        where = f"sheet {number} of {page.url}"
        # the foot: page, filters, date, number of the sheet
        assert plain(f"{title} · {shown} · data sampai 5 Agustus 2026") in text, where
        assert f"{number}/{len(sheets)}" in text, where
        # a card that is cut has its title or finding on one sheet and its source on the next
        begun = [name for name, finding in cards if finding in text]
        assert [name for name in begun if name not in text] == [], where
        ended = text.count("Sumber:") + text.count("Tidakadadatauntuk")
        assert len(begun) == ended, f"{where}: {begun}, {ended} sources"
        for screen_only in ("Hapuspenyaring", "Polapengelolaan", "Tabel", "Unduh", "⋯", "Klik", "Bukaprofil"):
            assert screen_only not in text, f"{where}: {screen_only}"
    assert [name for name, finding in cards if sum(finding in text for text in sheets) != 1] == []


def check_width(page: Page) -> None:
    """The charts keep their screen width: the sheet must be laid out at least as wide, then made smaller to fit A4."""
    laid_out, zoom, needed = page.evaluate("""() => {
        const root = getComputedStyle(document.documentElement);
        const boxes = [...document.querySelectorAll("[class*=st-key-card-]")].map(it => it.getBoundingClientRect());
        const number = name => parseFloat(root.getPropertyValue(name));
        return [number("--paper-width"), number("--paper-zoom"),
                Math.max(...boxes.map(b => b.right)) - Math.min(...boxes.map(b => b.left))];
    }""")
    assert laid_out >= needed - 1
    assert laid_out * zoom <= 719


@pytest.mark.parametrize(
    ("code", "name", "width"),
    [
        ("6302", "Kabupaten Kotabaru", 1366),  # the most kecamatan
        ("6304", "Kabupaten Barito Kuala", 1920),  # no published total
        ("6371", "Kota Banjarmasin", 1366),  # the most facilities
    ],
)
def test_a_profile_takes_two_sheets_and_no_card_is_cut(
    tab: Page, address: str, code: str, name: str, width: int
) -> None:
    tab.set_viewport_size({"width": width, "height": width * 9 // 16})
    sheets = printed(tab, f"{address}/profil?kabupaten={code}")
    assert len(sheets) <= 2, sheets[1:]
    check_sheets(tab, sheets, "Profil kabupaten/kota", name)
    check_width(tab)


def test_a_long_page_from_a_phone_fits_the_paper(phone: Page, address: str) -> None:
    sheets = printed(phone, f"{address}/opop?kabupaten=6303&kabupaten=6372")
    check_sheets(phone, sheets, "Cakupan OPOP pesantren", "Kabupaten Banjar dan Kota Banjarbaru")
    check_width(phone)


def test_from_a_tile_to_its_profile_and_back(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/opop?peta=petak")
    click_mark(page, "opop-coverage_map", 2)  # codes in order: the third is 6303
    page.get_by_role("link", name="Buka profil Kabupaten Banjar").click()
    expect(page).to_have_url(re.compile(r"/profil\?kabupaten=6303&peta=petak$"))
    expect(page.get_by_text("Koperasi Merah Putih (290, ke-1 dari 13)")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Cakupan OPOP pesantren")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/opop\?kabupaten=6303&peta=petak$"))


def test_the_headlines_stand_in_columns_or_where_it_is_narrow_below_their_names(
    tab: Page, phone: Page, address: str
) -> None:
    for page, below in ((tab, False), (phone, True)):
        for regencies in ("kabupaten=6303", "kabupaten=6303&kabupaten=6304&kabupaten=6309&kabupaten=6371"):
            visit(page, f"{address}/profil?{regencies}")
            table = page.locator(".st-key-card-profile-headlines .k-cells")
            row = table.locator("tbody tr").nth(3)
            name, value = row.locator("th").bounding_box(), row.locator("td").first.bounding_box()
            assert name is not None
            assert value is not None
            assert (value["y"] >= name["y"] + name["height"]) == below
            expect(table.locator("thead")).to_be_visible(visible=not below)
            head = value_head(row)
            assert head == ("none" if not below else '"Nilai"' if regencies == "kabupaten=6303" else '"Banjar"')
            overflow = "it => it.scrollWidth > it.parentElement.clientWidth"
            assert not table.evaluate(overflow), f"{page.viewport_size}: {regencies}"


def value_head(row: Locator) -> str:
    """What stands over the first value of a row by style alone."""
    return str(row.locator("td").first.evaluate('it => getComputedStyle(it, "::before").content'))
