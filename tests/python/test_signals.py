"""Signals over time: the figures of Montgomery's control chart, through Python."""

import numpy as np
import pytest
from staysail import Error, warning

CHART = [
    9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08,
    9.37, 10.62, 10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52,
]  # fmt: skip


def test_cusum():
    chart = warning.cusum(CHART, k=0.5, h=5, target=10)
    assert chart.upper[-3:] == pytest.approx([4.47, 5.28, 5.30])
    assert chart.signal == 29
    assert warning.cusum(np.array(CHART) - 10, 0.5, 5).signal == 29
    assert warning.cusum(CHART, 0.5, 6, target=10).signal is None


def test_ewma():
    chart = warning.ewma(CHART, 0.1, 2.7, target=10)
    assert chart.average[[0, 28, 29]] == pytest.approx([9.945, 10.64682, 10.63414], abs=1e-5)
    assert chart.upper_limit[28] == pytest.approx(10.6187, abs=5e-5)
    assert chart.signal == 29


def test_page_hinkley():
    chart = warning.page_hinkley(CHART, 0.1, threshold=8.5)
    assert chart.statistic[[4, 27, 28, 29]] == pytest.approx([4.1925, 7.892022, 8.794091, 8.899091], abs=1e-6)
    assert chart.signal == 29


def test_trend():
    falling = [620, 615, 640, 590, 560, 565, 500, 470, 455, 410, 380, 300]
    test = warning.mann_kendall(falling)
    assert (test.s, test.variance, test.z) == pytest.approx((-60, 212.666667, -4.045780), abs=1e-6)
    assert warning.theil_sen(falling).slope == pytest.approx(-30)
    assert warning.theil_sen([1, 9], positions=[0, 4]).slope == 2


@pytest.mark.parametrize(("h", "shift", "length"), [(4, 0, 167.684), (4, 1, 8.383), (5, 0.5, 37.996), (5, 4, 2.013)])
def test_run_lengths(h, shift, length):
    assert warning.cusum_arl(0.5, h, shift) == pytest.approx(length, rel=1e-3)


def test_limits_keep_the_budget_of_false_alarms():
    h = warning.cusum_limit(0.5, false_alarms=500, observations=30)
    assert warning.cusum_arl(0.5, h) == pytest.approx(60_000, rel=1e-6)
    limit = warning.ewma_limit(0.1, false_alarms=500)
    assert warning.ewma_arl(0.1, limit) == pytest.approx(2_000, rel=1e-6)


def test_weights_of_judgements():
    result = warning.ahp([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
    assert result.weights == pytest.approx([0.636986, 0.258285, 0.104729], abs=1e-6)
    assert result.eigenvalue == pytest.approx(3.038511, abs=1e-6)
    assert result.consistency_ratio == pytest.approx(0.033199, abs=1e-6)


def test_results_cannot_be_changed_and_show_on_one_line():
    chart = warning.cusum(CHART, 0.5, 5, target=10)
    with pytest.raises(ValueError):
        chart.upper[0] = 1
    with pytest.raises(AttributeError):
        chart.signal = 1
    assert repr(chart) == "CusumChart(upper=<30 numbers>, lower=<30 numbers>, signal=29)"
    for result in (warning.ewma(CHART, 0.1, 3), warning.page_hinkley(CHART, 0), warning.ahp([[1]])):
        assert "\n" not in repr(result) and len(repr(result)) < 120


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: warning.cusum([1.0, float("nan")], 0.5, 5), "invalid_argument"),
        (lambda: warning.cusum(["a"], 0.5, 5), "type_mismatch"),
        (lambda: warning.cusum([1.0], 0.5, 0), "invalid_argument"),
        (lambda: warning.ewma([1.0], 2, 3), "invalid_argument"),
        (lambda: warning.page_hinkley([1.0], -1), "invalid_argument"),
        (lambda: warning.mann_kendall([1, 2]), "degenerate_input"),
        (lambda: warning.theil_sen([1, 2], positions=[1, 1]), "degenerate_input"),
        (lambda: warning.cusum_arl(0.5, 1000), "invalid_argument"),
        (lambda: warning.ewma_arl(0.1, -1), "invalid_argument"),
        (lambda: warning.cusum_limit(0.5, false_alarms=0), "invalid_argument"),
        (lambda: warning.ahp([1, 2, 3, 4]), "invalid_argument"),
        (lambda: warning.ahp([[1, 2], [2, 1]]), "invalid_argument"),
    ],
)
def test_what_has_no_answer_is_refused(call, code):
    with pytest.raises(Error) as caught:
        call()
    assert caught.value.code == code


def test_options_are_named():
    with pytest.raises(TypeError):
        warning.cusum(CHART, 0.5, 5, 10)
