-- question: Apakah 25 koperasi pesantren sudah atau baru akan berbadan hukum, menurut sumber yang mana?
-- grain: one row per published figure: indicator and source
-- key: indicator, source_id
-- unit: koperasi pesantren
-- Two sources of one week disagree; neither is preferred. same_in: who else printed it.
with

figures as (
    select * from figures
),

sources as (
    select * from seed_sources
),

final as (
    select
        figures.indicator,
        figures.indicator_label,
        figures.region_code,
        figures.region_name,
        figures.as_of,
        figures.register,
        figures.register_label,
        figures.quality,
        figures.quality_label,
        figures.is_plain,
        sources.publisher,
        figures.source_id,
        [figures.figure_id] as figure_ids,
        figures.note,
        cast(figures.value as bigint) as kopontren,
        figures.same_as as same_in,
        concat_ws(' dan ', sources.publisher, same_in) as printed_by,
        figures.indicator = 'kopontren_legal_entity_target' as is_plan,
        if(is_plan, 'baru akan', 'sudah') as claim
    from figures
    inner join sources on figures.source_id = sources.source_id
    where
        figures.indicator in ('kopontren_legal_entity', 'kopontren_legal_entity_target')
        and figures.region_code = province()
        and figures.as_of = '2024-10'
)

select * from final
order by indicator, source_id
