-- question: Koperasi mana saja yang ada dalam register?
-- grain: one row per cooperative, one page of them
-- key: cooperative_id
-- reads: rows, it lists them page by page
-- unit: koperasi
-- parameters:
--   regencies varchar[]
--   year_from integer
--   year_to integer
--   pola varchar = semua in (semua, konvensional, syariah)
--   cooperative_types varchar[]
--   search varchar
--   sort varchar = name in (name, founded, members, assets, turnover, rat)
--   descending boolean = false
--   rows integer = 25
--   skip integer = 0
with

regencies as (
    select * from regencies
),

cooperatives as (
    select * from cooperatives
    where
        picked(regency_code, $regencies)
        and of_pola(pola, $pola)
        and picked(cooperative_type, $cooperative_types)
        and within(founded_year, $year_from, $year_to)
        and (
            $search::varchar is null
            or contains(lower(cooperative_name), lower($search))
            or cooperative_id = upper($search)
        )
),

-- every order is a number, so that one key serves both directions; an unknown value comes last in both
keyed as (
    select
        *,
        case $sort
            when 'name' then position
            when 'founded' then date_diff('day', date '1900-01-01', founded_on)
            when 'members' then members
            when 'assets' then assets
            when 'turnover' then turnover
            when 'rat' then last_rat_year
        end * if($descending, -1, 1) as sort_key
    from cooperatives
),

page as (
    select * from keyed
    order by sort_key asc nulls last, position asc
    limit $rows offset $skip
),

final as (
    select
        page.cooperative_id,
        page.cooperative_name,
        regencies.regency_short,
        page.district,
        page.cooperative_type,
        page.cooperative_group,
        page.cooperative_status,
        page.pola,
        page.founded_on,
        page.members,
        page.assets,
        page.turnover,
        page.surplus,
        page.last_rat_year,
        page.sort_key,
        page.position
    from page
    -- left, so that a row without a regency is listed as it is counted
    left join regencies on page.regency_code = regencies.regency_code
)

select * exclude (sort_key, position) from final
order by sort_key asc nulls last, position asc
