-- question: Berapa koperasi modern di provinsi ini menurut tahun, berapa rencananya, dan berapa target nasional?
-- grain: one row per published figure: indicator, as-of and source
-- key: indicator, as_of, figure_ids
-- unit: koperasi
-- parameters:
--   year_from integer
--   year_to integer
-- cooperative_names: those named as of that year, beside the number of new ones; empty elsewhere.
-- is_plan: candidates and the planned total are plans; no source tells what became of them. The national target is no
-- plan of the province, and nothing here is compared with it.
with

figures as (
    select * from figures
),

names as (
    select
        year as named_year,
        string_agg(name, '; ' order by name) as cooperative_names,
        list(source_id) as source_ids
    from seed_modern_cooperatives
    group by year
),

final as (
    select
        figures.region_code,
        figures.region_name,
        figures.indicator,
        figures.indicator_label,
        figures.as_of,
        figures.as_of_date,
        cast(figures.value as bigint) as cooperatives,
        names.cooperative_names,
        figures.indicator in ('modern_cooperatives_candidates', 'modern_cooperatives_planned_total') as is_plan,
        figures.register_label,
        figures.quality,
        figures.quality_label,
        figures.is_plain,
        list_sort(list_distinct([figures.source_id] || coalesce(names.source_ids, []))) as source_ids,
        [figures.figure_id] as figure_ids,
        figures.note
    from figures
    left join names
        on figures.indicator = 'modern_cooperatives_new' and figures.as_of_year = names.named_year
    where
        figures.indicator in (
            'modern_cooperatives_new',
            'modern_cooperatives_total',
            'modern_cooperatives_candidates',
            'modern_cooperatives_planned_total',
            'modern_cooperatives_national_target'
        )
        and (
            figures.region_code = province()
            or (figures.indicator = 'modern_cooperatives_national_target' and is_nation(figures.region_code))
        )
        and within(figures.as_of_year, $year_from, $year_to)
)

select * from final
order by
    is_nation(region_code),
    as_of_date,
    list_position(
        [
            'modern_cooperatives_new', 'modern_cooperatives_total', 'modern_cooperatives_candidates',
            'modern_cooperatives_planned_total', 'modern_cooperatives_national_target'
        ],
        indicator
    ),
    figure_ids
