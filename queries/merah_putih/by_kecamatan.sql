-- question: Berapa Koperasi Merah Putih di tiap kecamatan, menurut ukuran yang dipilih?
-- grain: one row per kecamatan; the key is regency and name, since "Simpang Empat" exists in two regencies
-- key: regency_code, district
-- unit: koperasi, persen, atau rupiah, menurut ukurannya
-- parameters:
--   regencies varchar[]
--   kdmp_measure varchar = cooperatives
--     in (cooperatives, nib_share, per_residents, transaction_value, principal_savings, mandatory_savings,
--     principal_per_saver, mandatory_per_saver)
--   suspects varchar = exclude in (exclude, include)
-- Residents of a kecamatan are not in the data: per_residents is empty. measure_rank is empty for what is unknown, and
-- for what is suspect unless suspects are to be included; sure_rank for both, always. measure_alike: how many of those
-- that have a sure_rank share this value.
with

areas as (
    select * from merah_putih_areas
),

regencies as (
    select * from regencies
),

qualities as (
    select
        quality,
        label_id as quality_label
    from seed_qualities
),

measured as (
    select
        *,
        case $kdmp_measure
            when 'cooperatives' then cooperatives
            when 'nib_share' then round(100.0 * with_nib / nullif(cooperatives, 0), 1)
            when 'transaction_value' then transaction_value
            when 'principal_savings' then principal_savings
            when 'mandatory_savings' then mandatory_savings
            when 'principal_per_saver' then round(principal_savings / nullif(principal_savers, 0))
            when 'mandatory_per_saver' then round(mandatory_savings / nullif(mandatory_savers, 0))
        end as measure_value,
        (starts_with($kdmp_measure, 'principal') and principal_suspect)
        or (starts_with($kdmp_measure, 'mandatory') and mandatory_suspect) as is_suspect
    from areas
    where picked(regency_code, $regencies)
),

placed as (
    select
        *,
        measure_value is not null and (not is_suspect or $suspects = 'include') as is_ranked,
        measure_value is not null and not is_suspect as is_sure
    from measured
),

final as (
    select
        placed.regency_code,
        regencies.regency_name,
        regencies.regency_abbr,
        placed.regency_short,
        placed.district,
        placed.cooperatives,
        placed.with_account,
        placed.with_npwp,
        placed.with_nib,
        placed.transaction_value,
        placed.principal_savings,
        placed.principal_savers,
        placed.mandatory_savings,
        placed.mandatory_savers,
        placed.measure_value,
        case $kdmp_measure
            when 'cooperatives' then 'koperasi'
            when 'nib_share' then 'persen'
            when 'per_residents' then 'koperasi per 10.000 penduduk'
            else 'rupiah'
        end as unit,
        placed.is_suspect,
        qualities.quality_label,
        placed.as_of,
        placed.source_id,
        case
            when placed.is_ranked
                then rank() over (partition by placed.is_ranked order by placed.measure_value desc)
        end as measure_rank,
        case when placed.is_ranked then placed.measure_value end as ranked_value,
        case
            when placed.is_sure then rank() over (partition by placed.is_sure order by placed.measure_value desc)
        end as sure_rank,
        coalesce(placed.measure_value > 0, false) as is_recorded,
        count(*) over () as districts_sum,
        count(*) over (partition by placed.is_sure, placed.measure_value) as measure_alike,
        count(*) filter (where placed.is_sure and placed.measure_value = 0) over () as districts_without_sum,
        count(*) filter (where placed.measure_value is null) over () as districts_unknown_sum
    from placed
    inner join regencies on placed.regency_code = regencies.regency_code
    inner join qualities on qualities.quality = case when placed.is_suspect then 'suspect' else 'stated' end
)

select * from final
order by regency_code, district
