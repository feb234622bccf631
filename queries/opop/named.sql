-- question: Pesantren mana saja yang disebut namanya sebagai peserta OPOP 2023?
-- grain: one row per named pesantren; a regency that was asked for and has none gives one row without a name
-- key: regency_code, pesantren_name?
-- unit: pesantren
-- parameters:
--   regencies varchar[]
-- unnamed_*: the newest published cohort of which no names were published (tables/opop_unnamed).
with

regencies as (
    select * from regencies
),

names as (
    select * from seed_opop_pesantren
    where cohort_year = 2023
),

announced as (
    select list(distinct source_id order by source_id) as source_ids
    from names
),

unnamed as (
    select * from opop_unnamed
),

final as (
    select
        regencies.regency_code,
        regencies.regency_short,
        names.name as pesantren_name,
        names.nspp,
        unnamed.unnamed_cohort_year,
        unnamed.unnamed_participants,
        unnamed.unnamed_as_of,
        2023 as cohort_year,
        '2023' as as_of,
        count(names.name) over (partition by regencies.regency_code) as participants_named,
        compact(if(names.source_id is null, announced.source_ids, [names.source_id]) || [unnamed.unnamed_source_id])
            as source_ids,
        compact([unnamed.unnamed_figure_id]) as figure_ids
    from regencies
    cross join announced
    cross join unnamed
    left join names on regencies.regency_code = names.regency_code
    where
        case
            when nothing_picked($regencies) then names.name is not null
            else named(regencies.regency_code, $regencies)
        end
),

summed as (
    select
        *,
        count(pesantren_name) over () as participants_sum,
        count(distinct regency_code) filter (where participants_named > 0) over () as regencies_covered,
        count(distinct regency_code) filter (where participants_named = 0) over () as regencies_uncovered
    from final
)

select * from summed
order by participants_named desc, regency_code asc, pesantren_name asc
