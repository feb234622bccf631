"""The filters that every page, picture and command shares."""

from __future__ import annotations

from dataclasses import dataclass, fields

POLA = ("semua", "konvensional", "syariah")


@dataclass(frozen=True)
class Filters:
    """What the viewer narrowed the numbers down to.

    regencies: BPS codes ("6303"), empty for all 13. year_from, year_to: inclusive, None for no limit.
    pola: pola pengelolaan, one of POLA. options: what single cards let the viewer pick, as (parameter, value).
    """

    regencies: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    pola: str = "semua"
    options: tuple[tuple[str, str | int], ...] = ()

    def active(self) -> list[str]:
        """Names of the shared filters that narrow anything."""
        return [
            name for name in ("regencies", "year_from", "year_to", "pola") if getattr(self, name) != _DEFAULTS[name]
        ]

    def parameters(self) -> dict[str, object]:
        """As query parameters: every shared filter, then the options."""
        shared: dict[str, object] = {
            "regencies": list(self.regencies),
            "year_from": self.year_from,
            "year_to": self.year_to,
            "pola": self.pola,
        }
        return shared | dict(self.options)


_DEFAULTS = {field.name: field.default for field in fields(Filters)}
