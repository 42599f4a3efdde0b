"""What the functions of statistics take: numbers, marks and counts of anything numpy takes, as flat arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .error import Error


def numbers(values: npt.ArrayLike, name: str) -> npt.NDArray[np.float64]:
    """Numbers as float64; whether they are finite is checked where they are used."""
    try:
        return np.asarray(values, dtype=np.float64).ravel()
    except (TypeError, ValueError):
        raise Error("type_mismatch", f"{name} holds numbers") from None


def marks(values: npt.ArrayLike, name: str) -> npt.NDArray[np.uint8]:
    """0 and 1, or booleans."""
    array = numbers(values, name)
    if not ((array == 0) | (array == 1)).all():
        raise Error("invalid_argument", f"{name} holds 0 and 1, or booleans")
    return array.astype(np.uint8)


def counts(values: npt.ArrayLike, name: str) -> npt.NDArray[np.int64]:
    """Whole numbers."""
    array = np.asarray(values)
    if array.dtype.kind in "iu":
        return array.astype(np.int64).ravel()
    whole = numbers(values, name)
    if not ((whole == np.floor(whole)) & (np.abs(whole) < 2.0**53)).all():
        raise Error("invalid_argument", f"{name} holds whole numbers")
    return whole.astype(np.int64)


def count(value: float, name: str) -> int:
    """One whole number, of whatever type it is: sums of numpy and pandas are often floats."""
    column = counts(value, name)
    if column.size != 1:
        raise Error("invalid_argument", f"{name} is one whole number")
    return int(column[0])


def shown(thing: tuple[object, ...], names: tuple[str, ...]) -> str:
    """One line for a result that holds arrays: their lengths instead of their numbers."""
    texts = (f"<{value.size} numbers>" if isinstance(value, np.ndarray) else repr(value) for value in thing)
    parts = (f"{name}={text}" for name, text in zip(names, texts))
    return f"{type(thing).__name__}({', '.join(parts)})"
