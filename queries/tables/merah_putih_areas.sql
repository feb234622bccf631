-- question: Merah Putih cooperatives by kecamatan, with the savings that cannot be right marked
-- grain: one row per kecamatan; a kecamatan's key is regency and name, since "Simpang Empat" exists in two regencies
-- unit: cooperatives, persons, rupiah
-- A figure is suspect by two thresholds at once (seeds/attention_rules.csv): savings per saver many times the median
-- of the kecamatan with savers, and a large share of the province.
with

kecamatan as (
    select * from seed_merah_putih_kecamatan
),

rules as (
    select
        max(threshold) filter (where rule = 'suspect_savings_per_saver') as times_median,
        max(threshold) filter (where rule = 'suspect_savings_share') as share_pct
    from seed_attention_rules
),

regencies as (
    select * from seed_regencies
),

typical as (
    select
        median(principal_savings / nullif(principal_savers, 0)) as principal_per_saver,
        median(mandatory_savings / nullif(mandatory_savers, 0)) as mandatory_per_saver,
        sum(principal_savings) as principal_savings,
        sum(mandatory_savings) as mandatory_savings
    from kecamatan
),

compared as (
    select
        kecamatan.*,
        kecamatan.principal_savings / nullif(kecamatan.principal_savers, 0)
        / nullif(typical.principal_per_saver, 0) as principal_times_median,
        kecamatan.mandatory_savings / nullif(kecamatan.mandatory_savers, 0)
        / nullif(typical.mandatory_per_saver, 0) as mandatory_times_median,
        100.0 * kecamatan.principal_savings / nullif(typical.principal_savings, 0) as principal_share_pct,
        100.0 * kecamatan.mandatory_savings / nullif(typical.mandatory_savings, 0) as mandatory_share_pct
    from kecamatan
    cross join typical
),

final as (
    select
        compared.regency_code,
        regencies.short_name as regency_short,
        compared.kecamatan as district,
        compared.cooperatives,
        compared.with_account,
        compared.with_npwp,
        compared.with_nib,
        compared.transaction_volume,
        compared.transaction_value,
        compared.principal_savings,
        compared.principal_savers,
        compared.mandatory_savings,
        compared.mandatory_savers,
        compared.savings_total,
        compared.principal_times_median,
        compared.principal_share_pct,
        compared.mandatory_times_median,
        compared.mandatory_share_pct,
        compared.as_of,
        compared.source_id,
        coalesce(
            compared.principal_times_median > rules.times_median
            and compared.principal_share_pct > rules.share_pct,
            false
        ) as principal_suspect,
        coalesce(
            compared.mandatory_times_median > rules.times_median
            and compared.mandatory_share_pct > rules.share_pct,
            false
        ) as mandatory_suspect
    from compared
    inner join regencies on compared.regency_code = regencies.code
    cross join rules
)

select * from final
