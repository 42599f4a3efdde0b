"""YearsMonths: whole calendar months as a value."""

import pickle

import pytest
import staysail as ss
from hypothesis import given
from hypothesis import strategies as st

MONTHS = st.integers(-10_000, 10_000)


@given(MONTHS)
def test_years_and_months_have_one_sign_and_add_up(total):
    length = ss.YearsMonths(months=total)
    assert length.years * 12 + length.months == length.total_months == total
    assert abs(length.months) < 12 and length.years * length.months >= 0


@given(MONTHS)
def test_its_text_reads_back(total):
    length = ss.YearsMonths(months=total)
    assert ss.feel(f'duration("{length}")') == length
    assert pickle.loads(pickle.dumps(length)) == length
    assert eval(repr(length), {"YearsMonths": ss.YearsMonths}) == length


@given(MONTHS, MONTHS)
def test_order_and_equality(a, b):
    assert (ss.YearsMonths(months=a) < ss.YearsMonths(months=b)) == (a < b)
    assert (ss.YearsMonths(months=a) == ss.YearsMonths(months=b)) == (a == b)


def test_it_is_immutable_and_a_key():
    length = ss.YearsMonths(years=1, months=6)
    with pytest.raises(AttributeError):
        length.years = 2
    assert {length: 1}[ss.YearsMonths(months=18)] == 1
    assert length != 18
