-- question: Apa enam angka utama dinas?
-- grain: one row per headline and region: the picked regencies that have a figure of their own, else the province
-- key: headline, region_code
-- unit: menurut indikator
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- The newest figure inside the years; suspect ones never. Before, history: comparable figures only (figure_steps).
-- The 30 per cent rule is national; its state is put into words from seeds/regulations.csv, by the year of the source.
with

steps as (
    select * from figure_steps
    where
        quality != 'suspect'
        and within(as_of_year, $year_from, $year_to)
),

headlines (headline_order, headline, indicator, companion) as (
    values
    (1, 'cooperatives', 'cooperatives_total', null),
    (2, 'merah_putih', 'kdmp_total', null),
    (3, 'opop', 'opop_pesantren', null),
    (4, 'role_models', 'cooperatives_rated_aaa', 'cooperatives_rated'),
    (5, 'modern', 'modern_cooperatives_total', 'modern_cooperatives_candidates'),
    (6, 'space_rule', 'public_facility_umk_space_pct', null)
),

regulations as (
    select * from seed_regulations
),

sources as (
    select * from seed_sources
),

-- rule and how the headline calls it; a rule without a number cannot be named by one
rule_names (rule_order, rule_name, source_id, status) as (
    values
    (1, 'PP 7/2021', 'tempo-2021-02-pp7', 'issued'),
    (2, 'Perda', 'mckalsel-2024-02-perda', 'approved'),
    (3, 'Pergub', 'antara-2024-09-3057', 'announced')
),

rule_states as (
    select
        rule_names.rule_order,
        regulations.source_id,
        sources.published_on,
        rule_names.rule_name || case regulations.status
            when 'issued' then ' berlaku'
            when 'approved' then ' disetujui ' || left(sources.published_on, 4)
            when 'announced' then ' diumumkan ' || left(sources.published_on, 4)
        end
        || case when regulations.number is null then ' (nomor tidak ditemukan)' else '' end as words
    from rule_names
    inner join regulations
        on
            rule_names.source_id = regulations.source_id
            and rule_names.status = regulations.status
    inner join sources on regulations.source_id = sources.source_id
),

rule_state as (
    select
        'space_rule' as headline,
        string_agg(words, '; ' order by rule_order) as state_words,
        string_agg(source_id, ';' order by rule_order) as source_id,
        max(left(published_on, 7)) as as_of
    from rule_states
),

newest as (
    select *
    from steps
    qualify row_number() over (
        partition by indicator, region_code
        order by
            as_of_date desc,
            list_position(['stated', 'counted', 'approximate', 'disputed'], quality) asc,
            source_id asc
    ) = 1
),

placed as (
    select
        headlines.headline_order,
        headlines.headline,
        headlines.companion,
        newest.*,
        named(newest.region_code, $regencies) as is_own
    from headlines
    inner join newest on headlines.indicator = newest.indicator
    where
        named(newest.region_code, $regencies)
        or newest.region_code = case headlines.headline when 'space_rule' then '00' else '63' end
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
        string_agg(as_of || '=' || value, ';' order by as_of_date, source_id) as history
    from steps
    where is_sure and is_one_list
    group by all
),

final as (
    select
        shown.headline,
        shown.indicator,
        shown.indicator_label,
        shown.region_code,
        shown.region_name,
        shown.value,
        shown.unit,
        -- what is told of the rule is its state, which is younger than the rule
        coalesce(rule_state.as_of, shown.as_of) as as_of,
        rule_state.state_words,
        case
            when shown.is_own or (nothing_picked($regencies) and shown.region_code = '63') then 'wilayah ini'
            when shown.region_code = '00' then 'angka nasional'
            else 'angka provinsi'
        end as scope,
        shown.value_before,
        shown.as_of_before,
        shown.comparison,
        shown.good_direction,
        companions.indicator_label as companion_label,
        companions.value as companion_value,
        companions.as_of as companion_as_of,
        histories.history,
        shown.register_label,
        shown.quality,
        shown.quality_label,
        concat_ws(
            ';', coalesce(rule_state.source_id, shown.source_id), nullif(companions.source_id, shown.source_id)
        ) as source_id,
        shown.note,
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
    left join rule_state on shown.headline = rule_state.headline
)

select * exclude (headline_order)
from final
order by headline_order, region_code
