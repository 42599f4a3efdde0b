"""Effects, looks and uplift against published figures, through Python."""

import csv

import numpy as np
import pytest
from staysail import Error, evaluation

BERKELEY = [
    [[512, 313], [89, 19]], [[353, 207], [17, 8]], [[120, 205], [202, 391]],
    [[138, 279], [131, 244]], [[53, 138], [94, 299]], [[22, 351], [24, 317]],
]  # fmt: skip


def hillstrom(shared, email):
    with open(shared / "data/uplift/hillstrom.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["segment"] in (email, "No E-Mail")]
    treated = np.array([row["segment"] == email for row in rows])
    return treated, {name: np.array([float(row[name]) for row in rows]) for name in ("visit", "spend", "history")}


def test_two_proportions():
    test = evaluation.two_proportions(3894, 21307, 2262, 21306)
    assert test.difference == pytest.approx(0.07658956, abs=1e-8)
    assert test.standard_error == pytest.approx(0.00338589, abs=1e-8)
    assert test.z == pytest.approx(22.48604, abs=1e-5)
    assert test.chi_square == pytest.approx(505.622032, abs=1e-6)
    assert test.interval == pytest.approx((0.06995335, 0.08322578), abs=1e-8)


def test_cuped_on_hillstrom_in_any_order(shared):
    treated, columns = hillstrom(shared, "Mens E-Mail")
    spend = evaluation.cuped(columns["spend"], treated, columns["history"])
    assert spend.theta == pytest.approx(0.00122289652, abs=1e-11)
    assert (spend.difference, spend.standard_error) == pytest.approx((0.76743850, 0.14521504), abs=1e-8)
    order = np.random.default_rng(1).permutation(treated.size)
    assert evaluation.cuped(columns["spend"][order], treated[order], columns["history"][order]) == spend
    plain = evaluation.welch(columns["spend"][treated], columns["spend"][~treated])
    assert (plain.difference, plain.standard_error) == pytest.approx((0.76982716, 0.14524656), abs=1e-8)
    assert evaluation.welch(columns["spend"][treated][::-1], columns["spend"][~treated]) == plain


def test_power():
    assert evaluation.power(p1=0.10, p2=0.12, power=0.8).n == pytest.approx(3840.84748, abs=1e-4)
    assert evaluation.power(p1=0.02, p2=0.018, power=0.8).n == pytest.approx(73146.4557, abs=1e-4)
    assert evaluation.power(p1=0.5, p2=0.75, n=50) == (50, pytest.approx(0.740165901, abs=1e-8))
    assert evaluation.power(delta=1, power=0.9) == (pytest.approx(22.0210977, abs=1e-4), 0.9)
    assert evaluation.power(delta=5, deviation=5, n=20).power == pytest.approx(0.8689528, abs=1e-6)


def test_tables():
    test = evaluation.mantel_haenszel(np.array(BERKELEY))
    assert test.odds_ratio == pytest.approx(0.904696828, abs=1e-8)
    assert test.interval == pytest.approx((0.771907362, 1.060329764), abs=1e-8)
    assert test.chi_square == pytest.approx(1.42694623, abs=1e-8)
    assert evaluation.mcnemar([[794, 86], [150, 570]]).statistic == pytest.approx(16.8177966, abs=1e-7)


def test_many_tests():
    adjusted = evaluation.benjamini_hochberg([0.0201, 0.0001, 0.0004])
    assert adjusted == pytest.approx([0.0201, 0.0003, 0.0006])
    assert evaluation.holm([0.01, 0.02, 0.03, 0.04]) == pytest.approx([0.04, 0.06, 0.06, 0.06])
    with pytest.raises(ValueError):
        adjusted[0] = 0


@pytest.mark.parametrize(
    ("n", "ratio", "p", "half"),
    [
        (1000, 1.192330, 0.838694, 0.056942),
        (5000, 30.581625, 0.032699, 0.018932),
        (10000, 4798.407752, 0.000208, 0.012930),
    ],
)
def test_msprt(n, ratio, p, half):
    look = evaluation.msprt(0.02, n, variance=0.18, tau2=1e-4)
    assert look.likelihood_ratio == pytest.approx(ratio, rel=1e-6)
    assert look.p_value == pytest.approx(p, abs=1e-6)
    assert look.interval == pytest.approx((0.02 - half, 0.02 + half), abs=1e-6)
    assert look.rejects is (p < 0.05)


def test_looks_only_learn():
    looks = evaluation.msprt_looks([0.02, 0.0, 0.01], [10000, 11000, 12000], variance=0.18, tau2=1e-4)
    assert looks[0].p_value == looks[1].p_value == looks[2].p_value
    assert looks[1].interval.high < looks[0].interval.high
    counted = evaluation.msprt_proportions([30], [100], [20], [100], tau2=1e-3)
    assert counted[0].likelihood_ratio == pytest.approx(
        evaluation.msprt(0.1, 1, variance=0.00375, tau2=1e-3).likelihood_ratio
    )


def test_uplift_of_scored_customers(shared):
    table = np.genfromtxt(shared / "data/uplift/hillstrom_womens_visit_test_scores.csv", delimiter=",", names=True)
    rows = table["y"], table["w"], table["t_lr"]
    assert evaluation.qini(*rows) == pytest.approx(0.00410701, abs=1e-8)
    assert evaluation.auuc(*rows) == pytest.approx(0.03102856, abs=1e-8)
    assert evaluation.qini(*rows, definition="scikit-uplift") == pytest.approx(0.06910581, abs=1e-8)
    assert evaluation.auuc(*rows, definition="scikit-uplift") == pytest.approx(0.03157272, abs=1e-8)
    # Row D9 has .179673 and 88.1783, which follow the order of equal scores in numpy's sort.
    assert evaluation.qini(*rows, definition="causalml") == pytest.approx(0.179673, abs=2e-6)
    assert evaluation.qini(*rows, definition="causalml", normalize=False) == pytest.approx(88.1783, abs=1e-3)
    assert evaluation.auuc(*rows, definition="causalml") == pytest.approx(0.679716, abs=1e-6)
    assert evaluation.uplift_at(*rows, 0.3) == pytest.approx(0.074038, abs=1e-6)
    assert evaluation.uplift_at(*rows, 0.3, strategy="by_group") == pytest.approx(0.073463, abs=1e-6)
    assert evaluation.weighted_average_uplift(*rows) == pytest.approx(0.045981, abs=2e-6)
    order = np.random.default_rng(2).permutation(table.size)
    for definition in ("area_n2", "scikit-uplift", "causalml"):
        mixed = evaluation.qini(*(column[order] for column in rows), definition=definition)
        assert mixed == evaluation.qini(*rows, definition=definition)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: evaluation.two_proportions(0, 5, 0, 6), "degenerate_input"),
        (lambda: evaluation.cuped([1, 2, 3], [0, 1, 2], [1, 2, 3]), "invalid_argument"),
        (lambda: evaluation.cuped([1, 2], [0, 1, 1], [1, 2, 3]), "invalid_argument"),
        (lambda: evaluation.power(p1=0.1, p2=0.2), "invalid_argument"),
        (lambda: evaluation.power(p1=0.1, n=10), "invalid_argument"),
        (lambda: evaluation.power(p1=0.1, p2=0.2, n=10, power=0.8), "invalid_argument"),
        (lambda: evaluation.mantel_haenszel([[1, 2, 3], [4, 5, 6]]), "invalid_argument"),
        (lambda: evaluation.mantel_haenszel([[[1, 2], [3, -4]]]), "invalid_argument"),
        (lambda: evaluation.mcnemar([[1, 0.5], [2, 3]]), "invalid_argument"),
        (lambda: evaluation.mcnemar([[1, 0], [0, 3]]), "degenerate_input"),
        (lambda: evaluation.holm([0.5, 1.5]), "invalid_argument"),
        (lambda: evaluation.msprt(0.1, 0, variance=1, tau2=1), "invalid_argument"),
        (lambda: evaluation.msprt(0.1, 10, variance=1, tau2=0), "invalid_argument"),
        (lambda: evaluation.msprt_looks([0.1], [10, 20], variance=1, tau2=1), "invalid_argument"),
        (lambda: evaluation.qini([1, 0], [1, 0], [1, 2], definition="other"), "invalid_argument"),
        (lambda: evaluation.qini([1, 0], [1, 1], [1, 2]), "degenerate_input"),
        (lambda: evaluation.uplift_at([1, 0], [1, 0], [1, 2], 2), "invalid_argument"),
        (lambda: evaluation.weighted_average_uplift([1, 0], [1, 0], [1, 2], bins=-1), "invalid_argument"),
    ],
)
def test_what_has_no_answer_is_refused(call, code):
    with pytest.raises(Error) as caught:
        call()
    assert caught.value.code == code
