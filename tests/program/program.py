"""Runs the program staysail for tests; standard library only."""

import csv
import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["STAYSAIL_PROGRAM"]
SOURCE = pathlib.Path(os.environ["STAYSAIL_SOURCE_DIR"])
PLAYBOOK = SOURCE / "examples" / "playbook"


def call(*words):
    """The finished process; output as text."""
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, timeout=600)


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def balanced(summary):
    parts = ("rows_accepted", "rows_duplicate", "rows_quarantined")
    return summary["rows_read"] == sum(summary[part] for part in parts)


def shuffle_rows(source, target, seed):
    """A copy of an export with the rows of each file in another order. Bytes are kept: records are split at LF."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("truth"))
    order = random.Random(seed)
    for path in sorted(pathlib.Path(target).glob("*.csv")):
        header, *rows = path.read_bytes().rstrip(b"\n").split(b"\n")
        order.shuffle(rows)
        path.write_bytes(b"\n".join([header, *rows]) + b"\n")


class ProgramTest(unittest.TestCase):
    """A scratch folder for each test case, and one simulated operator for the class."""

    subscribers, dirt, months = 300, 0.02, 12

    @classmethod
    def setUpClass(cls):
        cls.scratch = pathlib.Path(tempfile.mkdtemp(prefix="staysail_program_"))
        cls.boss = cls.scratch / "boss"
        cls.simulate(cls.boss)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.scratch)

    @classmethod
    def simulate(cls, out, seed=20261122, dirt=None, encoding="utf-8"):
        done = call(
            "simulate",
            "--subscribers",
            cls.subscribers,
            "--seed",
            seed,
            "--dirt",
            cls.dirt if dirt is None else dirt,
            "--months",
            cls.months,
            "--encoding",
            encoding,
            "--out",
            out,
        )
        assert done.returncode == 0, done.stderr

    def run_night(
        self, name, boss=None, mapping=None, as_of="2026-01-01", store=None, playbook=PLAYBOOK, expect=0, **options
    ):
        """One `run`; its summary, with the folder it wrote to as summary['out']."""
        boss = boss or self.boss
        words = [
            "run",
            "--boss",
            boss,
            "--mapping",
            mapping or boss / "mapping.toml",
            "--playbook",
            playbook,
            "--as-of",
            as_of,
            "--format",
            "json",
            "--store",
            store or f"sqlite:{self.scratch}/{name}.db",
            "--out",
            self.scratch / name,
        ]
        for option, value in options.items():
            words += ["--" + option.replace("_", "-"), value]
        done = call(*words)
        self.assertEqual(done.returncode, expect, done.stderr)
        if expect != 0:
            return done
        summary = json.loads(done.stdout)
        summary["out"] = self.scratch / name
        return summary
