-- question: Berapa jumlah koperasi menurut waktu dan register?
-- grain: one row per published figure: region, as-of and source
-- key: region_code, as_of, source_id
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- Without a regency the province's own figures are given; regencies are never added up to it.
-- change compares with the undisputed figure before it in the same region and register (tables/figure_steps), and so
-- does growth_pct where both are exact and it does not round to nothing; else they are empty.
-- is_newest: the one that speaks for its region, as in growth/activity; is_other: the newest of another register.
with

steps as (
    select * from figure_steps
),

told as (
    select
        *,
        row_number() over (
            partition by region_code
            order by
                is_suspect asc,
                as_of_date desc,
                quality_rank asc,
                source_id asc
        ) as newest_rank
    from steps
    where
        indicator = 'cooperatives_total'
        and case
            when nothing_picked($regencies) then region_code = province()
            else named(region_code, $regencies)
        end
        and within(as_of_year, $year_from, $year_to)
),

compared as (
    select
        *,
        first_value(register) over (partition by region_code order by newest_rank) as newest_register
    from told
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
        value - value_before as change,
        case when is_exact then nullif(round(100.0 * (value - value_before) / nullif(value_before, 0), 1), 0) end
            as growth_pct,
        about,
        doubt_note,
        cast(value_before as bigint) as cooperatives_before,
        about_before,
        doubt_note_before,
        case when is_break then 'garis terputus' end as line_break,
        comparison,
        greatest(count(distinct region_code) filter (where quality <> 'suspect') over () - 3, 0) as regions_more,
        region_code = province() as is_province,
        newest_rank = 1 and not is_suspect as is_newest,
        not is_suspect
        and register <> newest_register
        and newest_rank = min(newest_rank) filter (where register <> newest_register and not is_suspect)
            over (partition by region_code)
            as is_other
    from compared
)

select * from final
order by region_code, as_of_date, source_id
