-- question: Apa yang berubah menurut angka terbitan yang sebanding?
-- grain: one row per indicator and region: its newest comparable pair, at most five
-- key: indicator, region_code
-- unit: menurut indikator
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- Only pairs of tables/figure_steps (one register, undisputed, no break between): where the data does not carry a
-- comparison there is no row. A target or plan is no change; neither is who lives here.
with

steps as (
    select * from figure_steps
    where
        as_of_before is not null
        and value_before != 0
        and not ends_with(indicator, '_target')
        and not contains(indicator, '_planned')
        -- counted up in the course of a year: only whole years compare
        and (not ends_with(indicator, '_held_rat') or (length(as_of) = 4 and length(as_of_before) = 4))
        and case
            when nothing_picked($regencies) then region_code = province()
            else named(region_code, $regencies)
        end
        and within(as_of_year, $year_from, $year_to)
),

indicators as (
    select * from seed_indicators
    where subject in ('cooperatives', 'merah_putih', 'ratings', 'sharia', 'opop', 'modern')
),

newest as (
    select steps.*
    from steps
    inner join indicators on steps.indicator = indicators.indicator
    qualify row_number() over (
        partition by steps.indicator, steps.region_code
        order by steps.as_of_date desc, steps.source_id asc
    ) = 1
),

final as (
    select
        indicator,
        indicator_label,
        region_code,
        region_name,
        value,
        unit,
        as_of,
        value_before,
        as_of_before,
        value - value_before as change,
        round(100.0 * (value - value_before) / value_before, 1) as growth_pct,
        good_direction,
        register_label,
        quality,
        quality_label,
        is_plain,
        compact([source_id, nullif(source_id_before, source_id)]) as source_ids,
        [figure_id, figure_id_before] as figure_ids,
        note,
        region_code = province() as is_province
    from newest
    -- the freshest first
    order by as_of_date desc, indicator asc, region_code asc
    limit 5
)

select
    *,
    count(*) over () - 1 as changes_more
from final
