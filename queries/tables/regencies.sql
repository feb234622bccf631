-- question: the regencies and cities, with their place in the tile grid and their residents
-- grain: one row per regency
select
    code as regency_code,
    name as regency_name,
    short_name as regency_short,
    abbr as regency_abbr,
    kind,
    population as residents,
    cast(tile_col as integer) as tile_col,
    cast(tile_row as integer) as tile_row
from seed_regencies
