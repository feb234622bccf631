-- question: every published figure with the words that belong to it
-- grain: one row per indicator, region, as-of and source
-- figure_id is the address of a figure's own row on the page Data dan sumber; queries pass it on as figure_ids.
-- How sure a figure is, in words: `about` stands before its value, `doubt_note` behind its date, so that together they
-- say it all ("sekitar 253 (Maret 2022)", "230 (2017, tahun perkiraan)"); `quality_note` says it behind a date alone.
-- Both end with what a figure counts that those before it do not (seeds/breaks.csv): "237 (Juli 2025, termasuk ...)".
with

figures as (
    select * from seed_figures
),

indicators as (
    select * from seed_indicators
),

registers as (
    select * from seed_registers
),

qualities as (
    select * from seed_qualities
),

regencies as (
    select * from seed_regencies
),

breaks as (
    select * from seed_breaks
),

dated as (
    select
        *,
        cast(left(as_of, 4) as integer) as as_of_year,
        -- a year alone is drawn in its middle, a month on its first day: never outside the stated period
        case length(as_of)
            when 4 then make_date(cast(as_of as integer), 7, 1)
            when 7 then cast(as_of || '-01' as date)
            else cast(as_of as date)
        end as as_of_date
    from figures
),

final as (
    select
        concat_ws('.', dated.indicator, dated.region_code, dated.as_of, dated.source_id) as figure_id,
        dated.indicator,
        indicators.label_id as indicator_label,
        indicators.unit_id as unit,
        indicators.good_direction,
        dated.region_code,
        dated.as_of,
        dated.as_of_year,
        dated.as_of_date,
        dated.value,
        dated.register,
        registers.label_id as register_label,
        dated.quality,
        case when dated.inexact = 'date' then 'dengan tahun perkiraan' else qualities.label_id end as quality_label,
        qualities.is_plain = 1 as is_plain,
        qualities.is_sure = 1 as is_sure,
        qualities.is_suspect = 1 as is_suspect,
        qualities.rank as quality_rank,
        dated.inexact,
        case when dated.inexact = 'value' then 'sekitar ' else '' end as about,
        case
            when dated.inexact = 'date' then ', tahun perkiraan'
            when dated.inexact is null and qualities.is_plain = 0 then ', ' || qualities.label_id
            else ''
        end || coalesce(', ' || breaks.short_id, '') as doubt_note,
        case
            when dated.inexact = 'date' then ', tahun perkiraan'
            when qualities.is_plain = 0 then ', angka ' || qualities.label_id
            else ''
        end || coalesce(', ' || breaks.short_id, '') as quality_note,
        breaks.reason_id is not null as is_break,
        dated.source_id,
        dated.note,
        dated.same_as,
        coalesce(
            regencies.short_name, case when dated.region_code = province() then province_name() else 'Indonesia' end
        ) as region_name
    from dated
    inner join indicators on dated.indicator = indicators.indicator
    inner join registers on dated.register = registers.register
    inner join qualities on dated.quality = qualities.quality
    left join regencies on dated.region_code = regencies.code
    left join breaks
        on
            dated.indicator = breaks.indicator
            and dated.region_code = breaks.region_code
            and dated.as_of = breaks.as_of
            and dated.source_id = breaks.source_id
)

select * from final
