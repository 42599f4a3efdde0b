"""Early warning beside scikit-learn, XGBoost and LightGBM: quality and time together, on the same folds.

    python bench/warning.py PROGRAM [--folds 5] [--only telco_ibm,iranian,generated] [--skip xgboost]

PROGRAM: bench_warning of a release build; needs pandas, scikit-learn, xgboost and lightgbm. Three sets: the two that
lie in examples/, and one of 51,047 rows and 55 columns made from a seed, of which 40,837 are trained on in each of
five folds (half of the columns tell nothing, a fifth of the cells of every fourth is empty, outcomes are weakly told,
as those of large operators are). Everybody runs with its defaults on one thread and gets the columns in the form that
it likes best: categories as such, numbers with their gaps. Time is the processor's; scoring is from the frame to
probabilities, ours with bands and three reasons a row.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before numpy is there

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, log_loss, roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold

warnings.filterwarnings("ignore")
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SCORED = 200_000  # rows, the held-out ones repeated


def telco_ibm():
    table = pd.read_csv(EXAMPLES / "telco_ibm" / "Telco-Customer-Churn.csv")
    table["TotalCharges"] = pd.to_numeric(table["TotalCharges"], errors="coerce")
    return table.drop(columns=["customerID", "Churn"]), (table["Churn"] == "Yes").to_numpy().astype(int)


def iranian():
    table = pd.read_csv(EXAMPLES / "iranian" / "Customer_Churn.csv").drop_duplicates().reset_index(drop=True)
    table.columns = [name.strip() for name in table.columns]
    return table.drop(columns=["Churn"]), table["Churn"].to_numpy().astype(int)


def generated(rows, columns=55):
    random = np.random.default_rng(20261122)
    tables, risk = {}, np.full(rows, -1.1)
    for i in range(columns):
        if i % 5 == 4:
            levels = 2 + i % 9
            codes = random.integers(0, levels, rows)
            tables[f"kind_{i}"] = np.array([f"level {level}" for level in range(levels)], dtype=object)[codes]
            told = (codes - levels / 2) / levels
        else:
            values = random.normal(size=rows) if i % 3 else random.gamma(0.7, 60, rows)
            told = np.tanh((values - np.median(values)) / (values.std() + 1e-9))
            values = np.round(values, 2 if i % 2 else 0)
            if i % 4 == 0:
                values = np.where(random.random(rows) < 0.2, np.nan, values)
            tables[f"figure_{i}"] = values
        if i % 2 == 0:
            risk += told * random.normal(0, 0.25)
    pairs = list(tables)
    for a, b in zip(pairs[0:20:4], pairs[1:21:4]):
        if tables[a].dtype != object and tables[b].dtype != object:
            risk += 0.5 * np.tanh(np.nan_to_num(tables[a]) / 30) * np.sign(np.nan_to_num(tables[b]))
    target = random.random(rows) < 1 / (1 + np.exp(-risk))
    return pd.DataFrame(tables), target.astype(int)


class Staysail:
    """Through bench_warning, which reads frames as buffers and says what fitting and scoring take."""

    name = "staysail"

    def __init__(self, program):
        self.program = program

    def fold(self, table, target, inside, outside):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            trained = table.iloc[inside].assign(churn=target[inside].astype(np.int64))
            write_frame(folder / "trained", trained)
            write_frame(folder / "scored", table.iloc[outside])
            command = [self.program, folder / "trained", folder / "scored", folder / "out"]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            fit, rate, *rest = told.split()
            print(f"  {' '.join(rest)}", file=sys.stderr)
            return np.fromfile(folder / "out", np.float64), float(fit), float(rate) / 1000


def write_frame(folder, table):
    folder.mkdir()
    kinds = []
    for i, (name, column) in enumerate(table.items()):
        if column.dtype.kind in "iub":
            kinds.append(f"number {name}")
            column.to_numpy().astype(np.int64).tofile(folder / f"{i}.values")
        elif column.dtype.kind == "f":
            kinds.append(f"real {name}")
            column.to_numpy().astype(np.float64).tofile(folder / f"{i}.values")
        else:
            codes, texts = pd.factorize(column)
            kinds.append(f"text {name}")
            codes.astype(np.int32).tofile(folder / f"{i}.values")
            (folder / f"{i}.texts").write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    (folder / "columns.txt").write_text("".join(f"{kind}\n" for kind in kinds), encoding="utf-8")


class Peer:
    """A model of the scikit-learn kind on a pandas frame with categories."""

    def __init__(self, name, make):
        self.name, self.make = name, make

    def frame(self, table):
        return table.astype({column: "category" for column in table.columns if table[column].dtype.kind not in "biuf"})

    def fold(self, table, target, inside, outside):
        frame = self.frame(table)
        trained, scored = frame.iloc[inside], frame.iloc[outside]
        model, fitting = timed(lambda: self.make().fit(trained, target[inside]))
        many = frame.iloc[np.resize(outside, SCORED)]
        _, scoring = min((timed(lambda: model.predict_proba(many)) for _ in range(3)), key=lambda run: run[1])
        return model.predict_proba(scored)[:, 1], fitting, SCORED / scoring / 1000


def peers(program, skipped):
    found = [Staysail(program)]
    if "scikit-learn" not in skipped:
        import sklearn
        from sklearn.ensemble import HistGradientBoostingClassifier

        found.append(
            Peer(
                f"scikit-learn {sklearn.__version__}",
                lambda: HistGradientBoostingClassifier(categorical_features="from_dtype", random_state=0),
            )
        )
    if "xgboost" not in skipped:
        import xgboost

        found.append(
            Peer(f"XGBoost {xgboost.__version__}", lambda: xgboost.XGBClassifier(enable_categorical=True, n_jobs=1))
        )
    if "lightgbm" not in skipped:
        import lightgbm

        found.append(Peer(f"LightGBM {lightgbm.__version__}", lambda: lightgbm.LGBMClassifier(n_jobs=1, verbose=-1)))
    return found


def timed(work):
    begin = time.process_time()
    result = work()
    return result, time.process_time() - begin


def lift(target, probabilities, share=0.1):
    best = np.argsort(-probabilities, kind="stable")[: int(np.ceil(share * len(target)))]
    return target[best].mean() / target.mean()


def one_fold(who, table, target, inside, outside):
    p, fitting, scoring = who.fold(table, target, inside, outside)
    y = target[outside]
    quality = (roc_auc_score(y, p), average_precision_score(y, p), log_loss(y, p), np.mean((p - y) ** 2), lift(y, p))
    return (*quality, fitting, scoring)


def run(program, name, table, target, folds, skipped):
    print(f"\n{name}: {len(table):,} rows, {table.shape[1]} columns, {target.mean():.1%} leave; {folds} folds")
    print("| | AUC | PR AUC | log-loss | Brier | lift at 10 % | fit, CPU s | thousand rows scored a CPU s |")
    print("|---|---|---|---|---|---|---|---|")
    split = list(RepeatedStratifiedKFold(n_splits=folds, n_repeats=1, random_state=20261122).split(table, target))
    for who in peers(program, skipped):
        rows = [one_fold(who, table, target, inside, outside) for inside, outside in split]
        *quality, lifted, fit, score = np.mean(rows, axis=0)
        told = " | ".join(f"{figure:.4f}" for figure in quality)
        print(
            f"| {who.name} | {told} | {lifted:.2f} | {fit:.2f} | {score:,.0f} |",
            flush=True,
        )


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("program", help="bench_warning of a release build")
    words.add_argument("--folds", type=int, default=5)
    words.add_argument("--rows", type=int, default=51_047)
    words.add_argument("--only", default="telco_ibm,iranian,generated")
    words.add_argument("--skip", default="")
    asked = words.parse_args()
    sets = {"telco_ibm": telco_ibm, "iranian": iranian, "generated": lambda: generated(asked.rows)}
    for name in asked.only.split(","):
        if name not in sets:
            sys.exit(f"no such set: {name}; there are {', '.join(sets)}")
        run(asked.program, name, *sets[name](), asked.folds, asked.skip.split(","))


if __name__ == "__main__":
    main()
