"""Data dan sumber."""

from koperasi.screen import Page, data, section, show

PAGE = Page(
    "data",
    "Data dan sumber",
    ":material/database:",
    (
        section("Yang dituju sebuah tautan", data.picked),
        section("Angka", data.figures, data.contradictions),
        section("Asal dan arti", data.catalogue, data.glossary, data.download),
    ),
    keeps=data.KEEPS,
)

if __name__ == "__main__":
    show(PAGE)
