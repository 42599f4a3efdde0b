"""The verb segment: clusters of a night's lines, in words, month to month, and the report that draws them."""

import csv
import io
import json
import unittest

from program import PLAYBOOK, ProgramTest, call, rows_of

FIGURES = "arpu_6m,tenure_months"


class Segment(ProgramTest):
    dirt = 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store = f"sqlite:{cls.scratch}/night.db"
        case = cls()
        cls.first = case.run_night("first", store=cls.store)
        done = call("simulate", "--resume", cls.boss, "--actions", cls.first["out"] / "actions.csv")
        assert done.returncode == 0, done.stderr
        cls.second = case.run_night("second", store=cls.store, as_of="2026-02-01")

    def ask(self, verb, *words, expect=0):
        done = call("segment", verb, *words, "--format", "csv")
        self.assertEqual(done.returncode, expect, done.stderr)
        return list(csv.DictReader(io.StringIO(done.stdout))) if expect == 0 else done.stderr

    def lines(self, night, column):
        return {row["subscription_id"]: row[column] for row in rows_of(night["out"] / "indicators.csv")}

    def test_who_moved_adds_up_to_the_lines_of_both_nights(self):
        moves = self.ask("migrate", "--store", self.store)
        before, after = self.lines(self.first, "segment"), self.lines(self.second, "segment")
        expected = {}
        for line in set(before) | set(after):
            move = (before.get(line, ""), after.get(line, ""))
            expected[move] = expected.get(move, 0) + 1
        self.assertEqual({(row["before"], row["after"]): int(row["customers"]) for row in moves}, expected)
        self.assertIn("no column", self.ask("migrate", "--store", self.store, "--segment", "segmnt", expect=3))

    def test_clusters_of_the_catalogue_keep_their_numbers(self):
        before, after = self.lines(self.first, "behaviour"), self.lines(self.second, "behaviour")
        both = [line for line in before if before[line] and after.get(line)]
        self.assertGreater(len(both), 200)
        kept = sum(before[line] == after[line] for line in both)
        self.assertGreater(kept / len(both), 0.85)
        words = ("--store", self.store, "--playbook", PLAYBOOK, "--format", "json")
        done = call("indicators", "explain", "behaviour", both[0], *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["value"], after[both[0]])

    def test_a_fit_goes_on_from_an_earlier_one_and_is_told_in_words(self):
        alive = 'stage != "churned"'
        june, july = self.scratch / "june.csv", self.scratch / "july.csv"
        words = ("--store", self.store, "--columns", FIGURES, "--when", alive, "--k", "3")
        self.ask("fit", *words, "--period", "2026-01", "--out", june)
        clusters = self.ask("fit", *words, "--before", june, "--out", july)
        self.assertEqual([row["cluster"] for row in clusters], ["1", "2", "3"])
        self.assertAlmostEqual(sum(float(row["share"]) for row in clusters), 1, places=2)
        was = {row["subscription_id"]: row["cluster"] for row in rows_of(june)}
        now = {row["subscription_id"]: row["cluster"] for row in rows_of(july)}
        self.assertEqual(len(now), sum(int(row["rows"]) for row in clusters))
        same = [line for line in was if line in now]
        self.assertGreater(sum(was[line] == now[line] for line in same) / len(same), 0.9)
        moves = self.ask("migrate", "--before", june, "--after", july, "--segment", "cluster")
        self.assertEqual(sum(int(row["customers"]) for row in moves if row["after"]), len(now))
        rules = self.ask(
            "explain", "--store", self.store, "--columns", FIGURES, "--labels", july, "--segment", "cluster"
        )
        self.assertEqual([row["segment"] for row in rules], ["1", "2", "3"])
        for rule in rules:
            self.assertGreater(float(rule["fidelity"]), 0.8)
            self.assertRegex(rule["when"], "arpu_6m|tenure_months")

    def test_how_many_and_how_large(self):
        counts = self.ask("choose", "--store", self.store, "--columns", FIGURES, "--most", "4")
        self.assertEqual([row["k"] for row in counts], ["2", "3", "4"])
        self.assertEqual([row["verdict"] for row in counts].count("chosen"), 1)
        guard = sum(segment == "guard" for segment in self.lines(self.second, "segment").values())
        (size,) = self.ask("size", "--store", self.store, "--when", 'segment = "guard"')
        self.assertEqual(int(size["customers"]), guard)
        (part,) = self.ask("size", "--store", self.store, "--when", 'segment = "guard"', "--sample", "40")
        self.assertTrue(int(part["low"]) <= guard <= int(part["high"]))

    def test_what_cannot_be_asked_is_said(self):
        self.assertIn("--frame FILE.csv", self.ask("fit", "--columns", FIGURES, expect=2))
        self.assertIn("arpu_6m", self.ask("fit", "--store", self.store, "--columns", "arpu_6", expect=3))
        self.assertIn("--before A.csv", self.ask("migrate", expect=2))

    def test_the_report_draws_survival_profiles_and_moves(self):
        page = (self.second["out"] / "report.html").read_text(encoding="utf-8")
        for heading in ("分合约留存曲线", "细分画像", "细分迁移", "阶段预计停留时间", "数据聚类：behaviour"):
            self.assertIn(heading, page)


if __name__ == "__main__":
    unittest.main()
