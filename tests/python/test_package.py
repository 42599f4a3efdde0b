"""The package as users find it: names, stubs, errors."""

import importlib.util
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
import staysail as ss

needs_mypy = pytest.mark.skipif(importlib.util.find_spec("mypy") is None, reason="mypy is not installed")


# Every class has pybind11's metaclass, and an __init__ that refuses where a class has no constructor.
OF_PYBIND11 = r"""
staysail\.(_staysail|work)\.(Base|Desk|DmnModel|Finding|Frame|Identity|LinUcb|Matcher|Playbook|PlaybookDiff|Run)
staysail\._staysail\.(DmnModel|Finding|Matcher|Playbook|PlaybookDiff|Run)\.__init__
staysail\._staysail\.(\w+(Law|Curve)|(Cox|Weibull|DiscreteHazard|KMeans|Fitted(Churn|Hazard|Uplift))Model)(\.__init__)?
"""


def run_mypy(module, *arguments):
    root = Path(ss.__file__).parents[1]  # mypy knows installed packages by itself and wants them in no path
    environment = os.environ if root.name == "site-packages" else {**os.environ, "MYPYPATH": str(root)}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, env=environment, check=False
    )


@needs_mypy
def test_stubs_say_what_is_there(tmp_path):
    allowed = tmp_path / "allowed"
    allowed.write_text(OF_PYBIND11)
    checked = run_mypy("mypy.stubtest", "staysail", "--concise", "--allowlist", str(allowed))
    assert checked.returncode == 0, checked.stdout + checked.stderr


@needs_mypy
def test_the_package_is_typed(source, tmp_path):
    checked = run_mypy("mypy", "--strict", "--cache-dir", str(tmp_path), str(source / "bindings/python/staysail"))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_public_names_are_where_all_says():
    for module in (ss, ss.dmn, ss.evaluation, ss.warning, ss.knowledge, ss.value, ss.survival, ss.segment):
        for name in module.__all__:
            assert getattr(module, name) is not None
            assert not name.startswith("_") or name == "__version__"


def test_public_classes_are_shown_where_they_are_found():
    assert str(ss.Frame) == "<class 'staysail.Frame'>"
    assert str(ss.Matcher) == "<class 'staysail.Matcher'>"
    assert str(ss.knowledge.Base) == "<class 'staysail.knowledge.Base'>"


def test_an_error_is_a_value():
    error = ss.Error("syntax_error", "a name was expected", ss.Place("rules.csv", 3, 14))
    assert str(error) == "rules.csv:3:14: syntax_error: a name was expected"
    assert str(ss.Error("not_found", "gone")) == "not_found: gone"
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.message, again.place) == (error.code, error.message, error.place)


def test_everything_has_a_sentence():
    for thing in (
        ss.Frame,
        ss.Matcher,
        ss.knowledge.Base,
        ss.feel,
        ss.compile_strategies,
        ss.evaluation.wilson,
        ss.warning.silent_run,
        *(getattr(ss.value, name) for name in ss.value.__all__),
        *(getattr(ss.survival, name) for name in ss.survival.__all__),
        *(getattr(ss.segment, name) for name in ss.segment.__all__),
    ):
        assert thing.__doc__
