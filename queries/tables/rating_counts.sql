-- question: how many cooperatives hold each rating in every combination that the filters can ask for
-- grain: one row per rating year, grade, regency, pola and type
select
    rating_year,
    rating_grade,
    regency_code,
    pola,
    cooperative_type,
    count(*) as cooperatives,
    max(rated_on) as last_rated_on
from ratings
group by all
