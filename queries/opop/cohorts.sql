-- question: Berapa pesantren dibina OPOP tiap kohort, dan berapa yang bergabung sebagai anggota?
-- grain: one row per published figure: indicator, as-of and source
-- key: indicator, as_of, source_id
-- unit: pesantren
-- parameters:
--   year_from integer
--   year_to integer
-- A cohort (opop_pesantren) and the members (opop_pesantren_joined) are two measures: never added, no growth.
with

figures as (
    select * from figures
),

breaks as (
    select * from seed_breaks
),

-- members, unless the figure is known to count others (seeds/breaks.csv): those that came to a meeting
told as (
    select
        figures.*,
        case figures.indicator
            when 'opop_pesantren' then 'Dibina'
            else concat_ws(' ', 'Anggota', breaks.short_id)
        end as participation
    from figures
    left join breaks
        on
            figures.indicator = breaks.indicator
            and figures.region_code = breaks.region_code
            and figures.as_of = breaks.as_of
            and figures.source_id = breaks.source_id
),

final as (
    select
        region_code,
        region_name,
        indicator,
        indicator_label,
        participation,
        as_of,
        as_of_date,
        cast(value as bigint) as pesantren,
        register,
        register_label,
        quality,
        quality_label,
        about,
        is_plain,
        source_id,
        [figure_id] as figure_ids,
        note
    from told
    where
        indicator in ('opop_pesantren', 'opop_pesantren_joined')
        and region_code = province()
        and within(as_of_year, $year_from, $year_to)
)

select * from final
order by indicator, as_of_date, source_id
