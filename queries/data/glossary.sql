-- question: Apa arti indikator dan istilah di dasbor ini?
-- grain: one row per indicator or term
-- key: entry_kind, entry
-- unit: kata
-- parameters:
--   search varchar
-- search: every word must occur in the word itself, its meaning or its rule.
with

indicators as (
    select * from seed_indicators
),

figures as (
    select * from figures
),

terms as (
    select * from seed_terms
),

sources as (
    select * from seed_sources
),

counted as (
    select
        indicator,
        count(*) as figures
    from figures
    group by indicator
),

entries as (
    select
        'istilah' as entry_kind,
        terms.term as entry,
        terms.definition_id as definition,
        terms.rule_id as rule,
        null as unit,
        null as subject,
        null as figures,
        terms.source_id,
        sources.url as source_url
    from terms
    left join sources on terms.source_id = sources.source_id
    union all
    select
        'indikator' as entry_kind,
        indicators.label_id as entry,
        indicators.definition_id as definition,
        null as rule,
        indicators.unit_id as unit,
        indicators.subject,
        coalesce(counted.figures, 0) as figures,
        null as source_id,
        null as source_url
    from indicators
    left join counted on indicators.indicator = counted.indicator
),

final as (
    select * from entries
    where
        not exists (
            select 1
            from (select unnest(string_split(lower(coalesce($search::varchar, '')), ' ')) as word) as asked
            where not contains(lower(concat_ws(' ', entries.entry, entries.definition, entries.rule)), asked.word)
        )
)

select * from final
order by entry_kind desc, lower(entry) asc
