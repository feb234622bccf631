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
    select * from cooperative_list
),

matching as (
    -- not from the one above: DuckDB keeps all of what is read twice
    select * from cooperative_list
    where
        picked(regency_code, $regencies)
        and of_pola(pola, $pola)
        and picked(cooperative_type, $cooperative_types)
        and within(founded_year, $year_from, $year_to)
        and (
            $search::varchar is null
            or contains(search_name, lower($search))
            or cooperative_id = upper($search)
        )
),

-- every order is a number, so that one key serves both directions; an unknown value comes last in both
keyed as (
    select
        position,
        case $sort
            when 'name' then position
            when 'founded' then date_diff('day', date '1900-01-01', founded_on)
            when 'members' then members
            when 'assets' then assets
            when 'turnover' then turnover
            when 'rat' then last_rat_year
        end * if($descending, -1, 1) as sort_key
    from matching
),

-- the page is chosen by two numbers a row; only its own rows are read whole
page as (
    select * from keyed
    order by sort_key asc nulls last, position asc
    limit $rows offset $skip
),

final as (
    select
        cooperatives.cooperative_id,
        cooperatives.cooperative_name,
        regencies.regency_short,
        cooperatives.district,
        cooperatives.cooperative_type,
        cooperatives.cooperative_group,
        cooperatives.cooperative_status,
        cooperatives.pola,
        cooperatives.founded_on,
        cooperatives.members,
        cooperatives.assets,
        cooperatives.turnover,
        cooperatives.surplus,
        cooperatives.last_rat_year,
        page.sort_key,
        page.position
    from page
    inner join cooperatives on page.position = cooperatives.position
    -- left, so that a row without a regency is listed as it is counted
    left join regencies on cooperatives.regency_code = regencies.regency_code
)

select * exclude (sort_key, position) from final
order by sort_key asc nulls last, position asc
