-- question: Berapa simpanan pokok dan simpanan wajib, berapa penyetornya, dan berapa per penyetor?
-- grain: one row per region and kind of savings; the province as well unless regencies are picked
-- key: region_code, savings_kind
-- unit: rupiah
-- parameters:
--   regencies varchar[]
--   suspects varchar = exclude in (exclude, include)
with

regions as (
    select * from merah_putih_regions
),

qualities as (
    select
        quality,
        label_id as quality_label
    from seed_qualities
),

kinds as (
    select
        *,
        'principal' as savings_kind,
        'Simpanan pokok' as savings_label,
        principal_savings as savings,
        principal_savers as savers,
        compact([figures['kdmp_principal_savings'], figures['kdmp_principal_savers']]) as figure_ids,
        principal_suspect as is_suspect
    from regions
    union all
    select
        *,
        'mandatory' as savings_kind,
        'Simpanan wajib' as savings_label,
        mandatory_savings as savings,
        mandatory_savers as savers,
        compact([figures['kdmp_mandatory_savings'], figures['kdmp_mandatory_savers']]) as figure_ids,
        mandatory_suspect as is_suspect
    from regions
),

final as (
    select
        kinds.region_code,
        kinds.region_name,
        kinds.savings_kind,
        kinds.savings_label,
        cast(kinds.savings as bigint) as savings,
        cast(kinds.savers as bigint) as savers,
        round(kinds.savings / nullif(kinds.savers, 0)) as savings_per_saver,
        kinds.is_suspect,
        not kinds.is_suspect or $suspects = 'include' as is_ranked,
        qualities.quality_label,
        kinds.as_of,
        kinds.source_id,
        kinds.figure_ids,
        kinds.region_code = province() as is_province
    from kinds
    inner join qualities on qualities.quality = case when kinds.is_suspect then 'suspect' else 'stated' end
    where picked(kinds.region_code, $regencies)
)

select * from final
order by region_code asc, savings_kind desc
