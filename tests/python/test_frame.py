"""Tables cross the border in both directions without losing a row, a null or a digit."""

import datetime as dt
import decimal
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import staysail as ss
from hypothesis import given, settings
from hypothesis import strategies as st

DAY = dt.date(2026, 1, 31)

columns = {
    "int8": (st.integers(-128, 127), pa.int8()),
    "uint32": (st.integers(0, 2**32 - 1), pa.uint32()),
    "int64": (st.integers(-(2**63), 2**63 - 1), pa.int64()),
    "float64": (st.floats(allow_nan=False), pa.float64()),
    "bool": (st.booleans(), pa.bool_()),
    "text": (st.text(max_size=30), pa.string()),
    "large": (st.text(max_size=3), pa.large_string()),
    "view": (st.text(max_size=30), pa.string_view()),
    "coded": (st.sampled_from(["a", "b", "中国"]), pa.dictionary(pa.int8(), pa.string())),
    "day": (st.dates(dt.date(1400, 1, 1)), pa.date32()),
    "instant": (st.datetimes(dt.datetime(1677, 9, 22), dt.datetime(2262, 1, 1)), pa.timestamp("us")),
    "money": (st.decimals(-(10**15), 10**15, places=3), pa.decimal128(19, 3)),
}


@st.composite
def tables(draw):
    rows = draw(st.integers(0, 12))
    names = draw(st.lists(st.sampled_from(sorted(columns)), min_size=1, max_size=4, unique=True))
    cells = {name: draw(st.lists(st.none() | columns[name][0], min_size=rows, max_size=rows)) for name in names}
    return pa.table({name: pa.array(cells[name], columns[name][1]) for name in names})


def back(frame):
    """The frame as pyarrow reads it, texts plain again."""
    table = pa.table(frame)
    return {name: table[name].to_pylist() for name in table.column_names}


@given(tables())
@settings(deadline=None)
def test_pyarrow_round_trip(table):
    frame = ss.Frame(table)
    assert frame.columns == table.column_names
    assert len(frame) == frame.num_rows == table.num_rows
    assert back(frame) == {name: table[name].to_pylist() for name in table.column_names}


@given(tables(), st.integers(0, 12), st.integers(0, 12))
@settings(deadline=None)
def test_slices_and_several_batches(table, begin, count):
    chunked = pa.concat_tables([table.slice(0, begin), table.slice(begin), table.slice(begin, count)])
    assert back(ss.Frame(chunked)) == {name: chunked[name].to_pylist() for name in chunked.column_names}


def test_decimals_cross_as_decimals():
    money = pa.array([decimal.Decimal("12.50"), None], pa.decimal128(10, 2))
    out = pa.table(ss.Frame(pa.table({"fee": money})))
    assert out.schema.field("fee").type == pa.decimal128(19, 2)
    assert out["fee"].to_pylist() == [decimal.Decimal("12.50"), None]


def test_pandas_round_trip():
    frame = pd.DataFrame(
        {
            "name": ["甲", "b", None],
            "tenure": [1, 2, 3],
            "fee": [1.5, np.nan, 3.0],
            "active": [True, False, True],
            "since": pd.to_datetime(["2026-01-31", "2020-02-29", None]).astype("datetime64[us]"),
            "grade": pd.Categorical(["a", "b", "a"]),
            "seats": pd.array([1, None, 3], dtype="Int64"),
        },
        index=[7, 8, 9],
    )
    out = ss.Frame(frame).to_pandas()
    expected = frame.reset_index(drop=True).assign(grade=["a", "b", "a"], seats=[1.0, np.nan, 3.0])
    pd.testing.assert_frame_equal(out, expected, check_dtype=False)
    assert out["tenure"].dtype == np.int64 and out["active"].dtype == bool and out["since"].dtype == "datetime64[us]"


def test_pandas_without_pyarrow(monkeypatch):
    frame = pd.DataFrame(
        {"name": ["a", None], "n": [1, 2], "day": [DAY, None], "seats": pd.array([1, None], dtype="Int64")}
    )
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    out = ss.Frame(frame).to_pandas()
    assert out["name"][0] == "a" and pd.isna(out["name"][1])
    assert out["n"].tolist() == [1, 2]
    assert out["day"][0] == pd.Timestamp(DAY) and pd.isna(out["day"][1])
    assert out["seats"][0] == 1 and np.isnan(out["seats"][1])


def test_the_index_of_a_filtered_frame_is_no_column():
    frame = pd.DataFrame({"n": [1, 2, 3]})
    assert ss.Frame(frame[frame.n > 1]).columns == ["n"]


def test_money_becomes_float_in_pandas():
    table = pa.table({"fee": pa.array([decimal.Decimal("0.1"), None, decimal.Decimal("-2.35")], pa.decimal128(10, 2))})
    fee = ss.Frame(table).to_pandas()["fee"]
    assert fee.dtype == np.float64
    assert fee.tolist()[::2] == [0.1, -2.35] and np.isnan(fee[1])


@pytest.mark.parametrize("package", ["polars", "duckdb"])
def test_other_frames(package):
    module = pytest.importorskip(package)
    if package == "polars":
        source = module.DataFrame(
            {"n": [1, None, 3], "t": ["a", None, "a long text that is no short view"], "d": [DAY] * 3}
        )
    else:
        source = module.sql("select * from (values (1, 'a', date '2026-01-31'), (null, null, date '2026-01-31'), "
                            "(3, 'a long text that is no short view', date '2026-01-31')) v(n, t, d)")  # fmt: skip
    assert back(ss.Frame(source)) == {
        "n": [1, None, 3],
        "t": ["a", None, "a long text that is no short view"],
        "d": [DAY] * 3,
    }


def test_polars_reads_a_frame():
    polars = pytest.importorskip("polars")
    frame = ss.Frame({"n": np.array([1, 2]), "t": ["a", "b"]})
    assert polars.DataFrame(frame).to_dict(as_series=False) == {"n": [1, 2], "t": ["a", "b"]}


NUMPY = {
    "int": (np.array([1, -2, 3], dtype=np.int16), [1, -2, 3]),
    "big_endian": (np.array([1, -2, 3], dtype=">i4"), [1, -2, 3]),
    "strided": (np.arange(6)[::2], [0, 2, 4]),
    "uint64": (np.array([1, 2, 3], dtype=np.uint64), [1, 2, 3]),
    "half": (np.array([0.5, 1, 2], dtype=np.float16), [0.5, 1.0, 2.0]),
    "bool": (np.array([True, False, True]), [True, False, True]),
    "text": (np.array(["a", "中国", ""]), ["a", "中国", ""]),
    "bytes": (np.array([b"a", "中".encode(), b""]), ["a", "中", ""]),
    "day": (np.array(["2026-01-31", "NaT", "1970-01-01"], dtype="datetime64[D]"), [DAY, None, dt.date(1970, 1, 1)],
    ),
    "month": (
        np.array(["2026-01", "NaT", "1970-01"], dtype="datetime64[M]"),
        [dt.date(2026, 1, 1), None, dt.date(1970, 1, 1)]),
    "instant": (np.array(["2026-01-31T08:30", "NaT", "1970-01-01"], dtype="datetime64[s]"),
                [dt.datetime(2026, 1, 31, 8, 30), None, dt.datetime(1970, 1, 1)]),
    "masked": (np.ma.masked_array([1, 2, 3], mask=[False, True, False]), [1, None, 3]),
    "masked_text": (np.ma.masked_array(["a", "b", "c"], mask=[False, True, False]), ["a", None, "c"]),
    "objects": (np.array(["a", None, float("nan")], dtype=object), ["a", None, None]),
    "object_numbers": (np.array([1, None, 3], dtype=object), [1, None, 3]),
    "object_mixed_numbers": (np.array([1, None, 2.5], dtype=object), [1.0, None, 2.5]),
    "object_flags": (np.array([True, None, False], dtype=object), [True, None, False]),
    "object_days": (np.array([DAY, None, DAY], dtype=object), [DAY, None, DAY]),
    "object_nothing": (np.array([None, None, None], dtype=object), [None, None, None]),
    "list": ([1, 2, 3], [1, 2, 3]),
}  # fmt: skip


@pytest.mark.parametrize("name", NUMPY)
def test_numpy(name):
    values, expected = NUMPY[name]
    assert back(ss.Frame({name: values})) == {name: expected}


def test_nan_in_numpy_stays_a_number_of_its_own():
    out = ss.Frame({"x": np.array([1.0, np.nan])}).to_pandas()
    assert out["x"][0] == 1.0 and np.isnan(out["x"][1])


def test_a_frame_outlives_what_it_was_made_of():
    values = np.arange(100_000)
    frame = ss.Frame({"n": values, "t": np.array(["x"] * 100_000)})
    total = int(values.sum())
    del values
    assert int(frame.to_pandas()["n"].sum()) == total
    table = pa.table(frame)
    del frame
    assert int(np.asarray(table["n"]).sum()) == total


def test_frames_without_rows_keep_their_columns():
    for empty in (
        pd.DataFrame({"n": np.array([], dtype=np.int64), "t": np.array([], dtype=object)}),
        {"n": [], "t": np.array([], dtype=str)},
    ):
        assert ss.Frame(empty).columns == ["n", "t"]
        assert len(ss.Frame(empty)) == 0
    schema = pa.schema([("n", pa.int64()), ("t", pa.dictionary(pa.int32(), pa.string()))])
    assert ss.Frame(pa.RecordBatchReader.from_batches(schema, [])).columns == ["n", "t"]
    assert ss.Frame({}).columns == []


def test_what_pandas_gets_is_its_own():
    frame = ss.Frame({"n": [1, 2, 3]})
    table = frame.to_pandas()
    table.loc[0, "n"] = 99
    assert frame.to_pandas()["n"].tolist() == [1, 2, 3]


def test_it_is_immutable():
    frame = ss.Frame({"n": [1]})
    with pytest.raises(AttributeError):
        frame.num_rows = 2
    with pytest.raises(ValueError, match="read-only"):
        frame._parts(0)[2][0] = 5


def test_repr_shows_no_cell():
    assert repr(ss.Frame({"name": ["Alice"], "n": [7]})) == "Frame(1 rows, name: text, n: number)"


class Liar:
    def __arrow_c_stream__(self, requested_schema=None):
        return "no capsule"


@pytest.mark.parametrize(
    ("source", "code", "part"),
    [
        (42, "invalid_argument", "int"),
        (Liar(), "invalid_argument", "str"),
        ({"a": [1, 2], "b": [1]}, "schema_mismatch", "b"),
        ({"a": [[1, 2], [3, 4]]}, "invalid_argument", "a"),
        ({"a": np.array([1, 2], dtype="timedelta64[s]")}, "schema_mismatch", "a"),
        ({"a": np.array(["x", 1], dtype=object)}, "type_mismatch", "int, str"),
        ({"a": np.array([2**63], dtype=np.uint64)}, "amount_overflow", "a"),
        ({"a": np.array([2**70, 1], dtype=object)}, "amount_overflow", "a"),
        ({"a": np.array([b"\xff"])}, "malformed_encoding", "a"),
        ({"a": np.array(["\ud800"])}, "malformed_text", "a"),
        (pa.table({"a": pa.array([[1], [2]])}), "schema_mismatch", "a"),
        (pa.table({"a": pa.array([decimal.Decimal(2**64)], pa.decimal128(38, 0))}), "amount_overflow", "a"),
        (pa.table([pa.array([1]), pa.array([2])], names=["a", "a"]), "schema_mismatch", "a"),
        (pd.DataFrame({"a": ["secret", 1]}), "type_mismatch", "a"),
    ],
)
def test_what_is_no_table_is_refused(source, code, part):
    with pytest.raises(ss.Error) as caught:
        ss.Frame(source)
    assert caught.value.code == code
    assert part in caught.value.message
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "+08:00"])
def test_timestamps_with_a_zone_are_refused_with_what_to_do(zone):
    moments = pd.to_datetime(["2026-01-01 10:00"]).tz_localize("UTC").tz_convert(zone)
    for table in (pd.DataFrame({"x": moments}), pa.table({"x": pa.array([0], pa.timestamp("us", zone))})):
        with pytest.raises(ss.Error, match="civil time.*tz_localize") as refused:
            ss.Frame(table)
        assert refused.value.code == "unsupported"
    assert len(ss.Frame(pd.DataFrame({"x": moments.tz_localize(None)}))) == 1
