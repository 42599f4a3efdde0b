"""The verbs train and score on the shipped data: what they write, what they say of a model, and of what is wrong."""

import csv
import io
import json
import pathlib
import tempfile
import unittest

from program import SOURCE, call

IRANIAN = SOURCE / "examples" / "iranian" / "Customer_Churn.csv"


class Churn(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.scratch = pathlib.Path(cls.folder.name)
        lines = IRANIAN.read_text(encoding="utf-8").splitlines()
        cls.frame = cls.scratch / "frame.csv"
        rows = [f"id,{lines[0]}"] + [f"c{i:04},{line}" for i, line in enumerate(lines[1::4])]
        cls.frame.write_text("\n".join(rows) + "\n", encoding="utf-8")
        cls.model = cls.scratch / "churn.model"
        cls.card = json.loads(cls.train("--model", cls.model, "--format", "json", "--period", "12 months").stdout)

    @classmethod
    def train(cls, *words, expect=0, frame=None, target="Churn"):
        done = call("train", "--frame", frame or cls.frame, "--target", target, "--id", "id", *words)
        assert done.returncode == expect, done.stderr
        return done

    def score(self, *words, expect=0, frame=None):
        done = call("score", "--frame", frame or self.frame, "--model", self.model, *words)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done

    def rows(self, *words, **more):
        done = self.score(*words, "--language", "en", "--format", "csv", **more)
        return list(csv.DictReader(io.StringIO(done.stdout)))

    def test_the_card_tells_rows_quality_and_columns(self):
        card = self.card
        self.assertEqual((card["rows"], card["period"]), (788, "12 months"))
        held_out = card["held_out"]
        self.assertLess(held_out["roc_auc"]["low"], held_out["roc_auc"]["value"])
        self.assertGreater(held_out["roc_auc"]["value"], 0.93)
        self.assertEqual(len(held_out["reliability"]), 10)
        self.assertNotIn("id", [column["name"] for column in card["columns"]])

    def test_a_model_is_not_overwritten_by_a_slip_and_is_the_same_again(self):
        done = self.train("--model", self.model, expect=3)
        self.assertIn("--replace", done.stderr)
        again = self.scratch / "again.model"
        told = self.train("--model", again, "--threads", "2", "--period", "12 months").stdout
        self.assertEqual(again.read_bytes(), self.model.read_bytes())
        self.assertIn("calibration_slope", told)
        self.assertIn("what a team catches", told)
        self.train("--model", again, "--replace", "--leave-out", "Status")
        self.assertNotEqual(again.read_bytes(), self.model.read_bytes())

    def test_warnings_name_the_customer_the_band_and_reasons(self):
        rows = self.rows()
        self.assertEqual(len(rows), 788)
        self.assertEqual(list(rows[0]), ["id", "probability", "band", "reason_1", "reason_2", "reason_3"])
        top = self.rows("--top", "5")
        best = sorted(rows, key=lambda row: -float(row["probability"]))[:5]
        self.assertEqual([row["probability"] for row in top], [row["probability"] for row in best])
        self.assertTrue(all(row["band"] == "high" and row["reason_1"] for row in top))
        out = self.scratch / "warnings.csv"
        done = self.score("--out", out, "--target", "Churn", "--threads", "2", "--language", "en")
        self.assertEqual(done.stdout, "")
        self.assertIn("788 rows scored", done.stderr)
        self.assertIn("ROC AUC 0.9", done.stderr)
        self.assertEqual(list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))), rows)
        self.assertIn("投诉", self.score("--language", "zh", "--format", "csv").stdout)

    def test_a_model_is_judged_and_drift_is_told(self):
        quality = json.loads(self.score("--judge", "--format", "json").stdout)
        self.assertGreater(quality["roc_auc"]["value"], 0.97)
        drift = self.rows("--drift")
        self.assertEqual(drift[0]["name"], "probability")
        self.assertEqual({row["change"] for row in drift[1:]}, {"steady"})

    def test_what_is_wrong_is_said(self):
        self.assertIn("did you mean 'Churn'", self.train("--model", "x", expect=3, target="Chrun").stderr)
        text = self.frame.read_text(encoding="utf-8")
        no_status = self.scratch / "no_status.csv"
        no_status.write_text(text.replace("Status", "Stand"), encoding="utf-8")
        self.assertIn("'Status'", self.score(expect=3, frame=no_status).stderr)
        lines = text.splitlines()
        cells = lines[5].split(",")
        cells[5] = "n/a"
        mistyped = self.scratch / "mistyped.csv"
        mistyped.write_text("\n".join([*lines[:5], ",".join(cells), *lines[6:]]) + "\n", encoding="utf-8")
        self.assertIn("--null 'n/a'", self.score(expect=3, frame=mistyped).stderr)
        self.assertEqual(len(self.rows("--null", "n/a", frame=mistyped)), 788)
        damaged = self.scratch / "damaged.model"
        damaged.write_bytes(self.model.read_bytes()[:-9])
        done = call("score", "--frame", self.frame, "--model", damaged)
        self.assertEqual(done.returncode, 3)
        self.assertIn("damaged", done.stderr)


if __name__ == "__main__":
    unittest.main()
