-- question: Bagaimana peringkat koperasi syariah dibanding konvensional pada tahun peringkat terakhir?
-- grain: one row per pola and grade in the last rating year inside the year filter, nobody as 0
-- key: pola, rating_grade
-- unit: persen dari koperasi yang diperingkat dalam pola itu
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   cooperative_types varchar[]
-- A blank pola is neither; it is listed where it occurs. A pola of which nobody was rated has no share.
with

latest as (
    select max(rating_year) as rating_year from rating_counts
    where
        within(rating_year, $year_from, $year_to)
),

counts as (
    select * from rating_counts
    where
        picked(regency_code, $regencies)
        and picked(cooperative_type, $cooperative_types)
),

grades as (
    select * from rating_grades
),

asked as (
    select counts.*
    from counts
    inner join latest on counts.rating_year = latest.rating_year
),

polas as (
    select unnest(['syariah', 'konvensional']) as pola
    union
    select pola from asked
),

counted as (
    select
        latest.rating_year,
        polas.pola,
        grades.rating_grade,
        grades.grade_rank,
        cast(coalesce(sum(asked.cooperatives), 0) as bigint) as cooperatives
    from polas
    cross join latest
    cross join grades
    left join asked on polas.pola = asked.pola and grades.rating_grade = asked.rating_grade
    group by all
),

final as (
    select
        rating_year,
        pola,
        pola in ('syariah', 'konvensional') as is_compared,
        rating_grade,
        cooperatives,
        grade_rank,
        cast(sum(cooperatives) over (partition by pola) as bigint) as rated,
        round(100.0 * cooperatives / nullif(sum(cooperatives) over (partition by pola), 0), 1) as share_pct
    from counted
    where not is_blank(rating_grade) or cooperatives > 0
    qualify sum(cooperatives) over () > 0
)

select
    rating_year,
    pola,
    case when is_compared then pola else 'pola ' || pola end as pola_label,
    is_compared,
    rating_grade,
    cooperatives,
    rated,
    share_pct,
    is_blank(rating_grade) as is_blank
from final
order by list_position(['syariah', 'konvensional', lower(not_filled()), 'tidak diketahui'], pola), grade_rank
