"""The duration that Python's datetime lacks: whole calendar months."""

from __future__ import annotations

import functools


@functools.total_ordering
class YearsMonths:
    """FEEL's years and months duration. Immutable; YearsMonths(months=18) equals YearsMonths(years=1, months=6)."""

    __slots__ = ("_total",)

    def __init__(self, years: int = 0, months: int = 0) -> None:
        object.__setattr__(self, "_total", years * 12 + months)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("YearsMonths is immutable")

    @property
    def total_months(self) -> int:
        total: int = object.__getattribute__(self, "_total")
        return total

    @property
    def years(self) -> int:
        """Whole years, towards zero."""
        return abs(self.total_months) // 12 * (-1 if self.total_months < 0 else 1)

    @property
    def months(self) -> int:
        """The months beside the years, of the same sign."""
        return self.total_months - self.years * 12

    def __eq__(self, other: object) -> bool:
        return isinstance(other, YearsMonths) and self.total_months == other.total_months

    def __lt__(self, other: YearsMonths) -> bool:
        if not isinstance(other, YearsMonths):
            return NotImplemented
        return self.total_months < other.total_months

    def __hash__(self) -> int:
        return hash(("YearsMonths", self.total_months))

    def __reduce__(self) -> tuple[type, tuple[int, int]]:
        return YearsMonths, (self.years, self.months)

    def __repr__(self) -> str:
        return f"YearsMonths(years={self.years}, months={self.months})"

    def __str__(self) -> str:
        """ISO 8601, as FEEL writes it: P1Y6M, -P3M, P0M."""
        years, months = abs(self.years), abs(self.months)
        parts = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return f"{'-' if self.total_months < 0 else ''}P{parts}"
