"""The verb indicators: a figure is what its facts say, a later correction shows, another catalogue is compared."""

import csv
import decimal
import io
import json
import shutil
import unittest

from program import PLAYBOOK, ProgramTest, call, rows_of


class Indicators(ProgramTest):
    dirt = 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store = f"sqlite:{cls.scratch}/night.db"
        cls.night = cls().run_night("night", store=cls.store)
        cls.figures = {row["subscription_id"]: row for row in rows_of(cls.night["out"] / "indicators.csv")}
        cls.line = next(id for id, row in cls.figures.items() if decimal.Decimal(row["arpu_3m"] or 0) > 0)

    def ask(self, verb, *words, expect=0):
        done = call("indicators", verb, *words, "--store", self.store, "--playbook", PLAYBOOK)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done.stdout

    def explain(self, indicator, *words, expect=0):
        return json.loads(self.ask("explain", indicator, self.line, "--format", "json", *words, expect=expect))

    def test_a_figure_is_what_its_facts_say(self):
        told = self.explain("arpu_3m")
        amounts = [decimal.Decimal(fact["values"]["amount"]) for fact in told["facts"]]
        self.assertEqual({fact["month"] for fact in told["facts"]}, {"2025-10", "2025-11", "2025-12"})
        self.assertEqual(told["value"], self.figures[self.line]["arpu_3m"])
        mean = sum(amounts) / len(amounts)
        self.assertEqual(
            decimal.Decimal(told["value"]), mean.quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_EVEN)
        )
        self.assertTrue(told["as_kept"])

    def test_a_formula_shows_its_inputs_and_a_rank_what_it_ranks(self):
        told = self.explain("value")
        self.assertEqual(set(told["inputs"]), {"arpu_12m", "arpu_6m", "cost_12m"})
        self.assertEqual(told["inputs"]["arpu_6m"], self.figures[self.line]["arpu_6m"])
        self.assertEqual(self.explain("value_rank")["inputs"], {"value": told["value"]})
        sentences = self.ask("explain", "value", self.line)
        self.assertIn(f"value of {self.line} is {told['value']}", sentences)
        self.assertIn("arpu_12m = ", sentences)

    def test_a_correction_that_came_later_is_told(self):
        boss = self.scratch / "corrected"
        shutil.copytree(self.boss, boss)
        store, self.store = self.store, f"sqlite:{self.scratch}/corrected.db"
        try:
            self.run_night("before", boss=boss, store=self.store)
            bills = boss / "bills_202512.csv"
            rows = list(csv.reader(io.StringIO(bills.read_text(encoding="utf-8"))))
            line, amount, changed = (rows[0].index(name) for name in ("SUBS_ID", "AMOUNT_LI", "CHANGED"))
            of_line = next(row for row in rows[1:] if row[line] == self.line)
            of_line[amount], of_line[changed] = str(int(of_line[amount]) + 3000), "20260115"
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(rows)
            bills.write_text(text.getvalue(), encoding="utf-8")
            self.run_night("after", boss=boss, store=self.store, as_of="2026-02-01")
            told = self.explain("arpu_3m", "--period", "2026-01", expect=1)
            self.assertEqual(told["kept"], self.figures[self.line]["arpu_3m"])
            self.assertEqual(decimal.Decimal(told["value"]), decimal.Decimal(told["kept"]) + 1)
            self.assertIn("The night kept", self.ask("explain", "arpu_3m", self.line, "--period", "2026-01", expect=1))
        finally:
            self.store = store

    def test_an_unknown_name_is_helped(self):
        done = call("indicators", "explain", "arpu_3", self.line, "--store", self.store, "--playbook", PLAYBOOK)
        self.assertEqual(done.returncode, 3)
        self.assertIn("arpu_3m", done.stderr)

    def test_the_catalogue_is_listed_with_its_versions(self):
        rows = list(csv.DictReader(io.StringIO(self.ask("list", "--format", "csv"))))
        columns = list(self.figures[self.line])
        self.assertEqual(
            [row["indicator"] for row in rows if row["indicator"] in columns],
            [name for name in columns if name in {row["indicator"] for row in rows}],
        )
        self.assertEqual(len({row["version"] for row in rows}), len(rows))
        value = next(row for row in rows if row["indicator"] == "value")
        self.assertEqual(value["inputs"].split(), ["arpu_12m", "arpu_6m", "cost_12m"])

    def test_another_catalogue_is_compared_line_by_line(self):
        folder = self.scratch / "another"
        shutil.copytree(PLAYBOOK, folder)
        path = folder / "indicators.toml"
        text = path.read_text(encoding="utf-8")
        self.assertIn("0.7 * (if arpu_6m", text)
        path.write_text(text.replace("0.7 * (if arpu_6m", "0.6 * (if arpu_6m", 1), encoding="utf-8")
        rows = list(csv.DictReader(io.StringIO(self.ask("diff", "--against", folder, "--format", "csv", expect=1))))
        effects = {row["indicator"]: row["effect"] for row in rows}
        self.assertEqual(effects["value"], "declared_otherwise")
        self.assertEqual(effects["value_rank"], "follows")
        self.assertNotIn("arpu_6m", effects)
        with_value = sum(1 for row in self.figures.values() if decimal.Decimal(row["arpu_6m"] or 0) >= 1)
        changed = int(next(row["lines"] for row in rows if row["indicator"] == "value"))
        self.assertGreaterEqual(changed, with_value)
        self.assertEqual(self.ask("diff", "--against", PLAYBOOK), "Both catalogues compute the same.\n")


if __name__ == "__main__":
    unittest.main()
