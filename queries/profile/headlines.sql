-- question: Bagaimana angka utama satu kabupaten/kota dibanding yang lain dan provinsi?
-- grain: one row per measure and asked regency
-- key: measure, regency_code
-- unit: menurut ukurannya: koperasi, pesantren, orang, persen, rupiah
-- parameters:
--   regencies varchar[]
-- Each indicator is taken on the newest date on which all have a figure; where there is none, each regency's own
-- newest, and then nothing is ranked. Rank 1 is the largest, not the best. A suspect figure has no rank and takes none.
-- The province's value is its own figure of the same date and register, never a sum of registers that differ.
-- regencies_alike: of the asked ones, how many have this value. doubt_note, province_doubt_note: see tables/figures.
-- Savings come from merah_putih_areas, whose rule alone says what is suspect.
with

surest as (
    select * from surest_figures
    where
        indicator in (
            'cooperatives_total', 'cooperatives_inactive', 'pesantren_total', 'kdmp_total', 'kdmp_with_nib',
            'kdmp_transaction_value', 'population_registered'
        )
        and not is_nation(region_code)
),

regencies as (
    select * from regencies
),

areas as (
    select * from merah_putih_areas
),

names as (
    select * from seed_opop_pesantren
    where cohort_year = 2023
),

announced as (
    select
        count(*) as participants,
        list(distinct source_id order by source_id) as source_ids
    from names
),

covered as (
    select
        indicator,
        as_of
    from surest
    where region_code != province()
    group by all
    having count(distinct region_code) = (select count(*) from regencies)
),

complete as (
    select
        indicator,
        max(as_of) as as_of
    from covered
    group by indicator
),

newest as (
    select surest.*
    from surest
    left join complete on surest.indicator = complete.indicator
    where
        surest.region_code != province()
        and (surest.as_of = complete.as_of or (complete.as_of is null and not surest.is_suspect))
    qualify row_number() over (
        partition by surest.indicator, surest.region_code order by surest.as_of_date desc, surest.source_id asc
    ) = 1
),

published as (
    select
        newest.indicator as measure,
        newest.region_code as regency_code,
        newest.as_of,
        newest.register,
        newest.register_label,
        newest.quality,
        newest.about,
        newest.doubt_note,
        province.doubt_note as province_doubt_note,
        compact([newest.source_id, province.source_id]) as source_ids,
        compact([newest.figure_id, province.figure_id]) as figure_ids,
        newest.note,
        newest.value as measure_value,
        province.value as province_value,
        province.quality as province_quality
    from newest
    left join surest as province
        on
            province.region_code = province()
            and newest.indicator = province.indicator
            and newest.as_of = province.as_of
            and newest.register = province.register
),

residents as (
    select * from published
    where measure = 'population_registered'
),

rates as (
    select
        published.measure || '_rate' as measure,
        published.regency_code,
        published.as_of,
        published.register,
        published.register_label,
        published.quality,
        published.doubt_note,
        published.province_doubt_note,
        published.source_ids || residents.source_ids as source_ids,
        published.figure_ids || residents.figure_ids as figure_ids,
        published.note,
        round(10000.0 * published.measure_value / nullif(residents.measure_value, 0), 2) as measure_value,
        round(10000.0 * published.province_value / nullif(residents.province_value, 0), 2) as province_value,
        published.province_quality
    from published
    inner join residents on published.regency_code = residents.regency_code
    where published.measure in ('cooperatives_inactive', 'kdmp_total')
),

shares as (
    select
        'kdmp_nib_share' as measure,
        part.regency_code,
        part.as_of,
        part.register,
        part.register_label,
        part.quality,
        part.doubt_note,
        part.province_doubt_note,
        part.source_ids,
        part.figure_ids || whole.figure_ids as figure_ids,
        part.note,
        round(100.0 * part.measure_value / nullif(whole.measure_value, 0), 1) as measure_value,
        round(100.0 * part.province_value / nullif(whole.province_value, 0), 1) as province_value,
        part.province_quality
    from published as part
    inner join published as whole on part.regency_code = whole.regency_code and part.as_of = whole.as_of
    where part.measure = 'kdmp_with_nib' and whole.measure = 'kdmp_total'
),

savings as (
    select
        'kdmp_principal_savings' as measure,
        regency_code,
        max(as_of) as as_of,
        'simkopdes' as register,
        'SIMKOPDES' as register_label,
        case when bool_or(principal_suspect) then 'suspect' else 'stated' end as quality,
        [max(source_id)] as source_ids,
        [] as figure_ids,
        'Diragukan: ' || string_agg(district, ', ' order by district) filter (where principal_suspect) as note,
        cast(sum(principal_savings) as double) as measure_value,
        cast(sum(sum(principal_savings)) over () as double) as province_value,
        case when bool_or(bool_or(principal_suspect)) over () then 'suspect' else 'stated' end as province_quality
    from areas
    group by regency_code
),

-- the ten names are the whole cohort, so a regency without a name has none: a zero, not an unknown
named as (
    select
        'opop_named' as measure,
        regencies.regency_code,
        '2023' as as_of,
        'provincial-agency' as register,
        'catatan dinas provinsi' as register_label,
        'counted' as quality,
        announced.source_ids,
        [] as figure_ids,
        null as note,
        cast(count(names.name) as double) as measure_value,
        cast(announced.participants as double) as province_value,
        'counted' as province_quality
    from regencies
    cross join announced
    left join names on regencies.regency_code = names.regency_code
    group by all
),

measured as (
    select * from published
    where measure != 'kdmp_with_nib'
    union all by name
    select * from rates
    union all by name
    select * from shares
    union all by name
    select * from savings
    union all by name
    select * from named
),

compared as (
    select
        *,
        min(as_of) over (partition by measure) = max(as_of) over (partition by measure)
        and min(register) over (partition by measure) = max(register) over (partition by measure) as is_comparable,
        quality = 'suspect' as is_suspect
    from measured
    where measure_value is not null
),

ranked as (
    select
        *,
        case
            when is_comparable and not is_suspect
                then rank() over (partition by measure, is_suspect order by measure_value desc)
        end as regency_rank,
        case
            when is_comparable and not is_suspect then count(*) over (partition by measure, is_suspect)
        end as ranked_regencies,
        is_comparable
        and not is_suspect
        and count(*) over (partition by measure, is_suspect, measure_value) > 1 as is_shared_rank
    from compared
),

measures (measure, measure_label, unit, measure_order) as (
    values
    ('cooperatives_total', 'Koperasi, angka terbaru', 'koperasi', 1),
    ('cooperatives_inactive', 'Koperasi tidak aktif', 'koperasi', 2),
    ('cooperatives_inactive_rate', 'Tidak aktif per 10.000 penduduk', 'koperasi per 10.000 penduduk', 3),
    ('kdmp_total', 'Koperasi Merah Putih', 'koperasi', 4),
    ('kdmp_total_rate', 'Merah Putih per 10.000 penduduk', 'koperasi per 10.000 penduduk', 5),
    ('kdmp_nib_share', 'Merah Putih yang memiliki NIB', 'persen', 6),
    ('kdmp_transaction_value', 'Nilai transaksi Merah Putih', 'rupiah', 7),
    ('kdmp_principal_savings', 'Simpanan pokok Merah Putih', 'rupiah', 8),
    ('pesantren_total', 'Pesantren', 'pesantren', 9),
    ('opop_named', 'Peserta OPOP yang disebut namanya', 'pesantren', 10),
    ('population_registered', 'Penduduk terdaftar', 'orang', 11)
),

final as (
    select
        measures.measure,
        measures.measure_label,
        -- within a sentence: names keep their capitals
        case
            when regexp_matches(measures.measure_label, '^(Koperasi )?Merah Putih') then measures.measure_label
            else lower(left(measures.measure_label, 1)) || substr(measures.measure_label, 2)
        end as measure_said,
        measures.measure_order,
        measures.unit,
        regencies.regency_code,
        regencies.regency_name,
        regencies.regency_short,
        ranked.measure_value,
        ranked.regency_rank,
        ranked.ranked_regencies,
        ranked.is_shared_rank,
        count(*) over (partition by measures.measure, ranked.is_suspect, ranked.measure_value) as regencies_alike,
        ranked.province_value,
        ranked.province_quality,
        ranked.as_of,
        ranked.register_label,
        ranked.quality,
        qualities.label_id as quality_label,
        coalesce(ranked.about, '') as about,
        coalesce(ranked.doubt_note, '') as doubt_note,
        coalesce(ranked.province_doubt_note, '') as province_doubt_note,
        ranked.note,
        coalesce(list_sort(list_distinct(ranked.source_ids)), []) as source_ids,
        coalesce(list_sort(list_distinct(ranked.figure_ids)), []) as figure_ids
    from measures
    cross join regencies
    left join ranked on measures.measure = ranked.measure and regencies.regency_code = ranked.regency_code
    left join seed_qualities as qualities on ranked.quality = qualities.quality
    where picked(regencies.regency_code, $regencies)
)

select * from final
order by measure_order, regency_code
