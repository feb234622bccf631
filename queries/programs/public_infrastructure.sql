-- question: Berapa ruang infrastruktur publik yang secara nasional untuk UMKM, dan berapa UKM masuk gerai bandara?
-- grain: one row per published figure: of the nation, or of the gallery in the airport of the province
-- key: indicator, as_of, source_id
-- unit: persen, meter persegi untuk luas, atau UKM
-- National monitoring by the ministry: another count than any register of facilities, so never compared with one.
-- small_firms_applied: of those that were selected for the gallery, how many had applied.
with

figures as (
    select * from figures
),

-- what each is a share of is said: of the commercial area, not of all of it
names (indicator_order, indicator, indicator_short) as (
    values
    (1, 'public_infrastructure_umkm_share_pct', 'Bagian area komersial untuk UMKM'),
    (2, 'public_facility_umk_space_pct', 'Bagian area komersial yang wajib untuk UMK'),
    (3, 'public_infrastructure_umkm_area', 'Luas area komersial untuk UMKM, m²'),
    (4, 'airport_gallery_ukm_applied', 'UKM pendaftar gerai bandara'),
    (5, 'airport_gallery_ukm_curated', 'UKM lolos kurasi gerai bandara')
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
        cast(
            any_value(figures.value) filter (
                where figures.indicator = 'airport_gallery_ukm_applied'
            ) over (partition by figures.as_of) as bigint
        ) as small_firms_applied,
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
    where is_nation(figures.region_code) or starts_with(figures.indicator, 'airport')
)

select * exclude (indicator_order) from final
order by indicator_order asc, as_of desc, source_id asc
