"""Staysail: the customer retention core for telecom operators."""

from __future__ import annotations

from . import dmn, evaluation, knowledge, warning
from ._staysail import (
    Frame, Matcher, Playbook, Run, __version__, compile_strategies, feel, replay_plan, run, simulate_plan,
)  # fmt: skip
from .error import Error, Place
from .temporal import YearsMonths

__all__ = [
    "Error", "Frame", "Matcher", "Place", "Playbook", "Run", "YearsMonths", "__version__",
    "compile_strategies", "dmn", "evaluation", "feel", "knowledge", "replay_plan", "run", "simulate_plan", "warning",
]  # fmt: skip
