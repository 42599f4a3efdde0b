"""Warning: how improbable a customer's silence is at the customer's own rhythm."""

from __future__ import annotations

from typing import NamedTuple, Optional

from . import _staysail

__all__ = ["SilentRun", "quiet_period_probability", "silent_run"]


class SilentRun(NamedTuple):
    """Probability of a run of silent days."""

    probability: float  # predictive, the rate being unknown (Beta(1,1) prior)
    plug_in: float  # as if the observed rate were known: optimistic for short histories
    mean_wait: Optional[float]  # days until the first such run at the observed rate; None when it never or always comes


def silent_run(active: int, days: int, silent_days: int) -> SilentRun:
    """That the next `silent_days` days are all silent, after `active` of `days` observed days were not."""
    return SilentRun(*_staysail.silent_run(active, days, silent_days))


def quiet_period_probability(events: float, observed: float, *, shape: float, rate: float, ahead: float) -> float:
    """That nothing happens in the next `ahead` units of time after `events` in `observed` (NBD with a Gamma prior)."""
    return _staysail.quiet_period_probability(events, observed, shape, rate, ahead)
