"""The verb decide: values and reasons in every format, and the exit codes."""

import json
import pathlib
import tempfile
import unittest

from program import SOURCE, call

FOLDER = SOURCE / "examples" / "decision"
MODEL = FOLDER / "retention_offer.dmn"


class Decide(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.input = pathlib.Path(self.scratch.name) / "input.json"

    def ask(self, *words, inputs=None, expect=0, model=MODEL):
        path = FOLDER / "customer.json"
        if inputs is not None:
            path = self.input
            path.write_text(inputs if isinstance(inputs, str) else json.dumps(inputs), encoding="utf-8")
        done = call("decide", "--model", model, "--input", path, *words)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done

    def test_one_decision_and_all_of_them(self):
        one = self.ask("--decision", "Retention offer", "--format", "json")
        self.assertEqual(
            json.loads(one.stdout),
            {"decision": "Retention offer", "value": {"offer": True, "new fee": 84.15}, "reasons": []},
        )
        self.assertEqual(
            self.ask().stdout.splitlines(),
            ["Days left = 20", "Discount = 15", "Retention offer = {offer: true, new fee: 84.15}"],
        )

    def test_numbers_keep_their_digits(self):
        inputs = (
            '{"Grade": "basic", "Monthly fee": 12345678901234567890.01, '
            '"Contract end": "2027-01-01", "As of": "2026-01-01"}'
        )
        self.assertIn("12345678901234567890.01", self.ask("--decision", "Retention offer", inputs=inputs).stdout)

    def test_what_is_null_says_why(self):
        done = self.ask("--decision", "Days left", inputs={"As of": "tomorrow"})
        self.assertEqual(done.stdout, "Days left = null\n")
        self.assertIn('As of is a date, not "tomorrow"', done.stderr)

    def test_inputs_that_are_missing_or_misspelt_are_told(self):
        done = self.ask("--decision", "Discount", inputs={"grade": "silver", "Monthly fee": 99})
        self.assertEqual(len(done.stdout.splitlines()), 1)
        self.assertIn("note: the model has no input grade; did you mean 'Grade'?", done.stderr)
        self.assertIn("note: the input Grade was not given", done.stderr)
        self.assertNotIn("Monthly fee", done.stderr)
        stranger = self.ask("--decision", "Discount", "--format", "json", inputs={"customer": 1})
        self.assertIn("note: the model has no input customer\n", stranger.stderr)
        self.assertIn("the input Grade was not given", json.loads(stranger.stdout)["reasons"])
        self.assertEqual(self.ask().stderr, "")
        called = self.ask("--decision", "Offer service", inputs={"Days left": 5, "Grade": "basic", "Monthly fee": 100})
        self.assertEqual(called.stderr, "")

    def test_exit_codes(self):
        self.assertIn("did you mean Discount?", self.ask("--decision", "Discont", expect=3).stderr)
        self.assertIn("JSON", self.ask(inputs='{"a": ', expect=3).stderr)
        self.assertIn("JSON object", self.ask(inputs=[1], expect=3).stderr)
        self.assertIn("occurs twice", self.ask(inputs='{"a": 1, "a": 2}', expect=3).stderr)
        self.ask(model=FOLDER / "none.dmn", expect=3)
        broken = pathlib.Path(self.scratch.name) / "broken.dmn"
        broken.write_text(
            MODEL.read_text(encoding="utf-8").replace("Discount &gt; 0", "Discount &gt;"), encoding="utf-8"
        )
        self.assertIn(f"{broken}:", self.ask(model=broken, expect=1).stderr)


if __name__ == "__main__":
    unittest.main()
