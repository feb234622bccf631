-- question: Sejauh mana pembangunan gerai Koperasi Merah Putih?
-- grain: one row per band of building progress
-- key: progress_band
-- unit: gerai
with

figures as (
    select * from figures
),

bands (band_order, indicator, progress_band) as (
    values
    (1, 'kdmp_outlet_build_0_20', '0–20%'),
    (2, 'kdmp_outlet_build_21_50', '21–50%'),
    (3, 'kdmp_outlet_build_51_75', '51–75%'),
    (4, 'kdmp_outlet_build_76_99', '76–99%'),
    (5, 'kdmp_outlet_build_100', 'Selesai 100%')
),

newest as (
    select
        *,
        row_number() over (partition by indicator order by as_of_date desc) as place
    from figures
    where region_code = province()
),

final as (
    select
        newest.region_name,
        bands.band_order,
        bands.progress_band,
        cast(newest.value as bigint) as outlets,
        newest.as_of,
        newest.quality_label,
        newest.source_id,
        list(newest.figure_id order by bands.band_order) over () as figure_ids,
        newest.note,
        cast(sum(newest.value) over () as bigint) as outlets_sum,
        round(100.0 * newest.value / nullif(sum(newest.value) over (), 0), 1) as share_pct
    from newest
    inner join bands on newest.indicator = bands.indicator
    where newest.place = 1
)

select * from final
order by band_order
