-- question: Berapa koperasi dalam register yang aktif dan tidak aktif di tiap kabupaten/kota?
-- grain: one row per regency and status
-- key: regency_code, cooperative_status
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   pola varchar = semua in (semua, konvensional, syariah)
--   cooperative_types varchar[]
with

regencies as (
    select * from regencies
),

counts as (
    select * from cooperative_counts
    where
        picked(regency_code, $regencies)
        and of_pola(pola, $pola)
        and picked(cooperative_type, $cooperative_types)
        and within(founded_year, $year_from, $year_to)
),

summed as (
    select
        regency_code,
        cooperative_status,
        cast(sum(cooperatives) as bigint) as cooperatives
    from counts
    group by regency_code, cooperative_status
),

final as (
    select
        summed.regency_code,
        regencies.regency_short,
        summed.cooperative_status,
        summed.cooperatives,
        round(100.0 * summed.cooperatives / sum(summed.cooperatives) over (partition by summed.regency_code), 1)
            as share_pct,
        cast(coalesce(
            sum(summed.cooperatives) filter (where summed.cooperative_status = 'Tidak Aktif') over (), 0
        ) as bigint) as inactive_sum,
        cast(sum(summed.cooperatives) over (partition by summed.regency_code) as bigint) as regency_cooperatives,
        cast(sum(summed.cooperatives) over () as bigint) as cooperatives_sum
    from summed
    inner join regencies on summed.regency_code = regencies.regency_code
),

shared as (
    select
        *,
        round(100.0 * inactive_sum / cooperatives_sum, 1) as inactive_pct,
        is_blank(cooperative_status) as is_blank
    from final
)

select * from shared
order by regency_code, cooperative_status
