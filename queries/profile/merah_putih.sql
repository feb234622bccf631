-- question: Berapa Koperasi Merah Putih di tiap kecamatan, dan berapa yang memiliki NIB?
-- grain: one row per kecamatan of the asked regencies
-- key: regency_code, district
-- unit: koperasi
-- parameters:
--   regencies varchar[]
-- What is suspect is said by merah_putih_areas alone.
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
        regencies.regency_name,
        areas.regency_short,
        regencies.kind as regency_kind,
        areas.district,
        areas.cooperatives,
        areas.with_nib,
        round(100.0 * areas.with_nib / nullif(areas.cooperatives, 0), 1) as nib_share_pct,
        areas.principal_savings,
        areas.principal_suspect,
        round(areas.principal_share_pct, 1) as principal_share_pct,
        areas.mandatory_savings,
        areas.mandatory_suspect,
        round(areas.mandatory_share_pct, 1) as mandatory_share_pct,
        areas.as_of,
        areas.source_id
    from areas
    inner join regencies on areas.regency_code = regencies.regency_code
    where picked(areas.regency_code, $regencies)
),

added as (
    select
        *,
        cooperatives - with_nib as lacking_nib,
        cast(sum(cooperatives) over (partition by regency_code) as bigint) as regency_cooperatives,
        cast(sum(with_nib) over (partition by regency_code) as bigint) as regency_with_nib,
        cast(sum(cooperatives - with_nib) over (partition by regency_code) as bigint) as regency_lacking_nib,
        cast(sum(cooperatives) over () as bigint) as cooperatives_sum,
        round(100.0 * sum(with_nib) over () / nullif(sum(cooperatives) over (), 0), 1) as nib_sum_pct,
        count(*) over () as districts_sum,
        count(distinct regency_code) over () as regencies_sum
    from final
)

select * from added
order by regency_code asc, cooperatives desc, district asc
