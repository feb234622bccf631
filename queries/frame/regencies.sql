-- question: Kabupaten/kota mana saja yang ada?
-- grain: one row per regency
-- key: regency_code
-- unit: wilayah
select
    regency_code,
    regency_name,
    regency_short
from regencies
order by regency_code
