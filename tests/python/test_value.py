"""Laws of lifetimes and repeat purchases against published figures, and what must hold on any data."""

import csv
import math

import numpy as np
import pytest
import staysail as ss
from hypothesis import given, settings
from hypothesis import strategies as st
from staysail import Error, value

HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]  # Fader and Hardie 2007, seven years


@pytest.fixture(scope="module")
def cdnow(shared):
    with (shared / "data/value/cdnow_customers_summary_with_transactions.csv").open() as file:
        rows = [[float(cell) for cell in row[1:]] for row in list(csv.reader(file))[1:]]
    return np.array(rows).T  # x, t_x, T, zbar


def test_shifted_beta_geometric_of_survivors():  # rows B1, B5, B6
    law = value.ShiftedBetaGeometric().fit(survivors=HIGH_END)
    assert law.params == pytest.approx({"alpha": 0.668088, "beta": 3.806095}, rel=1e-4)
    assert law.log_likelihood == pytest.approx(-1611.1581, abs=1e-3)
    assert law.boundary is False
    assert law.survival(np.arange(8, 13)) == pytest.approx([0.4604, 0.4358, 0.4142, 0.3951, 0.3780], abs=1e-4)
    published = value.ShiftedBetaGeometric.of(alpha=0.668, beta=3.806)
    assert published.derl(7, 0.1) == pytest.approx(7.52995, abs=1e-5)
    assert math.isnan(published.log_likelihood)


def test_the_other_laws_of_survivors():  # row B1
    geometric = value.Geometric().fit(HIGH_END)
    assert geometric.params["theta"] == pytest.approx(0.103329, rel=1e-4)
    weibull = value.BetaDiscreteWeibull().fit(survivors=HIGH_END)
    assert weibull.params == pytest.approx({"alpha": 0.214253, "beta": 1.426575, "c": 1.723565}, rel=1e-4)
    assert weibull.log_likelihood == pytest.approx(-1605.3142, abs=1e-3)


def test_cohorts_of_unequal_length():  # row B7
    whole = [10000, 8000, 6480, 5307, 4391]
    law = value.ShiftedBetaGeometric().fit(survivors=[whole[:end] for end in (5, 4, 3, 2)])
    assert law.params == pytest.approx({"alpha": 3.798127, "beta": 15.191913}, rel=1e-4)
    duration, event, weights = [], [], []
    for end in (5, 4, 3, 2):
        for t in range(1, end):
            duration, event, weights = duration + [t], event + [True], weights + [whole[t - 1] - whole[t]]
        duration, event, weights = duration + [end - 1], event + [False], weights + [whole[end - 1]]
    rows = value.ShiftedBetaGeometric().fit(duration=duration, event=event, weights=weights)
    assert rows.params == law.params


def test_telco_contracts(shared):
    with (shared / "data/telco_ibm/Telco-Customer-Churn.csv").open() as file:
        rows = list(csv.DictReader(file))
    for contract, boundary in (("Month-to-month", False), ("Two year", True)):
        some = [row for row in rows if row["Contract"] == contract]
        duration = [int(row["tenure"]) for row in some]
        event = [row["Churn"] == "Yes" for row in some]
        law = value.ShiftedBetaGeometric().fit(duration=duration, event=event)
        geometric = value.Geometric().fit(duration=duration, event=event)
        assert law.boundary is boundary
        assert all(math.isfinite(number) for number in law.params.values())
        assert law.log_likelihood >= geometric.log_likelihood
        if boundary:
            assert law.survival([1, 72]) == pytest.approx(geometric.survival([1, 72]))


def test_bg_nbd_of_cdnow(cdnow):  # rows A1, A5
    law = value.BgNbd().fit(*cdnow[:3])
    assert law.log_likelihood == pytest.approx(-9582.4256, abs=1e-3)
    assert law.params == pytest.approx({"r": 0.242593, "alpha": 4.413532, "a": 0.792886, "b": 2.425754}, rel=1e-3)
    errors = {"r": 0.01256, "alpha": 0.37822, "a": 0.18572, "b": 0.70534}
    assert law.standard_errors == pytest.approx(errors, rel=1e-2)
    assert law.expected_purchases(52) == pytest.approx(1.444021, rel=1e-3)
    assert law.expected_transactions(39, 2, 30.43, 38.86) == pytest.approx(1.22591, rel=1e-3)
    assert law.probability_alive(26, 30.857142857, 31) == pytest.approx(0.968856, rel=1e-4)


def test_mbg_nbd_and_pareto_nbd_of_cdnow(cdnow):  # rows A7, A8
    modified = value.MbgNbd().fit(*cdnow[:3])
    assert modified.params == pytest.approx({"r": 0.524838, "alpha": 6.182992, "a": 0.891356, "b": 1.613999}, rel=1e-3)
    assert type(modified) is value.MbgNbd
    pareto = value.ParetoNbd().fit(*cdnow[:3])
    assert pareto.log_likelihood == pytest.approx(-9594.9739, abs=1e-3)
    expected = {"r": 0.553275, "alpha": 10.577612, "s": 0.606214, "beta": 11.667921}
    assert pareto.params == pytest.approx(expected, rel=1e-3)


def test_bg_bb_of_donations(shared):  # row A14
    with (shared / "data/value/donations.csv").open() as file:
        columns = np.array([[float(cell) for cell in row] for row in list(csv.reader(file))[1:]]).T
    law = value.BgBb().fit(*columns)
    assert law.log_likelihood == pytest.approx(-33225.5813, abs=1e-3)
    expected = {"alpha": 1.203522, "beta": 0.749716, "gamma": 0.656718, "delta": 2.783443}
    assert law.params == pytest.approx(expected, rel=1e-3)
    assert 0 < law.expected_transactions(5, 6, 6, 6) < 5


def test_gamma_gamma_of_cdnow(cdnow):  # rows A11, A12
    bought = cdnow[0] > 0
    law = value.GammaGamma().fit(cdnow[0][bought], cdnow[3][bought])
    assert law.params == pytest.approx({"p": 6.248803, "q": 3.744588, "gamma": 15.447748}, rel=2e-3)
    assert law.log_likelihood == pytest.approx(-4055.9232, abs=1e-3)
    expected = [24.6586, 18.9115, 35.171, 35.171, 35.171, 71.4629, 18.9115, 35.171, 27.2824, 35.171]
    assert law.expected_spend(cdnow[0][:10], cdnow[3][:10]) == pytest.approx(expected, abs=1e-3)
    assert law.population_mean == pytest.approx(35.171, abs=1e-3)


def test_days_instead_of_weeks_and_duplicated_rows(cdnow):
    x, last, observed = cdnow[:3]
    weeks = value.BgNbd().fit(x, last, observed)
    days = value.BgNbd().fit(x, last * 7, observed * 7)
    assert days.params["alpha"] == pytest.approx(7 * weeks.params["alpha"], rel=1e-6)
    assert days.expected_purchases(70) == pytest.approx(weeks.expected_purchases(10), rel=1e-6)
    order = np.random.default_rng(1).permutation(len(x))
    doubled = value.BgNbd().fit(np.tile(x[order], 2), np.tile(last[order], 2), np.tile(observed[order], 2))
    weighted = value.BgNbd().fit(x, last, observed, weights=np.full(len(x), 2))
    assert doubled.params == weighted.params
    assert doubled.standard_errors == weighted.standard_errors


def test_a_value_is_discounted_transactions_times_spend():
    law = value.BgNbd.of(r=0.2426, alpha=4.4135, a=0.7929, b=2.4258)
    plain = law.discounted_transactions(2, 30.43, 38.86, periods=39, discount=0)
    assert plain == pytest.approx(law.expected_transactions(39, 2, 30.43, 38.86))
    by_hand = sum(
        (law.expected_transactions(k, 2, 30.43, 38.86) - law.expected_transactions(k - 1, 2, 30.43, 38.86)) / 1.01**k
        for k in range(1, 40)
    )
    column = law.discounted_transactions([2, 0], [30.43, 0], 38.86, periods=39, discount=0.01)
    assert column[0] == pytest.approx(by_hand)


def test_markov_chain():  # row A16, Pfeifer and Carraway 2000
    buys = [0.3, 0.2, 0.15, 0.05]
    transition = np.zeros((5, 5))
    for state, chance in enumerate(buys):
        transition[state, 0], transition[state, state + 1] = chance, 1 - chance
    transition[4, 4] = 1
    chain = value.MarkovChain(transition, reward=[36, -4, -4, -4, 0], discount=0.2)
    assert chain.value(horizon=4) == pytest.approx([50.115, 4.2199, 0.5921, -1.9801, 0], abs=1e-4)
    assert chain.value() == pytest.approx([52.319609, 5.553784, 1.250773, -1.820016, 0], abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 30), st.booleans(), st.integers(0, 5)), min_size=1, max_size=60),
    st.sampled_from([value.ShiftedBetaGeometric, value.BetaDiscreteWeibull]),
)
def test_a_lifetime_never_diverges(rows, law):
    duration, event, weights = (np.array(column) for column in zip(*rows))
    try:
        simple = value.Geometric().fit(duration=duration, event=event, weights=weights)
    except Error as error:
        assert error.code == "degenerate_input"
        return
    fitted = law().fit(duration=duration, event=event, weights=weights)
    assert all(math.isfinite(number) for number in fitted.params.values())
    assert fitted.log_likelihood >= simple.log_likelihood - 1e-9
    curve = fitted.survival(np.arange(40))
    assert curve[0] == 1 and (np.diff(curve) <= 1e-12).all() and (curve >= 0).all()
    assert np.isfinite(fitted.derl(np.arange(5), 0.01)).all()


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0.05, 5), st.floats(0.1, 100), st.floats(0.05, 5), st.floats(0.05, 5),
    st.integers(0, 300), st.floats(0, 1), st.floats(0.1, 500), st.floats(0, 500),
    st.sampled_from([value.BgNbd, value.MbgNbd]),
)  # fmt: skip
def test_expectations_are_sane_for_any_parameters(r, alpha, a, b, x, share, T, t, law):
    fitted = law.of(r=r, alpha=alpha, a=a, b=b)
    last = share * T if x else 0.0
    alive = fitted.probability_alive(x, last, T)
    assert 0 <= alive <= 1
    soon, late = fitted.expected_transactions([t, 2 * t], x, last, T)
    assert 0 <= soon <= late * (1 + 1e-9)
    # Nobody buys more than one who never leaves.
    assert late <= 2 * t * (r + x) / (alpha + T) * (1 + 1e-9)


def refused(call):
    with pytest.raises(Error) as caught:
        call()
    return caught.value.code


def test_what_has_no_answer_is_refused():
    assert refused(lambda: value.BgNbd().params) == "invalid_argument"
    assert refused(lambda: value.BgNbd().fit([], [], [])) == "degenerate_input"
    assert refused(lambda: value.BgNbd().fit([1], [5], [4])) == "invalid_argument"
    assert refused(lambda: value.BgNbd().fit([-1], [1], [4])) == "invalid_argument"
    assert refused(lambda: value.BgNbd().fit([1], [math.nan], [4])) == "invalid_argument"
    assert refused(lambda: value.BgNbd().fit(["x"], [1], [4])) == "type_mismatch"
    assert refused(lambda: value.BgNbd().fit([[1]], [[1]], [[4]])) == "invalid_argument"
    assert refused(lambda: value.BgNbd.of(r=1, alpha=2)) == "invalid_argument"
    assert refused(lambda: value.BgNbd.of(r=1, alpha=2, a=1, b=-1)) == "invalid_argument"
    law = value.BgNbd.of(r=1, alpha=2, a=1, b=1)
    assert refused(lambda: law.expected_purchases(-1)) == "invalid_argument"
    assert refused(lambda: law.probability_alive([1, 2], [1, 2, 3], 4)) == "schema_mismatch"
    assert refused(lambda: law.discounted_transactions(1, 1, 2, periods=0, discount=0)) == "invalid_argument"
    assert refused(lambda: value.Geometric().fit()) == "invalid_argument"
    assert refused(lambda: value.Geometric().fit([10, 10])) == "degenerate_input"
    assert refused(lambda: value.Geometric().fit(duration=[1.5], event=[1])) == "invalid_argument"
    assert refused(lambda: value.Geometric().fit(duration=[1], event=[2])) == "invalid_argument"
    assert refused(lambda: value.GammaGamma().fit([1], [-5])) == "invalid_argument"
    assert refused(lambda: value.MarkovChain([[0.5]], [1], 0.1)) == "invalid_argument"
    assert refused(lambda: value.MarkovChain([[1]], [1], 0.1).value(-1)) == "invalid_argument"


def test_the_row_of_a_fault_is_named():
    with pytest.raises(Error, match="row 2: the recency"):
        ss.value.BgNbd().fit([1, 1], [1, 9], [4, 4])


def test_a_law_shows_itself():
    assert repr(value.BgNbd.of(r=0.25, alpha=4, a=0.5, b=2)) == "BgNbd.of(r=0.25, alpha=4, a=0.5, b=2)"
    assert repr(value.GammaGamma()) == "GammaGamma()"
