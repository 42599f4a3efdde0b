"""One night from Python: the accounts add up, the result does not depend on threads, and it can be asked why."""

import csv
import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap

import pytest
import staysail as ss

# The shipped data knows attributes and stages only; nobody in it agreed to marketing.
STRATEGIES = """
[[strategy]]
id = "check_in"
title = { zh = "回访", en = "Check in" }
kind = "care"
priority = 20
channels = ["call"]
when = 'stage = "maturity" and starts with(customer_id, "1")'
tactic = { zh = "致电回访。", en = "Call and ask." }

[[strategy]]
id = "points"
title = { zh = "积分", en = "Points" }
kind = "reward"
priority = 10
channels = ["call"]
when = 'stage = "maturity" and not(starts with(customer_id, "2"))'
tactic = { zh = "送积分。", en = "Offer points." }
"""


@pytest.fixture(scope="module")
def arguments(source, playbook_with, tmp_path_factory):
    playbook = playbook_with(tmp_path_factory.mktemp("playbook") / "playbook", STRATEGIES)
    folder = source / "examples/iranian"
    return {"boss": folder, "mapping": folder / "mapping.toml", "playbook": playbook, "as_of": "2026-01-01"}


@pytest.fixture(scope="module")
def night(arguments, tmp_path_factory):
    folder = tmp_path_factory.mktemp("night")
    return ss.run(**arguments, store=f"sqlite:{folder}/night.db", out=folder / "out"), folder


def test_rows_are_accounted_for(night):
    summary = night[0].summary
    assert summary["rows_read"] == 3150
    assert summary["rows_read"] == summary["rows_accepted"] + summary["rows_duplicate"] + summary["rows_quarantined"]
    for key in (
        "customers",
        "subscriptions",
        "stages",
        "segments",
        "warnings",
        "matched",
        "funnel",
        "rooms",
        "tasks_issued",
        "peak_rss_bytes",
        "digest",
    ):
        assert key in summary
    assert sum(summary["seconds"].values()) > 0
    assert "intake" in summary["seconds"]


def test_tables_are_those_of_the_summary(night):
    run, _ = night
    summary = run.summary
    assert len(run.indicators) == summary["subscriptions"] == len(run.decision)
    assert run.indicators.columns[0] == "subscription_id" and len(run.indicators.columns) > 1
    assert {"stage", "churn_kind", "segment", "warning_level", "reason_1"} <= set(run.indicators.columns)
    assert any(room["ran"] == "no" and room["reason"] for room in summary["rooms"])
    total = run.funnel().to_pandas().iloc[-1]
    assert total["strategy_id"] == "*" and total["matched"] == summary["matched"]
    assert len(run.tasks) == summary["tasks_issued"] > 0
    assert set(run.rooms.to_pandas()["ran"]) <= {"yes", "no"}
    assert (
        repr(run)
        == f"Run(2026-01-01, {summary['subscriptions']} subscriptions, {summary['tasks_issued']} tasks issued)"
    )


def test_the_folder_holds_the_same(night):
    run, folder = night
    out = folder / "out"
    assert json.loads((out / "receipt.json").read_text()) == run.summary
    with open(out / "indicators.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["subscription_id"] for row in rows] == run.indicators.to_pandas()["subscription_id"].tolist()
    assert (out / "report.html").stat().st_size > 0
    for name in ("matches.csv", "tasks.csv", "quarantine.csv", "actions.csv", "waiting.csv", "conflicts.csv"):
        assert (out / name).is_file()


def test_the_same_for_threads_and_batches(night, arguments):
    other = ss.run(**{**arguments, "as_of": dt.date(2026, 1, 1)}, store="memory:", threads=2, batch_rows=1000)
    assert other.summary["digest"] == night[0].summary["digest"]


def test_a_second_run_changes_nothing(night, arguments):
    run, folder = night
    again = ss.run(**arguments, store=f"sqlite:{folder}/night.db")
    assert again.summary["rows_accepted"] == 0 and again.summary["rows_duplicate"] == again.summary["rows_read"]
    assert again.summary["tasks_issued"] == 0
    assert again.summary["digest"] == run.summary["digest"]


def test_it_can_be_asked_why(night):
    run, _ = night
    matches = run.matches.to_pandas()
    assert set(matches.verdict) >= {"task", "held_out", "consent_missing"}
    for one in matches.groupby("verdict").head(2).itertuples():
        told = run.why_not(one.subscription_id, one.strategy_id)
        assert told["verdict"] == one.verdict and told["sentence"]
        mine = matches[matches.subscription_id == one.subscription_id]
        verdicts = {
            row["strategy"]: row["verdict"] for row in run.explain(one.subscription_id) if row["verdict"] != "no_match"
        }
        assert verdicts == dict(zip(mine.strategy_id, mine.verdict))
    unmatched = next(id for id in run.decision.to_pandas()["subscription_id"] if id not in set(matches.subscription_id))
    told = run.why_not(unmatched, "points")
    assert told["verdict"] == "no_match"
    assert all(
        condition["holds"] is not True and "customer_id" in condition["text"] for condition in told["conditions"]
    )
    with pytest.raises(ss.Error) as caught:
        run.why_not(unmatched, "no-such-strategy")
    assert caught.value.code == "not_found"


def test_what_is_told_holds_after_the_playbook_has_changed(arguments, tmp_path):
    playbook = shutil.copytree(arguments["playbook"], tmp_path / "playbook")
    run = ss.run(**{**arguments, "playbook": playbook}, store="memory:")
    one = next(run.matches.to_pandas().itertuples())
    before = run.why_not(one.subscription_id, one.strategy_id)
    assert before["guards"] == (one.guards.split("+") if one.verdict != "task" else [])
    assert [each["text"] for each in before["all_conditions"]] == [each["text"] for each in before["conditions"]]
    (playbook / "strategies.toml").write_text(STRATEGIES.replace("priority = 20", "priority = 1"), encoding="utf-8")
    assert run.why_not(one.subscription_id, one.strategy_id) == before


def test_a_stored_night_is_decided_again(night, arguments, tmp_path):
    _, folder = night
    asked = {"store": f"sqlite:{folder}/night.db", "mapping": arguments["mapping"]}
    told = ss.replay_plan(**asked, playbook=arguments["playbook"], period="2026-01", threads=2)
    assert told["same"] and told["decisions"] > 0
    assert told["changed_inputs"] == told["differences"] == []
    other = shutil.copytree(arguments["playbook"], tmp_path / "playbook")
    (other / "strategies.toml").write_text(STRATEGIES.replace("priority = 20", "priority = 1"), encoding="utf-8")
    told = ss.replay_plan(**asked, playbook=other)
    assert not told["same"] and not told["same_playbook"]
    assert told["differences"][0] == {
        "table": "rules", "row": "check_in", "column": "priority", "stored": "20", "replayed": "1",
    }  # fmt: skip
    with pytest.raises(ss.Error) as caught:
        ss.replay_plan(**asked, playbook=other, period="2025-01")
    assert caught.value.code == "not_found"
    with pytest.raises(ss.Error):
        ss.replay_plan(store=f"sqlite:{tmp_path}/none.db", playbook=other)
    assert not (tmp_path / "none.db").exists()


def test_a_playbook_is_tried_before_anything_is_issued(night, arguments):
    run, folder = night
    asked = {"store": f"sqlite:{folder}/night.db", "mapping": arguments["mapping"], "playbook": arguments["playbook"]}
    whole = ss.simulate_plan(**asked)
    assert whole["funnel"].to_pandas().equals(run.funnel().to_pandas())
    assert whole["sampled_lines"] == whole["lines"] == run.summary["subscriptions"]
    sample = ss.simulate_plan(**asked, sample=20, threads=2)
    assert sample == {**ss.simulate_plan(**asked, sample=20), "funnel": sample["funnel"]}
    assert 0 < sample["sampled_customers"] < sample["customers"] == whole["customers"]
    assert all(count["low"] <= count["expected"] <= count["high"] for count in sample["counts"])
    truth = {(count["strategy"], count["verdict"]): count["expected"] for count in whole["counts"]}
    held = [c["low"] <= truth[c["strategy"], c["verdict"]] <= c["high"] for c in sample["counts"] if c["in_sample"]]
    assert sum(held) >= 0.8 * len(held)
    with pytest.raises(ss.Error):
        ss.simulate_plan(**asked, sample=0)


def test_its_strategies_match_as_they_did(night, arguments):
    run, _ = night
    playbook = ss.Playbook.load(arguments["playbook"], mapping=arguments["mapping"])
    assert playbook.name in repr(playbook) and len(playbook.digest) == 32
    matcher = ss.compile_strategies(playbook.strategies, schema=run.decision, constants={"as_of": dt.date(2026, 1, 1)})
    funnel = run.funnel().to_pandas().set_index("strategy_id")["matched"].drop("*")
    assert matcher.counts(run.decision) == funnel.to_dict()


def test_errors_say_where(arguments, tmp_path):
    playbook = tmp_path / "playbook"
    shutil.copytree(arguments["playbook"], playbook)
    with open(playbook / "strategies.toml", "a", encoding="utf-8") as file:
        file.write('\n[[strategy]]\nid = "broken"\nwhen = "arpu_3n > 5"\n')
    with pytest.raises(ss.Error) as caught:
        ss.run(**{**arguments, "playbook": playbook}, store="memory:")
    assert caught.value.place.file.endswith("strategies.toml") and caught.value.place.line > 0
    with pytest.raises(ss.Error) as caught:
        ss.run(**{**arguments, "boss": tmp_path / "nowhere"}, store="memory:")
    assert str(tmp_path / "nowhere") in str(caught.value)
    with pytest.raises(ss.Error):
        ss.run(**{**arguments, "as_of": None}, store="memory:")
    with pytest.raises(ss.Error):
        ss.Playbook.load(tmp_path / "nowhere")


def test_ctrl_c_stops_a_night(arguments):
    program = textwrap.dedent(f"""
        import staysail as ss, sys, threading
        called = threading.Event()
        sys.setswitchinterval(1000)  # nobody else runs before the call lets the interpreter go
        threading.Thread(target=lambda: called.wait() and print("inside", flush=True), daemon=True).start()
        try:
            called.set()
            while True:
                ss.run(boss={str(arguments["boss"])!r}, mapping={str(arguments["mapping"])!r},
                       playbook={str(arguments["playbook"])!r},
                       as_of="2026-01-01", store="memory:")
        except KeyboardInterrupt:
            print("interrupted", flush=True)
        """)
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=os.environ)
    assert process.stdout.readline() == "inside\n"
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert out == "interrupted\n"


def test_results_never_go_over_other_files(arguments, tmp_path):
    (tmp_path / "tasks.csv").write_text("mine\n", encoding="utf-8")
    for out in (tmp_path, arguments["boss"], arguments["playbook"]):
        with pytest.raises(ss.Error) as caught:
            ss.run(**arguments, store="memory:", out=out)
        assert caught.value.code == "invalid_argument" and "another folder" in str(caught.value)
    assert (tmp_path / "tasks.csv").read_text(encoding="utf-8") == "mine\n"


def test_a_city_goes_up_into_the_province(night, tmp_path):
    run, folder = night
    city, province = f"sqlite:{folder}/night.db", f"sqlite:{tmp_path}/province.db"
    news = ss.transfer(from_store=city, to_store=province, city="wuhan")
    assert news["subscriptions"] == run.summary["subscriptions"]
    assert news["analyses"] == 1
    assert not any(ss.transfer(from_store=city, to_store=province, city="wuhan").values())
    found = ss.province(province, period="2026-01").to_pandas()
    stages = found[(found.city == "") & (found.figure == "stage")]
    assert dict(zip(stages.name, stages.lines)) == run.summary["stages"]
    with pytest.raises(ss.Error, match="2025-12"):
        ss.province(province, period="2025-12")


def test_a_portfolio_needs_somebody_who_may_take_it(night):
    store = f"sqlite:{night[1]}/night.db"
    told = {"since": dt.date(2026, 2, 1), "decided": "2026-01-20", "actor": "m1", "reason": "leaves us"}
    with pytest.raises(ss.Error, match="not in the staff table"):
        ss.hand_over(store, from_staff="E1", to_staff="E2", **told)
    assert list(ss.portfolios(store, as_of="2026-02-01").to_pandas().columns) == [
        "manager_id",
        "unit_id",
        "team",
        "status",
        "customers",
        "open_tasks",
    ]


def test_a_figure_is_explained_and_catalogues_are_compared(night, arguments, source, tmp_path):
    run, folder = night
    where = {"store": f"sqlite:{folder}/night.db", "playbook": arguments["playbook"]}
    frame = run.indicators.to_pandas()
    line, value = frame.iloc[0][["subscription_id", "tenure_months"]]
    told = ss.explain_indicator("tenure_months", line, **where)
    assert (told["value"], told["kept"], told["as_kept"]) == (str(value), str(value), True)
    assert list(told["inputs"]) == ["activated"]
    with pytest.raises(ss.Error, match="tenure_months"):
        ss.explain_indicator("tenure_month", line, **where)
    other = tmp_path / "other"
    shutil.copytree(arguments["playbook"], other)
    text = (other / "indicators.toml").read_text(encoding="utf-8")
    one_more = text[text.index("[tenure_months]") : text.index("[line_month]")].replace("[tenure", "[line_tenure")
    (other / "indicators.toml").write_text(text + "\n" + one_more, encoding="utf-8")
    changed = ss.diff_indicators(**where, against=other).to_pandas()
    assert changed[["indicator", "effect"]].values.tolist() == [["line_tenure_months", "added"]]
    assert changed.lines[0] == frame.tenure_months.notna().sum()
    table = ss.Playbook.load(arguments["playbook"]).indicators.to_pandas()
    assert table.set_index("indicator").inputs["tenure_months"] == "activated"
