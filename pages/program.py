"""Program dan kemitraan."""

from koperasi.screen import choose, show

# modern cooperatives
show("programs/modern", "programs/modern_names")

# the 30% rule: what it says, then the register
show("programs/rules", "programs/public_infrastructure")
show("programs/facility_share")
show("programs/facility_by_kind", "programs/facility_by_regency")
show("programs/facility_missing")

# trainings: published events, then the register
show("programs/trainings_by_year", "programs/trainings")
show("programs/trainees", "programs/training_budgets")

# packaging: published houses, then the register
choose("machines_by")
show("programs/packaging_houses", "programs/machines")

# money and other published figures
show("programs/funds")
show("programs/modern_target", "programs/airport_gallery")
