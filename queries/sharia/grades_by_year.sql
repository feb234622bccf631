-- question: Berapa koperasi yang diperingkat tiap tahun, menurut peringkat?
-- grain: one row per rating year and grade, a grade that nobody got as 0
-- key: rating_year, rating_grade
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   pola varchar = semua in (semua, konvensional, syariah)
--   cooperative_types varchar[]
-- The years are the rounds of the whole register, so that a round without the picked regencies shows as 0.
with

rounds as (
    select distinct rating_year from rating_counts
    where
        within(rating_year, $year_from, $year_to)
),

grades as (
    select * from rating_grades
),

counts as (
    select * from rating_counts
    where
        picked(regency_code, $regencies)
        and of_pola(pola, $pola)
        and picked(cooperative_type, $cooperative_types)
),

counted as (
    select
        rounds.rating_year,
        grades.rating_grade,
        grades.grade_label,
        grades.grade_rank,
        cast(coalesce(sum(counts.cooperatives), 0) as bigint) as cooperatives
    from rounds
    cross join grades
    left join counts
        on rounds.rating_year = counts.rating_year and grades.rating_grade = counts.rating_grade
    group by all
),

final as (
    select
        rating_year,
        rating_grade,
        grade_label,
        cooperatives,
        cast(sum(cooperatives) over (partition by rating_year) as bigint) as rated,
        round(
            100.0 * cooperatives / nullif(sum(cooperatives) over (partition by rating_year), 0), 1
        ) as share_pct,
        grade_rank
    from counted
    where not is_blank(rating_grade) or cooperatives > 0
    qualify sum(cooperatives) over () > 0
)

select
    * exclude (grade_rank),
    is_blank(rating_grade) as is_blank
from final
order by rating_year, grade_rank
