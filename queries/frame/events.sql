-- question: Peristiwa apa saja yang menjelaskan deret waktu sebuah kartu, atau semua kartu?
-- grain: one row per dated event
-- key: event
-- unit: peristiwa
-- parameters:
--   regencies varchar[]
--   card varchar
-- Those of Indonesia and of the province belong to every place, those of a regency to it alone. A year is drawn in its
-- middle, a month on its first day, as figures are.
with

events as (
    select * from seed_events
),

final as (
    select
        event,
        label_id as event_label,
        region_code,
        as_of,
        case length(as_of)
            when 4 then make_date(cast(as_of as integer), 7, 1)
            else first_day(as_of)
        end as as_of_date,
        compact([source_id, more_source_id]) as source_ids
    from events
    where
        ($card is null or list_contains(string_split(cards, ';'), $card))
        and (is_nation(region_code) or region_code = province() or named(region_code, $regencies))
    order by as_of_date, event
)

select * from final
