"""The 30% rule: what it says and covers, and the register of facilities against it.

Space for small firms is judged in queries/tables/facilities.sql; nothing here decides what is compliant.
"""

from __future__ import annotations

from koperasi.cards.card import Choice, Zero, card, sentence
from koperasi.cards.parts import each, first, told
from koperasi.look.charts import Bars, Dots, Part, Stacked, Table, Tallies
from koperasi.look.columns import write
from koperasi.store import Answer, Filters

_LISTED = 10
_UNMEASURED = "{unmeasured_sum} fasilitas, semuanya belum diukur"
_NAMED = "{facility_name}, {regency_short}"
_STATES = [
    Part("Memenuhi", "facilities_compliant"),
    Part("Kurang", "facilities_short", "fourth"),
    Part("Belum diukur", "facilities_unmeasured", "muted"),
]


@card(
    "programs/rules",
    figure=Table(
        columns={"Aturan": "{rule_short}", "Keadaan": "{rule_state}", "Cakupan": "{rule_covers}"},
        prose=True,
        kind="Daftar aturan",
    ),
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
    figure=Tallies((), "{figure_value:unit}", "{indicator_short}", "{region_name}, {as_of}"),
    aliases={"programs/airport_gallery": ""},
)
def public_infrastructure(answer: Answer, _: Filters) -> str:
    """The share of the commercial area, and how much that is; how many of those that applied for the gallery got in."""
    found = {row.indicator.removeprefix("public_infrastructure_umkm_"): row for row in each(answer.rows)}
    share = write("Nasional {as_of}: {figure_value:percent} area komersial infrastruktur publik", found["share_pct"])
    area = write("untuk UMKM, seluas {figure_value} m²", found["area"])
    curated = answer.rows[answer.rows["indicator"] == "airport_gallery_ukm_curated"]  # not every province has one
    gallery = told(
        "{figure_value} dari {small_firms_applied} UKM pendaftar lolos kurasi gerai bandara ({as_of})", curated
    )
    here = answer.province.name
    here = f"{here}: {gallery}" if gallery else f"Tidak ada angka {here}"
    return f"{share} {area}. {here}. Semuanya tidak sebanding dengan register fasilitas."


@card(
    "programs/facility_share",
    figure=Dots(
        "{facility_kind} ({kind_measured} terukur)",
        "space_pct",
        "compliance",
        {"memenuhi": ("Memenuhi", "first", "circle"), "kurang": ("Kurang", "fourth", "x")},
        hover=f"{_NAMED}: {{space_pct}} ({{small_firms_m2}} dari {{commercial_m2}} m²)",
        at="required_pct",
    ),
    choices=(
        Choice("facility_shown", "Tiap fasilitas", {"share": "bagian ruang", "missing": "kekurangan"}, titled=False),
    ),
    aliases={"profile/facilities": ""},
)
def facility_share(answer: Answer, filters: Filters) -> str:
    """How many provide the share, of all and of the kinds named in force, and how many exactly."""
    if not first(answer.rows).measured_sum:
        return sentence(f"Di {{here}}, {_UNMEASURED}.")(answer, filters)
    said = "{compliant_sum} dari {measured_sum} fasilitas terukur menyediakan sedikitnya {required_pct:percent}"
    named = " Di antara jenis yang disebut PP 7/2021: {pp7_compliant_sum} dari {pp7_measured_sum:some}."
    exact = " Tepat {required_pct:percent}: {exact_sum:some}, terhitung memenuhi."
    unmeasured = "; {unmeasured_sum:some} belum diukur"
    return sentence(f"Di {{here}}, {said}[{unmeasured}].[{named}][{exact}]")(answer, filters)


_NAMED_KINDS = (
    "{pp7_compliant_sum} dari {pp7_measured_sum:some} fasilitas terukur jenis yang disebut PP 7/2021 memenuhi"
)
_BESIDE = " Jenis lain, yang belum wajib atau belum dipastikan: {other_compliant_sum} dari {other_measured_sum:some}"
_OTHERS = (
    "{other_compliant_sum} dari {other_measured_sum:some} fasilitas terukur jenis lain, yang belum wajib atau belum "
    "dipastikan, memenuhi"
)
_NO_FACILITY = ("facilities_sum", "Tidak ada fasilitas dalam register di {here}.")
_ALL_UNMEASURED = "{facilities_sum} fasilitas, semuanya belum diukur"

card(
    "programs/facility_by_kind",
    figure=Stacked("{facility_kind} ({facilities})", _STATES, divided="in_pp7"),
    none=_NO_FACILITY,
    choices=(
        Choice(
            "facility_by",
            "Rincian fasilitas",
            {"kind": "menurut jenis", "regency": "menurut kabupaten/kota"},
            titled=False,
        ),
    ),
)(sentence(f"Di {{here}}, [{_NAMED_KINDS}.{_BESIDE}|{_NAMED_KINDS}|{_OTHERS}|{_ALL_UNMEASURED}]."))


@card(
    "programs/facility_by_regency",
    figure=Stacked("{regency_short} ({facilities})", _STATES, "regency_code"),
    none=_NO_FACILITY,
    of="programs/facility_by_kind?facility_by=regency",
)
def facility_by_regency(answer: Answer, filters: Filters) -> str:
    """How many provide the share, and where most square metres are missing."""
    rows = answer.rows
    lacking = rows[(rows["missing_m2_sum"] == rows["missing_m2_sum"].max()) & (rows["missing_m2_sum"] > 0)]
    most = "" if lacking.empty else write("{missing_m2_sum} m²", first(lacking))
    if len(rows) > 1:
        most = f" Kekurangan terbesar: {told('{regency_short}', lacking)}, {most}." if most else ""
    elif most:
        most = f" Kekurangannya {most}."
    good = "{compliant_sum} dari {measured_sum:some} fasilitas terukur memenuhi"
    named = ", dan {pp7_compliant_sum} dari {pp7_measured_sum:some} yang jenisnya disebut PP 7/2021"
    return sentence(f"Di {{here}}, [{good}{named}|{good}|{_ALL_UNMEASURED}].")(answer, filters) + most


# nothing falls short of the share: all that are measured provide it, or none is measured
_FINE = "tidak ada fasilitas terukur yang kurang dari {required_pct:percent}; {compliant_sum:some} memenuhi"
_NONE_SHORT = sentence(f"Di {{here}}, [{_FINE} dan {{unmeasured_sum:some}} belum diukur|{_FINE}|{_UNMEASURED}].")


card(
    "programs/facility_missing",
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
    of="programs/facility_share?facility_shown=missing",
    zero=Zero("programs/facility_share", _NONE_SHORT),
)(
    # how many are below the share and by how much, and how many of these are of a kind named in force
    sentence(
        "Di {here}, {short_sum} fasilitas kurang dari {required_pct:percent}, seluruhnya kurang {short_m2_sum} m²; "
        "[{pp7_short_sum:some} di antaranya ({pp7_short_m2_sum} m²)|tidak satu pun] jenis yang disebut PP 7/2021."
    )
)
