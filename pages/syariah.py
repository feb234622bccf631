"""Peringkat koperasi syariah."""

from koperasi.screen import Page, choose, section, show

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
            choose("rating_by"),
            "sharia/grades_by_year",
            "sharia/movement",
            sample=True,
            opens=("rating_by",),
        ),
        section(
            "koperasi",
            "Koperasi dan kesehatan",
            ("sharia/role_models", "sharia/health"),
            sample=True,
        ),
    ),
)

if __name__ == "__main__":
    show(PAGE)
