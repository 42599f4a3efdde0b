"""Strategy: who is given what is scarce, so that it is worth as much as can be."""

from __future__ import annotations

from typing import Any, NamedTuple, Optional, Sequence

import numpy as np

from . import _staysail
from .error import Error

__all__ = ["Choice", "optimise"]


class Choice(NamedTuple):
    """Which pairs are given, and what scarcity costs."""

    chosen: np.ndarray  # of each pair, in the order they were handed in
    value: float  # of the chosen pairs together
    bound: float  # what no choice within the limits exceeds
    price: np.ndarray  # of each strategy: what a pair of it must be worth

    @property
    def gap(self) -> float:
        """How far the value may lie below the best, as a part of the bound."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0


def optimise(
    *,
    customer: Any,
    strategy: Any,
    value: Any,
    capacity: Sequence[Optional[int]],
    cost: Optional[Sequence[int]] = None,
    contacts: Optional[int] = None,
    money: Optional[int] = None,
    group: Optional[Sequence[int]] = None,
    choices: int = 1,
    gap: float = 2e-4,
    threads: int = 1,
) -> Choice:
    """The most valuable pairs of customer and strategy within all limits, with a proved gap.

    One entry a pair: `customer` (ids of any kind that sorts), `strategy` (position in `capacity`) and `value` (whole
    units, cents for instance; a pair that is not above zero is never chosen). `capacity`: pairs of each strategy, None
    = no bound. `contacts` and `money` bound all together, `cost` is what a pair of each strategy takes of `money`. A
    customer is given at most `choices`, at most one strategy of a `group`. The search ends at `gap`. Neither the order
    of the pairs nor `threads` changes the choice.
    """
    strategies = len(capacity)
    pairs = _pairs(customer, strategy, value)
    order = np.lexsort((pairs[2], pairs[1], pairs[0]))
    ids = pairs[0][order]
    starts = np.flatnonzero(np.concatenate([[True], ids[1:] != ids[:-1]])) if len(ids) else np.empty(0, np.int64)
    limits = (
        list(capacity),
        list(cost) if cost is not None else [0] * strategies,
        contacts,
        money,
        list(group) if group is not None else list(range(strategies)),
    )
    if len(limits[1]) != strategies or len(limits[4]) != strategies:
        raise Error("invalid_argument", "cost and group have one entry a strategy, as capacity has")
    taken, worth, bound, price = _staysail.optimise(
        np.append(starts, len(ids)), pairs[1][order], pairs[2][order], limits, choices, gap, threads
    )
    chosen = np.zeros(len(ids), bool)
    chosen[order[taken]] = True
    return Choice(chosen, worth, bound, np.array(price))


def _pairs(customer: Any, strategy: Any, value: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    arrays = (np.asarray(customer), np.asarray(strategy), np.asarray(value))
    if len({len(array) for array in arrays}) != 1:
        raise Error("invalid_argument", "customer, strategy and value have one entry a pair")
    if any(array.dtype.kind not in "iu" for array in arrays[1:] if len(array)):
        raise Error("type_mismatch", "strategy and value are whole numbers; scale amounts to cents and round them")
    if len(arrays[1]) and arrays[1].min() < 0:
        raise Error("invalid_argument", "strategy is a position in capacity, from 0")
    return arrays
