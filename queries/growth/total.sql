-- question: Berapa jumlah koperasi menurut waktu dan register?
-- grain: one row per published figure: region, as-of and source
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- Without a regency the province's own figures are given; regencies are never added up to it.
-- growth_pct compares with the undisputed figure before it in the same region and register, and is empty elsewhere.
with

figures as (
    select * from figures
),

asked as (
    select
        *,
        quality in ('stated', 'counted', 'approximate') as is_comparable
    from figures
    where
        indicator = 'cooperatives_total'
        and case
            when len($regencies::varchar[]) = 0 then region_code = '63'
            else list_contains($regencies::varchar[], region_code)
        end
),

compared as (
    select
        *,
        case when is_comparable then lag(value) over earlier end as value_before,
        case when is_comparable then lag(as_of) over earlier end as as_of_before
    from asked
    window earlier as (partition by region_code, register, is_comparable order by as_of_date, source_id)
),

final as (
    select
        region_code,
        region_name,
        as_of,
        as_of_date,
        cast(value as bigint) as cooperatives,
        register,
        register_label,
        as_of_before,
        quality,
        quality_label,
        source_id,
        note,
        round(100.0 * (value - value_before) / value_before, 1) as growth_pct,
        case
            when not is_comparable then 'tidak dihitung: angka ' || quality_label
            when as_of_before is null then 'tidak sebanding: angka pertama dalam register ini'
            else 'dalam register yang sama'
        end as comparison
    from compared
    where
        ($year_from::integer is null or as_of_year >= $year_from)
        and ($year_to::integer is null or as_of_year <= $year_to)
)

select * from final
order by region_code, as_of_date, source_id
