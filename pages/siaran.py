"""Siaran pers."""

from koperasi.screen import Page, section, show, siaran

PAGE = Page(
    "siaran",
    "Siaran pers",
    "Siaran pers",
    ":material/campaign:",
    (
        section("bahan", "Kartu dan gambar", siaran.material),
        section("konsep", "Konsep siaran", siaran.drafting),
        section("dokumen", "Dokumen", siaran.documents),
    ),
    above=(siaran.keep,),
    keeps=siaran.KEEPS,
)

if __name__ == "__main__":
    show(PAGE)
