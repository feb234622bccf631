-- question: Di kecamatan mana paling banyak Koperasi Merah Putih yang belum memiliki NIB?
-- grain: one row per kecamatan (regency and name) with at least one without NIB
-- key: regency_code, district
-- unit: koperasi
-- parameters:
--   regencies varchar[]
-- gap_rank, measure_alike: by the number that lack it; kecamatan with the same number share a rank.
with

areas as (
    select * from merah_putih_areas
),

regencies as (
    select * from regencies
),

final as (
    select
        areas.regency_code,
        areas.regency_short,
        regencies.regency_abbr,
        areas.district,
        areas.cooperatives,
        areas.with_nib,
        areas.cooperatives - areas.with_nib as without_nib,
        round(100.0 * (areas.cooperatives - areas.with_nib) / areas.cooperatives, 1) as without_nib_pct,
        cast(sum(areas.cooperatives - areas.with_nib) over () as bigint) as without_nib_sum,
        count(*) over () as districts_sum,
        rank() over (order by areas.cooperatives - areas.with_nib desc) as gap_rank,
        count(*) over (partition by areas.cooperatives - areas.with_nib) as measure_alike,
        areas.as_of,
        areas.source_id
    from areas
    inner join regencies on areas.regency_code = regencies.regency_code
    where
        areas.cooperatives > areas.with_nib
        and picked(areas.regency_code, $regencies)
)

select * from final
order by without_nib desc, without_nib_pct desc, regency_code asc, district asc
