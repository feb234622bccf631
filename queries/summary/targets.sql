-- question: Bagaimana target yang diterbitkan dibandingkan dengan realisasinya?
-- grain: one row per published target
-- key: indicator, region_code, period
-- unit: menurut indikator
-- parameters:
--   year_from integer
--   year_to integer
-- Realised is the newest undoubted figure of the same indicator and region since the target's year; an older figure
-- or one of another region is no realisation, so it stays empty: unknown, not zero.
with

targets as (
    select * from seed_targets
    where
        within(period, $year_from, $year_to)
),

indicators as (
    select * from seed_indicators
),

figures as (
    select * from figures
    where is_sure
),

realised as (
    select
        targets.indicator,
        targets.region_code,
        targets.period,
        figures.value,
        figures.as_of,
        figures.note,
        figures.source_id,
        figures.figure_id
    from targets
    inner join figures
        on
            targets.indicator = figures.indicator
            and targets.region_code = figures.region_code
            and targets.period <= figures.as_of_year
    qualify row_number() over (
        partition by targets.indicator, targets.region_code, targets.period
        order by figures.as_of_date desc, figures.source_id asc
    ) = 1
),

final as (
    select
        targets.indicator,
        indicators.label_id as indicator_label,
        targets.region_code,
        targets.period,
        targets.target,
        targets.target_high,
        realised.value as realised,
        realised.as_of as realised_as_of,
        indicators.unit_id as unit,
        round(100.0 * realised.value / nullif(targets.target, 0), 1) as achieved_pct,
        coalesce(round(100.0 * targets.target_high / nullif(targets.target, 0), 1), 100) as target_pct,
        count(*) filter (where realised.value is null) over () as targets_unknown,
        coalesce(realised.as_of, cast(targets.period as varchar)) as as_of,
        compact([targets.source_id, nullif(realised.source_id, targets.source_id)]) as source_ids,
        compact([realised.figure_id]) as figure_ids,
        concat_ws(' ', targets.note, realised.note) as note
    from targets
    inner join indicators on targets.indicator = indicators.indicator
    left join realised
        on
            targets.indicator = realised.indicator
            and targets.region_code = realised.region_code
            and targets.period = realised.period
)

select * from final
order by period, indicator, region_code
