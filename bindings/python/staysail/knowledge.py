"""Knowledge: what the retention team knows, found again, advice that names its evidence, and learning from outcomes."""

from __future__ import annotations

from types import MappingProxyType
from typing import Mapping, NamedTuple, Optional

import numpy as np
import numpy.typing as npt

from . import _staysail
from ._staysail import Base, LinUcb
from .error import Error
from .series import counts, numbers, shown

__all__ = [
    "Base", "BetaBinomial", "BetaBinomialFit", "LinUcb", "OffPolicy", "Policy", "Shrunk", "learn_policy", "off_policy",
    "probability_greater",
]  # fmt: skip

_Array = npt.NDArray[np.float64]


class Shrunk(NamedTuple):
    """Rates of groups, drawn towards the prior, with interval."""

    mean: _Array
    low: _Array
    high: _Array

    def __repr__(self) -> str:
        return shown(self, self._fields)


class BetaBinomialFit(NamedTuple):
    """How the success rates of groups scatter: Beta(a, b)."""

    a: float
    b: float
    log_likelihood: float

    @property
    def params(self) -> Mapping[str, float]:
        return MappingProxyType({"a": self.a, "b": self.b})

    @property
    def mean(self) -> float:
        """The rate expected of a group that nothing is known of."""
        return self.a / (self.a + self.b)

    def shrink(self, successes: npt.ArrayLike, trials: npt.ArrayLike, *, confidence: float = 0.95) -> Shrunk:
        """What the prior and its own trials say of each group."""
        return Shrunk(
            *_staysail.shrunk(self.a, self.b, counts(successes, "successes"), counts(trials, "trials"), confidence)
        )


class BetaBinomial:
    """Empirical Bayes for success rates: fitted by "likelihood" or by "moments"."""

    def __init__(self, *, method: str = "likelihood") -> None:
        self._method = method

    def __repr__(self) -> str:
        return f"BetaBinomial(method={self._method!r})"

    def fit(self, successes: npt.ArrayLike, trials: npt.ArrayLike) -> BetaBinomialFit:
        """The prior of groups with these counts."""
        return BetaBinomialFit(
            *_staysail.fit_beta_binomial(counts(successes, "successes"), counts(trials, "trials"), self._method)
        )


class OffPolicy(NamedTuple):
    """What another policy would have earned; dm, dr and dr_se only with a model of rewards."""

    ips: float
    ips_se: float
    snips: float
    dm: Optional[float]
    dr: Optional[float]
    dr_se: Optional[float]
    ess: float
    largest_weight: float


def probability_greater(first: tuple[float, float], second: tuple[float, float]) -> float:
    """P(X > Y) for X ~ Beta(*first), Y ~ Beta(*second)."""
    return _staysail.probability_greater(*first, *second)


class Policy(NamedTuple):
    """Which arm to use in each cell. Rows of gain, better and propensity are cells, columns are arms.

    `gain`: success less that of the incumbent, shrunk; `better`: P(gain > 0); `propensity`: the share of customers that
    gets the arm, the chosen one's and what explores. Log it: without it no other policy can be judged from the log.
    """

    incumbent: int
    chosen: npt.NDArray[np.int64]
    gain: _Array
    better: _Array
    propensity: _Array

    def __repr__(self) -> str:
        return shown(self, self._fields)


def learn_policy(
    successes: npt.ArrayLike,
    trials: npt.ArrayLike,
    *,
    level: float = 0.9,
    incumbent: Optional[int] = None,
    budget: float = 0.0,
) -> Policy:
    """Which of some arms (tactics, columns) to use in each cell (segment, rows), from successes and trials of each.

    The best arm over all cells stays, unless an arm is better there with a probability above `level`, after its
    difference was drawn to the mean over the cells (empirical Bayes). A share `budget` of customers explores, each arm
    by its chance of being the best (Thompson sampling).
    """
    shape = np.shape(successes)
    if len(shape) != 2 or np.shape(trials) != shape:
        raise Error("invalid_argument", "successes and trials are tables of equal size: a row a cell, a column an arm")
    found, chosen, *tables = _staysail.learn_policy(
        counts(successes, "successes"), counts(trials, "trials"), shape[1], level, incumbent, budget
    )
    arms = np.array(chosen, dtype=np.int64)
    arms.setflags(write=False)
    return Policy(found, arms, *(table.reshape(shape) for table in tables))


def off_policy(
    reward: npt.ArrayLike,
    propensity: npt.ArrayLike,
    target: npt.ArrayLike,
    *,
    model_taken: Optional[npt.ArrayLike] = None,
    model_target: Optional[npt.ArrayLike] = None,
) -> OffPolicy:
    """Evaluates a policy that takes the logged action with probability `target` from the log of one that took it with
    probability `propensity`; a model of rewards says what the logged action and the other policy would bring."""
    taken = None if model_taken is None else numbers(model_taken, "model_taken")
    other = None if model_target is None else numbers(model_target, "model_target")
    return OffPolicy(
        *_staysail.off_policy(
            numbers(reward, "reward"), numbers(propensity, "propensity"), numbers(target, "target"), taken, other
        )
    )
