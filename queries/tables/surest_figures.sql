-- question: every published figure, one for each place and date: the only place for the rule of the surest source
-- grain: one row per indicator, region and as-of
-- Where sources disagree on one place and date, the surest speaks; a suspect figure stays only where no other is.
with

figures as (
    select * from figures
),

final as (
    select * from figures
    qualify row_number() over (
        partition by indicator, region_code, as_of
        order by
            quality_rank,
            source_id
    ) = 1
)

select * from final
