-- question: Aturan apa yang mewajibkan 30% ruang bagi usaha mikro dan kecil, bagaimana statusnya, dan apa cakupannya?
-- grain: one row per rule
-- key: rule_title
-- unit: tidak ada
-- Which rules stands in seeds/regulations.csv (topic). What a rule covers is the wording of its sources.
with

regulations as (
    select * from seed_regulations
    where topic = 'space'
),

sources as (
    select * from seed_sources
),

final as (
    select
        regulations.level as rule_level,
        regulations.short_name as rule_short,
        regulations.title as rule_title,
        coalesce(regulations.number, 'tidak ditemukan') as rule_number,
        case regulations.status
            when 'issued' then 'berlaku'
            when 'approved' then 'disetujui DPRD, nomor tidak ditemukan'
            else 'diumumkan, belum ditemukan terbit'
        end as rule_state,
        coalesce(regulations.covers_id, 'tidak ditemukan') as rule_covers,
        regulations.what_id as rule_text,
        sources.published_on as as_of,
        compact([regulations.source_id, regulations.more_source_id]) as source_ids,
        regulations.topic_rank as rule_order,
        regulations.status <> 'issued' as is_pending
    from regulations
    inner join sources on regulations.source_id = sources.source_id
)

select
    rule_level,
    rule_short,
    rule_title,
    rule_number,
    rule_state,
    rule_covers,
    rule_text,
    as_of,
    is_pending,
    source_ids
from final
order by rule_order
