"""Peringkat koperasi syariah."""

from koperasi.screen import show

# published figures
show("sharia/rating_round")

# the register
show("sharia/grades_by_year", "sharia/grades_by_regency")
show("sharia/movement")
show("sharia/pola_comparison", "sharia/role_models")
show("sharia/health")

# what the four grades are
show("sharia/schemes")
