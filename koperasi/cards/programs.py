"""Program dan kemitraan: modern cooperatives, trainings, packaging and funds. The 30% rule is in facilities.py."""

from __future__ import annotations

from typing import Any

from koperasi.cards.card import Choice, card, place, sentence
from koperasi.cards.parts import alike, each, first, leading, parted, told
from koperasi.look import formats
from koperasi.look.charts import Bars, Columns, Part, Spec, Stacked, Table
from koperasi.look.columns import NOT_FILLED, is_empty, write
from koperasi.look.things import BUDGETS
from koperasi.store import Answer, Filters

_MACHINES_BY = Choice(
    "machines_by",
    "Rincian mesin kemasan",
    {
        "kind": "menurut jenis",
        "recipient": "menurut penerima",
        "regency": "menurut wilayah",
        "year": "menurut tahun serah",
    },
)


@card(
    "programs/modern",
    figure=Table(
        columns={
            "Waktu": "{as_of}",
            "Yang dihitung": "{indicator_label}",
            "Koperasi": "{cooperatives}",
            "Yang disebut namanya": "{cooperative_names}",
        },
        prose=True,
        kind="Daftar koperasi modern",
    ),
    aliases={"programs/modern_names": "", "programs/modern_target": ""},
)
def modern(answer: Answer, _: Filters) -> str:
    """The newest total with what was added year by year, the candidates, and every target that the nation had."""
    kinds = ("new", "total", "candidates", "national_target")
    new, whole, candidates, targets = (
        answer.rows[answer.rows["indicator"] == f"modern_cooperatives_{it}"] for it in kinds
    )
    added = told("{cooperatives} baru pada {as_of}", new)
    so_far = told("{cooperatives} koperasi modern sampai {as_of}", whole.tail(1))
    if added:
        so_far = f"{so_far} ({added})" if so_far else added.replace(" baru", " koperasi modern baru", 1)
    planned = "{cooperatives} calon pada {as_of} baru rencana, hasil verifikasinya belum diketahui"
    words = [it for it in (so_far, told(planned, candidates.tail(1))) if it]
    none = "hanya ada rencana" if len(answer.rows) > len(targets) else "tidak ada angka sendiri"
    nation = told("{cooperatives} ({as_of})", targets)
    said = f"{answer.province.name}: {'; '.join(words or [f'{none}, belum ada yang ditetapkan'])}."
    return f"{said} Target nasional yang pernah disebut: {nation}." if nation else said


def _trainings_table(answer: Answer, _: Filters) -> Table:
    """The newest first; a source that does not say how many came is no zero, and a plan is no event."""
    came = [_came(row) for row in each(answer.rows)]
    return Table(
        columns={
            "Waktu": "{as_of}",
            "Wilayah": "{place_short:capital}",
            "Topik": "{topic}",
            "Sasaran": "{audience}",
            "Peserta": "{came}",
        },
        prose=True,
        kind="Daftar pelatihan",
        things="pelatihan",
    ).on(answer.rows.assign(came=came))


def _came(row: Any) -> str:
    known = write("{about}{trainees}", row)
    return write("{trainees_unknown}", row) if is_empty(row.trainees) else known + " (rencana)" * bool(row.is_plan)


@card("programs/trainings", figure=_trainings_table, aliases={"programs/trainings_by_year": ""})
def trainings(answer: Answer, filters: Filters) -> str:
    """How many were held, how many came to those that say so, how many are planned, and to which the most came."""
    row, here = first(answer.rows), place(answer, filters)
    if not row.trainings_held:
        return f"Di {here}, hanya ada rencana pelatihan, belum ada yang diberitakan terlaksana."
    held = "{trainings_held} pelatihan diberitakan pada {training_years}"
    if not row.trainings_told:
        came = "; jumlah pesertanya tidak disebut"
    elif row.trainings_told == row.trainings_held:
        came = ", dengan {trainees_about}{trainees_sum} peserta"
    else:
        came = "; {trainings_told} menyebut pesertanya, {trainees_about}{trainees_sum} orang seluruhnya"
    planned = "; {trainings_planned} lainnya baru rencana" if row.trainings_planned else ""
    said = f"Di {here}, {write(held + came + planned, row)}."
    if row.trainings_told < 2:
        return said
    many = "{about}{trainees} peserta pada {trainees_alike} pelatihan"
    return f"{said} Terbanyak: {leading(answer.rows, 'trainees_rank', '{topic} ({about}{trainees})', many, 1)}."


def _by_sex(answer: Answer, _: Filters) -> Spec | None:
    """By year; a training without one is in the table."""
    dated = answer.rows[answer.rows["training_year"].notna()]
    parts = [Part("Perempuan", "women"), Part("Laki-laki", "men", "second")]
    return None if dated.empty else Columns("training_year", parts).on(dated)


@card(
    "programs/trainees",
    figure=_by_sex,
    choices=(Choice("trainings_by", "Pelatihan", {"trainees": "peserta", "budget": "sumber anggaran"}, titled=False),),
)
def trainees(answer: Answer, filters: Filters) -> str:
    """How many came, the share of women, and how many trainings do not say."""
    came = (
        "{trainees_sum} peserta pada {trainings_sum} pelatihan[ {training_years:some}], {women_sum_pct} perempuan"
        "[; {trainings_blank_sum:some} pelatihan belum mengisi pesertanya]"
    )
    none = (
        "{trainings_sum} pelatihan[ pada {training_years:some}]; {trainings_zero_sum} tanpa peserta dan "
        f"{{trainings_blank_sum}} {NOT_FILLED} pesertanya"
    )
    said = none if is_empty(first(answer.rows).women_sum_pct) else came
    return sentence(f"Di {{here}}, {said}[; {{trainings_undated_sum:some}} pelatihan tanpa tanggal].")(answer, filters)


@card(
    "programs/training_budgets",
    figure=parted(
        Stacked,
        "{training_year}",
        ["training_year"],
        "budget_source",
        BUDGETS,
        value="trainings",
        name=formats.capital,
        kind="Diagram batang bertumpuk menurut tahun dan sumber anggaran",
    ),
    of="programs/trainees?trainings_by=budget",
)
def training_budgets(answer: Answer, filters: Filters) -> str:
    """How many from each source."""
    order = {"source_trainings": False, "budget_source": True}
    sources = answer.rows.drop_duplicates("budget_source").sort_values(list(order), ascending=list(order.values()))
    known, blank = sources[~sources["is_blank"]], sources[sources["is_blank"]]
    if known.empty:
        whole = write(f"sumber anggaran {{trainings_sum}} pelatihan semuanya {NOT_FILLED}", first(blank))
        return f"Di {place(answer, filters)}, {whole}."
    words = write("{trainings_sum} pelatihan menurut anggaran: ", first(known))
    words = f"Di {place(answer, filters)}, {words}{told('{budget_source} {source_trainings}', known)}"
    return words + told(f"; {{source_trainings}} {NOT_FILLED}", blank) + "."


@card(
    "programs/packaging_houses",
    figure=Table(
        columns={
            "Kabupaten/kota": "{regency_short}",
            "Lokasi": "{house_location}",
            "Mulai": "{house_since}",
            "Biaya": "{house_cost}",
        },
        prose=True,
        kind="Daftar rumah kemasan",
    ),
)
def packaging_houses(answer: Answer, _: Filters) -> str:
    """Where they are, and what is known of their cost."""
    rows = answer.rows
    found = write("{houses} rumah kemasan diberitakan, di ", first(rows)) + told("{regency_short}", rows)
    costs = rows[rows["house_cost"].notna()]
    if costs.empty:
        return f"{found}; biayanya tidak disebut."
    if len(rows) == 1:
        return f"{found}, dengan biaya {write('{house_cost}', first(costs))}."
    return f"{found}; biaya yang disebut: {told('{regency_short} {house_cost}', costs)}."


@card(
    "programs/machines",
    figure=Stacked(
        "{machine_group} ({machines})",
        [
            Part("Berfungsi", "machines_working"),
            Part("Rusak", "machines_broken", "fourth"),
            Part("Tidak dipakai", "machines_idle", "second"),
            Part("Belum diisi", "machines_blank", "muted"),
        ],
        "regency_code",
    ),
    choices=(_MACHINES_BY,),
)
def machines(answer: Answer, filters: Filters) -> str:
    """How many work, and the largest groups of several."""
    rows, whole = answer.rows, first(answer.rows)
    working = "{machines_working_sum} dari {machines_known_sum:some} mesin yang kondisinya diisi berfungsi"
    blank = f"{{machines_blank_sum:some}} {NOT_FILLED}"
    best = rows[rows["group_rank"] == 1]
    most = ""
    if whole.groups_sum > 1 and len(best) < whole.groups_sum:
        apiece = "masing-masing " if len(best) > 1 else ""
        named = alike(best, "{machine_group}", "{groups_alike} kelompok")
        most = f" Terbanyak: {named}, {apiece}{write('{machines}', first(best))} mesin."
    return sentence(f"Di {{here}}, [{working}; {blank}|{working}|{blank} kondisinya].")(answer, filters) + most


@card(
    "programs/funds",
    figure=Bars(
        "{indicator_label}, {as_of}{doubt_note}",
        "funds",
        "{about}{funds}",
        by="is_suspect",
        colours={True: "muted"},
        hatched="is_odd",
    ),
)
def funds(answer: Answer, _: Filters) -> str:
    """What is not suspect; of the rest only that it is."""
    suspect = answer.rows[answer.rows["is_suspect"]]
    sure = told("{indicator_label} {about}{funds} ({as_of}{doubt_note})", answer.rows.drop(suspect.index))
    doubt = ""
    if len(suspect):
        doubt = write("{figures_suspect} angka ", first(suspect)) + formats.as_of_span(suspect["as_of"])
        doubt += " diragukan: kemungkinan besar KUR, bukan anggaran dinas"
    return f"{answer.province.name}: {'; '.join(filter(None, (sure, doubt)))}."
