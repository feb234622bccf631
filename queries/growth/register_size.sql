-- question: Berapa koperasi dalam register yang cocok dengan penyaring dan pencarian?
-- grain: one row
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   pola varchar = semua in (semua, konvensional, syariah)
--   search varchar
select count(*) as cooperatives
from cooperatives
where
    (len($regencies::varchar[]) = 0 or list_contains($regencies::varchar[], regency_code))
    and ($pola = 'semua' or pola = $pola)
    and ($year_from::integer is null or founded_year >= $year_from)
    and ($year_to::integer is null or founded_year <= $year_to)
    and (
        $search::varchar is null
        or contains(lower(cooperative_name), lower($search))
        or cooperative_id = upper($search)
    )
