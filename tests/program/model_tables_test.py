"""A playbook whose tables are decision models (.dmn) does what the same playbook does with sheets (.csv)."""

import csv
import shutil
import unittest
from xml.sax.saxutils import escape

from program import PLAYBOOK, ProgramTest, rows_of

POLICIES = {"U": "UNIQUE", "F": "FIRST", "A": "ANY", "P": "PRIORITY", "R": "RULE ORDER", "O": "OUTPUT ORDER"}
COLLECTS = {"C": "", "C+": "SUM", "C<": "MIN", "C>": "MAX", "C#": "COUNT"}


def texts(tag, cells):
    return "".join(f"<{tag}><text>{escape(cell)}</text></{tag}>" for cell in cells)


def policy_of(letters):
    if letters in POLICIES:
        return f'hitPolicy="{POLICIES[letters]}"'
    return f'hitPolicy="COLLECT" aggregation="{COLLECTS[letters]}"'.replace(' aggregation=""', "")


def model_of(path):
    """The sheet as a model, comments and notes left out."""
    rows = [row for row in csv.reader(path.read_text(encoding="utf-8").splitlines()) if row and row[0][:1] != "#"]
    heads = [head.split(":", 1) for head in rows[1]]
    inputs = [i for i, head in enumerate(heads) if head[0] == "when"]
    outputs = [i for i, head in enumerate(heads) if head[0] == "then"]
    table = "".join(f"<input>{texts('inputExpression', [heads[i][1].strip()])}</input>" for i in inputs)
    table += "".join(f'<output name="{heads[i][1].strip()}"/>' for i in outputs)
    for row in rows[2:]:
        tests, results = texts("inputEntry", [row[i] for i in inputs]), texts("outputEntry", [row[i] for i in outputs])
        table += f"\n<rule>{tests}{results}</rule>"
    policy = policy_of(rows[0][0].removeprefix("hit="))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="n" name="m">'
        f'<decision name="{path.stem}"><decisionTable {policy}>{table}</decisionTable></decision></definitions>'
    )


class ModelTables(ProgramTest):
    subscribers = 200

    def modelled(self, name):
        folder = self.scratch / name
        shutil.copytree(PLAYBOOK, folder)
        for path in folder.glob("*.csv"):
            path.with_suffix(".dmn").write_text(model_of(path), encoding="utf-8")
            path.unlink()
        return folder

    def test_a_night_with_models_is_the_night_with_sheets(self):
        folder = self.modelled("models")
        self.assertEqual(len(list(folder.glob("*.dmn"))), 10)
        sheets, models = self.run_night("with_sheets"), self.run_night("with_models", playbook=folder)
        for key in ("stages", "segments", "warnings", "matched", "funnel", "tasks_issued", "digest"):
            self.assertEqual(models[key], sheets[key], key)
        self.assertGreater(models["tasks_issued"], 0)
        for table in ("indicators.csv", "matches.csv"):
            self.assertEqual(rows_of(models["out"] / table), rows_of(sheets["out"] / table))

    def test_an_error_names_the_decision_the_rule_and_the_cell(self):
        folder = self.modelled("broken")
        path = folder / "segments.dmn"
        path.write_text(path.read_text(encoding="utf-8").replace('"decline"', '"declin"', 1), encoding="utf-8")
        done = self.run_night("broken_run", playbook=folder, expect=3)
        self.assertRegex(done.stderr, r"segments\.dmn:\d+:\d+")
        self.assertIn("decision segments, rule 4, input 1", done.stderr)
        self.assertIn('did you mean "decline"?', done.stderr)


if __name__ == "__main__":
    unittest.main()
