-- The predicates of the shared filters, one place each; every question and its casts stay short by them.
-- An empty list, no year and 'semua' limit nothing; a row without a year is beside no limit and outside every other.

create macro picked(code, codes) as
len(codes::varchar[]) = 0 or list_contains(codes::varchar[], code);

create macro within(year, first, last) as
(first::integer is null or year >= first::integer) and (last::integer is null or year <= last::integer);

create macro of_pola(pola, wanted) as
wanted::varchar = 'semua' or pola = wanted::varchar;
