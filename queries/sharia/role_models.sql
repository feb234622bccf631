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
--   today varchar
-- Validity is judged on today (checked_on), as in summary/attention_register; the last day of validity still counts.
-- today ("2026-08-05") is for tests; without it the current date counts. horizon_days: how many days ahead an end is
-- told (seeds/attention_rules.csv). The columns with role_models in their name count all rows, shown or not, and every
-- regency that has one keeps a row within the 200.
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
        ) as rating_year
    from rating_counts
),

horizon as (
    select
        cast(threshold as integer) as days,
        coalesce(cast($today::varchar as date), current_date) as checked_on
    from seed_attention_rules
    where rule = 'rating_horizon_days'
),

asked as (
    select
        ratings.*,
        horizon.checked_on,
        ratings.pola = 'syariah' as is_sharia,
        case
            when ratings.valid_until is null then lower(not_filled())
            when ratings.valid_until < horizon.checked_on then 'kedaluwarsa'
            when ratings.valid_until <= horizon.checked_on + horizon.days
                then 'berakhir dalam ' || horizon.days || ' hari'
            else 'berlaku'
        end as validity
    from ratings
    inner join latest on ratings.rating_year = latest.rating_year
    cross join horizon
),

-- counted once, not by window: at ten million cooperatives the windows took 3,2 s, this takes 0,1 s
totals as (
    select
        count(*) as role_models,
        count(*) filter (where is_sharia) as role_models_sharia,
        count(*) filter (where validity = 'kedaluwarsa') as role_models_expired,
        count(*) filter (where starts_with(validity, 'berakhir')) as role_models_expiring
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
        horizon.days as horizon_days,
        shown.is_sharia,
        coalesce(shown.cooperative_name, 'Tidak ada dalam register koperasi') as cooperative_name,
        coalesce(regencies.regency_short, 'Tidak diketahui') as regency_short
    from shown
    cross join totals
    cross join horizon
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
    horizon_days
from final
order by is_sharia desc, cooperative_name asc, cooperative_id asc
