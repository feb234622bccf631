-- question: Dari anggaran mana pelatihan dalam register dibiayai, menurut tahun?
-- grain: one row per budget source and year that occur
-- key: training_year, budget_source
-- reads: rows, a province holds some hundred trainings a year
-- unit: pelatihan
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
with

register as (
    select * from training_register
),

final as (
    select
        training_year,
        budget_source,
        is_blank(budget_source) as is_blank,
        count(*) as trainings,
        count(*) filter (where trainees is null) as trainings_blank,
        cast(sum(trainees) as bigint) as trainees,
        cast(sum(count(*)) over (partition by budget_source) as bigint) as source_trainings,
        cast(sum(count(*)) over () as bigint) as trainings_sum
    from register
    where
        picked(regency_code, $regencies)
        and within(training_year, $year_from, $year_to)
    group by training_year, budget_source
)

select * from final
order by training_year, is_blank, budget_source
