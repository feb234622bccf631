-- question: Tanggal berapa angka terbitan yang paling baru?
-- grain: one row
-- key: one row
-- unit: tanggal
select as_of
from figures
order by as_of_date desc, as_of desc
limit 1
