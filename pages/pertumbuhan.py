"""Pertumbuhan koperasi."""

from koperasi.screen import Page, choose, register_table, section, show

PAGE = Page(
    "pertumbuhan",
    "Pertumbuhan",
    "Pertumbuhan koperasi",
    ":material/trending_up:",
    (
        section("tren", "Tren", "growth/total", ("growth/activity", "growth/members_volume")),
        section("wilayah", "Wilayah", choose("measure", "peta"), "growth/regency_map", opens=("measure",)),
        section(
            "jenis",
            "Jenis dan status",
            choose("register_by"),
            ("growth/by_type", "growth/by_status"),
            sample=True,
            opens=("register_by",),
        ),
        section("berdiri", "Tahun berdiri", choose("berdiri"), "growth/founded", sample=True, opens=("berdiri",)),
        section("daftar", "Daftar", register_table, sample=True),
    ),
)

if __name__ == "__main__":
    show(PAGE)
