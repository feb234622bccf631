-- question: Apa yang perlu perhatian menurut angka terbitan?
-- grain: one row per thing found, and one row (is_fired false) per rule that found nothing
-- key: rule, region_code?, what?
-- unit: kali ambang
-- parameters:
--   regencies varchar[]
--   today varchar
-- One CTE per rule; thresholds, order and words stand in seeds/attention_rules.csv. A rule fires above its threshold.
-- A share of nothing is no finding: nullif, because DuckDB takes NaN for more than any threshold.
-- What is known for the province alone, and so cannot be cleared by a regency, is told once and under no regency.
-- today ("2026-08-05") is for tests; without it the current date counts.
with

rules as (
    select * from seed_attention_rules
    where severity is not null
),

regencies as (
    select * from regencies
),

figures as (
    select * from surest_figures
    where not is_suspect
),

areas as (
    select * from merah_putih_areas
),

datasets as (
    select * from seed_datasets
),

simkopdes as (
    select *
    from figures
    where register = 'simkopdes'
    qualify as_of = max(as_of) over (partition by indicator)
),

-- the rule for suspect savings itself stands in tables/merah_putih_areas
suspect_savings as (
    select
        'suspect_savings_share' as rule,
        regency_code as region_code,
        district || ', ' || regency_short as place,
        'pokok' as what,
        principal_share_pct as measure_value,
        principal_savings as found,
        principal_savings / nullif(principal_share_pct, 0) * 100 as of_all,
        as_of,
        [source_id] as source_ids
    from areas
    where principal_suspect
    union all
    select
        'suspect_savings_share' as rule,
        regency_code as region_code,
        district || ', ' || regency_short as place,
        'wajib' as what,
        mandatory_share_pct as measure_value,
        mandatory_savings as found,
        mandatory_savings / nullif(mandatory_share_pct, 0) * 100 as of_all,
        as_of,
        [source_id] as source_ids
    from areas
    where mandatory_suspect
),

without_nib as (
    select
        'kdmp_without_nib_pct' as rule,
        regencies.regency_code as region_code,
        regencies.regency_short as place,
        null as what,
        100.0 * (formed.value - with_nib.value) / formed.value as measure_value,
        formed.value - with_nib.value as found,
        formed.value as of_all,
        formed.as_of,
        compact([formed.source_id, nullif(with_nib.source_id, formed.source_id)]) as source_ids,
        [formed.figure_id, with_nib.figure_id] as figure_ids
    from regencies
    inner join simkopdes as formed
        on regencies.regency_code = formed.region_code and formed.indicator = 'kdmp_total'
    inner join simkopdes as with_nib
        on
            formed.region_code = with_nib.region_code
            and formed.as_of = with_nib.as_of
            and with_nib.indicator = 'kdmp_with_nib'
    where formed.value > 0
),

-- shares are not known by regency: no register gives both inactive and all cooperatives of each
inactive as (
    select
        regencies.*,
        counted.value as cooperatives,
        counted.as_of,
        counted.doubt_note as what,
        [counted.source_id, people.source_id] as source_ids,
        [counted.figure_id, people.figure_id] as figure_ids,
        people.value as people
    from regencies
    inner join figures as counted
        on
            regencies.regency_code = counted.region_code
            and counted.indicator = 'cooperatives_inactive'
            and counted.register = 'provincial-agency'
            and counted.as_of = '2022-01'
    inner join figures as people
        on
            regencies.regency_code = people.region_code
            and people.indicator = 'population_registered'
            and people.as_of = '2025'
),

inactive_rates as (
    select
        'inactive_rate_times' as rule,
        regency_code as region_code,
        regency_short as place,
        what,
        found / nullif(of_all, 0) as measure_value,
        found,
        of_all,
        as_of,
        source_ids,
        figure_ids
    from (
        select
            * replace (flatten(list(figure_ids order by regency_code) over ()) as figure_ids),
            10000.0 * cooperatives / nullif(people, 0) as found,
            10000.0 * sum(cooperatives) over () / nullif(sum(people) over (), 0) as of_all
        from inactive
    ) as rated
),

rat_blank as (
    select
        'kdmp_rat_blank_pct' as rule,
        province() as region_code,
        province_name() as place,
        null as what,
        any_value(province.as_of) as as_of,
        [any_value(province.source_id)] as source_ids,
        compact(list(held.figure_id order by held.figure_id) || [any_value(province.figure_id)]) as figure_ids,
        count(*) filter (where held.value is null) as found,
        count(*) as of_all,
        100.0 * count(*) filter (where held.value is null) / nullif(count(*), 0) as measure_value
    from regencies
    inner join simkopdes as province
        on province.region_code = province() and province.indicator = 'kdmp_held_rat'
    left join simkopdes as held
        on
            regencies.regency_code = held.region_code
            and province.as_of = held.as_of
            and held.indicator = 'kdmp_held_rat'
    where nothing_picked($regencies)
    having count(*) > 0
),

provincial as (
    select * from simkopdes
    where region_code = province() and nothing_picked($regencies)
),

-- a count in another of the same date: (rule, part, whole, whether the rest of the whole is meant)
shares (rule, part, whole, is_rest) as (
    values
    ('kdmp_unhealthy_pct', 'kdmp_health_unhealthy', 'kdmp_health_assessed', false),
    ('kdmp_unassessed_pct', 'kdmp_health_assessed', 'kdmp_total', true)
),

shared as (
    select
        shares.rule,
        part.region_code,
        if(shares.is_rest, whole.value - part.value, part.value) as found,
        whole.value as of_all,
        part.as_of,
        list_distinct([part.source_id, whole.source_id]) as source_ids,
        [part.figure_id, whole.figure_id] as figure_ids
    from shares
    inner join provincial as part on shares.part = part.indicator
    inner join provincial as whole on shares.whole = whole.indicator and part.as_of = whole.as_of
),

health as (
    select
        rule,
        region_code,
        province_name() as place,
        null as what,
        100.0 * found / nullif(of_all, 0) as measure_value,
        found,
        of_all,
        as_of,
        source_ids,
        figure_ids
    from shared
),

operating as (
    select * from figures
    where indicator = 'kdmp_active' and region_code = province() and is_sure and nothing_picked($regencies)
    qualify as_of_date = max(as_of_date) over ()
),

-- of those that were there at that time: the newest total that is not younger
idle as (
    select
        'kdmp_idle_pct' as rule,
        operating.region_code,
        province_name() as place,
        null as what,
        100.0 * (formed.value - operating.value) / nullif(formed.value, 0) as measure_value,
        operating.value as found,
        formed.value as of_all,
        operating.as_of,
        list_distinct([operating.source_id, formed.source_id]) as source_ids,
        [operating.figure_id, formed.figure_id] as figure_ids
    from operating
    inner join figures as formed
        on
            operating.region_code = formed.region_code
            and formed.indicator = 'kdmp_total'
            and operating.as_of_date >= formed.as_of_date
    qualify formed.as_of_date = max(formed.as_of_date) over ()
),

no_transaction as (
    select
        'kdmp_no_transaction_pct' as rule,
        case when nothing_picked($regencies) then province() else regency_code end as region_code,
        case when nothing_picked($regencies) then province_name() else regency_short end as place,
        null as what,
        100.0 * count(*) filter (where transaction_value = 0) / nullif(count(transaction_value), 0) as measure_value,
        count(*) filter (where transaction_value = 0) as found,
        count(transaction_value) as of_all,
        max(as_of) as as_of,
        list(distinct source_id) as source_ids
    from areas
    group by region_code, place
    having count(*) > 0
),

dataset_dates as (
    select * from dataset_dates
),

ages as (
    select
        datasets.title_id,
        dataset_dates.as_of,
        dataset_dates.source_id,
        date_diff('day', dataset_dates.ends_on, coalesce(cast($today::varchar as date), current_date))
        / nullif(datasets.rhythm_days, 0) as rhythms,
        rules.threshold
    from datasets
    inner join dataset_dates on datasets.dataset = dataset_dates.dataset
    inner join rules on rules.rule = 'data_late_times'
    where datasets.rhythm_days is not null
),

-- one finding for all of them, and none under a regency: a late dataset is not that regency's affair
late_data as (
    select
        'data_late_times' as rule,
        province() as region_code,
        'semua halaman' as place,
        string_agg(title_id, '; ' order by rhythms desc, title_id asc) filter (where rhythms > threshold) as what,
        max(rhythms) as measure_value,
        count(*) filter (where rhythms > threshold) as found,
        count(*) as of_all,
        max(as_of) as as_of,
        list(distinct source_id order by source_id) as source_ids
    from ages
    where nothing_picked($regencies)
    having count(*) > 0
),

measured as (
    select * from suspect_savings
    union all by name
    select * from without_nib
    union all by name
    select * from inactive_rates
    union all by name
    select * from rat_blank
    union all by name
    select * from health
    union all by name
    select * from idle
    union all by name
    select * from no_transaction
    union all by name
    select * from late_data
),

fired as (
    select measured.*
    from measured
    inner join rules on measured.rule = rules.rule
    where
        measured.measure_value > rules.threshold
        and (
            nothing_picked($regencies)
            or named(measured.region_code, $regencies)
        )
),

checked as (
    select
        rule,
        max(as_of) as as_of,
        min(source_ids) as source_ids
    from (
        select
            rule,
            as_of,
            source_ids
        from measured
        union all
        select
            'suspect_savings_share' as rule,
            as_of,
            [source_id] as source_ids
        from areas
    ) as looked_at
    group by rule
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
        fired.what,
        rules.sentence_id as sentence,
        coalesce(string_split(rules.cards, ';'), []) as cards,
        rules.severity,
        coalesce(fired.as_of, checked.as_of) as as_of,
        coalesce(fired.source_ids, checked.source_ids) as source_ids,
        coalesce(fired.figure_ids, []) as figure_ids,
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
