"""The 30% rule: what it says and covers, and the register of facilities against it.

Space for small firms is judged in queries/tables/facilities.sql; nothing here decides what is compliant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from koperasi.cards.card import Choice, Zero, card
from koperasi.cards.parts import each, first, none_if_zero, place, told
from koperasi.look.charts import Bars, Dots, Part, Stacked, Table, Tallies
from koperasi.look.columns import write
from koperasi.store import Answer, Filters

if TYPE_CHECKING:
    import pandas as pd

_LISTED = 10
_NO_POLA = {"pola": "Ruang usaha tidak memiliki pola pengelolaan koperasi; penyaring pola tidak mengubah kartu ini."}
_STATE_ONLY = _NO_POLA | {
    "years": "Register memuat keadaan pemeriksaan terakhir tiap fasilitas; penyaring tahun tidak mengubah kartu ini."
}
_RULE_ONLY = _NO_POLA | {
    "regencies": "Aturan berlaku untuk semua wilayah; penyaring kabupaten/kota tidak mengubah kartu ini.",
    "years": "Kartu ini menunjukkan status aturan terakhir yang ditemukan; penyaring tahun tidak mengubahnya.",
}
_ABOUT = (
    "Area komersial bagi usaha mikro dan kecil (UMK) dibagi seluruh area komersial fasilitas. Tepat 30% memenuhi; "
    "persen dibulatkan ke bawah. Yang belum diukur tidak dihitung memenuhi maupun kurang. Hotel dan waralaba hanya ada "
    "dalam rencana pergub, jadi belum wajib."
)
_NOTHING = "Tidak ada fasilitas dalam register di {}."
_GOOD, _GOOD_PP7 = "{compliant_sum} dari {measured_sum}", "{pp7_compliant_sum} dari {pp7_measured_sum}"
_UNMEASURED = "{unmeasured_sum} fasilitas, semuanya belum diukur"
_NAMED = "{facility_name}, {regency_short}"
_STATES = [
    Part("Memenuhi", "facilities_compliant"),
    Part("Kurang", "facilities_short", "fourth"),
    Part("Belum diukur", "facilities_unmeasured", "muted"),
]


@card(
    "programs/rules",
    "Aturan 30% ruang bagi usaha mikro dan kecil",
    "Tiga aturan yang disebut sumber dan statusnya. Hanya PP 7/2021 yang terbukti berlaku: Pasal 60 tentang ruang dan "
    "Pasal 67 tentang sewa, paling tinggi 30% dari sewa komersial. Hotel dan waralaba tidak ada dalam daftar PP itu.",
    figure=Table(
        columns={"Aturan": "{rule_short}", "Keadaan": "{rule_state}", "Cakupan": "{rule_covers}"},
        prose=True,
        kind="Daftar aturan",
    ),
    unmoved=_RULE_ONLY,
)
def rules(answer: Answer, _: Filters) -> str:
    """What is in force, and what is not proven to be."""
    pending = answer.rows["is_pending"]
    waiting = "; ".join(write("{rule_short:lower} {rule_state}", row) for row in each(answer.rows[pending]))
    return (
        f"{told('{rule_number}', answer.rows[~pending])} berlaku; {waiting}. "
        "Hotel dan waralaba hanya disebut dalam pengumuman pergub, tidak dalam PP."
    )


@card(
    "programs/public_infrastructure",
    "Area komersial untuk UMKM di infrastruktur publik secara nasional",
    "Bagian area komersial infrastruktur publik yang disediakan bagi UMKM menurut pemantauan kementerian di seluruh "
    "Indonesia pada 2022, sebagai konteks. Angka ini menghitung hal lain daripada "
    "register fasilitas di halaman ini dan tidak dibandingkan dengannya; batas sewa belum terpenuhi menurut sumbernya.",
    figure=Tallies((), "{figure_value:unit}", "{indicator_short}", "{region_name}, {as_of}"),
    unmoved=_NO_POLA | {"regencies": "Angka nasional; penyaring kabupaten/kota tidak mengubah kartu ini."},
)
def public_infrastructure(answer: Answer, _: Filters) -> str:
    """The share of the commercial area, and how much that is."""
    found = {row.indicator.removeprefix("public_infrastructure_umkm_"): row for row in each(answer.rows)}
    share = write("Nasional {as_of}: {figure_value:percent} area komersial infrastruktur publik", found["share_pct"])
    area = write("untuk UMKM, seluas {figure_value} m²", found["area"])
    return f"{share} {area}. Bukan angka {answer.province.name} dan tidak sebanding dengan register fasilitas."


@card(
    "programs/facility_share",
    "Bagian ruang UMK tiap fasilitas",
    _ABOUT,
    figure=Dots(
        "{facility_kind} ({kind_measured} terukur)",
        "space_pct",
        "compliance",
        {"memenuhi": ("Memenuhi", "first", "circle"), "kurang": ("Kurang", "fourth", "x")},
        hover=f"{_NAMED}: {{space_pct}} ({{small_firms_m2}} dari {{commercial_m2}} m²)",
        at="required_pct",
    ),
    aliases=("profile/facilities",),
    unmoved=_STATE_ONLY,
)
def facility_share(answer: Answer, filters: Filters) -> str:
    """How many provide the share, of all and of the kinds named in force, and how many exactly."""
    whole, here = first(answer.rows), place(answer, filters)
    if not whole.measured_sum:
        return f"Di {here}, {write(_UNMEASURED, whole)}."
    unmeasured = "; {unmeasured_sum} belum diukur" if whole.unmeasured_sum else ""
    named = f" Di antara jenis yang disebut PP 7/2021: {_GOOD_PP7}." if whole.pp7_measured_sum else ""
    exact = " Tepat {required_pct:percent}: {exact_sum}, terhitung memenuhi." if whole.exact_sum else ""
    said = f"{_GOOD} fasilitas terukur menyediakan sedikitnya {{required_pct:percent}}{unmeasured}.{named}{exact}"
    return f"Di {here}, {write(said, whole)}"


_BY = Choice(
    "facility_by", "Rincian fasilitas", {"kind": "menurut jenis", "regency": "menurut kabupaten/kota"}, titled=False
)


def _by_regency(filters: Filters) -> bool:
    return dict(filters.options)[_BY.name] == "regency"


def _state_bars(answer: Answer, filters: Filters) -> Stacked:
    if _by_regency(filters):
        return Stacked("{regency_short} ({facilities})", _STATES, "regency_code").on(answer.rows)
    return Stacked("{facility_kind} ({facilities})", _STATES, divided="in_pp7").on(answer.rows)


@card(
    "programs/facility_by_kind",
    "Pemenuhan 30% menurut jenis fasilitas atau wilayah",
    _ABOUT + " Garis titik-titik memisahkan jenis yang disebut PP 7/2021 dari yang tidak; menurut wilayah, angka jenis "
    "yang disebut PP 7/2021 saja ada di tabel.",
    figure=none_if_zero("facilities_sum", _state_bars),
    choices=(_BY,),
    aliases=("programs/facility_by_regency",),
    switch={"regency": "programs/facility_by_regency"},
    unmoved=_STATE_ONLY,
)
def facility_by_kind(answer: Answer, filters: Filters) -> str:
    """The kinds named in force, then the others; or by regency, with the square metres that are missing."""
    whole, here = first(answer.rows), place(answer, filters)
    if not whole.facilities_sum:
        return _NOTHING.format(here)
    return _told_by_regency(answer.rows, here) if _by_regency(filters) else _told_by_kind(whole, here)


def _told_by_kind(whole: Any, here: str) -> str:
    """ "0 dari 0" says nothing."""
    named = f"{_GOOD_PP7} fasilitas terukur jenis yang disebut PP 7/2021 memenuhi"
    others = (
        "{other_compliant_sum} dari {other_measured_sum} fasilitas terukur jenis lain, yang belum wajib atau belum "
        "dipastikan, memenuhi"
    )
    said = [*[named] * bool(whole.pp7_measured_sum), *[others] * bool(whole.other_measured_sum)]
    return f"Di {here}, {write('; '.join(said) or '{facilities_sum} fasilitas, semuanya belum diukur', whole)}."


def _told_by_regency(rows: pd.DataFrame, here: str) -> str:
    """How many provide the share, and where most square metres are missing."""
    whole = first(rows)
    if not whole.measured_sum:
        return f"Di {here}, {write('{facilities_sum} fasilitas, semuanya belum diukur.', whole)}"
    lacking = rows[(rows["missing_m2_sum"] == rows["missing_m2_sum"].max()) & (rows["missing_m2_sum"] > 0)]
    most = "" if lacking.empty else write("{missing_m2_sum} m²", first(lacking))
    if len(rows) > 1:
        most = f" Kekurangan terbesar: {told('{regency_short}', lacking)}, {most}." if most else ""
    elif most:
        most = f" Kekurangannya {most}."
    named = f", dan {_GOOD_PP7} yang jenisnya disebut PP 7/2021" if whole.pp7_measured_sum else ""
    return f"Di {here}, {write(f'{_GOOD} fasilitas terukur memenuhi{named}.', whole)}{most}"


def _none_short(answer: Answer, filters: Filters) -> str:
    """Nothing falls short of the share: all that are measured provide it, or none is measured."""
    whole = first(answer.rows)
    said = "tidak ada fasilitas terukur yang kurang dari {required_pct:percent}; {compliant_sum} memenuhi"
    unmeasured = " dan {unmeasured_sum} belum diukur" if whole.unmeasured_sum else ""
    if not whole.measured_sum:
        said, unmeasured = _UNMEASURED, ""
    return f"Di {place(answer, filters)}, {write(said + unmeasured, whole)}."


@card(
    "programs/facility_missing",
    "Fasilitas yang kurang dari 30% dan kekurangannya",
    _ABOUT + " Kekurangan adalah meter persegi utuh yang harus ditambah agar mencapai 30%.",
    figure=Bars(
        _NAMED,
        "missing_m2",
        "{missing_m2} m²",
        by="in_pp7",
        colours={False: "fourth"},
        planned="is_uncertain",
        more=f"{_NAMED} (kini {{space_pct}}, {{rule_label}})",
        key={"jenis disebut PP 7/2021": ("first", False), "jenis lain": ("fourth", True)},
        most=_LISTED,
        things="fasilitas",
    ),
    unmoved=_STATE_ONLY,
    zero=Zero("programs/facility_share", _none_short),
)
def facility_missing(answer: Answer, filters: Filters) -> str:
    """How many are below the share and by how much, and how many of these are of a kind named in force."""
    one = first(answer.rows)
    whole = "{short_sum} fasilitas kurang dari {required_pct:percent}, seluruhnya kurang {short_m2_sum} m²"
    named = "{pp7_short_sum} di antaranya ({pp7_short_m2_sum} m²) jenis yang disebut PP 7/2021"
    if not one.pp7_short_sum:
        named = "tidak satu pun jenis yang disebut PP 7/2021"
    return f"Di {place(answer, filters)}, {write(f'{whole}; {named}.', one)}"
