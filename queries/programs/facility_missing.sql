-- question: Fasilitas mana dalam register yang kurang dari 30%, dan berapa meter persegi kekurangannya?
-- grain: one row per facility below the share, the largest gap first
-- key: facility_id
-- reads: rows, it lists the facilities
-- unit: meter persegi
-- parameters:
--   regencies varchar[]
with

facilities as (
    select * from facilities
    where
        not compliant
        and picked(regency_code, $regencies)
),

final as (
    select
        facility_id,
        facility_name,
        facility_kind,
        regency_code,
        regency_short,
        commercial_m2,
        small_firms_m2,
        share_pct as space_pct,
        missing_m2,
        required_pct,
        rule_label,
        in_pp7,
        rule_source_id,
        figure_ids
    from facilities
),

summed as (
    select
        *,
        not in_pp7 as is_uncertain,
        count(*) over () as short_sum,
        count(*) filter (where in_pp7) over () as pp7_short_sum,
        cast(sum(missing_m2) over () as bigint) as short_m2_sum,
        cast(coalesce(sum(missing_m2) filter (where in_pp7) over (), 0) as bigint) as pp7_short_m2_sum
    from final
)

select * from summed
order by missing_m2 desc, facility_id asc
