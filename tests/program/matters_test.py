"""Matters through the program: one gate for every verb, state tables, clocks, debts, claims."""

import csv
import io
import unittest

from program import PLAYBOOK, ProgramTest, call

STAFF = {}  # role: staff id, of one city and the province


class MattersTest(ProgramTest):
    dirt = 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store = f"sqlite:{cls.scratch}/matters.db"
        feed = ("--boss", cls.boss, "--mapping", cls.boss / "mapping.toml", "--playbook", PLAYBOOK)
        done = call("run", *feed, "--as-of", "2026-01-01", "--store", cls.store, "--out", cls.scratch / "out")
        assert done.returncode == 0, done.stderr
        with open(cls.boss / "staff.csv", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                near = row["UNIT_ID"] in ("U01", "U") or row["ROLE"] == "account_manager"
                if row["STATUS"] == "active" and near:
                    STAFF.setdefault(row["ROLE"], row["STAFF_ID"])

    def ask(self, role, verb, *words, at="2026-01-12T10:00", expect=0):
        who = STAFF.get(role, role)
        done = call("matters", verb, "--store", self.store, "--as", who, "--at", at, "--format", "csv", *words)
        self.assertEqual(done.returncode, expect, done.stderr)
        return list(csv.DictReader(io.StringIO(done.stdout))) if expect == 0 else done.stderr

    def opened(self, role, kind, customer, occasion, *more, **options):
        words = ("--kind", kind, "--customer", customer, "--occasion", occasion, *more)
        return self.ask(role, "open", *words, **options)[0]["matter_id"]

    def test_a_complaint_from_opening_to_its_end(self):
        ticket = self.opened("service", "ticket", "C1", "bill 7", "--subject", "complaint")
        self.assertEqual(ticket, self.opened("service", "ticket", "C1", "bill 7", "--subject", "complaint"))
        self.ask("service", "move", ticket, "start", at="2026-01-12T11:00")
        self.assertIn(
            "needs its cause", self.ask("service", "move", ticket, "resolve", expect=2, at="2026-01-12T12:00")
        )
        resolved = ("resolve", "--set", "cause=billing", "--note", "credited")
        for _ in range(2):  # told twice
            (row,) = self.ask("service", "move", ticket, *resolved, at="2026-01-12T12:00")
            self.assertEqual((row["state"], row["attributes"]), ("resolved", "cause=billing"))
        (row,) = self.ask("service", "move", ticket, "accept", at="2026-01-13T09:00")
        self.assertEqual(row["state"], "closed")
        events = [row["event"] for row in self.ask("manager", "history", ticket, at="2026-01-14")]
        self.assertEqual(events, ["open", "start", "resolve", "accept"])
        refused = self.ask("service", "move", ticket, "start", expect=3, at="2026-01-15")
        self.assertIn("a ticket that is closed allows nothing more", refused)

    def test_every_verb_asks_the_gate(self):
        ticket = self.opened("service", "ticket", "C2", "1", "--subject", "inquiry")
        other = self.opened("service", "ticket", "C2", "2", "--subject", "inquiry")
        arrears = self.scratch / "none.csv"
        arrears.write_text("customer_id,account_id,bill,amount_minor,due,unit\n", encoding="utf-8")
        verbs = {
            "open": ("--kind", "ticket", "--subject", "inquiry", "--customer", "C9", "--occasion", "1"),
            "history": (ticket,),
            "move": (ticket, "start"),
            "assign": (ticket, "--staff", STAFF["service"]),
            "escalate": (ticket,),
            "split": (ticket, "--part", "a"),
            "merge": (ticket, "--into", other),
            "tick": (),
            "collect": ("--arrears", arrears),
        }
        for verb, words in verbs.items():
            for role in ("analyst", "marketer", "administrator", "sales"):
                with self.subTest(verb=verb, role=role):
                    self.assertIn("purpose_required", self.ask(role, verb, *words, expect=3, at="2026-01-13"))
            with self.subTest(verb=verb):
                self.assertIn("not_found", self.ask("E9999", verb, *words, expect=3, at="2026-01-13"))
        for role in ("analyst", "marketer", "administrator", "sales"):
            self.assertEqual(self.ask(role, "list", "--kind", "ticket", at="2026-01-13"), [])
        seen = {row["matter_id"] for row in self.ask("service", "list", "--customer", "C2", at="2026-01-13")}
        self.assertEqual(seen, {ticket, other})
        self.assertEqual({row["state"] for row in self.ask("system", "list", "--customer", "C2")}, {"acknowledged"})

    def test_a_clock_calls_once(self):
        # Of a day without any other matter in sight: the shipped playbook gives a complaint 450 working minutes.
        words = ("--subject", "complaint", "--playbook", PLAYBOOK)
        ticket = self.opened("service", "ticket", "C3", "slow", *words, at="2026-03-02T09:00")

        def tick(at):
            return self.ask("system", "tick", "--playbook", PLAYBOOK, at=at)[0]

        self.assertEqual(tick("2026-03-02T14:00")["warned"], "0")
        self.assertEqual(tick("2026-03-02T16:08")["warned"], "1")
        self.assertEqual(tick("2026-03-02T16:08")["warned"], "0")
        self.assertEqual(tick("2026-03-02T18:00")["called"], "1")
        self.assertEqual(tick("2026-03-02T18:00")["called"], "0")
        (row,) = self.ask("manager", "list", "--customer", "C3", at="2026-03-03")
        self.assertEqual((row["matter_id"], row["assignee"]), (ticket, STAFF["manager"]))

    def test_debts_climb_and_are_settled(self):
        arrears = self.scratch / "arrears.csv"
        arrears.write_text(
            "customer_id,account_id,bill,amount_minor,due,unit,"
            "tenure_months,punctual_percent,mean_spend_minor,identified\n"
            "C5,A5,2026-01,12305,2026-02-01,U01,60,100,20000,true\nC6,A6,2026-01,500,2026-02-01,U01,1,0,900,false\n",
            encoding="utf-8",
        )
        for day in range(1, 23):
            self.ask("system", "collect", "--arrears", arrears, at=f"2026-02-{day:02}")
        debts = {
            row["customer_id"]: row for row in self.ask("manager", "list", "--kind", "collection", at="2026-02-23")
        }
        self.assertEqual((debts["C5"]["state"], debts["C6"]["state"]), ("called", "barred"))
        arrears.write_text("customer_id,account_id,bill,amount_minor,due,unit\n", encoding="utf-8")
        self.assertEqual(self.ask("system", "collect", "--arrears", arrears, at="2026-02-24")[0]["settled"], "2")

    def test_the_state_tables_are_told(self):
        done = call("matters", "lives", "--kind", "quote", "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        approve = next(row for row in rows if row["event"] == "approve")
        self.assertEqual((approve["roles"], approve["guards"]), ("manager", "total second_person"))

    def test_tasks_that_nobody_has_are_claimed(self):
        words = ("--store", self.store, "--at", "2026-01-12T10:00", "--format", "csv")
        done = call("tasks", "claim", "--staff", STAFF["account_manager"], "--count", 5, *words)
        self.assertEqual(done.returncode, 0, done.stderr)  # what a night issues has somebody: there may be none left
        done = call("tasks", "claim", "--staff", STAFF["analyst"], *words)
        self.assertEqual(done.returncode, 3)
        self.assertIn("no_assignee", done.stderr)


if __name__ == "__main__":
    unittest.main()
