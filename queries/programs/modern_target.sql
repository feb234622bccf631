-- question: Berapa target nasional koperasi modern yang pernah disebut?
-- grain: one row per published figure: as-of and source
-- key: as_of, source_id
-- unit: koperasi
-- parameters:
--   year_from integer
--   year_to integer
with

figures as (
    select * from figures
),

final as (
    select
        region_code,
        region_name,
        indicator_label,
        as_of,
        as_of_date,
        cast(value as bigint) as cooperatives,
        register_label,
        quality,
        quality_label,
        is_plain,
        source_id,
        [figure_id] as figure_ids,
        note
    from figures
    where
        indicator = 'modern_cooperatives_national_target'
        and within(as_of_year, $year_from, $year_to)
)

select * from final
order by as_of_date, source_id
