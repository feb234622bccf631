-- question: Angka Koperasi Merah Putih apa yang pernah terbit sejak 2025?
-- grain: one row per published figure: indicator, region, as-of and source
-- key: indicator, region_code, as_of, source_id
-- unit: koperasi; persen untuk akta yang selesai
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- Press and SIMKOPDES are two countings: nothing is compared between rows.
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
        value as published_value,
        unit,
        register_label,
        quality,
        quality_label,
        is_plain,
        source_id,
        [figure_id] as figure_ids,
        note
    from figures
    where
        indicator in (
            'kdmp_total',
            'kdmp_legal_entities',
            'kdmp_deeds_pct',
            'kdmp_village',
            'kdmp_ward',
            'kdmp_active',
            'kdmp_assets_recorded'
        )
        and case
            when nothing_picked($regencies) then region_code = province()
            else named(region_code, $regencies)
        end
        and within(as_of_year, $year_from, $year_to)
)

select * from final
order by region_code asc, as_of_date asc, indicator desc, source_id asc
