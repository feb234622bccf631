-- question: Rumah kemasan mana saja yang diberitakan, sejak kapan, dan dengan biaya berapa?
-- grain: one row per packaging house
-- key: regency_code, house_location
-- unit: rumah kemasan
-- parameters:
--   regencies varchar[]
-- An empty date or cost was not found in any source.
with

houses as (
    select * from seed_packaging_houses
),

regencies as (
    select * from regencies
),

final as (
    select
        regencies.regency_code,
        regencies.regency_short,
        houses.location as house_location,
        houses.since as as_of,
        cast(houses.cost_idr as bigint) as house_cost,
        houses.note as house_note,
        houses.since as house_since,
        count(*) over () as houses,
        houses.source_id
    from houses
    inner join regencies on houses.regency_code = regencies.regency_code
    where picked(houses.regency_code, $regencies)
)

select * from final
order by as_of nulls last, regency_code, house_location
