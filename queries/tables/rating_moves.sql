-- question: from which rating to which did cooperatives move, for every pair of years
-- grain: one row per pair of rating years, regency, pola, type, first and last grade
-- A null grade means not rated then. A rating without a grade cannot be compared and counts as not rated.
with

ratings as (
    select * from ratings
    where not is_blank(rating_grade)
),

rounds as (
    select distinct rating_year from ratings
),

pairs as (
    select
        earlier.rating_year as rating_year_first,
        later.rating_year as rating_year_last
    from rounds as earlier
    inner join rounds as later on earlier.rating_year < later.rating_year
),

cooperative_histories as (
    select
        cooperative_id,
        regency_code,
        pola,
        cooperative_type,
        list(struct_pack(k := rating_year, v := rating_grade) order by rating_year) as history
    from ratings
    group by cooperative_id, regency_code, pola, cooperative_type
),

-- many cooperatives share a history: pairing histories instead of cooperatives keeps this small
histories as (
    select
        regency_code,
        pola,
        cooperative_type,
        map_from_entries(history) as history,
        count(*) as cooperatives
    from cooperative_histories
    group by all
),

final as (
    select
        pairs.rating_year_first,
        pairs.rating_year_last,
        histories.regency_code,
        histories.pola,
        histories.cooperative_type,
        map_extract_value(histories.history, pairs.rating_year_first) as rating_grade_first,
        map_extract_value(histories.history, pairs.rating_year_last) as rating_grade_last,
        cast(sum(histories.cooperatives) as bigint) as cooperatives
    from histories
    cross join pairs
    group by all
)

select * from final
where rating_grade_first is not null or rating_grade_last is not null
