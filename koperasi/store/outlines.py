"""The outlines of the regencies for drawing a map: seeds/outlines.geojson, which a province may go without."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

FILE = "outlines.geojson"
_LEAST = 4  # points of a ring, the last of which is the first again
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Outlines:
    """rings: of each regency by its code, in degrees east and north. source_id: whose they are, "" for none."""

    rings: Mapping[str, tuple[Ring, ...]] = field(default_factory=lambda: MappingProxyType({}))
    source_id: str = ""


def read_outlines(folder: Path) -> Outlines:
    """From a folder of seeds that passed :func:`faults`; none where there is no such file."""
    path = folder / FILE
    if not path.is_file():
        return Outlines()
    collection = json.loads(path.read_text(encoding="utf-8"))
    rings = {
        it["properties"]["code"]: tuple(tuple(map(tuple, ring)) for ring in _rings(it["geometry"]))
        for it in collection["features"]
    }
    return Outlines(MappingProxyType(rings), collection["source_id"])


def faults(folder: Path, codes: Collection[str], sources: Collection[str]) -> Iterator[str]:
    """What is wrong with the file, in words: a map without one of its regencies would be a wrong map."""
    path = folder / FILE
    if not path.is_file():
        return
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
        found = [(str(it["properties"]["code"]), list(_rings(it["geometry"]))) for it in collection["features"]]
        source = str(collection["source_id"])
    except (ValueError, KeyError, TypeError) as error:
        yield f"bukan GeoJSON dengan source_id dan code pada tiap wilayah: {type(error).__name__} {error}"
        return
    if source not in sources:
        yield f'source_id "{source}" harus ada di sources.csv'
    names = [code for code, _ in found]
    if sorted(names) != sorted(codes):
        odd = sorted({*set(names).symmetric_difference(codes), *(it for it in names if names.count(it) > 1)})
        yield f"tiap kabupaten/kota dari regencies.csv harus ada tepat sekali; periksa {', '.join(odd)}"
    for code, rings in found:
        if not rings or not all(map(_is_ring, rings)):
            yield f"{code}: tiap garis harus berakhir di titik awalnya dan berisi derajat bujur dan lintang"


def _rings(geometry: dict[str, Any]) -> Iterator[Any]:
    """Every ring of a Polygon or a MultiPolygon; KeyError for another."""
    depth = {"Polygon": 0, "MultiPolygon": 1}[geometry["type"]]
    for polygon in geometry["coordinates"] if depth else [geometry["coordinates"]]:
        yield from polygon


def _is_ring(ring: Any) -> bool:
    return (
        isinstance(ring, list)
        and len(ring) >= _LEAST
        and ring[0] == ring[-1]
        and all(len(it) == 2 and abs(it[0]) <= 180 and abs(it[1]) <= 90 for it in ring)
    )
