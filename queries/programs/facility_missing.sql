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
        rule_label,
        in_pp7,
        source_id,
        figure_ids
    from facilities
)

select * from final
order by missing_m2 desc, facility_id asc
