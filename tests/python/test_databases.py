"""Nights whose store or BOSS is a database."""

import contextlib
import sqlite3
import sys

import pytest
import staysail as ss

MAPPING = """
version = 1
name = "tables"
[[feed]]
table = "customers"
  [[feed.entity]]
  table = "customers"
  fields = { customer_id = "cust_id" }
[[feed]]
name = "lines"
sql = "SELECT * FROM lines WHERE line_id <> 'S0'"
split_by = "line_id"
changed_by = "changed"
  [[feed.entity]]
  table = "subscriptions"
    [feed.entity.fields]
    subscription_id = "line_id"
    customer_id = "cust_id"
    status = { constant = "active" }
    activated = "opened"
"""


@pytest.fixture(scope="module")
def server(source):
    """A PostgreSQL server of these tests' own."""
    sys.path.insert(0, str(source / "tests/postgres"))
    import server as postgres  # pylint: disable=import-outside-toplevel

    if postgres.find_programs() is None:
        pytest.skip("no PostgreSQL server is installed (package postgresql)")
    with postgres.Server("fsync=off") as running:
        yield running


@pytest.fixture(name="boss")
def boss_in_tables(source, tmp_path):
    """A database with two customers and three lines, and what a night needs beside it."""
    with contextlib.closing(sqlite3.connect(tmp_path / "boss.db")) as database:
        database.executescript("""
            CREATE TABLE customers(cust_id text);
            INSERT INTO customers VALUES ('C1'), ('C2');
            CREATE TABLE lines(line_id text, cust_id text, opened text, changed text);
            INSERT INTO lines VALUES ('S1', 'C1', '2024-05-01', '2025-12-01'), ('S2', 'C2', '2025-02-30', '2025-12-02'),
                                     ('S3', 'C2', '2023-01-01', '2025-12-03');
        """)
    mapping = tmp_path / "tables.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    playbook = source / "examples/playbook"
    return {"boss": f"sqlite:{tmp_path}/boss.db", "mapping": mapping, "playbook": playbook, "as_of": "2026-01-01"}


def test_tables_of_a_database_are_a_boss(boss):
    summary = ss.run(**boss, store="memory:").summary
    assert (summary["rows_read"], summary["rows_quarantined"], summary["subscriptions"]) == (5, 1, 2)
    later = ss.run(**boss, store="memory:", changed_since="2025-12-02").summary
    assert (later["rows_read"], later["subscriptions"]) == (4, 1)


def test_a_mapping_of_tables_wants_a_database(boss, tmp_path):
    boss["boss"] = tmp_path
    with pytest.raises(ss.Error, match="reads a database, and the BOSS is a folder"):
        ss.run(**boss, store="memory:")


STRATEGIES = """
[[strategy]]
id = "fault"
title = { zh = "报障", en = "Raise a fault" }
kind = "recovery"
priority = 20
channels = ["call"]
when = 'stage = "maturity"'
tactic = { zh = "报障。", en = "Raise a fault." }
action = { kind = "raise_fault", after = "issue", parameters = { note = "noise" } }
"""

STATEMENTS = """
submit = "INSERT INTO requests VALUES(:token, :kind, :subscription_id, :content) ON CONFLICT(token) DO NOTHING"
status = "SELECT 'accepted', NULL, content FROM requests WHERE token = :token"
"""


@pytest.fixture(name="orders")
def requests_of_a_boss(boss, playbook_with, tmp_path):
    """A strategy that orders for every mature line, and the table in which the BOSS takes orders."""
    with contextlib.closing(sqlite3.connect(tmp_path / "boss.db")) as database:
        database.execute("PRAGMA journal_mode = WAL")  # the night reads the same file until it ends
        database.execute("CREATE TABLE requests(token text PRIMARY KEY, kind text, subscription text, content text)")
    boss["playbook"] = playbook_with(tmp_path / "playbook", STRATEGIES)
    (tmp_path / "orders.toml").write_text(STATEMENTS, encoding="utf-8")
    return {"orders": boss["boss"], "statements": tmp_path / "orders.toml"}


def test_orders_go_to_the_database_of_the_boss_each_once(boss, orders, tmp_path):
    night = ss.run(**boss, **orders, store=f"sqlite:{tmp_path}/night.db")
    assert night.summary["tasks_issued"] == 2
    ss.run(**boss, **orders, store=f"sqlite:{tmp_path}/night.db")
    ss.run(**boss, **orders, store="memory:")
    with contextlib.closing(sqlite3.connect(tmp_path / "boss.db")) as database:
        asked = database.execute("SELECT kind, subscription FROM requests ORDER BY subscription").fetchall()
    assert asked == [("raise_fault", "S1"), ("raise_fault", "S3")]


def test_orders_need_statements_and_a_database(boss, orders):
    with pytest.raises(ss.Error, match="orders= and statements= go together"):
        ss.run(**boss, store="memory:", orders=orders["orders"])
    with pytest.raises(ss.Error, match="a database that takes orders is named as sqlite:PATH"):
        ss.run(**boss, store="memory:", orders="ftp://crm.example", statements=orders["statements"])


def test_a_boss_of_no_known_kind_is_refused(boss):
    boss["boss"] = "odbc:crm"
    with pytest.raises(ss.Error, match=r"known: .*sqlite:, .*or the folder of an export\): odbc:"):
        ss.run(**boss, store="memory:")


def test_a_night_on_postgres_is_that_of_any_store(boss, server):
    store = server.url(schema="python")
    night = ss.run(**boss, store=store).summary
    assert night["digest"] == ss.run(**boss, store="memory:").summary["digest"]
    again = ss.run(**boss, store=store).summary
    assert (again["rows_accepted"], again["digest"]) == (0, night["digest"])
    assert ss.replay_plan(store=store, playbook=boss["playbook"])["same"]
    base = ss.knowledge.Base(server.url(schema="shelf"))
    base.add({"id": "1", "title": "携号转网", "body": "先核实在网协议。"})
    assert ss.knowledge.Base(server.url(schema="shelf")).search("携号转网")[0]["id"] == "1"
    with pytest.raises(ss.Error, match="there is no store in this schema"):
        ss.replay_plan(store=server.url(schema="none"), playbook=boss["playbook"])
