"""Draw the synthetic sample register: one Parquet file per table, each marked koperasi.kind=sample.

Nothing in it is about a real cooperative or pesantren: only how many there are where follows published
figures. Shares, sizes and thresholds below are invented to look believable: no screen may quote them.
"""

import csv
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from koperasi.aside import aside
from koperasi.intake import sample_programs, schema, seal

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]

AS_OF = "2024-09-30"
ROWS = 1500  # shipped: about half of what was ever published, so that no count of it can be taken for a published one
CHUNK_ROWS = 100_000  # bounds the memory; changing it changes every row, since chunks are seeded one by one
YEARS = np.arange(2020, 2025)
# a table's place seeds it, so a new one goes last
TITLES = {name: f"{declared['title']} (contoh)" for name, declared in schema.registers().items()}
SCHEMAS = {
    table: pa.schema([(it["name"], pa.type_for_alias(schema.kind(it).arrow)) for it in schema.fields(table)])
    for table in schema.registers()
}

INACTIVE_SHARE = 768 / 2572  # published, March 2022; later counts do not exist
FORMS = ["Primer Kabupaten/Kota", "Primer Provinsi", "Sekunder Kabupaten/Kota", "Sekunder Provinsi"]
TYPES = ["Simpan Pinjam", "Konsumen", "Produsen", "Pemasaran", "Jasa"]
SAVINGS_LOAN = 0
MODES = ["KONVENSIONAL", "SYARIAH", None]  # None: the real export has blanks
SHARIA = 1
SECTORS = ["Jasa Keuangan", "Perdagangan", "Pertanian dan Perikanan", "Industri", "Jasa Lainnya"]
SECTOR_BY_TYPE = [[95, 3, 0, 0, 2], [8, 78, 5, 4, 5], [0, 12, 70, 18, 0], [0, 62, 32, 6, 0], [4, 8, 3, 5, 80]]
# kelompok: weight in a kabupaten and in a kota, founding wave, share of women, weights of TYPES and of MODES
_PLAIN = (95, 1.5, 3.5)
GROUPS: dict[str, tuple[float, float, int, float, tuple[float, ...], tuple[float, ...]]] = {
    "KUD": (5.5, 0.8, 0, 0.25, (5, 35, 45, 10, 5), _PLAIN),
    "KSU": (24, 20, 2, 0.40, (8, 62, 12, 8, 10), _PLAIN),
    "KSP": (10, 13, 2, 0.50, (1, 0, 0, 0, 0), _PLAIN),
    "KPRI": (14, 14, 1, 0.50, (35, 62, 0, 0, 3), _PLAIN),
    "KOPKAR": (13, 16, 1, 0.25, (15, 65, 3, 2, 15), _PLAIN),
    "KOPPAS": (1.5, 2, 1, 0.50, (40, 40, 0, 18, 2), _PLAIN),
    "KOPPONTREN": (2.8, 2, 3, 0.45, (12, 65, 13, 5, 5), (12, 86, 2)),
    "KSPPS": (3.6, 4.6, 3, 0.50, (1, 0, 0, 0, 0), (0, 1, 0)),
    "KOPWAN": (4, 5, 2, 0.97, (50, 38, 6, 4, 2), _PLAIN),
    "KOPTI": (0.4, 0.6, 0, 0.20, (0, 20, 60, 20, 0), _PLAIN),
    "TNI/POLRI": (2, 3, 1, 0.15, (20, 72, 0, 0, 8), _PLAIN),
    "PEMUDA": (1, 1.2, 2, 0.35, (5, 40, 20, 15, 20), _PLAIN),
    "MAHASISWA": (0.2, 1.5, 1, 0.55, (5, 75, 2, 3, 15), _PLAIN),
    "LAINNYA": (18, 16, 2, 0.35, (6, 40, 26, 10, 18), _PLAIN),
}
_NAMES = list(GROUPS)
KSPPS, KOPPONTREN = _NAMES.index("KSPPS"), _NAMES.index("KOPPONTREN")
_KABUPATEN, _KOTA, WAVE_OF_GROUP, WOMEN_OF_GROUP, TYPE_BY_GROUP, MODE_BY_GROUP = (
    np.array(column) for column in zip(*GROUPS.values(), strict=True)
)
# founding waves as bumps of (year, width, height): village (KUD), offices, general, sharia
_FOUNDED = np.arange(1970, 2025)
_BUMPS = [
    [(1979, 4.5, 1.0), (1999, 2.0, 0.08)],
    [(1984, 7.0, 0.7), (1999, 2.0, 0.7), (2019, 4.0, 0.3)],
    [(1990, 7.0, 0.15), (1999, 1.5, 1.0), (2008, 5.0, 0.2), (2022, 4.5, 0.65)],
    [(1999, 2.0, 0.5), (2011, 4.0, 0.5), (2022, 4.0, 0.7)],
]
YEAR_BY_WAVE = np.array(
    [sum(h * np.exp(-(((_FOUNDED - year) / width) ** 2) / 2) for year, width, h in bumps) for bumps in _BUMPS]
)
YEAR_BY_WAVE[:, -1] *= 0.75  # 2024 ends in September

# weights of the last annual meeting of an active cooperative: 2018..2024, then never
MEETING_WEIGHTS = [0.01, 0.01, 0.02, 0.03, 0.08, 0.22, 0.58, 0.05]
GRADES = ["A", "B", "C1", "C2", "D", None]
# NIK grade (definitions 8.5) by what the last meeting and the age allow: see _grade
GRADE_BY_CASE = [
    [0, 0, 0, 0, 4, 5],
    [54, 28, 0, 14, 0, 4],
    [0, 7, 0, 0, 0, 3],
    [0, 0, 0, 0, 0, 1],
    [0, 0, 9, 0, 0, 1],
]
KUK_ASSETS = [5e8, 3e9, 1.5e10]  # the real thresholds were not found; these only fill all four classes
KUK = ["I", "II", "III", "IV"]
RATINGS = ["BBB", "ABB", "AAB", "AAA"]
HEALTH_BANDS = [51, 66, 80]
HEALTH = ["Dalam Pengawasan Khusus", "Dalam Pengawasan", "Cukup Sehat", "Sehat"]
STAGES = ["Belum mulai", "Rapat pembentukan", "Akta notaris", "Pengajuan AHU", "Berbadan hukum"]
LEGAL_BODY = 4
STAGE_WEIGHTS = {2023: [1, 1, 2, 1, 5], 2024: [6, 5, 5, 3, 6]}
PRODUCTS = ["Makanan dan minuman", "Pertanian dan perikanan", "Busana dan kerajinan", "Jasa dan ritel"]
PRODUCTS += ["Air minum kemasan"]


@dataclass(frozen=True)
class _Plan:
    """What is asked and what the seeds say; regencies are positions in the order of their codes."""

    rows: int
    seed: int
    province: str
    codes: list[str]
    names: list[str]
    regencies: list[sample_programs.Regency]
    is_city: Ints
    districts: list[str]
    district_weights: npt.NDArray[np.float64]  # regency x district, so that one draw serves all regencies
    ends: Ints  # place in the register where each regency ends
    pesantren: Ints  # regency of each
    opop: dict[int, list[int]]  # cohort -> by regency; a single number: the regencies are not published


@dataclass(frozen=True)
class _Chunk:
    """Some rows of the register as the other tables need them; anchor marks one row of each regency."""

    nik: pa.Array
    regency: Ints
    group: Ints
    type: Ints
    founded: Days
    inactive: Bools
    rated: Bools
    anchor: Bools


def _plan(rows: int, seed: int, seeds: Path) -> _Plan:
    def table(name: str) -> list[dict[str, str]]:
        with (seeds / name).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    regencies = sorted(table("regencies.csv"), key=lambda row: row["code"])
    codes = [row["code"] for row in regencies]
    districts = [row for row in table("merah_putih_kecamatan.csv") if row["regency_code"] in codes]
    weights = np.zeros((len(codes), len(districts)))
    for column, row in enumerate(districts):
        weights[codes.index(row["regency_code"]), column] = max(int(row["cooperatives"]), 1)
    values = {(r["indicator"], r["as_of"], r["region_code"]): r["value"] for r in table("figures.csv")}

    def figures(indicator: str, as_of: str, regions: Sequence[str], absent: str = "") -> list[int]:
        found = [values.get((indicator, as_of, region), absent) for region in regions]
        if "" in found:
            raise ValueError(f"{seeds / 'figures.csv'}: {indicator} {as_of} is missing for a region")
        return [int(value) for value in found]

    if not weights.any(axis=1).all():
        raise ValueError(f"{seeds / 'merah_putih_kecamatan.csv'}: a regency has no kecamatan")
    return _Plan(
        rows=rows,
        seed=seed,
        province=table("province.csv")[0]["name"],
        codes=codes,
        names=[row["name"] for row in regencies],
        regencies=[
            sample_programs.Regency(
                row["code"],
                row["name"],
                float(row["sample_weight"]),
                tuple(filter(None, row["sample_sites"].split(";"))),
            )
            for row in regencies
        ],
        is_city=np.array([int(row["kind"] == "kota") for row in regencies]),
        districts=[row["kecamatan"] for row in districts],
        district_weights=weights,
        ends=np.cumsum(_allot(rows, figures("cooperatives_inactive", "2022-01", codes))),
        pesantren=np.repeat(np.arange(len(codes)), figures("pesantren_total", "2021-07", codes)),
        opop={
            2023: figures("opop_pesantren", "2023", codes, absent="0"),
            2024: figures("opop_pesantren", "2024", [row["code"] for row in table("province.csv")]),
        },
    )


def _allot(rows: int, weights: list[int]) -> Ints:
    """Share rows out by largest remainder; from as many rows as regencies on, none stays empty."""
    exact = rows * np.array(weights) / sum(weights)
    counts = exact.astype(np.int64)
    counts[np.argsort(counts - exact, kind="stable")[: rows - counts.sum()]] += 1
    while rows >= len(counts) and not counts.all():
        counts[counts.argmax()] -= 1
        counts[counts.argmin()] += 1
    return counts


def _rng(seed: int, table: str, chunk: int = 0) -> np.random.Generator:
    key = (list(TITLES).index(table), chunk)
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))


def _pick(rng: np.random.Generator, weights: npt.ArrayLike, kind: Ints) -> Ints:
    """Draw for every element of kind a column of weights[kind], all in one search."""
    share = np.cumsum(np.asarray(weights, np.float64), axis=1)
    share /= share[:, -1:].copy()
    steps = (share + np.arange(len(share))[:, None]).ravel()
    column = np.searchsorted(steps, kind + rng.random(len(kind)), side="right") - kind * share.shape[1]
    last: Ints = np.minimum(column, share.shape[1] - 1)  # kind + random may round up to the next row
    return last


def _text(values: Sequence[str | None], code: npt.NDArray[np.integer[Any]], null: Bools | None = None) -> pa.Array:
    return pa.array(values, pa.string()).take(pa.array(code, mask=null))


def _numbered(prefix: str, number: Ints, width: int) -> pa.Array:
    digits = pc.utf8_lpad(pc.cast(pa.array(number), pa.string()), width, "0")
    return pc.binary_join_element_wise(prefix, digits, "")


def _table(name: str, columns: list[Any]) -> pa.Table:
    return pa.table(dict(zip(SCHEMAS[name].names, columns, strict=True)), SCHEMAS[name])


def _days(year: Ints, offset: Ints) -> Days:
    day: Days = (year - 1970).astype("M8[Y]").astype("M8[D]") + offset.astype("m8[D]")
    return day


def _year(day: Days) -> Ints:
    return day.astype("M8[Y]").astype(np.int64) + 1970


def _thousands(rupiah: npt.NDArray[np.float64]) -> Ints:
    return (np.rint(rupiah / 1000) * 1000).astype(np.int64)


def _founding(rng: np.random.Generator, group: Ints, inactive: Bools, anchor: Bools) -> Days:
    year = _FOUNDED[_pick(rng, YEAR_BY_WAVE, WAVE_OF_GROUP[group])]
    # inactive means years without a meeting, so no newcomer is; an anchor can be in every rating round
    year = np.where(inactive & (year > 2018), year - 15, np.where(anchor, np.minimum(year, 2015), year))
    return _days(year, rng.integers(0, np.where(year == 2024, 274, 365)))


def _meeting(rng: np.random.Generator, founded: Days, inactive: Bools, anchor: Bools) -> Ints:
    """Year of the last annual meeting, 0 where none is known."""
    n, since = len(founded), _year(founded)
    case = rng.choice(8, n, p=MEETING_WEIGHTS)
    active = np.where(case == 7, 0, np.maximum(2018 + case, since))
    active[(since == 2024) & (rng.random(n) < 0.8)] = 0  # the first meeting falls in the next year
    ended = np.maximum(2021 - rng.exponential(5, n).astype(np.int64), since)
    last = np.where(inactive, np.where(rng.random(n) < 0.35, 0, ended), active)
    last[anchor & ~inactive] = 2024
    return last


def _grade(rng: np.random.Generator, founded: Days, last: Ints) -> Ints:
    young = founded > np.datetime64("2021-09-30")
    # rows of GRADE_BY_CASE: no meeting in three years; old and met 2024; 2023; only 2022; young
    case = np.where(last < 2022, 0, np.where(young, 4, 2025 - last))
    return _pick(rng, GRADE_BY_CASE, case)


def _money(rng: np.random.Generator, members: Ints, kind: Ints, inactive: Bools) -> list[Ints]:
    """Assets, own capital, turnover and surplus of the last reported year, in rupiah."""
    n = len(members)
    assets = members * rng.lognormal(np.where(kind == SAVINGS_LOAN, 15.9, 15.2), 1.1)
    turnover = assets * rng.lognormal(-0.2, 0.7, n)
    turnover[rng.random(n) < np.where(inactive, 0.4, 0.01)] = 0  # reported, and nothing was sold: not a blank
    surplus = turnover * rng.normal(np.where(inactive, -0.01, 0.05), 0.04)
    return [_thousands(rupiah) for rupiah in (assets, assets * rng.beta(4, 5, n), turnover, surplus)]


def _cooperatives(rng: np.random.Generator, plan: _Plan, number: Ints) -> tuple[pa.Table, _Chunk]:
    n, total = len(number), plan.rows
    # A stride coprime to the total visits every place once: the regencies mix, yet their totals are exact,
    # and a chunk needs to know nothing of the others.
    stride = max(1, int(total * 0.618))
    while gcd(stride, total) > 1:
        stride += 1
    place = (number * stride + plan.seed % total) % total
    regency = np.searchsorted(plan.ends, place, side="right")
    anchor = np.isin(place, np.append(0, plan.ends))  # one a regency, so that each has a rated cooperative

    luck = rng.random(n) + anchor
    quota = int(number[-1] * INACTIVE_SHARE) - int((number[0] - 1) * INACTIVE_SHARE)
    inactive = np.argsort(np.argsort(luck)) < quota  # counted out, not tossed: few rows keep the share too
    group = _pick(rng, [_KABUPATEN, _KOTA], plan.is_city[regency])
    kind, mode = _pick(rng, TYPE_BY_GROUP, group), _pick(rng, MODE_BY_GROUP, group)
    form = rng.choice(len(FORMS), n, p=[0.93, 0.055, 0.01, 0.005])
    founded = _founding(rng, group, inactive, anchor)
    last = _meeting(rng, founded, inactive, anchor)
    chance = np.where(mode == SHARIA, 0.55, 0.011)
    fit = ~inactive & (last >= 2022) & (founded < np.datetime64("2022-01-01"))
    rated = fit & (anchor | (rng.random(n) < chance))

    members = np.where(form < 2, 20 + rng.lognormal(4.0, 0.9, n), rng.integers(3, 30, n)).astype(np.int64)
    women = rng.binomial(members, np.clip(rng.normal(WOMEN_OF_GROUP[group], 0.1), 0.02, 1))
    blank = rng.random(n) < np.where(last == 0, 0.85, 0.04)
    money = _money(rng, members, kind, inactive)
    size = _text(KUK, np.searchsorted(KUK_ASSETS, money[0]), blank | (rng.random(n) < 0.1))
    urban = (plan.is_city[regency] == 1) | (rng.random(n) < 0.08)
    village = rng.integers(0, 12, n)
    nik = _numbered("CONTOH-", number, max(7, len(str(total))))
    columns = [
        nik,
        _numbered("Koperasi Contoh ", number, max(4, len(str(total)))),
        _numbered("CONTOH/BH/", number, max(7, len(str(total)))),
        _text(FORMS, form),
        _text(TYPES, kind),
        _text(MODES, mode),
        _text(["Aktif", "Tidak Aktif"], inactive.astype(np.int8)),
        _text(SECTORS, _pick(rng, SECTOR_BY_TYPE, kind)),
        _text(_NAMES, group),
        pa.repeat(plan.province.upper(), n),
        _text(plan.names, regency),
        _text(plan.districts, _pick(rng, plan.district_weights, regency)),
        _text([f"Kelurahan Contoh {i}" for i in range(1, 13)], village, ~urban),
        _text([f"Desa Contoh {i}" for i in range(1, 13)], village, urban),
        _text([f"Jalan Contoh No. {i}" for i in range(1, 251)], rng.integers(0, 250, n)),
        pa.nulls(n, pa.string()),
        pa.nulls(n, pa.string()),
        size,
        _text(GRADES, _grade(rng, founded, last)),
        _text(plan.codes, regency),
        founded,
        members - women,
        women,
        *(pa.array(rupiah, mask=blank) for rupiah in money),
        pa.array(last, mask=last == 0),
    ]
    table = _table("cooperatives", columns)
    return table, _Chunk(nik, regency, group, kind, founded, inactive, rated, anchor)


def _long(chunk: _Chunk, row: Ints, there: Bools) -> tuple[pa.Array, Ints, Ints, Ints]:
    """One line per cooperative and year it is there: NIK, position in row, position in YEARS, year."""
    who, when = np.nonzero(there)
    return chunk.nik.take(pa.array(row[who])), who, when, YEARS[when]


def _ratings(rng: np.random.Generator, chunk: _Chunk) -> pa.Table:
    row = np.flatnonzero(chunk.rated)
    n, each, anchor = len(row), np.arange(len(row)), chunk.anchor[row]
    grade = np.empty((n, len(YEARS)), np.int64)
    grade[:, 0] = rng.choice(len(RATINGS), n, p=[0.20, 0.42, 0.34, 0.04])
    for step in range(1, len(YEARS)):
        luck = rng.random(n)
        grade[:, step] = np.clip(grade[:, step - 1] + (luck < 0.21) - (luck > 0.86), 0, 3)
    there = _year(chunk.founded[row])[:, None] < YEARS
    # nobody is rated in every round; an anchor misses none of 2022-2024, so that each regency has a movement
    there[each, rng.integers(0, np.where(anchor, 2, 5))] = False
    there[each, rng.integers(0, 5, n)] &= anchor | (rng.random(n) < 0.6)
    nik, who, when, year = _long(chunk, row, there)
    rated_on = _days(year, rng.integers(100, 270, len(year)))  # April to September: all done by AS_OF
    month = rated_on.astype("M8[M]")
    until = (month + 24).astype("M8[D]") + (rated_on - month.astype("M8[D]"))
    body = pa.repeat("Lembaga Pemeringkat Contoh", len(year))
    columns = [nik, year, _text(RATINGS, grade[who, when]), body, rated_on, until]
    return _table("ratings", columns)


def _health(rng: np.random.Generator, chunk: _Chunk) -> pa.Table:
    chosen = (chunk.group == KSPPS) | (rng.random(len(chunk.group)) < 0.6)
    row = np.flatnonzero(chosen & (chunk.type == SAVINGS_LOAN))
    shape = (len(row), len(YEARS))
    level = rng.normal(np.where(chunk.inactive[row], 60, 76), 8)
    score = np.round(np.clip(level[:, None] + rng.normal(0.5, 3, shape).cumsum(axis=1), 25, 99.5), 1)
    there = (rng.random(shape) < 0.7) & (_year(chunk.founded[row])[:, None] <= YEARS)
    there[:, -1] |= ~there.any(axis=1)
    nik, who, when, year = _long(chunk, row, there)
    points = score[who, when]
    band = np.searchsorted(HEALTH_BANDS, points, side="right")
    return _table("health_checks", [nik, year, points, _text(HEALTH, band)])


def _pesantren(rng: np.random.Generator, plan: _Plan) -> pa.Table:
    n = len(plan.pesantren)
    number, pupils = np.arange(1, n + 1), rng.lognormal(5.4, 0.9, n).astype(np.int64)
    columns = [
        _numbered("CONTOH", number, 6),
        _numbered("Pesantren Contoh ", number, 3),
        _text(plan.names, plan.pesantren),
        _text(plan.codes, plan.pesantren),
        pa.array(pupils, mask=rng.random(n) < 0.12),
    ]
    return _table("pesantren", columns)


def _opop(rng: np.random.Generator, plan: _Plan, chunk: _Chunk) -> pa.Table:
    hosts = rng.permutation(np.flatnonzero((chunk.group == KOPPONTREN) & ~chunk.inactive)).tolist()
    parts, regency, free = [], plan.pesantren, np.ones(len(plan.pesantren), bool)
    for cohort, counts in plan.opop.items():
        pools = [free & (regency == r) for r in range(len(counts))] if len(counts) > 1 else [free]
        drawn = [rng.choice(np.flatnonzero(a), k, replace=False) for a, k in zip(pools, counts, strict=True)]
        who = np.sort(np.concatenate(drawn))
        free[who] = False
        n = len(who)
        stage = rng.permutation(np.resize(np.repeat(np.arange(len(STAGES)), STAGE_WEIGHTS[cohort]), n))
        # Only a pesantren that has come as far as a legal body can have its cooperative in the register.
        host = np.full(n, -1)
        for i in np.flatnonzero(stage == LEGAL_BODY):
            host[i] = next((h for h in hosts if chunk.regency[h] == regency[who[i]]), -1)
            hosts = [h for h in hosts if h != host[i]]
        start = np.datetime64(f"{cohort}-02-15")
        reached = start + rng.integers(0, int((np.datetime64(AS_OF) - start).astype(int)), n).astype("m8[D]")
        reached = np.where(host >= 0, np.maximum(reached, chunk.founded[host]), reached)
        # a fifth not filled in and a tenth zero in every cohort, so that both states are on show
        state = rng.permutation(np.arange(n) % 10)
        turnover = np.where(state == 0, 0, np.rint(rng.lognormal(18.6, 0.9, n) / 1e5) * 1e5).astype(np.int64)
        columns = [
            _numbered("CONTOH", who + 1, 6),
            np.full(n, cohort),
            chunk.nik.take(pa.array(host, mask=host < 0)),
            _text(STAGES, stage),
            reached,
            _text(PRODUCTS, rng.choice(len(PRODUCTS), n, p=[0.34, 0.28, 0.14, 0.14, 0.1])),
            pa.array(turnover, mask=(state == 1) | (state == 2)),
        ]
        parts.append(_table("opop_participants", columns))
    return pa.concat_tables(parts)


class _File:
    """A table's Parquet file."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name, self.rows = path, name, 0
        # The Arrow schema beside the Parquet one would hide the key-value metadata from pq.read_schema.
        self.writer = pq.ParquetWriter(path, SCHEMAS[name], compression="zstd", store_schema=False)

    def write(self, table: pa.Table) -> None:
        self.writer.write_table(table, row_group_size=CHUNK_ROWS)
        self.rows += table.num_rows

    def finish(self, seed: int) -> None:
        about = {"kind": "sample", "as_of": AS_OF, "title": TITLES[self.name]}
        about |= {"seed": str(seed), "rows": str(self.rows)}
        noted = {f"koperasi.{key}": value for key, value in about.items()} | {seal.KEY: seal.BLANK}
        self.writer.add_key_value_metadata(noted)
        self.writer.close()
        seal.seal(self.path)

    def discard(self) -> None:
        with suppress(OSError):  # a disk that is full is so when the file is closed, too
            self.writer.close()


def write_sample(
    out: Path,
    rows: int = ROWS,
    seed: int = 63,
    *,
    seeds: Path = Path("seeds"),
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, int]:
    """Write the eight tables of the sample register as <out>/<table>.parquet and return the rows of each.

    rows is the number of cooperatives, shared out among the regencies as the published inactive ones are; ratings and
    health checks grow with it. Pesantren and OPOP stay as
    published, the registers of the programmes as they are. Money is in rupiah a year, dates are days, null means not
    filled in. progress is called with (cooperatives written, rows) after every chunk. Existing files are replaced
    only when all are whole. The same rows, seed, seeds and pyarrow version give the same bytes.

    Raises ValueError for rows < 1, a negative seed, or seeds without a needed figure, and OSError for files
    that cannot be read or written.
    """
    if rows < 1 or seed < 0:
        raise ValueError(f"rows must be at least 1 and seed at least 0, not {rows} and {seed}")
    plan = _plan(rows, seed, seeds)
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files = {}
        for name in SCHEMAS:
            # beside their places until all tables are whole
            files[name] = _File(stack.enter_context(aside(out / f"{name}.parquet")), name)
            stack.callback(files[name].discard)
        for part, first in enumerate(range(1, rows + 1, CHUNK_ROWS)):
            number = np.arange(first, min(first + CHUNK_ROWS, rows + 1))
            table, chunk = _cooperatives(_rng(seed, "cooperatives", part), plan, number)
            files["cooperatives"].write(table)
            files["ratings"].write(_ratings(_rng(seed, "ratings", part), chunk))
            files["health_checks"].write(_health(_rng(seed, "health_checks", part), chunk))
            if part == 0:  # the first 100,000 cooperatives hold more kopontren than there are participants
                files["pesantren"].write(_pesantren(_rng(seed, "pesantren"), plan))
                files["opop_participants"].write(_opop(_rng(seed, "opop_participants"), plan, chunk))
                for name in sample_programs.TABLES:
                    files[name].write(sample_programs.draw(name, SCHEMAS[name], _rng(seed, name), plan.regencies))
            if progress:
                progress(int(number[-1]), rows)
        for file in files.values():
            file.finish(seed)
    return {name: file.rows for name, file in files.items()}
