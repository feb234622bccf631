-- question: Berapa simpanan pokok dan simpanan wajib, berapa penyetornya, dan berapa per penyetor?
-- grain: one row per region and kind of savings; the province as well unless regencies are picked
-- key: region_code, savings_kind
-- unit: rupiah
-- parameters:
--   regencies varchar[]
--   suspects varchar = exclude in (exclude, include)
-- savings_state says why no number may be quoted; ranked_savings is empty for what is suspect unless it is included.
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
        'pokok' as savings_short,
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
        'wajib' as savings_short,
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
        kinds.savings_short,
        cast(kinds.savings as bigint) as savings,
        cast(kinds.savers as bigint) as savers,
        round(kinds.savings / nullif(kinds.savers, 0)) as savings_per_saver,
        case
            when kinds.is_suspect then qualities.quality_label
            when kinds.savings is null or kinds.savers is null then 'belum diisi'
            when kinds.savers = 0 then 'tidak ada yang tercatat'
        end as savings_state,
        kinds.is_suspect,
        bool_or(kinds.is_suspect) over (partition by kinds.region_code) as is_region_suspect,
        cast(sum(kinds.savings) over (partition by kinds.region_code) as bigint) as region_savings,
        not kinds.is_suspect or $suspects = 'include' as is_ranked,
        case
            when not kinds.is_suspect or $suspects = 'include' then cast(kinds.savings as bigint)
        end as ranked_savings,
        case when kinds.is_suspect and $suspects = 'include' then qualities.quality_label end as doubt,
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
