-- question: Dari tahun berapa sampai tahun berapa ada angka?
-- grain: one row
-- key: one row
-- unit: tahun
select
    cast(min(as_of_year) as integer) as year_first,
    cast(max(as_of_year) as integer) as year_last
from figures
where not is_nation(region_code)
