-- question: Angka gerai lain apa yang pernah terbit: lokasi terverifikasi, sedang dibangun, dan siap pakai?
-- grain: one row per published figure: indicator, region, as-of and source
-- key: indicator, region_code, as_of, source_id
-- unit: gerai atau lokasi
-- parameters:
--   regencies varchar[]
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
        indicator,
        indicator_label,
        as_of,
        as_of_date,
        cast(value as bigint) as outlets,
        register_label,
        quality,
        quality_label,
        source_id,
        [figure_id] as figure_ids,
        note
    from figures
    where
        indicator in ('kdmp_sites_verified', 'kdmp_under_construction', 'kdmp_with_outlet')
        and picked(region_code, $regencies)
        and within(as_of_year, $year_from, $year_to)
        and not is_nation(region_code)
)

select * from final
order by as_of_date asc, outlets desc, indicator asc, region_code asc, source_id asc
