"""The verb match: rows of a CSV file against strategies, in every form, and what it says of what is wrong."""

import csv
import io
import json
import pathlib
import random
import tempfile
import unittest

from program import SOURCE, call

FOLDER = SOURCE / "examples" / "match"
FRAME = FOLDER / "customers.csv"
STRATEGIES = FOLDER / "strategies.csv"


class Match(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.scratch = pathlib.Path(scratch.name)

    def ask(self, *words, expect=0, frame=FRAME, strategies=STRATEGIES, as_of="2026-01-01"):
        more = ("--as-of", as_of) if as_of else ()
        done = call("match", "--frame", frame, "--strategies", strategies, *more, *words)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done

    def file(self, name, text, encoding="utf-8"):
        path = self.scratch / name
        path.write_bytes(text.encode(encoding))
        return path

    def rows(self, *words, **more):
        return list(csv.DictReader(io.StringIO(self.ask(*words, "--format", "csv", **more).stdout)))

    def test_every_match_by_row_then_priority(self):
        out = self.scratch / "out.csv"
        done = self.ask("--out", out)
        self.assertEqual(done.stdout, "")
        self.assertIn("4 rows, 3 strategies, 5 matches", done.stderr)
        self.assertEqual(
            out.read_text(encoding="utf-8").splitlines(),
            [
                "row,customer,strategy,priority",
                "0,0000000001,renewal,90",
                "0,0000000001,big_user,20",
                "1,0000000002,silent,80",
                "2,0000000003,big_user,20",
                "3,0000000004,renewal,90",
            ],
        )

    def test_a_frame_without_rows_or_without_values_matches_nothing(self):
        header = FRAME.read_text(encoding="utf-8").splitlines()[0]
        for rows in ("", "7" + "," * header.count(",") + "\n"):
            frame = self.file("bare.csv", header + "\n" + rows)
            self.assertEqual(self.rows(frame=frame), [])
            counts = {row["strategy"]: row["matches"] for row in self.rows("--counts", frame=frame)}
            self.assertEqual(set(counts.values()), {"0"})

    def test_each_format_tells_the_same(self):
        rows = self.rows()
        self.assertEqual(json.loads(self.ask("--format", "json").stdout)[0], {**rows[0], "row": 0, "priority": 90})
        self.assertEqual(len(self.ask("--format", "ndjson").stdout.splitlines()), len(rows))
        self.assertIn("0000000002", self.ask().stdout)  # a table
        written = self.scratch / "out.json"
        self.ask("--format", "json", "--out", written)
        self.assertEqual(len(json.loads(written.read_text(encoding="utf-8"))), len(rows))

    def test_the_first_of_each_row_and_the_counts(self):
        self.assertEqual(
            [(row["row"], row["strategy"]) for row in self.rows("--top", "1")],
            [("0", "renewal"), ("1", "silent"), ("2", "big_user"), ("3", "renewal")],
        )
        self.assertEqual(
            {row["strategy"]: row["matches"] for row in self.rows("--counts")},
            {"renewal": "2", "silent": "1", "big_user": "2"},
        )
        self.ask("--counts", "--top", "1", expect=2)

    def test_the_column_that_names_a_row(self):
        self.assertEqual(self.rows("--id", "plan")[0]["plan"], "5G-129")
        wrong = self.ask("--id", "custmer", expect=3)
        self.assertIn("did you mean 'customer'?", wrong.stderr)

    def test_strategies_from_toml_csv_and_json_match_the_same(self):
        with open(STRATEGIES, encoding="utf-8", newline="") as file:
            rules = list(csv.DictReader(file))
        toml = "".join(
            f"[[strategy]]\nid = '{rule['id']}'\npriority = {rule['priority']}\nwhen = '''{rule['when']}'''\n"
            for rule in rules
        )
        listed = json.dumps([{**rule, "priority": int(rule["priority"])} for rule in rules])
        expected = self.ask("--format", "csv").stdout
        for name, text in {"s.toml": toml, "s.json": listed}.items():
            with self.subTest(name):
                self.assertEqual(self.ask("--format", "csv", strategies=self.file(name, text)).stdout, expected)

    def test_a_byte_order_mark_and_another_encoding_change_nothing(self):
        text = FRAME.read_text(encoding="utf-8").replace("5G-129", "畅享-129")
        plain = self.rows("--id", "plan", frame=self.file("plain.csv", text))
        self.assertEqual(plain[0]["plan"], "畅享-129")
        marked = self.file("marked.csv", text, "utf-8-sig")
        chinese = self.file("chinese.csv", text, "gb18030")
        self.assertEqual(self.rows("--id", "plan", frame=marked), plain)
        self.assertEqual(self.rows("--id", "plan", "--encoding", "gb18030", frame=chinese), plain)
        self.assertIn("chinese.csv:2", self.ask(frame=chinese, expect=3).stderr)

    def test_what_is_wrong_is_named_with_its_place(self):
        strategies = "id,when,priority\nfirst,arpu > 50,1\nsecond,arp > 50,2\n"
        frame = FRAME.read_text(encoding="utf-8")
        cases = {
            "s.csv:3:8: unknown_name": {"strategies": self.file("s.csv", strategies)},
            "did you mean arpu?": {"strategies": self.file("s.csv", strategies)},
            "--as-of YYYY-MM-DD": {"as_of": None},
            "(%s:4), --null 'n/a'" % self.file("f.csv", frame.replace("199.00", "n/a")): {
                "frame": self.scratch / "f.csv"
            },
            "g.csv:3: malformed_file": {"frame": self.file("g.csv", "a,b\n1,2\n3\n")},
            "no_such.csv": {"frame": self.scratch / "no_such.csv"},
            "a column as_of": {"frame": self.file("h.csv", "as_of,arpu\n2026-01-01,1\n"), "expect": 2},
        }
        for hint, more in cases.items():
            with self.subTest(hint):
                self.assertIn(hint, self.ask(**{"expect": 3, **more}).stderr)
        self.assertEqual(len(self.rows("--null", "n/a", frame=self.scratch / "f.csv")), 5)

    def test_a_failed_match_leaves_no_file(self):
        out = self.scratch / "out.csv"
        self.ask("--out", out, expect=3, strategies=self.file("s.csv", "id,when\na,no_name > 1\n"))
        self.assertFalse(out.exists())

    def test_the_same_bytes_for_any_threads_over_many_blocks(self):
        dice = random.Random(7)
        lines = ["key,a,b,c"]
        expected = {"low": 0, "pair": 0}
        for row in range(300_000):
            a, b = dice.randrange(100), dice.choice(["x", "y", ""])
            lines.append(f"{row:07d},{a / 10},{b},{dice.choice(['true', 'false'])}")
            expected["low"] += a < 30
            expected["pair"] += a >= 90 and b == "x"
        frame = self.file("big.csv", "\n".join(lines) + "\n")
        rules = self.file("s.csv", 'id,when,priority\nlow,a < 3,1\npair,"a >= 9 and b = ""x""",2\n')
        written = []
        for threads in (1, 3):
            out = self.scratch / f"out{threads}.csv"
            self.ask("--out", out, "--threads", threads, frame=frame, strategies=rules, as_of=None)
            written.append(out.read_bytes())
        self.assertEqual(written[0], written[1])
        with open(self.scratch / "out1.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for strategy, count in expected.items():
            self.assertEqual(sum(row["strategy"] == strategy for row in rows), count)
        self.assertEqual([int(row["row"]) for row in rows], sorted(int(row["row"]) for row in rows))
        self.assertTrue(all(int(row["row"]) == int(row["key"]) for row in rows))


if __name__ == "__main__":
    unittest.main()
