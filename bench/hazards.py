"""When customers leave, beside Cox regression (lifelines) and boosted Cox (XGBoost): quality and time together.

    python bench/hazards.py PROGRAM [--repeats 1] [--skip lifelines]

PROGRAM: bench_hazards of a release build; needs pandas, scikit-learn, lifelines and xgboost. IBM Telco with tenure as
time (examples/telco_ibm; total charges, which grow with it, left out), repeated stratified five folds. Harrell's
concordance, and the Brier score at 12, 24 and 48 months weighted by the inverse probability of not being cut off (Graf
and others 1999), whose curve is that of the training rows; everybody with defaults, on one thread.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import RepeatedStratifiedKFold

from warning import telco_ibm, timed, write_frame

TOLD = (12, 24, 48)


def concordance(duration, event, risk):
    right = pairs = 0.0
    for i in np.flatnonzero(event):
        later = (duration > duration[i]) | ((duration == duration[i]) & (event == 0))
        pairs += later.sum()
        right += (risk[i] > risk[later]).sum() + (risk[i] == risk[later]).sum() / 2
    return right / pairs


class InSight:
    """The probability of not having been cut off by a time; events at it come first."""

    def __init__(self, duration, event):
        self.times = np.unique(duration)
        there, self.curve = 1.0, []
        for time in self.times:
            at_risk = (duration >= time).sum() - ((duration == time) & (event == 1)).sum()
            if at_risk > 0:
                there *= 1 - ((duration == time) & (event == 0)).sum() / at_risk
            self.curve.append(there)

    def __call__(self, time, side):
        place = np.searchsorted(self.times, time, side=side) - 1
        return np.where(place >= 0, np.array(self.curve)[np.maximum(place, 0)], 1.0)


def brier(duration, event, survival, time, in_sight):
    left = (duration <= time) & (event == 1)
    weight = np.where(left, 1 / in_sight(duration, "left"), (duration > time) / in_sight(time, "right"))
    return np.mean(weight * np.where(left, survival, 1 - survival) ** 2)


class Staysail:
    name = "staysail"

    def __init__(self, program):
        self.program = program

    def fold(self, inside, outside):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_frame(folder / "trained", inside)
            write_frame(folder / "asked", outside)
            command = [self.program, folder / "trained", folder / "asked", folder / "out"]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            print("  " + told.split(maxsplit=2)[2], end="", file=sys.stderr)
            *survival, risk = np.fromfile(folder / "out").reshape(4, len(outside))
            return survival, risk, float(told.split()[0])


def dummies(table, columns=None):
    wide = pd.get_dummies(table, drop_first=True, dtype=float)
    return wide if columns is None else wide.reindex(columns=columns, fill_value=0.0)


class Cox:
    def __init__(self):
        import lifelines

        self.name, self.make = f"lifelines {lifelines.__version__}, Cox", lifelines.CoxPHFitter

    def fold(self, inside, outside):
        # Without internet each service says "No internet service": one column stands for all.
        wide = dummies(inside).T.drop_duplicates().T
        model, fitting = timed(lambda: self.make(penalizer=1e-4).fit(wide, "months", "left"))
        asked = dummies(outside, wide.columns)
        return (
            list(model.predict_survival_function(asked, times=TOLD).to_numpy()),
            model.predict_partial_hazard(asked).to_numpy(),
            fitting,
        )


class BoostedCox:
    """Ranks only: it has no baseline."""

    def __init__(self):
        import xgboost

        self.name, self.make = f"XGBoost {xgboost.__version__}, survival:cox", xgboost.XGBRegressor

    def fold(self, inside, outside):
        wide = dummies(inside.drop(columns=["months", "left"]))
        told = np.where(inside["left"] == 1, inside["months"], -inside["months"])
        model, fitting = timed(lambda: self.make(objective="survival:cox", n_jobs=1).fit(wide, told))
        return None, model.predict(dummies(outside.drop(columns=["months", "left"]), wide.columns)), fitting


def one_fold(who, inside, outside):
    survival, risk, fitting = who.fold(inside, outside)
    duration, event = outside["months"].to_numpy(), outside["left"].to_numpy()
    in_sight = InSight(inside["months"].to_numpy(), inside["left"].to_numpy())
    scores = [np.nan] * len(TOLD)
    if survival is not None:
        scores = [brier(duration, event, there, time, in_sight) for there, time in zip(survival, TOLD)]
    return [concordance(duration, event, risk), *scores, fitting]


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("program", help="bench_hazards of a release build")
    words.add_argument("--repeats", type=int, default=1)
    words.add_argument("--skip", default="", help="lifelines, xgboost")
    asked = words.parse_args()
    table, left = telco_ibm()
    table = table.drop(columns=["TotalCharges"]).rename(columns={"tenure": "months"}).assign(left=left)
    table["months"] = table["months"].clip(lower=1)  # Cox takes no customer of no month
    folds = RepeatedStratifiedKFold(n_splits=5, n_repeats=asked.repeats, random_state=20261122)
    everybody = [Staysail(asked.program)]
    everybody += [make() for name, make in (("lifelines", Cox), ("xgboost", BoostedCox)) if name not in asked.skip]
    print("| | concordance | Brier 12 | Brier 24 | Brier 48 months | fit, CPU s |\n|---|---|---|---|---|---|")
    for who in everybody:
        rows = [one_fold(who, table.iloc[a], table.iloc[b]) for a, b in folds.split(table, left)]
        print(
            "| " + who.name + " | " + " | ".join(f"{figure:.4f}" for figure in np.mean(rows, axis=0)) + " |", flush=True
        )


if __name__ == "__main__":
    main()
