"""The seeds of a province that does not exist, made from ours: other codes, other names, five regencies."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

CODE, NAME, SHORT = "91", "Nusa Raya", "Nusra"
# ours -> theirs; the other eight are left out
CODES = {"63": CODE, "6303": "9101", "6304": "9102", "6309": "9103", "6310": "9104", "6371": "9171"}
NAMES = {
    "6303": "Kabupaten Pantai Biru",
    "6304": "Kabupaten Lembah Hijau",
    "6309": "Kabupaten Bukit Batu",
    "6310": "Kabupaten Tanjung Emas",
    "6371": "Kota Muara Baru",
}
# whatever names ours, in any text
OURS = re.compile(r"kalimantan|kalsel", re.IGNORECASE)


def other_province(ours: Path, theirs: Path) -> None:
    """Write the folder `theirs`: the seeds in `ours`, re-coded and renamed, so that they pass the same check."""
    shutil.copytree(ours, theirs)
    with (ours / "regencies.csv").open(encoding="utf-8", newline="") as file:
        regencies = list(csv.DictReader(file))
    dropped = {row["code"] for row in regencies} - CODES.keys()
    words = _words(regencies)
    for path in theirs.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        places = [place for place, name in enumerate(head) if name in ("code", "region_code", "regency_code")]
        kept = [row for row in rows if not dropped & {row[place] for place in places}]
        for row in kept:
            for place, cell in enumerate(row):
                row[place] = CODES.get(cell, cell) if place in places else _reworded(cell, words)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *kept])
    outlines = theirs / "outlines.geojson"
    drawn = json.loads(outlines.read_text(encoding="utf-8"))
    drawn["features"] = [it for it in drawn["features"] if it["properties"]["code"] in CODES]
    for it in drawn["features"]:
        it["properties"] = {"code": CODES[it["properties"]["code"]]}
    outlines.write_text(json.dumps(drawn), encoding="utf-8")
    schema = theirs / "datapackage.json"
    package = json.loads(_reworded(schema.read_text(encoding="utf-8"), words))
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            limits = field.get("constraints", {})
            if any(code in CODES for code in limits.get("enum", [])):
                limits["enum"] = [CODES.get(code, code) for code in limits["enum"] if code not in dropped]
    schema.write_text(json.dumps(package, ensure_ascii=False, indent=2), encoding="utf-8")


def _words(regencies: list[dict[str, str]]) -> dict[str, str]:
    """Our names -> theirs, the longest first; a regency that is left out takes the name of another."""
    words = {"Kalimantan Selatan": NAME, "Kalsel": SHORT}
    for row in regencies:
        theirs = NAMES.get(row["code"], NAMES["6303"])
        words |= {
            row["name"]: theirs,
            row["short_name"]: theirs.split(" ", 1)[1],
            row["abbr"]: theirs.split()[-1][:3].upper(),
        }
    return dict(sorted(words.items(), key=lambda pair: -len(pair[0])))


def _reworded(text: str, words: dict[str, str]) -> str:
    # whole words: "Tapin" in "Menetapinya" is no name; but ours stands in addresses and ids too
    named = re.sub("|".join(rf"\b{re.escape(word)}\b" for word in words), lambda found: words[found[0]], text)
    return OURS.sub(lambda found: SHORT.lower() if found[0].islower() else SHORT, named)
