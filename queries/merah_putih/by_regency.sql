-- question: Berapa Koperasi Merah Putih di tiap kabupaten/kota, menurut ukuran yang dipilih?
-- grain: one row per regency, every one always
-- key: regency_code
-- unit: koperasi, persen, koperasi per 10.000 penduduk, atau rupiah, menurut ukurannya
-- parameters:
--   regencies varchar[]
--   kdmp_measure varchar = cooperatives
--     in (cooperatives, nib_share, per_residents, transaction_value, principal_savings, mandatory_savings,
--     principal_per_saver, mandatory_per_saver)
--   suspects varchar = exclude in (exclude, include)
-- measure_rank is empty for what is unknown, and for what is suspect unless suspects are to be included; sure_rank for
-- both, always. measure_alike: how many of those picked that have a sure_rank share this value. A zero of money says
-- that nothing was recorded; districts_without_sum: in how many kecamatan of those picked it says so of transactions.
with

regions as (
    select * from merah_putih_regions
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
            when 'per_residents' then round(10000.0 * cooperatives / nullif(residents, 0), 2)
            when 'transaction_value' then transaction_value
            when 'principal_savings' then principal_savings
            when 'mandatory_savings' then mandatory_savings
            when 'principal_per_saver' then round(principal_savings / nullif(principal_savers, 0))
            when 'mandatory_per_saver' then round(mandatory_savings / nullif(mandatory_savers, 0))
        end as measure_value,
        (starts_with($kdmp_measure, 'principal') and principal_suspect)
        or (starts_with($kdmp_measure, 'mandatory') and mandatory_suspect) as is_suspect
    from regions
),

-- the kecamatan of those picked, for the money of transactions alone
recorded as (
    select
        nullif(count(*), 0) as districts_sum,
        count(*) filter (where transaction_value = 0) as districts_without_sum
    from merah_putih_areas
    where $kdmp_measure = 'transaction_value' and picked(regency_code, $regencies)
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
        regencies.regency_code,
        regencies.regency_name,
        regencies.regency_short,
        regencies.tile_col,
        regencies.tile_row,
        cast(placed.cooperatives as bigint) as cooperatives,
        cast(placed.with_nib as bigint) as with_nib,
        placed.measure_value,
        case $kdmp_measure
            when 'cooperatives' then 'koperasi'
            when 'nib_share' then 'persen'
            when 'per_residents' then 'koperasi per 10.000 penduduk'
            else 'rupiah'
        end as unit,
        coalesce(placed.is_suspect, false) as is_suspect,
        qualities.quality_label,
        placed.as_of,
        case
            when placed.is_ranked
                then rank() over (partition by placed.is_ranked order by placed.measure_value desc)
        end as measure_rank,
        case when placed.is_ranked then placed.measure_value end as ranked_value,
        case
            when placed.is_sure then rank() over (partition by placed.is_sure order by placed.measure_value desc)
        end as sure_rank,
        count(*) filter (where placed.is_sure) over () as sure_regencies,
        count(*) over (
            partition by placed.is_sure, picked(regencies.regency_code, $regencies), placed.measure_value
        ) as measure_alike,
        nullif(
            sum(placed.measure_value) filter (
                where
                $kdmp_measure in ('cooperatives', 'transaction_value')
                and placed.is_sure
                and picked(regencies.regency_code, $regencies)
            ) over (), 0
        ) as selected_sum,
        recorded.districts_sum,
        recorded.districts_without_sum,
        coalesce(placed.measure_value > 0, false)
        or $kdmp_measure not in ('transaction_value', 'principal_savings', 'mandatory_savings') as is_recorded,
        compact(
            [placed.source_id, if($kdmp_measure = 'per_residents', placed.residents_source_id, null)]
        ) as source_ids,
        compact([
            placed.figures['kdmp_total'],
            placed.figures['kdmp_with_nib'],
            case
                when $kdmp_measure = 'per_residents' then placed.residents_figure_id
                when $kdmp_measure = 'transaction_value' then placed.figures['kdmp_transaction_value']
                when starts_with($kdmp_measure, 'principal') then placed.figures['kdmp_principal_savings']
                when starts_with($kdmp_measure, 'mandatory') then placed.figures['kdmp_mandatory_savings']
            end,
            case $kdmp_measure
                when 'principal_per_saver' then placed.figures['kdmp_principal_savers']
                when 'mandatory_per_saver' then placed.figures['kdmp_mandatory_savers']
            end
        ]) as figure_ids,
        picked(regencies.regency_code, $regencies) as is_selected
    from regencies
    cross join recorded
    left join placed on regencies.regency_code = placed.region_code
    left join qualities on qualities.quality = case when placed.is_suspect then 'suspect' else 'stated' end
)

select * from final
order by regency_code
