-- question: the register of trainings in the project's own words
-- grain: one row per training
-- key: training_id
-- rows: register
-- A training for the whole province has no regency. No participants (0) and not filled in (null) are two things.
with

register as (
    select * from register_trainings_register
),

final as (
    select
        id_pelatihan as training_id,
        nama_pelatihan as training_name,
        regency_code,
        tanggal_mulai as started_on,
        cast(year(tanggal_mulai) as integer) as training_year,
        peserta_pria as men,
        peserta_wanita as women,
        peserta_pria + peserta_wanita as trainees,
        coalesce(topik, not_filled()) as topic,
        coalesce(sasaran, not_filled()) as audience,
        coalesce(sumber_anggaran, not_filled()) as budget_source
    from register
)

select * from final
