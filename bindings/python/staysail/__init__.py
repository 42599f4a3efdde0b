"""Staysail: the customer retention core for telecom operators."""

from __future__ import annotations

from . import dmn, evaluation, identity, knowledge, strategy, survival, value, warning
from ._staysail import (
    Finding,
    Frame,
    Matcher,
    Playbook,
    PlaybookDiff,
    Run,
    __version__,
    compile_strategies,
    feel,
    quality,
    replay_plan,
    run,
    simulate_plan,
)
from .error import Error, Place
from .temporal import YearsMonths

__all__ = [
    "Error", "Finding", "Frame", "Matcher", "Place", "Playbook", "PlaybookDiff", "Run", "YearsMonths",
    "__version__", "compile_strategies", "dmn", "evaluation", "feel", "identity", "knowledge", "quality",
    "replay_plan", "run", "simulate_plan", "strategy", "survival", "value", "warning",
]  # fmt: skip
