"""What a night must not do in silence: drop corrections, pass over files, overwrite, show persons."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from program import PLAYBOOK, PROGRAM, balanced, call, rows_of

MAPPING = """
[[feed]]
name = "lines"
files = "lines_*.csv"
required = false
[[feed.entity]]
table = "subscriptions"
[feed.entity.fields]
subscription_id = "id"
customer_id = "customer"
[[feed]]
name = "bills"
files = "bills_*.csv"
required = false
unknown_columns = "keep"
personal_columns = { contact = "person_name" }
[[feed.entity]]
table = "customers"
skip_when_null = ["customer"]
[feed.entity.fields]
customer_id = "customer"
[[feed.entity]]
table = "bills"
skip_when_null = ["amount"]
[feed.entity.fields]
subscription_id = "id"
month = { file_name = "yyyyMM" }
amount = "amount"
[[feed.entity]]
table = "payments"
skip_when_null = ["amount"]
[feed.entity.fields]
payment_id = "id"
subscription_id = "id"
day = { constant = "2026-03-05" }
amount = "amount"
"""

LINES = "id,customer\nS1,C1\n"
BILLS = "id,customer,amount,contact,note\n"


class Careful(unittest.TestCase):
    def setUp(self):
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="staysail_careful_"))
        self.boss = self.scratch / "boss"
        self.boss.mkdir()
        self.mapping = self.scratch / "mapping.toml"
        self.mapping.write_text(MAPPING)
        self.store = f"sqlite:{self.scratch}/night.db"
        self.out = self.scratch / "out"

    def tearDown(self):
        subprocess.run(["chmod", "-R", "u+w", self.scratch], check=True)
        shutil.rmtree(self.scratch)

    def send(self, name, text):
        (self.boss / name).write_text(text)

    def words(self, **options):
        words = {"boss": self.boss, "mapping": self.mapping, "playbook": PLAYBOOK, "store": self.store, "out": self.out}
        words.update({"as_of": "2026-04-01", "language": "en", "format": "json"}, **options)
        return [word for name, value in words.items() for word in ("--" + name.replace("_", "-"), value)]

    def night(self, expect=0, **options):
        done = call("run", *self.words(**options))
        self.assertEqual(done.returncode, expect, done.stderr)
        if expect != 0 or options.get("format", "json") != "json":
            return done
        summary = json.loads(done.stdout)
        self.assertTrue(balanced(summary), summary)
        return summary

    def lines(self, name):
        return rows_of(self.out / name)

    def test_a_correction_under_the_same_name_is_told_until_a_later_version_comes(self):
        self.send("lines_202603.csv", LINES)
        self.send("bills_202603.csv", BILLS + "S1,C1,59,,\n")
        self.assertEqual(self.night()["rows_conflicting"], 0)
        self.send("bills_202603.csv", BILLS + "S1,C1,6,,\n")
        text = self.night(format="table").stdout
        self.assertIn("contradict another row of the same version", text)
        self.assertNotIn("nothing new", text)
        self.assertEqual(
            {(row["file"], row["line"], row["table"], row["outcome"]) for row in self.lines("conflicts.csv")},
            {("bills_202603.csv", "2", "bills", "lost"), ("bills_202603.csv", "2", "payments", "lost")},
        )
        self.assertIn("conflicting", {row["finding"] for row in self.lines("quality.csv")})
        self.send("bills_2026032.csv", BILLS + "S1,C1,6,,\n")
        self.assertEqual(self.night()["rows_conflicting"], 0)
        self.assertIn("nothing new", self.night(format="table").stdout)

    def test_quarantine_csv_has_the_rows_that_the_summary_counts(self):
        self.send("bills_202603.csv", BILLS + "S1,C1,59,,\nS2,C1,7,,\nS3,C1,x,,\nS4,C1,8\n")
        first = self.night()
        self.assertEqual((first["rows_accepted"], first["rows_quarantined"], first["rows_waiting"]), (1, 3, 1))
        self.assertEqual(len(self.lines("quarantine.csv")), 3)
        self.assertEqual({row["table"] for row in self.lines("waiting.csv")}, {"bills", "payments"})
        self.send("lines_202603.csv", LINES + "S2,C1\n")
        later = self.night()
        self.assertEqual((later["rows_recovered"], later["rows_waiting"]), (2, 0))
        self.assertEqual((later["rows_quarantined"], len(self.lines("quarantine.csv"))), (2, 2))

    def test_what_fits_a_feed_and_is_no_file_is_told(self):
        self.send("lines_202603.csv", LINES)
        real = self.scratch / "real.csv"
        real.write_text("id,customer\nS2,C2\n")
        (self.boss / "lines_202604.csv").symlink_to(real)
        self.assertEqual(self.night()["rows_accepted"], 2)
        irregular = self.boss / "lines_202605.csv"
        for kind, make in {
            "link leads to a file that is not there": lambda: irregular.symlink_to(self.scratch / "gone"),
            "a pipe": lambda: os.mkfifo(irregular),
            "a folder": irregular.mkdir,
        }.items():
            with self.subTest(kind):
                make()
                told = call("validate", "--boss", self.boss, "--mapping", self.mapping)
                self.assertEqual(told.returncode, 1)
                self.assertIn(kind, told.stdout)
                self.assertIn("lines_202605.csv", self.night(expect=3).stderr)
                irregular.rmdir() if irregular.is_dir() else irregular.unlink()

    def test_nobody_else_s_files_are_overwritten(self):
        self.send("lines_202603.csv", LINES)
        self.send("tasks.csv", "mine\n")
        for out in (self.boss, PLAYBOOK):
            self.assertIn("name another folder", self.night(expect=2, out=out).stderr)
        self.out.mkdir()
        (self.out / "tasks.csv").write_text("mine\n")
        self.assertIn("tasks.csv", self.night(expect=2).stderr)
        self.assertEqual((self.out / "tasks.csv").read_text(), "mine\n")
        (self.out / "tasks.csv").unlink()
        self.night()
        self.night()

    def test_nobody_is_shown_in_the_quarantine_or_without_a_purpose(self):
        self.send("lines_202603.csv", LINES)
        shifted = "S2,C1,5,李秘密,13900002222,110101199001011234\n"
        self.send("bills_202603.csv", BILLS + "S1,C1,5,王小明,call 13800001111\n" + shifted)
        self.night()
        validated = call("validate", "--boss", self.boss, "--mapping", self.mapping).stdout
        outside = (self.out / "quarantine.csv").read_text(encoding="utf-8")
        for shown in (validated, outside, call("customer", "--store", self.store, "C1").stdout):
            for secret in ("小明", "秘密", "13800001111", "13900002222", "110101199001011234"):
                self.assertNotIn(secret, shown)
        self.assertIn("field_count", outside)
        told = call("customer", "--store", self.store, "C1", "--purpose", "contact").stdout
        self.assertIn("王小明", told)
        self.assertIn("13800001111", told)

    def test_a_misspelt_personal_column_is_an_error(self):
        self.mapping.write_text(MAPPING.replace("{ contact =", "{ contct ="))
        self.send("bills_202603.csv", BILLS + "S1,C1,5,王小明,\n")
        self.assertIn("did you mean 'contact'", self.night(expect=3).stderr)

    def ask_as_reader(self, *words):
        """As somebody who may read the store and not write it: not as root, whom no permission holds."""
        user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        words = [PROGRAM, *map(str, words)]
        return subprocess.run(words, capture_output=True, text=True, timeout=600, check=False, **user)

    def test_a_store_that_may_only_be_read_answers(self):
        self.send("lines_202603.csv", LINES)
        self.send("bills_202603.csv", BILLS + "S1,C1,5,王小明,\n")
        self.night()
        shelf = self.scratch / "shelf 100%"
        shelf.mkdir()
        shutil.copy(self.scratch / "night.db", shelf)
        os.chmod(self.scratch, 0o755)
        os.chmod(shelf / "night.db", 0o444)
        os.chmod(shelf, 0o555)
        store = ("--store", f"sqlite:{shelf}/night.db")
        if self.ask_as_reader("--help").returncode != 0:
            self.skipTest("another user cannot reach the program")
        for words in (("verify",), ("tasks", "list"), ("customer", "C1")):
            done = self.ask_as_reader(*words, *store)
            self.assertEqual(done.returncode, 0, (words, done.stderr))
        refused = self.ask_as_reader("customer", "C1", "--purpose", "contact", *store)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("audit trail", refused.stderr)
        self.assertEqual(sorted(path.name for path in shelf.iterdir()), ["night.db"])

    def test_a_store_of_another_kind_names_those_that_there_are(self):
        self.assertIn("(known: memory:, ", call("verify", "--store", "mysql:x").stderr)
        refused = call("verify", "--store", "postgres://clerk:secret@127.0.0.1:1/y")
        self.assertEqual(refused.returncode, 4)
        self.assertIn("postgres://127.0.0.1:1/y: ", refused.stderr)
        self.assertNotIn("secret", refused.stderr)

    def test_a_night_without_a_withheld_file_is_a_finding(self):
        files = 'files = "bills_*.csv"\n'
        self.mapping.write_text(MAPPING.replace(files, files + 'trailer_record = "TRL|{rows}"\n', 1))
        self.send("lines_202603.csv", LINES)
        self.send("bills_202603.csv", BILLS + "S1,C1,59,,\nTRL|1\n")
        self.assertEqual(self.night()["files_withheld"], 0)
        self.send("bills_202604.csv", BILLS + "S1,C1,59,,\n")
        done = self.night(expect=1)
        summary = json.loads(done.stdout)
        self.assertEqual(summary["files_withheld"], 1)
        self.assertEqual([row["withheld"] for row in self.lines("files.csv") if row["withheld"]], ["truncated"])
        self.assertEqual(summary["rows_read"], 2)
        self.assertTrue((self.out / "report.html").exists())
        self.assertEqual(self.night(expect=1, format="table").stdout.count("truncated"), 1)
        self.send("bills_202604.csv", BILLS + "S1,C1,59,,\nTRL|1\n")
        self.assertEqual(self.night()["files_withheld"], 0)

    def test_bad_rows_are_counted_and_no_reason_to_fail(self):
        self.send("lines_202603.csv", LINES)
        self.send("bills_202603.csv", BILLS + "S1,C1,much,,\n")
        self.assertEqual(self.night()["rows_quarantined"], 1)

    def test_an_empty_file_says_what_to_do(self):
        self.send("lines_202603.csv", "")
        done = self.night(expect=1, format="table")
        self.assertRegex(done.stdout, r"deliver it whole.*lines_202603\.csv")


if __name__ == "__main__":
    unittest.main()
