-- question: Berapa bagian ruang komersial tiap fasilitas dalam register yang untuk usaha mikro dan kecil?
-- grain: one row per facility
-- key: facility_id
-- reads: rows, it lists the facilities
-- unit: persen
-- parameters:
--   regencies varchar[]
-- An empty share is not measured yet: neither compliant nor not. share_pct is rounded down to one decimal.
with

facilities as (
    select * from facilities
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
        required_pct,
        compliance,
        missing_m2,
        rent_share_pct,
        rule_label,
        in_pp7,
        checked_on as facility_checked_on,
        rule_source_id,
        figure_ids
    from facilities
    where picked(regency_code, $regencies)
),

summed as (
    select
        *,
        nullif(missing_m2, 0) as lacking_m2,
        count(distinct regency_code) over () as regencies_sum,
        count(*) filter (where compliance = 'memenuhi') over () as compliant_sum,
        count(*) filter (where compliance <> 'belum diukur') over () as measured_sum,
        count(*) filter (where compliance = 'belum diukur') over () as unmeasured_sum,
        count(*) filter (where small_firms_m2 * 100 = commercial_m2 * required_pct and compliance = 'memenuhi') over ()
            as exact_sum,
        count(*) filter (where in_pp7 and compliance = 'memenuhi') over () as pp7_compliant_sum,
        count(*) filter (where in_pp7 and compliance <> 'belum diukur') over () as pp7_measured_sum,
        cast(coalesce(sum(missing_m2) over (), 0) as bigint) as short_m2_sum,
        count(*) filter (where compliance <> 'belum diukur') over (partition by facility_kind) as kind_measured
    from final
)

select * from summed
order by facility_id
