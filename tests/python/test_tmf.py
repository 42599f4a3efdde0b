"""A night on a BOSS that is asked, with the mapping that is shipped."""

import subprocess
import sys

import pytest
import staysail as ss


@pytest.fixture
def boss(source):
    """The address of a TM Forum BOSS on loopback."""
    folder = source / "tests" / "tmf"
    with subprocess.Popen(
        [sys.executable, "-B", folder / "quirky_boss.py", folder / "small_operator.json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        yield f"tmf:http://127.0.0.1:{int(server.stdout.readline())}/tmf-api?page_size=2"
        server.communicate()


def test_night_on_a_tm_forum_boss(boss, source):
    try:
        run = ss.run(boss=boss, playbook=source / "examples" / "playbook", store="memory:", as_of="2026-02-01")
    except ss.Error as error:
        if "built without TM Forum" in str(error):
            pytest.skip("the module was built without staysail::tmf")
        raise
    assert run.summary["rows_read"] == 17
    assert run.summary["rows_accepted"] == 13
    assert run.summary["subscriptions"] == 2


def test_an_export_needs_its_mapping(tmp_path, source):
    with pytest.raises(ss.Error, match="needs the mapping"):
        ss.run(boss=tmp_path, playbook=source / "examples" / "playbook", store="memory:", as_of="2026-02-01")
