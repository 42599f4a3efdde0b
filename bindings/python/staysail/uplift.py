"""Learners of uplift; staysail.evaluation shows them to users."""

from __future__ import annotations

from typing import Any, NamedTuple, Optional, Sequence

import numpy as np
import numpy.typing as npt

from . import _staysail
from .error import Error

__all__ = [
    "ClassTransformation", "DRLearner", "SLearner", "TLearner", "UpliftCandidate", "UpliftChoice", "UpliftLearner",
    "XLearner", "choose_uplift",
]  # fmt: skip


class UpliftLearner:
    """How much more of an outcome a treatment brings about in each customer.

    The scorer below is a shrunk regression: logistic for an outcome of 0 and 1, linear for any other. The same rows
    give the same model, whatever their order.
    """

    def __init__(self, *, seed: int = 0) -> None:
        if not 0 <= seed < 2**64:
            raise Error("invalid_argument", f"a seed is a whole number from 0 up to 2**64 - 1: {seed}")
        self._seed = seed
        self._model: Optional[_staysail.FittedUpliftModel] = None

    def fit(self, frame: Any, *, outcome: str, treated: str, id: Optional[str] = None) -> UpliftLearner:
        """Learns from all columns of a frame but the outcome (numbers), the arm (1 treated, 0 not) and the id.

        Returns the learner itself.
        """
        name = type(self).__name__
        self._model = _staysail.fit_uplift_model(frame, name, outcome, treated, id or "", self._seed)
        return self

    def predict(self, frame: Any) -> npt.NDArray[np.float64]:
        """The uplift of each row, in units of the outcome."""
        return self._fitted().predict(frame)

    def segments(self, frame: Any, *, least_gain: float = 0.01, sure: Optional[float] = None) -> _staysail.Frame:
        """uplift, untreated, treated (the outcomes expected) and segment of each row, after its id.

        "persuadable": gains `least_gain` or more; "do_not_disturb": loses as much; of the others "sure_thing" where
        the outcome expected without treatment is `sure` or more (the mean of the untreated), else "lost_cause".
        """
        return self._fitted().segments(frame, least_gain, sure)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(seed={self._seed}){'' if self._model else ', not fitted'}"

    def _fitted(self) -> _staysail.FittedUpliftModel:
        if self._model is None:
            raise Error("invalid_argument", "this learner has learnt nothing yet; call fit() first")
        return self._model


class SLearner(UpliftLearner):
    """One model of the outcome, with the arm among its columns and each column's part in the arm."""


class TLearner(UpliftLearner):
    """Two models of the outcome, one an arm; the difference of what they expect."""


class XLearner(UpliftLearner):
    """Models of what each arm gained over the other arm's model (Künzel et al. 2019)."""


class DRLearner(UpliftLearner):
    """A model of outcomes made good for the arm and for a model's misses, cross-fitted (Kennedy 2020)."""


class ClassTransformation(UpliftLearner):
    """A model of "outcome where treated, none where not"; for outcomes of 0 and 1 (Jaskowski and Jaroszewicz 2012)."""


_LEARNERS: tuple[type[UpliftLearner], ...] = (SLearner, TLearner, XLearner, DRLearner, ClassTransformation)
_NAMES: tuple[str, ...] = tuple(kind.__name__ for kind in _LEARNERS)


class UpliftCandidate(NamedTuple):
    """A learner's Qini coefficient ("area_n2") among rows that it did not see; `behind_first`: its difference to the
    best one's, (0, 0) for that one itself."""

    name: str
    qini: float
    interval: tuple[float, float]
    behind_first: tuple[float, float]


class UpliftChoice(NamedTuple):
    """`learner`: the first of `candidates`, fitted to all rows; `orders`: it is proven to order better than chance."""

    candidates: tuple[UpliftCandidate, ...]
    orders: bool
    learner: UpliftLearner


def choose_uplift(
    frame: Any,
    *,
    outcome: str,
    treated: str,
    id: Optional[str] = None,
    learners: Sequence[str] = _NAMES,
    folds: int = 5,
    confidence: float = 0.95,
    seed: int = 0,
) -> UpliftChoice:
    """The learner that orders best those customers whom it did not see, by Qini coefficient, with intervals."""
    candidates, orders, model = _staysail.choose_uplift_model(
        frame, outcome, treated, id or "", seed, list(learners), folds, confidence
    )
    listed = tuple(UpliftCandidate(*candidate) for candidate in candidates)
    learner = next(kind for kind in _LEARNERS if kind.__name__ == listed[0].name)(seed=seed)
    learner._model = model
    return UpliftChoice(listed, orders, learner)
