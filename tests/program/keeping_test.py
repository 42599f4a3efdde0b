"""Stores are verified, backed up, restored and erased from; standard library only."""

import unittest

from program import ProgramTest, balanced, call, rows_of


class KeepingTest(ProgramTest):
    dirt = 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.path = cls.scratch / "keeping.db"
        cls.store = f"sqlite:{cls.path}"
        cls.night = cls().run_night("keeping", store=cls.store)
        cls.customer = rows_of(cls.boss / "customers_202501.csv")[0]

    def ask(self, *words, expect=0):
        done = call(*words)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done

    def files_with(self, *traces):
        """Which files of the store show one of the texts as a whole word."""
        found = []
        for path in sorted(self.scratch.glob("keeping.db*")):
            data = path.read_bytes()
            for trace in (text.encode() for text in traces if text):
                at = data.find(trace)
                while at >= 0 and data[at + len(trace) : at + len(trace) + 1].isalnum():
                    at = data.find(trace, at + 1)
                if at >= 0:
                    found.append((path.name, trace.decode()))
        return found

    def test_1_the_state_is_told_in_both_languages(self):
        self.assertTrue(self.ask("verify", "--store", self.store).stdout.endswith("sound\n"))
        self.assertTrue(self.ask("verify", "--store", self.store, "--language", "zh").stdout.endswith("完好\n"))

    def test_2_a_backup_is_sound_by_itself_and_not_written_over(self):
        self.ask("backup", "--store", self.store, "--out", self.scratch / "backup.db")
        self.ask("verify", "--store", f"sqlite:{self.scratch}/backup.db")
        again = self.ask("backup", "--store", self.store, "--out", self.scratch / "backup.db", expect=4)
        self.assertIn("conflict", again.stderr)

    def test_3_an_erased_customer_leaves_no_trace_and_does_not_come_back(self):
        customer, party_id = self.customer["CUST_ID"], self.customer["PARTY_ID"]
        parties = rows_of(self.boss / "parties_202501.csv")
        party = next(row for row in parties if row["参与人编号"] == party_id)
        traces = [customer, party_id, party["联系电话"], party["证件号码"]]
        self.assertNotEqual(self.files_with(*traces), [])
        self.assertIn("erased: ", self.ask("erase", "--store", self.store, customer).stdout)
        self.assertEqual(self.files_with(*traces), [])
        self.ask("verify", "--store", self.store)
        self.ask("customer", "--store", self.store, customer, expect=3)
        again = self.run_night("again", store=self.store)
        self.assertTrue(balanced(again))
        self.assertEqual(self.files_with(*traces), [])

    def test_4_a_restored_backup_is_erased_of_who_was_erased_since(self):
        customer = self.customer["CUST_ID"]
        words = ("restore", "--backup", self.scratch / "backup.db", "--store", self.store)
        self.assertIn("--replace", self.ask(*words, expect=4).stderr)
        self.assertIn("1 customers erased again", self.ask(*words, "--replace").stdout)
        self.ask("customer", "--store", self.store, customer, expect=3)
        self.assertEqual(self.files_with(customer), [])
        self.ask("verify", "--store", self.store)

    def test_5_damage_is_told_and_a_log_that_was_left_behind_too(self):
        data = bytearray(self.path.read_bytes())
        data[len(data) // 2] ^= 1
        damaged = self.scratch / "damaged.db"
        damaged.write_bytes(data)
        done = self.ask("verify", "--store", f"sqlite:{damaged}", expect=4)
        self.assertIn("NOT SOUND", done.stdout)
        self.assertIn("page", done.stdout)
        done = self.ask("verify", "--store", f"sqlite:{damaged}", "--language", "zh", expect=4)
        self.assertIn("不完好", done.stdout)


if __name__ == "__main__":
    unittest.main()
