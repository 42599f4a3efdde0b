"""Stores from Python: their state, backups, restores and erasures."""

import sqlite3
from contextlib import closing

import pytest

import staysail as ss


@pytest.fixture
def store(tmp_path):
    url = f"sqlite:{tmp_path}/shelf.db"
    ss.knowledge.Base(url=url).add({"id": "a", "title": "renewal", "body": "what helped"})
    return url


def test_the_state_of_a_store_is_told(store):
    state = ss.verify(store)
    assert state["sound"] and state["first_fault"] == ""
    assert state["change"] >= 1
    assert sum(state["records"].values()) >= 1


def test_a_flipped_bit_is_no_sound_store(store, tmp_path):
    path = tmp_path / "shelf.db"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)
    try:
        assert not ss.verify(store)["sound"]
    except ss.Error as error:
        assert error.code == "store_corrupt"


def test_a_backup_goes_back_into_its_place(store, tmp_path):
    ss.backup(store, tmp_path / "backup.db")
    assert ss.verify(f"sqlite:{tmp_path}/backup.db")["sound"]
    with pytest.raises(ss.Error, match="conflict|already"):
        ss.backup(store, tmp_path / "backup.db")
    with pytest.raises(ss.Error, match="already"):
        ss.restore(tmp_path / "backup.db", store)
    assert ss.restore(tmp_path / "backup.db", store, replace=True) == 0
    assert ss.verify(store)["sound"]


def audit_entries(path):
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT payload FROM entities WHERE kind = 'audit' ORDER BY id")
        return [bytes(payload) for (payload,) in rows]


def test_an_erasure_is_written_down_before_and_after(source, tmp_path):
    store = f"sqlite:{tmp_path}/s.db"
    export = source / "examples" / "embed"
    ss.run(
        boss=export / "export",
        mapping=export / "mapping.toml",
        playbook=source / "examples" / "playbook",
        store=store,
        as_of="2026-01-01",
    )
    before = len(audit_entries(tmp_path / "s.db"))
    assert ss.erase(store, "C1", actor="clerk 7")["records"] > 0
    begun, done = audit_entries(tmp_path / "s.db")[before:]
    assert b"clerk 7" in begun and b"erase begun" in begun
    assert b"clerk 7" in done and b"erase" in done and b"begun" not in done
    assert b"C1" not in begun + done


def test_a_server_makes_its_own_backups():
    with pytest.raises(ss.Error, match="pg_dump.*staysail erase"):
        ss.restore("b.db", "postgres://nowhere/crm?schema=wuhan")


def test_nobody_of_this_id_is_an_error(store):
    with pytest.raises(ss.Error) as raised:
        ss.erase(store, "C1")
    assert raised.value.code == "not_found"


def test_a_mistyped_store_is_not_made(tmp_path):
    for ask in (ss.verify, lambda url: ss.backup(url, tmp_path / "b.db"), lambda url: ss.erase(url, "C1")):
        with pytest.raises(ss.Error):
            ask(f"sqlite:{tmp_path}/none.db")
    assert list(tmp_path.iterdir()) == []
