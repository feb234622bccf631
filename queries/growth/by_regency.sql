-- question: Berapa koperasi di tiap kabupaten/kota, menurut ukuran yang dipilih?
-- grain: one row per regency, every one always
-- key: regency_code
-- unit: koperasi, atau koperasi per 10.000 penduduk
-- parameters:
--   regencies varchar[]
--   measure varchar = inactive in (inactive, inactive_rate, merah_putih, merah_putih_rate)
-- A rate divides by the registered residents of 2025, the only count that covers all regencies.
-- Of the inactive, what the same source says of the whole province stands beside the sum of all regencies: those that
-- the province guides itself (province_guided), both together (guided_sum), and what it prints (province_printed).
with

surest as (
    select * from surest_figures
),

regencies as (
    select * from regencies
),

residents as (
    select * from surest
    where indicator = 'population_registered' and as_of = '2025'
),

counted as (
    select * from surest
    where
        (indicator = 'cooperatives_inactive' and as_of = '2022-01' and starts_with($measure, 'inactive'))
        or (indicator = 'kdmp_total' and as_of = '2026-08-05' and starts_with($measure, 'merah_putih'))
),

whole as (
    select
        max(value) filter (where indicator = 'cooperatives_province_guided_inactive') as province_guided,
        max(value) filter (where indicator = 'cooperatives_inactive') as province_printed,
        max(doubt_note) filter (where indicator = 'cooperatives_inactive') as province_printed_doubt_note,
        list(figure_id order by figure_id) as figure_ids
    from surest
    where
        $measure = 'inactive'
        and region_code = province()
        and as_of = '2022-01'
        and indicator in ('cooperatives_province_guided_inactive', 'cooperatives_inactive')
),

final as (
    select
        regencies.regency_code,
        regencies.regency_name,
        regencies.regency_short,
        regencies.regency_abbr,
        regencies.tile_col,
        regencies.tile_row,
        cast(counted.value as bigint) as cooperatives,
        cast(residents.value as bigint) as residents,
        counted.as_of,
        counted.register_label,
        counted.quality,
        counted.quality_label,
        counted.is_plain,
        coalesce(counted.doubt_note, '') as doubt_note,
        counted.note,
        case
            when ends_with($measure, 'rate') then round(10000.0 * counted.value / nullif(residents.value, 0), 2)
            else counted.value
        end as measure_value,
        case
            when counted.value is null then []
            when ends_with($measure, 'rate') then [counted.source_id, residents.source_id]
            else [counted.source_id]
        end as source_ids,
        case
            when counted.value is null then []
            when ends_with($measure, 'rate') then [counted.figure_id, residents.figure_id]
            else [counted.figure_id] || coalesce(whole.figure_ids, [])
        end as figure_ids,
        cast(whole.province_guided as bigint) as province_guided,
        cast(whole.province_printed as bigint) as province_printed,
        coalesce(whole.province_printed_doubt_note, '') as province_printed_doubt_note,
        picked(regencies.regency_code, $regencies) as is_selected
    from regencies
    cross join whole
    left join counted on regencies.regency_code = counted.region_code
    left join residents on regencies.regency_code = residents.region_code
),

ranked as (
    select
        *,
        case when measure_value is not null then rank() over (order by measure_value desc nulls last) end
            as regency_rank,
        count(measure_value) over () as ranked_regencies,
        -- rates are not added up
        case
            when not ends_with($measure, 'rate')
                then cast(sum(measure_value) filter (where is_selected) over () as bigint)
        end as selected_sum,
        case when bool_and(is_selected) over () then cast(sum(measure_value) over () as bigint) + province_guided end
            as guided_sum
    from final
)

select * from ranked
order by regency_code
