"""The program on PostgreSQL: the store of every verb, the BOSS that is read, and the BOSS that takes orders."""

import csv
import re
import signal
import subprocess
import sys
import unittest

from program import PLAYBOOK, PROGRAM, SOURCE, ProgramTest, balanced, call

sys.path.insert(0, str(SOURCE / "tests" / "postgres"))
from server import Server, find_programs  # noqa: E402

EXPORT = SOURCE / "examples" / "embed"


def load_tables(server, database):
    """The small export as tables of texts, named as its files are."""
    server.sql(f"CREATE DATABASE {database}")
    for path in sorted((EXPORT / "export").glob("*.csv")):
        with open(path, newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        columns = ", ".join(f'"{name}" text' for name in header)
        statements = [f'CREATE TABLE "{path.stem}"({columns})']
        for row in rows:
            values = ", ".join("NULL" if value == "" else "'" + value.replace("'", "''") + "'" for value in row)
            statements.append(f'INSERT INTO "{path.stem}" VALUES ({values})')
        server.sql(";".join(statements), database)


def mapping_of_tables():
    """The mapping of the small export, its file patterns turned into the names of tables; nobody has outcomes yet."""
    text = (EXPORT / "mapping.toml").read_text(encoding="utf-8").split("# What the people at the desk heard")[0]
    return re.sub(r'files = "(\w+?)(_\*)?\.csv"', lambda m: f'table = "{m[1]}{"_2025" if m[2] else ""}"', text)


FUNCTIONS = """
CREATE TABLE orders(token text PRIMARY KEY, kind text, line text, content text, status text DEFAULT 'accepted');
CREATE FUNCTION place_order(name text, wanted text, subscription text, whole text) RETURNS void LANGUAGE sql AS
$$ INSERT INTO orders(token, kind, line, content) VALUES (name, wanted, subscription, whole) ON CONFLICT DO NOTHING $$
"""

STATEMENTS = """
submit = "SELECT place_order(:token, :kind, :subscription_id, :content)"
status = "SELECT status, '', content FROM orders WHERE token = :token"
"""


@unittest.skipIf(find_programs() is None, "no PostgreSQL server is installed (package postgresql)")
class PostgresTest(ProgramTest):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server("fsync=off"))
        super().setUpClass()

    def test_a_night_has_one_digest_in_every_store_and_every_verb_reads_it(self):
        store = self.server.url(schema="night")
        there = self.run_night("postgres", store=store)
        here = self.run_night("sqlite")
        self.assertTrue(balanced(there))
        self.assertEqual(there["digest"], here["digest"])
        for name in ("indicators.csv", "matches.csv", "tasks.csv", "quarantine.csv"):
            self.assertEqual((there["out"] / name).read_bytes(), (here["out"] / name).read_bytes(), name)
        again = self.run_night("again", store=store)
        self.assertEqual((again["digest"], again["rows_accepted"], again["tasks_issued"]), (there["digest"], 0, 0))
        verified = call("verify", "--store", store)
        self.assertEqual(verified.returncode, 0, verified.stderr)
        self.assertIn("everything that was read is what was written", verified.stdout)
        with open(there["out"] / "indicators.csv", newline="", encoding="utf-8") as file:
            line = next(csv.DictReader(file))["subscription_id"]
        for words in (
            ("customer", line),
            ("plan", "funnel"),
            ("plan", "explain", line),
            ("plan", "simulate", "--playbook", PLAYBOOK, "--sample", "10"),
            ("plan", "replay", "--playbook", PLAYBOOK, "--mapping", self.boss / "mapping.toml"),
            ("tasks", "list"),
            ("evaluate",),
            ("knowledge", "add", "--id", "k", "--title", "续约", "--body", "续约优惠"),
            ("knowledge", "search", "续约"),
            ("report", "--out", self.scratch / "report.html"),
        ):
            done = call(*words, "--store", store)
            self.assertEqual(done.returncode, 0, (words, done.stderr))
        self.assertEqual(call("verify", "--store", self.server.url(schema="none")).returncode, 4)
        self.assertEqual(self.server.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'none'").strip(), "0")

    def test_the_state_of_a_store_is_told_in_words_and_backups_are_left_to_the_server(self):
        store = self.server.url(schema="words")
        added = call("knowledge", "add", "--id", "k", "--title", "续约", "--body", "续约优惠", "--store", store)
        self.assertEqual(added.returncode, 0, added.stderr)
        verified = call("verify", "--store", store)
        self.assertEqual(verified.returncode, 0, verified.stderr)
        self.assertRegex(verified.stdout, r"\d+ records of \w+\n")
        self.assertRegex(verified.stdout, r"at change \d+\neverything that was read is what was written\n")
        self.assertRegex(verified.stdout, r"audit trail: 0 entries, unbroken\nsound\n$")
        self.assertIn("读到的与写入的一致", call("verify", "--store", store, "--language", "zh").stdout)
        self.server.sql("UPDATE words.tokens SET version = version + 1")
        damaged = call("verify", "--store", store)
        self.assertEqual(damaged.returncode, 4, damaged.stderr)
        self.assertRegex(damaged.stdout, r"NOT SOUND: .*tokens.*; restore the latest backup\n$")
        for words in (("backup", "--out", self.scratch / "b.db"), ("restore", "--backup", self.scratch / "b.db")):
            refused = call(*words, "--store", store)
            self.assertNotEqual(refused.returncode, 0)
            self.assertIn("pg_dump --format=custom --schema=words", refused.stderr)
            self.assertIn("run `staysail erase` again", refused.stderr)

    def test_a_boss_in_tables_tells_what_its_files_tell(self):
        load_tables(self.server, "crm")
        mapping = self.scratch / "tables.toml"
        mapping.write_text(mapping_of_tables(), encoding="utf-8")
        boss = self.server.url("crm")
        valid = call("validate", "--boss", boss, "--mapping", mapping)
        self.assertEqual(valid.returncode, 0, valid.stdout + valid.stderr)
        self.assertIn("bills (feed bills): 26 rows, 26 good, 0 bad", valid.stdout)
        tables = self.run_night("tables", boss=boss, mapping=mapping, store=self.server.url(schema="tables"))
        files = self.run_night("files", boss=EXPORT / "export", mapping=EXPORT / "mapping.toml", store="memory:")
        self.assertEqual(tables["digest"], files["digest"])
        self.assertEqual(tables["rows_read"], files["rows_read"])
        again = self.run_night("tables2", boss=boss, mapping=mapping, store=self.server.url(schema="tables"))
        self.assertEqual((again["rows_accepted"], again["digest"]), (0, tables["digest"]))

    def test_a_mapping_of_tables_wants_a_database_and_one_of_files_a_folder(self):
        mapping = self.scratch / "only_tables.toml"
        mapping.write_text(mapping_of_tables(), encoding="utf-8")
        refused = self.run_night("folder", boss=EXPORT / "export", mapping=mapping, expect=3)
        self.assertIn("reads a database, and the BOSS is a folder", refused.stderr)
        refused = self.run_night("database", boss=self.server.url(), mapping=EXPORT / "mapping.toml", expect=3)
        self.assertIn("reads files, and the BOSS is a database", refused.stderr)

    def test_a_store_lost_in_the_middle_is_the_storage_and_a_boss_that_is_away_is_not(self):
        words = ["run", "--boss", self.boss, "--mapping", self.boss / "mapping.toml", "--playbook", PLAYBOOK]
        words += ["--as-of", "2026-01-01"]
        with Server("fsync=off") as server:
            night = subprocess.Popen(
                [PROGRAM, *map(str, words), "--store", server.url(schema="lost")],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            )
            told = ""
            while "indicators" not in told:
                told += night.stderr.readline()
            server.process.send_signal(signal.SIGQUIT)
            told += night.communicate(timeout=300)[1]
            self.assertEqual(night.returncode, 4, told)
            self.assertIn("postgres:///postgres: ", told)
        tables = self.scratch / "away.toml"
        tables.write_text(mapping_of_tables(), encoding="utf-8")
        away = self.run_night("away", boss="postgres://127.0.0.1:1/crm", mapping=tables, store="memory:", expect=3)
        self.assertIn("postgres://127.0.0.1:1/crm", away.stderr)

    def test_orders_go_to_the_functions_of_the_boss_each_once(self):
        self.server.sql("CREATE DATABASE desk")
        self.server.sql(FUNCTIONS, "desk")
        statements = self.scratch / "orders.toml"
        statements.write_text(STATEMENTS, encoding="utf-8")
        options = {"orders": self.server.url("desk"), "statements": statements}
        store = self.server.url(schema="orders")
        self.run_night("orders", store=store, **options)
        count = int(self.server.sql("SELECT count(*) FROM orders", "desk"))
        self.assertGreater(count, 0)
        self.run_night("orders2", store=store, **options)
        self.assertEqual(int(self.server.sql("SELECT count(*) FROM orders", "desk")), count)
        self.run_night("orders3", store="memory:", **options)
        self.assertEqual(int(self.server.sql("SELECT count(*) FROM orders", "desk")), count)
        outbox = self.run_night("outbox")
        with open(next((outbox["out"] / "outbox").glob("actions_*.csv")), newline="", encoding="utf-8") as file:
            self.assertEqual(len(list(csv.DictReader(file))), count)


if __name__ == "__main__":
    unittest.main()
