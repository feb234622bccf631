-- question: Bagaimana hasil putaran pemeringkatan koperasi terakhir yang diterbitkan?
-- grain: one row per rating grade of the last published round inside the year filter
-- key: rating_grade
-- unit: koperasi
-- parameters:
--   year_from integer
--   year_to integer
-- Only cooperatives guided by the province, of any pola: nothing follows for the others.
with

figures as (
    select * from figures
    where
        region_code = province()
        and within(as_of_year, $year_from, $year_to)
),

grades as (
    select * from rating_grades
),

rated as (
    select * from figures
    where indicator = 'cooperatives_rated'
    qualify row_number() over (order by as_of_date desc, source_id asc) = 1
),

final as (
    select
        grades.rating_grade,
        grades.grade_label,
        rated.as_of,
        figures.register_label,
        figures.quality,
        figures.quality_label,
        figures.note,
        figures.source_id,
        [figures.figure_id, rated.figure_id] as figure_ids,
        cast(figures.value as bigint) as cooperatives,
        cast(rated.value as bigint) as rated,
        round(100.0 * figures.value / nullif(rated.value, 0), 1) as share_pct,
        grades.grade_rank
    from grades
    inner join figures on figures.indicator = 'cooperatives_rated_' || lower(grades.rating_grade)
    inner join rated on figures.as_of = rated.as_of and figures.source_id = rated.source_id
)

select
    rating_grade,
    grade_label,
    cooperatives,
    rated,
    share_pct,
    as_of,
    register_label,
    quality,
    quality_label,
    source_id,
    figure_ids,
    note
from final
order by grade_rank
