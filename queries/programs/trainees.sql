-- question: Berapa peserta pelatihan dalam register menurut tahun dan jenis kelamin?
-- grain: one row per year
-- key: training_year?
-- reads: rows, a province holds some hundred trainings a year
-- unit: peserta
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- trainings_blank: trainings whose participants were not filled in; they add nothing to men and women.
with

register as (
    select * from training_register
),

final as (
    select
        training_year,
        count(*) as trainings,
        count(*) filter (where trainees is null) as trainings_blank,
        count(*) filter (where trainees = 0) as trainings_zero,
        cast(sum(men) as bigint) as men,
        cast(sum(women) as bigint) as women,
        cast(sum(trainees) as bigint) as trainees,
        round(100.0 * sum(women) / nullif(sum(trainees), 0), 1) as women_pct
    from register
    where
        picked(regency_code, $regencies)
        and within(training_year, $year_from, $year_to)
    group by training_year
),

added as (
    select
        *,
        years_span(min(training_year) over (), max(training_year) over ()) as training_years,
        cast(sum(trainings) over () as bigint) as trainings_sum,
        cast(sum(trainings_blank) over () as bigint) as trainings_blank_sum,
        cast(sum(trainings_zero) over () as bigint) as trainings_zero_sum,
        cast(coalesce(sum(trainings) filter (where training_year is null) over (), 0) as bigint)
            as trainings_undated_sum,
        cast(sum(trainees) over () as bigint) as trainees_sum,
        round(100.0 * sum(women) over () / nullif(sum(trainees) over (), 0), 1) as women_sum_pct
    from final
)

select * from added
order by training_year
