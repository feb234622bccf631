-- question: Merah Putih cooperatives by region on the region's newest date in SIMKOPDES, one column per figure
-- grain: one row per region: the province and its regencies
-- unit: cooperatives, persons, rupiah
-- figures: the id of each indicator's figure.
-- An empty cell is not filled in, never zero: RAT stands for the province alone. Savings are suspect where their figure
-- is, or where a kecamatan inside is (merah_putih_areas holds that rule).
with

figures as (
    select * from figures
),

areas as (
    select * from merah_putih_areas
),

newest as (
    select
        region_code,
        max(as_of) as as_of
    from figures
    where indicator = 'kdmp_total' and register = 'simkopdes' and not is_nation(region_code)
    group by region_code
),

kept as (
    select figures.* from figures
    inner join newest on figures.region_code = newest.region_code and figures.as_of = newest.as_of
    where figures.register = 'simkopdes'
),

residents as (
    select
        region_code,
        source_id,
        figure_id,
        value
    from figures
    where indicator = 'population_registered' and as_of = '2025'
),

doubted as (
    select
        regency_code,
        bool_or(principal_suspect) as principal_suspect,
        bool_or(mandatory_suspect) as mandatory_suspect
    from areas
    group by regency_code
),

wide as (
    select
        region_code,
        region_name,
        as_of,
        max(source_id) filter (where indicator = 'kdmp_total') as source_id,
        map_from_entries(list((indicator, figure_id) order by indicator)) as figures,
        max(value) filter (where indicator = 'kdmp_total') as cooperatives,
        max(value) filter (where indicator = 'kdmp_with_account') as with_account,
        max(value) filter (where indicator = 'kdmp_with_npwp') as with_npwp,
        max(value) filter (where indicator = 'kdmp_with_nib') as with_nib,
        max(value) filter (where indicator = 'kdmp_held_rat') as held_rat,
        max(value) filter (where indicator = 'kdmp_transaction_value') as transaction_value,
        max(value) filter (where indicator = 'kdmp_transaction_volume') as transaction_volume,
        max(value) filter (where indicator = 'kdmp_principal_savings') as principal_savings,
        max(value) filter (where indicator = 'kdmp_principal_savers') as principal_savers,
        max(value) filter (where indicator = 'kdmp_mandatory_savings') as mandatory_savings,
        max(value) filter (where indicator = 'kdmp_mandatory_savers') as mandatory_savers,
        bool_or(indicator in ('kdmp_principal_savings', 'kdmp_principal_savers') and is_suspect)
            as principal_figure_suspect,
        bool_or(indicator in ('kdmp_mandatory_savings', 'kdmp_mandatory_savers') and is_suspect)
            as mandatory_figure_suspect
    from kept
    group by region_code, region_name, as_of
),

final as (
    select
        wide.region_code,
        wide.region_name,
        wide.as_of,
        wide.source_id,
        wide.figures,
        wide.cooperatives,
        wide.with_account,
        wide.with_npwp,
        wide.with_nib,
        wide.held_rat,
        wide.transaction_value,
        wide.transaction_volume,
        wide.principal_savings,
        wide.principal_savers,
        wide.mandatory_savings,
        wide.mandatory_savers,
        residents.value as residents,
        residents.source_id as residents_source_id,
        residents.figure_id as residents_figure_id,
        wide.principal_figure_suspect or coalesce(doubted.principal_suspect, false) as principal_suspect,
        wide.mandatory_figure_suspect or coalesce(doubted.mandatory_suspect, false) as mandatory_suspect
    from wide
    left join residents on wide.region_code = residents.region_code
    left join doubted on wide.region_code = doubted.regency_code
)

select * from final
