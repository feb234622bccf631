-- question: Berapa koperasi dalam register menurut jenis?
-- grain: one row per jenis
-- key: cooperative_type
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   pola varchar = semua in (semua, konvensional, syariah)
--   cooperative_types varchar[]
with

counts as (
    select * from cooperative_counts
    where
        picked(regency_code, $regencies)
        and of_pola(pola, $pola)
        and picked(cooperative_type, $cooperative_types)
        and within(founded_year, $year_from, $year_to)
),

final as (
    select
        cooperative_type,
        cast(sum(cooperatives) as bigint) as cooperatives,
        cast(sum(sum(cooperatives)) over () as bigint) as cooperatives_sum,
        round(100.0 * sum(cooperatives) / sum(sum(cooperatives)) over (), 1) as share_pct
    from counts
    group by cooperative_type
)

select
    *,
    is_blank(cooperative_type) as is_blank
from final
order by cooperatives desc, cooperative_type asc
