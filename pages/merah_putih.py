"""Koperasi Merah Putih."""

from koperasi.screen import choose, show

# published figures of one date
show("merah_putih/legality")

# one measure over the 13 regencies and their kecamatan
choose("kdmp_measure", "suspects")
show("merah_putih/regency_map", "merah_putih/by_regency")
show("merah_putih/by_kecamatan", "merah_putih/missing_nib")

# money, and what in it cannot be right
show("merah_putih/savings")
show("merah_putih/suspects", "merah_putih/transactions")

# outlets, the health index, and what was published before
show("merah_putih/outlet_progress", "merah_putih/outlets")
show("merah_putih/health", "merah_putih/history")
