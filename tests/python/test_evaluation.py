"""Intervals and tests against published figures."""

import numpy as np
import pytest
from staysail import Error, evaluation


def test_wilson_of_newcombe_1998():
    # Newcombe 1998, Statistics in Medicine 17: 857-872, table I, method 3.
    assert evaluation.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert evaluation.wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert evaluation.wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_newcombe_1998_difference():
    # Newcombe 1998, Statistics in Medicine 17: 873-890, table II, method 10.
    assert evaluation.newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    low, high = evaluation.newcombe(10, 10, 0, 10)
    assert (low, high) == pytest.approx((0.6075, 1.0), abs=5e-5)


def test_welch_of_students_sleep_data():
    a = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    b = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    test = evaluation.welch(a, np.array(b))
    assert test.t == pytest.approx(-1.8608, abs=5e-5)
    assert test.degrees == pytest.approx(17.776, abs=5e-4)
    assert test.p_value == pytest.approx(0.07939, abs=5e-6)
    assert test.interval == pytest.approx((-3.3654832, 0.2054832), abs=5e-7)
    assert test.difference == pytest.approx(-1.58)


def test_sample_ratio():
    test = evaluation.srm([50, 50], [1, 1])
    assert test == (0.0, 1.0, 1.0)
    test = evaluation.srm(np.array([821, 979]), [0.5, 0.5])
    assert test.statistic == pytest.approx(158**2 / 1800)
    assert test.p_value == pytest.approx(1.96e-4, rel=5e-3)


def test_confidence_widens():
    narrow, wide = (evaluation.wilson(30, 100, confidence=c) for c in (0.9, 0.99))
    assert wide.low < narrow.low < 0.3 < narrow.high < wide.high


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: evaluation.wilson(1, 0), "degenerate_input"),
        (lambda: evaluation.wilson(5, 3), "invalid_argument"),
        (lambda: evaluation.wilson(-1, 3), "invalid_argument"),
        (lambda: evaluation.wilson(1, 3, confidence=1.0), "invalid_argument"),
        (lambda: evaluation.newcombe(1, 2, 3, 2), "invalid_argument"),
        (lambda: evaluation.welch([1.0], [1.0, 2.0]), "degenerate_input"),
        (lambda: evaluation.welch([], [1.0, 2.0]), "degenerate_input"),
        (lambda: evaluation.welch([1.0, float("nan")], [1.0, 2.0]), "invalid_argument"),
        (lambda: evaluation.srm([1, 2], [1]), "invalid_argument"),
        (lambda: evaluation.srm([1, 1], [1, 1]), "degenerate_input"),
    ],
)
def test_what_has_no_answer_is_refused(call, code):
    with pytest.raises(Error) as caught:
        call()
    assert caught.value.code == code


def test_options_are_named():
    with pytest.raises(TypeError):
        evaluation.wilson(1, 2, 0.9)


def test_counts_may_be_sums_of_numpy():
    assert evaluation.wilson(np.float64(7), 20.0) == evaluation.wilson(7, 20)
    assert evaluation.newcombe(56.0, 70, 48, 80) == evaluation.newcombe(56, 70, 48, 80)
    with pytest.raises(Error) as refused:
        evaluation.wilson(7.5, 20)
    assert refused.value.code == "invalid_argument"


def test_survival_between_arms():
    # By hand: up to month 6, arms of two; the untreated leave at 2 and 6, of the treated one at 8.
    found = evaluation.survival_difference([2, 6, 8, 12], [1, 1, 1, 0], [0, 0, 1, 1], horizon=6)
    assert (found.treated, found.untreated, found.difference) == (6.0, 4.0, 2.0)
    assert found.interval.low < 2 < found.interval.high and found.logrank.degrees == 1
    nobody = evaluation.survival_difference([9, 9], [0, 0], [0, 1])
    assert nobody.horizon == 9 and nobody.p_value == 1 and nobody.logrank is None
    for durations, horizon in (([2, 6, 8, 12], 20), ([2, 6, 8], 6)):
        with pytest.raises(Error):
            evaluation.survival_difference(durations, [1, 1, 1, 0], [0, 0, 1, 1], horizon=horizon)
