"""Arbitration beside an exact solver: bench/arbitration.py PROGRAM [UNITS ITEMS].

PROGRAM is bench_arbitration. The problem is a transport problem, so the optimum of its linear program (HiGHS through
scipy) is that of whole choices too: it must lie between our value and our bound, or the run ends with an error.
"""

from __future__ import annotations

import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack


def optimum_of(folder: pathlib.Path) -> tuple[float, float]:
    """The best value that is possible, and the seconds it took."""
    first = np.fromfile(folder / "first", np.uint64).astype(np.int64)
    item = np.fromfile(folder / "item", np.uint32).astype(np.int64)
    value = np.fromfile(folder / "value", np.int64)
    capacity = np.fromfile(folder / "capacity", np.int64)
    unit = np.repeat(np.arange(len(first) - 1), np.diff(first))
    entry, ones = np.arange(len(item)), np.ones(len(item))
    limits = vstack([
        csr_matrix((ones, (unit, entry)), shape=(len(first) - 1, len(item))),
        csr_matrix((ones, (item, entry)), shape=(len(capacity), len(item))),
    ])
    most = np.concatenate([np.ones(len(first) - 1), capacity])
    start = time.perf_counter()
    found = linprog(-value, A_ub=limits, b_ub=most, bounds=(0, 1), method="highs")
    if found.status != 0:
        sys.exit(f"HiGHS found no optimum: {found.message}")
    return -found.fun, time.perf_counter() - start


def main() -> None:
    program = sys.argv[1]
    units, items = sys.argv[2:4] if len(sys.argv) > 3 else ("20000", "50")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ran = subprocess.run([program, units, items, "--export", name], check=True, capture_output=True, text=True)
        print(ran.stdout, end="")
        value, bound = map(int, (folder / "answer").read_text().split())
        best, seconds = optimum_of(folder)
    print(f"HiGHS        value {best:16.0f}   {seconds:.3f} s; ours is {100 * (best - value) / best:.5f} % below it")
    if not value <= best + 0.5 <= bound + 1:
        sys.exit(f"the optimum must lie between our value and our bound: {value} <= {best} <= {bound}")


if __name__ == "__main__":
    main()
