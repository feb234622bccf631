-- question: the register of ratings in the project's own words, with what is known of each cooperative
-- grain: one row per cooperative and year; of several in one year the last counts
-- key: cooperative_id, rating_year
-- rows: register
-- A rating whose cooperative is not in the register is kept: its regency is null, its pola 'tidak diketahui'.
with

register as (
    select * from register_ratings
),

cooperatives as (
    select * from cooperatives
),

latest as (
    select
        nomor_induk_koperasi as cooperative_id,
        tanggal_peringkat as rated_on,
        berlaku_sampai as valid_until,
        coalesce(peringkat, not_filled()) as rating_grade,
        coalesce(tahun, cast(year(tanggal_peringkat) as smallint)) as rating_year
    from register
    qualify row_number() over (
        partition by nomor_induk_koperasi, coalesce(tahun, year(tanggal_peringkat))
        order by tanggal_peringkat desc nulls last, peringkat desc nulls last
    ) = 1
),

final as (
    select
        latest.cooperative_id,
        cooperatives.cooperative_name,
        cooperatives.regency_code,
        latest.rating_year,
        latest.rating_grade,
        latest.rated_on,
        latest.valid_until,
        coalesce(cooperatives.cooperative_type, 'Tidak diketahui') as cooperative_type,
        coalesce(cooperatives.pola, 'tidak diketahui') as pola
    from latest
    left join cooperatives on latest.cooperative_id = cooperatives.cooperative_id
)

select * from final
