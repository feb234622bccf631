"""Cakupan OPOP pesantren."""

from koperasi.screen import Page, section, show

PAGE = Page(
    "opop",
    "OPOP",
    "Cakupan OPOP pesantren",
    ":material/mosque:",
    (
        section("cakupan", "Cakupan", ("opop/coverage_map", "opop/coverage"), "opop/cohorts"),
        section("pesantren", "Pesantren", ("opop/named", "opop/legal_entities")),
        section("register", "Tahap dan omzet", "opop/stages", ("opop/products", "opop/turnover"), sample=True),
    ),
)

if __name__ == "__main__":
    show(PAGE)
