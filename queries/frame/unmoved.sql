-- question: Mengapa sebuah penyaring tidak mengubah kartu tertentu?
-- grain: one row per card and filter for which the general reason is not the right one
-- key: card, filter
-- unit: alasan
with

unmoved as (
    select * from seed_unmoved
),

final as (
    select
        unnest(string_split(cards, ';')) as card,
        filter,
        why_id as unmoved_why
    from unmoved
)

select * from final
order by card, filter
