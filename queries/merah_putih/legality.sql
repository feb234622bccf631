-- question: Berapa Koperasi Merah Putih yang memiliki akun, NPWP, dan NIB, serta sudah RAT?
-- grain: one row per step of legality, over the province or over the picked regencies together
-- key: step
-- unit: koperasi
-- parameters:
--   regencies varchar[]
-- Regencies of one register on one date are added up. A step that one of them has not filled in is empty, not zero.
with

regions as (
    select * from merah_putih_regions
),

picked as (
    select * from regions
    where
        case
            when nothing_picked($regencies) then region_code = province()
            else named(region_code, $regencies)
        end
),

steps (step_order, step, step_label, indicator) as (
    values
    (1, 'cooperatives', 'Dibentuk', 'kdmp_total'),
    (2, 'with_account', 'Akun SIMKOPDES', 'kdmp_with_account'),
    (3, 'with_npwp', 'NPWP', 'kdmp_with_npwp'),
    (4, 'with_nib', 'NIB', 'kdmp_with_nib'),
    (5, 'held_rat', 'Sudah RAT', 'kdmp_held_rat')
),

long as (
    select
        steps.step,
        picked.region_name,
        picked.as_of,
        picked.source_id,
        picked.figures[steps.indicator] as figure_id,
        -- what its share is of
        picked.figures['kdmp_total'] as formed_figure_id,
        case steps.step
            when 'cooperatives' then picked.cooperatives
            when 'with_account' then picked.with_account
            when 'with_npwp' then picked.with_npwp
            when 'with_nib' then picked.with_nib
            when 'held_rat' then picked.held_rat
        end as cooperatives_here
    from picked
    cross join steps
),

summed as (
    select
        step,
        case when count(*) = 1 then max(region_name) else count(*) || ' kabupaten/kota terpilih' end as region_name,
        case when count(*) = count(cooperatives_here) then sum(cooperatives_here) end as cooperatives,
        max(as_of) as as_of,
        list(distinct source_id order by source_id) as source_ids,
        list_distinct(compact(list(figure_id) || list(formed_figure_id))) as figure_ids
    from long
    group by step
),

ordered as (
    select
        summed.*,
        steps.step_order,
        steps.step_label,
        first_value(summed.cooperatives) over (order by steps.step_order) as formed
    from summed
    inner join steps on summed.step = steps.step
),

final as (
    select
        region_name,
        step_order,
        step,
        step_label,
        cast(cooperatives as bigint) as cooperatives,
        as_of,
        source_ids,
        list_sort(figure_ids) as figure_ids,
        -- 2.012 of 2.013 is not all of them, whatever rounding says
        case
            when cooperatives < formed then least(round(100.0 * cooperatives / nullif(formed, 0), 1), 99.9)
            else round(100.0 * cooperatives / nullif(formed, 0), 1)
        end as share_pct
    from ordered
)

select * from final
order by step_order
