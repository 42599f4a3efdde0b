"""Who is given what is scarce: against an exhaustive search, and within its own bound."""

import itertools

import numpy as np
import pytest
from staysail import Error, strategy


def best_of(customer, strategies, value, capacity):
    """The best value of all choices, one a customer."""
    best = 0
    for choice in itertools.product([False, True], repeat=len(value)):
        taken = [i for i, one in enumerate(choice) if one]
        used = np.bincount([strategies[i] for i in taken], minlength=len(capacity))
        if len({customer[i] for i in taken}) == len(taken) and all(u <= c for u, c in zip(used, capacity)):
            best = max(best, sum(value[i] for i in taken))
    return best


@pytest.mark.parametrize("seed", range(8))
def test_small_choices_are_the_best_there_are(seed):
    rng = np.random.default_rng(seed)
    pairs = sorted({(int(c), int(s)) for c, s in rng.integers(0, [5, 3], (9, 2))})
    customer, strategies = [c for c, _ in pairs], [s for _, s in pairs]
    value = [int(v) for v in rng.integers(1, 20, len(pairs))]
    found = strategy.optimise(customer=customer, strategy=strategies, value=value, capacity=[1, 2, 1], gap=0)
    assert found.value == np.array(value)[found.chosen].sum() == best_of(customer, strategies, value, [1, 2, 1])
    assert found.bound >= found.value and found.price.shape == (3,)


def test_limits_hold_and_the_gap_is_small_whatever_the_order_and_threads():
    rng = np.random.default_rng(1)
    customer, offer = np.divmod(rng.choice(20_000 * 12, 60_000, replace=False), 12)
    value = rng.integers(1, 10_000, len(customer))
    limits = dict(capacity=[400] * 11 + [None], cost=list(range(1, 13)), money=15_000, contacts=4_500, choices=2)
    found = strategy.optimise(customer=customer, strategy=offer, value=value, **limits)
    given = found.chosen
    assert given.sum() <= 4_500 and (offer[given] + 1).sum() <= 15_000
    assert np.bincount(offer[given], minlength=12)[:11].max() <= 400
    assert np.bincount(customer[given]).max() <= 2
    assert 0 <= found.gap < 1e-3 and found.price.max() > 0
    shuffled = rng.permutation(len(customer))
    same = strategy.optimise(
        customer=customer[shuffled], strategy=offer[shuffled], value=value[shuffled], threads=3, **limits
    )
    assert (same.chosen == given[shuffled]).all() and same.bound == found.bound


def test_nothing_to_choose():
    found = strategy.optimise(customer=[], strategy=[], value=[], capacity=[3])
    assert found.value == found.bound == found.gap == 0 and not len(found.chosen)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": [1]}, "invalid_argument"),
        ({"value": [0.5, 1.5]}, "type_mismatch"),
        ({"strategy": [0, 7]}, "invalid_argument"),
        ({"strategy": [0, -1]}, "invalid_argument"),
        ({"cost": [1, 2, 3]}, "invalid_argument"),
        ({"capacity": [-1]}, "invalid_argument"),
    ],
)
def test_what_is_wrong_is_told(change, code):
    given = dict(customer=["a", "b"], strategy=[0, 0], value=[3, 4], capacity=[1]) | change
    with pytest.raises(Error) as error:
        strategy.optimise(**given)
    assert error.value.code == code
