-- question: the register of OPOP participants in the project's own words, with the regency of the pesantren
-- grain: one row per participant and cohort
-- key: pesantren_id, cohort_year
-- rows: register
-- A participant whose pesantren the register of pesantren lacks keeps its row, without a regency.
-- A turnover of 0 is a zero; an empty one was not filled in.
with

register as (
    select * from register_opop_participants
),

pesantren as (
    select * from pesantren
),

final as (
    select
        register.nspp as pesantren_id,
        pesantren.pesantren_name,
        pesantren.regency_code,
        register.kohort as cohort_year,
        register.nomor_induk_koperasi as cooperative_id,
        register.tanggal_tahap as stage_on,
        register.omzet as turnover,
        coalesce(register.tahap_badan_hukum, not_filled()) as stage,
        coalesce(register.kelompok_produk, not_filled()) as product_group
    from register
    left join pesantren on register.nspp = pesantren.pesantren_id
)

select * from final
