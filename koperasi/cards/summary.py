"""Ringkasan: the headline figures, what changed, what needs attention, and the published targets.

Headline and Finding are what the tiles and lists of the screen show; the figures of these cards are for pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from koperasi.cards.card import card
from koperasi.cards.parts import each, first
from koperasi.look import formats
from koperasi.look.charts import Grouped, Part, Tallies, Tally
from koperasi.look.columns import write, write_all
from koperasi.store import Answer, Filters

_RISE = {
    "up": "Lebih banyak lebih baik",
    "down": "Lebih sedikit lebih baik",
    "none": "Naik tidak dengan sendirinya baik",
}
_NO_POLA = "Angka terbitan ini tidak dirinci menurut pola pengelolaan; penyaring pola tidak mengubah kartu ini."
_TODAY_ONLY = "Perhatian dinilai menurut keadaan terbaru dan hari ini; penyaring tahun tidak mengubah kartu ini."


class UnknownMetric(LookupError):
    """A figure that seeds/indicators.csv does not say a direction of: whether a rise is good must not be guessed."""


def rise(good_direction: object) -> str:
    """Whether a rise is good, in words; raises UnknownMetric for anything that indicators.csv does not know."""
    if good_direction not in _RISE:
        raise UnknownMetric(f"indicators.csv: good_direction {good_direction!r} is not one of {list(_RISE)}")
    return _RISE[str(good_direction)]


@dataclass(frozen=True)
class Headline:
    """One headline figure of one region: its row in words. better: than the one before; None: neither."""

    row: Any
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
    companion = "{companion_label}: {companion_value} ({companion_as_of})" if pd.notna(row.companion_value) else ""
    moved = pd.notna(row.change) and row.change != 0 and row.good_direction != "none"
    return Headline(
        row,
        value=write("{value:unit}", row),
        as_of=write("{as_of}{quality_note}", row),
        before=_before(row),
        better=(row.change > 0) == (row.good_direction == "up") if moved else None,
        rise=rise(row.good_direction),
        also=write("{state_words}" if isinstance(row.state_words, str) else companion, row),
    )


def _before(row: Any) -> str:
    if pd.isna(row.change):
        return formats.capital(row.comparison)
    size = formats.measured(abs(row.change), row.unit)
    moved = f"{'+' if row.change > 0 else formats.MINUS}{size} dari" if row.change else "Tetap dari"
    return write(moved + " {value_before:unit} ({as_of_before})", row)


def _places(rows: pd.DataFrame) -> str:
    named = ", ".join(write_all("{region_name} {value:unit} ({as_of}{quality_note})", rows.head(2)))
    return named + (write(", dan {regions_more} lainnya", first(rows)) if len(rows) > 2 else "")


def _tally(rows: pd.DataFrame) -> Tally:
    one = first(rows)
    if len(rows) > 1:
        return Tally(write("{regions} wilayah", one), one.headline_label, _places(rows))
    detail = write("{state_words}", one) or write("{as_of}{quality_note}{scope_note}", one)
    return Tally(write("{value:unit}", one), one.headline_label, detail)


@card(
    "summary/headlines",
    "Enam angka utama",
    "Angka terbitan terbaru untuk tiap pokok, dengan angka sebelumnya hanya bila registernya sama dan tidak "
    "diperselisihkan. Kabupaten/kota yang tidak punya angka sendiri menampilkan angka provinsi dan mengatakannya.",
    figure=lambda answer, _: Tallies(
        [_tally(part) for _, part in answer.rows.groupby("headline", sort=False)], kind="Angka utama"
    ),
    unmoved={"pola": _NO_POLA},
)
def headlines(answer: Answer, _: Filters) -> str:
    """The first three, or of several regions the first two."""
    rows, told = answer.rows, answer.rows[answer.rows["is_told"]]
    groups = list(told.groupby("headline_label", sort=False))
    if len(told) > len(groups):
        return ". ".join(f"{name}: {_places(part)}" for name, part in groups[:2]) + "."
    own = write_all("{region_name}: ", rows[rows["is_own"] & ~rows["is_province"]].head(1))
    said = write_all("{headline_label} {value:unit} ({as_of}{quality_note}{scope_note})", told)
    return f"{''.join(own)}{formats.listed(said)}."


def change_sentence(row: Any) -> str:
    """One row of summary/changes as a sentence with figure, comparison and register."""
    now = ("" if row.is_province else "{region_name}: ") + "{indicator_label} {value:unit} pada {as_of}"
    moved = "{growth_pct:moved} dari" if row.change else "sama dengan"
    return write(f"{now}, {moved} {{value_before:unit}} pada {{as_of_before}} ({{register_label}}).", row)


@card(
    "summary/changes",
    "Yang berubah",
    "Angka terbaru dibanding angka sebelumnya dalam register yang sama. Bila data tidak membawa perbandingan, "
    "kalimatnya tidak dibuat; angka yang diperselisihkan, perkiraan masa depan, dan target tidak ikut.",
    figure=Tallies(
        value="{growth_pct:change}",
        label="{indicator_label}",
        detail="{value_before:unit} ({as_of_before}) menjadi {value:unit} ({as_of}), {region_name}",
        kind="Perubahan terbaru",
    ),
    unmoved={"pola": _NO_POLA},
)
def changes(answer: Answer, _: Filters) -> str:
    """The freshest one; the screen writes all as sentences."""
    one = first(answer.rows)
    more = write(" {changes_more} perubahan lain ada di bawah.", one) if one.changes_more else ""
    return change_sentence(one) + more


@dataclass(frozen=True)
class Finding:
    """One thing that needs attention: its row in words."""

    row: Any
    sentence: str


def findings_of(rows: pd.DataFrame) -> list[Finding]:
    """What fired, most serious first."""
    return [Finding(row, _sentence(row)) for row in each(rows[rows["is_fired"]])]


def _sentence(row: Any) -> str:
    value, what = write("{measure_value:unit}", row), getattr(row, "what", "")
    return str(
        row.sentence.format(value=value, what=what, found=formats.Amount(row.found), of_all=formats.Amount(row.of_all))
    )


def _found(answer: Answer, _: Filters) -> Tallies:
    """Six at most; that nothing was found is told too."""
    if not (one := first(answer.rows)).is_fired:
        return Tallies([Tally("0", "hal di atas ambang", write("{rules_quiet} aturan diperiksa", one))])
    rows = answer.rows[answer.rows["is_fired"]].head(6)
    return Tallies((), "{measure_value:unit}", "{rule_title}", "{place}", kind="Yang perlu perhatian", rows=rows)


@card(
    "summary/attention_register",
    "Perlu perhatian menurut register",
    "Aturan yang sama diperiksa atas register koperasi dan register peringkat; hanya peringkat terakhir tiap koperasi "
    "yang dihitung. Bila registernya data contoh, yang menyala pun contoh.",
    figure=_found,
    unmoved={
        "years": _TODAY_ONLY,
        "pola": "Aturan menilai seluruh register; penyaring pola tidak mengubah kartu ini.",
        "cooperative_types": "Aturan menilai seluruh register; penyaring jenis tidak mengubah kartu ini.",
    },
)
@card(
    "summary/attention",
    "Perlu perhatian menurut angka terbitan",
    "Aturan dengan ambang di seeds/attention_rules.csv, diperiksa atas angka terbitan terbaru. Menyala berarti perlu "
    "dilihat, bukan berarti salah; “belum diisi” bukan nol.",
    figure=_found,
    unmoved={"years": _TODAY_ONLY, "pola": _NO_POLA},
)
def attention(answer: Answer, _: Filters) -> str:
    """The most serious thing; the registers apart, because they may be a sample."""
    one = first(answer.rows)
    if not one.is_fired:
        return write("Tidak ada yang melampaui ambang; {rules_quiet} aturan diperiksa.", one)
    return write("{findings} hal perlu perhatian; yang pertama: {rule_title}, {place} ({measure_value:unit}).", one)


def _written(rows: pd.DataFrame) -> pd.DataFrame:
    """With target and realisation in words: each in its own unit, and an unknown one is said, not drawn as zero."""
    aims = ["{target:unit}–{target_high:unit}" if it else "{target:unit}" for it in rows["target_high"].notna()]
    got = ["{realised:unit} ({realised_as_of})" if it else "tidak diketahui" for it in rows["realised"].notna()]
    return rows.assign(aim=list(map(write, aims, each(rows))), got=list(map(write, got, each(rows))))


@card(
    "summary/targets",
    "Target yang diterbitkan dan realisasinya",
    "Target yang pernah diterbitkan, dengan angka terbaru indikator yang sama di wilayah yang sama sejak tahun target. "
    "Panjang batang adalah persen dari target (batas bawahnya bila berupa rentang), karena satuannya berbeda.",
    figure=lambda answer, _: Grouped(
        "{indicator_label}, sejak {period}",
        [
            Part("Target", "target_pct", "first", hatched=True, text="{aim}"),
            Part("Realisasi", "achieved_pct", "second", text="{got}"),
        ],
        kind="Diagram batang target dan realisasi",
        rows=_written(answer.rows),
    ),
    unmoved={
        "regencies": "Target hanya diterbitkan untuk provinsi; penyaring kabupaten/kota tidak mengubah kartu ini.",
        "pola": _NO_POLA,
    },
)
def targets(answer: Answer, _: Filters) -> str:
    """The first two that are known, and how many are not."""
    rows, one = _written(answer.rows), first(answer.rows)
    known = rows[rows["realised"].notna()].head(2)
    words = write_all("{indicator_label}: {realised:unit} dari target {aim} ({as_of})", known)
    if one.targets_unknown:
        words.append(write("Realisasi {targets_unknown} target" + " lain" * bool(words) + " tidak diketahui", one))
    return ". ".join(words) + "."
