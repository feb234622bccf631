-- question: Berapa koperasi aktif, tidak aktif, dan yang menyelenggarakan RAT pada tanggal terbitannya?
-- grain: one row per published figure: indicator, region, as-of and source
-- key: indicator, region_code, as_of, source_id
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
with

figures as (
    select * from figures
),

final as (
    select
        region_code,
        region_name,
        indicator,
        indicator_label,
        as_of,
        as_of_date,
        cast(value as bigint) as cooperatives,
        register,
        register_label,
        quality,
        quality_label,
        is_plain,
        source_id,
        [figure_id] as figure_ids,
        note
    from figures
    where
        indicator in ('cooperatives_active', 'cooperatives_inactive', 'cooperatives_held_rat')
        and case
            when nothing_picked($regencies) then region_code = province()
            else named(region_code, $regencies)
        end
        and within(as_of_year, $year_from, $year_to)
)

select * from final
order by region_code, indicator, as_of_date, source_id
