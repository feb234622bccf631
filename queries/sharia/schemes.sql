-- question: Apa beda keempat nilai koperasi: peringkat, kesehatan, grade NIK, dan indeks Merah Putih?
-- grain: one row per scheme and grade, best first
-- key: scheme, scheme_grade
-- unit: tidak ada
-- score_min is included, score_max excluded (100 included). The score bands of the 2015 rating rule were not
-- found and those of the rule before it are not carried over. source_ids names the page that the grades were
-- read on and the page of the rule, where seeds/sources.csv lists them.
with

grades as (
    select * from seed_grades
),

regulations as (
    select * from seed_regulations
),

sources as (
    select * from seed_sources
),

schemes (scheme, scheme_rank, scheme_label, given_by, covers) as (
    values
    ('rating', 1, 'Pemeringkatan', 'Lembaga pemeringkat independen', 'Koperasi jenis apa pun'),
    ('health', 2, 'Kesehatan', 'Pengawas koperasi (pemerintah)', 'KSP, USP, KSPPS, USPPS'),
    ('nik', 3, 'Grade NIK', 'Kementerian (ODS) menurut laporan RAT', 'Koperasi di ODS'),
    ('kdmp_health', 4, 'Indeks SIMKOPDES', 'Kementerian (SIMKOPDES)', 'Koperasi Merah Putih saja')
),

cited as (
    select
        grades.scheme,
        grades.grade,
        list(distinct sources.source_id order by sources.source_id) as source_ids
    from grades
    left join regulations on contains(grades.regulation, regulations.number)
    inner join sources on grades.source_url = sources.url or regulations.source_id = sources.source_id
    group by grades.scheme, grades.grade
),

final as (
    select
        schemes.scheme,
        schemes.scheme_label,
        schemes.given_by,
        schemes.covers,
        replace(grades.grade, '_', ' ') as scheme_grade,
        grades.label_id as scheme_grade_label,
        cast(grades.rank as integer) as scheme_grade_rank,
        grades.score_min,
        grades.score_max,
        coalesce(grades.regulation, 'tidak ditemukan') as regulation,
        grades.source_url,
        coalesce(cited.source_ids, []) as source_ids,
        schemes.scheme_rank,
        case
            when grades.scheme = 'nik' then 'tidak memakai skor'
            when grades.score_max is null then 'tidak ditemukan'
            when grades.score_min is null then format('di bawah {:g}', grades.score_max)
            when grades.score_max = 100 then format('{:g} sampai 100', grades.score_min)
            else format('{:g} sampai di bawah {:g}', grades.score_min, grades.score_max)
        end as score_band
    from schemes
    inner join grades on schemes.scheme = grades.scheme
    left join cited on grades.scheme = cited.scheme and grades.grade = cited.grade
)

select
    scheme,
    scheme_label,
    count(distinct scheme) over () as schemes,
    scheme_grade,
    scheme_grade_label,
    scheme_grade_rank,
    score_min,
    score_max,
    score_band,
    given_by,
    covers,
    regulation,
    source_url,
    source_ids
from final
order by scheme_rank, scheme_grade_rank
