"""Ringkasan: the headline figures, what changed, what needs attention, and the published targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from koperasi.cards.card import Drawing, card
from koperasi.cards.parts import each
from koperasi.look import charts, formats
from koperasi.look.charts import Part, Tally
from koperasi.look.ink import Ink
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
    try:
        return _RISE[str(good_direction)]
    except KeyError:
        raise UnknownMetric(f"indicators.csv: good_direction {good_direction!r} is not one of {list(_RISE)}") from None


def written(value: float, unit: str) -> str:
    """A value in its unit: 3.057 · 12,5% · Rp1,4 miliar · 1,5 kali."""
    if unit == "persen":
        return formats.percent(value)
    if unit == "rupiah":
        return formats.rupiah(value)
    if unit == "kali":
        return f"{formats.number(value, 1)} kali"
    return formats.number(value, 0 if float(value).is_integer() else 1)


@dataclass(frozen=True)
class Headline:
    """One headline figure of one region, in words. `history`: comparable figures only, oldest first; may be empty.

    better: whether the change since the figure before is good (True), bad (False), or neither (None).
    """

    name: str
    label: str
    region: str
    value: str
    as_of: str
    register: str
    before: str
    better: bool | None
    rise: str
    also: str
    scope: str
    history: tuple[float, ...]
    source_ids: tuple[str, ...]
    is_province: bool
    cards: tuple[str, ...]


def headlines_of(rows: pd.DataFrame) -> list[Headline]:
    """The rows of summary/headlines for reading; raises UnknownMetric."""
    return [_headline(row) for row in each(rows)]


def _headline(row: Any) -> Headline:
    judged = rise(row.good_direction)
    known = pd.notna(row.value_before)
    change = row.value - row.value_before if known else 0.0
    odd = "" if row.is_plain else f", angka {row.quality_label}"
    return Headline(
        name=row.headline,
        label=row.headline_label,
        region=row.region_name,
        value=written(row.value, row.unit),
        as_of=formats.as_of(row.as_of) + odd,
        register=row.register_label,
        before=_before(row, change) if known else str(row.comparison).capitalize(),
        better=None if not change or row.good_direction == "none" else (change > 0) == (row.good_direction == "up"),
        rise=judged,
        also=_also(row),
        scope="" if row.scope == "wilayah ini" else row.scope,
        history=tuple(step["value"] for step in row.history) if len(row.history) > 1 else (),
        source_ids=tuple(row.source_ids),
        is_province=row.is_province,
        cards=tuple(row.headline_cards),
    )


def _before(row: Any, change: float) -> str:
    then = f"{written(row.value_before, row.unit)} ({formats.as_of(row.as_of_before)})"
    if not change:
        return f"Tetap dari {then}"
    sign = "+" if change > 0 else formats.MINUS
    return f"{sign}{written(abs(change), row.unit)} dari {then}"


def _also(row: Any) -> str:
    if isinstance(row.state_words, str):
        return row.state_words
    if pd.isna(row.companion_value):
        return ""
    return f"{row.companion_label}: {formats.number(row.companion_value)} ({formats.as_of(row.companion_as_of)})"


@card(
    "summary/headlines",
    "Enam angka utama",
    "Angka terbitan terbaru untuk tiap pokok, dengan angka sebelumnya hanya bila registernya sama dan tidak "
    "diperselisihkan. Kabupaten/kota yang tidak punya angka sendiri menampilkan angka provinsi dan mengatakannya.",
    unmoved={"pola": _NO_POLA},
)
def headlines(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Six tallies; the screen draws them as tiles with links."""
    told = headlines_of(answer.rows)
    by_name = {name: [h for h in told if h.name == name] for name in dict.fromkeys(h.name for h in told)}
    tallies = [_tally(found) for found in by_name.values()]
    alt = "; ".join(f"{h.label} ({h.region}) {h.value}, {h.as_of}, {h.register}. {h.before}. {h.also}" for h in told)
    return Drawing(_headline_finding(told), f"Angka utama. {alt}", charts.tallies(ink, tallies))


def _tally(found: Sequence[Headline]) -> Tally:
    first = found[0]
    if len(found) > 1:
        return Tally(f"{len(found)} wilayah", first.label, _places(found))
    return Tally(first.value, first.label, first.also if first.name == "space_rule" else _when(first))


def _when(headline: Headline) -> str:
    return " · ".join(word for word in (headline.as_of, headline.scope) if word)


def _places(found: Sequence[Headline]) -> str:
    words = [f"{h.region} {h.value} ({h.as_of})" for h in found[:2]]
    return ", ".join(words) + (f", dan {len(found) - 2} lainnya" if len(found) > 2 else "")


def _headline_finding(told: Sequence[Headline]) -> str:
    names = list(dict.fromkeys(h.name for h in told))
    chosen = [name for name in names if name in ("cooperatives", "merah_putih", "opop")] or names[:2]
    groups = [[h for h in told if h.name == name] for name in chosen]
    if any(len(found) > 1 for found in groups):
        return ". ".join(f"{found[0].label}: {_places(found)}" for found in groups[:2]) + "."
    words = [f"{f.label} {f.value} ({_when(f)})" for (f,) in groups]
    own = next((h.region for h in told if not h.scope and not h.is_province), "")
    return f"{own + ': ' if own else ''}{formats.listed(words)}."


@card(
    "summary/changes",
    "Yang berubah",
    "Angka terbaru dibanding angka sebelumnya dalam register yang sama. Bila data tidak membawa perbandingan, "
    "kalimatnya tidak dibuat; angka yang diperselisihkan, perkiraan masa depan, dan target tidak ikut.",
    unmoved={"pola": _NO_POLA},
)
def changes(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """One tally a change; the screen writes them as sentences."""
    rows = answer.rows
    told = [change_sentence(row) for row in each(rows)]
    tallies = [
        Tally(
            _change(row),
            row.indicator_label,
            _pair(row) + _other_region(row),
        )
        for row in each(rows)
    ]
    more = f" {len(told) - 1} perubahan lain ada di bawah." if len(told) > 1 else ""
    return Drawing(told[0] + more, "Perubahan terbaru. " + " ".join(told), charts.tallies(ink, tallies))


def _change(row: Any) -> str:
    return "tetap" if not row.change else ("+" if row.change > 0 else "") + formats.percent(row.growth_pct)


def _other_region(row: Any) -> str:
    return "" if row.is_province else f", {row.region_name}"


def _pair(row: Any) -> str:
    return (
        f"{written(row.value_before, row.unit)} ({formats.as_of(row.as_of_before)}) menjadi "
        f"{written(row.value, row.unit)} ({formats.as_of(row.as_of)})"
    )


def change_sentence(row: Any) -> str:
    """One row of summary/changes as a sentence with figure, comparison and register."""
    place = "" if row.is_province else f"{row.region_name}: "
    now = f"{place}{row.indicator_label} {written(row.value, row.unit)} pada {formats.as_of(row.as_of)}"
    then = f"{written(row.value_before, row.unit)} pada {formats.as_of(row.as_of_before)}"
    if not row.change:
        return f"{now}, sama dengan {then} ({row.register_label})."
    word = "naik" if row.change > 0 else "turun"
    return f"{now}, {word} {formats.percent(abs(row.growth_pct))} dari {then} ({row.register_label})."


@dataclass(frozen=True)
class Finding:
    """One thing that needs attention, in words; `cards`: where to look, the first that exists (seeds/)."""

    rule: str
    title: str
    place: str
    value: str
    sentence: str
    severity: int
    cards: tuple[str, ...]
    region_code: str
    as_of: str


class _Amount(float):
    """A number that the sentences in seeds/attention_rules.csv may write as {found:rupiah}, {found:persen}, …"""

    def __format__(self, unit: str) -> str:
        return written(float(self), unit)


def findings_of(rows: pd.DataFrame) -> list[Finding]:
    """What fired, most serious first."""
    return [
        Finding(
            rule=row.rule,
            title=row.rule_title,
            place=row.place,
            value=written(row.measure_value, row.unit),
            sentence=row.sentence.format(
                value=written(row.measure_value, row.unit),
                found=_Amount(row.found),
                of_all=_Amount(row.of_all),
                what=getattr(row, "what", ""),
            ),
            severity=int(row.severity),
            cards=tuple(row.cards),
            region_code=row.region_code,
            as_of=getattr(row, "as_of", ""),
        )
        for row in each(rows[rows["is_fired"]])
    ]


def quiet_rules(rows: pd.DataFrame) -> list[str]:
    """Titles of the rules that were checked and found nothing."""
    return list(rows[~rows["is_fired"]]["rule_title"])


def _attention(answer: Answer, ink: Ink) -> Drawing:
    found, quiet = findings_of(answer.rows), quiet_rules(answer.rows)
    shown = [Tally(f.value, f.title, f.place) for f in found[:6]]
    if not found:
        said = f"Tidak ada yang melampaui ambang; {len(quiet)} aturan diperiksa."
        return Drawing(
            said,
            f"{said} Aturan: {formats.listed(quiet)}.",
            charts.tallies(ink, [Tally("0", "hal di atas ambang", f"{len(quiet)} aturan diperiksa")]),
        )
    first = found[0]
    said = f"{len(found)} hal perlu perhatian; yang pertama: {first.title}, {first.place} ({first.value})."
    alt = " ".join(f"{f.title}, {f.place}: {f.sentence}" for f in found)
    return Drawing(said, f"Yang perlu perhatian. {alt}", charts.tallies(ink, shown))


@card(
    "summary/attention",
    "Perlu perhatian menurut angka terbitan",
    "Aturan dengan ambang di seeds/attention_rules.csv, diperiksa atas angka terbitan terbaru. Menyala berarti perlu "
    "dilihat, bukan berarti salah; “belum diisi” bukan nol.",
    unmoved={"years": _TODAY_ONLY, "pola": _NO_POLA},
)
def attention(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """What fired on published figures."""
    return _attention(answer, ink)


@card(
    "summary/attention_register",
    "Perlu perhatian menurut register",
    "Aturan yang sama diperiksa atas register koperasi dan register peringkat; hanya peringkat terakhir tiap koperasi "
    "yang dihitung. Bila registernya data contoh, yang menyala pun contoh.",
    unmoved={
        "years": _TODAY_ONLY,
        "pola": "Aturan menilai seluruh register; penyaring pola tidak mengubah kartu ini.",
        "cooperative_types": "Aturan menilai seluruh register; penyaring jenis tidak mengubah kartu ini.",
    },
)
def attention_register(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """What fired on the registers; apart, because they may be a sample."""
    return _attention(answer, ink)


@card(
    "summary/targets",
    "Target yang diterbitkan dan realisasinya",
    "Target yang pernah diterbitkan, dengan angka terbaru indikator yang sama di wilayah yang sama sejak tahun target. "
    "Panjang batang adalah persen dari target (batas bawahnya bila berupa rentang), karena satuannya berbeda.",
    unmoved={
        "regencies": "Target hanya diterbitkan untuk provinsi; penyaring kabupaten/kota tidak mengubah kartu ini.",
        "pola": _NO_POLA,
    },
)
def targets(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Target beside realisation, each in its own unit; an unknown realisation is said, not drawn as zero."""
    rows = answer.rows
    labels = [f"{row.indicator_label}, sejak {row.period}" for row in each(rows)]
    aims = [_aim(row) for row in each(rows)]
    got = [_realised(row) for row in each(rows)]
    figure = charts.grouped(
        ink,
        labels,
        [
            Part("Target", [_high_pct(row) for row in each(rows)], aims, ink.categories[0], "/"),
            Part(
                "Realisasi",
                [0 if pd.isna(row.achieved_pct) else float(row.achieved_pct) for row in each(rows)],
                got,
                ink.categories[1],
            ),
        ],
    )
    told = [f"{label}: target {aim}, realisasi {real}" for label, aim, real in zip(labels, aims, got, strict=True)]
    known = rows[rows["realised"].notna()]
    unknown = len(rows) - len(known)
    words = [
        f"{row.indicator_label}: {written(row.realised, row.unit)} dari target {_aim(row)} ({formats.as_of(row.as_of)})"
        for row in each(known.head(2))
    ]
    rest = (
        f"Realisasi {unknown} target lain tidak diketahui" if words else f"Realisasi {unknown} target tidak diketahui"
    )
    said = ". ".join([*words, *([rest] if unknown else [])]) + "."
    return Drawing(said, f"Diagram batang target dan realisasi. {'; '.join(told)}.", figure)


def _high_pct(row: Any) -> float:
    return 100.0 if pd.isna(row.target_high) else 100.0 * row.target_high / row.target


def _aim(row: Any) -> str:
    high = "" if pd.isna(row.target_high) else f"–{written(row.target_high, row.unit)}"
    return written(row.target, row.unit) + high


def _realised(row: Any) -> str:
    if pd.isna(row.realised):
        return "tidak diketahui"
    return f"{written(row.realised, row.unit)} ({formats.as_of(row.realised_as_of)})"
