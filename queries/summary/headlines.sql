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
-- Which headlines stands in seeds/headlines.csv. share_pct, missing: of a companion that is the whole, of the same date
-- and register.
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

-- the newest, of the province in the register that the headline names
newest as (
    select
        headlines.rank as headline_order,
        headlines.headline,
        headlines.label_id as headline_label,
        headlines.companion,
        headlines.companion_role,
        headlines.cards,
        steps.*,
        named(steps.region_code, $regencies) as is_own
    from headlines
    inner join steps on headlines.indicator = steps.indicator
    where named(steps.region_code, $regencies) or steps.region_code = province()
    qualify row_number() over (
        partition by headlines.headline, steps.region_code
        order by
            coalesce(steps.register = headlines.register and steps.region_code = province(), false) desc,
            steps.as_of_date desc,
            steps.quality_rank asc,
            steps.source_id asc
    ) = 1
),

shown as (
    select * from newest
    qualify is_own or not bool_or(is_own) over (partition by headline)
),

-- what stands beside it: another indicator, or for the province the newest of another register
companions as (
    select
        shown.headline,
        steps.*,
        if(shown.companion_role = 'register', steps.register_label, steps.indicator_label) as companion_label,
        if(shown.companion_role = 'whole', steps.value, null) as whole
    from shown
    inner join steps on shown.companion = steps.indicator and shown.region_code = steps.region_code
    where
        shown.companion_role = 'beside'
        or (shown.companion_role = 'whole' and steps.register = shown.register and steps.as_of = shown.as_of)
        or (
            shown.companion_role = 'register'
            and steps.register <> shown.register
            and steps.region_code = province()
        )
    qualify row_number() over (
        partition by shown.headline, shown.region_code
        order by
            steps.as_of_date desc,
            steps.quality_rank asc,
            steps.source_id asc
    ) = 1
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
        shown.is_own or (nothing_picked($regencies) and shown.region_code = province()) as is_own,
        case
            when shown.is_own or (nothing_picked($regencies) and shown.region_code = province()) then 'wilayah ini'
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
        shown.comparison,
        shown.good_direction,
        companions.companion_label,
        companions.value as companion_value,
        companions.as_of as companion_as_of,
        coalesce(companions.about, '') as companion_about,
        coalesce(companions.doubt_note, '') as companion_doubt_note,
        round(100.0 * shown.value / nullif(companions.whole, 0), 1) as share_pct,
        companions.whole - shown.value as missing,
        coalesce(histories.history, []) as history,
        shown.register_label,
        shown.quality,
        shown.quality_label,
        shown.is_plain,
        compact(
            [shown.source_id, nullif(companions.source_id, shown.source_id)]
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
    left join companions on shown.headline = companions.headline and shown.region_code = companions.region_code
    left join histories
        on
            shown.indicator = histories.indicator
            and shown.region_code = histories.region_code
            and shown.register = histories.register
            and shown.segment = histories.segment
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
