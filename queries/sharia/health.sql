-- question: Berapa KSPPS pada tiap predikat kesehatan, tahun demi tahun?
-- grain: one row per year and health predicate, a predicate that nobody got as 0
-- key: health_year, health_predicate
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   pola varchar = semua in (semua, konvensional, syariah)
--   cooperative_types varchar[]
-- Health is the supervisor's predicate for savings-loan cooperatives; it is not the rating.
with

checks as (
    select * from health_counts
    where
        cooperative_group = 'KSPPS'
        and within(health_year, $year_from, $year_to)
),

years as (
    select distinct health_year from checks
),

predicates as (
    select * from health_predicates
),

asked as (
    select * from checks
    where
        picked(regency_code, $regencies)
        and of_pola(pola, $pola)
        and picked(cooperative_type, $cooperative_types)
),

counted as (
    select
        years.health_year,
        predicates.health_predicate,
        predicates.predicate_rank,
        cast(coalesce(sum(asked.cooperatives), 0) as bigint) as cooperatives
    from years
    cross join predicates
    left join asked
        on years.health_year = asked.health_year and predicates.health_predicate = asked.health_predicate
    group by all
),

final as (
    select
        health_year,
        health_predicate,
        cooperatives,
        cast(sum(cooperatives) over of_year as bigint) as checked,
        cast(sum(cooperatives) filter (where predicate_rank <= 2) over of_year as bigint) as healthy,
        predicate_rank
    from counted
    where not is_blank(health_predicate) or cooperatives > 0
    window of_year as (partition by health_year)
    qualify sum(cooperatives) over () > 0
)

select
    health_year,
    health_predicate,
    cooperatives,
    round(100.0 * cooperatives / nullif(checked, 0), 1) as share_pct,
    checked,
    healthy,
    round(100.0 * healthy / nullif(checked, 0), 1) as healthy_pct,
    is_blank(health_predicate) as is_blank
from final
order by health_year, predicate_rank
