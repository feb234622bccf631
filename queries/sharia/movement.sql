-- question: Berapa koperasi yang peringkatnya naik, tetap, atau turun antara tahun pertama dan terakhir?
-- grain: one row per pair of grades, from the first to the last rating year inside the year filter
-- key: rating_grade_first, rating_grade_last
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   pola varchar = semua in (semua, konvensional, syariah)
--   cooperative_types varchar[]
-- With a single rating year left there is nothing to compare and no row.
-- The years are those of the whole register.
with

moves as (
    select * from rating_moves
),

bounds as (
    select
        min(rating_year_first) filter (where $year_from::integer is null or rating_year_first >= $year_from)
            as rating_year_first,
        max(rating_year_last) filter (where $year_to::integer is null or rating_year_last <= $year_to)
            as rating_year_last
    from moves
),

picked as (
    select * from moves
    where
        picked(regency_code, $regencies)
        and of_pola(pola, $pola)
        and picked(cooperative_type, $cooperative_types)
),

grades as (
    select * from rating_grades
),

asked as (
    select
        picked.rating_year_first,
        picked.rating_year_last,
        picked.rating_grade_first,
        picked.rating_grade_last,
        cast(sum(picked.cooperatives) as bigint) as cooperatives
    from picked
    inner join bounds
        on
            picked.rating_year_first = bounds.rating_year_first
            and picked.rating_year_last = bounds.rating_year_last
    group by all
),

final as (
    select
        asked.rating_year_first,
        asked.rating_year_last,
        asked.cooperatives,
        before.grade_rank as rank_first,
        after.grade_rank as rank_last,
        coalesce(asked.rating_grade_first, 'Tidak dinilai') as rating_grade_first,
        coalesce(asked.rating_grade_last, 'Tidak dinilai') as rating_grade_last,
        case
            when asked.rating_grade_first is null then 'baru dinilai'
            when asked.rating_grade_last is null then 'tidak dinilai lagi'
            -- rank 1 is the best grade
            when after.grade_rank < before.grade_rank then 'naik'
            when after.grade_rank > before.grade_rank then 'turun'
            else 'tetap'
        end as movement
    from asked
    left join grades as before on asked.rating_grade_first = before.rating_grade
    left join grades as after on asked.rating_grade_last = after.rating_grade
)

select
    rating_year_first,
    rating_year_last,
    rating_grade_first,
    rating_grade_last,
    movement,
    cooperatives,
    coalesce(cast(sum(cooperatives) filter (where movement = 'naik') over () as bigint), 0) as risen,
    coalesce(cast(sum(cooperatives) filter (where movement = 'tetap') over () as bigint), 0) as kept,
    coalesce(cast(sum(cooperatives) filter (where movement = 'turun') over () as bigint), 0) as fallen,
    coalesce(cast(sum(cooperatives) filter (where movement = 'baru dinilai') over () as bigint), 0) as rated_anew,
    coalesce(cast(sum(cooperatives) filter (where movement = 'tidak dinilai lagi') over () as bigint), 0)
        as rated_no_more
from final
order by rank_first nulls last, rank_last nulls last
