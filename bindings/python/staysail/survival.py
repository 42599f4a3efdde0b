"""Survival: how long until customers leave, what brings it nearer. Durations may be cut off: `event` is then false."""

from __future__ import annotations

import math
from typing import Any, ClassVar, Hashable, Mapping, NamedTuple, Optional, Sequence

import numpy as np
import numpy.typing as npt

from . import _staysail, arrays
from .columns import Answer, numbers, optional_numbers, shaped, together
from .error import Error
from .evaluation import ChiSquareTest

__all__ = [
    "AalenJohansen", "Cox", "DiscreteHazard", "Estimate", "KaplanMeier", "LogRank", "Proportionality", "WeibullAft",
    "aalen_johansen", "kaplan_meier", "logrank",
]  # fmt: skip

Column = npt.ArrayLike
Floats = npt.NDArray[np.float64]


class Estimate(NamedTuple):
    value: float
    standard_error: float


class LogRank(NamedTuple):
    """Chi-square test of whether groups differ; observed and expected events by group."""

    statistic: float
    degrees: float
    p_value: float
    observed: dict[Any, float]
    expected: dict[Any, float]


class AalenJohansen(NamedTuple):
    """At each time: the share without any event, and by cause the share that had it, with standard errors."""

    time: Floats
    survival: Floats
    incidence: dict[Any, Floats]
    standard_error: dict[Any, Floats]


class Proportionality(NamedTuple):
    """Does the effect of each covariate, or of all together, change with time?"""

    by_covariate: dict[str, ChiSquareTest]
    together: ChiSquareTest


class KaplanMeier:
    """The share of customers who stay, as a step function of time; `table` columns stand at each distinct time."""

    def __init__(self, curve: Any) -> None:
        self._curve = curve
        columns: tuple[Floats, ...] = curve.columns()
        for column in columns:
            column.setflags(write=False)
        self.time, self.at_risk, self.events, self.censored, self.curve, self.standard_error = columns

    def survival(self, t: Column) -> Answer:
        """Share that stays beyond t; after the last time the last value."""
        (times,) = together(t=t)
        return shaped(self._curve.survival(times.ravel()), times)

    def interval(self, t: Column, *, scale: str = "log", confidence: float = 0.95) -> tuple[Answer, Answer]:
        """Lower and upper end at t; `scale`: plain, log or log-log."""
        (times,) = together(t=t)
        low, high = self._curve.interval(times.ravel(), scale, confidence)
        return shaped(low, times), shaped(high, times)

    @property
    def median(self) -> Optional[float]:
        """None where the curve does not come down to one half."""
        return self.quantile(0.5)

    def median_interval(
        self, *, scale: str = "log", confidence: float = 0.95
    ) -> tuple[Optional[float], Optional[float]]:
        low, high = self._curve.quantile_interval(0.5, scale, confidence)
        return low, high

    def quantile(self, share: float) -> Optional[float]:
        """The time by which a share has had the event."""
        found: Optional[float] = self._curve.quantile(share)
        return found

    def rmst(self, horizon: float) -> Estimate:
        """Restricted mean survival time: the mean duration when all are cut off at the horizon."""
        return Estimate(*self._curve.restricted_mean(horizon))


def kaplan_meier(duration: Column, event: Column, weights: Optional[Column] = None) -> KaplanMeier:
    """Kaplan and Meier's curve with Greenwood's errors."""
    columns = numbers("duration", duration), numbers("event", event)
    return KaplanMeier(_staysail.kaplan_meier(*columns, optional_numbers("weights", weights)))


def logrank(duration: Column, event: Column, group: npt.ArrayLike, rho: float = 0.0) -> LogRank:
    """Log-rank test of two groups or more; rho 1 is Peto and Peto's, which weighs early events more."""
    labels, codes = _coded("group", group)
    columns = numbers("duration", duration), numbers("event", event)
    found = _staysail.log_rank(*columns, codes, len(labels), rho)
    return LogRank(*found[:3], dict(zip(labels, found[3])), dict(zip(labels, found[4])))


def aalen_johansen(duration: Column, cause: npt.ArrayLike) -> AalenJohansen:
    """Cumulative incidence of competing causes: numbers, 0 where the customer was cut off, or texts, "" there."""
    labels, codes = _coded("cause", cause)
    cut_off = [index for index, label in enumerate(labels) if label in (0, "", False)]
    causes = [label for index, label in enumerate(labels) if index not in cut_off]
    places = np.zeros(len(labels), dtype=np.float64)
    places[[index for index in range(len(labels)) if index not in cut_off]] = np.arange(1, len(causes) + 1)
    time, survival, incidence, errors = _staysail.aalen_johansen(
        numbers("duration", duration), places[codes.astype(np.intp)]
    )
    return AalenJohansen(time, survival, dict(zip(causes, incidence)), dict(zip(causes, errors)))


class _Regression:
    """What the models share. `frame` is what `staysail.Frame` takes; `covariates` are names of numeric columns."""

    _before: ClassVar[tuple[str, ...]] = ()
    _after: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        self._model: Any = None
        self._names: list[str] = []

    def _of_model(self) -> Any:
        if self._model is None:
            raise Error("invalid_argument", f"nothing was fitted yet; use {type(self).__name__}().fit(...)")
        return self._model

    def _by_name(self, values: Sequence[float]) -> dict[str, float]:
        return dict(zip([*self._before, *self._names, *self._after], values))

    @property
    def coef(self) -> dict[str, float]:
        return self._by_name(self._of_model().estimates()[0])

    @property
    def standard_errors(self) -> dict[str, float]:
        return self._by_name(self._of_model().estimates()[1])

    @property
    def log_likelihood(self) -> float:
        return float(self._of_model().estimates()[2])

    @property
    def null_log_likelihood(self) -> float:
        """Without any covariate."""
        return float(self._of_model().null_log_likelihood)

    def _numbers(self, covariates: Mapping[str, float]) -> Floats:
        if set(covariates) != set(self._names):
            raise Error("invalid_argument", f"covariates are {', '.join(self._names)}, a number each")
        return np.array([float(covariates[name]) for name in self._names])


class Cox(_Regression):
    """Proportional hazards; `ties`: efron, breslow or exact. A coefficient is the logarithm of a hazard ratio."""

    def __init__(self, ties: str = "efron") -> None:
        super().__init__()
        self.ties = ties
        self._strata: list[Any] = [None]

    def fit(
        self,
        frame: Any,
        *,
        duration: str,
        event: str,
        covariates: Sequence[str],
        start: Optional[str] = None,
        strata: Optional[str] = None,
    ) -> Cox:
        """`start`: the column that says since when a row is at risk; `strata`: rows are compared within one."""
        columns = _columns(frame, duration, event, covariates)
        since = None if start is None else numbers(start, _column(frame, start))
        labels, stratum = (self._strata, None) if strata is None else _coded(strata, _column(frame, strata))
        fitted = Cox(self.ties)
        fitted._model = _staysail.CoxModel.fit(*columns, since, stratum, self.ties)
        fitted._names = columns[0]
        fitted._strata = labels
        return fitted

    @property
    def concordance(self) -> float:
        """Harrell's C; NaN where no pair can be compared."""
        found = self._of_model().concordance()
        return math.nan if found is None else float(found)

    def baseline(self, t: Column, stratum: Optional[Hashable] = None) -> Answer:
        """Cumulative hazard by t of a customer with all covariates 0."""
        model = self._of_model()
        if stratum not in self._strata:
            raise Error("not_found", f"strata are {self._strata}; this one is not among them: {stratum}")
        (times,) = together(t=t)
        return shaped(model.baseline(times.ravel(), self._strata.index(stratum)), times)

    def survival(self, t: Column, covariates: Mapping[str, float], stratum: Optional[Hashable] = None) -> Answer:
        """Share of customers with these covariates that stay beyond t."""
        coef = self.coef
        risk = float(sum(coef[name] * value for name, value in zip(self._names, self._numbers(covariates))))
        hazard = np.asarray(self.baseline(t, stratum)) * math.exp(risk)
        return shaped(np.atleast_1d(np.exp(-hazard)), hazard)

    def robust_errors(self, cluster: Optional[npt.ArrayLike] = None) -> dict[str, float]:
        """Lin and Wei's standard errors; rows with the same value of `cluster` count as one."""
        codes = None if cluster is None else _coded("cluster", cluster)[1]
        return self._by_name(self._of_model().robust_errors(codes))

    def proportionality(self) -> Proportionality:
        """Grambsch and Therneau's test, time as 1 - Kaplan-Meier."""
        each, together_ = self._of_model().proportionality()
        return Proportionality(
            {name: ChiSquareTest(*test) for name, test in zip(self._names, each)}, ChiSquareTest(*together_)
        )

    @property
    def tests(self) -> dict[str, ChiSquareTest]:
        """Whether any coefficient differs from 0: by likelihood ratio, Wald's and the score test."""
        names = ("likelihood_ratio", "wald", "score")
        return {name: ChiSquareTest(*test) for name, test in zip(names, self._of_model().tests())}


class WeibullAft(_Regression):
    """Accelerated failure times with Weibull durations, in the terms of R's survreg: `coef` holds the intercept, the
    covariates and log_scale."""

    _before, _after = ("intercept",), ("log_scale",)

    def fit(self, frame: Any, *, duration: str, event: str, covariates: Sequence[str]) -> WeibullAft:
        fitted = WeibullAft()
        columns = _columns(frame, duration, event, covariates)
        fitted._model = _staysail.WeibullModel.fit(*columns)
        fitted._names = columns[0]
        return fitted

    def survival(self, t: Column, covariates: Mapping[str, float]) -> Answer:
        """Share of customers with these covariates that stay beyond t."""
        (times,) = together(t=t)
        return shaped(self._of_model().survival(times.ravel(), self._numbers(covariates)), times)

    def quantile(self, share: float, covariates: Mapping[str, float]) -> float:
        """The time by which a share of such customers has left."""
        return float(self._of_model().quantile(share, self._numbers(covariates)))

    def baseline(self, t: Column) -> Answer:
        """Cumulative hazard by t of a customer with all covariates 0."""
        return _hazard(self.survival(t, dict.fromkeys(self._names, 0.0)))


class DiscreteHazard(_Regression):
    """The event comes only at the end of a period; `link`: logit or cloglog. Each period has a level of its own."""

    def __init__(self, link: str = "logit") -> None:
        super().__init__()
        self.link = link

    def fit(self, frame: Any, *, duration: str, event: str, covariates: Sequence[str]) -> DiscreteHazard:
        fitted = DiscreteHazard(self.link)
        columns = _columns(frame, duration, event, covariates)
        fitted._model = _staysail.DiscreteHazardModel.fit(*columns, self.link)
        fitted._names = columns[0]
        return fitted

    @property
    def levels(self) -> dict[int, float]:
        """By period, on the scale of the link, for all covariates 0."""
        return dict(self._of_model().levels())

    def survival(self, t: Column, covariates: Mapping[str, float]) -> Answer:
        """Share of customers with these covariates that stay beyond t whole periods."""
        (times,) = together(t=t)
        return shaped(self._of_model().survival(times.ravel(), self._numbers(covariates)), times)

    def baseline(self, t: Column) -> Answer:
        """Cumulative hazard by t of a customer with all covariates 0: -ln of the survival."""
        return _hazard(self.survival(t, dict.fromkeys(self._names, 0.0)))


def _hazard(survival: Answer) -> Answer:
    with np.errstate(divide="ignore"):
        hazard = -np.log(np.asarray(survival))
    return shaped(np.atleast_1d(hazard) + 0.0, hazard)


def _coded(name: str, labels: npt.ArrayLike) -> tuple[list[Any], Floats]:
    """The distinct labels, ascending, and the place of each row's among them."""
    try:
        distinct, codes = np.unique(np.asarray(labels), return_inverse=True)
    except TypeError:
        raise Error("type_mismatch", f"{name} holds labels of one type, none of them missing") from None
    if distinct.dtype.kind == "f" and np.isnan(distinct).any():
        raise Error("invalid_argument", f"{name} holds labels of one type, none of them missing")
    return distinct.tolist(), codes.astype(np.float64).ravel()


def _column(frame: Any, name: str) -> Any:
    if isinstance(frame, _staysail.Frame):
        if name not in frame.columns:
            raise Error("not_found", f"the frame has no column {name}; it has {', '.join(frame.columns)}")
        return arrays._series(*frame._parts(frame.columns.index(name)))
    if isinstance(frame, Mapping) or hasattr(frame, "to_numpy"):
        if name not in frame:
            raise Error("not_found", f"the frame has no column {name}")
        return np.asarray(frame[name])
    return _column(_staysail.Frame(frame), name)


def _columns(
    frame: Any, duration: str, event: str, covariates: Sequence[str]
) -> tuple[list[str], list[Floats], Floats, Floats]:
    names = [covariates] if isinstance(covariates, str) else list(covariates)
    values = [numbers(name, _column(frame, name)) for name in names]
    return names, values, numbers(duration, _column(frame, duration)), numbers(event, _column(frame, event))
