-- question: every published figure with the comparable one before it: the only place for the rule of comparing
-- grain: one row per indicator, region, as-of and source
-- Comparable is the undisputed figure before it of the same indicator, region and register, inside one segment.
-- 'press' and 'unknown' are no register: each of their figures may count another list (seeds/registers.csv).
-- is_exact: both ends are printed or counted as they are, so that a percentage may be told; else only up or down.
with

figures as (
    select * from figures
),

judged as (
    select
        *,
        register not in ('press', 'unknown') as is_one_list
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
                then max(struct_pack(as_of_date, source_id, as_of, value, figure_id, is_plain, about, doubt_note))
                    over so_far
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
        coalesce(struct_extract(figure_before, 'about'), '') as about_before,
        coalesce(struct_extract(figure_before, 'doubt_note'), '') as doubt_note_before,
        is_plain and coalesce(struct_extract(figure_before, 'is_plain'), false) as is_exact,
        case
            when not is_sure then 'angka ' || quality_label || ', jadi tidak dibandingkan'
            when not is_one_list then 'sumber tidak menyebut daftar yang dihitung, jadi tidak dibandingkan'
            when is_break then 'tidak dibandingkan dengan angka sebelumnya, karena yang dihitung berbeda'
            when figure_before is null then 'belum ada angka sebelumnya dari ' || register_label
            else 'daftar yang sama: ' || register_label
        end as comparison
    from earlier
)

select * from final
