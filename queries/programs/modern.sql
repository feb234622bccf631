-- question: Berapa koperasi modern di provinsi ini menurut tahun, dan berapa yang masih rencana?
-- grain: one row per published figure: indicator, as-of and source
-- key: indicator, as_of, source_id
-- unit: koperasi
-- parameters:
--   year_from integer
--   year_to integer
-- is_plan: candidates and the planned total are plans; no source tells what became of them.
with

figures as (
    select * from figures
),

final as (
    select
        region_code,
        region_name,
        indicator,
        indicator_label,
        as_of,
        as_of_date,
        cast(value as bigint) as cooperatives,
        indicator in ('modern_cooperatives_candidates', 'modern_cooperatives_planned_total') as is_plan,
        register_label,
        quality,
        quality_label,
        is_plain,
        source_id,
        [figure_id] as figure_ids,
        note
    from figures
    where
        indicator in (
            'modern_cooperatives_new',
            'modern_cooperatives_total',
            'modern_cooperatives_candidates',
            'modern_cooperatives_planned_total'
        )
        and region_code = province()
        and within(as_of_year, $year_from, $year_to)
)

select * from final
order by
    as_of_date,
    list_position(
        [
            'modern_cooperatives_new', 'modern_cooperatives_total', 'modern_cooperatives_candidates',
            'modern_cooperatives_planned_total'
        ],
        indicator
    ),
    source_id
