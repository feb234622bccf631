-- question: Berapa bagian ruang infrastruktur publik yang secara nasional sudah untuk UMKM?
-- grain: one row per published national figure
-- key: indicator, as_of, source_id
-- unit: persen, atau meter persegi untuk luas
-- National monitoring by the ministry: another count than any register of facilities, so never compared with one.
with

figures as (
    select * from figures
),

-- what each is a share of is said: of the commercial area, not of all of it
names (indicator_order, indicator, indicator_short) as (
    values
    (1, 'public_infrastructure_umkm_share_pct', 'Bagian area komersial untuk UMKM'),
    (2, 'public_facility_umk_space_pct', 'Bagian area komersial yang wajib untuk UMK'),
    (3, 'public_infrastructure_umkm_area', 'Luas area komersial untuk UMKM, m²')
),

final as (
    select
        figures.region_code,
        figures.region_name,
        figures.indicator,
        figures.indicator_label,
        names.indicator_short,
        figures.as_of,
        figures.value as figure_value,
        figures.unit,
        figures.register_label,
        figures.quality,
        figures.quality_label,
        figures.is_plain,
        figures.source_id,
        [figures.figure_id] as figure_ids,
        figures.note,
        names.indicator_order
    from figures
    inner join names on figures.indicator = names.indicator
    where is_nation(figures.region_code)
)

select * exclude (indicator_order) from final
order by indicator_order asc, as_of desc, source_id asc
