"""Profil kabupaten/kota."""

from koperasi.screen import choose_regency, show

# one regency, or the number that was picked to be compared
picked = choose_regency(most=4)

if picked == 0:
    show("growth/regency_map", "profile/headlines")

if picked == 1:
    show("profile/headlines", "profile/merah_putih")

if 2 <= picked <= 4:
    show("profile/headlines")
    show("profile/merah_putih")

if 1 <= picked <= 4:
    show("opop/named", "sharia/grades_by_regency")
    show("growth/total")
    show("profile/facilities", "summary/attention")
