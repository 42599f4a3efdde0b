"""Plans at rest: explained without the playbook, decided again bit for bit, tried before anything is issued."""

import csv
import hashlib
import io
import json
import shutil
import unittest
from html.parser import HTMLParser

from program import PLAYBOOK, ProgramTest, call, rows_of


class Shape(HTMLParser):
    """What a page is made of."""

    def __init__(self):
        super().__init__()
        self.words, self.addresses, self.tags, self.classes = [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.classes += [value for name, value in attributes if name == "class"]
        self.addresses += [value for name, value in attributes if name in ("src", "href")]

    def handle_data(self, data):
        self.words.append(data)


class Plan(ProgramTest):
    subscribers = 600

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.scratch / "plan.db"
        cls.store = f"sqlite:{cls.file}"
        test = cls()
        for month, as_of in enumerate(("2026-01-01", "2026-02-01"), 1):
            test.run_night(f"month_{month}", as_of=as_of, store=cls.store, outbox=cls.boss / "outbox")
            if month == 1:
                actions = cls.scratch / "month_1" / "actions.csv"
                done = call("simulate", "--resume", cls.boss, "--actions", actions)
                assert done.returncode == 0, done.stderr
        cls.matches = rows_of(cls.scratch / "month_2" / "matches.csv")

    def ask(self, verb, *words, expect=0):
        done = call("plan", verb, "--store", self.store, *words)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done

    def table(self, verb, *words, **more):
        return list(csv.DictReader(io.StringIO(self.ask(verb, *words, "--format", "csv", **more).stdout)))

    def changed_playbook(self, name, old, new):
        folder = self.scratch / name
        shutil.copytree(PLAYBOOK, folder)
        path = folder / "strategies.toml"
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    def a_match(self, verdict):
        return next(row for row in self.matches if row["verdict"] == verdict)

    def test_both_months_are_decided_again_bit_for_bit(self):
        for period in ("2026-01", "2026-02"):
            for threads in (1, 2):
                words = ("--period", period, "--playbook", PLAYBOOK, "--threads", threads)
                told = self.ask("replay", *words).stdout
                self.assertRegex(told, r"[1-9]\d* decisions, the same bit for bit")
                self.assertEqual(json.loads(self.ask("replay", *words, "--format", "json").stdout), [])

    def test_a_changed_rule_is_said_plainly_and_named(self):
        folder = self.changed_playbook("ranked_otherwise", "priority = 95", "priority = 1")
        told = self.ask("replay", "--playbook", folder, expect=1)
        self.assertIn("not the playbook of that night", told.stdout)
        self.assertIn("complaint_recovery, priority: stored '95', decided again '1'", told.stdout)
        self.assertIn("NOT the same", told.stdout)
        tables = [row["table"] for row in self.table("replay", "--playbook", folder, expect=1)]
        self.assertEqual(tables[:2], ["playbook", "rules"])

    def test_an_explanation_needs_no_playbook_and_is_that_of_the_playbook(self):
        for verdict in ("task", "outranked", "consent_missing"):
            match = self.a_match(verdict)
            words = (match["subscription_id"], match["strategy_id"])
            (stored,) = self.table("explain", *words)
            self.assertEqual(self.table("explain", "--playbook", PLAYBOOK, *words), [stored])
            self.assertEqual(stored["verdict"], verdict)
            self.assertEqual(stored["guards"], match["guards"])
            self.assertTrue(stored["conditions"])
        unknown = self.ask("why-not", words[0], "renewal_befor_expiry", expect=3)
        self.assertIn("did you mean", unknown.stderr)

    def test_the_guards_of_a_match_are_all_that_stop_it_the_first_is_the_verdict(self):
        several = 0
        for row in self.matches:
            guards = row["guards"].split("+") if row["guards"] else []
            self.assertEqual(guards[:1], [] if row["verdict"] == "task" else [row["verdict"]])
            several += len(guards) > 1
        self.assertGreater(several, 0)

    def test_a_page_for_people_that_needs_no_network(self):
        match = self.a_match("outranked")
        for language, word in {"en": "Guards, in the order they are asked", "zh": "闸门"}.items():
            path = self.scratch / f"explained_{language}.html"
            words = ("--format", "html", "--language", language, match["subscription_id"])
            self.assertEqual(self.ask("explain", *words, "--out", path).stdout, "")
            html = path.read_text(encoding="utf-8")
            self.assertEqual(html, self.ask("explain", *words).stdout)
            page = Shape()
            page.feed(html)
            self.assertEqual(page.addresses, [])
            self.assertNotIn("script", page.tags)
            self.assertIn(word, html)
            self.assertIn("chip stopped", page.classes)
            self.assertNotIn(match["subscription_id"], html)
            self.assertIn(match["subscription_id"][-4:], html)
        self.ask("explain", match["subscription_id"], "--out", path, expect=2)

    def test_conditions_are_counted_over_all_lines(self):
        lines = len(rows_of(self.scratch / "month_2" / "indicators.csv"))
        counts = self.table("conditions")
        self.assertTrue(counts)
        for row in counts:
            self.assertEqual(sum(int(row[key]) for key in ("holds", "fails", "unknown")), lines)
            self.assertLessEqual(int(row["stops_alone"]), int(row["fails"]) + int(row["unknown"]))
        matched = {row["strategy_id"]: int(row["matched"]) for row in self.table("funnel")}
        single = [row for row in counts if sum(other["strategy_id"] == row["strategy_id"] for other in counts) == 1]
        for row in single:
            self.assertEqual(int(row["holds"]), matched[row["strategy_id"]])

    def test_without_a_condition_beside_an_or_a_rule_matches_those_it_stopped_alone_besides(self):
        end = "days_to_contract_end in [0..90]"
        folder = self.changed_playbook("renewal_any_time", " and " + end, "")
        path = folder / "strategies.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("contract_renewed = false, days_to_contract_end = 91", "contract_renewed = true"))
        counts = {row["strategy_id"]: row for row in self.table("conditions") if row["condition"] == end}
        before = {row["strategy_id"]: row for row in self.table("funnel")}
        after = {row["strategy_id"]: row for row in self.table("simulate", "--playbook", folder)}
        name = "renewal_before_expiry"
        self.assertGreater(int(counts[name]["stops_alone"]), 0)
        more = int(after[name]["matched"]) - int(before[name]["matched"])
        self.assertEqual(more, int(counts[name]["stops_alone"]))

    def test_the_whole_simulated_is_the_funnel_and_nothing_is_written(self):
        self.ask("funnel")  # whatever opening a store writes is written now
        before = hashlib.sha256(self.file.read_bytes()).hexdigest()
        self.assertEqual(self.table("simulate", "--playbook", PLAYBOOK), self.table("funnel"))
        self.ask("simulate", "--playbook", PLAYBOOK, "--sample", "20")
        self.assertEqual(hashlib.sha256(self.file.read_bytes()).hexdigest(), before)

    def test_a_sample_has_intervals_and_is_the_same_each_time(self):
        words = ("--playbook", PLAYBOOK, "--sample", "25")
        once = self.table("simulate", *words, "--threads", "2")
        self.assertEqual(once, self.table("simulate", *words))
        self.assertNotEqual(once, self.table("simulate", *words, "--salt", "another"))
        for row in once:
            self.assertLessEqual(int(row["low"]), int(row["expected"]))
            self.assertGreaterEqual(int(row["high"]), int(row["expected"]))
        self.ask("simulate", "--playbook", PLAYBOOK, "--sample", "0", expect=2)
        self.ask("simulate", "--playbook", PLAYBOOK, "--sample", "101", expect=2)

    def test_another_playbook_is_tried_before_anything_is_issued(self):
        folder = self.scratch / "silent"
        shutil.copytree(PLAYBOOK, folder)
        contact = folder / "contact.toml"
        contact.write_text(
            contact.read_text(encoding="utf-8").replace("budget = 20000", "budget = 3"), encoding="utf-8"
        )
        total = self.table("simulate", "--playbook", folder)[-1]
        self.assertEqual((total["strategy_id"], total["task"]), ("*", "3"))
        self.assertGreater(int(self.table("funnel")[-1]["task"]), 3)


if __name__ == "__main__":
    unittest.main()
