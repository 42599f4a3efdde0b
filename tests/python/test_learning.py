"""Learning from outcomes, through Python."""

import csv

import numpy as np
import pytest
from staysail import Error, knowledge


def test_prior_of_the_rats(shared):
    with open(shared / "data/small/rat_tumours.csv", encoding="utf-8") as file:
        rows = [(int(row["tumours"]), int(row["animals"])) for row in csv.DictReader(file)]
    tumours, animals = np.array(rows).T
    fit = knowledge.BetaBinomial().fit(tumours, animals)
    assert fit.params == {"a": pytest.approx(2.341614, abs=1e-5), "b": pytest.approx(14.114801, abs=1e-5)}
    assert fit.mean == pytest.approx(0.142292, abs=1e-5)
    assert fit.log_likelihood == pytest.approx(-730.338455, abs=1e-5)
    shrunk = fit.shrink([0, 4], [20, 14])
    assert shrunk.mean == pytest.approx([0.064231, 0.208219], abs=1e-5)
    assert (shrunk.low[1], shrunk.high[1]) == pytest.approx((0.086216, 0.366352), abs=1e-5)
    assert knowledge.BetaBinomial().fit(tumours[::-1], animals[::-1]) == fit
    moments = knowledge.BetaBinomial(method="moments").fit(tumours[:70], animals[:70])
    assert (moments.a, moments.b) == pytest.approx((1.356, 8.615), abs=5e-4)
    assert "\n" not in repr(fit) and "\n" not in repr(shrunk)
    with pytest.raises(TypeError):
        fit.params["a"] = 1


def test_which_rate_is_higher():
    assert knowledge.probability_greater((41, 61), (31, 71)) == pytest.approx(0.92984936, abs=1e-8)
    assert knowledge.probability_greater((151, 1851), (121, 1881)) == pytest.approx(0.97053333, abs=1e-8)


def test_bandit():
    bandit = knowledge.LinUcb(3, 3, 1.0)
    arms = []
    for t in range(1, 21):
        context = [1, (7 * t % 10) / 10, (3 * t % 5) / 5]
        arms.append(bandit.choose(context))
        bandit.update(arms[-1], context, float((t + arms[-1]) % 3 == 0))
    assert arms == [0, 1, 1, 2, 2, 2, 1, 2, 1, 1, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0]
    assert bandit.theta(0) == pytest.approx([0.25461471, 0.07031937, -0.25637269], abs=1e-8)
    estimate, width = bandit.scores([1, 0, 0])[0]
    assert estimate == pytest.approx(0.25461471, abs=1e-8) and width > 0
    assert repr(bandit) == "<LinUcb of 3 arms and 3 dimensions>"


def test_the_incumbent_stays_unless_the_evidence_says_otherwise():
    trials = np.full((12, 2), 2000)
    luck = np.array([[600, 590 + cell % 5] for cell in range(12)])
    kept = knowledge.learn_policy(luck, trials, budget=0.1)
    assert kept.incumbent == 0 and set(kept.chosen) == {0}
    assert np.allclose(kept.propensity.sum(axis=1), 1) and (kept.propensity[:, 0] >= 0.9).all()
    truth = luck.copy()
    truth[3, 1] = 900
    found = knowledge.learn_policy(truth, trials, incumbent=0)
    assert found.chosen.tolist() == [0, 0, 0, 1] + [0] * 8
    assert found.better[3, 1] > 0.999 and 0.1 < found.gain[3, 1] < 0.15
    assert not found.gain.flags.writeable and "12 numbers" in repr(found)
    with pytest.raises(Error, match="equal size"):
        knowledge.learn_policy([1, 2], [3, 4])
    with pytest.raises(Error, match="budget"):
        knowledge.learn_policy(luck, trials, budget=2)


def test_off_policy(shared):
    with open(shared / "data/uplift/bts_men.csv", encoding="utf-8") as file:
        rows = [(float(row["click"]), float(row["propensity_score"])) for row in csv.DictReader(file)]
    click, propensity = np.array(rows).T
    value = knowledge.off_policy(click, propensity, np.full(click.size, 1 / 34))
    assert (value.ips, value.ips_se, value.snips) == pytest.approx((0.00300863, 0.00077394, 0.00318942), abs=1e-8)
    assert value.ess == pytest.approx(655.7, abs=0.05)
    assert value.largest_weight == pytest.approx(178.253, abs=5e-4)
    assert value.dr is None


def test_a_perfect_model_gives_the_truth():
    reward, half = [1, 0, 1, 1], [0.5] * 4
    value = knowledge.off_policy(reward, half, [1, 0, 0, 1], model_taken=reward, model_target=[0.9] * 4)
    assert value.dr == pytest.approx(0.9) and value.dm == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: knowledge.BetaBinomial().fit([1, 2], [3]), "invalid_argument"),
        (lambda: knowledge.BetaBinomial().fit([5, 1], [3, 3]), "invalid_argument"),
        (lambda: knowledge.BetaBinomial().fit([1.5, 1], [3, 3]), "invalid_argument"),
        (lambda: knowledge.BetaBinomial().fit([10, 10], [100, 100]), "degenerate_input"),
        (lambda: knowledge.BetaBinomial(method="guess").fit([1, 9], [10, 10]), "invalid_argument"),
        (lambda: knowledge.probability_greater((0, 1), (1, 1)), "invalid_argument"),
        (lambda: knowledge.LinUcb(0, 3), "invalid_argument"),
        (lambda: knowledge.LinUcb(2, -1), "invalid_argument"),
        (lambda: knowledge.LinUcb(2, 2).choose([1.0]), "invalid_argument"),
        (lambda: knowledge.LinUcb(2, 2).update(5, [1.0, 1.0], 1.0), "invalid_argument"),
        (lambda: knowledge.off_policy([1, 0], [0.5, 0.0], [0.5, 0.5]), "invalid_argument"),
        (lambda: knowledge.off_policy([1, 0], [0.5, float("nan")], [0.5, 0.5]), "invalid_argument"),
        (lambda: knowledge.off_policy([1, 0], [0.5, 0.5], [0.5, 0.5], model_taken=[1, 1]), "invalid_argument"),
    ],
)
def test_what_has_no_answer_is_refused(call, code):
    with pytest.raises(Error) as caught:
        call()
    assert caught.value.code == code
