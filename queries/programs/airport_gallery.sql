-- question: Berapa UKM mendaftar dan lolos kurasi untuk gerai di bandara?
-- grain: one row per published figure
-- key: indicator, as_of, source_id
-- unit: UKM
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
        cast(value as bigint) as small_firms,
        cast(any_value(value) filter (where indicator = 'airport_gallery_ukm_applied') over () as bigint)
            as small_firms_applied,
        register_label,
        quality,
        quality_label,
        is_plain,
        source_id,
        [figure_id] as figure_ids,
        note
    from figures
    where indicator in ('airport_gallery_ukm_applied', 'airport_gallery_ukm_curated')
)

select * from final
order by indicator, as_of, source_id
