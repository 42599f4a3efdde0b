"""Three months in which customers answer: an expiring customer is followed by name to the next advice."""

import json
import re
import unittest

from program import PLAYBOOK, ProgramTest, call, rows_of


class Cycle(ProgramTest):
    subscribers, dirt = 1500, 0.002

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store = f"sqlite:{cls.scratch}/cycle.db"
        test = cls()
        cls.nights = []
        for number, as_of in enumerate(("2026-01-01", "2026-02-01", "2026-03-01"), 1):
            cls.nights.append(
                test.run_night(f"month_{number}", as_of=as_of, store=cls.store, outbox=cls.boss / "outbox")
            )
            if number < 3:
                done = call(
                    "simulate", "--resume", cls.boss, "--actions", cls.scratch / f"month_{number}" / "actions.csv"
                )
                assert done.returncode == 0, done.stderr

    def customer(self, subscription):
        done = call("customer", "--store", self.store, "--language", "en", "--format", "json", subscription)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def discounts(self, cycle):
        """By line; rows that were spoilt on purpose are passed over."""
        bills = rows_of(self.boss / f"bills_{cycle}.csv")
        return {row["SUBS_ID"]: int(row["DISCOUNT_LI"]) for row in bills if (row["DISCOUNT_LI"] or "").isdigit()}

    def told(self, subscription, kind, subject):
        """(day, text) of what the story tells of one kind about one subject."""
        story = self.customer(subscription)["story"]
        return [(row["when"], row["text"]) for row in story if (row["kind"], row["subject"]) == (kind, subject)]

    def line_of(self, month, subscription):
        return next(
            row
            for row in rows_of(self.scratch / f"month_{month}" / "indicators.csv")
            if row["subscription_id"] == subscription
        )

    def renewed_task(self):
        """A renewal task of the first month that came to a renewed contract."""
        tasks = rows_of(self.scratch / "month_1" / "tasks.csv")
        later = call(
            "tasks", "list", "--store", self.store, "--period", "2026-01", "--limit", "0", "--format", "csv"
        ).stdout.splitlines()
        names = later[0].split(",")
        renewed = {line.split(",")[names.index("task_id")] for line in later[1:] if ",renewed," in line}
        return next(task for task in tasks if task["task_id"] in renewed)

    def test_months_go_on(self):
        for night in self.nights:
            self.assertGreater(night["tasks_issued"], 0)
        self.assertGreater(self.nights[1]["tasks_closed"], 0)

    def test_a_night_spent_again_plans_the_same(self):
        again = self.run_night("month_3_again", as_of="2026-03-01", store=self.store, outbox=self.boss / "outbox")
        self.assertEqual(again["tasks_issued"], 0)
        self.assertEqual(again["digest"], self.nights[2]["digest"])

    def test_an_expiring_customer_is_seen_ranked_and_tasked(self):
        task = self.renewed_task()
        line = self.line_of(1, task["subscription_id"])
        self.assertEqual((task["strategy_id"], task["stage"]), ("renewal_before_expiry", "decline"))
        self.assertEqual(line["binding_contract"], "true")
        self.assertTrue(0 <= int(line["days_to_contract_end"]) <= 90, line["days_to_contract_end"])
        self.assertTrue(1 <= int(line["retention_rank"]) <= self.nights[0]["subscriptions"])
        self.assertTrue(task["assignee"])
        self.assertIn(line["days_to_contract_end"], task["tactic"])

    def test_a_renewal_goes_through_the_boss_and_to_the_next_bill(self):
        task = self.renewed_task()
        line = task["subscription_id"]
        orders = rows_of(self.boss / "outbox" / "actions_202601.csv")
        (order,) = [row for row in orders if row["task_id"] == task["task_id"]]
        self.assertEqual((order["kind"], order["subscription_id"]), ("renew", line))
        parameters = task["action"].removeprefix("renew ")
        self.assertEqual(
            self.told(line, "order", task["task_id"]),
            [("2026-02-01", f"renewal ({parameters}): carried out by the BOSS")],
        )
        self.assertEqual(self.told(line, "result", task["task_id"]), [("2026-02-01", "Renewed")])
        views = dict(self.told(line, "view", line))
        self.assertIn("renewal ordered on 2026-01-01, not yet in the BOSS's export", views["2026-01-01"])
        renewed = "renewal confirmed by the BOSS's export|this contract is itself a renewal"
        self.assertRegex(views["2026-02-01"], renewed)
        contracts = [
            {value["attribute"]: value["text"] for value in thing["values"]}
            for thing in self.customer(line)["things"]
            if thing["table"] == "agreements"
        ]
        ends = sorted(contract["end"] for contract in contracts if contract["subscription_id"] == line)
        self.assertGreater(ends[-1], "2027")
        self.assertEqual(
            self.line_of(2, line)["days_to_contract_end"], str(int(self.line_of(1, line)["days_to_contract_end"]) - 31)
        )
        bill = next(text for day, text in self.told(line, "bills", line) if day == "2026-01-31")
        self.assertRegex(bill, r"^amount \d+\.\d\d CNY")

    def test_who_renews_pays_less_from_the_first_bill_of_the_new_contract(self):
        orders = [rows_of(self.scratch / f"month_{month}" / "actions.csv") for month in (1, 2)]
        asked = [row["subscription_id"] for month in orders for row in month if row["kind"] != "contact"]
        told = rows_of(self.boss / "outcomes_202601.csv")
        renewed = {row["SUBS_ID"] for row in told if row["RESULT"] == "renewed"}
        taken = [
            line
            for line in renewed
            if asked.count(line) == 1 and 0 <= int(self.line_of(1, line)["days_to_contract_end"] or -1) <= 28
        ]
        before, after = self.discounts(202601), self.discounts(202602)
        billed = [line for line in taken if line in before and line in after]
        self.assertTrue(billed)
        for line in billed:
            self.assertLess(before[line], after[line], line)

    def test_its_strategy_is_measured_and_cited_in_the_next_advice(self):
        task = self.renewed_task()
        strategy, line = task["strategy_id"], task["subscription_id"]
        (effect,) = [
            row
            for row in rows_of(self.scratch / "month_3" / "effects.csv")
            if (row["period"], row["strategy"], row["segment"], row["stage"]) == ("2026-01", strategy, "", "")
        ]
        self.assertGreater(int(effect["treated"]), 0)
        self.assertGreater(int(effect["held_out"]), 0)
        self.assertIn(("2026-03-01", f"2026-01: {effect['english']}"), self.told(line, "effect", strategy))
        # Once for each segment and stage in which the customer has a line.
        advice = self.told(line, "advice", strategy)
        cited = re.findall(rf"evaluation/{strategy}/\w+/2026-\d\d", " ".join(text for _, text in advice))
        self.assertTrue(cited, advice)
        self.assertEqual({day for day, _ in advice}, {"2026-03-01"})
        written = {
            item
            for row in rows_of(self.scratch / "month_3" / "advice.csv")
            if row["strategy"] == strategy
            for item in row["items"].split()
        }
        self.assertLessEqual(set(cited), written)

    def test_effects_are_measured_against_the_hold_out(self):
        effects = rows_of(self.scratch / "month_3" / "effects.csv")
        programme = [row for row in effects if not row["strategy"] and not row["segment"] and not row["stage"]]
        self.assertTrue(programme)
        for row in programme:
            self.assertGreater(int(row["treated"]), 0)
            self.assertGreater(int(row["held_out"]), 0)
            self.assertTrue(row["english"] and row["chinese"])

    def test_the_next_advice_cites_its_evidence(self):
        advice = rows_of(self.scratch / "month_3" / "advice.csv")
        self.assertTrue(any(row["items"] and int(row["tried"]) > 0 for row in advice))
        tasks = rows_of(self.scratch / "month_3" / "tasks.csv")
        self.assertTrue(any("evaluation/" in row["knowledge_refs"] for row in tasks))

    def test_why_not_answers_for_every_verdict(self):
        matches = {row["verdict"]: row for row in rows_of(self.scratch / "month_2" / "matches.csv")}
        self.assertIn("held_out", matches)
        for verdict, row in matches.items():
            with self.subTest(verdict):
                done = call(
                    "plan",
                    "why-not",
                    "--store",
                    self.store,
                    "--period",
                    "2026-02",
                    "--playbook",
                    PLAYBOOK,
                    row["subscription_id"],
                    row["strategy_id"],
                )
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(verdict, done.stdout)

    def test_the_funnel_adds_up(self):
        for row in rows_of(self.scratch / "month_1" / "funnel.csv"):
            verdicts = [int(row[name]) for name in row if name not in ("strategy_id", "considered", "matched", "price")]
            self.assertEqual(sum(verdicts), int(row["considered"]))
            self.assertEqual(row["price"], "")  # decided by priority

    def test_the_store_is_sound_and_the_report_is_one_offline_file(self):
        self.assertEqual(call("verify", "--store", self.store).returncode, 0)
        report = self.scratch / "report.html"
        self.assertEqual(call("report", "--store", self.store, "--out", report).returncode, 0)
        text = report.read_text(encoding="utf-8")
        self.assertNotRegex(text, r'(src|href)="https?://')
        self.assertIn("<svg", text)


if __name__ == "__main__":
    unittest.main()
