-- question: Apa yang diketahui tentang satu angka terbitan?
-- grain: one row per published figure, and one more per group of contradicting figures it belongs to
-- key: contradiction?
-- unit: satuan indikatornya
-- parameters:
--   indicator varchar
--   region varchar
--   date varchar
--   source varchar
with

figures as (
    select * from figures
),

indicators as (
    select * from seed_indicators
),

registers as (
    select * from seed_registers
),

qualities as (
    select * from seed_qualities
),

members as (
    select * from seed_contradicting_figures
),

final as (
    select
        figures.indicator,
        figures.indicator_label,
        indicators.definition_id as definition,
        figures.region_code,
        figures.region_name,
        figures.as_of,
        figures.value,
        figures.unit,
        figures.register,
        figures.register_label,
        registers.keeper as register_keeper,
        registers.description_id as register_meaning,
        figures.quality,
        figures.quality_label,
        qualities.description_id as quality_meaning,
        figures.source_id,
        [figures.figure_id] as figure_ids,
        figures.note,
        members.contradiction
    from figures
    inner join indicators on figures.indicator = indicators.indicator
    inner join registers on figures.register = registers.register
    inner join qualities on figures.quality = qualities.quality
    left join members
        on
            figures.indicator = members.indicator
            and figures.region_code = members.region_code
            and figures.as_of = members.as_of
            and figures.source_id = members.source_id
    where
        figures.indicator = $indicator
        and figures.region_code = $region
        and figures.as_of = $date
        and figures.source_id = $source
)

select * from final
order by contradiction
