"""Staysail: the customer retention core for telecom operators."""

from __future__ import annotations

from . import dmn, evaluation, knowledge, survival, value, warning
from ._staysail import Frame, Matcher, Playbook, Run, __version__, compile_strategies, feel, run
from .error import Error, Place
from .temporal import YearsMonths

__all__ = [
    "Error", "Frame", "Matcher", "Place", "Playbook", "Run", "YearsMonths", "__version__",
    "compile_strategies", "dmn", "evaluation", "feel", "knowledge", "run", "survival", "value", "warning",
]  # fmt: skip
