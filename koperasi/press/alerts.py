"""Who wants to hear of which rule: what newly needs attention, and what no longer does."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from koperasi.cards import UnknownCard, render
from koperasi.cards.summary import findings_of
from koperasi.look.columns import write
from koperasi.press import pictures, post
from koperasi.press.sent import Sent
from koperasi.said import Said
from koperasi.store import Filters, Store, TableUnavailable
from koperasi.store.filters import REGENCIES

ALERTS = "KOPERASI_ALERTS"
COLUMNS = ("email", "rule", "regency", "threshold")
_CARDS = ("summary/attention", "summary/attention_register")
_KINDS = "suspect_savings_share"  # one place may have two of these, told apart by what they are of
_PICTURES = 4  # in one message
Link = Callable[[str, str], str]  # card with its choice, regency code or "" -> address, "" for none


class BadSubscriptions(Said):
    """A file of subscriptions that does not say who wants what."""


@dataclass(frozen=True)
class Subscription:
    """email wants to hear of `rule` in `regency` ("" for all), above `threshold` (None: the rule's own)."""

    email: str
    rule: str
    regency: str
    threshold: float | None


@dataclass(frozen=True)
class Finding:
    """A rule that fires, in words."""

    key: str
    rule: str
    region: str
    value: float
    said: str
    card: str


def subscriptions(store: Store) -> list[Subscription]:
    """Those of the file KOPERASI_ALERTS, none where it is not set. Raises BadSubscriptions with every fault."""
    given = os.environ.get(ALERTS, "").strip()
    if not given:
        return []
    path = Path(given)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadSubscriptions(f"{path}: bukan teks UTF-8.") from None
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise BadSubscriptions(f"{path}: baris pertama harus {','.join(COLUMNS)}.")
    rules, regencies = _rules(store), REGENCIES.known(store)
    found, faults = [], []
    for row in reader:
        fault = _fault(row, rules, regencies)
        if fault:
            faults.append(f"baris {reader.line_num}: {fault}")
        else:
            email, rule, regency, limit = (row[name].strip() for name in COLUMNS)
            found.append(Subscription(email, rule, regency, float(limit) if limit else None))
    if faults:
        raise BadSubscriptions(f"{path}: {'; '.join(faults)}.")
    return found


def _rules(store: Store) -> dict[str, float]:
    """Threshold of each rule that can fire; the others of that seed are used by these."""
    (seed,) = (it for it in store.seeds if it.name == "attention_rules")
    rows = csv.DictReader(seed.raw.decode("utf-8").splitlines())
    return {row["rule"]: float(row["threshold"]) for row in rows if row["severity"]}


def _fault(row: Mapping[Any, Any], rules: Mapping[str, float], regencies: Mapping[str, str]) -> str:
    """What is wrong with a row, "" for nothing."""
    if None in row or None in row.values():
        return f"harus {len(COLUMNS)} kolom"
    email, rule, regency, limit = (str(row[name]).strip() for name in COLUMNS)
    if not post.is_address(email):
        return f"“{email}” bukan alamat surel"
    if rule not in rules:
        return f"aturan “{rule}” tidak ada di seeds/attention_rules.csv"
    if regency and regency not in regencies:
        return f"kabupaten/kota “{regency}” tidak dikenal"
    return _fault_of_limit(limit, rules[rule])


def _fault_of_limit(limit: str, own: float) -> str:
    try:
        low = bool(limit) and not float(limit) >= own  # not so of NaN either
    except ValueError:
        return f"ambang “{limit}” bukan angka"
    return f"ambang {limit} di bawah ambang aturannya ({own:g}), yang di bawahnya tidak pernah menyala" if low else ""


def firing(store: Store) -> list[Finding]:
    """All that fires now; what a sample fires is no news, and a register that is missing fires nothing."""
    found = []
    for name in _CARDS:
        try:
            it = render(store, name, Filters())
        except TableUnavailable:
            continue
        if it.empty or it.answer.sample:
            continue
        for one in findings_of(it.answer.rows):
            row = one.row
            # of any other rule it is a list or a doubt: another day, other words, but the same finding
            what = str(row.what) if row.rule == _KINDS else ""
            dated = write(" Keadaan {as_of}.", row) if hasattr(row, "as_of") else ""
            key = "/".join([row.rule, str(row.region_code or ""), str(row.place), what])
            said = f"{row.rule_title} · {row.place}: {one.sentence}{dated}"
            found.append(Finding(key, row.rule, str(row.region_code or ""), row.measure_value, said, row.cards[0]))
    return found


def wanted(findings: list[Finding], by: list[Subscription]) -> dict[str, Finding]:
    """What one person subscribed to, by key."""
    return {
        it.key: it
        for it in findings
        for one in by
        if it.rule == one.rule
        and one.regency in ("", it.region)
        and (one.threshold is None or it.value > one.threshold)
    }


def send(store: Store, sent: Sent, by: post.Server, link: Link, *, anyway: bool = False) -> list[str]:
    """A message to everybody for whom something newly fires or clears, once; returns who got one.

    Raises BadSubscriptions before anything is sent, and post.NotSent at the end where somebody's was not taken.
    """
    people: dict[str, list[Subscription]] = {}
    for it in subscriptions(store):
        people.setdefault(it.email, []).append(it)
    findings, told, failed = firing(store), [], []
    for email, wishes in people.items():
        now = wanted(findings, wishes)
        before: dict[str, str] = sent.of(f"peringatan {email}") or {}
        new = [it for key, it in now.items() if key not in before]
        cleared = [said for key, said in before.items() if key not in now]
        if not new and not cleared:
            continue
        state = {key: before.get(key, it.said) for key, it in now.items()}
        mail = _message(store, email, new, cleared, link)
        try:
            with sent.delivering(f"peringatan {email}", state, anyway=anyway):
                post.send(mail, by)
            told.append(email)
        except post.NotSent as error:
            failed.append(str(error))
    if failed:
        raise post.NotSent(" ".join(failed))
    return told


def _message(store: Store, email: str, new: list[Finding], cleared: list[str], link: Link) -> Any:
    lines = []
    if new:
        lines += ["Baru perlu perhatian:", ""]
        for it in new:
            address = link(it.card, it.region if len(it.region) == 4 else "")
            lines += [f"- {it.said}", *([f"  {address}"] if address else []), ""]
    if cleared:
        lines += ["Tidak lagi melampaui ambang (kalimat ketika menyala):", "", *(f"- {said}" for said in cleared), ""]
    lines += [f"{store.province.dashboard}, versi data {store.version}. Menyala berarti perlu dilihat, bukan salah."]
    counts = [f"{len(new)} baru" * bool(new), f"{len(cleared)} selesai" * bool(cleared)]
    subject = f"{store.province.dashboard}: {', '.join(filter(None, counts))} dalam perlu perhatian"
    return post.message(email, subject, "\n".join(lines), _drawn(store, new))


def _drawn(store: Store, new: list[Finding]) -> list[post.File]:
    """The cards' pictures, each once; none where there is no Chromium: the sentences matter more."""
    files: dict[str, post.File] = {}
    for it in new:
        card_id, _, picked = it.card.partition("?")
        options = tuple(pair for pair in (each.partition("=")[::2] for each in picked.split("&")) if pair[0])
        regencies = (it.region,) if len(it.region) == 4 else ()
        name = "-".join([card_id.replace("/", "-"), *(value for _, value in options), *regencies]) + ".png"
        if name in files or len(files) == _PICTURES:
            continue
        try:
            drawn = render(store, card_id, Filters(regencies=regencies, options=options))
            if not drawn.empty:
                files[name] = post.File(name, "image/png", pictures.picture(drawn, "png"))
        except (UnknownCard, TableUnavailable, pictures.PictureError):
            continue
    return list(files.values())
