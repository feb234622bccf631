"""Peringkat koperasi syariah."""

from koperasi.screen import Page, section, show

PAGE = Page(
    "syariah",
    "Peringkat koperasi syariah",
    ":material/verified:",
    (
        section("Angka terbitan", "sharia/rating_round"),
        section(
            "Register",
            ("sharia/grades_by_year", "sharia/grades_by_regency"),
            "sharia/movement",
            ("sharia/pola_comparison", "sharia/role_models"),
            "sharia/health",
        ),
        section("Empat macam penilaian", "sharia/schemes"),
    ),
)

if __name__ == "__main__":
    show(PAGE)
