-- question: how many cooperatives have a newest rating that ends on each day, so that an expiry needs no rows
-- grain: one row per last day of the newest rating, regency, pola and type
-- Only where that last day is filled in.
with

newest_ratings as (
    select
        regency_code,
        pola,
        cooperative_type,
        valid_until
    from ratings
    qualify row_number() over (
        partition by cooperative_id
        order by rating_year desc nulls last
    ) = 1
),

final as (
    select
        valid_until,
        regency_code,
        pola,
        cooperative_type,
        count(*) as cooperatives
    from newest_ratings
    where valid_until is not null
    group by all
)

select * from final
