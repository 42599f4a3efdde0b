"""Evaluation: did it work? Intervals and tests that hold at small counts and at 0 % and 100 %."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from . import _staysail
from .error import Error

__all__ = ["ChiSquareTest", "Interval", "WelchTest", "newcombe", "srm", "welch", "wilson"]


class Interval(NamedTuple):
    """A range that covers the true value with the stated confidence."""

    low: float
    high: float


class WelchTest(NamedTuple):
    """Two means compared; `difference` is that of a less that of b, `p_value` is two-sided."""

    difference: float
    standard_error: float
    t: float
    degrees: float
    p_value: float
    interval: Interval


class ChiSquareTest(NamedTuple):
    """Pearson's chi-square of fit."""

    statistic: float
    degrees: float
    p_value: float


def wilson(x: int, n: int, *, confidence: float = 0.95) -> Interval:
    """Wilson's interval for the proportion x of n."""
    return Interval(*_staysail.wilson(x, n, confidence))


def newcombe(x1: int, n1: int, x2: int, n2: int, *, confidence: float = 0.95) -> Interval:
    """Newcombe's interval (method 10) for x1/n1 - x2/n2."""
    return Interval(*_staysail.newcombe(x1, n1, x2, n2, confidence))


def welch(a: npt.ArrayLike, b: npt.ArrayLike, *, confidence: float = 0.95) -> WelchTest:
    """Welch's test: the means of two samples with unequal variances."""
    figures = _staysail.welch(_sample(a), _sample(b), confidence)
    return WelchTest(*figures[:5], Interval(*figures[5]))


def srm(counts: npt.ArrayLike, shares: npt.ArrayLike) -> ChiSquareTest:
    """Sample-ratio mismatch: do the sizes of the arms fit the shares that were planned?"""
    return ChiSquareTest(*_staysail.sample_ratio(np.asarray(counts).tolist(), np.asarray(shares, dtype=float).tolist()))


def _sample(values: npt.ArrayLike) -> tuple[int, float, float]:
    array = np.asarray(values, dtype=np.float64).ravel()
    if not np.isfinite(array).all():
        raise Error("invalid_argument", "a sample holds finite numbers; leave out missing values first")
    if array.size < 2:
        return array.size, 0.0, 0.0
    return array.size, float(array.mean()), float(array.var(ddof=1))
