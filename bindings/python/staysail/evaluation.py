"""Evaluation: did it work? Tests that hold at small counts, under daily looks and over many strategies."""

from __future__ import annotations

from typing import NamedTuple, Optional

import numpy as np
import numpy.typing as npt

from . import _staysail
from .error import Error
from .series import count, counts, marks, numbers
from .uplift import (
    ClassTransformation,
    DRLearner,
    SLearner,
    TLearner,
    UpliftCandidate,
    UpliftChoice,
    UpliftLearner,
    XLearner,
    choose_uplift,
)

__all__ = [
    "ChiSquareTest", "ClassTransformation", "Cuped", "DRLearner", "Interval", "MantelHaenszel", "Plan",
    "ProportionTest", "SLearner", "SequentialLook", "SurvivalDifference", "TLearner", "UpliftCandidate",
    "UpliftChoice", "UpliftLearner", "WelchTest", "XLearner", "auuc", "benjamini_hochberg", "choose_uplift", "cuped",
    "holm", "mantel_haenszel", "mcnemar", "msprt", "msprt_looks", "msprt_proportions", "newcombe", "power", "qini",
    "srm", "survival_difference", "two_proportions", "uplift_at", "weighted_average_uplift", "welch", "wilson",
]  # fmt: skip

_Array = npt.NDArray[np.float64]


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
    """A chi-square statistic with its degrees of freedom."""

    statistic: float
    degrees: float
    p_value: float


class ProportionTest(NamedTuple):
    """Two proportions compared; `z` and `chi_square` pool them, `interval` is the textbook one of the difference."""

    difference: float
    standard_error: float
    z: float
    chi_square: float
    p_value: float
    interval: Interval


class Cuped(NamedTuple):
    """Treated less untreated after adjustment by a covariate; `variance_cut` is the share it explains."""

    theta: float
    variance_cut: float
    difference: float
    standard_error: float
    t: float
    degrees: float
    p_value: float
    interval: Interval


class Plan(NamedTuple):
    """Units in each arm (a real number: round it up) and the power they give."""

    n: float
    power: float


class MantelHaenszel(NamedTuple):
    """One odds ratio over all strata, with continuity-corrected chi-square."""

    odds_ratio: float
    interval: Interval
    chi_square: float
    p_value: float


class SurvivalDifference(NamedTuple):
    """Mean durations of both arms, all cut off at `horizon`, and treated less untreated; `logrank` beside them."""

    horizon: float
    treated: float
    untreated: float
    difference: float
    standard_error: float
    p_value: float
    interval: Interval
    logrank: Optional[ChiSquareTest]


class SequentialLook(NamedTuple):
    """One look of an always-valid test; p never rises from look to look, and the interval never widens."""

    likelihood_ratio: float
    p_value: float
    interval: Interval
    rejects: bool


def wilson(x: float, n: float, *, confidence: float = 0.95) -> Interval:
    """Wilson's interval for the proportion x of n."""
    return Interval(*_staysail.wilson(count(x, "x"), count(n, "n"), confidence))


def newcombe(x1: float, n1: float, x2: float, n2: float, *, confidence: float = 0.95) -> Interval:
    """Newcombe's interval (method 10) for x1/n1 - x2/n2."""
    return Interval(*_staysail.newcombe(*_four(x1, n1, x2, n2), confidence))


def two_proportions(x1: float, n1: float, x2: float, n2: float, *, confidence: float = 0.95) -> ProportionTest:
    """x1/n1 less x2/n2 with the pooled z test and chi-square."""
    figures = _staysail.two_proportions(*_four(x1, n1, x2, n2), confidence)
    return ProportionTest(*figures[:5], Interval(*figures[5]))


def welch(a: npt.ArrayLike, b: npt.ArrayLike, *, confidence: float = 0.95) -> WelchTest:
    """Welch's test: the means of two samples with unequal variances."""
    figures = _staysail.welch(numbers(a, "a"), numbers(b, "b"), confidence)
    return WelchTest(*figures[:5], Interval(*figures[5]))


def cuped(y: npt.ArrayLike, treated: npt.ArrayLike, covariate: npt.ArrayLike, *, confidence: float = 0.95) -> Cuped:
    """Difference of means, sharpened by what was known before the treatment."""
    figures = _staysail.cuped(numbers(y, "y"), marks(treated, "treated"), numbers(covariate, "covariate"), confidence)
    return Cuped(*figures[:7], Interval(*figures[7]))


def power(
    *,
    p1: Optional[float] = None,
    p2: Optional[float] = None,
    delta: Optional[float] = None,
    deviation: float = 1.0,
    n: Optional[float] = None,
    power: Optional[float] = None,
    alpha: float = 0.05,
) -> Plan:
    """The power of n units an arm, or the n of a wished power, for two proportions or a difference of means."""
    if (n is None) == (power is None):
        raise Error("invalid_argument", "give either n or power; the other one is the answer")
    if p1 is not None and p2 is not None and delta is None:
        found = _staysail.plan_proportions(p1, p2, n, power, alpha)
    elif p1 is None and p2 is None and delta is not None:
        found = _staysail.plan_means(delta, deviation, n, power, alpha)
    else:
        raise Error("invalid_argument", "give either p1 and p2, or delta")
    return Plan(found if n is None else n, found if power is None else power)


def srm(counts: npt.ArrayLike, shares: npt.ArrayLike) -> ChiSquareTest:
    """Sample-ratio mismatch: do the sizes of the arms fit the shares that were planned?"""
    return ChiSquareTest(*_staysail.sample_ratio(np.asarray(counts).tolist(), np.asarray(shares, dtype=float).tolist()))


def survival_difference(
    duration: npt.ArrayLike,
    event: npt.ArrayLike,
    treated: npt.ArrayLike,
    *,
    horizon: Optional[float] = None,
    confidence: float = 0.95,
) -> SurvivalDifference:
    """How much longer the treated stay, up to a horizon: the shorter of the arms' last times, or the one given."""
    columns = numbers(duration, "duration"), marks(event, "event"), marks(treated, "treated")
    found = _staysail.survival_difference(*columns, horizon, confidence)
    test = None if found[7] is None else ChiSquareTest(*found[7])
    return SurvivalDifference(*found[:6], Interval(*found[6]), test)


def mantel_haenszel(tables: npt.ArrayLike, *, confidence: float = 0.95) -> MantelHaenszel:
    """One effect over strata: `tables` holds a two by two table a stratum, a row an arm, successes first."""
    figures = _staysail.mantel_haenszel(_two_by_two(tables, "tables"), confidence)
    return MantelHaenszel(figures[0], Interval(*figures[1]), *figures[2:])


def mcnemar(table: npt.ArrayLike) -> ChiSquareTest:
    """Did answers of the same customers change one way more than the other? Of one two by two table."""
    cells = _two_by_two(table, "a table")
    if cells.size != 4:
        raise Error("invalid_argument", "one table has four counts")
    return ChiSquareTest(*_staysail.mcnemar(cells))


def benjamini_hochberg(p: npt.ArrayLike) -> _Array:
    """p-values adjusted for the false discovery rate, in the order given."""
    return _staysail.benjamini_hochberg(numbers(p, "p"))


def holm(p: npt.ArrayLike) -> _Array:
    """p-values adjusted for any false rejection at all, in the order given."""
    return _staysail.holm(numbers(p, "p"))


def msprt(
    difference: float, n: float, *, variance: float, tau2: float, confidence: float = 0.95, null: float = 0.0
) -> SequentialLook:
    """One look of the always-valid test: a mean `difference` of n pairs whose difference has this variance."""
    return msprt_looks([difference], [n], variance=variance, tau2=tau2, confidence=confidence, null=null)[0]


def msprt_looks(
    differences: npt.ArrayLike,
    n: npt.ArrayLike,
    *,
    variance: npt.ArrayLike,
    tau2: float,
    confidence: float = 0.95,
    null: float = 0.0,
) -> tuple[SequentialLook, ...]:
    """Look after look of one experiment, each on all the data so far."""
    means, sizes = numbers(differences, "differences"), numbers(n, "n")
    if means.size != sizes.size or not (sizes > 0).all():
        raise Error("invalid_argument", "each look has a difference and a positive number of pairs")
    errors = np.sqrt(np.broadcast_to(numbers(variance, "variance"), means.shape) / sizes)
    return _looks(_staysail.sequential_looks(means, errors, tau2, confidence, null))


def msprt_proportions(
    x1: npt.ArrayLike,
    n1: npt.ArrayLike,
    x2: npt.ArrayLike,
    n2: npt.ArrayLike,
    *,
    tau2: float,
    confidence: float = 0.95,
) -> tuple[SequentialLook, ...]:
    """The same for two proportions: cumulative counts, one of each a look."""
    columns = [counts(column, name) for column, name in ((x1, "x1"), (n1, "n1"), (x2, "x2"), (n2, "n2"))]
    if len({column.size for column in columns}) != 1:
        raise Error("invalid_argument", "each look has x1, n1, x2 and n2")
    return _looks(_staysail.sequential_proportions(np.column_stack(columns).ravel(), tau2, confidence))


def qini(
    y: npt.ArrayLike,
    treated: npt.ArrayLike,
    score: npt.ArrayLike,
    *,
    definition: str = "area_n2",
    normalize: bool = True,
) -> float:
    """Qini coefficient of a score, by "area_n2", "scikit-uplift" or "causalml"; `normalize` is causalml's."""
    return _staysail.qini(*_scored(y, treated, score), definition, normalize)


def auuc(
    y: npt.ArrayLike,
    treated: npt.ArrayLike,
    score: npt.ArrayLike,
    *,
    definition: str = "area_n2",
    normalize: bool = True,
) -> float:
    """Area under the uplift curve of a score, by "area_n2", "scikit-uplift" or "causalml"."""
    return _staysail.auuc(*_scored(y, treated, score), definition, normalize)


def uplift_at(
    y: npt.ArrayLike, treated: npt.ArrayLike, score: npt.ArrayLike, k: float = 0.3, *, strategy: str = "overall"
) -> float:
    """Uplift among the first share k by score: "overall", or "by_group" (of each arm)."""
    return _staysail.uplift_at(*_scored(y, treated, score), k, strategy)


def weighted_average_uplift(y: npt.ArrayLike, treated: npt.ArrayLike, score: npt.ArrayLike, *, bins: int = 10) -> float:
    """Mean uplift over bins of the score, weighted by the treated."""
    return _staysail.weighted_average_uplift(*_scored(y, treated, score), bins)


def _four(x1: float, n1: float, x2: float, n2: float) -> tuple[int, int, int, int]:
    return count(x1, "x1"), count(n1, "n1"), count(x2, "x2"), count(n2, "n2")


def _two_by_two(tables: npt.ArrayLike, name: str) -> npt.NDArray[np.int64]:
    if np.shape(tables)[-2:] != (2, 2):
        raise Error("invalid_argument", f"{name} has two rows and two columns")
    return counts(tables, name)


def _scored(
    y: npt.ArrayLike, treated: npt.ArrayLike, score: npt.ArrayLike
) -> tuple[_Array, npt.NDArray[np.uint8], _Array]:
    return numbers(y, "y"), marks(treated, "treated"), numbers(score, "score")


def _looks(
    figures: list[tuple[float, float, tuple[float, float], bool]],
) -> tuple[SequentialLook, ...]:
    return tuple(SequentialLook(ratio, p, Interval(*bounds), rejects) for ratio, p, bounds, rejects in figures)
