-- question: Di kecamatan mana paling banyak Koperasi Merah Putih yang belum memiliki NIB?
-- grain: one row per kecamatan (regency and name) with at least one without NIB
-- unit: koperasi
-- parameters:
--   regencies varchar[]
with

areas as (
    select * from merah_putih_areas
),

final as (
    select
        regency_code,
        regency_short,
        district,
        cooperatives,
        with_nib,
        cooperatives - with_nib as without_nib,
        round(100.0 * (cooperatives - with_nib) / cooperatives, 1) as without_nib_pct,
        as_of,
        source_id
    from areas
    where
        cooperatives > with_nib
        and (len($regencies::varchar[]) = 0 or list_contains($regencies::varchar[], regency_code))
)

select * from final
order by without_nib desc, without_nib_pct desc, regency_code asc, district asc
