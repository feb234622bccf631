-- question: Simpanan kecamatan mana yang diragukan menurut aturan, dan mana yang paling mendekati ambangnya?
-- grain: one row per kecamatan (regency and name) and kind of savings: all suspect ones, and the ten highest
-- key: regency_code, district, savings_label
-- unit: kali median simpanan per penyetor
-- parameters:
--   regencies varchar[]
-- Suspect by merah_putih_areas: above both thresholds of seeds/attention_rules.csv.
with

areas as (
    select * from merah_putih_areas
),

regencies as (
    select * from regencies
),

qualities as (
    select
        quality,
        label_id as quality_label
    from seed_qualities
),

rules as (
    select
        max(threshold) filter (where rule = 'suspect_savings_per_saver') as times_threshold,
        max(threshold) filter (where rule = 'suspect_savings_share') as share_threshold
    from seed_attention_rules
),

kinds as (
    select
        *,
        'Simpanan pokok' as savings_label,
        'pokok' as savings_short,
        principal_savings as savings,
        principal_savers as savers,
        principal_times_median as times_median,
        principal_share_pct as province_share_pct,
        principal_suspect as is_suspect
    from areas
    union all
    select
        *,
        'Simpanan wajib' as savings_label,
        'wajib' as savings_short,
        mandatory_savings as savings,
        mandatory_savers as savers,
        mandatory_times_median as times_median,
        mandatory_share_pct as province_share_pct,
        mandatory_suspect as is_suspect
    from areas
),

ordered as (
    select
        *,
        row_number() over (order by times_median desc, regency_code asc, district asc) as place
    from kinds
    where
        times_median is not null
        and picked(regency_code, $regencies)
),

final as (
    select
        ordered.regency_code,
        ordered.regency_short,
        regencies.regency_abbr,
        ordered.district,
        ordered.savings_label,
        ordered.savings_short,
        ordered.savings,
        ordered.savers,
        round(ordered.savings / ordered.savers) as savings_per_saver,
        round(ordered.times_median, 1) as times_median,
        rules.times_threshold,
        round(ordered.province_share_pct, 1) as province_share_pct,
        rules.share_threshold,
        ordered.is_suspect,
        qualities.quality_label,
        ordered.as_of,
        ordered.source_id
    from ordered
    cross join rules
    inner join regencies on ordered.regency_code = regencies.regency_code
    inner join qualities on qualities.quality = case when ordered.is_suspect then 'suspect' else 'stated' end
    where ordered.is_suspect or ordered.place <= 10
)

select * from final
order by is_suspect desc, times_median desc, regency_code asc, district asc
