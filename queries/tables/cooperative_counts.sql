-- question: how many cooperatives there are in every combination that the filters and charts can ask for
-- grain: one row per regency, founding year, pola, type, group and status
-- Charts ask this table: its size is bounded by the combinations, not by the register.
select
    regency_code,
    founded_year,
    pola,
    cooperative_type,
    cooperative_group,
    cooperative_status,
    count(*) as cooperatives
from cooperatives
group by all
