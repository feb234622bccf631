"""Mode paparan: which cards are the slides, in this order. The only place to add one."""

SLIDES: tuple[str, ...] = (
    "summary/headlines",
    "summary/changes",
    "summary/attention",
    "growth/total",
    "growth/regency_bars",
    # Merah Putih: add merah_putih/... here
    "opop/cohorts",
    "opop/coverage_map",
    "sharia/rating_round",
    "summary/targets",
    # from registers, and so DATA CONTOH until the office's own are there
    "summary/attention_register",
)
