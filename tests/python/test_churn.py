"""ss.warning.ChurnModel: learnt from frames of any origin, explained, kept in files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import staysail as ss


def lines(rows: int = 400, seed: int = 3) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    tenure = random.integers(0, 72, rows)
    contract = random.choice(["Month-to-month", "One year", "Two year"], rows)
    charge = np.round(random.normal(65, 20, rows), 2)
    risk = -1.5 + 2.0 * (contract == "Month-to-month") - 0.04 * tenure + 0.02 * (charge - 65)
    churn = random.random(rows) < 1 / (1 + np.exp(-risk))
    return {
        "customer": np.array([f"c{i}" for i in range(rows)], dtype=object),
        "tenure": tenure,
        "Contract": contract.astype(object),
        "MonthlyCharges": charge,
        "churn": np.where(churn, "Yes", "No").astype(object),
    }


@pytest.fixture(scope="module")
def model() -> ss.warning.ChurnModel:
    return ss.warning.ChurnModel(seed=1).fit(ss.Frame(lines()), target="churn", positive="Yes", id="customer")


def test_probabilities_bands_and_reasons(model: ss.warning.ChurnModel) -> None:
    table = model.predict(ss.Frame(lines(seed=4))).to_pandas()
    assert list(table.columns) == ["customer", "probability", "band", "reason_1", "reason_2", "reason_3"]
    assert table["probability"].between(0, 1).all()
    assert set(table["band"]) <= {"high", "medium", "low"}
    risky = table.sort_values("probability").iloc[-1]
    assert risky["band"] == "high" and isinstance(risky["reason_1"], str)
    chinese = model.predict(ss.Frame(lines(seed=4)), language="zh").to_pandas()
    assert "合约：Month-to-month" in set(chinese["reason_1"])


def test_contributions_sum_to_the_log_odds(model: ss.warning.ChurnModel) -> None:
    frame = ss.Frame(lines(seed=5))
    for base_rate in (None, 0.03):
        parts = model.contributions(frame, base_rate=base_rate).to_pandas().drop(columns="customer")
        p = model.predict(frame, base_rate=base_rate).to_pandas()["probability"].to_numpy()
        assert np.abs(parts.sum(axis=1).to_numpy() - np.log(p / (1 - p))).max() < 1e-9


def test_a_lower_base_rate_lowers_all_probabilities(model: ss.warning.ChurnModel) -> None:
    frame = ss.Frame(lines(seed=5))
    usual = model.predict(frame).to_pandas()["probability"]
    rare = model.predict(frame, base_rate=0.01).to_pandas()["probability"]
    assert (rare < usual).all() and rare.mean() < 0.05


def test_parts_threads_and_files_change_no_byte(model: ss.warning.ChurnModel, tmp_path: Path) -> None:
    table = lines()
    cuts = [slice(begin, begin + 100) for begin in range(0, 400, 100)]
    parts = [ss.Frame({name: values[rows] for name, values in table.items()}) for rows in cuts]
    again = ss.warning.ChurnModel(seed=1).fit(parts, target="churn", positive="Yes", id="customer", threads=1)
    model.save(tmp_path / "one")
    again.save(tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    frame = ss.Frame(lines(seed=6))
    loaded = ss.warning.ChurnModel.load(tmp_path / "one")
    assert loaded.predict(frame, threads=1).to_pandas().equals(model.predict(frame).to_pandas())
    assert loaded.card() == model.card()


def test_damaged_files_are_refused(model: ss.warning.ChurnModel, tmp_path: Path) -> None:
    path = tmp_path / "model"
    model.save(path)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    with pytest.raises(ss.Error, match="damaged"):
        ss.warning.ChurnModel.load(path)


def test_the_card_tells_quality_and_columns(model: ss.warning.ChurnModel) -> None:
    card = model.card()
    assert card["rows"] == 400 and 0 < card["events"] < 400
    assert card["held_out"]["roc_auc"] > 0.7
    assert {feature["name"] for feature in card["features"]} == {"tenure", "Contract", "MonthlyCharges"}
    assert sum(feature["importance"] for feature in card["features"]) == pytest.approx(1)


def test_the_card_tells_how_sure_its_figures_are() -> None:
    model = ss.warning.ChurnModel(seed=1).fit(
        ss.Frame(lines()), target="churn", positive="Yes", id="customer", period="2025"
    )
    card = model.card()
    held_out = card["held_out"]
    assert card["period"] == "2025"
    for figure, (low, high) in held_out["intervals"].items():
        assert low <= held_out[figure] <= high
    assert sum(band["rows"] for band in held_out["reliability"]) == 400
    assert held_out["calibration_noise_floor"] > 0
    assert [gain["rows"] for gain in held_out["gains"]] == [4, 8, 20, 40, 80, 120, 200]


def test_later_customers_are_judged_and_what_has_moved_is_told(model: ss.warning.ChurnModel) -> None:
    later = lines(2000, seed=8)
    quality = model.judge(ss.Frame(later))
    low, high = quality["intervals"]["roc_auc"]
    assert quality["rows"] == 2000 and low < quality["roc_auc"] < high
    drift = model.drift(ss.Frame(later)).to_pandas().set_index("name")
    assert list(drift.columns) == ["stability_index", "noise_floor", "change"]
    assert set(drift["change"]) == {"steady"} and drift.index[0] == "probability"
    later["tenure"] = later["tenure"] // 4
    moved = model.drift(ss.Frame(later)).to_pandas().set_index("name")
    assert moved.loc["tenure", "change"] == "drifted" and moved.loc["MonthlyCharges", "change"] == "steady"


def test_what_cannot_be_is_said() -> None:
    model = ss.warning.ChurnModel()
    with pytest.raises(ss.Error, match="fit"):
        model.card()
    with pytest.raises(ss.Error, match="positive"):
        model.fit(ss.Frame(lines()), target="Contract")
    with pytest.raises(ss.Error, match="'no such'"):
        model.fit(ss.Frame(lines()), target="no such")
    with pytest.raises(ss.Error, match="one outcome"):
        table = lines()
        table["churn"][:] = "Yes"
        model.fit(ss.Frame(table), target="churn", positive="Yes")
    with pytest.raises(ss.Error, match="seed"):
        ss.warning.ChurnModel(seed=-1)
