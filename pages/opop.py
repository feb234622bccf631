"""Cakupan OPOP pesantren."""

from koperasi.screen import show

# published figures
show("opop/cohorts")
show("opop/coverage_map", "opop/coverage")
show("opop/named", "opop/legal_entities")

# the register
show("opop/stages")
show("opop/products", "opop/turnover")
