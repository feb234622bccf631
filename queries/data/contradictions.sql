-- question: Angka mana yang saling bertentangan, dan mengapa?
-- grain: one row per figure in a group of contradicting figures
-- key: contradiction, indicator, region_code, as_of, source_id
-- unit: satuan indikatornya
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- A group is shown whole as soon as one of its figures is asked for.
with

figures as (
    select * from figures
),

groups as (
    select * from seed_contradictions
),

members as (
    select * from seed_contradicting_figures
),

sources as (
    select * from seed_sources
),

joined as (
    select
        members.contradiction,
        groups.title_id as contradiction_title,
        groups.reason_id as reason,
        figures.indicator,
        figures.indicator_label,
        figures.region_code,
        figures.region_name,
        figures.as_of,
        figures.as_of_date,
        figures.value,
        figures.unit,
        figures.register_label,
        figures.quality,
        figures.quality_label,
        figures.source_id,
        [figures.figure_id] as figure_ids,
        sources.publisher,
        figures.note,
        picked(figures.region_code, $regencies)
        and within(figures.as_of_year, $year_from, $year_to) as is_asked
    from members
    inner join groups on members.contradiction = groups.contradiction
    inner join figures
        on
            members.indicator = figures.indicator
            and members.region_code = figures.region_code
            and members.as_of = figures.as_of
            and members.source_id = figures.source_id
    inner join sources on members.source_id = sources.source_id
),

final as (
    select * exclude (is_asked) from joined
    qualify bool_or(is_asked) over (partition by contradiction)
)

select * from final
order by region_code, contradiction, indicator_label, as_of_date, source_id
