-- question: Berapa koperasi yang diperingkat di tiap kabupaten/kota pada tahun peringkat terakhir?
-- grain: one row per regency and grade in the last rating year inside the year filter, nobody as 0
-- key: regency_code, rating_grade
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   pola varchar = semua in (semua, konvensional, syariah)
--   cooperative_types varchar[]
-- The last year is that of the whole register: one round, so that regencies can be compared.
-- Who leads, in all rated or in one grade, may be several: most_rated and most_held say how many share it.
with

latest as (
    select max(rating_year) as rating_year from rating_counts
    where
        within(rating_year, $year_from, $year_to)
),

counts as (
    select * from rating_counts
    where
        of_pola(pola, $pola)
        and picked(cooperative_type, $cooperative_types)
),

grades as (
    select * from rating_grades
),

known as (
    select * from regencies
    where picked(regency_code, $regencies)
),

asked as (
    select
        coalesce(counts.regency_code, '') as regency_code,
        counts.rating_grade,
        counts.cooperatives
    from counts
    inner join latest on counts.rating_year = latest.rating_year
),

places as (
    select
        regency_code,
        regency_short
    from known
    union all
    -- rated cooperatives that the register of cooperatives does not hold
    select distinct
        regency_code,
        'Tidak diketahui' as regency_short
    from asked
    where regency_code = '' and nothing_picked($regencies)
),

counted as (
    select
        places.regency_code,
        places.regency_short,
        latest.rating_year,
        grades.rating_grade,
        grades.grade_rank,
        cast(coalesce(sum(asked.cooperatives), 0) as bigint) as cooperatives
    from places
    cross join latest
    cross join grades
    left join asked
        on places.regency_code = asked.regency_code and grades.rating_grade = asked.rating_grade
    group by all
),

summed as (
    select
        *,
        cast(sum(cooperatives) over (partition by regency_code) as bigint) as rated,
        cast(sum(cooperatives) over () as bigint) as rated_sum
    from counted
    where not is_blank(rating_grade) or cooperatives > 0
    qualify sum(cooperatives) over () > 0
),

led as (
    select
        *,
        rated = max(rated) over () as is_most_rated,
        cooperatives = max(cooperatives) over (partition by rating_grade) as is_most_held
    from summed
),

final as (
    select
        nullif(regency_code, '') as regency_code,
        regency_short,
        rating_year,
        rating_grade,
        cooperatives,
        rated,
        rated_sum,
        is_most_rated,
        count(*) filter (where is_most_rated) over (partition by rating_grade) as most_rated,
        is_most_held,
        count(*) filter (where is_most_held) over (partition by rating_grade) as most_held,
        grade_rank
    from led
)

select
    * exclude (grade_rank),
    is_blank(rating_grade) as is_blank
from final
order by regency_code nulls last, grade_rank
