-- question: the register of facilities in the project's own words, each with its share for small firms
-- grain: one row per facility
-- key: facility_id
-- rows: register
-- compliant is decided in whole square metres, so that exactly 30% counts; it is null where the share is not known:
-- not measured, no commercial area, or areas that cannot be. share_pct is rounded down: 29.97 must not read as 30.0.
-- in_pp7: the kind stands by name in article 60 (2) of PP 7/2021. Hotels and franchises stand in the announced
-- governor's rule only; other places are covered by the PP where somebody designated them, which no source tells.
-- rule_source_id: the page of the rule that it is judged by. The facility itself is known from the register alone.
with

register as (
    select * from register_facilities
),

figures as (
    select * from figures
),

regencies as (
    select * from regencies
),

regulations as (
    select * from seed_regulations
),

rules as (
    select
        cast(max(value) filter (where indicator = 'public_facility_umk_space_pct') as bigint) as required_pct,
        arg_max(figure_id, value) filter (where indicator = 'public_facility_umk_space_pct') as required_figure_id,
        max(value) filter (where indicator = 'public_facility_umk_rent_cap_pct') as rent_cap_pct,
        max(source_id) filter (where indicator = 'public_facility_umkm_planned_pct') as announced_source_id
    from figures
),

national as (
    select max(source_id) as pp7_source_id from regulations
    where number = 'PP 7/2021'
),

known as (
    select
        *,
        cast(luas_komersial_m2 as bigint) as commercial_m2,
        cast(luas_umk_m2 as bigint) as small_firms_m2,
        luas_komersial_m2 > 0 and luas_umk_m2 between 0 and luas_komersial_m2 as is_measured,
        coalesce(jenis_fasilitas, not_filled()) as facility_kind
    from register
),

judged as (
    select
        known.*,
        rules.required_pct,
        rules.required_figure_id,
        rules.rent_cap_pct,
        rules.announced_source_id,
        national.pp7_source_id,
        case
            when known.is_measured then known.commercial_m2 * rules.required_pct - known.small_firms_m2 * 100
        end as short_by,
        case
            when known.facility_kind in ('Bandara', 'Terminal', 'Pelabuhan', 'Stasiun', 'Rest area') then 'pp7'
            when known.facility_kind in ('Hotel', 'Waralaba') then 'announced'
            else 'open'
        end as rule_scope
    from known
    cross join rules
    cross join national
),

final as (
    select
        judged.id_fasilitas as facility_id,
        judged.nama_fasilitas as facility_name,
        judged.facility_kind,
        judged.regency_code,
        regencies.regency_short,
        judged.commercial_m2,
        judged.small_firms_m2,
        case
            when judged.is_measured then judged.small_firms_m2 * 1000 // judged.commercial_m2 / 10.0
        end as share_pct,
        judged.sewa_pct as rent_share_pct,
        judged.sewa_pct <= judged.rent_cap_pct as rent_compliant,
        judged.tanggal_periksa as checked_on,
        judged.required_pct,
        [judged.required_figure_id] as figure_ids,
        judged.short_by <= 0 as compliant,
        case
            when judged.short_by is null then 'belum diukur'
            when judged.short_by <= 0 then 'memenuhi'
            else 'kurang'
        end as compliance,
        case when judged.short_by > 0 then (judged.short_by + 99) // 100 when judged.short_by <= 0 then 0 end
            as missing_m2,
        judged.rule_scope = 'pp7' as in_pp7,
        judged.rule_scope,
        case judged.rule_scope
            when 'pp7' then 'PP 7/2021 Pasal 60'
            when 'announced' then 'rencana pergub saja'
            else 'belum dipastikan'
        end as rule_label,
        case judged.rule_scope
            when 'announced' then judged.announced_source_id
            else judged.pp7_source_id
        end as rule_source_id
    from judged
    left join regencies on judged.regency_code = regencies.regency_code
)

select * from final
