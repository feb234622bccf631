"""Program dan kemitraan."""

from koperasi.screen import Page, choose, section, show

PAGE = Page(
    "program",
    "Program",
    "Program dan kemitraan",
    ":material/handshake:",
    (
        section("modern", "Koperasi modern", "programs/modern"),
        section("ruang", "Ruang 30%", ("programs/rules", "programs/public_infrastructure")),
        section("pelatihan", "Pelatihan", "programs/trainings"),
        section("dana", "Kemasan dan dana", "programs/packaging_houses", "programs/funds"),
        section(
            "fasilitas",
            "Fasilitas",
            choose("facility_shown", "facility_by"),
            ("programs/facility_share", "programs/facility_by_kind"),
            sample=True,
            opens=("facility_shown", "facility_by"),
        ),
        section(
            "peserta",
            "Peserta dan mesin",
            choose("trainings_by", "machines_by"),
            ("programs/trainees", "programs/machines"),
            sample=True,
            opens=("trainings_by", "machines_by"),
        ),
    ),
)

if __name__ == "__main__":
    show(PAGE)
