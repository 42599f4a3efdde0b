"""Fits beside their peers on the same customers: lifetimes (BG/NBD) and lifelines (Cox); equal likelihoods demanded.

    python bench/value.py PROGRAM [CUSTOMERS]     PROGRAM: bench_value of a release build; needs lifetimes and lifelines

Prints what bench_value says and what the peers need, and how many times longer than ours that is.
"""

import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import lifelines
import lifetimes
import numpy as np
import pandas as pd
from scipy.special import betaln, gammaln

warnings.filterwarnings("ignore")


def column(folder, name):
    return np.fromfile(folder / f"{name}.values", np.float64)


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def demand(ours, theirs, what):
    if theirs > ours + 1e-7 * abs(ours) or theirs < ours - 1e-5 * abs(ours):
        sys.exit(f"{what}: log-likelihood {theirs} beside {ours}")


def with_lifetimes(folder):
    names = ["frequency", "recency", "T"]
    rows = pd.DataFrame({name: column(folder, name) for name in names})
    table = rows.groupby(names).size().reset_index(name="weights")
    for how, data in (("by row", rows.assign(weights=1)), ("by distinct row", table)):
        model = lifetimes.BetaGeoFitter()
        seconds, _ = timed(lambda: model.fit(*(data[name] for name in names), weights=data["weights"]))
        yield how, seconds, model


def likelihood(model, folder):
    """Of lifetimes' parameters, by the published formula."""
    r, alpha, a, b = (float(model.params_[name]) for name in ("r", "alpha", "a", "b"))
    x, t, T = (column(folder, name) for name in ("frequency", "recency", "T"))
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
    left = -(r + x) * np.log(alpha + T)
    with np.errstate(divide="ignore"):
        dropped = np.where(x > 0, np.log(a / np.maximum(b + x - 1, 1e-300)) - (r + x) * np.log(alpha + t), -np.inf)
    return float(np.sum(common + np.logaddexp(left, dropped)))


def main(program, customers):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [program, str(customers), "--export", name]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="")
        lines = (line.split() for line in (folder / "found.txt").read_text().splitlines())
        found = {words[0]: [float(word) for word in words[1:]] for words in lines}
        for how, seconds, model in with_lifetimes(folder):
            demand(found["bg_nbd"][-1], likelihood(model, folder), "BG/NBD")
            print(f"lifetimes, {how}: {seconds:.2f} s, {seconds / found['bg_nbd'][0]:.0f} times ours", flush=True)
        names = [f"x{j}" for j in range(8)]
        frame = pd.DataFrame({each: column(folder, each) for each in [*names, "duration", "event"]})
        model = lifelines.CoxPHFitter()
        seconds, _ = timed(lambda: model.fit(frame, "duration", "event"))
        demand(found["cox"][-1], model.log_likelihood_, "Cox")
        print(f"lifelines: {seconds:.2f} s, {seconds / found['cox'][0]:.0f} times ours", flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 1_000_000)
