"""Strategy matching beside its peers: numpy and DuckDB on the same customers and strategies, equal counts demanded.

    python bench/match.py PROGRAM       PROGRAM: bench_match of a release build; needs numpy and duckdb

For 20, 1,000 and 10,000 strategies prints what bench_match says and what the peers need, in ns a pair of customer and
strategy, processor time of one thread, the least of several runs, and how many times longer than ours that is.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np

SIZES = [(100_000, 20), (100_000, 1_000), (10_000, 10_000)]
PEER_STRATEGIES = 1_000  # of more, only so many are asked of a peer
GROUPS = {"all": np.logical_and, "any": np.logical_or}


class Rows:
    def __init__(self, folder):
        self.names = (folder / "columns.txt").read_text().split()
        self.values = [np.fromfile(folder / f"{name}.values", np.int64) for name in self.names]
        self.present = [np.fromfile(folder / f"{name}.present", np.bool_) for name in self.names]


def holds(rows, question, wanted=True):
    """Where a question is true, or (not wanted) false: null is neither, but equality tells it from every value."""
    kind, *rest = question
    if kind == "negation":
        return holds(rows, rest[0][0], not wanted)
    if kind in GROUPS:
        other = {"all": "any", "any": "all"}[kind]
        return GROUPS[kind if wanted else other].reduce([holds(rows, part, wanted) for part in rest[0]])
    value, present, bounds = rows.values[rest[0]], rows.present[rest[0]], rest[1]
    if kind == "absent":
        return ~present if wanted else present
    if kind in ("equal", "unequal", "among"):
        same = (np.isin(value, bounds) if len(bounds) > 1 else value == bounds[0]) & present
        return same if wanted == (kind != "unequal") else ~same
    if kind == "between":
        inside = (value >= bounds[0]) & (value <= bounds[1])
        return (inside if wanted else ~inside) & present
    below = value < bounds[0]
    return (below if wanted == (kind == "less") else ~below) & present


def sql(names, question):
    kind, *rest = question
    if kind == "negation":
        return f"(NOT {sql(names, rest[0][0])})"
    if kind in GROUPS:
        return "(" + (" AND " if kind == "all" else " OR ").join(sql(names, part) for part in rest[0]) + ")"
    name, bounds = names[rest[0]], rest[1]
    if kind == "among":
        return "(" + " OR ".join(f"{name} IS NOT DISTINCT FROM {bound}" for bound in bounds) + ")"
    return {
        "absent": lambda: f"{name} IS NULL",
        "equal": lambda: f"{name} IS NOT DISTINCT FROM {bounds[0]}",
        "unequal": lambda: f"{name} IS DISTINCT FROM {bounds[0]}",
        "less": lambda: f"{name} < {bounds[0]}",
        "at_least": lambda: f"{name} >= {bounds[0]}",
        "between": lambda: f"{name} BETWEEN {bounds[0]} AND {bounds[1]}",
    }[kind]()


def least(runs, work):
    times = []
    for _ in range(runs):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    return min(times), result


def with_numpy(rows, questions):
    return least(3, lambda: [int(np.count_nonzero(holds(rows, question))) for question in questions])


def with_duckdb(rows, questions):
    table = {name: np.ma.masked_array(value, ~present).filled(0) for name, value, present in
             zip(rows.names, rows.values, rows.present)}
    flags = {f"{name}_present": present for name, present in zip(rows.names, rows.present)}
    database = duckdb.connect(config={"threads": 1})
    database.register("raw", {**table, **flags})
    columns = ", ".join(f"CASE WHEN {name}_present THEN {name} END AS {name}" for name in rows.names)
    database.execute(f"CREATE TABLE customers AS SELECT {columns} FROM raw")

    def run():
        counts = []
        for begin in range(0, len(questions), 100):
            asked = ", ".join(f"count(*) FILTER (WHERE {sql(rows.names, q)})" for q in questions[begin:begin + 100])
            counts += database.execute(f"SELECT {asked} FROM customers").fetchone()
        return counts

    return least(2, run)


def compare(program, customers, strategies):
    with tempfile.TemporaryDirectory() as name:
        command = [program, str(customers), str(strategies), "--export", name, "--naive", str(min(customers, 2_000))]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        print(said, end="")
        ours = min(float(figure) for figure in re.findall(r"counts ([0-9.]+)", said))
        asked = [json.loads(line) for line in (Path(name) / "questions.jsonl").open()][:PEER_STRATEGIES]
        rows = Rows(Path(name))
    questions, expected = [each["when"] for each in asked], [each["count"] for each in asked]
    for peer, run in (("numpy", with_numpy), ("DuckDB", with_duckdb)):
        seconds, counts = run(rows, questions)
        if counts != expected:
            sys.exit(f"{peer} counts otherwise")
        pair = seconds * 1e9 / customers / len(questions)
        print(f"{peer}: {pair:.2f} ns a pair, {pair / ours:.0f} times ours, equal counts")
    print(flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for size in SIZES:
        compare(sys.argv[1], *size)
