-- question: Berapa peserta OPOP dalam register menurut kelompok produk?
-- grain: one row per product group of the register, also those without a participant here
-- key: product_group
-- reads: rows, at most one per pesantren and cohort
-- unit: peserta
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- The year is that of the cohort.
with

participants as (
    select
        product_group,
        picked(regency_code, $regencies) as is_asked
    from opop_participants
    where
        within(cohort_year, $year_from, $year_to)
),

counts as (
    select
        product_group,
        count(*) filter (where is_asked) as participants
    from participants
    group by product_group
),

final as (
    select
        product_group,
        participants,
        is_blank(product_group) as is_blank,
        round(100.0 * participants / nullif(sum(participants) over (), 0), 1) as share_pct,
        cast(sum(participants) over () as bigint) as participants_sum
    from counts
),

ranked as (
    select
        *,
        -- what was not filled in is the first only where nothing else is
        rank() over (order by is_blank or participants = 0, participants desc) as product_rank
    from final
)

select * from ranked
order by is_blank asc, participants desc, product_group asc
