-- question: Berapa koperasi dalam register menurut jenis?
-- grain: one row per jenis
-- key: cooperative_type
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   pola varchar = semua in (semua, konvensional, syariah)
with

counts as (
    select * from cooperative_counts
    where
        (len($regencies::varchar[]) = 0 or list_contains($regencies::varchar[], regency_code))
        and ($pola = 'semua' or pola = $pola)
        and ($year_from::integer is null or founded_year >= $year_from)
        and ($year_to::integer is null or founded_year <= $year_to)
),

final as (
    select
        cooperative_type,
        cast(sum(cooperatives) as bigint) as cooperatives,
        round(100.0 * sum(cooperatives) / sum(sum(cooperatives)) over (), 1) as share_pct
    from counts
    group by cooperative_type
)

select * from final
order by cooperatives desc, cooperative_type asc
