"""Cakupan OPOP pesantren."""

from koperasi.screen import Page, section, show

PAGE = Page(
    "opop",
    "Cakupan OPOP pesantren",
    ":material/mosque:",
    (
        section(
            "Angka terbitan",
            "opop/cohorts",
            ("opop/coverage_map", "opop/coverage"),
            ("opop/named", "opop/legal_entities"),
        ),
        section("Register", "opop/stages", ("opop/products", "opop/turnover")),
    ),
)

if __name__ == "__main__":
    show(PAGE)
