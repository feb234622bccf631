-- question: Dari mana angka dan aturan di dasbor ini berasal?
-- grain: one row per source
-- key: source_id
-- unit: angka
with

sources as (
    select * from seed_sources
),

figures as (
    select * from figures
),

counted as (
    select
        source_id,
        count(*) as figures
    from figures
    group by source_id
),

final as (
    select
        sources.source_id,
        sources.publisher,
        sources.title as source_title,
        sources.url as source_url,
        sources.published_on,
        sources.kind as source_kind,
        coalesce(counted.figures, 0) as figures
    from sources
    left join counted on sources.source_id = counted.source_id
)

select * from final
order by lower(publisher) asc, lower(source_title) asc, source_id asc
