"""Pertumbuhan koperasi."""

from koperasi.screen import choose, register_table, show

# published figures
show("growth/total")
show("growth/activity")

# one measure over the 13 regencies
choose("measure")
show("growth/regency_map", "growth/regency_bars")

# the register
show("growth/founded", "growth/founded_so_far")
show("growth/by_type", "growth/by_group")
show("growth/by_status")
register_table()
