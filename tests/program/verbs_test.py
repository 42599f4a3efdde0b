"""The verbs that ask: what they print in each format and language, and that asking changes nothing."""

import csv
import io
import json
import sqlite3
import time
import unittest

from program import PLAYBOOK, SOURCE, ProgramTest, call, rows_of


def objects_of(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def number_at(payload, at):
    """The whole number that begins there, as records keep it: seven bits a byte, doubled to leave room for a sign."""
    value = 0
    for shift, byte in enumerate(payload[at : at + 10]):
        value |= (byte & 0x7F) << 7 * shift
        if byte < 0x80:
            break
    return value >> 1


class Verbs(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store = f"sqlite:{cls.scratch}/verbs.db"
        cls.night = cls().run_night("verbs", store=cls.store)
        cls.match = rows_of(cls.night["out"] / "matches.csv")[0]

    def ask(self, *words, expect=0, store=None):
        done = call(*words, "--store", store or self.store)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done

    def test_a_mistyped_store_is_not_made(self):
        folder = self.scratch / "mistyped"
        folder.mkdir()
        asked = [
            ("verify",),
            ("backup", "--out", folder / "b.db"),
            ("erase", "x"),
            ("customer", "x"),
            ("plan", "funnel"),
            ("plan", "explain", "x"),
            ("plan", "simulate", "--playbook", PLAYBOOK),
            ("plan", "replay", "--playbook", PLAYBOOK),
            ("tasks", "list"),
            ("tasks", "close", "x", "--at", "2026-01-02", "--result", "refused"),
            ("evaluate",),
            ("knowledge", "search", "x"),
            ("knowledge", "advise"),
            ("report", "--out", folder / "r.html"),
            ("province",),
            ("export", "--out", folder / "tables"),
            ("export", "--table", "bills"),
            ("portfolio", "list", "--as-of", "2026-01-01"),
        ]
        for words in asked:
            with self.subTest(words):
                self.assertIn("not_found", self.ask(*words, store=f"sqlite:{folder}/s.db", expect=4).stderr)
                self.ask(*words, store=f"sqlite:{folder}/no/such/s.db", expect=4)
                self.assertEqual(list(folder.iterdir()), [])
        self.ask("knowledge", "add", "--id", "k", "--title", "t", store=f"sqlite:{folder}/s.db")
        self.assertTrue((folder / "s.db").exists())

    def test_tables_go_out_as_files_or_one_on_the_screen(self):
        folder = self.scratch / "tables"
        told = self.ask("export", "--out", folder, "--format", "json")
        rows = {line["table"]: int(line["rows"]) for line in json.loads(told.stdout)}
        self.assertEqual({path.stem for path in folder.iterdir()}, set(rows))
        for table, count in rows.items():
            self.assertEqual(len(rows_of(folder / f"{table}.csv")), count, table)
        self.assertEqual(rows["view"], self.night["subscriptions"])
        bills = [row for row in rows_of(folder / "bills.csv") if row["month"] == "2025-12"]
        words = ("export", "--table", "bills", "--first", "2025-12", "--last", "2025-12", "--format", "csv")
        self.assertEqual(list(csv.DictReader(io.StringIO(self.ask(*words).stdout))), bills)
        self.assertGreater(len(bills), 0)

    def test_people_in_exported_tables_are_masked_without_a_purpose(self):
        def phones(*purpose):
            done = self.ask("export", "--table", "parties", "--format", "csv", *purpose)
            return [row["phone"] for row in csv.DictReader(io.StringIO(done.stdout)) if row["phone"]]

        self.assertTrue(all("****" in phone for phone in phones()))
        self.assertTrue(any(phone.isdigit() for phone in phones("--purpose", "contact")))

    def test_a_table_that_is_none_is_told_with_the_nearest(self):
        self.assertIn("bills", self.ask("export", "--table", "bils", expect=3).stderr)
        self.assertIn("--out", self.ask("export", expect=2).stderr)

    def test_a_city_goes_up_into_the_province_once(self):
        province = f"sqlite:{self.scratch}/province.db"

        def transfer():
            done = call("transfer", "--from", self.store, "--to", province, "--city", "wuhan", "--format", "csv")
            self.assertEqual(done.returncode, 0, done.stderr)
            return {row["table"]: int(row["news"]) for row in csv.DictReader(io.StringIO(done.stdout))}

        first = transfer()
        self.assertGreater(first["subscriptions"], 0)
        self.assertGreater(first["bills"], 0)
        self.assertEqual(first["analyses"], 1)
        self.assertNotIn("tickets", first)
        self.assertEqual(set(transfer().values()), {0})
        rows = list(csv.DictReader(io.StringIO(self.ask("province", "--format", "csv", store=province).stdout)))
        stages = {row["name"]: int(row["lines"]) for row in rows if row["city"] == "" and row["figure"] == "stage"}
        self.assertEqual(stages, self.night["stages"])
        value = [row["total"] for row in rows if row["figure"] == "sum of" and row["name"] == "arpu_3m"]
        self.assertEqual(len(value), 2)  # the city's and the province's
        self.assertEqual(len(set(value)), 1)
        refused = call("transfer", "--from", self.store, "--to", province, "--city", "武汉")
        self.assertEqual(refused.returncode, 2, refused.stderr)
        self.assertIn("letters, digits", refused.stderr)

    def test_a_portfolio_changes_hands_with_its_open_tasks(self):
        def held():
            rows = self.ask("portfolio", "list", "--as-of", "2026-02-01", "--format", "csv").stdout
            return {row["manager_id"]: row for row in csv.DictReader(io.StringIO(rows))}

        before = held()
        giver, taker = [m for m, row in before.items() if m != "system" and int(row["customers"]) > 0][:2]
        since = ("--since", "2026-02-01", "--at", "2026-01-31")
        said = ("--staff", "E0001", "--note", "moves on", "--format", "json")
        words = ("portfolio", "hand-over", "--from", giver, "--to", taker, *since, *said)
        told = json.loads(self.ask(*words).stdout)[0]
        self.assertEqual((told["hand_over"], told["tasks_moved"]), ("new", int(before[giver]["open_tasks"])))
        after = held()
        self.assertNotIn(giver, after)
        for column in ("customers", "open_tasks"):
            self.assertEqual(int(after[taker][column]), int(before[giver][column]) + int(before[taker][column]))
        again = json.loads(self.ask(*words).stdout)[0]
        self.assertEqual((again["hand_over"], again["tasks_moved"]), ("repeated", 0))

    def test_explanations_keep_to_format_and_language(self):
        words = ("plan", "why-not", "--playbook", PLAYBOOK, self.match["subscription_id"], self.match["strategy_id"])
        for language, full_stop in {"zh": "。", "en": "."}.items():
            (row,) = objects_of(self.ask(*words, "--format", "ndjson", "--language", language))
            self.assertEqual((row["strategy_id"], row["verdict"]), (self.match["strategy_id"], self.match["verdict"]))
            self.assertTrue(row["sentence"].endswith(full_stop), row)
        self.assertEqual(
            json.loads(self.ask(*words, "--format", "json").stdout)[0]["subscription_id"], self.match["subscription_id"]
        )
        every = self.ask(
            "plan", "explain", "--playbook", PLAYBOOK, self.match["subscription_id"], "--format", "csv"
        ).stdout
        self.assertGreater(len(list(csv.DictReader(io.StringIO(every)))), 1)

    def test_advice_for_a_segment_of_which_nothing_is_known_says_so(self):
        told = self.ask("knowledge", "advise", "--segment", "nosuch").stderr
        self.assertIn("nothing is known yet of the segment nosuch", told)

    def words_of_a_run(self):
        feed = ("--boss", self.boss, "--mapping", self.boss / "mapping.toml")
        return ("run", *feed, "--playbook", PLAYBOOK, "--as-of", "2026-01-01")

    def test_a_run_answers_in_one_line_or_in_one_row(self):
        words = (*self.words_of_a_run(), "--format")
        (whole,) = objects_of(self.ask(*words, "ndjson", store="memory:"))
        (row,) = csv.DictReader(io.StringIO(self.ask(*words, "csv", store="memory:").stdout))
        self.assertEqual(whole["digest"], row["digest"])
        self.assertEqual(row["rows_read"], str(whole["rows_read"]))
        self.assertNotIn("funnel", row)

    def test_the_summary_of_a_run_keeps_to_its_language(self):
        words = self.words_of_a_run()
        told = {
            language: self.ask(*words, "--language", language, store="memory:").stdout.splitlines()
            for language in ("zh", "en")
        }
        labels = {language: [line.split()[0] for line in lines] for language, lines in told.items()}
        self.assertEqual(len(labels["zh"]), len(labels["en"]))
        self.assertTrue(all(label.isascii() for label in labels["en"] if label), labels["en"])
        self.assertFalse(any(label.isascii() for label in labels["zh"] if label), labels["zh"])
        self.assertEqual(told["zh"][-1].split()[1], told["en"][-1].split()[1])

    def test_a_customer_in_every_format_is_profile_and_story(self):
        words = ("customer", self.match["subscription_id"], "--format")
        whole = json.loads(self.ask(*words, "json").stdout)
        self.assertIn("parties", {thing["table"] for thing in whole["things"]})
        self.assertTrue(whole["story"])
        rows = objects_of(self.ask(*words, "ndjson"))
        self.assertEqual([row for row in rows if row["kind"] != "profile"], whole["story"])
        self.assertEqual(len(rows) - len(whole["story"]), sum(len(thing["values"]) for thing in whole["things"]))
        self.assertEqual(len(list(csv.DictReader(io.StringIO(self.ask(*words, "csv").stdout)))), len(rows))

    def test_a_purpose_opens_what_it_needs(self):
        done = self.ask("customer", "--help")
        for purpose in ("analysis", "screen_pop", "contact", "visit", "identity_check"):
            self.assertIn(purpose, done.stdout)
        self.ask("customer", self.match["subscription_id"], "--purpose", "marketing", expect=2)
        masked, clear = (
            self.ask("customer", self.match["subscription_id"], *more).stdout for more in ((), ("--purpose", "visit"))
        )
        self.assertGreater(masked.count("***"), clear.count("***"))

    def test_reading_stands_in_the_audit_trail_with_its_moment(self):
        before = time.time()
        self.ask("customer", self.match["subscription_id"], "--purpose", "contact")
        self.assertRegex(self.ask("verify").stdout, r"audit trail: [1-9]\d* entr(y|ies), unbroken\nsound\n$")
        store = sqlite3.connect(self.scratch / "verbs.db")
        (entry,) = store.execute(
            "SELECT payload FROM entities WHERE kind = 'audit' ORDER BY id DESC LIMIT 1"
        ).fetchone()
        store.close()
        self.assertTrue(any(before <= number_at(entry, at) / 1e6 <= time.time() for at in range(len(entry))))

    def test_evaluate_speaks_the_language_that_was_asked_for(self):
        self.assertIn("Nothing", self.ask("evaluate", "--language", "en").stdout)
        self.assertIn("没有", self.ask("evaluate", "--language", "zh").stdout)

    def test_wrong_words_are_told_with_the_right_ones(self):
        wrong = {
            ("plan", "funnel", "--period", "foo"): "YYYY-MM",
            ("evaluate", "--period", "2026-13"): "YYYY-MM",
            ("tasks", "list", "--period", "x"): "YYYY-MM",
            ("tasks", "close", "x", "--result", "refused", "--at", "yesterday"): "YYYY-MM-DD",
            ("tasks", "list", "--state", "bogus"): "executing",
            ("knowledge", "search", "x", "--stage", "nosuch"): "onboarding",
            ("knowledge", "advise", "--stage", "nosuch"): "decline",
        }
        for words, hint in wrong.items():
            with self.subTest(words):
                self.assertIn(hint, self.ask(*words, expect=2).stderr)

    def test_the_last_cell_of_a_line_is_shown_whole(self):
        title = "What to say when the customer asks about the rival's offer, " * 2 + "in full"
        store = f"sqlite:{self.scratch}/items.db"
        done = self.ask("knowledge", "add", "--id", "rival", "--title", title, "--format", "table", store=store)
        self.assertIn(title, done.stdout)  # as the evidence of `knowledge advise`, which ends its line too

    def test_an_unknown_verb_is_named_with_the_nearest(self):
        for words, hint in {
            ("verfy",): "verify",
            ("verfy", "--help"): "verify",
            ("plan", "funel"): "funnel",
            ("serve", "--help"): "serve",
        }.items():
            with self.subTest(words):
                done = call(*words)
                self.assertEqual(done.returncode, 2)
                self.assertIn(words[-1] if words[-1] != "--help" else words[0], done.stderr)
                self.assertIn(hint, done.stderr)

    def test_every_help_ends_with_an_example_of_its_own(self):
        verbs = [
            "simulate",
            "validate",
            "run",
            "customer",
            "evaluate",
            "report",
            "verify",
            "backup",
            "restore",
            "erase",
            "export",
            "plan funnel",
            "plan explain",
            "plan why-not",
            "plan lint",
            "plan diff",
            "plan conditions",
            "plan simulate",
            "plan replay",
            "match",
            "tasks list",
            "tasks assign",
            "tasks advance",
            "tasks escalate",
            "tasks close",
            "knowledge search",
            "knowledge add",
            "knowledge advise",
        ]
        for verb in verbs:
            with self.subTest(verb):
                done = call(*verb.split(), "--help")
                self.assertEqual(done.returncode, 0)
                self.assertIn("staysail " + verb, done.stdout.split("Example:")[1])
        self.assertIn("0 to 0.2", call("simulate", "--help").stdout)

    def test_a_limit_of_nothing_is_all(self):
        store = f"sqlite:{self.scratch}/all.db"
        for number in range(7):
            self.ask("knowledge", "add", "--id", f"k{number}", "--title", "renewal", "--body", "renewal", store=store)
        self.assertEqual(
            len(
                objects_of(
                    self.ask("knowledge", "search", "renewal", "--limit", "0", "--format", "ndjson", store=store)
                )
            ),
            7,
        )

    def test_synonyms_of_a_file_widen_searches_while_they_are_valid(self):
        store = f"sqlite:{self.scratch}/words.db"
        articles = [
            {"id": "old", "title": "老客户专享", "body": "网龄满五年者优先。"},
            {"id": "words", "title": "loyal = 老客户", "kind": "synonyms"},
            {"id": "gone", "title": "veteran = 老客户", "kind": "synonyms", "valid_to": "2020-01-01"},
        ]
        file = self.scratch / "words.json"
        file.write_text(json.dumps({"articles": articles}, ensure_ascii=False), encoding="utf-8")
        self.ask("knowledge", "add", "--file", file, store=store)
        found = objects_of(self.ask("knowledge", "search", "loyal", "--format", "ndjson", store=store))
        self.assertEqual([item["id"] for item in found], ["old"])
        late = ["knowledge", "search", "veteran", "--format", "ndjson"]
        self.assertEqual(objects_of(self.ask(*late, store=store)), [])
        self.assertEqual(len(objects_of(self.ask(*late, "--as-of", "2019-12-31", store=store))), 1)
        file.write_text(json.dumps({"articles": [{"id": "x", "title": "t", "kind": "novel"}]}), encoding="utf-8")
        refused = self.ask("knowledge", "add", "--file", file, store=store, expect=3)
        self.assertIn("synonyms", refused.stderr)

    def test_the_shipped_knowledge_is_found(self):
        store = f"sqlite:{self.scratch}/knowledge.db"
        self.ask("knowledge", "add", "--file", SOURCE / "examples" / "knowledge" / "playbook_zh.json", store=store)
        self.assertTrue(objects_of(self.ask("knowledge", "search", "续约", "--format", "ndjson", store=store)))


if __name__ == "__main__":
    unittest.main()
