-- question: the health predicates (kesehatan), best first, and the state "not filled in"
-- grain: one row per health predicate
-- Only the supervisor's predicates: rating grades, NIK grades and the SIMKOPDES index are other things.
with

grades as (
    select * from seed_grades
),

final as (
    select
        grade as health_predicate,
        cast(rank as integer) as predicate_rank
    from grades
    where scheme = 'health'
    union all
    select
        not_filled() as health_predicate,
        5 as predicate_rank
)

select * from final
