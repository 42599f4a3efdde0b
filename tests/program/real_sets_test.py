"""The real data sets through their shipped mappings: counts, code tables, and rooms that cannot run saying why."""

import unittest

from program import ProgramTest, SOURCE, balanced, rows_of


class RealSets(ProgramTest):
    subscribers, dirt, months = 10, 0, 1

    def night(self, name, folder, mapping):
        boss = SOURCE / "examples" / folder
        return self.run_night(name, boss=boss, mapping=boss / mapping)

    def test_exact_repeats_of_the_iranian_set_are_duplicates(self):
        summary = self.night("iranian", "iranian", "mapping.toml")
        self.assertEqual(
            (summary["rows_read"], summary["rows_accepted"], summary["rows_duplicate"], summary["rows_quarantined"]),
            (3150, 2850, 300, 0),
        )

    def test_a_room_that_cannot_run_says_why(self):
        summary = self.night("iranian_rooms", "iranian", "mapping.toml")
        quality = rows_of(summary["out"] / "quality.csv")
        self.assertTrue(any(row["finding"] == "missing_input" and row["value"] for row in quality))
        rooms = {row["room"]: row for row in rows_of(summary["out"] / "rooms.csv")}
        self.assertEqual(rooms["outcomes"]["ran"], "no")
        self.assertTrue(rooms["outcomes"]["reason"])

    def test_telco_is_the_same_in_english_chinese_and_gb18030(self):
        runs = {
            name: self.night("telco_" + name, "telco_ibm", mapping)
            for name, mapping in {
                "english": "mapping.toml",
                "utf8": "mapping_utf8.toml",
                "gb18030": "mapping_gb18030.toml",
            }.items()
        }
        for summary in runs.values():
            self.assertTrue(balanced(summary))
            self.assertEqual(summary["rows_read"], 7043)
        self.assertEqual(len({summary["digest"] for summary in runs.values()}), 1)


if __name__ == "__main__":
    unittest.main()
