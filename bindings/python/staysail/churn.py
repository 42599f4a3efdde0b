"""The learnt early warning; staysail.warning shows it to users."""

from __future__ import annotations

import os
from typing import Any, Optional, Union

from . import _staysail
from .error import Error

__all__ = ["ChurnModel"]


class ChurnModel:
    """The probability that a customer leaves, learnt from customers whose outcome is known, with the reasons.

    The same seed and rows give the same model, whatever the order of rows, the parts they come in and `threads`.
    """

    def __init__(self, *, seed: int = 0) -> None:
        if not 0 <= seed < 2**64:
            raise Error("invalid_argument", f"a seed is a whole number from 0 up to 2**64 - 1: {seed}")
        self._seed = seed
        self._model: Optional[_staysail.FittedChurnModel] = None

    def fit(
        self,
        frame: Any,
        *,
        target: str,
        positive: Optional[str] = None,
        id: Optional[str] = None,
        period: Optional[str] = None,
        threads: Optional[int] = None,
    ) -> ChurnModel:
        """Learns from a frame, or from a list of frames that are its parts.

        `target`: a column of booleans, of 0 and 1, or of texts of which `positive` means churn (Yes and No are
        understood without it); `id` is carried along and never learnt from; `period`: what the rows tell of
        ("2025-07 to 2025-12"), for the card. Returns the model itself.
        """
        self._model = _staysail.fit_churn_model(
            frame, target, positive or "", id or "", period or "", self._seed, _threads(threads)
        )
        return self

    def predict(
        self,
        frame: Any,
        *,
        language: str = "en",
        base_rate: Optional[float] = None,
        threads: Optional[int] = None,
    ) -> _staysail.Frame:
        """probability, band and reason_1 .. reason_3 of each row, after its id where the model was fitted with one.

        Reasons are written in English ("en") or Chinese ("zh"). `base_rate`: the share of churn among these customers,
        where it is known to differ from that of the training rows.
        """
        return self._fitted().predict(frame, language, base_rate, _threads(threads))

    def contributions(
        self, frame: Any, *, base_rate: Optional[float] = None, threads: Optional[int] = None
    ) -> _staysail.Frame:
        """What each column adds to the log-odds of the probability, and `base`: they sum to the log-odds."""
        return self._fitted().contributions(frame, "en", base_rate, _threads(threads))

    def card(self) -> dict[str, Any]:
        """What the model says of itself: rows, quality on rows held out, columns by importance, warnings."""
        return self._fitted().card()

    def judge(self, frame: Any, *, base_rate: Optional[float] = None, threads: Optional[int] = None) -> dict[str, Any]:
        """How good the model is on rows whose outcome is known by now: what the card tells of rows held out."""
        return self._fitted().judge(frame, base_rate, _threads(threads))

    def drift(self, frame: Any, *, threads: Optional[int] = None) -> _staysail.Frame:
        """How far the probability and each column have moved from what the model was trained on.

        name, stability_index, noise_floor (what chance alone makes of it) and change: "steady", "moved" from 0.1 and
        "drifted" from 0.25 beyond the floor.
        """
        return self._fitted().drift(frame, _threads(threads))

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Writes the model to a file, which appears when it is whole."""
        self._fitted().save(path)

    @staticmethod
    def load(path: Union[str, os.PathLike[str]]) -> ChurnModel:
        """The model of a file; damaged bytes are refused."""
        model = ChurnModel()
        model._model = _staysail.load_churn_model(path)
        return model

    def __repr__(self) -> str:
        if self._model is None:
            return f"ChurnModel(seed={self._seed}), not fitted"
        card = self._model.card()
        return f"ChurnModel({card['rows']} rows, {len(card['features'])} columns)"

    def _fitted(self) -> _staysail.FittedChurnModel:
        if self._model is None:
            raise Error("invalid_argument", "this model has learnt nothing yet; call fit() first")
        return self._model


def _threads(threads: Optional[int]) -> int:
    return threads if threads is not None else min(os.cpu_count() or 1, 256)
