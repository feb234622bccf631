"""Profil kabupaten/kota."""

from functools import partial

from koperasi.screen import Page, choose, choose_regency, section, show

MOST = 4  # regencies side by side

PAGE = Page(
    "profil",
    "Profil",
    "Profil kabupaten/kota",
    ":material/location_city:",
    (
        section(
            "semua", "Semua wilayah", "profile/headlines", choose("peta"), "growth/regency_map", regencies=range(1)
        ),
        section("satu", "Angka utama", ("profile/headlines", "merah_putih/missing_nib"), regencies=range(1, 2)),
        section(
            "banding", "Perbandingan", "profile/headlines", "merah_putih/missing_nib", regencies=range(2, MOST + 1)
        ),
        section(
            "lain",
            "Koperasi dan pesantren",
            "growth/total",
            ("opop/named", "summary/attention"),
            regencies=range(1, MOST + 1),
        ),
        section(
            "register",
            "Peringkat dan fasilitas",
            choose("rating_by", "facility_shown"),
            ("sharia/grades_by_year", "programs/facility_share"),
            regencies=range(1, MOST + 1),
            sample=True,
        ),
    ),
    above=(partial(choose_regency, MOST),),
)

if __name__ == "__main__":
    show(PAGE)
