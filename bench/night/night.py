"""A night's indicators from CSV files, beside pandas and DuckDB on the same export.

    python bench/night/night.py PROGRAM [SUBSCRIPTIONS]

PROGRAM: bin/staysail of a release build. Needs duckdb and pandas.

Simulates an operator, lets each of the three compute the indicators of bench/night/playbook from the same files in a
process of its own, demands that all figures are equal to the printed precision, and prints what each cost: processor
seconds, passed seconds, largest memory, and how many times ours that is. Here every row is validated, typed and kept
once; the peers read the columns that they need.

Then it lives the same months on a store in a file: all months in one night, and all but the last in one night and the
last in another. Indicators and digests of both must be equal, bytes and all; printed is what the night of the one new
month cost, and how many times that the night of all months is.
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


def link_files(export, folder, keep):
    """The files of the export that `keep` takes, in a folder of their own."""
    folder.mkdir()
    for path in export.glob("*.csv"):
        if keep(path.name):
            os.link(path, folder / path.name)


def receipt_of(log):
    text = log.read_text(encoding="utf-8")
    return json.loads(text[text.index("{\n") :])


class StoredNights:
    """Nights of one store in a file."""

    def __init__(self, program, mapping, scratch, name):
        self.words = [program, "run", "--mapping", mapping, "--playbook", HERE / "playbook", "--format", "json"]
        self.words += ["--store", f"sqlite:{scratch / name}.db"]
        self.scratch, self.name = scratch, name

    def night(self, boss, as_of):
        """What it cost, its receipt, and the bytes of its indicators."""
        out, log = self.scratch / f"{self.name}_{as_of}", self.scratch / f"{self.name}.json"
        cost = spend([*self.words, "--boss", boss, "--as-of", as_of, "--out", out], log)
        return cost, receipt_of(log), (out / "indicators.csv").read_bytes()


def incremental(program, export, mapping, scratch):
    """Costs of the night of all months and of the night of the last one, which tell the same."""
    last = max(path.name for path in export.glob("bills_*.csv")).removeprefix("bills_")
    link_files(export, scratch / "before", lambda name: not name.endswith(last))
    link_files(export, scratch / "new", lambda name: name.endswith(last))
    whole, receipt, figures_of_all = StoredNights(program, mapping, scratch, "whole").night(export, "2026-01-01")
    nights = StoredNights(program, mapping, scratch, "grown")
    nights.night(scratch / "before", "2025-12-01")
    new, grown, figures_of_new = nights.night(scratch / "new", "2026-01-01")
    if figures_of_all != figures_of_new:
        sys.exit("the indicators of one new month on a store are not those of all months at once")
    if receipt["digest"] != grown["digest"]:
        sys.exit(f"one new month on a store has the digest {grown['digest']}, all at once {receipt['digest']}")
    return whole, new, grown


def show(name, cost, ours):
    ratios = "".join(f"{theirs / own:9.1f}" for theirs, own in zip(cost, ours))
    print(f"{name:10}{cost[0]:9.2f} s{cost[1]:9.2f} s{cost[2]:9.0f} MiB   times ours:{ratios}")


def steps_of(receipt):
    return ", ".join(f"{step} {seconds:.2f} s" for step, seconds in receipt["seconds"].items())


def main(program, subscriptions="100000"):
    with tempfile.TemporaryDirectory(prefix="staysail_night_") as scratch:
        scratch = pathlib.Path(scratch)
        export = scratch / "export"
        spend(
            [program, "simulate", "--subscribers", subscriptions, "--seed", "20261122", "--out", export],
            scratch / "log",
        )
        mapping = narrow_mapping(export)
        run = [program, "run", "--boss", export, "--mapping", mapping, "--playbook", HERE / "playbook"]
        run += ["--as-of", "2026-01-01", "--store", "memory:", "--out", scratch / "out", "--format", "json"]
        peers = {
            name: [sys.executable, HERE / f"peer_{name}.py", export, scratch / f"{name}.csv"]
            for name in ("duckdb", "pandas")
        }
        ours = least(run, scratch / "receipt.json")
        costs = {name: least(words, scratch / "log") for name, words in peers.items()}
        receipt = receipt_of(scratch / "receipt.json")
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
        print("by step: " + steps_of(receipt))
        whole, new, grown = incremental(program, export, mapping, scratch)
        print("on a store in a file, all months at once and the last one alone, equal bytes:")
        show("all", whole, new)
        show("one month", new, new)
        print("by step: " + steps_of(grown))


if __name__ == "__main__":
    main(*sys.argv[1:])
