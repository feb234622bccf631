-- question: Dana koperasi dan UMKM apa saja yang disebut sumber, dan seberapa pasti angkanya?
-- grain: one row per published figure: indicator, as-of and source
-- key: indicator, as_of, source_id
-- unit: rupiah
-- parameters:
--   year_from integer
--   year_to integer
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
        value as funds,
        register_label,
        quality,
        quality_label,
        about,
        doubt_note,
        is_plain,
        not is_plain as is_odd,
        is_suspect,
        count(*) filter (where is_suspect) over () as figures_suspect,
        source_id,
        [figure_id] as figure_ids,
        note
    from figures
    where
        indicator in ('kur_ceiling', 'kur_disbursed', 'coop_umkm_funds_allocated', 'coop_umkm_funds_realised')
        and region_code = province()
        and within(as_of_year, $year_from, $year_to)
)

select * from final
order by as_of_date asc, indicator desc, source_id asc
