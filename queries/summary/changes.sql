-- question: Apa yang berubah menurut angka terbitan yang sebanding?
-- grain: one row per indicator and region: its newest comparable pair, at most five
-- key: indicator, region_code
-- unit: menurut indikator
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   today varchar
-- Only pairs of tables/figure_steps (one register, undisputed, no break between): where the data does not carry a
-- comparison there is no row. A target or plan is no change; neither is who lives here. A percentage only where both
-- ends are exact and it does not round to nothing; else the sentence says up or down.
-- is_old: the newer end is older than seeds/attention_rules.csv allows. today ("2026-08-05") is for tests.
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

ages as (
    select coalesce(cast($today::varchar as date), current_date) - to_years(cast(threshold as integer)) as old_before
    from seed_attention_rules
    where rule = 'change_old_years'
),

newest as (
    select
        steps.*,
        last_day_of(steps.as_of) < ages.old_before as is_old
    from steps
    cross join ages
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
        case when is_exact then nullif(round(100.0 * (value - value_before) / value_before, 1), 0) end as growth_pct,
        about,
        doubt_note,
        about_before,
        doubt_note_before,
        is_old,
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
    count(*) over () - 1 as changes_more,
    count(*) filter (where not is_old) over () as changes_new
from final
