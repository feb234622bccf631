"""Pertumbuhan koperasi: published totals and activity, the regencies, and what the register holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from koperasi.cards import parts
from koperasi.cards.card import MOST, Choice, Say, card, sentence
from koperasi.cards.parts import MAP, SUSPECT, across, change, first, measured, parted, some, spread, told
from koperasi.look import formats
from koperasi.look.charts import Area, Bars, Columns, Grouped, Lines, Map, Part, Spec, Stacked, Tallies
from koperasi.look.columns import is_empty, write, write_all
from koperasi.look.things import REGISTERS, STATUS
from koperasi.store import Answer, Filters

if TYPE_CHECKING:
    import pandas as pd


@card(
    "growth/total",
    figure=Lines(
        "cooperatives",
        "<b>{about}{cooperatives}</b> · {region_name} · {as_of}{doubt_note}<br>{register_label}<br>"
        "[{growth_pct:moved} sejak {as_of_before}, ]{comparison}",
        "[{line_break}: ]{region_name}, {register_label}: {about}{cooperatives} ({as_of}{doubt_note})",
        ["region_code", "series"],
        "line_name",
        "register",
        REGISTERS,
        code="regency_code",
        alone=("{about}{cooperatives}", "{region_name}", "{as_of}{doubt_note}, {register_label}"),
    ),
    dated=True,
)
def total(answer: Answer, _: Filters) -> str:
    """The newest figure, and the newest of another register, which is never compared with it."""
    rows = answer.rows
    if rows["region_code"].nunique() > 1:
        return _by_region("Jumlah koperasi", rows[rows["is_newest"]])
    if not rows["is_newest"].any():
        return _ONLY_SUSPECT
    last = first(rows[rows["is_newest"]])
    listed = " pada {as_of}{doubt_note:aside} menurut {register_label}"
    said = "{about}{cooperatives} koperasi" + listed
    words = formats.capital(write(said if last.is_province else "{region_name}: " + said, last))
    if rows["is_other"].any():
        other = write("{about}{cooperatives}" + listed, first(rows[rows["is_other"]]))
        return f"{words}; {other}. Daftarnya berbeda, jadi jangan diselisihkan."
    return words + change(last) + "."


_ONLY_SUSPECT = "Hanya ada angka yang diragukan, jadi tidak ada yang disebut di sini."


def _by_region(lead: str, newest: pd.DataFrame) -> str:
    """The newest figure of each region, the largest first, at most three by name."""
    if newest.empty:
        return _ONLY_SUSPECT
    ordered = newest.sort_values(["cooperatives", "region_code"], ascending=[False, True])
    said = write_all("{region_name} {about}{cooperatives} ({as_of}{doubt_note})", ordered.head(MOST))
    if len(ordered) > MOST:
        said.append(write("{regions_more} lainnya", first(newest)))
    apart = " Tanggalnya berbeda, jadi jangan diperbandingkan." if newest["as_of"].nunique() > 1 else ""
    return f"{lead} menurut angka terbaru: {formats.listed(said)}.{apart}"


_ACTIVITY = {
    "cooperatives_active": ("first", "solid"),
    "cooperatives_inactive": ("third", "dash"),
    "cooperatives_held_rat": ("second", "dot"),
}
_ACTIVITY_LINES = Lines(
    "cooperatives",
    "<b>{about}{cooperatives}</b> · {indicator_label} · {as_of}{doubt_note}<br>{register_label}",
    "{indicator_label}, {register_label}: {about}{cooperatives} ({as_of}{doubt_note})",
    ["indicator", "register"],
    "line_name",
    "indicator",
    _ACTIVITY,
    alone=("{about}{cooperatives}", "{indicator_label}", "{as_of}{doubt_note}, {register_label}"),
)


def _activity_figure(answer: Answer, _: Filters) -> Spec:
    """Lines over time for one region; the newest figures side by side for several."""
    rows = answer.rows
    if rows["region_code"].nunique() == 1:
        return _ACTIVITY_LINES.on(rows)
    newest_rows = rows[rows["is_newest"]]
    names = dict(zip(newest_rows["indicator"], newest_rows["indicator_short"], strict=True))
    parts = [
        Part(
            names[it],
            f"cooperatives_{it}",
            colour,
            text=f"[{{about_{it}}}{{cooperatives_{it}:0}} ({{as_of_{it}:as_of}}{{doubt_note_{it}}})]",
        )
        for it, (colour, _) in _ACTIVITY.items()
        if it in names
    ]
    said = ["cooperatives", "as_of", "about", "doubt_note"]
    wide = across(newest_rows, ["region_code", "region_name"], "indicator", said)
    return Grouped("{region_name}", parts, "region_code", rows=wide)


@card("growth/activity", figure=_activity_figure, dated=True)
def activity(answer: Answer, _: Filters) -> str:
    """The newest figure of each kind of one region; of several, how many are active."""
    rows = answer.rows
    latest = rows[rows["is_newest"] & (rows["quality"] != SUSPECT)]
    if rows["region_code"].nunique() > 1:
        active = latest[latest["indicator"] == "cooperatives_active"]
        return _by_region("Koperasi aktif", active) if len(active) else _NONE_ACTIVE
    if latest.empty:
        return _ONLY_SUSPECT
    # one list for all of them needs no name
    listed = ", {register_label}" if latest["register"].nunique() > 1 else ""
    when = f"{{as_of}}{listed}{{doubt_note}}[; sumber lain {{other_value}}]"
    said = f"{{indicator_short:lower}} {{about}}{{cooperatives}} ({when})"
    return write("{region_name}: ", first(latest)) + f"{told(said, latest)}."


_NONE_ACTIVE = "Tidak satu pun wilayah pilihan ini mempunyai angka koperasi aktif."


def _newest_tallies(answer: Answer, _: Filters) -> Tallies | None:
    rows = answer.rows[answer.rows["is_newest"]]
    detail = "{region_name}, {as_of}{doubt_note}"
    return None if rows.empty else Tallies((), "{value:unit}", "{indicator_label}", detail, rows=rows)


@card("growth/members_volume", figure=_newest_tallies)
def members_volume(answer: Answer, _: Filters) -> str:
    """The newest of both, region by region, at most three."""
    latest = answer.rows[answer.rows["is_newest"]]
    if latest.empty:
        return _ONLY_SUSPECT
    said = "{indicator_short:lower} {about}{value:unit} ({as_of}{doubt_note})"
    regions = [part for _, part in latest.groupby("region_code", sort=False)]
    words = [write("{region_name}: ", first(part)) + told(said, part) for part in regions[:MOST]]
    return "; ".join(words) + "."


MEASURES = Choice(
    "measure",
    "Ukuran",
    {
        "inactive": "tidak aktif, Januari 2022",
        "inactive_rate": "tidak aktif per 10.000 penduduk",
        "merah_putih": "Merah Putih, Agustus 2026",
        "merah_putih_rate": "Merah Putih per 10.000 penduduk",
        "register": "jumlah dalam register",
    },
    said={
        "inactive": "Koperasi tidak aktif ({as_of})",
        "inactive_rate": "Koperasi tidak aktif ({as_of}) per 10.000 penduduk",
        "merah_putih": "Koperasi Merah Putih ({as_of})",
        "merah_putih_rate": "Koperasi Merah Putih ({as_of}) per 10.000 penduduk",
        "register": "Koperasi dalam register",
    },
)


def _is_rate(filters: Filters) -> bool:
    return str(dict(filters.options)["measure"]).endswith("rate")


def _value(filters: Filters) -> str:
    return "{measure_value:2}" if _is_rate(filters) else "{measure_value}"


def _told_value(answer: Answer, filters: Filters) -> str:
    """The same with its doubt, which a register has not."""
    return _value(filters) + ("{doubt_note}" if "doubt_note" in answer.rows else "")


def _measured_map(answer: Answer, filters: Filters) -> Map:
    return parts.regency_map(answer, filters, _value(filters), _told_value(answer, filters))


@card("growth/registered", figure=_measured_map, of="growth/regency_map?measure=register")
@card(
    "growth/regency_map",
    figure=_measured_map,
    query="growth/by_regency",
    choices=(MEASURES, MAP),
    aliases={"growth/regency_bars": ""},
)
def regency_map(answer: Answer, filters: Filters) -> str:
    """Highest and lowest of all, or what is picked with its rank; then the sum, where adding makes sense."""
    rows, one = answer.rows, first(answer.rows)
    together = ""
    if _is_rate(filters) or rows["is_selected"].sum() == 1:
        pass
    elif not rows["is_selected"].all():
        together = "; bersama-sama {selected_sum}"
    elif is_empty(getattr(one, "guided_sum", None)):
        together = "; seluruhnya {selected_sum}"
    else:
        together = (
            "; {ranked_regencies} kabupaten/kota {selected_sum}, dengan {province_guided} binaan provinsi {guided_sum}"
            ", padahal tercetak {province_printed}{province_printed_doubt_note:aside}"
        )
    said = f"{spread(rows, _told_value(answer, filters)).removesuffix('.')}{write(together, one)}."
    return measured(MEASURES, filters, one, said)


def _undated(row: Any) -> str:
    return write(" Tanggal berdiri {undated} koperasi belum diisi.", row) if row.undated else ""


_FOUNDED = Choice(
    "berdiri", "Koperasi berdiri", {"per-tahun": "per tahun", "kumulatif": "jumlah sampai tahun itu"}, titled=False
)
_EACH_YEAR = Columns(
    "founded_year",
    [Part("Berdiri", "founded")],
    peak=True,
    hover="<b>{founded_year}</b>: {founded} berdiri<br>seluruhnya {founded_so_far}",
)
_SO_FAR = Area("founded_year", "founded_so_far", "{founded_year}: {founded_so_far}")


def _is_so_far(filters: Filters) -> bool:
    return dict(filters.options)[_FOUNDED.name] != _FOUNDED.default


@card(
    "growth/founded",
    figure=lambda answer, filters: (_SO_FAR if _is_so_far(filters) else _EACH_YEAR).on(answer.rows),
    choices=(_FOUNDED,),
    aliases={"growth/founded_so_far": "berdiri=kumulatif"},
)
def founded(answer: Answer, filters: Filters) -> str:
    """How many so far, and the years with the most; or from the first year to the last."""
    rows, start, last = answer.rows, first(answer.rows), first(answer.rows.tail(1))
    if len(rows) == 1:
        alone = "{founded} koperasi berdiri pada {founded_year}; sampai tahun itu {founded_so_far}."
        return write(alone, last) + _undated(last)
    if _is_so_far(filters):
        end = write("{founded_so_far} koperasi pada {founded_year}", last)
        return write("Dari {founded_so_far} koperasi pada {founded_year}", start) + f" menjadi {end}.{_undated(last)}"
    most = rows[rows["founded"] == rows["founded"].max()]
    years = some(write_all("{founded_year}", most), MOST, "{} tahun lain")
    each_year = "masing-masing " if len(most) > 1 else ""
    span = write("{founded_year}", start), write("{founded_year}", last)
    peak = write("{founded}", first(most))
    so_far = write("{founded_so_far} koperasi berdiri sampai {founded_year}", last)
    return f"{so_far}; antara {span[0]} dan {span[1]} paling banyak pada {years}, {each_year}{peak}.{_undated(last)}"


def _commonest(column: str, word: str) -> Say:
    """The most frequent one that is filled in, or all that are equally frequent."""

    def say(answer: Answer, _: Filters) -> str:
        filled = answer.rows[~answer.rows["is_blank"]]
        if filled.empty:
            return write(f"{word.capitalize()} {{cooperatives_sum}} koperasi itu belum diisi.", first(answer.rows))
        most = filled[filled["cooperatives"] == filled["cooperatives"].max()]
        names = some(most[column], MOST, f"{{}} {word} lain")
        share = write("{cooperatives} dari {cooperatives_sum} koperasi, atau {share_pct}", first(most))
        if len(most) > 1:
            return f"{names} sama banyak, dan tidak ada {word} yang lebih banyak: masing-masing {share}."
        return f"{names} adalah {word} terbanyak: {share}."

    return say


def _shares(column: str, word: str) -> Bars:
    return Bars(f"{{{column}}}", "cooperatives", "{cooperatives} ({share_pct})", kind=f"Diagram batang menurut {word}")


card(
    "growth/by_type",
    figure=_shares("cooperative_type", "jenis"),
    choices=(
        Choice(
            "register_by",
            "Koperasi dalam register",
            {"type": "menurut jenis", "group": "menurut kelompok"},
            titled=False,
        ),
    ),
)(_commonest("cooperative_type", "jenis"))

card("growth/by_group", figure=_shares("cooperative_group", "kelompok"), of="growth/by_type?register_by=group")(
    _commonest("cooperative_group", "kelompok")
)

card(
    "growth/by_status",
    figure=parted(
        Stacked,
        "{regency_short}",
        ["regency_code", "regency_short"],
        "cooperative_status",
        STATUS,
        name=str.capitalize,
        largest="regency_cooperatives",
        code="regency_code",
    ),
)(
    sentence(
        "[{inactive_sum:some} dari {cooperatives_sum} koperasi tidak aktif, atau {inactive_pct}"
        "|Tidak ada yang tidak aktif di antara {cooperatives_sum} koperasi]."
    )
)
