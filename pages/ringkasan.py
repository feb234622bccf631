"""Ringkasan."""

from koperasi.screen import Page, section, show

PAGE = Page(
    "ringkasan",
    "Ringkasan",
    "Ringkasan",
    ":material/home:",
    (
        section("utama", "Angka utama", "summary/headlines", "summary/register_step", "summary/changes"),
        section("perhatian", "Perlu perhatian", "summary/attention", "summary/targets"),
        # an alarm from a sample is no news: by itself, and never first
        section("register", "Perhatian dari register", "summary/attention_register", sample=True),
    ),
)

if __name__ == "__main__":
    show(PAGE)
