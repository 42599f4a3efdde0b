"""Tables of numpy and pandas as Arrow buffers, and back. Whole columns at a time; nothing is kept."""

from __future__ import annotations

import datetime
import sys
from typing import Any, Callable, Mapping, NamedTuple, Optional

import numpy as np

from .error import Error

Buffers = list[Optional[np.ndarray]]


class BufferColumn(NamedTuple):
    """One column as Arrow lays it out: the validity bits (None: no nulls), then what its format asks for."""

    name: str
    format: str
    rows: int
    buffers: Buffers


NUMBERS = {
    "int8": "c", "uint8": "C", "int16": "s", "uint16": "S", "int32": "i", "uint32": "I", "int64": "l", "uint64": "L",
    "float32": "f", "float64": "g",
}  # fmt: skip


def table_of(source: Any) -> Any:
    """Something with __arrow_c_stream__, or a list of BufferColumn."""
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(source, pandas.DataFrame):
        return _of_pandas(source)
    if hasattr(source, "__arrow_c_stream__"):
        return source
    if isinstance(source, Mapping):
        return _columns(source)
    raise Error(
        "invalid_argument", f"a table has __arrow_c_stream__ or is a dict of arrays; this is a {type(source).__name__}"
    )


def _of_pandas(source: Any) -> Any:
    try:
        import pyarrow  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        return _pandas_columns(source)
    try:  # the index is no column; a stream made by pandas itself would carry it along
        return pyarrow.Table.from_pandas(source, preserve_index=False)
    except (pyarrow.ArrowException, TypeError, ValueError):
        return _pandas_columns(source)  # takes the same types, and names the column without quoting a cell


def _pandas_columns(source: Any) -> list[BufferColumn]:
    return _columns({name: source[name].to_numpy() for name in source.columns})


def _columns(source: Mapping[str, Any]) -> list[BufferColumn]:
    columns = [_column(str(name), values) for name, values in source.items()]
    for column in columns[1:]:
        if column.rows != columns[0].rows:
            raise Error("schema_mismatch", f"columns of one table have equal lengths; this one differs: {column.name}")
    return columns


def _column(name: str, values: Any) -> BufferColumn:
    array = np.ma.asanyarray(values) if isinstance(values, np.ma.MaskedArray) else np.asarray(values)
    if array.ndim != 1:
        raise Error("invalid_argument", f"a column has one dimension; this one has {array.ndim}: {name}")
    missing = np.ma.getmaskarray(array) if isinstance(array, np.ma.MaskedArray) else np.zeros(len(array), dtype=bool)
    encode = ENCODERS.get(array.dtype.kind)
    if encode is None:
        raise Error("schema_mismatch", f"a column of numpy type {array.dtype} is not understood: {name}")
    return encode(name, np.asarray(array), missing)


def _finished(name: str, format: str, missing: np.ndarray, *buffers: np.ndarray) -> BufferColumn:
    validity = np.packbits(~missing, bitorder="little") if missing.any() else None
    return BufferColumn(name, format, len(missing), [validity, *(np.ascontiguousarray(buffer) for buffer in buffers)])


def _numbers(name: str, array: np.ndarray, missing: np.ndarray) -> BufferColumn:
    native = array.astype(array.dtype.newbyteorder("="), copy=False)
    if native.dtype.name not in NUMBERS:  # float16 and long double
        native = native.astype(np.float64)
    return _finished(name, NUMBERS[native.dtype.name], missing, native)


def _booleans(name: str, array: np.ndarray, missing: np.ndarray) -> BufferColumn:
    return _finished(name, "b", missing, np.packbits(array, bitorder="little"))


def _times(name: str, array: np.ndarray, missing: np.ndarray) -> BufferColumn:
    missing = missing | np.isnat(array)
    unit = np.datetime_data(array.dtype)[0]
    if unit in ("Y", "M", "W", "D"):
        return _finished(name, "tdD", missing, array.astype("datetime64[D]").astype(np.int64).astype(np.int32))
    return _finished(name, "tsu:", missing, array.astype("datetime64[us]").astype(np.int64))


def _texts(name: str, array: np.ndarray, missing: np.ndarray) -> BufferColumn:
    texts = np.where(missing, "", array).tolist()
    try:
        encoded = [text.encode() for text in texts]
    except UnicodeEncodeError:
        raise Error("malformed_text", f"a text holds half a character (a lone surrogate) in column {name}") from None
    offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded)), out=offsets[1:])
    return _finished(name, "U", missing, offsets, np.frombuffer(b"".join(encoded) or b"\0", dtype=np.uint8))


def _bytes(name: str, array: np.ndarray, missing: np.ndarray) -> BufferColumn:
    try:
        return _texts(name, np.char.decode(array, "utf-8"), missing)
    except UnicodeDecodeError:
        raise Error("malformed_encoding", f"bytes are no UTF-8 in column {name}") from None


def _is_missing(value: Any) -> bool:
    return (
        value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value)
    )


def _objects(name: str, array: np.ndarray, missing: np.ndarray) -> BufferColumn:
    missing = missing | np.fromiter(map(_is_missing, array), dtype=bool, count=len(array))
    present = array[~missing]
    found = set(map(type, present))
    for kinds, filler, dtype in OBJECTS:
        if found and all(issubclass(kind, kinds) for kind in found):
            return _column_of(name, array, missing, filler, dtype)
    if not found:  # nothing says what it is: texts
        return _column_of(name, array, missing, "", object)
    kinds_found = ", ".join(sorted(kind.__name__ for kind in found))
    raise Error(
        "type_mismatch",
        f"a column holds one type of texts, booleans, numbers, dates or times; this one holds {kinds_found}: {name}",
    )


def _column_of(name: str, array: np.ndarray, missing: np.ndarray, filler: Any, dtype: Any) -> BufferColumn:
    filled = array.copy()
    filled[missing] = filler
    if dtype is object:
        return _texts(name, filled, missing)
    try:
        typed = np.array(filled.tolist(), dtype=dtype)
    except (OverflowError, ValueError):
        raise Error("amount_overflow", f"a value does not fit {np.dtype(dtype).name} in column {name}") from None
    return ENCODERS[typed.dtype.kind](name, typed, missing)


# In this order: a bool is an int, and a datetime is a date.
OBJECTS: list[tuple[Any, Any, Any]] = [
    (str, "", object),
    ((bool, np.bool_), False, np.bool_),
    ((int, np.integer), 0, np.int64),
    ((int, float, np.integer, np.floating), 0.0, np.float64),
    (datetime.datetime, datetime.datetime(1970, 1, 1), "datetime64[us]"),
    (datetime.date, datetime.date(1970, 1, 1), "datetime64[D]"),
]

ENCODERS: dict[str, Callable[[str, np.ndarray, np.ndarray], BufferColumn]] = {
    "i": _numbers, "u": _numbers, "f": _numbers, "b": _booleans, "M": _times, "U": _texts,
    "T": _texts, "S": _bytes, "O": _objects,
}  # fmt: skip


def to_pandas(frame: Any) -> Any:
    """A pandas DataFrame of its own."""
    import pandas  # type: ignore[import-untyped, unused-ignore]

    return pandas.DataFrame({name: _series(*frame._parts(index)) for index, name in enumerate(frame.columns)})


def _series(
    kind: str, scale: int, values: np.ndarray, validity: Optional[np.ndarray], offset: int, strings: list[str]
) -> np.ndarray:
    array = _values(kind, scale, values, strings)
    if validity is None:
        return array
    missing = np.unpackbits(validity, bitorder="little")[offset : offset + len(values)] == 0
    holed = array.astype({"i": np.dtype(np.float64), "b": np.dtype(object)}.get(array.dtype.kind, array.dtype))
    holed[missing] = {"f": np.nan, "M": np.datetime64("NaT")}.get(holed.dtype.kind)
    return holed


def _values(kind: str, scale: int, values: np.ndarray, strings: list[str]) -> np.ndarray:
    if kind == "text":
        texts: np.ndarray = np.array([*strings, None], dtype=object)  # the last for code 0 of a column without any text
        return np.take(texts, values)
    if kind == "number":
        return values / 10**scale if scale else values
    plain = {"boolean": "bool", "day": "datetime64[D]", "instant": "datetime64[us]"}
    return values.astype(np.dtype(plain[kind])) if kind in plain else values
