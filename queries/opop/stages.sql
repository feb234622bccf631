-- question: Sampai tahap mana badan hukum kopontren peserta OPOP dalam register, menurut kohort?
-- grain: one row per stage and cohort, every stage always, in the order of the process
-- key: stage, cohort_year
-- reads: rows, at most one per pesantren and cohort
-- unit: peserta
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- The year is that of the cohort.
with

participants as (
    select * from opop_participants
    where
        within(cohort_year, $year_from, $year_to)
),

process as (
    select
        unnest([1, 2, 3, 4, 5]) as stage_order,
        unnest(
            ['Belum mulai', 'Rapat pembentukan', 'Akta notaris', 'Pengajuan AHU', 'Berbadan hukum']
        ) as stage
),

stages as (
    select
        stage,
        stage_order
    from process
    union all
    select distinct
        stage,
        6 as stage_order
    from participants
    where stage not in (select process.stage from process)
),

cohorts as (
    select distinct cohort_year
    from participants
),

counts as (
    select
        stage,
        cohort_year,
        count(*) as participants
    from participants
    where picked(regency_code, $regencies)
    group by stage, cohort_year
),

final as (
    select
        stages.stage_order,
        stages.stage,
        cohorts.cohort_year,
        coalesce(counts.participants, 0) as participants
    from stages
    cross join cohorts
    left join counts
        on stages.stage = counts.stage and cohorts.cohort_year is not distinct from counts.cohort_year
),

summed as (
    select
        *,
        stage = 'Berbadan hukum' as is_done,
        is_blank(stage) as is_blank,
        cast(sum(participants) over (partition by stage) as bigint) as stage_participants,
        cast(sum(participants) over (partition by cohort_year) as bigint) as cohort_participants,
        cast(sum(participants) over () as bigint) as participants_sum
    from final
)

select * from summed
order by stage_order, stage, cohort_year
