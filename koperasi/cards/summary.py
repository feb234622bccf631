"""Ringkasan: the headline figures, what changed, what needs attention, and the published targets.

Headline and Finding are what the tiles and lists of the screen show; the figures of these cards are for pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from koperasi.cards.card import Zero, card, place
from koperasi.cards.parts import each, first, told
from koperasi.look import formats
from koperasi.look.charts import Bars, Table, Tallies, Tally
from koperasi.look.columns import is_empty, write, write_all
from koperasi.store import Answer, Filters

if TYPE_CHECKING:
    import pandas as pd

_RISE = {"up": "Lebih banyak lebih baik", "down": "Lebih sedikit lebih baik", "none": ""}


class UnknownMetric(LookupError):
    """A figure that seeds/indicators.csv does not say a direction of: whether a rise is good must not be guessed."""


def rise(good_direction: object) -> str:
    """Whether a rise is good, in words, "" where that cannot be said; raises UnknownMetric for anything else."""
    if good_direction not in _RISE:
        raise UnknownMetric(f"indicators.csv: good_direction {good_direction!r} is not one of {list(_RISE)}")
    return _RISE[str(good_direction)]


@dataclass(frozen=True)
class Headline:
    """One headline figure of one region: its row in words. better: than the one before; None: neither.

    also: what it is compared to besides; then a missing comparison with an earlier figure needs no word.
    place: whose it is, where that is not said by the filters alone.
    """

    row: Any
    place: str
    value: str
    as_of: str
    before: str
    better: bool | None
    rise: str
    also: str


def headlines_of(rows: pd.DataFrame) -> list[list[Headline]]:
    """The rows of summary/headlines for reading, those of one headline together; raises UnknownMetric."""
    return [[_headline(row) for row in each(part)] for _, part in rows.groupby("headline", sort=False)]


def _headline(row: Any) -> Headline:
    whole = "{value:unit} dari {companion_value}; {missing} belum"
    beside = "{companion_label}: {companion_about}{companion_value} ({companion_as_of}{companion_doubt_note})"
    also = "" if is_empty(row.companion_value) else whole if not is_empty(row.share_pct) else beside
    moved = not is_empty(row.change) and row.change != 0 and row.good_direction != "none"
    return Headline(
        row,
        place=_place(row),
        value=write(_value(row), row),
        as_of=write("{as_of}{quality_note}", row),
        before="" if also and is_empty(row.change) else _before(row),
        better=(row.change > 0) == (row.good_direction == "up") if moved else None,
        rise=rise(row.good_direction) * bool(moved),
        also=write(also, row),
    )


def _value(row: Any) -> str:
    """The template of a headline's number: a share where it is told of a whole."""
    return "{value:unit}" if is_empty(row.share_pct) else "{share_pct}"


def _dated(row: Any) -> str:
    """The template of a headline's number with its date, and of what it is a share."""
    whole = "" if is_empty(row.share_pct) else "{value:unit} dari {companion_value}, "
    return f"{{about}}{_value(row)} ({whole}{{as_of}}{{doubt_note}})"


def _place(row: Any) -> str:
    """Whose a figure is: a region's name beside others, "angka provinsi" where none of the picked ones has its own."""
    if not row.is_own:
        return str(row.scope)
    return "" if row.asked < 2 else str(row.region_name)


def _before(row: Any) -> str:
    """What changed since the comparable figure, or why nothing is compared."""
    if is_empty(row.change):
        return formats.capital(row.comparison)
    way = ("Naik" if row.change > 0 else "Turun") if row.change else "Tetap"
    if row.change and row.is_exact:
        way = f"{'+' if row.change > 0 else formats.MINUS}{formats.measured(abs(row.change), row.unit)}"
    return write(way + " dari {about_before}{value_before:unit} ({as_of_before}{doubt_note_before})", row)


def _places(rows: pd.DataFrame) -> str:
    named = ", ".join(write(f"{{region_name}} {_dated(row)}", row) for row in each(rows.head(2)))
    return named + (write(", dan {regions_more} lainnya", first(rows)) if len(rows) > 2 else "")


def _tally(rows: pd.DataFrame) -> Tally:
    one = first(rows)
    if len(rows) > 1:
        return Tally(write("{regions} wilayah", one), one.headline_label, _places(rows))
    label = ", ".join(filter(None, (one.headline_label, _place(one))))
    return Tally(write(_value(one), one), label, write("{as_of}{quality_note}", one))


@card(
    "summary/headlines",
    figure=lambda answer, _: Tallies(
        [_tally(part) for _, part in answer.rows.groupby("headline", sort=False)], kind="Angka utama"
    ),
)
def headlines(answer: Answer, _: Filters) -> str:
    """The first three, or of several regions the first two; what has no figure of its own is said so, without one."""
    told = answer.rows[answer.rows["is_told"]]
    own = told[told["is_own"]]
    lacking = [formats.lowered(name) for name in dict.fromkeys(told[~told["is_own"]]["headline_label"])]
    none = f"tidak ada angka sendiri untuk {formats.listed(lacking)}" if lacking else ""
    one = first(told)
    if own.empty:
        return f"{one.asked_place}: {none}."
    if one.asked > 1:
        parts = list(own.groupby("headline_label", sort=False))[:2]
        return ". ".join(f"{name}: {_places(part)}" for name, part in parts) + "."
    said = formats.listed(write(f"{{headline_label}} {_dated(row)}", row) for row in each(own))
    place = "" if first(own).is_province else write("{region_name}: ", first(own))
    return f"{place}{said}" + (f"; {none}." if none else ".")


def _way(row: Any) -> str:
    """A change in words: in percent only between exact figures, and never "naik 0%"."""
    if not row.change:
        return "sama dengan"
    if not is_empty(row.growth_pct):
        return write("{growth_pct:moved} dari", row)
    return "naik dari" if row.change > 0 else "turun dari"


def change_sentence(row: Any, *, dated: bool = True) -> str:
    """One row of summary/changes as a sentence; an old one says so, unless `dated` is False: said before it."""
    place = "" if row.is_province else "{region_name}: "
    old = "Data lama. " if row.is_old and dated else ""
    now = "{indicator_label} {about}{value:unit} pada {as_of}{doubt_note:aside}"
    before = "{about_before}{value_before:unit} pada {as_of_before}{doubt_note_before:aside}"
    return write(f"{old}{place}{now}, {_way(row)} {before}, menurut {{register_label}}.", row)


def _change(row: Any) -> Tally:
    size = write("{growth_pct:change}", row) if not is_empty(row.growth_pct) else _way(row).split()[0]
    before = "{about_before}{value_before:unit} ({as_of_before}{doubt_note_before})"
    said = f"{before} menjadi {{about}}{{value:unit}} ({{as_of}}{{doubt_note}}), {{region_name}}"
    return Tally(size, write("{indicator_label}", row), write(said, row) + (", data lama" if row.is_old else ""))


def _incomparable(answer: Answer, filters: Filters) -> str:
    """That figures are known, but no two that compare: no gap, and no change either."""
    if not answer.rows["is_own"].any():
        return ""
    return f"{place(answer, filters)}: angkanya ada, tetapi belum ada dua yang sebanding untuk menyebut perubahan."


@card(
    "summary/changes",
    figure=lambda answer, _: Tallies(list(map(_change, each(answer.rows))), kind="Perubahan terbaru"),
    zero=Zero("summary/headlines", _incomparable),
)
def changes(answer: Answer, _: Filters) -> str:
    """The freshest one; the screen writes all as sentences."""
    one = first(answer.rows)
    more = write(" Ada {changes_more} perubahan lain.", one) if one.changes_more else ""
    if not one.changes_new:
        return "Tidak ada perubahan baru; yang terakhir diketahui: " + change_sentence(one, dated=False) + more
    return change_sentence(one) + more


@card(
    "summary/register_step",
    figure=Bars(
        "{as_of}, {register_label}",
        "cooperatives",
        "{about}{cooperatives}{doubt_note}",
        kind="Diagram batang jumlah koperasi menurut tanggal dan daftar",
    ),
)
def register_step(answer: Answer, _: Filters) -> str:
    """Which counts stand before the newest one, list by list, and that the last step changes the list."""
    rows = answer.rows
    lists = [part for _, part in rows.groupby(rows["is_new_register"].cumsum(), sort=False)]
    said = [
        write("{register_label} ", first(part)) + told("{about}{cooperatives} ({as_of}{doubt_note})", part)
        for part in lists
    ]
    changed = "; langkah terakhir juga pergantian daftar" if len(lists) > 1 else ""
    return f"Dari “dua ribuan”: {', lalu '.join(said)}{changed}."


@dataclass(frozen=True)
class Finding:
    """One thing that needs attention: its row in words."""

    row: Any
    sentence: str


def findings_of(rows: pd.DataFrame) -> list[Finding]:
    """What fired, most serious first."""
    return [Finding(row, _sentence(row)) for row in each(rows[rows["is_fired"]])]


def _sentence(row: Any) -> str:
    value, what = write("{measure_value:unit}", row), getattr(row, "what", None) or ""
    return str(
        row.sentence.format(value=value, what=what, found=formats.Amount(row.found), of_all=formats.Amount(row.of_all))
    )


def _found(answer: Answer, _: Filters) -> Tallies:
    """Six at most; that nothing was found is told too."""
    if not (one := first(answer.rows)).is_fired:
        return Tallies([Tally("0", "hal di atas ambang", write("{rules_quiet} aturan diperiksa", one))])
    drawn = Tallies(
        (), "{measure_value:unit}", "{rule_title}", "{place}", kind="Yang perlu perhatian", most=6, things="hal"
    )
    return drawn.on(answer.rows[answer.rows["is_fired"]])


@card("summary/attention_register", figure=_found)
@card("summary/attention", figure=_found)
def attention(answer: Answer, _: Filters) -> str:
    """The most serious thing; the registers apart, because they may be a sample."""
    one = first(answer.rows)
    if not one.is_fired:
        return write("Tidak ada yang melampaui ambang; {rules_quiet} aturan diperiksa.", one)
    worst = f"{one.place}: {formats.lowered(_sentence(one))}"
    return write("{findings} hal perlu perhatian. Terberat, ", one) + worst if one.findings > 1 else worst


def _written(rows: pd.DataFrame) -> pd.DataFrame:
    """With target and realisation in words: each in its own unit, and an unknown one is said, not drawn as zero."""
    aims = ["{target:unit}–{target_high:unit}" if it else "{target:unit}" for it in rows["target_high"].notna()]
    known = "{realised_about}{realised:unit} ({realised_as_of})"
    got = [known if it else "tidak diketahui" for it in rows["realised"].notna()]
    return rows.assign(aim=list(map(write, aims, each(rows))), got=list(map(write, got, each(rows))))


@card(
    "summary/targets",
    figure=lambda answer, _: Table(
        columns={
            "Yang ditargetkan": "{indicator_label}",
            "Sejak": "{since}",
            "Target": "{aim}",
            "Realisasi": "{got}[: {achieved_pct} dari target]",
        },
        kind="Daftar target dan realisasinya",
    ).on(_written(answer.rows)),
)
def targets(answer: Answer, _: Filters) -> str:
    """The first two that are known; else the first two that are not, with what was aimed at."""
    rows, one = _written(answer.rows), first(answer.rows)
    known, unknown = rows[rows["realised"].notna()], rows[rows["realised"].isna()]
    words = write_all("{indicator_label}: {got} dari target {aim} ({since})", known.head(2))
    if known.empty:
        aimed = told("{indicator_label:lower} (target {aim} sejak {since}[, saat itu {start:unit}])", unknown, most=2)
        words.append(f"Realisasinya tidak diketahui: {aimed}")
    elif one.targets_unknown:
        words.append(write("Realisasi {targets_unknown} target lain tidak diketahui", one))
    return ". ".join(words) + "."
