"""Pertumbuhan koperasi."""

from koperasi.screen import Page, choose, register_table, section, show

PAGE = Page(
    "pertumbuhan",
    "Pertumbuhan koperasi",
    ":material/trending_up:",
    (
        section("Angka terbitan", "growth/total", "growth/activity"),
        section("Satu ukuran menurut kabupaten/kota", choose("measure"), ("growth/regency_map", "growth/regency_bars")),
        section(
            "Register",
            ("growth/founded", "growth/founded_so_far"),
            ("growth/by_type", "growth/by_group"),
            "growth/by_status",
            register_table,
        ),
    ),
)

if __name__ == "__main__":
    show(PAGE)
