-- question: the register of packaging machines in the project's own words
-- grain: one row per machine
-- key: machine_id
-- rows: register
with

register as (
    select * from register_packaging_machines
),

regencies as (
    select * from regencies
),

final as (
    select
        register.id_mesin as machine_id,
        register.penerima as recipient,
        register.regency_code,
        regencies.regency_short,
        register.tanggal_serah as handed_on,
        cast(year(register.tanggal_serah) as integer) as handed_year,
        coalesce(register.jenis_mesin, not_filled()) as machine_kind,
        coalesce(register.jenis_penerima, not_filled()) as recipient_kind,
        coalesce(register.kondisi, not_filled()) as machine_state
    from register
    left join regencies on register.regency_code = regencies.regency_code
)

select * from final
