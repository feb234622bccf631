-- question: the grades of the rating (pemeringkatan), best first, and the state "not filled in"
-- grain: one row per rating grade
-- Only the rating: health predicates, NIK grades and the SIMKOPDES index are other things.
with

grades as (
    select * from seed_grades
),

final as (
    select
        grade as rating_grade,
        label_id as grade_label,
        cast(rank as integer) as grade_rank
    from grades
    where scheme = 'rating'
    union all
    select
        not_filled() as rating_grade,
        not_filled() as grade_label,
        5 as grade_rank
)

select * from final
