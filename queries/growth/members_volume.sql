-- question: Berapa anggota dan volume usaha koperasi menurut angka terbitan?
-- grain: one row per published figure: indicator, region, as-of and source
-- key: indicator, region_code, as_of, source_id
-- unit: anggota, atau rupiah
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- Without a regency the province's own figures are given; regencies are never added up to it.
-- is_newest: the one that speaks for its region and indicator, as in growth/activity.
with

figures as (
    select * from figures
    where
        indicator in ('cooperative_members', 'cooperative_business_volume')
        and case
            when nothing_picked($regencies) then region_code = province()
            else named(region_code, $regencies)
        end
        and within(as_of_year, $year_from, $year_to)
),

names (indicator, indicator_short, indicator_order) as (
    values
    ('cooperative_members', 'Anggota', 1),
    ('cooperative_business_volume', 'Volume usaha', 2)
),

final as (
    select
        figures.region_code,
        figures.region_name,
        figures.indicator,
        figures.indicator_label,
        names.indicator_short,
        names.indicator_order,
        figures.as_of,
        figures.value,
        figures.unit,
        figures.register_label,
        figures.quality,
        figures.quality_label,
        figures.is_plain,
        figures.about,
        figures.doubt_note,
        figures.source_id,
        [figures.figure_id] as figure_ids,
        figures.note,
        figures.as_of_date,
        not figures.is_suspect
        and row_number() over (
            partition by figures.region_code, figures.indicator
            order by
                figures.is_suspect asc,
                figures.as_of_date desc,
                figures.quality_rank asc,
                figures.source_id asc
        ) = 1 as is_newest
    from figures
    inner join names on figures.indicator = names.indicator
)

select * exclude (indicator_order)
from final
order by region_code, indicator_order, as_of_date, source_id
