-- question: the cooperatives in the order of their names, as they are listed and searched
-- grain: one row per cooperative
-- key: cooperative_id
-- rows: register
-- `position` is the place in that order: one number to sort by is far cheaper than the text at 10 million rows.
-- `search_name` is what a search reads, made once.
with

cooperatives as (
    select * from cooperatives
),

named as (
    select
        *,
        lower(cooperative_name) as search_name
    from cooperatives
    order by cooperative_name, cooperative_id
),

final as (
    select
        *,
        -- over the rows as they come, which are sorted: an order given here would sort all columns again
        cast(row_number() over () as integer) as position
    from named
)

select * from final
