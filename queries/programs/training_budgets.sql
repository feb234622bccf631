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
        count(*) as trainings,
        count(*) filter (where trainees is null) as trainings_blank,
        cast(sum(trainees) as bigint) as trainees
    from register
    where
        (len($regencies::varchar[]) = 0 or list_contains($regencies::varchar[], regency_code))
        and ($year_from::integer is null or training_year >= $year_from)
        and ($year_to::integer is null or training_year <= $year_to)
    group by training_year, budget_source
)

select * from final
order by training_year, budget_source = 'Belum diisi', budget_source
