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
                    (4.0, {"growth/total": 286, "summary/targets": 134}),
                    (3.2, {"growth/regency_map": 394}),
                    (4.0, {"summary/attention": 310, "summary/changes": 110}),
                ),
                guests=("growth/total", "growth/regency_map"),
                picks={"growth/regency_map": "measure"},
            ),
            "summary/register_step",
        ),
        # an alarm from a sample is no news: by itself, and never first
        section("register", "Perhatian dari register", "summary/attention_register", sample=True),
    ),
)

if __name__ == "__main__":
    show(PAGE)
