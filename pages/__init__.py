"""The pages in the order of the menu; the first is the home. A new page is a file here and a name in this list."""

from pages import data, merah_putih, opop, pertumbuhan, profil, program, ringkasan, siaran, syariah

PAGES = (
    ringkasan.PAGE,
    pertumbuhan.PAGE,
    merah_putih.PAGE,
    opop.PAGE,
    syariah.PAGE,
    program.PAGE,
    profil.PAGE,
    siaran.PAGE,
    data.PAGE,
)
