"""Call detail records through whole nights: the days they say, and no delivery, however often or late, that doubles."""

import csv
import io
import unittest

from program import ProgramTest, balanced, call, rows_of

MAPPING = """
version = 1
[[feed]]
name = "customers"
files = "customers.csv"
[[feed.entity]]
table = "customers"
fields = { customer_id = "CUST" }
[[feed]]
name = "lines"
files = "lines.csv"
[[feed.entity]]
table = "subscriptions"
fields = { subscription_id = "SUBS", customer_id = "CUST", status = { constant = "active" }, activated = "OPENED" }
[[feed]]
name = "calls"
files = "Master*.csv"
required = false
mode = "increment"
[feed.calls]
layout = "asterisk"
direction = { column = "dcontext", incoming = ["from-trunk"] }
"""


def record(account, day, seconds, number, context="internal"):
    when = f"{day} 10:00:00"
    return (f'"{account}","100","1380000{number:04}","{context}","""W"" <100>","SIP/1","SIP/2","Dial","x","{when}",'
            f'"{when}","{when}",{seconds},{seconds},"ANSWERED","DOCUMENTATION","{number}.1",""\n')


DECEMBER = record("S1", "2025-12-01", 60, 1) + record("S1", "2025-12-30", 30, 2) + record("S2", "2025-12-05", 10, 3)
LATE = record("S2", "2025-12-20", 50, 4) + record("S1", "2025-12-30", 5, 5)


class Calls(ProgramTest):
    subscribers, dirt, months = 10, 0, 1

    def export(self, name, **files):
        boss = self.scratch / name
        boss.mkdir(exist_ok=True)
        (boss / "mapping.toml").write_text(MAPPING, encoding="utf-8")
        (boss / "customers.csv").write_text("CUST\nK1\n", encoding="utf-8")
        lines = "SUBS,CUST,OPENED\nS1,K1,2020-01-01\nS2,K1,2020-01-01\n"
        (boss / "lines.csv").write_text(lines, encoding="utf-8")
        for file, text in files.items():
            (boss / f"{file}.csv").write_text(text, encoding="utf-8")
        return boss

    def night(self, name, boss, store):
        summary = self.run_night(f"{store}_{name}", boss=boss, store=f"sqlite:{self.scratch}/{store}.db")
        self.assertTrue(balanced(summary))
        return summary

    def silent(self, summary):
        return {row["subscription_id"]: row["days_silent"] for row in rows_of(summary["out"] / "indicators.csv")}

    def test_days_since_the_last_outgoing_call_come_from_the_records(self):
        boss = self.export("days", Master=DECEMBER + record("S2", "2025-12-31", 9, 9, "from-trunk"))
        done = call("validate", "--boss", boss, "--mapping", boss / "mapping.toml")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("4 rows for usage", done.stdout)
        self.assertEqual(self.silent(self.night("1", boss, "days")), {"S1": "2", "S2": "27"})

    def test_replays_copies_and_growth_double_nothing(self):
        boss = self.export("replay", Master=DECEMBER)
        first = self.night("1", boss, "replay")
        self.assertEqual((first["rows_read"], first["rows_accepted"]), (6, 6))
        again = self.night("2", boss, "replay")
        self.assertEqual((again["rows_accepted"], again["digest"]), (0, first["digest"]))
        (boss / "Master_copy.csv").write_text(DECEMBER, encoding="utf-8")
        copied = self.night("3", boss, "replay")
        self.assertEqual((copied["rows_accepted"], copied["digest"]), (0, first["digest"]))
        (boss / "Master_copy.csv").unlink()
        (boss / "Master.csv").write_text(DECEMBER + LATE, encoding="utf-8")
        grown = self.night("4", boss, "replay")
        self.assertEqual((grown["rows_accepted"], grown["rows_conflicting"]), (2, 0))
        # One night over all that was ever told says the same.
        self.assertEqual(self.night("1", boss, "fresh")["digest"], grown["digest"])

    def test_late_records_in_another_file_are_added(self):
        boss = self.export("late", Master_1=DECEMBER)
        self.night("1", boss, "late")
        (boss / "Master_2.csv").write_text(LATE, encoding="utf-8")
        late = self.night("2", boss, "late")
        self.assertEqual(late["rows_accepted"], 2)
        self.assertEqual(self.silent(late), {"S1": "2", "S2": "12"})
        together = self.export("together", Master_1=DECEMBER, Master_2=LATE)
        self.assertEqual(self.night("1", together, "together")["digest"], late["digest"])

    def test_single_records_that_repeat_in_another_file_are_counted_and_whole_days_show_in_the_quality(self):
        # The tail of DECEMBER without its first record is a file of its own: nothing is left to know its records by.
        tail = record("S1", "2025-12-30", 30, 2) + record("S2", "2025-12-05", 10, 3)
        boss = self.export("tail", Master=DECEMBER)
        store = f"sqlite:{self.scratch}/tail.db"

        def unique():
            asked = call("quality", "--store", store, "--table", "usage", "--format", "csv")
            self.assertEqual(asked.returncode, 0, asked.stderr)
            rows = list(csv.DictReader(io.StringIO(asked.stdout)))
            return [(row["good"], row["all"]) for row in rows if row["measure"] == "uniqueness"]

        first = self.night("1", boss, "tail")
        self.assertEqual(unique(), [("3", "3")])
        (boss / "Master_copy.csv").write_text(DECEMBER, encoding="utf-8")
        copied = self.night("2", boss, "tail")
        self.assertEqual((copied["rows_accepted"], copied["digest"], unique()), (0, first["digest"], [("3", "3")]))
        (boss / "Master_tail.csv").write_text(tail, encoding="utf-8")
        self.assertEqual(self.night("3", boss, "tail")["rows_accepted"], 2)
        self.assertEqual(unique(), [("3", "5")])
        quality = rows_of(self.scratch / "tail_3" / "quality.csv")
        told = {row["subject"]: row["value"] for row in quality if row["finding"] == "uniqueness"}
        self.assertEqual(told["usage.row by calls"], "60.00")

    def test_no_number_and_no_name_is_kept(self):
        boss = self.export("private", Master=DECEMBER + '"S1","100"\n' + record("S1", "2025-13-01", 1, 7))
        summary = self.night("1", boss, "private")
        self.assertEqual(summary["rows_quarantined"], 2)
        reasons = sorted(row["reason"] for row in rows_of(summary["out"] / "quarantine.csv"))
        self.assertEqual(reasons, ["bad_date", "field_count"])
        for path in [self.scratch / "private.db", *summary["out"].iterdir()]:
            self.assertFalse(path.is_file() and b"13800000" in path.read_bytes(), path)


if __name__ == "__main__":
    unittest.main()
