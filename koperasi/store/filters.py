"""The filters that every page, picture and command shares: each declared once, in FILTERS.

URL, session, widgets, notes, cache key, words and command line loop over that tuple. A new filter is a field of
:class:`Filters`, an entry of FILTERS, and the queries that take its parameter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from koperasi.store.errors import TableUnavailable

if TYPE_CHECKING:
    from koperasi.store.store import Store

_SAID = 40  # letters of what a URL holds and nobody knows; it is told back to the viewer
_FOREIGN = 5  # such values of one filter; the rest of a link of thousands is not read
POLA = ("semua", "konvensional", "syariah")
Params = dict[str, list[str]]  # of a URL: every name with all its values
_FIRST_YEAR, _LAST_YEAR = 1000, 9999
V = TypeVar("V")  # what the widget holds
K = TypeVar("K")  # what may be picked


@dataclass(frozen=True)
class SharedFilter(Generic[V, K]):
    """One of the viewer's filters, in one of three forms: :class:`Many`, :class:`Years`, :class:`One`.

    name: how cards call it in `unmoved`. key: of its widget in the session. urls: its names in the URL. parameters:
    its fields of Filters, which are the query parameters too. options: on the command line, one for each parameter,
    with its help; typed: what each of them holds, or None. label, hint: on its widget. why_not: said where a card does
    not follow it, unless the card says better.
    """

    name: str
    key: str
    urls: tuple[str, ...]
    parameters: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    label: str
    why_not: str
    hint: str = ""

    typed: ClassVar[Any]

    def known(self, store: Store) -> K:
        """What may be picked from, as the data stands."""
        raise NotImplementedError

    def default(self, known: K) -> V:
        """The widget's value that narrows nothing."""
        raise NotImplementedError

    def read(self, params: Mapping[str, list[str]], known: K) -> tuple[V, list[str]]:
        """URL -> the widget's value, and what was not understood, in words."""
        raise NotImplementedError

    def write(self, value: V, known: K) -> Params:
        """The widget's value -> URL; what narrows nothing stays out of it."""
        raise NotImplementedError

    def given(self, value: V, known: K) -> dict[str, object]:
        """The widget's value -> fields of Filters."""
        raise NotImplementedError

    def from_options(self, values: Sequence[Any], store: Store) -> dict[str, object]:
        """What was typed for its options -> fields of Filters; raises ValueError, in words for the one who typed."""
        raise NotImplementedError

    def words(self, filters: Filters, store: Store) -> list[str]:
        """What was picked as a person would list it; empty for nothing."""
        raise NotImplementedError

    def active(self, filters: Filters) -> list[str]:
        """Those of its parameters that narrow anything."""
        return [name for name in self.parameters if getattr(filters, name) != _DEFAULTS[name]]


AnyFilter = SharedFilter[Any, Any]


@dataclass(frozen=True)
class Many(SharedFilter[list[str], Mapping[str, str]]):
    """Any number of codes, none for all. query: its first column holds the codes, its second the
    labels; one column is both.
    """

    query: str = ""
    everything: str = ""
    said: str = ""  # before the labels in a sentence

    typed: ClassVar[Any] = list[str] | None

    def known(self, store: Store) -> dict[str, str]:
        try:
            return store.derive(_labels, self.query)  # asked for at every turn
        except TableUnavailable:  # what needs the register says so; here there is nothing to pick
            return {}

    def default(self, known: Mapping[str, str]) -> list[str]:
        return []

    def read(self, params: Mapping[str, list[str]], known: Mapping[str, str]) -> tuple[list[str], list[str]]:
        asked = list(dict.fromkeys(params.get(self.urls[0], [])))[: len(known) + _FOREIGN]
        return [it for it in asked if it in known], [_unknown(self.urls[0], it) for it in asked if it not in known]

    def write(self, value: list[str], known: Mapping[str, str]) -> Params:
        return {self.urls[0]: list(value)} if value else {}

    def given(self, value: list[str], known: Mapping[str, str]) -> dict[str, object]:
        return {self.parameters[0]: tuple(sorted(value))}

    def from_options(self, values: Sequence[list[str] | None], store: Store) -> dict[str, object]:
        codes, known = values[0] or [], self.known(store)
        for code in codes:
            _expect(code, known, self.label)
        return {self.parameters[0]: tuple(codes)}

    def words(self, filters: Filters, store: Store) -> list[str]:
        picked = getattr(filters, self.parameters[0])
        known = self.known(store) if picked else {}
        labels = [str(known.get(code, code)) for code in picked]
        return [self.said + labels[0], *labels[1:]] if labels else []


@dataclass(frozen=True)
class Years(SharedFilter[tuple[int, int], tuple[int, int]]):
    """A first and a last year, both inclusive; one at the end of the range limits nothing."""

    query: str = ""

    typed: ClassVar[Any] = int | None

    def known(self, store: Store) -> tuple[int, int]:
        return store.derive(_bounds, self.query)

    def default(self, known: tuple[int, int]) -> tuple[int, int]:
        return known

    def read(self, params: Mapping[str, list[str]], known: tuple[int, int]) -> tuple[tuple[int, int], list[str]]:
        dropped, picked = [], list(known)
        for place, name in enumerate(self.urls):
            for text in params.get(name, [])[:1]:
                year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
                if known[0] <= year <= known[1]:
                    picked[place] = year
                else:
                    dropped.append(_unknown(name, text))
        first, last = picked
        if first <= last:
            return (first, last), dropped
        return known, [*dropped, _unknown(self.key, f"{first}–{last}")]

    def write(self, value: tuple[int, int], known: tuple[int, int]) -> Params:
        ends = zip(self.urls, value, known, strict=True)
        return {name: [str(year)] for name, year, end in ends if year != end}

    def given(self, value: tuple[int, int], known: tuple[int, int]) -> dict[str, object]:
        ends = zip(self.parameters, value, known, strict=True)
        return {name: year if year != end else None for name, year, end in ends}

    def from_options(self, values: Sequence[int | None], store: Store) -> dict[str, object]:
        first, last = values
        for year in values:
            if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
                raise ValueError(f"Tahun ditulis dengan empat angka, bukan {year}.")
        if first is not None and last is not None and first > last:
            raise ValueError(f"Tahun awal {first} lebih besar daripada tahun akhir {last}.")
        return dict(zip(self.parameters, values, strict=True))

    def words(self, filters: Filters, store: Store) -> list[str]:
        first, last = (getattr(filters, name) for name in self.parameters)
        if first is None and last is None:
            return []
        if first is not None and last is not None:
            return [f"tahun {first}" if first == last else f"tahun {first}–{last}"]
        return [f"tahun {first} dan sesudahnya" if first is not None else f"tahun {last} dan sebelumnya"]


@dataclass(frozen=True)
class One(SharedFilter[str, tuple[str, ...]]):
    """One of a few words; the first narrows nothing."""

    values: tuple[str, ...] = ()
    said: str = ""  # before the value in a sentence

    typed: ClassVar[Any] = str | None

    def known(self, store: Store) -> tuple[str, ...]:
        return self.values

    def default(self, known: tuple[str, ...]) -> str:
        return self.values[0]

    def read(self, params: Mapping[str, list[str]], known: tuple[str, ...]) -> tuple[str, list[str]]:
        for text in params.get(self.urls[0], [])[:1]:
            return (text, []) if text in known else (known[0], [_unknown(self.urls[0], text)])
        return known[0], []

    def write(self, value: str, known: tuple[str, ...]) -> Params:
        return {self.urls[0]: [value]} if value and value != known[0] else {}

    def given(self, value: str, known: tuple[str, ...]) -> dict[str, object]:
        return {self.parameters[0]: value or known[0]}

    def from_options(self, values: Sequence[str | None], store: Store) -> dict[str, object]:
        value = values[0] or self.values[0]
        _expect(value, self.values, self.label)
        return {self.parameters[0]: value}

    def words(self, filters: Filters, store: Store) -> list[str]:
        return [f"{self.said}{getattr(filters, self.parameters[0])}"] if self.active(filters) else []


def _labels(store: Store, query: str) -> dict[str, str]:
    rows = store.ask(query).rows.iloc[:, :2]
    return dict(zip(rows.iloc[:, 0], rows.iloc[:, -1], strict=True))


def _bounds(store: Store, query: str) -> tuple[int, int]:
    row = store.ask(query).rows.iloc[0]
    return int(row.iloc[0]), int(row.iloc[1])


def _unknown(name: str, text: str) -> str:
    return f"{name} “{text if len(text) <= _SAID else text[:_SAID] + '…'}”"


def _expect(text: str, known: Collection[str], what: str) -> None:
    if text not in known:
        there = ", ".join(sorted(known)) or "tidak satu pun"
        raise ValueError(f'{what} "{text}" tidak dikenal. Yang ada: {there}.')


@dataclass(frozen=True)
class Filters:
    """What the viewer narrowed the numbers down to; by default nothing.

    regencies: BPS codes, empty for all. year_from, year_to: inclusive, None for no limit.
    pola: pola pengelolaan, one of POLA. cooperative_types: jenis koperasi as the register writes them, empty for all.
    options: what single cards let the viewer pick, as (parameter, value).
    """

    regencies: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    pola: str = POLA[0]
    cooperative_types: tuple[str, ...] = ()
    options: tuple[tuple[str, str | int], ...] = ()

    def only(self, takes: Collection[str]) -> Filters:
        """Without those filters that a query with the parameters `takes` does not follow; options stay."""
        return replace(self, **{name: _DEFAULTS[name] for name in _NAMES if name not in takes})

    def ignored(self, takes: Collection[str]) -> tuple[AnyFilter, ...]:
        """The filters that narrow something, but nothing of a query with the parameters `takes`."""
        return tuple(it for it in FILTERS if any(name not in takes for name in it.active(self)))

    def parameters(self, takes: Collection[str] | None = None) -> dict[str, object]:
        """As query parameters: every shared filter, then the options; those in `takes` only, where it is given."""
        shared = {name: getattr(self, name) for name in _NAMES}
        listed = {name: list(value) if isinstance(value, tuple) else value for name, value in shared.items()}
        whole = listed | dict(self.options)
        return whole if takes is None else {name: value for name, value in whole.items() if name in takes}

    def active(self) -> list[str]:
        """Names of the parameters that narrow anything."""
        return [name for it in FILTERS for name in it.active(self)]

    def words(self, store: Store) -> list[list[str]]:
        """What was picked, a list for each filter that narrows anything: [["Kabupaten Banjar"], ["pola syariah"]]."""
        return [said for it in FILTERS if (said := it.words(self, store))]


REGENCIES = Many(
    "regencies",
    key="kabupaten",
    urls=("kabupaten",),
    parameters=("regencies",),
    options=(("--kabupaten", "Kode BPS, boleh berulang: --kabupaten 6303"),),
    label="Kabupaten/kota",
    why_not="Sumber hanya menerbitkan angka provinsi; penyaring kabupaten/kota tidak mengubah kartu ini.",
    query="frame/regencies",
    everything="Semua kabupaten/kota",
)
YEARS = Years(
    "years",
    key="tahun",
    urls=("dari", "sampai"),
    parameters=("year_from", "year_to"),
    options=(("--from", "Mulai tahun ini"), ("--to", "Sampai tahun ini")),
    label="Tahun",
    why_not="Kartu ini menunjukkan satu keadaan saja; penyaring tahun tidak mengubahnya.",
    hint="Angka terbitan menurut tanggalnya; register menurut tahun badan hukum.",
    query="frame/bounds",
)
PATTERN = One(
    "pola",
    key="pola",
    urls=("pola",),
    parameters=("pola",),
    options=(("--pola", f"Pola pengelolaan: {', '.join(POLA)}"),),
    label="Pola pengelolaan",
    why_not="Sumber tidak merinci angka ini menurut pola pengelolaan; penyaring pola tidak mengubahnya.",
    values=POLA,
    said="pola ",
)
TYPES = Many(
    "cooperative_types",
    key="jenis",
    urls=("jenis",),
    parameters=("cooperative_types",),
    options=(("--jenis", 'Jenis koperasi, boleh berulang: --jenis "Simpan Pinjam"'),),
    label="Jenis koperasi",
    why_not="Sumber tidak merinci angka ini menurut jenis koperasi; penyaring jenis tidak mengubahnya.",
    query="frame/cooperative_types",
    everything="Semua jenis",
    said="jenis ",
)
FILTERS: tuple[AnyFilter, ...] = (REGENCIES, YEARS, PATTERN, TYPES)

_NAMES = tuple(name for it in FILTERS for name in it.parameters)
_DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Filters)}
