"""Rows are accounted for, and results do not depend on how they were computed."""

import unittest

from program import ProgramTest, balanced, rows_of, shuffle_rows


class Accounts(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        shuffle_rows(cls.boss, cls.scratch / "shuffled", seed=7)

    def test_read_is_accepted_and_duplicate_and_quarantined(self):
        summary = self.run_night("balance")
        self.assertTrue(balanced(summary), summary)
        self.assertGreater(summary["rows_quarantined"], 0)
        self.assertEqual(
            len({(row["file"], row["line"]) for row in rows_of(summary["out"] / "quarantine.csv")}),
            summary["rows_quarantined"],
        )

    def test_what_was_planted_is_what_is_found(self):
        summary = self.run_night("planted")
        truth = [row for path in sorted((self.boss / "truth").glob("dirt_*.csv")) for row in rows_of(path)]
        planted = {(row["file"], row["line"], row["fate"]) for row in truth if row["fate"] != "duplicate"}
        found = {(row["file"], row["line"], row["reason"]) for row in rows_of(summary["out"] / "quarantine.csv")}
        self.assertEqual(planted, found)

    def test_the_same_feed_twice_changes_nothing(self):
        first = self.run_night("twice")
        second = self.run_night("twice")
        self.assertEqual(second["rows_accepted"], 0)
        self.assertTrue(balanced(second))
        self.assertEqual(second["tasks_issued"], 0)
        self.assertGreater(first["tasks_issued"], 0)
        self.assertEqual(first["digest"], second["digest"])

    def test_the_digest_does_not_depend_on_how_it_was_computed(self):
        plain = self.run_night("plain")["digest"]
        for name, options in {
            "threads": {"threads": 2},
            "small": {"batch_rows": 1000},
            "memory": {"store": "memory:"},
            "rows": {"boss": self.scratch / "shuffled"},
        }.items():
            with self.subTest(name):
                self.assertEqual(self.run_night("digest_" + name, **options)["digest"], plain)

    def test_another_operator_has_another_digest(self):
        other = self.scratch / "other"
        self.simulate(other, seed=99)
        self.assertNotEqual(self.run_night("this")["digest"], self.run_night("that", boss=other)["digest"])

    def test_an_export_in_gb18030_gives_the_same_digest(self):
        chinese = self.scratch / "gb18030"
        plain = self.scratch / "utf8"
        self.simulate(plain, dirt=0)
        self.simulate(chinese, dirt=0, encoding="gb18030")
        self.assertEqual(
            self.run_night("utf8_run", boss=plain)["digest"], self.run_night("gb18030_run", boss=chinese)["digest"]
        )


if __name__ == "__main__":
    unittest.main()
