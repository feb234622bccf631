-- question: the newest published OPOP cohort of which no names were published, so that nobody knows where it is
-- grain: one row, empty where the names of every cohort are known
with

figures as (
    select * from figures
    where indicator = 'opop_pesantren' and region_code = province()
),

names as (
    select * from seed_opop_pesantren
),

final as (
    select
        arg_max(as_of_year, as_of_date) as unnamed_cohort_year,
        cast(arg_max(value, as_of_date) as bigint) as unnamed_participants,
        arg_max(as_of, as_of_date) as unnamed_as_of,
        arg_max(source_id, as_of_date) as unnamed_source_id,
        arg_max(figure_id, as_of_date) as unnamed_figure_id
    from figures
    where as_of_year not in (select names.cohort_year from names)
)

select * from final
