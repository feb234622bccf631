"""Koperasi Merah Putih."""

from koperasi.screen import Page, choose, section, show

PAGE = Page(
    "merah_putih",
    "Koperasi Merah Putih",
    ":material/storefront:",
    (
        section("Legalitas", "merah_putih/legality"),
        section(
            "Satu ukuran menurut kabupaten/kota dan kecamatan",
            choose("kdmp_measure", "suspects"),
            ("merah_putih/regency_map", "merah_putih/by_regency"),
            ("merah_putih/by_kecamatan", "merah_putih/missing_nib"),
        ),
        section(
            "Uang, dan angka yang diragukan",
            "merah_putih/savings",
            ("merah_putih/suspects", "merah_putih/transactions"),
        ),
        section(
            "Gerai, indeks kesehatan, dan terbitan sebelumnya",
            ("merah_putih/outlet_progress", "merah_putih/outlets"),
            ("merah_putih/health", "merah_putih/history"),
        ),
    ),
)

if __name__ == "__main__":
    show(PAGE)
