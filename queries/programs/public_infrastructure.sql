-- question: Berapa bagian ruang infrastruktur publik yang secara nasional sudah untuk UMKM?
-- grain: one row per published national figure
-- key: indicator, as_of, source_id
-- unit: persen, atau meter persegi untuk luas
-- National monitoring by the ministry: another count than any register of facilities, so never compared with one.
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
        value as figure_value,
        unit,
        register_label,
        quality,
        quality_label,
        is_plain,
        source_id,
        [figure_id] as figure_ids,
        note,
        case when unit = 'persen' then value end as umkm_share_pct
    from figures
    where
        indicator in (
            'public_facility_umk_space_pct', 'public_infrastructure_umkm_share_pct', 'public_infrastructure_umkm_area'
        )
        and is_nation(region_code)
)

select * from final
order by
    list_position(
        [
            'public_infrastructure_umkm_share_pct', 'public_facility_umk_space_pct', 'public_infrastructure_umkm_area'
        ],
        indicator
    ) asc,
    as_of desc,
    source_id asc
