"""Work: matters through one gate, and who is given which job."""

import os
import pathlib

import pandas as pd
import pytest
import staysail as ss

MAPPING = """version = 1
name = "an organisation"
currency = "CNY"
separator = ","
header = true

[[feed]]
files = "units.csv"
mode = "increment"
  [[feed.entity]]
  table = "units"
  [feed.entity.fields]
  unit_id = "unit"
  parent_unit_id = "parent"

[[feed]]
files = "staff.csv"
mode = "increment"
  [[feed.entity]]
  table = "staff"
  [feed.entity.fields]
  staff_id = "staff"
  unit_id = "unit"
  role = "role"
  status = "status"
"""

STAFF = """staff,unit,role,status
serve,east,service,active
sell,east,sales,active
study,east,analyst,active
mark,east,marketer,active
admin,east,administrator,active
boss,east,manager,active
top,prov,manager,active
west,west,service,active
gone,east,manager,left
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    boss = folder / "boss"
    boss.mkdir()
    (boss / "units.csv").write_text("unit,parent\nprov,\neast,prov\nwest,prov\n", encoding="utf-8")
    (boss / "staff.csv").write_text(STAFF, encoding="utf-8")
    (boss / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    playbook = pathlib.Path(os.environ["STAYSAIL_SOURCE_DIR"]) / "examples" / "playbook"
    url = f"sqlite:{folder}/office.db"
    ss.run(
        boss=boss, mapping=boss / "mapping.toml", playbook=playbook, store=url, as_of="2026-01-01", out=folder / "out"
    )
    return url


def only(frame):
    (row,) = frame.to_pandas().to_dict("records")
    return row


def opened(store, customer, occasion="1", **more):
    desk = ss.work.Desk(store, as_staff="serve")
    told = {"occasion": occasion, "customer": customer, "subject": "complaint", "at": "2026-01-12T09:00", **more}
    return only(desk.open("ticket", **told))["matter_id"]


def test_a_complaint_lives_its_life_and_a_move_told_twice_is_one(store):
    ticket = opened(store, "C1")
    assert ticket == opened(store, "C1")
    serve = ss.work.Desk(store, as_staff="serve")
    serve.move(ticket, "start", at="2026-01-12T10:00")
    with pytest.raises(ss.Error, match="needs its cause") as caught:
        serve.move(ticket, "resolve", at="2026-01-12T11:00")
    assert caught.value.code == "invalid_argument"
    for _ in range(2):
        told = only(serve.move(ticket, "resolve", at="2026-01-12T11:00", note="credited", set={"cause": "billing"}))
        assert (told["state"], told["attributes"]) == ("resolved", "cause=billing")
    assert list(serve.history(ticket, at="2026-01-13").to_pandas().event) == ["open", "start", "resolve"]
    with pytest.raises(ss.Error, match="allows accept, refuse"):
        serve.move(ticket, "start", at="2026-01-13")


CALLS = {
    "open": lambda desk, one, two: desk.open("ticket", occasion="9", customer="C9", subject="inquiry", at="2026-01-13"),
    "move": lambda desk, one, two: desk.move(one, "start", at="2026-01-13"),
    "assign": lambda desk, one, two: desk.assign(one, "serve", at="2026-01-13"),
    "escalate": lambda desk, one, two: desk.escalate(one, at="2026-01-13"),
    "split": lambda desk, one, two: desk.split(one, ["a"], at="2026-01-13"),
    "merge": lambda desk, one, two: desk.merge(one, two, at="2026-01-13"),
    "history": lambda desk, one, two: desk.history(one, at="2026-01-13"),
    "tick": lambda desk, one, two: desk.tick(at="2026-01-13"),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("who", ["study", "mark", "admin", "sell"])
def test_every_call_asks_the_gate(store, call, who):
    one, two = opened(store, "C2", "1"), opened(store, "C2", "2")
    with pytest.raises(ss.Error) as caught:
        CALLS[call](ss.work.Desk(store, as_staff=who), one, two)
    assert caught.value.code == "purpose_required"
    states = ss.work.Desk(store, as_staff="top").list(at="2026-01-13", customer="C2").to_pandas()
    assert set(states.state) == {"acknowledged"} and len(states) == 2


def test_lists_hold_what_may_be_read(store):
    opened(store, "C3")
    for who, seen in {"serve": 1, "boss": 1, "top": 1, "west": 0, "study": 0, "admin": 0}.items():
        assert ss.work.Desk(store, as_staff=who).list(at="2026-01-13", customer="C3").num_rows == seen, who
    for who, code in {"gone": "purpose_required", "nobody": "not_found"}.items():
        with pytest.raises(ss.Error) as caught:
            ss.work.Desk(store, as_staff=who).list(at="2026-01-13")
        assert caught.value.code == code


def test_matters_change_hands_are_split_and_merged(store):
    one, two = opened(store, "C4", "1"), opened(store, "C4", "2")
    boss = ss.work.Desk(store, as_staff="boss")
    assert only(boss.assign(one, "serve", at="2026-01-12T10:00"))["assignee"] == "serve"
    assert only(boss.escalate(one, at="2026-01-12T11:00"))["assignee"] == "boss"
    assert boss.split(one, ["a", "b"], at="2026-01-12T12:00").num_rows == 3
    kept = only(boss.merge(one, two, at="2026-01-12T13:00"))
    assert kept["matter_id"] == two
    open_now = boss.list(at="2026-01-13", customer="C4", only_open=True).to_pandas()
    assert sorted(open_now.parent.dropna()) == [two, two] and one not in set(open_now.matter_id)
    assert set(boss.tick(at="2026-01-13")) == {"warned", "called", "handed_on", "stranded"}


def test_tasks_are_claimed_by_who_may(store):
    with pytest.raises(ss.Error) as caught:
        ss.work.claim_tasks(store, staff="study", at="2026-01-12")
    assert caught.value.code == "no_assignee"


def test_jobs_are_given_at_least_cost():
    jobs = {"job_id": ["j1", "j2"], "skill": ["", "vip"], "unit_id": ["c1", "c1"]}
    workers = pd.DataFrame(
        {"staff_id": ["a1", "a2"], "unit_id": ["c1", "c2"], "skills": ["vip", ""], "capacity": [1, 1]}
    )
    units = {"unit_id": ["east", "c1", "c2"], "parent_unit_id": ["", "east", "east"]}
    best = ss.work.assign_jobs(jobs, workers, units=units)
    assert best["staff"] == {"j1": "a2", "j2": "a1"}
    assert (best["cost"], best["bound"], best["gap"], best["exact"]) == (80, 80, 0.0, True)
    greedy = ss.work.assign_jobs(jobs, workers, units=units, exact_pairs=0)
    assert greedy["cost"] >= best["cost"] >= greedy["bound"]
    with pytest.raises(ss.Error, match="stands twice"):
        ss.work.assign_jobs({"job_id": ["j", "j"]}, workers)


def test_the_state_tables_are_told():
    assert ("visit", "under_way", "report", "done") in ss.work.lives()
    assert len({kind for kind, *_ in ss.work.lives()}) == 12
