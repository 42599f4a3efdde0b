"""Hostile files: whatever they hold, every row is accounted for with a reason, and memory stays bounded.

Each case is a bills file beside a small good export, with what must come of its rows: how many are good, and how many
are refused for which reason; or the error that the file as a whole is. `validate` and `run` must agree on it, and in a
run rows read = accepted + duplicate + quarantined, the other good rows untouched.
"""

import json
import os
import pathlib
import unittest
from collections import Counter
from dataclasses import dataclass, field

from program import PROGRAM, ProgramTest, balanced, call, rows_of

CUSTOMERS = b"CUST,KIND\nK1,individual\nK2,group\n"
LINES = b"SUBS,CUST,STATUS\nS1,K1,active\nS2,K1,active\nS3,K2,active\n"
MAPPING = """
version = 1
date_pattern = "yyyyMMdd"
[[feed]]
name = "customers"
files = "customers.csv"
[[feed.entity]]
table = "customers"
fields = { customer_id = "CUST", customer_type = "KIND" }
[[feed]]
name = "lines"
files = "lines.csv"
[[feed.entity]]
table = "subscriptions"
fields = { subscription_id = "SUBS", customer_id = "CUST", status = "STATUS" }
[[feed]]
name = "bills"
files = "bills_*.csv"
required = false
OPTIONS
[[feed.entity]]
table = "bills"
[feed.entity.fields]
subscription_id = "SUBS"
month = { column = "MONTH", pattern = "yyyyMM" }
amount = "AMOUNT"
paid = "PAID"
"""
HEAD = b"SUBS,MONTH,AMOUNT,PAID,NOTE\n"
GOOD = b"S1,202601,59.00,20260105,x\n"
NEXT = b"S2,202601,12.5,,y\n"


@dataclass
class Case:
    name: str
    body: bytes  # of bills_202601.csv, after HEAD unless `whole`
    good: int = 0
    refused: dict = field(default_factory=dict)  # reason: rows, of validate
    orphans: int = 0  # good rows whose owner nobody knows: a run quarantines them too
    repeats: int = 0  # good rows that say again what another said
    error: str = ""  # the file as a whole
    options: str = ""
    whole: bool = False

    def bytes(self):
        return self.body if self.whole else HEAD + self.body


def bad(name, body, reason, good=0, rows=1, **more):
    return Case(name, body, good, {reason: rows}, **more)


def number(name, text, reason):
    return bad(f"amount {name}", b"S1,202601," + text + b",,\n" + NEXT, reason, good=1)


def date(name, text, reason="bad_date"):
    return bad(f"paid {name}", b"S1,202601,1," + text + b",\n" + NEXT, reason, good=1)


def whole(name, body, error="", good=0, **more):
    return Case(name, body, good, error=error, whole=True, **more)


GB = 'encoding = "gb18030"'
CASES = [
    # Encodings and characters that are cut.
    whole("a mark at the start", b"\xef\xbb\xbf" + HEAD + GOOD, good=1),
    Case("a mark inside is part of the id", "\ufeffS1,202601,1,,\n".encode() + NEXT, good=2, orphans=1),
    whole("UTF-16, little end first", (HEAD + GOOD).decode().encode("utf-16"), "malformed_encoding"),
    whole("UTF-16, big end first", b"\xfe\xff" + (HEAD + GOOD).decode().encode("utf-16-be"), "malformed_encoding"),
    whole("UTF-32", (HEAD + GOOD).decode().encode("utf-32"), "malformed_encoding"),
    bad("a byte of no encoding", b"S1,202601,1,,\xff\n" + NEXT, "bad_encoding", good=1),
    bad("a character cut before the separator", b"S1,202601,1,\xe4\xb8,\n" + NEXT, "bad_encoding", good=1,
        options='encoding = "utf-8"'),
    bad("a character cut at the end of the file", GOOD + b"S2,202601,1,,\xe4\xb8", "bad_encoding", good=1),
    bad("an overlong slash", b"S1,202601,1,,\xc0\xaf\n" + NEXT, "bad_encoding", good=1, options='encoding = "utf-8"'),
    bad("half a surrogate", b"S1,202601,1,,\xed\xa0\x80\n" + NEXT, "bad_encoding", good=1,
        options='encoding = "utf-8"'),
    bad("past the last character", b"S1,202601,1,,\xf4\x90\x80\x80\n", "bad_encoding", options='encoding = "utf-8"'),
    bad("GB18030 under the name of UTF-8", "S1,202601,1,,账单\n".encode("gb18030"), "bad_encoding",
        options='encoding = "utf-8"'),
    bad("GB18030: a lead byte before a comma", b"S1,202601,1,\xc4,\n" + NEXT, "bad_encoding", good=1, options=GB),
    bad("GB18030: a lead byte before a line end", b"S1,202601,1,,\xc4\n" + NEXT, "bad_encoding", good=1, options=GB),
    bad("GB18030: half of four bytes", b"S1,202601,1,,\x81\x30\n" + NEXT, "bad_encoding", good=1, options=GB),
    Case("GB18030: four bytes", "S1,202601,1,,\U0001f600\u4e02\n".encode("gb18030"), good=1, options=GB),
    bad("GB18030: FF", b"S1,202601,1,,\xff\n", "bad_encoding", options=GB),
    whole("a header of no encoding", b"SUBS,MONTH,AMOUNT,PAID,\xff\xff\n" + GOOD, "malformed_encoding",
          options='encoding = "utf-8"'),
    # Line ends and framing.
    whole("CR LF", (HEAD + GOOD + NEXT).replace(b"\n", b"\r\n"), good=2),
    whole("CR alone", (HEAD + GOOD + NEXT).replace(b"\n", b"\r"), good=2),
    Case("all line ends in one file", GOOD[:-1] + b"\r\n" + NEXT[:-1] + b"\rS3,202601,1,,\n", good=3),
    Case("no last line end", GOOD + NEXT[:-1], good=2),
    Case("empty lines between", b"\n\n\r\n" + GOOD + b"\n\n" + NEXT + b"\n\n\n", good=2),
    Case("a header and nothing else", b""),
    whole("line ends alone", b"\n\r\n\n", "malformed_file"),
    whole("a mark alone", b"\xef\xbb\xbf", "malformed_file"),
    bad("an end-of-file sign of old systems", GOOD + b"\x1a\n", "field_count", good=1),
    bad("a line of blanks", GOOD + b"   \n", "field_count", good=1),
    whole("zero bytes alone", b"\0" * 100_000, "missing_column"),
    Case("a zero byte where nothing is read", b"S1,202601,1,,a\0b\n", good=1),
    bad("a zero byte in an id", b"S\x001,202601,1,,\n" + NEXT, "bad_text", good=1),
    # Quotes.
    Case("separators, quotes and line ends in quotes", b'S1,202601,"1",,"a,b""c\nd\r\ne"\n' + NEXT, good=2),
    bad("text after a closing quote", b'S1,202601,1,,"a"b\n' + NEXT, "bad_quote", good=1),
    bad("a quote that never closes costs its line", b'S1,202601,1,,"a\n' + GOOD + NEXT, "bad_quote", good=2),
    bad("a quote that never closes at the end", GOOD + b'S2,202601,1,,"', "bad_quote", good=1),
    Case("a quote inside a field is a sign", b'S1,202601,1,,5"\n', good=1),
    Case("quotes are signs where there are none", b'S1,202601,1,,"a\n', good=1, options='quote = ""'),
    # Fields and columns.
    bad("too few fields", b"S1,202601\n" + NEXT, "field_count", good=1),
    bad("too many fields", b"S1,202601,1,,x,more\n" + NEXT, "field_count", good=1),
    bad("a separator at the end", b"S1,202601,1,,x,\n" + NEXT, "field_count", good=1),
    bad("ten thousand fields", b"S1" + b"," * 10_000 + b"\n" + NEXT, "field_count", good=1),
    whole("a header of five thousand columns", HEAD[:-1] + b",c" * 5000 + b"\n", "malformed_file"),
    whole("a mapped column twice", b"SUBS,MONTH,AMOUNT,AMOUNT,PAID\nS1,202601,1,2,\n", "mapping_invalid"),
    whole("another column twice", b"SUBS,MONTH,AMOUNT,PAID,N,N\nS1,202601,1,,a,b\n", good=1),
    whole("a renamed column", b"SUBS,MONTH,AMOUMT,PAID\nS1,202601,1,\n", "missing_column"),
    whole("a column in small letters", b"subs,MONTH,AMOUNT,PAID\nS1,202601,1,\n", "missing_column"),
    whole("a column with a blank before it", b" SUBS,MONTH,AMOUNT,PAID\nS1,202601,1,\n", "missing_column"),
    whole("columns in another order", b"PAID,AMOUNT,SUBS,MONTH\n20260105,1,S1,202601\n", good=1),
    whole("a column more", b"NEW,SUBS,MONTH,AMOUNT,PAID\nn,S1,202601,1,\n", good=1),
    whole("another separator than declared", (HEAD + GOOD).replace(b",", b";"), "missing_column"),
    whole("a web page in place of a file", b"<!DOCTYPE html>\n<html>502 Bad Gateway</html>\n", "missing_column"),
    # Numbers.
    number("that overflows 64 bits", b"99999999999999999999", "number_overflow"),
    number("that no bill has", b"9000000000000", "number_overflow"),
    number("finer than it is kept", b"1.2345", "bad_number"),
    number("with a power", b"1e5", "bad_number"),
    number("that is none", b"NaN", "bad_number"),
    number("without an end", b"inf", "bad_number"),
    number("of base sixteen", b"0x10", "bad_number"),
    number("with groups", b'"1,000.00"', "bad_number"),
    number("in wide digits", "１２".encode(), "bad_number"),
    number("with two signs", b"--5", "bad_number"),
    number("with its sign behind", b"5-", "bad_number"),
    number("with a minus that is a dash", "−5".encode(), "bad_number"),
    number("that is missing", b"", "missing_value"),
    number("that is a word for missing", b"NULL", "bad_number"),
    number("that is a point", b".", "bad_number"),
    number("that is a formula", b"=1+1", "bad_number"),
    number("with a zero byte", b"5\x00", "bad_number"),
    number("of a megabyte", b"9" * 1_000_000, "number_overflow"),
    Case("numbers in every good form", b"S1,202601,+5,,\nS2,202601,-0.000,,\nS3,202601, 5.1\t,,\n", good=3),
    # Dates.
    date("on a day that does not exist", b"20260230"),
    date("in a month that does not exist", b"20261301"),
    date("of zeros", b"00000000"),
    date("before any bill", b"00010101"),
    date("of another form", b"2026-01-31"),
    date("cut short", b"2026013"),
    date("with something behind", b"20260131x"),
    date("with a sign", b"-2260131"),
    Case("a date far ahead", b"S1,202601,1,99991231,\n", good=1),
    bad("a month that does not exist", b"S1,202613,1,,\n" + NEXT, "bad_date", good=1),
    bad("no month", b"S1,,1,,\n" + NEXT, "missing_value", good=1),
    # Texts that other programs would act upon.
    Case("a formula as an id", b"\"=cmd|' /C calc'!A0\",202601,1,,\n", good=1, orphans=1),
    Case("a path as an id", b"../../../../tmp/staysail_escaped,202601,1,,\n", good=1, orphans=1),
    Case("SQL as an id", b"'; DROP TABLE tokens; --,202601,1,,\n", good=1, orphans=1),
    Case("markup as an id", b"<script>alert(1)</script>,202601,1,,\n", good=1, orphans=1),
    Case("signs of a terminal as an id", b"\x1b]0;owned\x07\x1b[2J,202601,1,,\n", good=1, orphans=1),
    Case("right-to-left signs as an id", "S1\u202e,202601,1,,\n".encode(), good=1, orphans=1),
    bad("no owner at all", b",202601,1,,\n" + NEXT, "missing_value", good=1),
    # Sizes.
    bad("a line longer than a record may be", b"S1,202601,1,," + b"x" * 2_000_000 + b"\n" + NEXT, "record_too_long",
        good=1),
    bad("a field in quotes longer than a record may be", b'S1,202601,1,,"' + b"x" * 2_000_000 + b'"\n' + NEXT,
        "record_too_long", good=1),
    Case("an id of a hundred kilobytes", b"S" * 100_000 + b",202601,1,,\n", good=1, orphans=1),
    Case("a note of a megabyte but a little", b"S1,202601,1,," + b"x" * 1_000_000 + b"\n", good=1),
    # Replays within a file.
    Case("a row twice", GOOD + GOOD, good=2, repeats=1),
    Case("a row that contradicts another", GOOD + b"S1,202601,60.00,20260105,x\n", good=2, repeats=1),
]


class Hostile(ProgramTest):
    subscribers, dirt, months = 10, 0, 1

    def export(self, name, files, options=""):
        boss = self.scratch / f"case_{name}"
        boss.mkdir()
        for file, content in {b"customers.csv": CUSTOMERS, b"lines.csv": LINES, **files}.items():
            with open(os.path.join(os.fsencode(boss), file), "wb") as out:
                out.write(content)
        (boss / "mapping.toml").write_text(MAPPING.replace("OPTIONS", options), encoding="utf-8")
        return boss

    def findings(self, boss):
        """What validate says of files other than the two good ones, as {reason: rows}, and of each file its rows."""
        done = call("validate", "--boss", boss, "--mapping", boss / "mapping.toml", "--format", "json")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return Counter(row["reason"] for row in json.loads(done.stdout))

    def night(self, boss, name, expect=0):
        return self.run_night(f"night_{name}", boss=boss, as_of="2026-03-01", store="memory:", expect=expect)

    def check_error(self, case, boss, name):
        self.assertEqual(set(self.findings(boss)), {case.error})
        done = self.night(boss, name, expect=3)
        self.assertIn("bills_202601.csv", done.stderr)

    def check_rows(self, case, boss, name):
        self.assertEqual(self.findings(boss), Counter(case.refused))
        summary = self.night(boss, name)
        refused = sum(case.refused.values())
        self.assertTrue(balanced(summary), summary)
        self.assertEqual(summary["rows_read"], 5 + case.good + refused)
        self.assertEqual(summary["rows_quarantined"], refused + case.orphans)
        self.assertEqual(summary["rows_duplicate"], case.repeats)
        outside = rows_of(summary["out"] / "quarantine.csv")
        reasons = Counter(case.refused) + Counter({"orphan": case.orphans})
        self.assertEqual(Counter(row["reason"] for row in outside), reasons)
        for row in outside:
            self.assertLess(len(row["text"]), 400)

    def test_every_case(self):
        self.assertGreaterEqual(len(CASES), 60)
        for number, case in enumerate(CASES):
            with self.subTest(case=case.name):
                boss = self.export(number, {b"bills_202601.csv": case.bytes()}, case.options)
                (self.check_error if case.error else self.check_rows)(case, boss, number)
        self.assertFalse(pathlib.Path("/tmp/staysail_escaped").exists())

    def test_what_is_no_file_is_told_and_never_waited_for(self):
        makers = {
            "pipe": os.mkfifo,
            "folder": os.mkdir,
            "nowhere": lambda path: os.symlink("/nowhere/at/all", path),
            "loop": lambda path: os.symlink(path, path),
            "zeros": lambda path: os.symlink("/dev/zero", path),
        }
        for name, make in makers.items():
            with self.subTest(name):
                boss = self.export(name, {})
                make(boss / "bills_202601.csv")
                self.assertEqual(self.findings(boss), Counter({"io_failed": 1}))
                self.night(boss, name, expect=3)

    def test_an_empty_file_is_told_and_stops_no_other(self):
        boss = self.export("empty", {b"bills_202601.csv": b"", b"bills_202602.csv": HEAD + GOOD})
        self.assertEqual(self.findings(boss), Counter({"empty": 1}))
        summary = json.loads(self.night(boss, "empty", expect=1).stdout)
        self.assertEqual(summary["rows_accepted"], 6)
        files = rows_of(self.scratch / "night_empty" / "files.csv")
        withheld = [row["file"] for row in files if row["withheld"] == "empty"]
        self.assertEqual(withheld, ["bills_202601.csv"])

    def test_a_link_to_a_file_is_that_file(self):
        boss = self.export("link", {})
        elsewhere = self.scratch / "elsewhere.csv"
        elsewhere.write_bytes(HEAD + GOOD)
        os.symlink(elsewhere, boss / "bills_202601.csv")
        self.assertEqual(self.night(boss, "link")["rows_read"], 6)

    def test_names_of_files_are_names(self):
        tricks = [b"bills_$(touch owned).csv", b"bills_;rm -rf x.csv", b"bills_\n2.csv", b"bills_%n%s.csv",
                  b"bills_=cmd|x.csv", "bills_\u202e.csv".encode()]
        rows = (b"S1,202601,1,,\n", b"S2,202601,1,,\n", b"S3,202601,1,,\n", b"S1,202602,1,,\n", b"S2,202602,1,,\n",
                b"S3,202602,1,,\n")
        boss = self.export("names", {name: HEAD + row for name, row in zip(tricks, rows)})
        summary = self.night(boss, "names")
        self.assertEqual((summary["rows_read"], summary["rows_accepted"]), (11, 11))
        told = [row["file"] for row in rows_of(summary["out"] / "files.csv")]
        self.assertEqual(len(told), 8)
        self.assertLessEqual({os.fsdecode(name) for name in tricks}, set(told))
        self.assertFalse((pathlib.Path.cwd() / "owned").exists())

    def test_replays_and_drift_between_files(self):
        again = HEAD + GOOD + NEXT
        boss = self.export("replay", {b"bills_202601.csv": again, b"bills_202601_copy.csv": again,
                                      b"bills_202602.csv": b"MONTH,SUBS,AMOUNT,PAID\n202602,S1,7,\n"})
        store = f"sqlite:{self.scratch}/replay.db"
        first = self.run_night("replay_1", boss=boss, as_of="2026-03-01", store=store)
        self.assertEqual((first["rows_read"], first["rows_accepted"], first["rows_duplicate"]), (10, 8, 2))
        second = self.run_night("replay_2", boss=boss, as_of="2026-03-01", store=store)
        self.assertEqual((second["rows_read"], second["rows_duplicate"]), (10, 10))
        self.assertEqual(first["digest"], second["digest"])


class Memory(Hostile):
    """Peak memory of the process, whatever the size of the file."""

    bound = 256 * 1024 * 1024  # docs/mapping.md says it

    def peak(self, name, write):
        boss = self.export(name, {})
        with open(boss / "bills_202601.csv", "wb") as out:
            write(out)
        words = [PROGRAM, "validate", "--boss", str(boss), "--mapping", str(boss / "mapping.toml"), "--format", "table"]
        with open(self.scratch / f"{name}.txt", "wb") as told:
            to = [(os.POSIX_SPAWN_DUP2, told.fileno(), 1)]
            process = os.posix_spawn(words[0], words, os.environ, file_actions=to)
            _, status, used = os.wait4(process, 0)
        (boss / "bills_202601.csv").unlink()
        return used.ru_maxrss * 1024, (self.scratch / f"{name}.txt").read_text(encoding="utf-8", errors="replace")

    def test_large_files(self):
        def rows(out):
            out.write(HEAD)
            for block in range(160):
                numbers = range(block * 25_000, (block + 1) * 25_000)
                out.write(b"".join(b"S%d,202601,%d.50,20260105,x\n" % (i, i % 1000) for i in numbers))

        def one_line(out):
            out.write(HEAD)
            for _ in range(150):
                out.write(b"x" * 1_000_000)

        def open_quotes(out):
            out.write(HEAD)
            for _ in range(100):
                out.write(b'S1,202601,1,,"x\n' * 10_000)

        def bad_rows(out):
            out.write(HEAD)
            for _ in range(60):
                out.write(b"S1,202601,none,,x\n" * 25_000)

        for name, write, expected in (("rows", rows, "4000000 rows, 4000000 good, 0 bad"),
                                      ("one_line", one_line, "1 rows: record_too_long"),
                                      ("open_quotes", open_quotes, "bad_quote"),
                                      ("bad_rows", bad_rows, "1500000 rows: bad_number")):
            with self.subTest(name):
                used, told = self.peak(name, write)
                self.assertIn(expected, told)
                self.assertLess(used, self.bound, f"{used / 2**20:.0f} MiB")

    test_every_case = test_what_is_no_file_is_told_and_never_waited_for = None
    test_a_link_to_a_file_is_that_file = test_names_of_files_are_names = test_replays_and_drift_between_files = None


if __name__ == "__main__":
    unittest.main()
