-- question: how many cooperatives hold each health predicate in every combination that the filters ask for
-- grain: one row per year, predicate, regency, pola, type and group
-- A check whose cooperative is not in the register is left out: nobody knows of what group it is.
with

checks as (
    select * from register_health_checks
),

cooperatives as (
    select * from cooperatives
),

final as (
    select
        checks.tahun as health_year,
        cooperatives.regency_code,
        cooperatives.pola,
        cooperatives.cooperative_type,
        cooperatives.cooperative_group,
        coalesce(checks.predikat, not_filled()) as health_predicate,
        count(*) as cooperatives
    from checks
    inner join cooperatives on checks.nomor_induk_koperasi = cooperatives.cooperative_id
    group by all
)

select * from final
