"""Data dan sumber."""

from koperasi.screen import Page, section, show, sources

PAGE = Page(
    "data",
    "Data dan sumber",
    ":material/database:",
    (
        section("Yang dituju sebuah tautan", sources.picked),
        section("Angka", sources.figures, sources.contradictions),
        section("Asal dan arti", sources.catalogue, sources.glossary, sources.download),
    ),
    keeps=sources.KEEPS,
)

if __name__ == "__main__":
    show(PAGE)
