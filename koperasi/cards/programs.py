"""Program dan kemitraan: modern cooperatives, trainings, packaging and funds. The 30% rule is in facilities.py."""

from __future__ import annotations

import pandas as pd

from koperasi.cards.card import Choice, card
from koperasi.cards.parts import first, told
from koperasi.look import formats
from koperasi.look.charts import Bars, Boxes, Columns, Part, Spec, Stacked, widen
from koperasi.look.columns import NOT_FILLED, write
from koperasi.look.ink import CATEGORIES
from koperasi.store import Answer, Filters

_NO_POLA = {"pola": "Sumber tidak merinci program menurut pola pengelolaan; penyaring pola tidak mengubah kartu ini."}
_PROVINCE_ONLY = _NO_POLA | {
    "regencies": "Angka hanya terbit untuk provinsi atau nasional; penyaring kabupaten/kota tidak mengubah kartu ini."
}
_TRAININGS_ABOUT = (
    "Pelatihan dan pendampingan yang diberitakan; bukan daftar lengkap, sehingga banyaknya berita bukan ukuran "
    "kegiatan. Yang baru direncanakan disebut rencana. Peserta kosong bila sumber tidak menyebutnya, dan "
    "kegiatan tingkat provinsi tidak masuk kabupaten/kota mana pun. Tahun tanpa berita tidak digambar."
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
    "realisasi: hasil verifikasi kementerian tidak ditemukan. Batang “jumlah” memuat yang baru: jangan dijumlahkan.",
    figure=Bars(
        "{indicator_label}, {as_of}",
        "cooperatives",
        "{cooperatives}",
        by="is_plan",
        colours={True: "third"},
        hatched="is_plan",
        key={"ditetapkan": ("first", False), "calon dan rencana": ("third", True)},
    ),
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
    planned = "{cooperatives} calon pada {as_of} baru rencana, hasil verifikasinya tidak ditemukan"
    words = [it for it in (so_far, told(planned, candidates.tail(1))) if it]
    return "; ".join(words or ["Hanya ada rencana, tidak ada angka realisasi"]) + "."


@card(
    "programs/modern_names",
    "Nama koperasi modern",
    "Empat koperasi modern yang disebut namanya, menurut tahun penetapan; kabupaten/kotanya tidak disebut. Tiga pilar "
    "koperasi modern dicari di semua sumber dasbor ini dan tidak ditemukan, jadi tidak ditampilkan.",
    figure=Boxes("{cooperative_name}", "Ditetapkan {named_year}"),
    unmoved=_PROVINCE_ONLY,
)
def modern_names(answer: Answer, _: Filters) -> str:
    """How many in each year, and what nobody says."""
    named = write("{cooperatives_sum} koperasi modern disebut namanya", first(answer.rows))
    years = told("{named_in_year} pada {named_year}", answer.rows.drop_duplicates("named_year"))
    return f"{named}: {years}. Keterangan tentang tiga pilar koperasi modern tidak ditemukan di sumber mana pun."


@card(
    "programs/modern_target",
    "Target nasional koperasi modern",
    "Target kumulatif yang dicanangkan kementerian untuk seluruh Indonesia. Target untuk {province} tidak ditemukan, "
    "jadi jumlah di provinsi ini tidak dibandingkan dengannya.",
    figure=Bars(
        "Yang disebut untuk {as_of}", "cooperatives", "{cooperatives} koperasi modern", colour="third", hatched=True
    ),
    unmoved=_PROVINCE_ONLY,
)
def modern_target(answer: Answer, _: Filters) -> str:
    """Every target that was ever named."""
    words = told("{cooperatives} ({as_of})", answer.rows)
    return f"Target nasional yang pernah disebut: {words} koperasi modern; bukan target {answer.province.name}."


def _by_year(rows: pd.DataFrame, by: str, kind: str) -> Stacked:
    """Trainings stacked by year, what is frequent first; grey is blank."""
    sums = rows.groupby([rows["is_blank"], by])["trainings"].sum().sort_values(ascending=False, kind="stable")
    order = sums.sort_index(level="is_blank", sort_remaining=False, kind="stable").index
    looks = iter((*CATEGORIES, "light", "soft"))
    parts = [Part(formats.capital(it), it, "muted" if blank else next(looks, "muted")) for blank, it in order]
    wide = widen(rows, ["training_year"], by, "trainings").sort_values("training_year")
    return Stacked("{training_year}", parts, kind=f"Diagram batang bertumpuk menurut tahun dan {kind}", rows=wide)


def _by_audience(answer: Answer, _: Filters) -> Spec | None:
    """What was held; a plan is no event."""
    held = answer.rows[~answer.rows["is_plan"]]
    return None if held.empty else _by_year(held.assign(trainings=1, is_blank=False), "audience", "sasaran")


@card(
    "programs/trainings_by_year",
    "Pelatihan yang diberitakan menurut tahun dan sasaran",
    _TRAININGS_ABOUT,
    figure=_by_audience,
    query="programs/trainings",
    unmoved=_NO_POLA,
)
def trainings_by_year(answer: Answer, _: Filters) -> str:
    """How many were held, how many came to those that say so, and how many are planned."""
    row = first(answer.rows)
    if not row.trainings_held:
        return "Hanya ada rencana pelatihan, belum ada yang diberitakan terlaksana."
    held = "{trainings_held} kegiatan diberitakan pada {training_years}; {trainings_told} menyebut pesertanya"
    planned = ", dan {trainings_planned} lainnya baru rencana" if row.trainings_planned else ""
    return write(f"{held}, {{trainees_sum}} orang seluruhnya{planned}.", row)


@card(
    "programs/trainings",
    "Pelatihan yang diberitakan satu per satu",
    _TRAININGS_ABOUT + " Topiknya ada di tabel.",
    figure=Bars(
        "{as_of}, {place_short}",
        "trainees",
        "{trainees} orang",
        hatched="is_plan",
        missing="{trainees_unknown}",
        more="{as_of}, {region_name}, {topic}, {audience}",
    ),
    unmoved=_NO_POLA,
)
def trainings(answer: Answer, _: Filters) -> str:
    """The newest, and the one to which most came; a plan only where nothing else is known."""
    said = told("Terbaru: {topic}, {region_name}, {as_of}.", answer.rows.sort_values("is_plan", kind="stable").head(1))
    known = answer.rows[answer.rows["trainees"].notna() & ~answer.rows["is_plan"]].nlargest(1, "trainees")
    most = " Peserta terbanyak: {trainees} di {region_name} ({as_of})."
    return said + (told(most, known) if len(answer.rows) > 1 else "")


@card(
    "programs/trainees",
    "Peserta pelatihan menurut tahun dan jenis kelamin",
    "Dihitung dari register pelatihan. Orang yang ikut dua pelatihan terhitung dua kali; pelatihan yang pesertanya "
    "belum diisi tidak menambah apa pun dan disebut banyaknya. " + _REGISTER_YEAR,
    figure=Columns("training_year", [Part("Perempuan", "women"), Part("Laki-laki", "men", "second")]),
    unmoved=_NO_POLA,
)
def trainees(answer: Answer, _: Filters) -> str:
    """How many came, the share of women, and how many trainings do not say."""
    row = first(answer.rows)
    if pd.isna(row.women_sum_pct):
        return write(f"{{trainings_sum}} pelatihan pada {{training_years}}; pesertanya nol atau {NOT_FILLED}.", row)
    came = "{trainees_sum} peserta pada {trainings_sum} pelatihan {training_years}, {women_sum_pct} perempuan"
    blank = "; {trainings_blank_sum} pelatihan belum mengisi pesertanya" if row.trainings_blank_sum else ""
    return write(f"{came}{blank}.", row)


@card(
    "programs/training_budgets",
    "Pelatihan menurut sumber anggaran",
    "Banyaknya pelatihan dalam register menurut sumber anggarannya; yang tidak terisi disebut “Belum diisi”. "
    + _REGISTER_YEAR,
    figure=lambda answer, _: _by_year(answer.rows, "budget_source", "sumber anggaran"),
    unmoved=_NO_POLA,
)
def training_budgets(answer: Answer, _: Filters) -> str:
    """How many from each source."""
    order = {"source_trainings": False, "budget_source": True}
    sources = answer.rows.drop_duplicates("budget_source").sort_values(list(order), ascending=list(order.values()))
    known, blank = sources[~sources["is_blank"]], sources[sources["is_blank"]]
    if known.empty:
        return write(f"Sumber anggaran {{trainings_sum}} pelatihan semuanya {NOT_FILLED}.", first(blank))
    words = write("Dari {trainings_sum} pelatihan: ", first(known)) + told("{budget_source} {source_trainings}", known)
    return words + told(f"; {{source_trainings}} {NOT_FILLED}", blank) + "."


@card(
    "programs/packaging_houses",
    "Rumah kemasan yang diberitakan",
    "Rumah kemasan pemerintah daerah yang ditemukan dalam berita, dengan waktu peresmian atau mulai dan biayanya. "
    "Daftar ini mungkin tidak lengkap, dan biaya antardaerah belum tentu mencakup hal yang sama.",
    figure=Boxes(
        "{regency_short}", "{house_location}. Mulai: {house_since}; biaya: {house_cost}.", "is_undated", "regency_code"
    ),
    unmoved=_NO_POLA
    | {"years": "Tanggal salah satu rumah kemasan tidak ditemukan; penyaring tahun tidak mengubah kartu ini."},
)
def packaging_houses(answer: Answer, _: Filters) -> str:
    """Where they are, and what is known of their cost."""
    found = write("{houses} rumah kemasan ditemukan, di ", first(answer.rows)) + told("{regency_short}", answer.rows)
    costs = told("{regency_short} {house_cost}", answer.rows[answer.rows["house_cost"].notna()])
    return f"{found}; biaya diketahui untuk {costs}." if costs else f"{found}; biayanya tidak ditemukan."


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
def machines(answer: Answer, _: Filters) -> str:
    """How many work, and the largest group."""
    working = "{machines_working_sum} dari {machines_known_sum} mesin yang kondisinya diisi berfungsi"
    most = f"{{machines_blank_sum}} {NOT_FILLED}. Terbanyak: {{machine_group}}, {{machines}} mesin."
    return write(f"{working}; {most}", first(answer.rows.nlargest(1, "machines")))


@card(
    "programs/funds",
    "Dana dan KUR yang disebut sumber",
    "Angka dana yang disebut pejabat atau media. Angka 2025 kemungkinan besar plafon dan penyaluran Kredit Usaha "
    "Rakyat (KUR), bukan anggaran dinas, jadi ditandai diragukan dan tidak dijadikan temuan.",
    figure=Bars(
        "{indicator_label}, {as_of} ({quality_label})",
        "funds",
        "{funds}",
        by="is_suspect",
        colours={True: "muted"},
        hatched="is_odd",
    ),
    unmoved=_PROVINCE_ONLY,
)
def funds(answer: Answer, _: Filters) -> str:
    """What is not suspect; of the rest only that it is."""
    suspect = answer.rows[answer.rows["is_suspect"]]
    sure = told("{indicator_label} {funds} ({as_of}, {quality_label})", answer.rows.drop(suspect.index))
    if suspect.empty:
        return f"{sure}."
    doubt = write("{figures_suspect} angka ", first(suspect)) + formats.as_of_span(suspect["as_of"])
    return (f"{sure}. " if sure else "") + f"{doubt} diragukan: kemungkinan besar KUR, bukan anggaran dinas."


@card(
    "programs/airport_gallery",
    "Gerai UKM di Bandara Syamsudin Noor",
    "UKM yang mendaftar dan yang lolos kurasi untuk gerai di bandara pada Agustus 2021; bukan luas ruang, jadi bukan "
    "ukuran pemenuhan aturan 30%.",
    figure=Bars("{indicator_label}", "small_firms", "{small_firms}"),
    unmoved=_PROVINCE_ONLY,
)
def airport_gallery(answer: Answer, _: Filters) -> str:
    """Of those that applied, how many were selected."""
    curated = answer.rows.query("indicator == 'airport_gallery_ukm_curated'")
    return told("{small_firms} dari {small_firms_applied} UKM pendaftar lolos kurasi gerai bandara ({as_of}).", curated)
