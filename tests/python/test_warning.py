"""How improbable a silence is."""

import math

import pytest
from staysail import Error, warning


def test_a_week_of_silence():
    run = warning.silent_run(60, 90, 7)
    assert run.probability == pytest.approx(0.00074419, rel=1e-4)
    assert run.plug_in == pytest.approx((1 / 3) ** 7)
    assert run.mean_wait == pytest.approx(3279, abs=1)


def test_the_predictive_probability_by_hand():
    run = warning.silent_run(2, 3, 2)  # Beta(3, 2): 2/5 * 3/6
    assert run.probability == pytest.approx(0.2)


def test_rhythms_without_a_wait():
    assert warning.silent_run(0, 90, 7).mean_wait is None
    assert warning.silent_run(90, 90, 7).mean_wait is None
    assert warning.silent_run(60, 90, 0).probability == 1.0


def test_quiet_period():
    quiet = warning.quiet_period_probability(26, 31, shape=0.55, rate=10.58, ahead=1)
    assert quiet == pytest.approx(math.pow((10.58 + 31) / (10.58 + 32), 26.55), rel=1e-12)


@pytest.mark.parametrize("window", [(91, 90, 7), (-1, 90, 7), (0, 0, 7), (1, 90, -1)])
def test_windows_that_cannot_be(window):
    with pytest.raises(Error) as caught:
        warning.silent_run(*window)
    assert caught.value.code == "invalid_argument"


def test_units_of_time_are_positive():
    with pytest.raises(Error):
        warning.quiet_period_probability(1, 0, shape=1, rate=1, ahead=1)
    with pytest.raises(Error):
        warning.quiet_period_probability(float("nan"), 1, shape=1, rate=1, ahead=1)
