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

names (indicator, indicator_short) as (
    values
    ('kdmp_sites_verified', 'Lokasi terverifikasi'),
    ('kdmp_under_construction', 'Sedang dibangun'),
    ('kdmp_with_outlet', 'Gerai siap pakai')
),

final as (
    select
        figures.region_code,
        figures.region_name,
        figures.indicator,
        figures.indicator_label,
        names.indicator_short,
        figures.as_of,
        figures.as_of_date,
        cast(figures.value as bigint) as outlets,
        figures.register_label,
        figures.quality,
        figures.quality_label,
        figures.about,
        figures.doubt_note,
        figures.source_id,
        [figures.figure_id] as figure_ids,
        figures.note
    from figures
    inner join names on figures.indicator = names.indicator
    where
        picked(figures.region_code, $regencies)
        and within(figures.as_of_year, $year_from, $year_to)
        and not is_nation(figures.region_code)
)

select * from final
order by as_of_date asc, outlets desc, indicator asc, region_code asc, source_id asc
