-- question: Kabupaten/kota mana saja yang ada?
-- grain: one row per regency
-- unit: wilayah
select
    regency_code,
    regency_name,
    regency_short
from regencies
order by regency_code
