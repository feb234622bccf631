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

names (indicator, indicator_short) as (
    values
    ('cooperatives_active', 'Aktif'),
    ('cooperatives_inactive', 'Tidak aktif'),
    ('cooperatives_held_rat', 'Sudah RAT')
),

dated as (
    select
        figures.*,
        names.indicator_short,
        row_number() over newest = 1 as is_newest,
        figures.indicator = 'cooperatives_active' and figures.quality <> 'suspect' as is_active,
        first_value(if(figures.quality = 'suspect', null, figures.register) ignore nulls) over newest as newest_register
    from figures
    inner join names on figures.indicator = names.indicator
    where
        case
            when nothing_picked($regencies) then figures.region_code = province()
            else named(figures.region_code, $regencies)
        end
        and within(figures.as_of_year, $year_from, $year_to)
    window
        newest as (
            partition by figures.region_code, figures.indicator
            order by figures.as_of_date desc, figures.source_id desc
            rows between unbounded preceding and unbounded following
        )
),

final as (
    select
        region_code,
        region_name,
        indicator,
        indicator_label,
        indicator_short,
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
        note,
        is_newest,
        greatest(count(distinct if(is_active, region_code, null)) over () - 4, 0) as regions_more,
        case when register = newest_register then indicator_short end as line_name
    from dated
)

select * from final
order by region_code, indicator, as_of_date, source_id
