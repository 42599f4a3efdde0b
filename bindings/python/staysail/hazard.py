"""When a customer leaves, learnt; staysail.warning shows it to users."""

from __future__ import annotations

import os
from typing import Any, Optional, Sequence, Union

from . import _staysail
from .churn import _threads
from .error import Error

__all__ = ["HazardModel"]


class HazardModel:
    """When a customer leaves and by which way: discrete-time, cause-specific hazards (Tutz and Schmid 2016).

    Each month of a customer's time with us is looked at; boosted trees give the odds that he leaves in it. The same
    seed and rows give the same model, whatever the order of rows, the parts they come in and `threads`.
    """

    def __init__(self, *, seed: int = 0) -> None:
        if not 0 <= seed < 2**64:
            raise Error("invalid_argument", f"a seed is a whole number from 0 up to 2**64 - 1: {seed}")
        self._seed = seed
        self._model: Optional[_staysail.FittedHazardModel] = None

    def fit(
        self,
        frame: Any,
        *,
        duration: str,
        event: Optional[str] = None,
        positive: Optional[str] = None,
        kind: Optional[str] = None,
        entry: Optional[str] = None,
        contract_end: Optional[str] = None,
        id: Optional[str] = None,
        threads: Optional[int] = None,
    ) -> HazardModel:
        """Learns from a frame, or from a list of frames that are its parts.

        `duration`: a column of whole months with us, to the month of leaving or the last one seen. Whether a customer
        left stands in `event` (as `target` of ChurnModel.fit), or how he left in `kind`, a column of texts that is
        empty where he did not: then each kind has a hazard of its own. `entry`: months with us when we began to look;
        `contract_end`: months to the contract's end when last seen, below 0 after it. Leave out columns that grow with
        the duration or are known only afterwards. Returns the model itself.
        """
        if (event is None) == (kind is None):
            raise Error("invalid_argument", "say with `event` who left, or with `kind` how; one of them")
        named = (duration, event or "", positive or "", kind or "", entry or "", contract_end or "", id or "")
        self._model = _staysail.fit_hazard_model(frame, *named, self._seed, _threads(threads))
        return self

    def predict(
        self, frame: Any, *, from_start: bool = False, language: str = "en", threads: Optional[int] = None
    ) -> _staysail.Frame:
        """What lies before customers who are still there after their duration.

        within_1_month, within_2_months, within_3_months, within_12_months: the probability of leaving; expected_months:
        how many of the months that the data tell of are to come; for several kinds <kind>_within_12_months each; and
        reason_1 .. reason_3 for the next month. `from_start`: of new customers, whatever their duration.
        """
        return self._fitted().predict(frame, from_start, language, _threads(threads))

    def survival(
        self, frame: Any, *, months: Sequence[int], from_start: bool = False, threads: Optional[int] = None
    ) -> _staysail.Frame:
        """A column month_<m> for each of `months` (1 or more, ascending): the probability of lasting m more months."""
        return self._fitted().survival(frame, list(months), from_start, _threads(threads))

    def judge(
        self, frame: Any, *, months: Sequence[int] = (12, 24, 48), threads: Optional[int] = None
    ) -> dict[str, Any]:
        """How good the model is on customers whose outcome is known, seen from their first month.

        concordance (Harrell's, of the months foretold), and for each of `months` the Brier score weighted for those
        out of sight (Graf and others 1999) and the expected share that lasts beyond.
        """
        return self._fitted().judge(frame, list(months), _threads(threads))

    def card(self) -> dict[str, Any]:
        """What the model says of itself: customers, months, kinds, columns by importance, quality, warnings."""
        return self._fitted().card()

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Writes the model to a file, which appears when it is whole."""
        self._fitted().save(path)

    @staticmethod
    def load(path: Union[str, os.PathLike[str]]) -> HazardModel:
        """The model of a file; damaged bytes are refused."""
        model = HazardModel()
        model._model = _staysail.load_hazard_model(path)
        return model

    def __repr__(self) -> str:
        if self._model is None:
            return f"HazardModel(seed={self._seed}), not fitted"
        card = self._model.card()
        kinds = ", ".join(kind["name"] for kind in card["kinds"])
        return f"HazardModel({card['customers']} customers, {card['months']} months, {kinds})"

    def _fitted(self) -> _staysail.FittedHazardModel:
        if self._model is None:
            raise Error("invalid_argument", "this model has learnt nothing yet; call fit() first")
        return self._model
