"""Koperasi Merah Putih."""

from koperasi.screen import Page, choose, section, show

PAGE = Page(
    "merah_putih",
    "Merah Putih",
    "Koperasi Merah Putih",
    ":material/storefront:",
    (
        section("legalitas", "Legalitas", "merah_putih/missing_nib", "merah_putih/legality"),
        section(
            "wilayah",
            "Wilayah",
            choose("kdmp_measure", "suspects", "peta"),
            "merah_putih/regency_map",
            "merah_putih/by_kecamatan",
            opens=("kdmp_measure", "suspects"),
        ),
        section("uang", "Simpanan", "merah_putih/savings", "merah_putih/suspects"),
        section(
            "gerai",
            "Gerai dan indeks",
            ("merah_putih/outlet_progress", "merah_putih/health"),
            choose("published"),
            "merah_putih/history",
            opens=("published",),
        ),
    ),
)

if __name__ == "__main__":
    show(PAGE)
