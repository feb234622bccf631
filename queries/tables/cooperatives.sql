-- question: the register of cooperatives in the project's own words
-- grain: one row per cooperative
-- key: cooperative_id
-- rows: register
-- kept: in its register, since it only renames columns
-- A cooperative is sharia by its pola_pengelolaan, not by its jenis; a blank one is neither.
with

register as (
    select * from register_cooperatives
),

final as (
    select
        nomor_induk_koperasi as cooperative_id,
        nama_koperasi as cooperative_name,
        regency_code,
        kecamatan as district,
        anggota_pria + anggota_wanita as members,
        aset as assets,
        volume_usaha as turnover,
        shu as surplus,
        tahun_rat_terakhir as last_rat_year,
        tanggal_badan_hukum as founded_on,
        cast(year(tanggal_badan_hukum) as smallint) as founded_year,
        coalesce(jenis_koperasi, not_filled()) as cooperative_type,
        coalesce(kelompok_koperasi, not_filled()) as cooperative_group,
        coalesce(status_koperasi, not_filled()) as cooperative_status,
        coalesce(lower(pola_pengelolaan), lower(not_filled())) as pola
    from register
)

select * from final
