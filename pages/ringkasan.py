"""Ringkasan."""

from koperasi.screen import Glance, Page, section, show

PAGE = Page(
    "ringkasan",
    "Ringkasan",
    "Ringkasan",
    ":material/home:",
    (
        section(
            "utama",
            "Sekilas",
            "summary/headlines",
            Glance(
                (
                    (4.0, {"growth/total": 298, "summary/targets": 122}),
                    (2.9, {"growth/regency_map": 442}),
                    (4.3, {"summary/attention": 314, "summary/changes": 106}),
                ),
                guests=("growth/total", "growth/regency_map"),
            ),
            "summary/register_step",
        ),
        # an alarm from a sample is no news: by itself, and never first
        section("register", "Perhatian dari register", "summary/attention_register", sample=True),
    ),
)

if __name__ == "__main__":
    show(PAGE)
