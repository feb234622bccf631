"""Peringkat koperasi syariah."""

from koperasi.screen import Page, section, show

PAGE = Page(
    "syariah",
    "Syariah",
    "Peringkat koperasi syariah",
    ":material/verified:",
    (
        section("peringkat", "Peringkat", "sharia/rating_round", "sharia/schemes"),
        section(
            "register",
            "Peringkat menurut register",
            ("sharia/grades_by_year", "sharia/grades_by_regency"),
            "sharia/movement",
            sample=True,
        ),
        section(
            "koperasi",
            "Koperasi dan kesehatan",
            ("sharia/pola_comparison", "sharia/role_models"),
            "sharia/health",
            sample=True,
        ),
    ),
)

if __name__ == "__main__":
    show(PAGE)
