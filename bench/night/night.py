"""A night's indicators from CSV files, beside pandas and DuckDB on the same export.

    python bench/night/night.py PROGRAM [SUBSCRIPTIONS]

PROGRAM: bin/staysail of a release build. Needs duckdb and pandas.

Simulates an operator, lets each of the three compute the indicators of bench/night/playbook from the same files in a
process of its own, demands that all figures are equal to the printed precision, and prints what each cost: processor
seconds, passed seconds, largest memory, and how many times ours that is. Here every row is validated, typed and kept
once; the peers read the columns that they need.
"""

import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
READ = ("subscriptions", "bills", "usage", "payments", "tickets")
REPEATS = 2


def narrow_mapping(export):
    """The export's own mapping with the feeds that the indicators need."""
    head, *feeds = (export / "mapping.toml").read_text(encoding="utf-8").split("\n[[feed]]\n")
    wanted = [feed for feed in feeds if re.match(r'files = "(\w+?)_?\*?\.csv"', feed).group(1).rstrip("_") in READ]
    path = export / "night_mapping.toml"
    path.write_text("\n[[feed]]\n".join([head, *wanted]), encoding="utf-8")
    return path


def spend(words, log):
    """Processor seconds, passed seconds and the largest memory (MiB) of a process."""
    start = time.monotonic()
    with open(log, "wb") as output:
        process = subprocess.Popen([*map(str, words)], stdout=output, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{words[0]} ended with {process.returncode}:\n{pathlib.Path(log).read_text()}")
    return used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss / 1024


def least(words, log):
    return min(spend(words, log) for _ in range(REPEATS))


def figures(path):
    with open(path, newline="", encoding="utf-8") as file:
        return {row["subscription_id"]: row for row in csv.DictReader(file)}


def differs(ours, theirs):
    """Whether a peer's figure does not print as ours does, at our decimals; half a unit either way is a tie."""
    if ours == "" or theirs in ("", "nan"):
        return (ours == "") != (theirs in ("", "nan"))
    unit = 10.0 ** -len(ours.partition(".")[2])
    return abs(float(ours) - float(theirs)) > 0.5 * unit * (1 + 1e-6) + 1e-9 * abs(float(theirs))


def compare(ours, theirs, name):
    """Ends the benchmark at the first figure that is not the same."""
    if ours.keys() != theirs.keys():
        sys.exit(f"{name} has other lines: {len(ours)} and {len(theirs)}")
    names = [column for column in next(iter(theirs.values())) if column != "subscription_id"]
    for line, row in ours.items():
        for column in names:
            if differs(row[column], theirs[line][column]):
                sys.exit(f"{name}, line {line}, {column}: {row[column]} here, {theirs[line][column]} there")
    return len(ours) * len(names)


def show(name, cost, ours):
    ratios = "".join(f"{theirs / own:9.1f}" for theirs, own in zip(cost, ours))
    print(f"{name:10}{cost[0]:9.2f} s{cost[1]:9.2f} s{cost[2]:9.0f} MiB   times ours:{ratios}")


def main(program, subscriptions="100000"):
    with tempfile.TemporaryDirectory(prefix="staysail_night_") as scratch:
        scratch = pathlib.Path(scratch)
        export = scratch / "export"
        spend(
            [program, "simulate", "--subscribers", subscriptions, "--seed", "20261122", "--out", export],
            scratch / "log",
        )
        run = [program, "run", "--boss", export, "--mapping", narrow_mapping(export), "--playbook", HERE / "playbook"]
        run += ["--as-of", "2026-01-01", "--store", "memory:", "--out", scratch / "out", "--format", "json"]
        peers = {
            name: [sys.executable, HERE / f"peer_{name}.py", export, scratch / f"{name}.csv"]
            for name in ("duckdb", "pandas")
        }
        ours = least(run, scratch / "receipt.json")
        costs = {name: least(words, scratch / "log") for name, words in peers.items()}
        text = (scratch / "receipt.json").read_text(encoding="utf-8")
        receipt = json.loads(text[text.index("{\n") :])
        mine = figures(scratch / "out" / "indicators.csv")
        equal = [compare(mine, figures(scratch / f"{name}.csv"), name) for name in peers]
        size = sum(path.stat().st_size for table in READ for path in export.glob(f"{table}_*.csv")) / 1e6
        print(
            f"{receipt['subscriptions']} subscriptions, {receipt['rows_read']} rows, {size:.0f} MB; {equal[0]} figures "
            "equal in all three\n" + " " * 10 + "processor     passed       memory"
        )
        show("staysail", ours, ours)
        for name, cost in costs.items():
            show(name, cost, ours)
        print("by step: " + ", ".join(f"{step} {seconds:.2f} s" for step, seconds in receipt["seconds"].items()))


if __name__ == "__main__":
    main(*sys.argv[1:])
