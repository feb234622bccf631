"""Cakupan OPOP pesantren: published cohorts, names and legal entities, and the register of participants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from koperasi.cards.card import MOST, Choice, card, place
from koperasi.cards.parts import MAP, SUSPECT, alike, each, first, leading, mapped, regency_bars, some, told, where
from koperasi.look import formats
from koperasi.look.charts import Bars, Cell, Part, Stacked, Table, Tallies, Tiles, widen
from koperasi.look.columns import NOT_FILLED, is_empty, write, write_all
from koperasi.look.things import of_year
from koperasi.store import Answer, Filters

if TYPE_CHECKING:
    import pandas as pd

_COHORT, _JOINED = "opop_pesantren", "opop_pesantren_joined"


def _shortened(rows: pd.DataFrame, whole: str, short: str) -> list[str]:
    """A template for the first row, a shorter one for the others."""
    return [write(short if place else whole, row) for place, row in enumerate(each(rows))]


@card(
    "opop/cohorts",
    figure=Bars(
        "{participation}, {as_of}",
        "pesantren",
        "{about}{pesantren} pesantren{quality_label:doubt}",
        by="indicator",
        colours={_JOINED: "third"},
        divided="indicator",
        kind="Diagram batang dengan dua ukuran yang terpisah, pesantren dibina dan anggota",
    ),
)
def cohorts(answer: Answer, _: Filters) -> str:
    """Every cohort, then every count of members or of those who came to a meeting, never added."""
    sure, opop = answer.rows[answer.rows["quality"] != SUSPECT], f"OPOP {answer.province.name}"
    chosen, joined = (sure[sure["indicator"] == indicator] for indicator in (_COHORT, _JOINED))
    cohort, later = "{about}{pesantren} pesantren pada {as_of}", "{about}{pesantren} pada {as_of}"
    chosen_words = formats.listed(_shortened(chosen, cohort, later))
    joined_words = told("{about}{pesantren} {participation:lower} ({as_of})", joined)
    if sure.empty:
        return f"{opop}: hanya ada angka yang diragukan."
    if joined.empty:
        return f"{opop} membina {chosen_words}."
    if chosen.empty:
        return f"{opop}: {joined_words}. Anggota belum tentu dibina."
    return f"{opop} membina {chosen_words}. Ukuran lain, bukan tambahannya: {joined_words}."


_NONE = "{participants_named} dari {pesantren}"
_COVERED = f"{{coverage_pct:1}}% ({_NONE})"


@card(
    "opop/coverage_map",
    figure=lambda answer, filters: mapped(
        answer,
        filters,
        Tiles("measure_value", _NONE, "{measure_value:1}%"),
        _coverage_bars(answer.rows),
    ),
    query="opop/coverage",
    choices=(MAP,),
    aliases={"opop/coverage": ""},
)
def coverage_map(answer: Answer, _: Filters) -> str:
    """In how many regencies the participants are and where the most of them, the highest share; or what was picked."""
    rows, whole = answer.rows, first(answer.rows)
    if not rows["is_selected"].all():
        return _coverage_of_picked(rows)
    most = rows[rows["participants_named"] == rows["participants_named"].max()]
    names = alike(most, "{regency_short}", "{regencies_as_named} kabupaten/kota")
    leaders = f", terbanyak di {names} ({write('{participants_named}', first(most))})" if whole.participants_sum else ""
    covered = "{participants_sum} peserta OPOP kohort {participants_as_of} berasal dari {regencies_covered} dari "
    sums = "Dari {pesantren_sum} pesantren {as_of}[: {coverage_sum_pct:1}%]"
    many = "{regencies_alike} kabupaten/kota, masing-masing {coverage_pct:1}%"
    highest = leading(rows, "regency_rank", f"{{regency_short}} {_COVERED}", many, 1)
    places = write(covered + "{regencies_sum} kabupaten/kota", whole)
    return f"{places}{leaders}. {write(sums, whole)}; tertinggi {highest}.{_unnamed(whole)}"


def _unnamed(row: Any) -> str:
    """What must be said beside every count by regency."""
    return write("[ Asal {unnamed_participants} peserta {unnamed_cohort_year} tidak diterbitkan.]", row)


def _coverage_bars(rows: pd.DataFrame) -> Bars:
    """With all regencies together as a line, where all are known."""
    bars = replace(regency_bars(rows, _COVERED), zero=_NONE)
    if rows["coverage_sum_pct"].isna().any():
        return bars
    return replace(bars, at="coverage_sum_pct", at_text="seluruhnya {coverage_sum_pct:1}%")


def _coverage_of_picked(rows: pd.DataFrame) -> str:
    """A regency without a participant has none of this cohort: never "0,0%" of OPOP."""
    picked = rows[rows["is_selected"]].sort_values("coverage_pct", ascending=False, kind="stable")
    what = "Peserta OPOP kohort {participants_as_of} dibanding pesantren {as_of}: "
    said = [write(f"{{regency_short}} {_COVERED if it.participants_named else _NONE}", it) for it in each(picked)]
    return f"{write(what, first(rows))}{some(said, MOST)}.{_unnamed(first(rows))}"


def _named_table(answer: Answer, _: Filters) -> Table:
    """A row a regency: how many, and their names."""
    body = []
    for _code, part in answer.rows.groupby("regency_code", sort=False):
        said = write_all("{regency_short}", part.head(1)) + write_all("{participants_named}", part.head(1))
        body.append([*map(Cell, said), Cell("; ".join(part["pesantren_name"].dropna()) or "tidak ada")])
    heads = ("Kabupaten/kota", "Banyaknya", "Pesantren")
    return Table(heads, body, prose=True, kind="Daftar pesantren menurut kabupaten/kota", rows=answer.rows)


@card("opop/named", figure=_named_table)
def named(answer: Answer, _: Filters) -> str:
    """How many are named and where, where none is, and how many names of the next cohort are not known."""
    whole, places = first(answer.rows), answer.rows.drop_duplicates("regency_code")
    is_covered = places["participants_named"] > 0
    having = where(places[is_covered], "{regencies_covered} kabupaten/kota")
    without = where(places[~is_covered], "{regencies_uncovered} kabupaten/kota")
    cohort = write("pesantren OPOP kohort {cohort_year}", whole)
    said = f"Tidak ada {cohort} di {without}."
    if having:
        rest = f"; tidak ada di {without}" if without else ""
        said = f"{write('{participants_sum}', whole)} {cohort} disebut namanya, di {having}{rest}."
    unnamed = "[ Nama {unnamed_participants} pesantren kohort {unnamed_cohort_year} tidak diterbitkan.]"
    return said + write(unnamed, whole)


@card(
    "opop/legal_entities",
    figure=Tallies(
        (), "{kopontren}", "{claim:capital} berbadan hukum", "{as_of}, menurut {printed_by}{quality_label:doubt}"
    ),
)
def legal_entities(answer: Answer, _: Filters) -> str:
    """What each source claims."""
    whole = "{kopontren} kopontren {claim} berbadan hukum menurut {publisher}"
    claims = "; ".join(_shortened(answer.rows, whole, "{kopontren} {claim} menurut {publisher}"))
    clash = " Keduanya bertentangan dan belum dapat dipastikan." if answer.rows["claim"].nunique() > 1 else ""
    return f"{write('{region_name}, {as_of}', first(answer.rows))}: {claims}.{clash}"


_NOBODY = ("participants_sum", "Tidak ada peserta OPOP dalam register di {here} untuk kohort yang ditanyakan.")


def _stage_bars(answer: Answer, _: Filters) -> Stacked:
    """Stages in the order of the process, stacked by cohort."""
    rows = answer.rows.assign(cohort=write_all("Kohort {cohort_year}", answer.rows))
    cohorts = dict(zip(rows["cohort"], rows["cohort_year"], strict=True))
    parts = [Part(it, it, "muted" if is_empty(year) else of_year(int(year))) for it, year in cohorts.items()]
    wide = widen(rows, ["stage", "stage_participants"], "cohort", "participants")
    return Stacked("{stage} ({stage_participants})", parts, rows=wide)


@card("opop/stages", figure=_stage_bars, none=_NOBODY)
def stages(answer: Answer, filters: Filters) -> str:
    """How many have come to the end, and of the last three cohorts how many each."""
    done = answer.rows[answer.rows["is_done"]]
    whole, here = first(done), place(answer, filters)
    there = done[done["cohort_participants"] > 0]
    detail = told("{participants} dari {cohort_participants} pada kohort {cohort_year}", there.tail(3))
    said = write("{stage_participants} dari {participants_sum} kopontren peserta OPOP sudah berbadan hukum", whole)
    return f"Di {here}, {said}: {detail}." if len(there) > 1 else f"Di {here}, {said}."


@card(
    "opop/products",
    figure=Bars(
        "{product_group}", "participants", "{participants} ({share_pct})", by="is_blank", colours={True: "muted"}
    ),
    none=_NOBODY,
    choices=(Choice("opop_by", "Kelompok produk", {"participants": "peserta", "turnover": "omzet"}, titled=False),),
)
def products(answer: Answer, filters: Filters) -> str:
    """The most frequent product group, or several of them."""
    rows, here = answer.rows, place(answer, filters)
    most = rows[rows["product_rank"] == 1]
    if first(most).is_blank:
        return f"Di {here}, {write('kelompok produk {participants_sum} peserta semuanya ' + NOT_FILLED, first(most))}."
    apiece = "masing-masing " if len(most) > 1 else ""
    share = write("{participants} dari {participants_sum} peserta, atau {share_pct}", first(most))
    # names that hold an "and" of their own are kept apart by more than one
    names = "; ".join(most["product_group"]) if len(most) > 1 else most["product_group"].iloc[0]
    return f"Di {here}, kelompok produk terbanyak adalah {names}, {apiece}{share}."


def _turnover_table(answer: Answer, _: Filters) -> Table:
    """Sum and median are of two sizes, so one axis shows neither; zero, blank and nobody stay apart."""
    rows = answer.rows
    totals = ["{turnover_total}" if it else "tidak ada peserta" for it in rows["participants"]]
    return Table(
        columns={
            "Kelompok produk": "{product_group}",
            "Peserta": "{participants}",
            "Jumlah omzet": "{total}",
            "Median": "[{turnover_median}]",
            "Nol": "{participants_zero}",
            "Belum diisi": "{participants_blank}",
        },
        kind="Tabel omzet menurut kelompok produk",
        things="kelompok produk",
    ).on(rows.assign(total=[write(it, row) for it, row in zip(totals, each(rows), strict=True)]))


@card("opop/turnover", figure=_turnover_table, none=_NOBODY, of="opop/products?opop_by=turnover")
def turnover(answer: Answer, filters: Filters) -> str:
    """The product group with the most, and how many turnovers are zero or not filled in."""
    rows, whole, here = answer.rows, first(answer.rows), place(answer, filters)
    known = rows[rows["turnover_total"].notna()].sort_values("is_blank", kind="stable")
    if known.empty:
        return f"Di {here}, {write('omzet belum diisi untuk semua peserta ({participants_sum}).', whole)}"
    zero = "{participants_zero_sum} beromzet nol" if whole.participants_zero_sum else ""
    blank = "{participants_blank_sum} belum diisi" if whole.participants_blank_sum else ""
    words = formats.listed(filter(None, [zero, blank]))
    rest = write(f"Dari {{participants_sum}} peserta, {words}.", whole) if words else "Omzet semua peserta terisi."
    if not first(known).turnover_total:
        return f"Di {here}, omzet yang diisi semuanya nol. {rest}"
    most = write("{product_group}, {turnover_total} (median {turnover_median})", first(known))
    return f"Di {here}, omzet terbesar pada {most}. {rest}"
