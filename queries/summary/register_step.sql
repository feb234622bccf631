-- question: Angka terbitan mana yang mendahului jumlah koperasi terbaru provinsi, dan menurut daftar siapa?
-- grain: one row per published total of the province: the newest and those of the three years before it
-- key: as_of, source_id
-- unit: koperasi
-- A step from one register to another is no growth, however it is told.
with

totals as (
    select * from figures
    where
        indicator = 'cooperatives_total'
        and region_code = province()
        and not is_suspect
),

newest as (
    select max(as_of_date) as as_of_date
    from totals
),

final as (
    select
        totals.region_code,
        totals.region_name,
        totals.as_of,
        totals.as_of_date,
        cast(totals.value as bigint) as cooperatives,
        totals.register,
        totals.register_label,
        totals.quality,
        totals.quality_label,
        totals.is_plain,
        totals.about,
        totals.doubt_note,
        totals.source_id,
        [totals.figure_id] as figure_ids,
        totals.note,
        coalesce(
            lag(totals.register) over (order by totals.as_of_date, totals.source_id) <> totals.register, false
        ) as is_new_register
    from totals
    inner join newest on totals.as_of_date >= newest.as_of_date - interval 3 year
)

select * from final
order by as_of_date, source_id
