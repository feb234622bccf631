-- question: Apa judul tiap kartu, dan apa yang dihitungnya?
-- grain: one row per card or view of one
-- key: card
-- unit: kartu
with

cards as (
    select * from seed_cards
),

final as (
    select
        card,
        title_id as card_title,
        about_id as card_about
    from cards
)

select * from final
order by card
