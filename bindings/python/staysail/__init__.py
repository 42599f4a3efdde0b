"""Staysail: the customer retention core for telecom operators."""

from __future__ import annotations

from . import dmn, evaluation, knowledge, strategy, survival, value, warning
from ._staysail import (
    Finding,
    Frame,
    Matcher,
    Playbook,
    PlaybookDiff,
    Run,
    __version__,
    backup,
    compile_strategies,
    erase,
    feel,
    replay_plan,
    restore,
    run,
    simulate_plan,
    verify,
)
from .error import Error, Place
from .temporal import YearsMonths

__all__ = [
    "Error", "Finding", "Frame", "Matcher", "Place", "Playbook", "PlaybookDiff", "Run", "YearsMonths", "__version__",
    "backup", "compile_strategies", "dmn", "erase", "evaluation", "feel", "knowledge", "replay_plan", "restore", "run",
    "simulate_plan", "strategy", "survival", "value", "verify", "warning",
]  # fmt: skip
