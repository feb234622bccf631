-- question: every published figure with the comparable one before it: the only place for the rule of comparing
-- grain: one row per indicator, region, as-of and source
-- Comparable is the undisputed figure before it of the same indicator, region and register, inside one segment.
-- 'press' and 'unknown' are no register: each of their figures may count another list (seeds/registers.csv).
with

figures as (
    select * from figures
),

breaks as (
    select * from seed_breaks
),

judged as (
    select
        *,
        register not in ('press', 'unknown') as is_one_list,
        (indicator, region_code, as_of, source_id) in (
            select (b.indicator, b.region_code, b.as_of, b.source_id) from breaks as b
        ) as is_break
    from figures
),

-- a figure that counts other things than those before it starts a series of its own (seeds/breaks.csv)
segmented as (
    select
        *,
        sum(cast(is_break as integer)) over (
            partition by indicator, region_code, register
            order by as_of_date
        ) as segment
    from judged
),

earlier as (
    select
        *,
        case
            when is_sure and is_one_list
                then max(struct_pack(as_of_date, source_id, as_of, value, figure_id)) over so_far
        end as figure_before
    from segmented
    -- groups of one date: what two sources say of it is no growth
    window
        so_far as (
            partition by indicator, region_code, register, segment, is_sure
            order by as_of_date
            groups between unbounded preceding and 1 preceding
        )
),

final as (
    select
        * exclude (figure_before),
        struct_extract(figure_before, 'value') as value_before,
        struct_extract(figure_before, 'as_of') as as_of_before,
        struct_extract(figure_before, 'source_id') as source_id_before,
        struct_extract(figure_before, 'figure_id') as figure_id_before,
        case
            when not is_sure then 'tidak dihitung: angka ' || quality_label
            when not is_one_list then 'tidak sebanding: registernya tidak dipastikan'
            when is_break then 'tidak sebanding: yang dihitung berbeda dari sebelumnya'
            when figure_before is null then 'tidak sebanding: angka pertama dalam register ini'
            else 'dalam register yang sama'
        end as comparison
    from earlier
)

select * from final
