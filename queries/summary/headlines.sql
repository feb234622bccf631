-- question: Apa angka utama dinas?
-- grain: one row per headline and region: the picked regencies that have a figure of their own, else the province
-- key: headline, region_code
-- unit: menurut indikator
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- The newest figure inside the years; suspect ones never. Before, history: comparable figures only (figure_steps).
-- is_told: belongs to the first three headlines, or where none of them is there to the first two that are;
-- regions_more: all but two of a headline. asked, asked_place: how many regencies were picked, and their names.
-- Which headlines stands in seeds/headlines.csv. The state of a rule is put into words from seeds/regulations.csv, by
-- the year of the source.
with

steps as (
    select * from figure_steps
    where
        not is_suspect
        and within(as_of_year, $year_from, $year_to)
),

headlines as (
    select * from seed_headlines
),

regulations as (
    select * from seed_regulations
),

sources as (
    select * from seed_sources
),

-- a rule without a number cannot be named by one
rule_states as (
    select
        regulations.topic,
        regulations.topic_rank,
        regulations.source_id,
        sources.published_on,
        regulations.short_name || case regulations.status
            when 'issued' then ' berlaku'
            when 'approved' then ' disetujui ' || left(sources.published_on, 4)
            when 'announced' then ' diumumkan ' || left(sources.published_on, 4)
        end
        || case when regulations.number is null then ' (nomor tidak ditemukan)' else '' end as words
    from regulations
    inner join sources on regulations.source_id = sources.source_id
    where regulations.topic is not null
),

rule_state as (
    select
        topic,
        string_agg(words, '; ' order by topic_rank) as state_words,
        list(source_id order by topic_rank) as source_ids
    from rule_states
    group by topic
),

newest as (
    select *
    from steps
    qualify row_number() over (
        partition by indicator, region_code
        order by
            as_of_date desc,
            quality_rank asc,
            source_id asc
    ) = 1
),

placed as (
    select
        headlines.rank as headline_order,
        headlines.headline,
        headlines.label_id as headline_label,
        headlines.companion,
        headlines.rule_topic,
        headlines.cards,
        newest.*,
        named(newest.region_code, $regencies) as is_own
    from headlines
    inner join newest on headlines.indicator = newest.indicator
    where
        named(newest.region_code, $regencies)
        or (headlines.level = 'province' and newest.region_code = province())
        or (headlines.level = 'nation' and is_nation(newest.region_code))
),

shown as (
    select * from placed
    qualify is_own or not bool_or(is_own) over (partition by headline)
),

histories as (
    select
        indicator,
        region_code,
        register,
        segment,
        list(struct_pack(as_of, value) order by as_of_date, source_id) as history,
        list(figure_id order by as_of_date, source_id) as figure_ids
    from steps
    where is_sure and is_one_list
    group by all
),

final as (
    select
        shown.headline,
        shown.headline_label,
        shown.indicator,
        shown.indicator_label,
        shown.region_code,
        shown.region_name,
        shown.value,
        shown.unit,
        shown.as_of,
        rule_state.state_words,
        shown.is_own or (nothing_picked($regencies) and shown.region_code = province()) as is_own,
        case
            when shown.is_own or (nothing_picked($regencies) and shown.region_code = province()) then 'wilayah ini'
            when is_nation(shown.region_code) then 'angka nasional'
            else 'angka provinsi'
        end as scope,
        shown.value_before,
        shown.as_of_before,
        shown.value - shown.value_before as change,
        shown.about,
        shown.doubt_note,
        shown.quality_note,
        shown.about_before,
        shown.doubt_note_before,
        shown.is_exact,
        -- a rule stands in no list, and does not rise
        case when shown.rule_topic is null then shown.comparison else '' end as comparison,
        case when shown.rule_topic is null then shown.good_direction else 'none' end as good_direction,
        companions.indicator_label as companion_label,
        companions.value as companion_value,
        companions.as_of as companion_as_of,
        coalesce(histories.history, []) as history,
        case when shown.rule_topic is null then shown.register_label else '' end as register_label,
        shown.quality,
        shown.quality_label,
        shown.is_plain,
        compact(
            coalesce(rule_state.source_ids, [shown.source_id]) || [nullif(companions.source_id, shown.source_id)]
        ) as source_ids,
        list_sort(
            list_distinct(
                compact(
                    [shown.figure_id, shown.figure_id_before, companions.figure_id]
                    || coalesce(histories.figure_ids, [])
                )
            )
        ) as figure_ids,
        shown.note,
        string_split(shown.cards, ';') as headline_cards,
        shown.region_code = province() as is_province,
        shown.headline_order
    from shown
    left join newest as companions
        on shown.companion = companions.indicator and shown.region_code = companions.region_code
    left join histories
        on
            shown.indicator = histories.indicator
            and shown.region_code = histories.region_code
            and shown.register = histories.register
            and shown.segment = histories.segment
    left join rule_state on shown.rule_topic = rule_state.topic
),

told as (
    select
        *,
        len($regencies::varchar[]) as asked,
        (
            select string_agg(names.short_name, ', ' order by names.code)
            from seed_regencies as names
            where named(names.code, $regencies)
        ) as asked_place,
        count(*) over (partition by headline) as regions,
        greatest(count(*) over (partition by headline) - 2, 0) as regions_more,
        case
            when min(headline_order) over () <= 3 then headline_order <= 3
            else dense_rank() over (order by headline_order) <= 2
        end as is_told
    from final
)

select * exclude (headline_order)
from told
order by headline_order, region_code
