"""Which of three e-mails for which customers: a learnt policy on Hillstrom's test, on customers it did not see.

    PYTHONPATH=build/release/python python3 bench/policy.py HILLSTROM.csv

237 cells (history_segment, mens, womens, zip_code, newbie, channel) and three arms; even rows to learn from, odd ones
to test.
"""

import csv
import sys

import numpy as np
from staysail import knowledge

CELL = ("history_segment", "mens", "womens", "zip_code", "newbie", "channel")


def halves(rows, outcome):
    arms = sorted({row["segment"] for row in rows})
    cells = {cell: place for place, cell in enumerate(sorted({tuple(row[name] for name in CELL) for row in rows}))}
    tables = np.zeros((2, 2, len(cells), len(arms)), dtype=np.int64)  # half, successes and trials, cell, arm
    for number, row in enumerate(rows):
        place = cells[tuple(row[name] for name in CELL)], arms.index(row["segment"])
        tables[number % 2, 0][place] += float(row[outcome]) > 0
        tables[number % 2, 1][place] += 1
    return arms, tables[0], tables[1]


def value(tested, chosen):
    """The rate, and its standard error, of tested customers whose arm the policy would have chosen."""
    successes, trials = (table[np.arange(len(chosen)), chosen].sum() for table in tested)
    rate = successes / trials
    return rate, (rate * (1 - rate) / trials) ** 0.5


def main():
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for outcome in ("visit", "conversion"):
        arms, learnt, tested = halves(rows, outcome)
        policy = knowledge.learn_policy(*learnt)
        raw = np.argmax(np.where(learnt[1] > 0, learnt[0] / np.maximum(learnt[1], 1), -1), axis=1)
        print(f"{outcome}: {len(policy.chosen)} cells, incumbent {arms[policy.incumbent]}")
        always = np.full(len(raw), policy.incumbent)
        for name, chosen in (
            ("learnt", policy.chosen),
            ("always the best arm", always),
            ("raw best of each cell", raw),
        ):
            rate, error = value(tested, chosen)
            print(f"  {name:22} {rate:.5f}  (standard error {error:.5f})")


if __name__ == "__main__":
    main()
