-- question: Berapa pesantren yang disebut namanya untuk OPOP 2023 di antara pesantren tiap kabupaten/kota?
-- grain: one row per regency, every one always
-- key: regency_code
-- unit: persen
-- parameters:
--   regencies varchar[]
-- The names are all ten of the cohort, so a regency without a name has none of it: a zero, not an unknown. Where the
-- pesantren of the cohort after it are is not known (unnamed_*), so the share is one of this cohort, not of OPOP.
-- regencies_alike, regencies_as_named: how many have this share, this number of participants.
with

figures as (
    select * from figures
    where indicator = 'pesantren_total' and source_id = 'pdpp-2021-07-pesantren'
),

regencies as (
    select * from regencies
),

names as (
    select * from seed_opop_pesantren
    where cohort_year = 2023
),

named as (
    select
        regency_code,
        count(*) as participants
    from names
    group by regency_code
),

announced as (
    select list(distinct source_id order by source_id) as source_ids
    from names
),

unnamed as (
    select * from opop_unnamed
),

counted as (
    select
        regencies.*,
        figures.as_of,
        '2023' as participants_as_of,
        cast(figures.value as bigint) as pesantren,
        coalesce(named.participants, 0) as participants_named,
        unnamed.unnamed_cohort_year,
        unnamed.unnamed_participants,
        unnamed.unnamed_as_of,
        compact([figures.source_id] || announced.source_ids || [unnamed.unnamed_source_id]) as source_ids,
        compact([figures.figure_id, unnamed.unnamed_figure_id]) as figure_ids
    from regencies
    cross join announced
    cross join unnamed
    left join figures on regencies.regency_code = figures.region_code
    left join named on regencies.regency_code = named.regency_code
),

final as (
    select
        regency_code,
        regency_name,
        regency_short,
        regency_abbr,
        tile_col,
        tile_row,
        pesantren,
        participants_named,
        as_of,
        participants_as_of,
        unnamed_cohort_year,
        unnamed_participants,
        unnamed_as_of,
        source_ids,
        figure_ids,
        round(100.0 * participants_named / nullif(pesantren, 0), 1) as coverage_pct,
        round(100.0 * participants_named / nullif(pesantren, 0), 1) as measure_value,
        picked(regency_code, $regencies) as is_selected
    from counted
),

summed as (
    select
        *,
        case when coverage_pct is not null then rank() over (order by coverage_pct desc nulls last) end as regency_rank,
        count(*) over (partition by coverage_pct) as regencies_alike,
        count(*) over (partition by participants_named) as regencies_as_named,
        count(*) over () as regencies_sum,
        count(*) filter (where participants_named > 0) over () as regencies_covered,
        cast(sum(participants_named) over () as bigint) as participants_sum,
        cast(sum(pesantren) over () as bigint) as pesantren_sum,
        -- of all regencies or of none: a sum without some would look too large a share
        case
            when count(coverage_pct) over () = count(*) over ()
                then round(100.0 * sum(participants_named) over () / sum(pesantren) over (), 1)
        end as coverage_sum_pct
    from final
)

select * from summed
order by regency_code
