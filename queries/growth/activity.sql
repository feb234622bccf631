-- question: Berapa koperasi aktif, tidak aktif, dan yang menyelenggarakan RAT pada tanggal terbitannya?
-- grain: one row per published figure: indicator, region, as-of and source
-- key: indicator, region_code, as_of, source_id
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
-- is_newest: the one that speaks for its region and indicator, whatever else is asked: not suspect where another is,
-- then the newest date, then the surest and the first source (as tables/surest_figures). other_value: where that one
-- is disputed, the newest of the other disputed figures of the year before it.
with

figures as (
    select * from figures
    where
        case
            when nothing_picked($regencies) then region_code = province()
            else named(region_code, $regencies)
        end
),

names (indicator, indicator_short) as (
    values
    ('cooperatives_active', 'Aktif'),
    ('cooperatives_inactive', 'Tidak aktif'),
    ('cooperatives_held_rat', 'Sudah RAT')
),

dated as (
    select
        figures.*,
        names.indicator_short,
        row_number() over newest as newest_rank,
        figures.indicator = 'cooperatives_active' and not figures.is_suspect as is_active,
        first_value(if(figures.is_suspect, null, figures.register)) over newest as newest_register
    from figures
    inner join names on figures.indicator = names.indicator
    where
        within(figures.as_of_year, $year_from, $year_to)
    window
        newest as (
            partition by figures.region_code, figures.indicator
            order by
                figures.is_suspect asc,
                figures.as_of_date desc,
                figures.quality_rank asc,
                figures.source_id asc
            rows between unbounded preceding and unbounded following
        )
),

others as (
    select
        dated.figure_id,
        max_by(figures.value, (figures.as_of_date, figures.source_id)) as other_value
    from dated
    inner join figures
        on
            dated.region_code = figures.region_code
            and dated.indicator = figures.indicator
            and dated.figure_id <> figures.figure_id
            and figures.as_of_date between dated.as_of_date - interval 1 year and dated.as_of_date
    where
        dated.newest_rank = 1
        and dated.quality = 'disputed'
        and figures.quality = 'disputed'
    group by dated.figure_id
),

final as (
    select
        dated.region_code,
        dated.region_name,
        dated.indicator,
        dated.indicator_label,
        dated.indicator_short,
        dated.as_of,
        dated.as_of_date,
        cast(dated.value as bigint) as cooperatives,
        dated.register,
        dated.register_label,
        dated.quality,
        dated.quality_label,
        dated.is_plain,
        dated.about,
        dated.doubt_note,
        dated.source_id,
        [dated.figure_id] as figure_ids,
        dated.note,
        dated.newest_rank = 1 as is_newest,
        cast(others.other_value as bigint) as other_value,
        greatest(count(distinct if(dated.is_active, dated.region_code, null)) over () - 3, 0) as regions_more,
        case when dated.register = dated.newest_register then dated.indicator_short end as line_name
    from dated
    left join others on dated.figure_id = others.figure_id
)

select * from final
order by region_code, indicator, as_of_date, source_id
