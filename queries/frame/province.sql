-- question: Dasbor ini milik provinsi mana, dan berapa kabupaten/kotanya?
-- grain: one row
-- key: one row
-- unit: kabupaten/kota
with

province as (
    select * from seed_province
),

regencies as (
    select
        count(*) as regencies,
        map_from_entries(list((code, short_name) order by code)) as short_names
    from seed_regencies
),

final as (
    select
        province.code,
        province.name,
        province.short_name,
        province.agency,
        province.agency_short,
        province.dashboard,
        province.icon,
        regencies.regencies,
        regencies.short_names
    from province
    cross join regencies
)

select * from final
