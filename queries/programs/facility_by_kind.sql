-- question: Berapa fasilitas dalam register yang menyediakan sedikitnya 30% ruang, menurut jenisnya?
-- grain: one row per kind, the eight known kinds always; those named in PP 7/2021 first
-- key: facility_kind
-- reads: rows, a province has some hundred facilities
-- unit: fasilitas
-- parameters:
--   regencies varchar[]
with

facilities as (
    select * from facilities
),

known (facility_kind, kind_order, rule_scope, rule_label) as (
    values
    ('Bandara', 1, 'pp7', 'PP 7/2021 Pasal 60'),
    ('Terminal', 2, 'pp7', 'PP 7/2021 Pasal 60'),
    ('Pelabuhan', 3, 'pp7', 'PP 7/2021 Pasal 60'),
    ('Stasiun', 4, 'pp7', 'PP 7/2021 Pasal 60'),
    ('Rest area', 5, 'pp7', 'PP 7/2021 Pasal 60'),
    ('Hotel', 6, 'announced', 'rencana pergub saja'),
    ('Waralaba', 7, 'announced', 'rencana pergub saja'),
    ('Lainnya', 8, 'open', 'belum dipastikan')
),

kinds as (
    select * from known
    union all
    select distinct
        facility_kind,
        9 as kind_order,
        rule_scope,
        rule_label
    from facilities
    where facility_kind not in (select k.facility_kind from known as k)
),

asked as (
    select * from facilities
    where picked(regency_code, $regencies)
),

final as (
    select
        kinds.facility_kind,
        kinds.rule_label,
        kinds.rule_scope = 'pp7' as in_pp7,
        count(asked.facility_id) as facilities,
        count(*) filter (where asked.compliant) as facilities_compliant,
        count(*) filter (where not asked.compliant) as facilities_short,
        count(asked.facility_id) filter (where asked.compliant is null) as facilities_unmeasured,
        cast(coalesce(sum(asked.missing_m2), 0) as bigint) as missing_m2_sum,
        any_value(kinds.kind_order) as kind_order
    from kinds
    left join asked on kinds.facility_kind = asked.facility_kind
    group by kinds.facility_kind, kinds.rule_label, kinds.rule_scope
),

summed as (
    select
        *,
        cast(sum(facilities) over () as bigint) as facilities_sum,
        cast(coalesce(sum(facilities_compliant) filter (where in_pp7) over (), 0) as bigint) as pp7_compliant_sum,
        cast(coalesce(sum(facilities_compliant + facilities_short) filter (where in_pp7) over (), 0) as bigint)
            as pp7_measured_sum,
        cast(coalesce(sum(facilities_compliant) filter (where not in_pp7) over (), 0) as bigint)
            as other_compliant_sum,
        cast(coalesce(sum(facilities_compliant + facilities_short) filter (where not in_pp7) over (), 0) as bigint)
            as other_measured_sum
    from final
)

select
    facility_kind,
    rule_label,
    in_pp7,
    facilities,
    facilities_compliant,
    facilities_short,
    facilities_unmeasured,
    missing_m2_sum,
    is_blank(facility_kind) as is_blank,
    facilities_sum,
    pp7_compliant_sum,
    pp7_measured_sum,
    other_compliant_sum,
    other_measured_sum
from summed
order by kind_order, facility_kind
