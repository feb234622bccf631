-- question: Bagaimana indeks kesehatan SIMKOPDES untuk Koperasi Merah Putih, dan berapa yang sudah dinilai?
-- grain: one row per category of the index, and one for those not assessed yet
-- key: index_category
-- unit: koperasi
-- SIMKOPDES's own index: neither the supervisor's predicate, nor a rating, nor the NIK grade.
with

figures as (
    select * from figures
),

regions as (
    select * from merah_putih_regions
    where region_code = province()
),

indexed as (
    select
        indicator,
        value,
        source_id,
        figure_id,
        as_of,
        note
    from figures
    where
        region_code = province()
        and starts_with(indicator, 'kdmp_health_')
        and as_of = (
            select max(f.as_of) from figures as f
            where f.indicator = 'kdmp_health_assessed' and f.region_code = province()
        )
),

assessed as (
    select
        max(value) filter (where indicator = 'kdmp_health_assessed') as assessed,
        max(value) filter (where indicator = 'kdmp_health_unhealthy') as unhealthy,
        max(value) filter (where indicator = 'kdmp_health_index_avg') as index_average,
        max(source_id) filter (where indicator = 'kdmp_health_assessed') as source_id,
        list(figure_id order by indicator) filter (
            where indicator in ('kdmp_health_assessed', 'kdmp_health_index_avg')
        ) as figure_ids
    from indexed
),

categories (category_order, indicator, index_category) as (
    values
    (1, 'kdmp_health_healthy', 'Sehat'),
    (2, 'kdmp_health_fair', 'Cukup sehat'),
    (3, 'kdmp_health_unhealthy', 'Tidak sehat')
),

counted as (
    select
        categories.category_order,
        categories.index_category,
        cast(indexed.value as bigint) as cooperatives,
        round(100.0 * indexed.value / assessed.assessed, 1) as assessed_share_pct,
        cast(assessed.assessed as bigint) as assessed,
        cast(assessed.unhealthy as bigint) as unhealthy,
        assessed.index_average,
        indexed.as_of,
        [indexed.source_id] as source_ids,
        list_prepend(indexed.figure_id, assessed.figure_ids) as figure_ids,
        indexed.note
    from categories
    inner join indexed on categories.indicator = indexed.indicator
    cross join assessed
    union all
    select
        4 as category_order,
        'Belum dinilai' as index_category,
        cast(regions.cooperatives - assessed.assessed as bigint) as cooperatives,
        null as assessed_share_pct,
        cast(assessed.assessed as bigint) as assessed,
        cast(assessed.unhealthy as bigint) as unhealthy,
        assessed.index_average,
        regions.as_of,
        compact([regions.source_id, nullif(assessed.source_id, regions.source_id)]) as source_ids,
        list_prepend(regions.figures['kdmp_total'], assessed.figure_ids) as figure_ids,
        null as note
    from regions
    cross join assessed
),

final as (
    select
        *,
        assessed_share_pct is null as is_unassessed,
        cast(sum(cooperatives) over () as bigint) as cooperatives_sum
    from counted
)

select * from final
order by category_order
