-- question: Aturan apa yang mewajibkan 30% ruang bagi usaha mikro dan kecil, bagaimana statusnya, dan apa cakupannya?
-- grain: one row per rule
-- key: rule_title
-- unit: tidak ada
-- The rules are named by the page that tells of them. What a rule covers is the wording of its sources.
with

regulations as (
    select * from seed_regulations
),

sources as (
    select * from seed_sources
),

scopes (source_id, rule_order, rule_level, rule_short, covers, more_source_id) as (
    values
    (
        'tempo-2021-02-pp7',
        1,
        'Nasional',
        'PP 7/2021',
        'terminal, bandara, pelabuhan, stasiun, tempat istirahat jalan tol, dan infrastruktur lain yang ditetapkan',
        'antara-2025-10-infrastruktur-30-persen'
    ),
    ('mckalsel-2024-02-perda', 2, 'Provinsi', 'Perda', 'tidak ditemukan', null),
    (
        'antara-2024-09-3057',
        3,
        'Provinsi',
        'Pergub',
        'bandara, terminal, hotel, waralaba, dan sejenisnya menurut pengumuman',
        null
    )
),

final as (
    select
        scopes.rule_level,
        scopes.rule_short,
        regulations.title as rule_title,
        coalesce(regulations.number, 'tidak ditemukan') as rule_number,
        case regulations.status
            when 'issued' then 'berlaku'
            when 'approved' then 'disetujui DPRD, nomor tidak ditemukan'
            else 'diumumkan, belum ditemukan terbit'
        end as rule_state,
        scopes.covers as rule_covers,
        regulations.what_id as rule_text,
        sources.published_on as as_of,
        concat_ws(';', regulations.source_id, scopes.more_source_id) as source_id,
        scopes.rule_order
    from scopes
    inner join regulations on scopes.source_id = regulations.source_id
    inner join sources on scopes.source_id = sources.source_id
)

select
    rule_level,
    rule_short,
    rule_title,
    rule_number,
    rule_state,
    rule_covers,
    rule_text,
    as_of,
    source_id
from final
order by rule_order
