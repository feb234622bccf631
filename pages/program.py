"""Program dan kemitraan."""

from koperasi.screen import Page, choose, section, show

PAGE = Page(
    "program",
    "Program dan kemitraan",
    ":material/handshake:",
    (
        section("Koperasi modern", ("programs/modern", "programs/modern_names")),
        section(
            "Aturan 30%",
            ("programs/rules", "programs/public_infrastructure"),
            "programs/facility_share",
            ("programs/facility_by_kind", "programs/facility_by_regency"),
            "programs/facility_missing",
        ),
        section(
            "Pelatihan",
            ("programs/trainings_by_year", "programs/trainings"),
            ("programs/trainees", "programs/training_budgets"),
        ),
        section("Kemasan", choose("machines_by"), ("programs/packaging_houses", "programs/machines")),
        section(
            "Uang dan angka terbitan lain",
            "programs/funds",
            ("programs/modern_target", "programs/airport_gallery"),
        ),
    ),
)

if __name__ == "__main__":
    show(PAGE)
