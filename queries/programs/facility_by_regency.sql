-- question: Berapa fasilitas dalam register yang menyediakan sedikitnya 30% ruang, di tiap kabupaten/kota?
-- grain: one row per regency that was asked for, every one without a choice
-- key: regency_code
-- reads: rows, a province has some hundred facilities
-- unit: fasilitas
-- parameters:
--   regencies varchar[]
-- pp7_*: the same for the kinds named in PP 7/2021 alone; the others have no rule in force.
with

facilities as (
    select * from facilities
),

regencies as (
    select * from regencies
),

final as (
    select
        regencies.regency_code,
        regencies.regency_short,
        count(facilities.facility_id) as facilities,
        count(*) filter (where facilities.compliant) as facilities_compliant,
        count(*) filter (where not facilities.compliant) as facilities_short,
        count(facilities.facility_id) filter (where facilities.compliant is null) as facilities_unmeasured,
        count(*) filter (where facilities.in_pp7) as pp7_facilities,
        count(*) filter (where facilities.in_pp7 and facilities.compliant) as pp7_compliant,
        count(*) filter (where facilities.in_pp7 and facilities.compliant is null) as pp7_unmeasured,
        cast(coalesce(sum(facilities.missing_m2), 0) as bigint) as missing_m2_sum
    from regencies
    left join facilities on regencies.regency_code = facilities.regency_code
    where picked(regencies.regency_code, $regencies)
    group by regencies.regency_code, regencies.regency_short
),

summed as (
    select
        *,
        cast(sum(facilities) over () as bigint) as facilities_sum,
        cast(sum(facilities_compliant) over () as bigint) as compliant_sum,
        cast(sum(facilities_compliant + facilities_short) over () as bigint) as measured_sum,
        cast(sum(pp7_compliant) over () as bigint) as pp7_compliant_sum,
        cast(sum(pp7_facilities - pp7_unmeasured) over () as bigint) as pp7_measured_sum
    from final
)

select * from summed
order by facilities desc, regency_code asc
