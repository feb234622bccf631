-- question: Berapa nilai transaksi Koperasi Merah Putih, dan di berapa kecamatan tidak ada yang tercatat?
-- grain: one row per regency
-- key: regency_code
-- unit: rupiah
-- parameters:
--   regencies varchar[]
-- Zero means that the source recorded nothing. The source's "volume" counts goods of mixed units, not transactions.
with

regions as (
    select * from merah_putih_regions
),

regencies as (
    select * from regencies
),

recorded as (
    select
        regency_code,
        count(*) as districts,
        count(*) filter (where transaction_value = 0) as districts_without
    from merah_putih_areas
    group by regency_code
),

final as (
    select
        regencies.regency_code,
        regencies.regency_short,
        cast(regions.transaction_value as bigint) as transaction_value,
        cast(regions.transaction_volume as bigint) as goods_volume,
        recorded.districts,
        recorded.districts_without,
        cast(coalesce(sum(regions.transaction_value) over (), 0) as bigint) as transaction_value_sum,
        cast(coalesce(sum(recorded.districts) over (), 0) as bigint) as districts_sum,
        cast(coalesce(sum(recorded.districts_without) over (), 0) as bigint) as districts_without_sum,
        regions.as_of,
        regions.source_id,
        compact(
            [regions.figures['kdmp_transaction_value'], regions.figures['kdmp_transaction_volume']]
        ) as figure_ids
    from regencies
    inner join regions on regencies.regency_code = regions.region_code
    left join recorded on regencies.regency_code = recorded.regency_code
    where picked(regencies.regency_code, $regencies)
)

select * from final
order by transaction_value desc, regency_code asc
