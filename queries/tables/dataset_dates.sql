-- question: how far the published datasets reach
-- grain: one row per published dataset that has dates: its newest date and the last day of the period it names
with

dated as (
    select
        'figures' as dataset,
        as_of,
        source_id
    from seed_figures
    union all
    select
        'merah_putih_kecamatan' as dataset,
        as_of,
        source_id
    from seed_merah_putih_kecamatan
    union all
    select
        'opop_pesantren' as dataset,
        cast(cohort_year as varchar) as as_of,
        source_id
    from seed_opop_pesantren
    union all
    select
        'modern_cooperatives' as dataset,
        cast(year as varchar) as as_of,
        source_id
    from seed_modern_cooperatives
    union all
    select
        'packaging_houses' as dataset,
        since as as_of,
        source_id
    from seed_packaging_houses
    where since is not null
    union all
    select
        'trainings' as dataset,
        year || coalesce('-' || lpad(cast(month as varchar), 2, '0'), '') as as_of,
        source_id
    from seed_trainings
    union all
    select
        'targets' as dataset,
        since as as_of,
        source_id
    from seed_targets
),

final as (
    select
        dataset,
        as_of,
        source_id,
        last_day_of(as_of) as ends_on
    from dated
    qualify row_number() over (partition by dataset order by as_of desc, source_id asc) = 1
)

select * from final
