"""Bad input ends in an error that says where and what to do, with the exit code of its kind; nothing is half done."""

import json
import shutil
import sqlite3
import unittest

from program import PLAYBOOK, ProgramTest, balanced, call, rows_of


class BadInput(ProgramTest):
    dirt, subscribers = 0, 120

    def copy_of_boss(self, name):
        target = self.scratch / name
        shutil.copytree(self.boss, target)
        return target

    def playbook_with(self, name, file, change):
        folder = self.scratch / name
        shutil.copytree(PLAYBOOK, folder)
        path = folder / file
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        return folder

    def one_file(self, boss, pattern):
        return sorted(boss.glob(pattern))[-1]

    def test_a_missing_column_is_named_with_the_nearest(self):
        boss = self.copy_of_boss("missing_column")
        path = self.one_file(boss, "bills*.csv")
        header, rest = path.read_text(encoding="utf-8").split("\n", 1)
        names = header.split(",")
        path.write_text(header.replace(names[0], names[0] + "x", 1) + "\n" + rest, encoding="utf-8")
        done = self.run_night("missing_column_run", boss=boss, expect=3)
        self.assertIn(names[0], done.stderr)
        self.assertIn("did you mean", done.stderr)

    def test_validate_tells_machines_of_files_that_cannot_be_read(self):
        boss = self.copy_of_boss("unreadable")
        bills, parties = self.one_file(boss, "bills*.csv"), self.one_file(boss, "parties*.csv")
        bills.write_text("x" + bills.read_text(encoding="utf-8"), encoding="utf-8")
        parties.write_bytes(parties.read_text(encoding="utf-8").encode("utf-16"))
        (boss / "units.csv").unlink()
        words = ("validate", "--boss", boss, "--mapping", boss / "mapping.toml", "--format")
        done = call(*words, "ndjson")
        self.assertEqual(done.returncode, 1, done.stderr)
        found = {(row["file"], row["reason"]) for row in map(json.loads, done.stdout.splitlines())}
        self.assertEqual(
            found, {(bills.name, "missing_column"), (parties.name, "malformed_encoding"), ("units.csv", "missing_feed")}
        )
        self.assertIn("2 files cannot be read; 1 required and missing", call(*words, "table").stdout.splitlines()[-1])

    def test_validate_shows_people_the_first_findings_and_programs_all(self):
        boss = self.copy_of_boss("many")
        path = self.one_file(boss, "usage*.csv")
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        rows = [row + ",more" for row in rows] * 3
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        words = ("validate", "--boss", boss, "--mapping", boss / "mapping.toml", "--format")
        self.assertGreater(len(rows), 200)
        self.assertEqual(len(json.loads(call(*words, "json").stdout)), len(rows))
        self.assertEqual(len(call(*words, "ndjson").stdout.splitlines()), len(rows))
        self.assertEqual(len(call(*words, "csv").stdout.splitlines()), len(rows) + 1)
        self.assertIn(f"... and {len(rows) - 200} more", call(*words, "table").stdout)

    def test_validate_gives_places_as_numbers(self):
        boss = self.copy_of_boss("places")
        path = self.one_file(boss, "parties*.csv")
        lines = path.read_bytes().split(b"\n")
        lines[1] = lines[1].replace(b",", b",\xff\xfe", 1)
        path.write_bytes(b"\n".join(lines))
        (row,) = json.loads(
            call("validate", "--boss", boss, "--mapping", boss / "mapping.toml", "--format", "json").stdout
        )
        self.assertEqual((row["file"], row["line"], row["byte_offset"]), (path.name, 2, len(lines[0]) + 1))

    def test_a_misspelt_folder_is_told_and_not_made(self):
        missing = self.scratch / "no_such_folder"
        mapping = self.scratch / "exchange.toml"
        text = (self.boss / "mapping.toml").read_text(encoding="utf-8")
        mapping.write_text(text + "\n[exchange]\n", encoding="utf-8")
        done = call("run", "--boss", missing, "--mapping", mapping, "--playbook", PLAYBOOK, "--store", "memory:",
                    "--as-of", "2026-01-01", "--out", self.scratch / "misspelt_run")  # fmt: skip
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("the folder of the export is not there", done.stderr)
        self.assertFalse(missing.exists())

    def test_a_wrong_encoding_is_quarantined_where_it_stands(self):
        boss = self.copy_of_boss("encoding")
        path = sorted(boss.glob("parties*.csv"))[0]
        lines = path.read_bytes().split(b"\n")
        lines[2] = lines[2].replace(b",", b",\xff\xfe", 1)
        path.write_bytes(b"\n".join(lines))
        summary = self.run_night("encoding_run", boss=boss)
        self.assertTrue(balanced(summary))
        outside = rows_of(summary["out"] / "quarantine.csv")
        self.assertEqual(
            [(row["file"], row["line"], row["reason"]) for row in outside], [(path.name, "3", "bad_encoding")]
        )

    def test_overflowed_money_is_quarantined(self):
        boss = self.copy_of_boss("money")
        path = self.one_file(boss, "bills*.csv")
        lines = path.read_text(encoding="utf-8").split("\n")
        cells = lines[1].split(",")
        amount = next(i for i, name in enumerate(lines[0].split(",")) if name.lower().startswith("amount"))
        cells[amount] = "99999999999999999999"
        lines[1] = ",".join(cells)
        path.write_text("\n".join(lines), encoding="utf-8")
        summary = self.run_night("money_run", boss=boss)
        self.assertEqual([row["line"] for row in rows_of(summary["out"] / "quarantine.csv")], ["2"])

    def test_an_unknown_name_in_a_rule(self):
        folder = self.playbook_with(
            "unknown", "strategies.toml", lambda text: text.replace("warning_level =", "warning_levl =", 1)
        )
        done = self.run_night("unknown_run", playbook=folder, expect=3)
        self.assertRegex(done.stderr, r"strategies\.toml:\d+:\d+: unknown_name: .*did you mean")
        store = sqlite3.connect(self.scratch / "unknown_run.db")
        self.assertEqual(store.execute("SELECT count(*) FROM tokens").fetchone(), (0,))  # nothing was written
        store.close()

    def refused_before_the_intake(self, name, file, changes, expected):
        """A file of the playbook with some of its text changed: an error at its line, and nothing is written."""

        def changed(text):
            for old, new in changes.items():
                text = text.replace(old, new)
            return text

        folder = self.playbook_with(name, file, changed)
        done = self.run_night(f"{name}_run", playbook=folder, expect=3)
        self.assertRegex(done.stderr, expected)
        store = sqlite3.connect(self.scratch / f"{name}_run.db")
        self.assertEqual(store.execute("SELECT count(*) FROM tokens").fetchone(), (0,))
        store.close()

    def test_a_gap_in_a_stage_table(self):
        file, rest = "lifecycle_without_contract.csv", '-,-,-,-,-,"""maturity""","""THE_REST""",\n'
        self.refused_before_the_intake("gap", file, {rest: ""}, file + r":\d+:1: table_gap: .*line_month = 13,")
        hole = {"[4..12]": "[5..12]", rest: rest.replace("-,-,-,-", "-,-,-,> 12")}
        self.refused_before_the_intake("hole", file, hole, file + r":\d+:1: table_gap: .*line_month = 4,")

    def test_a_hit_policy_that_gathers_where_one_answer_is_wanted(self):
        for file in ("segments.csv", "lifecycle_without_contract.csv", "churn_kinds.csv", "warning_levels.csv"):
            for policy in ("C", "C+", "C<", "C#", "R"):
                with self.subTest(file=file, policy=policy):
                    name = f"{file.split('.')[0]}_{policy}"
                    changes = {"hit=F": f"hit={policy}"}
                    self.refused_before_the_intake(name, file, changes, file + r":1: playbook_invalid: .*hit policy")

    def test_units_of_another_currency(self):
        units = {'unit = "money': 'unit = "USD'}
        expected = r"indicators\.toml: currency_mismatch: .*USD.*CNY"
        self.refused_before_the_intake("usd", "indicators.toml", units, expected)

    def test_a_misspelt_name_in_a_table(self):
        for file, old, new, nearest in (
            ("lifecycle_without_contract.csv", '"""maturity"""', '"""matuirty"""', "maturity"),
            ("warning_levels.csv", '"""high"""', '"""hihg"""', "high"),
            ("segments.csv", '"""decline"""', '"""declin"""', "decline"),
            ("strategies.toml", 'warning_level = "high"', 'warning_level = "hihg"', "high"),
        ):
            with self.subTest(file):
                name = file.split(".")[0]
                expected = file + rf":\d+:.*did you mean '?\"?{nearest}"
                self.refused_before_the_intake(name, file, {old: new}, expected)

    def test_a_locked_store(self):
        self.run_night("locked")
        other = sqlite3.connect(self.scratch / "locked.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            done = self.run_night("locked", as_of="2026-02-01", expect=4)
        finally:
            other.rollback()
            other.close()
        self.assertIn("store_locked", done.stderr)

    def test_a_store_that_another_program_changed_is_left_untouched(self):
        self.run_night("changed")
        path = self.scratch / "changed.db"
        other = sqlite3.connect(path)
        other.execute("PRAGMA user_version = 999")
        other.close()
        before = path.read_bytes()
        done = self.run_night("changed", expect=4)
        self.assertIn("store_corrupt", done.stderr)
        self.assertEqual(path.read_bytes(), before)

    def test_another_program_s_file_is_no_store(self):
        path = self.scratch / "foreign.db"
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE accounts (id)")
        other.close()
        done = self.run_night("foreign", expect=4)
        self.assertIn("not_a_store", done.stderr)

    def test_a_full_disk_changes_nothing_and_can_be_mended(self):
        done = self.run_night("full", store=f"sqlite:{self.scratch}/full.db?max_page_count=24", expect=4)
        self.assertIn("store_full", done.stderr)
        summary = self.run_night("full")
        self.assertTrue(balanced(summary))
        self.assertEqual(summary["digest"], self.run_night("roomy")["digest"])

    def test_usage_errors_teach(self):
        self.assertEqual(call("run").returncode, 2)
        self.assertIn("--boss", call("run").stderr)
        self.assertEqual(call("--help").returncode, 0)
        self.assertEqual(self.run_night("day", as_of="2026-02-30", expect=2).stdout, "")


if __name__ == "__main__":
    unittest.main()
