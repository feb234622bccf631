-- question: Berapa koperasi dalam register yang cocok dengan penyaring dan pencarian?
-- grain: one row
-- key: one row
-- reads: rows, a search has to read every name
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   pola varchar = semua in (semua, konvensional, syariah)
--   cooperative_types varchar[]
--   search varchar
-- Without a search the bounded counts answer; only a search has to read every name.
with

counts as (
    select
        regency_code,
        founded_year,
        pola,
        cooperative_type,
        cooperatives
    from cooperative_counts
    where $search::varchar is null
),

found as (
    select
        regency_code,
        founded_year,
        pola,
        cooperative_type,
        1 as cooperatives
    from cooperative_list
    where contains(search_name, lower($search)) or cooperative_id = upper($search)
),

final as (
    select * from counts
    union all
    select * from found
)

select cast(coalesce(sum(cooperatives), 0) as bigint) as cooperatives
from final
where
    picked(regency_code, $regencies)
    and of_pola(pola, $pola)
    and picked(cooperative_type, $cooperative_types)
    and within(founded_year, $year_from, $year_to)
