"""Peringkat koperasi syariah: the published round, the register's ratings, health apart from them, the terms.

Rating (AAA to BBB), health predicate, NIK grade and SIMKOPDES index are four things: no two share a chart, a column of
numbers or a colour. The colours of ratings and of health have none in common; what is not filled in is grey in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from koperasi.cards.card import Zero, card
from koperasi.cards.parts import each, first, place, told
from koperasi.look import formats
from koperasi.look.charts import Bars, Cell, Columns, Flow, Part, Stacked, Table, widen
from koperasi.look.columns import is_empty, write, write_all
from koperasi.look.things import HEALTH, RATING
from koperasi.store import FILTERS, Answer, Filters

if TYPE_CHECKING:
    import pandas as pd

_BLANK = "muted"
_BEST = "AAA"
_LISTED = 10
_RATED_ABOUT = (
    "Peringkat AAA, AAB, ABB, BBB dari lembaga independen menurut register pemeringkatan. Hanya koperasi "
    "yang diperingkat yang dihitung; yang lain belum tentu lebih baik atau lebih buruk. Peringkat bukan "
    "predikat kesehatan."
)


def _graded(rows: pd.DataFrame) -> str:
    """ "AAA 1, AAB 9, ABB 4, BBB 1" """
    return ", ".join(write_all("{rating_grade} {cooperatives}", rows))


def _parts(rows: pd.DataFrame, column: str, colours: Mapping[str, str], text: str | None = None) -> list[Part]:
    """One part for each cell of `column`, best first.

    text: template, where "*" stands for the part's name; what is blank, which bears no words, has its number.
    """
    found = dict(zip(rows[column], rows["is_blank"], strict=True))
    return [
        Part(
            name, name, colours.get(name, _BLANK), bool(blank), text.replace("*", name) if text and not blank else None
        )
        for name, blank in found.items()
    ]


@card(
    "sharia/rating_round",
    "Putaran pemeringkatan yang diterbitkan",
    "Koperasi binaan provinsi yang diperingkat lembaga independen dengan dana APBD, pola apa pun. Putaran "
    "2023 hanya mencakup 15 koperasi dan tidak mengatakan apa-apa tentang semua koperasi. Peringkat bukan "
    "predikat kesehatan.",
    figure=Bars(
        "{rating_grade} · {grade_label}",
        "cooperatives",
        "{cooperatives} ({share_pct})",
        by="rating_grade",
        colours=RATING,
        kind="Diagram batang peringkat koperasi binaan provinsi",
    ),
    unmoved={"pola": "Sumber tidak merinci peringkat menurut pola; penyaring pola tidak mengubah kartu ini."},
)
def rating_round(answer: Answer, _: Filters) -> str:
    """How many got each grade."""
    rated = write("Dari {rated} koperasi binaan provinsi yang diperingkat pada {as_of}", first(answer.rows))
    return f"{rated}: {_graded(answer.rows)}. Ini tidak mewakili semua koperasi."


def _by_year(answer: Answer, _: Filters) -> Columns:
    wide = widen(answer.rows, ["rating_year"], "rating_grade", "cooperatives", "{rating_grade} {cooperatives}")
    parts = _parts(answer.rows, "rating_grade", RATING, "{*_said}")
    return Columns("rating_year", parts, sums=True, kind="Diagram batang bertumpuk peringkat per tahun", rows=wide)


@card(
    "sharia/grades_by_year",
    "Koperasi yang diperingkat per tahun",
    _RATED_ABOUT + " Penyaring tahun memakai tahun peringkat.",
    figure=_by_year,
)
def grades_by_year(answer: Answer, filters: Filters) -> str:
    """The last year, and how many there were in the first."""
    rows, here = answer.rows, place(answer, filters)
    start, last = rows.iloc[0], rows[rows["rating_year"] == rows["rating_year"].iloc[-1]]
    now = first(last)
    graded = f": {_graded(last)}" if now.rated else ""
    before = "; pada {rating_year} ada {rated}" if start.rated else "; pada {rating_year} belum ada"
    before = write(before, start) if start.rating_year != now.rating_year else ""
    how_many = "ada {rated} koperasi" if now.rated else "tidak ada koperasi"
    return f"Di {here} {write(f'pada {{rating_year}} {how_many} yang diperingkat', now)}{graded}{before}."


def _by_regency(answer: Answer, _: Filters) -> Stacked:
    """The most rated first."""
    ordered = answer.rows.sort_values("rated", ascending=False, kind="stable")
    wide = widen(ordered, ["regency_code", "regency_short", "rated"], "rating_grade", "cooperatives")
    parts = _parts(answer.rows, "rating_grade", RATING)
    return Stacked(
        "{regency_short} ({rated})", parts, "regency_code", kind=f"{Stacked.default_kind} peringkat", rows=wide
    )


def _leaders(rows: pd.DataFrame, shared_by: str, value: str) -> str:
    """ "Banjar (4)": all that share the highest count by name, or how many they are."""
    names = told("{regency_short}", rows) if len(rows) <= 3 else write(f"{{{shared_by}}} wilayah", first(rows))
    return names + write(f" ({'masing-masing ' if len(rows) > 1 else ''}{{{value}}})", first(rows))


@card(
    "sharia/grades_by_regency",
    "Peringkat menurut kabupaten/kota",
    _RATED_ABOUT + " Yang ditunjukkan adalah tahun peringkat terakhir dalam rentang tahun; angka dalam kurung adalah "
    "seluruh koperasi yang diperingkat di wilayah itu.",
    figure=_by_regency,
)
def grades_by_regency(answer: Answer, filters: Filters) -> str:
    """Where most were rated, and where most are the best; of one regency its grades."""
    rows = answer.rows
    best = rows[rows["rating_grade"] == _BEST]
    if len(best) == 1:
        one = write("{regency_short}, {rating_year}: {rated} koperasi diperingkat", first(rows))
        return f"{one}, yaitu {_graded(rows)}."
    leading = best[best["is_most_held"]]
    most = f"AAA terbanyak di {_leaders(leading, 'most_held', 'cooperatives')}"
    whole = f"Dari {{rated_sum}} koperasi di {place(answer, filters)} yang diperingkat pada {{rating_year}}"
    rated = _leaders(best[best["is_most_rated"]], "most_rated", "rated")
    return (
        f"{write(whole, first(rows))}, terbanyak di {rated}; "
        f"{most if first(leading).cooperatives else 'belum ada AAA'}."
    )


def _no_move(answer: Answer, filters: Filters) -> str:
    """One round is no movement; neither are two in which nobody there was rated."""
    here, start, last = place(answer, filters), answer.rows.iloc[0], answer.rows.iloc[-1]
    if start.rating_year == last.rating_year:
        one = "hanya ada peringkat {rating_year} ({rated} koperasi); perpindahan memerlukan dua tahun."
        return f"Di {here}, {write(one, last)}"
    years = " maupun ".join(write("{rating_year}", row) for row in (start, last))
    return f"Di {here}, tidak ada koperasi yang diperingkat pada {years}."


@card(
    "sharia/movement",
    "Perpindahan peringkat",
    "Koperasi menurut peringkat pada tahun peringkat pertama dan terakhir dalam rentang tahun. Naik, "
    "tetap, dan turun hanya dihitung bagi yang diperingkat pada kedua tahun; tahun di antaranya tidak "
    "dilihat.",
    figure=Flow(
        "rating_grade_first",
        "rating_grade_last",
        "cooperatives",
        "movement",
        ("rating_year_first", "rating_year_last"),
        nodes=RATING,
        links={
            "naik": ("deep", 0.55),
            "tetap": (_BLANK, 0.8),
            "turun": ("alarm", 0.55),
            "baru dinilai": ("grid", 0.45),
            "tidak dinilai lagi": ("grid", 0.45),
        },
        key=("naik", "tetap", "turun"),
        last="Tidak dinilai",
        ends=("Baru dinilai", "Tidak dinilai lagi"),
        kind="Diagram alir peringkat",
    ),
    zero=Zero("sharia/grades_by_year", _no_move),
)
def movement(answer: Answer, filters: Filters) -> str:
    """How many rose, kept and fell; those rated in one of the years only."""
    one = first(answer.rows)
    moved = "{risen} koperasi naik, {kept} tetap, {fallen} turun"
    if not one.risen + one.kept + one.fallen:
        moved = "tidak ada koperasi yang diperingkat pada kedua tahun"
    rest = "; {rated_anew} baru dinilai dan {rated_no_more} tidak dinilai lagi."
    years = "dari {rating_year_first} ke {rating_year_last}, "
    return f"Di {place(answer, filters)} {write(years + moved + rest, one)}"


def _by_pola(answer: Answer, _: Filters) -> Stacked:
    """Bars of 100 percent, with the counts below the shares."""
    said = "<b>{share_pct}</b><br>({cooperatives})"
    wide = widen(answer.rows, ["pola_label", "rated"], "rating_grade", "share_pct", said)
    parts = _parts(answer.rows, "rating_grade", RATING, "{*_said}")
    kind = "Diagram batang 100 persen peringkat menurut pola"
    return Stacked("{pola_label:capital}<br>{rated} koperasi", parts, lines=2, kind=kind, rows=wide)


@card(
    "sharia/pola_comparison",
    "Syariah dibanding konvensional",
    _RATED_ABOUT
    + " Bagian dihitung dari koperasi yang diperingkat dalam pola yang sama, pada tahun peringkat terakhir "
    "dalam rentang tahun.",
    figure=_by_pola,
    unmoved={"pola": "Kartu ini membandingkan kedua pola, jadi selalu menunjukkan semuanya tanpa penyaring pola."},
)
def pola_comparison(answer: Answer, filters: Filters) -> str:
    """Who of both holds the best grade, and whether that can be compared."""
    rows = answer.rows
    both = rows[(rows["rating_grade"] == _BEST) & rows["is_compared"]]
    rated, none = both[both["rated"] > 0], both[both["rated"] == 0]
    best = told("{cooperatives} dari {rated} koperasi {pola} ({share_pct})", rated)
    words = [best or "tidak ada koperasi berpola yang diperingkat"]
    words += write_all("tidak ada koperasi {pola} yang diperingkat", none)
    if none.empty and (both["rated"] < 10).any():
        words.append("jumlahnya terlalu kecil untuk dibandingkan")
    held = write("pada {rating_year}, AAA dipegang", first(rows))
    return f"Di {place(answer, filters)} {held} {'; '.join(words)}."


def _none_best(answer: Answer, filters: Filters) -> str:
    """Some were rated in the last round, and none of them the best."""
    said = "{rated_sum} koperasi diperingkat pada {rating_year}, tidak ada yang AAA."
    return f"Di {place(answer, filters)}, {write(said, first(answer.rows))}"


@card(
    "sharia/role_models",
    "Koperasi percontohan: pemegang AAA",
    _RATED_ABOUT + " Tabel memuat paling banyak 200 koperasi, yang syariah lebih dahulu. Masa berlaku dilihat per hari "
    "ini. Koperasi AAA dari putaran yang diterbitkan tidak disebut namanya oleh sumbernya, jadi tidak ada di sini.",
    figure=Table(
        columns={
            "Koperasi": "{cooperative_name}",
            "Kabupaten/kota": "{regency_short}",
            "Pola": "{pola}",
            "Berlaku sampai": "{valid_until}",
        },
        prose=True,
        kind="Daftar pemegang AAA",
        most=_LISTED,
        things="koperasi",
    ),
    zero=Zero("sharia/grades_by_regency", _none_best),
)
def role_models(answer: Answer, filters: Filters) -> str:
    """How many hold it, how many of them are sharia, and whose rating ends."""
    one = first(answer.rows)
    whose = "semuanya" if one.role_models_expired == one.role_models else "{role_models_expired}"
    ends = [f"masa berlaku {whose} sudah habis per {{checked_on}}"] if one.role_models_expired else []
    after = "{horizon_days} hari sesudahnya" if ends else "{horizon_days} hari sejak {checked_on}"
    ends += [f"{{role_models_expiring}} berakhir dalam {after}"] if one.role_models_expiring else []
    some, every = one.role_models_sharia, one.role_models_sharia == one.role_models
    sharia = "semuanya syariah" if every else "{role_models_sharia} syariah" if some else "tidak satu pun syariah"
    held = f"{{role_models}} koperasi ber-AAA pada {{rating_year}}, {sharia}"
    said = "; ".join([held, " dan ".join(ends)] if ends else [held])
    return f"Di {place(answer, filters)}, {write(said, one)}."


def _health_by_year(answer: Answer, _: Filters) -> Columns:
    wide = widen(answer.rows, ["health_year"], "health_predicate", "cooperatives")
    parts = _parts(answer.rows, "health_predicate", HEALTH)
    return Columns("health_year", parts, sums=True, kind="Diagram batang bertumpuk predikat kesehatan KSPPS", rows=wide)


@card(
    "sharia/health",
    "Kesehatan KSPPS per tahun",
    "Predikat kesehatan dari pengawas koperasi bagi KSPPS (koperasi simpan pinjam dan pembiayaan syariah), "
    "dikenali dari kelompoknya. Kesehatan bukan peringkat AAA–BBB: pemberi, ukuran, dan cakupannya berbeda.",
    figure=_health_by_year,
)
def health(answer: Answer, filters: Filters) -> str:
    """How many are healthy in the last year, and how many are watched most closely."""
    worst = answer.rows[answer.rows["health_predicate"] == list(HEALTH)[-1]].iloc[-1]
    said = "pada {health_year} tidak ada KSPPS yang dinilai kesehatannya."
    if worst.checked:
        said = (
            "pada {health_year}, {healthy} dari {checked} KSPPS yang dinilai berpredikat Sehat atau Cukup Sehat "
            "({healthy_pct}); "
        )
        said += "{cooperatives} {health_predicate}." if worst.cooperatives else "tidak ada yang {health_predicate}."
    return f"Di {place(answer, filters)} {write(said, worst)}"


_TERMS = "Kartu ini menerangkan istilah, bukan menghitung; penyaring tidak mengubahnya."


def _terms(answer: Answer, _: Filters) -> Table:
    """A row for each scheme: what it covers, who gives it, and its grades in words."""
    body = []
    for _scheme, part in answer.rows.groupby("scheme", sort=False):
        one, grades = first(part), formats.listed(map(_grade, each(part)))
        body.append([Cell(one.scheme_label, one.covers), Cell(one.given_by), Cell(grades)])
    return Table(("Nilai", "Pemberi", "Tingkat (terbaik dahulu)"), body, prose=True, kind="Daftar istilah")


def _grade(row: Any) -> str:
    """With its score band; a grade of letters in the rating with its meaning."""
    if not is_empty(row.score_max):
        return write("{scheme_grade:capital} (skor {score_band})", row)
    meant = " ({scheme_grade_label:lower})" if row.scheme == "rating" else ""
    return write("{scheme_grade:capital}" + meant, row)


@card(
    "sharia/schemes",
    "Empat penilaian yang berbeda",
    "Arti tiap nilai, siapa pemberinya, dan batas skornya. Batas skor pemeringkatan menurut aturan 2015 "
    "tidak ditemukan dan tidak diperkirakan. Batas skor kesehatan adalah yang tercetak untuk aturan 2016; "
    "batas aturan sekarang belum diperiksa.",
    figure=_terms,
    unmoved={it.name: _TERMS for it in FILTERS},
)
def schemes(answer: Answer, _: Filters) -> str:
    """Their names, and that they are not the same."""
    rows = answer.rows
    names = formats.listed(_named(part) for _scheme, part in rows.groupby("scheme", sort=False))
    return f"{names} adalah {write('{schemes} penilaian yang berbeda', first(rows))}."


def _named(rows: pd.DataFrame) -> str:
    """With the first and last grade where they are letters: "Grade NIK (A–D)"."""
    label, best, worst = rows["scheme_label"].iloc[0], rows["scheme_grade"].iloc[0], rows["scheme_grade"].iloc[-1]
    return f"{label} ({best}–{worst})" if len(best) <= 3 else str(label)
