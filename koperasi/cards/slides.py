"""Which cards are the slides, in this order: of Mode paparan and of the PowerPoint file. The only place to add one."""

SLIDES: tuple[str, ...] = (
    "summary/headlines",
    "summary/changes",
    "summary/attention",
    "growth/total",
    "merah_putih/legality",
    "merah_putih/regency_map",
    "opop/cohorts",
    "opop/coverage_map",
    "sharia/rating_round",
    "programs/modern",
    "summary/targets",
    # from registers, and so DATA CONTOH until the office's own are there
    "summary/attention_register",
)
