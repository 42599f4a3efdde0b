"""Value: how long customers stay, how often they come back, what they spend. Laws fitted by maximum likelihood.

Every law is made by `Law().fit(...)` or, with parameters from elsewhere, by `Law.of(...)`; a fitted law never changes.
Times may be in any unit. A number asks for a number, a column for a column.
"""

from __future__ import annotations

from typing import Any, ClassVar, Optional, Sequence, TypeVar, Union

import numpy as np
import numpy.typing as npt

from . import _staysail
from .columns import Answer, numbers, optional_numbers, shaped, together
from .error import Error

__all__ = [
    "BetaDiscreteWeibull", "BgBb", "BgNbd", "GammaGamma", "Geometric", "MarkovChain", "MbgNbd", "ParetoNbd",
    "ShiftedBetaGeometric",
]  # fmt: skip

Column = npt.ArrayLike
Self = TypeVar("Self", bound="_Law")
Lifetime = TypeVar("Lifetime", bound="_LifetimeLaw")


class _Law:
    """What every law has; `_names` are those of its parameters, in order."""

    _names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        self._law: Any = None

    def _fitted(self: Self, law: Any) -> Self:
        fitted = type(self)()
        fitted._law = law
        return fitted

    @classmethod
    def _values(cls, parameters: dict[str, float]) -> list[float]:
        if set(parameters) != set(cls._names):
            raise Error("invalid_argument", f"{cls.__name__}.of() takes {', '.join(cls._names)}")
        return [float(parameters[name]) for name in cls._names]

    def _of_law(self) -> Any:
        if self._law is None:
            name = type(self).__name__
            raise Error("invalid_argument", f"nothing was fitted yet; use {name}().fit(...) or {name}.of(...)")
        return self._law

    @property
    def params(self) -> dict[str, float]:
        return dict(zip(self._names, self._of_law().estimates()[0]))

    @property
    def standard_errors(self) -> dict[str, float]:
        """From the observed information; NaN on a boundary or where nothing was fitted."""
        return dict(zip(self._names, self._of_law().estimates()[1]))

    @property
    def log_likelihood(self) -> float:
        return float(self._of_law().estimates()[2])

    def __repr__(self) -> str:
        if self._law is None:
            return f"{type(self).__name__}()"
        values = ", ".join(f"{name}={value:.6g}" for name, value in self.params.items())
        return f"{type(self).__name__}.of({values})"


class _RepeatLaw(_Law):
    """Laws of repeat events: `frequency` counts them after the first event, `recency` is the time of the last one and
    `T` of the end of observation, both since the first event (recency 0 without a repeat event)."""

    def expected_purchases(self, t: Column) -> Answer:
        """Mean number of repeat events of a new customer within t."""
        (ahead,) = together(t=t)
        return shaped(self._of_law().expected(ahead.ravel()), ahead)

    def probability_alive(self, frequency: Column, recency: Column, T: Column) -> Answer:
        """That a customer with this history is still active at T."""
        columns = together(frequency=frequency, recency=recency, T=T)
        return shaped(self._of_law().active(*(column.ravel() for column in columns)), columns[0])

    def expected_transactions(self, t: Column, frequency: Column, recency: Column, T: Column) -> Answer:
        """Mean number of events of a customer with this history within t after T."""
        columns = together(t=t, frequency=frequency, recency=recency, T=T)
        return shaped(self._of_law().expected_given(*(column.ravel() for column in columns)), columns[0])

    def discounted_transactions(
        self, frequency: Column, recency: Column, T: Column, *, periods: int, discount: float, period: float = 1.0
    ) -> Answer:
        """Present number of events over `periods` of length `period` after T, each discounted from its period's end.
        Times the expected spend it is the customer's value."""
        columns = together(frequency=frequency, recency=recency, T=T)
        law, arrays = self._of_law(), (column.ravel() for column in columns)
        return shaped(law.discounted(*arrays, periods=periods, discount=discount, period=period), columns[0])


class BgNbd(_RepeatLaw):
    """BG/NBD: purchases as a Poisson process with rates Gamma(r, alpha); after each repeat purchase a customer may
    leave, with a probability of its own, Beta(a, b)."""

    _names = ("r", "alpha", "a", "b")
    _modified: ClassVar[bool] = False

    def fit(self, frequency: Column, recency: Column, T: Column, weights: Optional[Column] = None) -> BgNbd:
        """`weights`: how many customers a row stands for."""
        columns = numbers("frequency", frequency), numbers("recency", recency), numbers("T", T)
        law = _staysail.BgNbdLaw.fit(*columns, optional_numbers("weights", weights), self._modified)
        return self._fitted(law)

    @classmethod
    def of(cls, **parameters: float) -> BgNbd:
        """A law with parameters r, alpha, a, b from elsewhere."""
        return cls()._fitted(_staysail.BgNbdLaw.of(cls._values(parameters), cls._modified))


class MbgNbd(BgNbd):
    """MBG/NBD: as BG/NBD, but a customer may leave after the first purchase already."""

    _modified = True


class ParetoNbd(_RepeatLaw):
    """Pareto/NBD: purchases as a Poisson process with rates Gamma(r, alpha); customers leave at any time, with rates
    Gamma(s, beta)."""

    _names = ("r", "alpha", "s", "beta")

    def fit(self, frequency: Column, recency: Column, T: Column, weights: Optional[Column] = None) -> ParetoNbd:
        """`weights`: how many customers a row stands for."""
        columns = numbers("frequency", frequency), numbers("recency", recency), numbers("T", T)
        return self._fitted(_staysail.ParetoNbdLaw.fit(*columns, optional_numbers("weights", weights)))

    @classmethod
    def of(cls, **parameters: float) -> ParetoNbd:
        """A law with parameters r, alpha, s, beta from elsewhere."""
        return cls()._fitted(_staysail.ParetoNbdLaw.of(cls._values(parameters)))


class BgBb(_Law):
    """BG/BB: purchases at whole opportunities with probabilities Beta(alpha, beta); before each a customer may leave,
    with probabilities Beta(gamma, delta). `recency` is the opportunity of the last purchase, `periods` how many were
    seen."""

    _names = ("alpha", "beta", "gamma", "delta")

    def fit(self, frequency: Column, recency: Column, periods: Column, weights: Optional[Column] = None) -> BgBb:
        """`weights`: how many customers a row stands for."""
        columns = numbers("frequency", frequency), numbers("recency", recency), numbers("periods", periods)
        return self._fitted(_staysail.BgBbLaw.fit(*columns, optional_numbers("weights", weights)))

    @classmethod
    def of(cls, **parameters: float) -> BgBb:
        """A law with parameters alpha, beta, gamma, delta from elsewhere."""
        return cls()._fitted(_staysail.BgBbLaw.of(cls._values(parameters)))

    def expected_purchases(self, t: Column) -> Answer:
        """Mean number of purchases of a new customer at the next t opportunities."""
        (ahead,) = together(t=t)
        return shaped(self._of_law().expected(ahead.ravel()), ahead)

    def probability_alive(self, frequency: Column, recency: Column, periods: Column) -> Answer:
        """That a customer with this history is active at the next opportunity."""
        columns = together(frequency=frequency, recency=recency, periods=periods)
        return shaped(self._of_law().active(*(column.ravel() for column in columns)), columns[0])

    def expected_transactions(self, t: Column, frequency: Column, recency: Column, periods: Column) -> Answer:
        """Mean number of purchases of a customer with this history at the next t opportunities."""
        columns = together(t=t, frequency=frequency, recency=recency, periods=periods)
        return shaped(self._of_law().expected_given(*(column.ravel() for column in columns)), columns[0])


class GammaGamma(_Law):
    """Gamma-Gamma: amounts of a customer vary as Gamma(p, rate), the rate differs as Gamma(q, gamma)."""

    _names = ("p", "q", "gamma")

    def fit(self, frequency: Column, monetary_value: Column, weights: Optional[Column] = None) -> GammaGamma:
        """`monetary_value`: the customer's mean amount over `frequency` purchases; rows without one are left out."""
        columns = numbers("frequency", frequency), numbers("monetary_value", monetary_value)
        return self._fitted(_staysail.GammaGammaLaw.fit(*columns, optional_numbers("weights", weights)))

    @classmethod
    def of(cls, **parameters: float) -> GammaGamma:
        """A law with parameters p, q, gamma from elsewhere."""
        return cls()._fitted(_staysail.GammaGammaLaw.of(cls._values(parameters)))

    @property
    def population_mean(self) -> float:
        """Mean amount of a new customer; infinite where q is 1 or less."""
        return float(self._of_law().population_mean())

    def expected_spend(self, frequency: Column, monetary_value: Column) -> Answer:
        """Mean amount to expect of a customer with this history."""
        columns = together(frequency=frequency, monetary_value=monetary_value)
        return shaped(self._of_law().expected_mean(*(column.ravel() for column in columns)), columns[0])


class _LifetimeLaw(_Law):
    """Laws of contracts that end only at the end of a period."""

    _kind: ClassVar[str] = ""

    def fit(
        self: Lifetime,
        survivors: Optional[Union[Column, Sequence[Column]]] = None,
        *,
        duration: Optional[Column] = None,
        event: Optional[Column] = None,
        weights: Optional[Column] = None,
    ) -> Lifetime:
        """Of a cohort counted at its start and after each period, or a list of such cohorts of any lengths; or of whole
        `duration`s in periods, with `event` false where the customer was still there."""
        if (survivors is None) == (duration is None) or (duration is None) != (event is None):
            raise Error("invalid_argument", "fit() takes survivors, or duration and event (and weights)")
        if survivors is not None:
            if weights is not None:
                raise Error("invalid_argument", "weights go with duration and event; multiply the survivors instead")
            return self._fitted(_staysail.LifetimeLaw.fit_survivors(self._kind, _cohorts(survivors)))
        columns = numbers("duration", duration), numbers("event", event)
        law = _staysail.LifetimeLaw.fit_durations(self._kind, *columns, optional_numbers("weights", weights))
        return self._fitted(law)

    @classmethod
    def of(cls: type[Lifetime], **parameters: float) -> Lifetime:
        """A law with parameters from elsewhere."""
        values = cls._values(parameters)
        return cls()._fitted(_staysail.LifetimeLaw.of(cls._kind, values))

    @property
    def boundary(self) -> bool:
        """True: the customers do not differ as far as the data tell; the curve is then that of the limit."""
        return bool(self._of_law().boundary)

    def survival(self, t: Column) -> Answer:
        """Share that stays beyond t whole periods."""
        (periods,) = together(t=t)
        return shaped(self._of_law().survival(periods.ravel()), periods)

    def derl(self, t: Column, discount: float) -> Answer:
        """Discounted expected residual lifetime in periods, of a customer who stayed t periods and is about to decide:
        the sum over k = 1, 2, ... of survival(t + k) / survival(t) / (1 + discount) ** (k - 1)."""
        (periods,) = together(t=t)
        return shaped(self._of_law().residual(periods.ravel(), discount), periods)


class Geometric(_LifetimeLaw):
    """Each period a share theta of those left leaves."""

    _names, _kind = ("theta",), "geometric"


class ShiftedBetaGeometric(_LifetimeLaw):
    """Each customer leaves with a probability of its own, Beta(alpha, beta)."""

    _names, _kind = ("alpha", "beta"), "shifted_beta_geometric"


class BetaDiscreteWeibull(_LifetimeLaw):
    """As ShiftedBetaGeometric, and it changes with age as t ** c."""

    _names, _kind = ("alpha", "beta", "c"), "beta_discrete_weibull"


class MarkovChain:
    """States with a reward each and probabilities to go from one (row) to another (column) in a step."""

    def __init__(self, transition: npt.ArrayLike, reward: Column, discount: float) -> None:
        try:
            matrix = np.asarray(transition, dtype=np.float64)
        except (TypeError, ValueError):
            raise Error("type_mismatch", "transition is a square matrix of numbers") from None
        if matrix.ndim != 2:
            raise Error("invalid_argument", f"transition is a square matrix; this has {matrix.ndim} dimensions")
        self._arguments = matrix.tolist(), numbers("reward", reward).tolist(), float(discount)
        _staysail.chain_value(*self._arguments, horizon=0)  # refuses what is no chain

    def value(self, horizon: Optional[int] = None) -> npt.NDArray[np.float64]:
        """Present value by state over `horizon` steps, or without end; the state's own reward counts in full."""
        if horizon is not None and horizon < 0:
            raise Error("invalid_argument", f"a horizon is a number of steps, 0 or more: {horizon}")
        return _staysail.chain_value(*self._arguments, horizon=horizon)


def _cohorts(survivors: Any) -> list[npt.NDArray[np.float64]]:
    nested = any(np.ndim(each) > 0 for each in survivors)
    return [numbers("survivors", cohort) for cohort in (survivors if nested else [survivors])]
