"""Draw the three small sample registers of the programmes: trainings, facilities, packaging machines.

As in sample.py nothing is about a real place or firm, and every share below is invented. How many rows there are does
not follow the size of the register of cooperatives.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

TABLES = ("trainings_register", "facilities", "packaging_machines")
Rows = list[tuple[Any, ...]]

_TOPICS = {
    "Perkoperasian dasar": ("Pengurus koperasi", "Anggota koperasi"),
    "Akuntansi dan laporan keuangan": ("Pengurus koperasi", "Pengawas koperasi"),
    "Koperasi syariah": ("Pengurus koperasi", "Pesantren"),
    "Kemasan dan pelabelan": ("UMKM", "Pesantren"),
    "Pemasaran digital": ("UMKM", "Anggota koperasi"),
    "Kewirausahaan": ("UMKM", "Pesantren"),
}
_BUDGETS = ["APBN", "APBD provinsi", "APBD kabupaten/kota", "DAK nonfisik", None]
# kind: how many, typical commercial area in m2, typical share for small firms. No station: the province has no
# railway, and a screen that shows all kinds shows a zero there.
_FACILITIES = {
    "Bandara": (3, 2600, 0.26),
    "Terminal": (9, 900, 0.36),
    "Pelabuhan": (5, 800, 0.28),
    "Rest area": (4, 600, 0.40),
    "Hotel": (20, 350, 0.17),
    "Waralaba": (17, 120, 0.22),
    "Lainnya": (6, 500, 0.30),
}
_MACHINES = ["Penyegel plastik", "Penyegel hampa udara", "Pencetak label", "Pengisi cairan", "Pencetak tanggal"]
_RECIPIENTS = ["Rumah kemasan", "Koperasi", "UMKM", "Pesantren"]
_STATES = ["Berfungsi", "Rusak", "Tidak dipakai", None]


@dataclass(frozen=True)
class Regency:
    """Where rows are drawn. weight: how often. sites: the kinds of facility that stand only where they are named."""

    code: str
    name: str
    weight: float
    sites: tuple[str, ...]


Regencies = Sequence[Regency]


def _day(rng: np.random.Generator, first: str, last: str) -> Any:
    start = np.datetime64(first)
    return (start + rng.integers(0, int((np.datetime64(last) - start).astype(int)) + 1)).astype(object)


def _regency(rng: np.random.Generator, regencies: Regencies, site: str = "") -> tuple[str, str]:
    regencies = [place for place in regencies if site in place.sites] or regencies
    weights = np.array([place.weight for place in regencies])
    place = regencies[rng.choice(len(regencies), p=weights / weights.sum())]
    return place.name, place.code


def _trainings(rng: np.random.Generator, regencies: Regencies) -> Rows:
    rows: Rows = []
    for number in range(1, 111):
        topic = list(_TOPICS)[rng.integers(len(_TOPICS))]
        # one in seven is for the whole province and so in no regency
        place = (None, None) if rng.random() < 0.15 else _regency(rng, regencies)
        people = int(rng.choice([20, 25, 30, 30, 30, 40, 50, 60]))
        women = int(rng.binomial(people, 0.56 if topic in ("Kemasan dan pelabelan", "Kewirausahaan") else 0.42))
        year = int(rng.choice(np.arange(2020, 2025), p=[0.08, 0.14, 0.22, 0.28, 0.28]))
        day = _day(rng, f"{year}-02-01", f"{year}-11-30" if year < 2024 else "2024-09-28")
        state = rng.random()
        # not filled in, and a training to which nobody came, are two things
        came = (None, None) if state < 0.08 else (0, 0) if state < 0.1 else (people - women, women)
        budget = _BUDGETS[rng.choice(5, p=[0.16, 0.38, 0.14, 0.26, 0.06])]
        rows.append(
            (
                f"CONTOH-P{number:03}",
                f"Pelatihan Contoh {number}",
                topic,
                _TOPICS[topic][rng.integers(2)],
                *place,
                day,
                *came,
                budget,
            )
        )
    return rows


def _facilities(rng: np.random.Generator, regencies: Regencies) -> Rows:
    kinds = [kind for kind, (count, _, _) in _FACILITIES.items() for _ in range(count)]
    n = len(kinds)
    # two at exactly 30%, two a square metre short of it, one with nothing, six not measured yet
    fate = rng.permutation(np.resize([0] * (n - 11) + [1] * 2 + [2] * 2 + [3] + [4] * 6, n))
    rows: Rows = []
    seen: dict[str, int] = {}
    for number, (kind, how) in enumerate(zip(kinds, fate, strict=True), 1):
        seen[kind] = seen.get(kind, 0) + 1
        _, area, share = _FACILITIES[kind]
        commercial = int(round(area * rng.lognormal(0, 0.45), -1)) + 10
        drawn = round(commercial * rng.beta(share * 9, (1 - share) * 9))
        edge = commercial * 3 // 10  # commercial is a multiple of ten
        small = [drawn, edge, edge - 1, 0, None][how]
        rent = None if how == 4 or rng.random() < 0.12 else float(rng.integers(15, 56))
        checked = None if how == 4 else _day(rng, "2023-01-10", "2024-09-25")
        rows.append(
            (
                f"CONTOH-F{number:03}",
                f"{kind} Contoh {seen[kind]}",
                kind,
                *_regency(rng, regencies, kind),
                commercial,
                small,
                rent,
                checked,
            )
        )
    return rows


def _machines(rng: np.random.Generator, regencies: Regencies) -> Rows:
    rows: Rows = []
    for number in range(1, 131):
        kind = _RECIPIENTS[rng.choice(4, p=[0.25, 0.2, 0.45, 0.1])]
        day = None if rng.random() < 0.06 else _day(rng, "2018-03-01", "2024-09-15")
        old = day is not None and day.year < 2021
        state = _STATES[rng.choice(4, p=[0.52, 0.28, 0.12, 0.08] if old else [0.8, 0.06, 0.06, 0.08])]
        rows.append(
            (
                f"CONTOH-M{number:03}",
                _MACHINES[rng.choice(5, p=[0.34, 0.24, 0.18, 0.12, 0.12])],
                f"{kind} Contoh {rng.integers(1, 30)}",
                kind,
                *_regency(rng, regencies),
                day,
                state,
            )
        )
    return rows


_DRAW: dict[str, Callable[[np.random.Generator, Regencies], Rows]] = {
    "trainings_register": _trainings,
    "facilities": _facilities,
    "packaging_machines": _machines,
}


def draw(name: str, schema: pa.Schema, rng: np.random.Generator, regencies: Regencies) -> pa.Table:
    """The register `name` (a key of TITLES); regencies in the order of the codes."""
    columns = zip(*_DRAW[name](rng, regencies), strict=True)
    arrays = [pa.array(list(c), field.type) for c, field in zip(columns, schema, strict=True)]
    return pa.table(arrays, schema=schema)
