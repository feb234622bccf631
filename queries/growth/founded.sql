-- question: Berapa koperasi dalam register yang berdiri tiap tahun, dan berapa seluruhnya sampai tahun itu?
-- grain: one row per founding year
-- key: founded_year
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   pola varchar = semua in (semua, konvensional, syariah)
--   cooperative_types varchar[]
-- The running total counts every earlier year too, also those that the year filter hides.
with

counts as (
    select * from cooperative_counts
    where
        picked(regency_code, $regencies)
        and of_pola(pola, $pola)
        and picked(cooperative_type, $cooperative_types)
),

yearly as (
    select
        founded_year,
        cast(sum(cooperatives) as bigint) as founded
    from counts
    where founded_year is not null
    group by founded_year
),

-- said beside the chart: a cooperative without a date is in no year, and must not get lost unseen
without_date as (
    select cast(coalesce(sum(cooperatives), 0) as bigint) as undated
    from counts
    where founded_year is null
),

running as (
    select
        founded_year,
        founded,
        cast(sum(founded) over (order by founded_year) as bigint) as founded_so_far
    from yearly
),

final as (
    select
        running.founded_year,
        running.founded,
        running.founded_so_far,
        without_date.undated
    from running
    cross join without_date
    where
        within(running.founded_year, $year_from, $year_to)
)

select * from final
order by founded_year
