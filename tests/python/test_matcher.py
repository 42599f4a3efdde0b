"""Strategies against frames: counted as numpy counts, and the same for one customer and for a column of them."""

import datetime as dt
import json

import numpy as np
import pandas as pd
import pytest
import staysail as ss
from hypothesis import given, settings
from hypothesis import strategies as st

RULES = [
    {"id": "renewal", "when": "months_left <= 3 and arpu >= 50", "priority": 30},
    {"id": "wake-up", "when": "days_silent > 15", "priority": 10},
    {"id": "care", "when": 'stage = "onboarding" or arpu in [10..20)', "priority": 10},
]


def frame_of(rows, seed):
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "months_left": random.integers(0, 24, rows),
            "arpu": random.integers(0, 12000, rows) / 100,
            "days_silent": random.integers(0, 40, rows),
            "stage": random.choice(["onboarding", "growth", "decline"], rows),
        }
    )


def expected_of(frame):
    return {
        "renewal": (frame.months_left <= 3) & (frame.arpu >= 50),
        "wake-up": frame.days_silent > 15,
        "care": (frame.stage == "onboarding") | ((frame.arpu >= 10) & (frame.arpu < 20)),
    }


@given(
    rows=st.integers(0, 500),
    seed=st.integers(0, 2**32 - 1),
    threads=st.integers(1, 4),
    batch_rows=st.sampled_from([1, 64, 100, 65536]),
)
@settings(deadline=None, max_examples=40)
def test_counts_are_those_of_numpy(rows, seed, threads, batch_rows):
    frame = frame_of(rows, seed)
    matcher = ss.compile_strategies(RULES, schema=frame)
    expected = expected_of(frame)
    assert matcher.counts(frame, threads=threads, batch_rows=batch_rows) == {
        name: int(hit.sum()) for name, hit in expected.items()
    }
    pairs = matcher.match(ss.Frame(frame), threads=threads).to_pandas()
    assert set(zip(pairs["row"], pairs["strategy"])) == {
        (row, name) for name, hit in expected.items() for row in np.flatnonzero(hit)
    }


def test_top_goes_by_row_then_priority_then_id():
    frame = pd.DataFrame(
        {"months_left": [1, 9], "arpu": [60.0, 15.0], "days_silent": [20, 20], "stage": ["onboarding", "growth"]}
    )
    matcher = ss.compile_strategies(RULES, schema=frame)
    assert matcher.match(frame).to_pandas().values.tolist() == [
        [0, "renewal"], [0, "care"], [0, "wake-up"], [1, "care"], [1, "wake-up"],
    ]  # fmt: skip
    assert matcher.top(frame, 1).to_pandas().values.tolist() == [[0, "renewal"], [1, "care"]]
    assert len(matcher.top(frame, 0)) == 0
    assert matcher.ids == ["renewal", "wake-up", "care"]
    assert repr(matcher) == "Matcher(3 strategies)"


@given(seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=20)
def test_one_customer_matches_as_in_a_column(seed):
    frame = frame_of(20, seed)
    matcher = ss.compile_strategies(RULES, schema=frame)
    pairs = matcher.match(frame).to_pandas()
    for row, customer in enumerate(frame.to_dict("records")):
        assert sorted(matcher.match_one(customer)) == sorted(pairs.loc[pairs.row == row, "strategy"])


def test_nulls_match_nothing():
    frame = ss.Frame({"arpu": np.array([60.0, None], dtype=object)})
    matcher = ss.compile_strategies(
        [{"id": "a", "when": "arpu > 50"}, {"id": "b", "when": "not(arpu > 50)"}], schema=frame
    )
    assert matcher.counts(frame) == {"a": 1, "b": 0}
    assert matcher.match_one({}) == []


def test_a_value_of_another_type_is_refused_by_name():
    frame = ss.Frame({"arpu": np.array([60.0]), "stage": np.array(["growth"])})
    matcher = ss.compile_strategies([{"id": "a", "when": 'arpu > 50 and stage = "growth"'}], schema=frame)
    with pytest.raises(ss.Error, match="a number was expected under the name arpu"):
        matcher.match_one({"arpu": "60", "stage": "growth"})
    assert matcher.match_one({"arpu": None, "stage": "growth", "not a column": 1}) == []
    assert matcher.match_one({"arpu": 60, "stage": "growth"}) == ["a"]


def test_constants_are_names_of_every_row():
    frame = ss.Frame({"contract_end": np.array(["2026-02-01", "2026-06-01"], dtype="datetime64[D]")})
    rule = {"id": "soon", "when": 'contract_end < as_of + duration("P90D")'}
    matcher = ss.compile_strategies([rule], schema=frame, constants={"as_of": dt.date(2026, 1, 1)})
    assert matcher.counts(frame) == {"soon": 1}


def test_strategies_from_a_file(tmp_path):
    path = tmp_path / "strategies.toml"
    path.write_text(
        '[[strategy]]\nid = "a"\nwhen = "n > 1"\npriority = 5\n\n[[strategy]]\nid = "b"\nwhen = "n > 2"\npriority = 7\n'
    )
    frame = ss.Frame({"n": [1, 2, 3]})
    for file in (path, str(path)):
        matcher = ss.compile_strategies(file, schema=frame)
        assert matcher.counts(frame) == {"a": 2, "b": 1}
        assert matcher.top(frame, 1).to_pandas().values.tolist() == [[1, "a"], [2, "b"]]
    path.write_text('[[strategy]]\nid = "a"\nwhen = "m > 1"\n')
    with pytest.raises(ss.Error) as caught:
        ss.compile_strategies(path, schema=frame)
    assert caught.value.code == "unknown_name"
    assert caught.value.place.file == str(path) and caught.value.place.line == 3


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ([{"id": "a"}], "invalid_argument"),
        ([{"id": "a", "when": "m > 1"}], "unknown_name"),
        ([{"id": "a", "when": "n > "}], "syntax_error"),
        ([{"id": "a", "when": "n + 1"}], "type_mismatch"),
        ([{"id": "a", "when": 'n = "x"'}], "type_mismatch"),
        ([{"id": "a", "when": "n > 1"}, {"id": "a", "when": "n > 2"}], "conflict"),
        ("no/such/file.toml", "not_found"),
    ],
)
def test_faulty_strategies_are_refused(rules, code):
    with pytest.raises(ss.Error) as caught:
        ss.compile_strategies(rules, schema={"n": [1]})
    assert caught.value.code == code


def test_a_frame_of_another_schema_is_refused():
    matcher = ss.compile_strategies([{"id": "a", "when": "n > 1"}], schema={"n": [1]})
    with pytest.raises(ss.Error) as caught:
        matcher.counts({"n": ["text"]})
    assert caught.value.code == "schema_mismatch"
    with pytest.raises(ss.Error, match="threads"):
        matcher.counts({"n": [1]}, threads=0)


def matches_of(matcher, frame):
    table = matcher.match(frame).to_pandas()
    return list(zip(table["row"].tolist(), table["strategy"].tolist()))


def test_a_csv_file_is_matched_as_the_same_frame_is(tmp_path):
    frame = frame_of(2000, 7)
    frame.loc[::7, "stage"] = None
    frame.to_csv(tmp_path / "frame.csv")  # with its index, a column without a name
    read = ss.Frame.from_csv(tmp_path / "frame.csv")
    assert read.columns == ["column_1", *frame.columns]
    assert "arpu: number" in repr(read) and "stage: text" in repr(read)
    expected = matches_of(ss.compile_strategies(RULES, schema=frame), frame)
    assert expected
    assert matches_of(ss.compile_strategies(RULES, schema=read), read) == expected


def test_strategies_come_from_csv_and_json_lists(tmp_path):
    frame = frame_of(500, 8)
    pd.DataFrame(RULES).to_csv(tmp_path / "rules.csv", index=False)
    (tmp_path / "rules.json").write_text(json.dumps({"strategies": RULES}), encoding="utf-8")
    expected = matches_of(ss.compile_strategies(RULES, schema=frame), frame)
    for name in ("rules.csv", "rules.json"):
        assert matches_of(ss.compile_strategies(tmp_path / name, schema=frame), frame) == expected
    (tmp_path / "rules.csv").write_text("id,when\na,arp > 1\n", encoding="utf-8")
    with pytest.raises(ss.Error) as refused:
        ss.compile_strategies(tmp_path / "rules.csv", schema=frame)
    assert (refused.value.place.line, refused.value.place.column) == (2, 3)


def test_a_csv_file_that_cannot_be_read_names_its_line(tmp_path):
    path = tmp_path / "f.csv"
    path.write_bytes("a,b\n1,2\n北京\n".encode("gb18030"))
    with pytest.raises(ss.Error) as refused:
        ss.Frame.from_csv(path)
    assert refused.value.code == "malformed_encoding" and refused.value.place.line == 3
    path.write_bytes("城市;费用\n北京;-\n".encode("gb18030"))
    read = ss.Frame.from_csv(path, encoding="gb18030", separator=";", nulls=["-"])
    assert read.columns == ["城市", "费用"] and read.to_pandas()["费用"].isna().all()
