"""Program dan kemitraan: modern cooperatives, trainings, packaging and funds. The 30% rule is in facilities.py."""

from __future__ import annotations

import pandas as pd

from koperasi.cards.card import Choice, Drawing, card
from koperasi.cards.old_parts import each, text_cells
from koperasi.look import formats
from koperasi.look.charts import old as charts
from koperasi.look.charts.old import Part
from koperasi.look.columns import NOT_FILLED
from koperasi.look.ink import Ink
from koperasi.store import Answer, Filters

_NO_POLA = {"pola": "Sumber tidak merinci program menurut pola pengelolaan; penyaring pola tidak mengubah kartu ini."}
_PROVINCE_ONLY = "Angka hanya terbit untuk provinsi atau nasional; penyaring kabupaten/kota tidak mengubah kartu ini."
_MODERN_UNMOVED = _NO_POLA | {
    "regencies": "Sumber tidak menyebut kabupaten/kota koperasi modern; penyaring kabupaten/kota tidak mengubahnya."
}
_BLANK = "Belum diisi"

_MODERN = {
    "modern_cooperatives_new": "Baru pada {}",
    "modern_cooperatives_total": "Seluruhnya sampai {}",
    "modern_cooperatives_candidates": "Calon pada {}",
    "modern_cooperatives_planned_total": "Seluruhnya pada {} bila semua calon lolos",
}


@card(
    "programs/modern",
    "Koperasi modern, calon, dan rencananya",
    "Koperasi yang ditetapkan sebagai koperasi modern menurut catatan dinas. Calon dan rencana jumlah 2024 bukan "
    "realisasi: hasil verifikasi kementerian tidak ditemukan. Batang “seluruhnya” memuat yang baru, jadi tidak "
    "dijumlahkan.",
    unmoved=_MODERN_UNMOVED,
)
def modern(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """What is, as full bars; what is only planned, hatched in another colour."""
    rows = answer.rows
    plans = [bool(plan) for plan in rows["is_plan"]]
    labels = [_MODERN[r.indicator].format(formats.as_of(r.as_of)) for r in each(rows)]
    texts = [f"{formats.number(r.cooperatives)}{' (rencana)' if r.is_plan else ''}" for r in each(rows)]
    figure = charts.bars(
        ink,
        labels,
        [float(value) for value in rows["cooperatives"]],
        texts,
        colours=[ink.categories[2] if plan else ink.categories[0] for plan in plans],
        hollow=plans,
    )
    figure.update_layout(height=50 + 48 * len(rows))
    figure.update_xaxes(range=[0, float(rows["cooperatives"].max()) * 2])
    listing = "; ".join(f"{label}: {text}" for label, text in zip(labels, texts, strict=True))
    return Drawing(_modern_finding(rows), f"Diagram batang, rencana diarsir. {listing}.", figure)


def _modern_finding(rows: pd.DataFrame) -> str:
    by = dict(iter(rows.groupby("indicator")))
    words = []
    new = [
        f"{formats.number(r.cooperatives)} {'koperasi modern ' if not place else ''}baru pada {formats.as_of(r.as_of)}"
        for place, r in enumerate(each(by.get("modern_cooperatives_new", rows[:0])))
    ]
    if (total := by.get("modern_cooperatives_total")) is not None:
        last = total.iloc[-1]
        words.append(f"{formats.number(last.cooperatives)} koperasi modern sampai {formats.as_of(last.as_of)}")
        words[0] += f" ({formats.listed(word.replace('koperasi modern ', '') for word in new)})" if new else ""
    elif new:
        words.append(formats.listed(new))
    if (candidates := by.get("modern_cooperatives_candidates")) is not None:
        last = candidates.iloc[-1]
        words.append(
            f"{formats.number(last.cooperatives)} calon pada {formats.as_of(last.as_of)} baru rencana, "
            "hasil verifikasinya tidak ditemukan"
        )
    return "; ".join(words or ["Hanya ada rencana, tidak ada angka realisasi"]) + "."


@card(
    "programs/modern_names",
    "Nama koperasi modern",
    "Empat koperasi modern yang disebut namanya, menurut tahun penetapan; kabupaten/kotanya tidak disebut. Tiga pilar "
    "koperasi modern dicari di semua sumber dasbor ini dan tidak ditemukan, jadi tidak ditampilkan.",
    unmoved=_MODERN_UNMOVED,
)
def modern_names(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """One box per name."""
    rows = answer.rows
    figure = text_cells(
        ink,
        list(rows["cooperative_name"]),
        [f"Ditetapkan {year}" for year in rows["named_year"]],
        hollow=[False] * len(rows),
    )
    years = [f"{len(part)} pada {year}" for year, part in rows.groupby("named_year")]
    said = (
        f"{len(rows)} koperasi modern disebut namanya: {formats.listed(years)}. "
        "Keterangan tentang tiga pilar koperasi modern tidak ditemukan di sumber mana pun."
    )
    listing = formats.listed(f"{r.cooperative_name} ({r.named_year})" for r in each(rows))
    return Drawing(said, f"Daftar nama menurut tahun. {listing}. {said}", figure)


@card(
    "programs/modern_target",
    "Target nasional koperasi modern",
    "Target kumulatif yang dicanangkan kementerian untuk seluruh Indonesia. Target untuk Kalimantan Selatan tidak "
    "ditemukan, jadi jumlah di provinsi ini tidak dibandingkan dengannya.",
    unmoved=_NO_POLA | {"regencies": _PROVINCE_ONLY},
)
def modern_target(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Targets as hatched bars: none of them is a result."""
    rows = answer.rows
    labels = [f"Disebut untuk {formats.as_of(as_of)}" for as_of in rows["as_of"]]
    texts = [formats.number(value) for value in rows["cooperatives"]]
    figure = charts.bars(
        ink,
        labels,
        [float(value) for value in rows["cooperatives"]],
        texts,
        colours=[ink.categories[2]] * len(rows),
        hollow=[True] * len(rows),
    )
    words = formats.listed(f"{text} ({formats.as_of(r.as_of)})" for text, r in zip(texts, each(rows), strict=True))
    said = f"Target nasional yang pernah disebut: {words} koperasi modern; bukan target Kalimantan Selatan."
    return Drawing(said, f"Diagram batang target nasional. {said}", figure)


_TRAININGS_ABOUT = (
    "Pelatihan dan pendampingan yang diberitakan; bukan daftar lengkap, sehingga banyaknya berita bukan ukuran "
    "kegiatan. Yang baru direncanakan disebut rencana. Peserta kosong bila sumber tidak menyebutnya, dan "
    "kegiatan tingkat provinsi tidak masuk kabupaten/kota mana pun. Tahun tanpa berita tidak digambar."
)


@card(
    "programs/trainings_by_year",
    "Pelatihan yang diberitakan menurut tahun dan sasaran",
    _TRAININGS_ABOUT,
    query="programs/trainings",
    unmoved=_NO_POLA,
)
def trainings_by_year(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Events by year, stacked by audience; plans are left out."""
    rows = answer.rows[~answer.rows["is_plan"].astype(bool)]
    plans = len(answer.rows) - len(rows)
    if rows.empty:
        said = "Hanya ada rencana pelatihan, belum ada yang diberitakan terlaksana."
        return Drawing(said, said, None)
    years = sorted(set(rows["training_year"]))
    counts = rows.groupby(["audience", "training_year"]).size()
    order = list(rows["audience"].value_counts().index)
    parts = [
        Part(
            audience.capitalize().replace("merah putih", "Merah Putih").replace("Umkm", "UMKM"),
            [float(counts.get((audience, year), 0)) for year in years],
            [str(counts[audience, year]) if (audience, year) in counts else "" for year in years],
            ink.categories[place] if place < 4 else ink.muted,
        )
        for place, audience in enumerate(order)
    ]
    figure = charts.stacked(ink, [str(year) for year in years], parts)
    figure.update_layout(height=110 + 40 * len(years))
    known = rows[rows["trainees"].notna()]
    said = (
        f"{len(rows)} kegiatan diberitakan pada {_years(rows['training_year'])}; "
        f"{len(known)} menyebut pesertanya, {formats.number(known['trainees'].sum())} orang seluruhnya"
        + (f", dan {plans} lainnya baru rencana." if plans else ".")
    )
    listing = "; ".join(
        f"{year}: " + ", ".join(f"{part.name} {text}" for part in parts if (text := part.texts[place]))
        for place, year in enumerate(years)
    )
    return Drawing(said, f"Diagram batang bertumpuk menurut tahun dan sasaran. {listing}.", figure)


def _years(values: pd.Series) -> str:
    first, last = int(values.min()), int(values.max())
    return str(first) if first == last else f"{first}–{last}"


@card(
    "programs/trainings",
    "Pelatihan yang diberitakan satu per satu",
    _TRAININGS_ABOUT + " Topiknya ada di tabel.",
    unmoved=_NO_POLA,
)
def trainings(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """One bar per event; where nobody said how many came, words instead of a bar."""
    rows = answer.rows
    labels = [f"{formats.as_of(r.as_of)}, {'provinsi' if r.is_province else r.region_name}" for r in each(rows)]
    texts = [_training_text(r.trainees, r.is_plan) for r in each(rows)]
    figure = charts.bars(
        ink,
        labels,
        [0.0 if pd.isna(value) else float(value) for value in rows["trainees"]],
        texts,
    )
    figure.data[0].marker.line.width = [0 if pd.isna(value) else 1 for value in rows["trainees"]]
    hover = [
        f"{label}: {r.topic}; {r.audience}; {text}" for label, r, text in zip(labels, each(rows), texts, strict=True)
    ]
    figure.data[0].hovertext = [charts.wrap(text, 60) for text in hover]
    # names in one line: two lines would run into the next row of the picture
    figure.update_yaxes(ticktext=labels)
    figure.update_layout(height=40 + 30 * len(rows))
    top = float(rows["trainees"].max()) if rows["trainees"].notna().any() else 1.0
    figure.update_xaxes(range=[0, top * 2.2])
    held = rows[~rows["is_plan"].astype(bool)]
    newest = (rows if held.empty else held).iloc[0]
    said = f"Terbaru: {newest.topic}, {newest.region_name}, {formats.as_of(newest.as_of)}."
    biggest = held[held["trainees"].notna()].sort_values("trainees", ascending=False)
    if len(biggest) and len(rows) > 1:
        big = biggest.iloc[0]
        said += f" Peserta terbanyak: {formats.number(big.trainees)} di {big.region_name} ({formats.as_of(big.as_of)})."
    return Drawing(said, f"Diagram batang satu batang per kegiatan. {'; '.join(hover)}.", figure)


def _training_text(trainees: float, is_plan: bool) -> str:
    if is_plan:
        return "baru rencana"
    return "tidak disebut" if pd.isna(trainees) else f"{formats.number(trainees)} orang"


_REGISTER_YEAR = "Tahun adalah tahun mulai pelatihan; pelatihan tingkat provinsi tidak masuk kabupaten/kota mana pun."


@card(
    "programs/trainees",
    "Peserta pelatihan menurut tahun dan jenis kelamin",
    "Dihitung dari register pelatihan. Orang yang ikut dua pelatihan terhitung dua kali; pelatihan yang pesertanya "
    "belum diisi tidak menambah apa pun dan disebut banyaknya. " + _REGISTER_YEAR,
    unmoved=_NO_POLA,
)
def trainees(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Men and women by year."""
    rows = answer.rows
    columns = (("women", "Perempuan", 0), ("men", "Laki-laki", 1))
    parts = [
        Part(
            name,
            [0.0 if pd.isna(value) else float(value) for value in rows[column]],
            [formats.number(value) if value else "" for value in rows[column].fillna(0)],
            ink.categories[colour],
        )
        for column, name, colour in columns
    ]
    figure = charts.columns(ink, [int(year) for year in rows["training_year"]], parts)
    figure.update_xaxes(tickvals=[int(year) for year in rows["training_year"]], tickformat="d")
    figure.update_yaxes(tickformat=",d")
    whole, women, blank = (float(rows[name].sum()) for name in ("trainees", "women", "trainings_blank"))
    held = int(rows["trainings"].sum())
    if not whole:
        said = f"{held} pelatihan pada {_years(rows['training_year'])}; pesertanya nol atau {NOT_FILLED}."
    else:
        said = (
            f"{formats.number(whole)} peserta pada {held} pelatihan {_years(rows['training_year'])}, "
            f"{formats.percent(round(100 * women / whole, 1))} perempuan"
            + (f"; {formats.number(blank)} pelatihan belum mengisi pesertanya." if blank else ".")
        )
    listing = "; ".join(
        f"{r.training_year}: "
        + ("belum diisi" if pd.isna(r.trainees) else f"{r.women:.0f} perempuan, {r.men:.0f} laki-laki")
        for r in each(rows)
    )
    return Drawing(said, f"Diagram batang bertumpuk menurut tahun. {listing}.", figure)


@card(
    "programs/training_budgets",
    "Pelatihan menurut sumber anggaran",
    "Banyaknya pelatihan dalam register menurut sumber anggarannya; yang tidak terisi disebut “Belum diisi”. "
    + _REGISTER_YEAR,
    unmoved=_NO_POLA,
)
def training_budgets(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Stacked by budget source, what is blank in grey."""
    rows = answer.rows
    years = sorted({int(year) for year in rows["training_year"]})
    sums = rows.groupby("budget_source")["trainings"].sum().sort_values(ascending=False, kind="stable")
    known = [name for name in sums.index if name != _BLANK]
    counts = rows.set_index(["budget_source", "training_year"])["trainings"]
    parts = [
        Part(
            source,
            [float(counts.get((source, year), 0)) for year in years],
            [formats.number(counts[source, year]) if (source, year) in counts else "" for year in years],
            ink.muted if source == _BLANK else ink.categories[place % 4],
            "" if source == _BLANK else ("", "/", ".")[place // 4 % 3],
        )
        for place, source in enumerate([*known, *([_BLANK] if _BLANK in sums.index else [])])
    ]
    figure = charts.stacked(ink, [str(year) for year in years], parts)
    figure.update_layout(height=120 + 40 * len(years))
    whole = int(sums.sum())
    said = f"Sumber anggaran {whole} pelatihan semuanya {NOT_FILLED}."
    if known:
        words = [f"{name} {formats.number(sums[name])}" for name in known]
        blank = f"; {formats.number(sums[_BLANK])} {NOT_FILLED}" if _BLANK in sums.index else ""
        said = f"Dari {formats.number(whole)} pelatihan: {formats.listed(words)}{blank}."
    listing = "; ".join(
        f"{year}: " + ", ".join(f"{part.name} {text}" for part in parts if (text := part.texts[place]))
        for place, year in enumerate(years)
    )
    return Drawing(said, f"Diagram batang bertumpuk menurut tahun dan sumber anggaran. {listing}.", figure)


@card(
    "programs/packaging_houses",
    "Rumah kemasan yang diberitakan",
    "Rumah kemasan pemerintah daerah yang ditemukan dalam berita, dengan waktu peresmian atau mulai dan biayanya. "
    "Daftar ini mungkin tidak lengkap, dan biaya antardaerah belum tentu mencakup hal yang sama.",
    unmoved=_NO_POLA
    | {"years": "Tanggal salah satu rumah kemasan tidak ditemukan; penyaring tahun tidak mengubah kartu ini."},
)
def packaging_houses(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """One box per house; hollow where its date was not found."""
    rows = answer.rows
    texts = [
        f"{r.house_location}. {'Sejak ' + formats.as_of(r.as_of) if pd.notna(r.as_of) else 'Tanggal tidak ditemukan'}; "
        f"{'biaya ' + formats.rupiah(float(r.house_cost)) if pd.notna(r.house_cost) else 'biaya tidak ditemukan'}."
        for r in each(rows)
    ]
    names = list(rows["regency_short"])
    undated = [bool(empty) for empty in rows["as_of"].isna()]
    figure = text_cells(ink, names, texts, hollow=undated, codes=list(rows["regency_code"]))
    costed = rows[rows["house_cost"].notna()]
    costs = formats.listed(f"{r.regency_short} {formats.rupiah(float(r.house_cost))}" for r in each(costed))
    said = f"{len(rows)} rumah kemasan ditemukan, di {formats.listed(names)}; " + (
        f"biaya diketahui untuk {costs}." if costs else "biayanya tidak ditemukan."
    )
    listing = " ".join(f"{name}: {text}" for name, text in zip(names, texts, strict=True))
    return Drawing(said, f"Daftar rumah kemasan. {listing}", figure)


_STATES = (
    ("machines_working", "Berfungsi", 0, ""),
    ("machines_broken", "Rusak", 3, "/"),
    ("machines_idle", "Tidak dipakai", 1, ""),
    ("machines_blank", "Belum diisi", None, ""),
)
MACHINES_BY = Choice(
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
    "programs/machines",
    "Mesin kemasan dan kondisinya",
    "Mesin kemasan yang diserahkan menurut register, dengan kondisinya terakhir; kondisi atau tanggal serah yang "
    "kosong disebut belum diisi. Penyaring tahun memakai tahun serah dan melewatkan mesin tanpa tanggal.",
    choices=(MACHINES_BY,),
    unmoved=_NO_POLA,
)
def machines(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Stacked by state."""
    rows = answer.rows
    parts = [
        Part(
            name,
            [float(value) for value in rows[column]],
            [formats.number(value) if value else "" for value in rows[column]],
            ink.muted if colour is None else ink.categories[colour],
            hatch,
        )
        for column, name, colour, hatch in _STATES
    ]
    codes = list(rows["regency_code"]) if rows["regency_code"].notna().all() else None
    labels = [f"{r.machine_group} ({formats.number(r.machines)})" for r in each(rows)]
    figure = charts.stacked(ink, labels, parts, codes)
    figure.update_layout(height=100 + 36 * len(rows))
    whole, working, blank = (int(rows[name].sum()) for name in ("machines", "machines_working", "machines_blank"))
    first = rows.sort_values("machines", ascending=False, kind="stable").iloc[0]
    known = whole - blank
    said = (
        f"{formats.number(working)} dari {formats.number(known)} mesin yang kondisinya diisi berfungsi; "
        f"{formats.number(blank)} {NOT_FILLED}. Terbanyak: {first.machine_group}, "
        f"{formats.number(first.machines)} mesin."
    )
    listing = "; ".join(
        f"{label}: " + ", ".join(f"{name.lower()} {getattr(r, column)}" for column, name, _, _ in _STATES)
        for label, r in zip(labels, each(rows), strict=True)
    )
    return Drawing(said, f"Diagram batang bertumpuk menurut kondisi. {listing}.", figure)


@card(
    "programs/funds",
    "Dana dan KUR yang disebut sumber",
    "Angka dana yang disebut pejabat atau media. Angka 2025 kemungkinan besar plafon dan penyaluran Kredit Usaha "
    "Rakyat (KUR), bukan anggaran dinas, jadi ditandai diragukan dan tidak dijadikan temuan.",
    unmoved=_NO_POLA | {"regencies": _PROVINCE_ONLY},
)
def funds(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """One bar a figure; hatched where it is not firm."""
    rows = answer.rows
    odd = list(~rows["is_plain"])
    suspect = rows["quality"] == "suspect"
    labels = [
        f"{r.indicator_label}, {formats.as_of(r.as_of)}" + (f" ({r.quality_label})" if hatched else "")
        for r, hatched in zip(each(rows), odd, strict=True)
    ]
    texts = [formats.rupiah(float(value)) for value in rows["funds"]]
    figure = charts.bars(
        ink,
        labels,
        [float(value) for value in rows["funds"]],
        texts,
        colours=[ink.muted if doubtful else ink.categories[0] for doubtful in suspect],
        hollow=odd,
    )
    figure.update_layout(height=50 + 56 * len(rows))
    figure.update_xaxes(range=[0, float(rows["funds"].max()) * 2.6])
    sure = rows[~suspect]
    words = [
        f"{r.indicator_label} {formats.rupiah(float(r.funds))} ({formats.as_of(r.as_of)}, {r.quality_label})"
        for r in each(sure)
    ]
    said = f"{formats.listed(words)}." if words else ""
    if suspect.any():
        dates = formats.as_of_span(rows[suspect]["as_of"])
        said += f" {int(suspect.sum())} angka {dates} diragukan: kemungkinan besar KUR, bukan anggaran dinas."
    listing = "; ".join(f"{label}: {text}" for label, text in zip(labels, texts, strict=True))
    return Drawing(said.strip(), f"Diagram batang. {listing}.", figure)


@card(
    "programs/airport_gallery",
    "Gerai UKM di Bandara Syamsudin Noor",
    "UKM yang mendaftar dan yang lolos kurasi untuk gerai di bandara pada Agustus 2021; bukan luas ruang, jadi bukan "
    "ukuran pemenuhan aturan 30%.",
    unmoved=_NO_POLA
    | {
        "regencies": "Angka ini tentang satu gerai dan pendaftarnya dari seluruh provinsi; penyaring kabupaten/kota "
        "tidak mengubah kartu ini.",
    },
)
def airport_gallery(answer: Answer, ink: Ink, _: Filters) -> Drawing:
    """Applied and selected."""
    rows = answer.rows
    texts = [formats.number(value) for value in rows["small_firms"]]
    figure = charts.bars(ink, list(rows["indicator_label"]), [float(value) for value in rows["small_firms"]], texts)
    figure.update_layout(height=160)
    by = rows.set_index("indicator")["small_firms"]
    said = (
        f"{formats.number(by['airport_gallery_ukm_curated'])} dari {formats.number(by['airport_gallery_ukm_applied'])} "
        f"UKM pendaftar lolos kurasi gerai bandara ({formats.as_of(rows['as_of'].iloc[0])})."
    )
    return Drawing(said, f"Diagram batang pendaftar dan yang lolos kurasi. {said}", figure)
