"""Ringkasan."""

from koperasi.screen import Page, briefing, section, show

PAGE = Page(
    "ringkasan",
    "Ringkasan",
    ":material/home:",
    (
        section(
            "Angka terbitan",
            briefing.start,
            "summary/headlines",
            "summary/changes",
            "summary/attention",
            "summary/targets",
        ),
        section("Register", "summary/attention_register"),
    ),
)

if __name__ == "__main__":
    show(PAGE)
