"""Peringkat koperasi syariah: the published round, the register's ratings, health apart from them, the terms.

Rating (AAA to BBB), health predicate, NIK grade and SIMKOPDES index are four things: no two share a chart, a column of
numbers or a colour. The colours of ratings and of health have none in common; what is not filled in is grey in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from koperasi.cards.card import Choice, Zero, card, place, sentence
from koperasi.cards.parts import each, first, parted, told
from koperasi.look import formats
from koperasi.look.charts import Bars, Cell, Columns, Flow, Stacked, Table
from koperasi.look.columns import is_empty, write, write_all
from koperasi.look.things import HEALTH, RATING
from koperasi.store import Answer, Filters

if TYPE_CHECKING:
    import pandas as pd

_BLANK = "muted"
_BEST = "AAA"
_LISTED = 10


def _graded(rows: pd.DataFrame) -> str:
    """ "AAA 1, AAB 9, ABB 4, BBB 1" """
    return ", ".join(write_all("{rating_grade} {cooperatives}", rows))


@card(
    "sharia/rating_round",
    figure=Bars(
        "{rating_grade} · {grade_label}",
        "cooperatives",
        "{cooperatives} ({share_pct})",
        by="rating_grade",
        colours=RATING,
        kind="Diagram batang peringkat koperasi binaan provinsi",
    ),
)
def rating_round(answer: Answer, _: Filters) -> str:
    """How many got each grade."""
    rated = write("Dari {rated} koperasi binaan provinsi yang diperingkat pada {as_of}", first(answer.rows))
    return f"{rated}: {_graded(answer.rows)}. Ini tidak mewakili semua koperasi."


@card(
    "sharia/grades_by_year",
    figure=parted(
        Columns,
        "rating_year",
        ["rating_year"],
        "rating_grade",
        RATING,
        said="{rating_grade} {cooperatives}",
        sums=True,
        kind="Diagram batang bertumpuk peringkat per tahun",
    ),
    choices=(
        Choice(
            "rating_by",
            "Peringkat",
            {"year": "per tahun", "regency": "menurut kabupaten/kota", "pola": "syariah dan konvensional"},
            titled=False,
        ),
    ),
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


def _leaders(rows: pd.DataFrame, shared_by: str, value: str) -> str:
    """ "Banjar (4)": all that share the highest count by name, or how many they are."""
    names = told("{regency_short}", rows) if len(rows) <= 3 else write(f"{{{shared_by}}} wilayah", first(rows))
    return names + write(f" ({'masing-masing ' if len(rows) > 1 else ''}{{{value}}})", first(rows))


@card(
    "sharia/grades_by_regency",
    figure=parted(
        Stacked,
        "{regency_short} ({rated})",
        ["regency_code", "regency_short", "rated"],
        "rating_grade",
        RATING,
        largest="rated",
        code="regency_code",
        kind="Diagram batang bertumpuk peringkat",
    ),
    of="sharia/grades_by_year?rating_by=regency",
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
    years = list(dict.fromkeys(write_all("{rating_year}", answer.rows.iloc[[0, -1]])))
    one = "hanya ada peringkat {rating_year} ({rated} koperasi); perpindahan memerlukan dua tahun"
    none = f"tidak ada koperasi yang diperingkat pada {' maupun '.join(years)}"
    return sentence(f"Di {{here}}, {none if len(years) > 1 else one}.")(answer, filters)


@card(
    "sharia/movement",
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


@card(
    "sharia/pola_comparison",
    # bars of 100 percent, with the counts below the shares
    figure=parted(
        Stacked,
        "{pola_label:capital}<br>{rated} koperasi",
        ["pola_label", "rated"],
        "rating_grade",
        RATING,
        value="share_pct",
        said="<b>{share_pct}</b><br>({cooperatives})",
        lines=2,
        kind="Diagram batang 100 persen peringkat menurut pola",
    ),
    of="sharia/grades_by_year?rating_by=pola",
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


# some were rated in the last round, and none of them the best
_NONE_BEST = sentence("Di {here}, {rated_sum} koperasi diperingkat pada {rating_year}, tidak ada yang AAA.")


@card(
    "sharia/role_models",
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
    zero=Zero("sharia/grades_by_regency", _NONE_BEST),
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


@card(
    "sharia/health",
    figure=parted(
        Columns,
        "health_year",
        ["health_year"],
        "health_predicate",
        HEALTH,
        sums=True,
        kind="Diagram batang bertumpuk predikat kesehatan KSPPS",
    ),
)
def health(answer: Answer, filters: Filters) -> str:
    """How many are healthy in the last year, and how many are watched most closely."""
    worst = answer.rows[answer.rows["health_predicate"] == list(HEALTH)[-1]].iloc[-1]
    healthy = ", {healthy} dari {checked:some} KSPPS yang dinilai berpredikat Sehat atau Cukup Sehat ({healthy_pct}); "
    watched = f"{healthy}{{cooperatives:some}} {{health_predicate}}|{healthy}tidak ada yang {{health_predicate}}"
    said = f"pada {{health_year}}[{watched}| tidak ada KSPPS yang dinilai kesehatannya]."
    return f"Di {place(answer, filters)} {write(said, worst)}"


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


@card("sharia/schemes", figure=_terms)
def schemes(answer: Answer, _: Filters) -> str:
    """Their names, and that they are not the same."""
    rows = answer.rows
    names = formats.listed(_named(part) for _scheme, part in rows.groupby("scheme", sort=False))
    return f"{names} adalah {write('{schemes} penilaian yang berbeda', first(rows))}."


def _named(rows: pd.DataFrame) -> str:
    """With the first and last grade where they are letters: "Grade NIK (A–D)"."""
    label, best, worst = rows["scheme_label"].iloc[0], rows["scheme_grade"].iloc[0], rows["scheme_grade"].iloc[-1]
    return f"{label} ({best}–{worst})" if len(best) <= 3 else str(label)
