"""Data dan sumber."""

from koperasi.screen import Page, data, section, show

PAGE = Page(
    "data",
    "Data",
    "Data dan sumber",
    ":material/database:",
    (
        section("katalog", "Himpunan data", data.download, data.catalogue),
        section("angka", "Angka", data.figures, opens=data.SOUGHT),
        section("bertentangan", "Bertentangan", data.contradictions),
        section("kamus", "Kamus", data.glossary, opens=(data.GLOSSARY,)),
    ),
    above=(data.picked,),
    keeps=data.KEEPS,
)

if __name__ == "__main__":
    show(PAGE)
