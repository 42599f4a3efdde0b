"""Decision models from Python: values as Python has them, reasons, errors with their place."""

import datetime as dt
import os
import pathlib

import pytest
import staysail as ss

MODEL = pathlib.Path(__file__).parents[2] / "examples" / "decision" / "retention_offer.dmn"
CUSTOMER = {"Grade": "silver", "Monthly fee": 99, "Contract end": dt.date(2026, 2, 20), "As of": dt.date(2026, 1, 31)}

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="n" name="m">'


def model_of(tmp_path, feel):
    path = tmp_path / "m.dmn"
    path.write_text(
        f'{HEAD}<decision name="d" id="d"><literalExpression><text>{feel}</text></literalExpression>'
        "</decision></definitions>"
    )
    return ss.dmn.load(path)


def test_a_decision_gives_python_values():
    model = ss.dmn.load(os.fspath(MODEL))
    assert model.evaluate("Retention offer", CUSTOMER) == {"offer": True, "new fee": 84.15}
    assert model.evaluate("Discount", CUSTOMER) == 15.0
    assert model.evaluate("Offer service", {**CUSTOMER, "Days left": 100}) == {"offer": False, "new fee": 99.0}
    assert model.decisions == ["Days left", "Discount", "Retention offer"]
    assert model.inputs == ["Grade", "Monthly fee", "Contract end", "As of"]
    assert model.faults == []


def test_what_is_not_allowed_is_none_with_the_reason():
    value, reasons = ss.dmn.load(MODEL).explain("Discount", {**CUSTOMER, "Grade": "tin"})
    assert value == 5.0
    assert reasons == ['Grade has a value that its type does not allow: "tin"']


@pytest.mark.parametrize(
    ("feel", "value"),
    [
        ('date("2026-01-31")', dt.date(2026, 1, 31)),
        ('date("12026-01-31")', "12026-01-31"),
        ('time("08:30:00.123456789")', "08:30:00.123456789"),
        ('date and time("2026-01-31T08:30:00@Asia/Shanghai")', "2026-01-31T08:30:00@Asia/Shanghai"),
        ('duration("P1Y")', ss.YearsMonths(years=1)),
        ("function(x) x", "function"),
        ("today() instance of date", True),
        ("no such name", None),
    ],
)
def test_values_beyond_python_are_text(tmp_path, feel, value):
    assert model_of(tmp_path, feel).evaluate("d") == value


def test_errors_name_the_place(tmp_path):
    with pytest.raises(ss.Error) as unknown:
        ss.dmn.load(MODEL).evaluate("Retention ofer")
    assert "did you mean Retention offer?" in str(unknown.value)
    with pytest.raises(ss.Error) as missing:
        ss.dmn.load(tmp_path / "none.dmn")
    assert missing.value.code == "io_failed"
    (fault,) = model_of(tmp_path, "1 +").faults
    assert fault.startswith(f"{tmp_path / 'm.dmn'}:1:")
