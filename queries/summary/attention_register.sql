-- question: Apa yang perlu perhatian menurut register?
-- grain: one row per thing found, and one row (is_fired false) per rule that found nothing
-- key: rule, region_code?
-- unit: kali ambang
-- parameters:
--   regencies varchar[]
--   today varchar
-- Apart from summary/attention, because a register may be a sample and then every row of it is (DATA CONTOH).
-- A share of nothing is no finding: nullif, because DuckDB takes NaN for more than any threshold.
-- Only the newest rating of a cooperative counts, and only where its last day is filled in; that day still counts.
-- Validity is judged on today, as in sharia/role_models. today ("2026-08-05") is for tests.
with

rules as (
    select * from seed_attention_rules
    where severity is not null
),

horizon as (
    select
        threshold as days,
        coalesce(cast($today::varchar as date), current_date) as today
    from seed_attention_rules
    where rule = 'rating_horizon_days'
),

regencies as (
    select * from regencies
    where picked(regency_code, $regencies)
),

place_of_all as (
    select
        case when len($regencies::varchar[]) = 1 then min(regency_code) else province() end as region_code,
        case
            when nothing_picked($regencies) then province_name()
            when count(*) > 3 then count(*) || ' kabupaten/kota'
            else string_agg(regency_short, ', ' order by regency_code)
        end as place
    from regencies
),

rating_ends as (
    select * from rating_ends
    where picked(regency_code, $regencies)
),

ratings_left as (
    select
        coalesce(sum(rating_ends.cooperatives), 0) as of_all,
        coalesce(sum(rating_ends.cooperatives) filter (where rating_ends.valid_until < horizon.today), 0) as expired,
        coalesce(
            sum(rating_ends.cooperatives) filter (
                where
                rating_ends.valid_until >= horizon.today
                and date_diff('day', horizon.today, rating_ends.valid_until) <= horizon.days
            ),
            0
        ) as expiring
    from rating_ends
    cross join horizon
),

statuses as (
    select
        regency_code,
        sum(cooperatives) filter (where cooperative_status = 'Tidak Aktif') as inactive,
        sum(cooperatives) as cooperatives
    from cooperative_counts
    where cooperative_status in ('Aktif', 'Tidak Aktif')
    group by regency_code
),

shares as (
    select
        regency_code,
        100.0 * inactive / cooperatives as found,
        100.0 * sum(inactive) over () / nullif(sum(cooperatives) over (), 0) as of_all
    from statuses
),

measured as (
    select
        'rating_expired_pct' as rule,
        place_of_all.region_code,
        place_of_all.place,
        100.0 * ratings_left.expired / nullif(ratings_left.of_all, 0) as measure_value,
        cast(ratings_left.expired as double) as found,
        cast(ratings_left.of_all as double) as of_all
    from ratings_left
    cross join place_of_all
    union all
    select
        'rating_expiring_pct' as rule,
        place_of_all.region_code,
        place_of_all.place,
        100.0 * ratings_left.expiring / nullif(ratings_left.of_all, 0) as measure_value,
        cast(ratings_left.expiring as double) as found,
        cast(ratings_left.of_all as double) as of_all
    from ratings_left
    cross join place_of_all
    union all
    select
        'register_inactive_times' as rule,
        shares.regency_code as region_code,
        regencies.regency_short as place,
        shares.found / nullif(shares.of_all, 0) as measure_value,
        shares.found,
        shares.of_all
    from shares
    inner join regencies on shares.regency_code = regencies.regency_code
),

fired as (
    select measured.*
    from measured
    inner join rules on measured.rule = rules.rule
    where measured.measure_value > rules.threshold
),

checked as (
    select distinct rule from measured
),

final as (
    select
        rules.rule,
        rules.title_id as rule_title,
        fired.region_code,
        fired.place,
        fired.measure_value,
        rules.unit_id as unit,
        rules.threshold,
        fired.found,
        fired.of_all,
        rules.sentence_id as sentence,
        coalesce(string_split(rules.cards, ';'), []) as cards,
        rules.severity,
        fired.measure_value / nullif(rules.threshold, 0) as threshold_times,
        fired.rule is not null as is_fired,
        count(fired.rule) over () as findings,
        count(*) filter (where fired.rule is null) over () as rules_quiet
    from rules
    inner join checked on rules.rule = checked.rule
    left join fired on rules.rule = fired.rule
)

select * from final
order by is_fired desc, severity asc, threshold_times desc, rule asc, region_code asc
