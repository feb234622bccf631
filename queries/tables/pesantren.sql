-- question: the register of pesantren in the project's own words
-- grain: one row per pesantren
-- key: pesantren_id
-- rows: register
select
    nspp as pesantren_id,
    nama as pesantren_name,
    regency_code,
    santri
from register_pesantren
