-- What many questions ask the same way, one place each; run when a store is built, after the seeds, before the tables.
-- An empty list, no year and 'semua' limit nothing; a row without a year is beside no limit and outside every other.

create macro nothing_picked(codes) as
len(codes::varchar[]) = 0;

create macro named(code, codes) as
list_contains(codes::varchar[], code);

create macro picked(code, codes) as
nothing_picked(codes) or named(code, codes);

create macro within(year, first, last) as
(first::integer is null or year >= first::integer) and (last::integer is null or year <= last::integer);

create macro of_pola(pola, wanted) as
wanted::varchar = 'semua' or pola = wanted::varchar;

-- 2010–2025, or one year alone.
create macro years_span(first, last) as
concat_ws('–', first, nullif(last, first));

-- The first and the last day of the year, month or day that an ISO date names.
create macro first_day(iso) as
left(iso || '-01-01', 10)::date;

create macro last_day_of(iso) as
case length(iso)
    when 4 then make_date(iso::integer, 12, 31)
    when 7 then last_day((iso || '-01')::date)
    else iso::date
end;

-- Whose dashboard this is stands in seeds/province.csv alone; '00' is Indonesia in every table.
create macro province() as
(select code from seed_province);

create macro province_name() as
(select name from seed_province);

create macro is_nation(code) as
code = '00';

create macro compact(items) as
list_filter(items, lambda item: item is not null);

-- What a cell of a register says that nobody filled in: its label, and whether a label is this one.
create macro not_filled() as
'Belum diisi';

create macro is_blank(label) as
lower(label) = lower(not_filled());
