-- question: Angka Koperasi Merah Putih apa yang pernah terbit sejak 2025?
-- grain: one row per published figure: indicator, region, as-of and source
-- key: indicator, region_code, as_of, source_id
-- unit: koperasi; persen untuk akta yang selesai
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- Press and SIMKOPDES are two countings: nothing is compared between rows. totals_sum: on how many dates a total that
-- nobody doubts was published.
with

figures as (
    select * from figures
),

names (indicator, indicator_short) as (
    values
    ('kdmp_total', 'Jumlah'),
    ('kdmp_legal_entities', 'Berbadan hukum'),
    ('kdmp_deeds_pct', 'Akta selesai'),
    ('kdmp_village', 'Di desa'),
    ('kdmp_ward', 'Di kelurahan'),
    ('kdmp_active', 'Beroperasi'),
    ('kdmp_assets_recorded', 'Aset tercatat')
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
        figures.value as published_value,
        figures.unit,
        figures.register_label,
        figures.quality,
        figures.quality_label,
        figures.about,
        figures.doubt_note,
        case when not figures.is_plain then figures.quality_label end as doubt,
        figures.is_plain,
        figures.is_suspect,
        figures.source_id,
        [figures.figure_id] as figure_ids,
        figures.note,
        count(*) over () as figures_sum,
        count(distinct figures.as_of) filter (
            where figures.indicator = 'kdmp_total' and not figures.is_suspect
        ) over () as totals_sum
    from figures
    inner join names on figures.indicator = names.indicator
    where
        case
            when nothing_picked($regencies) then figures.region_code = province()
            else named(figures.region_code, $regencies)
        end
        and within(figures.as_of_year, $year_from, $year_to)
)

select * from final
order by region_code asc, as_of_date asc, indicator desc, source_id asc
