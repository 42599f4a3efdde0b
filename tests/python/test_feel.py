"""FEEL from Python: values as Python has them, errors with their place."""

import datetime as dt
import decimal

import numpy as np
import pandas as pd
import pytest
import staysail as ss
from hypothesis import given
from hypothesis import strategies as st

TABLE = [
    ("1 + 2", {}, 3.0),
    ("0.1 + 0.2 = 0.3", {}, True),
    ("a > b", {"a": 2, "b": 1.5}, True),
    ("a and b", {"a": None, "b": True}, None),
    ("1 / 0", {}, None),
    ('"携号" + "转网"', {}, "携号转网"),
    ("x in [1..3)", {"x": 3}, False),
    ('if arpu >= 100 then "high" else "low"', {"arpu": decimal.Decimal("99.99")}, "low"),
    ("[1, 2, 3][item > 1]", {}, [2.0, 3.0]),
    ('{a: 1, b: "x"}', {}, {"a": 1.0, "b": "x"}),
    ("c.fee", {"c": {"fee": 12.5}}, 12.5),
    ("sum(l)", {"l": [1, 2, 3]}, 6.0),
    ('date("2026-01-31")', {}, dt.date(2026, 1, 31)),
    ('date("2026-01-31") - date("2026-01-01")', {}, dt.timedelta(days=30)),
    ('date and time("2026-01-31T08:30:00")', {}, dt.datetime(2026, 1, 31, 8, 30)),
    ('time("08:30:00+08:00")', {}, dt.time(8, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))),
    ('duration("P1DT2H")', {}, dt.timedelta(days=1, hours=2)),
    ('duration("-PT10M")', {}, dt.timedelta(minutes=-10)),
    ('duration("P1Y6M")', {}, ss.YearsMonths(years=1, months=6)),
    ("[1..5)", {}, {"start": 1.0, "end": 5.0, "start included": True, "end included": False}),
    ("end > as_of", {"end": dt.date(2026, 3, 1), "as_of": dt.date(2026, 1, 31)}, True),
    ("monthly fee * 2", {"monthly fee": 50}, 100.0),
    ("n + 1", {"n": np.int64(4)}, 5.0),
    ("x", {"x": float("nan")}, None),
    ("x", {"x": np.bool_(True)}, True),
    ("x", {"x": pd.Timestamp("2026-01-31 08:30")}, dt.datetime(2026, 1, 31, 8, 30)),
    ("x", {"x": pd.NaT}, None),
    ("x", {"x": np.datetime64("2026-01-31")}, dt.date(2026, 1, 31)),
    ("x", {"x": np.datetime64("2026-01-31T08:30:00.000000001")}, dt.datetime(2026, 1, 31, 8, 30)),
    ("x", {"x": 10**30}, 1e30),
    ("x", {"x": (1, "a")}, [1.0, "a"]),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "names", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_values(expression, names, expected):
    value = ss.feel(expression, names)
    assert value == expected
    assert type(value) is type(expected)


values = st.recursive(
    st.none() | st.booleans() | st.text(max_size=20)
    | st.integers(-(10**9), 10**9).map(float)
    | st.dates() | st.datetimes() | st.times()
    | st.datetimes(timezones=st.integers(-840, 840).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))))
    | st.timedeltas(dt.timedelta(days=-(10**6)), dt.timedelta(days=10**6))
    | st.integers(-1200, 1200).map(lambda months: ss.YearsMonths(months=months)),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=5), parts, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(values)
def test_every_value_comes_back(value):
    assert ss.feel("x", {"x": value}) == value


@pytest.mark.parametrize(
    ("expression", "code", "line", "column"),
    [
        ("1 +", "syntax_error", 1, 4),
        ("1 +\n  tenur", "unknown_name", 2, 3),
        ("today()", None, 1, None),
        ("(" * 200, None, 1, None),
    ],
)
def test_errors_say_where(expression, code, line, column):
    with pytest.raises(ss.Error) as caught:
        ss.feel(expression, {"tenure": 1})
    error = caught.value
    assert error.place is not None and error.place.line == line
    assert code is None or error.code == code
    assert column is None or error.place.column == column
    assert str(error).startswith(f"expression:{line}:")


def test_a_near_name_is_suggested():
    with pytest.raises(ss.Error, match="tenure"):
        ss.feel("tenur > 3", {"tenure": 1})


@pytest.mark.parametrize("value", [object(), {1, 2}, 1j, b"bytes"])
def test_other_objects_are_refused_without_being_shown(value):
    with pytest.raises(ss.Error) as caught:
        ss.feel("x", {"x": value})
    assert caught.value.code == "type_mismatch"
    assert type(value).__name__ in caught.value.message
    assert "bytes'" not in caught.value.message


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ('date("-0044-03-15")', "-0044-03-15"),
        ('date("99999-12-31") + @"P1D"', "100000-01-01"),
        ('date and time("0000-01-01T00:00:00Z")', "0000-01-01T00:00:00Z"),
        ('@"2026-07-31T08:30:00@Europe/Paris"', "2026-07-31T08:30:00@Europe/Paris"),
        ('@"08:30:00.123456789"', "08:30:00.123456789"),
    ],
)
def test_what_python_has_no_value_for_comes_as_its_text(expression, text):
    assert ss.feel(expression) == text


@pytest.mark.parametrize("names", [[1], "x", 5, {1: 2}, {"a": {None: 1}}])
def test_the_names_are_texts_in_a_dict(names):
    with pytest.raises(ss.Error) as caught:
        ss.feel("1", names)
    assert caught.value.code == "type_mismatch"


def test_a_duration_longer_than_python_knows():
    with pytest.raises(ss.Error) as caught:
        ss.feel('duration("P1000000000D")')
    assert caught.value.code == "amount_overflow"


def test_a_list_that_holds_itself():
    endless = []
    endless.append(endless)
    with pytest.raises(RecursionError):
        ss.feel("x", {"x": endless})
