-- question: Berapa jumlah koperasi menurut waktu dan register?
-- grain: one row per published figure: region, as-of and source
-- key: region_code, as_of, source_id
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- Without a regency the province's own figures are given; regencies are never added up to it.
-- growth_pct compares with the undisputed figure before it in the same region and register (tables/figure_steps),
-- else is empty.
with

steps as (
    select * from figure_steps
),

final as (
    select
        region_code,
        region_name,
        nullif(region_code, province()) as regency_code,
        as_of,
        as_of_date,
        cast(value as bigint) as cooperatives,
        register,
        register_label,
        register || ' ' || segment as series,
        case
            when count(distinct region_code) over () = 1 then register_label
            else region_name
        end as line_name,
        as_of_before,
        quality,
        quality_label,
        is_plain,
        source_id,
        compact([figure_id, figure_id_before]) as figure_ids,
        note,
        round(100.0 * (value - value_before) / nullif(value_before, 0), 1) as growth_pct,
        comparison,
        greatest(count(distinct region_code) filter (where quality <> 'suspect') over () - 4, 0) as regions_more,
        region_code = province() as is_province
    from steps
    where
        indicator = 'cooperatives_total'
        and case
            when nothing_picked($regencies) then region_code = province()
            else named(region_code, $regencies)
        end
        and within(as_of_year, $year_from, $year_to)
)

select * from final
order by region_code, as_of_date, source_id
