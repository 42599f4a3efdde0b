"""k-means beside scikit-learn on the same rows from the same beginning; equal inertia demanded.

    python bench/k_means.py PROGRAM [ROWS]     PROGRAM: bench_k_means of a release build; needs scikit-learn

Prints what bench_k_means says and what scikit-learn needs with one thread and with two, and how many times longer than
ours that is, by the clock and by the processor.
"""

import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

warnings.filterwarnings("ignore")
COLUMNS, ITERATIONS, REPEATS = 8, 20, 5


def timed(work):
    """The best of some runs: seconds, seconds of the processor, and what came out."""
    best = (np.inf, np.inf)
    for _ in range(REPEATS):
        clock, cpu = time.perf_counter(), time.process_time()
        found = work()
        best = min(best[0], time.perf_counter() - clock), min(best[1], time.process_time() - cpu)
    return *best, found


def with_sklearn(rows, clusters, threads):
    """Standardising counts as ours does; the beginning is the same rows."""

    def fit():
        standard = (rows - rows.mean(axis=0)) / rows.std(axis=0)
        start = standard[np.arange(clusters) * (len(rows) // clusters)]
        return KMeans(clusters, init=start, n_init=1, max_iter=ITERATIONS, tol=0, algorithm="lloyd").fit(standard)

    with threadpool_limits(threads):
        return timed(fit)


def main(program, rows):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [program, str(rows), "--export", name]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="")
        table = np.column_stack([np.fromfile(folder / f"x{j}.values", np.float64) for j in range(COLUMNS)])
        for clusters in (4, 8, 12):
            for line in (folder / f"found_{clusters}.txt").read_text().splitlines():
                threads, *figures = (float(word) for word in line.split())
                seconds, cpu, iterations, inertia = figures
                clock_peer, cpu_peer, model = with_sklearn(table, clusters, int(threads))
                if abs(model.inertia_ - inertia) > 1e-6 * inertia:
                    sys.exit(f"{clusters} clusters: inertia {inertia} beside {model.inertia_}")
                each = 1e9 / (rows * COLUMNS * clusters * (model.n_iter_ + 1))
                print(
                    f"scikit-learn, {clusters} clusters, {threads:.0f} threads: {clock_peer:.3f} s, "
                    f"{cpu_peer:.3f} CPU s, {cpu_peer * each:.3f} CPU ns each: {clock_peer / seconds:.1f} times ours "
                    f"by the clock, {cpu_peer / cpu:.1f} by the processor",
                    flush=True,
                )


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 1_000_000)
