-- question: Jenis koperasi apa saja yang ada dalam register?
-- grain: one row per jenis, the state "not filled in" last
-- key: cooperative_type
-- unit: tanpa satuan
select cooperative_type
from cooperative_counts
group by cooperative_type
order by is_blank(cooperative_type), cooperative_type
