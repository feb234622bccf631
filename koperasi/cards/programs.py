"""Program dan kemitraan: modern cooperatives, trainings, packaging and funds. The 30% rule is in facilities.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from koperasi.cards.card import Choice, card
from koperasi.cards.parts import alike, each, first, place, told
from koperasi.look import formats
from koperasi.look.charts import Bars, Columns, Part, Spec, Stacked, Table, Tallies, widen
from koperasi.look.columns import NOT_FILLED, is_empty, write
from koperasi.look.things import BUDGETS
from koperasi.store import Answer, Filters

if TYPE_CHECKING:
    import pandas as pd

_NO_POLA = {"pola": "Sumber tidak merinci program menurut pola pengelolaan; penyaring pola tidak mengubah kartu ini."}
_PROVINCE_ONLY = _NO_POLA | {
    "regencies": "Angka hanya terbit untuk provinsi atau nasional; penyaring kabupaten/kota tidak mengubah kartu ini."
}
_TRAININGS_ABOUT = (
    "Pelatihan dan pendampingan yang diberitakan; bukan daftar lengkap, sehingga banyaknya berita bukan ukuran "
    "kegiatan. Yang baru direncanakan disebut rencana. Peserta kosong bila sumber tidak menyebutnya, dan "
    "kegiatan tingkat provinsi tidak masuk kabupaten/kota mana pun."
)
_REGISTER_YEAR = "Tahun adalah tahun mulai pelatihan; pelatihan tingkat provinsi tidak masuk kabupaten/kota mana pun."
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
    "Koperasi modern, calon, dan rencananya",
    "Koperasi yang ditetapkan sebagai koperasi modern menurut catatan dinas. Calon dan rencana jumlah 2024 bukan "
    "realisasi: hasil verifikasi kementerian belum diketahui. Jumlah memuat yang baru: jangan dijumlahkan. Nama "
    "berdiri di tahun penetapannya; sumbernya tidak menyebut kabupaten/kotanya.",
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
    aliases=("programs/modern_names",),
    unmoved=_PROVINCE_ONLY,
)
def modern(answer: Answer, _: Filters) -> str:
    """The newest total with what was added year by year, and the candidates."""
    new, whole, candidates = (
        answer.rows[answer.rows["indicator"] == f"modern_cooperatives_{it}"] for it in ("new", "total", "candidates")
    )
    added = told("{cooperatives} baru pada {as_of}", new)
    so_far = told("{cooperatives} koperasi modern sampai {as_of}", whole.tail(1))
    if added:
        so_far = f"{so_far} ({added})" if so_far else added.replace(" baru", " koperasi modern baru", 1)
    planned = "{cooperatives} calon pada {as_of} baru rencana, hasil verifikasinya belum diketahui"
    words = [it for it in (so_far, told(planned, candidates.tail(1))) if it]
    said = "; ".join(words or ["hanya ada rencana, belum ada yang ditetapkan"])
    return f"{answer.province.name}: {said}."


@card(
    "programs/modern_target",
    "Target nasional koperasi modern",
    "Target kumulatif yang dicanangkan kementerian untuk seluruh Indonesia. Target untuk {province} tidak ditemukan, "
    "jadi jumlah di provinsi ini tidak dibandingkan dengannya.",
    figure=Tallies((), "{cooperatives}", "Target untuk {as_of}", "koperasi modern, {region_name}"),
    unmoved=_PROVINCE_ONLY,
)
def modern_target(answer: Answer, _: Filters) -> str:
    """Every target that was ever named."""
    words = told("{cooperatives} ({as_of})", answer.rows)
    return f"Target nasional yang pernah disebut: {words} koperasi modern; bukan target {answer.province.name}."


def _by_year(rows: pd.DataFrame, by: str, colours: Mapping[str, str], kind: str) -> Stacked:
    """Trainings stacked by year, what is frequent first; grey is blank, or new to the table of colours."""
    sums = rows.groupby([rows["is_blank"], by])["trainings"].sum().sort_values(ascending=False, kind="stable")
    order = sums.sort_index(level="is_blank", sort_remaining=False, kind="stable").index
    parts = [Part(formats.capital(it), it, "muted" if blank else colours.get(it, "soft")) for blank, it in order]
    wide = widen(rows, ["training_year"], by, "trainings").sort_values("training_year")
    return Stacked("{training_year}", parts, kind=f"Diagram batang bertumpuk menurut tahun dan {kind}", rows=wide)


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


@card(
    "programs/trainings",
    "Pelatihan yang diberitakan",
    _TRAININGS_ABOUT,
    figure=_trainings_table,
    aliases=("programs/trainings_by_year",),
    unmoved=_NO_POLA,
)
def trainings(answer: Answer, filters: Filters) -> str:
    """How many were held, how many came to those that say so, and how many are planned."""
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
    return f"Di {here}, {write(held + came + planned, row)}."


def _by_sex(answer: Answer, _: Filters) -> Spec | None:
    """By year; a training without one is in the table."""
    dated = answer.rows[answer.rows["training_year"].notna()]
    parts = [Part("Perempuan", "women"), Part("Laki-laki", "men", "second")]
    return None if dated.empty else Columns("training_year", parts).on(dated)


@card(
    "programs/trainees",
    "Peserta pelatihan menurut tahun dan jenis kelamin",
    "Dihitung dari register pelatihan. Orang yang ikut dua pelatihan terhitung dua kali; pelatihan yang pesertanya "
    "belum diisi tidak menambah apa pun dan disebut banyaknya. " + _REGISTER_YEAR,
    figure=_by_sex,
    unmoved=_NO_POLA,
)
def trainees(answer: Answer, filters: Filters) -> str:
    """How many came, the share of women, and how many trainings do not say."""
    row, here = first(answer.rows), place(answer, filters)
    undated = "; {trainings_undated_sum} pelatihan tanpa tanggal" if row.trainings_undated_sum else ""
    if is_empty(row.women_sum_pct):
        zero = f"{{trainings_zero_sum}} tanpa peserta dan {{trainings_blank_sum}} {NOT_FILLED} pesertanya"
        when = " pada {training_years}; " if row.training_years else "; "
        return f"Di {here}, {write('{trainings_sum} pelatihan' + when + zero + undated, row)}."
    when = " {training_years}, " if row.training_years else ", "
    came = "{trainees_sum} peserta pada {trainings_sum} pelatihan" + when + "{women_sum_pct} perempuan"
    blank = "; {trainings_blank_sum} pelatihan belum mengisi pesertanya" if row.trainings_blank_sum else ""
    return f"Di {here}, {write(came + blank + undated, row)}."


@card(
    "programs/training_budgets",
    "Pelatihan menurut sumber anggaran",
    "Banyaknya pelatihan dalam register menurut sumber anggarannya; yang tidak terisi disebut “Belum diisi”. "
    + _REGISTER_YEAR,
    figure=lambda answer, _: _by_year(answer.rows, "budget_source", BUDGETS, "sumber anggaran"),
    unmoved=_NO_POLA,
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
    "Rumah kemasan yang diberitakan",
    "Rumah kemasan pemerintah daerah yang diberitakan, dengan waktu peresmian atau mulai dan biayanya. "
    "Daftar ini mungkin tidak lengkap, dan biaya antardaerah belum tentu mencakup hal yang sama.",
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
    unmoved=_NO_POLA
    | {"years": "Tanggal salah satu rumah kemasan tidak ditemukan; penyaring tahun tidak mengubah kartu ini."},
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
    "Mesin kemasan dan kondisinya",
    "Mesin kemasan yang diserahkan menurut register, dengan kondisinya terakhir; kondisi atau tanggal serah yang "
    "kosong disebut belum diisi. Penyaring tahun memakai tahun serah dan melewatkan mesin tanpa tanggal.",
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
    unmoved=_NO_POLA,
)
def machines(answer: Answer, filters: Filters) -> str:
    """How many work, and the largest groups of several."""
    rows, whole = answer.rows, first(answer.rows)
    working = "{machines_working_sum} dari {machines_known_sum} mesin yang kondisinya diisi berfungsi"
    blank = f"{{machines_blank_sum}} {NOT_FILLED}{'' if whole.machines_known_sum else ' kondisinya'}"
    said = "; ".join([working] * bool(whole.machines_known_sum) + [blank] * bool(whole.machines_blank_sum))
    best = rows[rows["group_rank"] == 1]
    most = ""
    if whole.groups_sum > 1 and len(best) < whole.groups_sum:
        apiece = "masing-masing " if len(best) > 1 else ""
        named = alike(best, "{machine_group}", "{groups_alike} kelompok")
        most = f" Terbanyak: {named}, {apiece}{write('{machines}', first(best))} mesin."
    return f"Di {place(answer, filters)}, {write(said, whole)}.{most}"


@card(
    "programs/funds",
    "Dana dan KUR yang disebut sumber",
    "Angka dana yang disebut pejabat atau media. Angka 2025 kemungkinan besar plafon dan penyaluran Kredit Usaha "
    "Rakyat (KUR), bukan anggaran dinas, jadi ditandai diragukan dan tidak dijadikan temuan.",
    figure=Bars(
        "{indicator_label}, {as_of}{doubt_note}",
        "funds",
        "{about}{funds}",
        by="is_suspect",
        colours={True: "muted"},
        hatched="is_odd",
    ),
    unmoved=_PROVINCE_ONLY,
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


@card(
    "programs/airport_gallery",
    "Gerai UKM di Bandara Syamsudin Noor",
    "UKM yang mendaftar dan yang lolos kurasi untuk gerai di bandara pada Agustus 2021; bukan luas ruang, jadi bukan "
    "ukuran pemenuhan aturan 30%.",
    figure=Tallies((), "{small_firms}", "{indicator_label}", "{as_of}"),
    unmoved=_PROVINCE_ONLY,
)
def airport_gallery(answer: Answer, _: Filters) -> str:
    """Of those that applied, how many were selected."""
    curated = answer.rows.query("indicator == 'airport_gallery_ukm_curated'")
    return told("{small_firms} dari {small_firms_applied} UKM pendaftar lolos kurasi gerai bandara ({as_of}).", curated)
