-- question: Koperasi mana saja yang disebut sebagai koperasi modern?
-- grain: one row per named cooperative
-- key: cooperative_name, named_year
-- unit: koperasi
-- parameters:
--   year_from integer
--   year_to integer
with

names as (
    select * from seed_modern_cooperatives
),

regencies as (
    select * from regencies
),

final as (
    select
        names.name as cooperative_name,
        cast(names.year as integer) as named_year,
        count(*) over (partition by names.year) as named_in_year,
        count(*) over () as cooperatives_sum,
        regencies.regency_short,
        cast(names.year as varchar) as as_of,
        names.source_id
    from names
    left join regencies on names.regency_code = regencies.regency_code
    where
        within(names.year, $year_from, $year_to)
)

select * from final
order by named_year, cooperative_name, source_id
