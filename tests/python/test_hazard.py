"""ss.warning.HazardModel: when customers leave, learnt from frames of any origin."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import staysail as ss


def lines(rows: int = 1500, seed: int = 4) -> dict[str, np.ndarray]:
    """Prepaid lines leave by port-out with 8 % a month, others with 1 %; 1 % of all are cut off for arrears."""
    random = np.random.default_rng(seed)
    plan = random.choice(["prepaid", "contract"], rows).astype(object)
    leaves = random.geometric(np.where(plan == "prepaid", 0.08, 0.01))
    cut_off = random.geometric(0.01, rows)
    seen = random.integers(1, 37, rows)
    months = np.minimum(np.minimum(leaves, cut_off), seen)
    way = np.where(leaves == months, "port-out", np.where(cut_off == months, "arrears", None))
    return {
        "customer": np.array([f"c{i}" for i in range(rows)], dtype=object),
        "plan": plan,
        "months": months,
        "way": way,
    }


@pytest.fixture(scope="module")
def model() -> ss.warning.HazardModel:
    return ss.warning.HazardModel(seed=1).fit(lines(), duration="months", kind="way", id="customer")


def test_what_lies_before_customers_is_foretold(model: ss.warning.HazardModel) -> None:
    told = model.predict(lines()).to_pandas()
    assert list(told.columns) == [
        "customer", "within_1_month", "within_2_months", "within_3_months", "within_12_months", "expected_months",
        "port-out_within_12_months", "arrears_within_12_months", "reason_1", "reason_2", "reason_3",
    ]  # fmt: skip
    prepaid = lines()["plan"] == "prepaid"
    assert told["within_12_months"][prepaid].mean() > 2 * told["within_12_months"][~prepaid].mean()
    by_kind = told["port-out_within_12_months"] + told["arrears_within_12_months"]
    assert np.allclose(by_kind, told["within_12_months"])


def test_reasons_are_written_in_chinese_too(model: ss.warning.HazardModel) -> None:
    reasons = model.predict(lines(), language="zh").to_pandas()["reason_1"].dropna()
    assert reasons.str.contains("plan：prepaid|在网时长").any()
    with pytest.raises(ss.Error, match="'en' or 'zh'"):
        model.predict(lines(), language="fr")


def test_threads_parts_and_order_change_nothing(model: ss.warning.HazardModel) -> None:
    frame = {name: values[::-1] for name, values in lines().items()}
    parts = [{name: values[:520] for name, values in frame.items()}, {n: v[520:] for n, v in frame.items()}]
    again = ss.warning.HazardModel(seed=1).fit(parts, duration="months", kind="way", id="customer", threads=2)
    assert again.card() == model.card()
    assert (
        again.survival(lines(), months=[5, 30]).to_pandas().equals(model.survival(lines(), months=[5, 30]).to_pandas())
    )


def test_a_model_is_kept_in_a_file(model: ss.warning.HazardModel, tmp_path: Path) -> None:
    model.save(tmp_path / "model")
    assert ss.warning.HazardModel.load(tmp_path / "model").card() == model.card()
    (tmp_path / "model").write_bytes((tmp_path / "model").read_bytes()[:-3])
    with pytest.raises(ss.Error, match="damaged"):
        ss.warning.HazardModel.load(tmp_path / "model")


def test_it_is_judged_where_the_outcome_is_known(model: ss.warning.HazardModel) -> None:
    quality = model.judge(lines(seed=9), months=[6, 12])
    assert quality["concordance"] > 0.6
    assert [score["month"] for score in quality["scores"]] == [6, 12]
    assert quality["scores"][1]["brier"] < 0.25


def test_what_is_missing_is_said() -> None:
    with pytest.raises(ss.Error, match="`event` who left, or with `kind` how"):
        ss.warning.HazardModel().fit(lines(), duration="months")
    with pytest.raises(ss.Error, match="learnt nothing yet"):
        ss.warning.HazardModel().predict(lines())
    frame = lines()
    frame["months"] = frame["months"] + 0.5
    with pytest.raises(ss.Error, match="row 1: 'months' holds whole months"):
        ss.warning.HazardModel().fit(frame, duration="months", kind="way")
    assert repr(ss.warning.HazardModel()) == "HazardModel(seed=0), not fitted"
