"""A mapping proposed for an export is one that validate and run can use as it is."""

import json
import unittest

from program import ProgramTest, balanced, call

# What the simulator's own mapping reads and a proposal cannot know: a table that the mapping itself declares.
OWN_TABLES = {"bill_discounts"}


def rows_by_table(text):
    """Of validate's words for people: {table: rows}."""
    rows = {}
    for line in text.splitlines():
        words = line.split()
        if line.startswith("  ") and words[1:3] == ["rows", "for"]:
            rows[words[3]] = rows.get(words[3], 0) + int(words[0])
    return rows


class Map(ProgramTest):
    subscribers, dirt, months = 200, 0, 4

    def proposed(self, boss, name):
        """The mapping proposed for the files of an export; each of them is mapped."""
        out = self.scratch / f"{name}.toml"
        done = call("map", "--sample", *sorted(boss.glob("*.csv")), "--out", out)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        self.assertIn("lines marked UNCERTAIN", done.stderr)
        return out

    def validated(self, boss, mapping):
        done = call("validate", "--boss", boss, "--mapping", mapping)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)
        return rows_by_table(done.stdout)

    def test_a_simulated_export_in_both_encodings_is_read_as_by_its_own_mapping(self):
        chinese = self.scratch / "gb18030"
        self.simulate(chinese, encoding="gb18030")
        tables = []
        for boss in (self.boss, chinese):
            own = self.validated(boss, boss / "mapping.toml")
            found = self.validated(boss, self.proposed(boss, boss.name))
            self.assertEqual(found, {table: rows for table, rows in own.items() if table not in OWN_TABLES})
            tables.append(found)
        self.assertEqual(tables[0], tables[1])

    def test_a_night_with_it_finds_what_a_night_with_the_own_mapping_finds(self):
        own = self.run_night("own", as_of="2025-05-01")
        found = self.run_night("found", as_of="2025-05-01", mapping=self.proposed(self.boss, "night"))
        self.assertTrue(balanced(found))
        rows = ("rows_read", "rows_accepted", "rows_quarantined")
        for key in (*rows, "customers", "subscriptions", "stages", "segments"):
            self.assertEqual(found[key], own[key], key)

    def test_dirt_is_refused_and_not_learnt(self):
        boss = self.scratch / "dirty"
        self.simulate(boss, dirt=0.03)
        bad = []
        for mapping in (boss / "mapping.toml", self.proposed(boss, "dirty")):
            done = call("validate", "--boss", boss, "--mapping", mapping, "--format", "json")
            self.assertEqual(done.returncode, 1, done.stderr)
            bad.append({(row["file"], row["line"]) for row in json.loads(done.stdout)})
        # Of a column with a handful of values nobody can say which of them is dirt.
        self.assertLessEqual(bad[1], bad[0])
        self.assertGreaterEqual(len(bad[1]), 0.95 * len(bad[0]))

    def test_what_is_left_out_is_a_finding_and_a_folder_will_do(self):
        folder = self.scratch / "some"
        folder.mkdir()
        (folder / "customers.csv").write_text("客户编号,姓名\nK1,王小明\n", encoding="utf-8")
        (folder / "strange.csv").write_text("foo,bar\nx,y\n", encoding="utf-8")
        done = call("map", "--sample", folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("not mapped: strange.csv fits no table; its columns: foo, bar", done.stderr)
        self.assertIn('files = "customers.csv"', done.stdout)
        mapping = folder / "mapping.toml"
        mapping.write_text(done.stdout, encoding="utf-8")
        self.assertEqual(self.validated(folder, mapping), {"customers": 1, "parties": 1, "subscriptions": 1})

    def test_nothing_to_look_at(self):
        empty = self.scratch / "empty"
        empty.mkdir()
        for words, code in (((empty,), 3), ((empty / "missing.csv",), 3), ((), 2)):
            done = call("map", "--sample", *words)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    unittest.main()
