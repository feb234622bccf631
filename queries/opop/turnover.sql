-- question: Berapa omzet peserta OPOP dalam register menurut kelompok produk, berapa yang nol atau kosong?
-- grain: one row per product group of the register, also those without a participant here
-- key: product_group
-- reads: rows, at most one per pesantren and cohort
-- unit: rupiah
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- The year is that of the cohort. Sum and median are over the turnovers that were filled in, zeros included;
-- both are empty where none was.
with

participants as (
    select
        product_group,
        turnover
    from opop_participants
    where
        picked(regency_code, $regencies)
        and within(cohort_year, $year_from, $year_to)
),

product_groups as (
    select distinct product_group
    from opop_participants
    where
        within(cohort_year, $year_from, $year_to)
),

summed as (
    select
        product_group,
        count(*) as participants,
        count(*) filter (where turnover = 0) as participants_zero,
        count(*) filter (where turnover is null) as participants_blank,
        cast(sum(turnover) as bigint) as turnover_total,
        cast(round(median(turnover)) as bigint) as turnover_median
    from participants
    group by product_group
),

final as (
    select
        product_groups.product_group,
        summed.turnover_total,
        summed.turnover_median,
        coalesce(summed.participants, 0) as participants,
        coalesce(summed.participants_zero, 0) as participants_zero,
        coalesce(summed.participants_blank, 0) as participants_blank,
        is_blank(product_groups.product_group) as is_blank
    from product_groups
    left join summed on product_groups.product_group = summed.product_group
),

totalled as (
    select
        *,
        cast(sum(participants) over () as bigint) as participants_sum,
        cast(sum(participants_zero) over () as bigint) as participants_zero_sum,
        cast(sum(participants_blank) over () as bigint) as participants_blank_sum
    from final
)

select * from totalled
order by turnover_total desc nulls last, product_group asc
