-- question: Angka terbitan mana saja yang ada?
-- grain: one row per published figure: indicator, region, as-of and source
-- key: indicator, region_code, as_of, source_id
-- unit: satuan indikatornya
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   search varchar
--   subject varchar
--   register varchar
--   quality varchar
--   source varchar
--   sort varchar = newest in (newest, oldest, indicator, region)
-- search: every word must occur in the indicator, region, publisher, source title or note.
with

figures as (
    select * from figures
    where
        picked(region_code, $regencies)
        and within(as_of_year, $year_from, $year_to)
        and ($register::varchar is null or register = $register)
        and ($quality::varchar is null or quality = $quality)
        and ($source::varchar is null or source_id = $source)
),

indicators as (
    select * from seed_indicators
),

sources as (
    select * from seed_sources
),

described as (
    select
        figures.*,
        indicators.subject,
        sources.publisher,
        sources.title as source_title,
        sources.url as source_url,
        lower(
            concat_ws(
                ' ',
                figures.indicator_label,
                figures.region_name,
                sources.publisher,
                sources.title,
                figures.note
            )
        ) as words
    from figures
    inner join indicators on figures.indicator = indicators.indicator
    inner join sources on figures.source_id = sources.source_id
),

final as (
    select
        indicator,
        indicator_label,
        subject,
        region_code,
        region_name,
        as_of,
        as_of_date,
        value,
        unit,
        register,
        register_label,
        quality,
        quality_label,
        source_id,
        [figure_id] as figure_ids,
        publisher,
        source_title,
        source_url,
        note
    from described
    where
        ($subject::varchar is null or subject = $subject)
        and not exists (
            select 1
            from (select unnest(string_split(lower(coalesce($search::varchar, '')), ' ')) as word) as asked
            where not contains(described.words, asked.word)
        )
)

select * from final
order by
    case $sort when 'newest' then -epoch(as_of_date) when 'oldest' then epoch(as_of_date) end asc,
    case $sort when 'region' then region_code end asc,
    indicator_label asc,
    region_code asc,
    as_of_date asc,
    source_id asc
