-- question: Pelatihan apa saja yang diberitakan, untuk siapa, di mana, dan dengan berapa peserta?
-- grain: one row per published event
-- key: region_code, as_of, topic, source_id
-- unit: kegiatan
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- trainees is empty where the source gives none; `about` stands before one that the source rounded, trainees_about
-- before a sum with such a one in it. is_plan: only announced, so never counted as held.
-- trainees_rank: among those held, 1 for the most, and trainees_alike how many share that number.
-- trainings_told: of those held, how many say how many came; trainees_sum is empty where none does.
-- An event for the whole province belongs to no regency and is left out when regencies are picked.
with

trainings as (
    select * from seed_trainings
),

regencies as (
    select * from regencies
),

qualities as (
    select * from seed_qualities
),

told as (
    select
        trainings.region_code,
        coalesce(regencies.regency_short, province_name()) as region_name,
        cast(trainings.year as integer) as training_year,
        trainings.year || coalesce('-' || lpad(cast(trainings.month as varchar), 2, '0'), '') as as_of,
        trainings.topic,
        trainings.audience,
        cast(trainings.participants as bigint) as trainees,
        qualities.quality,
        qualities.label_id as quality_label,
        if(qualities.quality = 'approximate', 'sekitar ', '') as about,
        trainings.status = 'planned' as is_plan,
        trainings.source_id,
        trainings.region_code = province() as is_province
    from trainings
    left join regencies on trainings.region_code = regencies.regency_code
    left join qualities on trainings.quality = qualities.quality
    where
        picked(trainings.region_code, $regencies)
        and within(trainings.year, $year_from, $year_to)
),

final as (
    select
        *,
        case when is_province then 'provinsi' else region_name end as place_short,
        case when is_plan then 'baru rencana' else 'tidak disebut' end as trainees_unknown,
        years_span(
            min(training_year) filter (where not is_plan) over (), max(training_year) filter (where not is_plan) over ()
        ) as training_years,
        count(*) filter (where not is_plan) over () as trainings_held,
        count(trainees) filter (where not is_plan) over () as trainings_told,
        cast(sum(trainees) filter (where not is_plan) over () as bigint) as trainees_sum,
        if(bool_or(about <> '') filter (where not is_plan) over (), 'sekitar ', '') as trainees_about,
        count(*) filter (where is_plan) over () as trainings_planned,
        case
            when trainees is not null and not is_plan
                then rank() over (partition by trainees is not null and not is_plan order by trainees desc)
        end as trainees_rank,
        count(*) over (partition by is_plan, trainees) as trainees_alike
    from told
)

select * from final
order by as_of desc, topic asc, region_code asc, source_id asc
