-- question: Bagaimana target yang diterbitkan dibandingkan dengan realisasinya?
-- grain: one row per published target
-- key: indicator, region_code, since
-- unit: menurut indikator
-- parameters:
--   year_from integer
--   year_to integer
-- Realised is the newest undoubted figure of the same indicator and region that is younger than the target's beginning,
-- no younger than its end, and counts the same thing as at its beginning (seeds/breaks.csv); where there is none it
-- stays empty: unknown, not zero. A figure of the beginning itself is where the target set out from: start.
with

targets as (
    select * from seed_targets
    where within(cast(left(since, 4) as integer), $year_from, $year_to)
),

indicators as (
    select * from seed_indicators
),

steps as (
    select * from figure_steps
    where is_sure
),

breaks as (
    select * from figure_steps
    where is_break
),

measured as (
    select
        targets.indicator,
        targets.region_code,
        targets.since,
        steps.value,
        steps.as_of,
        steps.as_of_date,
        steps.note,
        steps.source_id,
        steps.figure_id,
        steps.about,
        steps.doubt_note,
        steps.quality_rank,
        steps.as_of_date <= last_day_of(targets.since) as is_start
    from targets
    inner join steps
        on
            targets.indicator = steps.indicator
            and targets.region_code = steps.region_code
            and first_day(targets.since) <= steps.as_of_date
            and (targets.until is null or last_day_of(targets.until) >= steps.as_of_date)
    where
        not exists (
            select breaks.figure_id
            from breaks
            where
                breaks.indicator = steps.indicator
                and breaks.region_code = steps.region_code
                and breaks.register = steps.register
                and breaks.as_of_date > last_day_of(targets.since)
                and breaks.as_of_date <= steps.as_of_date
        )
),

picked_ones as (
    select *
    from measured
    qualify row_number() over (
        partition by indicator, region_code, since, is_start
        order by
            as_of_date desc,
            quality_rank asc,
            source_id asc
    ) = 1
),

started as (
    select * from picked_ones
    where is_start
),

realised as (
    select * from picked_ones
    where not is_start
),

final as (
    select
        targets.indicator,
        indicators.label_id as indicator_label,
        targets.region_code,
        targets.since,
        targets.until,
        targets.target,
        targets.target_high,
        started.value as start,
        started.as_of as start_as_of,
        realised.about as realised_about,
        realised.value as realised,
        realised.as_of as realised_as_of,
        indicators.unit_id as unit,
        case when realised.about = '' then round(100.0 * realised.value / nullif(targets.target, 0), 1) end
            as achieved_pct,
        coalesce(round(100.0 * targets.target_high / nullif(targets.target, 0), 1), 100) as target_pct,
        count(*) filter (where realised.value is null) over () as targets_unknown,
        count(*) over () as targets_sum,
        coalesce(realised.as_of, targets.since) as as_of,
        list_distinct(compact([targets.source_id, started.source_id, realised.source_id])) as source_ids,
        compact([started.figure_id, realised.figure_id]) as figure_ids,
        concat_ws(' ', targets.note, started.note, realised.note) as note
    from targets
    inner join indicators on targets.indicator = indicators.indicator
    left join started
        on
            targets.indicator = started.indicator
            and targets.region_code = started.region_code
            and targets.since = started.since
    left join realised
        on
            targets.indicator = realised.indicator
            and targets.region_code = realised.region_code
            and targets.since = realised.since
)

select * from final
order by since, indicator, region_code
