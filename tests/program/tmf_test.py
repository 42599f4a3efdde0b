"""The example of docs/adapters/tmf.md: its settings and mapping against a BOSS on loopback print what the page says.

With STAYSAIL_STORE_OUTPUT=1 the page is written anew with what was printed; read the difference before committing
it."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from program import PROGRAM, SOURCE, call, rows_of

PAGE = SOURCE / "docs" / "adapters" / "tmf.md"
FILE = re.compile(r"^```toml (\S+)\n(.*?)^```$", re.M | re.S)
SESSION = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
SERVER = SOURCE / "tests" / "tmf"


class Tmf(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.server = subprocess.Popen(
            [sys.executable, "-B", SERVER / "quirky_boss.py", SERVER / "small_operator.json"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.base = f"http://127.0.0.1:{int(self.server.stdout.readline())}/tmf-api"
        self.scratch = tempfile.TemporaryDirectory(prefix="staysail_tmf_")
        self.folder = pathlib.Path(self.scratch.name)

    def tearDown(self):
        self.server.communicate()
        self.scratch.cleanup()

    def session(self, text):
        """What its commands print now."""
        for name, content in FILE.findall(text):
            here = content.replace("https://crm.example/tmf-api", self.base)
            (self.folder / name).write_text(here, encoding="utf-8")
        (self.folder / "examples").symlink_to(SOURCE / "examples")
        (self.folder / "staysail").symlink_to(PROGRAM)
        environment = {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}", "CRM_TOKEN": "secret"}
        printed = []
        for line in SESSION.search(text)[1].splitlines():
            if line.startswith("$ "):
                words = ["bash", "-c", line[2:]]
                done = subprocess.run(
                    words, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=600
                )
                self.assertNotIn("secret", done.stdout + done.stderr)
                printed.append(line + "\n" + done.stdout)
        return "".join(printed)

    def test_page(self):
        text = PAGE.read_text(encoding="utf-8")
        told, printed = SESSION.search(text)[1], self.session(text)
        if os.environ.get("STAYSAIL_STORE_OUTPUT") == "1":
            PAGE.write_text(text.replace(told, printed), encoding="utf-8")
        self.assertEqual(told, printed)
        self.assertEqual(len(rows_of(self.folder / "out" / "quarantine.csv")), 1)

    def run_night(self, *more):
        playbook, store = SOURCE / "examples" / "playbook", f"sqlite:{self.folder}/s.db"
        words = ["run", "--boss", f"tmf:{self.base}", "--playbook", playbook, "--store", store]
        return call(*words, "--as-of", "2026-02-01", "--out", self.folder / "out", *more)

    def test_the_address_alone(self):
        """The mapping that is shipped; a second night finds nothing new."""
        first = self.run_night("--format", "table", "--language", "en")
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("17 read = 13 accepted + 0 duplicate + 4 quarantined", first.stdout)
        again = self.run_night("--format", "table", "--language", "en")
        self.assertIn("17 read = 0 accepted + 13 duplicate + 4 quarantined", again.stdout)

    def test_faults_are_told(self):
        for boss, part in (
            ("tmf:https://", "the address has no host"),
            ("tmf:https://user:pw@crm.example", "user or password"),
            (f"tmf:{self.base}/nowhere", "answered 404"),
            ("tmf:/no/such.toml", "no/such.toml"),
        ):
            done = call("validate", "--boss", boss)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(part, done.stderr)
            self.assertNotIn("pw@", done.stderr)
        without = call("validate", "--boss", self.folder)
        self.assertEqual(without.returncode, 2)
        self.assertIn("--mapping", without.stderr)


if __name__ == "__main__":
    unittest.main()
