"""Program dan kemitraan."""

from koperasi.screen import Page, choose, section, show

PAGE = Page(
    "program",
    "Program",
    "Program dan kemitraan",
    ":material/handshake:",
    (
        section("modern", "Koperasi modern", "programs/modern", "programs/modern_target"),
        section("ruang", "Ruang 30%", ("programs/rules", "programs/public_infrastructure"), "programs/airport_gallery"),
        section("pelatihan", "Pelatihan", "programs/trainings"),
        section("dana", "Kemasan dan dana", "programs/packaging_houses", "programs/funds"),
        section(
            "fasilitas",
            "Fasilitas",
            ("programs/facility_share", "programs/facility_missing"),
            choose("facility_by"),
            "programs/facility_by_kind",
            sample=True,
            opens=("facility_by",),
        ),
        section(
            "peserta",
            "Peserta dan mesin",
            ("programs/trainees", "programs/training_budgets"),
            choose("machines_by"),
            "programs/machines",
            sample=True,
            opens=("machines_by",),
        ),
    ),
)

if __name__ == "__main__":
    show(PAGE)
