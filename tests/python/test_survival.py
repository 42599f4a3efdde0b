"""Survival methods against R survival 3.5-3 (lung, veteran, Rossi, Telco), and what must hold on any data."""

import csv
import math

import numpy as np
import pytest
import staysail as ss
from hypothesis import given, settings
from hypothesis import strategies as st
from staysail import Error, survival


def columns(path):
    with path.open() as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


@pytest.fixture(scope="module")
def rossi(shared):
    return {name: values.astype(float) for name, values in columns(shared / "data/survival/rossi.csv").items()}


COVARIATES = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]
WEEKS = {"duration": "week", "event": "arrest", "covariates": COVARIATES}


def test_lung_cancer(shared):  # rows C1, C2
    lung = columns(shared / "data/survival/lung.csv")
    time, died = lung["time"].astype(float), lung["status"] == "2"
    curve = survival.kaplan_meier(time, died)
    expected = [0.86396897, 0.59666918, 0.29326919, 0.09789416]
    assert curve.survival([100, 250, 500, 750]) == pytest.approx(expected, abs=1e-8)
    assert curve.interval(250) == pytest.approx((0.53487943, 0.66559693), abs=1e-8)
    assert curve.interval(250, scale="log-log") == pytest.approx((0.52827018, 0.65844937), abs=1e-8)
    assert curve.median == 310 and curve.median_interval() == (285, 363)
    assert survival.logrank(time, died, lung["sex"]).statistic == pytest.approx(10.32674195, abs=1e-6)
    assert survival.logrank(time, died, lung["sex"], rho=1).statistic == pytest.approx(12.714151, abs=1e-5)


def test_telco(shared):  # row C11
    telco = columns(shared / "data/telco_ibm/Telco-Customer-Churn.csv")
    tenure, churn = telco["tenure"].astype(float), telco["Churn"] == "Yes"
    curve = survival.kaplan_meier(tenure, churn)
    assert curve.survival([1, 72]) == pytest.approx([0.94596132, 0.592790152], abs=1e-8)
    assert curve.rmst(72) == pytest.approx((54.492387107, 0.347750016), abs=1e-8)
    test = survival.logrank(tenure, churn, telco["Contract"])
    assert (test.statistic, test.degrees) == pytest.approx((2352.872538, 2), abs=1e-5)
    assert test.observed["Two year"] < test.expected["Two year"]


def test_cox_of_rossi(rossi):  # rows C3, C4
    model = survival.Cox(ties="efron").fit(rossi, **WEEKS)
    expected = [-0.379422166, -0.057437743, 0.313899788, -0.149795698, -0.433703878, -0.084871083, 0.091497081]
    assert [model.coef[name] for name in COVARIATES] == pytest.approx(expected, abs=1e-8)
    assert model.standard_errors["fin"] == pytest.approx(0.191379481, abs=1e-8)
    assert model.log_likelihood == pytest.approx(-658.7476594, abs=1e-6)
    assert model.null_log_likelihood == pytest.approx(-675.3806323, abs=1e-6)
    assert model.concordance == pytest.approx(0.64032925, abs=1e-7)
    assert model.tests["likelihood_ratio"].statistic == pytest.approx(33.265946, abs=1e-5)
    breslow = survival.Cox(ties="breslow").fit(ss.Frame(rossi), **WEEKS)
    assert breslow.coef["prio"] == pytest.approx(0.091111542, abs=1e-8)
    assert breslow.log_likelihood == pytest.approx(-659.1206057, abs=1e-6)


def test_weibull_of_rossi(rossi):  # row C8
    model = survival.WeibullAft().fit(rossi, **WEEKS)
    assert model.coef["intercept"] == pytest.approx(3.990134797, abs=1e-6)
    assert model.coef["fin"] == pytest.approx(0.27216336, abs=1e-6)
    assert model.coef["log_scale"] == pytest.approx(-0.339108241, abs=1e-6)
    assert model.log_likelihood == pytest.approx(-679.91656, abs=1e-5)
    free = dict.fromkeys(COVARIATES, 0.0)
    assert model.survival(model.quantile(0.25, free), free) == pytest.approx(0.75)
    assert math.exp(-model.baseline(52)) == pytest.approx(model.survival(52, free))


def test_discrete_hazard_near_cox(rossi):
    """By weeks the hazard is small: proportional hazards seen by periods, and odds near them."""
    cox = survival.Cox().fit(rossi, **WEEKS).coef
    for link in ("logit", "cloglog"):
        model = survival.DiscreteHazard(link=link).fit(rossi, **WEEKS)
        assert model.coef == pytest.approx(cox, abs=0.01)
        assert model.log_likelihood > model.null_log_likelihood
        curve = model.survival([10, 20, 52], dict.fromkeys(COVARIATES, 0.0))
        assert (np.diff(curve) < 0).all() and len(model.levels) == 49


def test_the_baseline_makes_the_curve(rossi):
    """With covariates of 0 effect the model's curve is near Kaplan-Meier's."""
    noise = {**rossi, "noise": np.arange(432) % 7.0}
    model = survival.Cox().fit(noise, duration="week", event="arrest", covariates=["noise"])
    curve = survival.kaplan_meier(rossi["week"], rossi["arrest"])
    assert model.survival([10, 30, 52], {"noise": 3.0}) == pytest.approx(curve.survival([10, 30, 52]), abs=0.01)


def test_start_and_strata(rossi):
    whole = survival.Cox().fit(rossi, **WEEKS)
    long = rossi["week"] > 20
    parts = {name: np.concatenate([values, values[long]]) for name, values in rossi.items()}
    parts["since"] = np.concatenate([np.where(long, 20, 0), np.zeros(long.sum())])
    parts["week"][432:], parts["arrest"][432:] = 20, 0
    cut = survival.Cox().fit(parts, start="since", **WEEKS)
    assert cut.coef == pytest.approx(whole.coef, abs=1e-8)
    prisoner = np.concatenate([np.arange(432), np.flatnonzero(long)])
    assert cut.robust_errors(prisoner) == pytest.approx(whole.robust_errors(), abs=1e-8)
    others = [name for name in COVARIATES if name != "race"]
    by_race = survival.Cox().fit(rossi, duration="week", event="arrest", covariates=others, strata="race")
    assert by_race.baseline(52, stratum=1.0) != by_race.baseline(52, stratum=0.0)
    with pytest.raises(Error):
        by_race.baseline(52)


def score_residuals(covariates, time, event, coef):
    """Each event in turn, as Efron counts it: the definition, without any shortcut."""
    x = covariates - covariates.mean(axis=0)
    risk, residuals = np.exp(x @ coef), np.zeros_like(x)
    for moment in np.unique(time[event == 1]):
        events = (time == moment) & (event == 1)
        for step in range(events.sum()):
            weights = np.where(time >= moment, risk, 0) * np.where(events, 1 - step / events.sum(), 1)
            mean = weights @ x / weights.sum()
            residuals[events] += (x[events] - mean) / events.sum()
            residuals -= (weights / weights.sum())[:, None] * (x - mean)
    return residuals


def test_robust_errors_by_their_definition(rossi):
    model = survival.Cox().fit(rossi, **WEEKS)
    x = np.array([rossi[name] for name in COVARIATES]).T
    coef = np.array([model.coef[name] for name in COVARIATES])

    def residuals(place):
        return score_residuals(x, rossi["week"], rossi["arrest"], place)

    steps = np.eye(7) * 1e-5
    slopes = [(residuals(coef - step).sum(axis=0) - residuals(coef + step).sum(axis=0)) / 2e-5 for step in steps]
    influence = residuals(coef) @ np.linalg.inv(np.array(slopes))
    assert list(model.robust_errors().values()) == pytest.approx(np.sqrt((influence**2).sum(axis=0)), rel=1e-6)


def test_age_breaks_proportionality(rossi):
    test = survival.Cox().fit(rossi, **WEEKS).proportionality()
    # Age times 1 - Kaplan-Meier as a further covariate: Wald's statistic is 5.815, the likelihood ratio's 6.056.
    assert 5.815 < test.by_covariate["age"].statistic < 6.056
    assert test.by_covariate["age"].p_value < 0.05 < test.by_covariate["fin"].p_value
    assert test.together.degrees == 7


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["", "moved", "price"])), min_size=1, max_size=50))
def test_causes_share_out_what_is_lost(rows):
    duration, cause = (list(column) for column in zip(*rows))
    if not any(cause):
        with pytest.raises(Error):
            survival.aalen_johansen(duration, cause)
        return
    curves = survival.aalen_johansen(duration, cause)
    lost = sum(curves.incidence.values())
    assert lost + curves.survival == pytest.approx(1)
    km = survival.kaplan_meier(duration, [bool(each) for each in cause])
    assert km.curve == pytest.approx(curves.survival)
    assert km.time.tolist() == sorted(set(duration))


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_order_of_rows_changes_a_bit(random):
    rows = [(random.randint(1, 9), random.random() < 0.6, random.random(), random.randint(0, 1)) for _ in range(60)]
    other = random.sample(rows, len(rows))
    names = ["months", "left", "x", "y"]
    a, b = ({name: np.array(column, float) for name, column in zip(names, zip(*some))} for some in (rows, other))
    arguments = {"duration": "months", "event": "left", "covariates": ["x", "y"]}
    for model in (survival.Cox(), survival.Cox(ties="breslow"), survival.WeibullAft(), survival.DiscreteHazard()):
        try:
            first = model.fit(a, **arguments)
        except Error as error:
            assert error.code == "degenerate_input"
            continue
        second = model.fit(b, **arguments)
        assert first.coef == second.coef and first.standard_errors == second.standard_errors


def refused(call):
    with pytest.raises(Error) as caught:
        call()
    return caught.value.code


def test_what_has_no_answer_is_refused():
    assert refused(lambda: survival.kaplan_meier([], [])) == "degenerate_input"
    assert refused(lambda: survival.kaplan_meier([-1], [1])) == "invalid_argument"
    assert refused(lambda: survival.kaplan_meier([math.nan], [1])) == "invalid_argument"
    assert refused(lambda: survival.kaplan_meier([1], [2])) == "invalid_argument"
    assert refused(lambda: survival.kaplan_meier([1, 2], [1, 0]).interval(1, scale="odd")) == "invalid_argument"
    assert refused(lambda: survival.logrank([1, 2], [1, 1], ["a", "a"])) == "invalid_argument"
    assert refused(lambda: survival.logrank([1, 2], [0, 0], ["a", "b"])) == "degenerate_input"
    assert refused(lambda: survival.aalen_johansen([1, 2], [1, math.nan])) == "invalid_argument"
    assert refused(lambda: survival.aalen_johansen([1, 2], ["", ""])) == "degenerate_input"
    frame = {"t": [1, 2, 3, 4], "e": [1, 0, 1, 0], "x": [1.0, 2, 2, 4], "same": [1, 1, 1, 1]}
    names = {"duration": "t", "event": "e"}
    fit = survival.Cox().fit
    assert refused(lambda: fit(frame, covariates=["none"], **names)) == "not_found"
    assert refused(lambda: fit(frame, covariates=["same"], **names)) == "degenerate_input"
    assert refused(lambda: fit(frame, covariates=[], **names)) == "invalid_argument"
    censored = {**frame, "e": [0] * 4}
    assert refused(lambda: fit(censored, covariates=["x"], **names)) == "degenerate_input"
    assert refused(lambda: survival.Cox(ties="some").fit(frame, covariates=["x"], **names)) == "invalid_argument"
    assert refused(lambda: survival.Cox().coef) == "invalid_argument"
    probit = survival.DiscreteHazard("probit")
    assert refused(lambda: probit.fit(frame, covariates=["x"], **names)) == "invalid_argument"


def test_separation_names_the_covariate():
    frame = {"t": list(range(1, 21)), "e": [1] * 10 + [0] * 10, "vip": [0] * 10 + [1] * 10}
    with pytest.raises(Error, match="vip"):
        survival.Cox().fit(frame, duration="t", event="e", covariates=["vip"])
