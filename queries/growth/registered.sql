-- question: Berapa koperasi dalam register di tiap kabupaten/kota?
-- grain: one row per regency, every one always
-- key: regency_code
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
        of_pola(pola, $pola)
        and picked(cooperative_type, $cooperative_types)
        and within(founded_year, $year_from, $year_to)
),

final as (
    select
        regencies.regency_code,
        regencies.regency_name,
        regencies.regency_short,
        regencies.regency_abbr,
        regencies.tile_col,
        regencies.tile_row,
        cast(coalesce(sum(counts.cooperatives), 0) as bigint) as cooperatives,
        cast(coalesce(sum(counts.cooperatives), 0) as double) as measure_value,
        picked(regencies.regency_code, $regencies) as is_selected
    from regencies
    left join counts on regencies.regency_code = counts.regency_code
    group by all
),

ranked as (
    select
        *,
        rank() over (order by measure_value desc) as regency_rank,
        count(*) over () as ranked_regencies,
        cast(sum(cooperatives) filter (where is_selected) over () as bigint) as selected_sum
    from final
)

select * from ranked
order by regency_code
