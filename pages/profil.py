"""Profil kabupaten/kota."""

from functools import partial

from koperasi.screen import Page, choose_regency, section, show

MOST = 4  # regencies side by side

PAGE = Page(
    "profil",
    "Profil kabupaten/kota",
    ":material/location_city:",
    (
        section("Pilihan wilayah", partial(choose_regency, MOST)),
        section("Semua wilayah", ("growth/regency_map", "profile/headlines"), regencies=range(1)),
        section("Satu wilayah", ("profile/headlines", "profile/merah_putih"), regencies=range(1, 2)),
        section("Perbandingan", "profile/headlines", "profile/merah_putih", regencies=range(2, MOST + 1)),
        section(
            "Selebihnya",
            ("opop/named", "sharia/grades_by_regency"),
            "growth/total",
            ("profile/facilities", "summary/attention"),
            regencies=range(1, MOST + 1),
        ),
    ),
)

if __name__ == "__main__":
    show(PAGE)
