"""An export explained from Python, and a night on an exchange of files."""

import gzip
import hashlib

import pytest
import staysail as ss

MAPPING = """
[exchange]
source = "in"
processed = "done"
quarantine = "bad"
[[feed]]
name = "lines"
files = "lines_{date:yyyyMMdd}_{serial:2}.csv*"
header_record = "HDR|{rows}"
check_file = { name = "{name}.sha256", record = "{sha256}  {name}" }
[[feed.entity]]
table = "subscriptions"
fields = { subscription_id = "S", customer_id = "C", activated = "DAY" }
[[feed.entity]]
table = "customers"
fields = { customer_id = "C" }
"""


@pytest.fixture
def boss(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def put(boss, name, text, checked=True):
    data = gzip.compress(text.encode()) if name.endswith(".gz") else text.encode()
    (boss / "in" / name).write_bytes(data)
    if checked:
        (boss / "in" / f"{name}.sha256").write_text(f"{hashlib.sha256(data).hexdigest()}  {name}\n")


def lines(declared, *rows):
    return "".join(line + "\n" for line in (f"HDR|{declared}", "S,C,DAY", *rows))


def test_validate_tells_what_a_night_would_do(boss):
    put(boss, "lines_20251231_01.csv.gz", lines(2, "S1,C1,2020-01-31", "S2,C2,never"))
    put(boss, "lines_20251231_03.csv", lines(5, "S3,C3,2020-01-31"))
    put(boss, "lines_20251231_04.csv", lines(0), checked=False)
    before = sorted(boss.rglob("*"))
    check = ss.validate(boss=boss, mapping=boss / "mapping.toml")
    assert sorted(boss.rglob("*")) == before
    assert not check["clean"]
    first, third, fourth = check["files"]
    assert (first["rows"], first["good"], first["bad"], first["withheld"]) == (2, 1, 1, None)
    assert first["bad_by_reason"] == {"bad_date": 1}
    assert third["withheld"] == "totals_differ"
    assert "declares 5 rows, and the file has 1" in third["message"]
    assert "serial 02 of 20251231 is missing" in third["notices"][0]
    assert fourth["withheld"] == "not_ready"
    (row,) = check["bad_rows"]
    assert (row["file"], row["line"], row["column"]) == ("lines_20251231_01.csv.gz", 4, "DAY")


def test_validate_of_a_clean_export(source):
    folder = source / "examples/embed"
    check = ss.validate(boss=folder / "export", mapping=folder / "mapping.toml")
    assert check["clean"]
    assert check["rows"] > 0
    assert check["bad_rows"] == []


def test_a_mapping_that_does_not_hold_is_an_error(boss):
    (boss / "mapping.toml").write_text("[[feed]]\nfiles = 'a_{day}'\n")
    with pytest.raises(ss.Error) as told:
        ss.validate(boss=boss, mapping=boss / "mapping.toml")
    assert told.value.code == "mapping_invalid"


def test_a_night_moves_the_files_and_leaves_receipts(boss, source):
    put(boss, "lines_20251231_01.csv.gz", lines(1, "S1,C1,2020-01-31"))
    put(boss, "lines_20251231_02.csv", lines(5, "S3,C3,2020-01-31"))
    run = ss.run(
        boss=boss,
        mapping=boss / "mapping.toml",
        playbook=source / "examples/playbook",
        store=f"sqlite:{boss}/night.db",
        as_of="2026-01-01",
    )
    assert run.moved == {
        "lines_20251231_01.csv.gz": "done/lines_20251231_01.csv.gz",
        "lines_20251231_02.csv": "bad/lines_20251231_02.csv",
    }
    assert run.summary["rows_accepted"] == run.summary["rows_read"] == 1
    assert run.summary["files_withheld"] == 1
    assert run.summary["file_notices"][0]["reason"] == "totals_differ"
    assert "RESULT|good\n" in (boss / "done/lines_20251231_01.csv.gz.rsp").read_text()
    assert "RESULT|bad\n" in (boss / "bad/lines_20251231_02.csv.rsp").read_text()
    assert list((boss / "in").iterdir()) == []
