"""A playbook looked at before it is used: lint and diff."""

import datetime as dt
import shutil

import pytest
import staysail as ss


@pytest.fixture
def spoiled(source, tmp_path):
    """Gives a copy of the shipped playbook with replaced texts: {file: [(from, to), ...]}."""

    def copy(name, changes):
        folder = tmp_path / name
        shutil.copytree(source / "examples/playbook", folder)
        for file, pairs in changes.items():
            text = (folder / file).read_text(encoding="utf-8")
            for old, new in pairs:
                assert old in text
                text = text.replace(old, new, 1)
            (folder / file).write_text(text, encoding="utf-8")
        return folder

    return copy


STRATEGY = """
[[strategy]]
id = "{id}"
kind = "retention"
priority = {priority}
exclusion_group = "trial"
channels = ["sms"]
{more}
when = '{when}'
tactic = "call"
"""


def strategies(*asked):
    defaults = {"priority": 1, "more": ""}
    return "".join(STRATEGY.format(**{**defaults, **one}) for one in asked)


def test_the_shipped_playbook_has_notes_at_most(source):
    findings = ss.Playbook.load(source / "examples/playbook").lint(as_of="2026-01-01")
    assert [finding for finding in findings if finding.severity != "note"] == []


def test_a_finding_says_where_how_sure_and_why(spoiled):
    folder = spoiled("never", {"strategies.toml": [("line_month = 1 and", "line_month = 1 and line_month = 2 and")]})
    # The strategy's own examples would fail first: a condition that cannot hold has none.
    text = (folder / "strategies.toml").read_text(encoding="utf-8")
    (folder / "strategies.toml").write_text(text.replace('match = [{ status = "active", line_month = 1 }]\n', ""))
    (never,) = [finding for finding in ss.Playbook.load(folder).lint() if finding.code == "never_true"]
    assert (never.severity, never.certainty, never.subject) == ("error", "proven", "welcome_care")
    assert never.file == str(folder / "strategies.toml")
    assert never.line > 1 and never.column > 1
    assert "contradict" in never.sentence and "矛盾" in never.chinese
    assert repr(never).startswith(f"Finding({never.file}:{never.line}:{never.column}: error: never_true: welcome_care")
    assert "\n" not in repr(never)


def test_an_example_is_a_customer_of_both(source, tmp_path):
    shutil.copytree(source / "examples/playbook", tmp_path / "tie")
    (tmp_path / "tie/strategies.toml").write_text(
        strategies({"id": "a", "when": "tenure_months > 12"}, {"id": "b", "when": "days_silent >= 15"})
    )
    (tie,) = [f for f in ss.Playbook.load(tmp_path / "tie").lint() if f.code == "equal_priority"]
    assert (tie.subject, tie.other, tie.certainty) == ("b", "a", "example")
    assert tie.example["tenure_months"] > 12 and tie.example["days_silent"] >= 15


def test_what_is_over_is_told_for_a_day_only(source, tmp_path):
    shutil.copytree(source / "examples/playbook", tmp_path / "over")
    (tmp_path / "over/strategies.toml").write_text(
        strategies({"id": "a", "when": "tenure_months > 12", "more": "valid_to = 2025-12-31"})
    )
    playbook = ss.Playbook.load(tmp_path / "over")
    codes = {day: {finding.code for finding in playbook.lint(as_of=day)} for day in (None, dt.date(2026, 1, 1))}
    assert "expired" not in codes[None]
    assert "expired" in codes[dt.date(2026, 1, 1)]
    with pytest.raises(ss.Error):
        playbook.lint(as_of="1 January")


def test_an_extension_attribute_may_tell_a_protected_trait(source, tmp_path):
    shutil.copytree(source / "examples/playbook", tmp_path / "trait")
    (tmp_path / "trait/strategies.toml").write_text(
        strategies({"id": "a", "when": '民族 = "汉族" and tenure_months > 3'}), encoding="utf-8"
    )
    with pytest.raises(ss.Error) as unknown:
        ss.Playbook.load(tmp_path / "trait")
    assert unknown.value.code == "unknown_name"
    findings = ss.Playbook.load(tmp_path / "trait", extensions=["民族"]).lint()
    assert [f.severity for f in findings if f.code == "protected_trait"] == ["warning"]


@pytest.fixture(scope="module")
def night(source, tmp_path_factory):
    folder = tmp_path_factory.mktemp("diff")
    shutil.copytree(source / "examples/playbook", folder / "before")
    (folder / "before/strategies.toml").write_text(
        strategies({"id": "long", "when": "tenure_months >= 80"}).replace("retention", "care")
    )
    (folder / "before/work.toml").unlink()
    data = source / "examples/iranian"
    store = f"sqlite:{folder}/night.db"
    ss.run(boss=data, mapping=data / "mapping.toml", playbook=folder / "before", as_of="2026-01-01", store=store)
    return folder, store, data / "mapping.toml"


def after(night, name, text, **files):
    folder, _, mapping = night
    shutil.copytree(folder / "before", folder / name)
    (folder / name / "strategies.toml").write_text(text.replace("retention", "care"))
    return ss.Playbook.load(folder / name, mapping=mapping)


def rows(frame):
    return frame.to_pandas().to_dict("records")


def test_a_playbook_against_itself_changes_nothing(night):
    before = ss.Playbook.load(night[0] / "before", mapping=night[2])
    diff = before.diff(before, store=night[1], mapping=night[2])
    assert (diff.files, diff.rules, len(diff.actions)) == ([], [], 0)
    (long,) = rows(diff.strategies)
    assert (long["fate"], long["gained"], long["lost"]) == ("same", 0, 0)
    assert long["kept"] > 0


def test_each_change_has_its_rule(night):
    before = ss.Playbook.load(night[0] / "before", mapping=night[2])
    now = after(
        night,
        "longer",
        strategies(
            {"id": "long", "when": "tenure_months >= 100"},
            {"id": "new", "priority": 2, "when": "tenure_months >= 110"},
        ),
    )
    diff = before.diff(now, store=night[1], mapping=night[2])
    told = {row["strategy_id"]: row for row in rows(diff.strategies)}
    assert (told["long"]["fate"], told["long"]["keys"], told["new"]["fate"]) == ("changed", "when", "added")
    actions = rows(diff.actions)
    assert told["long"]["lost"] == sum(row["before"] == "long" for row in actions) > 0
    assert told["new"]["gained"] == sum(row["after"] == "new" for row in actions) > 0
    assert {file["file"]: file["effect"] for file in diff.files} == {"strategies.toml": "shown"}
    for row in actions:
        assert row["before"] == "long"
        if row["after"] == "new":
            assert (row["lost_code"], row["lost_rule"], row["gained_code"]) == ("outranked", "new", "absent")
        else:
            assert (row["lost_code"], row["gained_code"]) == ("no_match", "")
            assert row["lost_rule"].startswith("tenure_months >= 100, where tenure_months = ")
    assert repr(diff) == f"PlaybookDiff({len(actions)} actions change among {diff.subscriptions} subscriptions)"


def test_what_the_frame_cannot_show_is_said(night):
    folder = night[0]
    before = ss.Playbook.load(folder / "before", mapping=night[2])
    shutil.copytree(folder / "before", folder / "other_indicators")
    with open(folder / "other_indicators/indicators.toml", "a", encoding="utf-8") as file:
        file.write('\n[twice]\ndefinition = "twice the months"\nexpression = "2 * tenure_months"\nscale = 0\n'
                   'unit = "months"\nsource = "tenure_months"\n')  # fmt: skip
    diff = before.diff(
        ss.Playbook.load(folder / "other_indicators", mapping=night[2]), store=night[1], mapping=night[2]
    )
    assert diff.files == [{"file": "indicators.toml", "effect": "not_shown"}]


def test_a_night_that_is_not_there(night, tmp_path):
    before = ss.Playbook.load(night[0] / "before", mapping=night[2])
    with pytest.raises(ss.Error) as none:
        before.diff(before, store=night[1], mapping=night[2], period="2020-01")
    assert none.value.code == "not_found"
