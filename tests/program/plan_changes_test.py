"""The verbs that look at a playbook before it is used: plan lint and plan diff."""

import csv
import io
import json
import shutil
import unittest

from program import PLAYBOOK, ProgramTest, call, rows_of


def edited(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


class PlanChanges(ProgramTest):
    subscribers = 400

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store = f"sqlite:{cls.scratch}/changes.db"
        cls.night = cls().run_night("changes", store=cls.store)

    def playbook(self, name, *edits):
        folder = self.scratch / name
        shutil.copytree(PLAYBOOK, folder)
        for edit in edits:
            edited(folder, *edit)
        return folder

    def lint(self, folder, *more, expect):
        done = call("plan", "lint", "--playbook", folder, "--format", "json", *more)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def diff(self, after, *more):
        done = call("plan", "diff", "--store", self.store, "--playbook", PLAYBOOK, "--against", after, *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def test_the_shipped_playbook_passes_with_notes(self):
        for finding in self.lint(PLAYBOOK, "--as-of", "2026-01-01", expect=0):
            self.assertEqual(finding["severity"], "note", finding)

    def test_a_planted_fault_is_found_at_its_place(self):
        folder = self.playbook(
            "shadow",
            (
                "strategies.toml",
                'warning_level = "medium" and value_band >= 3',
                'warning_level = "high" and value_band >= 3',
            ),
        )
        edited(
            folder, "strategies.toml", 'match = [{ status = "active", warning_level = "medium", value_band = 3 }]\n', ""
        )
        edited(folder, "strategies.toml", '  { status = "active", warning_level = "high", value_band = 4 },\n', "")
        shadows = [
            finding
            for finding in self.lint(folder, expect=0)
            if finding["subject"] == "medium_warning_care" and finding["code"] == "shadowed"
        ]
        self.assertEqual([finding["other"] for finding in shadows], ["early_warning_call"])
        edited(folder, "strategies.toml", "budget = 1500\n", "")
        edited(
            folder,
            "strategies.toml",
            'action = { kind = "apply_discount", after = "issue", '
            "parameters = { discount_percent = 20, months = 3 } }\n",
            "",
        )
        edited(
            folder,
            "strategies.toml",
            'channels = ["call", "visit"]\nwhen = \'warning_level',
            'channels = ["app", "sms", "call"]\nwhen = \'warning_level',
        )
        (never,) = [finding for finding in self.lint(folder, expect=1) if finding["severity"] == "warning"]
        self.assertEqual(
            (never["code"], never["subject"], never["certainty"]), ("shadowed", "medium_warning_care", "proven")
        )
        line = (folder / "strategies.toml").read_text(encoding="utf-8").splitlines()[never["line"] - 1]
        self.assertTrue(line.startswith('when = \'warning_level = "high" and value_band >= 3'), line)

    def test_findings_speak_both_languages(self):
        folder = self.playbook(
            "mixed",
            (
                "strategies.toml",
                "when = '(complaints_open_days >= 10 or complaints_90d >= 2) and",
                "when = 'complaints_open_days >= 10 or complaints_90d >= 2 and",
            ),
        )
        edited(
            folder,
            "strategies.toml",
            '  { status = "terminated", complaints_open_days = 12, complaints_90d = 2 },\n',
            "",
        )
        english, chinese = (
            call("plan", "lint", "--playbook", folder, "--language", language) for language in ("en", "zh")
        )
        for done in (english, chinese):
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn('complaints_open_days >= 10 or (complaints_90d >= 2 and status = "active")', done.stdout)
        self.assertIn("binds tighter", english.stdout)
        self.assertIn("括号", chinese.stdout)

    def test_what_keeps_a_playbook_from_loading_is_a_finding(self):
        gap = self.playbook("gap", ("warning_levels.csv", '-,"""none"""\n', ""))
        (finding,) = self.lint(gap, expect=1)
        self.assertEqual((finding["code"], finding["severity"]), ("table_gap", "error"))
        gender = self.playbook(
            "gender", ("strategies.toml", "'line_month = 1 and", '\'gender = "female" and line_month = 1 and')
        )
        codes = {finding["code"] for finding in self.lint(gender, expect=1)}
        self.assertEqual(codes, {"not_loadable", "protected_trait"})
        self.assertEqual(call("plan", "lint", "--playbook", self.scratch / "nowhere").returncode, 3)

    def test_every_unknown_name_is_told_and_a_store_knows_more(self):
        folder = self.playbook(
            "names",
            (
                "strategies.toml",
                "'line_month = 1 and",
                '\'客户民族 = "汉" and tenure_mnths_text = "1" and line_month = 1 and',
            ),
        )
        edited(folder, "strategies.toml", 'match = [{ status = "active", line_month = 1 }]\n', "")
        findings = self.lint(folder, expect=1)
        unknown = [finding["sentence"] for finding in findings if finding["code"] == "unknown_name"]
        self.assertEqual(len(unknown), 2)
        self.assertTrue(any(finding["code"] == "protected_trait" for finding in findings))
        self.assertTrue(all(finding["code"] != "not_loadable" for finding in findings))
        self.lint(PLAYBOOK, "--store", self.store, expect=0)

    def test_the_same_playbook_changes_nothing(self):
        told = json.loads(self.diff(PLAYBOOK, "--format", "json").stdout)
        self.assertEqual((told["files"], told["rules"], told["actions"]), ([], [], []))
        issued = sum(row["verdict"] == "task" for row in rows_of(self.night["out"] / "matches.csv"))
        self.assertGreater(issued, 0)
        self.assertGreaterEqual(sum(row["kept"] for row in told["strategies"]), issued)

    def test_a_change_is_told_for_each_subscription(self):
        busiest = max(
            json.loads(self.diff(PLAYBOOK, "--format", "json").stdout)["strategies"], key=lambda row: row["kept"]
        )
        strategy, kept = busiest["strategy_id"], busiest["kept"]
        folder = self.playbook("renamed", ("strategies.toml", f'id = "{strategy}"', f'id = "{strategy}_2"'))
        if strategy in (folder / "work.toml").read_text(encoding="utf-8"):
            edited(folder, "work.toml", strategy, strategy + "_2")
        out = self.scratch / "changes.csv"
        done = self.diff(folder, "--out", out, "--language", "en")
        rows = rows_of(out)
        self.assertEqual(len([row for row in rows if row["before"] == strategy]), kept)
        for row in rows:
            if row["before"] == strategy:
                self.assertEqual(row["lost_code"], "absent")
        self.assertIn("strategies.toml: shown below", done.stdout)
        self.assertIn(f"{len(rows)} actions change among", done.stdout)
        self.assertEqual(list(csv.DictReader(io.StringIO(self.diff(folder, "--format", "csv").stdout))), rows)
        self.assertEqual(self.diff(folder, "--format", "csv").stdout, self.diff(folder, "--format", "csv").stdout)

    def test_what_the_frame_cannot_show_is_said(self):
        folder = self.playbook("stages", ("lifecycle_decline.csv", "hit=F\n", "hit=F\n# a remark\n"))
        self.assertIn("NOT shown", self.diff(folder, "--language", "en").stdout)
        done = self.diff(folder, "--format", "csv")
        self.assertIn("lifecycle_decline.csv", done.stderr)
        self.assertNotIn("lifecycle_decline.csv", done.stdout)

    def test_a_playbook_that_needs_another_frame_is_refused(self):
        folder = self.playbook(
            "richer", ("strategies.toml", "when = 'line_month = 1 and", "when = 'twice > 1 and line_month = 1 and")
        )
        with open(folder / "indicators.toml", "a", encoding="utf-8") as file:
            file.write(
                '\n[twice]\ndefinition = "x"\nexpression = "2 * line_month"\nscale = 0\nunit = "months"\nsource = "x"\n'
            )
        edited(folder, "strategies.toml", 'match = [{ status = "active", line_month = 1 }]\n', "")
        done = call("plan", "diff", "--store", self.store, "--playbook", PLAYBOOK, "--against", folder)
        self.assertEqual(done.returncode, 3, done.stdout)
        self.assertIn("twice", done.stderr)

    def test_a_store_that_is_not_there_is_refused(self):
        words = ("plan", "diff", "--playbook", PLAYBOOK, "--against", PLAYBOOK, "--store")
        self.assertEqual(call(*words, f"sqlite:{self.scratch}/none.db").returncode, 4)
        self.assertEqual(call(*words, self.store, "--period", "2020-13").returncode, 2)
        self.assertEqual(call(*words, self.store, "--period", "2020-01").returncode, 3)


class ColumnsOfTheExport(ProgramTest):
    """A playbook that names a column which only the export brings: the time zone of a line."""

    subscribers = 400

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for path in cls.boss.glob("subscriptions_*.csv"):
            header, *rows = path.read_bytes().rstrip(b"\n").split(b"\n")
            path.write_bytes(b"\n".join([header + b",TZ", *(row + b",Asia/Urumqi" for row in rows)]) + b"\n")
        cls.folder = cls.scratch / "zones"
        shutil.copytree(PLAYBOOK, cls.folder)
        edited(cls.folder, "contact.toml", "to = 08:00:00\n", 'to = 08:00:00\nzone = "TZ"\n')
        cls.store = f"sqlite:{cls.scratch}/zones.db"
        cls.night = cls().run_night("night", store=cls.store, playbook=cls.folder)

    def advance(self, task, at):
        words = ("--store", self.store, task["task_id"], "--playbook", self.folder, "--at", at)
        return call("tasks", "advance", *words)

    def test_a_task_is_started_by_the_clock_of_that_column(self):
        issued = rows_of(self.night["out"] / "tasks.csv")
        task = next(row for row in issued if row["assignee"])
        asleep = self.advance(task, "2026-01-02T09:30")
        self.assertEqual(asleep.returncode, 3, asleep.stdout)
        self.assertIn("08:00", asleep.stderr)
        awake = self.advance(task, "2026-01-02T10:30")
        self.assertEqual(awake.returncode, 0, awake.stderr)

    def test_lint_takes_the_column_for_an_extension(self):
        mapping = ("--mapping", self.boss / "mapping.toml")
        for more, severities in ((mapping, ["note"]), ((), ["warning"]), (("--store", self.store), [])):
            words = ("plan", "lint", "--playbook", self.folder, "--format", "json", *more)
            findings = json.loads(call(*words).stdout)
            found = [finding for finding in findings if finding["code"] == "unknown_name"]
            self.assertEqual([finding["severity"] for finding in found], severities)
            self.assertFalse([finding for finding in findings if finding["code"] == "not_loadable"])
            for finding in found:
                self.assertTrue(finding["file"].endswith("contact.toml"))
                self.assertIn("TZ", finding["sentence"])


if __name__ == "__main__":
    unittest.main()
