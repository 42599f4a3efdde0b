"""Staysail: the customer retention core for telecom operators."""

from __future__ import annotations

from . import dmn, evaluation, identity, knowledge, segment, strategy, survival, value, warning, work
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
    customer,
    diff_indicators,
    erase,
    explain_indicator,
    export,
    feel,
    group_faults,
    groups,
    hand_over,
    households,
    portfolios,
    propose_mapping,
    province,
    quality,
    replay_plan,
    restore,
    run,
    simulate_plan,
    table,
    transfer,
    validate,
    verify,
)
from .error import Error, Place
from .temporal import YearsMonths

__all__ = [
    "Error", "Finding", "Frame", "Matcher", "Place", "Playbook", "PlaybookDiff", "Run", "YearsMonths", "__version__",
    "backup", "compile_strategies", "customer", "diff_indicators", "dmn", "erase", "evaluation", "explain_indicator",
    "export", "feel", "group_faults", "groups", "hand_over", "households", "identity", "knowledge", "portfolios",
    "propose_mapping", "province", "quality", "replay_plan", "restore", "run", "segment", "simulate_plan", "strategy",
    "survival", "table", "transfer", "validate", "value", "verify", "warning", "work",
]  # fmt: skip
