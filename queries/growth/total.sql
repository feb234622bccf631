-- question: Berapa jumlah koperasi menurut waktu dan register?
-- grain: one row per published figure: region, as-of and source
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- Without a regency the province's own figures are given; regencies are never added up to it.
-- growth_pct compares with the undisputed figure before it in the same region and register, else is empty.
-- 'press' and 'unknown' are no register: each of their figures may count another list (seeds/registers.csv).
with

figures as (
    select * from figures
),

breaks as (
    select * from seed_breaks
),

asked as (
    select
        *,
        quality in ('stated', 'counted', 'approximate') as is_sure,
        register not in ('press', 'unknown') as is_one_list,
        (indicator, region_code, as_of, source_id) in (
            select (b.indicator, b.region_code, b.as_of, b.source_id) from breaks as b
        ) as is_break
    from figures
    where
        indicator = 'cooperatives_total'
        and case
            when len($regencies::varchar[]) = 0 then region_code = '63'
            else list_contains($regencies::varchar[], region_code)
        end
),

-- a figure that counts other things than those before it starts a series of its own (seeds/breaks.csv)
segmented as (
    select
        *,
        sum(cast(is_break as integer)) over (partition by region_code, register order by as_of_date) as segment
    from asked
),

earlier as (
    select
        *,
        case
            when is_sure and is_one_list
                then max(struct_pack(as_of_date, source_id, as_of, value)) over so_far
        end as figure_before
    from segmented
    -- groups of one date: what two sources say of it is no growth
    window
        so_far as (
            partition by region_code, register, segment, is_sure
            order by as_of_date
            groups between unbounded preceding and 1 preceding
        )
),

compared as (
    select
        *,
        struct_extract(figure_before, 'value') as value_before,
        struct_extract(figure_before, 'as_of') as as_of_before
    from earlier
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
        register || ' ' || segment as series,
        as_of_before,
        quality,
        quality_label,
        source_id,
        note,
        round(100.0 * (value - value_before) / value_before, 1) as growth_pct,
        case
            when not is_sure then 'tidak dihitung: angka ' || quality_label
            when not is_one_list then 'tidak sebanding: registernya tidak dipastikan'
            when is_break then 'tidak sebanding: yang dihitung berbeda dari sebelumnya'
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
