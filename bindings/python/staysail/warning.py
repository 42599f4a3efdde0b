"""Warning: who is about to leave and why, charts and tests for signals over time, silence at the own rhythm."""

from __future__ import annotations

from typing import NamedTuple, Optional

import numpy as np
import numpy.typing as npt

from . import _staysail
from .churn import ChurnModel
from .error import Error
from .hazard import HazardModel
from .series import numbers, shown

__all__ = [
    "ChurnModel", "CusumChart", "EwmaChart", "HazardModel", "MannKendall", "PageHinkleyChart", "PairwiseWeights",
    "SilentRun", "TheilSen", "ahp", "cusum", "cusum_arl", "cusum_limit", "ewma", "ewma_arl", "ewma_limit",
    "mann_kendall", "page_hinkley", "quiet_period_probability", "silent_run", "theil_sen",
]  # fmt: skip

_Array = npt.NDArray[np.float64]


class CusumChart(NamedTuple):
    """The upper and lower sum after each observation; `signal`: the first observation that signals, counted from 1."""

    upper: _Array
    lower: _Array
    signal: Optional[int]

    def __repr__(self) -> str:
        return shown(self, self._fields)


class EwmaChart(NamedTuple):
    """The average and its limits after each observation; `signal`: the first one outside, counted from 1."""

    average: _Array
    lower_limit: _Array
    upper_limit: _Array
    signal: Optional[int]

    def __repr__(self) -> str:
        return shown(self, self._fields)


class PageHinkleyChart(NamedTuple):
    """The statistic after each observation; `signal`: the first one above the threshold, counted from 1."""

    statistic: _Array
    signal: Optional[int]

    def __repr__(self) -> str:
        return shown(self, self._fields)


class MannKendall(NamedTuple):
    """Rising pairs less falling ones (`s`) and their test; `p_value` is two-sided."""

    s: int
    variance: float
    z: float
    p_value: float
    tau: float


class TheilSen(NamedTuple):
    """The line through a series: change per unit of position, and the level at position 0."""

    slope: float
    intercept: float


class PairwiseWeights(NamedTuple):
    """Weights that add up to 1; a consistency ratio above 0.1 asks for second thoughts."""

    weights: _Array
    eigenvalue: float
    consistency_ratio: float

    def __repr__(self) -> str:
        return shown(self, self._fields)


class SilentRun(NamedTuple):
    """Probability of a run of silent days."""

    probability: float  # predictive, the rate being unknown (Beta(1,1) prior)
    plug_in: float  # as if the observed rate were known: optimistic for short histories
    mean_wait: Optional[float]  # days until the first such run at the observed rate; None when it never or always comes


def cusum(x: npt.ArrayLike, k: float, h: float, *, target: float = 0.0, deviation: float = 1.0) -> CusumChart:
    """Tabular cusum of a series around `target`; k and h in units of `deviation`."""
    return CusumChart(*_staysail.cusum(numbers(x, "x"), k, h, target, deviation))


def ewma(x: npt.ArrayLike, lam: float, L: float, *, target: float = 0.0, deviation: float = 1.0) -> EwmaChart:
    """Chart of the exponentially weighted moving average with limits at L of its standard deviations."""
    return EwmaChart(*_staysail.ewma(numbers(x, "x"), lam, L, target, deviation))


def page_hinkley(x: npt.ArrayLike, delta: float, *, threshold: Optional[float] = None) -> PageHinkleyChart:
    """Page-Hinkley test for a rise of the mean of a stream."""
    return PageHinkleyChart(*_staysail.page_hinkley(numbers(x, "x"), delta, threshold))


def mann_kendall(x: npt.ArrayLike) -> MannKendall:
    """Mann-Kendall test for a trend, corrected for equal values."""
    return MannKendall(*_staysail.mann_kendall(numbers(x, "x")))


def theil_sen(x: npt.ArrayLike, *, positions: Optional[npt.ArrayLike] = None) -> TheilSen:
    """Theil-Sen line of a series; without `positions` they are 0, 1, 2, ..."""
    places = None if positions is None else numbers(positions, "positions")
    return TheilSen(*_staysail.theil_sen(numbers(x, "x"), places))


def cusum_arl(k: float, h: float, shift: float = 0.0) -> float:
    """Mean observations until a two-sided cusum signals, `shift` standard deviations off the target."""
    return _staysail.cusum_run_length(k, h, shift)


def ewma_arl(lam: float, L: float, shift: float = 0.0) -> float:
    """Mean observations until an EWMA chart with its final limits signals."""
    return _staysail.ewma_run_length(lam, L, shift)


def cusum_limit(k: float, *, false_alarms: float, observations: float = 1.0) -> float:
    """The h that gives `false_alarms` per million lines a month, each line observed `observations` times a month."""
    return _staysail.cusum_limit(k, false_alarms, observations)


def ewma_limit(lam: float, *, false_alarms: float, observations: float = 1.0) -> float:
    """The L that gives `false_alarms` per million lines a month, each line observed `observations` times a month."""
    return _staysail.ewma_limit(lam, false_alarms, observations)


def ahp(judgements: npt.ArrayLike) -> PairwiseWeights:
    """Weights from a square of pairwise judgements (analytic hierarchy process)."""
    if np.ndim(judgements) != 2:  # type: ignore[arg-type, unused-ignore]
        raise Error("invalid_argument", "judgements are a square, one row and one column a thing")
    return PairwiseWeights(*_staysail.pairwise_weights(numbers(judgements, "judgements")))


def silent_run(active: int, days: int, silent_days: int) -> SilentRun:
    """That the next `silent_days` days are all silent, after `active` of `days` observed days were not."""
    return SilentRun(*_staysail.silent_run(active, days, silent_days))


def quiet_period_probability(events: float, observed: float, *, shape: float, rate: float, ahead: float) -> float:
    """That nothing happens in the next `ahead` units of time after `events` in `observed` (NBD with a Gamma prior)."""
    return _staysail.quiet_period_probability(events, observed, shape, rate, ahead)
