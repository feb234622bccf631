"""Cakupan OPOP pesantren."""

from koperasi.screen import Page, choose, section, show

PAGE = Page(
    "opop",
    "OPOP",
    "Cakupan OPOP pesantren",
    ":material/mosque:",
    (
        section("cakupan", "Cakupan", choose("peta"), "opop/coverage_map", "opop/cohorts"),
        section("pesantren", "Pesantren", ("opop/named", "opop/legal_entities")),
        section(
            "register",
            "Tahap dan omzet",
            choose("opop_by"),
            ("opop/stages", "opop/products"),
            sample=True,
            opens=("opop_by",),
        ),
    ),
)

if __name__ == "__main__":
    show(PAGE)
