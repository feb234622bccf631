-- question: Berapa mesin kemasan dalam register yang berfungsi, menurut rincian yang dipilih?
-- grain: one row per machine kind, recipient kind, regency or year of handing over, as chosen
-- key: machine_group
-- reads: rows, a province has some hundred machines
-- unit: mesin
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   machines_by varchar = kind in (kind, recipient, regency, year)
-- The year is that of handing over; a machine without that date drops out of a choice of years.
with

machines as (
    select * from packaging_machines
    where
        picked(regency_code, $regencies)
        and within(handed_year, $year_from, $year_to)
),

grouped as (
    select
        *,
        case $machines_by
            when 'kind' then machine_kind
            when 'recipient' then recipient_kind
            when 'regency' then coalesce(regency_short, not_filled())
            else coalesce(cast(handed_year as varchar), not_filled())
        end as machine_group,
        case when $machines_by = 'regency' then regency_code end as group_code
    from machines
),

final as (
    select
        machine_group,
        group_code as regency_code,
        count(*) as machines,
        count(*) filter (where machine_state = 'Berfungsi') as machines_working,
        count(*) filter (where machine_state = 'Rusak') as machines_broken,
        count(*) filter (where machine_state = 'Tidak dipakai') as machines_idle,
        count(*) filter (where machine_state not in ('Berfungsi', 'Rusak', 'Tidak dipakai')) as machines_blank
    from grouped
    group by machine_group, group_code
),

-- what was not filled in leads nothing, however many
added as (
    select
        *,
        is_blank(machine_group) as is_blank,
        cast(sum(machines_working) over () as bigint) as machines_working_sum,
        cast(sum(machines - machines_blank) over () as bigint) as machines_known_sum,
        cast(sum(machines_blank) over () as bigint) as machines_blank_sum,
        count(*) filter (where not is_blank(machine_group)) over () as groups_sum,
        case
            when not is_blank(machine_group)
                then rank() over (partition by is_blank(machine_group) order by machines desc)
        end as group_rank,
        count(*) over (partition by is_blank(machine_group), machines) as groups_alike
    from final
)

select * from added
order by
    is_blank asc,
    case when $machines_by = 'year' then machine_group end asc,
    machines desc,
    machine_group asc
